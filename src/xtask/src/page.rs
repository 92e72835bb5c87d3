//! What a page makes the browser fetch, read from its HTML without running it.
//!
//! No full parser: it knows tags, quoted and bare attributes, comments, and that
//! the inside of a script or style is no markup. That is all a page built by
//! Trunk holds.

/// The files that `html` makes a browser fetch before anything is clicked, as
/// written in it, each once. Icons and the manifest are left out: a browser
/// takes them when it is idle, or not at all.
pub(crate) fn fetched_by(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in tags(html) {
        match tag.name.as_str() {
            "link" if tag.is_fetching_link() => found.extend(tag.get("href")),
            "script" | "img" => found.extend(tag.get("src")),
            _ => {}
        }
        // Our own loader is told in data attributes what to start.
        for (name, value) in &tag.attributes {
            if name.starts_with("data-") && is_program(value) {
                found.push(value.clone());
            }
        }
    }
    once_each(found)
}

/// The modules that `script` imports before it runs: `from './x.js'`, `import './x.js'`.
pub(crate) fn imported_by(script: &str) -> Vec<String> {
    let mut found = Vec::new();
    for keyword in ["from", "import"] {
        for (at, _) in script.match_indices(keyword) {
            let rest = script[at + keyword.len()..].trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let rest = &rest[1..];
            if let Some(end) = rest.find(quote).filter(|end| rest[..*end].starts_with('.')) {
                found.push(rest[..end].to_owned());
            }
        }
    }
    once_each(found)
}

fn once_each(mut found: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    found.retain(|url| seen.insert(url.clone()));
    found
}

fn is_program(value: &str) -> bool {
    value.ends_with(".js") || value.ends_with(".wasm")
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(n, _)| n == name)?;
        Some(value.clone())
    }

    fn is_fetching_link(&self) -> bool {
        let rel = self.get("rel").unwrap_or_default().to_ascii_lowercase();
        rel.split_ascii_whitespace().any(|word| matches!(word, "stylesheet" | "preload" | "modulepreload"))
    }
}

/// The start tags of `html`, in order.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (tag, after) = tag(rest);
            rest = after;
            if matches!(tag.name.as_str(), "script" | "style") {
                let end = format!("</{}", tag.name);
                rest = rest.split_once(&end).map_or("", |(_, after)| after);
            }
            tags.push(tag);
        }
    }
    tags
}

/// One tag, from its name on, and what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    let (name, mut rest) = text.split_at(end.unwrap_or(text.len()));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            break;
        }
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        // A stray `=` would be an empty name: step over it, or this never ends.
        let start = rest.find('=').filter(|at| *at == 0).map_or(0, |_| 1);
        let end = rest[start..].find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
        let (key, after) = rest.split_at(end.map_or(rest.len(), |end| start + end));
        rest = after.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = attribute_value(after.trim_start());
        }
        attributes.push((key.to_ascii_lowercase(), value.replace("&amp;", "&")));
    }
    (Tag { name: name.to_ascii_lowercase(), attributes }, rest)
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '>');
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_trunk_writes_is_found() {
        let html = r#"<!DOCTYPE html><html lang="id"><head>
            <!-- <script src="old.js"></script> -->
            <meta charset="utf-8"><base href="/" data-trunk-public-url>
            <link rel="icon" href="./icon.svg"><link rel=manifest href=./site.webmanifest>
            <link rel="apple-touch-icon" href="./icon-180.png">
            <LINK REL="StyleSheet" href="./style-0a.css" integrity="sha384-/=="/>
            <link rel="modulepreload" href="./tilik-1f.js" crossorigin="anonymous">
            <link rel='preload' href='./tilik-1f_bg.wasm' crossorigin as="fetch">
            <style>a::before { content: "<img src='no.png'>" }</style>
            <script src=./boot.js data-module="./tilik-1f.js" data-program="./tilik-1f_bg.wasm"
              data-lang="id" defer></script>
            <script>document.write("<script src='inner.js'>")</script>
            </head><body><p title="a > b">1 < 2</p><img src="./peta.svg" alt=""></body></html>"#;
        assert_eq!(
            fetched_by(html),
            ["./style-0a.css", "./tilik-1f.js", "./tilik-1f_bg.wasm", "./boot.js", "./peta.svg"]
        );
    }

    #[test]
    fn broken_markup_ends() {
        for html in ["<", "<a", "<a href", "<a href=", "<a =x>", "<a ==>", "<a href='x", "<!--", "<script>"] {
            assert!(fetched_by(html).is_empty(), "{html}");
        }
        assert_eq!(fetched_by("<p =><script src=a.js>"), ["a.js"]);
    }

    #[test]
    fn static_imports_are_found_and_others_are_not() {
        let script = "import { a } from './snippets/x/inline0.js';\nimport*as b from\"./b.js\";\
                      import './c.js'; Array.from('./no'); import('./later.js'); x.from = 'y';";
        assert_eq!(imported_by(script), ["./snippets/x/inline0.js", "./b.js", "./c.js"]);
    }
}
