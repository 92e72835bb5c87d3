//! What the rest of the server asks of the database, one trait per aggregate.
//!
//! To add an aggregate: write its trait here in the words of the domain, with
//! errors of [`StorageError`] alone; give every table of the residents' path its
//! home (`sql/homes.rs`); write what it asks in a file under `sql/`, in the SQL that
//! both engines take, one statement for one home; call it from `sqlite/` and from
//! `postgres/`, which say where transactions begin and end; and add its cases to
//! `conformance.rs`, which every engine must pass. Rules are not applied here: a
//! submission brings its decision along as a function of what the crossing finds,
//! so that both happen in one transaction.

pub mod announcements;
pub mod batches;
#[cfg(test)]
mod cluster;
#[cfg(test)]
mod conformance;
mod engine;
pub mod figures;
pub mod kiosks;
pub mod landing;
pub mod messages;
pub mod moving;
pub mod officers;
mod pool;
mod postgres;
mod sqlite;

pub use announcements::Announcements;
pub use batches::Batches;
pub use engine::{Opened, open, start};
pub use figures::Counts;
pub use kiosks::Kiosks;
pub use messages::{Messages, Outbox};
pub use officers::Officers;
pub use pool::Pool;

use async_trait::async_trait;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::time::Duration;
use tilik_core::aid::Edition;
use tilik_core::{Aid, Crossing, Date, Status, Ticket};
use uuid::Uuid;

use crate::clock::Instant;
use crate::sealing::{NikKey, PhoneKey, RateKey};

/// The database did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The engine failed, or took too long.
    #[error("the database failed")]
    Engine(#[from] sqlx::Error),
    /// Every ticket drawn was taken: a broken generator.
    #[error("no free ticket was drawn")]
    NoTicket,
    /// A stored value is not of its form: written by a newer version, or damaged.
    #[error("the database holds a {0} that this version does not know")]
    Unreadable(&'static str),
    /// Too many reports wait to be written.
    #[error("too many reports wait to be written")]
    Overloaded,
    /// It could not be counted together with the other servers.
    #[error("not counted together with the other servers")]
    NotCounted,
    /// Somebody else was quicker with the same; it can be done again at once.
    #[error("somebody else was quicker")]
    Raced,
    /// A replica belongs to another installation.
    #[error("the database to read from holds another installation")]
    OtherInstallation,
    /// It did not answer somebody else who asked the same.
    #[error("the database does not answer")]
    Unreachable,
    /// The server is stopping.
    #[error("the server is stopping")]
    Stopping,
}

/// The recipient lists and the registry, as a check reads them.
#[async_trait]
pub trait Lists: Send + Sync {
    /// A number that every landing of a list or a registry raises.
    async fn stamp(&self) -> Result<i64, StorageError>;

    /// The active aid of a person, folded to one line per scheme and period: the
    /// person's own and, where the family is certain, everybody's on the card.
    async fn aid(&self, nik: NikKey) -> Result<Vec<Aid>, StorageError>;

    /// The day the newest list landed.
    async fn data_as_of(&self) -> Result<Option<Date>, StorageError>;

    /// Everybody with active aid, read at one instant, together with its stamp.
    async fn everybody_aided(&self) -> Result<Aided, StorageError>;
}

/// Everybody with active aid.
#[derive(Default)]
pub struct Aided {
    /// The stamp it was read at.
    pub stamp: i64,
    /// The day the newest list landed.
    pub data_as_of: Option<Date>,
    /// The distinct sets of aid; many people share each.
    pub sets: Vec<Vec<Aid>>,
    /// Which of the sets is a person's.
    pub people: HashMap<NikKey, u32>,
}

/// A decision to be taken on what the crossing finds.
pub type Decide = Box<dyn Fn(&Crossing, Ticket) -> Verdict + Send + Sync>;

/// A report on its way into the database.
pub struct Submission {
    /// The sender's key: the same key is the same report.
    pub idempotency_key: Uuid,
    /// Tells a repetition from another body under the same key.
    pub fingerprint: [u8; 16],
    /// The person reported.
    pub nik: NikKey,
    /// The helper's phone, where somebody else is reported.
    pub reporter_phone: Option<PhoneKey>,
    /// The village's code.
    pub village: u64,
    /// The channel's word.
    pub channel: &'static str,
    /// The language's word, where one was told.
    pub language: Option<&'static str>,
    /// People in the household.
    pub household_size: u8,
    /// The impacts' words, separated by commas.
    pub impact: String,
    /// What names somebody, sealed.
    pub details: Vec<u8>,
    /// What the client's clock said.
    pub made_at: Option<String>,
    /// When it arrived.
    pub received_at: Instant,
    /// The ticket that the sender has in hand already.
    pub reserved: Option<Reserved>,
    /// What a kiosk decided by itself, as its word.
    pub provisional: Option<&'static str>,
    /// Draws a ticket. Called again in the rare case that the first is taken.
    pub draw: Box<dyn FnMut() -> Ticket + Send + Sync>,
    /// Decides, once the crossing is known. Called again where the engine asks for
    /// the transaction to be done again.
    pub decide: Decide,
}

/// A ticket that a kiosk gave out.
#[derive(Clone, Copy)]
pub struct Reserved {
    /// The ticket.
    pub ticket: Ticket,
    /// The kiosk whose it is.
    pub kiosk: Uuid,
}

/// A decision as it is stored.
pub struct Verdict {
    /// Where the report stands.
    pub status: Status,
    /// Whether it only repeats an open report.
    pub already_reported: bool,
    /// The rules' version.
    pub rules_version: String,
    /// The reasons, as JSON.
    pub reasons: String,
    /// The first rule that excluded.
    pub first_rule: Option<String>,
    /// The last day for an objection.
    pub may_object_until: Option<Date>,
    /// What the sender is told, as JSON, kept to be told again.
    pub answer: String,
}

/// What became of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// Stored, or stored before under the same key with the same body: the answer.
    Answer(String),
    /// The key belongs to another body.
    KeyReused,
}

/// Somebody with a ticket, and what shows that it is theirs.
#[derive(Clone, Copy, Debug)]
pub enum Holder {
    /// The person reported.
    Person(NikKey),
    /// Who reported somebody else.
    Reporter(PhoneKey),
}

/// A report as its holder may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Made by somebody else: only the coarse steps may be shown.
    pub about_other: bool,
    /// Where it stands.
    pub status: Status,
    /// The steps so far, oldest first; those of the open report it repeats included.
    pub events: Vec<Event>,
    /// The reasons, as JSON.
    pub reasons: String,
    /// The last day for an objection.
    pub may_object_until: Option<Date>,
    /// An objection was made.
    pub objected: bool,
    /// A kiosk had said something else before the report came here.
    pub corrected: bool,
    /// The day its batch leaves or left, while it is in one.
    pub leaves_on: Option<Date>,
}

/// One step of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The status reached.
    pub status: Status,
    /// When.
    pub at: Instant,
    /// The first rule that excluded.
    pub reason: Option<String>,
}

/// An objection on its way into the database.
pub struct Objection {
    /// The rejected report.
    pub ticket: Ticket,
    /// The person it was made for.
    pub nik: NikKey,
    /// Why, sealed.
    pub reason: Vec<u8>,
    /// When.
    pub made_at: Instant,
}

/// What became of an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objected {
    /// It has landed.
    Landed,
    /// No such report for that person, or one that a helper made.
    NotFound,
    /// The report is not rejected.
    NotRejected,
    /// There is one already.
    Already,
    /// Its date is past.
    TooLate,
}

/// Reports, their steps and their objections.
#[async_trait]
pub trait Reports: Send + Sync {
    /// Crosses, decides and stores a report in one transaction. It is on disk when
    /// this returns.
    async fn submit(&self, submission: Submission) -> Result<Submitted, StorageError>;

    /// The answer once given under the key, so that a repetition needs nothing else.
    async fn replay(&self, key: Uuid, fingerprint: [u8; 16]) -> Result<Option<Submitted>, StorageError>;

    /// The report with that ticket, if it is the holder's.
    async fn progress(&self, ticket: Ticket, holder: Holder) -> Result<Option<Progress>, StorageError>;

    /// Stores an objection, if one may be made.
    async fn object(&self, objection: Objection) -> Result<Objected, StorageError>;

    /// Whether the database answers.
    async fn ready(&self) -> Result<(), StorageError>;
}

/// How often something may happen.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// So many at once.
    pub burst: NonZeroU32,
    /// And then one in this time.
    pub every: Duration,
}

/// What all servers of one database count together, so that asking another server
/// gains nothing. Only engines for many servers have it.
#[async_trait]
pub trait Counting: Send + Sync {
    /// Counts one more of `key`; false where that is more than the rate allows.
    async fn rate(&self, key: RateKey, rate: Rate) -> Result<bool, StorageError>;

    /// Counts a proof of work until `expires`, in Unix seconds; false where it was
    /// counted before, other than for the same report.
    async fn proof(&self, solution: [u8; 32], expires: i64, report: Option<Uuid>) -> Result<bool, StorageError>;
}

/// Sets of aid seen so far, each kept once.
#[derive(Default)]
pub struct AidSets {
    sets: Vec<Vec<Aid>>,
    places: HashMap<Vec<Aid>, u32>,
}

impl AidSets {
    /// The place of a set, new or known.
    pub fn place(&mut self, set: Vec<Aid>) -> u32 {
        if let Some(&place) = self.places.get(&set) {
            return place;
        }
        // Schemes times periods times paid times through: a few thousand at most.
        let place = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.sets.push(set.clone());
        self.places.insert(set, place);
        place
    }

    /// The sets, in the order of their places.
    pub fn into_sets(self) -> Vec<Vec<Aid>> {
        self.sets
    }
}

/// An edition as the database tells it.
pub(crate) fn edition(name: String, landed_on: &str) -> Result<Edition, StorageError> {
    let landed_on = landed_on.parse().map_err(|_| StorageError::Unreadable("date"))?;
    Ok(Edition { name, landed_on })
}
