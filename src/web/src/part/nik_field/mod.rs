//! The NIK field: grouped while typed, counted, judged by core as soon as a fault
//! is certain, and read back in words so that a typing slip shows.

mod readback;
mod typing;

pub use tilik_core::nik::plain;
pub use typing::group;

use reactive_graph::owner::StoredValue;
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, GetValue, Set, With, WithUntracked};
use tilik_core::Nik;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlButtonElement, HtmlInputElement, InputEvent};

use crate::draw::{self, View, el, many};
use crate::text::{Text, fill, nik_fault, t};
use crate::wire;

use super::field::suffixed;
use super::{Asked, rich};
use readback::readback;
use typing::{Deletion, fault_so_far, retype};

/// The field. `typed` is told every change, without the gaps.
pub fn nik_field(asked: &Asked, value: &str, typed: impl Fn(String) + 'static) -> View {
    field(asked, value, Box::new(typed))
}

fn field(asked: &Asked, value: &str, typed: Box<dyn Fn(String)>) -> View {
    let sent = StoredValue::new(asked.fault.clone().unwrap_or_default());
    let text = RwSignal::new(plain(value));
    // A number that is merely not finished is at fault once the person is done:
    // has sent the form, or has left the field.
    let done = RwSignal::new(u32::from(asked.fault.is_some()));
    let told = move || {
        text.with(|text| {
            if let Some(fault) = fault_so_far(text) {
                return nik_fault(fault);
            }
            match Nik::parse(text) {
                _ if done.get() == 0 => String::new(),
                Err(_) if text.is_empty() => sent.get_value(),
                Err(fault) => nik_fault(fault),
                // Only the server finds it wrong.
                Ok(_) => sent.get_value(),
            }
        })
    };
    let on_input = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let kind = event.dyn_ref::<InputEvent>().map(InputEvent::input_type).unwrap_or_default();
        let deletion = match kind.as_str() {
            "deleteContentBackward" => Some(Deletion::Backward),
            "deleteContentForward" => Some(Deletion::Forward),
            _ => None,
        };
        let raw = input.value();
        let caret = input.selection_start().ok().flatten().unwrap_or(u32::MAX) as usize;
        let shown = text.with_untracked(|before| retype(before, &raw, caret, deletion));
        if shown.text != raw {
            input.set_value(&shown.text);
            let _ = input.set_selection_range(shown.caret as u32, shown.caret as u32);
        }
        let now = plain(&shown.text);
        wire::prepare_proof();
        typed(now.clone());
        done.set(0);
        text.set(now);
    };
    let counted = move || {
        let digits = text.with(|text| text.chars().count()).to_string();
        draw::text(&fill(t(Text::NikCount), &[("digits", &digits)]))
    };
    let control = el("input")
        .class("box nik")
        .set("id", asked.id)
        .set("inputmode", "numeric")
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .set("aria-describedby", &asked.described_by())
        .set_live("aria-invalid", move || String::from(if told().is_empty() { "false" } else { "true" }))
        .set("value", &group(&plain(value)))
        .on("input", on_input)
        .on("blur", move |event| {
            if moves_on(&event) {
                done.set(u32::from(text.with_untracked(|text| !text.is_empty())));
            }
        });
    let (above, within) = asked.label();
    let message = el("p").class("msg").set("id", &suffixed(asked.id, "-msg")).set("aria-live", "polite");
    let hint = el("p").class("hint").set("id", &suffixed(asked.id, "-hint")).text(asked.hint);
    let field = el("div")
        .set_live("class", move || String::from(if told().is_empty() { "field" } else { "field bad" }))
        .add_some(within)
        .add(hint.view())
        .add(message.live(move || draw::text(&told())).view())
        .add(control.view());
    let read = el("span").set("role", "status").live(move || rich(&text.with(|text| readback(text))));
    let below = el("div")
        .class("readback")
        .add(read.view())
        .add(el("span").class("count").set("aria-hidden", "true").live(counted).view());
    many(above.into_iter().chain([field.view(), below.view()]).collect())
}

/// Whether the focus goes to another box. On the way to a button nothing may
/// appear: it would push the button from under the finger, and the button judges
/// the number itself.
fn moves_on(blur: &web_sys::Event) -> bool {
    let to = blur.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
    to.is_some_and(|to| !to.has_type::<HtmlButtonElement>())
}
