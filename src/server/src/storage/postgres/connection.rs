//! How connections to PostgreSQL are opened, for each use.

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Error};
use std::str::FromStr;
use std::time::Duration;

/// A statement of the residents' path takes milliseconds; one that takes this long is
/// in nobody's interest any more.
const STATEMENT_TIMEOUT: &str = "10s";
/// Nobody holds a row for longer than a transaction of some milliseconds.
const LOCK_TIMEOUT: &str = "5s";
/// How long a request waits for a connection before it is told to come again.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections that count: each carries what came in while the last statement ran.
const COUNTING: u32 = 4;

fn options(url: &str) -> Result<PgConnectOptions, Error> {
    Ok(PgConnectOptions::from_str(url)?.application_name("tilik").disable_statement_logging())
}

/// A connection that was idle for longer is asked whether it still lives: after a
/// restart of the database all of them are gone.
const IDLE: Duration = Duration::from_secs(1);

/// Connections are opened as they are needed. Each prepares a statement once and
/// keeps it. One that breaks in use is told by its next statement, which is done again.
fn pool(options: PgConnectOptions, connections: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(|connection, used| {
            Box::pin(async move { Ok(used.idle_for < IDLE || connection.ping().await.is_ok()) })
        })
        .connect_lazy_with(options)
}

/// For an import or a migration: as long as it takes.
pub fn for_commands(url: &str) -> Result<PgConnectOptions, Error> {
    options(url)
}

/// For what residents ask.
pub fn for_residents(url: &str, connections: u32) -> Result<PgPool, Error> {
    let options = options(url)?.options([
        ("statement_timeout", STATEMENT_TIMEOUT),
        ("lock_timeout", LOCK_TIMEOUT),
        ("idle_in_transaction_session_timeout", STATEMENT_TIMEOUT),
    ]);
    Ok(pool(options, connections))
}

/// For counting: statements by themselves, each seeing the newest count. A count lost
/// in a crash of the database harms nobody, so nothing waits for the disk.
pub fn for_counting(url: &str) -> Result<PgPool, Error> {
    let options = options(url)?.options([("statement_timeout", "2s"), ("synchronous_commit", "off")]);
    Ok(pool(options, COUNTING))
}
