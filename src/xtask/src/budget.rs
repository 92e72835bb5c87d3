//! The weight of a resident's first load, held against a ceiling. A resident
//! pays for it by the kilobyte, on a slow link, so it may not creep.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use crate::grown::{self, Weights};
use crate::{Outcome, page, squeeze};

/// The weights when somebody last looked at them and found them right.
const RECORD: &str = "src/xtask/weights.tsv";

/// Bytes of brotli that may be fetched before the program is in charge: 75 KB.
const BUDGET: usize = 75 * 1024;

/// And of those for the program alone: 60 KB.
const PROGRAM_BUDGET: usize = 60 * 1024;

/// One fetched file's sizes in bytes.
struct Weight {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Weighs the site in `dir` in every language, prints the heaviest, and fails above
/// the budget, telling what grew since the weights were recorded. `program` is the
/// compiled program with its functions' names; `record` keeps the weights.
pub(crate) fn run(dir: &Path, program: Option<&Path>, record: bool) -> Outcome<ExitCode> {
    let mut heaviest: Vec<Weight> = Vec::new();
    for folder in ["", "jv", "mad", "en"] {
        let index = Path::new(folder).join("index.html");
        if folder.is_empty() || dir.join(&index).is_file() {
            let weights = weighed(first_load(dir, &index)?)?;
            if total(&weights) > total(&heaviest) {
                heaviest = weights;
            }
        }
    }
    print_table(&heaviest);
    let mut now: Weights = heaviest.iter().map(|w| (grown::unhashed(&w.name), w.brotli)).collect();
    if let Some(program) = program {
        now.extend(grown::by_crate(&fs::read(program)?).ok_or("the program cannot be read")?);
    }
    if record {
        fs::write(RECORD, grown::table(&now))?;
    }
    match verdict(&heaviest) {
        Ok(text) => {
            println!("{text}");
            Ok(ExitCode::SUCCESS)
        }
        Err(text) => {
            eprintln!("{text}");
            let before = fs::read_to_string(RECORD).unwrap_or_default();
            eprint!("{}", grown::since(&grown::read(&before), &now));
            Ok(ExitCode::FAILURE)
        }
    }
}

fn weighed(files: BTreeMap<PathBuf, Vec<u8>>) -> Outcome<Vec<Weight>> {
    let mut weights = Vec::new();
    for (name, bytes) in files {
        // A file that does not shrink is sent as it is.
        let at_most = |small: Vec<u8>| small.len().min(bytes.len());
        weights.push(Weight {
            name: name.display().to_string(),
            raw: bytes.len(),
            gzip: at_most(squeeze::gzip(&bytes)?),
            brotli: at_most(squeeze::brotli(&bytes)?),
        });
    }
    weights.sort_by_key(|w| std::cmp::Reverse(w.brotli));
    Ok(weights)
}

fn total(weights: &[Weight]) -> usize {
    weights.iter().map(|w| w.brotli).sum()
}

/// Everything the first load fetches, by its path in the site.
pub(crate) fn first_load(dir: &Path, index: &Path) -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
    let html = fs::read_to_string(dir.join(index))
        .map_err(|e| format!("{}: {e}; run `make build` first", dir.join(index).display()))?;
    let mut waiting: Vec<PathBuf> =
        page::fetched_by(&html).iter().filter_map(|url| local(Path::new(""), url)).collect();
    let mut files = BTreeMap::from([(index.to_owned(), html.into_bytes())]);
    while let Some(path) = waiting.pop() {
        if files.contains_key(&path) {
            continue;
        }
        let bytes =
            fs::read(dir.join(&path)).map_err(|e| format!("the first load asks for {}: {e}", path.display()))?;
        if path.extension().is_some_and(|ext| ext == "js") {
            let folder = path.parent().unwrap_or(Path::new(""));
            let script = String::from_utf8_lossy(&bytes);
            waiting.extend(page::imported_by(&script).iter().filter_map(|url| local(folder, url)));
        }
        files.insert(path, bytes);
    }
    Ok(files)
}

/// The path in the site of what `url` names, seen from `folder`; none for another host's.
fn local(folder: &Path, url: &str) -> Option<PathBuf> {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    if url.is_empty() || url.starts_with("//") || url.contains(':') {
        return None;
    }
    let joined = match url.strip_prefix('/') {
        Some(from_root) => PathBuf::from(from_root),
        None => folder.join(url),
    };
    let mut path = PathBuf::new();
    for part in joined.components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    Some(path)
}

fn print_table(weights: &[Weight]) {
    println!("{:>9} {:>9} {:>9}  first load", "raw", "gzip", "brotli");
    for w in weights {
        println!("{:>9} {:>9} {:>9}  {}", w.raw, w.gzip, w.brotli, w.name);
    }
    let sum = |size: fn(&Weight) -> usize| weights.iter().map(size).sum::<usize>();
    println!("{:>9} {:>9} {:>9}  total", sum(|w| w.raw), sum(|w| w.gzip), sum(|w| w.brotli));
}

/// Whether the load keeps within the budgets, in words.
fn verdict(weights: &[Weight]) -> Result<String, String> {
    let program = weights.iter().filter(|w| w.name.ends_with(".wasm")).map(|w| w.brotli).sum();
    held("the program", program, PROGRAM_BUDGET)?;
    held("the first load", total(weights), BUDGET)
}

fn held(what: &str, weight: usize, budget: usize) -> Result<String, String> {
    match budget.checked_sub(weight) {
        Some(spare) => Ok(format!("{what} is within its budget of {budget} bytes, {spare} to spare")),
        None => Err(format!("{what} is over its budget of {budget} bytes by {}", weight - budget)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(name: &str, brotli: usize) -> Weight {
        Weight { name: name.to_owned(), raw: brotli, gzip: brotli, brotli }
    }

    #[test]
    fn the_budgets_themselves_are_still_within() {
        let weights = [weight("a.wasm", PROGRAM_BUDGET), weight("a.js", BUDGET - PROGRAM_BUDGET)];
        assert_eq!(verdict(&weights), Ok(format!("the first load is within its budget of {BUDGET} bytes, 0 to spare")));
    }

    #[test]
    fn one_byte_above_fails() {
        let weights = [weight("a.js", BUDGET - PROGRAM_BUDGET + 1), weight("a.wasm", PROGRAM_BUDGET)];
        assert_eq!(verdict(&weights), Err(format!("the first load is over its budget of {BUDGET} bytes by 1")));
        let weights = [weight("a.wasm", PROGRAM_BUDGET + 2)];
        assert_eq!(verdict(&weights), Err(format!("the program is over its budget of {PROGRAM_BUDGET} bytes by 2")));
    }

    #[test]
    fn urls_are_found_in_the_site() {
        let at = |folder: &str, url: &str| local(Path::new(folder), url);
        assert_eq!(at("", "./a.js?v=1"), Some("a.js".into()));
        assert_eq!(at("", "/css/a.css#x"), Some("css/a.css".into()));
        assert_eq!(at("snippets/x", "../y.js"), Some("snippets/y.js".into()));
        assert_eq!(at("", "https://example.org/a.js"), None);
        assert_eq!(at("", "//example.org/a.js"), None);
        assert_eq!(at("", "data:text/css,"), None);
        assert_eq!(at("", ""), None);
    }

    #[test]
    fn the_first_load_follows_imports_and_misses_nothing() {
        let dir = std::env::temp_dir().join(format!("tilik-budget-{}", std::process::id()));
        fs::create_dir_all(dir.join("snippets")).unwrap();
        fs::write(dir.join("index.html"), "<script type=module src=/a.js></script>").unwrap();
        fs::write(dir.join("a.js"), "import './snippets/b.js'; import './a.js'").unwrap();
        fs::write(dir.join("snippets/b.js"), "1").unwrap();
        fs::write(dir.join("later.js"), "2").unwrap();
        let names: Vec<_> = first_load(&dir, Path::new("index.html")).unwrap().into_keys().collect();
        assert_eq!(names, ["a.js", "index.html", "snippets/b.js"].map(PathBuf::from));

        fs::remove_file(dir.join("snippets/b.js")).unwrap();
        let error = first_load(&dir, Path::new("index.html")).unwrap_err().to_string();
        assert!(error.contains("snippets/b.js"), "{error}");
        fs::remove_dir_all(&dir).unwrap();
    }
}
