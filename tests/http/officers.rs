//! `/api/v1/officer/…`: accounts, sessions, and what officers do with a case.
//!
//! Decided where the contract is silent: a case outside one's area is 404, as if there
//! were none; a first password opens nothing but its change; an ended account's sessions
//! end at once.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;
use std::time::{SystemTime, UNIX_EPOCH};
use tilik_tests::bodies::{HELPERS_NAME, HELPERS_PHONE, PERSONS_NAME, PERSONS_PHONE, about_other, about_self};
use tilik_tests::clock::today_plus;
use tilik_tests::officer::{Officer, PASSWORD, account};
use tilik_tests::{Answer, Lists, Server, card, nik};

const VILLAGE: [&str; 4] = ["--role", "verifier", "--village", "35.10.16.1001"];
const NEIGHBOURS: [&str; 4] = ["--role", "verifier", "--village", "3510161002"];
const DISTRICT: [&str; 4] = ["--role", "coordinator", "--district", "35.10.16"];
const REGENCY: [&str; 2] = ["--role", "admin"];
const CREW: [&str; 4] = ["--role", "crew", "--village", "3510161001"];
const AUDITOR: [&str; 2] = ["--role", "auditor"];

#[track_caller]
fn refused(answer: &Answer, status: u16, word: &str) {
    assert_eq!((answer.status, answer.problem().as_str()), (status, word), "{}", answer.text());
}

#[test]
fn a_first_password_opens_nothing_but_its_change() {
    let server = Server::start();
    let first = account(&server, "Siti.Kebalenan", &VILLAGE);
    let siti = Officer::stranger(&server, "siti.kebalenan");
    let answer = siti.sign_in(&first).json();
    assert_eq!(answer["name"], "siti.kebalenan");
    assert_eq!((&answer["role"], &answer["area"]), (&json!("verifier"), &json!(3_510_161_001_u64)));
    assert_eq!((&answer["must_change_password"], &answer["second_factor"]), (&json!(true), &json!(false)));
    refused(&siti.get("queue"), 403, "must_change_password");
    let change = |old: &str, new: &str| siti.post("password", &json!({ "old": old, "new": new }));
    for (old, new, fault) in [
        ("x", PASSWORD, "old wrong"),
        (&first, "kopi", "new too_short"),
        (&first, "siti.kebalenan!", "new too_plain"),
        (&first, "aaaaaaaaaaaaaaaa", "new too_plain"),
        (&first, &first, "new same"),
    ] {
        assert_eq!(change(old, new).faults(), [fault], "{new}");
    }
    assert_eq!(change(&first, PASSWORD).status, 204);
    assert_eq!(siti.get("queue").status, 200, "the session goes on");
    refused(&siti.sign_in(&first), 401, "credentials");
    assert_eq!(siti.sign_in(PASSWORD).status, 201);
}

#[test]
fn a_name_nobody_has_is_refused_as_a_wrong_password_is() {
    let server = Server::start();
    account(&server, "siti", &VILLAGE);
    let known = Officer::stranger(&server, "siti").sign_in("not this one");
    let unknown = Officer::stranger(&server, "budi").sign_in("not this one");
    refused(&known, 401, "credentials");
    assert_eq!((unknown.status, unknown.text()), (known.status, known.text()));
    refused(&Officer::stranger(&server, "no name").sign_in("x"), 401, "credentials");
    let twice = server.command(["officer", "add", "siti", "--role", "admin"]).output().unwrap();
    assert!(!twice.status.success() && String::from_utf8_lossy(&twice.stderr).contains("already"), "{twice:?}");
}

#[test]
fn who_guesses_does_not_lock_the_owner_out() {
    let server = Server::start();
    let owner = Officer::at_work(&server, "siti", &VILLAGE);
    let stranger = Officer::stranger(&server, "siti");
    for _ in 0..10 {
        refused(&stranger.sign_in("a guess"), 401, "credentials");
    }
    let closed = stranger.sign_in(PASSWORD);
    refused(&closed, 429, "too_many_requests");
    assert_eq!(closed.header("retry-after"), "900");
    assert_eq!(owner.sign_in(PASSWORD).status, 201, "a browser that was there before");
    // Its own wrong tries are counted too, and another account's mark is none.
    let other = Officer::at_work(&server, "budi", &NEIGHBOURS);
    let borrowed = server.post("/api/v1/officer/sessions");
    let borrowed = borrowed.header("Cookie", &format!("tilik_browser={}", other.cookie("tilik_browser")));
    refused(&borrowed.json(&json!({ "name": "siti", "password": PASSWORD })).send(), 429, "too_many_requests");
    for _ in 0..10 {
        owner.sign_in("wrong");
    }
    refused(&owner.sign_in(PASSWORD), 429, "too_many_requests");
}

/// What an authenticator shows `steps` half minutes from now (RFC 6238).
fn code(secret: &str, steps: i64) -> String {
    let mut bits = String::new();
    for symbol in secret.chars() {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(symbol).unwrap();
        bits += &format!("{value:05b}");
    }
    let bits: Vec<char> = bits.chars().collect();
    let bytes = bits.chunks_exact(8).map(|byte| u8::from_str_radix(&byte.iter().collect::<String>(), 2).unwrap());
    let mut mac = Hmac::<Sha1>::new_from_slice(&bytes.collect::<Vec<_>>()).unwrap();
    #[allow(clippy::disallowed_methods, reason = "the server under test runs by the real clock")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    mac.update(&((now / 30).cast_signed() + steps).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

#[test]
fn a_second_factor_is_asked_for_once_it_is_confirmed_and_counts_once() {
    let server = Server::start();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    let offered = siti.post("second-factor", &json!({})).json();
    let secret = offered["secret"].as_str().unwrap();
    assert_eq!(offered["uri"], format!("otpauth://totp/Tilik:siti?secret={secret}&issuer=Tilik"));
    assert_eq!(siti.sign_in(PASSWORD).status, 201, "not yet");
    let confirm_with = |secret: &str, code: &str, password: &str| {
        siti.post("second-factor/confirmation", &json!({ "secret": secret, "code": code, "password": password }))
    };
    let confirm = |secret: &str, code: &str| confirm_with(secret, code, PASSWORD);
    assert_eq!(confirm(secret, "000000").faults(), ["code wrong"]);
    assert_eq!(confirm("AAAA", &code(secret, 0)).faults(), ["secret format"]);
    let first = code(secret, 0);
    assert_eq!(confirm_with(secret, &first, "not the password").faults(), ["password wrong"]);
    assert_eq!(siti.get("session").json()["second_factor"], false);
    assert_eq!(confirm(secret, &first).status, 204);
    refused(&siti.post("second-factor", &json!({})), 409, "has_factor");
    refused(&confirm(secret, &code(secret, 1)), 409, "has_factor");

    refused(&siti.sign_in(PASSWORD), 401, "code_needed");
    refused(&siti.sign_in("wrong"), 401, "credentials");
    let with = |code: &str| siti.sign_in_with(&json!({ "name": "siti", "password": PASSWORD, "code": code }));
    refused(&with(&first), 401, "credentials");
    let next = code(secret, 1);
    assert_eq!(with(&next).json()["second_factor"], true);
    refused(&with(&next), 401, "credentials");
    assert!(server.command(["officer", "reset", "siti"]).output().unwrap().status.success());
    assert_eq!(siti.get("session").status, 401, "a reset ends what was open");
}

#[test]
fn an_open_session_is_no_way_to_find_the_password_out() {
    let server = Server::start();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    let secret = siti.post("second-factor", &json!({})).json()["secret"].as_str().unwrap().to_owned();
    let confirm = |password: &str| {
        let body = json!({ "secret": secret, "code": code(&secret, 0), "password": password });
        siti.post("second-factor/confirmation", &body)
    };
    let change = |old: &str| siti.post("password", &json!({ "old": old, "new": "teh manis di sawah" }));
    for _ in 0..5 {
        assert_eq!(confirm("a guess").faults(), ["password wrong"]);
        assert_eq!(change("a guess").faults(), ["old wrong"]);
    }
    refused(&confirm(PASSWORD), 429, "too_many_requests");
    refused(&change(PASSWORD), 429, "too_many_requests");
    assert_eq!(siti.get("session").json()["second_factor"], false);
}

#[test]
fn a_session_is_the_consoles_alone() {
    let server = Server::start();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    let body = json!({ "old": PASSWORD, "new": "another one entirely" });
    refused(&siti.request("POST", "password").json(&body).send(), 403, "csrf");
    let forged = siti.request("POST", "password").header("X-CSRF-Token", &"0".repeat(32));
    refused(&forged.json(&body).send(), 403, "csrf");
    let other = Officer::at_work(&server, "budi", &NEIGHBOURS);
    let others = siti.request("POST", "password").header("X-CSRF-Token", &other.csrf.borrow());
    refused(&others.json(&body).send(), 403, "csrf");
    refused(&Officer::stranger(&server, "siti").get("session"), 401, "signed_out");

    let sent = server.post("/api/v1/officer/sessions").json(&json!({ "name": "siti", "password": PASSWORD }));
    for (request, secure) in [(sent.clone(), true), (sent.header("Origin", "http://192.0.2.7"), false)] {
        let answer = request.send();
        let cookies: Vec<_> =
            answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
        assert_eq!(cookies.len(), 2);
        for cookie in cookies {
            assert!(cookie.contains("; path=/api/v1/officer; httponly; samesite=strict"), "{cookie}");
            assert_eq!(cookie.contains("; secure"), secure, "{cookie}");
        }
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[test]
fn a_session_outlives_a_restart_and_ends_when_told() {
    let mut server = Server::start();
    let cookie = {
        let siti = Officer::at_work(&server, "siti", &VILLAGE);
        let elsewhere = Officer::stranger(&server, "siti");
        assert_eq!(elsewhere.sign_in(PASSWORD).status, 201);
        let changed = siti.post("password", &json!({ "old": PASSWORD, "new": "teh manis di sawah" }));
        assert_eq!(changed.status, 204);
        refused(&elsewhere.get("session"), 401, "signed_out");
        siti.cookie("tilik_petugas")
    };
    server.restart();
    let session = |server: &Server| {
        server.get("/api/v1/officer/session").header("Cookie", &format!("tilik_petugas={cookie}")).send()
    };
    assert_eq!(session(&server).status, 200);
    let siti = Officer::stranger(&server, "siti");
    assert_eq!(siti.sign_in("teh manis di sawah").status, 201);
    let out = siti.request("DELETE", "session").header("X-CSRF-Token", &siti.csrf.borrow()).send();
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("max-age=0"));
    refused(&siti.get("session"), 401, "signed_out");
    assert_eq!(session(&server).status, 200, "the other one goes on");
    assert!(server.command(["officer", "end", "siti"]).output().unwrap().status.success());
    refused(&session(&server), 401, "signed_out");
    refused(&siti.sign_in("teh manis di sawah"), 401, "credentials");
    let list = server.command(["officer", "list"]).output().unwrap();
    assert!(String::from_utf8_lossy(&list.stdout).starts_with("siti  verifier  3510161001 "), "{list:?}");
}

/// Which roles may call an endpoint. A new one fails here until somebody says.
fn may(endpoint: &str) -> &'static [&'static str] {
    match endpoint {
        "get session"
        | "delete session"
        | "post password"
        | "post second-factor"
        | "post second-factor/confirmation" => &["verifier", "coordinator", "admin", "crew", "auditor"],
        "get queue" | "post case" | "post case/steps" | "post figures" | "post exports" => {
            &["verifier", "coordinator", "admin"]
        }
        "get deliveries" | "post batch" | "post handovers" => &["coordinator", "admin", "crew"],
        "post batches" | "post batch/steps" => &["coordinator", "admin"],
        "get announcements" | "get announcements/sheet" | "get announcements/sheets" => {
            &["verifier", "coordinator", "admin"]
        }
        "post announcements" => &["admin"],
        "get messages" | "post messages/revivals" => &["admin"],
        "get trail" => &["auditor"],
        "get accounts" | "post accounts" | "post accounts/reset" | "post accounts/end" | "post accounts/link" => {
            &["admin"]
        }
        _ => panic!("which roles may call {endpoint}?"),
    }
}

#[test]
fn each_role_is_let_in_where_it_belongs_and_nowhere_else() {
    let server = Server::start();
    let published = server.get("/api/openapi.json").send().json();
    let mut endpoints = Vec::new();
    for (path, operations) in published["paths"].as_object().unwrap() {
        let Some(path) = path.strip_prefix("/api/v1/officer/") else { continue };
        endpoints.extend(operations.as_object().unwrap().keys().map(|method| format!("{method} {path}")));
    }
    // What comes before a session asks nobody who they are.
    let nobody = ["post sessions", "get sign-on", "post sign-on", "get sign-on/callback"];
    endpoints.retain(|endpoint| !nobody.contains(&endpoint.as_str()));
    assert!(endpoints.len() > 8, "{endpoints:?}");
    // Signing out comes last.
    endpoints.sort_by_key(|endpoint| endpoint == "delete session");
    for arguments in [&VILLAGE[..], &DISTRICT, &REGENCY, &CREW, &AUDITOR] {
        let role = arguments[1];
        let officer = Officer::at_work(&server, role, arguments);
        for endpoint in &endpoints {
            let (method, path) = endpoint.split_once(' ').unwrap();
            let request = officer.request(&method.to_uppercase(), path);
            let nobody = Officer::stranger(&server, role).request(&method.to_uppercase(), path);
            refused(&nobody.send(), 401, "signed_out");
            if method != "get" {
                refused(&request.send(), 403, "csrf");
            }
            let answer = request.header("X-CSRF-Token", &officer.csrf.borrow()).send();
            if may(endpoint).contains(&role) {
                assert!(
                    !matches!(answer.status, 401 | 403 | 404 | 405 | 500..),
                    "{role} {endpoint}: {}",
                    answer.text()
                );
            } else {
                refused(&answer, 403, "forbidden");
            }
        }
    }
    refused(&server.get("/api/v1/officer/").send(), 404, "not_found");
}

/// Families 1 and 2 without aid, 3 with; a village's report of each, and of nobody's NIK.
fn families() -> Lists {
    let lists =
        Lists::new().family(&card(1), &[&nik(1), &nik(2)]).family(&card(2), &[&nik(3)]).family(&card(3), &[&nik(4)]);
    lists.aid("bst", "2020-05", &nik(4), "", "listed")
}

#[test]
fn a_case_shows_what_there_is_to_decide_on() {
    let server = Server::with(&families());
    let ticket = server.report(&about_other(&nik(1)))["ticket"].clone();
    server.report(&about_self(&nik(2)));
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    assert_eq!(siti.queue(), std::slice::from_ref(&ticket), "a repetition is no case of its own");
    let line = &siti.get("queue").json()["cases"][0];
    assert_eq!(
        (&line["name"], &line["status"], &line["desk"]),
        (&json!(PERSONS_NAME), &json!("verifying"), &json!("desa"))
    );
    assert_eq!((&line["due"], &line["mine"]), (&json!(today_plus(3)), &json!(true)));

    let case = siti.case(&ticket);
    let report = &case["report"];
    assert_eq!((&report["nik"], &report["phone"]), (&json!(nik(1)), &json!(PERSONS_PHONE)));
    assert_eq!(report["reporter"], json!({ "name": HELPERS_NAME, "phone": HELPERS_PHONE, "relation": "neighbour" }));
    assert_eq!((&report["impact"], &report["household_size"]), (&json!(["lost_work"]), &json!(4)));
    assert_eq!((&case["crossing"]["decided"], &case["standing"]), (&json!("verifying"), &json!("certain")));
    assert_eq!(case["family"].as_array().unwrap().len(), 2);
    assert_eq!(case["others"][0]["repeats"], true);
    assert_eq!((&case["aid"], &case["acts"], &case["seen"]), (&json!([]), &json!([]), &json!(0)));
    // The lists of today, also where they changed since.
    server.import_recipients(&families().aid("pkh", "2020-06", &nik(2), "", "paid"));
    let aid = siti.case(&ticket)["aid"][0].clone();
    assert_eq!((&aid["scheme"], &aid["through"], &aid["paid"]), (&json!("pkh"), &json!("family"), &json!(true)));
    assert_eq!(aid["edition"], "PKH 2020-06");
}

#[test]
fn an_approval_reaches_the_family_with_its_days() {
    let server = Server::with(&families());
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    let body = json!({ "ticket": ticket, "seen": 0, "act": "approve" });
    assert_eq!(siti.post("case/steps", &body).json(), json!({ "ticket": ticket, "status": "approved" }));
    refused(&siti.post("case/steps", &body), 409, "changed");
    refused(&siti.step(&ticket, "approve", &json!({})), 409, "not_following");
    assert_eq!(siti.queue(), Vec::<Value>::new());
    let status = server.status(&ticket, &nik(1));
    assert_eq!(status["timeline"].as_array().unwrap().last().unwrap()["status"], "approved");
    assert_eq!(status["expected"], json!({ "from": today_plus(5), "to": today_plus(7) }));
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "already_reported", "the package is still to come");
}

#[test]
fn a_rejection_names_its_finding_and_lets_the_family_object_to_other_eyes() {
    let server = Server::with(&families());
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    let step = |more: Value| siti.step(&ticket, "reject", &more);
    assert_eq!(step(json!({})).faults(), ["finding required"]);
    refused(&step(json!({ "finding": "no_such" })), 400, "malformed");
    assert_eq!(siti.step(&ticket, "approve", &json!({ "finding": "not_so" })).faults(), ["finding not_allowed"]);
    let note = "Rumah kosong sejak Januari, kata tetangga.";
    assert_eq!(step(json!({ "finding": "not_there", "note": note })).json()["status"], "rejected");

    let status = server.status(&ticket, &nik(1));
    let last = status["timeline"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["status"], &last["reason"]), (&json!("rejected"), &json!("not_there")));
    assert_eq!((&status["may_object_until"], &status.get("reasons")), (&json!(today_plus(30)), &None));
    assert!(!status.to_string().contains("kosong"), "a note is among officers");
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "verifying", "nothing stands in the way");

    assert_eq!(server.object(&ticket, &nik(1), "Kami di sini.").status, 201);
    refused(&siti.step(&ticket, "approve", &json!({})), 403, "not_yours");
    let district = Officer::at_work(&server, "budi", &DISTRICT);
    assert_eq!(district.queue()[0], ticket, "what is the desk's own comes first");
    let case = district.case(&ticket);
    assert_eq!((&case["status"], &case["desk"]), (&json!("objected"), &json!("kecamatan")));
    assert_eq!(case["objection"]["reason"], "Kami di sini.");
    let act = &case["acts"][0];
    assert_eq!(
        (&act["act"], &act["finding"], &act["by"], &act["note"]),
        (&json!("reject"), &json!("not_there"), &json!("siti"), &json!(note))
    );
    assert_eq!(district.step(&ticket, "approve", &json!({})).json()["status"], "approved");
}

#[test]
fn whose_report_only_repeated_a_helpers_hears_the_same_and_may_object() {
    let server = Server::with(&families());
    let helpers = server.report(&about_other(&nik(1)))["ticket"].clone();
    let own = server.report(&about_self(&nik(2)));
    assert_eq!(own["outcome"], "already_reported");
    let own = own["ticket"].clone();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    assert_eq!(siti.step(&helpers, "reject", &json!({ "finding": "not_so" })).status, 200);
    let status = server.status(&own, &nik(2));
    let last = status["timeline"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["status"], &last["reason"]), (&json!("rejected"), &json!("not_so")));
    assert_eq!(status["may_object_until"], today_plus(30));
    refused(&server.object(&helpers, &nik(1), "Saya penolong."), 404, "not_found");
    assert_eq!(server.object(&own, &nik(2), "Kami masih di sini.").status, 201);
    refused(&server.object(&own, &nik(2), "Sekali lagi."), 409, "already_objected");
    assert_eq!(server.status(&own, &nik(2)).get("may_object_until"), None);
    let district = Officer::at_work(&server, "district", &DISTRICT);
    assert_eq!(district.case(&helpers)["objection"]["reason"], "Kami masih di sini.");
    assert_eq!(district.step(&helpers, "approve", &json!({})).status, 200);
    assert_eq!(server.status(&own, &nik(2))["expected"], json!({ "from": today_plus(5), "to": today_plus(7) }));
    assert_eq!(server.status(&helpers, &nik(1)).get("expected"), None, "the helper hears nothing");
}

#[test]
fn the_machines_rejection_is_overturned_through_an_objection() {
    let server = Server::with(&families());
    let report = server.report(&about_self(&nik(4)));
    assert_eq!(report["outcome"], "rejected");
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    assert_eq!(siti.queue(), Vec::<Value>::new());
    server.object(&report["ticket"], &nik(4), "Bukan keluarga saya.");
    assert_eq!(siti.queue(), [report["ticket"].clone()]);
    let case = siti.case(&report["ticket"]);
    assert_eq!(case["crossing"]["decided"], "rejected");
    let reason = &case["crossing"]["reasons"][0];
    assert_eq!((&reason["rule"], &reason["edition"]), (&json!("jps_kab/bst"), &json!("BST 2020-05")));
    assert_eq!(siti.step(&report["ticket"], "approve", &json!({})).faults(), ["note required"]);
    assert_eq!(siti.step(&report["ticket"], "approve", &json!({ "note": "Pindah KK." })).status, 200);
}

#[test]
fn a_case_is_seen_and_decided_within_its_area() {
    let server = Server::with(&families());
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    let neighbour = Officer::at_work(&server, "neighbour", &NEIGHBOURS);
    assert_eq!(neighbour.queue(), Vec::<Value>::new());
    refused(&neighbour.post("case", &json!({ "ticket": ticket })), 404, "not_found");
    let body = json!({ "ticket": ticket, "seen": 0, "act": "approve" });
    refused(&neighbour.post("case/steps", &body), 404, "not_found");
    assert_eq!(neighbour.post("case", &json!({ "ticket": "K7Q2" })).faults(), ["ticket length"]);

    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    assert_eq!(siti.step(&ticket, "pass_up", &json!({})).faults(), ["note required"]);
    assert_eq!(siti.step(&ticket, "pass_up", &json!({ "note": "Dua KK." })).json()["status"], "verifying");
    refused(&siti.step(&ticket, "approve", &json!({})), 403, "not_yours");
    assert_eq!(siti.get("queue").json()["cases"][0]["mine"], false);
    let regency = Officer::at_work(&server, "regency", &REGENCY);
    let district = Officer::at_work(&server, "district", &DISTRICT);
    assert_eq!(district.get("queue").json()["cases"][0]["mine"], true);
    assert_eq!(district.step(&ticket, "pass_up", &json!({ "note": "Ke kabupaten." })).status, 200);
    refused(&district.step(&ticket, "approve", &json!({})), 403, "not_yours");
    refused(&regency.step(&ticket, "pass_up", &json!({ "note": "?" })), 409, "not_following");
    assert_eq!(regency.step(&ticket, "approve", &json!({})).json()["status"], "approved");
}

#[test]
fn two_officers_at_once_are_one_decision() {
    let server = Server::with(&families());
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    let request = |act: &str, finding: Option<&str>| {
        let body = json!({ "ticket": ticket, "seen": 0, "act": act, "finding": finding });
        siti.request("POST", "case/steps").header("X-CSRF-Token", &siti.csrf.borrow()).json(&body)
    };
    let (approve, reject) = (request("approve", None), request("reject", Some("not_so")));
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let sent = [&approve, &reject, &approve, &reject].map(|request| scope.spawn(|| request.send().status));
        sent.map(|sent| sent.join().unwrap()).into()
    });
    assert_eq!(answers.iter().filter(|&&status| status == 200).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|&&status| status == 409).count(), 3, "{answers:?}");
    assert_eq!(siti.case(&ticket)["acts"].as_array().unwrap().len(), 1);
}

#[test]
fn the_trail_tells_who_looked_and_decided_and_names_nobody() {
    let server = Server::with(&families());
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    siti.queue();
    siti.step(&ticket, "reject", &json!({ "finding": "deceased", "note": "Akta kematian ada." }));
    let auditor = Officer::at_work(&server, "auditor", &AUDITOR);
    let trail = auditor.get("trail").json();
    let mut told: Vec<_> = trail["entries"].as_array().unwrap().clone();
    told.reverse();
    let deeds: Vec<_> =
        told.iter().map(|entry| (entry["by"].as_str().unwrap(), entry["deed"].as_str().unwrap())).collect();
    assert_eq!(
        deeds,
        [
            ("", "account_added"),
            ("siti", "signed_in"),
            ("siti", "password_changed"),
            ("siti", "saw_queue"),
            ("siti", "saw_case"),
            ("siti", "rejected"),
            ("", "account_added"),
            ("auditor", "signed_in"),
            ("auditor", "password_changed"),
        ]
    );
    assert_eq!(told[5]["ticket"], ticket);
    let text = trail.to_string();
    for kept in [nik(1).as_str(), PERSONS_NAME, PERSONS_PHONE, "Akta"] {
        assert!(!text.contains(kept), "{kept}");
    }
    let page = auditor.get("trail?before=3").json();
    assert_eq!(page["entries"].as_array().unwrap().len(), 2);

    let said = |kept: &[&str]| {
        let output = server.command(["trail"].iter().chain(kept).copied()).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (whole, first) = said(&[]);
    assert!(whole && first.starts_with("9 entries, whole\n9:"), "{first}");
    let mark = first.lines().nth(1).unwrap();
    auditor.sign_in(PASSWORD);
    assert!(said(&["--kept", mark]).0);
    assert!(!said(&["--kept", &format!("{mark}0")]).0, "what was kept is no longer there");
}

#[test]
fn nothing_of_an_officers_or_a_familys_is_in_the_clear() {
    let server = Server::builder().set("TILIK_LOG", "trace").lists(&families()).start();
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    siti.sign_in("not the password");
    siti.step(&ticket, "reject", &json!({ "finding": "not_so", "note": "Xenotim di balai." }));
    let offered = siti.post("second-factor", &json!({})).json();
    let secret = offered["secret"].as_str().unwrap();
    let body = json!({ "secret": secret, "code": code(secret, 0), "password": PASSWORD });
    assert_eq!(siti.post("second-factor/confirmation", &body).status, 204);
    let token = siti.cookie("tilik_petugas");
    let (log, stored) = (server.log(), server.stored());
    let stored = String::from_utf8_lossy(&stored);
    for hidden in [PASSWORD, "not the password", "Xenotim", secret, &token, &siti.csrf.borrow(), PERSONS_PHONE] {
        assert!(!log.contains(hidden), "the log has {hidden}");
        assert!(!stored.contains(hidden), "the database has {hidden}");
    }
    assert!(!log.contains(ticket.as_str().unwrap()), "the log has the ticket");
}
