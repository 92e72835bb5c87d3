//! Importing the registry, sealing and all, against `sqlite3`'s `.import` of the
//! same file into a table indexed by NIK and by card.

use crate::process::{Place, run};
use crate::table::{Table, median};
use std::fs;
use std::process::Command;

/// Rounds, taken in turns.
const ROUNDS: usize = 3;

/// Measures, and leaves everything imported for what comes next.
pub fn measure(place: &Place, table: &mut Table) {
    let (mut ours, mut theirs, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    let rows = fs::read_to_string(place.path("residents.csv")).expect("the sample is there").lines().count() - 1;
    for _ in 0..ROUNDS {
        theirs.push(sqlite(place));
        for name in ["tilik.db", "tilik.db-wal", "tilik.db-shm", "secrets.toml"] {
            drop(fs::remove_file(place.path(name)));
        }
        let cost = run(place.command().args(["import", "residents", "residents.csv"]));
        ours.push(cost.seconds);
        peaks.push(cost.peak_mb);
    }
    let recipients = run(place.command().args(["import", "recipients", "recipients.csv"]));
    let (ours, theirs, peak) = (median(ours), median(theirs), median(peaks));
    table.row(
        "import against sqlite3 .import, rows a second (aim 0.5)",
        format!("{:.2}", theirs / ours),
        format!(
            "{:.0} rows/s in {ours:.1} s against {:.0} rows/s in {theirs:.1} s",
            rows as f64 / ours,
            rows as f64 / theirs
        ),
    );
    table.row("import, peak memory (aim under 300 MB)", format!("{peak:.0} MB"), format!("{rows} residents"));
    table.row(
        "import of the recipients",
        format!("{:.1} s", recipients.seconds),
        format!("{:.1} s of CPU, {:.0} MB", recipients.cpu, recipients.peak_mb),
    );
}

fn sqlite(place: &Place) -> f64 {
    for name in ["plain.db", "plain.db-wal", "plain.db-shm"] {
        drop(fs::remove_file(place.path(name)));
    }
    let script = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
        CREATE TABLE resident (nik TEXT, no_kk TEXT, nama TEXT, jenis_kelamin TEXT, kode_desa TEXT, alamat TEXT, hubungan TEXT);
        CREATE INDEX by_nik ON resident (nik); CREATE INDEX by_kk ON resident (no_kk);";
    let mut command = Command::new("sqlite3");
    command.current_dir(&place.folder).args([
        "-cmd",
        script,
        "plain.db",
        ".import --csv --skip 1 residents.csv resident",
    ]);
    let seconds = run(&mut command).seconds;
    drop(fs::remove_file(place.path("plain.db")));
    seconds
}
