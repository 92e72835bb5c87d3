//! The golden vectors of `tests/vectors`, run by the program that residents get:
//! core must answer in the browser as it does on the server.

use tilik_core::nik::{BirthDateFault, Nik, NikFault, Sex};
use tilik_core::region::Standing;
use tilik_core::ticket::{Ticket, TicketFault};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const NIK: &str = include_str!("../../../tests/vectors/nik.csv");
const TICKET: &str = include_str!("../../../tests/vectors/ticket.csv");

/// Each line's text, outcome and detail.
fn lines(file: &'static str) -> impl Iterator<Item = (String, &'static str, &'static str)> {
    let fields = file.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    fields.map(|fields| (unescaped(fields[0]), fields[1], fields[2]))
}

/// `\u{XXXX}` stands for that character.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut pieces = text.split("\\u{");
    plain.push_str(pieces.next().unwrap());
    for piece in pieces {
        let (code, rest) = piece.split_once('}').unwrap();
        plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        plain.push_str(rest);
    }
    plain
}

#[test]
fn niks_read_as_everywhere() {
    for (text, outcome, detail) in lines(NIK) {
        let (found, told) = match Nik::parse(&text) {
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
        assert_eq!((found, told.as_str()), (outcome, detail), "{text:?}");
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
fn tickets_read_as_everywhere() {
    for (text, outcome, detail) in lines(TICKET) {
        let (found, told) = match Ticket::parse(&text) {
            Ok(ticket) => ("ok", ticket.to_string()),
            Err(fault @ TicketFault::Character { position }) => (fault.code(), position.to_string()),
            Err(fault) => (fault.code(), String::new()),
        };
        assert_eq!((found, told.as_str()), (outcome, detail), "{text:?}");
    }
}
