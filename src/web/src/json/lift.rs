//! How each type is read.

use tilik_api::report::ReasonLine;
use tilik_api::{
    AidLine, CheckAnswer, DataAnswer, Expected, FieldError, ListStatus, Problem, ReportAnswer, ReportOutcome,
    StatusAnswer, TimelineEntry,
};
use tilik_core::draft::{Draft, Field, Subject};
use tilik_core::report::{Impact, Relation};
use tilik_core::rules::{CountsFor, Rule};
use tilik_core::{Date, Level, Period, RuleSet, Scheme, Status, Through};
use tilik_pages::{Sending, Unfinished, text_of_mut};
use wasm_bindgen::JsValue;

use super::fields::Fields;

/// A type that a JSON value can be.
pub trait Lift: Sized {
    /// The value as this type; `None` where it is of another shape.
    fn lift(value: &JsValue) -> Option<Self>;
}

fn date(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn period(text: &str) -> Option<Period> {
    text.parse().ok()
}

fn any_text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

impl Lift for CheckAnswer {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        let status = |word: &str| match word {
            "listed" => Some(ListStatus::Listed),
            "not_listed" => Some(ListStatus::NotListed),
            _ => None,
        };
        Some(Self {
            status: it.word("status", status)?,
            aid: it.list("aid")?,
            data_as_of: it.word_or_none("data_as_of", date)?,
        })
    }
}

impl Lift for AidLine {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        Some(Self {
            scheme: it.word("scheme", Scheme::from_word)?,
            level: it.word("level", Level::from_word)?,
            period: it.word("period", period)?,
            paid: it.flag("paid")?,
            through: it.word("through", Through::from_word)?,
        })
    }
}

impl Lift for DataAnswer {
    fn lift(value: &JsValue) -> Option<Self> {
        Some(Self { data_as_of: Fields::of(value)?.word_or_none("data_as_of", date)? })
    }
}

impl Lift for ReportAnswer {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        Some(Self {
            ticket: it.text("ticket")?,
            outcome: it.word("outcome", ReportOutcome::from_word)?,
            status: it.word("status", Status::from_word)?,
            reasons: it.list("reasons")?,
            may_object_until: it.word_or_none("may_object_until", date)?,
        })
    }
}

impl Lift for ReasonLine {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        Some(Self {
            rule: it.text("rule")?,
            regulation: it.text("regulation")?,
            scheme: it.word("scheme", Scheme::from_word)?,
            level: it.word("level", Level::from_word)?,
            period: it.word("period", period)?,
            edition: it.text("edition")?,
            edition_date: it.word("edition_date", date)?,
        })
    }
}

impl Lift for StatusAnswer {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        let expected = match it.find("expected") {
            Some(expected) => Some(Expected::lift(&expected)?),
            None => None,
        };
        Some(Self {
            ticket: it.text("ticket")?,
            timeline: it.list("timeline")?,
            expected,
            reasons: it.list_or_none("reasons")?,
            may_object_until: it.word_or_none("may_object_until", date)?,
            corrected: it.find("corrected").is_some() && it.flag("corrected")?,
        })
    }
}

impl Lift for TimelineEntry {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        Some(Self {
            status: it.word("status", Status::from_word)?,
            at: it.text("at")?,
            reason: it.word_or_none("reason", any_text)?,
        })
    }
}

impl Lift for Expected {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        Some(Self { from: it.word("from", date)?, to: it.word("to", date)? })
    }
}

impl Lift for Problem {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        Some(Self {
            kind: it.text("type")?,
            title: it.text("title")?,
            status: it.number("status")?.try_into().ok()?,
            errors: it.list_or_none("errors")?,
        })
    }
}

impl Lift for FieldError {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        Some(Self { field: it.text("field")?, code: it.text("code")? })
    }
}

impl Lift for RuleSet {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        Some(Self { version: it.text("version")?, rules: it.list("rule")? })
    }
}

impl Lift for Rule {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        Some(Self {
            id: it.text("id")?,
            asked: it.word("asked", Scheme::from_word)?,
            excluded_by: it.word("excluded_by", Scheme::from_word)?,
            counts_for: it.word("counts_for", CountsFor::from_word)?,
            from: it.word("from", date)?,
            until: it.word_or_none("until", date)?,
            regulation: it.text("regulation")?,
        })
    }
}

impl Lift for Unfinished {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        let sending = match it.find("sending") {
            Some(sending) => {
                let it = Fields::of(&sending)?;
                Some(Sending { key: it.text("key")?, made_at: it.text("made_at")? })
            }
            None => None,
        };
        Some(Self {
            draft: Draft::lift(&it.find("draft")?)?,
            district: it.number("district")?.try_into().ok()?,
            sending,
            touched: it.number("touched")?,
        })
    }
}

impl Lift for Draft {
    fn lift(value: &JsValue) -> Option<Self> {
        let it = Fields::of(value)?;
        let mut draft = Self {
            about: it.word_or_none("about", Subject::from_word)?,
            relation: it.word_or_none("reporter.relation", Relation::from_word)?,
            impact: it.list_or_none("impact")?,
            consent: it.flag("consent")?,
            ..Self::default()
        };
        for &field in Field::ALL {
            if let Some(answer) = text_of_mut(&mut draft, field) {
                *answer = it.text(field.word())?;
            }
        }
        Some(draft)
    }
}

impl Lift for Impact {
    fn lift(value: &JsValue) -> Option<Self> {
        Self::from_word(&value.as_string()?)
    }
}
