//! Rows of recipient lists: what makes one usable, and its sealed form. Each scheme
//! and period that occurs becomes a new edition.

use indicatif::ProgressBar;
use std::collections::HashMap;
use tilik_core::{KartuKeluarga, Nik, Period, Scheme};
use tokio::sync::mpsc;

use super::BATCH;
use super::rejects::Rejects;
use super::source::{Column, Row, Source};
use crate::entropy::SystemEntropy;
use crate::sealing::{Kind, Sealing};
use crate::storage::landing::{EditionRow, RecipientBatch, RecipientRow, Tally};

/// The file's columns. Of `nik` and `no_kk` a row needs one, a file may have both.
pub const COLUMNS: [Column; 6] = [
    Column { name: "program", required: true },
    Column { name: "periode", required: true },
    Column { name: "nik", required: false },
    Column { name: "no_kk", required: false },
    Column { name: "nama", required: false },
    Column { name: "status", required: false },
];
const PROGRAM: usize = 0;
const PERIODE: usize = 1;
const NIK: usize = 2;
const NO_KK: usize = 3;
const NAMA: usize = 4;
const STATUS: usize = 5;

/// A column and why its value cannot be used.
type Fault = (usize, &'static str);

struct Recipient {
    scheme: Scheme,
    period: Period,
    nik: Option<Nik>,
    kk: Option<KartuKeluarga>,
    paid: bool,
}

fn parse(row: &Row<'_, 6>) -> Result<Recipient, Fault> {
    if !row.is_whole() {
        return Err((PROGRAM, "columns"));
    }
    let scheme = Scheme::from_word(&row.get(PROGRAM).to_ascii_lowercase()).ok_or((PROGRAM, "unknown"))?;
    let period = row.get(PERIODE).parse().map_err(|_| (PERIODE, "format"))?;
    let nik = match row.get(NIK) {
        "" => None,
        text => Some(Nik::parse(text).map_err(|fault| (NIK, fault.code()))?),
    };
    let kk = match row.get(NO_KK) {
        "" => None,
        text => Some(KartuKeluarga::parse(text).map_err(|fault| (NO_KK, fault.code()))?),
    };
    if nik.is_none() && kk.is_none() {
        return Err((NIK, "required"));
    }
    let paid = match row.get(STATUS) {
        "paid" => true,
        "" | "listed" => false,
        _ => return Err((STATUS, "unknown")),
    };
    Ok(Recipient { scheme, period, nik, kk, paid })
}

/// Reads the file to its end, sending batches to be written. Runs on a thread of
/// its own; stops early when nobody takes the batches any more.
pub fn read(
    mut source: Source<6>,
    sealing: Sealing,
    edition: Option<String>,
    first_edition: i64,
    mut rejects: Rejects,
    bar: &ProgressBar,
    batches: &mpsc::Sender<RecipientBatch>,
) -> anyhow::Result<Tally> {
    let entropy = SystemEntropy;
    let mut editions: HashMap<(Scheme, Period), i64> = HashMap::new();
    let mut batch = RecipientBatch::default();
    let mut imported = 0;
    loop {
        bar.set_position(source.position());
        let Some(row) = source.next()? else { break };
        let recipient = match parse(&row) {
            Ok(recipient) => recipient,
            Err((column, reason)) => {
                rejects.add(row.line, COLUMNS[column].name, row.get(column), reason)?;
                continue;
            }
        };
        let next = first_edition + editions.len() as i64;
        let edition_id = *editions.entry((recipient.scheme, recipient.period)).or_insert_with(|| {
            let name = edition.clone().unwrap_or_else(|| {
                format!("{} {}", recipient.scheme.word().replace('_', " ").to_uppercase(), recipient.period)
            });
            batch.editions.push(EditionRow { id: next, scheme: recipient.scheme, period: recipient.period, name });
            next
        });
        batch.recipients.push(RecipientRow {
            edition: edition_id,
            nik: recipient
                .nik
                .map(|nik| (sealing.nik_key(nik), sealing.seal(Kind::Nik, &nik.number().to_be_bytes(), &entropy))),
            kk: recipient
                .kk
                .map(|kk| (sealing.kk_key(kk), sealing.seal(Kind::Kk, &kk.number().to_be_bytes(), &entropy))),
            name: row.get(NAMA).to_owned(),
            paid: recipient.paid,
        });
        imported += 1;
        if batch.recipients.len() == BATCH && batches.blocking_send(std::mem::take(&mut batch)).is_err() {
            break;
        }
    }
    if !batch.recipients.is_empty() {
        // Nobody takes it only where writing failed, which is told there.
        drop(batches.blocking_send(batch));
    }
    Ok(Tally { imported, rejected: rejects.finish()?, sha256: source.sha256() })
}
