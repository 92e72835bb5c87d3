//! `POST /api/v1/objections`.

use serde_json::{Value, json};
use tilik_tests::bodies::{HELPERS_PHONE, about_other, about_self};
use tilik_tests::{Lists, Server, card, nik};

fn server() -> Server {
    Server::with(&Lists::new().family(&card(1), &[&nik(1), &nik(2)]).family(&card(2), &[&nik(3)]).aid(
        "bst",
        "2020-05",
        &nik(1),
        "",
        "listed",
    ))
}

const REASON: &str = "Suami saya tidak pernah menerimanya.";

#[test]
fn a_rejection_can_be_objected_to_once() {
    let server = server();
    let report = server.report(&about_self(&nik(2)));
    assert_eq!(report["outcome"], "rejected");
    let ticket = &report["ticket"];
    let answer = server.object(ticket, &nik(2), REASON);
    assert_eq!((answer.status, answer.json()), (201, json!({ "ticket": ticket, "status": "objected" })));
    let again = server.object(ticket, &nik(2), REASON);
    assert_eq!((again.status, again.problem().as_str()), (409, "already_objected"));
    let status = server.status(ticket, &nik(2));
    let last = status["timeline"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["status"], "objected");
    // It cannot be objected to again, so no last day is told any more.
    assert_eq!(status["may_object_until"], Value::Null);
    // Why it was rejected stays in the timeline.
    let rejected = status["timeline"].as_array().unwrap().iter().find(|entry| entry["status"] == "rejected");
    assert_eq!(rejected.unwrap()["reason"], "jps_kab/bst");
}

#[test]
fn an_objection_survives_kill_9() {
    let mut server = server();
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    assert_eq!(server.object(&ticket, &nik(1), REASON).status, 201);
    server.restart();
    assert_eq!(server.object(&ticket, &nik(1), REASON).problem(), "already_objected");
}

#[test]
fn an_objection_is_an_open_case() {
    let server = server();
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    assert_eq!(server.object(&ticket, &nik(1), REASON).status, 201);
    // Once the list no longer names them, the objected case is the open one.
    server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(90), "", "paid"));
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "already_reported");
}

#[test]
fn only_a_rejection_can_be_objected_to() {
    let server = server();
    for person in [3, 99, 3] {
        let report = server.report(&about_self(&nik(person)));
        let answer = server.object(&report["ticket"], &nik(person), REASON);
        assert_eq!((answer.status, answer.problem().as_str()), (409, "not_rejected"), "{report}");
    }
}

#[test]
fn whoever_is_not_the_person_finds_nothing() {
    let server = server();
    let own = server.report(&about_self(&nik(1)));
    let helped = server.report(&about_other(&nik(1)));
    // About somebody else: the helper must not learn by objecting that it was
    // rejected.
    let cases = [(&own["ticket"], nik(2)), (&own["ticket"], nik(99)), (&helped["ticket"], nik(1))];
    for (ticket, person) in cases {
        let answer = server.object(ticket, &person, REASON);
        assert_eq!((answer.status, answer.problem().as_str()), (404, "not_found"));
    }
    let unknown = server.object(&json!("K7Q2-M4XD-9"), &nik(1), REASON);
    assert_eq!(unknown.text(), server.object(&helped["ticket"], &nik(1), REASON).text());
    let coarse = server.try_status(&json!({ "ticket": helped["ticket"], "phone": HELPERS_PHONE })).json();
    assert_eq!(coarse["timeline"].as_array().unwrap().len(), 1);
}

#[test]
fn faults_of_the_form() {
    let server = server();
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    assert_eq!(server.object(&ticket, &nik(1), " ").faults(), ["reason required"]);
    assert_eq!(server.object(&ticket, &nik(1), &"é".repeat(1001)).faults(), ["reason too_long"]);
    assert_eq!(server.object(&json!("K7Q2"), &nik(1), REASON).faults(), ["ticket length"]);
    assert_eq!(server.object(&ticket, "351016", REASON).faults(), ["nik length"]);
    assert_eq!(server.object(&json!("K7Q2"), "", "").faults().len(), 3);
    // None of them has used up the one objection.
    assert_eq!(server.object(&ticket, &nik(1), &"é".repeat(1000)).status, 201);
}
