//! Landing a file: everything in one transaction, at the end of which readers see
//! the new list or registry whole. Dropped without finishing, it leaves nothing.
//!
//! The indexes of the table that is filled are dropped first and made anew at the
//! end, inside the same transaction: sorting 1.75 million keys once is several
//! times faster than inserting each into its place, and readers keep the old
//! state with the old indexes meanwhile.

use sqlx::{AssertSqlSafe, Connection, Executor, Row, SqliteConnection};
use std::collections::HashMap;
use tilik_core::{Period, Scheme};

use crate::clock::Instant;
use crate::sealing::{KkKey, NikKey};

/// A new family card.
pub struct FamilyRow {
    /// Its number here.
    pub id: i64,
    /// Finds it.
    pub kk_key: KkKey,
    /// The card's number, sealed.
    pub kk_sealed: Vec<u8>,
}

/// A person on a card.
pub struct ResidentRow {
    /// The card.
    pub family: i64,
    /// Finds the person.
    pub nik_key: NikKey,
    /// The NIK, sealed.
    pub nik_sealed: Vec<u8>,
    /// The name.
    pub name: String,
    /// `L` or `P`.
    pub sex: Option<char>,
    /// The village's code.
    pub village: u64,
    /// The address.
    pub address: String,
    /// The relation to the head of the family.
    pub relation: String,
}

/// Some rows of the registry.
#[derive(Default)]
pub struct ResidentBatch {
    /// Cards seen for the first time.
    pub families: Vec<FamilyRow>,
    /// People.
    pub residents: Vec<ResidentRow>,
}

/// A new edition.
pub struct EditionRow {
    /// Its number here.
    pub id: i64,
    /// The scheme.
    pub scheme: Scheme,
    /// The month.
    pub period: Period,
    /// What the regency calls it.
    pub name: String,
}

/// A line of a list.
pub struct RecipientRow {
    /// The edition.
    pub edition: i64,
    /// The person's key and sealed NIK.
    pub nik: Option<(NikKey, Vec<u8>)>,
    /// The card's key and sealed number.
    pub kk: Option<(KkKey, Vec<u8>)>,
    /// The name.
    pub name: String,
    /// Paid out.
    pub paid: bool,
}

/// Some lines of lists.
#[derive(Default)]
pub struct RecipientBatch {
    /// Editions seen for the first time.
    pub editions: Vec<EditionRow>,
    /// Lines.
    pub recipients: Vec<RecipientRow>,
}

/// A file on its way in.
pub struct Landing {
    connection: SqliteConnection,
    at: Instant,
    registry: i64,
    first_edition: i64,
    /// The new editions, and how many lines each has.
    editions: Vec<(EditionRow, i64)>,
    /// Multi-row statements, by how many rows they take.
    statements: HashMap<(&'static str, usize), String>,
}

const INDEXES_OF_RESIDENT: [(&str, &str); 2] = [
    ("resident_by_nik", "CREATE INDEX resident_by_nik ON resident (nik_key, family_id) WHERE until IS NULL"),
    ("resident_by_family", "CREATE INDEX resident_by_family ON resident (family_id, nik_key) WHERE until IS NULL"),
];

const INDEXES_OF_RECIPIENT: [(&str, &str); 2] = [
    ("recipient_by_nik", "CREATE INDEX recipient_by_nik ON recipient (nik_key) WHERE nik_key IS NOT NULL"),
    ("recipient_by_kk", "CREATE INDEX recipient_by_kk ON recipient (kk_key) WHERE nik_key IS NULL"),
];

impl Landing {
    /// Takes the write lock. Reports of a running server wait until the landing is
    /// over; checks go on with the old state.
    pub async fn begin(mut connection: SqliteConnection, at: Instant) -> sqlx::Result<Self> {
        connection.execute("BEGIN IMMEDIATE").await?;
        Ok(Self { connection, at, registry: 0, first_edition: 0, editions: Vec::new(), statements: HashMap::new() })
    }

    async fn drop_indexes(&mut self, indexes: &'static [(&'static str, &'static str)]) -> sqlx::Result<()> {
        for (name, _) in indexes {
            self.connection.execute(AssertSqlSafe(format!("DROP INDEX {name}"))).await?;
        }
        Ok(())
    }

    async fn make_indexes(&mut self, indexes: &'static [(&'static str, &'static str)]) -> sqlx::Result<()> {
        for (_, sql) in indexes {
            self.connection.execute(*sql).await?;
        }
        Ok(())
    }

    async fn commit(mut self) -> sqlx::Result<()> {
        self.connection.execute("UPDATE installation SET stamp = stamp + 1").await?;
        self.connection.execute("COMMIT").await?;
        // Gives the log's space back; a reader in the middle of something only delays that.
        drop(self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await);
        self.connection.close().await
    }

    /// Starts a registry; returns the number for its first new family.
    pub async fn begin_residents(&mut self) -> sqlx::Result<i64> {
        self.registry =
            sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM registry").fetch_one(&mut self.connection).await?;
        sqlx::query("INSERT INTO registry (id, landed_at, landed_on, file_sha256, imported, rejected) VALUES (?, ?, ?, x'', 0, 0)")
            .bind(self.registry)
            .bind(self.at.millis())
            .bind(self.at.day().to_string())
            .execute(&mut self.connection)
            .await?;
        self.drop_indexes(&INDEXES_OF_RESIDENT).await?;
        sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM family").fetch_one(&mut self.connection).await
    }

    /// The cards the database has.
    pub async fn known_families(&mut self) -> sqlx::Result<HashMap<KkKey, i64>> {
        use futures_util::TryStreamExt;
        let mut known = HashMap::new();
        let mut rows = sqlx::query("SELECT kk_key, id FROM family").fetch(&mut self.connection);
        while let Some(row) = rows.try_next().await? {
            if let Some(key) = KkKey::from_bytes(row.try_get(0)?) {
                known.insert(key, row.try_get(1)?);
            }
        }
        Ok(known)
    }

    /// The statement that inserts so many rows.
    fn statement(&mut self, insert: &'static str, columns: usize, rows: usize) -> AssertSqlSafe<String> {
        let sql = self.statements.entry((insert, rows)).or_insert_with(|| {
            let row = format!("({})", vec!["?"; columns].join(","));
            format!("{insert} VALUES {}", vec![row; rows].join(","))
        });
        AssertSqlSafe(sql.clone())
    }

    /// Adds rows to the registry.
    pub async fn residents(&mut self, batch: ResidentBatch) -> sqlx::Result<()> {
        if !batch.families.is_empty() {
            let sql = self.statement("INSERT INTO family (id, kk_key, kk_sealed)", 3, batch.families.len());
            let mut query = sqlx::query(sql);
            for family in batch.families {
                query = query.bind(family.id).bind(family.kk_key.as_bytes().to_vec()).bind(family.kk_sealed);
            }
            query.execute(&mut self.connection).await?;
        }
        let since = self.at.day().to_string();
        let sql = self.statement(
            "INSERT INTO resident (family_id, nik_key, nik_sealed, name, sex, village, address, relation, registry_id, since)",
            10,
            batch.residents.len(),
        );
        let mut query = sqlx::query(sql);
        for resident in batch.residents {
            query = query
                .bind(resident.family)
                .bind(resident.nik_key.as_bytes().to_vec())
                .bind(resident.nik_sealed)
                .bind(resident.name)
                .bind(resident.sex.map(String::from))
                .bind(resident.village.cast_signed())
                .bind(resident.address)
                .bind(resident.relation)
                .bind(self.registry)
                .bind(since.clone());
        }
        query.execute(&mut self.connection).await?;
        Ok(())
    }

    /// Ends the memberships that the new registry no longer has, keeps the start of
    /// those it still has, and lands.
    pub async fn finish_residents(mut self, sha256: &[u8; 32], imported: u64, rejected: u64) -> sqlx::Result<()> {
        self.make_indexes(&INDEXES_OF_RESIDENT).await?;
        if self.registry > 1 {
            sqlx::query(
                "UPDATE resident SET since = before.since FROM resident before
                 WHERE resident.registry_id = ?1 AND resident.until IS NULL AND before.registry_id < ?1 AND before.until IS NULL
                   AND before.nik_key = resident.nik_key AND before.family_id = resident.family_id",
            )
            .bind(self.registry)
            .execute(&mut self.connection)
            .await?;
            sqlx::query(
                "DELETE FROM resident WHERE registry_id < ?1 AND until IS NULL AND EXISTS (
                     SELECT 1 FROM resident now WHERE now.nik_key = resident.nik_key
                     AND now.family_id = resident.family_id AND now.registry_id = ?1 AND now.until IS NULL)",
            )
            .bind(self.registry)
            .execute(&mut self.connection)
            .await?;
            sqlx::query("UPDATE resident SET until = ?2 WHERE registry_id < ?1 AND until IS NULL")
                .bind(self.registry)
                .bind(self.at.day().to_string())
                .execute(&mut self.connection)
                .await?;
        }
        sqlx::query("UPDATE registry SET file_sha256 = ?, imported = ?, rejected = ? WHERE id = ?")
            .bind(sha256.to_vec())
            .bind(imported.cast_signed())
            .bind(rejected.cast_signed())
            .bind(self.registry)
            .execute(&mut self.connection)
            .await?;
        self.commit().await
    }

    /// Starts lists; returns the number for the first new edition.
    pub async fn begin_recipients(&mut self) -> sqlx::Result<i64> {
        self.drop_indexes(&INDEXES_OF_RECIPIENT).await?;
        self.first_edition =
            sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM edition").fetch_one(&mut self.connection).await?;
        Ok(self.first_edition)
    }

    /// Adds lines to lists.
    pub async fn recipients(&mut self, batch: RecipientBatch) -> sqlx::Result<()> {
        for edition in batch.editions {
            sqlx::query(
                "INSERT INTO edition (id, scheme, period, name, landed_at, landed_on, file_sha256)
                 VALUES (?, ?, ?, ?, ?, ?, x'')",
            )
            .bind(edition.id)
            .bind(edition.scheme.word())
            .bind(edition.period.to_string())
            .bind(edition.name.clone())
            .bind(self.at.millis())
            .bind(self.at.day().to_string())
            .execute(&mut self.connection)
            .await?;
            self.editions.push((edition, 0));
        }
        let sql = self.statement(
            "INSERT INTO recipient (edition_id, nik_key, nik_sealed, kk_key, kk_sealed, name, paid)",
            7,
            batch.recipients.len(),
        );
        let mut query = sqlx::query(sql);
        for recipient in batch.recipients {
            let place = usize::try_from(recipient.edition - self.first_edition).unwrap_or(usize::MAX);
            if let Some((_, lines)) = self.editions.get_mut(place) {
                *lines += 1;
            }
            let (nik_key, nik_sealed) = recipient.nik.unzip();
            let (kk_key, kk_sealed) = recipient.kk.unzip();
            query = query
                .bind(recipient.edition)
                .bind(nik_key.map(|key| key.as_bytes().to_vec()))
                .bind(nik_sealed)
                .bind(kk_key.map(|key| key.as_bytes().to_vec()))
                .bind(kk_sealed)
                .bind(recipient.name)
                .bind(recipient.paid);
        }
        query.execute(&mut self.connection).await?;
        Ok(())
    }

    /// Replaces the former editions of the same scheme and period, makes the newest
    /// period of each scheme the active one, and lands.
    pub async fn finish_recipients(mut self, sha256: &[u8; 32]) -> sqlx::Result<()> {
        self.make_indexes(&INDEXES_OF_RECIPIENT).await?;
        for (edition, lines) in &self.editions {
            sqlx::query(
                "UPDATE edition SET replaced_at = ?1, active = 0
                 WHERE id < ?2 AND scheme = ?3 AND period = ?4 AND replaced_at IS NULL",
            )
            .bind(self.at.millis())
            .bind(self.first_edition)
            .bind(edition.scheme.word())
            .bind(edition.period.to_string())
            .execute(&mut self.connection)
            .await?;
            sqlx::query("UPDATE edition SET file_sha256 = ?, recipients = ? WHERE id = ?")
                .bind(sha256.to_vec())
                .bind(lines)
                .bind(edition.id)
                .execute(&mut self.connection)
                .await?;
        }
        self.connection
            .execute(
                "UPDATE edition SET active = replaced_at IS NULL AND period = (
                     SELECT MAX(newest.period) FROM edition newest
                     WHERE newest.scheme = edition.scheme AND newest.replaced_at IS NULL)",
            )
            .await?;
        self.commit().await
    }
}
