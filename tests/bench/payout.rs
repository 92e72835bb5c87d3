//! `make bench`: payout day. More come than the server can serve, at their own times;
//! does it go on serving as many as it can, send the others away at once with a time
//! to come again, keep its memory, and find back?
//!
//! For each engine, with reports alone (what costs the server most) and with visits
//! (nine checks to a report): first the capacity, in a closed loop; then one load
//! without a pause of 0.7, 1, 2, 5, 1 and 0.7 times as much. Latency counts from the
//! time somebody came; whoever got no answer in ten seconds went away.
//!
//! The generator shares the machine with the server: its part of the CPU stands in the
//! table, and what it takes is missing from what is served.
//!
//! `TILIK_BIN` names the program, `TILIK_BENCH_FAMILIES` the size (520,000),
//! `TILIK_BENCH_ENGINE` one engine alone, `TILIK_BENCH_SECONDS` how long each phase
//! lasts (10). Nothing here passes or fails: tests never assert on time.

// A benchmark that cannot run stops by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arrivals;
mod cpu;
mod engine;
mod grid;
mod machine;
mod niks;
mod process;
mod random;
mod requests;
mod table;

use arrivals::{Arrivals, Came, Phase, Took};
use engine::Engine;
use grid::Grid;
use niks::Niks;
use process::{Place, Server, run};
use std::path::PathBuf;
use std::time::Instant;
use table::{Table, median};

/// Connections at the most, unless there are fewer files to be had.
const CONNECTIONS: usize = 2_000;
/// Clients of the closed loops; what the best of them gets served is the capacity.
const CLIENTS: [usize; 2] = [128, 512];
/// Closed loops for each; the middle one counts.
const ROUNDS: usize = 3;
const ROUND: f64 = 2.0;
/// NIKs to check; and families to report: all there are, so that hardly one is
/// reported twice.
const PEOPLE: usize = 100_000;
const HEADS: usize = 520_000;
/// Recovery is looked for in windows of so many seconds.
const WINDOW: f64 = 0.5;

/// What arrives.
struct Mix {
    name: &'static str,
    /// Of so many arrivals one is a report.
    one_report_in: usize,
}

const MIXES: [Mix; 2] =
    [Mix { name: "reports", one_report_in: 1 }, Mix { name: "visits, 9 checks to a report", one_report_in: 10 }];

fn main() {
    // `cargo bench` hands its own flags along; `cargo test --benches` means a dry run.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let program: PathBuf = std::env::var_os("TILIK_BIN").expect("TILIK_BIN names the server to measure").into();
    let program = program.canonicalize().expect("TILIK_BIN is there");
    let families = number("TILIK_BENCH_FAMILIES", 520_000.0) as u64;
    let folder = tempfile::tempdir().expect("a folder for the data");
    let connections = CONNECTIONS.min(open_files().saturating_sub(100));

    println!("{families} families, seed 2020, on {} cores; {connections} connections at the most", machine::cores());
    let sample = Place { program: program.clone(), folder: folder.path().into(), database: String::new() };
    sample.sample(families);
    let niks = niks::draw(&sample.path("residents.csv"), PEOPLE, HEADS);
    let (mut table, mut grids) = (Table::default(), Vec::new());
    for engine in Engine::all() {
        let watch = machine::Watch::start(engine);
        let place = engine.place(&program, folder.path().join(engine.name()));
        for kind in ["residents", "recipients"] {
            let mut command = place.command();
            let cost = run(command.args(["import", kind]).arg(sample.path(&format!("{kind}.csv"))));
            println!(
                "  {}, import of the {kind}: {:.1} s, {:.1} s of CPU, {:.0} MB",
                engine.name(),
                cost.seconds,
                cost.cpu,
                cost.peak_mb
            );
        }
        println!("  {} residents, {:.0} MB on disk", niks.lines, engine.disk_mb(&place));
        engine.tidy(&place);
        for mix in &MIXES {
            grids.push(measure(engine, &place, mix, &niks, connections, &mut table));
        }
        println!(
            "  {}: other work took {:.0} % of the machine meanwhile; load average {}",
            engine.name(),
            watch.others_percent(engine),
            machine::load_average()
        );
        engine.remove(&place);
    }
    table.print();
    for grid in grids {
        grid.print();
    }
}

/// A number from the environment.
fn number(name: &str, otherwise: f64) -> f64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

/// How many files this process may have open.
fn open_files() -> usize {
    std::fs::read_to_string("/proc/self/limits")
        .ok()
        .and_then(|limits| {
            limits.lines().find_map(|line| line.strip_prefix("Max open files"))?.split_whitespace().next()?.parse().ok()
        })
        .unwrap_or(1024)
}

fn measure(engine: Engine, place: &Place, mix: &Mix, niks: &Niks, connections: usize, table: &mut Table) -> Grid {
    // A server of its own, so that its peak of memory is this load's.
    let server = place.serve(("TILIK_COMMIT_BATCH", "256"));
    engine.until_quiet(&server);
    let at_rest = server.memory_mb();
    let mut checks = 0;
    let mut request = |report: bool| {
        if report {
            let number = requests::next();
            return requests::report(number, &niks.heads[number as usize % niks.heads.len()]);
        }
        checks += 1;
        requests::check(&niks.people[checks % niks.people.len()])
    };
    let name = format!("{}, {}", engine.name(), mix.name);

    let (clients, capacity) = CLIENTS
        .map(|clients| {
            let round = [Phase { name: "", arrivals: Arrivals::Closed(clients), seconds: ROUND }];
            let rounds = (0..ROUNDS)
                .map(|_| {
                    let came =
                        arrivals::run(server.address, connections, mix.one_report_in, &round, &mut request, &mut || {});
                    came[0].good_meanwhile as f64 / ROUND
                })
                .collect();
            (clients, median(rounds))
        })
        .into_iter()
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .expect("there are closed loops");
    println!("  {name}: capacity {capacity:.0}/s, closed loop of {clients}");

    let seconds = number("TILIK_BENCH_SECONDS", 10.0);
    let phases = [("0.7×", 0.7), ("1×", 1.0), ("2×", 2.0), ("5×", 5.0), ("1× again", 1.0), ("0.7× again", 0.7)]
        .map(|(name, times)| Phase { name, arrivals: Arrivals::Open(times * capacity), seconds });
    let mut meter = Vec::new();
    let came = arrivals::run(server.address, connections, mix.one_report_in, &phases, &mut request, &mut || {
        meter.push(Meter::read(engine, &server));
    });
    let day = Day { name, capacity, phases: &phases, came: &came, meter: &meter, at_rest };
    day.rows(table);
    day.grid()
}

/// What the machine and the server had cost at the end of a phase.
struct Meter {
    at: Instant,
    all: f64,
    server: f64,
    database: f64,
    generator: f64,
    peak_mb: f64,
}

impl Meter {
    fn read(engine: Engine, server: &Server) -> Self {
        Self {
            at: Instant::now(),
            all: machine::busy_seconds(),
            server: server.cpu_seconds(),
            database: engine.cpu_seconds(),
            generator: cpu::of(std::process::id()).unwrap_or_default(),
            peak_mb: server.peak_mb(),
        }
    }
}

/// A whole load and what came of it.
struct Day<'a> {
    name: String,
    capacity: f64,
    phases: &'a [Phase],
    came: &'a [Came],
    meter: &'a [Meter],
    at_rest: f64,
}

impl Day<'_> {
    /// 2xx a second while a phase lasted.
    fn goodput(&self, phase: usize) -> f64 {
        self.came[phase].good_meanwhile as f64 / self.phases[phase].seconds
    }

    /// The most that was served, in a closed loop or an open one.
    fn peak(&self) -> f64 {
        (0..self.phases.len()).map(|phase| self.goodput(phase)).fold(self.capacity, f64::max)
    }

    fn rows(&self, table: &mut Table) {
        const ONE: usize = 1;
        const TWO: usize = 2;
        const FIVE: usize = 3;
        const AGAIN: usize = 4;
        let (name, peak) = (&self.name, self.peak());
        for phase in [TWO, FIVE] {
            table.row(
                &format!("{name}: goodput at {} against the peak (aim 0.9)", self.phases[phase].name),
                format!("{:.2}", self.goodput(phase) / peak),
                format!("{:.0}/s of {peak:.0}/s", self.goodput(phase)),
            );
        }
        let accepted = |phase: usize| percentile(&self.came[phase].accepted, 99, |took| took.arrived);
        table.row(
            &format!("{name}: p99 of the accepted, 5× against 1×"),
            format!("{:.1}", accepted(FIVE) / accepted(ONE)),
            format!("{:.0} ms against {:.0} ms, from the arrival", accepted(FIVE), accepted(ONE)),
        );
        let refused: usize = self.came.iter().map(|came| came.refused.len()).sum();
        let silent: usize = self.came.iter().map(|came| came.without_retry_after).sum();
        let told = if refused == 0 { "none".into() } else { format!("{:.3}", 1.0 - silent as f64 / refused as f64) };
        table.row(
            &format!("{name}: refusals that say when to come again (aim 1)"),
            told,
            format!("{refused} refused, {silent} without Retry-After"),
        );
        let gone = |phase: usize| self.came[phase].unanswered + self.came[phase].unsent + self.came[phase].broken;
        table.row(
            &format!("{name}: went away without an answer at 5×"),
            format!("{:.3}", gone(FIVE) as f64 / self.came[FIVE].arrived as f64),
            format!("{} of {}; at 2× {} of {}", gone(FIVE), self.came[FIVE].arrived, gone(TWO), self.came[TWO].arrived),
        );
        let most = self.meter.last().map_or(0.0, |meter| meter.peak_mb);
        table.row(
            &format!("{name}: the server's peak memory against at rest"),
            format!("{:.2}", most / self.at_rest),
            format!("{most:.0} MB against {:.0} MB", self.at_rest),
        );
        let back = |phase: usize, as_before: usize| match self.back_after(phase, as_before) {
            Some(seconds) => format!("{seconds:.1} s"),
            None => format!("not in {:.0} s", self.phases[phase].seconds),
        };
        table.row(
            &format!("{name}: after 5×, until 1× is served as before"),
            back(AGAIN, ONE),
            format!(
                "p99 at most half as much again, nine tenths as many accepted; then at 0.7×: {}",
                back(AGAIN + 1, 0)
            ),
        );
    }

    /// Seconds into a phase until two windows in a row are as an earlier phase of the
    /// same rate was: with a p99 of no more than half as much again, and nine tenths as
    /// many accepted.
    fn back_after(&self, phase: usize, as_before: usize) -> Option<f64> {
        let before = &self.came[as_before].accepted;
        let p99 = percentile(before, 99, |took| took.arrived);
        let many = before.len() as f64 / self.phases[as_before].seconds * WINDOW;
        let start: f64 = self.phases[..phase].iter().map(|phase| phase.seconds).sum();
        let windows = (self.phases[phase].seconds / WINDOW) as usize;
        let mut in_window: Vec<Vec<Took>> = vec![Vec::new(); windows];
        for took in &self.came[phase].accepted {
            if let Some(window) = in_window.get_mut(((took.at - start) / WINDOW) as usize) {
                window.push(*took);
            }
        }
        let is_back = |window: &Vec<Took>| {
            window.len() as f64 >= many * 0.9 && percentile(window, 99, |took| took.arrived) <= p99 * 1.5
        };
        let place = in_window.windows(2).position(|two| two.iter().all(is_back))?;
        Some(place as f64 * WINDOW)
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(
            format!(
                "{}; capacity {:.0}/s. Times in ms; CPU in % of the machine, which the generator shares.",
                self.name, self.capacity
            ),
            &[
                "phase",
                "arrived/s",
                "good/s",
                "of peak",
                "refused %",
                "of checks",
                "of reports",
                "with",
                "no answer %",
                "not sent %",
                "p50",
                "p99",
                "p50 sent",
                "p99 sent",
                "refused p50",
                "refused p99",
                "server",
                "database",
                "generator",
                "others",
                "peak MB",
            ],
        );
        for (place, (phase, came)) in self.phases.iter().zip(self.came).enumerate() {
            let share_of = |count: usize, all: usize| match all {
                0 => "-".into(),
                all => format!("{:.1}", count as f64 / all as f64 * 100.0),
            };
            let percent = |count: usize| share_of(count, came.arrived);
            let statuses: Vec<String> = came.statuses.keys().map(u16::to_string).collect();
            let (before, after) = (&self.meter[place], &self.meter[place + 1]);
            let cores = (after.at - before.at).as_secs_f64() * machine::cores();
            let share = |reading: fn(&Meter) -> f64| (reading(after) - reading(before)) / cores * 100.0;
            let ours = share(|meter| meter.server + meter.database + meter.generator);
            let time = |took: &[Took], percent: usize, of: fn(&Took) -> f64| {
                if took.is_empty() { "-".into() } else { format!("{:.1}", percentile(took, percent, of)) }
            };
            grid.row(vec![
                phase.name.into(),
                format!("{:.0}", came.arrived as f64 / phase.seconds),
                format!("{:.0}", self.goodput(place)),
                format!("{:.2}", self.goodput(place) / self.peak()),
                percent(came.refused.len()),
                share_of(came.refused.len() - came.reports_refused, came.arrived - came.reports),
                share_of(came.reports_refused, came.reports),
                if statuses.is_empty() { "-".into() } else { statuses.join("+") },
                percent(came.unanswered + came.broken),
                percent(came.unsent),
                time(&came.accepted, 50, |took| took.arrived),
                time(&came.accepted, 99, |took| took.arrived),
                time(&came.accepted, 50, |took| took.sent),
                time(&came.accepted, 99, |took| took.sent),
                time(&came.refused, 50, |took| took.sent),
                time(&came.refused, 99, |took| took.sent),
                format!("{:.0}", share(|meter| meter.server)),
                format!("{:.0}", share(|meter| meter.database)),
                format!("{:.0}", share(|meter| meter.generator)),
                format!("{:.0}", (share(|meter| meter.all) - ours).max(0.0)),
                format!("{:.0}", after.peak_mb),
            ]);
        }
        grid
    }
}

/// The time that so many in a hundred did not exceed; not a number where there are none.
fn percentile(took: &[Took], percent: usize, of: impl Fn(&Took) -> f64) -> f64 {
    let mut times: Vec<f64> = took.iter().map(of).collect();
    times.sort_by(f64::total_cmp);
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}
