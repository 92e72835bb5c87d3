//! What a sample must be: the same for the same seed, believable, and broken only
//! where it means to be.

use super::*;
use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use tilik_core::region::Standing;
use tilik_core::{Desa, KartuKeluarga, Nik, Period, Scheme};

struct Sample {
    summary: Summary,
    residents: Vec<Vec<String>>,
    recipients: Vec<Vec<String>>,
}

fn lines(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn sample(families: u64, seed: u64) -> Sample {
    let folder = tempfile::tempdir().unwrap();
    let summary = generate(families, seed, folder.path()).unwrap();
    Sample {
        summary,
        residents: lines(&folder.path().join("residents.csv")),
        recipients: lines(&folder.path().join("recipients.csv")),
    }
}

fn resident_is_well_formed(line: &[String]) -> bool {
    Nik::parse(&line[0]).is_ok()
        && KartuKeluarga::parse(&line[1]).is_ok()
        && !line[2].is_empty()
        && matches!(line[3].as_str(), "L" | "P")
        && Desa::parse(&line[4]).is_some()
}

fn recipient_is_well_formed(line: &[String]) -> bool {
    let absent_or = |text: &str, fine: bool| text.is_empty() || fine;
    Scheme::from_word(&line[0]).is_some()
        && Period::from_str(&line[1]).is_ok()
        && absent_or(&line[2], Nik::parse(&line[2]).is_ok())
        && absent_or(&line[3], KartuKeluarga::parse(&line[3]).is_ok())
        && !(line[2].is_empty() && line[3].is_empty())
        && matches!(line[5].as_str(), "" | "paid" | "listed")
}

#[test]
fn the_same_seed_makes_the_same_bytes_and_another_does_not() {
    let bytes = |families, seed| {
        let folder = tempfile::tempdir().unwrap();
        generate(families, seed, folder.path()).unwrap();
        ["residents.csv", "recipients.csv"].map(|file| std::fs::read(folder.path().join(file)).unwrap())
    };
    let first = bytes(300, 7);
    assert_eq!(bytes(300, 7), first);
    assert_ne!(bytes(300, 8), first);
    // Asking for more families goes on where fewer stop.
    let more = bytes(301, 7);
    assert!(more[0].starts_with(&first[0]) && more[1].starts_with(&first[1]));
    assert!(more[0].len() > first[0].len());
}

#[test]
fn the_first_bytes_never_change() {
    // Tests and benchmarks name samples by their seed: a change here is a change
    // of every sample there is.
    let sample = sample(2_000, 1);
    let text: String = sample.residents.iter().chain(&sample.recipients).flatten().map(String::as_str).collect();
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    assert_eq!(format!("{hash:016x}"), "e91d46c6dcad43c4");
}

#[test]
fn lines_are_malformed_only_where_the_summary_says_so() {
    for seed in [1, 2, 3] {
        let sample = sample(3_000, seed);
        assert_eq!(sample.residents.len() as u64, sample.summary.residents);
        assert_eq!(sample.recipients.len() as u64, sample.summary.recipients);
        let mut seen = HashSet::new();
        let bad = sample
            .residents
            .iter()
            .filter(|line| !resident_is_well_formed(line) || !seen.insert((line[0].clone(), line[1].clone())))
            .count();
        assert_eq!(bad as u64, sample.summary.bad_residents);
        let bad = sample.recipients.iter().filter(|line| !recipient_is_well_formed(line)).count();
        assert_eq!(bad as u64, sample.summary.bad_recipients);
    }
}

#[test]
fn nobody_shares_a_nik_except_whoever_is_on_two_cards_or_written_twice() {
    let sample = sample(5_000, 4);
    let mut cards: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in sample.residents.iter().filter(|line| resident_is_well_formed(line)) {
        cards.entry(&line[0]).or_default().push(&line[1]);
    }
    let shared: Vec<_> = cards.values().filter(|cards| cards.len() > 1).collect();
    let hard = |kind| (0..5_000).filter(|&index| Hard::of_family(index) == Some(kind)).count();
    // Besides them the demo's person on two cards.
    assert_eq!(shared.len(), hard(Hard::OnTwoCards) + hard(Hard::TwiceInRegistry) + 1);
    // Nobody's stranger is somebody in the registry.
    let strangers =
        sample.recipients.iter().filter(|line| !line[2].is_empty() && !cards.contains_key(line[2].as_str()));
    assert!(strangers.count() > 5);
    let heads = sample.residents.iter().filter(|line| line[6] == "Kepala Keluarga").map(|line| &line[1]);
    assert!(heads.collect::<HashSet<_>>().len() >= 4_998, "card numbers are unique but for the card \"0\"");
}

#[test]
fn about_half_of_the_families_are_aided() {
    for (families, seed) in [(2_000, 1), (5_000, 2), (5_000, 3)] {
        let summary = sample(families, seed).summary;
        assert_eq!(summary.families, families);
        let share = summary.aided as f64 / summary.families as f64;
        // More than 270,000 of 520,000 at the real size.
        assert!((0.525..0.57).contains(&share), "{share}");
        let size = summary.residents as f64 / summary.families as f64;
        // About 1.75 million people.
        assert!((3.3..3.42).contains(&size), "{size}");
    }
}

#[test]
fn every_hard_case_occurs_in_a_small_sample() {
    let sample = sample(200, 9);
    let residents = |test: &dyn Fn(&Vec<String>) -> bool| sample.residents.iter().filter(|line| test(line)).count();
    let recipients = |test: &dyn Fn(&Vec<String>) -> bool| sample.recipients.iter().filter(|line| test(line)).count();
    let fault = |text: &str| Nik::parse(text).err().map(|fault| fault.code());
    for code in ["length", "not_digits", "birth_date", "serial"] {
        assert_eq!(residents(&|line| fault(&line[0]) == Some(code)), 1, "{code}");
        assert_eq!(recipients(&|line| !line[2].is_empty() && fault(&line[2]) == Some(code)), 1, "{code}");
    }
    assert_eq!(residents(&|line| line[1] == "0"), 1);
    assert_eq!(recipients(&|line| line[3] == "0"), 1);
    assert!(residents(&|line| Nik::parse(&line[0]).is_ok_and(|nik| nik.region().standing() == Standing::Retired)) > 0);
    assert_eq!(residents(&|line| line[6] == "Famili Lain"), 1);
    let known: HashSet<&str> = sample.residents.iter().flat_map(|line| [line[0].as_str(), line[1].as_str()]).collect();
    let unknown = |text: &str| !text.is_empty() && !known.contains(text);
    assert!(recipients(&|line| Nik::parse(&line[2]).is_ok() && unknown(&line[2])) > 0, "a stranger");
    let well_formed_card = |line: &Vec<String>| unknown(&line[3]) && line[3] != "0";
    assert_eq!(
        recipients(&|line| known.contains(line[2].as_str()) && well_formed_card(line)),
        1,
        "a family that moved"
    );
    assert_eq!(recipients(&|line| line[2].is_empty() && well_formed_card(line)), 1, "a former card");
    let distinct = sample.recipients.iter().collect::<HashSet<_>>().len();
    assert_eq!(sample.recipients.len() - distinct, 1, "a line twice");
}

#[test]
fn lists_are_as_mixed_as_the_real_ones() {
    let sample = sample(3_000, 5);
    let count = |test: &dyn Fn(&Vec<String>) -> bool| sample.recipients.iter().filter(|line| test(line)).count();
    for &scheme in Scheme::ALL {
        assert!(count(&|line| line[0] == scheme.word()) > 10, "{}", scheme.word());
    }
    assert!(count(&|line| line[0] == "jps_prov" && line[1] == "2020-05") == 0);
    assert!(count(&|line| line[0] == "bst" && line[1] == "2020-04") > 100);
    assert!(count(&|line| line[0] == "bst" && line[1] == "2020-05") > 200);
    for status in ["", "listed", "paid"] {
        assert!(count(&|line| line[5] == status) > 100, "{status}");
    }
    let all = sample.recipients.len();
    assert!(count(&|line| line[3].is_empty()) > all / 20 && count(&|line| line[2].is_empty()) > all / 20);
    assert!(count(&|line| !line[2].is_empty() && !line[3].is_empty()) > all / 2);
}

#[test]
fn families_are_believable() {
    let sample = sample(3_000, 6);
    let as_of = "2020-05-20".parse().unwrap();
    let mut by_card: HashMap<&str, Vec<(&Vec<String>, i32)>> = HashMap::new();
    for line in sample.residents.iter().filter(|line| resident_is_well_formed(line)) {
        let nik = Nik::parse(&line[0]).unwrap();
        assert_eq!(nik.sex() == tilik_core::nik::Sex::Female, line[3] == "P");
        // The likelier reading is the right one but for those over a hundred years.
        let age = nik.birth_dates(as_of).iter().next().unwrap().years_until(as_of);
        by_card.entry(&line[1]).or_default().push((line, age));
    }
    let mut old_enough = 0;
    for members in by_card.values() {
        let Some((_, head)) = members.iter().find(|(line, _)| line[6] == "Kepala Keluarga") else { continue };
        // Two-digit years: whoever is over a hundred reads as a child, and heads
        // are 92 at most.
        old_enough += usize::from(*head >= 20);
        for (line, age) in members {
            match line[6].as_str() {
                "Anak" => assert!(age + 14 < *head, "{line:?} {age} {head}"),
                "Orang Tua" | "Mertua" => assert!(*age > head + 15, "{line:?}"),
                _ => {}
            }
        }
    }
    assert!(old_enough > 2_900, "{old_enough}");
    let here = sample.residents.iter().filter(|line| line[0].starts_with("3510")).count();
    let share = here as f64 / sample.residents.len() as f64;
    assert!((0.85..0.97).contains(&share), "NIKs of the regency: {share}");
}

#[test]
fn the_demo_families_are_in_every_sample() {
    for (families, seed) in [(0, 1), (50, 2)] {
        let sample = sample(families, seed);
        let demo: Vec<Vec<String>> =
            demo::RESIDENTS.iter().map(|line| line.iter().map(|&text| text.to_owned()).collect()).collect();
        assert_eq!(sample.residents[..demo.len()], demo);
        assert!(sample.summary.families >= demo::FAMILIES);
        assert!(sample.residents.iter().all(|line| line[0] != demo::NOT_REGISTERED));
        assert!(sample.recipients.iter().all(|line| line[2] != demo::NOT_REGISTERED));
    }
    let cards: HashSet<&str> = demo::RESIDENTS.iter().map(|line| line[1]).collect();
    assert_eq!(cards.len() as u64, demo::FAMILIES);
    for nik in [
        demo::LISTED_NOT_PAID,
        demo::NO_AID,
        demo::NOT_REGISTERED,
        demo::ON_TWO_CARDS,
        demo::NUTRITION_ONLY,
        demo::PAID,
    ] {
        assert!(Nik::parse(nik).is_ok());
        let serial: u32 = nik[12..].parse().unwrap();
        assert!(numbers::DEMO_SERIALS.contains(&serial));
    }
    assert!(demo::RESIDENTS.iter().all(|line| resident_is_well_formed(&line.map(str::to_owned))));
    assert!(demo::RECIPIENTS.iter().all(|line| recipient_is_well_formed(&line.map(str::to_owned))));
}
