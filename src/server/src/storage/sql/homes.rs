//! From a person to a home: which rows are this family's.
//!
//! A home is the key of the family card, or the person's own key where the registry
//! knows no card or several. This is the one look-up by person; everything after it
//! is asked by home, so that an engine that shards by home answers from one shard.

use sqlx::Row;
use tilik_core::FamilyStanding;

use super::Connection;
use crate::sealing::{Home, NikKey};
use crate::storage::StorageError;

/// Where a person belongs.
pub struct Homes {
    /// How surely the family is known.
    pub standing: FamilyStanding,
    /// The home that answers for the person.
    pub home: Home,
    /// Every home whose families count the person as theirs: the home itself, and the
    /// cards of a person who is on several.
    pub all: Vec<Home>,
}

/// NIK → family. One shard: the person's.
pub const CARDS: &str = "SELECT home FROM membership WHERE nik_key = $1";

/// Finds them.
pub async fn of(connection: &mut Connection, nik: NikKey) -> Result<Homes, StorageError> {
    let rows = sqlx::query(CARDS).bind(nik.as_bytes().to_vec()).fetch_all(connection).await?;
    let cards = rows.iter().map(|row| home(row.try_get(0)?)).collect::<Result<Vec<_>, _>>()?;
    Ok(Homes::of(nik, cards))
}

impl Homes {
    /// Those of a person who is on these cards.
    pub fn of(nik: NikKey, cards: Vec<Home>) -> Self {
        let own = Home::from(nik);
        match cards[..] {
            [card] => Self { standing: FamilyStanding::Certain, home: card, all: cards },
            [] => Self { standing: FamilyStanding::Unregistered, home: own, all: vec![own] },
            _ => {
                let all = [own].into_iter().chain(cards).collect();
                Self { standing: FamilyStanding::Uncertain, home: own, all }
            }
        }
    }
}

/// The home that stands in the database.
pub fn home(bytes: &[u8]) -> Result<Home, StorageError> {
    Home::from_bytes(bytes).ok_or(StorageError::Unreadable("home"))
}
