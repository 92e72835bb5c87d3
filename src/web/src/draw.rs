//! Draws the page: views become HTML, and what follows signals is written anew into
//! its element when they change.
//!
//! The static page was written from the same views in the same order, so its acts
//! and its live elements have the numbers that they get here: where nothing differs
//! the program takes it over as it stands, and what has the focus or was typed stays.

use std::cell::{Cell, RefCell};

use reactive_graph::effect::ImmediateEffect;
use tilik_pages::draw::{LiveText, Marks, Piece, View, write};
use tilik_pages::{Act, html};

use crate::ports;

thread_local! {
    /// The acts on the page, by their numbers.
    static ACTS: RefCell<Vec<Act>> = const { RefCell::new(Vec::new()) };
    /// How many live elements there have been.
    static PLACES: Cell<u32> = const { Cell::new(0) };
    /// What an effect wrote in its first run, for whoever writes around it.
    static WRITTEN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Takes the page over.
pub fn take_over(view: View) {
    let html = written(view);
    ports::begin(&html, &html::print(&html));
}

/// The act with that number.
pub fn act(number: u32) -> Option<Act> {
    ACTS.with_borrow(|acts| acts.get(number as usize).copied())
}

fn written(view: View) -> String {
    let mut html = String::new();
    write(view, &mut Alive, &mut html);
    html
}

/// Marks that the program finds its elements by.
struct Alive;

impl Marks for Alive {
    fn act(&mut self, act: Act) -> Option<u32> {
        ACTS.with_borrow_mut(|acts| Some(html::number_of(acts, act)))
    }

    fn place(&mut self) -> Option<u32> {
        PLACES.set(PLACES.get() + 1);
        Some(PLACES.get() - 1)
    }

    fn content(&mut self, place: u32, piece: Piece, to: &mut String) {
        follow(move |first| {
            let html = written(piece());
            if first {
                Some(html)
            } else {
                ports::fill(place, &html);
                None
            }
        });
        WRITTEN.with_borrow(|html| to.push_str(html));
    }

    fn value(&mut self, place: u32, name: &'static str, value: LiveText) -> String {
        follow(move |first| {
            let value = value();
            if first {
                Some(value)
            } else {
                ports::dress(place, name, &value);
                None
            }
        });
        WRITTEN.take()
    }
}

/// Does something now and whenever a signal that it reads changes, for as long as
/// what it stands in is shown. What it gives in the first run is left in [`WRITTEN`].
fn follow(act: impl Fn(bool) -> Option<String> + Send + Sync + 'static) {
    let first = std::sync::atomic::AtomicBool::new(true);
    ImmediateEffect::new_scoped(move || {
        if let Some(written) = act(first.swap(false, std::sync::atomic::Ordering::Relaxed)) {
            WRITTEN.set(written);
        }
    });
}
