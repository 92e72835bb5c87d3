//! What the package's CSV files say, in ascending code order.

use std::path::Path;

use crate::Outcome;

/// The regency that Tilik serves; its villages are the only ones kept.
const REGENCY: &str = "35.10";

/// The part of the data set that the table is made of.
pub(super) struct Areas {
    /// Province codes with their names.
    pub(super) provinces: Vec<(u32, String)>,
    /// Every district in force, `PPRRKK`.
    pub(super) districts: Vec<u32>,
    /// The regency's own districts.
    pub(super) kecamatan: Vec<Kecamatan>,
}

/// A district of the regency with its villages.
pub(super) struct Kecamatan {
    /// The last two digits of its code.
    pub(super) code: String,
    pub(super) name: String,
    /// The last four digits of each village's code, with its name.
    pub(super) villages: Vec<(String, String)>,
}

/// Reads `provinces.csv`, `districts.csv` and `villages.csv` in `data`.
pub(super) fn read(data: &Path) -> Outcome<Areas> {
    let mut provinces = Vec::new();
    for [code, name] in rows(&data.join("provinces.csv"), ["code", "name"])? {
        provinces.push((number(&code)?, name));
    }
    provinces.sort();

    let mut districts = Vec::new();
    let mut kecamatan = Vec::new();
    for [code, regency, name] in rows(&data.join("districts.csv"), ["code", "regency_code", "name"])? {
        districts.push(number(&code)?);
        if regency == REGENCY {
            let code = last_part(&code);
            kecamatan.push(Kecamatan { code, name, villages: Vec::new() });
        }
    }
    districts.sort_unstable();
    kecamatan.sort_by(|a, b| a.code.cmp(&b.code));

    for [code, district, name] in rows(&data.join("villages.csv"), ["code", "district_code", "name"])? {
        let Some(own) = district.strip_prefix(REGENCY).and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        let home = kecamatan
            .iter_mut()
            .find(|k| k.code == own)
            .ok_or_else(|| format!("village {code} lies in no known district"))?;
        home.villages.push((last_part(&code), name));
    }
    for k in &mut kecamatan {
        k.villages.sort();
    }
    Ok(Areas { provinces, districts, kecamatan })
}

/// The named columns of a CSV file, wherever they stand in it.
fn rows<const N: usize>(file: &Path, columns: [&str; N]) -> Outcome<Vec<[String; N]>> {
    let named = |e: &dyn std::fmt::Display| format!("{}: {e}", file.display());
    let mut reader = csv::Reader::from_path(file).map_err(|e| named(&e))?;
    let headers = reader.headers().map_err(|e| named(&e))?.clone();
    let mut at = [0; N];
    for (slot, column) in at.iter_mut().zip(columns) {
        *slot = headers.iter().position(|h| h == column).ok_or_else(|| named(&format!("has no column {column}")))?;
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| named(&e))?;
        rows.push(at.map(|i| record.get(i).unwrap_or_default().to_owned()));
    }
    Ok(rows)
}

/// `35.10.16` as 351016.
fn number(code: &str) -> Outcome<u32> {
    let digits: String = code.split('.').collect();
    digits.parse().map_err(|_| format!("{code:?} is no region code").into())
}

/// `35.10.16.2001` as `2001`.
fn last_part(code: &str) -> String {
    code.rsplit('.').next().unwrap_or(code).to_owned()
}
