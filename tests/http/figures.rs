//! `/api/v1/officer/figures`: what is counted in one's area.
//!
//! Decided where the contract is silent: the figures are about the reports received in
//! the period; the language of a report is no part of what its key stands for.

use serde_json::{Value, json};
use tilik_tests::bodies::{PERSONS_NAME, about_other, about_self};
use tilik_tests::clock::{today, today_minus};
use tilik_tests::officer::Officer;
use tilik_tests::{Answer, Lists, Server, card, new_key, nik};

const VILLAGE: [&str; 4] = ["--role", "verifier", "--village", "35.10.16.1001"];
const DISTRICT: [&str; 4] = ["--role", "coordinator", "--district", "35.10.16"];
const REGENCY: [&str; 2] = ["--role", "admin"];
/// In the district, and in another one.
const NEIGHBOUR: &str = "3510161002";
const ELSEWHERE: &str = "3510171002";

#[track_caller]
fn refused(answer: &Answer, status: u16, word: &str) {
    assert_eq!((answer.status, answer.problem().as_str()), (status, word), "{}", answer.text());
}

/// Families 1 to 4 without aid, 5 with.
fn families() -> Lists {
    let lists =
        (1..=5).fold(Lists::new(), |lists, family| lists.family(&card(family), &[&nik(family), &nik(family + 50)]));
    lists.aid("bst", "2020-05", &nik(5), "", "listed")
}

fn of_village(nik: &str, village: &str) -> Value {
    let mut body = about_self(nik);
    body["subject"]["village"] = village.into();
    body
}

/// A regency with five reports: three of the village (one repeats, one is rejected at
/// once), one of its neighbour, one of another district.
fn regency() -> (Server, Value) {
    let server = Server::with(&families());
    let mut first = about_other(&nik(1));
    first["language"] = "mad".into();
    let first = server.report(&first)["ticket"].clone();
    server.report(&about_self(&nik(51)));
    server.report(&about_self(&nik(5)));
    server.report(&of_village(&nik(2), NEIGHBOUR));
    server.report(&of_village(&nik(3), ELSEWHERE));
    (server, first)
}

fn figures(officer: &Officer<'_>) -> Value {
    let answer = officer.post("figures", &json!({}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn figures_are_of_ones_area_and_add_up() {
    let (server, first) = regency();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    assert_eq!(siti.step(&first, "approve", &json!({})).status, 200);
    let village = figures(&siti);
    assert_eq!(
        village["totals"],
        json!({ "reports": 3, "repeated": 1, "rejected_at_once": 1, "waiting": 0, "under_way": 1, "delivered": 0, "rejected": 1 })
    );
    assert_eq!((&village["from"], &village["to"]), (&json!(today_minus(27)), &json!(today())));
    let days = village["days"].as_array().unwrap();
    assert_eq!(days.len(), 28, "also those without any");
    assert_eq!(days[27], json!({ "day": today(), "verifying": 1, "undetermined": 0, "rejected": 1, "repeated": 1 }));
    assert_eq!(village["languages"], json!([{ "reports": 2 }, { "word": "mad", "reports": 1 }]));
    assert_eq!(village["channels"], json!([{ "word": "web", "reports": 3 }]));
    assert_eq!((&village["verdict"]["count"], &village["verdict"]["median_hours"]), (&json!(1), &json!(0)));
    assert_eq!((&village["approval"]["days"][0], &village["delivery"]["count"]), (&json!(1), &json!(0)));
    assert_eq!(village["promise"], json!({ "kept": 0, "broken": 0, "open": 1 }));
    assert_eq!(village.get("fishing"), None, "the whole regency's alone");

    let district = figures(&Officer::at_work(&server, "budi", &DISTRICT));
    let villages: Vec<_> = district["villages"].as_array().unwrap().iter().map(|of| of["village"].clone()).collect();
    assert_eq!(villages, [json!(3_510_161_001_u64), json!(3_510_161_002_u64)], "the most first");
    assert_eq!(district["totals"]["reports"], 4);
    let whole = figures(&Officer::at_work(&server, "pusat", &REGENCY));
    assert_eq!((&whole["totals"]["reports"], &whole["totals"]["waiting"]), (&json!(5), &json!(2)));
    for text in [PERSONS_NAME, &nik(1), first.as_str().unwrap()] {
        assert!(!whole.to_string().contains(text), "{text}");
    }
}

#[test]
fn a_period_has_an_end_after_its_beginning_and_a_year_at_most() {
    let server = Server::start();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    let ask = |from: &str, to: &str| siti.post("figures", &json!({ "from": from, "to": to }));
    assert_eq!(ask("2020-05-20", "2020-05-19").faults(), ["to before_from"]);
    assert_eq!(ask("2020-01-01", "2021-01-01").faults(), ["to too_long"]);
    let year = ask("2020-01-01", "2020-12-31").json();
    assert_eq!((year["days"].as_array().unwrap().len(), &year["totals"]["reports"]), (366, &json!(0)));
    refused(&ask("yesterday", "today"), 400, "malformed");
}

#[test]
fn the_language_is_counted_and_no_part_of_what_a_key_stands_for() {
    let server = Server::with(&families());
    let (key, queued) = (new_key(), about_self(&nik(1)));
    // A report that waited on a phone since before pages told their language.
    let first = server.try_report(&key, &queued);
    assert_eq!(first.status, 201, "{}", first.text());
    let mut again = queued.clone();
    again["language"] = "jv".into();
    assert_eq!(server.try_report(&key, &again).body, first.body, "the same report");
    again["language"] = "xx".into();
    refused(&server.try_report(&key, &again), 400, "malformed");

    let mut body = about_self(&nik(2));
    body["language"] = "jv".into();
    let key = new_key();
    let told = server.try_report(&key, &body);
    body["language"] = "id".into();
    assert_eq!(server.try_report(&key, &body).body, told.body, "another language chosen before sending again");
    let admin = Officer::at_work(&server, "pusat", &REGENCY);
    assert_eq!(figures(&admin)["languages"], json!([{ "reports": 1 }, { "word": "jv", "reports": 1 }]));
}

#[test]
fn what_the_limits_notice_is_told_by_the_hour_and_names_nobody() {
    let mut server = Server::builder().set("TILIK_LIMITS", "on").lists(&families()).start();
    let refused = (0..25).filter(|_| server.try_check(&nik(1)).status == 429).count();
    assert_eq!(refused, 5, "twenty about one person");
    // What is counted is written now and then, and at the end.
    assert_eq!(server.terminate(), Some(0));
    server.restart();
    let admin = Officer::at_work(&server, "pusat", &REGENCY);
    let hours = figures(&admin)["fishing"]["hours"].as_array().unwrap().clone();
    // The hour may turn meanwhile.
    let sum = |name: &str| hours.iter().map(|hour| hour[name].as_u64().unwrap()).sum::<u64>();
    assert_eq!((sum("checks"), sum("nik"), sum("network"), sum("ceiling")), (25, 5, 0, 0));
    assert!(hours.len() <= 2 && hours.iter().all(|hour| hour["unusual"] == false), "{hours:?}");
    let district = Officer::at_work(&server, "budi", &DISTRICT);
    assert_eq!(figures(&district).get("fishing"), None);
}
