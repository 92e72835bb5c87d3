//! Short names between the program and its glue. wasm-bindgen names each function
//! that the program imports `__wbg_appendChild_5ddf9ad234b8c847`, in both files; nobody
//! reads them, and a resident pays for every byte twice.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::Outcome;
use crate::grown::number;

/// Long names and the short ones in their place.
type Names = Vec<(String, String)>;

/// Renames the imports of the program in `wasm`, and in its `glue`.
pub(crate) fn run(wasm: &Path, glue: &Path) -> Outcome<ExitCode> {
    let program = fs::read(wasm)?;
    let mut script = fs::read_to_string(glue)?;
    let (program, names) = renamed(&program).ok_or("the program's imports cannot be read")?;
    // A name may be the start of a longer one: the longest first.
    let mut in_turn: Vec<_> = names.iter().collect();
    in_turn.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
    for (long, short) in in_turn {
        if !script.contains(long.as_str()) {
            return Err(format!("the glue does not provide {long}").into());
        }
        script = script.replace(long.as_str(), short);
    }
    fs::write(wasm, program)?;
    fs::write(glue, script)?;
    Ok(ExitCode::SUCCESS)
}

/// The program with short names, and which is which; `None` where it is malformed.
fn renamed(program: &[u8]) -> Option<(Vec<u8>, Names)> {
    const IMPORTS: u8 = 2;
    let mut out = program.get(..8)?.to_vec();
    let mut rest = program.get(8..)?;
    let mut names = Vec::new();
    while let Some((&section, after)) = rest.split_first() {
        let (size, after) = number(after)?;
        let (content, after) = after.split_at_checked(size)?;
        rest = after;
        let content = if section == IMPORTS { imports(content, &mut names)? } else { content.to_vec() };
        out.push(section);
        push_number(content.len(), &mut out);
        out.extend(content);
    }
    Some((out, names))
}

/// The section of imports, renamed.
fn imports(section: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let (count, mut rest) = number(section)?;
    let mut out = Vec::new();
    push_number(count, &mut out);
    for _ in 0..count {
        let (module, after) = text(rest)?;
        let (name, after) = text(after)?;
        let kept = kind_length(after)?;
        let short = if name.starts_with("__wb") {
            let short = format!("_{}", names.len());
            names.push((name.to_owned(), short.clone()));
            short
        } else {
            name.to_owned()
        };
        push_text(module, &mut out);
        push_text(&short, &mut out);
        out.extend(after.get(..kept)?);
        rest = after.get(kept..)?;
    }
    Some(out)
}

/// How long the description of an import is: a function's type, or a memory's limits.
fn kind_length(bytes: &[u8]) -> Option<usize> {
    let left = match bytes.split_first()? {
        (0, rest) => number(rest)?.1,
        (2, rest) => {
            let (&bounded, rest) = rest.split_first()?;
            let (_, rest) = number(rest)?;
            if bounded & 1 == 1 { number(rest)?.1 } else { rest }
        }
        _ => return None,
    };
    Some(bytes.len() - left.len())
}

fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (size, rest) = number(bytes)?;
    let (text, rest) = rest.split_at_checked(size)?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

fn push_text(text: &str, to: &mut Vec<u8>) {
    push_number(text.len(), to);
    to.extend(text.as_bytes());
}

fn push_number(mut value: usize, to: &mut Vec<u8>) {
    while value >= 0x80 {
        to.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program with one import of that name, and an empty custom section behind.
    fn program(name: &str) -> Vec<u8> {
        let mut imports = vec![1];
        push_text("wbg", &mut imports);
        push_text(name, &mut imports);
        imports.extend([0, 3]);
        let mut program = b"\0asm\x01\0\0\0\x02".to_vec();
        push_number(imports.len(), &mut program);
        program.extend(imports);
        program.extend([0, 2, 1, b'x']);
        program
    }

    #[test]
    fn an_import_gets_a_short_name_and_all_else_stays() {
        let (out, names) = renamed(&program("__wbg_appendChild_5ddf9ad234b8c847")).unwrap();
        assert_eq!(names, [("__wbg_appendChild_5ddf9ad234b8c847".to_owned(), "_0".to_owned())]);
        assert_eq!(out, program("_0"));
        assert_eq!(renamed(&program("memory")).unwrap().0, program("memory"));
    }

    #[test]
    fn numbers_come_back_as_they_went_in() {
        for value in [0, 1, 127, 128, 300, 16_384, 2_097_151] {
            let mut bytes = Vec::new();
            push_number(value, &mut bytes);
            assert_eq!(number(&bytes), Some((value, &[][..])));
        }
    }

    #[test]
    fn what_is_no_program_is_refused() {
        assert!(renamed(b"").is_none());
        assert!(renamed(&program("__wbg_a")[..12]).is_none());
    }
}
