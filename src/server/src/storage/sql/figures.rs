//! What is counted for the dashboard. The database adds up; a row comes back for each
//! day, village or hour, not for each report.

use sqlx::Row as _;
use tilik_core::case::Finding;
use tilik_core::figures::Promise;
use tilik_core::{Date, Status};

use super::progress::status;
use super::{Connection, Query, Row};
use crate::clock::Instant;
use crate::storage::StorageError;
use crate::storage::figures::{Counted, Figures, InVillage, OnDay, ReportLine, Seen, Sign};

/// The reports that are counted, by the index of their receipt.
macro_rules! counted {
    () => {
        "FROM report r WHERE r.received_at BETWEEN $1 AND $2 AND r.village BETWEEN $3 AND $4"
    };
}
macro_rules! first_act {
    ($acts:literal) => {
        concat!(
            "(SELECT MIN(a.at) FROM case_act a WHERE a.home = r.home AND a.ticket = r.ticket AND a.act IN (",
            $acts,
            "))"
        )
    };
}
macro_rules! delivered_at {
    () => {
        "(SELECT MAX(e.at) FROM report_event e
          WHERE e.home = r.home AND e.ticket = r.ticket AND e.status = 'delivered')"
    };
}
/// Cases by the whole hours that they took to get somewhere.
macro_rules! hours_to {
    ($at:expr) => {
        concat!(
            "SELECT hours, COUNT(*) FROM (SELECT (",
            $at,
            " - r.received_at) / 3600000 AS hours ",
            counted!(),
            " AND r.same_case_ticket IS NULL) AS waited WHERE hours IS NOT NULL GROUP BY hours ORDER BY hours"
        )
    };
}

/// All shards, like everything here. Each answers with sums of its own, and steps and
/// acts lie at the home of their report.
const DAYS: &str = concat!(
    "SELECT r.received_on, r.decided, r.same_case_ticket IS NOT NULL, COUNT(*) ",
    counted!(),
    " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
);
const VILLAGES: &str = concat!(
    "SELECT r.village, r.decided, r.status, r.same_case_ticket IS NOT NULL, COUNT(*) ",
    counted!(),
    " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
);
const MADE: &str =
    concat!("SELECT r.channel, r.language, COUNT(*) ", counted!(), " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2");
const VERDICT: &str = hours_to!(first_act!("'approve', 'reject'"));
const APPROVAL: &str = hours_to!(first_act!("'approve'"));
const DELIVERY: &str = hours_to!(delivered_at!());
/// Days between the last approval and the door, or now. $6 is where Banyuwangi's days
/// begin; a day has 86,400,000 milliseconds there, without daylight saving.
const PROMISE: &str = concat!(
    "SELECT delivered, days, COUNT(*) FROM (
         SELECT r.status = 'delivered' AS delivered,
             (COALESCE(",
    delivered_at!(),
    ", $5) - $6) / 86400000 - ((
                 SELECT MAX(a.at) FROM case_act a
                 WHERE a.home = r.home AND a.ticket = r.ticket AND a.act = 'approve') - $6) / 86400000 AS days ",
    counted!(),
    "    AND r.same_case_ticket IS NULL AND r.status IN ('approved', 'batched', 'on_the_way', 'delivered')
     ) AS promised WHERE days IS NOT NULL GROUP BY delivered, days"
);

const REPORTS: &str = concat!("SELECT COUNT(*) ", counted!());
const LINES: &str = concat!(
    "SELECT r.ticket, r.same_case_ticket, r.village, r.received_at, r.decided, r.status, r.about_other, r.channel,
         r.language, r.household_size, r.first_rule, (
             SELECT a.finding FROM case_act a
             WHERE a.home = r.home AND a.ticket = r.ticket AND a.finding IS NOT NULL ORDER BY a.number DESC LIMIT 1), ",
    first_act!("'approve', 'reject'"),
    ", ",
    first_act!("'approve'"),
    ", ",
    delivered_at!(),
    ", r.details_sealed ",
    counted!(),
    " AND (r.received_at, r.ticket) > ($5, $6) ORDER BY r.received_at, r.ticket LIMIT $7"
);

/// `fishing` is on every node.
const SEE: &str = "
    INSERT INTO fishing (hour, sign, times) VALUES ($1, $2, $3)
    ON CONFLICT (hour, sign) DO UPDATE SET times = fishing.times + excluded.times";
const SEEN: &str = "SELECT hour, sign, times FROM fishing WHERE hour BETWEEN $1 AND $2 ORDER BY hour, sign";

/// Binds which reports are counted.
fn of<'query>(sql: &'static str, counted: &Counted) -> Query<'query> {
    let (first, last) = counted.instants();
    let (from, to) = counted.villages;
    sqlx::query(sql).bind(first.millis()).bind(last.millis()).bind(from.cast_signed()).bind(to.cast_signed())
}

/// Counts reports.
pub async fn figures(connection: &mut Connection, counted: &Counted, now: Instant) -> Result<Figures, StorageError> {
    let days = of(DAYS, counted).fetch_all(&mut *connection).await?;
    let villages = of(VILLAGES, counted).fetch_all(&mut *connection).await?;
    let made = of(MADE, counted).fetch_all(&mut *connection).await?;
    let promise = of(PROMISE, counted).bind(now.millis()).bind(Instant::start_of(Date::EPOCH).millis());
    let promise = promise.fetch_all(&mut *connection).await?;
    let verdict = hours(connection, VERDICT, counted).await?;
    let approval = hours(connection, APPROVAL, counted).await?;
    let delivery = hours(connection, DELIVERY, counted).await?;
    Ok(Figures {
        days: days.iter().map(on_day).collect::<Result<_, _>>()?,
        villages: villages.iter().map(in_village).collect::<Result<_, _>>()?,
        made: made
            .iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, times(row, 2)?)))
            .collect::<Result<_, StorageError>>()?,
        verdict,
        approval,
        delivery,
        promise: promise
            .iter()
            .map(|row| Ok((Promise::of(row.try_get(1)?, row.try_get(0)?), times(row, 2)?)))
            .collect::<Result<_, StorageError>>()?,
    })
}

async fn hours(
    connection: &mut Connection,
    sql: &'static str,
    counted: &Counted,
) -> Result<Vec<(i64, u64)>, StorageError> {
    let rows = of(sql, counted).fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, times(row, 1)?))).collect()
}

/// How many reports there are.
pub async fn reports(connection: &mut Connection, counted: &Counted) -> Result<u64, StorageError> {
    times(&of(REPORTS, counted).fetch_one(connection).await?, 0)
}

/// The next reports after one.
pub async fn lines(
    connection: &mut Connection,
    counted: &Counted,
    after: Option<(Instant, String)>,
    limit: usize,
) -> Result<Vec<ReportLine>, StorageError> {
    let (at, ticket) = after.unwrap_or((Instant::from_millis(i64::MIN), String::new()));
    let query = of(LINES, counted).bind(at.millis()).bind(ticket).bind(i64::try_from(limit).unwrap_or(i64::MAX));
    query.fetch_all(connection).await?.iter().map(line).collect()
}

/// Adds to what was seen in an hour.
pub async fn see(connection: &mut Connection, seen: &[Seen]) -> Result<(), StorageError> {
    for Seen { hour, sign, times } in seen {
        let query = sqlx::query(SEE).bind(*hour).bind(sign.word()).bind(times.cast_signed());
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// What was seen in the hours between two.
pub async fn seen(connection: &mut Connection, (first, last): (i64, i64)) -> Result<Vec<Seen>, StorageError> {
    let rows = sqlx::query(SEEN).bind(first).bind(last).fetch_all(connection).await?;
    let seen = rows.iter().map(|row| {
        let sign = Sign::from_word(row.try_get(1)?).ok_or(StorageError::Unreadable("sign"))?;
        Ok(Seen { hour: row.try_get(0)?, sign, times: times(row, 2)? })
    });
    seen.collect()
}

fn times(row: &Row, place: usize) -> Result<u64, StorageError> {
    Ok(row.try_get::<i64, _>(place)?.cast_unsigned())
}

fn on_day(row: &Row) -> Result<OnDay, StorageError> {
    Ok(OnDay {
        day: row.try_get::<&str, _>(0)?.parse().map_err(|_| StorageError::Unreadable("date"))?,
        decided: status(row.try_get(1)?)?,
        repeated: row.try_get(2)?,
        reports: times(row, 3)?,
    })
}

fn in_village(row: &Row) -> Result<InVillage, StorageError> {
    Ok(InVillage {
        village: times(row, 0)?,
        decided: status(row.try_get(1)?)?,
        status: status(row.try_get(2)?)?,
        repeated: row.try_get(3)?,
        reports: times(row, 4)?,
    })
}

fn line(row: &Row) -> Result<ReportLine, StorageError> {
    let decided: Status = status(row.try_get(4)?)?;
    let finding: Option<&str> = row.try_get(11)?;
    let finding = finding.map(|word| Finding::from_word(word).ok_or(StorageError::Unreadable("act"))).transpose()?;
    let at = |place| Ok::<_, StorageError>(row.try_get::<Option<i64>, _>(place)?.map(Instant::from_millis));
    Ok(ReportLine {
        ticket: row.try_get(0)?,
        repeats: row.try_get(1)?,
        village: times(row, 2)?,
        received_at: Instant::from_millis(row.try_get(3)?),
        decided,
        status: status(row.try_get(5)?)?,
        about_other: row.try_get(6)?,
        channel: row.try_get(7)?,
        language: row.try_get(8)?,
        household_size: u8::try_from(row.try_get::<i64, _>(9)?).unwrap_or(u8::MAX),
        first_rule: row.try_get(10)?,
        finding,
        verdict_at: at(12)?,
        approved_at: at(13)?,
        delivered_at: at(14)?,
        details: row.try_get(15)?,
    })
}
