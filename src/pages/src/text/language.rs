//! The languages. The texts of each are a file of their own, of which a browser
//! fetches one.

use tilik_core::report;

/// A language a resident may choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Bahasa Indonesia.
    #[default]
    Indonesian,
    /// Basa Jawa, with Osing words.
    Javanese,
    /// Basa Madura.
    Madurese,
    /// English.
    English,
}

impl Language {
    /// Every language, in the order shown.
    pub const ALL: [Self; 4] = [Self::Indonesian, Self::Javanese, Self::Madurese, Self::English];

    /// Its tag (BCP 47) and the name of its catalogue.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::Javanese => "jv",
            Self::Madurese => "mad",
            Self::English => "en",
        }
    }

    /// As a report tells it.
    pub const fn spoken(self) -> report::Language {
        match self {
            Self::Indonesian => report::Language::Indonesian,
            Self::Javanese => report::Language::Javanese,
            Self::Madurese => report::Language::Madurese,
            Self::English => report::Language::English,
        }
    }

    /// The language with that tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Its own name for itself, which no catalogue translates.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Indonesian => "Indonesia",
            Self::Javanese => "Jawa",
            Self::Madurese => "Madura",
            Self::English => "English",
        }
    }

    /// Where its texts are below the base, each on a line of its own in the order
    /// of [`Text`](super::Text). The name carries a hash, so
    /// that a program never reads the texts of another.
    pub const fn file(self) -> &'static str {
        super::FILES[self as usize]
    }
}
