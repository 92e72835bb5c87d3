//! Work that is due now and then, done by one server of many: whoever locks its row
//! first does it, the others pass by.

use sqlx::{PgPool, Row};
use std::time::Duration;

use crate::metrics::{JobEnd, metrics};

/// How often each server looks.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// How long after it was done a job is due again, in milliseconds.
const DUE_AGAIN: i64 = 60_000;

/// A job that is due and that nobody else does at this moment.
const TAKE: &str = "
    SELECT kind FROM job WHERE due_at <= (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED";
const PUT_BACK: &str =
    "UPDATE job SET due_at = (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT + $2 WHERE kind = $1";

/// A proof that has expired cannot be used again, and a rate that is past its time
/// limits nobody. Some at a time, passing by those that somebody counts on just now: a
/// payout day leaves hundreds of thousands, and nobody shall wait for them to go.
const FORGET: [&str; 2] = [
    "DELETE FROM proof WHERE solution IN (
         SELECT solution FROM proof WHERE expires < EXTRACT(EPOCH FROM clock_timestamp())::BIGINT
         LIMIT 5000 FOR UPDATE SKIP LOCKED)",
    "DELETE FROM rate WHERE key IN (
         SELECT key FROM rate WHERE due_at < (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT - 60000
         LIMIT 5000 FOR UPDATE SKIP LOCKED)",
];

/// Looks for work for as long as the server runs.
pub async fn run(pool: PgPool) {
    loop {
        match one(&pool).await {
            // There may be more.
            Ok(Some(kind)) => {
                tracing::debug!(kind, "job done");
                ended("done");
            }
            Ok(None) => tokio::time::sleep(LOOK_EVERY).await,
            Err(error) => {
                tracing::warn!(%error, "a job failed and is tried again later");
                ended("failed");
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
}

fn ended(outcome: &'static str) {
    metrics().jobs.get_or_create(&JobEnd { kind: "forget", outcome }).inc();
}

/// Does one job that is due, and says which.
///
/// # Errors
/// The engine's; the job stays due.
pub async fn one(pool: &PgPool) -> sqlx::Result<Option<String>> {
    let mut transaction = pool.begin().await?;
    let Some(row) = sqlx::query(TAKE).fetch_optional(&mut *transaction).await? else { return Ok(None) };
    let kind: String = row.try_get(0)?;
    if kind == "forget" {
        for statement in FORGET {
            // Each round is a transaction of its own; the job's row stays locked.
            while sqlx::query(statement).execute(pool).await?.rows_affected() > 0 {}
        }
    }
    sqlx::query(PUT_BACK).bind(&kind).bind(DUE_AGAIN).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(Some(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use crate::storage::cluster::Cluster;
    use sqlx::{Connection, Executor};

    #[tokio::test]
    async fn a_job_is_done_by_one_server_and_comes_again() {
        let url = Cluster::given().database().await;
        let folder = tempfile::tempdir().unwrap();
        let (connection, ..) =
            super::super::open(&url, &folder.path().join("secrets.toml"), &SystemEntropy).await.unwrap();
        connection.close().await.unwrap();
        let pool = super::super::connection::for_counting(&url).unwrap();
        pool.execute("INSERT INTO proof VALUES ('\\x01', 1, NULL), ('\\x02', 9000000000, NULL)").await.unwrap();
        pool.execute("INSERT INTO rate VALUES ('\\x01', 1, 0), ('\\x02', 9000000000000, 0)").await.unwrap();

        let mut other = pool.begin().await.unwrap();
        other.execute("SELECT 1 FROM job FOR UPDATE").await.unwrap();
        assert_eq!(one(&pool).await.unwrap(), None, "another server does it");
        other.rollback().await.unwrap();
        assert_eq!(one(&pool).await.unwrap().as_deref(), Some("forget"));
        assert_eq!(one(&pool).await.unwrap(), None, "not due yet");
        for sql in ["SELECT COUNT(*) FROM proof", "SELECT COUNT(*) FROM rate"] {
            assert_eq!(sqlx::query_scalar::<_, i64>(sql).fetch_one(&pool).await.unwrap(), 1, "{sql}");
        }
        pool.execute("UPDATE job SET due_at = 0").await.unwrap();
        assert!(one(&pool).await.unwrap().is_some());
    }
}
