//! The web app manifest, with which a phone puts the site among its apps: words from
//! the catalogue, colours as in the stylesheet's tokens, addresses relative to the
//! file, so that one build serves any path.

use serde_json::json;
use tilik_pages::Route;
use tilik_pages::text::{Language, Text, speak, t};

/// Its name in the site.
pub(crate) const FILE: &str = "site.webmanifest";

/// `--masthead` and `--ground` of `tokens.css`: above the page, and before it is drawn.
const MASTHEAD: &str = "#003d33";
const GROUND: &str = "#f4f6f3";

/// Its content.
pub(crate) fn manifest() -> String {
    speak(Language::Indonesian);
    let icon = |file: &str, sizes: &str, purpose: &str| {
        let kind = if file.ends_with(".svg") { "image/svg+xml" } else { "image/png" };
        json!({ "src": file, "sizes": sizes, "type": kind, "purpose": purpose })
    };
    let shortcut = |words: Text, route: Route| {
        let address = ["./", route.path()].concat();
        json!({ "name": t(words), "url": address })
    };
    let manifest = json!({
        "id": "tilik",
        "name": "Tilik Banyuwangi",
        "short_name": "Tilik",
        "description": t(Text::HeadDescription),
        "lang": Language::Indonesian.tag(),
        "dir": "ltr",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "theme_color": MASTHEAD,
        "background_color": GROUND,
        "icons": [
            icon("icon.svg", "any", "any"),
            icon("icons/192.png", "192x192", "any"),
            icon("icons/512.png", "512x512", "any"),
            icon("icons/maskable-512.png", "512x512", "maskable"),
        ],
        "shortcuts": [shortcut(Text::CekSubmit, Route::Cek), shortcut(Text::BerandaReport, Route::Lapor)],
    });
    manifest.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_of_the_page() {
        let tokens = include_str!("../../pages/src/tokens.css");
        let (light, _) = tokens.split_once("@media").unwrap();
        assert!(light.contains(&format!("--masthead: {MASTHEAD};")), "{MASTHEAD}");
        assert!(light.contains(&format!("--ground: {GROUND};")), "{GROUND}");
        assert!(include_str!("../../../index.html").contains(&format!("name=\"theme-color\" content=\"{MASTHEAD}\"")));
    }

    #[test]
    fn its_addresses_are_relative() {
        let manifest: serde_json::Value = serde_json::from_str(&manifest()).unwrap();
        for address in [&manifest["start_url"], &manifest["scope"], &manifest["shortcuts"][0]["url"]] {
            assert!(address.as_str().unwrap().starts_with("./"), "{address}");
        }
        assert_eq!(manifest["shortcuts"][1]["url"], "./lapor");
        assert_eq!(manifest["lang"], "id");
    }
}
