//! What is counted and timed, for whoever watches the server: the names are those of
//! `docs/monitoring/metrics.txt`. Nothing here knows a person: labels are words from
//! fixed lists, and an exemplar is a request's id.
//!
//! One set per process, reached through [`metrics`], since what is counted happens on
//! every layer. What has a present value (the lists in memory, the connections, the
//! process itself) is asked for when somebody scrapes: `gauges.rs`.

mod gauges;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::exemplar::HistogramWithExemplars;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use std::sync::LazyLock;
use std::time::Duration;

pub use gauges::Gauges;

/// Seconds; from a check out of memory to a report that waits for an import.
const BUCKETS: [f64; 14] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// A request this slow leaves its id in the histogram, to be found in the log.
const WORTH_AN_EXEMPLAR: Duration = Duration::from_millis(25);

/// A request, by what it was.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestKind {
    /// The route's pattern, or `none`.
    pub route: &'static str,
    /// The method, or `other`.
    pub method: &'static str,
    /// The status.
    pub status: u16,
}

/// Leads from a slow request to its line in the log.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestId {
    /// As the log has it.
    pub request_id: String,
}

/// A check, by its answer and where that came from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CheckKind {
    /// `listed` or `not_listed`.
    pub status: &'static str,
    /// `memory` or `database`.
    pub from: &'static str,
}

/// One word of a fixed list.
macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident $field:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
        pub struct $name {
            /// The word.
            pub $field: &'static str,
        }
    )*};
}

labels! {
    /// What became of a report, or of a message.
    Outcome outcome
    /// Why a request was refused: the problem's word.
    Reason reason
}

/// A job and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct JobEnd {
    /// Its kind.
    pub kind: &'static str,
    /// `done` or `failed`.
    pub outcome: &'static str,
}

/// The process's counts.
pub struct Metrics {
    requests: Family<RequestKind, HistogramWithExemplars<RequestId>, fn() -> HistogramWithExemplars<RequestId>>,
    /// Requests under way.
    pub in_flight: Gauge,
    /// Requests refused early, since too much was under way.
    pub shed: Family<Reason, Counter>,
    /// Checks answered.
    pub checks: Family<CheckKind, Counter>,
    /// Reports answered.
    pub reports: Family<Outcome, Counter>,
    /// Requests refused.
    pub refusals: Family<Reason, Counter>,
    /// Work done again, since two transactions were in each other's way or the database
    /// was away.
    pub retries: Counter,
    /// Work that the database failed at.
    pub errors: Counter,
    /// Whether the database answered when it was last asked.
    pub database_up: Gauge,
    /// Jobs done.
    pub jobs: Family<JobEnd, Counter>,
    /// Tries to send a message.
    messages: Family<Outcome, Counter>,
    /// Messages that wait, of all servers.
    pub messages_waiting: Gauge,
}

/// Those of this process.
pub fn metrics() -> &'static Metrics {
    static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);
    &METRICS
}

impl Metrics {
    fn new() -> Self {
        let metrics = Self {
            requests: Family::new_with_constructor(|| HistogramWithExemplars::new(BUCKETS.into_iter())),
            in_flight: Gauge::default(),
            shed: Family::default(),
            checks: Family::default(),
            reports: Family::default(),
            refusals: Family::default(),
            retries: Counter::default(),
            errors: Counter::default(),
            database_up: Gauge::default(),
            jobs: Family::default(),
            messages: Family::default(),
            messages_waiting: Gauge::default(),
        };
        // A count that is first seen at 1 is not seen to rise: all start at 0.
        for reason in ["in_flight", "queue"] {
            drop(metrics.shed.get_or_create(&Reason { reason }));
        }
        for status in ["listed", "not_listed"] {
            for from in ["memory", "database"] {
                drop(metrics.checks.get_or_create(&CheckKind { status, from }));
            }
        }
        for outcome in ["rejected", "verifying", "undetermined", "already_reported", "replayed"] {
            drop(metrics.reports.get_or_create(&Outcome { outcome }));
        }
        for reason in ["too_many_requests", "proof", "invalid", "unavailable", "internal"] {
            drop(metrics.refusals.get_or_create(&Reason { reason }));
        }
        for outcome in ["done", "failed"] {
            drop(metrics.jobs.get_or_create(&JobEnd { kind: "forget", outcome }));
        }
        for outcome in ["sent", "failed", "dead", "no_address"] {
            drop(metrics.messages.get_or_create(&Outcome { outcome }));
        }
        metrics
    }

    /// Counts a try to send a message.
    pub fn message(&self, outcome: &'static str) {
        self.messages.get_or_create(&Outcome { outcome }).inc();
    }

    /// Times a request.
    pub fn request(&self, kind: &RequestKind, took: Duration, id: impl FnOnce() -> String) {
        let exemplar = (took >= WORTH_AN_EXEMPLAR).then(|| RequestId { request_id: id() });
        self.requests.get_or_create(kind).observe(took.as_secs_f64(), exemplar, None);
    }

    /// Counts a refusal.
    pub fn refused(&self, reason: &'static str) {
        self.refusals.get_or_create(&Reason { reason }).inc();
    }

    /// Counts a request that was sent away at once.
    pub fn shed(&self, reason: &'static str) {
        self.shed.get_or_create(&Reason { reason }).inc();
    }

    /// Everything to be scraped, `gauges` among it.
    pub fn registry(&self, gauges: Gauges) -> Registry {
        let mut all = Registry::default();
        let name = |name: &str| format!("tilik_{name}");
        all.register(name("http_request_duration_seconds"), "Requests answered", self.requests.clone());
        all.register(name("http_requests_in_flight"), "Requests under way", self.in_flight.clone());
        all.register(name("http_shed"), "Requests sent away at once, too much being under way", self.shed.clone());
        all.register(name("checks"), "Checks answered", self.checks.clone());
        all.register(name("reports"), "Reports answered", self.reports.clone());
        all.register(name("refusals"), "Requests refused, by the problem's word", self.refusals.clone());
        all.register(name("database_retries"), "Work done again", self.retries.clone());
        all.register(name("database_errors"), "Work that the database failed at", self.errors.clone());
        all.register(name("database_up"), "Whether the database answered when last asked", self.database_up.clone());
        all.register(name("jobs"), "Jobs done", self.jobs.clone());
        all.register(name("messages"), "Tries to send a message, by what became of it", self.messages.clone());
        all.register(name("messages_waiting"), "Messages that wait to be sent", self.messages_waiting.clone());
        all.register_collector(Box::new(gauges));
        all
    }
}
