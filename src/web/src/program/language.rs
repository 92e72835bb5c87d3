//! How the page is shown: in which language, how large, and whether it is read out.

use tilik_pages::Focus;
use tilik_pages::part::frame;
use tilik_pages::text::{Language, Text};

use crate::{keep, ports};

use super::Program;

/// The class of a document with larger letters.
const LARGE: &str = "besar";

impl Program {
    /// The texts of another language are in use; what was typed stays.
    pub(super) fn spoken(self, language: Language) {
        self.update(|model| {
            model.language = language;
            model.said = "";
        });
        ports::go(&self.address(self.with(|model| model.page)), ports::entry(), true);
        self.hush();
        self.reframe();
        self.settle(Focus::On(frame::switch(language)));
    }

    /// Larger letters, or no longer.
    pub(super) fn enlarge(self) {
        let large = self.update(|model| {
            model.large = !model.large;
            model.large
        });
        keep::keep_large(large);
        ports::mark(LARGE, large);
        self.stir();
    }

    /// Has the page read out, or no longer. The script that does it comes when it is
    /// first asked for.
    pub(super) fn listen(self) {
        if self.with(|model| model.listening) {
            return self.hush();
        }
        self.set_listening(true);
        ports::read_out(frame::CONTENT, self.with(|model| model.language.tag()));
    }

    /// The page was read to its end, or could not be.
    pub fn read_out(self, read: bool) {
        self.set_listening(false);
        if !read {
            self.say(Text::ToolsListenFailed);
        }
    }

    /// Stops reading.
    pub(super) fn hush(self) {
        if self.with(|model| model.listening) {
            ports::hush();
            self.set_listening(false);
        }
    }

    fn set_listening(self, listening: bool) {
        self.update(|model| model.listening = listening);
        self.stir();
    }
}
