//! Districts and villages: what the codes in a NIK and in an address mean.
//!
//! Nationwide only the codes are known, not the names, so that the whole table
//! stays a few kilobytes on a phone; Banyuwangi's own districts and villages have
//! their names. The tables are generated (`cargo run -p xtask -- regions`).

mod codes;
mod table;

use std::fmt;

/// The regency this Tilik serves: Banyuwangi.
pub const REGENCY: u32 = 35_10;

/// A district code as a NIK carries it, six digits `PPRRKK`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(u32);

/// What is known of a district code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A district of today.
    InForce,
    /// Out of use, and still in the NIKs of older people: every code retired since
    /// 2015 lies in provinces 91 and 92 (Papua).
    Retired,
    /// In no table. A reason to look again, never to reject.
    Unknown,
}

impl Region {
    /// The region of the first six digits of a NIK.
    pub(crate) const fn new(code: u32) -> Self {
        Self(code)
    }

    /// `PPRRKK` as a number.
    pub const fn code(self) -> u32 {
        self.0
    }

    /// Whether the code is in use, was, or is unknown.
    pub fn standing(self) -> Standing {
        if codes::district_in_force(self.0) {
            Standing::InForce
        } else if matches!(self.0 / 10_000, 91 | 92) {
            Standing::Retired
        } else {
            Standing::Unknown
        }
    }

    /// The name of the province, where the code names one.
    pub fn province(self) -> Option<&'static str> {
        let province = self.0 / 10_000;
        table::PROVINCES.lines().find_map(|line| {
            let (code, name) = line.split_at_checked(2)?;
            (code.parse() == Ok(province)).then_some(name)
        })
    }

    /// The district, where it is one of Banyuwangi's.
    pub fn kecamatan(self) -> Option<Kecamatan> {
        if self.0 / 100 != REGENCY {
            return None;
        }
        Kecamatan::all().find(|kecamatan| u32::from(kecamatan.number()) == self.0 % 100)
    }
}

/// One of Banyuwangi's 25 districts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Kecamatan {
    /// A line of the table: two digits, the name, then `|`-separated villages.
    line: &'static str,
}

impl Kecamatan {
    /// All districts, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        table::KECAMATAN.lines().map(|line| Self { line })
    }

    /// The last two digits of its code, 1 to 25.
    pub fn number(self) -> u8 {
        self.line.get(..2).and_then(|digits| digits.parse().ok()).unwrap_or_default()
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let end = self.line.find('|').unwrap_or(self.line.len());
        self.line.get(2..end).unwrap_or_default()
    }

    /// Its villages, in the order of their codes.
    pub fn villages(self) -> impl Iterator<Item = Desa> {
        self.line.split('|').skip(1).filter_map(move |entry| {
            let (digits, name) = entry.split_at_checked(4)?;
            Some(Desa { kecamatan: self, number: digits.parse().ok()?, name })
        })
    }
}

impl fmt::Debug for Kecamatan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One of Banyuwangi's 217 villages, desa and kelurahan alike.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Desa {
    kecamatan: Kecamatan,
    number: u16,
    name: &'static str,
}

impl Desa {
    /// Reads `35.10.16.2001` or `3510162001`; `None` for any other village.
    pub fn parse(text: &str) -> Option<Self> {
        let mut code: u64 = 0;
        let mut count = 0;
        for character in text.trim().chars().filter(|&character| character != '.') {
            code = code * 10 + u64::from(character.to_digit(10)?);
            count += 1;
            if count > 10 {
                return None;
            }
        }
        Self::from_code(code)
    }

    /// The village with the ten-digit code.
    pub fn from_code(code: u64) -> Option<Self> {
        let region = Region(u32::try_from(code / 10_000).ok()?);
        let number = (code % 10_000) as u16;
        region.kecamatan()?.villages().find(|desa| desa.number == number)
    }

    /// Every village, in the order of codes.
    pub fn all() -> impl Iterator<Item = Self> {
        Kecamatan::all().flat_map(Kecamatan::villages)
    }

    /// The ten-digit code as a number, 3510162001.
    pub fn code(self) -> u64 {
        let district = u64::from(REGENCY * 100 + u32::from(self.kecamatan.number()));
        district * 10_000 + u64::from(self.number)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Whether it is a town's kelurahan: those have numbers from 1001, a desa from 2001
    ///.
    pub const fn is_kelurahan(self) -> bool {
        self.number < 2000
    }

    /// Its district.
    pub fn kecamatan(self) -> Kecamatan {
        self.kecamatan
    }
}

impl fmt::Debug for Desa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code(), self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banyuwangi_has_25_districts_and_217_villages() {
        assert_eq!(Kecamatan::all().count(), 25);
        assert_eq!(Desa::all().count(), 217);
        for desa in Desa::all() {
            assert_eq!(Desa::parse(&desa.code().to_string()), Some(desa));
            assert!(!desa.name().is_empty() && !desa.kecamatan().name().is_empty());
        }
        assert_eq!(Desa::all().filter(|desa| desa.is_kelurahan()).count(), 28);
    }

    #[test]
    fn reads_both_forms_of_a_village_code() {
        let desa = Desa::parse("35.10.16.1001").unwrap();
        assert_eq!(Desa::parse("3510161001"), Some(desa));
        assert_eq!(desa.kecamatan().name(), "Banyuwangi");
        for text in ["", "3510169999", "3509161001", "351016100", "35101610011", "35.10.16.x001"] {
            assert_eq!(Desa::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_region_is_in_force_retired_or_unknown() {
        assert_eq!(Region(351_016).standing(), Standing::InForce);
        assert_eq!(Region(351_025).standing(), Standing::InForce);
        assert_eq!(Region(930_101).standing(), Standing::InForce);
        assert_eq!(Region(910_101).standing(), Standing::Retired);
        assert_eq!(Region(351_026).standing(), Standing::Unknown);
        assert_eq!(Region(990_101).standing(), Standing::Unknown);
        assert_eq!(Region(0).standing(), Standing::Unknown);
        assert_eq!(Region(510_101).province(), Some("Bali"));
        assert_eq!(Region(351_025).kecamatan().map(Kecamatan::name), Some("Blimbingsari"));
        assert_eq!(Region(990_101).province(), None);
    }
}
