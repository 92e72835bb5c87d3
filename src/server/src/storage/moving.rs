//! `tilik move`: carries an installation from SQLite to PostgreSQL, and verifies it.
//!
//! Both engines have the same tables, so each is copied as it is, row by row, in one
//! transaction. What was written is then read back and must add up to the same digest;
//! otherwise nothing stays there. The source is brought up to date, locked against
//! writers meanwhile, and left as it is. The secrets file stays the same: it goes with the data.

use anyhow::Context;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqliteConnection};
use std::path::Path;

use super::engine::{Engine, secrets_of, without_password};
use super::postgres::{Copy, connection};
use super::sqlite;
use crate::entropy::Entropy;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Bytes,
    Text,
    Number,
    Truth,
}
use Kind::{Bytes, Number, Text, Truth};

/// A table with its columns.
type Table = (&'static str, &'static [(&'static str, Kind)]);

/// Every table but `proof`, `rate` and `job`, which belong to servers and not to an
/// installation.
const TABLES: [Table; 28] = [
    ("installation", &[("id", Number), ("key_check", Bytes), ("stamp", Number)]),
    (
        "registry",
        &[
            ("id", Number),
            ("landed_at", Number),
            ("landed_on", Text),
            ("file_sha256", Bytes),
            ("imported", Number),
            ("rejected", Number),
        ],
    ),
    (
        "edition",
        &[
            ("id", Number),
            ("scheme", Text),
            ("period", Text),
            ("name", Text),
            ("landed_at", Number),
            ("landed_on", Text),
            ("file_sha256", Bytes),
            ("recipients", Number),
            ("active", Truth),
            ("replaced_at", Number),
        ],
    ),
    ("membership", &[("nik_key", Bytes), ("home", Bytes)]),
    ("family", &[("home", Bytes), ("kk_sealed", Bytes)]),
    (
        "resident",
        &[
            ("home", Bytes),
            ("nik_key", Bytes),
            ("nik_sealed", Bytes),
            ("name", Text),
            ("sex", Text),
            ("village", Number),
            ("address", Text),
            ("relation", Text),
            ("registry_id", Number),
            ("since", Text),
            ("until", Text),
        ],
    ),
    (
        "recipient",
        &[
            ("id", Number),
            ("edition_id", Number),
            ("nik_key", Bytes),
            ("nik_sealed", Bytes),
            ("kk_key", Bytes),
            ("kk_sealed", Bytes),
            ("name", Text),
            ("paid", Truth),
        ],
    ),
    ("aid", &[("home", Bytes), ("recipient_id", Number), ("edition_id", Number), ("nik_key", Bytes), ("paid", Truth)]),
    ("claim", &[("idempotency_key", Bytes), ("fingerprint", Bytes), ("home", Bytes), ("ticket", Text)]),
    ("ticket_home", &[("ticket", Text), ("home", Bytes)]),
    (
        "report",
        &[
            ("home", Bytes),
            ("ticket", Text),
            ("nik_key", Bytes),
            ("about_other", Truth),
            ("reporter_phone_key", Bytes),
            ("village", Number),
            ("channel", Text),
            ("household_size", Number),
            ("impact", Text),
            ("details_sealed", Bytes),
            ("made_at", Text),
            ("received_at", Number),
            ("received_on", Text),
            ("decided", Text),
            ("first_rule", Text),
            ("status", Text),
            ("same_case_home", Bytes),
            ("same_case_ticket", Text),
            ("rules_version", Text),
            ("reasons", Text),
            ("may_object_until", Text),
            ("answer", Text),
            ("provisional", Text),
            ("desk", Text),
            ("waits_since", Number),
            ("batch", Number),
            ("language", Text),
        ],
    ),
    (
        "report_event",
        &[("home", Bytes), ("ticket", Text), ("step", Number), ("status", Text), ("at", Number), ("reason", Text)],
    ),
    (
        "message",
        &[
            ("home", Bytes),
            ("ticket", Text),
            ("number", Number),
            ("recipient", Text),
            ("event", Text),
            ("at", Number),
            ("state", Text),
            ("due_at", Number),
            ("tries", Number),
            ("failure", Text),
        ],
    ),
    ("objection", &[("home", Bytes), ("ticket", Text), ("reason_sealed", Bytes), ("made_at", Number)]),
    (
        "kiosk",
        &[
            ("id", Bytes),
            ("village", Number),
            ("place", Text),
            ("made_at", Number),
            ("code_key", Bytes),
            ("code_until", Number),
            ("public_key", Bytes),
            ("pin", Text),
            ("pin_wrong", Number),
            ("pin_blocked_until", Number),
            ("enrolled_at", Number),
            ("revoked_at", Number),
        ],
    ),
    ("stretched", &[("home", Bytes), ("nik_key", Bytes), ("stretched_sealed", Bytes)]),
    ("open_case", &[("home", Bytes), ("case_home", Bytes), ("ticket", Text)]),
    (
        "officer",
        &[
            ("id", Bytes),
            ("name", Text),
            ("role", Text),
            ("area", Number),
            ("password", Text),
            ("must_change", Truth),
            ("factor_sealed", Bytes),
            ("factor_used", Number),
            ("made_at", Number),
            ("ended_at", Number),
            ("subject_key", Bytes),
        ],
    ),
    ("officer_sign_on", &[("state_key", Bytes), ("until", Number)]),
    ("officer_session", &[("token_key", Bytes), ("officer_id", Bytes), ("seen_at", Number), ("until", Number)]),
    ("officer_try", &[("key", Bytes), ("tries", Number), ("blocked_until", Number), ("at", Number)]),
    (
        "case_act",
        &[
            ("home", Bytes),
            ("ticket", Text),
            ("number", Number),
            ("officer_id", Bytes),
            ("act", Text),
            ("finding", Text),
            ("note_sealed", Bytes),
            ("at", Number),
        ],
    ),
    (
        "batch",
        &[
            ("number", Number),
            ("district", Number),
            ("leaves_on", Text),
            ("officer_id", Bytes),
            ("made_at", Number),
            ("left_at", Number),
            ("cancelled_at", Number),
            ("idempotency_key", Bytes),
            ("fingerprint", Bytes),
        ],
    ),
    (
        "batch_line",
        &[
            ("batch", Number),
            ("place", Number),
            ("home", Bytes),
            ("ticket", Text),
            ("result", Text),
            ("note_sealed", Bytes),
            ("officer_id", Bytes),
            ("at", Number),
        ],
    ),
    ("fishing", &[("hour", Number), ("sign", Text), ("times", Number)]),
    (
        "announcement",
        &[
            ("number", Number),
            ("made_at", Number),
            ("masking", Text),
            ("people", Number),
            ("unplaced", Number),
            ("officer_id", Bytes),
        ],
    ),
    (
        "announced_sheet",
        &[("announcement", Number), ("village", Number), ("people", Number), ("sha256", Bytes), ("content", Text)],
    ),
    (
        "trail",
        &[
            ("number", Number),
            ("at", Number),
            ("officer_id", Bytes),
            ("deed", Text),
            ("ticket", Text),
            ("hash", Bytes),
            ("account_id", Bytes),
        ],
    ),
];

/// Why an installation cannot be moved. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// Only this one way.
    #[error("only sqlite://… to postgres://… can be moved. Nothing was changed")]
    Direction,
    /// There is no data to move.
    #[error("there is no installation in {0}. Nothing was changed")]
    NothingThere(String),
    /// The target is not empty.
    #[error("the database {0} holds an installation already; name an empty one. Nothing was changed")]
    NotEmpty(String),
    /// What was read back is not what was written.
    #[error("the table {0} reads back otherwise than it was written. Nothing was changed in the target")]
    Differs(&'static str),
}

/// A table's rows as a number of them and a sum that no order changes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Sum {
    rows: u64,
    digest: u128,
}

impl Sum {
    fn add(&mut self, row: &[u8]) {
        let [digest @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _]: [u8; 32] = Sha256::digest(row).into();
        self.rows += 1;
        self.digest = self.digest.wrapping_add(u128::from_be_bytes(digest));
    }
}

/// Moves the installation; returns how many rows it has.
///
/// # Errors
/// [`MoveError`], [`super::engine::InstallationError`], or what an engine says.
pub async fn carry(
    from: &str,
    to: &str,
    secrets: &Path,
    entropy: &dyn Entropy,
    told: impl Fn(&str, u64),
) -> anyhow::Result<u64> {
    if (Engine::of(from)?, Engine::of(to)?) != (Engine::Sqlite, Engine::Postgres) {
        return Err(MoveError::Direction.into());
    }
    let file = from.trim_start_matches("sqlite:").trim_start_matches("//");
    if !Path::new(file.split('?').next().unwrap_or_default()).is_file() {
        return Err(MoveError::NothingThere(from.to_owned()).into());
    }
    // With its keys, so that data is not carried away from them.
    let (mut source, ..) = sqlite::open(from, secrets, entropy).await?;
    source.execute("BEGIN IMMEDIATE").await.context("another program writes to the source; stop it first")?;

    let mut target = PgConnection::connect_with(&connection::for_commands(to)?)
        .await
        .with_context(|| format!("the database {} cannot be reached", without_password(to)))?;
    super::postgres::migrate(&mut target).await?;
    let mut transaction = target.begin().await?;
    let stored: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT key_check FROM installation").fetch_optional(&mut *transaction).await?;
    if stored.is_some() {
        return Err(MoveError::NotEmpty(without_password(to)).into());
    }
    let mut moved = 0;
    for table in TABLES {
        let written = write(&mut source, &mut transaction, table).await?;
        if read_back(&mut transaction, table).await? != written {
            return Err(MoveError::Differs(table.0).into());
        }
        told(table.0, written.rows);
        moved += written.rows;
    }
    let check: Vec<u8> = sqlx::query_scalar("SELECT key_check FROM installation").fetch_one(&mut *transaction).await?;
    secrets_of(Some(&check), secrets, entropy)?;
    transaction.commit().await?;
    target.execute("ANALYZE").await?;
    target.close().await?;
    source.execute("ROLLBACK").await?;
    source.close().await?;
    Ok(moved)
}

fn columns(table: Table) -> String {
    table.1.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// Copies a table's rows over.
async fn write(source: &mut SqliteConnection, target: &mut PgConnection, table: Table) -> anyhow::Result<Sum> {
    let mut sum = Sum::default();
    let mut copy = Copy::new(format!("COPY {} ({}) FROM STDIN (FORMAT binary)", table.0, columns(table)));
    let query = AssertSqlSafe(format!("SELECT {} FROM {}", columns(table), table.0));
    let mut rows = sqlx::query(query).fetch(source);
    while let Some(row) = rows.try_next().await? {
        let start = copy.row(i16::try_from(table.1.len()).unwrap_or(i16::MAX)).gathered();
        for (place, &(_, kind)) in table.1.iter().enumerate() {
            sqlite_value(&mut copy, &row, place, kind)?;
        }
        sum.add(copy.since(start));
        copy.send_if_enough(target).await?;
    }
    drop(rows);
    copy.send(target).await?;
    Ok(sum)
}

/// What the target holds now.
async fn read_back(target: &mut PgConnection, table: Table) -> anyhow::Result<Sum> {
    let mut sum = Sum::default();
    let query = AssertSqlSafe(format!("SELECT {} FROM {}", columns(table), table.0));
    let mut rows = sqlx::query(query).fetch(target);
    while let Some(row) = rows.try_next().await? {
        let mut copy = Copy::new(String::new());
        let start = copy.row(i16::try_from(table.1.len()).unwrap_or(i16::MAX)).gathered();
        for (place, &(_, kind)) in table.1.iter().enumerate() {
            postgres_value(&mut copy, &row, place, kind)?;
        }
        sum.add(copy.since(start));
    }
    Ok(sum)
}

macro_rules! value_of {
    ($name:ident, $row:ty) => {
        fn $name(copy: &mut Copy, row: &$row, place: usize, kind: Kind) -> sqlx::Result<()> {
            match kind {
                Bytes => copy.bytes_or_null(row.try_get(place)?),
                // As `Copy::text` writes it.
                Text => {
                    let text = row.try_get::<Option<&str>, _>(place)?.map(|text| text.replace('\0', ""));
                    copy.bytes_or_null(text.as_deref().map(str::as_bytes))
                }
                Number => {
                    let number = row.try_get::<Option<i64>, _>(place)?.map(i64::to_be_bytes);
                    copy.bytes_or_null(number.as_ref().map(<[u8; 8]>::as_slice))
                }
                Truth => copy.truth(row.try_get(place)?),
            };
            Ok(())
        }
    };
}

value_of!(sqlite_value, SqliteRow);
value_of!(postgres_value, PgRow);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use crate::storage::cluster::Cluster;

    /// A later migration must not be forgotten here.
    #[tokio::test]
    async fn every_column_is_carried() {
        let url = Cluster::given().database().await;
        let mut connection = PgConnection::connect(&url).await.unwrap();
        crate::storage::postgres::migrate(&mut connection).await.unwrap();
        let there: Vec<(String, String)> = sqlx::query_as(
            "SELECT table_name::TEXT, column_name::TEXT || ' ' || data_type::TEXT FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name NOT IN ('_sqlx_migrations', 'proof', 'rate', 'job')
             ORDER BY 1, 2",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let word = |kind| match kind {
            Bytes => "bytea",
            Text => "text",
            Number => "bigint",
            Truth => "boolean",
        };
        let mut carried: Vec<(String, String)> = TABLES
            .iter()
            .flat_map(|&(table, columns)| {
                columns.iter().map(move |&(name, kind)| (table.to_owned(), format!("{name} {}", word(kind))))
            })
            .collect();
        carried.sort();
        assert_eq!(there, carried);
    }

    #[tokio::test]
    async fn only_an_installation_to_an_empty_database() {
        let folder = tempfile::tempdir().unwrap();
        let secrets = folder.path().join("secrets.toml");
        let from = format!("sqlite://{}", folder.path().join("tilik.db").display());
        let to = Cluster::given().database().await;
        let carry = async |from: &str, to: &str| {
            let carried = carry(from, to, &secrets, &SystemEntropy, |_, _| {}).await;
            carried.map_err(|error| error.to_string())
        };
        assert!(carry(&to, &from).await.unwrap_err().contains("only sqlite"));
        assert!(carry(&from, &to).await.unwrap_err().contains("no installation"));
        let (connection, ..) = sqlite::open(&from, &secrets, &SystemEntropy).await.unwrap();
        connection.close().await.unwrap();
        assert_eq!(carry(&from, &to).await.unwrap(), 1);
        assert!(carry(&from, &to).await.unwrap_err().contains("already"));
    }
}
