//! A JSON object being written.

/// The text so far.
pub struct Object(String);

impl Object {
    /// An empty one.
    pub fn new() -> Self {
        Self(String::from("{"))
    }

    fn name(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        quote(name, &mut self.0);
        self.0.push(':');
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        quote(value, &mut self.0);
    }

    /// Adds a text, if there is one.
    #[inline(never)]
    pub fn text_or_none(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// Adds what is JSON already: a number, a flag, another object.
    #[inline(never)]
    pub fn json(&mut self, name: &str, value: &str) {
        self.name(name);
        self.0.push_str(value);
    }

    /// Adds a list of texts.
    pub fn words<'a>(&mut self, name: &str, words: impl Iterator<Item = &'a str>) {
        let mut list = String::new();
        for word in words {
            list.push(if list.is_empty() { '[' } else { ',' });
            quote(word, &mut list);
        }
        list.push_str(if list.is_empty() { "[]" } else { "]" });
        self.json(name, &list);
    }

    /// The whole.
    pub fn close(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// RFC 8259: quotation mark, backslash and the control characters are escaped.
fn quote(text: &str, to: &mut String) {
    to.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                to.push('\\');
                to.push(character);
            }
            '\0'..='\u{1f}' => {
                to.push_str("\\u00");
                for half in [character as u32 >> 4, character as u32 & 15] {
                    to.extend(char::from_digit(half, 16));
                }
            }
            character => to.push(character),
        }
    }
    to.push('"');
}
