//! The addresses of the pages, and nothing else: no history, no window.
//!
//! `/cek` is a page in Indonesian or in the language remembered, `/jv/cek` the same
//! in Javanese. An address never carries an answer of a resident's; the steps of a
//! report share one address, and the history remembers only the number of the step.

use crate::text::Language;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Both doors.
    Beranda,
    /// A check and its answer.
    Cek,
    /// A report, one question a step.
    Lapor,
    /// What the report led to.
    Hasil,
    /// What became of it since.
    Status,
    /// Help.
    Bantuan,
    /// The accessibility statement.
    Akses,
    /// No page of ours.
    Unknown,
}

impl Route {
    /// Every page of ours.
    pub const ALL: [Self; 7] =
        [Self::Beranda, Self::Cek, Self::Lapor, Self::Hasil, Self::Status, Self::Bantuan, Self::Akses];

    /// The page at `path`, for a site that lives under `base` (`/` or `/tilik/`),
    /// and the language that the address names.
    pub fn parse(path: &str, base: &str) -> (Self, Option<Language>) {
        // `/tilik` is the front page of `/tilik/` as well.
        let below = path.strip_prefix(base.trim_end_matches('/')).unwrap_or(path).trim_matches('/');
        let (first, rest) = below.split_once('/').unwrap_or((below, ""));
        match Language::from_tag(first) {
            Some(language) => (Self::named(rest), Some(language)),
            None => (Self::named(below), None),
        }
    }

    fn named(name: &str) -> Self {
        let name = name.strip_suffix(".html").unwrap_or(name);
        if name == "index" {
            return Self::Beranda;
        }
        Self::ALL.into_iter().find(|route| route.path() == name).unwrap_or(Self::Unknown)
    }

    /// Its address below the base.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Beranda | Self::Unknown => "",
            Self::Cek => "cek",
            Self::Lapor => "lapor",
            Self::Hasil => "hasil",
            Self::Status => "status",
            Self::Bantuan => "bantuan",
            Self::Akses => "aksesibilitas",
        }
    }
}

/// `path` below `base`, in a language: Indonesian needs no prefix.
pub fn address(base: &str, language: Language, path: &str) -> String {
    if language == Language::Indonesian { [root(base), path].concat() } else { address_named(base, language, path) }
}

/// The same with the language always named: that is how one is chosen, whatever was
/// chosen before.
pub fn address_named(base: &str, language: Language, path: &str) -> String {
    [root(base), language.tag(), "/", path].concat()
}

fn root(base: &str) -> &str {
    if base.is_empty() { "/" } else { base }
}

#[cfg(test)]
mod tests {
    use super::Route::{self, *};
    use super::address;
    use crate::text::Language;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_page_has_an_address_that_leads_back() {
        for base in ["/", "/tilik/", "/a/b/"] {
            for route in Route::ALL {
                for language in Language::ALL {
                    let named = (language != Language::Indonesian).then_some(language);
                    assert_eq!(Route::parse(&address(base, language, route.path()), base), (route, named));
                }
            }
        }
    }

    #[test]
    fn slashes_at_the_ends_do_not_matter_and_strange_paths_are_unknown() {
        assert_eq!(Route::parse("/tilik", "/tilik/").0, Beranda);
        assert_eq!(Route::parse("/cek/", "/").0, Cek);
        assert_eq!(Route::parse("/index.html", "/").0, Beranda);
        assert_eq!(Route::parse("/lapor.html", "/").0, Lapor);
        assert_eq!(Route::parse("/id/cek", "/"), (Cek, Some(Language::Indonesian)));
        assert_eq!(Route::parse("/jv", "/"), (Beranda, Some(Language::Javanese)));
        for path in ["/daftar", "/cek/351016", "/Cek", "/xx/cek"] {
            assert_eq!(Route::parse(path, "/").0, Unknown, "{path}");
        }
    }
}
