//! What the pages share, and how one leads to another.
//!
//! [`App`] is a handle that every screen gets. A screen is drawn whole from the
//! [`Model`] whenever the page, the language or something told changes; only what
//! changes under a finger (a NIK being typed, a sending that takes long) is
//! reactive by itself. Questions to the server are in [`questions`], the
//! unfinished report in [`unfinished`]. No markup here but the frame.

mod model;
mod page;
mod questions;
mod start;
mod unfinished;

pub use model::{Checked, Model, Shown, StatusForm};
pub use page::{Focus, Page};
pub use start::start;

use std::cell::{Cell, RefCell};

use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Track, Update};
use tilik_core::Date;

use crate::browser::Entry;
use crate::route::Route;
use crate::screen::lapor::Step;
use crate::text::{self, Language, Text, t};
use crate::{browser, part};

/// How far a question to the server has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Busy {
    /// None is on its way.
    #[default]
    No,
    /// One is.
    Yes,
    /// One is, and takes long.
    Slow,
}

/// The handle that every screen gets.
///
/// Each signal only counts changes, so that all are of one type; what changed is
/// in the model.
#[derive(Clone, Copy)]
pub struct App {
    /// The language: everything is drawn anew.
    framed: RwSignal<u32>,
    /// The page, or what is told on it.
    drawn: RwSignal<u32>,
    /// Small things that change under a page: busy, offline, the live region.
    stirred: RwSignal<u32>,
}

thread_local! {
    /// The one model of the page's one program, for as long as it lives.
    static MODEL: Cell<Option<&'static RefCell<Model>>> = const { Cell::new(None) };
}

#[inline(never)]
fn model() -> &'static RefCell<Model> {
    match MODEL.get() {
        Some(model) => model,
        None => {
            let model: &'static RefCell<Model> = Box::leak(Box::default());
            MODEL.set(Some(model));
            model
        }
    }
}

#[inline(never)]
fn follow(signal: RwSignal<u32>) {
    signal.track();
}

#[inline(never)]
fn count(signal: RwSignal<u32>) {
    signal.update(|count| *count = count.wrapping_add(1));
}

impl App {
    fn new(known: Model) -> Self {
        *model().borrow_mut() = known;
        let [framed, drawn, stirred] = std::array::from_fn(|_| RwSignal::new(0));
        Self { framed, drawn, stirred }
    }

    /// Reads the model.
    pub fn with<T>(self, read: impl FnOnce(&Model) -> T) -> T {
        read(&model().borrow())
    }

    /// Changes the model. Nothing is drawn anew by that alone.
    pub fn update<T>(self, change: impl FnOnce(&mut Model) -> T) -> T {
        change(&mut model().borrow_mut())
    }

    /// The page shown; followed by whoever reads it.
    pub fn page(self) -> Page {
        follow(self.drawn);
        self.with(|model| model.page)
    }

    /// How far a question has come; followed by whoever reads it.
    pub fn busy(self) -> Busy {
        follow(self.stirred);
        self.with(|model| model.busy)
    }

    /// Whether there is a network; followed by whoever reads it.
    pub fn online(self) -> bool {
        follow(self.stirred);
        self.with(|model| model.online)
    }

    /// How old the lists are, if known; followed by whoever reads it.
    pub fn data_as_of(self) -> Option<Date> {
        follow(self.stirred);
        self.with(|model| model.data_as_of)
    }

    /// What the live region says; followed by whoever reads it.
    pub fn said(self) -> &'static str {
        follow(self.stirred);
        self.with(|model| model.said)
    }

    fn set_busy(self, busy: Busy) {
        self.update(|model| model.busy = busy);
        count(self.stirred);
    }

    fn set_online(self, online: bool) {
        self.update(|model| model.online = online);
        count(self.stirred);
    }

    /// Draws the page again, then puts the focus where something is to be read.
    pub fn redraw(self, focus: Focus) {
        count(self.drawn);
        self.settle(focus);
    }

    /// Goes to a page as a resident does, by a link or a button.
    pub fn go(self, page: Page) {
        let (route, step) = page.address();
        let inside = |page| matches!(page, Page::Lapor(_));
        let follows = inside(page) && self.with(|model| inside(model.page));
        browser::go(route, Entry { step, follows }, false);
        self.arrive(page);
    }

    /// Goes to a page in place of the one shown, so that back does not return to it.
    pub fn replace(self, page: Page) {
        let (route, step) = page.address();
        browser::go(route, Entry { step, follows: false }, true);
        self.arrive(page);
    }

    /// Back from a question: to the entry behind where that is of this report, else
    /// (the report was resumed here) to the question before.
    pub fn back(self, step: Step) {
        if browser::entry().follows {
            return browser::back();
        }
        let before = self.with(|model| step.previous(&model.unfinished.draft));
        self.replace(Page::Lapor(before));
    }

    /// Shows the page that the address names: at the start, and on back and forward.
    fn follow_address(self) -> Page {
        match browser::route() {
            Route::Beranda => Page::Beranda,
            Route::Cek => Page::Cek,
            Route::Hasil => Page::Hasil,
            Route::Status => Page::Status,
            Route::Unknown => Page::Unknown,
            Route::Lapor => {
                let wanted = Step::from_number(browser::entry().step);
                let step = self.with(|model| wanted.reachable(&model.unfinished.draft));
                if step != wanted {
                    browser::go(Route::Lapor, Entry { step: step.number(), follows: false }, true);
                }
                Page::Lapor(step)
            }
        }
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
        count(self.drawn);
        if let Some(window) = browser::window() {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
        self.settle(Focus::Heading);
    }

    /// Once the page is drawn: the title, and the focus.
    fn settle(self, focus: Focus) {
        browser::next_frame(move || {
            self.title();
            match focus {
                Focus::Stay => {}
                Focus::Heading => browser::focus(part::rich::HEADING),
                Focus::Summary => browser::focus(part::summary::ID),
                Focus::On(id) => browser::focus(id),
            }
        });
    }

    /// The document's title is the page's heading.
    fn title(self) {
        let Some(document) = browser::document() else {
            return;
        };
        let heading = browser::element::<web_sys::HtmlElement>(part::rich::HEADING).map(|heading| heading.inner_text());
        let mut title = String::new();
        if self.with(|model| !model.faults.is_empty()) {
            title.push_str(t(Text::TitleError));
            title.push_str(": ");
        }
        // A heading with a ticket in it would stay in the browser's history.
        match self.with(|model| model.page) {
            Page::Status => title.push_str(t(Text::StatusTitle)),
            _ => title.push_str(heading.unwrap_or_default().trim()),
        }
        title.push_str(" · Tilik");
        document.set_title(&title);
    }

    /// Has the live region say something.
    pub fn say(self, text: Text) {
        self.update(|model| model.said = t(text));
        count(self.stirred);
    }

    /// Changes the language; what was typed stays.
    pub fn choose_language(self, language: Language) {
        browser::spawn(async move {
            if text::choose(language).await {
                self.update(|model| {
                    model.language = language;
                    model.said = "";
                });
                count(self.framed);
                self.settle(Focus::On(part::frame::LANGUAGES));
            } else {
                self.say(Text::LanguageFailed);
            }
        });
    }
}
