//! How the page is shown: in which language, how large, and whether it is read out.

use tilik_pages::part::frame;
use tilik_pages::text::{self, Language, Text};
use tilik_pages::Focus;

use crate::{browser, keep};

use super::Program;

/// The class of a document with larger letters.
const LARGE: &str = "besar";

/// Where the script is that reads a page out.
const READER: &str = "listen.js";

impl Program {
    /// Changes the language; what was typed stays.
    pub fn speak(self, language: Language) {
        browser::spawn(async move {
            if !choose(language).await {
                return self.say(Text::LanguageFailed);
            }
            self.update(|model| {
                model.language = language;
                model.said = "";
            });
            let entry = browser::entry();
            browser::go(&self.address(self.with(|model| model.page)), entry, true);
            self.hush();
            self.reframe();
            self.settle(Focus::On(frame::switch(language)));
        });
    }

    /// Larger letters, or no longer.
    pub fn enlarge(self) {
        let large = self.update(|model| {
            model.large = !model.large;
            model.large
        });
        keep::write(keep::LARGE, if large { "1" } else { "" });
        browser::mark(LARGE, large);
        self.reframe();
        self.settle(Focus::On(frame::SIZE));
    }

    /// Has the page read out, or no longer. The script that does it comes when it is
    /// first asked for.
    pub fn listen(self) {
        if self.with(|model| model.listening) {
            return self.hush();
        }
        self.set_listening(true);
        let language = self.with(|model| model.language.tag());
        browser::read_out(READER, frame::CONTENT, language, move |read| {
            self.set_listening(false);
            if !read {
                self.say(Text::ToolsListenFailed);
            }
        });
    }

    /// Stops reading.
    pub fn hush(self) {
        if self.with(|model| model.listening) {
            browser::hush();
            self.set_listening(false);
        }
    }

    fn set_listening(self, listening: bool) {
        self.update(|model| model.listening = listening);
        self.stir();
    }
}

/// The language of the address, or else the one chosen on an earlier visit.
pub fn wanted() -> Language {
    let named = browser::route().1;
    let remembered = || keep::read(keep::LANGUAGE).and_then(|tag| Language::from_tag(&tag));
    named.or_else(remembered).unwrap_or_default()
}

/// Puts `language` in use and remembers it; whether its texts could be had.
pub async fn choose(language: Language) -> bool {
    let texts = match language {
        Language::Indonesian => Some(String::new()),
        other => browser::text_at(other.file()).await,
    };
    let Some(texts) = texts else {
        return false;
    };
    text::show(texts.leak());
    keep::write(keep::LANGUAGE, language.tag());
    browser::speak(language.tag());
    true
}
