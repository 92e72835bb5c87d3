//! Why an answer did not come, and one button to try again. It takes the focus.

use crate::act::Act;
use crate::app::App;
use crate::draw::{View, el, nothing};
use crate::text;
use crate::text::{Text, t};

use super::{Tone, button, paragraph};

/// The id that takes the focus.
pub const ID: &str = "masalah";

/// The trouble of the last question; nothing where it went well. Where no program
/// runs, the form below is the way to try again.
pub fn trouble(app: App, again: Act) -> View {
    match app.with(|model| model.trouble.as_ref().map(text::trouble)) {
        Some(words) => {
            let again = (!app.plain()).then(|| button("btn btn--plain", t(Text::TroubleAgain), again));
            told(Text::TroubleTitle, &words, again)
        }
        None => nothing(),
    }
}

/// Something that keeps from going on, and what can be done.
pub fn told(title: Text, words: &str, act: Option<View>) -> View {
    el("div")
        .class(Tone::Wait.class())
        .set("id", ID)
        .set("tabindex", "-1")
        .set("role", "group")
        .set("aria-labelledby", "masalah-judul")
        .add(el("h2").set("id", "masalah-judul").say(title).view())
        .add(paragraph("", words))
        .add_some(act)
        .view()
}
