//! An objection: only against a rejected report, by the person it was made for, in
//! time and once. Everything is at the report's home.

use sqlx::Row;
use tilik_core::case::Step;

use super::progress::status;
use super::reports::{self, Claim};
use super::{Connection, homes};
use crate::sealing::Home;
use crate::storage::{Objected, Objection, StorageError};

/// One shard: the home's, like everything here.
pub const REPORT: &str = "
    SELECT r.nik_key, r.about_other, r.status, r.may_object_until,
           EXISTS (SELECT 1 FROM objection o WHERE o.home = $1 AND o.ticket = $2)
    FROM report r WHERE r.home = $1 AND r.ticket = $2";
/// The objection; its key allows one.
pub const INSERT: &str = "INSERT INTO objection (home, ticket, reason_sealed, made_at) VALUES ($1, $2, $3, $4)";
/// Where the report stands now, and since when it waits there.
pub const MOVE: &str = "UPDATE report SET status = $3, waits_since = $4 WHERE home = $1 AND ticket = $2";
/// The step that took it there.
pub const STEP: &str = "
    INSERT INTO report_event (home, ticket, step, status, at)
    SELECT $1, $2, COALESCE(MAX(step), 0) + 1, $3, $4 FROM report_event WHERE home = $1 AND ticket = $2";

/// Stores the objection, if one may be made, within the connection's transaction.
pub async fn object(connection: &mut Connection, objection: &Objection, at: Home) -> Result<Objected, StorageError> {
    let place = || (at.as_bytes().to_vec(), objection.ticket.to_string());
    let (home, ticket) = place();
    let query = sqlx::query(REPORT).bind(home).bind(ticket);
    let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(Objected::NotFound) };
    let nik: &[u8] = row.try_get(0)?;
    // Whoever reported somebody else holds ticket and NIK too, and must not learn
    // from an objection's fate whether the report was rejected.
    if nik != objection.nik.as_bytes() || row.try_get(1)? {
        return Ok(Objected::NotFound);
    }
    if row.try_get(4)? {
        return Ok(Objected::Already);
    }
    let Ok(next) = status(row.try_get(2)?)?.after(Step::Object) else {
        return Ok(Objected::NotRejected);
    };
    let until: Option<&str> = row.try_get(3)?;
    let today = objection.made_at.day().to_string();
    // ISO days sort as text.
    if until.is_none_or(|until| until < today.as_str()) {
        return Ok(Objected::TooLate);
    }
    let made_at = objection.made_at.millis();
    let (home, ticket) = place();
    let query = sqlx::query(INSERT).bind(home).bind(ticket).bind(objection.reason.clone()).bind(made_at);
    query.execute(&mut *connection).await?;
    let (home, ticket) = place();
    sqlx::query(MOVE).bind(home).bind(ticket).bind(next.word()).bind(made_at).execute(&mut *connection).await?;
    let (home, ticket) = place();
    sqlx::query(STEP).bind(home).bind(ticket).bind(next.word()).bind(made_at).execute(connection).await?;
    Ok(Objected::Landed)
}

/// The report waits for somebody again: the family's next one repeats it.
pub async fn reopen(connection: &mut Connection, objection: &Objection, at: Home) -> Result<(), StorageError> {
    let homes = homes::of(connection, objection.nik).await?;
    let case = Claim { home: at, ticket: objection.ticket };
    for home in homes.all {
        reports::open_at(connection, home, case).await?;
    }
    Ok(())
}
