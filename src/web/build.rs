//! Turns the catalogues into a type: a `Text` with a variant for every key of
//! `catalogue/id.lang`, and the Indonesian sentences beside it.
//!
//! A key missing in Indonesian cannot be named, so using one fails the build; so
//! does a key of another language that Indonesian doesn't have, or a sentence
//! whose placeholders differ, since a translator would not see either.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

type Entry = (String, String);

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
    let files = fs::read_dir("catalogue").map_err(|error| format!("catalogue: {error}"))?;
    for file in files.flatten() {
        let path = file.path();
        if path.extension().is_some_and(|extension| extension == "lang") {
            check_translation(&path, &known)?;
        }
    }
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&out).join("catalogue.rs"), code(&home)?).map_err(|error| error.to_string())
}

/// The `key = text` lines of a catalogue, in order.
fn read_catalogue(path: impl AsRef<Path>) -> Result<Vec<Entry>, String> {
    let path = path.as_ref();
    let name = path.display();
    let content = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let mut entries: Vec<Entry> = Vec::new();
    for (index, line) in content.lines().enumerate() {
        let place = format!("{name}:{}", index + 1);
        let line = line.trim();
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
    Ok(entries)
}

fn check_translation(path: &Path, known: &BTreeMap<&str, &str>) -> Result<(), String> {
    for (key, text) in read_catalogue(path)? {
        let home = known.get(key.as_str()).ok_or(format!("{}: id.lang has no `{key}`", path.display()))?;
        if placeholders(home) != placeholders(&text) {
            return Err(format!("{}: `{key}` needs the placeholders of id.lang", path.display()));
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

fn code(home: &[Entry]) -> Result<String, String> {
    let mut code = String::from(
        "/// A text of the catalogue.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\n#[repr(u16)]\n#[allow(clippy::enum_variant_names)]\npub enum Text {\n",
    );
    for (key, text) in home {
        let shown = text.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<");
        let _ = writeln!(code, "    /// {shown}\n    {},", variant(key));
    }
    let (seed, fingerprints) = fingerprints(home)?;
    let sentences: Vec<&str> = home.iter().map(|(_, text)| text.as_str()).collect();
    let _ = writeln!(
        code,
        "}}\n\n/// The Indonesian texts, a line each, in the order of [`Text`].\nconst INDONESIAN: &str = {:?};\n\n\
         /// What [`fingerprint`] makes of each key, in the order of [`Text`].\nconst FINGERPRINTS: [u16; {}] = {fingerprints:?};\n\n\
         /// The seed that keeps them apart.\nconst SEED: u32 = {seed};",
        sentences.join("\n"),
        home.len(),
    );
    Ok(code)
}

/// `lapor.nik.title` as a variant, `LaporNikTitle`.
fn variant(key: &str) -> String {
    let words = key.split(['.', '_']);
    words
        .flat_map(|word| word.chars().take(1).map(|first| first.to_ascii_uppercase()).chain(word.chars().skip(1)))
        .collect()
}

/// A short print of every key, and the seed that makes each its own: the browser's
/// program needs no key in clear to read a translation.
fn fingerprints(home: &[Entry]) -> Result<(u32, Vec<u16>), String> {
    for seed in 0..10_000 {
        let prints: Vec<u16> = home.iter().map(|(key, _)| fingerprint(key, seed)).collect();
        let mut apart = prints.clone();
        apart.sort_unstable();
        apart.dedup();
        if apart.len() == prints.len() {
            return Ok((seed, prints));
        }
    }
    Err("id.lang: too many keys for fingerprints of 16 bits; make them wider".to_owned())
}

/// FNV-1a, folded. The same lines stand in `src/text/mod.rs`.
fn fingerprint(key: &str, seed: u32) -> u16 {
    let hash = key.bytes().fold(seed, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 16) as u16
}
