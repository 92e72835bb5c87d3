//! A PostgreSQL cluster for tests, started by `tools/postgres`, and a database of one's
//! own on it, also as an engine that shards would hold it.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use uuid::Uuid;

/// The cluster that `TILIK_TEST_POSTGRES` names.
pub struct Cluster(String);

/// Partitions of each table.
const PARTITIONS: u32 = 8;

/// Each table that an engine spreads over its nodes, and by what. The rest is small and
/// on every node. docs/operations.md has the same as Citus and YugabyteDB say it.
pub const SPREAD: [(&str, &str); 16] = [
    ("membership", "nik_key"),
    ("family", "home"),
    ("resident", "home"),
    ("recipient", "id"),
    ("aid", "home"),
    ("claim", "idempotency_key"),
    ("ticket_home", "ticket"),
    ("report", "home"),
    ("report_event", "home"),
    ("objection", "home"),
    ("message", "home"),
    ("open_case", "home"),
    ("stretched", "home"),
    ("case_act", "home"),
    ("proof", "solution"),
    ("rate", "key"),
];

impl Cluster {
    /// The one that was started for the tests.
    pub fn given() -> Self {
        let url = std::env::var("TILIK_TEST_POSTGRES");
        Self(url.expect("start a cluster for the tests first: eval \"$(tools/postgres start)\""))
    }

    /// The URL of a new, empty database.
    pub async fn database(&self) -> String {
        let name = format!("t{}", Uuid::new_v4().as_simple());
        let mut connection = PgConnection::connect(&self.0).await.unwrap();
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        self.0.replace("/postgres?", &format!("/{name}?"))
    }
}

/// Spreads every table over partitions by the hash of its home, or its key.
pub async fn partition(url: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    for (table, column) in SPREAD {
        let mut statements = vec![
            format!("ALTER TABLE {table} RENAME TO {table}_whole"),
            format!("CREATE TABLE {table} (LIKE {table}_whole INCLUDING ALL) PARTITION BY HASH ({column})"),
        ];
        statements.extend((0..PARTITIONS).map(|part| {
            let values = format!("WITH (MODULUS {PARTITIONS}, REMAINDER {part})");
            format!("CREATE TABLE {table}_{part} PARTITION OF {table} FOR VALUES {values}")
        }));
        statements.push(format!("INSERT INTO {table} SELECT * FROM {table}_whole"));
        statements.push(format!("DROP TABLE {table}_whole"));
        for statement in statements {
            connection.execute(AssertSqlSafe(statement)).await.unwrap();
        }
    }
}
