//! A view as HTML text.

use super::{Content, Element, LiveText, Node, Piece, Value, View};
use crate::act::Act;
use crate::part::rich::HEADING;

/// Elements that have no content and no end tag.
const VOID: [&str; 4] = ["input", "img", "br", "meta"];

/// What marks the elements that somebody will look for again, and keeps what follows
/// signals up to date.
pub trait Marks {
    /// The number of an act; none where nobody acts.
    fn act(&mut self, act: Act) -> Option<u32>;
    /// The number of an element that follows signals; none where nobody follows.
    fn place(&mut self) -> Option<u32>;
    /// Writes the content of such an element.
    fn content(&mut self, place: u32, piece: Piece, to: &mut String);
    /// The value of an attribute of such an element.
    fn value(&mut self, place: u32, name: &'static str, value: LiveText) -> String;
}

/// No marks: for a page that no program will take over.
pub struct Unmarked;

impl Marks for Unmarked {
    fn act(&mut self, _: Act) -> Option<u32> {
        None
    }

    fn place(&mut self) -> Option<u32> {
        None
    }

    fn content(&mut self, _: u32, piece: Piece, to: &mut String) {
        write(piece(), self, to);
    }

    fn value(&mut self, _: u32, _: &'static str, value: LiveText) -> String {
        value()
    }
}

/// Writes a view.
pub fn write(view: View, marks: &mut dyn Marks, to: &mut String) {
    match *view.0 {
        Node::Text(text) => escape(&text, to),
        Node::Many(pieces) => pieces.into_iter().for_each(|piece| write(piece, marks, to)),
        Node::Element(element) => write_element(element, marks, to),
    }
}

fn write_element(element: Element, marks: &mut dyn Marks, to: &mut String) {
    let Element { tag, attributes, act, content } = element;
    to.push('<');
    to.push_str(tag);
    let live =
        matches!(content, Content::Live(_)) || attributes.iter().any(|(_, value)| matches!(value, Value::Live(_)));
    let place = if live { marks.place() } else { None };
    for (name, value) in attributes {
        let value = match value {
            Value::Fixed(value) => value,
            Value::Live(value) => marks.value(place.unwrap_or_default(), name, value),
        };
        attribute(name, &value, to);
    }
    if let Some(place) = place {
        attribute("data-live", &place.to_string(), to);
    }
    if let Some((act, number)) = act.and_then(|act| Some((act, marks.act(act)?))) {
        attribute("data-act", &[act.occasion(tag == "form").letter(), &number.to_string()].concat(), to);
    }
    to.push('>');
    if VOID.contains(&tag) {
        return;
    }
    // A parser drops a line feed right after this tag.
    if tag == "textarea" {
        to.push('\n');
    }
    match content {
        Content::Fixed(children) => children.into_iter().for_each(|child| write(child, marks, to)),
        Content::Live(piece) => marks.content(place.unwrap_or_default(), piece, to),
    }
    to.push_str("</");
    to.push_str(tag);
    to.push('>');
}

fn attribute(name: &str, value: &str, to: &mut String) {
    to.push(' ');
    to.push_str(name);
    if !value.is_empty() {
        to.push_str("=\"");
        escape(value, to);
        to.push('"');
    }
}

/// Text that can mean nothing but itself, in content and in quoted attributes.
pub(crate) fn escape(text: &str, to: &mut String) {
    for character in text.chars() {
        match character {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            // No parser lets it through.
            '\0' => {}
            character => to.push(character),
        }
    }
}

/// The text of the page's heading, if the view has one.
pub fn heading(view: &View) -> Option<String> {
    match &*view.0 {
        Node::Text(_) => None,
        Node::Many(pieces) => pieces.iter().find_map(heading),
        Node::Element(element) => {
            let own =
                |(name, value): &(&str, Value)| *name == "id" && matches!(value, Value::Fixed(id) if id == HEADING);
            if element.attributes.iter().any(own) {
                let mut said = String::new();
                words(view, &mut said);
                return Some(said);
            }
            match &element.content {
                Content::Fixed(children) => children.iter().find_map(heading),
                Content::Live(piece) => heading(&piece()),
            }
        }
    }
}

fn words(view: &View, to: &mut String) {
    match &*view.0 {
        Node::Text(text) => to.push_str(text),
        Node::Many(pieces) => pieces.iter().for_each(|piece| words(piece, to)),
        Node::Element(Element { content: Content::Fixed(children), .. }) => {
            children.iter().for_each(|child| words(child, to));
        }
        Node::Element(Element { content: Content::Live(piece), .. }) => words(&piece(), to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{el, many, text};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn html(view: View) -> String {
        let mut html = String::new();
        write(view, &mut Unmarked, &mut html);
        html
    }

    #[test]
    fn nothing_a_resident_types_is_markup() {
        let typed = "<script>\"&'\0";
        let view = el("p").set("title", typed).text(typed).view();
        assert_eq!(html(view), "<p title=\"&lt;script&gt;&quot;&amp;'\">&lt;script&gt;&quot;&amp;'</p>");
    }

    #[test]
    fn void_elements_have_no_end_and_a_first_line_feed_stays() {
        let view = many(vec![
            el("input").set("value", "").set("checked", "").view(),
            el("textarea").text("\na").view(),
            el("b").live(|| text("x")).set_live("class", || "y".into()).view(),
        ]);
        assert_eq!(html(view), "<input value checked><textarea>\n\na</textarea><b class=\"y\">x</b>");
    }

    #[test]
    fn the_heading_is_found_wherever_it_is() {
        let view = many(vec![text("a"), el("div").add(crate::part::rich::heading("Judul")).view()]);
        assert_eq!(heading(&view).as_deref(), Some("Judul"));
        assert_eq!(heading(&text("a")), None);
    }
}
