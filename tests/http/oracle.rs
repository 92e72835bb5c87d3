//! An oracle: the rules once more, written from the domain's description without
//! Tilik's code, over a generated regency of 3,000 families. The server must agree
//! with it on every check, on every report of a long day, on replays, and on what
//! is no NIK.
//!
//! It reads the CSV files plainly and keeps everything in maps; it knows nothing of
//! editions, sealing or transactions. What it decides where the contract is silent
//! is written at the modules of the endpoints.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use tilik_tests::bodies::{about_other, about_self};
use tilik_tests::command::sample;
use tilik_tests::{Answer, Server, new_key};

const FAMILIES: u64 = 3_000;
const SEED: u64 = 20;
const REPORTS: usize = 3_000;
const BROKEN: usize = 3_000;

/// One line on a list: scheme, period, paid.
type Listed = (String, String, bool);

/// Everything known, by people and by cards.
#[derive(Default)]
struct Oracle {
    cards_of: HashMap<String, Vec<String>>,
    members: HashMap<String, Vec<String>>,
    own: HashMap<String, Vec<Listed>>,
    by_card: HashMap<String, Vec<Listed>>,
    newest: HashMap<String, String>,
    /// People with a report that waits for somebody.
    open: HashSet<String>,
    landed: [u64; 2],
    rejected: [u64; 2],
}

/// What a check or a report answers, in words that can be compared.
type Told = BTreeSet<String>;

impl Oracle {
    fn read(folder: &Path) -> Self {
        let mut oracle = Self::default();
        let mut seen = HashSet::new();
        for line in lines(&folder.join("residents.csv")) {
            let (nik, card, name) = (&line[0], &line[1], &line[2]);
            if why_no_nik(nik).is_some()
                || !is_card(card)
                || name.is_empty()
                || !seen.insert((nik.clone(), card.clone()))
            {
                oracle.rejected[0] += 1;
                continue;
            }
            oracle.landed[0] += 1;
            oracle.cards_of.entry(nik.clone()).or_default().push(card.clone());
            oracle.members.entry(card.clone()).or_default().push(nik.clone());
        }
        for line in lines(&folder.join("recipients.csv")) {
            let [scheme, period, nik, card, _, status] = &line[..] else { panic!("{line:?}") };
            let bad_nik = !nik.is_empty() && why_no_nik(nik).is_some();
            let bad_card = !card.is_empty() && !is_card(card);
            if bad_nik || bad_card || nik.is_empty() && card.is_empty() {
                oracle.rejected[1] += 1;
                continue;
            }
            oracle.landed[1] += 1;
            let newest = oracle.newest.entry(scheme.clone()).or_default();
            if *newest < *period {
                newest.clone_from(period);
            }
            let listed = (scheme.clone(), period.clone(), status == "paid");
            if nik.is_empty() {
                oracle.by_card.entry(card.clone()).or_default().push(listed);
            } else {
                oracle.own.entry(nik.clone()).or_default().push(listed);
            }
        }
        oracle
    }

    /// The card, where it is certain.
    fn card(&self, nik: &str) -> Option<&str> {
        match self.cards_of.get(nik).map(Vec::as_slice) {
            Some([card]) => Some(card),
            _ => None,
        }
    }

    /// By scheme: the period, paid, through whom.
    fn aid(&self, nik: &str) -> BTreeMap<&str, (&str, bool, &'static str)> {
        let in_force = |listed: &&Listed| self.newest[&listed.0] == listed.1;
        let mut family: Vec<&Listed> = Vec::new();
        if let Some(card) = self.card(nik) {
            family.extend(self.by_card.get(card).into_iter().flatten());
            for member in self.members[card].iter().filter(|member| *member != nik) {
                family.extend(self.own.get(member).into_iter().flatten());
            }
        }
        let mut aid = BTreeMap::new();
        for (scheme, period, paid) in family.into_iter().filter(in_force) {
            let line = aid.entry(scheme.as_str()).or_insert((period.as_str(), false, "family"));
            line.1 |= paid;
        }
        // The own line takes the place of the family's, paid or not.
        let own: Vec<&Listed> = self.own.get(nik).into_iter().flatten().filter(in_force).collect();
        for (scheme, period, _) in &own {
            let paid = own.iter().any(|other| other.0 == *scheme && other.2);
            aid.insert(scheme, (period, paid, "self"));
        }
        aid
    }

    fn check(&self, nik: &str) -> Told {
        let aid = self.aid(nik);
        let lines = aid
            .iter()
            .map(|(scheme, (period, paid, through))| format!("{scheme} {} {period} {paid} {through}", level(scheme)));
        let status = if aid.is_empty() { "not_listed" } else { "listed" };
        lines.chain([status.to_owned()]).collect()
    }

    /// Takes the report in, and says what its sender is told.
    fn report(&mut self, nik: &str, about_other: bool) -> Told {
        let aid = self.aid(nik);
        let reasons: Told = aid
            .iter()
            .filter(|(scheme, _)| **scheme != "nutrisi")
            .map(|(scheme, (period, _, _))| format!("jps_kab/{scheme} {scheme} {} {period}", level(scheme)))
            .collect();
        let certain = self.card(nik);
        let open = match certain {
            Some(card) => self.members[card].iter().any(|member| self.open.contains(member)),
            None => self.open.contains(nik),
        };
        let (outcome, status) = if !reasons.is_empty() {
            ("rejected", "rejected")
        } else if open {
            ("already_reported", "received")
        } else if certain.is_some() {
            ("verifying", "verifying")
        } else {
            ("undetermined", "undetermined")
        };
        if outcome != "rejected" {
            self.open.insert(nik.to_owned());
        }
        if about_other {
            return ["received received".to_owned()].into();
        }
        reasons.into_iter().chain([format!("{outcome} {status}")]).collect()
    }
}

fn level(scheme: &str) -> &'static str {
    match scheme {
        "jps_prov" => "province",
        "jps_kab" | "nutrisi" => "regency",
        "blt_dd" => "village",
        _ => "central",
    }
}

fn lines(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Two digits as a number.
fn two(text: &str, at: usize) -> u32 {
    text[at..at + 2].parse().unwrap()
}

/// Whether some century has the day: 29 February needs a year that four divides,
/// since 2000 was a leap year.
fn is_day(day: u32, month: u32, year: u32) -> bool {
    let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let Some(length) = month.checked_sub(1).and_then(|month| longest.get(month as usize)) else { return false };
    day > 0 && day <= *length && ((day, month) != (29, 2) || year.is_multiple_of(4))
}

/// The contract's code, for a text without separators.
fn why_no_nik(text: &str) -> Option<&'static str> {
    if text.chars().any(|letter| !"0123456789".contains(letter)) {
        return Some("not_digits");
    }
    if text.chars().count() != 16 {
        return Some("length");
    }
    let (day, month, year) = (two(text, 6), two(text, 8), two(text, 10));
    let day_of_a_man = is_day(day, month, year);
    let day_of_a_woman = day > 40 && is_day(day - 40, month, year);
    if !day_of_a_man && !day_of_a_woman {
        return Some("birth_date");
    }
    text.ends_with("0000").then_some("serial")
}

fn is_card(text: &str) -> bool {
    text.len() == 16
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && is_day(two(text, 6), two(text, 8), two(text, 10))
        && !text.ends_with("0000")
}

fn told_by_check(answer: &Value) -> Told {
    let lines = answer["aid"].as_array().unwrap().iter().map(|line| {
        let word = |name: &str| line[name].as_str().unwrap();
        format!("{} {} {} {} {}", word("scheme"), word("level"), word("period"), line["paid"], word("through"))
    });
    let told: Vec<String> = lines.chain([answer["status"].as_str().unwrap().to_owned()]).collect();
    let count = told.len();
    let told: Told = told.into_iter().collect();
    assert_eq!(told.len(), count, "a line twice: {answer}");
    told
}

fn told_by_report(answer: &Answer) -> Told {
    assert_eq!(answer.status, 201, "{}", answer.text());
    let answer = answer.json();
    let word = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let reasons = answer["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| ["rule", "scheme", "level", "period"].map(|name| word(reason, name)).join(" "));
    let told: Vec<String> =
        reasons.chain([format!("{} {}", word(&answer, "outcome"), word(&answer, "status"))]).collect();
    let count = told.len();
    let told: Told = told.into_iter().collect();
    assert_eq!(told.len(), count, "a reason twice: {answer}");
    assert_eq!(answer.get("may_object_until").is_some(), told.contains("rejected rejected"), "{answer}");
    told
}

/// A small generator of the tests' own (xorshift64), so that each run is the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }
}

/// The differences found, of which a few are enough to see what is wrong.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, what: impl FnOnce() -> String, server: T, oracle: T) {
        if server != oracle {
            self.0.push(format!("{}\n  server {server:?}\n  oracle {oracle:?}", what()));
        }
    }

    fn assert_none(&self, what: &str) {
        let few = self.0.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
        assert!(self.0.is_empty(), "{what}: {} differences, among them\n{few}", self.0.len());
    }
}

#[test]
fn the_server_agrees_with_the_oracle() {
    let server = Server::start();
    let folder = server.path("regency");
    sample(FAMILIES, SEED, &folder);
    let mut oracle = Oracle::read(&folder);
    for (place, what) in ["residents", "recipients"].into_iter().enumerate() {
        let counted = server.import(what, &folder.join(format!("{what}.csv")), &[]).imported();
        assert_eq!(counted, (oracle.landed[place], oracle.rejected[place]), "{what}");
    }

    // Everybody there is: residents, recipients nobody registered, and strangers.
    let mut people: BTreeSet<String> = oracle.cards_of.keys().chain(oracle.own.keys()).cloned().collect();
    people.extend((1..200).map(|number| format!("3510160101{:02}{:04}", number % 100, number + 7_000)));
    let people: Vec<String> = people.into_iter().collect();
    let listed = compare_checks(&server, &oracle, &people);
    let outcomes = compare_reports(&server, &mut oracle, &people);
    let faults = compare_faults(&server, &people);
    println!("oracle: {} checks ({listed} listed), reports {outcomes:?}, NIK faults {faults:?}", people.len());
}

fn compare_checks(server: &Server, oracle: &Oracle, people: &[String]) -> usize {
    let halves: Vec<(Differences, usize)> = std::thread::scope(|scope| {
        let threads: Vec<_> = people
            .chunks(people.len().div_ceil(4))
            .map(|people| {
                scope.spawn(move || {
                    let mut differences = Differences::default();
                    let mut listed = 0;
                    for nik in people {
                        let told = told_by_check(&server.check(nik));
                        listed += usize::from(told.contains("listed"));
                        differences.compare(|| format!("check of {nik}"), told, oracle.check(nik));
                    }
                    (differences, listed)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (differences, _) in &halves {
        differences.assert_none("checks");
    }
    let listed = halves.iter().map(|(_, listed)| listed).sum();
    // A server and an oracle that both say nothing would agree as well.
    assert!(listed > people.len() / 3 && listed < people.len() * 2 / 3, "{listed} of {}", people.len());
    listed
}

fn compare_reports(server: &Server, oracle: &mut Oracle, people: &[String]) -> BTreeMap<String, usize> {
    let mut chance = Chance(SEED | 1 << 40);
    let mut differences = Differences::default();
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    // The hard ones every time: whose family is uncertain, and who lives with them.
    let uncertain: Vec<&String> =
        people.iter().filter(|nik| oracle.cards_of.get(*nik).is_some_and(|cards| cards.len() > 1)).collect();
    assert!(uncertain.len() > 1);
    let mut order: Vec<String> = Vec::new();
    for nik in &uncertain {
        let around: Vec<String> = oracle.cards_of[*nik].iter().flat_map(|card| oracle.members[card].clone()).collect();
        order.push((*nik).clone());
        order.extend(around.clone());
        order.push((*nik).clone());
        order.extend(around);
    }
    while order.len() < REPORTS {
        // Now and then somebody of a family that has just reported.
        let before = order[order.len() - 1 - chance.below(order.len().min(30))].clone();
        let relative = oracle.card(&before).map(|card| chance.pick(&oracle.members[card]));
        order.push(match chance.below(10) {
            0 => before,
            1..3 => relative.unwrap_or(before),
            _ => chance.pick(people),
        });
    }
    let mut kept: Vec<(String, Value, Answer)> = Vec::new();
    for nik in order {
        let other = chance.below(4) == 0;
        let body = if other { about_other(&nik) } else { about_self(&nik) };
        let key = new_key();
        let answer = server.try_report(&key, &body);
        let told = told_by_report(&answer);
        let expected = oracle.report(&nik, other);
        let verdict = told.iter().next_back().cloned().unwrap_or_default();
        *outcomes.entry(verdict).or_default() += 1;
        differences.compare(|| format!("report {} of {nik}", if other { "about" } else { "by" }), told, expected);
        if chance.below(5) == 0 {
            let again = server.try_report(&key, &body);
            differences.compare(|| format!("replay for {nik}"), again.text(), answer.text());
            kept.push((key, body, answer));
        }
    }
    differences.assert_none("reports");
    // And once more at the end of the day, when much has changed.
    for (key, body, answer) in &kept {
        let again = server.try_report(key, body);
        differences.compare(|| format!("late replay of {body}"), again.text(), answer.text());
    }
    differences.assert_none("replays");
    assert!(kept.len() > REPORTS / 10);
    for outcome in [
        "rejected rejected",
        "verifying verifying",
        "already_reported received",
        "undetermined undetermined",
        "received received",
    ] {
        assert!(outcomes.get(outcome).is_some_and(|&count| count > 20), "{outcome}: {outcomes:?}");
    }
    outcomes
}

fn compare_faults(server: &Server, people: &[String]) -> BTreeMap<String, usize> {
    let mut chance = Chance(SEED | 1 << 41);
    let mut differences = Differences::default();
    let mut faults: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..BROKEN {
        let mut text: Vec<char> = chance.pick(people).chars().collect();
        let place = chance.below(16);
        match chance.below(9) {
            0 => text[place] = chance.pick(&['O', 'l', 'x', 'B', '/', '½', '_']),
            1 => {
                text.remove(place);
            }
            2 => text.insert(place, '0'),
            3 => text[12..].fill('0'),
            // The birth date: any six digits.
            4 | 5 => text[6..12].fill_with(|| char::from(b'0' + chance.below(10) as u8)),
            6 => put(&mut text, 6, chance.pick(&["81", "99", "00", "40", "72", "32"])),
            7 => put(&mut text, 6, chance.pick(&["300200", "290201", "690299", "290200", "310488", "711188"])),
            _ => text.fill_with(|| char::from(b'0' + chance.below(10) as u8)),
        }
        let text: String = text.into_iter().collect();
        let answer = server.try_check(&text);
        let found = if answer.status == 200 { "none".to_owned() } else { answer.faults().join(",") };
        let expected = why_no_nik(&text).map_or("none".to_owned(), |code| format!("nik {code}"));
        *faults.entry(expected.clone()).or_default() += 1;
        differences.compare(|| format!("NIK {text}"), found, expected);
    }
    differences.assert_none("NIK faults");
    for code in ["none", "nik length", "nik not_digits", "nik birth_date", "nik serial"] {
        assert!(faults.get(code).is_some_and(|&count| count > 100), "{code}: {faults:?}");
    }
    faults
}

fn put(text: &mut [char], at: usize, digits: &str) {
    for (place, digit) in digits.chars().enumerate() {
        text[at + place] = digit;
    }
}
