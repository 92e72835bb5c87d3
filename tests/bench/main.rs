//! `make bench`: the service at the regency's real size, each figure as a ratio
//! against something measured in the same run on the same machine.
//!
//! - checks against `/healthz` on the same server, throughput and CPU alike;
//! - reports with group commit against the same server committing one by one;
//! - importing the registry against `sqlite3`'s own `.import` of the same file;
//! - the import's peak memory.
//!
//! `TILIK_BIN` names the program, `TILIK_BENCH_FAMILIES` the size (520,000).
//! Nothing here passes or fails: tests never assert on time.

// A benchmark that cannot run stops by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod checks;
mod cpu;
mod import;
mod load;
mod process;
mod reports;
mod requests;
mod table;

use std::path::PathBuf;

fn main() {
    // `cargo bench` hands its own flags along; `cargo test --benches` means a dry run.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let program: PathBuf = std::env::var_os("TILIK_BIN").expect("TILIK_BIN names the server to measure").into();
    let families: u64 =
        std::env::var("TILIK_BENCH_FAMILIES").ok().and_then(|number| number.parse().ok()).unwrap_or(520_000);
    let folder = tempfile::tempdir().expect("a folder for the data");
    let place = process::Place {
        program: program.canonicalize().expect("TILIK_BIN is there"),
        folder: folder.path().into(),
        database: tilik_tests::engine::sqlite(folder.path()),
    };

    println!(
        "{families} families, seed 2020, on {} cores",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    place.sample(families);
    let mut table = table::Table::default();
    import::measure(&place, &mut table);
    checks::measure(&place, &mut table);
    reports::measure(&place, &mut table);
    table.print();
}
