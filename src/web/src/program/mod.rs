//! What the acts on a page lead to.
//!
//! [`Program`] changes the model and has the page drawn anew; going from page to
//! page is here, what is typed in [`typing`], the questions to the server in
//! [`questions`], the unfinished report in [`unfinished`].

mod language;
mod questions;
mod start;
mod ticket;
mod typing;
mod unfinished;

use questions::Pending;
pub use start::{start, texts_came};

use std::ops::Deref;

use tilik_pages::part::{objection, rich, summary};
use tilik_pages::screen::NIK;
use tilik_pages::screen::lapor::{ERASE, Step};
use tilik_pages::text::{Text, t};
use tilik_pages::{Act, App, Focus, Page, Route};

use crate::ports;

/// Added to the number of a history entry's step where the entry behind is another
/// step of the same report; there are far fewer steps.
const FOLLOWS: u32 = 64;

/// The handle on the running program.
#[derive(Clone, Copy)]
pub struct Program(App);

impl Deref for Program {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

impl Program {
    /// Does what a link, a button or a form stands for.
    fn act(self, act: Act) {
        match act {
            Act::Go(page) => self.go(page),
            Act::Lead(id) => ports::focus(id),
            Act::Speak(language) => Self::want(language),
            Act::Enlarge => self.enlarge(),
            Act::Listen => self.listen(),
            Act::Cancel => self.cancel(),
            Act::Check => self.check_typed(),
            Act::CheckAnother => self.check_another(),
            Act::Report => self.start_report(None),
            Act::ReportChecked => {
                let nik = self.with(|model| model.checked.as_ref().map(|checked| checked.nik.as_digits()));
                self.start_report(nik);
            }
            Act::Next(step) => self.next(step),
            Act::Back(step) => self.back(step),
            Act::Change(step) => self.change(step),
            Act::AskErase(asked) => {
                self.update(|model| model.erasing = asked);
                self.draw(if asked { Focus::On(ERASE) } else { Focus::Heading });
            }
            Act::Erase => self.erase(Text::LaporErased, Page::Lapor(Step::About)),
            Act::Send => self.send_report(),
            Act::AskStatus => self.ask_status(),
            Act::AskAnother => {
                self.update(|model| {
                    model.status = None;
                    model.form = Default::default();
                    model.reported = None;
                });
                self.draw(Focus::Heading);
            }
            Act::Objecting(open) => {
                self.update(|model| {
                    model.objecting = open;
                    model.faults.clear();
                    model.trouble = None;
                });
                self.draw(if open { Focus::On(objection::ID) } else { Focus::Heading });
            }
            Act::Object => self.object(),
            Act::Copy => self.copy(),
            Act::Share => self.share(),
            Act::Save => self.save(),
            Act::Print => ports::print(),
            // Heard in `typing`.
            Act::Type(_) | Act::Nik(_) | Act::Choose(_) => {}
        }
    }

    fn check_another(self) {
        let page = self.update(|model| {
            model.to_check.clear();
            model.checked = None;
            model.page
        });
        match page {
            Page::Cek => self.draw(Focus::On(NIK)),
            _ => self.go(Page::Cek),
        }
    }

    /// Draws the page again, then puts the focus where something is to be read.
    pub fn draw(self, focus: Focus) {
        self.redraw();
        self.settle(focus);
    }

    /// Goes to a page as a resident does, by a link or a button.
    pub fn go(self, page: Page) {
        let inside = |page| matches!(page, Page::Lapor(_));
        let follows = inside(page) && self.with(|model| inside(model.page));
        self.record(page, follows, false);
        self.arrive(page);
    }

    /// Goes to a page in place of the one shown, so that back does not return to it.
    pub fn replace(self, page: Page) {
        self.record(page, false, true);
        self.arrive(page);
    }

    /// Puts the page into the history: its address and the number of its step, never
    /// an answer.
    fn record(self, page: Page, follows: bool, replace: bool) {
        let step = page.address().1 as u32;
        ports::go(&self.address(page), if follows { step + FOLLOWS } else { step }, replace);
    }

    fn address(self, page: Page) -> String {
        tilik_pages::part::link::address_of(*self, page)
    }

    /// Back from a question: to the entry behind where that is of this report, else
    /// (the report was resumed here) to the question before.
    fn back(self, step: Step) {
        if ports::entry() >= FOLLOWS {
            return ports::back();
        }
        let before = self.with(|model| step.previous(&model.unfinished.draft));
        self.replace(Page::Lapor(before));
    }

    /// Shows the page that the address names: at the start, and on back and forward.
    fn follow_address(self) -> Page {
        match Route::parse(&ports::path(), &ports::base()).0 {
            Route::Beranda => Page::Beranda,
            Route::Cek => Page::Cek,
            Route::Hasil => Page::Hasil,
            Route::Status => Page::Status,
            Route::Bantuan => Page::Bantuan,
            Route::Akses => Page::Akses,
            Route::Unknown => Page::Unknown,
            Route::Lapor => {
                let wanted = Step::from_number((ports::entry() % FOLLOWS) as usize);
                let step = self.with(|model| wanted.reachable(&model.unfinished.draft));
                if step != wanted {
                    self.record(Page::Lapor(step), false, true);
                }
                Page::Lapor(step)
            }
        }
    }

    /// Another history entry is shown.
    pub fn arrive_by_history(self) {
        let page = self.follow_address();
        self.arrive(page);
    }

    fn arrive(self, page: Page) {
        self.update(|model| {
            model.faults.clear();
            model.trouble = None;
            model.erasing = false;
            model.objecting = false;
            model.said = "";
            model.page = page;
        });
        self.hush();
        self.redraw();
        ports::top();
        self.settle(Focus::Heading);
    }

    /// Once the page is drawn: the title, which is the page's heading, and the focus.
    fn settle(self, focus: Focus) {
        ports::title(&tilik_pages::html::title(*self, ports::heading()));
        match focus {
            Focus::Stay => {}
            Focus::Heading => ports::focus(rich::HEADING),
            Focus::Summary => ports::focus(summary::ID),
            Focus::On(id) => ports::focus(id),
        }
    }

    /// Has the live region say something.
    pub fn say(self, text: Text) {
        self.update(|model| model.said = t(text));
        self.stir();
    }
}
