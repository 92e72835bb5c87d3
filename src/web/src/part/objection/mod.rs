//! Sanggah: the offer to object to a rejection, and its form.

use tilik_core::draft::{Draft, Field, LONGEST_NOTE, text as checked_text};
use tilik_core::{Date, FaultCode, Nik};

use crate::app::{App, Focus, Shown};
use crate::draw::{View, el, worded};
use crate::text::{Text, day, fill, t};

use super::{Asked, Kind, button, nik_field, paragraph, submit, summary, text_field};

const ID: &str = "sanggah";

/// The offer, open until `until`; the form once it is taken.
pub fn objection(app: App, ticket: String, until: Date) -> View {
    if app.with(|model| model.objecting) {
        return form(app, ticket);
    }
    let open = move || {
        app.update(|model| {
            model.objecting = true;
            model.faults.clear();
            model.trouble = None;
        });
        app.redraw(Focus::On(ID));
    };
    el("section")
        .class("door")
        .add(worded("h2", "", t(Text::SanggahTitle)))
        .add(paragraph("", &fill(t(Text::SanggahUntil), &[("date", &day(until))])))
        .add(button("btn", t(Text::SanggahOpen), open))
        .view()
}

fn form(app: App, ticket: String) -> View {
    let (nik, reason) = app.with(|model| model.objection.clone());
    let known = app.with(|model| model.reported.is_some());
    let (nik_fault, reason_fault) = app.with(|model| {
        let reason = model.faults.iter().find(|fault| fault.field == Field::Note);
        (model.said_of(Field::Nik), reason.map(reason_said))
    });
    let mut lines: Vec<(String, Box<dyn Fn()>)> = Vec::new();
    for (id, fault) in [("sanggah-nik", &nik_fault), ("sanggah-alasan", &reason_fault)] {
        if let Some(fault) = fault {
            lines.push((fault.clone(), Box::new(move || crate::browser::focus(id))));
        }
    }
    let cancel = move || {
        app.update(|model| model.objecting = false);
        app.redraw(Focus::Heading);
    };
    let ask_nik = (!known).then(|| {
        let asked = Asked {
            id: "sanggah-nik",
            label: t(Text::StatusNik),
            heading: false,
            hint: t(Text::NikHint),
            fault: nik_fault,
        };
        nik_field(&asked, &nik, move |typed| app.update(|model| model.objection.0 = typed))
    });
    let asked = Asked {
        id: "sanggah-alasan",
        label: t(Text::SanggahReason),
        heading: false,
        hint: t(Text::SanggahReasonHint),
        fault: reason_fault,
    };
    let ask_reason = text_field(&asked, Kind::Text, &reason, move |typed| {
        app.update(|model| model.objection.1 = typed);
    });
    let mut parts: Vec<View> = ask_nik.into_iter().collect();
    parts.push(ask_reason);
    parts.push(submit(app, Text::SanggahSend, Text::ReviewSending, Text::BusySlow));
    parts.push(button("quiet", t(Text::SanggahCancel), cancel));
    let again = ticket.clone();
    el("section")
        .class("door")
        .add(el("h2").set("id", ID).set("tabindex", "-1").text(t(Text::SanggahForm)).view())
        .add(summary(lines))
        .add(super::trouble::trouble(app, move || send(app, again.clone())))
        .add(super::link::form("", move || send(app, ticket.clone()), parts))
        .view()
}

/// The reason is held to a note's length, and must be there.
fn reason_said(fault: &Shown) -> String {
    match fault.code {
        Some(FaultCode::Required) => t(Text::FaultReasonRequired).to_owned(),
        _ => fault.said(),
    }
}

fn send(app: App, ticket: String) {
    let (typed, reason, known) =
        app.with(|model| (model.objection.0.clone(), model.objection.1.clone(), model.reported));
    let nik = known.or_else(|| Nik::parse(&typed).ok());
    let reason = checked_text(&reason, LONGEST_NOTE);
    let mut faults = Vec::new();
    if nik.is_none() {
        let draft = Draft { nik: typed, ..Draft::default() };
        faults.push(Shown { field: Field::Nik, code: draft.fault(Field::Nik) });
    }
    if let Err(code) = &reason {
        faults.push(Shown { field: Field::Note, code: Some(*code) });
    }
    let failed = !faults.is_empty();
    app.update(|model| model.faults = faults);
    match (nik, reason) {
        (Some(nik), Ok(reason)) if !failed => app.object(ticket, nik, reason),
        _ => app.redraw(Focus::Summary),
    }
}
