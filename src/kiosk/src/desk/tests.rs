use super::*;
use tilik_snapshot::{Builder, Cost, Number};

const NIK: &str = "3510161203850001";
const KK: &str = "3510161203120001";
const TODAY: &str = "2020-06-01";

fn desk(aid: Vec<Aid>) -> Desk {
    // Argon2id's least, so that tests do not wait for what is slow on purpose.
    let argon2 = Cost { memory_kib: 8, passes: 1, salt: "00".repeat(16) };
    let mut builder = Builder::new(Key::new(&[1; 32]));
    let pair = Pair { nik: Nik::parse(NIK).unwrap(), kk: KartuKeluarga::parse(KK).unwrap() };
    builder.add(&argon2.stretch(pair).unwrap(), aid);
    let (lines, sets) = builder.finish().unwrap();
    let rules = serde_json::json!({"version": "t", "rule": [{"id": "jps_kab/bst", "asked": "jps_kab",
        "excluded_by": "bst", "counts_for": "family", "from": "2020-04-01", "regulation": "contoh"}]});
    let header = Header {
        format: 1,
        version: "1.1".into(),
        number: Number(1, 1),
        area: vec!["3510161001".into()],
        made_at: 1,
        data_as_of: "2020-05-20".parse().ok(),
        refused_after: 2,
        rules: serde_json::from_value(rules).unwrap(),
        lines,
        argon2,
        people: 1,
    };
    let mut desk = Desk::closed();
    assert!(desk.open(&serde_json::to_string(&header).unwrap(), &sets, &[1; 32]));
    desk
}

fn bst() -> Aid {
    Aid {
        scheme: tilik_core::Scheme::Bst,
        period: "2020-05".parse().unwrap(),
        paid: false,
        through: tilik_core::Through::Family,
        edition: tilik_core::aid::Edition { name: "BST".into(), landed_on: "2020-05-20".parse().unwrap() },
    }
}

fn report(about: &str) -> String {
    let mut report = serde_json::json!({"about": about, "subject": {"nik": NIK, "name": "Siti Contoh",
        "village": "3510161001", "address": "Dusun Contoh"}, "impact": ["ill"], "household_size": 4,
        "consent": true, "channel": "kiosk"});
    if about == "other" {
        report["reporter"] =
            serde_json::json!({"name": "Budi Contoh", "phone": "081234567890", "relation": "neighbour"});
    }
    report.to_string()
}

fn outcome(desk: &mut Desk, about: &str, kk: Option<&str>) -> ReportOutcome {
    let answer = desk.decide(&report(about), kk, "K7Q2-M4XD-9", "2020-06-01").unwrap();
    assert_eq!(answer.ticket, "K7Q2-M4XD-9");
    assert_eq!(answer.reasons.is_empty(), answer.outcome != ReportOutcome::Rejected);
    answer.outcome
}

#[test]
fn a_check_says_what_the_snapshot_knows() {
    let mut desk = desk(vec![bst()]);
    let checked = desk.check("3510 1612 0385 0001", KK, TODAY).unwrap();
    assert_eq!((checked.answer, checked.certain, checked.aid.len()), (Said::Listed, true, 1));
    assert_eq!(desk.check(NIK, "3510161203120002", TODAY).unwrap().answer, Said::Unsure);
    assert!(desk.check("35", KK, TODAY).is_none());
    assert_eq!(Desk::closed().check(NIK, KK, TODAY).unwrap().answer, Said::Unsure, "nobody unlocked it");
}

#[test]
fn an_aid_excludes_by_its_rule_and_by_the_rules_dates() {
    let excluded = |desk: &mut Desk, today| desk.check(NIK, KK, today).unwrap().excluded;
    assert!(excluded(&mut desk(vec![bst()]), TODAY));
    assert!(!excluded(&mut desk(vec![bst()]), "2020-03-31"), "the rule is in force from April");
    assert!(!excluded(&mut desk(vec![Aid { scheme: tilik_core::Scheme::Nutrisi, ..bst() }]), TODAY));
    assert!(!excluded(&mut desk(vec![]), TODAY));
}

#[test]
fn a_report_is_decided_as_far_as_possible() {
    assert_eq!(outcome(&mut desk(vec![bst()]), "self", Some(KK)), ReportOutcome::Rejected);
    assert_eq!(outcome(&mut desk(vec![]), "self", Some(KK)), ReportOutcome::Verifying);
    assert_eq!(outcome(&mut desk(vec![bst()]), "self", None), ReportOutcome::Undetermined);
    assert_eq!(outcome(&mut Desk::closed(), "self", Some(KK)), ReportOutcome::Undetermined);
    assert_eq!(
        outcome(&mut desk(vec![bst()]), "other", Some(KK)),
        ReportOutcome::Received,
        "never the neighbour's aid"
    );
}

#[test]
fn a_wrong_key_or_damaged_bytes_open_nothing() {
    let mut desk = desk(vec![bst()]);
    assert!(!desk.open("{}", &[], &[1; 32]));
    assert_eq!(desk.check(NIK, KK, TODAY).unwrap().answer, Said::Unsure, "the former is closed as well");
}
