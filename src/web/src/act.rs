//! Hears what is done on the page and calls the program. One listener for each kind
//! of event, on the root: elements come and go without any of their own.

use std::cell::RefCell;

use js_sys::Reflect;
use tilik_pages::{Act, Occasion};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, FocusEvent, HtmlButtonElement, HtmlFormElement, MouseEvent};

use crate::browser;
use crate::program::Program;

/// The property in which an element carries the number of its act.
pub const PROPERTY: &str = "act";

thread_local! {
    /// The acts on the page, by their numbers.
    static ACTS: RefCell<Vec<Act>> = const { RefCell::new(Vec::new()) };
}

/// The number of an act, for an element to carry. The same act has the same number
/// for as long as the page lives.
pub fn number(act: Act) -> u32 {
    ACTS.with_borrow_mut(|acts| {
        let known = acts.iter().position(|known| *known == act);
        let place = known.unwrap_or_else(|| {
            acts.push(act);
            acts.len() - 1
        });
        place as u32
    })
}

/// Listens for as long as the page lives.
pub fn listen(program: Program, root: &Element) {
    let events = [
        ("click", Occasion::Click),
        ("submit", Occasion::Submit),
        ("input", Occasion::Input),
        ("change", Occasion::Change),
    ];
    for (name, occasion) in events {
        browser::hear(root, name, move |event| heard(program, &event, occasion));
    }
    browser::hear(root, "focusout", move |event| left(program, &event));
}

/// The act of an element, if it has one on that occasion.
fn act_of(element: &Element, occasion: Occasion) -> Option<Act> {
    let number = Reflect::get(element, &JsValue::from_str(PROPERTY)).ok()?.as_f64()? as usize;
    let act = ACTS.with_borrow(|acts| acts.get(number).copied())?;
    (act.occasion(element.has_type::<HtmlFormElement>()) == occasion).then_some(act)
}

fn heard(program: Program, event: &Event, occasion: Occasion) {
    let mut element = browser::target(event);
    while let Some(here) = element {
        if let Some(act) = act_of(&here, occasion) {
            match occasion {
                // Opening a link in a new tab stays the browser's business.
                Occasion::Click if elsewhere(event) => {}
                Occasion::Click | Occasion::Submit => {
                    event.prevent_default();
                    program.act(act);
                }
                Occasion::Input => program.typed(act, &here, event),
                Occasion::Change => program.chosen(act, &here),
            }
            return;
        }
        element = here.parent_element();
    }
}

fn elsewhere(event: &Event) -> bool {
    event
        .dyn_ref::<MouseEvent>()
        .is_some_and(|click| click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key())
}

/// A box is left for another one. On the way to a button nothing may appear: it
/// would push the button from under the finger, and the button judges the number
/// itself.
fn left(program: Program, event: &Event) {
    let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
    let moves_on = to.is_some_and(|to| !to.has_type::<HtmlButtonElement>());
    let from = browser::target(event).and_then(|from| act_of(&from, Occasion::Input));
    if let (true, Some(Act::Nik(typed))) = (moves_on, from) {
        program.nik_left(typed);
    }
}
