//! The report being filled in: every change is kept on the device, and what is
//! left untouched for half an hour is erased.

use tilik_core::draft::Draft;
use tilik_pages::screen::lapor::Step;
use tilik_pages::text::Text;
use tilik_pages::{Focus, Page, Shown, Unfinished};

use crate::keep;

use super::Program;

impl Program {
    /// Changes an answer and keeps it. A changed answer makes another report, so
    /// the old one's key goes.
    pub fn answer(self, change: impl FnOnce(&mut Unfinished)) {
        self.update(|model| {
            let before = model.unfinished.draft.clone();
            change(&mut model.unfinished);
            // Consent is always given in what is sent: unticking changes nothing there.
            let same = Draft { consent: before.consent, ..model.unfinished.draft.clone() } == before;
            if !same {
                model.unfinished.sending = None;
                model.waiting = false;
            }
            model.unfinished.touched = keep::now();
            model.forgets = !keep::keep_unfinished(&model.unfinished);
        });
    }

    /// Starts a report, or goes on with the one there is.
    pub fn start_report(self, nik: Option<String>) {
        if let Some(nik) = nik {
            self.answer(|unfinished| unfinished.draft.nik = nik);
        }
        self.update(|model| model.reviewing = false);
        let step = self.with(|model| {
            let draft = &model.unfinished.draft;
            if draft.about.is_none() { Step::About } else { Step::first_open(draft) }
        });
        self.go(Page::Lapor(step));
    }

    /// The answers on this screen are done: on to the next, or say what is wrong.
    pub fn next(self, step: Step) {
        let faults: Vec<Shown> = self.with(|model| {
            let faults = step.fields().iter();
            faults
                .filter_map(|&field| Some(Shown { field, code: Some(model.unfinished.draft.fault(field)?) }))
                .collect()
        });
        if !faults.is_empty() {
            self.update(|model| model.faults = faults);
            return self.draw(Focus::Summary);
        }
        // A step passed is an answer too, also where nothing was typed.
        self.answer(|_| ());
        let next = self.with(|model| {
            let draft = &model.unfinished.draft;
            if model.reviewing { Step::first_open(draft) } else { step.next(draft) }
        });
        self.go(Page::Lapor(next));
    }

    /// Back to a question from the review.
    pub fn change(self, step: Step) {
        self.update(|model| model.reviewing = true);
        self.go(Page::Lapor(step));
    }

    /// Erases the answers from the device, says why and shows a page.
    pub fn erase(self, told: Text, page: Page) {
        self.forget();
        self.update(|model| model.notice = Some(told));
        self.replace(page);
    }

    /// Erases the answers, and says nothing.
    pub(super) fn forget(self) {
        keep::forget_unfinished();
        self.update(|model| {
            model.unfinished = Unfinished::default();
            model.reviewing = false;
            model.waiting = false;
            model.to_check.clear();
            model.checked = None;
        });
    }

    /// Erases what was left untouched too long: the answers, and any NIK that the
    /// page still knows. Called by one slow clock.
    pub(super) fn erase_if_idle(self) {
        let (touched, seen) = self.with(|model| (model.unfinished.touched, model.seen));
        let last = touched.max(seen);
        if last == 0 || keep::now().saturating_sub(last) < keep::IDLE {
            return;
        }
        self.forget();
        let page = self.update(|model| {
            model.seen = 0;
            model.reported = None;
            model.status = None;
            model.form = Default::default();
            model.objection = Default::default();
            model.page
        });
        match page {
            Page::Lapor(_) if touched > 0 => self.erase(Text::LaporExpired, Page::Lapor(Step::About)),
            Page::Beranda | Page::Cek | Page::Status => self.draw(Focus::Stay),
            _ => {}
        }
    }
}
