//! Rates and proofs, counted by all servers together.
//!
//! A check asks three times, so what comes in while a statement runs is gathered into
//! the next: under load hundreds of requests share one round trip. Keys are written in
//! their order, so that two servers never wait for each other in a circle.

use async_trait::async_trait;
use sqlx::{PgPool, Row};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{connection, jobs};
use crate::sealing::RateKey;
use crate::settings::Settings;
use crate::storage::{Counting, Rate, StorageError};

/// Requests in one statement at the most.
const BATCH: usize = 256;
/// Counters of each kind; a key always goes to the same.
const COUNTERS: usize = 2;
/// Requests that may wait to be counted.
const QUEUE: usize = 8_192;

/// The generic cell rate algorithm: the next is due one interval after the last one
/// was, and may come early by the tolerance. By the database's clock, since those of
/// the servers differ.
const RATES: &str = "
    INSERT INTO rate AS r (key, due_at, tolerance)
    SELECT t.key, n.now + t.every, t.tolerance
    FROM unnest($1::BYTEA[], $2::BIGINT[], $3::BIGINT[]) AS t (key, every, tolerance),
         (SELECT (EXTRACT(EPOCH FROM statement_timestamp()) * 1000)::BIGINT AS now) n
    ORDER BY t.key
    ON CONFLICT (key) DO UPDATE
    SET due_at = GREATEST(r.due_at, (EXTRACT(EPOCH FROM statement_timestamp()) * 1000)::BIGINT)
               + EXCLUDED.due_at - (EXTRACT(EPOCH FROM statement_timestamp()) * 1000)::BIGINT
    WHERE r.due_at - (EXTRACT(EPOCH FROM statement_timestamp()) * 1000)::BIGINT <= EXCLUDED.tolerance
    RETURNING key";

/// Again only for the report that it was counted for.
const PROOFS: &str = "
    INSERT INTO proof AS p (solution, expires, idempotency_key)
    SELECT t.solution, t.expires, t.idempotency_key
    FROM unnest($1::BYTEA[], $2::BIGINT[], $3::BYTEA[]) AS t (solution, expires, idempotency_key)
    ORDER BY t.solution
    ON CONFLICT (solution) DO UPDATE SET expires = EXCLUDED.expires
    WHERE p.idempotency_key = EXCLUDED.idempotency_key
    RETURNING solution";

/// Something to count, and who waits for it.
struct Ask<K, V> {
    key: K,
    value: V,
    counted: oneshot::Sender<bool>,
}

type RateAsk = Ask<RateKey, Rate>;
type ProofAsk = Ask<[u8; 32], (i64, Option<Uuid>)>;

/// The database's counts.
pub struct PostgresCounting {
    rates: Vec<mpsc::Sender<RateAsk>>,
    proofs: Vec<mpsc::Sender<ProofAsk>>,
    /// Stopped with this.
    _tasks: JoinSet<()>,
}

impl PostgresCounting {
    /// Starts to count, and to do the jobs that fall due.
    ///
    /// # Errors
    /// The engine's, when the URL is not of its form.
    pub fn start(settings: &Settings) -> Result<Self, StorageError> {
        let pool = connection::for_counting(&settings.database)?;
        // Where the engine shards, a statement writes one row and so to one shard.
        let batch = if settings.database_sharded { 1 } else { BATCH };
        let mut tasks = JoinSet::new();
        let (rates, proofs) = (0..COUNTERS)
            .map(|_| {
                let (rates, rate_asks) = mpsc::channel(QUEUE);
                let (proofs, proof_asks) = mpsc::channel(QUEUE);
                tasks.spawn(count_rates(pool.clone(), rate_asks, batch));
                tasks.spawn(count_proofs(pool.clone(), proof_asks, batch));
                (rates, proofs)
            })
            .unzip();
        tasks.spawn(jobs::run(pool));
        Ok(Self { rates, proofs, _tasks: tasks })
    }
}

#[async_trait]
impl Counting for PostgresCounting {
    async fn rate(&self, key: RateKey, rate: Rate) -> Result<bool, StorageError> {
        ask(&self.rates, key.as_bytes(), key, rate).await
    }

    async fn proof(&self, solution: [u8; 32], expires: i64, report: Option<Uuid>) -> Result<bool, StorageError> {
        ask(&self.proofs, &solution, solution, (expires, report)).await
    }
}

/// Asks the counter of the key, always the same one.
async fn ask<K, V>(counters: &[mpsc::Sender<Ask<K, V>>], bytes: &[u8], key: K, value: V) -> Result<bool, StorageError> {
    let place = bytes.first().map_or(0, |&byte| usize::from(byte) % counters.len().max(1));
    let counter = counters.get(place).ok_or(StorageError::Stopping)?;
    let (counted, answer) = oneshot::channel();
    counter.try_send(Ask { key, value, counted }).map_err(|_| StorageError::Overloaded)?;
    answer.await.map_err(|_| StorageError::NotCounted)
}

/// What waits, each key once; a second ask for the same key stays for the next time.
/// None once nobody can ask any more.
async fn gathered<K: Ord + Copy, V>(
    asks: &mut mpsc::Receiver<Ask<K, V>>,
    waiting: &mut Vec<Ask<K, V>>,
    batch: usize,
) -> Option<BTreeMap<K, Ask<K, V>>> {
    if waiting.is_empty() && asks.recv_many(waiting, batch).await == 0 {
        return None;
    }
    while waiting.len() < batch
        && let Ok(ask) = asks.try_recv()
    {
        waiting.push(ask);
    }
    let mut gathered = BTreeMap::new();
    for ask in std::mem::take(waiting) {
        match gathered.entry(ask.key) {
            Entry::Vacant(place) => drop(place.insert(ask)),
            Entry::Occupied(_) => waiting.push(ask),
        }
    }
    Some(gathered)
}

/// Tells everybody who asked. Where counting failed nobody is told, and each server
/// counts for itself.
fn tell<K: Ord, V>(asks: BTreeMap<K, Ask<K, V>>, counted: sqlx::Result<BTreeSet<K>>) {
    match counted {
        Ok(counted) => {
            for (key, ask) in asks {
                if ask.counted.send(counted.contains(&key)).is_err() {
                    tracing::debug!("whoever asked has gone away");
                }
            }
        }
        Err(error) => tracing::warn!(%error, asks = asks.len(), "not counted together with the other servers"),
    }
}

async fn count_rates(pool: PgPool, mut asks: mpsc::Receiver<RateAsk>, batch: usize) {
    let mut waiting = Vec::new();
    while let Some(asks) = gathered(&mut asks, &mut waiting, batch).await {
        let millis = |time: Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        let keys: Vec<Vec<u8>> = asks.keys().map(|key| key.as_bytes().to_vec()).collect();
        let every: Vec<i64> = asks.values().map(|ask| millis(ask.value.every)).collect();
        // A burst of one comes exactly when it is due.
        let early = |rate: &Rate| millis(rate.every.saturating_mul(rate.burst.get() - 1));
        let tolerance: Vec<i64> = asks.values().map(|ask| early(&ask.value)).collect();
        let query = sqlx::query(RATES).bind(keys).bind(every).bind(tolerance);
        let counted = query.fetch_all(&pool).await.map(|rows| {
            rows.iter().filter_map(|row| RateKey::from_bytes(row.try_get(0).ok()?)).collect::<BTreeSet<_>>()
        });
        tell(asks, counted);
    }
}

async fn count_proofs(pool: PgPool, mut asks: mpsc::Receiver<ProofAsk>, batch: usize) {
    let mut waiting = Vec::new();
    while let Some(asks) = gathered(&mut asks, &mut waiting, batch).await {
        let solutions: Vec<Vec<u8>> = asks.keys().map(|solution| solution.to_vec()).collect();
        let expires: Vec<i64> = asks.values().map(|ask| ask.value.0).collect();
        let reports: Vec<Option<Vec<u8>>> =
            asks.values().map(|ask| ask.value.1.map(|report| report.as_bytes().to_vec())).collect();
        let query = sqlx::query(PROOFS).bind(solutions).bind(expires).bind(reports);
        let counted = query.fetch_all(&pool).await.map(|rows| {
            rows.iter().filter_map(|row| row.try_get::<&[u8], _>(0).ok()?.try_into().ok()).collect::<BTreeSet<_>>()
        });
        tell(asks, counted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use crate::sealing::Sealing;
    use crate::secrets::Secrets;
    use crate::settings::Given;
    use crate::storage::cluster::{self, Cluster};
    use sqlx::Connection;
    use std::num::NonZeroU32;

    /// Two servers of one database.
    async fn two(sharded: bool) -> [PostgresCounting; 2] {
        let mut settings = Given::default().settle().unwrap();
        settings.database = Cluster::given().database().await;
        let folder = tempfile::tempdir().unwrap();
        let secrets = folder.path().join("secrets.toml");
        let (connection, ..) = super::super::open(&settings.database, &secrets, &SystemEntropy).await.unwrap();
        connection.close().await.unwrap();
        if sharded {
            cluster::partition(&settings.database).await;
            settings.database_sharded = true;
        }
        [PostgresCounting::start(&settings).unwrap(), PostgresCounting::start(&settings).unwrap()]
    }

    async fn counts_together(sharded: bool) {
        let [one, other] = two(sharded).await;
        let sealing = Sealing::new(&Secrets::random(&SystemEntropy));
        let rate = Rate { burst: NonZeroU32::new(5).unwrap(), every: Duration::from_secs(3600) };
        let (key, free) = (sealing.rate_key(b"t", b"1"), sealing.rate_key(b"t", b"2"));
        let mut asked = Vec::new();
        for _ in 0..8 {
            asked.push(one.rate(key, rate));
            asked.push(other.rate(key, rate));
        }
        let counted = futures_util::future::join_all(asked).await;
        assert_eq!(counted.into_iter().filter(|counted| *counted.as_ref().unwrap()).count(), 5);
        assert!(one.rate(free, rate).await.unwrap());
        let due = Rate { burst: NonZeroU32::MIN, every: Duration::from_millis(20) };
        let key = sealing.rate_key(b"t", b"3");
        assert!(one.rate(key, due).await.unwrap());
        assert!(!other.rate(key, Rate { every: Duration::from_secs(9), ..due }).await.unwrap());
        tokio::time::sleep(Duration::from_millis(40)).await;
        assert!(other.rate(key, due).await.unwrap(), "its time has come");

        let report = Uuid::from_u128(1);
        assert!(one.proof([1; 32], 9_000_000_000, None).await.unwrap());
        assert!(!other.proof([1; 32], 9_000_000_000, None).await.unwrap());
        assert!(!other.proof([1; 32], 9_000_000_000, Some(report)).await.unwrap());
        assert!(one.proof([2; 32], 9_000_000_000, Some(report)).await.unwrap());
        assert!(other.proof([2; 32], 9_000_000_000, Some(report)).await.unwrap());
        assert!(!other.proof([2; 32], 9_000_000_000, None).await.unwrap());
    }

    #[tokio::test]
    async fn two_servers_count_together() {
        counts_together(false).await;
    }

    #[tokio::test]
    async fn two_servers_of_an_engine_that_shards_count_together() {
        counts_together(true).await;
    }
}
