//! The engine that the tests run on: SQLite, or with `TILIK_TEST_ENGINE=postgres` the
//! cluster that `tools/postgres` started. `make test` runs them on both.

use std::path::Path;
use std::process::Command;
use uuid::Uuid;

/// The URL of a new, empty database; a file goes into `folder`.
pub fn database(folder: &Path) -> String {
    match std::env::var("TILIK_TEST_ENGINE").as_deref() {
        Ok("postgres") => postgres(),
        Ok("sqlite") | Err(_) => sqlite(folder),
        Ok(other) => panic!("TILIK_TEST_ENGINE is sqlite or postgres, not {other:?}"),
    }
}

/// The URL of a new file in `folder`.
pub fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("tilik.db").display())
}

/// The URL of a new database on the tests' cluster.
pub fn postgres() -> String {
    let cluster = std::env::var("TILIK_TEST_POSTGRES")
        .expect("start a cluster for the tests first: eval \"$(tools/postgres start)\"");
    let name = format!("t{}", Uuid::new_v4().as_simple());
    sql(&cluster, &format!("CREATE DATABASE {name}"));
    cluster.replace("/postgres?", &format!("/{name}?"))
}

/// What PostgreSQL's own client says to a statement, a line per row.
pub fn sql(url: &str, statement: &str) -> String {
    let output = Command::new("psql").args(["-X", "-q", "-A", "-t", "-d", url, "-c", statement]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Everything that a database holds: a file's bytes with its log's, or what a dump
/// says, its binary values being decoded.
pub fn stored(url: &str) -> Vec<u8> {
    if let Some(path) = url.strip_prefix("sqlite://") {
        let read = |suffix| std::fs::read(format!("{path}{suffix}")).unwrap_or_default();
        return ["", "-wal", "-shm", "-journal"].into_iter().flat_map(read).collect();
    }
    let output = Command::new("pg_dump").args(["--data-only", url]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut bytes = output.stdout;
    let text = String::from_utf8(bytes.clone()).unwrap();
    for value in text.split("\\\\x").skip(1) {
        let digits: Vec<u8> = value.bytes().take_while(u8::is_ascii_hexdigit).collect();
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        bytes.extend(digits.chunks_exact(2).map(byte));
    }
    bytes
}
