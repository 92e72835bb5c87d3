//! The one writer. It takes whatever waits, up to a batch, into one transaction,
//! and answers once that is on disk: a disk that can sync 3,600 times a second
//! then carries several times as many reports (group commit), each as durable as
//! if it had been alone.
//!
//! Should a transaction fail, its jobs are done again one by one, so that a job
//! that cannot be done fails by itself.

use sqlx::{Acquire, Connection, Row, SqliteConnection};
use tilik_core::{Crossing, case::Step};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::{crossing, progress::status};
use crate::storage::{Objected, Objection, StorageError, Submission, Submitted, Verdict};

type Reply<T> = oneshot::Sender<Result<T, StorageError>>;

/// Something to write, and who waits for it.
pub enum Job {
    /// A report.
    Report(Box<Submission>, Reply<Submitted>),
    /// An objection.
    Objection(Box<Objection>, Reply<Objected>),
}

/// What a job came to, told only after the commit.
enum Done {
    Report(Submitted),
    Objection(Objected),
}

/// Writes until every sender is gone and nothing waits.
pub async fn run(mut connection: SqliteConnection, mut jobs: mpsc::Receiver<Job>, batch: usize) {
    let mut waiting = Vec::with_capacity(batch);
    while jobs.recv_many(&mut waiting, batch).await > 0 {
        match write(&mut connection, &mut waiting).await {
            Ok(done) => waiting.drain(..).zip(done).for_each(|(job, done)| reply(job, Ok(done))),
            // Somebody else held the lock for too long: each job alone would only wait as long again.
            Err(error) if waiting.len() == 1 || is_busy(&error) => {
                waiting.drain(..).for_each(|job| refuse(job, &error));
            }
            Err(error) => {
                tracing::warn!(reports = waiting.len(), error = %chain(&error), "a batch failed and is done one by one");
                for job in waiting.drain(..) {
                    let mut alone = vec![job];
                    match write(&mut connection, &mut alone).await {
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
    tracing::error!(error = %chain(error), "a report or an objection could not be written");
    reply(job, Err(StorageError::Engine(sqlx::Error::WorkerCrashed)));
}

/// Whoever waited may have gone away; that is theirs to decide.
fn reply(job: Job, done: Result<Done, StorageError>) {
    match (job, done) {
        (Job::Report(_, reply), Ok(Done::Report(done))) => drop(reply.send(Ok(done))),
        (Job::Objection(_, reply), Ok(Done::Objection(done))) => drop(reply.send(Ok(done))),
        (Job::Report(_, reply), Err(error)) => drop(reply.send(Err(error))),
        (Job::Objection(_, reply), Err(error)) => drop(reply.send(Err(error))),
        (Job::Report(..), Ok(Done::Objection(_))) | (Job::Objection(..), Ok(Done::Report(_))) => {}
    }
}

async fn write(connection: &mut SqliteConnection, jobs: &mut [Job]) -> Result<Vec<Done>, StorageError> {
    // IMMEDIATE: taking the write lock first lets the busy timeout wait for it.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut done = Vec::with_capacity(jobs.len());
    for job in jobs {
        done.push(match job {
            Job::Report(submission, _) => Done::Report(report(transaction.acquire().await?, submission).await?),
            Job::Objection(objection, _) => Done::Objection(object(transaction.acquire().await?, objection).await?),
        });
    }
    transaction.commit().await?;
    Ok(done)
}

const REPLAY: &str = "SELECT fingerprint, answer FROM report WHERE idempotency_key = ?";

/// The open report of any present member of the family; of the same person where
/// no family is certain. One that only repeats another is not a case.
const OPEN_OF_FAMILY: &str = "
    SELECT r.id FROM resident m JOIN report r ON r.nik_key = m.nik_key
    WHERE m.family_id = ? AND m.until IS NULL
      AND r.same_case_as IS NULL AND r.status NOT IN ('rejected', 'delivered') LIMIT 1";
const OPEN_OF_PERSON: &str = "
    SELECT r.id FROM report r
    WHERE r.nik_key = ? AND r.same_case_as IS NULL AND r.status NOT IN ('rejected', 'delivered') LIMIT 1";

const INSERT: &str = "
    INSERT INTO report (ticket, idempotency_key, fingerprint, family_id, nik_key, about_other, reporter_phone_key,
        village, channel, household_size, impact, details_sealed, made_at, received_at, received_on, decided, first_rule,
        status, same_case_as, rules_version, reasons, may_object_until, answer)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?16, ?17, ?16, ?18, ?19, ?20, ?21, ?22)
    ON CONFLICT (ticket) DO NOTHING";

const INSERT_EVENT: &str = "INSERT INTO report_event (report_id, status, at) VALUES (?, ?, ?)";

/// Tickets tried before giving up. With a million reports one in a million is
/// taken, so a second try is rare and a third is a broken generator.
const TICKETS_TRIED: usize = 3;

/// What was answered under the key, if it was used before.
pub async fn replay(
    connection: &mut SqliteConnection,
    key: Uuid,
    fingerprint: [u8; 16],
) -> Result<Option<Submitted>, StorageError> {
    let Some(row) = sqlx::query(REPLAY).bind(key.as_bytes().to_vec()).fetch_optional(connection).await? else {
        return Ok(None);
    };
    let stored: &[u8] = row.try_get(0)?;
    Ok(Some(if stored == fingerprint { Submitted::Answer(row.try_get(1)?) } else { Submitted::KeyReused }))
}

async fn report(connection: &mut SqliteConnection, submission: &mut Submission) -> Result<Submitted, StorageError> {
    if let Some(before) = replay(connection, submission.idempotency_key, submission.fingerprint).await? {
        return Ok(before);
    }
    let found = crossing::of(connection, submission.nik).await?;
    let open: Option<i64> = match found.family {
        Some(family) => sqlx::query_scalar(OPEN_OF_FAMILY).bind(family).fetch_optional(&mut *connection).await?,
        None => {
            let nik = submission.nik.as_bytes().to_vec();
            sqlx::query_scalar(OPEN_OF_PERSON).bind(nik).fetch_optional(&mut *connection).await?
        }
    };
    let crossing = Crossing { standing: found.standing, aid: found.aid, open_report: open.is_some() };
    for _ in 0..TICKETS_TRIED {
        let verdict = (submission.decide)(&crossing);
        let same_case_as = open.filter(|_| verdict.already_reported);
        if insert(connection, submission, &verdict, found.family, same_case_as).await? {
            return Ok(Submitted::Answer(verdict.answer));
        }
    }
    Err(StorageError::Unreadable("ticket"))
}

async fn insert(
    connection: &mut SqliteConnection,
    submission: &Submission,
    verdict: &Verdict,
    family: Option<i64>,
    same_case_as: Option<i64>,
) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query(INSERT)
        .bind(verdict.ticket.to_string())
        .bind(submission.idempotency_key.as_bytes().to_vec())
        .bind(submission.fingerprint.to_vec())
        .bind(family)
        .bind(submission.nik.as_bytes().to_vec())
        .bind(submission.reporter_phone.is_some())
        .bind(submission.reporter_phone.map(|phone| phone.as_bytes().to_vec()))
        .bind(submission.village.cast_signed())
        .bind(submission.channel)
        .bind(submission.household_size)
        .bind(submission.impact.clone())
        .bind(submission.details.clone())
        .bind(submission.made_at.clone())
        .bind(submission.received_at.millis())
        .bind(submission.received_at.day().to_string())
        .bind(verdict.status.word())
        .bind(verdict.first_rule.clone())
        .bind(same_case_as)
        .bind(verdict.rules_version.clone())
        .bind(verdict.reasons.clone())
        .bind(verdict.may_object_until.map(|day| day.to_string()))
        .bind(verdict.answer.clone())
        .execute(connection)
        .await?;
    Ok(inserted.rows_affected() == 1)
}

const OBJECTED_REPORT: &str = "
    SELECT r.id, r.nik_key, r.about_other, r.status, r.may_object_until,
           EXISTS (SELECT 1 FROM objection o WHERE o.report_id = r.id)
    FROM report r WHERE r.ticket = ?";

async fn object(connection: &mut SqliteConnection, objection: &Objection) -> Result<Objected, StorageError> {
    let ticket = objection.ticket.to_string();
    let Some(row) = sqlx::query(OBJECTED_REPORT).bind(ticket).fetch_optional(&mut *connection).await? else {
        return Ok(Objected::NotFound);
    };
    let nik: &[u8] = row.try_get(1)?;
    // Whoever reported somebody else holds ticket and NIK too, and must not learn
    // from an objection's fate whether the report was rejected.
    if nik != objection.nik.as_bytes() || row.try_get(2)? {
        return Ok(Objected::NotFound);
    }
    if row.try_get(5)? {
        return Ok(Objected::Already);
    }
    let Ok(next) = status(row.try_get(3)?)?.after(Step::Object) else {
        return Ok(Objected::NotRejected);
    };
    let until: Option<&str> = row.try_get(4)?;
    let today = objection.made_at.day().to_string();
    // ISO days sort as text.
    if until.is_none_or(|until| until < today.as_str()) {
        return Ok(Objected::TooLate);
    }
    let id: i64 = row.try_get(0)?;
    sqlx::query("INSERT INTO objection (report_id, reason_sealed, made_at) VALUES (?, ?, ?)")
        .bind(id)
        .bind(objection.reason.clone())
        .bind(objection.made_at.millis())
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE report SET status = ? WHERE id = ?")
        .bind(next.word())
        .bind(id)
        .execute(&mut *connection)
        .await?;
    sqlx::query(INSERT_EVENT).bind(id).bind(next.word()).bind(objection.made_at.millis()).execute(connection).await?;
    Ok(Objected::Landed)
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
