//! `POST /api/v1/checks`.
//!
//! Decided where the contract is silent: a line of a list that carries a NIK is
//! that person's, and its card number is not looked at; a line with a card number
//! alone covers every present member of that card; of each scheme the newest landed
//! period is in force; of somebody on two cards only the own aid is told, since
//! nobody can say whose family it is.

use serde_json::{Value, json};
use tilik_tests::clock::today;
use tilik_tests::{Lists, Server, card, nik};

/// `scheme period paid|listed self|family` for each line, sorted.
fn aid(answer: &Value) -> Vec<String> {
    let lines = answer["aid"].as_array().unwrap().iter().map(|line| {
        let word = |name: &str| line[name].as_str().unwrap().to_owned();
        let paid = if line["paid"].as_bool().unwrap() { "paid" } else { "listed" };
        format!("{} {} {paid} {}", word("scheme"), word("period"), word("through"))
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    assert_eq!(answer["status"], if lines.is_empty() { "not_listed" } else { "listed" });
    lines
}

#[test]
fn the_answer_has_exactly_the_contracts_shape() {
    let lists = Lists::new().family(&card(1), &[&nik(1), &nik(2)]).family(&card(2), &[&nik(3)]).aid(
        "bst",
        "2020-05",
        &nik(1),
        &card(1),
        "listed",
    );
    // Around midnight the day may change between the import and the look at it.
    let before = today();
    let server = Server::with(&lists);
    let own = server.check(&nik(1));
    let family = server.check(&nik(2));
    let nothing = server.check(&nik(3));
    let line = |through: &str| json!({ "scheme": "bst", "level": "central", "period": "2020-05", "paid": false, "through": through });
    let as_of = own["data_as_of"].clone();
    assert!([before, today()].contains(&as_of.as_str().unwrap().to_owned()), "{as_of}");
    assert_eq!(own, json!({ "status": "listed", "aid": [line("self")], "data_as_of": as_of }));
    assert_eq!(family, json!({ "status": "listed", "aid": [line("family")], "data_as_of": as_of }));
    assert_eq!(nothing, json!({ "status": "not_listed", "aid": [], "data_as_of": as_of }));
}

#[test]
fn every_scheme_has_its_level() {
    let levels = [
        ("pkh", "central"),
        ("bpnt", "central"),
        ("bst", "central"),
        ("blt_dd", "village"),
        ("prakerja", "central"),
        ("bpum", "central"),
        ("jps_prov", "province"),
        ("jps_kab", "regency"),
        ("nutrisi", "regency"),
    ];
    let lists =
        levels.iter().fold(Lists::new(), |lists, (scheme, _)| lists.aid(scheme, "2020-05", &nik(1), "", "paid"));
    let answer = Server::with(&lists).check(&nik(1));
    let mut told: Vec<_> =
        answer["aid"].as_array().unwrap().iter().map(|line| (&line["scheme"], &line["level"])).collect();
    told.sort_by_key(|(scheme, _)| scheme.to_string());
    let mut levels = levels.map(|(scheme, level)| (json!(scheme), json!(level)));
    levels.sort_by_key(|(scheme, _)| scheme.to_string());
    assert_eq!(told, levels.iter().map(|(scheme, level)| (scheme, level)).collect::<Vec<_>>());
}

#[test]
fn unknown_and_unlisted_are_the_same_answer_to_the_byte() {
    let lists = Lists::new().family(&card(1), &[&nik(1)]).family(&card(2), &[&nik(2)]).aid(
        "pkh",
        "2020-05",
        &nik(2),
        "",
        "paid",
    );
    let server = Server::with(&lists);
    let unlisted = server.try_check(&nik(1));
    let unknown = server.try_check(&nik(99));
    assert_eq!((unlisted.status, unknown.status), (200, 200));
    assert_eq!(unlisted.text(), unknown.text());
    let names = |answer: &tilik_tests::Answer| {
        let mut names: Vec<String> = answer.headers.keys().map(|name| name.to_string()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&unlisted), names(&unknown));
    assert_eq!(unlisted.header("content-length"), unknown.header("content-length"));
}

#[test]
fn before_the_first_list_there_is_no_date() {
    let server = Server::start();
    assert_eq!(server.check(&nik(1)), json!({ "status": "not_listed", "aid": [], "data_as_of": null }));
}

#[test]
fn the_date_of_the_lists_is_told_on_its_own() {
    let server = Server::start();
    assert_eq!(server.get("/api/v1/data").send().json(), json!({ "data_as_of": null }));
    server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(1), "", "listed"));
    let data = server.get("/api/v1/data").send().json();
    assert!(data["data_as_of"].is_string());
    assert_eq!(data["data_as_of"], server.check(&nik(1))["data_as_of"]);
}

#[test]
fn a_card_alone_covers_every_present_member() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2), &nik(3)])
        .family(&card(2), &[&nik(4)])
        .aid("blt_dd", "2020-05", "", &card(1), "paid")
        // A card nobody is on covers nobody.
        .aid("bst", "2020-05", "", &card(9), "paid");
    let server = Server::with(&lists);
    for member in [1, 2, 3] {
        assert_eq!(aid(&server.check(&nik(member))), ["blt_dd 2020-05 paid family"]);
    }
    assert_eq!(aid(&server.check(&nik(4))), [""; 0]);
}

#[test]
fn a_line_with_a_nik_is_the_persons_whatever_card_it_carries() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2)])
        .family(&card(2), &[&nik(3)])
        // Moved: the list knows the former card.
        .aid("bst", "2020-05", &nik(1), &card(8), "listed")
        // Another family's card number behind a NIK makes it no aid of that family.
        .aid("pkh", "2020-05", &nik(1), &card(2), "paid")
        // Not in the registry, and still a recipient.
        .aid("bpum", "2020-05", &nik(50), &card(2), "paid")
        .aid("bpum", "2020-05", &nik(51), "", "");
    let server = Server::with(&lists);
    assert_eq!(aid(&server.check(&nik(1))), ["bst 2020-05 listed self", "pkh 2020-05 paid self"]);
    assert_eq!(aid(&server.check(&nik(2))), ["bst 2020-05 listed family", "pkh 2020-05 paid family"]);
    assert_eq!(aid(&server.check(&nik(3))), [""; 0]);
    assert_eq!(aid(&server.check(&nik(50))), ["bpum 2020-05 paid self"]);
    assert_eq!(aid(&server.check(&nik(51))), ["bpum 2020-05 listed self"]);
}

#[test]
fn the_newest_landed_period_of_each_scheme_is_in_force() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2)])
        .family(&card(2), &[&nik(3)])
        .aid("bst", "2020-04", &nik(1), "", "paid")
        .aid("bst", "2020-05", &nik(3), "", "listed")
        // The province's list for May has not landed: April's stays in force.
        .aid("jps_prov", "2020-04", &nik(2), "", "paid")
        .aid("jps_prov", "2019-12", &nik(3), "", "paid");
    let server = Server::with(&lists);
    assert_eq!(aid(&server.check(&nik(1))), ["jps_prov 2020-04 paid family"]);
    assert_eq!(aid(&server.check(&nik(2))), ["jps_prov 2020-04 paid self"]);
    assert_eq!(aid(&server.check(&nik(3))), ["bst 2020-05 listed self"]);
}

#[test]
fn one_line_per_scheme_and_period_the_own_first_then_the_paid() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2), &nik(3)])
        .aid("prakerja", "2020-05", &nik(1), "", "listed")
        .aid("prakerja", "2020-05", &nik(2), "", "paid")
        .aid("prakerja", "2020-05", "", &card(1), "listed")
        .aid("pkh", "2020-05", &nik(1), "", "listed")
        .aid("pkh", "2020-05", &nik(1), "", "paid");
    let server = Server::with(&lists);
    assert_eq!(aid(&server.check(&nik(1))), ["pkh 2020-05 paid self", "prakerja 2020-05 listed self"]);
    assert_eq!(aid(&server.check(&nik(2))), ["pkh 2020-05 paid family", "prakerja 2020-05 paid self"]);
    assert_eq!(aid(&server.check(&nik(3))), ["pkh 2020-05 paid family", "prakerja 2020-05 paid family"]);
}

#[test]
fn of_somebody_on_two_cards_only_the_own_aid_is_told() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2)])
        .family(&card(2), &[&nik(3), &nik(2)])
        .aid("pkh", "2020-05", &nik(1), "", "paid")
        .aid("blt_dd", "2020-05", "", &card(2), "paid")
        .aid("bpum", "2020-05", &nik(2), "", "listed");
    let server = Server::with(&lists);
    assert_eq!(aid(&server.check(&nik(2))), ["bpum 2020-05 listed self"]);
    // For the others on both cards that person is present, with all aid.
    assert_eq!(aid(&server.check(&nik(1))), ["bpum 2020-05 listed family", "pkh 2020-05 paid self"]);
    assert_eq!(aid(&server.check(&nik(3))), ["blt_dd 2020-05 paid family", "bpum 2020-05 listed family"]);
}

#[test]
fn a_district_that_no_table_knows_is_no_error() {
    let server = Server::with(&Lists::new().aid("bst", "2020-05", "9101011203850001", "", "paid"));
    assert_eq!(aid(&server.check("9101011203850001")), ["bst 2020-05 paid self"]);
    assert_eq!(aid(&server.check("9901011203850001")), [""; 0]);
}
