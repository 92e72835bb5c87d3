//! Signs that somebody is guessing NIKs, as the limits notice them: counted in memory,
//! and added to the database's hours once a minute. No address and no NIK is kept, here
//! or there: a count by the hour, over everybody.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::clock::Clock;
use crate::storage::Counts;
use crate::storage::figures::{Seen, Sign, hour_of};

/// How often what was counted is written: one statement a sign and minute at the most,
/// however many are refused.
const WRITTEN_EVERY: Duration = Duration::from_secs(60);

/// What was noticed since it was written last.
#[derive(Default)]
pub struct Signs([AtomicU64; Sign::ALL.len()]);

impl Signs {
    /// Counts one.
    pub fn note(&self, sign: Sign) {
        self.0[sign as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// Takes what was counted, as seen in an hour.
    fn take(&self, hour: i64) -> Vec<Seen> {
        let taken = Sign::ALL.map(|sign| Seen { hour, sign, times: self.0[sign as usize].swap(0, Ordering::Relaxed) });
        taken.into_iter().filter(|seen| seen.times > 0).collect()
    }

    /// Writes what was counted. What could not be written is counted on.
    pub async fn write(&self, counts: &dyn Counts, clock: &dyn Clock) {
        let seen = self.take(hour_of(clock.now()));
        if seen.is_empty() {
            return;
        }
        if let Err(error) = counts.see(seen.clone()).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "signs of guessing were not written");
            for Seen { sign, times, .. } in seen {
                self.0[sign as usize].fetch_add(times, Ordering::Relaxed);
            }
        }
    }

    /// Writes now and then, for as long as it is not stopped.
    pub async fn write_now_and_then(self: Arc<Self>, counts: Arc<dyn Counts>, clock: Arc<dyn Clock>) {
        loop {
            tokio::time::sleep(WRITTEN_EVERY).await;
            self.write(&*counts, &*clock).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_is_not_taken_again() {
        let signs = Signs::default();
        for sign in [Sign::Nik, Sign::Ceiling, Sign::Nik] {
            signs.note(sign);
        }
        let seen = |sign, times| Seen { hour: 7, sign, times };
        assert_eq!(signs.take(7), [seen(Sign::Nik, 2), seen(Sign::Ceiling, 1)]);
        assert_eq!(signs.take(7), []);
    }
}
