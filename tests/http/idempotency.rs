//! `Idempotency-Key`: a report may be sent again, and is made once.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use tilik_tests::bodies::{about_other, about_self};
use tilik_tests::{Answer, Lists, Server, card, new_key, nik};

fn lists() -> Lists {
    Lists::new().family(&card(1), &[&nik(1), &nik(2)]).family(&card(2), &[&nik(3)]).aid(
        "bst",
        "2020-05",
        &nik(3),
        "",
        "listed",
    )
}

#[test]
fn the_same_key_and_body_give_the_same_bytes_also_after_kill_9() {
    let mut server = Server::with(&lists());
    // To verification, rejected, undetermined, about somebody else, already reported.
    let sent: Vec<(String, Value)> =
        [about_self(&nik(1)), about_self(&nik(3)), about_self(&nik(99)), about_other(&nik(3)), about_self(&nik(2))]
            .into_iter()
            .map(|body| (new_key(), body))
            .collect();
    let first: Vec<Answer> = sent.iter().map(|(key, body)| server.try_report(key, body)).collect();
    let outcomes: Vec<Value> = first.iter().map(|answer| answer.json()["outcome"].clone()).collect();
    assert_eq!(outcomes, ["verifying", "rejected", "undetermined", "received", "already_reported"]);
    for round in ["at once", "after a restart", "after the lists changed"] {
        match round {
            "at once" => {}
            "after a restart" => server.restart(),
            _ => server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(1), "", "paid")),
        }
        for ((key, body), first) in sent.iter().zip(&first) {
            let again = server.try_report(key, body);
            assert_eq!((again.status, again.text()), (201, first.text()), "{round}");
        }
    }
}

#[test]
fn an_answer_was_durable_before_it_was_sent() {
    let mut server = Server::with(&lists());
    let key = new_key();
    let first = server.try_report(&key, &about_self(&nik(1)));
    // No time to put anything in order.
    server.restart();
    let ticket = first.json()["ticket"].clone();
    assert_eq!(server.status(&ticket, &nik(1))["ticket"], ticket);
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "already_reported");
}

#[test]
fn the_same_key_with_another_body_is_refused() {
    let server = Server::with(&lists());
    let key = new_key();
    let first = server.try_report(&key, &about_self(&nik(1)));
    assert_eq!(first.status, 201);
    let mut edited = about_self(&nik(1));
    edited["note"] = "Warung buka lagi.".into();
    for other in [edited, about_self(&nik(2)), about_other(&nik(1))] {
        let answer = server.try_report(&key, &other);
        assert_eq!((answer.status, answer.problem().as_str()), (422, "idempotency_key_reused"));
        // Nothing of the first report is told to whoever holds its key alone.
        assert!(!answer.text().contains(first.json()["ticket"].as_str().unwrap()));
    }
    assert_eq!(server.try_report(&key, &about_self(&nik(1))).text(), first.text());
}

#[test]
fn a_key_must_be_there_and_be_a_uuid() {
    let server = Server::with(&lists());
    let without = server.post("/api/v1/reports").json(&about_self(&nik(1))).send();
    assert_eq!((without.status, without.problem().as_str()), (400, "idempotency_key"));
    for key in ["", "1", "not-a-uuid", "00000000-0000-0000-0000-00000000000g", "3510161203850001"] {
        let answer = server.try_report(key, &about_self(&nik(1)));
        assert_eq!((answer.status, answer.problem().as_str()), (400, "idempotency_key"), "{key}");
    }
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "verifying");
}

#[test]
fn twenty_at_once_make_one_report() {
    let server = Server::with(&lists());
    let key = new_key();
    let answers = at_once(20, |_| server.try_report(&key, &about_self(&nik(1))));
    let bodies: BTreeSet<String> = answers.iter().map(Answer::text).collect();
    assert!(answers.iter().all(|answer| answer.status == 201), "{bodies:?}");
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    let next = server.report(&about_self(&nik(2)));
    assert_eq!(next["outcome"], "already_reported");
}

#[test]
fn two_at_once_for_one_family_make_one_case() {
    let server =
        Server::with(&(0..20).fold(Lists::new(), |lists, family| {
            lists.family(&card(family), &[&nik(2 * family), &nik(2 * family + 1)])
        }));
    for family in 0..20 {
        let members = [nik(2 * family), nik(2 * family + 1)];
        let answers = at_once(2, |place| server.try_report(&new_key(), &about_self(&members[place])));
        let mut outcomes: Vec<String> =
            answers.iter().map(|answer| answer.json()["outcome"].as_str().unwrap().to_owned()).collect();
        outcomes.sort();
        assert_eq!(outcomes, ["already_reported", "verifying"]);
    }
}

#[test]
fn many_keys_at_once_for_one_stranger_make_one_case() {
    let server = Server::start();
    let answers = at_once(10, |_| server.try_report(&new_key(), &about_self(&nik(77))));
    let open = answers.iter().filter(|answer| answer.json()["outcome"] == "undetermined").count();
    assert_eq!(open, 1);
    let tickets: BTreeSet<String> = answers.iter().map(|answer| answer.json()["ticket"].to_string()).collect();
    assert_eq!(tickets.len(), 10);
}

#[test]
fn a_key_does_not_care_for_its_letters_case() {
    let server = Server::with(&lists());
    let key = new_key();
    let first = server.try_report(&key, &about_self(&nik(1)));
    assert_eq!(server.try_report(&key.to_uppercase(), &about_self(&nik(1))).text(), first.text());
}

#[test]
fn a_fresh_proof_does_not_make_it_another_report() {
    // A kiosk that was offline sends again with a proof that has not expired.
    let server = Server::with(&lists());
    let key = new_key();
    let mut body = about_self(&nik(1));
    body["proof"] = json!("one");
    let first = server.try_report(&key, &body);
    body["proof"] = json!("another");
    assert_eq!(server.try_report(&key, &body).text(), first.text());
}

/// The same from `count` threads that start together.
fn at_once(count: usize, send: impl Fn(usize) -> Answer + Sync) -> Vec<Answer> {
    let start = std::sync::Barrier::new(count);
    let (start, send) = (&start, &send);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|place| {
                scope.spawn(move || {
                    start.wait();
                    send(place)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}
