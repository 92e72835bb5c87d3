//! `tilik trail`: whether the trail of what was done is whole.
//!
//! Each entry carries a keyed hash over itself and the former one's. Who changes, adds
//! or takes away an entry in the database without the secrets breaks the chain there.
//! Entries cut off at the end leave no break: the number and the hash of the last one,
//! which the command prints, are to be kept elsewhere and compared.

use std::path::Path;

use crate::entropy::SystemEntropy;
use crate::secrets::hex;
use crate::storage;
use crate::storage::officers::{Entry, Told};

/// Entries read at once.
const PAGE: usize = 1_000;

/// The trail is not as it was written.
#[derive(Debug, thiserror::Error)]
pub enum TrailError {
    /// An entry does not follow from the one before it.
    #[error("entry {0} does not follow from the one before it: the trail was changed there, or before it")]
    Broken(i64),
    /// What was kept of it is no longer in it.
    #[error("the trail has no entry {0} with that hash any more: it was cut off, or written anew")]
    Lost(String),
}

/// Verifies it, and that it still has an entry that was printed before, `NUMBER:HASH`.
///
/// # Errors
/// [`TrailError`], the engine's.
pub async fn verify(database: &str, secrets: &Path, kept: Option<&str>) -> anyhow::Result<String> {
    let mut opened = storage::open(database, secrets, &SystemEntropy).await?;
    let (mut below, mut later, mut last) = (i64::MAX, None::<Entry>, None::<Entry>);
    let mut found = kept.is_none();
    // Backwards, so that one page is in memory.
    loop {
        let page = opened.trail(below, PAGE).await?;
        for Told { entry, .. } in page {
            below = entry.number;
            found = found || kept == Some(mark(&entry).as_str());
            match &later {
                Some(later) if !later.follows(Some(&entry), &opened.sealing) => {
                    return Err(TrailError::Broken(later.number).into());
                }
                Some(_) => {}
                None => last = Some(entry.clone()),
            }
            later = Some(entry);
        }
        match &later {
            Some(first) if first.number > 1 && opened.trail(below, 1).await?.is_empty() => {
                return Err(TrailError::Broken(first.number).into());
            }
            Some(first) if first.number > 1 => {}
            Some(first) if !first.follows(None, &opened.sealing) => return Err(TrailError::Broken(first.number).into()),
            Some(_) | None => break,
        }
    }
    opened.close().await?;
    if let (false, Some(kept)) = (found, kept) {
        return Err(TrailError::Lost(kept.to_owned()).into());
    }
    Ok(match last {
        Some(last) => format!("{} entries, whole\n{}", last.number, mark(&last)),
        None => "no entries yet".to_owned(),
    })
}

/// What is kept of an entry.
fn mark(entry: &Entry) -> String {
    format!("{}:{}", entry.number, hex(&entry.hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Instant;
    use crate::storage::officers::{Deed, What, Work};
    use sqlx::{Connection, Executor, SqliteConnection};

    /// A trail of five, and what the command says after something was done to it.
    async fn after(meddling: &'static str) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let (database, secrets) = (folder.path().join("tilik.db"), folder.path().join("secrets.toml"));
        let database = format!("sqlite://{}", database.display());
        let mut opened = storage::open(&database, &secrets, &SystemEntropy).await.unwrap();
        for millis in 0..5 {
            let deed = Deed::new(&opened.sealing, Instant::from_millis(millis), None, "saw_queue");
            opened.work(&Work { what: What::Look, deed: Some(deed) }).await.unwrap();
        }
        opened.close().await.unwrap();
        let mut connection = SqliteConnection::connect(&database).await.unwrap();
        connection.execute(meddling).await.unwrap();
        connection.close().await.unwrap();
        verify(&database, &secrets, None).await.map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn whatever_was_changed_is_found() {
        assert!(after("SELECT 1").await.unwrap().starts_with("5 entries, whole\n5:"));
        for (meddling, at) in [
            ("UPDATE trail SET deed = 'saw_case' WHERE number = 3", 3),
            ("UPDATE trail SET at = 9 WHERE number = 1", 1),
            ("DELETE FROM trail WHERE number = 2", 3),
            ("DELETE FROM trail WHERE number < 3", 3),
            ("UPDATE trail SET hash = x'00' WHERE number = 4", 5),
        ] {
            let told = after(meddling).await.unwrap_err();
            assert!(told.starts_with(&format!("entry {at} does not follow")), "{meddling}: {told}");
        }
        assert_eq!(after("DELETE FROM trail").await.unwrap(), "no entries yet");
    }
}
