//! The golden vectors over the wire.

use serde_json::json;
use tilik_tests::bodies::about_self;
use tilik_tests::vectors::{self, fields, unescape};
use tilik_tests::{Lists, Server, card, nik};

#[test]
fn niks() {
    let server = Server::start();
    let vectors = fields::<3>(vectors::NIK);
    assert!(vectors.len() > 80);
    for [text, outcome, _] in vectors {
        let answer = server.try_check(&unescape(text));
        if outcome == "ok" {
            assert_eq!(answer.status, 200, "{text}: {}", answer.text());
        } else {
            // Nothing at all is a missing answer in the report's form; a check has
            // the codes of the contract alone.
            assert_eq!(answer.faults(), [format!("nik {outcome}")], "{text}");
        }
    }
}

#[test]
fn however_a_nik_is_written_it_is_the_same_person() {
    let server = Server::with(&Lists::new().aid("bst", "2020-05", "3510161203850001", "", "paid"));
    let mut written = 0;
    for [text, outcome, _] in fields::<3>(vectors::NIK) {
        let typed = unescape(text);
        let bare: String = typed.chars().filter(char::is_ascii_digit).collect();
        if outcome == "ok" && (bare == "3510161203850001" || bare.len() < 16) {
            assert_eq!(server.check(&typed)["status"], "listed", "{text}");
            written += 1;
        }
    }
    assert!(written > 10, "{written}");
}

#[test]
fn tickets() {
    let server = Server::start();
    for [text, outcome, _] in fields::<3>(vectors::TICKET) {
        let answer = server.try_status(&json!({ "ticket": unescape(text), "nik": nik(1) }));
        if outcome == "ok" {
            // Well-formed, and nobody's.
            assert_eq!((answer.status, answer.problem().as_str()), (404, "not_found"), "{text}");
        } else {
            assert_eq!(answer.faults(), [format!("ticket {outcome}")], "{text}");
        }
    }
}

/// Each decision as a family of its own: the person asked, a relative, their lists.
/// Left out are the lines that need another day than today, or a list that a newer
/// one has superseded.
#[test]
fn decisions() {
    let mut lists = Lists::new();
    let mut cases = Vec::new();
    for (number, [standing, open, day, aid, outcome, reasons, _]) in (0..).zip(fields::<7>(vectors::DECISIONS)) {
        let superseded = aid.split_whitespace().any(|line| line.split(':').nth(1) != Some("2020-05"));
        if day < "2020-04-01" || superseded {
            continue;
        }
        let [person, relative] = [nik(10 * number), nik(10 * number + 1)];
        let family = card(10 * number);
        lists = match standing {
            "certain" => lists.family(&family, &[&relative, &person]),
            "uncertain" => lists.family(&family, &[&relative, &person]).family(&card(10 * number + 1), &[&person]),
            _ => lists.family(&family, &[&relative]),
        };
        for line in aid.split_whitespace() {
            let [scheme, period, status, through] = line.split(':').collect::<Vec<_>>().try_into().unwrap();
            lists = lists.aid(scheme, period, if through == "self" { &person } else { &relative }, "", status);
        }
        cases.push((person, open == "yes", outcome, reasons, standing, aid));
    }
    assert!(cases.len() > 30, "{}", cases.len());
    let server = Server::with(&lists);
    for (person, open, outcome, reasons, standing, aid) in cases {
        let case = format!("{standing}, open: {open}, {aid}");
        if open && outcome != "rejected" {
            // The open report that stands in the way.
            let first = server.report(&about_self(&person));
            assert!(["verifying", "undetermined"].contains(&first["outcome"].as_str().unwrap()), "{case}: {first}");
        }
        let answer = server.report(&about_self(&person));
        assert_eq!(answer["outcome"], outcome, "{case}: {answer}");
        let told: Vec<String> = answer["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|reason| format!("{}@{}", reason["rule"].as_str().unwrap(), reason["period"].as_str().unwrap()))
            .collect();
        assert_eq!(told.join(" "), reasons, "{case}");
    }
}
