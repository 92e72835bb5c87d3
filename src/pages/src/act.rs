//! Everything that a resident can do on a page. A view names an [`Act`]; what it
//! does is the business of whoever shows the page. A page without a program has no
//! acts: its links lead and its forms are sent by the browser itself.

use tilik_core::draft::{Field, Subject};
use tilik_core::report::{Impact, Relation};

use crate::page::Page;
use crate::screen::lapor::Step;
use crate::text::Language;

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// To a page.
    Go(Page),
    /// To the element with that id.
    Lead(&'static str),
    /// Another language.
    Speak(Language),
    /// Larger letters, or no longer.
    Enlarge,
    /// Have the page read out, or no longer.
    Listen,
    /// Stop waiting for an answer.
    Cancel,
    /// Check the NIK typed.
    Check,
    /// Check another.
    CheckAnother,
    /// Start a report, or go on with it.
    Report,
    /// Start one with the NIK just checked.
    ReportChecked,
    /// On from a question.
    Next(Step),
    /// Back from one.
    Back(Step),
    /// Change an answer from the review.
    Change(Step),
    /// Ask whether to erase the answers, or no longer.
    AskErase(bool),
    /// Erase them.
    Erase,
    /// Send the report.
    Send,
    /// Look up the report.
    AskStatus,
    /// Look up another.
    AskAnother,
    /// Open the objection's form, or close it.
    Objecting(bool),
    /// Send the objection.
    Object,
    /// Copy the ticket.
    Copy,
    /// Share it.
    Share,
    /// Save it as a picture.
    Save,
    /// Print the page.
    Print,
    /// Something is typed in a box.
    Type(Typed),
    /// Something is typed in a box for a NIK.
    Nik(Typed),
    /// An answer is chosen, or no longer.
    Choose(Chosen),
}

/// A box to type in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The NIK to check.
    Check,
    /// An answer of the report.
    Draft(Field),
    /// The ticket of the status form.
    Ticket,
    /// The NIK of the status form.
    StatusNik,
    /// The helper's phone of the status form.
    Helper,
    /// The NIK of an objection.
    ObjectionNik,
    /// The reason of an objection.
    Reason,
}

/// An answer to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// For whom the report is.
    About(Subject),
    /// How the family is affected.
    Impact(Impact),
    /// How the helper knows the person.
    Relation(Relation),
    /// The district.
    District,
    /// The village.
    Village,
    /// Consent.
    Consent,
    /// The status is asked by a helper.
    ByHelper(bool),
}

/// When an act takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A link or a button is pressed.
    Click,
    /// A form is sent.
    Submit,
    /// Something is typed.
    Input,
    /// Something is chosen.
    Change,
}

impl Act {
    /// When it takes place. An act on a form takes place when the form is sent, on
    /// anything else when it is pressed.
    pub const fn occasion(self, on_form: bool) -> Occasion {
        match self {
            Self::Type(_) | Self::Nik(_) => Occasion::Input,
            Self::Choose(_) => Occasion::Change,
            _ if on_form => Occasion::Submit,
            _ => Occasion::Click,
        }
    }
}

impl Occasion {
    /// Its letter, before the number of the act, in the attribute `data-act`.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Click => "c",
            Self::Submit => "s",
            Self::Input => "i",
            Self::Change => "h",
        }
    }
}
