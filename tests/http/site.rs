//! The static site: precompressed files, caching, deep links. The harness serves a
//! site of its own, a page and one hashed script.

use tilik_tests::Server;

const SCRIPT: &str = "/tilik-web-0123456789abcdef.js";

#[test]
fn compressed_siblings_go_to_whoever_takes_them() {
    let server = Server::start();
    let get = |encoding: &str| server.get(SCRIPT).header("Accept-Encoding", encoding).send();
    for (accepted, encoding, text) in
        [("br, gzip", "br", "// as brotli"), ("gzip, deflate, br", "br", "// as brotli"), ("identity", "", "// plain")]
    {
        let answer = get(accepted);
        assert_eq!((answer.status, answer.header("content-encoding")), (200, encoding), "{accepted}");
        assert_eq!(answer.text(), text, "{accepted}");
        assert!(answer.header("content-type").contains("javascript"), "{}", answer.header("content-type"));
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"), "{accepted}");
    }
}

#[test]
fn hashed_files_are_kept_for_good_and_the_page_is_not() {
    let server = Server::start();
    let script = server.get(SCRIPT).header("Accept-Encoding", "identity").send();
    let kept = script.header("cache-control");
    assert!(kept.contains("immutable") && kept.contains("max-age=31536000"), "{kept}");
    for path in ["/", "/cek", "/lapor", "/status"] {
        let page = server.get(path).send();
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().starts_with("<!doctype html>"), "{path}");
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        assert_eq!(page.header("cache-control"), "no-cache", "{path}");
    }
}

#[test]
fn a_missing_file_is_not_the_page() {
    let server = Server::start();
    for path in ["/tilik-web-fedcba9876543210.js", "/missing.css", "/icons/missing.png"] {
        let answer = server.get(path).send();
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.header("cache-control").contains("immutable"), "{path}");
    }
}

#[test]
fn nothing_outside_the_site_is_served() {
    let server = Server::start();
    for path in ["/../secrets.toml", "/%2e%2e/secrets.toml", "/..%2fsecrets.toml", "/%2e%2e%2ftilik.db"] {
        let answer = server.get(path).send();
        assert!(!answer.text().contains("key") || answer.text().starts_with("<!doctype html>"), "{path}");
        assert!(!answer.text().starts_with("SQLite format"), "{path}");
    }
}

#[test]
fn a_page_comes_in_the_language_of_its_address_or_the_one_chosen_before() {
    let server = Server::start();
    let shown = |path: &str, cookie: &str| {
        let answer = server.get(path).header("Cookie", cookie).send();
        (answer.status, answer.text().contains("lang=\"jv\""), answer.header("set-cookie").to_owned())
    };
    let (status, javanese, cookie) = shown("/jv/cek", "");
    assert!(status == 200 && javanese && cookie.starts_with("bahasa=jv;"), "{status} {cookie}");
    assert_eq!(shown("/cek", "bahasa=jv"), (200, true, String::new()));
    let (_, javanese, cookie) = shown("/id/cek", "bahasa=jv");
    assert!(!javanese && cookie.starts_with("bahasa=id;"), "{cookie}");
    assert_eq!(shown("/cek", "other=1"), (200, false, String::new()));
    assert!(server.get("/cek").send().header("vary").contains("cookie"));
    assert_eq!(server.get("/template.html").send().status, 404);
}
