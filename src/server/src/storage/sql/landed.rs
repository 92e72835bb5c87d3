//! Registries and editions as a landing makes and replaces them.

use sqlx::Executor;

use super::Connection;
use crate::clock::Instant;
use crate::storage::landing::{EditionRow, Tally};

/// The number for the next edition.
pub async fn next_edition(connection: &mut Connection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM edition").fetch_one(connection).await
}

/// Adds one, not yet active.
pub async fn add_edition(connection: &mut Connection, edition: &EditionRow, at: Instant) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO edition (id, scheme, period, name, landed_at, landed_on, file_sha256)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(edition.id)
    .bind(edition.scheme.word())
    .bind(edition.period.to_string())
    .bind(edition.name.clone())
    .bind(at.millis())
    .bind(at.day().to_string())
    .bind(Vec::<u8>::new())
    .execute(connection)
    .await?;
    Ok(())
}

/// Replaces the former editions of the same scheme and period by these, each with its
/// count of lines, and makes the newest period of each scheme the active one.
pub async fn replace_editions(
    connection: &mut Connection,
    editions: &[(EditionRow, i64)],
    first: i64,
    tally: &Tally,
    at: Instant,
) -> sqlx::Result<()> {
    for (edition, lines) in editions {
        sqlx::query(
            "UPDATE edition SET replaced_at = $1, active = FALSE
             WHERE id < $2 AND scheme = $3 AND period = $4 AND replaced_at IS NULL",
        )
        .bind(at.millis())
        .bind(first)
        .bind(edition.scheme.word())
        .bind(edition.period.to_string())
        .execute(&mut *connection)
        .await?;
        sqlx::query("UPDATE edition SET file_sha256 = $1, recipients = $2 WHERE id = $3")
            .bind(tally.sha256.to_vec())
            .bind(*lines)
            .bind(edition.id)
            .execute(&mut *connection)
            .await?;
    }
    connection
        .execute(
            "UPDATE edition SET active = replaced_at IS NULL AND period = (
                 SELECT MAX(newest.period) FROM edition newest
                 WHERE newest.scheme = edition.scheme AND newest.replaced_at IS NULL)",
        )
        .await?;
    Ok(())
}

/// Adds a registry and returns its number.
pub async fn add_registry(connection: &mut Connection, at: Instant) -> sqlx::Result<i64> {
    let id: i64 =
        sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM registry").fetch_one(&mut *connection).await?;
    sqlx::query(
        "INSERT INTO registry (id, landed_at, landed_on, file_sha256, imported, rejected) VALUES ($1, $2, $3, $4, 0, 0)",
    )
    .bind(id)
    .bind(at.millis())
    .bind(at.day().to_string())
    .bind(Vec::<u8>::new())
    .execute(connection)
    .await?;
    Ok(id)
}

/// Notes what its file came to.
pub async fn close_registry(connection: &mut Connection, id: i64, tally: &Tally) -> sqlx::Result<()> {
    sqlx::query("UPDATE registry SET file_sha256 = $1, imported = $2, rejected = $3 WHERE id = $4")
        .bind(tally.sha256.to_vec())
        .bind(tally.imported.cast_signed())
        .bind(tally.rejected.cast_signed())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Tells every reader that something landed.
pub async fn raise_stamp(connection: &mut Connection) -> sqlx::Result<()> {
    connection.execute("UPDATE installation SET stamp = stamp + 1").await?;
    Ok(())
}
