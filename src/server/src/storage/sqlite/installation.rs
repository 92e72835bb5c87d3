//! Opening an installation: the file, its migrations, and the proof that the
//! secrets are its own.

use anyhow::Context;
use sqlx::{Connection, SqliteConnection};
use std::path::{Path, PathBuf};

use crate::entropy::Entropy;
use crate::sealing::Sealing;
use crate::secrets::{Secrets, SecretsError};

/// Why an installation cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum InstallationError {
    /// The database's kind is not known to this build.
    #[error("the database {0:?} is not one this build can use; write sqlite://PATH (PostgreSQL is not there yet)")]
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

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// Opens or makes the database and its secrets, and brings its schema up to date.
///
/// # Errors
/// [`InstallationError`] for what an operator can mend, the source's otherwise.
pub async fn open(
    url: &str,
    secrets_path: &Path,
    entropy: &dyn Entropy,
) -> anyhow::Result<(SqliteConnection, Secrets, Sealing)> {
    let Some(path) = url.strip_prefix("sqlite:") else {
        return Err(InstallationError::UnknownEngine(without_password(url)).into());
    };
    let path = Path::new(path.trim_start_matches("//").split('?').next().unwrap_or_default());
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    make_private(path).with_context(|| format!("the database {} cannot be made", path.display()))?;
    let mut connection = SqliteConnection::connect_with(&super::options(url)?)
        .await
        .with_context(|| format!("the database {} cannot be opened", path.display()))?;
    MIGRATIONS.run(&mut connection).await.context("the database cannot be brought up to date")?;

    let stored: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT key_check FROM installation").fetch_optional(&mut connection).await?;
    let secrets = match (Secrets::read(secrets_path), &stored) {
        (Ok(secrets), _) => secrets,
        (Err(SecretsError::Missing(path)), Some(_)) => return Err(InstallationError::SecretsLost(path).into()),
        (Err(SecretsError::Missing(_)), None) => {
            let secrets = Secrets::random(entropy);
            secrets.write_new(secrets_path)?;
            secrets
        }
        (Err(error), _) => return Err(error.into()),
    };
    let sealing = Sealing::new(&secrets);
    match stored {
        Some(check) if check != sealing.check() => {
            return Err(InstallationError::OtherSecrets(secrets_path.to_owned()).into());
        }
        Some(_) => {}
        None => {
            sqlx::query("INSERT INTO installation (id, key_check) VALUES (1, ?)")
                .bind(sealing.check().to_vec())
                .execute(&mut connection)
                .await?;
        }
    }
    Ok((connection, secrets, sealing))
}

/// Makes the file before SQLite does, so that nobody but its owner can read the
/// names and addresses in it. A file that is there is left as it is.
fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// The URL as it may be shown: whatever stands before an `@` may be a password.
fn without_password(url: &str) -> String {
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
    use crate::entropy::SystemEntropy;
    use std::os::unix::fs::PermissionsExt;

    async fn error_of(url: &str, secrets: &Path) -> String {
        match open(url, secrets, &SystemEntropy).await {
            Ok(_) => panic!("opened"),
            Err(error) => error.to_string(),
        }
    }

    #[tokio::test]
    async fn data_without_its_keys_is_told_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("deep/tilik.db").display());
        let secrets = folder.path().join("secrets.toml");
        open(&url, &secrets, &SystemEntropy).await.unwrap();
        let mode = std::fs::metadata(folder.path().join("deep/tilik.db")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        open(&url, &secrets, &SystemEntropy).await.unwrap();

        let moved = folder.path().join("elsewhere.toml");
        std::fs::rename(&secrets, &moved).unwrap();
        assert!(error_of(&url, &secrets).await.contains("is missing"));
        assert!(!secrets.exists(), "new keys must not be made for old data");

        Secrets::random(&SystemEntropy).write_new(&secrets).unwrap();
        assert!(error_of(&url, &secrets).await.contains("belongs to another database"));
        open(&url, &moved, &SystemEntropy).await.unwrap();
    }

    #[tokio::test]
    async fn another_engine_is_named_without_its_password() {
        let text = error_of("postgres://tilik:geheim@db/tilik", Path::new("s")).await;
        assert!(text.contains("postgres://…@db/tilik") && !text.contains("geheim"), "{text}");
    }
}
