//! A view as HTML text.

use super::{Content, Element, Node, Value, View};
use crate::part::rich::HEADING;

/// Elements that have no content and no end tag.
const VOID: [&str; 4] = ["input", "img", "br", "meta"];

/// Writes a view. What follows signals is written as it is now.
pub fn write(view: &View, to: &mut String) {
    match &*view.0 {
        Node::Text(text) => escape(text, to),
        Node::Many(pieces) => pieces.iter().for_each(|piece| write(piece, to)),
        Node::Element(element) => write_element(element, to),
    }
}

fn write_element(element: &Element, to: &mut String) {
    to.push('<');
    to.push_str(element.tag);
    for (name, value) in &element.attributes {
        to.push(' ');
        to.push_str(name);
        let live;
        let value = match value {
            Value::Fixed(value) => value,
            Value::Live(value) => {
                live = value();
                &live
            }
        };
        if !value.is_empty() {
            to.push_str("=\"");
            escape(value, to);
            to.push('"');
        }
    }
    to.push('>');
    if VOID.contains(&element.tag) {
        return;
    }
    // A parser drops a line feed right after this tag.
    if element.tag == "textarea" {
        to.push('\n');
    }
    match &element.content {
        Content::Fixed(children) => children.iter().for_each(|child| write(child, to)),
        Content::Live(piece) => write(&piece(), to),
    }
    to.push_str("</");
    to.push_str(element.tag);
    to.push('>');
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
            let own = |(name, value): &(&str, Value)| *name == "id" && matches!(value, Value::Fixed(id) if id == HEADING);
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

    fn html(view: &View) -> String {
        let mut html = String::new();
        write(view, &mut html);
        html
    }

    #[test]
    fn nothing_a_resident_types_is_markup() {
        let typed = "<script>\"&'\0";
        let view = el("p").set("title", typed).text(typed).view();
        assert_eq!(html(&view), "<p title=\"&lt;script&gt;&quot;&amp;'\">&lt;script&gt;&quot;&amp;'</p>");
    }

    #[test]
    fn void_elements_have_no_end_and_a_first_line_feed_stays() {
        let view = many(vec![
            el("input").set("value", "").set("checked", "").view(),
            el("textarea").text("\na").view(),
            el("b").live(|| text("x")).set_live("class", || "y".into()).view(),
        ]);
        assert_eq!(html(&view), "<input value checked><textarea>\n\na</textarea><b class=\"y\">x</b>");
    }

    #[test]
    fn the_heading_is_found_wherever_it_is() {
        let view = many(vec![text("a"), el("div").add(crate::part::rich::heading("Judul")).view()]);
        assert_eq!(heading(&view).as_deref(), Some("Judul"));
        assert_eq!(heading(&text("a")), None);
    }
}
