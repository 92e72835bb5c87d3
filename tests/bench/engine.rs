//! The engines measured: SQLite inside the server, and PostgreSQL beside it where
//! `tools/postgres` has started a cluster (`TILIK_TEST_POSTGRES`).

use crate::cpu;
use crate::process::{Place, Server};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tilik_tests::engine as databases;

/// Where an installation is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A database of the cluster with this first process.
    Postgres(u32),
}

impl Engine {
    /// Those there are on this machine; `TILIK_BENCH_ENGINE` picks one.
    pub fn all() -> Vec<Self> {
        let mut engines = vec![Self::Sqlite];
        if std::env::var_os("TILIK_TEST_POSTGRES").is_some() {
            engines.push(Self::Postgres(postmaster()));
        } else {
            println!("PostgreSQL is left out: eval \"$(TILIK_POSTGRES_DURABLE=on tools/postgres start)\" first");
        }
        if let Ok(wanted) = std::env::var("TILIK_BENCH_ENGINE") {
            engines.retain(|engine| engine.name().eq_ignore_ascii_case(&wanted));
        }
        engines
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// A new, empty installation in `folder`.
    pub fn place(self, program: &Path, folder: PathBuf) -> Place {
        fs::create_dir_all(&folder).expect("a folder for the installation");
        let database = match self {
            Self::Sqlite => databases::sqlite(&folder),
            Self::Postgres(_) => databases::postgres(),
        };
        Place { program: program.to_owned(), folder, database }
    }

    /// Removes an installation whose server has stopped.
    pub fn remove(self, place: &Place) {
        if let Self::Postgres(_) = self {
            let cluster = std::env::var("TILIK_TEST_POSTGRES").expect("it was there at the start");
            databases::sql(&cluster, &format!("DROP DATABASE {} WITH (FORCE)", database_name(&place.database)));
        }
        fs::remove_dir_all(&place.folder).expect("the installation's folder can be removed");
    }

    /// What it takes on the disk, MB (10^6 bytes).
    pub fn disk_mb(self, place: &Place) -> f64 {
        match self {
            Self::Sqlite => ["tilik.db", "tilik.db-wal", "tilik.db-shm"]
                .iter()
                .filter_map(|name| fs::metadata(place.path(name)).ok())
                .map(|file| file.len() as f64 / 1e6)
                .sum(),
            Self::Postgres(_) => {
                let bytes = databases::sql(&place.database, "SELECT pg_database_size(current_database())");
                bytes.parse::<f64>().expect("a size is a number") / 1e6
            }
        }
    }

    /// Does now what PostgreSQL would do by itself in the minutes after an import, so
    /// that it doesn't fall into what is measured.
    pub fn tidy(self, place: &Place) {
        if let Self::Postgres(_) = self {
            databases::sql(&place.database, "VACUUM (ANALYZE)");
            databases::sql(&place.database, "CHECKPOINT");
        }
    }

    /// CPU seconds of the database's own processes so far.
    pub fn cpu_seconds(self) -> f64 {
        let Self::Postgres(first) = self else { return 0.0 };
        let fields = cpu::fields(first).unwrap_or_default();
        let running: f64 = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter_map(cpu::fields)
            .filter(|fields| fields.get(1) == Some(&f64::from(first)))
            .map(|fields| cpu::seconds(&fields, [11, 12]))
            .sum();
        cpu::seconds(&fields, [11, 12, 13, 14]) + running
    }

    /// Waits until the lists are in memory: until neither the server nor the database
    /// does anything for a second. Returns the seconds it took before.
    pub fn until_quiet(self, server: &Server) -> f64 {
        const LOOK: Duration = Duration::from_millis(250);
        let started = Instant::now();
        let busy = || server.cpu_seconds() + self.cpu_seconds();
        let (mut before, mut quiet) = (busy(), 0);
        while quiet < 4 && started.elapsed() < Duration::from_secs(180) {
            sleep(LOOK);
            let now = busy();
            // One tick in a look is a heartbeat, not work.
            quiet = if now - before < 0.015 { quiet + 1 } else { 0 };
            before = now;
        }
        (started.elapsed() - LOOK * quiet).as_secs_f64()
    }
}

/// `postgres://user@host/NAME?…`
fn database_name(url: &str) -> &str {
    url.rsplit('/').next().and_then(|rest| rest.split('?').next()).expect("a URL names its database")
}

/// The cluster's first process; the first line of its file.
fn postmaster() -> u32 {
    let folder = std::env::var("TILIK_POSTGRES_DIR").expect("tools/postgres start sets TILIK_POSTGRES_DIR too");
    let file = Path::new(&folder).join("data/postmaster.pid");
    let text = fs::read_to_string(&file).expect("the cluster runs, and its postmaster.pid may be read");
    text.lines().next().and_then(|line| line.trim().parse().ok()).expect("postmaster.pid begins with a number")
}
