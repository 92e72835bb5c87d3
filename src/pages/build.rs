//! Turns the catalogues into a type: a `Text` with a variant for every key of
//! `catalogue/id.lang`, and the sentences of each language in that order.
//!
//! A key missing in Indonesian cannot be named, so using one fails the build; so
//! does a key of another language that Indonesian doesn't have, or a sentence
//! whose placeholders differ, since a translator would not see either.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

type Entry = (String, String);

/// The languages, in the order of `Language`. The first is the home of all keys.
const TAGS: [&str; 4] = ["id", "jv", "mad", "en"];

fn main() {
    if let Err(message) = generate() {
        println!("cargo::error={message}");
    }
}

fn generate() -> Result<(), String> {
    println!("cargo::rerun-if-changed=catalogue");
    println!("cargo::rerun-if-changed=build.rs");
    let home = read_catalogue("catalogue/id.lang")?;
    let known: BTreeMap<&str, &str> = home.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    let mut contents = Vec::new();
    for tag in TAGS {
        let path = format!("catalogue/{tag}.lang");
        let entries = read_catalogue(&path)?;
        check_translation(&path, &entries, &known)?;
        let translated: BTreeMap<String, String> = entries.into_iter().collect();
        // A text that is not translated yet is shown in Indonesian.
        let lines = home.iter().map(|(key, text)| translated.get(key).map_or(text.as_str(), String::as_str));
        contents.push(lines.collect::<Vec<_>>().join("\n"));
    }
    let sent = sent("catalogue/id.lang")?;
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&out).join("catalogue.rs"), code(&home, &contents, sent)).map_err(|error| error.to_string())
}

/// The `key = text` lines of a catalogue, in order. A `#? key: why` line asks a
/// native speaker to look at that text again; its key must be there.
fn read_catalogue(path: &str) -> Result<Vec<Entry>, String> {
    let content = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut to_review = Vec::new();
    for (index, line) in content.lines().enumerate() {
        let place = format!("{path}:{}", index + 1);
        let line = line.trim();
        if let Some(review) = line.strip_prefix("#?") {
            let (key, _) = review.split_once(':').ok_or(format!("{place}: expected `#? key: why`"))?;
            to_review.push((place, key.trim()));
            continue;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, text) = line.split_once('=').ok_or(format!("{place}: expected `key = text`"))?;
        let (key, text) = (key.trim(), text.trim());
        if text.is_empty() {
            return Err(format!("{place}: `{key}` has no text"));
        }
        if entries.iter().any(|(earlier, _)| earlier == key) {
            return Err(format!("{place}: `{key}` is there twice"));
        }
        entries.push((key.to_owned(), text.to_owned()));
    }
    for (place, key) in to_review {
        if !entries.iter().any(|(known, _)| known == key) {
            return Err(format!("{place}: there is no `{key}` to review"));
        }
    }
    Ok(entries)
}

/// How many texts the browser's program gets: those before the line that starts with
/// `#~`. What is drawn only when the site is built, or by the server, travels to nobody.
fn sent(path: &str) -> Result<usize, String> {
    let content = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let before = content.lines().map(str::trim).take_while(|line| !line.starts_with("#~"));
    Ok(before.filter(|line| !line.is_empty() && !line.starts_with('#')).count())
}

fn check_translation(path: &str, entries: &[Entry], known: &BTreeMap<&str, &str>) -> Result<(), String> {
    for (key, text) in entries {
        let home = known.get(key.as_str()).ok_or(format!("{path}: id.lang has no `{key}`"))?;
        if placeholders(home) != placeholders(text) {
            return Err(format!("{path}: `{key}` needs the placeholders of id.lang"));
        }
    }
    Ok(())
}

/// The `{names}` in a text, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn code(home: &[Entry], contents: &[String], sent: usize) -> String {
    let mut code = String::from(
        "/// A text of the catalogue.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\n#[repr(u16)]\n#[allow(clippy::enum_variant_names)]\npub enum Text {\n",
    );
    for (key, text) in home {
        let shown = text.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<");
        let _ = writeln!(code, "    /// {shown}\n    {},", variant(key));
    }
    let texts = contents.iter().map(|content| content.split('\n').take(sent).collect::<Vec<_>>().join("\n"));
    let files = TAGS.iter().zip(texts).map(|(tag, content)| format!("lang/{tag}-{:016x}.txt", hash(&content)));
    let files: Vec<String> = files.collect();
    let _ = writeln!(
        code,
        "}}\n\n/// How many texts there are.\npub const COUNT: usize = {};\n\n\
         /// How many of them the browser's program gets, the first ones.\npub const SENT: usize = {sent};\n\n\
         /// The texts of each language, a line each, in the order of [`Text`].\npub const CONTENTS: [&str; 4] = {contents:?};\n\n\
         /// Where each is served, in the order of [`Language`].\nconst FILES: [&str; 4] = {files:?};",
        home.len(),
    );
    code
}

/// FNV-1a: only to tell one edition of a file from another.
fn hash(content: &str) -> u64 {
    content.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// `lapor.nik.title` as a variant, `LaporNikTitle`.
fn variant(key: &str) -> String {
    let words = key.split(['.', '_']);
    words
        .flat_map(|word| word.chars().take(1).map(|first| first.to_ascii_uppercase()).chain(word.chars().skip(1)))
        .collect()
}
