//! The cases that wait for an officer: the queue of an area, all about one case, and
//! the steps that officers take with it.

use sqlx::Row as _;
use tilik_core::case::{Desk, Finding, Step};
use tilik_core::{Date, Status, Ticket, decide};

use super::homes::{self, Homes};
use super::progress::{home_of, status};
use super::reports::{self, Claim};
use super::{Connection, Row, crossing, messages};
use crate::clock::Instant;
use crate::sealing::{Home, NikKey};
use crate::storage::StorageError;
use crate::storage::officers::{Act, CaseFile, CaseStep, Done, Member, Other, Queue, Waiting, Worked};

macro_rules! waits {
    () => {
        "r.status IN ('verifying', 'undetermined', 'objected') AND r.same_case_ticket IS NULL"
    };
}
macro_rules! line {
    () => {
        "r.ticket, r.status, r.village, r.details_sealed, r.received_at, r.desk, COALESCE(r.waits_since, r.received_at)"
    };
}

/// All shards, by the index of what waits.
const QUEUE: &str = concat!(
    "SELECT ",
    line!(),
    " FROM report r WHERE r.village BETWEEN $1 AND $2 AND ",
    waits!(),
    " ORDER BY CASE WHEN r.desk = $3 THEN 0 ELSE 1 END, COALESCE(r.waits_since, r.received_at), r.ticket LIMIT $4"
);
const TOTAL: &str = concat!("SELECT COUNT(*) FROM report r WHERE r.village BETWEEN $1 AND $2 AND ", waits!());

/// One shard: the home's, like all that follows but the others' reports.
const CASE: &str = concat!(
    "SELECT ",
    line!(),
    ", r.decided, r.rules_version, r.reasons, r.impact, r.household_size, r.channel, r.nik_key, r.same_case_ticket,
     o.reason_sealed, o.made_at,
     (SELECT COUNT(*) FROM report_event e WHERE e.home = $1 AND e.ticket = $2)
         + (SELECT COUNT(*) FROM case_act a WHERE a.home = $1 AND a.ticket = $2)
     FROM report r LEFT JOIN objection o ON o.home = r.home AND o.ticket = r.ticket
     WHERE r.home = $1 AND r.ticket = $2"
);
/// `officer` is on every node.
const ACTS: &str = "
    SELECT a.act, a.finding, o.name, a.note_sealed, a.at
    FROM case_act a LEFT JOIN officer o ON o.id = a.officer_id WHERE a.home = $1 AND a.ticket = $2 ORDER BY a.number";
const FAMILY: &str = "
    SELECT name, relation, village, address, nik_key FROM resident WHERE home = $1 AND until IS NULL ORDER BY nik_key";
const OTHERS: &str = "
    SELECT ticket, status, received_at, same_case_ticket IS NOT NULL FROM report
    WHERE home = $1 AND ticket <> $2 ORDER BY received_at DESC LIMIT 20";

const MOVE: &str = "
    UPDATE report SET status = $3, desk = $4, waits_since = $5, may_object_until = $6 WHERE home = $1 AND ticket = $2";
const STEP: &str = "
    INSERT INTO report_event (home, ticket, step, status, at, reason)
    SELECT $1, $2, COALESCE(MAX(step), 0) + 1, $3, $4, $5 FROM report_event WHERE home = $1 AND ticket = $2";
const ACT: &str = "
    INSERT INTO case_act (home, ticket, number, officer_id, act, finding, note_sealed, at)
    SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6, $7 FROM case_act WHERE home = $1 AND ticket = $2";

/// Whether somebody who is at a home now has another report that a package is due for. By
/// the index of open reports; all shards.
const SERVED: &str = "
    SELECT COUNT(*) FROM report r
    WHERE r.same_case_ticket IS NULL AND r.status NOT IN ('rejected', 'delivered')
      AND r.status IN ('approved', 'batched', 'on_the_way') AND r.ticket <> $2
      AND (r.nik_key = $1 OR r.nik_key IN (SELECT m.nik_key FROM resident m WHERE m.home = $1 AND m.until IS NULL))";
const CLOSE: &str = "DELETE FROM open_case WHERE home = $1 AND ticket = $2";
/// Another open report of somebody who is at a home now, the oldest.
const NEXT_OPEN: &str = "
    SELECT r.home, r.ticket FROM report r
    WHERE r.same_case_ticket IS NULL AND r.status NOT IN ('rejected', 'delivered')
      AND (r.nik_key = $1 OR r.nik_key IN (SELECT m.nik_key FROM resident m WHERE m.home = $1 AND m.until IS NULL))
    ORDER BY r.received_at LIMIT 1";

/// The cases that wait in the villages between two codes.
pub async fn queue(
    connection: &mut Connection,
    (first, last): (u64, u64),
    desk: Desk,
    limit: usize,
) -> Result<Queue, StorageError> {
    let (first, last) = (first.cast_signed(), last.cast_signed());
    let query = sqlx::query(QUEUE).bind(first).bind(last).bind(desk.word());
    let rows = query.bind(i64::try_from(limit).unwrap_or(i64::MAX)).fetch_all(&mut *connection).await?;
    let total: i64 = sqlx::query_scalar(TOTAL).bind(first).bind(last).fetch_one(connection).await?;
    Ok(Queue { cases: rows.iter().map(waiting).collect::<Result<_, _>>()?, total: total.cast_unsigned() })
}

/// All about one case, if its village lies between two codes.
pub async fn case(
    connection: &mut Connection,
    ticket: Ticket,
    (first, last): (u64, u64),
) -> Result<Option<CaseFile>, StorageError> {
    let Some((at, row)) = row_of(connection, ticket).await? else { return Ok(None) };
    let case = waiting(&row)?;
    // What only repeats another report is looked at there.
    if !(first..=last).contains(&case.village) || row.try_get::<Option<&str>, _>(14)?.is_some() {
        return Ok(None);
    }
    let person = nik(&row, 13)?;
    let homes = homes::of(connection, person).await?;
    let place = || (at.as_bytes().to_vec(), ticket.to_string());
    let (home, text) = place();
    let acts = sqlx::query(ACTS).bind(home).bind(text).fetch_all(&mut *connection).await?;
    let objection: Option<Vec<u8>> = row.try_get(15)?;
    let objected_at: Option<i64> = row.try_get(16)?;
    Ok(Some(CaseFile {
        decided: status(row.try_get(7)?)?,
        rules_version: row.try_get(8)?,
        reasons: row.try_get(9)?,
        impact: row.try_get(10)?,
        household_size: u8::try_from(row.try_get::<i64, _>(11)?).unwrap_or(u8::MAX),
        channel: row.try_get(12)?,
        standing: homes.standing,
        aid: crossing::of(connection, &homes, person).await?,
        family: family(connection, &homes, person).await?,
        others: others(connection, &homes, at, ticket).await?,
        objection: objection.zip(objected_at).map(|(words, at)| (words, Instant::from_millis(at))),
        acts: acts.iter().map(done).collect::<Result<_, _>>()?,
        seen: seen(&row)?,
        case,
    }))
}

/// Takes a step within the connection's transaction, and leaves what is told of it.
pub async fn step(connection: &mut Connection, step: &CaseStep, tells: bool) -> Result<Worked, StorageError> {
    let Some((at, row)) = row_of(connection, step.ticket).await? else { return Ok(Worked::NoCase) };
    let case = waiting(&row)?;
    if !step.duty.area().covers(case.village) || row.try_get::<Option<&str>, _>(14)?.is_some() {
        return Ok(Worked::NoCase);
    }
    if seen(&row)? != step.seen {
        return Ok(Worked::Changed);
    }
    let status = case.status;
    // Whoever may approve may as well pass it up.
    let next = status.after(match step.act {
        Act::Approve | Act::PassUp => Step::Approve,
        Act::Reject(_) => Step::Reject,
    });
    let Ok(next) = next else { return Ok(Worked::NotFollowing) };
    if !step.duty.may_decide(case.village, case.desk) {
        return Ok(Worked::NotYours);
    }
    if step.act == Act::Approve && step.note.is_none() && row.try_get::<&str, _>(7)? == Status::Rejected.word() {
        return Ok(Worked::NoteNeeded);
    }
    let person = nik(&row, 13)?;
    // Rejected, reported anew, and the first one objected to: a family may have two cases.
    if step.act == Act::Approve && served(connection, person, step.ticket).await? {
        return Ok(Worked::FamilyServed);
    }
    let now = step.at.millis();
    let finding = if let Act::Reject(finding) = step.act { Some(finding.word()) } else { None };
    let place = || (at.as_bytes().to_vec(), step.ticket.to_string());
    let own = step.duty.role().desk();
    let moved = match step.act {
        Act::PassUp => match own.up() {
            Some(up) => (status, Some(up), Some(now), None),
            None => return Ok(Worked::NotFollowing),
        },
        // The promise runs from here.
        Act::Approve => (next, None, Some(now), None),
        // An objection to it is for other eyes, where there are any further up. There is
        // one objection to a report: after it there is no date for another.
        Act::Reject(_) => {
            let until = decide::may_object_until(step.at.day());
            (next, own.up().or(Some(own)), None, (status != Status::Objected).then_some(until))
        }
    };
    let (home, ticket) = place();
    let (status, desk, since, until): (Status, Option<Desk>, Option<i64>, Option<Date>) = moved;
    sqlx::query(MOVE)
        .bind(home)
        .bind(ticket)
        .bind(status.word())
        .bind(desk.map(Desk::word))
        .bind(since)
        .bind(until.map(|day| day.to_string()))
        .execute(&mut *connection)
        .await?;
    if step.act != Act::PassUp {
        let (home, ticket) = place();
        let query = sqlx::query(STEP).bind(home).bind(ticket).bind(status.word()).bind(now).bind(finding);
        query.execute(&mut *connection).await?;
    }
    if tells {
        messages::told(connection, (at, &step.ticket.to_string()), (case.status, status), step.at).await?;
    }
    let (home, ticket) = place();
    sqlx::query(ACT)
        .bind(home)
        .bind(ticket)
        .bind(step.officer.as_bytes().to_vec())
        .bind(step.act.word())
        .bind(finding)
        .bind(step.note.clone())
        .bind(now)
        .execute(&mut *connection)
        .await?;
    if !status.is_open() {
        close(connection, person, Claim { home: at, ticket: step.ticket }).await?;
    }
    Ok(Worked::Stepped(status))
}

/// Whether the person's family has another report that a package is due for.
async fn served(connection: &mut Connection, person: NikKey, ticket: Ticket) -> Result<bool, StorageError> {
    for home in homes::of(connection, person).await?.all {
        let query = sqlx::query_scalar(SERVED).bind(home.as_bytes().to_vec()).bind(ticket.to_string());
        let others: i64 = query.fetch_one(&mut *connection).await?;
        if others > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The case no longer stands in the way of the family's next report. Where the family
/// has another open one, that does from now on.
pub async fn close(connection: &mut Connection, person: NikKey, case: Claim) -> Result<(), StorageError> {
    let homes = homes::of(connection, person).await?;
    let was = (!homes.all.contains(&case.home)).then_some(case.home);
    for home in homes.all.iter().copied().chain(was) {
        let bytes = || home.as_bytes().to_vec();
        let closed = sqlx::query(CLOSE).bind(bytes()).bind(case.ticket.to_string()).execute(&mut *connection).await?;
        if closed.rows_affected() == 0 {
            continue;
        }
        if let Some(row) = sqlx::query(NEXT_OPEN).bind(bytes()).fetch_optional(&mut *connection).await? {
            let ticket = Ticket::parse(row.try_get(1)?).map_err(|_| StorageError::Unreadable("ticket"))?;
            reports::open_at(connection, home, Claim { home: homes::home(row.try_get(0)?)?, ticket }).await?;
        }
    }
    Ok(())
}

/// The report of a ticket, and where it lives.
async fn row_of(connection: &mut Connection, ticket: Ticket) -> Result<Option<(Home, Row)>, StorageError> {
    let Some(at) = home_of(connection, ticket).await? else { return Ok(None) };
    let query = sqlx::query(CASE).bind(at.as_bytes().to_vec()).bind(ticket.to_string());
    Ok(query.fetch_optional(connection).await?.map(|row| (at, row)))
}

/// How far a case has come: its steps and acts.
fn seen(row: &Row) -> Result<u32, StorageError> {
    Ok(u32::try_from(row.try_get::<i64, _>(17)?).unwrap_or(u32::MAX))
}

fn nik(row: &Row, place: usize) -> Result<NikKey, StorageError> {
    NikKey::from_bytes(row.try_get(place)?).ok_or(StorageError::Unreadable("key"))
}

fn waiting(row: &Row) -> Result<Waiting, StorageError> {
    let desk: Option<&str> = row.try_get(5)?;
    Ok(Waiting {
        ticket: Ticket::parse(row.try_get(0)?).map_err(|_| StorageError::Unreadable("ticket"))?,
        status: status(row.try_get(1)?)?,
        village: row.try_get::<i64, _>(2)?.cast_unsigned(),
        details: row.try_get(3)?,
        received_at: Instant::from_millis(row.try_get(4)?),
        desk: match desk {
            None => Desk::Desa,
            Some(word) => Desk::from_word(word).ok_or(StorageError::Unreadable("desk"))?,
        },
        since: Instant::from_millis(row.try_get(6)?),
    })
}

async fn family(connection: &mut Connection, homes: &Homes, person: NikKey) -> Result<Vec<Member>, StorageError> {
    let (mut family, mut card) = (Vec::new(), 0);
    for home in &homes.all {
        let rows = sqlx::query(FAMILY).bind(home.as_bytes().to_vec()).fetch_all(&mut *connection).await?;
        // Somebody on several cards has a home of their own beside them, where nobody lives.
        card += u32::from(!rows.is_empty());
        for row in rows {
            family.push(Member {
                name: row.try_get(0)?,
                relation: row.try_get(1)?,
                village: row.try_get::<i64, _>(2)?.cast_unsigned(),
                address: row.try_get(3)?,
                reported: nik(&row, 4)? == person,
                card,
            });
        }
    }
    Ok(family)
}

/// The other reports of the homes that the person belongs to, and of the one at which
/// the case was made.
async fn others(
    connection: &mut Connection,
    homes: &Homes,
    at: Home,
    ticket: Ticket,
) -> Result<Vec<Other>, StorageError> {
    let mut others = Vec::new();
    let was = (!homes.all.contains(&at)).then_some(at);
    for home in homes.all.iter().copied().chain(was) {
        let query = sqlx::query(OTHERS).bind(home.as_bytes().to_vec()).bind(ticket.to_string());
        for row in query.fetch_all(&mut *connection).await? {
            others.push(Other {
                ticket: row.try_get(0)?,
                status: status(row.try_get(1)?)?,
                received_at: Instant::from_millis(row.try_get(2)?),
                repeats: row.try_get(3)?,
            });
        }
    }
    others.sort_by_key(|other| std::cmp::Reverse(other.received_at));
    Ok(others)
}

fn done(row: &Row) -> Result<Done, StorageError> {
    let unreadable = || StorageError::Unreadable("act");
    let finding: Option<&str> = row.try_get(1)?;
    let finding = finding.map(|word| Finding::from_word(word).ok_or_else(unreadable)).transpose()?;
    let act = match (row.try_get::<&str, _>(0)?, finding) {
        ("approve", None) => Act::Approve,
        ("pass_up", None) => Act::PassUp,
        ("reject", Some(finding)) => Act::Reject(finding),
        _ => return Err(unreadable()),
    };
    Ok(Done {
        act,
        by: row.try_get::<Option<String>, _>(2)?.unwrap_or_default(),
        note: row.try_get(3)?,
        at: Instant::from_millis(row.try_get(4)?),
    })
}
