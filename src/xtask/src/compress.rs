//! Writes `.br` and `.gz` beside each compressible file, so that the server (or
//! any static host) sends the strongest compression without spending CPU on it.
//!
//! The files themselves are never changed: their names and integrity hashes
//! were made from their bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::{Outcome, squeeze};

/// What shrinks. Pictures and fonts in compressed formats do not.
const COMPRESSIBLE: [&str; 12] =
    ["css", "csv", "html", "ico", "js", "json", "mjs", "svg", "txt", "wasm", "webmanifest", "xml"];

/// Compresses everything under `dir` and prints what it saved.
pub(crate) fn run(dir: &Path) -> Outcome<ExitCode> {
    let mut files = Vec::new();
    collect(dir, &mut files)?;
    files.retain(|file| compressible(file));
    if files.is_empty() {
        return Err(format!("{} holds nothing to compress", dir.display()).into());
    }
    let (mut raw, mut squeezed) = (0, 0);
    for file in &files {
        let bytes = fs::read(file)?;
        let small = keep_if_smaller(file, "br", &bytes, squeeze::brotli(&bytes)?)?;
        keep_if_smaller(file, "gz", &bytes, squeeze::gzip(&bytes)?)?;
        raw += bytes.len();
        squeezed += small;
    }
    println!("compressed {} files: {raw} bytes, {squeezed} as brotli", files.len());
    Ok(ExitCode::SUCCESS)
}

/// Every file under `dir`, in a fixed order.
pub(crate) fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    let entries = fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut paths = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn compressible(file: &Path) -> bool {
    file.extension().is_some_and(|ext| COMPRESSIBLE.iter().any(|known| ext == *known))
}

/// Writes the sibling, or removes a former build's where it would be no gain.
/// Answers how many bytes a client fetches.
fn keep_if_smaller(file: &Path, ext: &str, bytes: &[u8], small: Vec<u8>) -> Outcome<usize> {
    let mut sibling = file.as_os_str().to_owned();
    sibling.push(".");
    sibling.push(ext);
    let sibling = PathBuf::from(sibling);
    if small.len() < bytes.len() {
        fs::write(sibling, &small)?;
        return Ok(small.len());
    }
    if sibling.exists() {
        fs::remove_file(sibling)?;
    }
    Ok(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siblings_appear_where_they_gain_and_vanish_where_they_do_not() {
        let dir = std::env::temp_dir().join(format!("tilik-compress-{}", std::process::id()));
        let inner = dir.join("inner");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("long.css"), "p { color: inherit }\n".repeat(40)).unwrap();
        fs::write(dir.join("tiny.js"), "1").unwrap();
        fs::write(dir.join("tiny.js.gz"), "left by a former build").unwrap();
        fs::write(dir.join("photo.webp"), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").unwrap();

        run(&dir).unwrap();
        // A second run must not compress the compressed.
        run(&dir).unwrap();

        let mut files = Vec::new();
        collect(&dir, &mut files).unwrap();
        let names: Vec<_> = files.iter().map(|f| f.strip_prefix(&dir).unwrap()).collect();
        let expected = ["inner/long.css", "inner/long.css.br", "inner/long.css.gz", "photo.webp", "tiny.js"];
        assert_eq!(names, expected.map(Path::new));
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn a_folder_without_a_site_is_an_error() {
        assert!(run(Path::new("/nonexistent/dist")).is_err());
    }
}
