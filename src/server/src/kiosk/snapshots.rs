//! Makes the snapshots that kiosks take along, in the background, one village at a time.
//!
//! The slow part is stretching each person, and it is done once: what it came to is
//! kept sealed, so that a new list costs seconds and not minutes. A snapshot is made
//! anew when a list or a registry landed, and a few times a day so that it does not
//! grow too old.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use tilik_core::{KartuKeluarga, Nik, RuleSet};
use tilik_snapshot::header::FORMAT;
use tilik_snapshot::{Builder, Cost, Header, Key, Number, Pair, Stretched};

use super::Keys;
use super::keys::SnapshotKeys;
use crate::clock::{Clock, Instant};
use crate::entropy::Entropy;
use crate::sealing::{Kind, Sealing};
use crate::storage::kiosks::{KioskChange, Resident};
use crate::storage::{Kiosks, Lists, StorageError};

/// A snapshot is made anew after this long even where nothing landed. Milliseconds: 6 hours.
const MADE_ANEW: i64 = 6 * 60 * 60_000;
/// And is too old to answer after this long. Milliseconds: 14 days.
const REFUSED: i64 = 14 * 24 * 60 * 60_000;
/// People stretched before what it came to is kept: half a minute's work at the most.
const AT_ONCE: usize = 500;
/// What the file starts with.
const MAGIC: &[u8; 4] = b"TLKS";

/// Where snapshots come from.
pub struct Snapshots {
    lists: Arc<dyn Lists>,
    kiosks: Arc<dyn Kiosks>,
    sealing: Sealing,
    keys: Keys,
    rules: RuleSet,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    made: Mutex<HashMap<u64, Made>>,
    making: Mutex<HashSet<u64>>,
    /// Held by the one that is being made: they are slow, and residents come first.
    turn: tokio::sync::Mutex<()>,
}

/// A snapshot as it is sent.
#[derive(Clone)]
pub struct Made {
    /// Its version.
    pub version: String,
    /// The file.
    pub file: axum::body::Bytes,
    stamp: i64,
    at: Instant,
}

impl Snapshots {
    /// None is made yet.
    pub fn new(
        (lists, kiosks): (Arc<dyn Lists>, Arc<dyn Kiosks>),
        (sealing, keys): (Sealing, Keys),
        rules: RuleSet,
        (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>),
    ) -> Arc<Self> {
        let (made, making, turn) = (Mutex::default(), Mutex::default(), tokio::sync::Mutex::default());
        Arc::new(Self { lists, kiosks, sealing, keys, rules, clock, entropy, made, making, turn })
    }

    /// The newest snapshot of a village. Where it is old, or there is none yet, one is
    /// being made when this returns.
    ///
    /// # Errors
    /// The engine's.
    pub async fn of(self: &Arc<Self>, village: u64) -> Result<Option<Made>, StorageError> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner).get(&village).cloned();
        let stamp = self.lists.stamp().await?;
        let now = self.clock.now();
        let fresh = |made: &Made| made.stamp == stamp && now.millis() - made.at.millis() < MADE_ANEW;
        if !made.as_ref().is_some_and(fresh) && self.begin(village) {
            let snapshots = Arc::clone(self);
            tokio::spawn(async move {
                match snapshots.make(village).await {
                    Ok(made) => {
                        tracing::info!(village, bytes = made.file.len(), "a snapshot was made");
                        snapshots.made.lock().unwrap_or_else(PoisonError::into_inner).insert(village, made);
                    }
                    Err(error) => tracing::error!(village, %error, "a snapshot could not be made"),
                }
                snapshots.making.lock().unwrap_or_else(PoisonError::into_inner).remove(&village);
            });
        }
        Ok(made)
    }

    /// Whether nobody makes it already.
    fn begin(&self, village: u64) -> bool {
        self.making.lock().unwrap_or_else(PoisonError::into_inner).insert(village)
    }

    async fn make(&self, village: u64) -> anyhow::Result<Made> {
        let _turn = self.turn.lock().await;
        loop {
            let stamp = self.lists.stamp().await?;
            let made = self.made_at(village, stamp).await?;
            // A landing in the middle: some people would be of the old list.
            if self.lists.stamp().await? == stamp {
                return Ok(made);
            }
        }
    }

    async fn made_at(&self, village: u64, stamp: i64) -> anyhow::Result<Made> {
        let now = self.clock.now();
        let number = Number(stamp, now.millis());
        let version = format!("{stamp}.{}", now.millis());
        let keys = self.keys.of_snapshot(village, &version);
        let cost = Cost::usual(self.keys.salt());
        let mut builder = Builder::new(Key::new(&keys.filter));
        for (resident, stretched) in self.stretched(village, &cost).await? {
            builder.add(&stretched, self.lists.aid(resident.nik).await?);
        }
        let people = builder.people();
        let (lines, sets) = builder.finish().ok_or_else(|| anyhow::anyhow!("the sets could not be built"))?;
        let header = Header {
            format: FORMAT,
            version: version.clone(),
            number,
            area: vec![village.to_string()],
            made_at: now.millis(),
            data_as_of: self.lists.data_as_of().await?,
            refused_after: now.millis() + REFUSED,
            rules: self.rules.clone(),
            lines,
            argon2: cost,
            people,
        };
        Ok(Made { file: self.file(&header, &sets, &keys)?.into(), version, stamp, at: now })
    }

    /// Header, encrypted sets, signature: see docs/kiosk.md.
    fn file(&self, header: &Header, sets: &[u8], keys: &SnapshotKeys) -> anyhow::Result<Vec<u8>> {
        let header = serde_json::to_vec(header)?;
        let mut file = MAGIC.to_vec();
        file.extend(u32::try_from(header.len())?.to_le_bytes());
        file.extend(header);
        let encrypted = Keys::encrypt(keys, sets, &file, &*self.entropy);
        file.extend(encrypted);
        file.extend(self.keys.sign(&file));
        Ok(file)
    }

    /// Everybody of the village whose card is certain, stretched.
    async fn stretched(&self, village: u64, cost: &Cost) -> anyhow::Result<Vec<(Resident, Stretched)>> {
        // Who is on several cards, the machine cannot tell whose they are: such a person
        // is "cannot be said" to a kiosk.
        let certain = self.kiosks.residents(village).await?.into_iter().filter(|resident| resident.cards == 1);
        let (mut done, mut new) = (Vec::new(), Vec::new());
        for resident in certain {
            match resident.stretched.as_deref().map(|sealed| self.opened(sealed)) {
                Some(stretched) => done.push((resident, stretched?)),
                None => new.push(resident),
            }
        }
        if !new.is_empty() {
            tracing::info!(village, people = new.len(), "stretching people for a snapshot");
        }
        while !new.is_empty() {
            let some = new.split_off(new.len().saturating_sub(AT_ONCE));
            let pairs = some.iter().map(|resident| self.pair(resident)).collect::<anyhow::Result<Vec<_>>>()?;
            let cost = cost.clone();
            // Not on the threads that answer residents.
            let stretched = tokio::task::spawn_blocking(move || {
                pairs.into_iter().map(|pair| cost.stretch(pair)).collect::<Result<Vec<_>, _>>()
            });
            let stretched = stretched.await??;
            let kept = some.iter().zip(&stretched).map(|(resident, stretched)| {
                let sealed = self.sealing.seal(Kind::Stretched, stretched.as_bytes(), &*self.entropy);
                (resident.home, resident.nik, sealed)
            });
            self.kiosks.change(KioskChange::Stretched(kept.collect())).await?;
            done.extend(some.into_iter().zip(stretched));
        }
        Ok(done)
    }

    fn opened(&self, sealed: &[u8]) -> anyhow::Result<Stretched> {
        let plain = self.sealing.open(Kind::Stretched, sealed)?;
        let bytes = plain.try_into().map_err(|_| StorageError::Unreadable("stretched person"))?;
        Ok(Stretched::from_bytes(bytes))
    }

    fn pair(&self, resident: &Resident) -> anyhow::Result<Pair> {
        let digits = |kind, sealed: &[u8]| -> anyhow::Result<String> {
            let number = self.sealing.open(kind, sealed)?.try_into().map_err(|_| StorageError::Unreadable("number"))?;
            Ok(format!("{:016}", u64::from_be_bytes(number)))
        };
        let nik = Nik::parse(&digits(Kind::Nik, &resident.nik_sealed)?);
        let kk = KartuKeluarga::parse(&digits(Kind::Kk, &resident.kk_sealed)?);
        match (nik, kk) {
            (Ok(nik), Ok(kk)) => Ok(Pair { nik, kk }),
            _ => Err(StorageError::Unreadable("NIK or card").into()),
        }
    }
}
