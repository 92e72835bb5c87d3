//! What has a value at the moment of a scrape: the lists in memory, the connections to
//! the database, and the process as the kernel accounts for it.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use std::fmt::{self, Error};
use std::fs;
use std::sync::Arc;

use crate::check_index::CheckIndex;
use crate::storage::Pool;

/// Where they are asked for.
pub struct Gauges {
    /// The lists.
    pub index: Arc<CheckIndex>,
    /// The connections.
    pub pools: Vec<Pool>,
}

impl fmt::Debug for Gauges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gauges")
    }
}

impl Collector for Gauges {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), Error> {
        let lists = self.index.figures();
        gauge(&mut encoder, "tilik_lists_stamp", "Rises with each list that lands", lists.stamp as f64)?;
        gauge(&mut encoder, "tilik_index_people", "People with aid, in memory", lists.people as f64)?;
        gauge(&mut encoder, "tilik_index_read_seconds", "How long the last reading took", lists.read_seconds)?;
        if let Some(day) = lists.landed_on {
            let midnight = crate::clock::Instant::start_of(day).seconds();
            gauge(
                &mut encoder,
                "tilik_lists_landed_timestamp_seconds",
                "Start of the day the newest list landed",
                midnight as f64,
            )?;
        }
        let mut connections =
            encoder.encode_descriptor("tilik_database_connections", "Connections", None, MetricType::Gauge)?;
        for pool in &self.pools {
            for (state, count) in [("idle", pool.idle()), ("used", pool.used())] {
                let labels = [("pool", pool.name()), ("state", state)];
                ConstGauge::new(i64::from(count)).encode(connections.encode_family(&labels)?)?;
            }
        }
        let labels = [("version", env!("CARGO_PKG_VERSION"))];
        let mut build = encoder.encode_descriptor("tilik_build_info", "The version", None, MetricType::Gauge)?;
        ConstGauge::new(1i64).encode(build.encode_family(&labels)?)?;
        match Process::read() {
            Some(process) => process.encode(&mut encoder),
            // Another system than Linux.
            None => Ok(()),
        }
    }
}

fn gauge(encoder: &mut DescriptorEncoder, name: &str, help: &str, value: f64) -> Result<(), Error> {
    ConstGauge::new(value).encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)
}

/// The process, by `/proc/self` (proc(5)).
struct Process {
    cpu_seconds: f64,
    resident_bytes: f64,
    open_files: f64,
    started: f64,
}

/// `/proc` counts in these, a hundred a second on every Linux there is.
const TICKS: f64 = 100.0;

impl Process {
    fn read() -> Option<Self> {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // The second field is a name in brackets; the third is the first one here.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let field = |number: usize| fields.get(number - 3)?.parse::<f64>().ok();
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let boot = fs::read_to_string("/proc/stat").ok()?;
        let booted: f64 = boot.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
        Some(Self {
            cpu_seconds: (field(14)? + field(15)?) / TICKS,
            resident_bytes: resident.split_whitespace().next()?.parse::<f64>().ok()? * 1024.0,
            open_files: fs::read_dir("/proc/self/fd").ok()?.count() as f64,
            started: booted + field(22)? / TICKS,
        })
    }

    fn encode(&self, encoder: &mut DescriptorEncoder) -> Result<(), Error> {
        let help = "CPU used, by user and by kernel";
        let counter = encoder.encode_descriptor("process_cpu_seconds", help, None, MetricType::Counter)?;
        ConstCounter::new(self.cpu_seconds).encode(counter)?;
        gauge(encoder, "process_resident_memory_bytes", "Memory in use", self.resident_bytes)?;
        gauge(encoder, "process_open_fds", "Open files and sockets", self.open_files)?;
        gauge(encoder, "process_start_time_seconds", "When it started", self.started)
    }
}
