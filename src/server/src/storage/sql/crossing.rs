//! The crossing: every active aid that reaches a home, as one of its people sees it.

use sqlx::Row as _;
use tilik_core::{Aid, Scheme, Through, aid};

use super::homes::Homes;
use super::{Connection, Row};
use crate::sealing::NikKey;
use crate::storage::{StorageError, edition};

/// One shard: the home's. `edition` is on every node.
pub const AID: &str = "
    SELECT e.scheme, e.period, a.paid, COALESCE(a.nik_key = $2, FALSE), e.name, e.landed_on
    FROM aid a JOIN edition e ON e.id = a.edition_id
    WHERE a.home = $1";

/// The home's aid, folded. At the home of somebody whose family is not certain there
/// is the person's own alone.
pub async fn of(connection: &mut Connection, homes: &Homes, nik: NikKey) -> Result<Vec<Aid>, StorageError> {
    let query = sqlx::query(AID).bind(homes.home.as_bytes().to_vec()).bind(nik.as_bytes().to_vec());
    let lines = query.fetch_all(connection).await?.iter().map(line).collect::<Result<_, _>>()?;
    Ok(aid::fold(lines))
}

/// One aid from a row `scheme, period, paid, own, name, landed_on`.
pub fn line(row: &Row) -> Result<Aid, StorageError> {
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
