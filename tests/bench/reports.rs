//! Reports with full durability: group commit against one by one, on the same
//! server and the same data.

use crate::load;
use crate::process::Place;
use crate::requests;
use crate::table::{Table, median};
use std::fs;
use std::time::Duration;

const CONNECTIONS: usize = 128;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(4);

/// Measures.
pub fn measure(place: &Place, table: &mut Table) {
    let niks: Vec<String> = {
        let text = fs::read_to_string(place.path("residents.csv")).expect("the sample is there");
        // The demo families and the hard cases stand first.
        text.lines().skip(2_000).step_by(7).take(200_000).map(|line| line[..16].to_owned()).collect()
    };
    let (mut group, mut single, mut cpu) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        single.push(round(place, "1", &niks).0);
        let (per_second, microseconds) = round(place, "256", &niks);
        group.push(per_second);
        cpu.push(microseconds);
    }
    let (group, single, cpu) = (median(group), median(single), median(cpu));
    table.row(
        "reports, group commit against one by one (aim 3)",
        format!("{:.2}", group / single),
        format!(
            "{group:.0}/s against {single:.0}/s, full durability, {CONNECTIONS} connections, {cpu:.0} µs of CPU each"
        ),
    );
}

/// Reports a second, and the server's CPU for each in microseconds.
fn round(place: &Place, batch: &str, niks: &[String]) -> (f64, f64) {
    let server = place.serve(("TILIK_COMMIT_BATCH", batch));
    // The lists are read at the start; that is not what is measured.
    std::thread::sleep(Duration::from_secs(3));
    let before = server.cpu_seconds();
    let outcome = load::run(server.address, CONNECTIONS, ROUND, |_| {
        let number = requests::next();
        requests::report(number, &niks[number as usize % niks.len()])
    });
    (outcome.per_second(), (server.cpu_seconds() - before) / outcome.answered as f64 * 1e6)
}
