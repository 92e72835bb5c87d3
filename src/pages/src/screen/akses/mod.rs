//! The accessibility statement: what is aimed at, what there is, what is lacking.

use crate::draw::{View, el, many, said};
use crate::part::titled;
use crate::text::Text;

/// The page.
pub fn akses() -> View {
    let can =
        [Text::AksesCanKeyboard, Text::AksesCanSize, Text::AksesCanListen, Text::AksesCanColour, Text::AksesCanPlain];
    let known = [Text::AksesKnownVoice, Text::AksesKnownWords, Text::AksesKnownReader];
    many(vec![
        titled(Text::AksesTitle),
        said("p", "", Text::AksesAim),
        listed(Text::AksesCanTitle, &can),
        listed(Text::AksesKnownTitle, &known),
        said("h2", "after", Text::AksesTellTitle),
        said("p", "", Text::AksesTell),
    ])
}

fn listed(title: Text, lines: &[Text]) -> View {
    let lines = lines.iter().map(|&line| said("li", "", line)).collect();
    many(vec![said("h2", "after", title), el("ul").class("lines").add_all(lines).view()])
}
