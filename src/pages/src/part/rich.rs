//! Running text: a heading that takes the focus, a paragraph, and words in bold
//! where a catalogue says `**so**`.

use crate::draw::{El, View, el, many, text};
use crate::text::Text;

/// The id of the page's heading.
pub const HEADING: &str = "judul";

/// The page's heading, which takes the focus when the page is shown.
pub fn heading(words: &str) -> View {
    heading_element().text(words).view()
}

/// The same with a text of the catalogue.
pub fn titled(title: Text) -> View {
    heading_element().say(title).view()
}

/// The heading around something else than a text.
pub fn heading_element() -> El {
    el("h1").set("id", HEADING).set("tabindex", "-1")
}

/// A paragraph, with bold words where the text marks them.
pub fn paragraph(class: &'static str, words: &str) -> View {
    el("p").class(class).add(rich(words)).view()
}

/// A text with bold words where it marks them.
pub fn rich(words: &str) -> View {
    let pieces = words.split("**").enumerate();
    let pieces = pieces.map(|(place, piece)| if place % 2 == 1 { el("b").text(piece).view() } else { text(piece) });
    many(pieces.collect())
}
