//! How connections to PostgreSQL are opened.

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Error};
use std::str::FromStr;
use std::time::Duration;

/// A statement of the residents' path takes milliseconds; one that takes this long is
/// in nobody's interest any more.
const STATEMENT_TIMEOUT: &str = "10s";
/// Nobody holds a row for longer than a transaction of some milliseconds.
const LOCK_TIMEOUT: &str = "5s";
/// How long a request waits for a connection before it is told to come again.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Transactions see one state from their first statement to the last.
const ISOLATION: &str = "repeatable read";

fn options(url: &str) -> Result<PgConnectOptions, Error> {
    Ok(PgConnectOptions::from_str(url)?.application_name("tilik").disable_statement_logging())
}

/// For an import or a migration: as long as it takes.
pub fn for_commands(url: &str) -> Result<PgConnectOptions, Error> {
    Ok(options(url)?.options([("default_transaction_isolation", ISOLATION)]))
}

/// For the running server.
pub fn for_residents(url: &str) -> Result<PgConnectOptions, Error> {
    Ok(options(url)?.options([
        ("default_transaction_isolation", ISOLATION),
        ("statement_timeout", STATEMENT_TIMEOUT),
        ("lock_timeout", LOCK_TIMEOUT),
        ("idle_in_transaction_session_timeout", STATEMENT_TIMEOUT),
    ]))
}

/// The running server's connections, opened as they are needed. Each prepares a
/// statement once and keeps it.
pub fn pool(url: &str, connections: u32) -> Result<PgPool, Error> {
    Ok(PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        // A connection that broke is told by its next statement, which is done again.
        .test_before_acquire(false)
        .connect_lazy_with(for_residents(url)?))
}
