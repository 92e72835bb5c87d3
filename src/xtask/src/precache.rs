//! The service workers. Each is the script of `src/web/service-worker.js` with one
//! release put in: the list of its files, every one with the SHA-256 of its content.
//!
//! The pages of a language go in one file. They differ little, so together they
//! travel in a quarter of the bytes that they would take one by one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tilik_pages::text::Language;

use crate::{Outcome, budget, manifest, prerender};

/// The script that all workers are made of. It stays beside them, for the site to be
/// made for another path, and is registered by nobody.
pub(crate) const SCRIPT: &str = "service-worker.js";

/// The word in it that a release is put in place of.
const PLACE: &str = "@release@";

/// What a resident's page asks for later than at its first load.
pub(crate) const LATER: [&str; 9] = [
    "bantuan.svg",
    "icon.svg",
    "listen.js",
    "pictograms.svg",
    "picture.js",
    "proof-worker.js",
    "queue.js",
    "stay.js",
    // Without the PNGs: a phone asks for them once, when somebody installs the site.
    manifest::FILE,
];

/// A worker to be written.
struct Worker {
    /// Its file. Its scope is said by whoever registers it.
    file: &'static str,
    /// What the browser's caches are named by.
    name: &'static str,
    /// The files that are always kept.
    files: Vec<PathBuf>,
    /// What is kept for one language alone. The first is kept whatever is chosen.
    languages: Vec<Tongue>,
    /// All languages are kept at once.
    whole: bool,
}

/// What belongs to a language.
struct Tongue {
    tag: &'static str,
    /// Its texts, and what else a page in it asks for.
    files: Vec<PathBuf>,
    /// Its pages by their names.
    pages: Vec<(&'static str, PathBuf)>,
}

/// Writes the workers of the site in `dir`.
pub(crate) fn run(dir: &Path) -> Outcome<ExitCode> {
    let workers = [residents(dir)?, kiosk(dir)?];
    for worker in workers {
        write(dir, &worker)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the worker of the residents' pages alone, for the site in `dir` as it was made
/// in `out` for another path.
pub(crate) fn for_residents(dir: &Path, out: &Path) -> Outcome<()> {
    write(out, &residents(dir)?)
}

/// Writes one worker, and the files that only it needs.
fn write(dir: &Path, worker: &Worker) -> Outcome<()> {
    let script = fs::read_to_string(dir.join(SCRIPT)).map_err(|error| format!("{SCRIPT}: {error}"))?;
    fs::write(dir.join(worker.file), with_release(&script, &release(dir, worker)?)?)?;
    Ok(())
}

/// The worker of the residents' pages.
fn residents(dir: &Path) -> Outcome<Worker> {
    let index = Path::new("index.html");
    let texts = Path::new(Language::Indonesian.file());
    let first = budget::first_load(dir, index)?.into_keys().filter(|path| path != index && path != texts);
    Ok(Worker {
        file: "sw.js",
        name: "warga",
        files: first.chain(LATER.into_iter().map(PathBuf::from)).collect(),
        languages: Language::ALL.map(tongue).into(),
        whole: false,
    })
}

/// The worker of a kiosk: the residents' release, whole, and the kiosk's own files. It
/// has the site's scope, so that its screen and the pages in it are of one release.
fn kiosk(dir: &Path) -> Outcome<Worker> {
    const FILE: &str = "kiosk-sw.js";
    let Worker { mut files, languages, .. } = residents(dir)?;
    let mut own = vec![PathBuf::from("kiosk.html")];
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        let is_own = name.to_str().is_some_and(|name| name.starts_with("kiosk-") && name != FILE);
        own.extend(is_own.then(|| name.into()));
    }
    own.sort();
    files.extend(own);
    Ok(Worker { file: FILE, name: "kios", files, languages, whole: true })
}

fn tongue(language: Language) -> Tongue {
    Tongue {
        tag: language.tag(),
        files: vec![language.file().into(), prerender::beside(language)],
        pages: prerender::files(language).collect(),
    }
}

/// A worker's release: the list, and its name, which is the list's own hash.
fn release(dir: &Path, worker: &Worker) -> Outcome<Value> {
    let mut languages = BTreeMap::new();
    for tongue in &worker.languages {
        let pages = together(dir, tongue)?;
        let mut files = hashes(dir, &tongue.files)?;
        files.extend(hashes(dir, std::slice::from_ref(&pages))?);
        languages.insert(tongue.tag, json!({ "pages": address(&pages), "files": files }));
    }
    let home = worker.languages.first().ok_or("a worker needs a language")?.tag;
    let mut list = json!({
        "name": worker.name, "home": home, "files": hashes(dir, &worker.files)?, "languages": languages,
    });
    let name = hex(list.to_string().as_bytes());
    list["release"] = json!(name.get(..16));
    list["whole"] = json!(worker.whole);
    Ok(list)
}

/// Writes a language's pages into one file, named by its content, and answers where.
fn together(dir: &Path, tongue: &Tongue) -> Outcome<PathBuf> {
    let mut pages = BTreeMap::new();
    for (name, file) in &tongue.pages {
        pages.insert(*name, read(dir, file)?);
    }
    let mut texts = BTreeMap::new();
    for (name, page) in pages {
        texts.insert(name, String::from_utf8(page)?);
    }
    let content = serde_json::to_string(&texts)?;
    let hash = hex(content.as_bytes());
    // Sixteen digits without a letter would look like somebody's NIK in an address.
    let with_letter = |part: &&str| part.bytes().any(|byte| byte.is_ascii_alphabetic());
    let name = (0..=48).filter_map(|at| hash.get(at..at + 16)).find(with_letter).unwrap_or_default();
    let file = ["pages/", tongue.tag, "-", name, ".json"].concat();
    fs::create_dir_all(dir.join("pages"))?;
    fs::write(dir.join(&file), content)?;
    Ok(file.into())
}

/// The script with that release.
fn with_release(script: &str, release: &Value) -> Outcome<String> {
    // Whatever quotes a minifier left around it.
    let place = ['"', '\''].map(|quote| format!("{quote}{PLACE}{quote}"));
    let place = place.iter().find(|place| script.contains(place.as_str())).map_or(PLACE, String::as_str);
    if script.matches(PLACE).count() != 1 || place == PLACE {
        return Err(format!("{SCRIPT} needs one place for a release, and needs it quoted").into());
    }
    Ok(script.replace(place, &release.to_string()))
}

fn hashes(dir: &Path, files: &[PathBuf]) -> Outcome<BTreeMap<String, String>> {
    files.iter().map(|file| Ok((address(file), hex(&read(dir, file)?)))).collect()
}

fn read(dir: &Path, file: &Path) -> Outcome<Vec<u8>> {
    Ok(fs::read(dir.join(file)).map_err(|error| format!("a worker keeps {}: {error}", file.display()))?)
}

/// A file's address below the site's base.
fn address(file: &Path) -> String {
    file.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "(function(){var r=\"@release@\";})()";

    fn site(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("tilik-precache-{name}-{}", std::process::id()));
        for language in Language::ALL {
            for (name, file) in prerender::files(language) {
                let file = dir.join(file);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, format!("<title>{name} \"{}\"</title><script src=boot.js>", language.tag())).unwrap();
            }
            fs::create_dir_all(dir.join("lang")).unwrap();
            fs::write(dir.join(language.file()), language.tag()).unwrap();
            fs::write(dir.join(prerender::beside(language)), "").unwrap();
        }
        for file in LATER.into_iter().chain(["boot.js", "template.html", "boot.js.br", "kiosk.html", "kiosk-1.js"]) {
            fs::write(dir.join(file), file).unwrap();
        }
        fs::write(dir.join(SCRIPT), PLAIN).unwrap();
        dir
    }

    fn list(dir: &Path) -> Value {
        let script = fs::read_to_string(dir.join("sw.js")).unwrap();
        let list = script.strip_prefix("(function(){var r=").and_then(|rest| rest.strip_suffix(";})()"));
        serde_json::from_str(list.unwrap()).unwrap()
    }

    #[test]
    fn the_list_has_what_a_page_needs_and_each_files_hash() {
        let dir = site("list");
        run(&dir).unwrap();
        let list = list(&dir);
        // sha256sum of "boot.js".
        assert_eq!(list["files"]["boot.js"], hex(b"boot.js"));
        assert_eq!(hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let files: Vec<&String> = list["files"].as_object().unwrap().keys().collect();
        assert_eq!(files.len(), LATER.len() + 1, "{files:?}");
        assert_eq!((&list["name"], &list["home"]), (&json!("warga"), &json!("id")));
        for language in Language::ALL {
            let kept = &list["languages"][language.tag()];
            assert_eq!(kept["files"][language.file()], hex(language.tag().as_bytes()));
            let file = kept["pages"].as_str().unwrap();
            let content = fs::read(dir.join(file)).unwrap();
            assert_eq!(kept["files"][file], hex(&content));
            let pages: BTreeMap<String, String> = serde_json::from_slice(&content).unwrap();
            assert_eq!(pages.len(), prerender::files(language).count());
            for (name, file) in prerender::files(language) {
                assert_eq!(pages[name], fs::read_to_string(dir.join(file)).unwrap());
            }
        }
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn a_kiosk_keeps_its_own_files_and_every_language() {
        let dir = site("kiosk");
        run(&dir).unwrap();
        let script = fs::read_to_string(dir.join("kiosk-sw.js")).unwrap();
        let found = script.strip_prefix("(function(){var r=").and_then(|rest| rest.strip_suffix(";})()"));
        let kiosk: Value = serde_json::from_str(found.unwrap()).unwrap();
        assert_eq!((&kiosk["name"], &kiosk["whole"]), (&json!("kios"), &json!(true)));
        let residents = list(&dir);
        assert_eq!(residents["whole"], json!(false));
        assert!(residents["files"]["kiosk-1.js"].is_null(), "residents pay nothing for it");
        for file in residents["files"].as_object().unwrap().keys() {
            assert_eq!(kiosk["files"][file], residents["files"][file]);
        }
        assert_eq!(kiosk["files"]["kiosk-1.js"], hex(b"kiosk-1.js"));
        assert!(kiosk["files"]["kiosk-sw.js"].is_null());
        assert_eq!(kiosk["files"]["kiosk.html"], hex(b"kiosk.html"));
        for language in Language::ALL {
            assert_eq!(kiosk["languages"][language.tag()], residents["languages"][language.tag()]);
        }
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn another_content_is_another_release_and_the_same_is_the_same() {
        let dir = site("name");
        let name = |dir: &Path| {
            fs::write(dir.join(SCRIPT), PLAIN).unwrap();
            run(dir).unwrap();
            list(dir)["release"].as_str().unwrap().to_owned()
        };
        let first = name(&dir);
        assert_eq!(first.len(), 16);
        assert_eq!(name(&dir), first);
        fs::write(dir.join("listen.js"), "changed").unwrap();
        let second = name(&dir);
        assert_ne!(second, first);
        fs::write(dir.join("jv/404.html"), "changed").unwrap();
        assert_ne!(name(&dir), second, "a page is part of it");
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn what_is_listed_must_be_there() {
        let dir = site("missing");
        fs::remove_file(dir.join("picture.js")).unwrap();
        assert!(run(&dir).unwrap_err().to_string().contains("picture.js"));
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn a_script_has_one_place_for_its_release() {
        let list = json!({ "name": "a" });
        assert_eq!(with_release("var r='@release@';", &list).unwrap(), "var r={\"name\":\"a\"};");
        for script in ["", "r=@release@", "a('@release@');b('@release@')"] {
            assert!(with_release(script, &list).is_err(), "{script}");
        }
    }
}
