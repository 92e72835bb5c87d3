//! A question with one answer: label, hint, what is wrong, and the box. Where the
//! question is the page's own, its label is the heading.

use crate::act::{Act, Typed};
use crate::draw::{View, el, many};
use crate::text::Text;

use super::rich::heading_element;

/// What is asked.
pub struct Asked {
    /// The box's id.
    pub id: &'static str,
    /// Its name in a form; the server's word for the field.
    pub name: &'static str,
    /// The question.
    pub label: Text,
    /// The question is the page's heading.
    pub heading: bool,
    /// A line of help.
    pub hint: Option<Text>,
    /// What is wrong with the answer.
    pub fault: Option<String>,
}

/// What is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line, with what the browser may fill in by itself.
    Line(&'static str),
    /// A phone number, likewise.
    Phone(&'static str),
    /// A whole number.
    Number,
    /// Letters and digits that no spelling knows.
    Code,
    /// Several lines.
    Text,
}

impl Asked {
    /// The ids of what describes the box.
    pub fn described_by(&self) -> String {
        let message = suffixed(self.id, "-msg");
        if self.hint.is_none() { message } else { [&suffixed(self.id, "-hint"), " ", &message].concat() }
    }

    /// "true" or "false", as `aria-invalid` wants it.
    pub fn invalid(&self) -> &'static str {
        if self.fault.is_some() { "true" } else { "false" }
    }

    /// The hint and the message, as they stand before the box.
    pub fn words(&self) -> Vec<View> {
        let mut words = Vec::new();
        if let Some(hint) = self.hint {
            words.push(el("p").class("hint").set("id", &suffixed(self.id, "-hint")).say(hint).view());
        }
        let fault = self.fault.as_deref().unwrap_or_default();
        words.push(el("p").class("msg").set("id", &suffixed(self.id, "-msg")).text(fault).view());
        words
    }

    /// The class of the box around it.
    pub fn class(&self) -> &'static str {
        if self.fault.is_some() { "field bad" } else { "field" }
    }

    /// The label: above the field as the page's heading, or in it.
    pub fn label(&self) -> (Option<View>, Option<View>) {
        let label = el("label").set("for", self.id).say(self.label).view();
        if self.heading { (Some(heading_element().add(label).view()), None) } else { (None, Some(label)) }
    }
}

/// A box with its words around it.
pub fn labelled(asked: &Asked, control: View) -> View {
    let (above, within) = asked.label();
    let field = el("div").class(asked.class()).add_some(within).add_all(asked.words()).add(control).view();
    many(above.into_iter().chain([field]).collect())
}

/// An id with a suffix.
pub fn suffixed(id: &str, suffix: &str) -> String {
    [id, suffix].concat()
}

/// A box to type in.
pub fn text_field(asked: &Asked, kind: Kind, value: &str, typed: Typed) -> View {
    let control = match kind {
        Kind::Text => el("textarea").class("box").set("rows", "4").text(value),
        Kind::Line(fills) => el("input").class("box").set("autocomplete", fills),
        Kind::Phone(fills) => el("input").class("box").set("type", "tel").set("autocomplete", fills),
        Kind::Number => el("input").class("box box--short").set("inputmode", "numeric").set("autocomplete", "off"),
        Kind::Code => {
            let control = el("input").class("box box--code").set("autocomplete", "off");
            control.set("spellcheck", "false").set("autocapitalize", "characters")
        }
    };
    let control = control
        .set("id", asked.id)
        .set("name", asked.name)
        .set("aria-describedby", &asked.described_by())
        .set("aria-invalid", asked.invalid())
        .set_if(kind != Kind::Text, "value", value)
        .act(Act::Type(typed));
    labelled(asked, control.view())
}
