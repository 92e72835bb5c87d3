//! That sharding by home holds: each statement of the residents' path, planned by
//! PostgreSQL over tables in partitions by hash, reaches one partition of each table,
//! and a person's family is one more statement of that kind.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::collections::{BTreeMap, BTreeSet};

use super::open;
use super::sql::{crossing, homes, messages, objections, progress, reports};
use crate::entropy::SystemEntropy;
use crate::storage::cluster::{Cluster, SPREAD, partition};

/// Every statement that a check, a report, a status or an objection runs.
const STATEMENTS: [(&str, &str); 21] = [
    ("NIK to family", homes::CARDS),
    ("a home's aid", crossing::AID),
    ("what a key was claimed for", reports::CLAIMED),
    ("claim a key", reports::CLAIM),
    ("take a ticket", reports::TAKE_TICKET),
    ("use a kiosk's ticket", reports::USE_RESERVED),
    ("a report's answer", reports::ANSWER),
    ("a home's open case", reports::OPEN),
    ("open a case", reports::OPENED),
    ("write a report", reports::INSERT),
    ("tell of it", messages::FIRST),
    ("a ticket's home", progress::HOME),
    ("a report's state", progress::REPORT),
    ("its later steps", progress::LATER),
    ("the decision it repeats", progress::DECISION),
    ("what a report repeats", progress::REPEATED),
    ("whose report it is", objections::HOLDER),
    ("whether one may object", objections::REPORT),
    ("write an objection", objections::INSERT),
    ("move a report", objections::MOVE),
    ("note a step", objections::STEP),
];

/// The partitions that a plan reaches, by table. An insert of one row goes where its
/// key belongs; its plan names the table alone.
async fn reached(connection: &mut PgConnection, sql: &str) -> BTreeMap<&'static str, BTreeSet<String>> {
    connection.execute(AssertSqlSafe(format!("PREPARE asked AS {sql}"))).await.unwrap();
    let types: Vec<String> = sqlx::query_scalar(
        "SELECT unnest(parameter_types)::TEXT FROM pg_prepared_statements WHERE name = 'asked' AND from_sql",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let value = |kind: &String| match kind.as_str() {
        "bytea" => "'\\x00112233445566778899aabbccddeeff'".to_owned(),
        "bigint" | "integer" => "1".to_owned(),
        "boolean" => "TRUE".to_owned(),
        _ => "'x'".to_owned(),
    };
    let values: Vec<String> = types.iter().map(value).collect();
    let values = if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
    let explain = AssertSqlSafe(format!("EXPLAIN (COSTS OFF) EXECUTE asked{values}"));
    let plan: Vec<String> = sqlx::query_scalar(explain).fetch_all(&mut *connection).await.unwrap();
    connection.execute("DEALLOCATE asked").await.unwrap();

    let mut reached: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    // `Seq Scan on report_3 report_1`: the relation, then the name the plan gives it.
    let on = |line: &String| line.split_whitespace().skip_while(|&word| word != "on").nth(1).map(str::to_owned);
    for relation in plan.iter().filter_map(on) {
        let Some((table, part)) = relation.rsplit_once('_') else { continue };
        let Some(&(table, _)) = SPREAD.iter().find(|&&(name, _)| name == table) else { continue };
        if part.parse::<u32>().is_ok() {
            reached.entry(table).or_default().insert(relation);
        }
    }
    reached
}

async fn partitioned() -> PgConnection {
    let url = Cluster::given().database().await;
    let folder = tempfile::tempdir().unwrap();
    let (connection, ..) = open(&url, &folder.path().join("secrets.toml"), &SystemEntropy).await.unwrap();
    connection.close().await.unwrap();
    partition(&url).await;
    let mut connection = PgConnection::connect(&url).await.unwrap();
    connection.execute("SET plan_cache_mode = force_custom_plan").await.unwrap();
    connection
}

#[tokio::test]
async fn every_statement_of_the_residents_path_reaches_one_partition() {
    let mut connection = partitioned().await;
    for (what, sql) in STATEMENTS {
        let reached = reached(&mut connection, sql).await;
        let is_insert = sql.trim_start().starts_with("INSERT");
        assert!(is_insert || !reached.is_empty(), "{what} reaches no table in partitions");
        for (table, parts) in reached {
            assert_eq!(parts.len(), 1, "{what} reaches several partitions of {table}: {parts:?}");
        }
    }
}

#[tokio::test]
async fn a_statement_without_a_home_is_told_from_the_rest() {
    let mut connection = partitioned().await;
    let reached = reached(&mut connection, "SELECT answer FROM report WHERE ticket = $1").await;
    assert!(reached["report"].len() > 1);
}
