//! A verdict: the mark, the heading, and what follows from it.

use crate::draw::{View, el};

use super::heading;

/// How a verdict is told. A rejection is no mistake of the resident's: it is told
/// on plain paper, never in red.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good news.
    Good,
    /// Plain paper.
    Note,
    /// Something is under way.
    Wait,
}

impl Tone {
    /// The class of the box.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Good => "verdict",
            Self::Note => "verdict verdict--note",
            Self::Wait => "verdict verdict--wait",
        }
    }
}

/// A verdict, whose title is the page's heading.
pub fn verdict(tone: Tone, mark: &str, title: &str, body: Vec<View>) -> View {
    let sign = (tone == Tone::Good).then(|| el("span").set("aria-hidden", "true").text("✓ ").view());
    el("section")
        .class(tone.class())
        .add(el("p").class("mark").add_some(sign).text(mark).view())
        .add(heading(title))
        .add_all(body)
        .view()
}
