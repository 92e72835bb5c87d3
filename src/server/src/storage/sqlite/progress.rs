//! What became of a report, for whoever holds its ticket.

use sqlx::{Row, SqliteConnection};
use tilik_core::{Status, Ticket};

use crate::clock::Instant;
use crate::sealing::{NikKey, PhoneKey};
use crate::storage::{Event, Holder, Progress, StorageError};

const REPORT: &str = "
    SELECT r.id, r.nik_key, r.reporter_phone_key, r.about_other, r.status, r.same_case_as, r.reasons,
           r.may_object_until, r.received_at, r.decided, r.first_rule, EXISTS (SELECT 1 FROM objection o WHERE o.report_id = r.id)
    FROM report r WHERE r.ticket = ?";

/// Its own later steps, or the decision and the later steps of the open report it
/// only repeats.
const LATER: &str = "
    SELECT decided AS status, received_at AS at, first_rule AS reason, 0 AS id FROM report
    WHERE id = ?2 AND decided <> 'received'
    UNION ALL
    SELECT status, at, reason, id FROM report_event WHERE report_id = ?1 OR report_id = ?2
    ORDER BY at, id";

/// The report, if the ticket exists and is the holder's. The caller cannot tell
/// the two apart, and nor can whoever asks.
pub async fn of(
    connection: &mut SqliteConnection,
    ticket: Ticket,
    holder: Holder,
) -> Result<Option<Progress>, StorageError> {
    let Some(row) = sqlx::query(REPORT).bind(ticket.to_string()).fetch_optional(&mut *connection).await? else {
        return Ok(None);
    };
    let (id, same_case_as): (i64, Option<i64>) = (row.try_get(0)?, row.try_get(5)?);
    let person = NikKey::from_bytes(row.try_get(1)?);
    let reporter = row.try_get::<Option<&[u8]>, _>(2)?.and_then(PhoneKey::from_bytes);
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
    for event in sqlx::query(LATER).bind(id).bind(same_case_as).fetch_all(connection).await? {
        events.push(Event {
            status: status(event.try_get(0)?)?,
            at: Instant::from_millis(event.try_get(1)?),
            reason: event.try_get(2)?,
        });
    }
    let may_object_until: Option<&str> = row.try_get(7)?;
    Ok(Some(Progress {
        about_other: row.try_get(3)?,
        status: status(row.try_get(4)?)?,
        events,
        reasons: row.try_get(6)?,
        may_object_until: may_object_until
            .map(|day| day.parse().map_err(|_| StorageError::Unreadable("date")))
            .transpose()?,
        objected: row.try_get(11)?,
    }))
}

/// The status that a stored word names.
pub fn status(word: &str) -> Result<Status, StorageError> {
    Status::from_word(word).ok_or(StorageError::Unreadable("status"))
}
