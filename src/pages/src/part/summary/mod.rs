//! What is wrong on a page, on top of it: it takes the focus and leads to each
//! answer.

use crate::act::Act;
use crate::app::App;
use crate::draw::{View, el, nothing};
use crate::text::Text;

use super::button_to;
use super::link::place_of;

/// The id that takes the focus.
pub const ID: &str = "ringkasan";

/// A line: what is wrong, and where that is put right.
pub struct Line {
    /// What is wrong.
    pub words: String,
    /// Where.
    pub there: There,
}

/// Where something is put right.
pub enum There {
    /// In the box with that id, on this page.
    Here(&'static str),
    /// On another page: what does it, and how a form says so.
    Elsewhere(Act, String),
}

/// The list; nothing where nothing is wrong.
pub fn summary(app: App, lines: Vec<Line>) -> View {
    if lines.is_empty() {
        return nothing();
    }
    let lines = lines.into_iter().map(|line| {
        let lead = match line.there {
            There::Here(id) => el("a").set("href", &place_of(app, id)).text(&line.words).act(Act::Lead(id)).view(),
            There::Elsewhere(act, to) => button_to("link", &line.words, &to, act).view(),
        };
        el("li").add(lead).view()
    });
    el("div")
        .class("summary")
        .set("id", ID)
        .set("tabindex", "-1")
        .set("role", "group")
        .set("aria-labelledby", "ringkasan-judul")
        .add(el("h2").set("id", "ringkasan-judul").say(Text::LaporSummary).view())
        .add(el("ul").add_all(lines.collect()).view())
        .view()
}
