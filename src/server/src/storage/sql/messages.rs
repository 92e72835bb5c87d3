//! The outbox: messages written with the steps they tell of, taken by whoever sends
//! them, and what became of that.

use sqlx::Row as _;
use tilik_core::message::{Event, Recipient};
use tilik_core::{Status, Ticket};

use super::homes::home;
use super::reports::Claim;
use super::{Connection, Query, Row};
use crate::clock::Instant;
use crate::sealing::Home;
use crate::storage::StorageError;
use crate::storage::messages::{Dead, MessageCounts, MessageKey, Outcome, Taken};

/// A message told when its report came in. One shard: the home's, like the next.
pub const FIRST: &str = "
    INSERT INTO message (home, ticket, number, recipient, event, at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
/// One told of a later step.
const LATER: &str = "
    INSERT INTO message (home, ticket, number, recipient, event, at, due_at)
    SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6 FROM message WHERE home = $1 AND ticket = $2";
/// The reports that hear of a case: its own, and those that only repeat it, which may
/// live elsewhere. All shards, by the index of what repeats.
const HEARING: &str = "
    SELECT home, ticket, about_other FROM report WHERE home = $1 AND ticket = $2
    UNION ALL
    SELECT home, ticket, about_other FROM report WHERE same_case_home = $1 AND same_case_ticket = $2";

/// All shards, by the index of what waits. A report and its messages are at one home. One
/// after the other: nobody hears that a package is on its way after it was handed over.
const DUE: &str = "
    SELECT m.home, m.ticket, m.number, m.recipient, m.event, m.at, m.tries, m.due_at, r.details_sealed
    FROM message m JOIN report r ON r.home = m.home AND r.ticket = m.ticket
    WHERE m.state = 'waiting' AND m.due_at <= $1 AND NOT EXISTS (
        SELECT 1 FROM message b WHERE b.home = m.home AND b.ticket = m.ticket AND b.recipient = m.recipient
        AND b.number < m.number AND b.state = 'waiting')
    ORDER BY m.due_at LIMIT $2";
/// One shard: the home's, like the next. Of two that take the same, the later one finds
/// another time in the row.
const TAKE: &str = "
    UPDATE message SET due_at = $5, tries = tries + 1
    WHERE home = $1 AND ticket = $2 AND number = $3 AND state = 'waiting' AND due_at = $4";
const NOTE: &str = "
    UPDATE message SET state = $5, due_at = $6, failure = $7
    WHERE home = $1 AND ticket = $2 AND number = $3 AND state = 'waiting' AND tries = $4";

const WAITING: &str = "SELECT COUNT(*) FROM message WHERE state = 'waiting'";
const COUNTS: &str = "SELECT state, COUNT(*) FROM message GROUP BY state";
const DEAD: &str = "
    SELECT ticket, number, recipient, event, at, tries, failure FROM message
    WHERE state = 'dead' ORDER BY at DESC, ticket, number LIMIT $1";
const REVIVE: &str = "
    UPDATE message SET state = 'waiting', due_at = $4, tries = 0
    WHERE home = $1 AND ticket = $2 AND number = $3 AND state = 'dead'";
/// But for what a later one has overtaken.
const REVIVE_ALL: &str = "
    UPDATE message SET state = 'waiting', due_at = $1, tries = 0 WHERE state = 'dead' AND NOT EXISTS (
        SELECT 1 FROM message l WHERE l.home = message.home AND l.ticket = message.ticket
        AND l.recipient = message.recipient AND l.number > message.number AND l.state = 'sent')";

/// A message told when its report came in.
#[derive(Clone, Copy)]
pub struct First {
    claim: Claim,
    number: i64,
    recipient: Recipient,
    event: Event,
    at: Instant,
}

impl First {
    /// Those of a report that was decided as `status`.
    pub fn of(claim: Claim, status: Status, about_other: bool, at: Instant) -> impl Iterator<Item = Self> {
        let event = Event::at_receipt(status, about_other);
        let heard = Recipient::of(about_other).iter().filter(move |recipient| recipient.hears(event));
        (1..).zip(heard).map(move |(number, &recipient)| Self { claim, number, recipient, event, at })
    }

    /// Binds the values of [`FIRST`].
    pub fn bind<'query>(&self, query: Query<'query>) -> Query<'query> {
        query
            .bind(self.claim.home.as_bytes().to_vec())
            .bind(self.claim.ticket.to_string())
            .bind(self.number)
            .bind(self.recipient.word())
            .bind(self.event.word())
            .bind(self.at.millis())
            .bind(self.at.millis())
    }

    /// Writes it within the connection's transaction.
    pub async fn write(&self, connection: &mut Connection) -> Result<(), StorageError> {
        self.bind(sqlx::query(FIRST)).execute(connection).await?;
        Ok(())
    }
}

/// Writes what is told of a case's step, within the connection's transaction.
pub async fn told(
    connection: &mut Connection,
    (at, ticket): (Home, &str),
    (from, to): (Status, Status),
    now: Instant,
) -> Result<(), StorageError> {
    let Some(event) = Event::of_step(from, to) else { return Ok(()) };
    let query = sqlx::query(HEARING).bind(at.as_bytes().to_vec()).bind(ticket.to_owned());
    for report in query.fetch_all(&mut *connection).await? {
        let (at, ticket): (Home, String) = (home(report.try_get(0)?)?, report.try_get(1)?);
        for recipient in Recipient::of(report.try_get(2)?).iter().filter(|recipient| recipient.hears(event)) {
            let query = sqlx::query(LATER).bind(at.as_bytes().to_vec()).bind(ticket.clone());
            let query = query.bind(recipient.word()).bind(event.word()).bind(now.millis()).bind(now.millis());
            query.execute(&mut *connection).await?;
        }
    }
    Ok(())
}

/// Messages that are due, with the time that each is due since.
pub async fn due(
    connection: &mut Connection,
    now: Instant,
    limit: usize,
) -> Result<Vec<(Taken, Instant)>, StorageError> {
    let query = sqlx::query(DUE).bind(now.millis()).bind(i64::try_from(limit).unwrap_or(i64::MAX));
    query.fetch_all(connection).await?.iter().map(taken).collect()
}

/// Takes one of them; false where somebody else was quicker.
pub async fn take(
    connection: &mut Connection,
    key: MessageKey,
    since: Instant,
    until: Instant,
) -> Result<bool, StorageError> {
    let query = place(sqlx::query(TAKE), key).bind(since.millis()).bind(until.millis());
    Ok(query.execute(connection).await?.rows_affected() == 1)
}

/// Notes what became of a try.
pub async fn note(
    connection: &mut Connection,
    key: MessageKey,
    tries: u32,
    outcome: Outcome,
) -> Result<(), StorageError> {
    let (state, due_at, failure) = match outcome {
        Outcome::Sent => ("sent", 0, None),
        Outcome::NoAddress => ("no_address", 0, None),
        Outcome::Again(at, failure) => ("waiting", at.millis(), Some(failure)),
        Outcome::Dead(failure) => ("dead", 0, Some(failure)),
    };
    let query = place(sqlx::query(NOTE), key).bind(i64::from(tries)).bind(state).bind(due_at).bind(failure);
    query.execute(connection).await?;
    Ok(())
}

/// How many wait.
pub async fn waiting(connection: &mut Connection) -> Result<u64, StorageError> {
    let waiting: i64 = sqlx::query_scalar(WAITING).fetch_one(connection).await?;
    Ok(waiting.cast_unsigned())
}

/// How many there are, and the newest of those that could not be sent.
pub async fn overview(connection: &mut Connection, limit: usize) -> Result<(MessageCounts, Vec<Dead>), StorageError> {
    let mut counts = MessageCounts::default();
    for row in sqlx::query(COUNTS).fetch_all(&mut *connection).await? {
        let count = row.try_get::<i64, _>(1)?.cast_unsigned();
        match row.try_get::<&str, _>(0)? {
            "waiting" => counts.waiting = count,
            "sent" => counts.sent = count,
            "no_address" => counts.no_address = count,
            "dead" => counts.dead = count,
            _ => return Err(StorageError::Unreadable("state")),
        }
    }
    let query = sqlx::query(DEAD).bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let dead = query.fetch_all(connection).await?.iter().map(dead).collect::<Result<_, _>>()?;
    Ok((counts, dead))
}

/// Has dead messages tried anew, one or all; returns how many.
pub async fn revive(
    connection: &mut Connection,
    which: Option<(Ticket, i64)>,
    now: Instant,
) -> Result<u64, StorageError> {
    let query = match which {
        None => sqlx::query(REVIVE_ALL).bind(now.millis()),
        Some((ticket, number)) => {
            let Some(home) = super::progress::home_of(connection, ticket).await? else { return Ok(0) };
            place(sqlx::query(REVIVE), MessageKey { home, ticket, number }).bind(now.millis())
        }
    };
    Ok(query.execute(connection).await?.rows_affected())
}

fn place(query: Query<'_>, key: MessageKey) -> Query<'_> {
    query.bind(key.home.as_bytes().to_vec()).bind(key.ticket.to_string()).bind(key.number)
}

fn taken(row: &Row) -> Result<(Taken, Instant), StorageError> {
    let (recipient, event) = whom_and_what(row, 3)?;
    let taken = Taken {
        key: MessageKey {
            home: home(row.try_get(0)?)?,
            ticket: Ticket::parse(row.try_get(1)?).map_err(|_| StorageError::Unreadable("ticket"))?,
            number: row.try_get(2)?,
        },
        recipient,
        event,
        at: Instant::from_millis(row.try_get(5)?),
        tries: count(row, 6)?.saturating_add(1),
        details: row.try_get(8)?,
    };
    Ok((taken, Instant::from_millis(row.try_get(7)?)))
}

fn dead(row: &Row) -> Result<Dead, StorageError> {
    let (recipient, event) = whom_and_what(row, 2)?;
    Ok(Dead {
        ticket: row.try_get(0)?,
        number: row.try_get(1)?,
        recipient,
        event,
        at: Instant::from_millis(row.try_get(4)?),
        tries: count(row, 5)?,
        failure: row.try_get::<Option<String>, _>(6)?.unwrap_or_default(),
    })
}

fn whom_and_what(row: &Row, at: usize) -> Result<(Recipient, Event), StorageError> {
    let recipient = Recipient::from_word(row.try_get(at)?).ok_or(StorageError::Unreadable("recipient"))?;
    let event = Event::from_word(row.try_get(at + 1)?).ok_or(StorageError::Unreadable("event"))?;
    Ok((recipient, event))
}

fn count(row: &Row, at: usize) -> Result<u32, StorageError> {
    Ok(u32::try_from(row.try_get::<i64, _>(at)?).unwrap_or(u32::MAX))
}
