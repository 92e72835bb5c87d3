//! How much of the machine was somebody else's while something was measured.

use crate::cpu;
use crate::engine::Engine;
use std::fs;
use std::time::Instant;

/// A stretch of time on this machine.
pub struct Watch {
    started: Instant,
    busy: f64,
    ours: f64,
}

impl Watch {
    /// Begins.
    pub fn start(engine: Engine) -> Self {
        Self { started: Instant::now(), busy: busy_seconds(), ours: our_seconds(engine) }
    }

    /// What others took of all cores since, in percent. Servers still running are not
    /// known as ours: end them first.
    pub fn others_percent(&self, engine: Engine) -> f64 {
        let others = busy_seconds() - self.busy - (our_seconds(engine) - self.ours);
        (others / self.started.elapsed().as_secs_f64() / cores() * 100.0).max(0.0)
    }
}

/// The machine's cores.
pub fn cores() -> f64 {
    std::thread::available_parallelism().map_or(1.0, |cores| cores.get() as f64)
}

/// The load average of the last minute, as the kernel has it.
pub fn load_average() -> String {
    fs::read_to_string("/proc/loadavg")
        .ok()
        .and_then(|line| line.split_whitespace().next().map(str::to_owned))
        .unwrap_or_default()
}

/// CPU seconds of all that was done on this machine so far: user, nice, system, and what a hypervisor took.
pub fn busy_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let all = stat.lines().next().unwrap_or_default();
    let fields: Vec<f64> = all.split_whitespace().skip(1).filter_map(|ticks| ticks.parse().ok()).collect();
    cpu::seconds(&fields, [0, 1, 2, 7])
}

/// This process, its commands and servers that have ended, and the database's processes.
fn our_seconds(engine: Engine) -> f64 {
    let this = cpu::fields(std::process::id()).unwrap_or_default();
    cpu::seconds(&this, [11, 12, 13, 14]) + engine.cpu_seconds()
}
