//! Announcing: what the lists say now becomes the sheet of every village, and stays as it
//! is, whatever lands later.

use std::collections::BTreeMap;
use std::sync::Arc;
use tilik_core::Desa;
use tilik_core::announcement::{Head, Listed, Masking, Sheet};
use uuid::Uuid;

use super::code::SheetCode;
use crate::clock::Instant;
use crate::sealing::{NikKey, Sealing};
use crate::storage::announcements::{self, Announcement, Announcer, KeptSheet, Lists, NewAnnouncement};
use crate::storage::officers::{Deed, What, Work, Worked};
use crate::storage::{Announcements, Officers, StorageError};

/// Why nothing was announced.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// No list has landed.
    #[error("there is no list to announce: import one first")]
    NoList,
    /// Somebody else announced at the same moment.
    #[error("somebody else has just announced the lists")]
    Raced,
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Announces the lists.
///
/// # Errors
/// [`MakeError`].
pub async fn make(
    (lists, officers, sealing): (&dyn Announcements, &dyn Officers, &Sealing),
    masking: Masking,
    officer: Option<Uuid>,
    at: Instant,
) -> Result<Announcement, MakeError> {
    let number = lists.announcements(1).await?.first().map_or(1, |newest| newest.number + 1);
    let head = Head { number, made_on: at.day(), masking, data_as_of: None, shown: Vec::new() };
    let mut sheets = Sheets { head, kept: BTreeMap::new() };
    let unplaced = lists.everybody_listed(&mut sheets).await?;
    if sheets.head.shown.is_empty() {
        return Err(MakeError::NoList);
    }
    // A village that nobody is listed in is told so.
    for village in Desa::all() {
        if !sheets.kept.contains_key(&village.code()) {
            sheets.add(village, Vec::new());
        }
    }
    let sheets: Vec<KeptSheet> = sheets.kept.into_values().collect();
    let people = sheets.iter().map(|sheet| sheet.people).sum();
    let announcement = Announcement { number, made_at: at, masking, people, unplaced };
    let new = Arc::new(NewAnnouncement { announcement: announcement.clone(), officer, sheets });
    let deed = Some(Deed::new(sealing, at, officer, "announced"));
    match officers.work(Work { what: What::Announce(new), deed }).await? {
        Worked::Made(_) => Ok(announcement),
        _ => Err(MakeError::Raced),
    }
}

/// The sheets as they are made, one village after the other: of all names only those of
/// one village are in memory at a time.
struct Sheets {
    head: Head,
    kept: BTreeMap<u64, KeptSheet>,
}

impl Sheets {
    fn add(&mut self, village: Desa, listed: Vec<Listed<NikKey>>) {
        let sheet = Sheet::new(self.head.clone(), village, listed);
        let text = sheet.text();
        let kept = KeptSheet {
            number: self.head.number,
            village: village.code(),
            people: sheet.lines.len() as u64,
            sha256: SheetCode::checksum(&text).to_vec(),
            text,
        };
        self.kept.insert(village.code(), kept);
    }
}

impl Announcer for Sheets {
    fn lists(&mut self, lists: announcements::Lists) {
        let Lists { shown, data_as_of } = lists;
        self.head.shown = shown;
        self.head.data_as_of = data_as_of;
    }

    fn village(&mut self, village: u64, listed: Vec<Listed<NikKey>>) {
        if let Some(village) = Desa::from_code(village) {
            self.add(village, listed);
        }
    }
}
