//! What scripts (`public/stay.js`, `public/queue.js`) put beside a page when there is
//! reason to. It is drawn when the site is built, a file for each language: most visits
//! have no reason, and the program carries none of it.

use crate::draw::{El, View, el, many, said};
use crate::route::{Route, address};
use crate::screen::lapor::Step;
use crate::text::{Language, Text, t};

/// All of it, each piece with an id that a script finds it by.
pub fn beside(language: Language, base: &str) -> View {
    let foot = el("div")
        .class("row")
        .set("id", "beside-foot")
        .add(button("quiet", Text::BesideInstall, "beside-install"))
        .add(button("quiet", Text::BesideShare, "beside-share"));
    el("div")
        .set("data-share", t(Text::HeadTitle))
        .add(foot.view())
        .add(ask())
        .add(el("p").class("soft").set("id", "beside-full").say(Text::BesideFull).view())
        .add(el("p").class("soft").set("id", "beside-not-kept").say(Text::BesideNotKept).view())
        .add(queue(language, base))
        .view()
}

/// May the report wait on this phone?
fn ask() -> View {
    el("div")
        .set("id", "beside-ask")
        .add(said("h3", "", Text::BesideAskTitle))
        .add(said("p", "", Text::BesideAsk))
        .add(said("p", "soft", Text::BesideAskShared))
        .add(button("btn btn--plain", Text::BesideKeep, "beside-keep"))
        .view()
}

/// What waits, in each of its states. A script shows one at a time.
fn queue(language: Language, base: &str) -> View {
    let there = |words: Text, id: &'static str, route: Route| {
        let to = address(base, language, route.path());
        el("a").class("btn").set("id", id).set("href", &to).say(words)
    };
    let erase = || button("quiet", Text::BesideErase, "beside-erase");
    let sure = el("div").class("pair").add(button("btn", Text::LaporEraseYes, "beside-erase-yes")).add(button(
        "btn btn--plain",
        Text::LaporEraseNo,
        "beside-erase-no",
    ));
    // What the history keeps with that page: all answers are there, so it can be shown.
    let review = Step::Review.number().to_string();
    let reopen = there(Text::BesideReopen, "beside-reopen", Route::Lapor).set("data-step", &review);
    el("aside")
        .class("page")
        .set("id", "beside-queue")
        .set("tabindex", "-1")
        .set("aria-live", "polite")
        .set("aria-label", t(Text::BesideQueue))
        .add(state(
            "waiting",
            Text::BesideWaitingTitle,
            Some(Text::BesideWaiting),
            vec![button("btn", Text::ReviewSendNow, "beside-send"), erase()],
        ))
        .add(state("sending", Text::BesideWaitingTitle, Some(Text::ReviewSending), Vec::new()))
        .add(state("erase", Text::BesideEraseTitle, Some(Text::BesideEraseText), vec![sure.view()]))
        .add(state("erased", Text::BesideErased, None, Vec::new()))
        .add(state("expired", Text::BesideExpiredTitle, Some(Text::BesideExpired), Vec::new()))
        .add(state(
            "sent",
            Text::BesideSentTitle,
            Some(Text::BesideSent),
            vec![there(Text::BesideSee, "beside-see", Route::Hasil).view()],
        ))
        .add(state("refused", Text::BesideRefusedTitle, Some(Text::BesideRefused), vec![reopen.view(), erase()]))
        .view()
}

fn state(name: &'static str, title: Text, words: Option<Text>, parts: Vec<View>) -> View {
    el("div")
        .class("door")
        .set("data-state", name)
        .add(said("h2", "", title))
        .add_some(words.map(|words| said("p", "", words)))
        .add(many(parts))
        .view()
}

/// A button that a script answers.
fn button(class: &'static str, words: Text, id: &'static str) -> View {
    plain(class, id).say(words).view()
}

fn plain(class: &'static str, id: &'static str) -> El {
    el("button").set("type", "button").class(class).set("id", id)
}
