//! What became of a report: a ticket and what proves that it is one's own, then
//! the way it has come.

use tilik_api::StatusAnswer;
use tilik_core::Status;
use tilik_core::case::Finding;

use crate::act::{Act, Chosen, Typed};
use crate::app::App;
use crate::draw::{View, el, many, said, worded};
use crate::page::Page;
use crate::part::link::address_of;
use crate::part::summary::{Line, There};
use crate::part::trouble::trouble;
use crate::part::{
    Asked, Choice, Kind, Tone, choices, form, heading, link_with, nik_field, objection, paragraph, step, submit,
    summary, text_field, timeline, titled,
};
use crate::text::{Text, days, fill, finding, t};

use super::hasil::reason_list;

/// The page.
pub fn status(app: App) -> View {
    match app.with(|model| model.status.clone()) {
        Some(answer) => found(app, &answer),
        None => ask(app),
    }
}

fn ask(app: App) -> View {
    let typed = app.with(|model| model.form.clone());
    let fault = |id: &str| typed.faults.iter().find(|(at, _)| *at == id).map(|(_, said)| said.clone());
    let lines = typed.faults.iter().map(|(id, said)| Line { words: said.clone(), there: There::Here(id) });
    let by = |helper: bool, label, hint| Choice {
        label: t(label),
        hint: t(hint),
        picture: if helper { "other" } else { "self" },
        word: if helper { "other" } else { "self" },
        chosen: typed.by_helper == helper,
        means: Chosen::ByHelper(helper),
    };
    let ask = |id, name, label, hint| Asked { id, name, label, heading: false, hint, fault: fault(id) };
    let who = Asked { fault: None, ..ask("siapa", "about", Text::StatusWho, None) };
    let who_choices = vec![
        by(false, Text::StatusWhoSelf, Text::StatusWhoSelfHint),
        by(true, Text::StatusWhoOther, Text::StatusWhoOtherHint),
    ];
    let ticket = ask("ticket", "ticket", Text::StatusTicket, Some(Text::StatusTicketHint));
    let proof = if typed.by_helper {
        let asked = ask("helper", "phone", Text::StatusPhone, None);
        text_field(&asked, Kind::Phone("tel"), &typed.phone, Typed::Helper)
    } else {
        nik_field(app, &ask("nik", "nik", Text::StatusNik, Some(Text::NikHint)), Typed::StatusNik)
    };
    let parts = vec![
        text_field(&ticket, Kind::Code, &typed.ticket, Typed::Ticket),
        choices(&who, false, who_choices),
        proof,
        submit(app, Text::StatusSubmit, Text::StatusBusy, Text::BusySlow),
    ];
    many(vec![
        summary(app, lines.collect()),
        titled(Text::StatusTitle),
        trouble(app, Act::AskStatus),
        form("door", &address_of(app, Page::Status), Act::AskStatus, Vec::new(), parts).view(),
    ])
}

fn found(app: App, answer: &StatusAnswer) -> View {
    let last = answer.timeline.last().map_or(Status::Received, |entry| entry.status);
    let reason = answer.timeline.last().and_then(|entry| Finding::from_word(entry.reason.as_deref()?));
    let (tone, words) = match last {
        Status::Rejected if answer.reasons.is_empty() || reason.is_some() => (Tone::Note, Text::SayRejectedOfficer),
        Status::Rejected => (Tone::Note, Text::SayRejected),
        Status::Delivered => (Tone::Good, Text::SayDelivered),
        Status::Received => (Tone::Wait, Text::SayReceived),
        Status::Verifying => (Tone::Wait, Text::SayVerifying),
        Status::Undetermined => (Tone::Wait, Text::SayUndetermined),
        Status::Approved => (Tone::Wait, Text::SayApproved),
        Status::Batched => (Tone::Wait, Text::SayBatched),
        Status::OnTheWay => (Tone::Wait, Text::SayOnTheWay),
        Status::Objected => (Tone::Wait, Text::SayObjected),
    };
    let expected = answer
        .expected
        .filter(|_| last != Status::Delivered)
        .map(|expected| paragraph("", &fill(t(Text::StatusExpected), &[("days", &days(expected.from, expected.to))])));
    let reasons = (last == Status::Rejected && !answer.reasons.is_empty()).then(|| reason_list(&answer.reasons));
    let objection = answer.may_object_until.map(|until| objection(app, &answer.ticket, until));
    let standing = el("section")
        .class(tone.class())
        .add(worded("p", "mark", t(step(last))))
        .add(said("p", "", words))
        .add_some(reason.map(|found| worded("p", "", finding(found))))
        .add_some(answer.corrected.then(|| said("p", "", Text::StatusCorrected)))
        .add_some(expected);
    let mut page = vec![heading(&fill(t(Text::StatusOf), &[("ticket", &answer.ticket)])), standing.view()];
    // Why an objection was not taken, where its form is gone.
    if app.plain() && objection.is_none() {
        page.push(trouble(app, Act::Object));
    }
    page.extend(reasons);
    page.push(said("h2", "after", Text::StatusTimeline));
    page.push(timeline(&answer.timeline));
    page.extend(objection);
    page.push(link_with(app, Page::Status, Act::AskAnother, "btn btn--plain", t(Text::StatusAgain)));
    many(page)
}
