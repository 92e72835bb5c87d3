//! The answers to checks, ready to be sent: who is aided, in memory.
//!
//! A regency's aided families fit in some tens of megabytes, so a check costs a
//! keyed hash and a look-up, the same for somebody listed, unlisted or unknown.
//! The database stays the truth: the index carries the stamp it was read at, the
//! stamp is compared at least every [`FRESH_FOR`], and while a newer list is being
//! read, checks are answered from the database itself.

use axum::body::Bytes;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tilik_api::{AidLine, CheckAnswer, ListStatus};
use tilik_core::{Aid, Date};
use tracing::Instrument;

use crate::clock::Clock;
use crate::metrics::{CheckKind, metrics};
use crate::sealing::NikKey;
use crate::storage::{Aided, Lists, StorageError};

/// How long a stamp may go uncompared. An import waits this long before it says
/// that it has landed, so that whoever reads that line finds the new list.
pub const FRESH_FOR: Duration = Duration::from_millis(50);

/// The index and what it needs to stay true.
pub struct CheckIndex {
    lists: Arc<dyn Lists>,
    clock: Arc<dyn Clock>,
    ready: RwLock<Option<Arc<Answers>>>,
    compared_at: AtomicI64,
    reading: AtomicBool,
    /// How long the last reading took, in milliseconds.
    read_millis: AtomicI64,
}

/// What whoever watches wants to know of the lists in memory.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// The stamp they were read at.
    pub stamp: i64,
    /// People with aid.
    pub people: usize,
    /// The day the newest list landed.
    pub landed_on: Option<Date>,
    /// How long the last reading took.
    pub read_seconds: f64,
}

/// One reading of the lists.
struct Answers {
    stamp: i64,
    landed_on: Option<Date>,
    not_listed: Bytes,
    listed: Vec<Bytes>,
    people: HashMap<NikKey, u32>,
}

impl CheckIndex {
    /// An index that knows nothing yet and asks the database.
    pub fn new(lists: Arc<dyn Lists>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            lists,
            clock,
            ready: RwLock::new(None),
            compared_at: AtomicI64::new(i64::MIN),
            reading: AtomicBool::new(false),
            read_millis: AtomicI64::new(0),
        })
    }

    /// The answer to a check, as JSON, and the stamp of the lists it comes from.
    ///
    /// # Errors
    /// The database's, where it has to be asked.
    pub async fn answer(self: &Arc<Self>, nik: NikKey) -> Result<(Bytes, i64), StorageError> {
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner).clone();
        let now = self.clock.now().millis();
        let age = now.saturating_sub(self.compared_at.load(Ordering::Acquire));
        // A clock set back makes the age negative: compare again rather than trust.
        if let Some(answers) = &ready
            && (0..FRESH_FOR.as_millis() as i64).contains(&age)
        {
            return Ok((answers.of(nik), answers.stamp));
        }
        let stamp = self.lists.stamp().await?;
        match ready {
            Some(answers) if answers.stamp == stamp => {
                self.compared_at.store(now, Ordering::Release);
                Ok((answers.of(nik), stamp))
            }
            _ => {
                self.read_in_background();
                let aid = self.lists.aid(nik).instrument(tracing::info_span!("cross")).await?;
                let answer = json(&answer(&aid, self.lists.data_as_of().await?));
                count(!aid.is_empty(), "database");
                Ok((answer, stamp))
            }
        }
    }

    /// What whoever watches wants to know.
    pub fn figures(&self) -> Figures {
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner).clone();
        let read_seconds = self.read_millis.load(Ordering::Relaxed) as f64 / 1e3;
        ready.map_or(Figures { read_seconds, ..Figures::default() }, |answers| Figures {
            stamp: answers.stamp,
            people: answers.people.len(),
            landed_on: answers.landed_on,
            read_seconds,
        })
    }

    /// The day the newest list landed.
    ///
    /// # Errors
    /// The database's.
    pub async fn data_as_of(&self) -> Result<Option<Date>, StorageError> {
        self.lists.data_as_of().await
    }

    /// Starts reading the lists, unless that is under way.
    pub fn read_in_background(self: &Arc<Self>) {
        if self.reading.swap(true, Ordering::AcqRel) {
            return;
        }
        let index = Arc::clone(self);
        tokio::spawn(async move {
            let started = index.clock.now().millis();
            match index.lists.everybody_aided().await {
                Ok(aided) => {
                    tracing::info!(people = aided.people.len(), sets = aided.sets.len(), "the lists are in memory");
                    let answers = Arc::new(Answers::from(aided));
                    let took = index.clock.now().millis() - started;
                    index.read_millis.store(took, Ordering::Relaxed);
                    *index.ready.write().unwrap_or_else(PoisonError::into_inner) = Some(answers);
                    // The stamp is compared before the first answer from it.
                    index.compared_at.store(i64::MIN, Ordering::Release);
                }
                Err(error) => tracing::warn!(%error, "the lists could not be read; checks ask the database"),
            }
            index.reading.store(false, Ordering::Release);
        });
    }
}

impl Answers {
    fn of(&self, nik: NikKey) -> Bytes {
        let listed = self.people.get(&nik).and_then(|&place| self.listed.get(place as usize));
        count(listed.is_some(), "memory");
        listed.unwrap_or(&self.not_listed).clone()
    }
}

impl From<Aided> for Answers {
    fn from(aided: Aided) -> Self {
        Self {
            stamp: aided.stamp,
            landed_on: aided.data_as_of,
            not_listed: json(&answer(&[], aided.data_as_of)),
            listed: aided.sets.iter().map(|set| json(&answer(set, aided.data_as_of))).collect(),
            people: aided.people,
        }
    }
}

fn count(listed: bool, from: &'static str) {
    let status = if listed { "listed" } else { "not_listed" };
    metrics().checks.get_or_create(&CheckKind { status, from }).inc();
}

/// What a check says of a person's aid.
fn answer(aid: &[Aid], data_as_of: Option<Date>) -> CheckAnswer {
    CheckAnswer {
        status: if aid.is_empty() { ListStatus::NotListed } else { ListStatus::Listed },
        aid: aid
            .iter()
            .map(|aid| AidLine {
                scheme: aid.scheme,
                level: aid.scheme.level(),
                period: aid.period,
                paid: aid.paid,
                through: aid.through,
            })
            .collect(),
        data_as_of,
    }
}

fn json(answer: &CheckAnswer) -> Bytes {
    // Strings, booleans and dates: nothing in it that JSON cannot hold.
    Bytes::from(serde_json::to_vec(answer).unwrap_or_default())
}
