//! What grew since the weights were last recorded: which file, and in the program
//! which crate. The record is `weights.tsv`, a name and its bytes a line; whoever finds
//! a new weight right records it with `xtask budget DIR PROGRAM --record`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Bytes by name.
pub(crate) type Weights = BTreeMap<String, usize>;

/// The record as text.
pub(crate) fn table(weights: &Weights) -> String {
    weights.iter().fold(String::new(), |mut text, (name, bytes)| {
        let _ = writeln!(text, "{name}\t{bytes}");
        text
    })
}

/// Reads a record.
pub(crate) fn read(text: &str) -> Weights {
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(name, bytes)| Some((name.to_owned(), bytes.parse().ok()?))).collect()
}

/// What is heavier now than before, the heaviest gain first.
pub(crate) fn since(before: &Weights, now: &Weights) -> String {
    let mut gains: Vec<(usize, &str)> = now
        .iter()
        .filter_map(|(name, &bytes)| Some((bytes.checked_sub(before.get(name).copied().unwrap_or(0))?, name.as_str())))
        .filter(|(gain, _)| *gain > 0)
        .collect();
    gains.sort_unstable_by(|one, other| other.cmp(one));
    gains.iter().take(20).fold(String::from("grown since the record:\n"), |mut text, (gain, name)| {
        let _ = writeln!(text, "{gain:>9}  {name}");
        text
    })
}

/// A file's name without the hash of its content.
pub(crate) fn unhashed(name: &str) -> String {
    let is_hash = |part: &str| part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (stem, end) = name.rsplit_once('-').unwrap_or((name, ""));
    let cut = end.find(['_', '.']).unwrap_or(end.len());
    if is_hash(&end[..cut]) { format!("{stem}{}", &end[cut..]) } else { name.to_owned() }
}

/// The bytes of code that each crate has in a program with names; `None` where it is
/// malformed. A function belongs to the first crate in its name that is no part of
/// the standard library.
pub(crate) fn by_crate(program: &[u8]) -> Option<Weights> {
    let (mut sizes, mut names, mut imported) = (Vec::new(), BTreeMap::new(), 0);
    let mut rest = program.get(8..)?;
    while let Some((&section, after)) = rest.split_first() {
        let (size, after) = number(after)?;
        let (content, after) = after.split_at_checked(size)?;
        rest = after;
        match section {
            0 => names.extend(named(content).unwrap_or_default()),
            2 => imported = number(content)?.0,
            10 => sizes = bodies(content)?,
            _ => {}
        }
    }
    let mut weights = Weights::new();
    for (place, size) in sizes.into_iter().enumerate() {
        let owner = names.get(&(place + imported)).map_or("unnamed", |name| owner(name));
        *weights.entry(format!("crate {owner}")).or_default() += size;
    }
    // What wasm-bindgen describes to its own tool is gone from what is shipped.
    weights.retain(|name, _| name != "crate describe");
    Some(weights)
}

/// The crate of a mangled name (RFC 2603: `C` `s`, a hash, `_`, a length, a name).
fn owner(name: &str) -> &str {
    if name.contains("describe") {
        return "describe";
    }
    let mut found = "other";
    for (at, _) in name.match_indices("Cs") {
        let Some((_, rest)) = name[at + 2..].split_once('_') else { continue };
        let digits = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(0);
        let length: usize = rest[..digits].parse().unwrap_or(0);
        let Some(owner) = rest[digits..].trim_start_matches('_').get(..length).filter(|owner| !owner.is_empty()) else {
            continue;
        };
        if !matches!(owner, "core" | "alloc" | "std") {
            return owner;
        }
        found = owner;
    }
    found
}

/// The size of each function's body.
fn bodies(section: &[u8]) -> Option<Vec<usize>> {
    let (count, mut rest) = number(section)?;
    let mut sizes = Vec::new();
    for _ in 0..count {
        let (size, after) = number(rest)?;
        sizes.push(size);
        rest = after.get(size..)?;
    }
    Some(sizes)
}

/// The functions' names in a section `name`, by their numbers.
fn named(section: &[u8]) -> Option<BTreeMap<usize, String>> {
    const FUNCTIONS: u8 = 1;
    let (size, rest) = number(section)?;
    let mut rest = rest.strip_prefix(b"name").filter(|_| size == 4)?;
    let mut names = BTreeMap::new();
    while let Some((&kind, after)) = rest.split_first() {
        let (size, after) = number(after)?;
        let (content, after) = after.split_at_checked(size)?;
        rest = after;
        if kind == FUNCTIONS {
            let (count, mut list) = number(content)?;
            for _ in 0..count {
                let (place, after) = number(list)?;
                let (size, after) = number(after)?;
                let (name, after) = after.split_at_checked(size)?;
                names.insert(place, String::from_utf8_lossy(name).into_owned());
                list = after;
            }
        }
    }
    Some(names)
}

/// An unsigned LEB128 number (WebAssembly 5.2.2).
pub(crate) fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (place, &byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            return Some((value, bytes.get(place + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grew_is_told_and_what_shrank_is_not() {
        let before = read("a\t10\nb\t10\nc\t10\n");
        let now = read("a\t12\nb\t9\nc\t10\nd\t5\n");
        assert_eq!(since(&before, &now), "grown since the record:\n        5  d\n        2  a\n");
        assert_eq!(read(&table(&now)), now);
    }

    #[test]
    fn a_name_loses_its_hash() {
        assert_eq!(unhashed("tilik-web-138a0c734fdc2f73_bg.wasm"), "tilik-web_bg.wasm");
        assert_eq!(unhashed("lang/jv-42c2b730b47708bb.txt"), "lang/jv.txt");
        assert_eq!(unhashed("index.html"), "index.html");
    }

    #[test]
    fn a_function_belongs_to_the_crate_it_is_about() {
        assert_eq!(owner("_RNvNtCs2OyRXWpFa7e_9tilik_web6screen4show"), "tilik_web");
        assert_eq!(owner("_RINvNtCsa7e25hjXJrd_4core3ptrNtCs7bgUHbuJM42_10tilik_core3Nik"), "tilik_core");
        assert_eq!(owner("_RNvNtCsa7e25hjXJrd_4core3fmt5write"), "core");
        assert_eq!(owner("main"), "other");
    }
}
