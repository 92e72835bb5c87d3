//! Which engine a URL names, and what both share at the start: migrations, and the
//! proof that the secrets are this database's own.

use sqlx::{Connection, PgConnection, SqliteConnection};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::JoinHandle;

use super::kiosks::{Kiosk, KioskChange, KioskChanged};
use super::landing::Landing;
use super::officers::{Officer, Told, Work, Worked};
use super::postgres::{self, PostgresCounting, PostgresLanding, PostgresStore};
use super::sqlite::{self, SqliteLanding, SqliteStore};
use super::{
    Announcements, Batches, Counting, Counts, Kiosks, Lists, Messages, Officers, Outbox, Pool, Reports, StorageError,
};
use crate::clock::Instant;
use crate::entropy::Entropy;
use crate::sealing::Sealing;
use crate::secrets::{Secrets, SecretsError};
use crate::settings::Settings;

/// Why an installation cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum InstallationError {
    /// The database's kind is not known to this build.
    #[error("the database {0:?} is not one this build can use; write sqlite://PATH or postgres://USER@HOST/NAME")]
    UnknownEngine(String),
    /// The data is there, its keys are not.
    #[error(
        "the database has data but the secrets file {0} is missing. Without it the data cannot be read. \
         Put the file back from your copy, or name it with --secrets"
    )]
    SecretsLost(PathBuf),
    /// The keys are another installation's.
    #[error(
        "the secrets file {0} belongs to another database: its keys do not open this one. \
         Name the right file with --secrets, or the right database with --database"
    )]
    OtherSecrets(PathBuf),
}

/// An engine that Tilik runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, one server.
    Sqlite,
    /// PostgreSQL, or what speaks its protocol; many servers.
    Postgres,
}

impl Engine {
    /// The engine that a URL names.
    ///
    /// # Errors
    /// [`InstallationError::UnknownEngine`], without the URL's password.
    pub fn of(url: &str) -> Result<Self, InstallationError> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Ok(Self::Sqlite),
            Some("postgres" | "postgresql") => Ok(Self::Postgres),
            _ => Err(InstallationError::UnknownEngine(without_password(url))),
        }
    }
}

/// A database whose schema is up to date and whose keys are at hand.
pub struct Opened {
    /// The keys.
    pub secrets: Secrets,
    /// The keys at work.
    pub sealing: Sealing,
    connection: Connected,
}

enum Connected {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Opens or makes the database and its secrets, and brings its schema up to date.
///
/// # Errors
/// [`InstallationError`] for what an operator can mend, the source's otherwise.
pub async fn open(url: &str, secrets: &Path, entropy: &dyn Entropy) -> anyhow::Result<Opened> {
    Ok(match Engine::of(url)? {
        Engine::Sqlite => {
            let (connection, secrets, sealing) = sqlite::open(url, secrets, entropy).await?;
            Opened { secrets, sealing, connection: Connected::Sqlite(connection) }
        }
        Engine::Postgres => {
            let (connection, secrets, sealing) = postgres::open(url, secrets, entropy).await?;
            Opened { secrets, sealing, connection: Connected::Postgres(connection) }
        }
    })
}

impl Opened {
    /// Starts to land a file.
    ///
    /// # Errors
    /// The engine's, where another landing is under way for too long.
    pub async fn land(self, at: Instant) -> sqlx::Result<Box<dyn Landing>> {
        Ok(match self.connection {
            Connected::Sqlite(connection) => Box::new(SqliteLanding::begin(connection, at).await?),
            Connected::Postgres(connection) => Box::new(PostgresLanding::begin(connection, at).await?),
        })
    }

    /// Makes a change to kiosks.
    ///
    /// # Errors
    /// The engine's.
    pub async fn change(&mut self, change: &KioskChange) -> Result<KioskChanged, StorageError> {
        match &mut self.connection {
            Connected::Sqlite(connection) => sqlite::change_kiosks(connection, change).await,
            Connected::Postgres(connection) => postgres::change_kiosks(connection, change).await,
        }
    }

    /// Every kiosk, by village.
    ///
    /// # Errors
    /// The engine's.
    pub async fn kiosks(&mut self) -> Result<Vec<Kiosk>, StorageError> {
        match &mut self.connection {
            Connected::Sqlite(connection) => sqlite::all_kiosks(connection).await,
            Connected::Postgres(connection) => postgres::all_kiosks(connection).await,
        }
    }

    /// Does a work for an officer.
    ///
    /// # Errors
    /// The engine's.
    pub async fn work(&mut self, work: &Work) -> Result<Worked, StorageError> {
        match &mut self.connection {
            Connected::Sqlite(connection) => sqlite::work(connection, work).await,
            Connected::Postgres(connection) => postgres::work(connection, work).await,
        }
    }

    /// Every account, by name.
    ///
    /// # Errors
    /// The engine's.
    pub async fn officers(&mut self) -> Result<Vec<Officer>, StorageError> {
        match &mut self.connection {
            Connected::Sqlite(connection) => sqlite::all_officers(connection).await,
            Connected::Postgres(connection) => postgres::all_officers(connection).await,
        }
    }

    /// Entries of the trail with a number below `before`, newest first.
    ///
    /// # Errors
    /// The engine's.
    pub async fn trail(&mut self, before: i64, limit: usize) -> Result<Vec<Told>, StorageError> {
        match &mut self.connection {
            Connected::Sqlite(connection) => sqlite::trail(connection, before, limit).await,
            Connected::Postgres(connection) => postgres::trail(connection, before, limit).await,
        }
    }

    /// Closes the connection; the keys stay.
    ///
    /// # Errors
    /// The engine's.
    pub async fn close(self) -> sqlx::Result<(Secrets, Sealing)> {
        match self.connection {
            Connected::Sqlite(connection) => connection.close().await?,
            Connected::Postgres(connection) => connection.close().await?,
        }
        Ok((self.secrets, self.sealing))
    }
}

/// The running server's database.
pub struct Running {
    /// The lists; read from a replica where one is named.
    pub lists: Arc<dyn Lists>,
    /// The reports.
    pub reports: Arc<dyn Reports>,
    /// The kiosks.
    pub kiosks: Arc<dyn Kiosks>,
    /// The officers' side.
    pub officers: Arc<dyn Officers>,
    /// Deliveries.
    pub batches: Arc<dyn Batches>,
    /// The lists on the wall.
    pub announcements: Arc<dyn Announcements>,
    /// What is to be told.
    pub messages: Arc<dyn Messages>,
    /// Tells when there is something new to be told.
    pub outbox: Outbox,
    /// What is counted for the dashboard.
    pub figures: Arc<dyn Counts>,
    /// What is counted together with other servers; none: this is the only one.
    pub counting: Option<Arc<dyn Counting>>,
    /// Their connections.
    pub pools: Vec<Pool>,
    /// Ends once the first two are gone and everything sent to them is on disk.
    pub ending: JoinHandle<()>,
}

impl Running {
    /// One store for everything but the lists, with what belongs to its engine.
    fn of<Store>(
        store: Arc<Store>,
        lists: Arc<dyn Lists>,
        outbox: Outbox,
        (counting, pools, ending): (Option<Arc<dyn Counting>>, Vec<Pool>, JoinHandle<()>),
    ) -> Self
    where
        Store: Reports + Kiosks + Officers + Batches + Announcements + Messages + Counts + 'static,
    {
        Self {
            lists,
            kiosks: store.clone(),
            officers: store.clone(),
            batches: store.clone(),
            announcements: store.clone(),
            messages: store.clone(),
            figures: store.clone(),
            reports: store,
            outbox,
            counting,
            pools,
            ending,
        }
    }
}

/// Starts what an opened database needs while the server runs.
///
/// # Errors
/// The engine's.
pub async fn start(settings: &Settings) -> Result<Running, StorageError> {
    let outbox = if settings.messages.are_off() { Outbox::default() } else { Outbox::open() };
    match Engine::of(&settings.database) {
        Ok(Engine::Postgres) => {
            let reports = Arc::new(PostgresStore::start(&settings.database, settings, outbox.clone()).await?);
            let mut pools = vec![reports.pool("write")];
            let lists: Arc<dyn Lists> = match &settings.database_read {
                Some(url) => {
                    let replica = Arc::new(PostgresStore::start(url, settings, Outbox::default()).await?);
                    // Another installation would answer "not listed" to everybody.
                    if replica.key_check().await? != reports.key_check().await? {
                        return Err(StorageError::OtherInstallation);
                    }
                    pools.push(replica.pool("read"));
                    replica
                }
                None => reports.clone(),
            };
            let counting: Arc<dyn Counting> = Arc::new(PostgresCounting::start(settings)?);
            let (counting, ending) = (Some(counting), tokio::spawn(async {}));
            Ok(Running::of(reports, lists, outbox, (counting, pools, ending)))
        }
        _ => {
            let (store, ending) = SqliteStore::start(&settings.database, settings.commit_batch, outbox.clone()).await?;
            let store = Arc::new(store);
            let pools = vec![store.pool()];
            let lists = store.clone();
            Ok(Running::of(store, lists, outbox, (None, pools, ending)))
        }
    }
}

/// The secrets of a database whose key check is `stored`; new ones where it has none
/// and there is no file yet.
pub(super) fn secrets_of(
    stored: Option<&[u8]>,
    path: &Path,
    entropy: &dyn Entropy,
) -> anyhow::Result<(Secrets, Sealing)> {
    let secrets = match (Secrets::read(path), stored) {
        (Ok(secrets), _) => secrets,
        (Err(SecretsError::Missing(path)), Some(_)) => return Err(InstallationError::SecretsLost(path).into()),
        (Err(SecretsError::Missing(_)), None) => {
            let secrets = Secrets::random(entropy);
            secrets.write_new(path)?;
            secrets
        }
        (Err(error), _) => return Err(error.into()),
    };
    let sealing = Sealing::new(&secrets);
    if stored.is_some_and(|check| check != sealing.check()) {
        return Err(InstallationError::OtherSecrets(path.to_owned()).into());
    }
    Ok((secrets, sealing))
}

/// The URL as it may be shown: whatever stands before an `@` or after a `?` may be a
/// password.
pub(super) fn without_password(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    match url.rsplit_once('@') {
        Some((before, after)) => {
            let scheme = before.split_once("://").map_or("", |(scheme, _)| scheme);
            format!("{scheme}://…@{after}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(without_password("postgres://tilik:geheim@db/tilik"), "postgres://…@db/tilik");
        assert_eq!(without_password("postgres://db/tilik?user=tilik&password=geheim"), "postgres://db/tilik");
    }

    #[test]
    fn an_engine_is_named_by_its_url() {
        assert_eq!(Engine::of("sqlite://data/tilik.db").unwrap(), Engine::Sqlite);
        assert_eq!(Engine::of("postgres://tilik@db/tilik").unwrap(), Engine::Postgres);
        assert_eq!(Engine::of("postgresql:///tilik?host=/run").unwrap(), Engine::Postgres);
        let text = Engine::of("mysql://tilik:geheim@db/tilik").unwrap_err().to_string();
        assert!(text.contains("mysql://…@db/tilik") && !text.contains("geheim"), "{text}");
    }
}
