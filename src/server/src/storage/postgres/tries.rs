//! Which failures are worth another try, how often, and after which pause.

use sqlx::Error;
use std::time::Duration;

use crate::metrics::metrics;
use crate::storage::StorageError;

/// How often work is done again before whoever waits is told to come later. With the
/// pauses that is 4 seconds, the time a restart of the database takes.
const TRIES: u32 = 9;

/// The tries of one piece of work.
#[derive(Default)]
pub struct Tries(u32);

impl Tries {
    /// Whether there was one before.
    pub const fn any(&self) -> bool {
        self.0 > 0
    }

    /// Pauses after a failure that another try may mend: 15 ms, doubled each time up to
    /// a second.
    ///
    /// # Errors
    /// The failure itself, where another try is of no use.
    pub async fn pause_after(&mut self, error: StorageError) -> Result<(), StorageError> {
        if let StorageError::Engine(Error::PoolTimedOut) = error {
            return Err(StorageError::Overloaded);
        }
        if matches!(error, StorageError::Raced) && self.0 < TRIES {
            self.0 += 1;
            return Ok(());
        }
        if self.0 == TRIES || !is_worth_another_try(&error) {
            return Err(error);
        }
        tracing::debug!(%error, tries = self.0, "done again");
        metrics().retries.inc();
        tokio::time::sleep(Duration::from_millis((15 << self.0.min(6)).min(1_000))).await;
        self.0 += 1;
        Ok(())
    }
}

/// Whether the same work may succeed if it is done again: two transactions were in
/// each other's way, or the database went away or is not back yet.
fn is_worth_another_try(error: &StorageError) -> bool {
    let StorageError::Engine(error) = error else { return false };
    match error {
        // 40001 serialisation, 40P01 deadlock, 23505 somebody wrote the same key first
        // and will be read now, 08 connection, 57P01 to 57P03 stopped or starting
        // (PostgreSQL, appendix A).
        Error::Database(error) => error.code().is_some_and(|code| {
            matches!(&*code, "40001" | "40P01" | "23505" | "57P01" | "57P02" | "57P03") || code.starts_with("08")
        }),
        Error::Io(_) | Error::Protocol(_) | Error::WorkerCrashed => true,
        _ => false,
    }
}
