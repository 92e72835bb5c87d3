//! Checks against `/healthz`: what a check adds to a constant answer, with the
//! regency's lists loaded.

use crate::load;
use crate::process::{Place, Server};
use crate::requests;
use crate::table::{Table, median};
use std::thread::sleep;
use std::time::{Duration, Instant};

const CONNECTIONS: usize = 32;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(4);
const HEALTH: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: bench\r\n\r\n";

/// Measures.
pub fn measure(place: &Place, table: &mut Table) {
    let niks = niks(place);
    let server = place.serve(("TILIK_COMMIT_BATCH", "256"));
    let check = |n: usize| requests::check(&niks[n % niks.len()]);
    let loaded = until_steady(&server, &check);

    let (mut checks, mut health, mut check_cpu, mut health_cpu) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let before = server.cpu_seconds();
        let outcome = load::run(server.address, CONNECTIONS, ROUND, |_| HEALTH.to_vec());
        health_cpu.push((server.cpu_seconds() - before) / outcome.answered as f64 * 1e6);
        health.push(outcome.per_second());

        let before = server.cpu_seconds();
        let outcome = load::run(server.address, CONNECTIONS, ROUND, check);
        assert_eq!(outcome.refused, 0, "every NIK of the list is one");
        check_cpu.push((server.cpu_seconds() - before) / outcome.answered as f64 * 1e6);
        checks.push(outcome.per_second());
    }
    let (checks, health) = (median(checks), median(health));
    let (check_cpu, health_cpu) = (median(check_cpu), median(health_cpu));
    table.row(
        "checks against /healthz, throughput (aim 0.7)",
        format!("{:.2}", checks / health),
        format!("{checks:.0}/s against {health:.0}/s, {CONNECTIONS} connections"),
    );
    table.row(
        "checks against /healthz, CPU of the server",
        format!("{:.2}", check_cpu / health_cpu),
        format!("{check_cpu:.1} µs against {health_cpu:.1} µs a request"),
    );
    table.row(
        "memory of the server, lists loaded",
        format!("{:.0} MB", server.memory_mb()),
        format!("ready after {loaded:.1} s, {:.0} MB at the most", server.peak_mb()),
    );
}

/// Well-formed NIKs from all over the file, listed and unlisted as they come.
fn niks(place: &Place) -> Vec<String> {
    let mut file = csv::Reader::from_path(place.path("residents.csv")).expect("the sample is there");
    file.records()
        .filter_map(Result::ok)
        .map(|row| row[0].to_owned())
        .filter(|nik| nik.len() == 16 && nik.bytes().all(|byte| byte.is_ascii_digit()))
        .step_by(97)
        .filter(|nik| !nik.ends_with("0000") && (1..=71).contains(&nik[6..8].parse::<u8>().unwrap_or(0)))
        .take(10_000)
        .collect()
}

/// Waits until the lists are in memory: until a second of checks is no faster than
/// the second before by a tenth, twice. Returns the seconds it took.
fn until_steady(server: &Server, check: &(impl Fn(usize) -> Vec<u8> + Sync)) -> f64 {
    let started = Instant::now();
    let (mut last, mut steady) = (0.0, 0);
    while steady < 2 && started.elapsed() < Duration::from_secs(120) {
        let now = load::run(server.address, 4, Duration::from_millis(300), check).per_second();
        steady = if now > 5_000.0 && now < last * 1.1 { steady + 1 } else { 0 };
        last = now;
        sleep(Duration::from_millis(700));
    }
    started.elapsed().as_secs_f64()
}
