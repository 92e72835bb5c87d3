//! A landing into SQLite.
//!
//! The index of the table that is filled is dropped first and made anew at the end,
//! inside the same transaction: sorting 1.75 million keys once is several times
//! faster than inserting each into its place, and readers keep the old state with
//! the old index meanwhile.

use async_trait::async_trait;
use sqlx::{AssertSqlSafe, Connection as _, Executor, SqliteConnection};
use std::collections::HashMap;

use super::sql::{kiosks, landed, rebuild};
use crate::clock::Instant;
use crate::storage::landing::{EditionRow, Landing, RecipientBatch, ResidentBatch, Tally};

/// A file on its way in.
pub struct SqliteLanding {
    connection: SqliteConnection,
    at: Instant,
    registry: i64,
    first_edition: i64,
    /// The new editions, and how many lines each has.
    editions: Vec<(EditionRow, i64)>,
    /// Multi-row statements, by how many rows they take.
    statements: HashMap<(&'static str, usize), String>,
}

const INDEX_OF_RESIDENT: &str = "CREATE INDEX resident_by_home ON resident (home, nik_key) WHERE until IS NULL";

/// Cards come in the file's order, which is none for their keys.
const ARRIVALS: &str = "CREATE TEMPORARY TABLE arriving_family (home BLOB NOT NULL, kk_sealed BLOB NOT NULL)";

/// In the order of the key, so that the tree grows at its end: in any other order each
/// row is a page to read once the tree is larger than the cache.
const TAKE_FAMILIES: &str =
    "INSERT OR IGNORE INTO family (home, kk_sealed) SELECT home, kk_sealed FROM arriving_family ORDER BY home";

/// In the order of the key, likewise.
const FILL_MEMBERSHIP: &str =
    "INSERT INTO membership (nik_key, home) SELECT nik_key, home FROM resident WHERE until IS NULL ORDER BY 1, 2";

impl SqliteLanding {
    /// Takes the write lock. Reports of a running server wait until the landing is
    /// over; checks go on with the old state.
    pub async fn begin(mut connection: SqliteConnection, at: Instant) -> sqlx::Result<Self> {
        connection.execute("BEGIN IMMEDIATE").await?;
        Ok(Self { connection, at, registry: 0, first_edition: 0, editions: Vec::new(), statements: HashMap::new() })
    }

    async fn commit(mut self) -> sqlx::Result<()> {
        landed::raise_stamp(&mut self.connection).await?;
        self.connection.execute("COMMIT").await?;
        // Gives the log's space back; a reader in the middle of something only delays that.
        drop(self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await);
        self.connection.close().await
    }

    /// The statement that inserts so many rows.
    fn statement(&mut self, insert: &'static str, columns: usize, rows: usize) -> AssertSqlSafe<String> {
        let sql = self.statements.entry((insert, rows)).or_insert_with(|| {
            let row = format!("({})", vec!["?"; columns].join(","));
            format!("{insert} VALUES {}", vec![row; rows].join(","))
        });
        AssertSqlSafe(sql.clone())
    }
}

#[async_trait]
impl Landing for SqliteLanding {
    async fn begin_residents(&mut self) -> sqlx::Result<()> {
        self.registry = landed::add_registry(&mut self.connection, self.at).await?;
        self.connection.execute("DROP INDEX resident_by_home").await?;
        self.connection.execute(ARRIVALS).await?;
        Ok(())
    }

    async fn residents(&mut self, batch: ResidentBatch) -> sqlx::Result<()> {
        if !batch.families.is_empty() {
            let sql = self.statement("INSERT INTO arriving_family (home, kk_sealed)", 2, batch.families.len());
            let mut query = sqlx::query(sql);
            for family in batch.families {
                query = query.bind(family.card.as_bytes().to_vec()).bind(family.kk_sealed);
            }
            query.execute(&mut self.connection).await?;
        }
        let since = self.at.day().to_string();
        let sql = self.statement(
            "INSERT INTO resident (home, nik_key, nik_sealed, name, sex, village, address, relation, registry_id, since)",
            10,
            batch.residents.len(),
        );
        let mut query = sqlx::query(sql);
        for resident in batch.residents {
            query = query
                .bind(resident.card.as_bytes().to_vec())
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

    async fn finish_residents(mut self: Box<Self>, tally: Tally) -> sqlx::Result<()> {
        self.connection.execute(INDEX_OF_RESIDENT).await?;
        if self.registry > 1 {
            sqlx::query(
                "UPDATE resident SET since = before.since FROM resident before
                 WHERE resident.registry_id = ?1 AND resident.until IS NULL AND before.registry_id < ?1
                   AND before.until IS NULL AND before.home = resident.home AND before.nik_key = resident.nik_key",
            )
            .bind(self.registry)
            .execute(&mut self.connection)
            .await?;
            sqlx::query(
                "DELETE FROM resident WHERE registry_id < ?1 AND until IS NULL AND EXISTS (
                     SELECT 1 FROM resident now WHERE now.home = resident.home
                     AND now.nik_key = resident.nik_key AND now.registry_id = ?1 AND now.until IS NULL)",
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
        self.connection.execute(TAKE_FAMILIES).await?;
        self.connection.execute("DROP TABLE arriving_family").await?;
        self.connection.execute("DELETE FROM membership").await?;
        self.connection.execute(FILL_MEMBERSHIP).await?;
        rebuild::aid(&mut self.connection).await?;
        rebuild::open_cases(&mut self.connection).await?;
        kiosks::forget_stretched(&mut self.connection).await?;
        landed::close_registry(&mut self.connection, self.registry, &tally).await?;
        self.commit().await
    }

    async fn begin_recipients(&mut self) -> sqlx::Result<i64> {
        self.first_edition = landed::next_edition(&mut self.connection).await?;
        Ok(self.first_edition)
    }

    async fn recipients(&mut self, batch: RecipientBatch) -> sqlx::Result<()> {
        for edition in batch.editions {
            landed::add_edition(&mut self.connection, &edition, self.at).await?;
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

    async fn finish_recipients(mut self: Box<Self>, tally: Tally) -> sqlx::Result<()> {
        landed::replace_editions(&mut self.connection, &self.editions, self.first_edition, &tally, self.at).await?;
        rebuild::aid(&mut self.connection).await?;
        self.commit().await
    }
}
