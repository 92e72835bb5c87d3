//! What a recipient list says: schemes, their levels, their periods, and one
//! family's aid. Which aid excludes which is not here but in the rule matrix.

use crate::date::Date;
use std::fmt;
use std::str::FromStr;

/// Declares an enum whose variants have stable words, used in files, on the wire
/// and in the catalogues alike.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub enum $name { $($(#[$doc])* #[cfg_attr(feature = "serde", serde(rename = $word))] $variant,)+ }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word for it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The variant that the word names.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// A social aid scheme. The same name can mean two things in two periods:
    /// scheme and [`Period`] together identify an aid.
    pub enum Scheme {
        /// Program Keluarga Harapan.
        Pkh = "pkh",
        /// Bantuan Pangan Non Tunai, Kartu Sembako.
        Bpnt = "bpnt",
        /// Bantuan Sosial Tunai Kemensos.
        Bst = "bst",
        /// BLT Dana Desa (Permendesa 6/2020; PMK 40/PMK.07/2020).
        BltDd = "blt_dd",
        /// Kartu Prakerja.
        Prakerja = "prakerja",
        /// Bantuan Produktif Usaha Mikro.
        Bpum = "bpum",
        /// JPS Provinsi Jawa Timur.
        JpsProv = "jps_prov",
        /// JPS Kabupaten, the food package that a report asks for.
        JpsKab = "jps_kab",
        /// Paket nutrisi ibu hamil.
        Nutrisi = "nutrisi",
    }
}

words! {
    /// Who pays a scheme.
    pub enum Level {
        /// The central government.
        Central = "central",
        /// The province.
        Province = "province",
        /// The regency.
        Regency = "regency",
        /// The village.
        Village = "village",
    }
}

words! {
    /// Through whom an aid reaches the person asked about.
    pub enum Through {
        /// The person is on the list.
        Own = "self",
        /// Somebody on the person's family card is, or the card itself.
        Family = "family",
    }
}

impl Scheme {
    /// Who pays it.
    pub const fn level(self) -> Level {
        match self {
            Self::Pkh | Self::Bpnt | Self::Bst | Self::Prakerja | Self::Bpum => Level::Central,
            Self::JpsProv => Level::Province,
            Self::JpsKab | Self::Nutrisi => Level::Regency,
            Self::BltDd => Level::Village,
        }
    }
}

/// The month a list is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: u16,
    month: u8,
}

/// The text is not `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPeriod;

impl Period {
    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        if text.len() != 7 || !text.is_ascii() {
            return Err(NotAPeriod);
        }
        let first = format!("{text}-01").parse::<Date>().map_err(|_| NotAPeriod)?;
        Ok(Self { year: first.year(), month: first.month() })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|NotAPeriod| serde::de::Error::custom("expected a month as YYYY-MM"))
    }
}

/// One landed version of one scheme's list for one period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    /// What the regency calls it, "BST 2020-05".
    pub name: String,
    /// The day it landed.
    pub landed_on: Date,
}

/// One aid as the person asked about sees it: which, from which list, through
/// whom. It never says which relative.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Aid {
    /// The scheme.
    pub scheme: Scheme,
    /// The list's month.
    pub period: Period,
    /// Already paid out, rather than named and waiting.
    pub paid: bool,
    /// Own, or the family's.
    pub through: Through,
    /// The list it stands on.
    pub edition: Edition,
}

/// Folds what the lists say into one line per aid, since a scheme and a period
/// identify one: a person's own line wins over the family's, a paid one over one
/// that waits. Sorted by scheme, then period.
pub fn fold(mut aid: Vec<Aid>) -> Vec<Aid> {
    aid.sort_by_key(|line| (line.scheme, line.period, line.through, !line.paid));
    aid.dedup_by_key(|line| (line.scheme, line.period));
    aid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_month() {
        let period: Period = "2020-05".parse().unwrap();
        assert_eq!((period.year(), period.month(), period.to_string().as_str()), (2020, 5, "2020-05"));
        for text in ["2020-13", "2020-00", "2020-5", "202005", "2020-05-01", "2020_05", ""] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
        }
    }

    #[test]
    fn words_name_their_variant() {
        for &scheme in Scheme::ALL {
            assert_eq!(Scheme::from_word(scheme.word()), Some(scheme));
        }
        assert_eq!(Scheme::from_word("PKH"), None);
    }

    #[test]
    fn one_line_per_aid_the_own_first_then_the_paid() {
        let line = |through, paid| Aid {
            scheme: Scheme::Prakerja,
            period: "2020-05".parse().unwrap(),
            paid,
            through,
            edition: Edition { name: "Prakerja".into(), landed_on: "2020-05-20".parse().unwrap() },
        };
        let folded = fold(vec![line(Through::Family, true), line(Through::Own, false), line(Through::Family, false)]);
        assert_eq!(folded, [line(Through::Own, false)]);
        let folded = fold(vec![line(Through::Family, false), line(Through::Family, true)]);
        assert_eq!(folded, [line(Through::Family, true)]);
    }
}
