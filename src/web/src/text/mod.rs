//! What people read: the catalogue's texts, and the sentences made from codes,
//! dates and troubles. No sentence stands anywhere else; a screen names a
//! [`Text`] or hands a code to one of the functions here.

mod date;
mod fault;
mod fill;
mod language;
mod trouble;

pub use date::{day, days, moment, month};
pub use fault::{field_fault, impact, level, nik_fault, relation, scheme, server_fault, ticket_fault};
pub use fill::fill;
pub use language::{Language, choose, remembered};
pub use trouble::trouble;

use std::cell::Cell;

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

thread_local! {
    /// The texts of the language in use, in the order of [`Text`].
    static SHOWN: Cell<&'static [&'static str]> = const { Cell::new(&[]) };
}

/// A text in the language in use.
pub fn t(text: Text) -> &'static str {
    if SHOWN.get().is_empty() {
        show(indonesian());
    }
    SHOWN.get().get(text as usize).copied().unwrap_or_default()
}

/// The Indonesian texts.
fn indonesian() -> Vec<&'static str> {
    INDONESIAN.split('\n').collect()
}

/// Puts `texts` in use. They stay for the life of the page.
fn show(texts: Vec<&'static str>) {
    SHOWN.set(texts.leak());
}

/// FNV-1a, folded, as in `build.rs`.
fn fingerprint(key: &str, seed: u32) -> u16 {
    let hash = key.bytes().fold(seed, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 16) as u16
}

/// Reads a catalogue file over the Indonesian texts, which stay where it has none.
fn over_indonesian(content: &'static str) -> Vec<&'static str> {
    let mut texts = indonesian();
    for line in content.lines() {
        let Some((key, text)) = line.split_once('=') else {
            continue;
        };
        let print = fingerprint(key.trim(), SEED);
        let place = FINGERPRINTS.iter().position(|&known| known == print);
        if let Some(place) = place.and_then(|place| texts.get_mut(place)) {
            *place = text.trim();
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_missing_translation_stays_indonesian() {
        let texts = over_indonesian("# a note\nmasthead.owner = Regency of Banyuwangi\nno.such.key = x\n");
        assert_eq!(texts[Text::MastheadOwner as usize], "Regency of Banyuwangi");
        assert_eq!(texts[Text::LaporNext as usize], "Lanjut");
        assert_eq!(texts.len(), FINGERPRINTS.len());
    }

    #[test]
    fn english_has_every_text() {
        let english = over_indonesian(include_str!("../../catalogue/en.lang"));
        let same: Vec<_> = english.iter().zip(indonesian()).filter(|(one, other)| **one == *other).collect();
        // Proper names are the same in both.
        assert!(same.len() < 14, "{same:?}");
    }

    #[test]
    fn sentences_are_short() {
        for text in indonesian() {
            for sentence in text.split(['.', '?', ':', '!']) {
                assert!(sentence.split_whitespace().count() <= 15, "{sentence}");
            }
        }
    }
}
