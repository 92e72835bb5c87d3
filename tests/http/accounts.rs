//! `/api/v1/officer/accounts…`: officers' accounts in the hands of the regency's admin.
//!
//! Decided where the contract is silent: an account that ended is `unknown` to whoever
//! would change it; nobody resets or ends their own; linking is for one's own too.

use serde_json::{Value, json};
use tilik_tests::officer::{Officer, PASSWORD, account};
use tilik_tests::{Answer, Server};

const REGENCY: [&str; 2] = ["--role", "admin"];
const VILLAGE: u64 = 3_510_161_001;

#[track_caller]
fn refused(answer: &Answer, status: u16, word: &str) {
    assert_eq!((answer.status, answer.problem().as_str()), (status, word), "{}", answer.text());
}

/// A server that knows of a provider, which nobody asks here.
fn server() -> Server {
    Server::builder()
        .set("TILIK_OIDC_ISSUER", "http://127.0.0.1:9")
        .set("TILIK_OIDC_CLIENT", "tilik")
        .set("TILIK_PUBLIC_URL", "http://127.0.0.1")
        .start()
}

fn new(name: &str, role: &str, area: Option<u64>) -> Value {
    json!({ "name": name, "role": role, "area": area, "password": PASSWORD })
}

#[track_caller]
fn line(admin: &Officer, name: &str) -> Value {
    let answer = admin.get("accounts");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let accounts = answer.json()["accounts"].as_array().unwrap().clone();
    accounts.into_iter().find(|account| account["name"] == name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn an_admin_makes_an_account_whose_owner_comes_in_with_the_first_password() {
    let server = server();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    for (body, fault) in [
        (new("x", "verifier", Some(VILLAGE)), "name format"),
        (new("3510161203850001", "verifier", Some(VILLAGE)), "name format"),
        (new("siti", "verifier", None), "area needs_village"),
        (new("siti", "crew", None), "area needs_district"),
        (new("siti", "auditor", Some(VILLAGE)), "area whole_regency"),
        (new("siti", "verifier", Some(1)), "area unknown"),
        (new("admin", "auditor", None), "name taken"),
    ] {
        assert_eq!(admin.post("accounts", &body).faults(), [fault], "{body}");
    }
    refused(&admin.post("accounts", &new("siti", "king", None)), 400, "malformed");
    let added = admin.post("accounts", &new("Siti", "verifier", Some(VILLAGE)));
    assert_eq!(added.status, 201, "{}", added.text());
    assert_eq!(added.header("cache-control"), "no-store");
    let added = added.json();
    assert_eq!(added["name"], "siti");
    let first = added["first_password"].as_str().unwrap();
    let expected = json!({
        "name": "siti", "role": "verifier", "area": VILLAGE, "first_password": true, "second_factor": false, "linked": false,
    });
    assert_eq!(line(&admin, "siti"), expected);
    let siti = Officer::stranger(&server, "siti");
    assert_eq!(siti.sign_in(first).json()["must_change_password"], true);
    assert_eq!(siti.post("password", &json!({ "old": first, "new": PASSWORD })).status, 204);
    assert_eq!(line(&admin, "siti")["first_password"], false);
    refused(&siti.get("accounts"), 403, "forbidden");

    let reset = admin.post("accounts/reset", &json!({ "name": "siti", "password": PASSWORD }));
    assert_eq!(reset.status, 200, "{}", reset.text());
    refused(&siti.get("session"), 401, "signed_out");
    refused(&siti.sign_in(PASSWORD), 401, "credentials");
    assert_eq!(siti.sign_in(reset.json()["first_password"].as_str().unwrap()).status, 201);
}

#[test]
fn whoever_finds_an_admins_session_open_makes_nothing_of_it() {
    let server = server();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    account(&server, "siti", &REGENCY);
    let guess = |path: &str| {
        let mut body = match path {
            "accounts" => new("mine", "admin", None),
            "accounts/link" => json!({ "name": "siti", "subject": "mine" }),
            _ => json!({ "name": "siti" }),
        };
        body["password"] = json!("a guess");
        admin.post(path, &body)
    };
    let before = admin.get("accounts").json();
    for path in ["accounts", "accounts/reset", "accounts/end", "accounts/link"] {
        for _ in 0..2 {
            assert_eq!(guess(path).faults(), ["password wrong"], "{path}");
        }
    }
    for path in ["accounts/reset", "accounts/end"] {
        assert_eq!(guess(path).faults(), ["password wrong"]);
    }
    refused(&admin.post("accounts/end", &json!({ "name": "siti", "password": PASSWORD })), 429, "too_many_requests");
    assert_eq!(admin.get("accounts").json(), before);
    for path in ["accounts", "accounts/reset", "accounts/end", "accounts/link"] {
        refused(&admin.post(path, &json!({ "name": "siti" })), 400, "malformed");
    }
}

#[test]
fn nobody_ends_their_own_account_and_the_last_admin_stays() {
    let server = server();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let end = |name: &str| admin.post("accounts/end", &json!({ "name": name, "password": PASSWORD }));
    refused(&end("admin"), 403, "own_account");
    refused(&admin.post("accounts/reset", &json!({ "name": "admin", "password": PASSWORD })), 403, "own_account");
    let last = server.command(["officer", "end", "admin"]).output().unwrap();
    assert!(!last.status.success() && String::from_utf8_lossy(&last.stderr).contains("last admin"), "{last:?}");
    assert_eq!(admin.get("session").status, 200, "nothing was ended");
    assert_eq!(end("nobody").faults(), ["name unknown"]);
    let other = Officer::at_work(&server, "other", &REGENCY);
    assert_eq!(end("other").status, 204);
    refused(&other.get("session"), 401, "signed_out");
    assert_eq!(end("other").faults(), ["name unknown"]);
    assert!(line(&admin, "other")["ended_at"].is_string());
}

#[test]
fn an_account_is_bound_to_one_subject_that_is_not_told_again() {
    let server = server();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let siti = Officer::at_work(&server, "siti", &["--role", "auditor"]);
    account(&server, "budi", &REGENCY);
    let link = |name: &str, subject: Value| {
        admin.post("accounts/link", &json!({ "name": name, "subject": subject, "password": PASSWORD }))
    };
    assert_eq!(admin.get("accounts").json()["provider"], true);
    assert_eq!(link("siti", json!("")).faults(), ["subject format"]);
    assert_eq!(link("siti", json!("subject-of-siti")).status, 204);
    refused(&siti.get("session"), 401, "signed_out");
    assert_eq!(link("budi", json!("subject-of-siti")).faults(), ["subject taken"]);
    assert_eq!(line(&admin, "siti")["linked"], true);
    assert!(!admin.get("accounts").text().contains("subject-of-siti"));
    assert_eq!(link("siti", Value::Null).status, 204);
    assert_eq!(link("budi", json!("subject-of-siti")).status, 204);
    assert_eq!((&line(&admin, "siti")["linked"], &line(&admin, "budi")["linked"]), (&json!(false), &json!(true)));
    let stored = server.stored();
    assert!(!String::from_utf8_lossy(&stored).contains("subject-of-siti"));

    let without = Server::start();
    let admin = Officer::at_work(&without, "admin", &REGENCY);
    account(&without, "siti", &REGENCY);
    let body = json!({ "name": "siti", "subject": "one", "password": PASSWORD });
    assert_eq!(admin.post("accounts/link", &body).faults(), ["subject no_provider"]);
}

#[test]
fn the_trail_says_who_did_what_with_whose_account() {
    let server = server();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    admin.post("accounts", &new("siti", "auditor", None));
    let of_siti = |path: &str, more: &Value| {
        let mut body = json!({ "name": "siti", "password": PASSWORD });
        if let Some(subject) = more.as_str() {
            body["subject"] = json!(subject);
        }
        let answer = admin.post(path, &body);
        assert!(matches!(answer.status, 200 | 204), "{path}: {}", answer.text());
    };
    of_siti("accounts/link", &json!("subject-of-siti"));
    of_siti("accounts/link", &Value::Null);
    of_siti("accounts/reset", &Value::Null);
    of_siti("accounts/end", &Value::Null);
    let auditor = Officer::at_work(&server, "auditor", &["--role", "auditor"]);
    let trail = auditor.get("trail").json();
    let mut told: Vec<_> = trail["entries"].as_array().unwrap().clone();
    told.reverse();
    let of = |entry: &Value| ["by", "deed", "account"].map(|name| entry[name].as_str().unwrap_or_default().to_owned());
    let told: Vec<_> =
        told.iter().map(of).filter(|[_, _, account]| account == "siti" || account == "auditor").collect();
    let expected = [
        ["admin", "account_added", "siti"],
        ["admin", "account_linked", "siti"],
        ["admin", "account_unlinked", "siti"],
        ["admin", "password_reset", "siti"],
        ["admin", "factor_removed", "siti"],
        ["admin", "account_ended", "siti"],
        ["", "account_added", "auditor"],
    ];
    assert_eq!(told, expected);
    assert!(server.command(["trail"]).output().unwrap().status.success(), "the chain covers it");
}
