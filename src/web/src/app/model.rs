//! What the program knows while it runs. Plain data; what may outlive the page is
//! kept by [`crate::keep`].

use tilik_api::{CheckAnswer, StatusAnswer};
use tilik_core::draft::{FaultCode, Field};
use tilik_core::{Date, Nik, RuleSet};
use web_sys::AbortController;

use crate::browser;
use crate::keep::{self, Kept, Unfinished};
use crate::text::{Language, Text};
use crate::wire::Trouble;

use super::{Busy, Page};

/// A fault as shown: an own one with its code, or the server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Where.
    pub field: Field,
    /// What; `None` where only the server knows.
    pub code: Option<FaultCode>,
}

/// A NIK that was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The NIK.
    pub nik: Nik,
    /// What the server said.
    pub answer: CheckAnswer,
    /// Whether an aid on it keeps the family from the food package.
    pub excluded: bool,
}

/// The status form as typed.
#[derive(Clone, Debug, Default)]
pub struct StatusForm {
    /// The ticket.
    pub ticket: String,
    /// Asked by the one who reported somebody else.
    pub by_helper: bool,
    /// The NIK.
    pub nik: String,
    /// The helper's phone.
    pub phone: String,
    /// What is wrong with it: the field's id and the sentence.
    pub faults: Vec<(&'static str, String)>,
}

/// What the program knows.
#[derive(Default)]
pub struct Model {
    /// The page shown.
    pub page: Page,
    /// The language in use.
    pub language: Language,
    /// Whether the browser believes it has a network.
    pub online: bool,
    /// How far a question to the server has come.
    pub busy: Busy,
    /// What the live region says.
    pub said: &'static str,
    /// The NIK as typed for a check.
    pub typed: String,
    /// The NIK last checked.
    pub checked: Option<Checked>,
    /// When a NIK was last used otherwise than in a report being filled in: it too
    /// is forgotten when nobody touches the page. Milliseconds; 0 for never.
    pub seen: u64,
    /// The report being filled in.
    pub unfinished: Unfinished,
    /// A question is changed from the review: the way leads back there.
    pub reviewing: bool,
    /// A report waits for the network.
    pub waiting: bool,
    /// The last result.
    pub kept: Option<Kept>,
    /// Whom it was for, for an objection; gone after a reload.
    pub reported: Option<Nik>,
    /// The day the newest list landed, once the server said.
    pub data_as_of: Option<Date>,
    /// The rule matrix in force, if it came.
    pub rules: Option<RuleSet>,
    /// The status form.
    pub form: StatusForm,
    /// The status last asked for.
    pub status: Option<StatusAnswer>,
    /// The objection form is open.
    pub objecting: bool,
    /// The objection as typed: a NIK and a reason.
    pub objection: (String, String),
    /// Whether "erase?" is asked.
    pub erasing: bool,
    /// What is wrong with the answers shown.
    pub faults: Vec<Shown>,
    /// Why the last question had no answer.
    pub trouble: Option<Trouble>,
    /// Something to tell once, at the top of the page.
    pub notice: Option<Text>,
    /// Cancels the question on its way.
    pub abort: Option<AbortController>,
    /// Counts the questions, so that a late clock does not stop a newer one.
    pub turn: u32,
}

impl Model {
    /// What is known at the start: what was kept.
    pub fn load(language: Language) -> Self {
        Self {
            language,
            online: browser::online(),
            unfinished: keep::unfinished(),
            kept: keep::result(),
            ..Self::default()
        }
    }

    /// What is wrong with a field, in words.
    pub fn said_of(&self, field: Field) -> Option<String> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.said())
    }
}

impl Shown {
    /// The sentence.
    pub fn said(&self) -> String {
        match self.code {
            Some(code) => crate::text::field_fault(self.field, code),
            None => crate::text::server_fault(),
        }
    }
}
