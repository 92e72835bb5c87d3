use super::*;
use crate::header::Number;
use crate::pair::Cost;
use tilik_core::aid::Edition;
use tilik_core::report::Impact;
use tilik_core::{About, Desa, KartuKeluarga, Nik, Outcome, Scheme, Through};

/// Argon2id's least, so that tests do not wait for what is slow on purpose.
fn cost() -> Cost {
    Cost { memory_kib: 8, passes: 1, salt: "00".repeat(16) }
}

fn pair(person: u64, card: u64) -> Pair {
    Pair {
        nik: Nik::parse(&format!("351016120385{person:04}")).unwrap(),
        kk: KartuKeluarga::parse(&format!("351016010120{card:04}")).unwrap(),
    }
}

fn bst(paid: bool) -> Aid {
    Aid {
        scheme: Scheme::Bst,
        period: "2020-05".parse().unwrap(),
        paid,
        through: Through::Family,
        edition: Edition { name: "BST 2020-05".into(), landed_on: "2020-05-20".parse().unwrap() },
    }
}

fn rules() -> RuleSet {
    serde_json::from_value(serde_json::json!({"version": "t", "rule": [{
        "id": "jps_kab/bst", "asked": "jps_kab", "excluded_by": "bst", "counts_for": "family",
        "from": "2020-04-01", "regulation": "contoh"}]}))
    .unwrap()
}

fn made(people: &[(Pair, Vec<Aid>)]) -> Snapshot {
    let key = Key::new(&[7; 32]);
    let mut builder = Builder::new(key.clone());
    for (pair, aid) in people {
        builder.add(&cost().stretch(*pair).unwrap(), aid.clone());
    }
    let people = builder.people();
    let (lines, sets) = builder.finish().unwrap();
    let header = Header {
        format: FORMAT,
        version: "1.1".into(),
        number: Number(1, 1),
        area: vec!["3510161001".into()],
        made_at: 1,
        data_as_of: None,
        refused_after: 2,
        rules: rules(),
        lines,
        argon2: cost(),
        people,
    };
    // Through the wire and back.
    let header = serde_json::from_str(&serde_json::to_string(&header).unwrap()).unwrap();
    Snapshot::open(header, &sets, key).unwrap()
}

fn report(pair: Pair) -> Report {
    Report {
        about: About::Myself,
        nik: pair.nik,
        name: "Siti Contoh".into(),
        village: Desa::from_code(3_510_161_001).unwrap(),
        address: "Dusun Contoh".into(),
        phone: None,
        impact: vec![Impact::Ill],
        household_size: 4,
        note: None,
    }
}

#[test]
fn a_person_is_found_with_the_card_and_not_without() {
    let snapshot = made(&[(pair(1, 1), vec![bst(false)]), (pair(2, 2), Vec::new())]);
    assert_eq!(snapshot.ask(pair(1, 1)), Ok(Found::Listed(vec![bst(false)])));
    assert_eq!(snapshot.ask(pair(2, 2)), Ok(Found::NotListed));
    assert_eq!(snapshot.ask(pair(1, 2)), Ok(Found::Unknown), "another's card");
    assert_eq!(snapshot.ask(pair(3, 3)), Ok(Found::Unknown));
}

#[test]
fn nobody_listed_is_ever_told_otherwise() {
    let people: Vec<_> =
        (1..2_000).map(|n| (pair(n, 1 + n / 3), if n % 2 == 0 { vec![bst(n % 4 == 0)] } else { vec![] })).collect();
    let snapshot = made(&people);
    for (pair, aid) in people {
        let found = snapshot.ask(pair).unwrap();
        if aid.is_empty() {
            assert!(matches!(found, Found::NotListed | Found::Listed(_)));
        } else {
            assert_eq!(found, Found::Listed(aid));
        }
    }
}

#[test]
fn another_key_knows_nobody() {
    let mut snapshot = made(&[(pair(1, 1), vec![bst(false)])]);
    snapshot.key = Key::new(&[8; 32]);
    assert_eq!(snapshot.ask(pair(1, 1)), Ok(Found::Unknown));
}

#[test]
fn the_same_rules_decide_and_what_is_unsure_goes_to_an_officer() {
    let today = "2020-06-01".parse().unwrap();
    let decided = |found: Found| found.decide(&report(pair(1, 1)), &rules(), today).outcome;
    assert!(matches!(decided(Found::Listed(vec![bst(true)])), Outcome::Rejected { .. }));
    assert_eq!(decided(Found::NotListed), Outcome::Verifying);
    assert_eq!(decided(Found::Unknown), Outcome::Undetermined);
    assert_eq!(decided(Found::Listed(Vec::new())), Outcome::Undetermined, "listed by accident of the sets");
}

#[test]
fn a_newer_form_is_refused() {
    let snapshot = made(&[]);
    let header = Header { format: FORMAT + 1, ..snapshot.header.clone() };
    assert!(matches!(Snapshot::open(header, &[], snapshot.key), Err(SnapshotFault::Format)));
}
