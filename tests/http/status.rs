//! `POST /api/v1/reports/status`.
//!
//! Decided where the contract is silent: a malformed ticket is a fault of its field
//! (422), not an unknown one; a report about somebody else shows the coarse steps
//! whether its helper asks by phone or by the NIK of the person, which the helper
//! knows as well.

use serde_json::{Value, json};
use tilik_tests::bodies::{HELPERS_PHONE, PERSONS_PHONE, about_other, about_self};
use tilik_tests::{Lists, Server, card, nik};

fn lists() -> Lists {
    Lists::new().family(&card(1), &[&nik(1), &nik(2)]).family(&card(2), &[&nik(3)]).aid(
        "bst",
        "2020-05",
        &nik(3),
        "",
        "listed",
    )
}

fn steps(answer: &Value) -> Vec<&str> {
    answer["timeline"].as_array().unwrap().iter().map(|entry| entry["status"].as_str().unwrap()).collect()
}

/// `2020-05-20T11:34:00+07:00`, perhaps with a fraction of the second.
fn assert_instant(at: &str) {
    assert!(at.ends_with("+07:00"), "{at}");
    let shape: String = at.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    assert!(shape.starts_with("0000-00-00T00:00:00"), "{at}");
    assert_eq!(at.get(..4), tilik_tests::clock::today().get(..4), "{at}");
}

#[test]
fn the_timeline_starts_with_received_and_ends_with_where_it_stands() {
    let server = Server::with(&lists());
    for (person, last) in [(1, "verifying"), (3, "rejected"), (99, "undetermined")] {
        let report = server.report(&about_self(&nik(person)));
        let status = server.status(&report["ticket"], &nik(person));
        assert_eq!(status["ticket"], report["ticket"]);
        assert_eq!((steps(&status).first(), steps(&status).last()), (Some(&"received"), Some(&last)), "{status}");
        for entry in status["timeline"].as_array().unwrap() {
            assert_instant(entry["at"].as_str().unwrap());
        }
        // Only an approved one has days to expect.
        assert!(status["expected"].is_null());
    }
}

#[test]
fn what_was_already_reported_follows_the_open_case() {
    let server = Server::with(&lists());
    server.report(&about_self(&nik(1)));
    let report = server.report(&about_self(&nik(2)));
    assert_eq!(report["outcome"], "already_reported");
    let status = server.status(&report["ticket"], &nik(2));
    assert_eq!(status["ticket"], report["ticket"]);
    assert!(steps(&status).contains(&"received") && steps(&status).contains(&"verifying"), "{status}");
    let at: Vec<&str> =
        status["timeline"].as_array().unwrap().iter().map(|entry| entry["at"].as_str().unwrap()).collect();
    assert!(at.is_sorted(), "oldest first: {status}");
}

#[test]
fn a_rejection_keeps_its_reasons_and_its_last_day() {
    let server = Server::with(&lists());
    let report = server.report(&about_self(&nik(3)));
    let status = server.status(&report["ticket"], &nik(3));
    assert_eq!(status["timeline"].as_array().unwrap().last().unwrap()["reason"], "jps_kab/bst");
    assert_eq!(status["reasons"], report["reasons"]);
    assert_eq!(status["may_object_until"], report["may_object_until"]);
}

#[test]
fn a_ticket_is_read_as_people_type_it() {
    let server = Server::with(&lists());
    let report = server.report(&about_self(&nik(1)));
    let ticket = report["ticket"].as_str().unwrap();
    let typed = [ticket.to_lowercase(), ticket.replace('-', ""), format!(" {} ", ticket.replace('-', " "))];
    for text in typed {
        assert_eq!(server.status(&json!(text), &nik(1))["ticket"], report["ticket"], "{text}");
    }
    // And so is the NIK.
    let person = nik(1);
    let spaced = format!("{} {}", &person[..6], &person[6..]);
    assert_eq!(server.status(&report["ticket"], &spaced)["ticket"], report["ticket"]);
}

#[test]
fn a_wrong_pair_and_an_unknown_ticket_are_the_same_404() {
    let server = Server::with(&lists());
    let report = server.report(&about_self(&nik(1)));
    let helped = server.report(&about_other(&nik(3)));
    let pairs = [
        json!({ "ticket": report["ticket"], "nik": nik(3) }),
        // Of the same family, and yet not who reported.
        json!({ "ticket": report["ticket"], "nik": nik(2) }),
        json!({ "ticket": "K7Q2-M4XD-9", "nik": nik(1) }),
        json!({ "ticket": report["ticket"], "phone": HELPERS_PHONE }),
        // A phone opens what a helper reported, never one's own.
        json!({ "ticket": report["ticket"], "phone": PERSONS_PHONE }),
        json!({ "ticket": helped["ticket"], "phone": "081200000000" }),
        json!({ "ticket": helped["ticket"], "phone": PERSONS_PHONE }),
        json!({ "ticket": "K7Q2-M4XD-9", "phone": HELPERS_PHONE }),
    ];
    let bodies: Vec<String> = pairs
        .iter()
        .map(|pair| {
            let answer = server.try_status(pair);
            assert_eq!((answer.status, answer.problem().as_str()), (404, "not_found"), "{pair}");
            answer.text()
        })
        .collect();
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
}

#[test]
fn a_helper_sees_the_coarse_steps_alone() {
    let server = Server::with(&lists());
    for person in [3, 1, 99] {
        let report = server.report(&about_other(&nik(person)));
        let ticket = &report["ticket"];
        for proof in [
            json!({ "ticket": ticket, "phone": HELPERS_PHONE }),
            json!({ "ticket": ticket, "phone": "+62 812-9876-5432" }),
            json!({ "ticket": ticket, "nik": nik(person) }),
        ] {
            let answer = server.try_status(&proof);
            assert_eq!(answer.status, 200, "{proof}: {}", answer.text());
            let status = answer.json();
            assert_eq!(steps(&status), ["received"], "{proof}");
            let names: Vec<&String> = status.as_object().unwrap().keys().collect();
            assert_eq!(names, ["ticket", "timeline"], "{proof}");
            assert!(status["timeline"][0].get("reason").is_none());
        }
    }
}

#[test]
fn faults_of_the_form() {
    let server = Server::start();
    let faults = |body: Value| server.try_status(&body).faults().join(", ");
    assert_eq!(faults(json!({ "ticket": "K7Q2-M4XD-8", "nik": nik(1) })), "ticket check");
    assert_eq!(faults(json!({ "ticket": "K7Q2", "nik": nik(1) })), "ticket length");
    assert_eq!(faults(json!({ "ticket": "K7Q2-M4XD-!", "nik": nik(1) })), "ticket character");
    assert_eq!(faults(json!({ "ticket": "K7Q2-M4XD-9", "nik": "351016" })), "nik length");
    assert_eq!(faults(json!({ "ticket": "K7Q2-M4XD-9", "nik": "3510163002850001" })), "nik birth_date");
    assert_eq!(faults(json!({ "ticket": "K7Q2-M4XD-9", "phone": "0812" })), "phone length");
    assert_eq!(faults(json!({ "ticket": "K7Q2-M4XD-9" })), "nik required");
}
