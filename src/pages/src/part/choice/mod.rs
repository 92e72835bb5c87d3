//! Answers to choose from: one of several, or as many as fit, each with a pictogram
//! for who reads slowly.

use crate::act::{Act, Chosen};
use crate::draw::{View, el, said};

use super::Asked;
use super::field::suffixed;
use super::rich::titled;

/// An answer to choose.
pub struct Choice {
    /// What it says.
    pub label: &'static str,
    /// A line of help; empty for none.
    pub hint: &'static str,
    /// Its pictogram in `pictograms.svg`; empty for none.
    pub picture: &'static str,
    /// The word for it on the wire.
    pub word: &'static str,
    /// It is chosen.
    pub chosen: bool,
    /// What choosing it means.
    pub means: Chosen,
}

/// The answers to a question; `many` where more than one may be chosen. The first
/// answer has the question's id, so that a fault leads there.
pub fn choices(asked: &Asked, many: bool, choices: Vec<Choice>) -> View {
    let legend =
        if asked.heading { el("legend").add(titled(asked.label)).view() } else { said("legend", "label", asked.label) };
    let answers = choices.into_iter().enumerate().map(|(place, choice)| answer(asked, place, many, choice));
    let field = el("div").class(asked.class()).add_all(asked.words()).add_all(answers.collect()).view();
    el("fieldset").set("aria-describedby", &asked.described_by()).add(legend).add(field).view()
}

fn answer(asked: &Asked, place: usize, many: bool, choice: Choice) -> View {
    let id = asked.id;
    let own = if place == 0 { id.to_owned() } else { suffixed(id, &place.to_string()) };
    let mut control = el("input")
        .set("type", if many { "checkbox" } else { "radio" })
        .set("name", asked.name)
        .set("value", choice.word)
        .set("id", &own)
        .set("aria-labelledby", &suffixed(&own, "-label"))
        .set_if(choice.chosen, "checked", "")
        .act(Act::Choose(choice.means));
    let mut words = el("span").add(el("span").set("id", &suffixed(&own, "-label")).text(choice.label).view());
    if !choice.hint.is_empty() {
        let hint_id = suffixed(&own, "-hint");
        control = control.set("aria-describedby", &hint_id);
        words = words.add(el("small").set("id", &hint_id).text(choice.hint).view());
    }
    let label = el("label").class("choice").add(control.view());
    let picture = (!choice.picture.is_empty()).then(|| {
        let picture = ["pictograms.svg#", choice.picture].concat();
        el("img").class("pict").set("src", &picture).set("alt", "").set("width", "40").set("height", "40").view()
    });
    label.add_some(picture).add(words.view()).view()
}
