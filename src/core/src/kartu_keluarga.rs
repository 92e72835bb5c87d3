//! The number of a Kartu Keluarga, the family card.
//!
//! `PPRRKK DDMMYY SSSS`: the district of issue, the date the card was recorded
//! (no 40 is added) and a serial. It changes on a move, a divorce, a death of
//! the head, a split: it names a card, and the family is the dated membership
//! behind it, which the registry keeps.

use crate::date::Date;
use crate::digits;
use std::fmt;

/// A well-formed number of a family card. `Debug` shows no digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KartuKeluarga(u64);

/// Why a text is no number of a family card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KartuKeluargaFault {
    /// Not 16 digits. Registers carry "0" where the number was never known.
    Length,
    /// A character that is neither a digit nor a separator.
    NotDigits,
    /// Digits 7 to 12 are a date in no century.
    Date,
    /// Digits 13 to 16 are 0000.
    Serial,
}

impl KartuKeluargaFault {
    /// The stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::NotDigits => "not_digits",
            Self::Date => "date",
            Self::Serial => "serial",
        }
    }
}

impl KartuKeluarga {
    /// Reads the number, with the same separators and scripts as a NIK.
    ///
    /// # Errors
    /// [`KartuKeluargaFault`], the first that applies in its order of variants,
    /// a stranger among the digits before the length.
    pub fn parse(text: &str) -> Result<Self, KartuKeluargaFault> {
        let (digits, count) = digits::read::<16>(text).map_err(|_| KartuKeluargaFault::NotDigits)?;
        if count != 16 {
            return Err(KartuKeluargaFault::Length);
        }
        let [.., d1, d2, m1, m2, y1, y2, _, _, _, _] = digits;
        let (day, month, year) = (d1 * 10 + d2, m1 * 10 + m2, u16::from(y1 * 10 + y2));
        if Date::new(1900 + year, month, day).or(Date::new(2000 + year, month, day)).is_none() {
            return Err(KartuKeluargaFault::Date);
        }
        let number = digits::number(&digits);
        if number.is_multiple_of(10_000) {
            return Err(KartuKeluargaFault::Serial);
        }
        Ok(Self(number))
    }

    /// The number itself, below 10^16.
    pub fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Debug for KartuKeluarga {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KartuKeluarga(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_cards_from_filler() {
        let parse = KartuKeluarga::parse;
        assert!(parse("3510 1612 0385 0001").is_ok());
        assert_eq!(parse("0"), Err(KartuKeluargaFault::Length));
        assert_eq!(parse(""), Err(KartuKeluargaFault::Length));
        assert_eq!(parse("351016120385000A"), Err(KartuKeluargaFault::NotDigits));
        assert_eq!(parse("3510165203850001"), Err(KartuKeluargaFault::Date));
        assert_eq!(parse("0000000000000000"), Err(KartuKeluargaFault::Date));
        assert_eq!(parse("3510161203850000"), Err(KartuKeluargaFault::Serial));
    }
}
