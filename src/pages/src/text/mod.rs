//! What people read: the catalogue's texts, and the sentences made from codes,
//! dates and troubles. No sentence stands anywhere else; a screen names a
//! [`Text`] or hands a code to one of the functions here.

mod date;
mod fault;
mod fill;
mod language;
#[cfg(not(target_arch = "wasm32"))]
mod sheet;
mod trouble;

pub use date::{day, days, moment, month};
pub use fault::{field_fault, finding, impact, level, nik_fault, relation, scheme, server_fault, ticket_fault};
pub use fill::fill;
pub use language::Language;
#[cfg(not(target_arch = "wasm32"))]
pub use sheet::{place, short_scheme, village};
pub use trouble::trouble;

use std::cell::Cell;
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

thread_local! {
    /// The texts of the language in use, in the order of [`Text`].
    static SHOWN: Cell<&'static [&'static str]> = const { Cell::new(&[]) };
}

/// A text in the language in use.
#[inline(never)]
pub fn t(text: Text) -> &'static str {
    // The browser's program has shown a language before it draws anything.
    #[cfg(not(target_arch = "wasm32"))]
    if SHOWN.get().is_empty() {
        speak(Language::Indonesian);
    }
    SHOWN.get().get(text as usize).copied().unwrap_or_default()
}

/// Puts the texts of a [`Language::file`] in use on this thread. They stay for good.
pub fn show(content: &'static str) {
    SHOWN.set(lines(content).leak());
}

/// Puts a language in use on this thread whose texts are part of the program: all
/// are on the server, which has room for them.
pub fn speak(language: Language) {
    static READ: [OnceLock<Vec<&'static str>>; 4] = [const { OnceLock::new() }; 4];
    let place = language as usize;
    if let (Some(read), Some(content)) = (READ.get(place), CONTENTS.get(place)) {
        SHOWN.set(read.get_or_init(|| lines(content)));
    }
}

fn lines(content: &'static str) -> Vec<&'static str> {
    content.split('\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_language_has_a_line_for_every_text() {
        for (language, content) in Language::ALL.into_iter().zip(CONTENTS) {
            let texts = lines(content);
            assert_eq!(texts.len(), COUNT, "{language:?}");
            assert!(texts.iter().all(|text| !text.is_empty()), "{language:?}");
        }
        speak(Language::Indonesian);
        assert_eq!(t(Text::LaporNext), "Lanjut");
        speak(Language::English);
        assert_eq!(t(Text::MastheadOwner), "Banyuwangi Regency Government");
    }

    #[test]
    fn sentences_are_short_in_every_language() {
        for text in CONTENTS.iter().flat_map(|content| content.split('\n')) {
            for sentence in text.split(['.', '?', ':', '!']) {
                assert!(sentence.split_whitespace().count() <= 15, "{sentence}");
            }
        }
    }

    /// A text that nothing shows would travel to every resident all the same.
    #[test]
    fn every_text_is_shown_somewhere() {
        let mut code = String::new();
        read_code(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut code);
        let catalogue = include_str!("../../catalogue/id.lang");
        let keys = catalogue.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
        for (key, _) in keys {
            let words = key.split(['.', '_']);
            let variant: String =
                words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect::<Vec<_>>().concat();
            let named = |start: &str| {
                let name = format!("{start}::{variant}");
                code.match_indices(&name)
                    .any(|(at, _)| !code[at + name.len()..].starts_with(|next: char| next.is_ascii_alphanumeric()))
            };
            assert!(named("Text") || named("T"), "nothing shows {key}");
        }
    }

    fn read_code(folder: &Path, code: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                read_code(&path, code);
            } else if path.extension().is_some_and(|end| end == "rs") {
                code.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
}
