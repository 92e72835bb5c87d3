//! The handle that every screen gets: it reads the model and follows its changes.
//!
//! A page is drawn whole from the [`Model`]; what changes under a finger (a NIK
//! being typed, a sending that takes long) is a live piece that follows a signal.
//! The signals are Leptos's. Each only counts changes, so that all are of one type;
//! what changed is in the model.

use std::cell::{Cell, RefCell};

use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Track, Update};
use tilik_core::Date;

use crate::act::Typed;
use crate::model::{Busy, Model};
use crate::page::Page;

/// The handle that every screen gets.
#[derive(Clone, Copy)]
pub struct App {
    /// The language: everything is drawn anew.
    framed: RwSignal<u32>,
    /// The page, or what is told on it.
    drawn: RwSignal<u32>,
    /// Small things that change under a page: busy, offline, the live region.
    stirred: RwSignal<u32>,
    /// The text of the NIK field.
    typed: RwSignal<u32>,
}

thread_local! {
    /// The model of the page that this thread draws.
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
    /// A handle on `known`, in place of the model that this thread had. The signals
    /// live as long as the owner they are made under.
    pub fn new(known: Model) -> Self {
        *model().borrow_mut() = known;
        let [framed, drawn, stirred, typed] = std::array::from_fn(|_| RwSignal::new(0));
        Self { framed, drawn, stirred, typed }
    }

    /// Reads the model.
    pub fn with<T>(self, read: impl FnOnce(&Model) -> T) -> T {
        read(&model().borrow())
    }

    /// Changes the model. Nothing is drawn anew by that alone.
    pub fn update<T>(self, change: impl FnOnce(&mut Model) -> T) -> T {
        change(&mut model().borrow_mut())
    }

    /// Takes the model, leaving an empty one.
    pub fn take(self) -> Model {
        model().take()
    }

    /// Whether the page is an answer to a form; never in the browser's program, which
    /// then need not carry what is only for that.
    pub fn plain(self) -> bool {
        cfg!(not(target_arch = "wasm32")) && self.with(|model| model.plain)
    }

    /// Draws everything anew.
    pub fn reframe(self) {
        count(self.framed);
    }

    /// Draws the page anew.
    pub fn redraw(self) {
        count(self.drawn);
    }

    /// Draws the small live pieces anew.
    pub fn stir(self) {
        count(self.stirred);
    }

    /// Draws anew what the NIK field says.
    pub fn retype(self) {
        count(self.typed);
    }

    /// Follows everything.
    pub fn follow_frame(self) {
        follow(self.framed);
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

    /// The district chosen; followed by whoever reads it.
    pub fn district(self) -> u8 {
        follow(self.stirred);
        self.with(|model| model.unfinished.district)
    }

    /// Whether the page is being read out; followed by whoever reads it.
    pub fn listening(self) -> bool {
        follow(self.stirred);
        self.with(|model| model.listening)
    }

    /// Whether letters are larger; followed by whoever reads it.
    pub fn large(self) -> bool {
        follow(self.stirred);
        self.with(|model| model.large)
    }

    /// What the live region says; followed by whoever reads it.
    pub fn said(self) -> &'static str {
        follow(self.stirred);
        self.with(|model| model.said)
    }

    /// A NIK as typed so far, without gaps, and whether the person is done with
    /// it; followed by whoever reads it.
    pub fn nik(self, typed: Typed) -> (String, bool) {
        follow(self.typed);
        self.with(|model| (model.typed(typed).to_owned(), model.nik_done))
    }
}
