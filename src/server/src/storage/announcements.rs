//! What announcements ask of the database: everybody on the lists, village by village, and
//! the sheets once announced. Making one goes in as a `Work` (`officers.rs`).

use async_trait::async_trait;
use tilik_core::Date;
use tilik_core::announcement::{Listed, Masking, Shown};
use uuid::Uuid;

use super::StorageError;
use crate::clock::Instant;
use crate::sealing::NikKey;

/// The lists that an announcement is made of.
pub struct Lists {
    /// The newest of each scheme.
    pub shown: Vec<Shown>,
    /// The day the newest landed.
    pub data_as_of: Option<Date>,
}

/// Takes what is read for an announcement, the lists first.
pub trait Announcer: Send {
    /// The lists.
    fn lists(&mut self, lists: Lists);
    /// Everybody on them who lives in a village; each village once, in the order of codes.
    fn village(&mut self, village: u64, listed: Vec<Listed<NikKey>>);
}

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Its number, from 1.
    pub number: u32,
    /// When it was made.
    pub made_at: Instant,
    /// How names are shown.
    pub masking: Masking,
    /// Lines on all its sheets.
    pub people: u64,
    /// Lines of the lists whose village nobody knows.
    pub unplaced: u64,
}

/// One to be made, with the sheet of every village.
#[derive(Clone)]
pub struct NewAnnouncement {
    /// It.
    pub announcement: Announcement,
    /// Who makes it; none for who has the server itself.
    pub officer: Option<Uuid>,
    /// Its sheets.
    pub sheets: Vec<KeptSheet>,
}

/// A sheet as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSheet {
    /// The announcement's number.
    pub number: u32,
    /// The village's code.
    pub village: u64,
    /// Its lines.
    pub people: u64,
    /// SHA-256 of its text.
    pub sha256: Vec<u8>,
    /// Its text.
    pub text: String,
}

/// Announcements and their sheets.
#[async_trait]
pub trait Announcements: Send + Sync {
    /// Reads everybody on the lists, at one instant, and returns how many lines have no
    /// village.
    async fn everybody_listed(&self, to: &mut dyn Announcer) -> Result<u64, StorageError>;

    /// The newest announcements first.
    async fn announcements(&self, limit: usize) -> Result<Vec<Announcement>, StorageError>;

    /// The sheet of a village, of the newest announcement where no number is given.
    async fn sheet(&self, village: u64, number: Option<u32>) -> Result<Option<KeptSheet>, StorageError>;

    /// The sheets whose checksum begins so, newest first, two at the most.
    async fn sheets_with(&self, sha256: &[u8]) -> Result<Vec<KeptSheet>, StorageError>;
}
