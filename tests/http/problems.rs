//! Requests that cannot be understood: each a problem (RFC 9457), none of which
//! changes anything.

use serde_json::{Value, json};
use tilik_tests::bodies::about_self;
use tilik_tests::{Lists, Request, Server, card, new_key, nik};

const POSTS: [&str; 4] = ["/api/v1/checks", "/api/v1/reports", "/api/v1/reports/status", "/api/v1/objections"];

/// 64 KB.
const LARGEST: usize = 64 * 1024;

fn post(server: &Server, path: &str) -> Request {
    server.post(path).header("Idempotency-Key", &new_key())
}

fn body_for(path: &str) -> Value {
    match path {
        "/api/v1/checks" => json!({ "nik": nik(1) }),
        "/api/v1/reports" => about_self(&nik(1)),
        "/api/v1/reports/status" => json!({ "ticket": "K7Q2-M4XD-9", "nik": nik(1) }),
        _ => json!({ "ticket": "K7Q2-M4XD-9", "nik": nik(1), "reason": "Tidak benar." }),
    }
}

#[test]
fn what_is_no_json() {
    let server = Server::start();
    for path in POSTS {
        for text in ["", "nik=3510161203850001", "{", "{\"nik\": }", "[1,", "\u{0}", "\"text\"", "[]", "null", "3"] {
            let answer = post(&server, path).body("application/json", text).send();
            assert_eq!(answer.status, 400, "{path} {text}: {}", answer.text());
            answer.problem();
        }
        let not_utf8 = post(&server, path).body("application/json", b"{\"nik\": \"\xff\"}".as_slice()).send();
        assert_eq!(not_utf8.status, 400, "{path}");
        not_utf8.problem();
        let cut_short = body_for(path).to_string();
        let answer = post(&server, path).body("application/json", &cut_short[..cut_short.len() - 1]).send();
        assert_eq!(answer.status, 400, "{path}");
        // Whatever follows the JSON makes it none.
        let answer = post(&server, path).body("application/json", format!("{cut_short} {{}}")).send();
        assert_eq!(answer.status, 400, "{path}");
    }
}

/// A body with spaces behind it, which JSON allows.
fn padded(body: &str, size: usize) -> String {
    let mut padded = body.to_owned();
    padded.extend(std::iter::repeat_n(' ', size - body.len()));
    padded
}

#[test]
fn what_is_too_large() {
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1)]));
    for path in POSTS {
        let body = body_for(path).to_string();
        let fits = post(&server, path).body("application/json", padded(&body, LARGEST)).send();
        assert!(![400, 413].contains(&fits.status), "{path}: {}", fits.text());
        for size in [LARGEST + 1, 1_000_000] {
            let answer = post(&server, path).body("application/json", padded(&body, size)).send_unread();
            assert_eq!(answer.status, 413, "{path} {size}: {}", answer.text());
            answer.problem();
        }
    }
}

#[test]
fn what_is_sent_as_something_else() {
    let server = Server::start();
    for path in POSTS {
        let body = body_for(path).to_string();
        for content_type in
            ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml"]
        {
            let answer = post(&server, path).body(content_type, body.as_str()).send_unread();
            assert_eq!(answer.status, 415, "{path} {content_type}: {}", answer.text());
            answer.problem();
        }
        let charset = post(&server, path).body("application/json; charset=utf-8", body.as_str()).send();
        assert_ne!(charset.status, 415, "{path}");
    }
}

#[test]
fn wrong_types_words_and_unknown_fields() {
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1)]));
    let mut cases: Vec<(&str, Value)> = Vec::new();
    for path in POSTS {
        let mut extra = body_for(path);
        extra["nama"] = "x".into();
        cases.push((path, extra));
        for (name, value) in body_for(path).as_object().unwrap() {
            let wrong = if value.is_number() { json!("4") } else { json!(4) };
            let mut body = body_for(path);
            body[name] = wrong;
            cases.push((path, body));
            if !["note", "made_at"].contains(&name.as_str()) && path != "/api/v1/reports/status" {
                let mut body = body_for(path);
                body.as_object_mut().unwrap().remove(name);
                cases.push((path, body));
            }
        }
    }
    let report = |place: &str, value: Value| {
        let mut body = about_self(&nik(1));
        *body.pointer_mut(place).unwrap() = value;
        ("/api/v1/reports", body)
    };
    cases.extend([
        report("/about", json!("me")),
        report("/channel", json!("fax")),
        report("/impact/0", json!("lost")),
        report("/household_size", json!(4.5)),
        report("/household_size", json!(1e30)),
        report("/consent", json!("true")),
        report("/subject", json!({ "nik": nik(1), "name": "A", "village": "3510161001", "address": "x", "kk": "1" })),
        report("/subject", json!([])),
        report("/subject/nik", json!(3_510_161_203_850_001_u64)),
    ]);
    assert!(cases.len() > 35, "{}", cases.len());
    for (path, body) in cases {
        let answer = post(&server, path).json(&body).send();
        assert_eq!(answer.status, 400, "{path} {body}: {}", answer.text());
        answer.problem();
        // The problem names the kind, never what was sent.
        assert!(!answer.text().contains(&nik(1)), "{}", answer.text());
    }
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "verifying");
}

#[test]
fn unknown_paths_and_wrong_methods() {
    let server = Server::start();
    for path in ["/api", "/api/", "/api/v1", "/api/v1/check", "/api/v2/checks", "/api/v1/checks/3510161203850001"] {
        let answer = server.get(path).send();
        assert_eq!((answer.status, answer.problem().as_str()), (404, "not_found"), "{path}");
    }
    let answer = server.post("/api/v1/nothing").json(&json!({})).send();
    assert_eq!((answer.status, answer.problem().as_str()), (404, "not_found"));
    for path in POSTS {
        for method in ["GET", "PUT", "DELETE"] {
            let request = server.request(method, path);
            let answer = if method == "PUT" { request.json(&json!({})).send() } else { request.send() };
            assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text());
            answer.problem();
            assert!(answer.header("allow").contains("POST"), "{method} {path}");
        }
    }
    let answer = server.post("/api/v1/challenge").json(&json!({})).send();
    assert_eq!(answer.status, 405);
    answer.problem();
}
