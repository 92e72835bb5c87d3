//! What a NIK field shows while somebody types: the digits in groups of 6, 6 and
//! 4, the caret where the fingers left it, and what is wrong so far. Pure text in,
//! text out.

use tilik_core::Nik;
use tilik_core::nik::{self, NikFault};

/// A paste longer than this is cut; far above any NIK with separators.
const LONGEST: usize = 40;

/// What a field shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The grouped text.
    pub text: String,
    /// The caret, in UTF-16 units as the browser counts.
    pub caret: usize,
}

/// Which way a single deletion went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// Backspace.
    Backward,
    /// Delete.
    Forward,
}

/// Groups what is in the field after an edit. `before` is what counted before it:
/// where a deletion took only a gap, the digit beyond the gap goes instead.
pub fn retype(before: &str, raw: &str, caret: usize, deletion: Option<Deletion>) -> Shown {
    let mut text = nik::plain(raw);
    let mut place = nik::plain(&first_units(raw, caret)).chars().count();
    if let Some(deletion) = deletion.filter(|_| text == before) {
        let gone = match deletion {
            Deletion::Backward => place.checked_sub(1),
            Deletion::Forward => Some(place),
        };
        if let Some((at, _)) = gone.and_then(|gone| text.char_indices().nth(gone)) {
            text.remove(at);
            place -= usize::from(deletion == Deletion::Backward);
        }
    }
    let text: String = text.chars().take(LONGEST).collect();
    let to_caret: String = text.chars().take(place).collect();
    Shown { caret: group(&to_caret).encode_utf16().count(), text: group(&text) }
}

/// The part of `text` before `units` UTF-16 units.
fn first_units(text: &str, units: usize) -> String {
    let mut seen = 0;
    text.chars()
        .take_while(|character| {
            seen += character.len_utf16();
            seen <= units
        })
        .collect()
}

/// `351016 120385 0001`. Anything beyond stays with the last group.
pub fn group(plain: &str) -> String {
    let mut text = String::with_capacity(plain.len() + 2);
    for (place, character) in plain.chars().enumerate() {
        if place == 6 || place == 12 {
            text.push(' ');
        }
        text.push(character);
    }
    text
}

/// What is already wrong, whatever is typed next: a character that is no digit,
/// an impossible date as soon as its digits are there, too many digits. A NIK
/// that is merely not finished is not at fault yet.
pub fn fault_so_far(plain: &str) -> Option<NikFault> {
    // A number with a possible date and serial, which stands in for what is still
    // to come: January 2000, so that day 31 and day 29 stay possible.
    const REST: &str = "3510160101000001";
    match Nik::parse(plain) {
        Err(NikFault::Length { digits }) if digits < 16 => {
            // Whole pairs of the date are judged; the serial only in full.
            let judged = match digits {
                0..=7 => return None,
                8 | 9 => 8,
                10 | 11 => 10,
                _ => 12,
            };
            let mut whole: String = plain.chars().take(judged).collect();
            whole.push_str(REST.get(judged..).unwrap_or_default());
            Nik::parse(&whole).err()
        }
        outcome => outcome.err(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilik_core::nik::BirthDateFault;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// The field after an edit; `|` is the caret in both.
    fn after(before: &str, raw: &str, deletion: Option<Deletion>) -> String {
        let caret = raw.find('|').unwrap();
        let units = raw[..caret].encode_utf16().count();
        let shown = retype(before, &raw.replace('|', ""), units, deletion);
        let units: Vec<u16> = shown.text.encode_utf16().collect();
        let (left, right) = units.split_at(shown.caret);
        format!("{}|{}", String::from_utf16(left).unwrap(), String::from_utf16(right).unwrap())
    }

    #[test]
    fn digits_group_as_they_come() {
        assert_eq!(after("35101", "351016|", None), "351016|");
        assert_eq!(after("351016", "3510161|", None), "351016 1|");
        assert_eq!(after("351016120385", "351016 1203850|", None), "351016 120385 0|");
        assert_eq!(after("3510161203850001", "351016 120385 00012|", None), "351016 120385 00012|");
    }

    #[test]
    fn the_caret_stays_where_the_fingers_are() {
        assert_eq!(after("351016120385", "359|1016 120385", None), "359|101 612038 5");
        assert_eq!(after("351016120385", "351016| 12385", Some(Deletion::Backward)), "351016| 12385");
        assert_eq!(after("3510161", "|51016 1", Some(Deletion::Backward)), "|510161");
        assert_eq!(after("3510161", "3510169|1", None), "351016 9|1");
    }

    #[test]
    fn deleting_a_gap_deletes_the_digit_beyond() {
        assert_eq!(after("35101612", "351016|12", Some(Deletion::Backward)), "35101|1 2");
        assert_eq!(after("35101612", "351016|12", Some(Deletion::Forward)), "351016| 2");
        assert_eq!(after("351016", "351016|", Some(Deletion::Forward)), "351016|");
    }

    #[test]
    fn a_paste_of_anything_that_core_reads_is_grouped() {
        for paste in [
            "35.10.16.120385.0001|",
            "3510 1612 0385 0001|",
            "３５１０１６１２０３８５０００１|",
            "3510-1612-0385-0001\u{200b}|",
        ] {
            assert_eq!(after("", paste, None), "351016 120385 0001|", "{paste}");
        }
        assert_eq!(after("", "𝟑𝟓𝟏𝟎𝟏𝟔𝟏|𝟐", None), "351016 1|2");
        assert_eq!(after("", "35101612O3|", None), "351016 12O3|");
    }

    #[test]
    fn a_fault_shows_as_soon_as_it_is_certain() {
        for fine in [
            "",
            "3",
            "3510169",
            "35101631",
            "351016310",
            "3510162902",
            "35101629020",
            "351016290200",
            "351016120385000",
            "3510161203850",
        ] {
            assert_eq!(fault_so_far(fine), None, "{fine}");
        }
        let day = |found| Some(NikFault::BirthDate(BirthDateFault::Day { found }));
        assert_eq!(fault_so_far("35101632"), day(32));
        assert_eq!(fault_so_far("351016320"), day(32));
        assert_eq!(fault_so_far("3510161213"), Some(NikFault::BirthDate(BirthDateFault::Month { found: 13 })));
        assert_eq!(
            fault_so_far("3510163002"),
            Some(NikFault::BirthDate(BirthDateFault::DayOfMonth { day: 30, month: 2 }))
        );
        assert_eq!(fault_so_far("351016290201"), Some(NikFault::BirthDate(BirthDateFault::LeapDay { year: 1 })));
        assert_eq!(fault_so_far("3510161203850000"), Some(NikFault::Serial));
        assert_eq!(fault_so_far("35O"), Some(NikFault::NotDigit { position: 3, found: 'O' }));
        assert_eq!(fault_so_far("35101612038500012"), Some(NikFault::Length { digits: 17 }));
    }
}
