//! How a view is written: Leptos's elements, all of one type.
//!
//! Leptos's `view!` gives every view a type of its own, and each type brings its
//! own code to build, compare and remove it: the pages drawn that way came to 165 KB
//! of brotli, which residents pay for. Here every element is one concrete type
//! with its attributes and children in lists, so a view costs the bytes of its
//! words. A page is drawn anew when it changes; only [`El::live`] and
//! [`El::set_live`] follow signals by themselves.

use std::sync::{Arc, Mutex};

use any_spawner::Executor;
use reactive_graph::owner::Owner;
use tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use tachys::html::attribute::custom::custom_attribute;
use tachys::html::element::{ElementChild, custom};
use tachys::html::event::{Custom, on};
use tachys::view::add_attr::AddAnyAttr;
use tachys::view::any_view::{AnyView, IntoAny};
use tachys::view::iterators::StaticVec;
use tachys::view::{Mountable, Render};
use web_sys::{Element, Event};

/// A finished piece of a page. Boxed, so that handing it on is handing on a pointer.
pub struct View(Box<AnyView>);

/// An element being written. Boxed likewise.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

impl View {
    fn of(view: AnyView) -> Self {
        Self(Box::new(view))
    }

    /// As Leptos takes it.
    fn into_leptos(self) -> AnyView {
        *self.0
    }
}

/// Shows a view in an element for as long as the page lives, as Leptos's own
/// `mount_to` does.
pub fn mount(into: &Element, write: impl FnOnce() -> View) {
    // An error means that an executor is there already.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let mut shown = owner.with(|| write().into_leptos().build());
    shown.mount(into, None);
    std::mem::forget((owner, shown));
}

/// Starts an element.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// An element with a class and a text, which most are.
#[inline(never)]
pub fn worded(tag: &'static str, class: &'static str, words: &str) -> View {
    el(tag).class(class).text(words).view()
}

/// A text.
#[inline(never)]
pub fn text(words: &str) -> View {
    View::of(words.to_owned().into_any())
}

/// Several pieces in a row.
#[inline(never)]
pub fn many(pieces: Vec<View>) -> View {
    View::of(StaticVec::from(unboxed(pieces)).into_any())
}

fn unboxed(pieces: Vec<View>) -> Vec<AnyView> {
    pieces.into_iter().map(View::into_leptos).collect()
}

/// No piece.
#[inline(never)]
pub fn nothing() -> View {
    many(Vec::new())
}

impl El {
    /// Sets an attribute.
    #[inline(never)]
    pub fn set(mut self, name: &'static str, value: &str) -> Self {
        self.0.attributes.push(custom_attribute(name, value.to_owned()).into_any_attr());
        self
    }

    /// Sets the class; none where it is empty.
    #[inline(never)]
    pub fn class(self, class: &'static str) -> Self {
        if class.is_empty() { self } else { self.set("class", class) }
    }

    /// Sets an attribute that follows the signals it reads.
    pub fn set_live(self, name: &'static str, value: impl Fn() -> String + Send + 'static) -> Self {
        self.set_shared(name, Arc::new(Mutex::new(value)))
    }

    #[inline(never)]
    fn set_shared(mut self, name: &'static str, value: Arc<Mutex<dyn FnMut() -> String + Send>>) -> Self {
        self.0.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(self, words: &str) -> Self {
        self.add(text(words))
    }

    /// Adds a piece.
    #[inline(never)]
    pub fn add(mut self, child: View) -> Self {
        self.0.children.push(child.into_leptos());
        self
    }

    /// Adds a piece, if there is one.
    #[inline(never)]
    pub fn add_some(mut self, child: Option<View>) -> Self {
        self.0.children.extend(child.map(View::into_leptos));
        self
    }

    /// Adds pieces.
    #[inline(never)]
    pub fn add_all(mut self, children: Vec<View>) -> Self {
        self.0.children.extend(unboxed(children));
        self
    }

    /// Adds a piece that follows the signals it reads.
    pub fn live(self, piece: impl Fn() -> View + Send + 'static) -> Self {
        self.live_shared(Arc::new(Mutex::new(move || piece().into_leptos())))
    }

    #[inline(never)]
    fn live_shared(self, piece: Arc<Mutex<dyn FnMut() -> AnyView + Send>>) -> Self {
        self.add(View::of(piece.into_any()))
    }

    /// Does something on an event.
    pub fn on(self, event: &'static str, act: impl Fn(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(act))
    }

    #[inline(never)]
    fn on_boxed(mut self, event: &'static str, act: Box<dyn FnMut(Event)>) -> Self {
        self.0.attributes.push(on(Custom::<Event>::new(event), act).into_any_attr());
        self
    }

    /// The finished piece.
    #[inline(never)]
    pub fn view(self) -> View {
        let Parts { tag, attributes, children } = *self.0;
        View::of(custom(tag).add_any_attr(attributes).child(StaticVec::from(children)).into_any())
    }
}
