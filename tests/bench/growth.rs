//! `make bench`: what grows with the regency, and how. The same measures at 1×, 3×
//! and 10× of its real size, on each engine; printed as the largest size against 1×,
//! with the exponent of the power law fitted through all sizes: 0 is flat, 1 grows
//! in proportion.
//!
//! The servers of all sizes run at once and are measured in turns, round by round,
//! so that whatever else the machine does falls on all sizes alike.
//!
//! `TILIK_BIN` names the program, `TILIK_BENCH_FAMILIES` what 1× is (520,000),
//! `TILIK_BENCH_SIZES` the sizes (`1,3,10`), `TILIK_BENCH_ENGINE` one engine alone.
//! At 10× both engines together need 30 GB of disk for a while, in `TMPDIR` and where
//! the cluster is. Nothing here passes or fails: tests never assert on time.

// A benchmark that cannot run stops by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cpu;
mod engine;
mod fit;
mod load;
mod machine;
mod niks;
mod pace;
mod process;
mod random;
mod requests;
mod table;

use engine::Engine;
use fit::Growth;
use niks::Niks;
use process::{Place, Server, run};
use std::path::{Path, PathBuf};
use std::time::Duration;
use table::{Table, median};

/// Rounds of checks and of reports (`TILIK_BENCH_ROUNDS`); the middle one counts.
const ROUNDS: usize = 5;
/// Imports at 1× and below (`TILIK_BENCH_IMPORTS`). Larger ones take minutes, and vary less.
const IMPORTS: usize = 3;
const ROUND: Duration = Duration::from_secs(3);
const CHECK_CONNECTIONS: usize = 32;
const REPORT_CONNECTIONS: usize = 128;
/// Checks a second whose latency is measured: a sixth of what two cores take.
const PACE: f64 = 4_000.0;
/// NIKs to check; and families to report, more than a measurement at one size needs.
const PEOPLE: usize = 100_000;
const HEADS: usize = 400_000;

/// One of the sizes.
struct Size {
    factor: f64,
    /// Where its two files are.
    folder: PathBuf,
    niks: Niks,
    recipients: usize,
}

fn main() {
    // `cargo bench` hands its own flags along; `cargo test --benches` means a dry run.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let program: PathBuf = std::env::var_os("TILIK_BIN").expect("TILIK_BIN names the server to measure").into();
    let program = program.canonicalize().expect("TILIK_BIN is there");
    let families = number("TILIK_BENCH_FAMILIES", 520_000.0);
    let factors = std::env::var("TILIK_BENCH_SIZES").unwrap_or_else(|_| "1,3,10".into());
    let folder = tempfile::tempdir().expect("a folder for the data");

    println!("1× is {families} families, seed 2020, on {} cores", machine::cores());
    let sizes: Vec<Size> = factors
        .split(',')
        .map(|factor| {
            let factor: f64 = factor.trim().parse().expect("TILIK_BENCH_SIZES is numbers, separated by commas");
            sample(&program, folder.path().join(factor.to_string()), factor, (families * factor) as u64)
        })
        .collect();
    let mut table = Table::default();
    for engine in Engine::all() {
        measure(engine, &program, &sizes, &mut table);
    }
    println!("\nThe largest size against 1×, and the exponent through all sizes:");
    table.print();
}

/// A number from the environment.
fn number(name: &str, otherwise: f64) -> f64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

fn sample(program: &Path, folder: PathBuf, factor: f64, families: u64) -> Size {
    let place = Place { program: program.to_owned(), folder: folder.clone(), database: String::new() };
    std::fs::create_dir_all(&folder).expect("a folder for the sample");
    place.sample(families);
    let niks = niks::draw(&place.path("residents.csv"), PEOPLE, HEADS);
    let recipients = lines(&place.path("recipients.csv"));
    println!("  {factor}×: {families} families, {} residents, {recipients} recipients", niks.lines);
    Size { factor, folder, niks, recipients }
}

/// The lines of a table below its header.
fn lines(path: &Path) -> usize {
    let mut file = csv::Reader::from_path(path).expect("the sample is there");
    let (mut row, mut lines) = (csv::ByteRecord::new(), 0);
    while file.read_byte_record(&mut row).expect("the sample is a table") {
        lines += 1;
    }
    lines
}

fn measure(engine: Engine, program: &Path, sizes: &[Size], table: &mut Table) {
    println!("\n{}", engine.name());
    let watch = machine::Watch::start(engine);
    let mut growth = Growth::new(engine.name(), sizes.iter().map(|size| size.factor).collect());
    let places: Vec<Place> = sizes.iter().map(|size| import(engine, program, size, &mut growth)).collect();
    let servers: Vec<Server> = places
        .iter()
        .map(|place| {
            let server = place.serve(("TILIK_COMMIT_BATCH", "256"));
            growth.add("until the lists are in memory", "s", engine.until_quiet(&server));
            growth.add("memory of the server, lists loaded", "MB", server.memory_mb());
            growth.add("its peak while reading them", "MB", server.peak_mb());
            server
        })
        .collect();
    checks(engine, sizes, &servers, &mut growth);
    reports(engine, sizes, &servers, &mut growth);
    drop(servers);
    for place in &places {
        engine.remove(place);
    }
    growth.rows(table);
    println!(
        "  other work took {:.0} % of the machine meanwhile; load average {}",
        watch.others_percent(engine),
        machine::load_average()
    );
}

/// Imports both files into a new installation, several times where that is cheap.
fn import(engine: Engine, program: &Path, size: &Size, growth: &mut Growth) -> Place {
    let folder = size.folder.join(engine.name());
    let kinds = [("residents", size.niks.lines), ("recipients", size.recipients)];
    let mut costs: [(Vec<f64>, Vec<f64>); 2] = Default::default();
    let (mut peaks, mut last) = (Vec::new(), None);
    let times = if size.factor <= 1.0 { number("TILIK_BENCH_IMPORTS", IMPORTS as f64) as usize } else { 1 };
    for _ in 0..times {
        if let Some(former) = last.take() {
            engine.remove(&former);
        }
        let place = engine.place(program, folder.clone());
        let mut peak: f64 = 0.0;
        for ((seconds, cpu), (kind, _)) in costs.iter_mut().zip(kinds) {
            let before = engine.cpu_seconds();
            let mut command = place.command();
            let cost = run(command.args(["import", kind]).arg(size.folder.join(format!("{kind}.csv"))));
            seconds.push(cost.seconds);
            cpu.push(cost.cpu + engine.cpu_seconds() - before);
            peak = peak.max(cost.peak_mb);
        }
        peaks.push(peak);
        last = Some(place);
    }
    let place = last.expect("it was imported at least once");
    for ((seconds, cpu), (kind, lines)) in costs.into_iter().zip(kinds) {
        let seconds = median(seconds);
        growth.add(&format!("import of the {kind}"), "s", seconds);
        growth.add(&format!("import of the {kind}, throughput"), "rows/s", lines as f64 / seconds);
        growth.add(&format!("import of the {kind}, CPU"), "s", median(cpu));
    }
    growth.add("peak memory of the import", "MB", median(peaks));
    growth.add("disk", "MB", engine.disk_mb(&place));
    engine.tidy(&place);
    place
}

fn checks(engine: Engine, sizes: &[Size], servers: &[Server], growth: &mut Growth) {
    let mut rounds = Rounds::of(sizes);
    for _ in 0..number("TILIK_BENCH_ROUNDS", ROUNDS as f64) as usize {
        for (place, (size, server)) in sizes.iter().zip(servers).enumerate() {
            let niks = &size.niks.people;
            let before = server.cpu_seconds() + engine.cpu_seconds();
            let outcome =
                load::run(server.address, CHECK_CONNECTIONS, ROUND, |n| requests::check(&niks[n % niks.len()]));
            let cpu = server.cpu_seconds() + engine.cpu_seconds() - before;
            assert_eq!(outcome.refused, 0, "every NIK drawn is one");
            let took =
                pace::run(server.address, CHECK_CONNECTIONS, PACE, ROUND, |n| requests::check(&niks[n % niks.len()]));
            rounds.add(
                place,
                [
                    outcome.per_second(),
                    cpu / outcome.answered as f64 * 1e6,
                    took[took.len() / 2],
                    took[took.len() * 99 / 100],
                ],
            );
        }
    }
    let pace = format!("at {PACE:.0}/s");
    rounds.into(
        growth,
        [
            ("checks, throughput (aim 1/1.3)", "/s"),
            ("checks, CPU each (aim 1.3)", "µs"),
            (&format!("checks, p50 {pace} (aim 1.3)"), "ms"),
            (&format!("checks, p99 {pace} (aim 1.3)"), "ms"),
        ],
    );
}

fn reports(engine: Engine, sizes: &[Size], servers: &[Server], growth: &mut Growth) {
    let mut rounds = Rounds::of(sizes);
    for _ in 0..number("TILIK_BENCH_ROUNDS", ROUNDS as f64) as usize {
        for (place, (size, server)) in sizes.iter().zip(servers).enumerate() {
            let niks = &size.niks.heads;
            let before = (server.cpu_seconds(), engine.cpu_seconds());
            let outcome = load::run(server.address, REPORT_CONNECTIONS, ROUND, |_| {
                let number = requests::next();
                requests::report(number, &niks[number as usize % niks.len()])
            });
            let each = |seconds: f64| seconds / outcome.answered as f64 * 1e6;
            let cpu = (server.cpu_seconds() - before.0, engine.cpu_seconds() - before.1);
            rounds.add(place, [outcome.per_second(), each(cpu.0), each(cpu.0 + cpu.1)]);
        }
    }
    rounds.into(
        growth,
        [
            ("reports, throughput", "/s"),
            ("reports, CPU of the server each", "µs"),
            ("reports, CPU each, the database's with it", "µs"),
        ],
    );
}

/// Measures of one kind of load: for each size and measure, one figure a round.
struct Rounds<const N: usize>(Vec<[Vec<f64>; N]>);

impl<const N: usize> Rounds<N> {
    fn of(sizes: &[Size]) -> Self {
        Self(sizes.iter().map(|_| std::array::from_fn(|_| Vec::new())).collect())
    }

    fn add(&mut self, size: usize, figures: [f64; N]) {
        for (measured, figure) in self.0[size].iter_mut().zip(figures) {
            measured.push(figure);
        }
    }

    /// The middle round of each.
    fn into(self, growth: &mut Growth, names: [(&str, &str); N]) {
        for measured in self.0 {
            for (figures, (name, unit)) in measured.into_iter().zip(names) {
                growth.add(name, unit, median(figures));
            }
        }
    }
}
