//! The one writer. It takes whatever waits, up to a batch, into one transaction,
//! and answers once that is on disk: a disk that can sync 3,600 times a second
//! then carries several times as many reports (group commit), each as durable as
//! if it had been alone.
//!
//! Should a transaction fail, its jobs are done again one by one, so that a job
//! that cannot be done fails by itself.

use sqlx::{Acquire, Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::group;
use super::sql::{figures, kiosks, messages, objections, officers, progress, reports};
use crate::clock::Instant;
use crate::storage::figures::Seen;
use crate::storage::kiosks::{KioskChange, KioskChanged};
use crate::storage::messages::{MessageKey, Outcome, Taken};
use crate::storage::officers::{Work, Worked};
use crate::storage::{Objected, Objection, StorageError, Submission, Submitted};

type Reply<T> = oneshot::Sender<Result<T, StorageError>>;

/// Something to write, and who waits for it.
pub enum Job {
    /// A report.
    Report(Box<Submission>, Reply<Submitted>),
    /// An objection.
    Objection(Box<Objection>, Reply<Objected>),
    /// A change to kiosks.
    Kiosk(Box<KioskChange>, Reply<KioskChanged>),
    /// An officer's work.
    Officer(Box<Work>, Reply<Worked>),
    /// What the limits noticed.
    Seen(Vec<Seen>, Reply<()>),
    /// Messages are taken, to be sent.
    Take(Box<Taking>, Reply<Vec<Taken>>),
    /// What became of one.
    Note(Box<Noting>, Reply<()>),
}

/// Messages to be taken.
pub struct Taking {
    /// Which, and since when each is due.
    pub due: Vec<(Taken, Instant)>,
    /// Nobody else gets them before.
    pub until: Instant,
}

/// What became of a message.
pub struct Noting {
    /// Which.
    pub key: MessageKey,
    /// At which try.
    pub tries: u32,
    /// What.
    pub outcome: Outcome,
}

/// What a job came to, told only after the commit.
enum Done {
    Report(Submitted),
    Objection(Objected),
    Kiosk(KioskChanged),
    Officer(Worked),
    Take(Vec<Taken>),
    Note,
    Seen,
}

/// Writes until every sender is gone and nothing waits. With `tells`, steps leave messages
/// behind.
pub async fn run(mut connection: SqliteConnection, mut jobs: mpsc::Receiver<Job>, batch: usize, tells: bool) {
    let mut waiting = Vec::with_capacity(batch);
    while jobs.recv_many(&mut waiting, batch).await > 0 {
        match write(&mut connection, &mut waiting, tells).await {
            Ok(done) => waiting.drain(..).zip(done).for_each(|(job, done)| reply(job, Ok(done))),
            // Somebody else held the lock for too long: each job alone would only wait as long again.
            Err(error) if waiting.len() == 1 || is_busy(&error) => {
                waiting.drain(..).for_each(|job| refuse(job, &error));
            }
            Err(error) => {
                tracing::warn!(reports = waiting.len(), error = %chain(&error), "a batch failed and is done one by one");
                for job in waiting.drain(..) {
                    let mut alone = vec![job];
                    match write(&mut connection, &mut alone, tells).await {
                        Ok(done) => alone.drain(..).zip(done).for_each(|(job, done)| reply(job, Ok(done))),
                        Err(error) => alone.drain(..).for_each(|job| refuse(job, &error)),
                    }
                }
            }
        }
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database was not closed in good order");
    }
}

/// The error and what caused it, for the log.
fn chain(error: &StorageError) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// Whether the write lock could not be had (SQLITE_BUSY, 5, in the low byte of the
/// extended code).
fn is_busy(error: &StorageError) -> bool {
    let StorageError::Engine(sqlx::Error::Database(error)) = error else { return false };
    error.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

fn refuse(job: Job, error: &StorageError) {
    tracing::error!(error = %chain(error), "something could not be written");
    reply(job, Err(StorageError::Engine(sqlx::Error::WorkerCrashed)));
}

/// Whoever waited may have gone away; that is theirs to decide.
fn reply(job: Job, done: Result<Done, StorageError>) {
    match (job, done) {
        (Job::Report(_, reply), Ok(Done::Report(done))) => drop(reply.send(Ok(done))),
        (Job::Objection(_, reply), Ok(Done::Objection(done))) => drop(reply.send(Ok(done))),
        (Job::Report(_, reply), Err(error)) => drop(reply.send(Err(error))),
        (Job::Objection(_, reply), Err(error)) => drop(reply.send(Err(error))),
        (Job::Kiosk(_, reply), Ok(Done::Kiosk(done))) => drop(reply.send(Ok(done))),
        (Job::Kiosk(_, reply), Err(error)) => drop(reply.send(Err(error))),
        (Job::Officer(_, reply), Ok(Done::Officer(done))) => drop(reply.send(Ok(done))),
        (Job::Officer(_, reply), Err(error)) => drop(reply.send(Err(error))),
        (Job::Seen(_, reply), Ok(Done::Seen)) => drop(reply.send(Ok(()))),
        (Job::Seen(_, reply), Err(error)) => drop(reply.send(Err(error))),
        (Job::Take(_, reply), Ok(Done::Take(done))) => drop(reply.send(Ok(done))),
        (Job::Take(_, reply), Err(error)) => drop(reply.send(Err(error))),
        (Job::Note(_, reply), Ok(Done::Note)) => drop(reply.send(Ok(()))),
        (Job::Note(_, reply), Err(error)) => drop(reply.send(Err(error))),
        // Each job has what it came to.
        (
            Job::Report(..)
            | Job::Objection(..)
            | Job::Kiosk(..)
            | Job::Officer(..)
            | Job::Take(..)
            | Job::Note(..)
            | Job::Seen(..),
            Ok(_),
        ) => {}
    }
}

async fn write(connection: &mut SqliteConnection, jobs: &mut [Job], tells: bool) -> Result<Vec<Done>, StorageError> {
    // IMMEDIATE: taking the write lock first lets the busy timeout wait for it.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut done = Vec::with_capacity(jobs.len());
    if let [Job::Report(submission, _)] = jobs {
        done.push(Done::Report(reports::submit(transaction.acquire().await?, submission, tells).await?));
    } else {
        let (mut submissions, mut objections, mut changes, mut works, mut noticed) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut takings, mut notings) = (Vec::new(), Vec::new());
        for (place, job) in jobs.iter_mut().enumerate() {
            match job {
                Job::Report(submission, _) => submissions.push((place, &mut **submission)),
                Job::Objection(objection, _) => objections.push((place, &**objection)),
                Job::Kiosk(change, _) => changes.push((place, &**change)),
                Job::Officer(work, _) => works.push((place, &**work)),
                Job::Take(taking, _) => takings.push((place, &**taking)),
                Job::Note(noting, _) => notings.push((place, &**noting)),
                Job::Seen(seen, _) => noticed.push((place, &**seen)),
            }
        }
        let (mut places, submissions): (Vec<usize>, Vec<_>) = submissions.into_iter().unzip();
        let submitted = group::submit(transaction.acquire().await?, submissions, tells).await?;
        done.extend(submitted.into_iter().map(Done::Report));
        for (place, objection) in objections {
            places.push(place);
            done.push(Done::Objection(object(transaction.acquire().await?, objection).await?));
        }
        for (place, change) in changes {
            places.push(place);
            done.push(Done::Kiosk(kiosks::change(transaction.acquire().await?, change).await?));
        }
        for (place, work) in works {
            places.push(place);
            done.push(Done::Officer(officers::work(transaction.acquire().await?, work, tells).await?));
        }
        // What became of a message, before it could be taken again.
        for (place, Noting { key, tries, outcome }) in notings {
            places.push(place);
            messages::note(transaction.acquire().await?, *key, *tries, *outcome).await?;
            done.push(Done::Note);
        }
        for (place, taking) in takings {
            places.push(place);
            done.push(Done::Take(take(transaction.acquire().await?, taking).await?));
        }
        for (place, seen) in noticed {
            places.push(place);
            figures::see(transaction.acquire().await?, seen).await?;
            done.push(Done::Seen);
        }
        let mut in_order: Vec<(usize, Done)> = places.into_iter().zip(done).collect();
        in_order.sort_by_key(|(place, _)| *place);
        done = in_order.into_iter().map(|(_, done)| done).collect();
    }
    transaction.commit().await?;
    Ok(done)
}

/// An objection at the home of its report.
async fn object(connection: &mut SqliteConnection, objection: &Objection) -> Result<Objected, StorageError> {
    let Some(at) = progress::home_of(connection, objection.ticket).await? else { return Ok(Objected::NotFound) };
    let Some(case) = objections::case_of(connection, objection, at).await? else { return Ok(Objected::NotFound) };
    let objected = objections::object(connection, objection, case).await?;
    if objected == Objected::Landed {
        objections::reopen(connection, objection, case).await?;
    }
    Ok(objected)
}

/// Takes those that nobody else has taken meanwhile.
async fn take(connection: &mut SqliteConnection, taking: &Taking) -> Result<Vec<Taken>, StorageError> {
    let mut ours = Vec::with_capacity(taking.due.len());
    for (taken, since) in &taking.due {
        if messages::take(connection, taken.key, *since, taking.until).await? {
            ours.push(taken.clone());
        }
    }
    Ok(ours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::Executor;
    use std::time::Duration;

    #[tokio::test]
    async fn a_lock_that_cannot_be_had_is_told_from_other_failures() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("tilik.db").display());
        let options = super::super::options(&url).unwrap().busy_timeout(Duration::ZERO);
        let mut holder = SqliteConnection::connect_with(&options).await.unwrap();
        let mut waiting = SqliteConnection::connect_with(&options).await.unwrap();
        holder.execute("BEGIN IMMEDIATE").await.unwrap();
        let locked = StorageError::from(waiting.execute("BEGIN IMMEDIATE").await.unwrap_err());
        let wrong = StorageError::from(waiting.execute("SELECT nothing").await.unwrap_err());
        assert!(is_busy(&locked));
        assert!(!is_busy(&wrong) && !is_busy(&StorageError::Stopping));
    }
}
