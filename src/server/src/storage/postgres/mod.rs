//! PostgreSQL, and engines that speak its protocol and shard: many servers, one
//! database.
//!
//! Each report is a transaction of its own at repeatable read; those under way at the
//! same moment share their flush to disk, which is PostgreSQL's own group commit. Two
//! that are in each other's way are told by the keys of `claim` and `open_case`, and
//! the later one is done again. Where the engine shards, no transaction reaches over
//! two homes: see `sql/reports.rs` for the order that makes that exact.

pub mod connection;
mod copy;
mod counting;
mod installation;
mod jobs;
mod landing;
#[cfg(test)]
mod sharding;
#[path = "../sql/mod.rs"]
mod sql;
mod tries;

use async_trait::async_trait;
// What the statements under `sql/` are run on here.
use sqlx::Connection as _;
use sqlx::PgConnection as Connection;
use sqlx::PgPool;
use sqlx::postgres::PgRow as Row;

type Query<'query> = sqlx::query::Query<'query, sqlx::Postgres, sqlx::postgres::PgArguments>;
use tilik_core::case::Desk;
use tilik_core::{Aid, Date, Ticket};
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
use crate::settings::Settings;
pub use copy::Copy;
pub use counting::PostgresCounting;
pub use installation::{migrate, open};
pub use landing::PostgresLanding;
use sql::reports::{Claim, Claimed};
use sql::{
    aided, announcements, batches, cases, crossing, figures, homes, kiosks, messages, objections, officers, progress,
    reports,
};
use tries::Tries;

/// On every node of an engine that shards.
const STAMP: &str = "SELECT stamp FROM installation";

/// Does work until it succeeds, fails for good, or was tried often enough.
macro_rules! again {
    ($once:expr) => {{
        let mut tries = Tries::default();
        loop {
            match $once {
                Err(error) => tries.pause_after(error).await?,
                done => break done,
            }
        }
    }};
}

/// Transactions see one state from their first statement to the last. Said with each,
/// since a pooler in between may keep settings of a session to itself.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ";

/// The running server's database.
#[derive(Clone)]
pub struct PostgresStore {
    pool: PgPool,
    sharded: bool,
    outbox: Outbox,
}

impl PostgresStore {
    /// Opens the pool.
    ///
    /// # Errors
    /// The engine's, when the URL is not of its form.
    pub async fn start(url: &str, settings: &Settings, outbox: Outbox) -> Result<Self, StorageError> {
        let pool = connection::for_residents(url, settings.database_connections)?;
        Ok(Self { pool, sharded: settings.database_sharded, outbox })
    }

    /// What tells one installation from another.
    ///
    /// # Errors
    /// The engine's.
    pub async fn key_check(&self) -> Result<Vec<u8>, StorageError> {
        again!(sqlx::query_scalar("SELECT key_check FROM installation").fetch_one(&self.pool).await.map_err(Into::into))
    }

    /// Its connections.
    pub fn pool(&self, name: &'static str) -> Pool {
        Pool::postgres(name, self.pool.clone())
    }

    /// A report in one transaction.
    async fn submit_whole(&self, submission: &mut Submission) -> Result<Submitted, StorageError> {
        let mut transaction = self.pool.begin_with(BEGIN).await?;
        let submitted = reports::submit(&mut transaction, submission, self.outbox.is_open()).await?;
        transaction.commit().await?;
        Ok(submitted)
    }

    /// A report in steps of one shard each.
    async fn submit_in_steps(&self, submission: &mut Submission) -> Result<Submitted, StorageError> {
        let mut connection = self.pool.acquire().await?;
        let stamp: i64 = sqlx::query_scalar(STAMP).fetch_one(&mut *connection).await?;
        let homes = homes::of(&mut connection, submission.nik).await?;
        let (key, fingerprint) = (submission.idempotency_key, submission.fingerprint);
        let at = match reports::claimed(&mut connection, key, fingerprint).await? {
            Some(Claimed::Other) => return Ok(Submitted::KeyReused),
            Some(Claimed::Same(claim)) => claim,
            None => {
                let ticket = reports::take_ticket(&mut connection, submission, homes.home).await?;
                let ours = Claim { home: homes.home, ticket };
                if reports::claim(&mut connection, submission, ours).await? {
                    ours
                } else {
                    match reports::claimed(&mut connection, key, fingerprint).await? {
                        Some(Claimed::Same(claim)) => claim,
                        _ => return Ok(Submitted::KeyReused),
                    }
                }
            }
        };
        drop(connection);
        let mut transaction = self.pool.begin_with(BEGIN).await?;
        if let Some(answer) = reports::answer(&mut transaction, at).await? {
            return Ok(Submitted::Answer(answer));
        }
        // The home was asked for before: a registry that landed since may have another.
        if sqlx::query_scalar::<_, i64>(STAMP).fetch_one(&mut *transaction).await? != stamp {
            return Err(StorageError::Raced);
        }
        let written = reports::write(&mut transaction, submission, &homes, at, self.outbox.is_open()).await?;
        transaction.commit().await?;
        if written.opens {
            reports::open_elsewhere(&mut *self.pool.acquire().await?, &homes, at).await?;
        }
        Ok(Submitted::Answer(written.answer))
    }

    async fn aid_once(&self, nik: NikKey) -> Result<Vec<Aid>, StorageError> {
        // One transaction, so that a landing between two statements is not seen by half.
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        let homes = homes::of(&mut snapshot, nik).await?;
        crossing::of(&mut snapshot, &homes, nik).await
    }

    async fn data_as_of_once(&self) -> Result<Option<Date>, StorageError> {
        aided::data_as_of(&mut *self.pool.acquire().await?).await
    }

    async fn replay_once(&self, key: Uuid, fingerprint: [u8; 16]) -> Result<Option<Submitted>, StorageError> {
        reports::replay(&mut *self.pool.acquire().await?, key, fingerprint).await
    }

    async fn progress_once(&self, ticket: Ticket, holder: Holder) -> Result<Option<Progress>, StorageError> {
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        progress::of(&mut snapshot, ticket, holder).await
    }

    async fn object_once(&self, objection: &Objection) -> Result<Objected, StorageError> {
        let at = progress::home_of(&mut *self.pool.acquire().await?, objection.ticket).await?;
        let Some(at) = at else { return Ok(Objected::NotFound) };
        let case = objections::case_of(&mut *self.pool.acquire().await?, objection, at).await?;
        let Some(case) = case else { return Ok(Objected::NotFound) };
        let mut transaction = self.pool.begin_with(BEGIN).await?;
        let objected = objections::object(&mut transaction, objection, case).await?;
        if objected == Objected::Landed && !self.sharded {
            objections::reopen(&mut transaction, objection, case).await?;
        }
        transaction.commit().await?;
        if objected == Objected::Landed && self.sharded {
            objections::reopen(&mut *self.pool.acquire().await?, objection, case).await?;
        }
        Ok(objected)
    }
}

impl PostgresStore {
    async fn kiosk_once(&self, id: Uuid) -> Result<Option<Kiosk>, StorageError> {
        kiosks::by_id(&mut *self.pool.acquire().await?, id).await
    }

    async fn change_once(&self, change: &KioskChange) -> Result<KioskChanged, StorageError> {
        // Tickets are spread over the nodes: a statement each, and none needs another.
        if let KioskChange::Reserve { .. } | KioskChange::Stretched(_) = change
            && self.sharded
        {
            return kiosks::change(&mut *self.pool.acquire().await?, change).await;
        }
        let mut transaction = self.pool.begin_with(BEGIN).await?;
        let changed = kiosks::change(&mut transaction, change).await?;
        transaction.commit().await?;
        Ok(changed)
    }
}

#[async_trait]
impl Kiosks for PostgresStore {
    async fn kiosk(&self, id: Uuid) -> Result<Option<Kiosk>, StorageError> {
        again!(self.kiosk_once(id).await)
    }

    async fn change(&self, change: KioskChange) -> Result<KioskChanged, StorageError> {
        again!(self.change_once(&change).await)
    }

    async fn residents(&self, village: u64) -> Result<Vec<Resident>, StorageError> {
        // Every family of the village, wherever it lives: no time limit of a resident's.
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        sqlx::query("SET LOCAL statement_timeout = 0").execute(&mut *snapshot).await?;
        kiosks::residents(&mut snapshot, village).await
    }
}

impl PostgresStore {
    async fn officer_once(&self, name: &str) -> Result<Option<Officer>, StorageError> {
        officers::by_name(&mut *self.pool.acquire().await?, name).await
    }

    async fn officer_of_once(&self, subject: SubjectKey) -> Result<Option<Officer>, StorageError> {
        officers::by_subject(&mut *self.pool.acquire().await?, subject).await
    }

    async fn officers_once(&self) -> Result<Vec<Officer>, StorageError> {
        officers::all(&mut *self.pool.acquire().await?).await
    }

    async fn session_once(&self, key: SessionKey, now: Instant) -> Result<Option<Session>, StorageError> {
        officers::session(&mut *self.pool.acquire().await?, key, now).await
    }

    /// In one transaction on an engine that shards too: officers are few, and what they
    /// do is to be there with its deed or not at all.
    async fn work_once(&self, work: &Work) -> Result<Worked, StorageError> {
        let mut transaction = self.pool.begin_with(BEGIN).await?;
        in_turn(&mut transaction, work).await?;
        let worked = officers::work(&mut transaction, work, self.outbox.is_open()).await?;
        transaction.commit().await?;
        Ok(worked)
    }

    async fn queue_once(&self, villages: (u64, u64), desk: Desk, limit: usize) -> Result<Queue, StorageError> {
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        cases::queue(&mut snapshot, villages, desk, limit).await
    }

    async fn case_once(&self, ticket: Ticket, villages: (u64, u64)) -> Result<Option<CaseFile>, StorageError> {
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        cases::case(&mut snapshot, ticket, villages).await
    }

    async fn trail_once(&self, before: i64, limit: usize) -> Result<Vec<Told>, StorageError> {
        officers::trail(&mut *self.pool.acquire().await?, before, limit).await
    }
}

#[async_trait]
impl Officers for PostgresStore {
    async fn officer(&self, name: &str) -> Result<Option<Officer>, StorageError> {
        again!(self.officer_once(name).await)
    }

    async fn officer_of(&self, subject: SubjectKey) -> Result<Option<Officer>, StorageError> {
        again!(self.officer_of_once(subject).await)
    }

    async fn officers(&self) -> Result<Vec<Officer>, StorageError> {
        again!(self.officers_once().await)
    }

    async fn session(&self, key: SessionKey, now: Instant) -> Result<Option<Session>, StorageError> {
        again!(self.session_once(key, now).await)
    }

    async fn work(&self, work: Work) -> Result<Worked, StorageError> {
        let worked = again!(self.work_once(&work).await);
        self.outbox.filled();
        worked
    }

    async fn queue(&self, villages: (u64, u64), desk: Desk, limit: usize) -> Result<Queue, StorageError> {
        again!(self.queue_once(villages, desk, limit).await)
    }

    async fn case(&self, ticket: Ticket, villages: (u64, u64)) -> Result<Option<CaseFile>, StorageError> {
        again!(self.case_once(ticket, villages).await)
    }

    async fn trail(&self, before: i64, limit: usize) -> Result<Vec<Told>, StorageError> {
        again!(self.trail_once(before, limit).await)
    }
}

impl PostgresStore {
    async fn deliveries_once(
        &self,
        villages: (u64, u64),
        late_before: Instant,
        limit: usize,
    ) -> Result<Deliveries, StorageError> {
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        batches::deliveries(&mut snapshot, villages, late_before, limit).await
    }

    async fn manifest_once(
        &self,
        number: i64,
        districts: (u64, u64),
    ) -> Result<Option<(Batch, Vec<Package>)>, StorageError> {
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        batches::manifest(&mut snapshot, number, districts).await
    }
}

#[async_trait]
impl Batches for PostgresStore {
    async fn deliveries(
        &self,
        villages: (u64, u64),
        late_before: Instant,
        limit: usize,
    ) -> Result<Deliveries, StorageError> {
        again!(self.deliveries_once(villages, late_before, limit).await)
    }

    async fn manifest(
        &self,
        number: i64,
        districts: (u64, u64),
    ) -> Result<Option<(Batch, Vec<Package>)>, StorageError> {
        again!(self.manifest_once(number, districts).await)
    }
}

impl PostgresStore {
    async fn announcements_once(&self, limit: usize) -> Result<Vec<Announcement>, StorageError> {
        announcements::announcements(&mut *self.pool.acquire().await?, limit).await
    }

    async fn sheet_once(&self, village: u64, number: Option<u32>) -> Result<Option<KeptSheet>, StorageError> {
        announcements::sheet(&mut *self.pool.acquire().await?, village, number).await
    }

    async fn sheets_with_once(&self, sha256: &[u8]) -> Result<Vec<KeptSheet>, StorageError> {
        announcements::sheets_with(&mut *self.pool.acquire().await?, sha256).await
    }
}

impl PostgresStore {
    /// Statements by themselves: one that waits for another's sees what that one left.
    async fn take_once(&self, now: Instant, until: Instant, limit: usize) -> Result<Vec<Taken>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        let mut ours = Vec::new();
        for (taken, since) in messages::due(&mut connection, now, limit).await? {
            if messages::take(&mut connection, taken.key, since, until).await? {
                ours.push(taken);
            }
        }
        Ok(ours)
    }

    async fn note_once(&self, taken: &Taken, outcome: Outcome) -> Result<(), StorageError> {
        messages::note(&mut *self.pool.acquire().await?, taken.key, taken.tries, outcome).await
    }

    async fn waiting_once(&self) -> Result<u64, StorageError> {
        messages::waiting(&mut *self.pool.acquire().await?).await
    }

    async fn overview_once(&self, limit: usize) -> Result<(MessageCounts, Vec<Dead>), StorageError> {
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        messages::overview(&mut snapshot, limit).await
    }
}

impl PostgresStore {
    async fn figures_once(&self, of: &Counted, now: Instant) -> Result<Figures, StorageError> {
        let mut snapshot = self.counting_snapshot().await?;
        figures::figures(&mut snapshot, of, now).await
    }

    async fn reports_once(&self, of: &Counted) -> Result<u64, StorageError> {
        let mut snapshot = self.counting_snapshot().await?;
        figures::reports(&mut snapshot, of).await
    }

    async fn lines_once(
        &self,
        of: &Counted,
        after: Option<(Instant, String)>,
        limit: usize,
    ) -> Result<Vec<ReportLine>, StorageError> {
        let mut snapshot = self.counting_snapshot().await?;
        figures::lines(&mut snapshot, of, after, limit).await
    }

    async fn see_once(&self, seen: &[Seen]) -> Result<(), StorageError> {
        let mut transaction = self.pool.begin().await?;
        figures::see(&mut transaction, seen).await?;
        Ok(transaction.commit().await?)
    }

    async fn seen_once(&self, hours: (i64, i64)) -> Result<Vec<Seen>, StorageError> {
        figures::seen(&mut *self.pool.acquire().await?, hours).await
    }

    /// A year of a province's reports takes longer to count than a resident's statement
    /// may.
    async fn counting_snapshot(&self) -> Result<sqlx::Transaction<'static, sqlx::Postgres>, StorageError> {
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        sqlx::query("SET LOCAL statement_timeout = '60s'").execute(&mut *snapshot).await?;
        Ok(snapshot)
    }
}

#[async_trait]
impl Announcements for PostgresStore {
    async fn everybody_listed(&self, to: &mut dyn Announcer) -> Result<u64, StorageError> {
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        sqlx::query("SET LOCAL statement_timeout = 0").execute(&mut *snapshot).await?;
        announcements::everybody_listed(&mut snapshot, to).await
    }

    async fn announcements(&self, limit: usize) -> Result<Vec<Announcement>, StorageError> {
        again!(self.announcements_once(limit).await)
    }

    async fn sheet(&self, village: u64, number: Option<u32>) -> Result<Option<KeptSheet>, StorageError> {
        again!(self.sheet_once(village, number).await)
    }

    async fn sheets_with(&self, sha256: &[u8]) -> Result<Vec<KeptSheet>, StorageError> {
        again!(self.sheets_with_once(sha256).await)
    }
}

#[async_trait]
impl Messages for PostgresStore {
    async fn take(&self, now: Instant, until: Instant, limit: usize) -> Result<Vec<Taken>, StorageError> {
        // Not done again: what a broken try had taken comes back when its time is over.
        self.take_once(now, until, limit).await
    }

    async fn note(&self, taken: &Taken, outcome: Outcome) -> Result<(), StorageError> {
        again!(self.note_once(taken, outcome).await)
    }

    async fn waiting(&self) -> Result<u64, StorageError> {
        again!(self.waiting_once().await)
    }

    async fn overview(&self, limit: usize) -> Result<(MessageCounts, Vec<Dead>), StorageError> {
        again!(self.overview_once(limit).await)
    }
}

#[async_trait]
impl Counts for PostgresStore {
    async fn figures(&self, of: Counted, now: Instant) -> Result<Figures, StorageError> {
        again!(self.figures_once(&of, now).await)
    }

    async fn reports(&self, of: Counted) -> Result<u64, StorageError> {
        again!(self.reports_once(&of).await)
    }

    async fn lines(
        &self,
        of: Counted,
        after: Option<(Instant, String)>,
        limit: usize,
    ) -> Result<Vec<ReportLine>, StorageError> {
        again!(self.lines_once(&of, after.clone(), limit).await)
    }

    async fn see(&self, seen: Vec<Seen>) -> Result<(), StorageError> {
        // Not done again: a try whose answer was lost would count twice.
        self.see_once(&seen).await
    }

    async fn seen(&self, hours: (i64, i64)) -> Result<Vec<Seen>, StorageError> {
        again!(self.seen_once(hours).await)
    }
}

#[async_trait]
impl Lists for PostgresStore {
    async fn stamp(&self) -> Result<i64, StorageError> {
        again!(sqlx::query_scalar(STAMP).fetch_one(&self.pool).await.map_err(Into::into))
    }

    async fn aid(&self, nik: NikKey) -> Result<Vec<Aid>, StorageError> {
        again!(self.aid_once(nik).await)
    }

    async fn data_as_of(&self) -> Result<Option<Date>, StorageError> {
        again!(self.data_as_of_once().await)
    }

    async fn everybody_aided(&self) -> Result<Aided, StorageError> {
        let mut snapshot = self.pool.begin_with(BEGIN).await?;
        sqlx::query("SET LOCAL statement_timeout = 0").execute(&mut *snapshot).await?;
        aided::read(&mut snapshot).await
    }
}

#[async_trait]
impl Reports for PostgresStore {
    async fn submit(&self, mut submission: Submission) -> Result<Submitted, StorageError> {
        let store = self.clone();
        // In a task of its own: a sender that goes away must not stop it between two steps.
        let submitting = tokio::spawn(async move {
            let submitted = if store.sharded {
                again!(store.submit_in_steps(&mut submission).await)
            } else {
                again!(store.submit_whole(&mut submission).await)
            };
            store.outbox.filled();
            submitted
        });
        submitting.await.map_err(|_| StorageError::Stopping)?
    }

    async fn replay(&self, key: Uuid, fingerprint: [u8; 16]) -> Result<Option<Submitted>, StorageError> {
        again!(self.replay_once(key, fingerprint).await)
    }

    async fn progress(&self, ticket: Ticket, holder: Holder) -> Result<Option<Progress>, StorageError> {
        again!(self.progress_once(ticket, holder).await)
    }

    async fn object(&self, objection: Objection) -> Result<Objected, StorageError> {
        let store = self.clone();
        let objecting = tokio::spawn(async move {
            let mut tries = Tries::default();
            loop {
                match store.object_once(&objection).await {
                    Err(error) => tries.pause_after(error).await?,
                    // The try whose answer was lost had landed it.
                    Ok(Objected::Already) if tries.any() => return Ok(Objected::Landed),
                    done => return done,
                }
            }
        });
        objecting.await.map_err(|_| StorageError::Stopping)?
    }

    async fn ready(&self) -> Result<(), StorageError> {
        self.stamp().await.map(drop)
    }
}

/// Does a work from a command. It is an account's, and nobody is told.
///
/// # Errors
/// The engine's.
pub async fn work(connection: &mut Connection, work: &Work) -> Result<Worked, StorageError> {
    again!(work_in(connection, work).await)
}

async fn work_in(connection: &mut Connection, work: &Work) -> Result<Worked, StorageError> {
    let mut transaction = connection.begin_with(BEGIN).await?;
    in_turn(&mut transaction, work).await?;
    let worked = officers::work(&mut transaction, work, false).await?;
    transaction.commit().await?;
    Ok(worked)
}

/// Whatever writes to the trail waits for its turn before it sees anything: else a batch
/// of many packages would be done again for every look that somebody had meanwhile.
async fn in_turn(connection: &mut Connection, work: &Work) -> sqlx::Result<()> {
    if work.deed.is_some() {
        sqlx::query("LOCK TABLE trail IN EXCLUSIVE MODE").execute(connection).await?;
    }
    Ok(())
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
    let mut transaction = connection.begin_with(BEGIN).await?;
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
