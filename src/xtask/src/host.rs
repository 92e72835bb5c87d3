//! The site for a static host: at any path, while `tilik serve` answers on an origin of
//! its own. The pages are made anew for that path; where the API is stands in `<base>`,
//! for the program, and in the forms, for who has none. docs/hosting.md has the rest.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use tilik_pages::html::{self, Template};
use tilik_pages::policy::policy;
use tilik_pages::text::Language;

use crate::{Outcome, compress, precache, prerender};

/// Where the site will be.
#[derive(Debug, PartialEq)]
struct Place {
    /// The path it lives under: `/`, `/tilik/`.
    base: String,
    /// The origin of `tilik serve`.
    api: String,
    /// The origins that may frame a page.
    framers: Vec<String>,
}

impl Place {
    fn read(options: &[&str]) -> Outcome<Self> {
        let (mut base, mut api, mut framers) = (None, None, Vec::new());
        for option in options.chunks(2) {
            match *option {
                ["--base", path] => base = Some(path.to_owned()),
                ["--api", url] => api = Some(origin(url)?),
                ["--framed-by", url] => framers.push(origin(url)?),
                _ => return Err(format!("{} is no option, or lacks its value", option.join(" ")).into()),
            }
        }
        let base = base.ok_or("--base is missing: the path the site lives under, /tilik/")?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
        if !base.starts_with('/') || !base.ends_with('/') || base.contains("//") || !base.bytes().all(plain) {
            return Err(format!("{base} is no path; it begins and ends with a slash").into());
        }
        let api = api.ok_or("--api is missing: the origin of tilik serve, https://api.example.go.id")?;
        Ok(Self { base, api, framers })
    }

    /// The headers of every file.
    fn headers(&self, style: &str) -> [(&'static str, String); 4] {
        let framers = self.framers.iter().fold("'self'".to_owned(), |all, one| all + " " + one);
        let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
        [
            ("Content-Security-Policy", policy(Some(&hash), &framers, Some(&self.api))),
            ("X-Content-Type-Options", "nosniff".into()),
            // The API lets a form through by the origin that it comes from.
            ("Referrer-Policy", "strict-origin".into()),
            ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()".into()),
        ]
    }
}

/// A URL that is an origin: a scheme and a host, and perhaps a port.
fn origin(url: &str) -> Outcome<String> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
    if host.is_empty() || !host.bytes().all(plain) {
        return Err(format!("{url} is no origin; write it as https://api.example.go.id").into());
    }
    Ok(url.to_owned())
}

/// Writes the site in `dir` into `out`, which must not be there yet.
pub(crate) fn run(dir: &Path, out: &Path, options: &[&str]) -> Outcome<ExitCode> {
    let place = Place::read(options)?;
    let file = fs::read_to_string(dir.join(Template::FILE))
        .map_err(|error| format!("{}: {error}; run `make build` first", dir.join(Template::FILE).display()))?;
    let template = Template::parse(&moved(&file, &place)?).ok_or("template.html lacks a place for a page")?;
    let style = between(&file, "<style>", "</style>").ok_or("template.html has no style")?;
    fs::create_dir(out).map_err(|error| format!("{}: {error}", out.display()))?;

    let mut hashed = copy(dir, out)?;
    for (language, name, document) in prerender::documents(&template, &place.base) {
        // A form without the program is answered by the API's origin.
        let own = format!("action=\"{}", place.base);
        let document = document.replace(&own, &format!("action=\"{}/", place.api));
        // Choosing Indonesian names it: a static host knows no cookie.
        let folders = [(language == Language::Indonesian).then_some(""), Some(language.tag())];
        for folder in folders.into_iter().flatten().map(|folder| out.join(folder)) {
            write(&folder.join(name).with_extension("html"), &document)?;
            // Some hosts find `cek` as `cek.html`, others as `cek/index.html`.
            if !matches!(name, "index" | "404") {
                write(&folder.join(name).join("index.html"), &document)?;
            }
        }
    }
    for language in Language::ALL {
        fs::write(out.join(prerender::beside(language)), html::beside(language, &place.base))?;
    }
    // The announced lists are drawn by the server alone: their address leads there.
    for name in ["daftar.html", "daftar/index.html"] {
        write(&out.join(name), &elsewhere(&format!("{}/daftar", place.api)))?;
    }
    // What the worker keeps are the pages of this path.
    precache::for_residents(dir, out)?;
    for kept in fs::read_dir(out.join("pages"))? {
        hashed.push(Path::new("pages").join(kept?.file_name()));
    }
    compress::run(out)?;
    let headers = place.headers(style);
    write(&out.join("_headers"), &rules(&place.base, &headers, &hashed))?;
    println!("every file of {}:", place.base);
    for (name, value) in &headers {
        println!("  {name}: {value}");
    }
    println!("files with a hash in their names:\n  {KEPT}\nall others:\n  Cache-Control: no-cache");
    Ok(ExitCode::SUCCESS)
}

/// What says that a file never changes.
const KEPT: &str = "Cache-Control: public, max-age=31536000, immutable";

fn between<'text>(text: &'text str, start: &str, end: &str) -> Option<&'text str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

fn write(path: &Path, content: &str) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, content)?)
}

/// A page that leads elsewhere at once, also without a script.
fn elsewhere(url: &str) -> String {
    format!(
        "<!doctype html><html lang=\"id\"><meta charset=\"utf-8\"><title>Tilik</title>\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\"><a href=\"{url}\">{url}</a></html>\n"
    )
}

/// The template for another path. Trunk names its files from the root.
fn moved(template: &str, place: &Place) -> Outcome<String> {
    if !template.contains("<base href=\"/\"") {
        return Err("the site in template.html is not built for the root".into());
    }
    let head = template.replace("=\"/", &format!("=\"{}", place.base));
    let base = format!("<base href=\"{}\"", place.base);
    Ok(head.replace(&base, &format!("{base} data-api=\"{}/\"", place.api)))
}

/// Copies all but what is made anew (pages, workers, compressed siblings) and the kiosk,
/// which is served by `tilik serve` alone. The files with a hash in their names are told.
fn copy(dir: &Path, out: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    compress::collect(dir, &mut files)?;
    let mut hashed = Vec::new();
    for file in files {
        let path = file.strip_prefix(dir)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let made_anew = [".html", ".br", ".gz", "sw.js"].iter().any(|end| name.ends_with(end));
        let left_out =
            path.starts_with("pages") || ["kiosk-", "console-", "."].iter().any(|start| name.starts_with(start));
        if made_anew || left_out {
            continue;
        }
        let to = out.join(path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, to)?;
        if is_hashed(&name) {
            hashed.push(path.to_owned());
        }
    }
    Ok(hashed)
}

/// Whether a name carries the hash of its content: sixteen digits as Trunk writes them.
fn is_hashed(name: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    name.split(['-', '_', '.']).any(|part| part.len() == 16 && digits(part))
}

/// The file `_headers`, as Cloudflare Pages and Netlify read it. What is not kept for
/// good they have browsers ask for again by themselves.
fn rules(base: &str, headers: &[(&str, String)], hashed: &[PathBuf]) -> String {
    let mut rules = format!("{base}*\n");
    for (name, value) in headers {
        let _ = writeln!(rules, "  {name}: {value}");
    }
    for file in hashed {
        let _ = writeln!(rules, "{base}{}\n  {KEPT}", file.display());
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "<html lang=\"@lang@\"><title>@title@</title>@description@<base href=\"/\">\
        <style>p{margin:0}</style><link rel=\"icon\" href=\"icon.svg\">\
        <!--program-->@texts@<script src=\"/boot-0123456789abcdef.js\" async></script><!--/program-->@print@@page@@stopped@";

    fn site() -> PathBuf {
        let dir = std::env::temp_dir().join(format!("tilik-host-{}", std::process::id()));
        fs::create_dir_all(dir.join("lang")).unwrap();
        for (name, content) in [
            (Template::FILE, TEMPLATE),
            ("index.html", "old"),
            ("index.html.br", "old"),
            (".stamp", "old"),
            ("boot-0123456789abcdef.js", "1"),
            ("lang/id-fedcba9876543210.txt", "satu"),
            ("embed.js", "2"),
        ] {
            fs::write(dir.join(name), content).unwrap();
        }
        for language in Language::ALL {
            fs::write(dir.join(language.file()), language.tag()).unwrap();
        }
        for file in precache::LATER {
            fs::write(dir.join(file), file).unwrap();
        }
        fs::write(dir.join(precache::SCRIPT), "var release = '@release@';").unwrap();
        fs::write(dir.join("kiosk-sw.js"), "old").unwrap();
        dir
    }

    #[test]
    fn the_site_is_made_for_its_path_and_its_api() {
        let dir = site();
        let out = dir.with_extension("out");
        let options = ["--base", "/bansos/", "--api", "https://api.example", "--framed-by", "https://desa.example"];
        run(&dir, &out, &options).unwrap();
        let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
        let page = read("jv/cek.html");
        assert!(page.contains("<base href=\"/bansos/\" data-api=\"https://api.example/\">"), "{page}");
        assert!(page.contains("src=\"/bansos/boot-0123456789abcdef.js\"") && page.contains("href=\"icon.svg\""));
        assert!(page.contains("action=\"https://api.example/jv/cek\"") && page.contains("href=\"/bansos/jv/status\""));
        for same in ["jv/cek/index.html", "jv/cek.html"] {
            assert_eq!(read(same), page);
        }
        assert!(read("jv/stay.html").contains("href=\"/bansos/jv/hasil\""));
        assert_eq!(read("id/lapor.html"), read("lapor/index.html"));
        assert!(read("daftar.html").contains("url=https://api.example/daftar\""));
        assert!(read("index.html").contains("id=\"nik\"") && !read("404.html").contains("old"));
        assert!(!out.join(Template::FILE).exists() && !out.join(".stamp").exists());
        assert!(!out.join("kiosk-sw.js").exists());
        // The worker has the pages of this path.
        let worker = read("sw.js");
        let pages = worker.split("\"pages/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(read(&format!("pages/{pages}")).contains("href=\\\"/bansos/"), "{pages}");
        let rules = read("_headers");
        assert!(rules.starts_with("/bansos/*\n  Content-Security-Policy: default-src 'none'; "), "{rules}");
        assert!(rules.contains("form-action 'self' https://api.example; style-src 'self' 'sha256-"), "{rules}");
        assert!(rules.contains("frame-ancestors 'self' https://desa.example\n"), "{rules}");
        assert!(rules.contains("/bansos/lang/id-fedcba9876543210.txt\n  Cache-Control: public"), "{rules}");
        assert!(!rules.contains("/bansos/embed.js"), "{rules}");
        assert!(run(&dir, &out, &options).is_err(), "nothing is written over");
        fs::remove_dir_all(&dir).unwrap();
        fs::remove_dir_all(&out).unwrap();
    }

    #[test]
    fn a_place_that_is_none_is_told() {
        let read = |text: &str| Place::read(&text.split(' ').collect::<Vec<_>>());
        let place = read("--base / --api http://127.0.0.1:8080").unwrap();
        assert_eq!((place.base.as_str(), place.framers.len()), ("/", 0));
        for wrong in [
            "--base /tilik/",
            "--api https://api.example",
            "--base /tilik --api https://api.example",
            "--base tilik/ --api https://api.example",
            "--base /a//b/ --api https://api.example",
            "--base /\"x/ --api https://api.example",
            "--base / --api https://api.example/v1",
            "--base / --api api.example",
            "--base / --api",
            "--bass / --api https://api.example",
            "--base / --api https://api.example --framed-by *",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
