//! Batches: what waits for a package, who is in which batch, and what became of it.

use sqlx::Row as _;
use tilik_core::Status;
use tilik_core::case::{Desk, Handover, Step};

use super::homes::home;
use super::progress::status;
use super::reports::Claim;
use super::{Connection, Row, cases, messages};
use crate::clock::Instant;
use crate::sealing::{Home, NikKey};
use crate::storage::StorageError;
use crate::storage::batches::{
    AtTheDoor, Batch, BatchAct, BatchStep, Deliveries, Late, NewBatch, Package, VillageWaits,
};
use crate::storage::officers::Worked;

macro_rules! since {
    () => {
        "COALESCE(waits_since, received_at)"
    };
}

/// All shards, by the index of what is to be delivered; so are the next two.
const WAITING: &str = concat!(
    "SELECT village, COUNT(*), MIN(",
    since!(),
    ") FROM report WHERE status = 'approved' AND same_case_ticket IS NULL AND village BETWEEN $1 AND $2
     GROUP BY village ORDER BY 3, village"
);
const LATE: &str = concat!(
    "SELECT ticket, village, status, ",
    since!(),
    " FROM report WHERE status IN ('approved', 'batched', 'on_the_way') AND same_case_ticket IS NULL
     AND village BETWEEN $1 AND $2 AND ",
    since!(),
    " < $3 ORDER BY 4, ticket LIMIT $4"
);
const NEXT: &str = concat!(
    "SELECT home, ticket, village FROM report
     WHERE status = 'approved' AND same_case_ticket IS NULL AND village BETWEEN $1 AND $2 ORDER BY ",
    since!(),
    ", ticket LIMIT $3"
);

/// `batch` and `batch_line` are on every node.
const BATCHES: &str = "
    SELECT b.number, b.district, b.leaves_on, b.left_at IS NOT NULL, b.cancelled_at IS NOT NULL, COUNT(l.place),
           COUNT(CASE WHEN l.result = 'handed_over' THEN 1 END), COUNT(CASE WHEN l.result <> 'handed_over' THEN 1 END)
    FROM batch b LEFT JOIN batch_line l ON l.batch = b.number
    WHERE b.district BETWEEN $1 AND $2 AND b.number BETWEEN $3 AND $4
    GROUP BY b.number, b.district, b.leaves_on, b.left_at, b.cancelled_at ORDER BY b.number DESC LIMIT $5";
const PACKAGES: &str = "
    SELECT l.place, l.ticket, r.details_sealed, r.village, l.result, l.note_sealed
    FROM batch_line l JOIN report r ON r.home = l.home AND r.ticket = l.ticket WHERE l.batch = $1 ORDER BY l.place";
const LINES: &str = "SELECT home, ticket FROM batch_line WHERE batch = $1 ORDER BY place";

const NUMBER: &str = "SELECT COALESCE(MAX(number), 0) + 1 FROM batch";
const MADE: &str = "SELECT number, fingerprint FROM batch WHERE idempotency_key = $1";
const MAKE: &str = "
    INSERT INTO batch (number, district, leaves_on, officer_id, made_at, idempotency_key, fingerprint)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const PUT_IN: &str = "INSERT INTO batch_line (batch, place, home, ticket) VALUES ($1, $2, $3, $4)";
const SEND_OFF: &str = "
    UPDATE batch SET left_at = $2, leaves_on = $3
    WHERE number = $1 AND left_at IS NULL AND cancelled_at IS NULL AND district BETWEEN $4 AND $5";
const CANCEL: &str = "
    UPDATE batch SET cancelled_at = $2
    WHERE number = $1 AND left_at IS NULL AND cancelled_at IS NULL AND district BETWEEN $3 AND $4";

/// One shard: the home's, like the next two.
const MOVE: &str = "UPDATE report SET status = $3, batch = $4 WHERE home = $1 AND ticket = $2 AND status = $5";
const EVENT: &str = "
    INSERT INTO report_event (home, ticket, step, status, at, reason)
    SELECT $1, $2, COALESCE(MAX(step), 0) + 1, $3, $4, $5 FROM report_event WHERE home = $1 AND ticket = $2";
const ASK_AGAIN: &str = "UPDATE report SET desk = $3, waits_since = $4 WHERE home = $1 AND ticket = $2";
const REPORT: &str = "SELECT status, nik_key FROM report WHERE home = $1 AND ticket = $2";

const LINE: &str = "
    SELECT l.home, l.result, b.left_at IS NOT NULL FROM batch_line l JOIN batch b ON b.number = l.batch
    WHERE l.batch = $1 AND l.ticket = $2 AND b.district BETWEEN $3 AND $4";
const RESULT: &str = "
    UPDATE batch_line SET result = $3, note_sealed = $4, officer_id = $5, at = $6
    WHERE batch = $1 AND ticket = $2 AND result IS NULL";

/// What is to be delivered in the villages between two codes.
pub async fn deliveries(
    connection: &mut Connection,
    (first, last): (u64, u64),
    late_before: Instant,
    limit: usize,
) -> Result<Deliveries, StorageError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let (from, to) = (first.cast_signed(), last.cast_signed());
    let waiting = sqlx::query(WAITING).bind(from).bind(to).fetch_all(&mut *connection).await?;
    let waiting = waiting.iter().map(|row| {
        Ok(VillageWaits {
            village: row.try_get::<i64, _>(0)?.cast_unsigned(),
            count: row.try_get::<i64, _>(1)?.cast_unsigned(),
            since: Instant::from_millis(row.try_get(2)?),
        })
    });
    let waiting = waiting.collect::<Result<_, StorageError>>()?;
    let query = sqlx::query(LATE).bind(from).bind(to).bind(late_before.millis()).bind(limit);
    let late = query.fetch_all(&mut *connection).await?;
    let late = late.iter().map(|row| {
        Ok(Late {
            ticket: row.try_get(0)?,
            village: row.try_get::<i64, _>(1)?.cast_unsigned(),
            status: status(row.try_get(2)?)?,
            since: Instant::from_millis(row.try_get(3)?),
        })
    });
    let late = late.collect::<Result<_, StorageError>>()?;
    let districts = (first / 10_000, last / 10_000);
    let batches = batches(connection, districts, (0, i64::MAX), limit).await?;
    Ok(Deliveries { waiting, late, batches })
}

/// A batch of a district between two codes, with its packages.
pub async fn manifest(
    connection: &mut Connection,
    number: i64,
    districts: (u64, u64),
) -> Result<Option<(Batch, Vec<Package>)>, StorageError> {
    let Some(batch) = batches(connection, districts, (number, number), 1).await?.pop() else { return Ok(None) };
    let rows = sqlx::query(PACKAGES).bind(number).fetch_all(connection).await?;
    Ok(Some((batch, rows.iter().map(package).collect::<Result<_, _>>()?)))
}

async fn batches(
    connection: &mut Connection,
    (first, last): (u64, u64),
    numbers: (i64, i64),
    limit: i64,
) -> Result<Vec<Batch>, StorageError> {
    let query = sqlx::query(BATCHES).bind(first.cast_signed()).bind(last.cast_signed());
    let rows = query.bind(numbers.0).bind(numbers.1).bind(limit).fetch_all(connection).await?;
    rows.iter().map(batch).collect()
}

/// Makes a batch of those who wait longest, within the connection's transaction.
pub async fn make(connection: &mut Connection, new: &NewBatch) -> Result<Worked, StorageError> {
    let key = || new.idempotency_key.as_bytes().to_vec();
    if let Some(made) = sqlx::query(MADE).bind(key()).fetch_optional(&mut *connection).await? {
        let same = made.try_get::<&[u8], _>(1)? == new.fingerprint;
        return Ok(if same { Worked::MadeBefore(made.try_get(0)?) } else { Worked::KeyReused });
    }
    let (first, last) = (new.villages.0.cast_signed(), new.villages.1.cast_signed());
    let rows = sqlx::query(NEXT).bind(first).bind(last).bind(i64::from(new.capacity));
    let mut chosen = Vec::new();
    for row in rows.fetch_all(&mut *connection).await? {
        chosen.push((row.try_get::<i64, _>(2)?, home(row.try_get(0)?)?, row.try_get::<String, _>(1)?));
    }
    if chosen.is_empty() {
        return Ok(Worked::NotDone);
    }
    // As the lorry goes: village by village, in each the longest wait first.
    chosen.sort_by_key(|(village, ..)| *village);
    let number: i64 = sqlx::query_scalar(NUMBER).fetch_one(&mut *connection).await?;
    sqlx::query(MAKE)
        .bind(number)
        .bind(new.district.cast_signed())
        .bind(new.leaves_on.to_string())
        .bind(new.officer.as_bytes().to_vec())
        .bind(new.at.millis())
        .bind(key())
        .bind(new.fingerprint.to_vec())
        .execute(&mut *connection)
        .await?;
    for (place, (_, home, ticket)) in (1_i64..).zip(chosen) {
        let query = sqlx::query(PUT_IN).bind(number).bind(place).bind(home.as_bytes().to_vec()).bind(ticket.clone());
        query.execute(&mut *connection).await?;
        let moved =
            Moved { home, ticket, from: Status::Approved, step: Step::Batch, batch: Some(number), reason: None };
        // Nobody is told before it leaves.
        moved.write(connection, new.at, false).await?;
    }
    Ok(Worked::Made(number))
}

/// Sends a batch off or gives it up, within the connection's transaction.
pub async fn step(connection: &mut Connection, step: &BatchStep, tells: bool) -> Result<Worked, StorageError> {
    let districts = (step.districts.0.cast_signed(), step.districts.1.cast_signed());
    let query = match step.act {
        BatchAct::SendOff => {
            sqlx::query(SEND_OFF).bind(step.number).bind(step.at.millis()).bind(step.at.day().to_string())
        }
        BatchAct::Cancel => sqlx::query(CANCEL).bind(step.number).bind(step.at.millis()),
    };
    if query.bind(districts.0).bind(districts.1).execute(&mut *connection).await?.rows_affected() != 1 {
        let there = batches(connection, step.districts, (step.number, step.number), 1).await?;
        return Ok(if there.is_empty() { Worked::NoCase } else { Worked::NotFollowing });
    }
    let (taken, batch) = match step.act {
        BatchAct::SendOff => (Step::Dispatch, Some(step.number)),
        BatchAct::Cancel => (Step::Unbatch, None),
    };
    for row in sqlx::query(LINES).bind(step.number).fetch_all(&mut *connection).await? {
        let (home, ticket) = (home(row.try_get(0)?)?, row.try_get(1)?);
        let moved = Moved { home, ticket, from: Status::Batched, step: taken, batch, reason: None };
        moved.write(connection, step.at, tells).await?;
    }
    Ok(Worked::Done)
}

/// Notes what became of a package, within the connection's transaction.
pub async fn at_the_door(connection: &mut Connection, door: &AtTheDoor, tells: bool) -> Result<Worked, StorageError> {
    let ticket = door.ticket.to_string();
    let query = sqlx::query(LINE).bind(door.number).bind(ticket.clone());
    let query = query.bind(door.districts.0.cast_signed()).bind(door.districts.1.cast_signed());
    let Some(line) = query.fetch_optional(&mut *connection).await? else { return Ok(Worked::NoCase) };
    let home = home(line.try_get(0)?)?;
    let query = sqlx::query(REPORT).bind(home.as_bytes().to_vec()).bind(ticket.clone());
    let Some(report) = query.fetch_optional(&mut *connection).await? else { return Ok(Worked::NoCase) };
    let now = status(report.try_get(0)?)?;
    if let Some(said) = line.try_get::<Option<&str>, _>(1)? {
        // Sent again by a phone that did not hear the answer.
        return Ok(if said == door.result.word() { Worked::Again(now) } else { Worked::Changed });
    }
    let step = door.result.step();
    let Ok(next) = now.after(step) else { return Ok(Worked::NotFollowing) };
    if !line.try_get::<bool, _>(2)? {
        return Ok(Worked::NotFollowing);
    }
    let query = sqlx::query(RESULT).bind(door.number).bind(ticket.clone()).bind(door.result.word());
    let query = query.bind(door.note.clone()).bind(door.officer.as_bytes().to_vec()).bind(door.at.millis());
    query.execute(&mut *connection).await?;
    let handed_over = door.result == Handover::HandedOver;
    let (batch, reason) = if handed_over { (Some(door.number), None) } else { (None, Some(door.result.word())) };
    let moved = Moved { home, ticket, from: now, step, batch, reason };
    moved.write(connection, door.at, tells).await?;
    if step == Step::SendBack {
        let query = sqlx::query(ASK_AGAIN).bind(home.as_bytes().to_vec()).bind(door.ticket.to_string());
        query.bind(Desk::Kecamatan.word()).bind(door.at.millis()).execute(&mut *connection).await?;
    }
    if !next.is_open() {
        let person = NikKey::from_bytes(report.try_get(1)?).ok_or(StorageError::Unreadable("key"))?;
        cases::close(connection, person, Claim { home, ticket: door.ticket }).await?;
    }
    Ok(Worked::Stepped(next))
}

/// A report that takes a step.
struct Moved {
    home: Home,
    ticket: String,
    from: Status,
    step: Step,
    /// The batch it is in from now on.
    batch: Option<i64>,
    reason: Option<&'static str>,
}

impl Moved {
    async fn write(self, connection: &mut Connection, at: Instant, tells: bool) -> Result<(), StorageError> {
        let Self { home, ticket, from, step, batch, reason } = self;
        // Who is in a batch has the status that goes with it.
        let next = from.after(step).map_err(|_| StorageError::Unreadable("step"))?;
        let query = sqlx::query(MOVE).bind(home.as_bytes().to_vec()).bind(ticket.clone()).bind(next.word());
        let moved = query.bind(batch).bind(from.word()).execute(&mut *connection).await?;
        if moved.rows_affected() != 1 {
            return Err(StorageError::Raced);
        }
        let query = sqlx::query(EVENT).bind(home.as_bytes().to_vec()).bind(ticket.clone()).bind(next.word());
        query.bind(at.millis()).bind(reason).execute(&mut *connection).await?;
        if tells {
            messages::told(connection, (home, &ticket), (from, next), at).await?;
        }
        Ok(())
    }
}

fn batch(row: &Row) -> Result<Batch, StorageError> {
    let count = |place| -> sqlx::Result<u64> { Ok(row.try_get::<i64, _>(place)?.cast_unsigned()) };
    Ok(Batch {
        number: row.try_get(0)?,
        district: count(1)?,
        leaves_on: row.try_get::<&str, _>(2)?.parse().map_err(|_| StorageError::Unreadable("date"))?,
        left: row.try_get(3)?,
        cancelled: row.try_get(4)?,
        packages: count(5)?,
        handed_over: count(6)?,
        brought_back: count(7)?,
    })
}

fn package(row: &Row) -> Result<Package, StorageError> {
    let result: Option<&str> = row.try_get(4)?;
    Ok(Package {
        place: u32::try_from(row.try_get::<i64, _>(0)?).unwrap_or_default(),
        ticket: row.try_get(1)?,
        details: row.try_get(2)?,
        village: row.try_get::<i64, _>(3)?.cast_unsigned(),
        result: result.map(|word| Handover::from_word(word).ok_or(StorageError::Unreadable("result"))).transpose()?,
        note: row.try_get(5)?,
    })
}
