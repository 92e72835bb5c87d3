//! Sanggah: the offer to object to a rejection, and its form.

use tilik_core::draft::Field;
use tilik_core::{Date, FaultCode};

use crate::act::{Act, Typed};
use crate::app::App;
use crate::draw::{View, el, said};
use crate::model::Shown;
use crate::route::address;
use crate::text::{Text, day, fill, t};

use super::summary::{Line, There};
use super::{Asked, Kind, button, form, nik_field, paragraph, submit, summary, text_field};

/// The id of the form's heading.
pub const ID: &str = "sanggah";

/// Where the form is sent, below the base.
pub const PATH: &str = "sanggah";

/// The offer, open until `until`; the form once it is taken. Where no program runs
/// the form is open from the start.
pub fn objection(app: App, ticket: &str, until: Date) -> View {
    if app.plain() || app.with(|model| model.objecting) {
        return objection_form(app, ticket, until);
    }
    el("section")
        .class("door")
        .add(said("h2", "", Text::SanggahTitle))
        .add(open_until(until))
        .add(button("btn", t(Text::SanggahOpen), Act::Objecting(true)))
        .view()
}

fn objection_form(app: App, ticket: &str, until: Date) -> View {
    let reason = app.with(|model| model.objection.1.clone());
    let (plain, known) = (app.plain(), app.with(|model| model.reported));
    let (nik_fault, reason_fault) = app.with(|model| {
        let reason = model.faults.iter().find(|fault| fault.field == Field::Note);
        (model.said_of(Field::Nik), reason.map(reason_said))
    });
    let mut lines = Vec::new();
    for (id, fault) in [("sanggah-nik", &nik_fault), ("sanggah-alasan", &reason_fault)] {
        if let Some(fault) = fault {
            lines.push(Line { words: fault.clone(), there: There::Here(id) });
        }
    }
    let ask_nik = known.is_none().then(|| {
        let asked = Asked {
            id: "sanggah-nik",
            name: "nik",
            label: Text::StatusNik,
            heading: false,
            hint: Some(Text::NikHint),
            fault: nik_fault,
        };
        nik_field(app, &asked, Typed::ObjectionNik)
    });
    let asked = Asked {
        id: "sanggah-alasan",
        name: "reason",
        label: Text::SanggahReason,
        heading: false,
        hint: Some(Text::SanggahReasonHint),
        fault: reason_fault,
    };
    let mut carried = vec![("ticket", ticket.to_owned())];
    if let Some(nik) = known.filter(|_| plain) {
        carried.push(("nik", nik.as_digits()));
    }
    let mut parts: Vec<View> = ask_nik.into_iter().collect();
    parts.push(text_field(&asked, Kind::Text, &reason, Typed::Reason));
    parts.push(submit(app, Text::SanggahSend, Text::ReviewSending, Text::BusySlow));
    if !plain {
        parts.push(button("quiet", t(Text::SanggahCancel), Act::Objecting(false)));
    }
    let action = app.with(|model| address(&model.base, model.language, PATH));
    el("section")
        .class("door")
        .add(el("h2").set("id", ID).set("tabindex", "-1").say(Text::SanggahForm).view())
        .add(open_until(until))
        .add(summary(app, lines))
        .add(super::trouble::trouble(app, Act::Object))
        .add(form("", &action, Act::Object, carried, parts).view())
        .view()
}

fn open_until(until: Date) -> View {
    paragraph("", &fill(t(Text::SanggahUntil), &[("date", &day(until))]))
}

/// The reason is held to a note's length, and must be there.
fn reason_said(fault: &Shown) -> String {
    match fault.code {
        Some(FaultCode::Required) => t(Text::FaultReasonRequired).to_owned(),
        _ => fault.said(),
    }
}
