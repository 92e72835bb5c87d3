//! Landing a file: everything in one transaction, at the end of which readers see the
//! new list or registry whole. Dropped without finishing, it leaves nothing.
//!
//! The rows here are sealed already: reading and checking a file is `import/`'s, how
//! rows get in fastest is each engine's.

use async_trait::async_trait;
use tilik_core::{Period, Scheme};

use crate::sealing::{KkKey, NikKey};

/// A family card.
pub struct FamilyRow {
    /// Finds it, and is its home.
    pub card: KkKey,
    /// The card's number, sealed.
    pub kk_sealed: Vec<u8>,
}

/// A person on a card.
pub struct ResidentRow {
    /// The card.
    pub card: KkKey,
    /// Finds the person.
    pub nik_key: NikKey,
    /// The NIK, sealed.
    pub nik_sealed: Vec<u8>,
    /// The name.
    pub name: String,
    /// `L` or `P`.
    pub sex: Option<char>,
    /// The village's code.
    pub village: u64,
    /// The address.
    pub address: String,
    /// The relation to the head of the family.
    pub relation: String,
}

/// Some rows of the registry.
#[derive(Default)]
pub struct ResidentBatch {
    /// Cards seen for the first time in the file.
    pub families: Vec<FamilyRow>,
    /// People; each on a card once in the file.
    pub residents: Vec<ResidentRow>,
}

/// A new edition.
pub struct EditionRow {
    /// Its number here.
    pub id: i64,
    /// The scheme.
    pub scheme: Scheme,
    /// The month.
    pub period: Period,
    /// What the regency calls it.
    pub name: String,
}

/// A line of a list.
pub struct RecipientRow {
    /// The edition.
    pub edition: i64,
    /// The person's key and sealed NIK.
    pub nik: Option<(NikKey, Vec<u8>)>,
    /// The card's key and sealed number.
    pub kk: Option<(KkKey, Vec<u8>)>,
    /// The name.
    pub name: String,
    /// Paid out.
    pub paid: bool,
}

/// Some lines of lists.
#[derive(Default)]
pub struct RecipientBatch {
    /// Editions seen for the first time.
    pub editions: Vec<EditionRow>,
    /// Lines.
    pub recipients: Vec<RecipientRow>,
}

/// What a file came to.
#[derive(Clone, Copy, Debug)]
pub struct Tally {
    /// Its SHA-256.
    pub sha256: [u8; 32],
    /// Rows that land.
    pub imported: u64,
    /// Rows that do not.
    pub rejected: u64,
}

/// A file on its way in.
#[async_trait]
pub trait Landing: Send {
    /// Starts a registry.
    async fn begin_residents(&mut self) -> sqlx::Result<()>;

    /// Adds rows to it.
    async fn residents(&mut self, batch: ResidentBatch) -> sqlx::Result<()>;

    /// Ends the memberships that the new registry no longer has, keeps the start of
    /// those it still has, and lands.
    async fn finish_residents(self: Box<Self>, tally: Tally) -> sqlx::Result<()>;

    /// Starts lists; returns the number for the first new edition.
    async fn begin_recipients(&mut self) -> sqlx::Result<i64>;

    /// Adds lines to them.
    async fn recipients(&mut self, batch: RecipientBatch) -> sqlx::Result<()>;

    /// Replaces the former editions of the same scheme and period, makes the newest
    /// period of each scheme the active one, and lands.
    async fn finish_recipients(self: Box<Self>, tally: Tally) -> sqlx::Result<()>;
}
