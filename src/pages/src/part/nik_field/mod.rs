//! The NIK field: grouped while typed, counted, judged by core as soon as a fault
//! is certain, and read back in words so that a typing slip shows.

mod readback;
mod typing;

pub use tilik_core::nik::plain;
pub use typing::{Deletion, group, retype};

use tilik_core::Nik;

use crate::act::{Act, Typed};
use crate::app::App;
use crate::draw::{self, View, el, many};
use crate::text::{Text, fill, nik_fault, t};

use super::field::suffixed;
use super::{Asked, rich};
use readback::readback;
use typing::fault_so_far;

/// The field for the NIK in `typed`.
pub fn nik_field(app: App, asked: &Asked, typed: Typed) -> View {
    // A number that is merely not finished is at fault once the person is done:
    // has sent the form, or has left the field.
    let value = app.update(|model| {
        model.nik_done = asked.fault.is_some();
        group(&plain(model.typed(typed)))
    });
    let sent = asked.fault.clone().unwrap_or_default();
    let again = sent.clone();
    let control = el("input")
        .class("box nik")
        .set("id", asked.id)
        .set("name", asked.name)
        .set("inputmode", "numeric")
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .set("aria-describedby", &asked.described_by())
        .set_live("aria-invalid", move || {
            String::from(if told(app, typed, &again).is_empty() { "false" } else { "true" })
        })
        .set("value", &value)
        .act(Act::Nik(typed));
    let (above, within) = asked.label();
    let (again, classed) = (sent.clone(), sent);
    let message = el("p").class("msg").set("id", &suffixed(asked.id, "-msg")).set("aria-live", "polite");
    let hint = el("p").class("hint").set("id", &suffixed(asked.id, "-hint")).say(asked.hint.unwrap_or(Text::NikHint));
    let field = el("div")
        .set_live("class", move || {
            String::from(if told(app, typed, &classed).is_empty() { "field" } else { "field bad" })
        })
        .add_some(within)
        .add(hint.view())
        .add(message.live(move || draw::text(&told(app, typed, &again))).view())
        .add(control.view());
    let read = el("span").set("role", "status").live(move || rich(&readback(app, &app.nik(typed).0)));
    let below = el("div")
        .class("readback")
        .add(read.view())
        .add(el("span").class("count").set("aria-hidden", "true").live(move || counted(app, typed)).view());
    many(above.into_iter().chain([field.view(), below.view()]).collect())
}

/// What the field says is wrong; `sent` is what was wrong when it was sent.
fn told(app: App, typed: Typed, sent: &str) -> String {
    let (text, done) = app.nik(typed);
    let text = plain(&text);
    if let Some(fault) = fault_so_far(&text) {
        return nik_fault(fault);
    }
    match Nik::parse(&text) {
        _ if !done => String::new(),
        Err(_) if text.is_empty() => sent.to_owned(),
        Err(fault) => nik_fault(fault),
        // Only the server finds it wrong.
        Ok(_) => sent.to_owned(),
    }
}

fn counted(app: App, typed: Typed) -> View {
    let digits = plain(&app.nik(typed).0).chars().count().to_string();
    draw::text(&fill(t(Text::NikCount), &[("digits", &digits)]))
}
