//! What officers read, from the catalogues that are compiled in: the console's own, and
//! the residents' for what both say. Nothing here knows a screen.

use std::cell::OnceCell;
use std::collections::HashMap;
use tilik_core::officer::Area;
use tilik_core::{Date, Desa};

const OWN: &str = include_str!("../texts/id.lang");
const SHARED: &str = include_str!("../../pages/catalogue/id.lang");

/// The keys that are taken from the residents' catalogue.
const TAKEN: [&str; 7] = ["scheme.", "impact.", "relation.", "step.", "finding.", "date.", "place."];

thread_local! {
    static TEXTS: OnceCell<HashMap<&'static str, &'static str>> = const { OnceCell::new() };
}

fn lines(catalogue: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = catalogue.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('=')).map(|(key, text)| (key.trim(), text.trim()))
}

fn read() -> HashMap<&'static str, &'static str> {
    let taken = lines(SHARED).filter(|(key, _)| TAKEN.iter().any(|start| key.starts_with(start)));
    // The console's own keys win.
    taken.chain(lines(OWN)).collect()
}

/// The text of a key. A test looks up every key that the program names.
pub fn t(key: &str) -> &'static str {
    TEXTS.with(|texts| texts.get_or_init(read).get(key).copied().unwrap_or_default())
}

/// The text of a key with its `{names}` filled.
pub fn fill(key: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(t(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];

/// A day: 20 Mei 2020.
pub fn day(date: Date) -> String {
    let month = MONTHS.get(usize::from(date.month()).wrapping_sub(1)).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// A moment as the server tells it, with Banyuwangi's offset: 20 Mei 2020, 11.34.
pub fn moment(rfc3339: &str) -> String {
    let date = rfc3339.get(..10).and_then(|date| date.parse().ok()).map(day);
    match (date, rfc3339.get(11..13), rfc3339.get(14..16)) {
        (Some(date), Some(hour), Some(minute)) => format!("{date}, {hour}.{minute}"),
        _ => rfc3339.to_owned(),
    }
}

/// A number with a dot before each three digits: 12.345.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Thousandths as a part of a hundred: 12,5 %.
pub fn percent(thousandths: u64) -> String {
    format!("{},{} %", number(thousandths / 10), thousandths % 10)
}

/// Whole hours: up to two days in hours, beyond that in days and tenths.
pub fn duration(hours: u64) -> String {
    if hours < 1 {
        return t("figures.under_an_hour").to_owned();
    }
    if hours < 48 {
        return fill("figures.hours", &[("hours", &hours.to_string())]);
    }
    let tenths = (hours * 10 + 12) / 24;
    fill("figures.days_of", &[("days", &format!("{},{}", tenths / 10, tenths % 10))])
}

/// A village by its code, with its district.
pub fn village(code: u64) -> String {
    match Desa::from_code(code) {
        Some(desa) => fill("case.village_of", &[("village", desa.name()), ("district", desa.kecamatan().name())]),
        None => code.to_string(),
    }
}

/// An area by its code.
pub fn area(code: Option<u64>) -> String {
    match code.and_then(Area::from_code) {
        Some(Area::Desa(desa)) => village(desa.code()),
        Some(Area::Kecamatan(kecamatan)) => fill("app.district", &[("name", kecamatan.name())]),
        Some(Area::Kabupaten) | None => t("app.whole").to_owned(),
    }
}

/// A NIK in its three parts, as the residents' form shows it.
pub fn nik(digits: &str) -> String {
    match (digits.get(..6), digits.get(6..12), digits.get(12..)) {
        (Some(region), Some(birth), Some(serial)) => format!("{region} {birth} {serial}"),
        _ => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use tilik_core::announcement::{Masking, Place};
    use tilik_core::case::{Desk, Finding, Handover};
    use tilik_core::message::{Event, Recipient};
    use tilik_core::officer::Role;
    use tilik_core::report::{Channel, Impact, Language, Relation};
    use tilik_core::{Scheme, Status};

    fn sources(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else {
                *into += &std::fs::read_to_string(path).unwrap();
            }
        }
    }

    #[test]
    fn every_key_that_is_named_has_its_text() {
        let mut program = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut program);
        let named = ["t(\"", "fill(\"", "Said::Key(\""].iter().flat_map(|call| program.split(*call).skip(1));
        let keys: Vec<&str> = named.filter_map(|rest| rest.split('"').next()).filter(|key| key.contains('.')).collect();
        assert!(keys.len() > 60, "{}", keys.len());
        for key in keys {
            assert_ne!(t(key), "", "{key}");
        }
    }

    #[test]
    fn every_word_of_core_has_its_text() {
        let words = Scheme::ALL.iter().map(|scheme| format!("scheme.{}", scheme.word()));
        let words = words.chain(Impact::ALL.iter().map(|impact| format!("impact.{}", impact.word())));
        let words = words.chain(Relation::ALL.iter().map(|relation| format!("relation.{}", relation.word())));
        let words = words.chain(Status::ALL.iter().map(|status| format!("step.{}", status.word())));
        let words = words.chain(Finding::ALL.iter().map(|finding| format!("finding.{}", finding.word())));
        let words = words.chain(Desk::ALL.iter().map(|desk| format!("desk.{}", desk.word())));
        let words = words.chain(Role::ALL.iter().map(|role| format!("role.{}", role.word())));
        let words = words.chain(Channel::ALL.iter().map(|channel| format!("channel.{}", channel.word())));
        let words = words.chain(Event::ALL.iter().map(|event| format!("told.{}", event.word())));
        let words = words.chain(Recipient::ALL.iter().map(|recipient| format!("recipient.{}", recipient.word())));
        let words = words.chain(Handover::ALL.iter().map(|result| format!("door.{}", result.word())));
        let words = words.chain(Place::ALL.iter().map(|place| format!("place.{}", place.word())));
        let words = words.chain(Masking::ALL.iter().map(|masking| format!("masking.{}", masking.word())));
        let words = words.chain(Language::ALL.iter().map(|language| format!("language.{}", language.word())));
        for key in words {
            assert_ne!(t(&key), "", "{key}");
        }
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(number), ["0", "999", "1.000", "1.234.567"]);
        assert_eq!([0, 125, 1_000].map(percent), ["0,0 %", "12,5 %", "100,0 %"]);
        assert_eq!([0, 1, 47, 48, 60].map(duration), ["kurang dari 1 jam", "1 jam", "47 jam", "2,0 hari", "2,5 hari"]);
    }

    #[test]
    fn days_moments_and_places_read_as_people_write_them() {
        assert_eq!(day(Date::new(2020, 5, 9).unwrap()), "9 Mei 2020");
        assert_eq!(moment("2020-05-20T11:34:00+07:00"), "20 Mei 2020, 11.34");
        assert_eq!(moment("soon"), "soon");
        assert_eq!(area(None), "Kabupaten Banyuwangi");
        assert!(area(Some(351_016)).starts_with("Kec. ") && area(Some(3_510_161_001)).contains(", Kec. "));
        assert_eq!(nik("3510161203850001"), "351016 120385 0001");
    }
}
