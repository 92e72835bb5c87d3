//! The lists as they are announced, and the sheets once they are.

use futures_util::TryStreamExt;
use sqlx::Row as _;
use std::collections::HashSet;
use tilik_core::announcement::{Listed, Masking, Shown};
use tilik_core::{Desa, Scheme};

use super::{Connection, Row, aided};
use crate::clock::Instant;
use crate::sealing::NikKey;
use crate::storage::StorageError;
use crate::storage::announcements::{Announcement, Announcer, KeptSheet, Lists, NewAnnouncement};
use crate::storage::officers::Worked;

const ACTIVE: &str = "SELECT scheme, period, name FROM edition WHERE active ORDER BY scheme, period";
const LINES: &str = "SELECT COUNT(*) FROM recipient r JOIN edition e ON e.id = r.edition_id WHERE e.active";

/// Everybody named on a list, at every card they are on; and of a card named alone its
/// head, or whoever comes first. All shards, each by itself: aid and residents of a
/// family live together.
const LISTED: &str = "
    SELECT v.village, v.name, e.scheme, v.nik_key, a.recipient_id
    FROM aid a JOIN edition e ON e.id = a.edition_id
    JOIN resident v ON v.home = a.home AND v.nik_key = a.nik_key AND v.until IS NULL
    UNION ALL
    SELECT village, name, scheme, nik_key, recipient_id FROM (
        SELECT v.village, v.name, e.scheme, v.nik_key, a.recipient_id, ROW_NUMBER() OVER (
            PARTITION BY a.home, a.recipient_id
            ORDER BY CASE WHEN LOWER(v.relation) = 'kepala keluarga' THEN 0 ELSE 1 END, v.nik_key) AS place
        FROM aid a JOIN edition e ON e.id = a.edition_id
        JOIN resident v ON v.home = a.home AND v.until IS NULL WHERE a.nik_key IS NULL) heads
    WHERE place = 1 ORDER BY 1";

/// `announcement` and `announced_sheet` are on every node.
const ANNOUNCE: &str = "
    INSERT INTO announcement (number, made_at, masking, people, unplaced, officer_id) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (number) DO NOTHING";
const SHEET: &str = "
    INSERT INTO announced_sheet (announcement, village, people, sha256, content) VALUES ($1, $2, $3, $4, $5)";
const ANNOUNCEMENTS: &str = "
    SELECT number, made_at, masking, people, unplaced FROM announcement ORDER BY number DESC LIMIT $1";
macro_rules! sheet {
    () => {
        "SELECT announcement, village, people, sha256, content FROM announced_sheet "
    };
}
const NEWEST: &str = concat!(sheet!(), "WHERE village = $1 ORDER BY announcement DESC LIMIT 1");
const NUMBERED: &str = concat!(sheet!(), "WHERE village = $1 AND announcement = $2");
const BEGINNING: &str =
    concat!(sheet!(), "WHERE sha256 >= $1 AND sha256 < $2 ORDER BY announcement DESC, village LIMIT 2");

/// Reads everybody on the lists, as of the connection's transaction.
pub async fn everybody_listed(connection: &mut Connection, to: &mut dyn Announcer) -> Result<u64, StorageError> {
    let data_as_of = aided::data_as_of(connection).await?;
    let shown = sqlx::query(ACTIVE).fetch_all(&mut *connection).await?;
    let mut shown = shown.iter().map(shown_list).collect::<Result<Vec<_>, _>>()?;
    shown.sort_by_key(|list| list.scheme);
    to.lists(Lists { shown, data_as_of });
    let lines: i64 = sqlx::query_scalar(LINES).fetch_one(&mut *connection).await?;

    let (mut placed, mut at, mut listed) = (HashSet::new(), None, Vec::new());
    let mut rows = sqlx::query(LISTED).fetch(connection);
    while let Some(row) = rows.try_next().await? {
        let village = row.try_get::<i64, _>(0)?.cast_unsigned();
        if Desa::from_code(village).is_none() {
            continue;
        }
        placed.insert(row.try_get::<i64, _>(4)?);
        if let Some(before) = at.replace(village)
            && before != village
        {
            to.village(before, std::mem::take(&mut listed));
        }
        listed.push(Listed {
            whose: NikKey::from_bytes(row.try_get(3)?).ok_or(StorageError::Unreadable("key"))?,
            name: row.try_get(1)?,
            scheme: scheme(row.try_get(2)?)?,
        });
    }
    if let Some(village) = at {
        to.village(village, listed);
    }
    Ok(lines.cast_unsigned().saturating_sub(placed.len() as u64))
}

/// Keeps an announcement, within the connection's transaction. Not where another one was
/// made meanwhile.
pub async fn announce(connection: &mut Connection, new: &NewAnnouncement) -> Result<Worked, StorageError> {
    let Announcement { number, made_at, masking, people, unplaced } = &new.announcement;
    let query = sqlx::query(ANNOUNCE).bind(i64::from(*number)).bind(made_at.millis()).bind(masking.word());
    let query = query.bind(people.cast_signed()).bind(unplaced.cast_signed());
    let officer = new.officer.map(|officer| officer.as_bytes().to_vec());
    if query.bind(officer).execute(&mut *connection).await?.rows_affected() != 1 {
        return Ok(Worked::Changed);
    }
    for sheet in &new.sheets {
        let query = sqlx::query(SHEET).bind(i64::from(*number)).bind(sheet.village.cast_signed());
        let query = query.bind(sheet.people.cast_signed()).bind(sheet.sha256.clone()).bind(sheet.text.clone());
        query.execute(&mut *connection).await?;
    }
    Ok(Worked::Made(i64::from(*number)))
}

/// The newest announcements first.
pub async fn announcements(connection: &mut Connection, limit: usize) -> Result<Vec<Announcement>, StorageError> {
    let query = sqlx::query(ANNOUNCEMENTS).bind(i64::try_from(limit).unwrap_or(i64::MAX));
    query.fetch_all(connection).await?.iter().map(announcement).collect()
}

/// The sheet of a village.
pub async fn sheet(
    connection: &mut Connection,
    village: u64,
    number: Option<u32>,
) -> Result<Option<KeptSheet>, StorageError> {
    let query = match number {
        None => sqlx::query(NEWEST).bind(village.cast_signed()),
        Some(number) => sqlx::query(NUMBERED).bind(village.cast_signed()).bind(i64::from(number)),
    };
    query.fetch_optional(connection).await?.as_ref().map(kept).transpose()
}

/// The sheets whose checksum begins so.
pub async fn sheets_with(connection: &mut Connection, sha256: &[u8]) -> Result<Vec<KeptSheet>, StorageError> {
    let mut end = sha256.to_vec();
    // Nothing is after what consists of the last byte alone.
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            break;
        }
    }
    if end.is_empty() {
        return Ok(Vec::new());
    }
    let query = sqlx::query(BEGINNING).bind(sha256.to_vec()).bind(end);
    query.fetch_all(connection).await?.iter().map(kept).collect()
}

fn shown_list(row: &Row) -> Result<Shown, StorageError> {
    Ok(Shown {
        scheme: scheme(row.try_get(0)?)?,
        period: row.try_get::<&str, _>(1)?.parse().map_err(|_| StorageError::Unreadable("period"))?,
        edition: row.try_get(2)?,
    })
}

fn scheme(word: &str) -> Result<Scheme, StorageError> {
    Scheme::from_word(word).ok_or(StorageError::Unreadable("scheme"))
}

fn number(number: i64) -> Result<u32, StorageError> {
    u32::try_from(number).map_err(|_| StorageError::Unreadable("announcement"))
}

fn announcement(row: &Row) -> Result<Announcement, StorageError> {
    Ok(Announcement {
        number: number(row.try_get(0)?)?,
        made_at: Instant::from_millis(row.try_get(1)?),
        masking: Masking::from_word(row.try_get(2)?).ok_or(StorageError::Unreadable("masking"))?,
        people: row.try_get::<i64, _>(3)?.cast_unsigned(),
        unplaced: row.try_get::<i64, _>(4)?.cast_unsigned(),
    })
}

fn kept(row: &Row) -> Result<KeptSheet, StorageError> {
    Ok(KeptSheet {
        number: number(row.try_get(0)?)?,
        village: row.try_get::<i64, _>(1)?.cast_unsigned(),
        people: row.try_get::<i64, _>(2)?.cast_unsigned(),
        sha256: row.try_get(3)?,
        text: row.try_get(4)?,
    })
}
