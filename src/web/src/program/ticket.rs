//! The ways to keep a ticket: copy, share, a picture.

use tilik_pages::text::{Text, day, fill, t};

use crate::ports;

use super::Program;

impl Program {
    /// The ticket on the page.
    fn ticket(self) -> String {
        self.with(|model| model.kept.as_ref().map(|kept| kept.answer.ticket.clone())).unwrap_or_default()
    }

    /// Copies it, or selects it where the browser does not let a page copy.
    pub(super) fn copy(self) {
        ports::copy(&self.ticket());
    }

    /// It was copied, or is selected.
    pub fn copied(self, copied: bool) {
        self.say(if copied { Text::TicketCopied } else { Text::TicketCopyByHand });
    }

    /// Hands it to another app of the phone's.
    pub(super) fn share(self) {
        ports::share(&fill(t(Text::TicketShareText), &[("ticket", &self.ticket())]));
    }

    /// Saves it as a picture.
    pub(super) fn save(self) {
        let today = self.with(|model| model.today).map(day).unwrap_or_default();
        ports::picture(&self.ticket(), t(Text::MastheadOwner), t(Text::TicketLabel), &today);
    }

    /// The picture was saved.
    pub fn saved(self, saved: bool) {
        if saved {
            self.say(Text::TicketSaved);
        }
    }
}
