//! Headers that every answer carries, and what other origins may do.

use serde_json::json;
use std::collections::BTreeSet;
use tilik_tests::bodies::about_self;
use tilik_tests::{Answer, Lists, Server, card, new_key, nik};

#[test]
fn every_answer_of_the_api_is_uncached_and_has_an_id_of_its_own() {
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1)]));
    let answers: Vec<(&str, Answer)> = vec![
        ("challenge", server.get("/api/v1/challenge").send()),
        ("openapi", server.get("/api/openapi.json").send()),
        ("rules", server.get("/api/v1/rules").send()),
        ("check", server.try_check(&nik(1))),
        ("422", server.try_check("1")),
        ("report", server.try_report(&new_key(), &about_self(&nik(1)))),
        ("400", server.try_report("no key", &about_self(&nik(1)))),
        ("404 status", server.try_status(&json!({ "ticket": "K7Q2-M4XD-9", "nik": nik(1) }))),
        ("404 path", server.get("/api/v1/nothing").send()),
        ("405", server.get("/api/v1/checks").send()),
        ("413", server.post("/api/v1/checks").body("application/json", " ".repeat(70_000)).send_unread()),
        ("415", server.post("/api/v1/checks").body("text/plain", "x").send()),
        ("not JSON", server.post("/api/v1/checks").body("application/json", "x").send()),
    ];
    for (what, answer) in &answers {
        assert_eq!(answer.header("cache-control"), "no-store", "{what} {}", answer.status);
        assert!(!answer.header("x-request-id").is_empty(), "{what} {}", answer.status);
    }
    let ids: BTreeSet<&str> = answers.iter().map(|(_, answer)| answer.header("x-request-id")).collect();
    assert_eq!(ids.len(), answers.len());
}

#[test]
fn a_request_id_of_the_sender_is_no_way_into_the_log() {
    let server = Server::builder().set("TILIK_LOG", "trace").start();
    let answer =
        server.post("/api/v1/checks").header("X-Request-Id", "3510161203850001").json(&json!({ "nik": nik(1) })).send();
    assert_ne!(answer.header("x-request-id"), "3510161203850001");
    assert!(!server.log().contains("3510161203850001"));
}

fn policy(answer: &Answer) -> Vec<Vec<String>> {
    let header = answer.header("content-security-policy");
    assert!(!header.is_empty());
    header.split(';').map(|part| part.split_whitespace().map(str::to_owned).collect()).collect()
}

fn sources(answer: &Answer, directive: &str) -> Vec<String> {
    let policy = policy(answer);
    let found = policy.iter().find(|part| part.first().is_some_and(|name| name == directive));
    found.unwrap_or_else(|| panic!("no {directive} in {policy:?}"))[1..].to_vec()
}

#[test]
fn pages_carry_a_policy_without_inline_scripts() {
    let server = Server::start();
    for path in ["/", "/cek", "/lapor"] {
        let page = server.get(path).send();
        assert_eq!(page.status, 200, "{path}");
        let header = page.header("content-security-policy").to_owned();
        assert!(!header.contains("'unsafe-inline'") && !header.contains("'unsafe-eval'"), "{header}");
        let mut scripts = sources(&page, "script-src");
        scripts.sort();
        assert_eq!(scripts, ["'self'", "'wasm-unsafe-eval'"]);
        // A `<base>` decides at run time under which path the app lives, so the page
        // itself may have one, and nobody else's may be put in.
        assert!(["'none'", "'self'"].contains(&sources(&page, "base-uri").join(" ").as_str()));
        assert_eq!(sources(&page, "form-action"), ["'self'"]);
        assert_eq!(sources(&page, "default-src").len(), 1);
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }
}

#[test]
fn nobody_may_embed_it_unless_named() {
    let alone = Server::start();
    let ancestors = sources(&alone.get("/").send(), "frame-ancestors");
    assert!(ancestors.iter().all(|source| ["'none'", "'self'"].contains(&source.as_str())), "{ancestors:?}");

    let embedded = Server::builder().set("TILIK_ORIGINS", "https://desa.example,https://kab.example").start();
    let ancestors = sources(&embedded.get("/").send(), "frame-ancestors");
    for origin in ["https://desa.example", "https://kab.example"] {
        assert!(ancestors.contains(&origin.to_owned()), "{ancestors:?}");
    }
    assert!(!ancestors.contains(&"*".to_owned()));
}

#[test]
fn nobody_at_all_may_embed_the_officers_pages_and_the_kiosk() {
    let server = Server::builder().set("TILIK_ORIGINS", "https://desa.example").start();
    for path in ["/petugas", "/petugas/antrean", "/kiosk", "/jv/kiosk", "/kiosk.html", "//kiosk.html", "/%6biosk.html"]
    {
        assert_eq!(sources(&server.get(path).send(), "frame-ancestors"), ["'none'"], "{path}");
    }
    for path in ["/", "/jv/cek", "/lapor", "/status", "/tidak-ada"] {
        let ancestors = sources(&server.get(path).send(), "frame-ancestors");
        assert_eq!(ancestors, ["'self'", "https://desa.example"], "{path}");
    }
}

#[test]
fn only_named_origins_may_call_it() {
    let server = Server::builder().set("TILIK_ORIGINS", "https://desa.example").start();
    let check =
        |origin: &str| server.post("/api/v1/checks").header("Origin", origin).json(&json!({ "nik": nik(1) })).send();
    assert_eq!(check("https://desa.example").header("access-control-allow-origin"), "https://desa.example");
    for origin in ["https://other.example", "http://desa.example", "https://desa.example.evil", "null"] {
        assert_eq!(check(origin).header("access-control-allow-origin"), "", "{origin}");
    }
    let preflight = |origin: &str| {
        server
            .request("OPTIONS", "/api/v1/reports")
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type,idempotency-key")
            .send()
    };
    let allowed = preflight("https://desa.example");
    assert!((200..300).contains(&allowed.status), "{}", allowed.status);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://desa.example");
    assert!(allowed.header("access-control-allow-methods").contains("POST"));
    let headers = allowed.header("access-control-allow-headers").to_lowercase();
    assert!(headers.contains("content-type") && headers.contains("idempotency-key"), "{headers}");
    assert_eq!(preflight("https://other.example").header("access-control-allow-origin"), "");
    // What the pages read of an answer, when they come from a static host.
    let exposed = check("https://desa.example").header("access-control-expose-headers").to_lowercase();
    assert!(exposed.contains("date") && exposed.contains("retry-after"), "{exposed}");
    // An answer that depends on the origin must say so to caches in between.
    assert!(check("https://desa.example").header("vary").to_lowercase().contains("origin"));

    let alone = Server::start();
    let answer =
        alone.post("/api/v1/checks").header("Origin", "https://desa.example").json(&json!({ "nik": nik(1) })).send();
    assert_eq!(answer.header("access-control-allow-origin"), "");
}
