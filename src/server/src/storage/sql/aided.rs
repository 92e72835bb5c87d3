//! Everybody with active aid, in one reading, for the index that answers checks.
//!
//! It must say of each person what `crossing.rs` says; `conformance.rs` holds
//! the two against each other.

use futures_util::TryStreamExt;
use sqlx::Row;
use std::collections::{HashMap, HashSet};
use tilik_core::{Aid, Date, Scheme, Through, aid};

use super::Connection;
use crate::sealing::NikKey;
use crate::storage::{AidSets, Aided, StorageError, edition};

const ACTIVE_EDITIONS: &str = "SELECT id, scheme, period, name, landed_on FROM edition WHERE active";

/// Who is on more than one card: only their own aid is certain.
const UNCERTAIN: &str = "SELECT nik_key FROM membership GROUP BY nik_key HAVING COUNT(*) > 1";

/// Each line with the people it reaches: every present member of a card, or the one
/// person whose home it is. Ordered by nothing: lines of one person come from anywhere.
const REACHED: &str = "
    SELECT m.nik_key, a.edition_id, a.paid, COALESCE(a.nik_key = m.nik_key, FALSE)
    FROM aid a JOIN resident m ON m.home = a.home AND m.until IS NULL
    UNION ALL
    SELECT a.nik_key, a.edition_id, a.paid, TRUE FROM aid a WHERE a.nik_key = a.home";

/// The day the newest list landed.
pub async fn data_as_of(connection: &mut Connection) -> Result<Option<Date>, StorageError> {
    let newest: Option<String> =
        sqlx::query_scalar("SELECT MAX(landed_on) FROM edition WHERE active").fetch_one(connection).await?;
    newest.map(|day| day.parse().map_err(|_| StorageError::Unreadable("date"))).transpose()
}

/// A line as small as it can be while all of them are in memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Line {
    edition: u32,
    own: bool,
    paid: bool,
}

/// Reads everybody aided, as of the connection's transaction.
pub async fn read(connection: &mut Connection) -> Result<Aided, StorageError> {
    let stamp = sqlx::query_scalar("SELECT stamp FROM installation").fetch_one(&mut *connection).await?;
    let data_as_of = data_as_of(connection).await?;

    let mut editions = Vec::new();
    let mut places: HashMap<i64, u32> = HashMap::new();
    for row in sqlx::query(ACTIVE_EDITIONS).fetch_all(&mut *connection).await? {
        let scheme = Scheme::from_word(row.try_get(1)?).ok_or(StorageError::Unreadable("scheme"))?;
        let period: &str = row.try_get(2)?;
        let period = period.parse().map_err(|_| StorageError::Unreadable("period"))?;
        let place = u32::try_from(editions.len()).map_err(|_| StorageError::Unreadable("number of editions"))?;
        places.insert(row.try_get(0)?, place);
        editions.push((scheme, period, edition(row.try_get(3)?, row.try_get(4)?)?));
    }

    let mut uncertain = HashSet::new();
    let mut rows = sqlx::query(UNCERTAIN).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        uncertain.insert(key(row.try_get(0)?)?);
    }
    drop(rows);

    // People share few distinct sets of lines, so a person costs a key and a number:
    // each line moves the person from one known set to the next.
    let mut sets: Vec<Vec<Line>> = vec![Vec::new()];
    let mut next: HashMap<(u32, Line), u32> = HashMap::new();
    let mut known: HashMap<Vec<Line>, u32> = HashMap::from([(Vec::new(), 0)]);
    let mut people: HashMap<NikKey, u32> = HashMap::new();
    let mut rows = sqlx::query(REACHED).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        let nik = key(row.try_get(0)?)?;
        let own: bool = row.try_get(3)?;
        if !own && uncertain.contains(&nik) {
            continue;
        }
        let edition = *places.get(&row.try_get(1)?).ok_or(StorageError::Unreadable("edition"))?;
        let line = Line { edition, own, paid: row.try_get(2)? };
        let place = people.entry(nik).or_insert(0);
        *place = *next.entry((*place, line)).or_insert_with(|| {
            let mut set = sets.get(*place as usize).cloned().unwrap_or_default();
            if let Err(at) = set.binary_search(&line) {
                set.insert(at, line);
            }
            *known.entry(set.clone()).or_insert_with(|| {
                sets.push(set);
                sets.len() as u32 - 1
            })
        });
    }
    drop(rows);

    let mut folded = AidSets::default();
    let folded_places: Vec<u32> = sets
        .iter()
        .map(|set| {
            let lines = set.iter().filter_map(|line| {
                let (scheme, period, edition) = editions.get(line.edition as usize)?;
                let through = if line.own { Through::Own } else { Through::Family };
                Some(Aid { scheme: *scheme, period: *period, paid: line.paid, through, edition: edition.clone() })
            });
            folded.place(aid::fold(lines.collect()))
        })
        .collect();
    for place in people.values_mut() {
        *place = folded_places.get(*place as usize).copied().unwrap_or_default();
    }
    Ok(Aided { stamp, data_as_of, sets: folded.into_sets(), people })
}

fn key(bytes: &[u8]) -> Result<NikKey, StorageError> {
    NikKey::from_bytes(bytes).ok_or(StorageError::Unreadable("key"))
}
