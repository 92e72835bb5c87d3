//! A report that can be sent: every field well-formed, so that nobody who holds
//! one has to check it again. It is made from a [`Draft`](crate::Draft) alone.

use crate::aid::{Scheme, words};
use crate::nik::Nik;
use crate::phone::Phone;
use crate::region::Desa;

words! {
    /// How the reporter knows the person reported.
    pub enum Relation {
        /// A relative of another household.
        Relative = "relative",
        /// A neighbour.
        Neighbour = "neighbour",
        /// Head of the RT or RW.
        RtRw = "rt_rw",
        /// Somebody else.
        Other = "other",
    }
}

words! {
    /// How the family is affected.
    pub enum Impact {
        /// Lost work.
        LostWork = "lost_work",
        /// Earns less.
        LessIncome = "less_income",
        /// Ill for long.
        Ill = "ill",
        /// An elder living alone.
        ElderlyAlone = "elderly_alone",
        /// With a disability.
        Disabled = "disabled",
        /// Something else; the note may say what.
        Other = "other",
    }
}

words! {
    /// Where a report is made.
    pub enum Channel {
        /// The residents' page.
        Web = "web",
        /// The page embedded in another site.
        Embed = "embed",
        /// A screen in a village hall.
        Kiosk = "kiosk",
    }
}

words! {
    /// The language of the page that a report is made in, by its tag (BCP 47).
    pub enum Language {
        /// Bahasa Indonesia.
        Indonesian = "id",
        /// Basa Jawa.
        Javanese = "jv",
        /// Basa Madura.
        Madurese = "mad",
        /// English.
        English = "en",
    }
}

/// Who tells about somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reporter {
    /// The reporter's name.
    pub name: String,
    /// Where to reach the reporter; with the ticket it opens the coarse status.
    pub phone: Phone,
    /// How they know the person.
    pub relation: Relation,
}

/// For whom a report is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The person reports themselves.
    Myself,
    /// Somebody reports another.
    Other(Reporter),
}

/// A well-formed report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// For whom.
    pub about: About,
    /// The person reported.
    pub nik: Nik,
    /// That person's name, as typed; any script.
    pub name: String,
    /// Where the person lives now, which the NIK does not say.
    pub village: Desa,
    /// Street, hamlet, RT and RW.
    pub address: String,
    /// How to reach the person.
    pub phone: Option<Phone>,
    /// At least one, in the order of [`Impact::ALL`], none twice.
    pub impact: Vec<Impact>,
    /// People in the household, 1 to [`LARGEST_HOUSEHOLD`].
    pub household_size: u8,
    /// Anything the officer should know.
    pub note: Option<String>,
}

/// The largest household a form accepts; larger ones are typed slips.
pub const LARGEST_HOUSEHOLD: u8 = 30;

impl Report {
    /// The aid a report asks for: the regency's food package.
    pub const fn asked(&self) -> Scheme {
        Scheme::JpsKab
    }
}
