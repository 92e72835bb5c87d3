//! What stands in a file's heads and cells, from its catalogue: one text a line, as the
//! pages' catalogues.

use std::collections::HashMap;
use std::sync::LazyLock;

static TEXTS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("id.lang").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('=')).map(|(key, text)| (key.trim(), text.trim())).collect()
});

/// The text of a key. A test looks up every key that the program names.
pub fn t(key: &str) -> &'static str {
    TEXTS.get(key).copied().unwrap_or_default()
}

/// The text of a stable word, of a kind; the word itself where a newer version knows more.
pub fn word(kind: &str, word: &str) -> String {
    match t(&format!("{kind}.{word}")) {
        "" => word.to_owned(),
        text => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilik_core::Status;
    use tilik_core::case::Finding;
    use tilik_core::report::{Channel, Language};

    #[test]
    fn every_key_that_is_named_has_its_text() {
        let program = [include_str!("csv.rs"), include_str!("reports.rs"), include_str!("tables.rs")].concat();
        let keys = program.split("t(\"").skip(1).filter_map(|rest| rest.split('"').next());
        let keys: Vec<&str> = keys.filter(|key| key.contains('.')).collect();
        assert!(keys.len() > 20, "{keys:?}");
        for key in keys {
            assert_ne!(t(key), "", "{key}");
        }
    }

    #[test]
    fn every_word_of_core_has_its_text() {
        let words = Status::ALL.iter().map(|status| format!("status.{}", status.word()));
        let words = words.chain(Finding::ALL.iter().map(|finding| format!("finding.{}", finding.word())));
        let words = words.chain(Channel::ALL.iter().map(|channel| format!("channel.{}", channel.word())));
        let words = words.chain(Language::ALL.iter().map(|language| format!("language.{}", language.word())));
        for key in words {
            assert_ne!(t(&key), "", "{key}");
        }
    }

    #[test]
    fn a_sheets_name_is_one() {
        for (key, name) in TEXTS.iter().filter(|(key, _)| key.starts_with("sheet.")) {
            assert!(name.chars().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{key}");
        }
    }
}
