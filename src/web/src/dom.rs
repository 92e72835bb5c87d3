//! Draws views in the document.
//!
//! The first drawing takes over the elements that stand there already: they were
//! written from the same views when the site was built, so nothing jumps, and what
//! has the focus or was typed stays. Where the page differs (answers kept on this
//! phone, another language) an element is made anew. Every later drawing makes a
//! page's elements anew.
//!
//! What is done on an element is known by a number that the element carries as a
//! property; see [`crate::act`].

use std::cell::Cell;

use js_sys::Reflect;
use reactive_graph::effect::ImmediateEffect;
use send_wrapper::SendWrapper;
use tilik_pages::draw::{Content, Element as Drawn, Node as Piece, Value, View};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Node};

use crate::{act, browser};

thread_local! {
    /// The elements that stand there are being taken over.
    static TAKING_OVER: Cell<bool> = const { Cell::new(false) };
}

/// Shows a view in `root` for as long as the page lives, over what stands there.
pub fn take_over(root: &Element, write: impl Fn() -> View + Send + Sync + 'static) {
    TAKING_OVER.set(true);
    if let Some(document) = browser::document() {
        live(&document, root, Box::new(write));
    }
    TAKING_OVER.set(false);
}

/// Has the content of `element` follow the signals that `piece` reads. The effect
/// ends with the one that it was made in.
fn live(document: &Document, element: &Element, piece: Box<dyn Fn() -> View + Send + Sync>) {
    let there = SendWrapper::new((document.clone(), element.clone()));
    ImmediateEffect::new_scoped(move || {
        let view = piece();
        let (document, element) = &*there;
        if !TAKING_OVER.get() {
            element.set_text_content(None);
        }
        fill(document, element, vec![view]);
    });
}

/// Where the next piece goes.
struct Place<'a> {
    document: &'a Document,
    parent: &'a Element,
    /// What stands there.
    next: Option<Node>,
    /// Adjoining texts are one.
    text: String,
}

/// Makes `pieces` the content of an element.
fn fill(document: &Document, parent: &Element, pieces: Vec<View>) {
    let mut place = Place { document, parent, next: parent.first_child(), text: String::new() };
    for piece in pieces {
        place.put(piece);
    }
    place.put_text();
    while let Some(left_over) = place.next.take() {
        place.next = left_over.next_sibling();
        let _ = parent.remove_child(&left_over);
    }
}

impl Place<'_> {
    fn put(&mut self, view: View) {
        match *view.0 {
            Piece::Text(text) => self.text.push_str(&text),
            Piece::Many(pieces) => pieces.into_iter().for_each(|piece| self.put(piece)),
            Piece::Element(drawn) => {
                self.put_text();
                self.put_element(drawn);
            }
        }
    }

    fn put_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        match self.next.take() {
            Some(node) if node.node_type() == Node::TEXT_NODE => {
                if node.node_value().as_deref() != Some(&text) {
                    node.set_node_value(Some(&text));
                }
                self.next = node.next_sibling();
            }
            next => {
                self.next = next;
                self.insert(&self.document.create_text_node(&text));
            }
        }
    }

    fn put_element(&mut self, drawn: Drawn) {
        let fits = |node: &Node| {
            let element = node.dyn_ref::<Element>()?;
            element.local_name().eq(drawn.tag).then(|| element.clone())
        };
        let standing = self.next.as_ref().and_then(fits);
        let element = match standing {
            Some(element) => {
                self.next = element.next_sibling();
                element
            }
            None => {
                let Ok(element) = self.document.create_element(drawn.tag) else {
                    return;
                };
                self.insert(&element);
                element
            }
        };
        dress(self.document, &element, drawn);
    }

    fn insert(&self, node: &Node) {
        let _ = self.parent.insert_before(node, self.next.as_ref());
    }
}

/// Gives an element its attributes, its act and its content.
fn dress(document: &Document, element: &Element, drawn: Drawn) {
    if let Some(act) = drawn.act {
        let number = JsValue::from_f64(f64::from(act::number(act)));
        let _ = Reflect::set(element, &JsValue::from_str(act::PROPERTY), &number);
    }
    // The content first: a list can only select what is in it.
    match drawn.content {
        Content::Fixed(pieces) => fill(document, element, pieces),
        Content::Live(piece) => live(document, element, piece),
    }
    for (name, value) in drawn.attributes {
        match value {
            Value::Fixed(value) => set(element, name, &value),
            Value::Live(value) => {
                let element = SendWrapper::new(element.clone());
                ImmediateEffect::new_scoped(move || set(&element, name, &value()));
            }
        }
    }
}

fn set(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}
