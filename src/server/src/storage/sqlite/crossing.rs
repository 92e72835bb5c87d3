//! The crossing: from a person to the family card, and to every active aid on it.

use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use tilik_core::{Aid, FamilyStanding, Scheme, Through, aid};

use crate::sealing::NikKey;
use crate::storage::{StorageError, edition};

/// What is known of a person's family and its aid.
pub struct Found {
    /// How surely the family is known.
    pub standing: FamilyStanding,
    /// The family, where it is certain.
    pub family: Option<i64>,
    /// Its aid, folded; the person's own alone where the family is not certain.
    pub aid: Vec<Aid>,
}

const FAMILIES: &str = "SELECT family_id FROM resident WHERE nik_key = ? AND until IS NULL LIMIT 2";

const OWN_AID: &str = "
    SELECT e.scheme, e.period, r.paid, 1 AS own, e.name, e.landed_on
    FROM recipient r JOIN edition e ON e.id = r.edition_id
    WHERE r.nik_key = ? AND e.active = 1";

/// Own lines, lines of the other present members, and lines of the card alone.
const FAMILY_AID: &str = "
    SELECT e.scheme, e.period, r.paid, m.nik_key = ?1 AS own, e.name, e.landed_on
    FROM resident m
    JOIN recipient r ON r.nik_key = m.nik_key
    JOIN edition e ON e.id = r.edition_id
    WHERE m.family_id = ?2 AND m.until IS NULL AND e.active = 1
    UNION ALL
    SELECT e.scheme, e.period, r.paid, 0, e.name, e.landed_on
    FROM family f
    JOIN recipient r ON r.kk_key = f.kk_key AND r.nik_key IS NULL
    JOIN edition e ON e.id = r.edition_id
    WHERE f.id = ?2 AND e.active = 1";

/// Crosses a person with the registry and the lists, as of the connection's
/// transaction.
pub async fn of(connection: &mut SqliteConnection, nik: NikKey) -> Result<Found, StorageError> {
    let families: Vec<i64> =
        sqlx::query_scalar(FAMILIES).bind(nik.as_bytes().to_vec()).fetch_all(&mut *connection).await?;
    let (standing, family, rows) = match families[..] {
        [family] => {
            let rows = sqlx::query(FAMILY_AID).bind(nik.as_bytes().to_vec()).bind(family).fetch_all(connection).await?;
            (FamilyStanding::Certain, Some(family), rows)
        }
        [] => (FamilyStanding::Unregistered, None, own(connection, nik).await?),
        _ => (FamilyStanding::Uncertain, None, own(connection, nik).await?),
    };
    let aid = rows.iter().map(line).collect::<Result<_, _>>()?;
    Ok(Found { standing, family, aid: aid::fold(aid) })
}

async fn own(connection: &mut SqliteConnection, nik: NikKey) -> Result<Vec<SqliteRow>, sqlx::Error> {
    sqlx::query(OWN_AID).bind(nik.as_bytes().to_vec()).fetch_all(connection).await
}

/// One aid from a row `scheme, period, paid, own, name, landed_on`.
fn line(row: &SqliteRow) -> Result<Aid, StorageError> {
    let scheme = Scheme::from_word(row.try_get(0)?).ok_or(StorageError::Unreadable("scheme"))?;
    let period: &str = row.try_get(1)?;
    Ok(Aid {
        scheme,
        period: period.parse().map_err(|_| StorageError::Unreadable("period"))?,
        paid: row.try_get(2)?,
        through: if row.try_get(3)? { Through::Own } else { Through::Family },
        edition: edition(row.try_get(4)?, row.try_get(5)?)?,
    })
}
