//! The lists on the wall: what a sheet says about a village, how its names are masked,
//! and the sheet's text, of which paper and page are only drawings.
//!
//! A sheet carries names, schemes and the village, never a NIK, a number of a family
//! card or a birth date (UU 27/2022). Its text is the same wherever it is written, so
//! that a checksum over it tells whether a paper says what was announced:
//!
//! ```text
//! tilik-daftar 1
//! nomor 3
//! tanggal 2026-11-29
//! desa 3510161001
//! nama first_name
//! data 2020-05-20
//! program bst 2020-05 BST 2020-05
//! program pkh 2020-05 PKH 2020-05
//!
//! SITI A***⇥pkh bst
//! ```
//!
//! Lines end with a line feed, `⇥` is a tab. Sealing, storing and drawing it are the
//! server's.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::aid::{Period, Scheme, words};
use crate::date::Date;
use crate::region::Desa;

words! {
    /// How much of a name stands on the wall. The regency sets it.
    pub enum Masking {
        /// All of it.
        Full = "full",
        /// The first name, and the first letter of each other one; of a single name its
        /// first half. Neighbours know who is meant, strangers do not.
        FirstName = "first_name",
        /// The first letter of each name.
        Initials = "initials",
    }
}

words! {
    /// Where a sheet hangs.
    pub enum Place {
        /// The village's own hall or office.
        BalaiDesa = "balai_desa",
        /// A mosque.
        Masjid = "masjid",
        /// A church.
        Gereja = "gereja",
        /// A Hindu temple.
        Pura = "pura",
        /// A Buddhist temple.
        Wihara = "wihara",
    }
}

/// What stands for the letters left out: as many for a short name as for a long one.
const LEFT_OUT: &str = "***";

impl Masking {
    /// The name as it is shown.
    pub fn mask(self, name: &str) -> String {
        let mut names = name.split_whitespace();
        let Some(first) = names.next() else { return LEFT_OUT.to_owned() };
        let rest: Vec<&str> = names.collect();
        let initial = |name: &str| letters(name, 1);
        match self {
            Self::Full => {
                std::iter::once(first.to_owned()).chain(rest.iter().map(|&name| name.to_owned())).collect::<Vec<_>>()
            }
            Self::FirstName if rest.is_empty() => vec![letters(first, first.chars().count().div_ceil(2))],
            Self::FirstName => {
                std::iter::once(first.to_owned()).chain(rest.iter().map(|name| initial(name))).collect::<Vec<_>>()
            }
            Self::Initials => std::iter::once(first).chain(rest).map(initial).collect(),
        }
        .join(" ")
    }
}

/// The first so many letters, and what stands for the others.
fn letters(name: &str, kept: usize) -> String {
    name.chars().take(kept).chain(LEFT_OUT.chars()).collect()
}

/// A list that a sheet shows: the newest of its scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The scheme.
    pub scheme: Scheme,
    /// The month.
    pub period: Period,
    /// What the regency calls the edition.
    pub edition: String,
}

/// Somebody on the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<Key> {
    /// Tells two people of the same name apart.
    pub whose: Key,
    /// The name in full.
    pub name: String,
    /// The scheme.
    pub scheme: Scheme,
}

/// What all sheets of one announcement have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The announcement's number, from 1.
    pub number: u32,
    /// The day it was made.
    pub made_on: Date,
    /// How names are shown.
    pub masking: Masking,
    /// The day the newest list landed; none where there is no list.
    pub data_as_of: Option<Date>,
    /// The lists, by scheme.
    pub shown: Vec<Shown>,
}

/// A line of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The name as it is shown.
    pub name: String,
    /// The schemes, each once, in their order.
    pub schemes: Vec<Scheme>,
}

/// The announced list of one village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What it shares with the other villages' sheets.
    pub head: Head,
    /// The village.
    pub village: Desa,
    /// By name.
    pub lines: Vec<Line>,
}

/// The text is no sheet of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASheet {
    /// The line at fault, from 1.
    pub line: usize,
}

/// The first line of every sheet.
const VERSION: &str = "tilik-daftar 1";

impl Sheet {
    /// The sheet of a village: one line for everybody on the lists, by name.
    pub fn new<Key: Ord>(mut head: Head, village: Desa, listed: Vec<Listed<Key>>) -> Self {
        for shown in &mut head.shown {
            shown.edition = one_line(&shown.edition);
        }
        let mut people: BTreeMap<(String, Key), Vec<Scheme>> = BTreeMap::new();
        for Listed { whose, name, scheme } in listed {
            people.entry((one_line(&name).to_uppercase(), whose)).or_default().push(scheme);
        }
        let lines = people.into_iter().map(|((name, _), mut schemes)| {
            schemes.sort_unstable();
            schemes.dedup();
            Line { name: head.masking.mask(&name), schemes }
        });
        let lines = lines.collect();
        Self { head, village, lines }
    }

    /// Its text.
    pub fn text(&self) -> String {
        let Self { head, village, lines } = self;
        let mut text = format!(
            "{VERSION}\nnomor {}\ntanggal {}\ndesa {}\nnama {}\n",
            head.number,
            head.made_on,
            village.code(),
            head.masking.word()
        );
        // Writing to a string does not fail.
        if let Some(day) = head.data_as_of {
            let _ = writeln!(text, "data {day}");
        }
        for Shown { scheme, period, edition } in &head.shown {
            let _ = writeln!(text, "program {} {period} {edition}", scheme.word());
        }
        text.push('\n');
        for Line { name, schemes } in lines {
            let schemes = schemes.iter().map(|scheme| scheme.word()).collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "{name}\t{schemes}");
        }
        text
    }

    /// Reads a text.
    ///
    /// # Errors
    /// [`NotASheet`] with the first line that is not of the form.
    pub fn parse(text: &str) -> Result<Self, NotASheet> {
        let fault = |line: usize| NotASheet { line };
        let mut lines = text.strip_suffix('\n').ok_or(fault(1))?.split('\n').zip(1..).peekable();
        let mut taken = |key: &str| {
            let (line, number) = lines.next_if(|(line, _)| value(line, key).is_some())?;
            Some((value(line, key)?, number))
        };
        let version = taken("tilik-daftar").filter(|(version, _)| *version == "1");
        version.ok_or(fault(1))?;
        let (number, _) = taken("nomor").ok_or(fault(2))?;
        let (made_on, _) = taken("tanggal").ok_or(fault(3))?;
        let (village, _) = taken("desa").ok_or(fault(4))?;
        let (masking, _) = taken("nama").ok_or(fault(5))?;
        let data_as_of = taken("data");
        let mut shown = Vec::new();
        while let Some((program, number)) = taken("program") {
            shown.push(list(program).ok_or(fault(number))?);
        }
        let head = Head {
            number: number.parse().map_err(|_| fault(2))?,
            made_on: made_on.parse().map_err(|_| fault(3))?,
            masking: Masking::from_word(masking).ok_or(fault(5))?,
            data_as_of: data_as_of.map(|(day, at)| day.parse().map_err(|_| fault(at))).transpose()?,
            shown,
        };
        let village = village.parse().ok().and_then(Desa::from_code).ok_or(fault(4))?;
        match lines.next() {
            Some(("", _)) => {}
            other => return Err(fault(other.map_or(6, |(_, number)| number))),
        }
        let lines = lines.map(|(text, number)| person(text).ok_or(fault(number)));
        Ok(Self { head, village, lines: lines.collect::<Result<_, _>>()? })
    }
}

/// The text without what would be another line or another column.
fn one_line(text: &str) -> String {
    let parts = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn value<'text>(line: &'text str, key: &str) -> Option<&'text str> {
    line.strip_prefix(key)?.strip_prefix(' ')
}

fn list(program: &str) -> Option<Shown> {
    let mut parts = program.splitn(3, ' ');
    let scheme = Scheme::from_word(parts.next()?)?;
    let period = parts.next()?.parse().ok()?;
    Some(Shown { scheme, period, edition: parts.next()?.to_owned() })
}

fn person(line: &str) -> Option<Line> {
    let (name, schemes) = line.split_once('\t')?;
    Some(Line { name: name.to_owned(), schemes: schemes.split(' ').map(Scheme::from_word).collect::<Option<_>>()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn head(masking: Masking) -> Head {
        Head {
            number: 3,
            made_on: "2026-11-29".parse().unwrap(),
            masking,
            data_as_of: "2020-05-20".parse().ok(),
            shown: vec![Shown {
                scheme: Scheme::Bst,
                period: "2020-05".parse().unwrap(),
                edition: "BST 2020-05 revisi".into(),
            }],
        }
    }

    fn village() -> Desa {
        Desa::from_code(3_510_161_001).unwrap()
    }

    fn listed(whose: u8, name: &str, scheme: Scheme) -> Listed<u8> {
        Listed { whose, name: name.into(), scheme }
    }

    #[test]
    fn a_name_is_shown_as_the_regency_sets_it() {
        let shown = |name| [Masking::Full, Masking::FirstName, Masking::Initials].map(|masking| masking.mask(name));
        assert_eq!(shown("SITI AMINAH"), ["SITI AMINAH", "SITI A***", "S*** A***"]);
        assert_eq!(shown("SUPARMAN"), ["SUPARMAN", "SUPA***", "S***"]);
        assert_eq!(shown("I MADE  OKA"), ["I MADE OKA", "I M*** O***", "I*** M*** O***"]);
        assert_eq!(shown("Å"), ["Å", "Å***", "Å***"]);
        assert_eq!(shown(" "), ["***", "***", "***"]);
    }

    #[test]
    fn a_person_is_one_line_and_namesakes_are_two() {
        let sheet = Sheet::new(
            head(Masking::FirstName),
            village(),
            vec![
                listed(1, "Siti  Aminah", Scheme::Bst),
                listed(2, "Budi\tSantoso\n", Scheme::Pkh),
                listed(1, "SITI AMINAH", Scheme::Pkh),
                listed(3, "Siti Aminah", Scheme::Bst),
                listed(1, "Siti Aminah", Scheme::Bst),
            ],
        );
        let lines: Vec<_> = sheet.lines.iter().map(|line| (line.name.as_str(), line.schemes.clone())).collect();
        assert_eq!(
            lines,
            [
                ("BUDI S***", vec![Scheme::Pkh]),
                ("SITI A***", vec![Scheme::Pkh, Scheme::Bst]),
                ("SITI A***", vec![Scheme::Bst]),
            ]
        );
    }

    #[test]
    fn the_text_is_what_the_module_says() {
        let sheet = Sheet::new(head(Masking::FirstName), village(), vec![listed(1, "Siti Aminah", Scheme::Bst)]);
        assert_eq!(
            sheet.text(),
            "tilik-daftar 1\nnomor 3\ntanggal 2026-11-29\ndesa 3510161001\nnama first_name\ndata 2020-05-20\n\
             program bst 2020-05 BST 2020-05 revisi\n\nSITI A***\tbst\n"
        );
        assert_eq!(Sheet::parse(&sheet.text()), Ok(sheet));
    }

    #[test]
    fn a_village_without_anybody_has_a_sheet_too() {
        let head = Head { data_as_of: None, shown: Vec::new(), ..head(Masking::Full) };
        let sheet = Sheet::new::<u8>(head, village(), Vec::new());
        assert_eq!(Sheet::parse(&sheet.text()), Ok(sheet));
    }

    #[test]
    fn a_line_at_fault_is_named() {
        let text = Sheet::new(head(Masking::Full), village(), vec![listed(1, "Siti", Scheme::Bst)]).text();
        let faults = [
            ("", "", 1),
            ("tilik-daftar 1", "tilik-daftar 2", 1),
            ("nomor 3", "nomor x", 2),
            ("2026-11-29", "2026-11-31", 3),
            ("3510161001", "3510169999", 4),
            ("nama full", "nama half", 5),
            ("data 2020-05-20", "data x", 6),
            ("program bst", "program bts", 7),
            ("\n\nSITI", "\nSITI", 8),
            ("SITI\tbst", "SITI bst", 9),
            ("SITI\tbst", "SITI\tbts", 9),
        ];
        for (part, with, line) in faults {
            let changed = if part.is_empty() { String::new() } else { text.replacen(part, with, 1) };
            assert_eq!(Sheet::parse(&changed), Err(NotASheet { line }), "{part} as {with}");
        }
    }

    proptest! {
        #[test]
        fn every_sheet_is_read_back_as_it_was(names in proptest::collection::vec((any::<u8>(), "\\PC{0,40}", 0..Scheme::ALL.len()), 0..20)) {
            let people = names.into_iter().map(|(whose, name, scheme)| listed(whose, &name, Scheme::ALL[scheme]));
            let sheet = Sheet::new(head(Masking::FirstName), village(), people.collect());
            prop_assert_eq!(Sheet::parse(&sheet.text()), Ok(sheet));
        }

        #[test]
        fn of_what_follows_the_first_name_a_letter_is_shown(first in "[A-Z]{2,20}", last in "[A-Z]{2,20}") {
            let name = format!("{first} {last}");
            prop_assert_eq!(Masking::FirstName.mask(&name), format!("{first} {}***", &last[..1]));
            prop_assert_eq!(Masking::Initials.mask(&name), format!("{}*** {}***", &first[..1], &last[..1]));
        }
    }
}
