//! The button that asks the server: it works once at a time, says when it takes
//! long, and can then be cancelled.

use crate::act::Act;
use crate::app::App;
use crate::draw::{View, el, many, nothing, text};
use crate::model::Busy;
use crate::text::{Text, t};

use super::button;

/// The button of a form; `busy` is what it says while an answer is on its way.
pub fn submit(app: App, label: Text, busy: Text, slow: Text) -> View {
    let asking = move || app.busy() != Busy::No;
    let send = el("button")
        .class("btn")
        .set("type", "submit")
        .set_live("aria-disabled", move || String::from(if asking() { "true" } else { "false" }))
        .live(move || text(t(if asking() { busy } else { label })));
    let told = move || if app.busy() == Busy::Slow { text(t(slow)) } else { nothing() };
    let cancel = move || {
        if app.busy() == Busy::Slow { button("btn btn--plain", t(Text::BusyCancel), Act::Cancel) } else { nothing() }
    };
    many(vec![
        send.view(),
        el("p").class("soft").set("role", "status").live(told).view(),
        el("div").live(cancel).view(),
    ])
}
