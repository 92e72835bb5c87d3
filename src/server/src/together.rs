//! Counting together with the other servers of the same database.
//!
//! Each server counts for itself first; what passes there is counted in the database
//! too. Should that fail or take too long, the server's own count stands: an attacker
//! gains a factor of the number of servers for as long as the database is away, and no
//! resident waits for it.

use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

use crate::sealing::Sealing;
use crate::storage::{Counting, Rate, StorageError};

/// How long a request waits to be counted.
const PATIENCE: Duration = Duration::from_millis(500);

/// The other servers, if there are any.
#[derive(Clone)]
pub struct Together(Option<(Arc<dyn Counting>, Sealing)>);

impl Together {
    /// Nobody else.
    #[cfg(test)]
    pub fn alone() -> Self {
        Self(None)
    }

    /// With whoever counts in the same place.
    pub fn new(counting: Option<Arc<dyn Counting>>, sealing: &Sealing) -> Self {
        Self(counting.map(|counting| (counting, sealing.clone())))
    }

    /// Whether there are other servers at all.
    pub fn is_alone(&self) -> bool {
        self.0.is_none()
    }

    /// Counts what `who` does of a kind; false where that is more than the rate allows.
    pub async fn rate(&self, kind: &[u8], who: &[u8], rate: Rate) -> bool {
        let Some((counting, sealing)) = &self.0 else { return true };
        within_patience(counting.rate(sealing.rate_key(kind, who), rate)).await
    }

    /// Counts a proof of work; false where it was counted before.
    pub async fn proof(&self, solution: [u8; 32], expires: i64, report: Option<Uuid>) -> bool {
        let Some((counting, _)) = &self.0 else { return true };
        within_patience(counting.proof(solution, expires, report)).await
    }
}

/// What was counted; true where counting failed.
async fn within_patience(counting: impl Future<Output = Result<bool, StorageError>>) -> bool {
    match tokio::time::timeout(PATIENCE, counting).await {
        Ok(Ok(counted)) => counted,
        Ok(Err(_)) | Err(_) => true,
    }
}
