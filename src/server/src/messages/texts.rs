//! What a message says, from the server's own catalogues (`src/server/texts`): plain
//! `key = text` like the residents' (docs/adr/0009), but in no page, so that they cost no
//! phone a byte.

use tilik_core::Ticket;
use tilik_core::message::{Event, Recipient};
use tilik_pages::text::{Language, fill};

/// In the order of [`Language`].
const CATALOGUES: [&str; 4] = [
    include_str!("../../texts/id.lang"),
    include_str!("../../texts/jv.lang"),
    include_str!("../../texts/mad.lang"),
    include_str!("../../texts/en.lang"),
];

/// What somebody is told. What a language lacks is told in Indonesian.
pub fn text(language: Language, recipient: Recipient, event: Event, ticket: Ticket) -> String {
    let key = format!("{}.{}", recipient.word(), event.word());
    let found = [language, Language::Indonesian].into_iter().find_map(|language| line(language, &key));
    fill(found.unwrap_or_default(), &[("ticket", &ticket.to_string())])
}

fn line(language: Language, key: &str) -> Option<&'static str> {
    let catalogue: &'static str = CATALOGUES.get(language as usize)?;
    let lines = catalogue.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).find(|(known, _)| *known == key).map(|(_, text)| text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The characters of GSM 03.38 that take one of an SMS's 160 places, but for `@` and
    /// what needs an escape: gateways disagree about those.
    const GSM: &str = "£$¥èéùìòÇØøÅåÆæßÉ !\"#%&'()*+,-./0123456789:;<=>?\
        ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§abcdefghijklmnopqrstuvwxyzäöñüà";

    fn all() -> impl Iterator<Item = (Recipient, Event)> {
        let pairs = Recipient::ALL.iter().flat_map(|&who| Event::ALL.iter().map(move |&what| (who, what)));
        pairs.filter(|(who, what)| who.hears(*what))
    }

    #[test]
    fn each_message_is_one_sms_in_each_language() {
        let ticket = Ticket::from_random(7);
        for language in Language::ALL {
            for (recipient, event) in all() {
                let text = text(language, recipient, event, ticket);
                let named = format!("{language:?} {} {}: {text}", recipient.word(), event.word());
                assert!(text.contains(&ticket.to_string()) && !text.contains('{'), "{named}");
                assert!((60..=160).contains(&text.chars().count()), "{named}");
                let strange: Vec<char> = text.chars().filter(|&one| !GSM.contains(one)).collect();
                assert!(strange.is_empty(), "{strange:?} in {named}");
            }
        }
    }

    #[test]
    fn the_catalogues_have_what_is_told_and_nothing_else() {
        let told: BTreeSet<String> = all().map(|(who, what)| format!("{}.{}", who.word(), what.word())).collect();
        for (language, catalogue) in Language::ALL.into_iter().zip(CATALOGUES) {
            let lines = catalogue.lines().filter(|line| !line.starts_with('#'));
            let keys: Vec<String> =
                lines.map(|line| line.split_once(" = ").unwrap_or_else(|| panic!("{line}")).0.to_owned()).collect();
            assert_eq!(keys.iter().cloned().collect::<BTreeSet<_>>(), told, "{language:?}");
            assert_eq!(keys.len(), told.len(), "{language:?} has one twice");
        }
    }

    /// What a helper, or a second phone of theirs, must not learn.
    #[test]
    fn whoever_reported_another_is_told_no_verdict() {
        let ticket = Ticket::from_random(7);
        for (recipient, event) in all().filter(|(who, _)| *who != Recipient::Person) {
            let text = text(Language::Indonesian, recipient, event, ticket).to_lowercase();
            for word in ["disetujui", "tidak diteruskan", "sanggah", "ditolak", "bantuan lain"] {
                assert!(!text.contains(word), "{word} in {text}");
            }
        }
    }
}
