//! `POST /api/v1/reports`: what each outcome says.
//!
//! Decided where the contract is silent: a rejection is told before an open report;
//! a rejected report is not open; an open report counts for every present member of
//! the family, and for somebody whose family is uncertain or unknown only under the
//! same NIK; one that was already reported gets a ticket of its own and stays
//! `received`.

use serde_json::{Value, json};
use tilik_tests::bodies::{about_other, about_self};
use tilik_tests::clock::today_plus;
use tilik_tests::{Lists, Server, card, nik};

fn rules(answer: &Value) -> Vec<&str> {
    answer["reasons"].as_array().unwrap().iter().map(|reason| reason["rule"].as_str().unwrap()).collect()
}

/// What the answer's ticket must look like.
fn assert_ticket(ticket: &Value) {
    let ticket = ticket.as_str().unwrap();
    let parts: Vec<&str> = ticket.split('-').collect();
    assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [4, 4, 1], "{ticket}");
    let crockford = |letter: char| letter.is_ascii_digit() || letter.is_ascii_uppercase() && !"ILOU".contains(letter);
    assert!(parts.concat().chars().all(crockford), "{ticket}");
}

#[test]
fn a_rejection_tells_the_rule_the_list_and_the_last_day_to_object() {
    let lists = Lists::new().family(&card(1), &[&nik(1), &nik(2)]);
    let server = Server::with(&lists);
    let file = server.path("bst.csv");
    Lists::new().aid("bst", "2020-05", &nik(1), "", "listed").write_recipients(&file);
    assert_eq!(server.import("recipients", &file, &["--edition", "BST tahap 2"]).imported(), (1, 0));
    let before = (today_plus(0), today_plus(30));
    let answer = server.report(&about_self(&nik(2)));
    let after = (today_plus(0), today_plus(30));
    assert_ticket(&answer["ticket"]);
    assert_eq!((answer["outcome"].as_str(), answer["status"].as_str()), (Some("rejected"), Some("rejected")));
    let until = answer["may_object_until"].as_str().unwrap();
    assert!(until == before.1 || until == after.1, "{until}");
    let reason = &answer["reasons"][0];
    let expected = json!({ "rule": "jps_kab/bst", "scheme": "bst", "level": "central", "period": "2020-05", "edition": "BST tahap 2" });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&reason[name], value, "{name}");
    }
    assert_eq!(answer["reasons"].as_array().unwrap().len(), 1);
    // Never which relative, and nothing else that says who.
    assert!(!answer.to_string().contains("Contoh") && !answer.to_string().contains(&nik(1)));
}

#[test]
fn every_rule_that_excludes_is_told() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2)])
        .aid("pkh", "2020-05", &nik(2), "", "paid")
        .aid("bpnt", "2020-05", &nik(2), "", "listed")
        .aid("nutrisi", "2020-05", &nik(2), "", "paid")
        .aid("prakerja", "2020-05", &nik(1), "", "paid")
        .aid("jps_prov", "2020-04", "", &card(1), "");
    let server = Server::with(&lists);
    let answer = server.report(&about_self(&nik(1)));
    let mut told = rules(&answer);
    told.sort_unstable();
    assert_eq!(told, ["jps_kab/bpnt", "jps_kab/jps_prov", "jps_kab/pkh", "jps_kab/prakerja"]);
}

#[test]
fn nothing_in_the_way_goes_to_verification() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2)])
        .family(&card(2), &[&nik(3)])
        .aid("nutrisi", "2020-05", &nik(1), "", "paid")
        .aid("bst", "2020-04", &nik(3), "", "paid")
        .aid("bst", "2020-05", &nik(9), "", "paid");
    let server = Server::with(&lists);
    // The nutrition package excludes nothing; a superseded list is not in force.
    for person in [1, 3] {
        let answer = server.report(&about_self(&nik(person)));
        assert_ticket(&answer["ticket"]);
        assert_eq!((&answer["outcome"], &answer["status"]), (&json!("verifying"), &json!("verifying")));
        assert_eq!(answer["reasons"], json!([]));
        assert!(answer["may_object_until"].is_null());
    }
}

#[test]
fn what_the_machine_cannot_tell_goes_to_an_officer() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2)])
        .family(&card(2), &[&nik(3), &nik(2)])
        .family(&card(4), &[&nik(6), &nik(5)])
        .family(&card(5), &[&nik(5)])
        .aid("bst", "2020-05", &nik(1), "", "paid")
        .aid("bst", "2020-05", &nik(5), "", "paid")
        .aid("bst", "2020-05", &nik(40), "", "paid");
    let server = Server::with(&lists);
    // On two cards, one of which has aid; and in no registry.
    for person in [2, 99] {
        let answer = server.report(&about_self(&nik(person)));
        assert_eq!((&answer["outcome"], &answer["status"]), (&json!("undetermined"), &json!("undetermined")));
        assert_eq!(answer["reasons"], json!([]));
    }
    // The own aid is certain whatever the family is.
    for person in [5, 40] {
        assert_eq!(rules(&server.report(&about_self(&nik(person)))), ["jps_kab/bst"]);
    }
}

#[test]
fn one_open_report_per_family() {
    let lists = Lists::new().family(&card(1), &[&nik(1), &nik(2)]).family(&card(2), &[&nik(3)]);
    let server = Server::with(&lists);
    let first = server.report(&about_self(&nik(1)));
    assert_eq!(first["outcome"], "verifying");
    for person in [1, 2] {
        let again = server.report(&about_self(&nik(person)));
        assert_eq!((&again["outcome"], &again["status"]), (&json!("already_reported"), &json!("received")));
        assert_eq!(again["reasons"], json!([]));
        assert_ticket(&again["ticket"]);
        assert_ne!(again["ticket"], first["ticket"]);
    }
    assert_eq!(server.report(&about_self(&nik(3)))["outcome"], "verifying");
}

#[test]
fn of_the_unregistered_only_the_same_nik_is_already_reported() {
    let server =
        Server::with(&Lists::new().family(&card(1), &[&nik(1), &nik(2)]).family(&card(2), &[&nik(2), &nik(3)]));
    let outcome = |person| server.report(&about_self(&nik(person)))["outcome"].as_str().unwrap().to_owned();
    assert_eq!(outcome(90), "undetermined");
    assert_eq!(outcome(90), "already_reported");
    assert_eq!(outcome(91), "undetermined");
    // Person 2 is on both cards: an open report of theirs counts for both families,
    // but a report of person 1's family does not count for them.
    assert_eq!(outcome(1), "verifying");
    assert_eq!(outcome(2), "undetermined");
    assert_eq!(outcome(2), "already_reported");
    assert_eq!(outcome(3), "already_reported");
}

#[test]
fn a_rejected_report_is_not_open_and_a_rejection_comes_first() {
    let lists = Lists::new().family(&card(1), &[&nik(1), &nik(2)]);
    let server = Server::with(&lists);
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "verifying");
    server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(2), "", "listed"));
    for person in [1, 2, 1] {
        assert_eq!(server.report(&about_self(&nik(person)))["outcome"], "rejected");
    }
    // The list is replaced by one without them: the open report is told again, the
    // rejected ones are not in the way.
    server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(9), "", "listed"));
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "already_reported");
}

#[test]
fn only_rejected_reports_leave_the_way_free() {
    let lists = Lists::new().family(&card(1), &[&nik(1)]).aid("bst", "2020-05", &nik(1), "", "listed");
    let server = Server::with(&lists);
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "rejected");
    server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(9), "", "listed"));
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "verifying");
}

#[test]
fn about_somebody_else_nothing_is_told_whatever_is_so() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1)])
        .family(&card(2), &[&nik(2)])
        .family(&card(3), &[&nik(3), &nik(4)])
        .family(&card(4), &[&nik(4)])
        .aid("bst", "2020-05", &nik(1), "", "listed");
    let server = Server::with(&lists);
    // Rejected, to verification, on two cards, unknown; and each once more, when
    // those that are open are already reported.
    for person in [1, 2, 4, 99, 1, 2, 4, 99] {
        let answer = server.report(&about_other(&nik(person)));
        assert_ticket(&answer["ticket"]);
        let mut bare = answer.clone();
        bare["ticket"] = Value::Null;
        assert_eq!(bare, json!({ "ticket": null, "outcome": "received", "status": "received", "reasons": [] }));
    }
    // It is a report all the same: the family's own finds it open.
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "already_reported");
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "rejected");
}

#[test]
fn a_report_about_oneself_may_carry_a_reporter_that_is_not_looked_at() {
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1)]));
    let mut body = about_self(&nik(1));
    body["reporter"] = json!({ "name": "", "phone": "no number", "relation": "neighbour" });
    assert_eq!(server.report(&body)["outcome"], "verifying");
}

#[test]
fn optional_fields_may_be_absent() {
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1)]));
    let mut body = about_self(&nik(1));
    body["subject"].as_object_mut().unwrap().remove("phone");
    for name in ["note", "made_at"] {
        body.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(server.report(&body)["outcome"], "verifying");
}

#[test]
fn the_senders_clock_is_evidence_only() {
    let server = Server::with(&Lists::new().aid("bst", "2020-05", &nik(1), "", "paid"));
    let mut body = about_self(&nik(1));
    // A kiosk after a battery swap.
    body["made_at"] = "1970-01-01T07:00:12+07:00".into();
    let answer = server.report(&body);
    assert_eq!(answer["outcome"], "rejected");
    assert!(answer["may_object_until"].as_str().unwrap() >= today_plus(29).as_str());
}
