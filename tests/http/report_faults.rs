//! `POST /api/v1/reports`: each field's faults, with the words that a client makes
//! sentences from. The table repeats that of core's `draft.rs` in the wire's terms.

use serde_json::{Value, json};
use tilik_tests::bodies::{about_other, about_self};
use tilik_tests::{Lists, Server, card, new_key, nik};

#[test]
fn each_field_has_its_faults() {
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1)]));
    let long = |count: usize| json!("é".repeat(count));
    let cases: Vec<(&str, Value, &str)> = vec![
        ("/subject/nik", json!(""), "subject.nik required"),
        ("/subject/nik", json!("  "), "subject.nik required"),
        ("/subject/nik", json!("351016"), "subject.nik length"),
        ("/subject/nik", json!("35101612038500011"), "subject.nik length"),
        ("/subject/nik", json!("35101612O3850001"), "subject.nik not_digits"),
        ("/subject/nik", json!("3510168103850001"), "subject.nik birth_date"),
        ("/subject/nik", json!("3510163002850001"), "subject.nik birth_date"),
        ("/subject/nik", json!("3510162902010001"), "subject.nik birth_date"),
        ("/subject/nik", json!("3510161203850000"), "subject.nik serial"),
        ("/subject/name", json!(""), "subject.name required"),
        ("/subject/name", json!("\u{7}\t "), "subject.name required"),
        ("/subject/name", long(201), "subject.name too_long"),
        ("/subject/name", json!("12345"), "subject.name no_letter"),
        ("/subject/village", json!(""), "subject.village required"),
        ("/subject/village", json!("3509162001"), "subject.village unknown"),
        ("/subject/village", json!("3510169999"), "subject.village unknown"),
        ("/subject/village", json!("Pakis"), "subject.village unknown"),
        ("/subject/address", json!(" "), "subject.address required"),
        ("/subject/address", long(301), "subject.address too_long"),
        ("/subject/phone", json!("0812x"), "subject.phone not_digits"),
        ("/subject/phone", json!("0333123456"), "subject.phone prefix"),
        ("/subject/phone", json!("0812"), "subject.phone length"),
        ("/reporter", Value::Null, "reporter.name required, reporter.phone required, reporter.relation required"),
        ("/reporter/name", json!(""), "reporter.name required"),
        ("/reporter/name", json!("…"), "reporter.name no_letter"),
        ("/reporter/name", long(201), "reporter.name too_long"),
        ("/reporter/phone", json!(""), "reporter.phone required"),
        ("/reporter/phone", json!("08123456789012"), "reporter.phone length"),
        ("/reporter/phone", json!("+1 202 555 0100"), "reporter.phone prefix"),
        ("/reporter/phone", json!("O81234567890"), "reporter.phone not_digits"),
        ("/impact", json!([]), "impact required"),
        ("/household_size", json!(0), "household_size out_of_range"),
        ("/household_size", json!(31), "household_size out_of_range"),
        ("/household_size", json!(-4), "household_size out_of_range"),
        ("/household_size", json!(9_000_000_000_i64), "household_size out_of_range"),
        ("/note", long(1001), "note too_long"),
        ("/consent", json!(false), "consent required"),
        ("/made_at", json!("yesterday"), "made_at format"),
    ];
    for (place, value, expected) in cases {
        let mut body = about_other(&nik(1));
        *body.pointer_mut(place).unwrap() = value.clone();
        let answer = server.try_report(&new_key(), &body);
        assert_eq!(answer.faults().join(", "), expected, "{place} {value}");
    }
    // None of them has left a report.
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "verifying");
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_form() {
    let server = Server::start();
    let body = json!({
        "about": "other",
        "subject": { "nik": "", "name": "", "village": "", "address": "", "phone": "1" },
        "reporter": { "name": "", "phone": "", "relation": "other" },
        "impact": [], "household_size": 0, "note": "n".repeat(1001), "consent": false, "channel": "kiosk",
    });
    assert_eq!(
        server.try_report(&new_key(), &body).faults(),
        [
            "subject.nik required",
            "subject.name required",
            "subject.village required",
            "subject.address required",
            "subject.phone prefix",
            "reporter.name required",
            "reporter.phone required",
            "impact required",
            "household_size out_of_range",
            "note too_long",
            "consent required",
        ]
    );
}

#[test]
fn what_people_really_type_is_accepted() {
    let mut lists = Lists::new();
    let cases: Vec<(&str, Value)> = vec![
        ("/subject/name", json!("ꦱꦶꦠꦶ")),
        ("/subject/name", json!("é".repeat(200))),
        ("/subject/name", json!("O'Neil-Sari, S.Pd")),
        ("/subject/village", json!("35.10.25.2001")),
        ("/subject/address", json!("a".repeat(300))),
        ("/subject/address", json!("Dusun Krajan\nRT 1 RW 2")),
        ("/subject/phone", json!("")),
        ("/subject/phone", Value::Null),
        ("/subject/phone", json!("+62 812-3456-7890")),
        ("/impact", json!(["other", "ill", "ill"])),
        ("/household_size", json!(1)),
        ("/household_size", json!(30)),
        ("/note", json!("n".repeat(1000))),
        ("/note", json!("")),
        ("/note", Value::Null),
        ("/channel", json!("embed")),
        ("/channel", json!("kiosk")),
    ];
    for number in 0..cases.len() as u32 {
        lists = lists.family(&card(number), &[&nik(number)]);
    }
    let server = Server::with(&lists);
    for (number, (place, value)) in (0..).zip(cases) {
        let mut body = about_self(&nik(number));
        *body.pointer_mut(place).unwrap() = value.clone();
        assert_eq!(server.report(&body)["outcome"], "verifying", "{place} {value}");
    }
}

#[test]
fn a_key_is_not_used_up_by_a_faulty_report() {
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1)]));
    let key = new_key();
    let mut body = about_self(&nik(1));
    body["consent"] = false.into();
    assert_eq!(server.try_report(&key, &body).faults(), ["consent required"]);
    assert_eq!(server.try_report(&key, &about_self(&nik(1))).status, 201);
}
