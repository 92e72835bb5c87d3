//! An objection: only against a rejected report, by the person it was made for, in
//! time and once. Everything is at the report's home.

use sqlx::Row;
use tilik_core::Ticket;
use tilik_core::case::Step;

use super::progress::status;
use super::reports::{self, Claim};
use super::{Connection, homes};
use crate::sealing::Home;
use crate::storage::{Objected, Objection, StorageError};

/// Whose report it is, and which open one it only repeats. One shard: the home's.
pub const HOLDER: &str = "
    SELECT nik_key, about_other, same_case_home, same_case_ticket FROM report WHERE home = $1 AND ticket = $2";
/// One shard: the case's home, like everything after it.
pub const REPORT: &str = "
    SELECT r.status, r.may_object_until, EXISTS (SELECT 1 FROM objection o WHERE o.home = $1 AND o.ticket = $2)
    FROM report r WHERE r.home = $1 AND r.ticket = $2";
/// The objection; its key allows one.
pub const INSERT: &str = "INSERT INTO objection (home, ticket, reason_sealed, made_at) VALUES ($1, $2, $3, $4)";
/// Where the report stands now, and since when it waits there.
pub const MOVE: &str = "UPDATE report SET status = $3, waits_since = $4 WHERE home = $1 AND ticket = $2";
/// The step that took it there.
pub const STEP: &str = "
    INSERT INTO report_event (home, ticket, step, status, at)
    SELECT $1, $2, COALESCE(MAX(step), 0) + 1, $3, $4 FROM report_event WHERE home = $1 AND ticket = $2";

/// The case that somebody objects about: their own report's, or the one that it only
/// repeats. None where the report is not theirs.
pub async fn case_of(
    connection: &mut Connection,
    objection: &Objection,
    at: Home,
) -> Result<Option<Claim>, StorageError> {
    let query = sqlx::query(HOLDER).bind(at.as_bytes().to_vec()).bind(objection.ticket.to_string());
    let Some(row) = query.fetch_optional(connection).await? else { return Ok(None) };
    let nik: &[u8] = row.try_get(0)?;
    // Whoever reported somebody else holds ticket and NIK too, and must not learn
    // from an objection's fate whether the report was rejected.
    if nik != objection.nik.as_bytes() || row.try_get(1)? {
        return Ok(None);
    }
    let repeats = row.try_get::<Option<&[u8]>, _>(2)?.zip(row.try_get::<Option<&str>, _>(3)?);
    let Some((home, ticket)) = repeats else { return Ok(Some(Claim { home: at, ticket: objection.ticket })) };
    let ticket = Ticket::parse(ticket).map_err(|_| StorageError::Unreadable("ticket"))?;
    Ok(Some(Claim { home: homes::home(home)?, ticket }))
}

/// Stores the objection, if one may be made, within the connection's transaction.
pub async fn object(connection: &mut Connection, objection: &Objection, case: Claim) -> Result<Objected, StorageError> {
    let place = || (case.home.as_bytes().to_vec(), case.ticket.to_string());
    let (home, ticket) = place();
    let query = sqlx::query(REPORT).bind(home).bind(ticket);
    let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(Objected::NotFound) };
    if row.try_get(2)? {
        return Ok(Objected::Already);
    }
    let Ok(next) = status(row.try_get(0)?)?.after(Step::Object) else {
        return Ok(Objected::NotRejected);
    };
    let until: Option<&str> = row.try_get(1)?;
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

/// The case waits for somebody again: the family's next report repeats it.
pub async fn reopen(connection: &mut Connection, objection: &Objection, case: Claim) -> Result<(), StorageError> {
    let homes = homes::of(connection, objection.nik).await?;
    for home in homes.all {
        reports::open_at(connection, home, case).await?;
    }
    Ok(())
}
