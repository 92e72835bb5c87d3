//! The addresses of the pages, and nothing else: no history, no window.
//!
//! An address never carries an answer of a resident's; the steps of a report
//! share one address, and the history remembers only the number of the step.

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
    /// No page of ours.
    Unknown,
}

impl Route {
    /// The page at `path`, for an app that lives under `base` (`/` or `/tilik/`).
    pub fn parse(path: &str, base: &str) -> Self {
        // `/tilik` is the front page of `/tilik/` as well.
        let below = path.strip_prefix(base.trim_end_matches('/')).unwrap_or(path);
        match below.trim_matches('/') {
            "" | "index.html" => Self::Beranda,
            "cek" => Self::Cek,
            "lapor" => Self::Lapor,
            "hasil" => Self::Hasil,
            "status" => Self::Status,
            _ => Self::Unknown,
        }
    }

    /// Its address below the base.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Beranda | Self::Unknown => "",
            Self::Cek => "cek",
            Self::Lapor => "lapor",
            Self::Hasil => "hasil",
            Self::Status => "status",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route::{self, *};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_page_has_an_address_that_leads_back() {
        for base in ["/", "/tilik/", "/a/b/"] {
            for route in [Beranda, Cek, Lapor, Hasil, Status] {
                assert_eq!(Route::parse(&format!("{base}{}", route.path()), base), route);
            }
        }
    }

    #[test]
    fn slashes_at_the_ends_do_not_matter_and_strange_paths_are_unknown() {
        assert_eq!(Route::parse("/tilik", "/tilik/"), Beranda);
        assert_eq!(Route::parse("/cek/", "/"), Cek);
        assert_eq!(Route::parse("/index.html", "/"), Beranda);
        for path in ["/daftar", "/cek/351016", "/Cek", "/lapor.html"] {
            assert_eq!(Route::parse(path, "/"), Unknown, "{path}");
        }
    }
}
