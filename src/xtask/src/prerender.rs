//! The page before the program: for each address and language the very page that the
//! program would draw first, written from the same views. Trunk's `index.html` is
//! their template and stays beside them, for the server to answer forms with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tilik_pages::html::{self, Template, first};
use tilik_pages::screen::lapor::Step;
use tilik_pages::text::{CONTENTS, Language, SENT, Text, speak, t};
use tilik_pages::{Page, Route};

use crate::{Outcome, manifest};

/// The pages and their files.
const PAGES: [(Page, &str); 8] = [
    (Page::Beranda, "index"),
    (Page::Cek, Route::Cek.path()),
    (Page::Lapor(Step::About), Route::Lapor.path()),
    (Page::Hasil, Route::Hasil.path()),
    (Page::Status, Route::Status.path()),
    (Page::Bantuan, Route::Bantuan.path()),
    (Page::Akses, Route::Akses.path()),
    (Page::Unknown, "404"),
];

/// The script of a page within another site's.
const FRAMED: &str = "framed.js";

/// Writes the pages, the languages' texts and the manifest into the site in `dir`.
pub(crate) fn run(dir: &Path) -> Outcome<ExitCode> {
    let index = fs::read_to_string(dir.join("index.html"))?;
    let index = with_style(dir, &index)?;
    let template = Template::parse(&index).ok_or("index.html lacks a place for a page; is it Trunk's?")?;
    let base = base(&index).ok_or("index.html has no <base href>")?;
    fs::write(dir.join(Template::FILE), &index)?;
    for (language, name, document) in documents(&template, base) {
        let folder = dir.join(folder(language));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name).with_extension("html"), document)?;
    }
    fs::create_dir_all(dir.join("lang"))?;
    for (language, content) in Language::ALL.into_iter().zip(CONTENTS) {
        fs::write(dir.join(beside(language)), html::beside(language, base))?;
        fs::write(dir.join(language.file()), content.split('\n').take(SENT).collect::<Vec<_>>().join("\n"))?;
    }
    let framed = dir.join(FRAMED);
    fs::write(&framed, with_texts(&fs::read_to_string(&framed)?)?)?;
    fs::write(dir.join(manifest::FILE), manifest::manifest())?;
    Ok(ExitCode::SUCCESS)
}

/// The page of each address in each language, with its file's name.
pub(crate) fn documents(template: &Template, base: &str) -> Vec<(Language, &'static str, String)> {
    let all = Language::ALL.into_iter().flat_map(|language| PAGES.map(|(page, name)| (language, page, name)));
    let document = |(language, page, name)| {
        let document = template.fill(&first(page, language, base), true);
        // Answers may be kept on the phone: the script that hides these pages until the
        // program shows them runs before anything is painted.
        let hides = matches!(page, Page::Lapor(_) | Page::Hasil);
        (language, name, if hides { document.replace(" async ", " ") } else { document })
    };
    all.map(document).collect()
}

/// The script of a page within another site's, with what it says in each language.
fn with_texts(script: &str) -> Outcome<String> {
    let texts = Language::ALL.map(|language| {
        speak(language);
        let [open, offline] = [t(Text::FrameOpen), t(Text::FrameOffline)].map(|text| format!("{text:?}"));
        format!("{}:[{open},{offline}]", language.tag())
    });
    let texts = format!("{{{}}}", texts.join(","));
    // With the quotes of whoever wrote the script last.
    let place = ["'@texts@'", "\"@texts@\""].into_iter().find(|place| script.contains(place));
    Ok(script.replace(place.ok_or("framed.js has no place for its texts")?, &texts))
}

/// The names of a language's pages, and their files in the site.
pub(crate) fn files(language: Language) -> impl Iterator<Item = (&'static str, PathBuf)> {
    PAGES.iter().map(move |(_, name)| (*name, folder(language).join(name).with_extension("html")))
}

/// The file of what a script puts beside a page in that language.
pub(crate) fn beside(language: Language) -> PathBuf {
    folder(language).join("stay.html")
}

/// Where the pages of a language lie.
fn folder(language: Language) -> &'static Path {
    Path::new(if language == Language::Indonesian { "" } else { language.tag() })
}

/// The page with its stylesheet in it: on a slow link a file of its own would keep a
/// resident from reading for as long as the page took.
fn with_style(dir: &Path, index: &str) -> Outcome<String> {
    let Some((before, rest)) = index.split_once("<link rel=\"stylesheet\"") else {
        return Ok(index.to_owned());
    };
    let (link, after) = rest.split_once('>').ok_or("the stylesheet's link has no end")?;
    let (_, name) = link.split_once("href=\"").ok_or("the stylesheet's link names no file")?;
    let name = name.split('"').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let style = fs::read_to_string(dir.join(name)).map_err(|error| format!("{name}: {error}"))?;
    fs::remove_file(dir.join(name))?;
    Ok([before, "<style>", style.trim(), "</style>", after].concat())
}

/// The path the site lives under.
fn base(index: &str) -> Option<&str> {
    let (_, rest) = index.split_once("<base href=\"")?;
    Some(rest.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<html lang=\"@lang@\"><title>@title@</title>@description@<base href=\"/tilik/\">\
        <!--program-->@texts@<!--/program-->@print@@page@@stopped@";

    #[test]
    fn every_address_has_its_page_in_every_language() {
        let dir = std::env::temp_dir().join(format!("tilik-prerender-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("index.html"), INDEX).unwrap();
        fs::write(dir.join(FRAMED), "var texts = '@texts@', host;").unwrap();
        run(&dir).unwrap();
        for language in Language::ALL {
            for (name, file) in files(language) {
                let html = fs::read_to_string(dir.join(file)).unwrap();
                assert!(html.contains(&format!("lang=\"{}\"", language.tag())), "{name} {language:?}");
                assert_eq!(html.matches("<h1").count(), 1, "{name} {language:?}");
            }
        }
        let front = fs::read_to_string(dir.join("jv/index.html")).unwrap();
        assert!(front.contains("id=\"nik\"") && front.contains("action=\"/tilik/jv/cek\""));
        let framed = fs::read_to_string(dir.join(FRAMED)).unwrap();
        assert!(framed.contains("en:[\"Open Tilik in a new tab\",") && framed.ends_with("}, host;"), "{framed}");
        assert!(run(&dir).is_err(), "a page is no template");
        fs::remove_dir_all(&dir).unwrap();
    }
}
