//! All that a page is drawn from. Plain data: whoever shows the page fills it in
//! and, where something is to outlive the page, keeps it.

use tilik_api::{CheckAnswer, Problem, ReportAnswer, StatusAnswer};
use tilik_core::draft::{Draft, FaultCode, Field};
use tilik_core::{Date, Nik, RuleSet};

use crate::act::Typed;
use crate::page::Page;
use crate::text::{Language, Text};

/// How far a question to the server has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Busy {
    /// None is on its way.
    #[default]
    No,
    /// One is.
    Yes,
    /// One is, and takes long.
    Slow,
}

/// Why an answer did not come.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The device has no network.
    Offline,
    /// The connection broke.
    Lost,
    /// No answer in time.
    Slow,
    /// The resident cancelled.
    Cancelled,
    /// The answer is not one of ours.
    Unreadable,
    /// The server says no, in a word.
    Refused {
        /// Its problem document.
        problem: Problem,
        /// Seconds to wait before asking again.
        wait: Option<u32>,
    },
}

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

/// An unfinished report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unfinished {
    /// The answers so far, as typed.
    pub draft: Draft,
    /// The district chosen before a village is; 0 before.
    pub district: u8,
    /// Set when it is first sent, cleared when an answer changes afterwards.
    pub sending: Option<Sending>,
    /// When it was last touched. Milliseconds since 1970.
    pub touched: u64,
}

/// What makes a report safe to send again: the same key with the same body.
#[derive(Clone, Debug, PartialEq)]
pub struct Sending {
    /// The key.
    pub key: String,
    /// When it was first sent, RFC 3339.
    pub made_at: String,
}

/// The last result, without the NIK.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// What the server answered.
    pub answer: ReportAnswer,
    /// An objection has landed since.
    pub objected: bool,
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
    /// What is wrong with it: the box's id and the sentence.
    pub faults: Vec<(&'static str, String)>,
}

/// What a page is drawn from.
#[derive(Default)]
pub struct Model {
    /// The page shown.
    pub page: Page,
    /// The language in use.
    pub language: Language,
    /// The path the site lives under; empty for `/`.
    pub base: String,
    /// The page is an answer to a form, for a browser without the program: the
    /// answers so far travel in it, and what only a program can do is left out.
    pub plain: bool,
    /// Where it is found below the base, where that is no page's address.
    pub path: Option<String>,
    /// Today in Banyuwangi, where a clock is at hand.
    pub today: Option<Date>,
    /// Whether the browser believes it has a network.
    pub online: bool,
    /// Letters are larger.
    pub large: bool,
    /// The page is being read out.
    pub listening: bool,
    /// The browser can share.
    pub can_share: bool,
    /// How far a question to the server has come.
    pub busy: Busy,
    /// What the live region says.
    pub said: &'static str,
    /// The NIK as typed for a check.
    pub to_check: String,
    /// Who types a NIK is done with it: what is merely not finished is at fault.
    pub nik_done: bool,
    /// The NIK last checked.
    pub checked: Option<Checked>,
    /// When a NIK was last used otherwise than in a report being filled in: it too
    /// is forgotten when nobody touches the page. Milliseconds; 0 for never.
    pub seen: u64,
    /// The report being filled in.
    pub unfinished: Unfinished,
    /// The device does not keep answers: storage is full or forbidden.
    pub forgets: bool,
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
    /// In place of "no such page": a title and a sentence.
    pub told: Option<(Text, Text)>,
}

impl Model {
    /// What is wrong with a field, in words.
    pub fn said_of(&self, field: Field) -> Option<String> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.said())
    }

    /// The text of a box.
    pub fn typed(&self, typed: Typed) -> &str {
        let draft = &self.unfinished.draft;
        match typed {
            Typed::Check => &self.to_check,
            Typed::Ticket => &self.form.ticket,
            Typed::StatusNik => &self.form.nik,
            Typed::Helper => &self.form.phone,
            Typed::ObjectionNik => &self.objection.0,
            Typed::Reason => &self.objection.1,
            Typed::Draft(field) => text_of(draft, field).unwrap_or_default(),
        }
    }

    /// The same, to change it; none for what is chosen.
    pub fn typed_mut(&mut self, typed: Typed) -> Option<&mut String> {
        match typed {
            Typed::Check => Some(&mut self.to_check),
            Typed::Ticket => Some(&mut self.form.ticket),
            Typed::StatusNik => Some(&mut self.form.nik),
            Typed::Helper => Some(&mut self.form.phone),
            Typed::ObjectionNik => Some(&mut self.objection.0),
            Typed::Reason => Some(&mut self.objection.1),
            Typed::Draft(field) => text_of_mut(&mut self.unfinished.draft, field),
        }
    }
}

/// The text typed for a field of the report; none for what is chosen.
pub fn text_of(draft: &Draft, field: Field) -> Option<&str> {
    let text = match field {
        Field::Nik => &draft.nik,
        Field::Name => &draft.name,
        Field::Village => &draft.village,
        Field::Address => &draft.address,
        Field::Phone => &draft.phone,
        Field::ReporterName => &draft.reporter_name,
        Field::ReporterPhone => &draft.reporter_phone,
        Field::HouseholdSize => &draft.household_size,
        Field::Note => &draft.note,
        Field::About | Field::ReporterRelation | Field::Impact | Field::Consent => return None,
    };
    Some(text)
}

/// The text typed for a field of the report, to change it.
pub fn text_of_mut(draft: &mut Draft, field: Field) -> Option<&mut String> {
    match field {
        Field::Nik => Some(&mut draft.nik),
        Field::Name => Some(&mut draft.name),
        Field::Village => Some(&mut draft.village),
        Field::Address => Some(&mut draft.address),
        Field::Phone => Some(&mut draft.phone),
        Field::ReporterName => Some(&mut draft.reporter_name),
        Field::ReporterPhone => Some(&mut draft.reporter_phone),
        Field::HouseholdSize => Some(&mut draft.household_size),
        Field::Note => Some(&mut draft.note),
        Field::About | Field::ReporterRelation | Field::Impact | Field::Consent => None,
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
