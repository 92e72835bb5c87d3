//! The golden vectors of `tests/vectors`, run natively. The same files run in wasm
//! (`tilik-web`) and over HTTP (`tilik-tests`); their README explains the fields.

// All of it is test code, which fails by panicking.
#![allow(clippy::unwrap_used, clippy::panic)]

use tilik_core::aid::Edition;
use tilik_core::nik::{BirthDateFault, NikFault, Sex};
use tilik_core::region::Standing;
use tilik_core::report::Impact;
use tilik_core::ticket::TicketFault;
use tilik_core::{
    Aid, Crossing, Date, Draft, FamilyStanding, Nik, Outcome, Report, RuleSet, Scheme, Through, Ticket, decide, draft,
    rules,
};

const NIK: &str = include_str!("../../../tests/vectors/nik.csv");
const TICKET: &str = include_str!("../../../tests/vectors/ticket.csv");
const DECISIONS: &str = include_str!("../../../tests/vectors/decisions.csv");

/// The fields of each line below the header, which must be `header`.
fn vectors<const N: usize>(file: &'static str, header: &str) -> Vec<[&'static str; N]> {
    let mut lines = file.lines();
    assert_eq!(lines.next(), Some(header));
    lines.map(|line| line.split(',').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line}"))).collect()
}

/// `\u{XXXX}` made into its character.
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (code, after) = after.split_once('}').unwrap();
        plain.push_str(before);
        plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        rest = after;
    }
    plain + rest
}

#[test]
fn niks() {
    let vectors = vectors::<3>(NIK, "text,outcome,detail");
    for [text, outcome, detail] in &vectors {
        let (found, what) = match Nik::parse(&unescape(text)) {
            Ok(nik) => {
                let standing = match nik.region().standing() {
                    Standing::InForce => "in_force",
                    Standing::Retired => "retired",
                    Standing::Unknown => "unknown",
                };
                let sex = if nik.sex() == Sex::Male { "male" } else { "female" };
                ("ok", format!("{standing} {sex}"))
            }
            Err(fault) => (fault.code(), nik_detail(fault)),
        };
        assert_eq!((found, what.as_str()), (*outcome, *detail), "{text}");
    }
    // A file cut short would pass without this.
    for outcome in ["ok", "length", "not_digits", "birth_date", "serial"] {
        assert!(vectors.iter().any(|[_, found, _]| *found == outcome), "{outcome}");
    }
}

fn nik_detail(fault: NikFault) -> String {
    match fault {
        NikFault::Length { digits } => digits.to_string(),
        NikFault::NotDigit { position, .. } => position.to_string(),
        NikFault::BirthDate(BirthDateFault::Day { .. }) => "day".into(),
        NikFault::BirthDate(BirthDateFault::Month { .. }) => "month".into(),
        NikFault::BirthDate(BirthDateFault::DayOfMonth { .. }) => "day_of_month".into(),
        NikFault::BirthDate(BirthDateFault::LeapDay { .. }) => "leap_day".into(),
        NikFault::Serial => String::new(),
    }
}

#[test]
fn tickets() {
    let vectors = vectors::<3>(TICKET, "text,outcome,detail");
    for [text, outcome, detail] in &vectors {
        let (found, what) = match Ticket::parse(&unescape(text)) {
            Ok(ticket) => ("ok", ticket.to_string()),
            Err(fault @ TicketFault::Character { position }) => (fault.code(), position.to_string()),
            Err(fault) => (fault.code(), String::new()),
        };
        assert_eq!((found, what.as_str()), (*outcome, *detail), "{text}");
    }
    for outcome in ["ok", "length", "character", "check"] {
        assert!(vectors.iter().any(|[_, found, _]| *found == outcome), "{outcome}");
    }
}

#[test]
fn decisions() {
    let header = "standing,open_report,day,aid,outcome,reasons,may_object_until";
    let rules: RuleSet = toml::from_str(rules::BUILT_IN).unwrap();
    let report = report();
    let vectors = vectors::<7>(DECISIONS, header);
    for [standing, open_report, day, aid, outcome, reasons, until] in &vectors {
        let crossing = Crossing {
            standing: match *standing {
                "certain" => FamilyStanding::Certain,
                "uncertain" => FamilyStanding::Uncertain,
                "unregistered" => FamilyStanding::Unregistered,
                other => panic!("{other}"),
            },
            aid: aid.split_whitespace().map(read_aid).collect(),
            open_report: *open_report == "yes",
        };
        let day: Date = day.parse().unwrap();
        let decision = decide(&report, &crossing, &rules, day);
        assert_eq!(decision.rules_version, rules.version);
        let (found, why, last_day) = match decision.outcome {
            Outcome::Rejected { reasons, may_object_until } => {
                let told = reasons.iter().map(|reason| format!("{}@{}", reason.rule, reason.period));
                ("rejected", told.collect::<Vec<_>>().join(" "), may_object_until.to_string())
            }
            Outcome::AlreadyReported => ("already_reported", String::new(), String::new()),
            Outcome::Undetermined => ("undetermined", String::new(), String::new()),
            Outcome::Verifying => ("verifying", String::new(), String::new()),
        };
        let line = format!("{standing},{open_report},{day},{aid}");
        assert_eq!((found, why.as_str(), last_day.as_str()), (*outcome, *reasons, *until), "{line}");
    }
    for outcome in ["rejected", "already_reported", "undetermined", "verifying"] {
        assert!(vectors.iter().any(|[_, _, _, _, found, _, _]| *found == outcome), "{outcome}");
    }
}

/// `scheme:period:paid|listed:self|family`.
fn read_aid(text: &str) -> Aid {
    let [scheme, period, paid, through] =
        text.split(':').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{text}"));
    Aid {
        scheme: Scheme::from_word(scheme).unwrap(),
        period: period.parse().unwrap(),
        paid: match paid {
            "paid" => true,
            "listed" => false,
            other => panic!("{other}"),
        },
        through: Through::from_word(through).unwrap(),
        edition: Edition { name: format!("{scheme} {period}"), landed_on: "2020-05-20".parse().unwrap() },
    }
}

fn report() -> Report {
    let draft = Draft {
        about: Some(draft::Subject::Myself),
        nik: "3510161203850001".into(),
        name: "Siti Contoh".into(),
        village: "3510161001".into(),
        address: "Jl. Contoh No. 1".into(),
        impact: vec![Impact::LostWork],
        household_size: "4".into(),
        consent: true,
        ..Draft::default()
    };
    draft.to_report().unwrap()
}
