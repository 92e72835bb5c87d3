//! What processes have cost in CPU, by the kernel's own account.

use std::fs;

/// CPU seconds of a running process.
pub fn of(process: u32) -> Option<f64> {
    Some(seconds(&fields(process)?, [11, 12]))
}

/// The line of a running process: the numbers after its name, which may hold anything.
/// The second is its parent; the 12th to 15th are user and system time, its own and
/// that of its children that have ended.
pub fn fields(process: u32) -> Option<Vec<f64>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    Some(stat.rsplit_once(')')?.1.split_whitespace().map(|field| field.parse().unwrap_or_default()).collect())
}

/// The sum of some of the fields, which are in ticks of 1/100 s.
pub fn seconds<const N: usize>(fields: &[f64], places: [usize; N]) -> f64 {
    places.iter().filter_map(|&place| fields.get(place)).sum::<f64>() / 100.0
}
