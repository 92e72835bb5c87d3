//! Opening an installation: migrations, and the proof that the secrets are its own.
//! Several servers may start at the same moment; an advisory lock puts them in a row.

use anyhow::Context;
use sqlx::{Connection, PgConnection};
use std::path::Path;

use super::connection;
use crate::entropy::Entropy;
use crate::sealing::Sealing;
use crate::secrets::Secrets;
use crate::storage::engine::{secrets_of, without_password};

// sqlx takes an advisory lock of its own around these.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// Held while a server looks whether the installation has keys, and gives it some.
const KEYS_LOCK: i64 = 0x7469_6c69_6b01;

/// Opens the database and its secrets, and brings its schema up to date.
///
/// # Errors
/// [`super::super::InstallationError`] for what an operator can mend, the source's otherwise.
pub async fn open(
    url: &str,
    secrets_path: &Path,
    entropy: &dyn Entropy,
) -> anyhow::Result<(PgConnection, Secrets, Sealing)> {
    let mut connection = PgConnection::connect_with(&connection::for_commands(url)?)
        .await
        .with_context(|| format!("the database {} cannot be reached", without_password(url)))?;
    migrate(&mut connection).await?;

    sqlx::query("SELECT pg_advisory_lock($1)").bind(KEYS_LOCK).execute(&mut connection).await?;
    let keys = keys(&mut connection, secrets_path, entropy).await;
    sqlx::query("SELECT pg_advisory_unlock($1)").bind(KEYS_LOCK).execute(&mut connection).await?;
    let (secrets, sealing) = keys?;
    Ok((connection, secrets, sealing))
}

/// Brings the schema up to date.
///
/// # Errors
/// The engine's.
pub async fn migrate(connection: &mut PgConnection) -> anyhow::Result<()> {
    MIGRATIONS.run(connection).await.context("the database cannot be brought up to date")
}

async fn keys(
    connection: &mut PgConnection,
    secrets_path: &Path,
    entropy: &dyn Entropy,
) -> anyhow::Result<(Secrets, Sealing)> {
    let stored: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT key_check FROM installation").fetch_optional(&mut *connection).await?;
    let (secrets, sealing) = secrets_of(stored.as_deref(), secrets_path, entropy)?;
    if stored.is_none() {
        sqlx::query("INSERT INTO installation (id, key_check) VALUES (1, $1)")
            .bind(sealing.check().to_vec())
            .execute(connection)
            .await?;
    }
    Ok((secrets, sealing))
}
