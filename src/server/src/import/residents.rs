//! Rows of the family registry: what makes one usable, and its sealed form.

use indicatif::ProgressBar;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use tilik_core::{Desa, KartuKeluarga, Nik};
use tokio::sync::mpsc;

use super::BATCH;
use super::rejects::Rejects;
use super::source::{Column, Row, Source};
use crate::entropy::{Entropy, SystemEntropy};
use crate::sealing::{Kind, KkKey, Sealing};
use crate::storage::landing::{FamilyRow, ResidentBatch, ResidentRow, Tally};

/// The file's columns.
pub const COLUMNS: [Column; 7] = [
    Column { name: "nik", required: true },
    Column { name: "no_kk", required: true },
    Column { name: "nama", required: true },
    Column { name: "jenis_kelamin", required: false },
    Column { name: "kode_desa", required: true },
    Column { name: "alamat", required: false },
    Column { name: "hubungan", required: false },
];
const NIK: usize = 0;
const NO_KK: usize = 1;
const NAMA: usize = 2;
const JENIS_KELAMIN: usize = 3;
const KODE_DESA: usize = 4;
const ALAMAT: usize = 5;
const HUBUNGAN: usize = 6;

/// A column and why its value cannot be used.
type Fault = (usize, &'static str);

/// A row that can be used, still in the clear.
struct Resident {
    nik: Nik,
    kk: KartuKeluarga,
    village: u64,
    sex: Option<char>,
}

fn parse(row: &Row<'_, 7>) -> Result<Resident, Fault> {
    if !row.is_whole() {
        return Err((NIK, "columns"));
    }
    let nik = Nik::parse(row.get(NIK)).map_err(|fault| (NIK, fault.code()))?;
    let kk = KartuKeluarga::parse(row.get(NO_KK)).map_err(|fault| (NO_KK, fault.code()))?;
    if row.get(NAMA).is_empty() {
        return Err((NAMA, "required"));
    }
    let sex = match row.get(JENIS_KELAMIN) {
        "" => None,
        "L" | "l" => Some('L'),
        "P" | "p" => Some('P'),
        _ => return Err((JENIS_KELAMIN, "unknown")),
    };
    let village = Desa::parse(row.get(KODE_DESA)).ok_or((KODE_DESA, "unknown"))?.code();
    Ok(Resident { nik, kk, village, sex })
}

/// Which cards of this file have which number, and who is on which.
#[derive(Default)]
struct Seen {
    /// The cards, by their number: how many came before, and the key.
    families: HashMap<u64, (u32, KkKey)>,
    /// The first card each person is on. Packed to keep 1.75 million in 36 MB.
    people: HashMap<u64, u32>,
    /// Further cards of the few who are on several.
    more: Vec<(u64, u32)>,
}

impl Seen {
    /// Notes a person on a card; false where the same pair was there before.
    fn is_new(&mut self, nik: Nik, family: u32) -> bool {
        match self.people.entry(nik.number()) {
            Entry::Vacant(entry) => {
                entry.insert(family);
                true
            }
            Entry::Occupied(entry) => {
                let pair = (nik.number(), family);
                if *entry.get() == family || self.more.contains(&pair) {
                    return false;
                }
                self.more.push(pair);
                true
            }
        }
    }
}

/// Reads the file to its end, sending batches to be written. Runs on a thread of
/// its own; stops early when nobody takes the batches any more.
pub fn read(
    mut source: Source<7>,
    sealing: Sealing,
    mut rejects: Rejects,
    bar: &ProgressBar,
    batches: &mpsc::Sender<ResidentBatch>,
) -> anyhow::Result<Tally> {
    let entropy = SystemEntropy;
    let mut seen = Seen::default();
    let mut batch = ResidentBatch::default();
    let mut imported = 0;
    loop {
        bar.set_position(source.position());
        let Some(row) = source.next()? else { break };
        let resident = match parse(&row) {
            Ok(resident) => resident,
            Err((column, reason)) => {
                rejects.add(row.line, COLUMNS[column].name, row.get(column), reason)?;
                continue;
            }
        };
        let (family, card) = family(&mut seen, resident.kk, &sealing, &entropy, &mut batch);
        if !seen.is_new(resident.nik, family) {
            rejects.add(row.line, COLUMNS[NIK].name, row.get(NIK), "duplicate")?;
            continue;
        }
        batch.residents.push(ResidentRow {
            card,
            nik_key: sealing.nik_key(resident.nik),
            nik_sealed: sealing.seal(Kind::Nik, &resident.nik.number().to_be_bytes(), &entropy),
            name: row.get(NAMA).to_owned(),
            sex: resident.sex,
            village: resident.village,
            address: row.get(ALAMAT).to_owned(),
            relation: row.get(HUBUNGAN).to_owned(),
        });
        imported += 1;
        if batch.residents.len() == BATCH && batches.blocking_send(std::mem::take(&mut batch)).is_err() {
            break;
        }
    }
    if !batch.residents.is_empty() {
        // Nobody takes it only where writing failed, which is told there.
        drop(batches.blocking_send(batch));
    }
    Ok(Tally { imported, rejected: rejects.finish()?, sha256: source.sha256() })
}

/// How many cards of the file came before this one, and its key.
fn family(
    seen: &mut Seen,
    kk: KartuKeluarga,
    sealing: &Sealing,
    entropy: &dyn Entropy,
    batch: &mut ResidentBatch,
) -> (u32, KkKey) {
    // Four thousand million cards are more than there are people.
    let next = u32::try_from(seen.families.len()).unwrap_or(u32::MAX);
    *seen.families.entry(kk.number()).or_insert_with(|| {
        let card = sealing.kk_key(kk);
        let kk_sealed = sealing.seal(Kind::Kk, &kk.number().to_be_bytes(), entropy);
        batch.families.push(FamilyRow { card, kk_sealed });
        (next, card)
    })
}
