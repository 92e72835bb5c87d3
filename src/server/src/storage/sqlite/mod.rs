//! SQLite: one file, one writer, many readers.
//!
//! Readers see the last landed state while a list of a million rows lands beside
//! them (WAL). All writes of the running server go through one connection, in
//! groups: see `writer.rs`. Imports are another process with a connection of
//! their own, and wait their turn.

mod group;
mod installation;
mod landing;
#[path = "../sql/mod.rs"]
mod sql;
mod writer;

use async_trait::async_trait;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
// What the statements under `sql/` are run on here.
use sqlx::SqliteConnection as Connection;
use sqlx::sqlite::SqliteRow as Row;

type Query<'query> = sqlx::query::Query<'query, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;
use sqlx::{ConnectOptions, Connection as _};
use std::str::FromStr;
use std::time::Duration;
use tilik_core::case::Desk;
use tilik_core::{Aid, Date, Ticket};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::announcements::{Announcement, Announcements, Announcer, KeptSheet};
use super::batches::{Batch, Batches, Deliveries, Package};
use super::figures::{Counted, Counts, Figures, ReportLine, Seen};
use super::kiosks::{Kiosk, KioskChange, KioskChanged, Kiosks, Resident};
use super::messages::{Dead, MessageCounts, Messages, Outbox, Outcome, Taken};
use super::officers::{CaseFile, Officer, Officers, Queue, Session, Told, Work, Worked};
use super::{Aided, Holder, Lists, Objected, Objection, Pool, Progress, Reports, StorageError, Submission, Submitted};
use crate::clock::Instant;
use crate::sealing::{NikKey, SessionKey, SubjectKey};
pub use installation::open;
pub use landing::SqliteLanding;
use sql::{
    aided, announcements, batches, cases, crossing, figures, homes, kiosks, messages, officers, progress, reports,
};
use writer::{Noting, Taking};

/// A writer waits this long for another process (an import) to finish. An import
/// of a regency's size holds the lock for about half a minute.
const WRITER_WAITS: Duration = Duration::from_secs(60);

/// Reports that may wait for the writer. At 3,500 a second, the slowest measured,
/// this is under a second and a half; beyond it senders are told to come again.
const QUEUE: usize = 4_096;

/// Connections for reading. Each has a thread; more than the cores only wait.
const READERS: u32 = 8;

/// How connections are opened: every one with full durability and foreign keys.
pub fn options(url: &str) -> Result<SqliteConnectOptions, sqlx::Error> {
    Ok(SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(WRITER_WAITS)
        // KiB, hence the sign: 64 MiB hold the index over 1.75 million people.
        .pragma("cache_size", "-65536")
        .disable_statement_logging())
}

/// The running server's database.
pub struct SqliteStore {
    readers: SqlitePool,
    writer: mpsc::Sender<writer::Job>,
    outbox: Outbox,
}

impl SqliteStore {
    /// Opens the readers and starts the writer, which ends once the store is
    /// dropped and everything sent to it is on disk.
    ///
    /// # Errors
    /// The engine's, when the file cannot be opened.
    pub async fn start(url: &str, commit_batch: usize, outbox: Outbox) -> Result<(Self, JoinHandle<()>), StorageError> {
        let options = options(url)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options.clone().pragma("query_only", "on").pragma("cache_size", "-8192"))
            .await?;
        let connection = Connection::connect_with(&options).await?;
        let (sender, receiver) = mpsc::channel(QUEUE);
        let task = tokio::spawn(writer::run(connection, receiver, commit_batch, outbox.is_open()));
        Ok((Self { readers, writer: sender, outbox }, task))
    }

    /// The readers' connections; the writer has one of its own.
    pub fn pool(&self) -> Pool {
        Pool::sqlite("read", self.readers.clone())
    }

    async fn write<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, StorageError>>) -> writer::Job,
    ) -> Result<T, StorageError> {
        let (sender, receiver) = oneshot::channel();
        self.writer.try_send(job(sender)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StorageError::Overloaded,
            mpsc::error::TrySendError::Closed(_) => StorageError::Stopping,
        })?;
        receiver.await.map_err(|_| StorageError::Stopping)?
    }

    /// Writes something that may leave messages behind.
    async fn write_and_tell<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, StorageError>>) -> writer::Job,
    ) -> Result<T, StorageError> {
        let written = self.write(job).await;
        self.outbox.filled();
        written
    }
}

#[async_trait]
impl Lists for SqliteStore {
    async fn stamp(&self) -> Result<i64, StorageError> {
        Ok(sqlx::query_scalar("SELECT stamp FROM installation").fetch_one(&self.readers).await?)
    }

    async fn aid(&self, nik: NikKey) -> Result<Vec<Aid>, StorageError> {
        // One transaction, so that a landing between two statements is not seen by half.
        let mut snapshot = self.readers.begin().await?;
        let homes = homes::of(&mut snapshot, nik).await?;
        crossing::of(&mut snapshot, &homes, nik).await
    }

    async fn data_as_of(&self) -> Result<Option<Date>, StorageError> {
        aided::data_as_of(&mut *self.readers.acquire().await?).await
    }

    async fn everybody_aided(&self) -> Result<Aided, StorageError> {
        let mut snapshot = self.readers.begin().await?;
        aided::read(&mut snapshot).await
    }
}

#[async_trait]
impl Reports for SqliteStore {
    async fn submit(&self, submission: Submission) -> Result<Submitted, StorageError> {
        self.write_and_tell(|reply| writer::Job::Report(Box::new(submission), reply)).await
    }

    async fn replay(&self, key: Uuid, fingerprint: [u8; 16]) -> Result<Option<Submitted>, StorageError> {
        reports::replay(&mut *self.readers.acquire().await?, key, fingerprint).await
    }

    async fn progress(&self, ticket: Ticket, holder: Holder) -> Result<Option<Progress>, StorageError> {
        let mut snapshot = self.readers.begin().await?;
        progress::of(&mut snapshot, ticket, holder).await
    }

    async fn object(&self, objection: Objection) -> Result<Objected, StorageError> {
        self.write(|reply| writer::Job::Objection(Box::new(objection), reply)).await
    }

    async fn ready(&self) -> Result<(), StorageError> {
        self.stamp().await.map(drop)
    }
}

#[async_trait]
impl Kiosks for SqliteStore {
    async fn kiosk(&self, id: Uuid) -> Result<Option<Kiosk>, StorageError> {
        kiosks::by_id(&mut *self.readers.acquire().await?, id).await
    }

    async fn change(&self, change: KioskChange) -> Result<KioskChanged, StorageError> {
        self.write(|reply| writer::Job::Kiosk(Box::new(change), reply)).await
    }

    async fn residents(&self, village: u64) -> Result<Vec<Resident>, StorageError> {
        kiosks::residents(&mut *self.readers.acquire().await?, village).await
    }
}

#[async_trait]
impl Officers for SqliteStore {
    async fn officer(&self, name: &str) -> Result<Option<Officer>, StorageError> {
        officers::by_name(&mut *self.readers.acquire().await?, name).await
    }

    async fn officer_of(&self, subject: SubjectKey) -> Result<Option<Officer>, StorageError> {
        officers::by_subject(&mut *self.readers.acquire().await?, subject).await
    }

    async fn officers(&self) -> Result<Vec<Officer>, StorageError> {
        officers::all(&mut *self.readers.acquire().await?).await
    }

    async fn session(&self, key: SessionKey, now: Instant) -> Result<Option<Session>, StorageError> {
        officers::session(&mut *self.readers.acquire().await?, key, now).await
    }

    async fn work(&self, work: Work) -> Result<Worked, StorageError> {
        self.write_and_tell(|reply| writer::Job::Officer(Box::new(work), reply)).await
    }

    async fn queue(&self, villages: (u64, u64), desk: Desk, limit: usize) -> Result<Queue, StorageError> {
        let mut snapshot = self.readers.begin().await?;
        cases::queue(&mut snapshot, villages, desk, limit).await
    }

    async fn case(&self, ticket: Ticket, villages: (u64, u64)) -> Result<Option<CaseFile>, StorageError> {
        let mut snapshot = self.readers.begin().await?;
        cases::case(&mut snapshot, ticket, villages).await
    }

    async fn trail(&self, before: i64, limit: usize) -> Result<Vec<Told>, StorageError> {
        officers::trail(&mut *self.readers.acquire().await?, before, limit).await
    }
}

#[async_trait]
impl Batches for SqliteStore {
    async fn deliveries(
        &self,
        villages: (u64, u64),
        late_before: Instant,
        limit: usize,
    ) -> Result<Deliveries, StorageError> {
        let mut snapshot = self.readers.begin().await?;
        batches::deliveries(&mut snapshot, villages, late_before, limit).await
    }

    async fn manifest(
        &self,
        number: i64,
        districts: (u64, u64),
    ) -> Result<Option<(Batch, Vec<Package>)>, StorageError> {
        let mut snapshot = self.readers.begin().await?;
        batches::manifest(&mut snapshot, number, districts).await
    }
}

#[async_trait]
impl Announcements for SqliteStore {
    async fn everybody_listed(&self, to: &mut dyn Announcer) -> Result<u64, StorageError> {
        let mut snapshot = self.readers.begin().await?;
        announcements::everybody_listed(&mut snapshot, to).await
    }

    async fn announcements(&self, limit: usize) -> Result<Vec<Announcement>, StorageError> {
        announcements::announcements(&mut *self.readers.acquire().await?, limit).await
    }

    async fn sheet(&self, village: u64, number: Option<u32>) -> Result<Option<KeptSheet>, StorageError> {
        announcements::sheet(&mut *self.readers.acquire().await?, village, number).await
    }

    async fn sheets_with(&self, sha256: &[u8]) -> Result<Vec<KeptSheet>, StorageError> {
        announcements::sheets_with(&mut *self.readers.acquire().await?, sha256).await
    }
}

#[async_trait]
impl Messages for SqliteStore {
    async fn take(&self, now: Instant, until: Instant, limit: usize) -> Result<Vec<Taken>, StorageError> {
        // Looked for beside the writer, which has better to do than to find nothing.
        let due = messages::due(&mut *self.readers.acquire().await?, now, limit).await?;
        if due.is_empty() {
            return Ok(Vec::new());
        }
        self.write(|reply| writer::Job::Take(Box::new(Taking { due, until }), reply)).await
    }

    async fn note(&self, taken: &Taken, outcome: Outcome) -> Result<(), StorageError> {
        let noting = Noting { key: taken.key, tries: taken.tries, outcome };
        self.write(|reply| writer::Job::Note(Box::new(noting), reply)).await
    }

    async fn waiting(&self) -> Result<u64, StorageError> {
        messages::waiting(&mut *self.readers.acquire().await?).await
    }

    async fn overview(&self, limit: usize) -> Result<(MessageCounts, Vec<Dead>), StorageError> {
        let mut snapshot = self.readers.begin().await?;
        messages::overview(&mut snapshot, limit).await
    }
}

#[async_trait]
impl Counts for SqliteStore {
    async fn figures(&self, of: Counted, now: Instant) -> Result<Figures, StorageError> {
        let mut snapshot = self.readers.begin().await?;
        figures::figures(&mut snapshot, &of, now).await
    }

    async fn reports(&self, of: Counted) -> Result<u64, StorageError> {
        figures::reports(&mut *self.readers.acquire().await?, &of).await
    }

    async fn lines(
        &self,
        of: Counted,
        after: Option<(Instant, String)>,
        limit: usize,
    ) -> Result<Vec<ReportLine>, StorageError> {
        figures::lines(&mut *self.readers.acquire().await?, &of, after, limit).await
    }

    async fn see(&self, seen: Vec<Seen>) -> Result<(), StorageError> {
        self.write(|reply| writer::Job::Seen(seen, reply)).await
    }

    async fn seen(&self, hours: (i64, i64)) -> Result<Vec<Seen>, StorageError> {
        figures::seen(&mut *self.readers.acquire().await?, hours).await
    }
}

/// Does a work from a command. It is an account's, and nobody is told.
///
/// # Errors
/// The engine's.
pub async fn work(connection: &mut Connection, work: &Work) -> Result<Worked, StorageError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let worked = officers::work(&mut transaction, work, false).await?;
    transaction.commit().await?;
    Ok(worked)
}

/// Every account.
///
/// # Errors
/// The engine's.
pub async fn all_officers(connection: &mut Connection) -> Result<Vec<Officer>, StorageError> {
    officers::all(connection).await
}

/// Entries of the trail.
///
/// # Errors
/// The engine's.
pub async fn trail(connection: &mut Connection, before: i64, limit: usize) -> Result<Vec<Told>, StorageError> {
    officers::trail(connection, before, limit).await
}

/// Makes a change to kiosks from a command.
///
/// # Errors
/// The engine's.
pub async fn change_kiosks(connection: &mut Connection, change: &KioskChange) -> Result<KioskChanged, StorageError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let changed = kiosks::change(&mut transaction, change).await?;
    transaction.commit().await?;
    Ok(changed)
}

/// Every kiosk.
///
/// # Errors
/// The engine's.
pub async fn all_kiosks(connection: &mut Connection) -> Result<Vec<Kiosk>, StorageError> {
    kiosks::all(connection).await
}
