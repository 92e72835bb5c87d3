//! A PostgreSQL cluster that a test may stop, through `tools/postgres`.

use std::path::{Path, PathBuf};
use std::process::Command;
use tilik_tests::engine::sql;
use uuid::Uuid;

/// A cluster of this test's own; it is stopped and removed when dropped.
pub struct Cluster {
    folder: PathBuf,
    url: String,
}

impl Cluster {
    /// One that is running and empty.
    pub fn start() -> Self {
        Self::run(&["start"])
    }

    /// One that follows this one and can only be read.
    pub fn replica(&self) -> Self {
        Self::run(&["replica", self.folder.to_str().unwrap()])
    }

    fn run(arguments: &[&str]) -> Self {
        // A socket's path may have 107 characters: not in the target folder.
        let folder = PathBuf::from(format!("/tmp/tilik-postgres-{}", Uuid::new_v4().as_simple()));
        let told = tool(&folder, arguments);
        let url = told.split('\'').nth(1).expect("it tells its URL").to_owned();
        Self { folder, url }
    }

    /// The URL of a database on it, made if it is not there.
    pub fn database(&self, name: &str) -> String {
        if sql(&self.url, &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'")).is_empty() {
            sql(&self.url, &format!("CREATE DATABASE {name}"));
        }
        self.url.replace("/postgres?", &format!("/{name}?"))
    }

    /// Stops it as a crash would, and starts it again.
    pub fn crash_and_restart(&self) {
        tool(&self.folder, &["restart"]);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        tool(&self.folder, &["stop"]);
    }
}

fn tool(folder: &Path, arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let output = Command::new(root.join("tools/postgres"))
        .args(arguments)
        .env("TILIK_POSTGRES_DIR", folder)
        .env_remove("TILIK_TEST_POSTGRES")
        .output()
        .unwrap();
    assert!(output.status.success(), "tools/postgres {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
