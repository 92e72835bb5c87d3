//! Opening an installation: the file, its migrations, and the proof that the
//! secrets are its own.

use anyhow::Context;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;

use crate::entropy::Entropy;
use crate::sealing::Sealing;
use crate::secrets::Secrets;
use crate::storage::engine::secrets_of;

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
    let path = url.strip_prefix("sqlite:").unwrap_or(url).trim_start_matches("//");
    let path = Path::new(path.split('?').next().unwrap_or_default());
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
    let (secrets, sealing) = secrets_of(stored.as_deref(), secrets_path, entropy)?;
    if stored.is_none() {
        sqlx::query("INSERT INTO installation (id, key_check) VALUES (1, $1)")
            .bind(sealing.check().to_vec())
            .execute(&mut connection)
            .await?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use sqlx::Executor;
    use std::os::unix::fs::PermissionsExt;

    /// A database as the first version left it: 1 and 2 on one card, 5 on two, each with
    /// a report that waits; 2's repeats 1's; one of nobody known, objected to.
    const BEFORE_HOMES: &str = "
        INSERT INTO registry VALUES (1, 1, '2020-05-01', x'', 4, 0);
        INSERT INTO family VALUES (1, x'c1', x''), (2, x'c2', x'');
        INSERT INTO resident VALUES
            (1, 1, x'a1', x'', 'A', NULL, 1, '', '', 1, '2020-05-01', NULL),
            (2, 1, x'a2', x'', 'B', NULL, 1, '', '', 1, '2020-05-01', NULL),
            (3, 1, x'a5', x'', 'C', NULL, 1, '', '', 1, '2020-05-01', NULL),
            (4, 2, x'a5', x'', 'C', NULL, 1, '', '', 1, '2020-05-01', NULL),
            (5, 2, x'a6', x'', 'D', NULL, 1, '', '', 1, '2020-04-01', '2020-05-01');
        INSERT INTO edition VALUES (1, 'bst', '2020-05', 'BST', 1, '2020-05-02', x'', 2, 1, NULL),
                                   (2, 'bst', '2020-04', 'BST', 1, '2020-05-02', x'', 1, 0, NULL);
        INSERT INTO recipient VALUES (1, 1, x'a5', x'', NULL, NULL, '', 1), (2, 1, NULL, NULL, x'c2', x'', '', 0),
                                     (3, 2, x'a1', x'', NULL, NULL, '', 0), (4, 1, x'a9', x'', NULL, NULL, '', 0);
        INSERT INTO report VALUES
            (1, 'T1', x'01', x'ff', 1, x'a1', 0, NULL, 1, 'web', 1, '', x'', NULL, 10, '2020-05-03', 'verifying', NULL,
             'verifying', NULL, 'v', '[]', NULL, 'one'),
            (2, 'T2', x'02', x'ff', 1, x'a2', 0, NULL, 1, 'web', 1, '', x'', NULL, 20, '2020-05-03', 'received', NULL,
             'received', 1, 'v', '[]', NULL, 'two'),
            (3, 'T3', x'03', x'ff', NULL, x'a5', 0, NULL, 1, 'web', 1, '', x'', NULL, 30, '2020-05-03', 'undetermined',
             NULL, 'undetermined', NULL, 'v', '[]', NULL, 'three'),
            (4, 'T4', x'04', x'ff', NULL, x'a9', 0, NULL, 1, 'web', 1, '', x'', NULL, 40, '2020-05-03', 'rejected', 'r',
             'objected', NULL, 'v', '[]', NULL, 'four');
        INSERT INTO report_event VALUES (1, 4, 'objected', 50, NULL);
        INSERT INTO objection VALUES (4, x'', 50);";

    #[tokio::test]
    async fn a_database_of_the_first_version_keeps_everything() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        connection.execute("PRAGMA foreign_keys = ON").await.unwrap();
        connection.execute(include_str!("../../../migrations/sqlite/0001_foundation.sql")).await.unwrap();
        connection.execute(BEFORE_HOMES).await.unwrap();
        connection.execute(include_str!("../../../migrations/sqlite/0002_home.sql")).await.unwrap();
        let mut said = Vec::new();
        for sql in [
            "SELECT 'membership ' || hex(nik_key) || ' ' || hex(home) FROM membership ORDER BY 1",
            "SELECT 'aid ' || hex(home) || ' ' || recipient_id || ' ' || hex(nik_key) FROM aid ORDER BY 1",
            "SELECT 'report ' || ticket || ' ' || hex(home) || ' ' || COALESCE(same_case_ticket, '-') FROM report ORDER BY 1",
            "SELECT 'claim ' || hex(idempotency_key) || ' ' || hex(home) || ' ' || ticket FROM claim ORDER BY 1",
            "SELECT 'open ' || hex(home) || ' ' || hex(case_home) || ' ' || ticket FROM open_case ORDER BY 1",
            "SELECT 'event ' || hex(home) || ' ' || ticket || ' ' || step || ' ' || status FROM report_event",
            "SELECT 'objection ' || hex(home) || ' ' || ticket FROM objection",
            "SELECT 'residents ' || COUNT(*) || ' families ' || (SELECT COUNT(*) FROM family) FROM resident",
        ] {
            said.extend(sqlx::query_scalar::<_, String>(sql).fetch_all(&mut connection).await.unwrap());
        }
        let expected = [
            "membership A1 C1",
            "membership A2 C1",
            "membership A5 C1",
            "membership A5 C2",
            "aid A5 1 A5",
            "aid A9 4 A9",
            "aid C1 1 A5",
            "aid C2 1 A5",
            "aid C2 2 ",
            "report T1 C1 -",
            "report T2 C1 T1",
            "report T3 A5 -",
            "report T4 A9 -",
            "claim 01 C1 T1",
            "claim 02 C1 T2",
            "claim 03 A5 T3",
            "claim 04 A9 T4",
            "open A5 A5 T3",
            "open A9 A9 T4",
            "open C1 C1 T1",
            "open C2 A5 T3",
            "event A9 T4 1 objected",
            "objection A9 T4",
            "residents 5 families 2",
        ];
        assert_eq!(said, expected);
    }

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
}
