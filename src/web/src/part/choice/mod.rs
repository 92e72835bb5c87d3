//! Answers to choose from: one of several, or as many as fit.

use crate::browser;
use crate::draw::{View, el, worded};

use super::Asked;
use super::field::suffixed;
use super::rich::heading;

/// An answer to choose.
pub struct Choice {
    /// What it says.
    pub label: &'static str,
    /// A line of help; empty for none.
    pub hint: &'static str,
    /// It is chosen.
    pub chosen: bool,
    /// What to do when it is chosen, or no longer.
    pub choose: Box<dyn Fn(bool)>,
}

/// The answers to a question; `many` where more than one may be chosen. The first
/// answer has the question's id, so that a fault leads there.
pub fn choices(asked: &Asked, many: bool, choices: Vec<Choice>) -> View {
    let legend = if asked.heading {
        el("legend").add(heading(asked.label)).view()
    } else {
        worded("legend", "label", asked.label)
    };
    let answers = choices.into_iter().enumerate().map(|(place, choice)| answer(asked.id, place, many, choice));
    let field = el("div").class(asked.class()).add_all(asked.words()).add_all(answers.collect()).view();
    el("fieldset").set("aria-describedby", &asked.described_by()).add(legend).add(field).view()
}

fn answer(id: &'static str, place: usize, many: bool, choice: Choice) -> View {
    let Choice { label, hint, chosen, choose } = choice;
    let own = if place == 0 { id.to_owned() } else { suffixed(id, &place.to_string()) };
    let mut control = el("input")
        .set("type", if many { "checkbox" } else { "radio" })
        .set("name", id)
        .set("id", &own)
        .set("aria-labelledby", &suffixed(&own, "-label"))
        .on("change", move |event| choose(browser::ticked(&event)));
    if chosen {
        control = control.set("checked", "");
    }
    let mut words = el("span").add(el("span").set("id", &suffixed(&own, "-label")).text(label).view());
    if !hint.is_empty() {
        let hint_id = suffixed(&own, "-hint");
        control = control.set("aria-describedby", &hint_id);
        words = words.add(el("small").set("id", &hint_id).text(hint).view());
    }
    el("label").class("choice").add(control.view()).add(words.view()).view()
}
