//! Three servers behind nginx. While people send reports one server is killed and the
//! database crashes and comes back; some reports are sent twice at once through
//! different servers. Nothing is lost, nothing is doubled.

use super::cluster::Cluster;
use super::nginx::Nginx;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tilik_tests::bodies::about_self;
use tilik_tests::engine::sql;
use tilik_tests::{Lists, Request, Server, card, new_key, nik};

/// Families; in each two people report.
const FAMILIES: u32 = 120;
const SENDERS: usize = 6;
/// Whoever sends gives up after this long: a restart of the database takes seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// A person sends until there is an answer, as the page does: the same key each time.
fn send(origin: &str, key: &str, person: u32) -> Value {
    let started = Instant::now();
    loop {
        let request = Request::new("POST", format!("{origin}/api/v1/reports"));
        let sent = request.header("Idempotency-Key", key).json(&about_self(&nik(person))).try_send();
        match sent {
            Some(answer) if answer.status == 201 => return answer.json(),
            Some(answer) => assert!([502, 503, 504].contains(&answer.status), "{}: {}", answer.status, answer.text()),
            None => {}
        }
        assert!(started.elapsed() < PATIENCE, "no answer in {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn survives(sharded: &str) {
    let cluster = Cluster::start();
    let database = cluster.database("tilik");
    let mut lists = Lists::new();
    for family in 0..FAMILIES {
        lists = lists.family(&card(family + 1), &[&nik(2 * family + 1), &nik(2 * family + 2)]);
    }
    let one =
        Server::builder().set("TILIK_DATABASE", &database).set("TILIK_DATABASE_SHARDED", sharded).lists(&lists).start();
    let (mut two, three) = (one.another(), one.another());
    let nginx = Nginx::before([one.origin(), two.origin(), three.origin()]);

    let next = AtomicUsize::new(0);
    let people = 2 * FAMILIES as usize;
    let answers: Mutex<Vec<(String, u32, Value)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| {
                loop {
                    let person = next.fetch_add(1, Ordering::Relaxed);
                    if person >= people {
                        return;
                    }
                    let person = u32::try_from(person).unwrap() + 1;
                    let key = new_key();
                    // Every fourth is sent twice at once, past nginx to two servers.
                    let answer = if person % 4 == 0 {
                        std::thread::scope(|both| {
                            let first = both.spawn(|| send(one.origin(), &key, person));
                            let second = both.spawn(|| send(three.origin(), &key, person));
                            let (first, second) = (first.join().unwrap(), second.join().unwrap());
                            assert_eq!(first, second, "one key, one report");
                            first
                        })
                    } else {
                        send(nginx.origin(), &key, person)
                    };
                    answers.lock().unwrap().push((key, person, answer));
                }
            });
        }
        let wait_for = |share: usize| {
            while next.load(Ordering::Relaxed) < people * share / 4 {
                std::thread::sleep(Duration::from_millis(5));
            }
        };
        wait_for(1);
        two.kill();
        wait_for(2);
        cluster.crash_and_restart();
    });

    let answers = answers.into_inner().unwrap();
    assert_eq!(answers.len(), people);
    let tickets: BTreeSet<&str> = answers.iter().map(|(_, _, answer)| answer["ticket"].as_str().unwrap()).collect();
    assert_eq!(tickets.len(), people);
    let outcomes = |outcome: &str| answers.iter().filter(|(_, _, answer)| answer["outcome"] == outcome).count();
    assert_eq!((outcomes("verifying"), outcomes("already_reported")), (FAMILIES as usize, FAMILIES as usize));
    for table in ["report", "claim"] {
        assert_eq!(sql(&database, &format!("SELECT COUNT(*) FROM {table}")), people.to_string(), "{table}");
    }
    let open = "SELECT COUNT(DISTINCT home) || ' ' || COUNT(*) FROM report WHERE same_case_ticket IS NULL";
    assert_eq!(sql(&database, open), format!("{FAMILIES} {FAMILIES}"));
    for (key, person, answer) in answers.iter().step_by(7) {
        assert_eq!(&send(nginx.origin(), key, *person), answer, "sent again later");
        assert_eq!(three.status(&answer["ticket"], &nik(*person))["ticket"], answer["ticket"]);
    }
}

#[test]
fn three_servers_lose_and_double_nothing() {
    survives("off");
}

#[test]
fn nor_do_they_in_steps_of_one_shard() {
    survives("on");
}

#[test]
fn limits_and_proofs_are_of_all_servers_together() {
    let cluster = Cluster::start();
    let database = cluster.database("tilik");
    let one = Server::builder().set("TILIK_DATABASE", &database).set("TILIK_LIMITS", "on").start();
    let other = one.another();
    // 20 questions about one NIK, and then one in six minutes (http/limits.rs).
    let answered = (0..30).filter(|n| [&one, &other][n % 2].try_check(&nik(1)).status == 200).count();
    assert_eq!(answered, 20);
}
