//! What deliveries ask of the database: what waits for a package, the batches, and what
//! became of each package. What is done with them goes in as a `Work` (`officers.rs`).

use async_trait::async_trait;
use tilik_core::case::Handover;
use tilik_core::{Date, Status, Ticket};
use uuid::Uuid;

use super::StorageError;
use crate::clock::Instant;

/// What is to be delivered in an area.
pub struct Deliveries {
    /// Village by village, the longest wait first.
    pub waiting: Vec<VillageWaits>,
    /// Those approved before an instant, the longest wait first.
    pub late: Vec<Late>,
    /// Newest first.
    pub batches: Vec<Batch>,
}

/// The packages that a village waits for.
pub struct VillageWaits {
    /// The village's code.
    pub village: u64,
    /// How many.
    pub count: u64,
    /// When the first of them was approved.
    pub since: Instant,
}

/// A package that is late.
pub struct Late {
    /// The ticket.
    pub ticket: String,
    /// The village's code.
    pub village: u64,
    /// Where it stands.
    pub status: Status,
    /// When it was approved.
    pub since: Instant,
}

/// A batch.
pub struct Batch {
    /// What stands on the manifest.
    pub number: i64,
    /// The district's code.
    pub district: u64,
    /// The day it is to leave, or left.
    pub leaves_on: Date,
    /// It has left.
    pub left: bool,
    /// It was given up.
    pub cancelled: bool,
    /// Packages in it.
    pub packages: u64,
    /// Of them handed over.
    pub handed_over: u64,
    /// Of them brought back.
    pub brought_back: u64,
}

/// A package on a manifest.
pub struct Package {
    /// Its place, from 1.
    pub place: u32,
    /// The ticket.
    pub ticket: String,
    /// What names somebody, sealed.
    pub details: Vec<u8>,
    /// The village's code.
    pub village: u64,
    /// What became of it.
    pub result: Option<Handover>,
    /// In words, sealed.
    pub note: Option<Vec<u8>>,
}

/// A batch to be made.
#[derive(Clone)]
pub struct NewBatch {
    /// The sender's key: the same key is the same batch.
    pub idempotency_key: Uuid,
    /// Tells a repetition from another batch under the same key.
    pub fingerprint: [u8; 16],
    /// The district's code.
    pub district: u64,
    /// The villages between two codes.
    pub villages: (u64, u64),
    /// The day it is to leave.
    pub leaves_on: Date,
    /// The most packages.
    pub capacity: u32,
    /// Who makes it.
    pub officer: Uuid,
    /// Now.
    pub at: Instant,
}

/// What is done with a batch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum BatchAct {
    /// It leaves.
    SendOff,
    /// It is given up.
    Cancel,
}

/// A step of a batch.
#[derive(Clone)]
pub struct BatchStep {
    /// Which.
    pub number: i64,
    /// Of a district between two codes.
    pub districts: (u64, u64),
    /// What.
    pub act: BatchAct,
    /// Now.
    pub at: Instant,
}

/// What became of a package.
#[derive(Clone)]
pub struct AtTheDoor {
    /// In which batch.
    pub number: i64,
    /// Of a district between two codes.
    pub districts: (u64, u64),
    /// Which.
    pub ticket: Ticket,
    /// What.
    pub result: Handover,
    /// In words, sealed.
    pub note: Option<Vec<u8>>,
    /// Who says so.
    pub officer: Uuid,
    /// Now.
    pub at: Instant,
}

/// Deliveries and batches.
#[async_trait]
pub trait Batches: Send + Sync {
    /// What is to be delivered in the villages between two codes; late is what was
    /// approved before an instant. At most `limit` of the late and of the batches.
    async fn deliveries(
        &self,
        villages: (u64, u64),
        late_before: Instant,
        limit: usize,
    ) -> Result<Deliveries, StorageError>;

    /// A batch of a district between two codes, with its packages.
    async fn manifest(&self, number: i64, districts: (u64, u64))
    -> Result<Option<(Batch, Vec<Package>)>, StorageError>;
}
