//! What is wrong on a page, on top of it: it takes the focus and leads to each
//! answer.

use crate::draw::{View, el, nothing};
use crate::text::{Text, t};

/// The id that takes the focus.
pub const ID: &str = "ringkasan";

/// A line: what is wrong, and what to do to get there.
pub type Line = (String, Box<dyn Fn()>);

/// The list; nothing where nothing is wrong.
pub fn summary(lines: Vec<Line>) -> View {
    if lines.is_empty() {
        return nothing();
    }
    let lines = lines.into_iter().map(|(words, lead)| {
        let lead = move |event: web_sys::Event| {
            event.prevent_default();
            lead();
        };
        el("li").add(el("a").set("href", "").text(&words).on("click", lead).view()).view()
    });
    el("div")
        .class("summary")
        .set("id", ID)
        .set("tabindex", "-1")
        .set("role", "group")
        .set("aria-labelledby", "ringkasan-judul")
        .add(el("h2").set("id", "ringkasan-judul").text(t(Text::LaporSummary)).view())
        .add(el("ul").add_all(lines.collect()).view())
        .view()
}
