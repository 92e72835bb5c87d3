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
use std::sync::{Arc, Mutex, PoisonError, RwLock};
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

/// From then on the next check compares ahead of time, while answers are still good.
const AHEAD_OF_TIME: Duration = Duration::from_millis(25);

/// The index and what it needs to stay true.
pub struct CheckIndex {
    lists: Arc<dyn Lists>,
    clock: Arc<dyn Clock>,
    ready: RwLock<Option<Arc<Answers>>>,
    compared_at: AtomicI64,
    /// What the database said last, and when it was asked.
    told: Mutex<(i64, i64)>,
    /// Held by the one that compares: under load hundreds come upon an old stamp at
    /// once, and the database is to be asked once.
    comparing: tokio::sync::Mutex<()>,
    /// When the database last did not answer that.
    failed_at: AtomicI64,
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
            told: Mutex::new((0, i64::MIN)),
            comparing: tokio::sync::Mutex::new(()),
            failed_at: AtomicI64::new(i64::MIN),
            reading: AtomicBool::new(false),
            read_millis: AtomicI64::new(0),
        })
    }

    /// The answer to a check, as JSON, and the stamp of the lists it comes from.
    ///
    /// # Errors
    /// The database's, where it has to be asked.
    pub async fn answer(self: &Arc<Self>, nik: NikKey) -> Result<(Bytes, i64), StorageError> {
        if let Some((answers, age)) = self.compared() {
            if age >= AHEAD_OF_TIME.as_millis() as i64 {
                self.compare_in_background();
            }
            return Ok((answers.of(nik), answers.stamp));
        }
        let came_at = self.clock.now().millis();
        let guard = self.comparing.lock().await;
        // Whoever held it before may have compared, or have tried for long enough.
        if let Some((answers, _)) = self.compared() {
            return Ok((answers.of(nik), answers.stamp));
        }
        if self.failed_at.load(Ordering::Acquire) >= came_at {
            return Err(StorageError::Unreachable);
        }
        let (told, asked_at) = *self.told.lock().unwrap_or_else(PoisonError::into_inner);
        // What was asked after this check came is true of it, also where it is another
        // list than the one in memory.
        let stamp = if asked_at > came_at { told } else { self.compare().await? };
        drop(guard);
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(answers) = ready.filter(|answers| answers.stamp == stamp) {
            return Ok((answers.of(nik), stamp));
        }
        self.read_in_background();
        let aid = self.lists.aid(nik).instrument(tracing::info_span!("cross")).await?;
        let answer = json(&answer(&aid, self.lists.data_as_of().await?));
        count(!aid.is_empty(), "database");
        Ok((answer, stamp))
    }

    /// The lists in memory and how long ago they were compared, in milliseconds, if
    /// that was not too long ago.
    fn compared(&self) -> Option<(Arc<Answers>, i64)> {
        let age = self.clock.now().millis().saturating_sub(self.compared_at.load(Ordering::Acquire));
        // A clock set back makes the age negative: compare again rather than trust.
        if !(0..FRESH_FOR.as_millis() as i64).contains(&age) {
            return None;
        }
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner).clone();
        ready.map(|answers| (answers, age))
    }

    /// Compares the stamp in memory with the database's, and returns that.
    async fn compare(&self) -> Result<i64, StorageError> {
        // What is true of the moment it was asked is not older than that.
        let asked_at = self.clock.now().millis();
        let stamp = self.lists.stamp().await.inspect_err(|_| {
            self.failed_at.store(self.clock.now().millis(), Ordering::Release);
            metrics().database_up.set(0);
        })?;
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = (stamp, asked_at);
        metrics().database_up.set(1);
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner);
        if ready.as_ref().is_some_and(|answers| answers.stamp == stamp) {
            self.compared_at.store(asked_at, Ordering::Release);
        }
        Ok(stamp)
    }

    /// Compares before anybody has to wait for it, unless somebody does already.
    fn compare_in_background(self: &Arc<Self>) {
        let index = Arc::clone(self);
        if let Ok(guard) = self.comparing.try_lock() {
            drop(guard);
            tokio::spawn(async move {
                let Ok(_guard) = index.comparing.try_lock() else { return };
                if let Err(error) = index.compare().await {
                    tracing::debug!(%error, "the lists could not be compared ahead of time");
                }
            });
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
