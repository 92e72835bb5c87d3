//! Makes the region table of `tilik-core` from the npm package `idn-area-data`.
//!
//! Run by hand when a new edition of the codes is published, not by the build:
//!
//! ```text
//! npm pack idn-area-data@4.0.1 && tar xf idn-area-data-4.0.1.tgz
//! cargo run -p xtask -- regions package
//! ```

mod source;
mod table;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::Outcome;

/// The edition the table was made from; the generated file names it.
const VERSION: &str = "4.0.1";

/// Where the table goes, from the workspace's root.
const TABLE: &str = "src/core/src/region/table.rs";

/// Reads the package unpacked at `package` and writes the table.
pub(crate) fn run(package: &Path) -> Outcome<ExitCode> {
    let manifest = fs::read_to_string(package.join("package.json"))
        .map_err(|e| format!("{} is no unpacked idn-area-data: {e}", package.display()))?;
    if !manifest.contains(&format!("\"version\": \"{VERSION}\"")) {
        return Err(format!("expected idn-area-data {VERSION}; to move on, change VERSION").into());
    }
    let areas = source::read(&package.join("data"))?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::write(root.join(TABLE), table::render(&areas, VERSION)?)?;

    println!(
        "{TABLE}: {} provinces, {} districts, {} villages of the regency",
        areas.provinces.len(),
        areas.districts.len(),
        areas.kecamatan.iter().map(|k| k.villages.len()).sum::<usize>(),
    );
    println!("if the codes changed: CHECKSUM in region/codes.rs is now {:#018x}", table::checksum(&areas.districts));
    Ok(ExitCode::SUCCESS)
}
