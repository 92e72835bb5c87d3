//! What the dashboard asks of the database: reports counted by day, village, channel and
//! language, how long they took, the reports of an area as lines of a file, and how often
//! the limits refused somebody.
//!
//! The database counts: what comes back grows with the days, the villages and the hours
//! waited, not with the reports. What the numbers mean is `tilik_core::figures`.

use async_trait::async_trait;
use tilik_core::case::Finding;
use tilik_core::figures::{Promise, Span};
use tilik_core::{Date, Status};

use super::StorageError;
use crate::clock::Instant;

/// Which reports.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Received on these days.
    pub span: Span,
    /// From the villages between two codes.
    pub villages: (u64, u64),
}

impl Counted {
    /// The first and the last instant of the days.
    pub fn instants(&self) -> (Instant, Instant) {
        let after = Instant::start_of(self.span.to().plus_days(1));
        (Instant::start_of(self.span.from()), Instant::from_millis(after.millis() - 1))
    }
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The days that have reports, in order.
    pub days: Vec<OnDay>,
    /// The villages that have some, in the order of codes.
    pub villages: Vec<InVillage>,
    /// By where and in which language they were made: the channel's and the language's
    /// word.
    pub made: Vec<(String, Option<String>, u64)>,
    /// Whole hours from receipt to an officer's first verdict, and how many cases took
    /// them.
    pub verdict: Vec<(i64, u64)>,
    /// The same to the first approval.
    pub approval: Vec<(i64, u64)>,
    /// The same to the family's door.
    pub delivery: Vec<(i64, u64)>,
    /// Packages that are promised, by how the promise stands.
    pub promise: Vec<(Promise, u64)>,
}

/// Reports of one kind on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnDay {
    /// The day.
    pub day: Date,
    /// What was decided at once.
    pub decided: Status,
    /// They only repeat others.
    pub repeated: bool,
    /// How many.
    pub reports: u64,
}

/// Reports of one kind in a village.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InVillage {
    /// The village's code.
    pub village: u64,
    /// What was decided at once.
    pub decided: Status,
    /// Where they stand.
    pub status: Status,
    /// They only repeat others.
    pub repeated: bool,
    /// How many.
    pub reports: u64,
}

/// A report as a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// The ticket.
    pub ticket: String,
    /// The report that it repeats.
    pub repeats: Option<String>,
    /// The village's code.
    pub village: u64,
    /// When it was received.
    pub received_at: Instant,
    /// What was decided at once.
    pub decided: Status,
    /// Where it stands.
    pub status: Status,
    /// Made by somebody else.
    pub about_other: bool,
    /// The channel's word.
    pub channel: String,
    /// The language's word.
    pub language: Option<String>,
    /// People in the household.
    pub household_size: u8,
    /// The first rule that excluded.
    pub first_rule: Option<String>,
    /// What an officer found last.
    pub finding: Option<Finding>,
    /// When an officer gave the first verdict.
    pub verdict_at: Option<Instant>,
    /// When it was approved first.
    pub approved_at: Option<Instant>,
    /// When it was delivered.
    pub delivered_at: Option<Instant>,
    /// What names somebody, sealed.
    pub details: Vec<u8>,
}

/// What is counted by the hour to notice that somebody is guessing NIKs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// A NIK was asked about.
    Check,
    /// Refused: the same NIK too often.
    Nik,
    /// Refused: too much from one network, or one kiosk.
    Network,
    /// Refused: too much over all networks together.
    Ceiling,
}

impl Sign {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Check, Self::Nik, Self::Network, Self::Ceiling];

    /// Its stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Nik => "nik",
            Self::Network => "network",
            Self::Ceiling => "ceiling",
        }
    }

    /// The one that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.word() == word)
    }
}

/// How often a sign was seen in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Whole hours since 1970-01-01 UTC, which are Banyuwangi's hours too.
    pub hour: i64,
    /// What.
    pub sign: Sign,
    /// How often.
    pub times: u64,
}

/// The hour of an instant, as [`Seen::hour`] counts.
pub const fn hour_of(at: Instant) -> i64 {
    at.millis().div_euclid(3_600_000)
}

/// What is counted.
#[async_trait]
pub trait Counts: Send + Sync {
    /// Counts the reports; `now` is what open promises are held against.
    async fn figures(&self, of: Counted, now: Instant) -> Result<Figures, StorageError>;

    /// How many reports there are.
    async fn reports(&self, of: Counted) -> Result<u64, StorageError>;

    /// The next reports after one, in the order of their receipt.
    async fn lines(
        &self,
        of: Counted,
        after: Option<(Instant, String)>,
        limit: usize,
    ) -> Result<Vec<ReportLine>, StorageError>;

    /// Adds to what was seen in an hour, here and by other servers.
    async fn see(&self, seen: Vec<Seen>) -> Result<(), StorageError>;

    /// What was seen in the hours from the first to the last, in order.
    async fn seen(&self, hours: (i64, i64)) -> Result<Vec<Seen>, StorageError>;
}
