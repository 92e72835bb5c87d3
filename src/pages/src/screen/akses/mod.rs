//! The accessibility statement: what is aimed at, what there is, what is lacking.

use crate::draw::{View, el, many, worded};
use crate::part::heading;
use crate::text::{Text, t};

/// The page.
pub fn akses() -> View {
    let can = [Text::AksesCanKeyboard, Text::AksesCanSize, Text::AksesCanListen, Text::AksesCanColour, Text::AksesCanPlain];
    let known = [Text::AksesKnownVoice, Text::AksesKnownWords, Text::AksesKnownReader];
    many(vec![
        heading(t(Text::AksesTitle)),
        worded("p", "", t(Text::AksesAim)),
        listed(Text::AksesCanTitle, &can),
        listed(Text::AksesKnownTitle, &known),
        worded("h2", "after", t(Text::AksesTellTitle)),
        worded("p", "", t(Text::AksesTell)),
    ])
}

fn listed(title: Text, lines: &[Text]) -> View {
    let lines = lines.iter().map(|&line| worded("li", "", t(line))).collect();
    many(vec![worded("h2", "after", t(title)), el("ul").class("lines").add_all(lines).view()])
}
