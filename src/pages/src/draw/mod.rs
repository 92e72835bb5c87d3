//! How a view is written: elements of one type, with their attributes and children
//! in lists.
//!
//! A view is plain data, and [`write()`] makes HTML of it, on the server and in the
//! browser alike. An element on which something can be done carries the number of
//! its act, one that follows signals carries a number of its own, so that the
//! browser's program finds both. A piece that follows signals is the whole content
//! of its element.
//!
//! Leptos's own `view!` gives every view a type of its own with code to build,
//! compare and remove it, which came to 165 KB of brotli for these pages: see
//! docs/adr/0010.

mod write;

pub(crate) use write::escape;
pub use write::{Marks, Unmarked, heading, write};

use crate::act::Act;
use crate::text::{Text, t};

/// A text that follows the signals it reads.
pub type LiveText = Box<dyn Fn() -> String + Send + Sync>;

/// A piece that follows the signals it reads.
pub type Piece = Box<dyn Fn() -> View + Send + Sync>;

/// A finished piece of a page. Boxed, so that handing it on is handing on a pointer.
pub struct View(pub Box<Node>);

/// What a view is.
pub enum Node {
    /// An element.
    Element(Element),
    /// A text.
    Text(String),
    /// Pieces in a row, or none.
    Many(Vec<View>),
}

/// An element.
pub struct Element {
    /// Its name.
    pub tag: &'static str,
    /// Its attributes.
    pub attributes: Vec<(&'static str, Value)>,
    /// What is done on it.
    pub act: Option<Act>,
    /// What is in it.
    pub content: Content,
}

/// An attribute's value.
pub enum Value {
    /// As it is.
    Fixed(String),
    /// As the signals have it.
    Live(LiveText),
}

/// What is in an element.
pub enum Content {
    /// As it is.
    Fixed(Vec<View>),
    /// As the signals have it.
    Live(Piece),
}

/// An element being written. Boxed likewise.
pub struct El(Box<Element>);

impl View {
    fn of(node: Node) -> Self {
        Self(Box::new(node))
    }
}

/// Starts an element.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Element { tag, attributes: Vec::new(), act: None, content: Content::Fixed(Vec::new()) }))
}

/// An element with a class and a text, which most are.
#[inline(never)]
pub fn worded(tag: &'static str, class: &'static str, words: &str) -> View {
    el(tag).class(class).text(words).view()
}

/// The same with a text of the catalogue.
#[inline(never)]
pub fn said(tag: &'static str, class: &'static str, words: Text) -> View {
    worded(tag, class, t(words))
}

/// A text.
#[inline(never)]
pub fn text(words: &str) -> View {
    View::of(Node::Text(words.to_owned()))
}

/// Several pieces in a row.
#[inline(never)]
pub fn many(pieces: Vec<View>) -> View {
    View::of(Node::Many(pieces))
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
        self.0.attributes.push((name, Value::Fixed(value.to_owned())));
        self
    }

    /// Sets an attribute where `so`.
    #[inline(never)]
    pub fn set_if(self, so: bool, name: &'static str, value: &str) -> Self {
        if so { self.set(name, value) } else { self }
    }

    /// Sets the class; none where it is empty.
    #[inline(never)]
    pub fn class(self, class: &'static str) -> Self {
        self.set_if(!class.is_empty(), "class", class)
    }

    /// Sets an attribute that follows the signals it reads.
    pub fn set_live(self, name: &'static str, value: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.set_boxed(name, Box::new(value))
    }

    #[inline(never)]
    fn set_boxed(mut self, name: &'static str, value: LiveText) -> Self {
        self.0.attributes.push((name, Value::Live(value)));
        self
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(self, words: &str) -> Self {
        self.add(text(words))
    }

    /// Adds a text of the catalogue.
    #[inline(never)]
    pub fn say(self, words: Text) -> Self {
        self.text(t(words))
    }

    /// Adds a piece.
    #[expect(clippy::should_implement_trait, reason = "an element is written, not summed")]
    #[inline(never)]
    pub fn add(mut self, child: View) -> Self {
        if let Content::Fixed(children) = &mut self.0.content {
            children.push(child);
        }
        self
    }

    /// Adds a piece, if there is one.
    #[inline(never)]
    pub fn add_some(self, child: Option<View>) -> Self {
        match child {
            Some(child) => self.add(child),
            None => self,
        }
    }

    /// Adds pieces.
    #[inline(never)]
    pub fn add_all(self, children: Vec<View>) -> Self {
        self.add(many(children))
    }

    /// Has the content follow the signals that `piece` reads, in place of what was
    /// added.
    pub fn live(self, piece: impl Fn() -> View + Send + Sync + 'static) -> Self {
        self.live_boxed(Box::new(piece))
    }

    #[inline(never)]
    fn live_boxed(mut self, piece: Piece) -> Self {
        self.0.content = Content::Live(piece);
        self
    }

    /// Says what is done on it.
    #[inline(never)]
    pub fn act(mut self, act: Act) -> Self {
        self.0.act = Some(act);
        self
    }

    /// The finished piece.
    #[inline(never)]
    pub fn view(self) -> View {
        View::of(Node::Element(*self.0))
    }
}
