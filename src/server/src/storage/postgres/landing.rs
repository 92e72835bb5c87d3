//! A landing into PostgreSQL.
//!
//! Rows come in through `COPY`; a registry into a table of the transaction's own, from
//! which what is new is taken over in the order of its keys. No index is dropped: that
//! would lock readers out, who go on with the old state until the commit. Reports go
//! on too, so where each open case counts is made anew once more after the commit, for
//! those that were written meanwhile.

use async_trait::async_trait;
use sqlx::{Connection as _, Executor, PgConnection};

use super::copy::Copy;
use super::sql::{kiosks, landed, rebuild};
use crate::clock::Instant;
use crate::sealing::{KkKey, NikKey};
use crate::storage::landing::{EditionRow, Landing, RecipientBatch, ResidentBatch, Tally};

/// How often a landing puts open cases in order before it leaves that to the next.
const TRIES: u32 = 5;

/// Held by the one landing that is under way.
const LANDING_LOCK: i64 = 0x7469_6c69_6b02;

/// A file on its way in.
pub struct PostgresLanding {
    connection: PgConnection,
    at: Instant,
    registry: i64,
    first_edition: i64,
    next_recipient: i64,
    /// The new editions, and how many lines each has.
    editions: Vec<(EditionRow, i64)>,
    families: Copy,
    residents: Copy,
    recipients: Copy,
}

const ARRIVALS: &str = "
    CREATE TEMPORARY TABLE arriving_family (home BYTEA NOT NULL, kk_sealed BYTEA NOT NULL) ON COMMIT DROP;
    CREATE TEMPORARY TABLE arriving_resident (
        home BYTEA NOT NULL, nik_key BYTEA NOT NULL, nik_sealed BYTEA NOT NULL, name TEXT NOT NULL, sex TEXT,
        village BIGINT NOT NULL, address TEXT NOT NULL, relation TEXT NOT NULL) ON COMMIT DROP";

const TAKE_FAMILIES: &str = "
    INSERT INTO family (home, kk_sealed) SELECT home, kk_sealed FROM arriving_family ORDER BY home
    ON CONFLICT (home) DO NOTHING";

/// Who is still there keeps the day since when.
const TAKE_RESIDENTS: &str = "
    INSERT INTO resident (home, nik_key, nik_sealed, name, sex, village, address, relation, registry_id, since)
    SELECT a.home, a.nik_key, a.nik_sealed, a.name, a.sex, a.village, a.address, a.relation, $1, COALESCE(b.since, $2)
    FROM arriving_resident a
    LEFT JOIN resident b ON b.home = a.home AND b.nik_key = a.nik_key AND b.until IS NULL
    ORDER BY a.home, a.nik_key";

const DROP_FORMER_ROWS: &str = "
    DELETE FROM resident r USING arriving_resident a
    WHERE r.home = a.home AND r.nik_key = a.nik_key AND r.registry_id < $1 AND r.until IS NULL";

const END_MEMBERSHIPS: &str = "UPDATE resident SET until = $2 WHERE registry_id < $1 AND until IS NULL";

const LEAVE: &str = "
    DELETE FROM membership m WHERE NOT EXISTS (
        SELECT 1 FROM arriving_resident a WHERE a.nik_key = m.nik_key AND a.home = m.home)";

const JOIN: &str = "
    INSERT INTO membership (nik_key, home) SELECT nik_key, home FROM arriving_resident ORDER BY nik_key, home
    ON CONFLICT (nik_key, home) DO NOTHING";

impl PostgresLanding {
    /// Waits for any other landing to be over. Checks and reports of running servers
    /// go on with the old state.
    pub async fn begin(mut connection: PgConnection, at: Instant) -> sqlx::Result<Self> {
        // The lock first: the transaction must see what the landing before it left.
        sqlx::query("SELECT pg_advisory_lock($1)").bind(LANDING_LOCK).execute(&mut connection).await?;
        connection.execute("BEGIN").await?;
        Ok(Self {
            connection,
            at,
            registry: 0,
            first_edition: 0,
            next_recipient: 0,
            editions: Vec::new(),
            families: Copy::new("COPY arriving_family (home, kk_sealed) FROM STDIN (FORMAT binary)"),
            residents: Copy::new(
                "COPY arriving_resident (home, nik_key, nik_sealed, name, sex, village, address, relation)
                 FROM STDIN (FORMAT binary)",
            ),
            recipients: Copy::new(
                "COPY recipient (id, edition_id, nik_key, nik_sealed, kk_key, kk_sealed, name, paid)
                 FROM STDIN (FORMAT binary)",
            ),
        })
    }

    async fn commit(mut self) -> sqlx::Result<()> {
        landed::raise_stamp(&mut self.connection).await?;
        self.connection.execute("COMMIT").await?;
        // It has landed, whatever becomes of the rest.
        if let Err(error) = self.after_landing().await {
            tracing::warn!(%error, "landed, but not put in order; the next landing does that");
        }
        Ok(())
    }

    async fn after_landing(mut self) -> sqlx::Result<()> {
        let mut tries = 0;
        while let Err(error) = self.open_cases_once_more().await {
            tries += 1;
            if tries == TRIES {
                return Err(error);
            }
        }
        // The planner should know what has landed; autovacuum would come to it later.
        self.connection.execute("ANALYZE aid, membership, resident, recipient, family").await?;
        self.connection.close().await
    }

    async fn open_cases_once_more(&mut self) -> sqlx::Result<()> {
        let mut once_more = self.connection.begin().await?;
        rebuild::open_cases(&mut once_more).await?;
        once_more.commit().await
    }

    /// Where each open case counts, unless a report that was written meanwhile is in
    /// the way: then the pass after the landing does it, and the landing goes on.
    async fn open_cases(&mut self) -> sqlx::Result<()> {
        self.connection.execute("SAVEPOINT open_cases").await?;
        if let Err(error) = rebuild::open_cases(&mut self.connection).await {
            tracing::debug!(%error, "open cases are counted after the landing");
            self.connection.execute("ROLLBACK TO SAVEPOINT open_cases").await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Landing for PostgresLanding {
    async fn begin_residents(&mut self) -> sqlx::Result<()> {
        self.registry = landed::add_registry(&mut self.connection, self.at).await?;
        self.connection.execute(ARRIVALS).await?;
        Ok(())
    }

    async fn residents(&mut self, batch: ResidentBatch) -> sqlx::Result<()> {
        for family in batch.families {
            self.families.row(2).bytes(family.card.as_bytes()).bytes(&family.kk_sealed);
        }
        for resident in batch.residents {
            self.residents
                .row(8)
                .bytes(resident.card.as_bytes())
                .bytes(resident.nik_key.as_bytes())
                .bytes(&resident.nik_sealed)
                .text(&resident.name)
                .bytes_or_null(resident.sex.map(String::from).as_deref().map(str::as_bytes))
                .number(resident.village.cast_signed())
                .text(&resident.address)
                .text(&resident.relation);
        }
        self.families.send_if_enough(&mut self.connection).await?;
        self.residents.send_if_enough(&mut self.connection).await
    }

    async fn finish_residents(mut self: Box<Self>, tally: Tally) -> sqlx::Result<()> {
        self.families.send(&mut self.connection).await?;
        self.residents.send(&mut self.connection).await?;
        let connection = &mut self.connection;
        connection.execute("ANALYZE arriving_family; ANALYZE arriving_resident").await?;
        connection.execute(TAKE_FAMILIES).await?;
        let today = self.at.day().to_string();
        sqlx::query(TAKE_RESIDENTS).bind(self.registry).bind(&today).execute(&mut *connection).await?;
        sqlx::query(DROP_FORMER_ROWS).bind(self.registry).execute(&mut *connection).await?;
        sqlx::query(END_MEMBERSHIPS).bind(self.registry).bind(&today).execute(&mut *connection).await?;
        connection.execute(LEAVE).await?;
        connection.execute(JOIN).await?;
        rebuild::aid(connection).await?;
        kiosks::forget_stretched(connection).await?;
        landed::close_registry(connection, self.registry, &tally).await?;
        self.open_cases().await?;
        self.commit().await
    }

    async fn begin_recipients(&mut self) -> sqlx::Result<i64> {
        self.first_edition = landed::next_edition(&mut self.connection).await?;
        self.next_recipient = sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM recipient")
            .fetch_one(&mut self.connection)
            .await?;
        Ok(self.first_edition)
    }

    async fn recipients(&mut self, batch: RecipientBatch) -> sqlx::Result<()> {
        for edition in batch.editions {
            landed::add_edition(&mut self.connection, &edition, self.at).await?;
            self.editions.push((edition, 0));
        }
        for recipient in batch.recipients {
            let place = usize::try_from(recipient.edition - self.first_edition).unwrap_or(usize::MAX);
            if let Some((_, lines)) = self.editions.get_mut(place) {
                *lines += 1;
            }
            let (nik_key, nik_sealed) = recipient.nik.unzip();
            let (kk_key, kk_sealed) = recipient.kk.unzip();
            self.recipients
                .row(8)
                .number(self.next_recipient)
                .number(recipient.edition)
                .bytes_or_null(nik_key.as_ref().map(NikKey::as_bytes))
                .bytes_or_null(nik_sealed.as_deref())
                .bytes_or_null(kk_key.as_ref().map(KkKey::as_bytes))
                .bytes_or_null(kk_sealed.as_deref())
                .text(&recipient.name)
                .truth(recipient.paid);
            self.next_recipient += 1;
        }
        self.recipients.send_if_enough(&mut self.connection).await
    }

    async fn finish_recipients(mut self: Box<Self>, tally: Tally) -> sqlx::Result<()> {
        self.recipients.send(&mut self.connection).await?;
        let connection = &mut self.connection;
        landed::replace_editions(connection, &self.editions, self.first_edition, &tally, self.at).await?;
        rebuild::aid(connection).await?;
        self.commit().await
    }
}
