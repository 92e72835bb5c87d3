//! What the outbox asks of the database. A message is written with the step that it
//! tells of, in one transaction, so that neither is there without the other. It lives at
//! its report's home, and says which report, which step and who, never a phone or a name.
//!
//! Whoever sends takes what is due for a while. Should that server stop in between,
//! others take it once the while is over: a message is sent at least once.

use async_trait::async_trait;
use std::sync::Arc;
use std::time::Duration;
use tilik_core::Ticket;
use tilik_core::message::{Event, Recipient};
use tokio::sync::Notify;

use super::StorageError;
use crate::clock::Instant;
use crate::sealing::Home;

/// Whether steps leave messages behind, and how whoever sends them hears of it.
#[derive(Clone, Default)]
pub struct Outbox(Option<Arc<Notify>>);

impl Outbox {
    /// One that takes messages.
    pub fn open() -> Self {
        Self(Some(Arc::default()))
    }

    /// Whether it takes any.
    pub const fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// There may be something new in it.
    pub fn filled(&self) {
        if let Some(heard) = &self.0 {
            heard.notify_one();
        }
    }

    /// Waits for something new in it, but no longer than that.
    pub async fn wait(&self, longest: Duration) {
        match &self.0 {
            Some(heard) => drop(tokio::time::timeout(longest, heard.notified()).await),
            None => tokio::time::sleep(longest).await,
        }
    }
}

/// Which message: the report's home, its ticket, and the place among its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageKey {
    /// Where the report lives.
    pub home: Home,
    /// The report.
    pub ticket: Ticket,
    /// From 1.
    pub number: i64,
}

/// A message that somebody has taken, to send it.
#[derive(Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which.
    pub key: MessageKey,
    /// Who is to have it.
    pub recipient: Recipient,
    /// What it tells.
    pub event: Event,
    /// When that happened.
    pub at: Instant,
    /// The tries so far, this one among them.
    pub tries: u32,
    /// What the report says of people, sealed.
    pub details: Vec<u8>,
}

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is with the gateway.
    Sent,
    /// The report names no phone of theirs.
    NoAddress,
    /// It failed; to be tried again then.
    Again(Instant, &'static str),
    /// It failed for good.
    Dead(&'static str),
}

/// A message that could not be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    /// The report.
    pub ticket: String,
    /// Its place among the report's messages.
    pub number: i64,
    /// Who should have it.
    pub recipient: Recipient,
    /// What it tells.
    pub event: Event,
    /// When that happened.
    pub at: Instant,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try failed.
    pub failure: String,
}

/// How many messages there are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessageCounts {
    /// To be sent.
    pub waiting: u64,
    /// With the gateway.
    pub sent: u64,
    /// Without a phone.
    pub no_address: u64,
    /// Given up.
    pub dead: u64,
}

/// The outbox.
#[async_trait]
pub trait Messages: Send + Sync {
    /// Takes at most `limit` messages that are due, those that wait longest first.
    /// Nobody else gets them before `until`.
    async fn take(&self, now: Instant, until: Instant, limit: usize) -> Result<Vec<Taken>, StorageError>;

    /// Notes what became of a try. It is on disk when this returns. A try that took too
    /// long, so that somebody else has the message by now, leaves no note.
    async fn note(&self, taken: &Taken, outcome: Outcome) -> Result<(), StorageError>;

    /// How many wait.
    async fn waiting(&self) -> Result<u64, StorageError>;

    /// How many there are, and the newest of those that could not be sent.
    async fn overview(&self, limit: usize) -> Result<(MessageCounts, Vec<Dead>), StorageError>;
}
