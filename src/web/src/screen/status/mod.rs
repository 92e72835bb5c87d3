//! What became of a report: a ticket and what proves that it is one's own, then
//! the way it has come.

use tilik_api::StatusAnswer;
use tilik_core::Status;

use crate::app::{App, Focus};
use crate::browser;
use crate::draw::{View, el, many, worded};
use crate::part::trouble::trouble;
use crate::part::{
    Asked, Choice, Kind, Tone, button, choices, form, heading, nik_field, objection, paragraph, step, submit, summary,
    text_field, timeline,
};
use crate::text::{Text, days, fill, t};

use super::hasil::reason_list;

/// The page.
pub fn status(app: App) -> View {
    match app.with(|model| model.status.clone()) {
        Some(answer) => found(app, answer),
        None => ask(app),
    }
}

fn ask(app: App) -> View {
    let typed = app.with(|model| model.form.clone());
    let fault = |id: &str| typed.faults.iter().find(|(at, _)| *at == id).map(|(_, said)| said.clone());
    let mut lines: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    for (id, said) in &typed.faults {
        let id = *id;
        lines.push((said.clone(), Box::new(move || browser::focus(id))));
    }
    let by = |helper: bool, label, hint| Choice {
        label: t(label),
        hint: t(hint),
        chosen: typed.by_helper == helper,
        choose: Box::new(move |_| {
            app.update(|model| {
                model.form.by_helper = helper;
                model.form.faults.clear();
            });
            app.redraw(Focus::On(if helper { "siapa1" } else { "siapa" }));
        }),
    };
    let who = Asked { id: "siapa", label: t(Text::StatusWho), heading: false, hint: "", fault: None };
    let who_choices = vec![
        by(false, Text::StatusWhoSelf, Text::StatusWhoSelfHint),
        by(true, Text::StatusWhoOther, Text::StatusWhoOtherHint),
    ];
    let ticket = Asked {
        id: "ticket",
        label: t(Text::StatusTicket),
        heading: false,
        hint: t(Text::StatusTicketHint),
        fault: fault("ticket"),
    };
    let proof = if typed.by_helper {
        let asked =
            Asked { id: "helper", label: t(Text::StatusPhone), heading: false, hint: "", fault: fault("helper") };
        text_field(&asked, Kind::Phone("tel"), &typed.phone, move |typed| {
            app.update(|model| model.form.phone = typed);
        })
    } else {
        let asked =
            Asked { id: "nik", label: t(Text::StatusNik), heading: false, hint: t(Text::NikHint), fault: fault("nik") };
        nik_field(&asked, &typed.nik, move |typed| app.update(|model| model.form.nik = typed))
    };
    let parts = vec![
        text_field(&ticket, Kind::Code, &typed.ticket, move |typed| app.update(|model| model.form.ticket = typed)),
        choices(&who, false, who_choices),
        proof,
        submit(app, Text::StatusSubmit, Text::StatusBusy, Text::BusySlow),
    ];
    many(vec![
        summary(lines),
        heading(t(Text::StatusTitle)),
        trouble(app, move || app.ask_status()),
        form("door", move || app.ask_status(), parts),
    ])
}

fn found(app: App, answer: StatusAnswer) -> View {
    let last = answer.timeline.last().map_or(Status::Received, |entry| entry.status);
    let (tone, said) = match last {
        Status::Rejected if answer.reasons.is_empty() => (Tone::Note, Text::SayRejectedOfficer),
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
    let objection = answer.may_object_until.map(|until| objection(app, answer.ticket.clone(), until));
    let again = move || {
        app.update(|model| {
            model.status = None;
            model.form = Default::default();
            model.reported = None;
        });
        app.redraw(Focus::Heading);
    };
    let standing = el("section")
        .class(tone.class())
        .add(worded("p", "mark", t(step(last))))
        .add(worded("p", "", t(said)))
        .add_some(expected);
    let mut page = vec![heading(&fill(t(Text::StatusOf), &[("ticket", &answer.ticket)])), standing.view()];
    page.extend(reasons);
    page.push(worded("h2", "after", t(Text::StatusTimeline)));
    page.push(timeline(&answer.timeline));
    page.extend(objection);
    page.push(button("btn btn--plain", t(Text::StatusAgain), again));
    many(page)
}
