//! Help: both doors step by step in pictures, questions and answers, where to go in
//! person, and who may see what.

use crate::draw::{View, el, many, said};
use crate::part::titled;
use crate::text::Text;

const CHECK: [(&str, Text); 3] =
    [("cek1", Text::BantuanCheckOne), ("cek2", Text::BantuanCheckTwo), ("cek3", Text::BantuanCheckThree)];

const REPORT: [(&str, Text); 5] = [
    ("lapor1", Text::BantuanReportOne),
    ("lapor2", Text::BantuanReportTwo),
    ("lapor3", Text::BantuanReportThree),
    ("lapor4", Text::BantuanReportFour),
    ("lapor5", Text::BantuanReportFive),
];

const QUESTIONS: [(Text, Text); 6] = [
    (Text::BantuanAskUnpaid, Text::BantuanSayUnpaid),
    (Text::BantuanAskRejected, Text::BantuanSayRejected),
    (Text::BantuanAskMoved, Text::BantuanSayMoved),
    (Text::BantuanAskNeighbour, Text::BantuanSayNeighbour),
    (Text::BantuanAskLost, Text::BantuanSayLost),
    (Text::BantuanAskCost, Text::BantuanSayCost),
];

const PRIVACY: [Text; 5] = [
    Text::BantuanPrivacyWho,
    Text::BantuanPrivacyShown,
    Text::BantuanPrivacyDevice,
    Text::BantuanPrivacyServer,
    Text::BantuanPrivacyLaw,
];

/// The page.
pub fn bantuan() -> View {
    let questions = QUESTIONS.map(|(ask, say)| {
        let asked = said("summary", "", ask);
        el("details").class("ask").add(asked).add(said("p", "", say)).view()
    });
    let privacy = PRIVACY.map(|line| said("li", "", line));
    many(vec![
        titled(Text::BantuanTitle),
        walk(Text::BantuanCheckTitle, &CHECK),
        walk(Text::BantuanReportTitle, &REPORT),
        said("h2", "after", Text::BantuanQuestions),
        many(questions.into()),
        said("h2", "after", Text::BantuanPlaceTitle),
        said("p", "", Text::BantuanPlaceText),
        said("p", "", Text::BantuanPlaceList),
        said("h2", "after", Text::BantuanPrivacyTitle),
        el("ul").class("lines").add_all(privacy.into()).view(),
    ])
}

/// A way in pictures, each with its caption.
fn walk(title: Text, steps: &[(&str, Text)]) -> View {
    let steps = steps.iter().map(|&(picture, caption)| {
        let picture = ["bantuan.svg#", picture].concat();
        let picture = el("img").set("src", &picture).set("alt", "").set("width", "320").set("height", "180");
        el("li").add(picture.view()).add(said("span", "", caption)).view()
    });
    many(vec![said("h2", "after", title), el("ol").class("steps walk").add_all(steps.collect()).view()])
}
