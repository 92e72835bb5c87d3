//! What became of a report, for whoever holds its ticket.

use sqlx::Row as _;
use tilik_core::{Status, Ticket};

use super::homes::home;
use super::{Connection, Row};
use crate::clock::Instant;
use crate::sealing::{Home, NikKey, PhoneKey};
use crate::storage::{Event, Holder, Progress, StorageError};

/// One shard: the ticket's.
pub const HOME: &str = "SELECT home FROM ticket_home WHERE ticket = $1";

/// One shard: the home's, like the next two. `batch` is on every node.
pub const REPORT: &str = "
    SELECT r.nik_key, r.reporter_phone_key, r.about_other, r.status, r.same_case_home, r.same_case_ticket, r.reasons,
           r.may_object_until, r.received_at, r.decided, r.first_rule,
           EXISTS (SELECT 1 FROM objection o WHERE o.home = $1 AND o.ticket = $2), r.provisional, b.leaves_on
    FROM report r LEFT JOIN batch b ON b.number = r.batch WHERE r.home = $1 AND r.ticket = $2";

/// The later steps of a report.
pub const LATER: &str = "SELECT status, at, reason FROM report_event WHERE home = $1 AND ticket = $2 ORDER BY step";

/// The decision on the open report that another repeats.
pub const DECISION: &str =
    "SELECT decided, received_at, first_rule FROM report WHERE home = $1 AND ticket = $2 AND decided <> 'received'";

/// Where the open report stands that another repeats, and what its family may do. One
/// shard: that report's home.
pub const REPEATED: &str = "
    SELECT r.status, r.may_object_until, EXISTS (SELECT 1 FROM objection o WHERE o.home = $1 AND o.ticket = $2),
           b.leaves_on
    FROM report r LEFT JOIN batch b ON b.number = r.batch WHERE r.home = $1 AND r.ticket = $2";

/// The home of a ticket's report.
pub async fn home_of(connection: &mut Connection, ticket: Ticket) -> Result<Option<Home>, StorageError> {
    let row = sqlx::query(HOME).bind(ticket.to_string()).fetch_optional(connection).await?;
    row.map(|row| home(row.try_get(0)?)).transpose()
}

/// The report, if the ticket exists and is the holder's. The caller cannot tell
/// the two apart, and nor can whoever asks.
pub async fn of(connection: &mut Connection, ticket: Ticket, holder: Holder) -> Result<Option<Progress>, StorageError> {
    let Some(at) = home_of(connection, ticket).await? else { return Ok(None) };
    let query = sqlx::query(REPORT).bind(at.as_bytes().to_vec()).bind(ticket.to_string());
    let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
    let person = NikKey::from_bytes(row.try_get(0)?);
    let reporter = row.try_get::<Option<&[u8]>, _>(1)?.and_then(PhoneKey::from_bytes);
    let theirs = match holder {
        Holder::Person(nik) => person == Some(nik),
        Holder::Reporter(phone) => reporter == Some(phone),
    };
    if !theirs {
        return Ok(None);
    }
    let received_at = Instant::from_millis(row.try_get(8)?);
    let decided = status(row.try_get(9)?)?;
    let mut events = vec![Event { status: Status::Received, at: received_at, reason: None }];
    if decided != Status::Received {
        events.push(Event { status: decided, at: received_at, reason: row.try_get(10)? });
    }
    events.extend(later(connection, LATER, at, ticket.to_string()).await?);
    let mut repeated = None;
    // It follows the open report that it only repeats.
    if let (Some(case_home), Some(case)) = (row.try_get::<Option<&[u8]>, _>(4)?, row.try_get::<Option<String>, _>(5)?) {
        let case_home = home(case_home)?;
        let query = sqlx::query(REPEATED).bind(case_home.as_bytes().to_vec()).bind(case.clone());
        repeated = query.fetch_optional(&mut *connection).await?;
        events.extend(later(connection, DECISION, case_home, case.clone()).await?);
        events.extend(later(connection, LATER, case_home, case).await?);
        // The open one is older; its own receipt still comes first.
        if let Some(after_receipt) = events.get_mut(1..) {
            after_receipt.sort_by_key(|event| event.at);
        }
    }
    // What holds for the family is the open report's, whoever of it asks.
    let (at, [stands, until, objected, leaves]) = match &repeated {
        Some(case) => (case, [0, 1, 2, 3]),
        None => (&row, [3, 7, 11, 13]),
    };
    let may_object_until: Option<&str> = at.try_get(until)?;
    let leaves_on: Option<&str> = at.try_get(leaves)?;
    let date = |day: &str| day.parse().map_err(|_| StorageError::Unreadable("date"));
    Ok(Some(Progress {
        about_other: row.try_get(2)?,
        status: status(at.try_get(stands)?)?,
        events,
        reasons: row.try_get(6)?,
        may_object_until: may_object_until.map(date).transpose()?,
        leaves_on: leaves_on.map(date).transpose()?,
        objected: at.try_get(objected)?,
        // "Undetermined" promised nothing that could be taken back.
        corrected: row
            .try_get::<Option<&str>, _>(12)?
            .is_some_and(|said| matches!(said, "rejected" | "verifying") && said != decided.word()),
    }))
}

/// Steps from rows `status, at, reason`.
async fn later(
    connection: &mut Connection,
    sql: &'static str,
    home: Home,
    ticket: String,
) -> Result<Vec<Event>, StorageError> {
    let rows = sqlx::query(sql).bind(home.as_bytes().to_vec()).bind(ticket).fetch_all(connection).await?;
    let event = |row: &Row| {
        let at = Instant::from_millis(row.try_get(1)?);
        Ok(Event { status: status(row.try_get(0)?)?, at, reason: row.try_get(2)? })
    };
    rows.iter().map(event).collect()
}

/// The status that a stored word names.
pub fn status(word: &str) -> Result<Status, StorageError> {
    Status::from_word(word).ok_or(StorageError::Unreadable("status"))
}
