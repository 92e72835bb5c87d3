//! What a report led to: the verdict, why, what comes next, and the number to
//! keep. For a report on somebody else it says nothing of that family's aid.

use tilik_api::report::ReasonLine;
use tilik_api::{ReportAnswer, ReportOutcome};
use tilik_core::case::promise;

use crate::app::App;
use crate::draw::{View, el, many, said, worded};
use crate::model::Kept;
use crate::page::Page;
use crate::part::{Tone, link, objection, paragraph, ticket, titled, verdict};
use crate::text::{Text, day, days, fill, month, scheme, t};

/// The page.
pub fn hasil(app: App) -> View {
    match app.with(|model| model.kept.clone()) {
        Some(kept) => result(app, &kept),
        None => many(vec![
            titled(Text::HasilNoneTitle),
            said("p", "", Text::HasilNoneText),
            link(app, Page::Status, "btn", t(Text::BerandaStatus)),
            link(app, Page::Beranda, "btn btn--plain", t(Text::MissingHome)),
        ]),
    }
}

fn result(app: App, kept: &Kept) -> View {
    let answer = &kept.answer;
    let mut page = vec![told(app, answer, kept.objected), ticket(app, &answer.ticket)];
    if let Some(until) = answer.may_object_until.filter(|_| !kept.objected) {
        page.push(objection(app, &answer.ticket, until));
    }
    if !answer.reasons.is_empty() {
        page.push(reason_list(&answer.reasons));
    }
    page.push(link(app, Page::Status, "btn btn--plain", t(Text::BerandaStatus)));
    page.push(link(app, Page::Beranda, "btn btn--plain", t(Text::MissingHome)));
    many(page)
}

/// The verdict and what comes next.
fn told(app: App, answer: &ReportAnswer, objected: bool) -> View {
    if objected {
        let text = paragraph("", t(Text::SanggahSentText));
        return verdict(Tone::Good, t(Text::SanggahSentMark), t(Text::SanggahSentTitle), vec![text]);
    }
    let say = |text: Text| paragraph("", t(text));
    let (tone, mark, title, body) = match answer.outcome {
        ReportOutcome::Rejected => {
            let why = paragraph("", &fill(t(Text::HasilRejectedText), &[("aid", &aid_named(&answer.reasons))]));
            (Tone::Note, Text::HasilRejectedMark, Text::HasilRejectedTitle, vec![why])
        }
        ReportOutcome::Verifying => {
            let mut body = vec![say(Text::HasilVerifyingText), say(Text::HasilVerifyingNext)];
            if let Some((from, to)) = app.with(|model| model.today).map(promise) {
                body.push(paragraph("", &fill(t(Text::HasilVerifyingDates), &[("days", &days(from, to))])));
            }
            (Tone::Good, Text::HasilVerifyingMark, Text::HasilVerifyingTitle, body)
        }
        ReportOutcome::Undetermined => {
            let body = vec![say(Text::HasilUndeterminedText), say(Text::HasilUndeterminedNext)];
            (Tone::Wait, Text::HasilUndeterminedMark, Text::HasilUndeterminedTitle, body)
        }
        ReportOutcome::AlreadyReported => {
            let body = vec![say(Text::HasilAlreadyText), say(Text::HasilAlreadyNext)];
            (Tone::Wait, Text::HasilAlreadyMark, Text::HasilAlreadyTitle, body)
        }
        ReportOutcome::Received => {
            let body =
                vec![say(Text::HasilReceivedText), say(Text::HasilReceivedPrivate), say(Text::HasilReceivedNext)];
            (Tone::Good, Text::HasilReceivedMark, Text::HasilReceivedTitle, body)
        }
    };
    verdict(tone, t(mark), t(title), body)
}

/// "BST (Mei 2020), PKH (Mei 2020) dan BPUM (April 2020)".
fn aid_named(reasons: &[ReasonLine]) -> String {
    let mut named: Vec<String> = Vec::new();
    for reason in reasons {
        let name =
            fill(t(Text::HasilRejectedAid), &[("scheme", scheme(reason.scheme)), ("period", &month(reason.period))]);
        if !named.contains(&name) {
            named.push(name);
        }
    }
    let last = named.pop().unwrap_or_default();
    if named.is_empty() {
        return last;
    }
    fill(t(Text::HasilAnd), &[("first", &named.join(", ")), ("last", &last)])
}

/// The lists that say so and what the rule rests on.
pub fn reason_list(reasons: &[ReasonLine]) -> View {
    let lines = reasons.iter().map(|reason| {
        let list = fill(t(Text::HasilReasonList), &[("edition", &reason.edition), ("date", &day(reason.edition_date))]);
        let rule = fill(t(Text::HasilReasonRule), &[("regulation", &reason.regulation)]);
        el("li")
            .class("aid")
            .add(worded("b", "", scheme(reason.scheme)))
            .add(worded("span", "", &list))
            .add(worded("small", "", &rule))
            .view()
    });
    el("section")
        .class("door")
        .add(said("h2", "", Text::HasilReasonTitle))
        .add(el("ul").class("plain").add_all(lines.collect()).view())
        .view()
}
