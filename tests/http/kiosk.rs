//! `/api/v1/kiosk/…`: a device enrols, shows itself, takes a snapshot and tickets along,
//! and brings sealed reports. The tests do what a kiosk's browser does, with another
//! library's keys.
//!
//! Decided where the contract is silent: a code that is wrong, used or past its time is
//! 404; a revoked kiosk's sessions end at once; a sealed report that does not open is
//! `malformed`, for good.

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hkdf::Hkdf;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use serde_json::{Value, json};
use sha2::Sha256;
use std::time::Duration;
use tilik_tests::bodies::about_self;
use tilik_tests::client::{Answer, Request};
use tilik_tests::{Lists, Server, card, nik};
use uuid::Uuid;

const VILLAGE: &str = "3510161001";
const PIN: &str = "204060";

/// A kiosk's browser.
struct Kiosk<'server> {
    server: &'server Server,
    device: SigningKey,
    known: Value,
}

fn random() -> SecretKey {
    let bytes = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    SecretKey::from_slice(&bytes).unwrap()
}

fn point(key: &PublicKey) -> Vec<u8> {
    key.to_sec1_point(false).as_bytes().to_vec()
}

/// What a command says.
fn said(server: &Server, words: &[&str]) -> String {
    let output = server.command(words.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// An officer makes a code.
fn code(server: &Server) -> (String, String) {
    let made = said(server, &["kiosk", "add", "--village", "35.10.16.1001", "--place", "Balai desa"]);
    let word = |name: &str| {
        let line = made.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{made}"));
        line.split([' ', ',']).next().unwrap().to_owned()
    };
    (word("kiosk "), word("code "))
}

fn enrolment(server: &Server, code: &str, device: &SigningKey, pin: &str) -> Request {
    let key = STANDARD.encode(device.verifying_key().to_sec1_point(false).as_bytes());
    server.post("/api/v1/kiosk/enrolments").json(&json!({"code": code, "public_key": key, "pin": pin}))
}

impl<'server> Kiosk<'server> {
    fn enrol(server: &'server Server) -> Self {
        let device = SigningKey::from(random());
        let (id, code) = code(server);
        let answer = enrolment(server, &code.to_lowercase(), &device, PIN).send();
        assert_eq!(answer.status, 201, "{}", answer.text());
        let known = answer.json();
        assert_eq!(
            (&known["kiosk"], &known["village"], &known["place"]),
            (&json!(id), &json!(VILLAGE), &json!("Balai desa"))
        );
        Self { server, device, known }
    }

    fn id(&self) -> String {
        self.known["kiosk"].as_str().unwrap().to_owned()
    }

    fn key(&self, name: &str) -> Vec<u8> {
        STANDARD.decode(self.known[name].as_str().unwrap()).unwrap()
    }

    fn session_answer(&self) -> Answer {
        let nonce = self.server.post("/api/v1/kiosk/nonces").json(&json!({})).send().json()["nonce"].clone();
        let signed = format!("tilik kiosk session\n{}\n{}", self.id(), nonce.as_str().unwrap());
        let signature: Signature = self.device.sign(signed.as_bytes());
        let body = json!({"kiosk": self.id(), "nonce": nonce, "signature": STANDARD.encode(signature.to_bytes())});
        self.server.post("/api/v1/kiosk/sessions").json(&body).send()
    }

    fn token(&self) -> String {
        let answer = self.session_answer();
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["token"].as_str().unwrap().to_owned()
    }

    fn post(&self, token: &str, path: &str, body: &Value) -> Request {
        self.server.post(&format!("/api/v1/{path}")).json(body).header("Authorization", &format!("Bearer {token}"))
    }

    fn tickets(&self, token: &str, count: u32) -> Vec<String> {
        let answer = self.post(token, "kiosk/tickets", &json!({"count": count})).send().json();
        answer["tickets"].as_array().unwrap().iter().map(|ticket| ticket.as_str().unwrap().to_owned()).collect()
    }

    fn sealed(&self, key: Uuid, plain: &Value) -> Value {
        let (ephemeral, server) = (random(), self.key("seal_key"));
        let ours = point(&ephemeral.public_key());
        let shared = ephemeral.diffie_hellman(&PublicKey::from_sec1_bytes(&server).unwrap());
        let mut secret = [0; 32];
        let derived = Hkdf::<Sha256>::new(Some(&[ours.clone(), server].concat()), shared.raw_secret_bytes());
        derived.expand(b"tilik kiosk report 1", &mut secret).unwrap();
        let (text, bound) = (plain.to_string(), format!("{}\n{key}", self.id()));
        let payload = Payload { msg: text.as_bytes(), aad: bound.as_bytes() };
        let ciphertext = Aes256Gcm::new(&secret.into()).encrypt(&[0; 12].into(), payload).unwrap();
        json!({"sealed": STANDARD.encode([ours, ciphertext].concat())})
    }

    fn report(&self, token: &str, key: Uuid, plain: &Value) -> Request {
        let request = self.post(token, "kiosk/reports", &self.sealed(key, plain));
        request.header("Idempotency-Key", &key.to_string())
    }

    /// The snapshot, once it is made.
    fn snapshot(&self, token: &str) -> Answer {
        for _ in 0..600 {
            let answer = self.get_snapshot(token, "").send();
            if answer.status != 503 {
                return answer;
            }
            assert!(!answer.header("retry-after").is_empty());
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("no snapshot is made");
    }

    fn get_snapshot(&self, token: &str, known: &str) -> Request {
        let request = self.server.get("/api/v1/kiosk/snapshot").header("Authorization", &format!("Bearer {token}"));
        if known.is_empty() { request } else { request.header("If-None-Match", known) }
    }
}

fn plain(person: u32, ticket: &str, provisional: Option<&str>) -> Value {
    let mut report = about_self(&nik(person));
    report["channel"] = json!("kiosk");
    json!({"report": report, "ticket": ticket, "provisional": provisional, "snapshot": null})
}

#[test]
fn a_code_is_for_one_device() {
    let server = Server::start();
    let (_, code) = code(&server);
    let device = SigningKey::from(random());
    for (typed, pin, fault) in
        [("7KQ2M", PIN, "code format"), (&code, "12345", "pin format"), (&code, "111111", "pin format")]
    {
        assert_eq!(enrolment(&server, typed, &device, pin).send().faults(), [fault]);
    }
    assert_eq!(enrolment(&server, "7KQ2M-4XD9P", &device, PIN).send().problem(), "not_found");
    assert_eq!(enrolment(&server, &code, &device, PIN).send().status, 201);
    let again = enrolment(&server, &code, &SigningKey::from(random()), PIN).send();
    assert_eq!((again.status, again.problem().as_str()), (404, "not_found"));
}

#[test]
fn a_session_needs_the_devices_signature_and_ends_with_the_kiosk() {
    let server = Server::start();
    let mut kiosk = Kiosk::enrol(&server);
    let token = kiosk.token();
    assert_eq!(kiosk.post(&token, "kiosk/tickets", &json!({"count": 1})).send().status, 200);
    assert_eq!(kiosk.post("x", "kiosk/tickets", &json!({"count": 1})).send().problem(), "token");
    assert_eq!(server.post("/api/v1/kiosk/tickets").json(&json!({"count": 1})).send().problem(), "token");

    let own = std::mem::replace(&mut kiosk.device, SigningKey::from(random()));
    let stranger = kiosk.session_answer();
    assert_eq!((stranger.status, stranger.problem().as_str()), (401, "signature"));
    kiosk.device = own;

    assert!(said(&server, &["kiosk", "list"]).contains("enrolled"));
    assert!(said(&server, &["kiosk", "revoke", &kiosk.id()]).contains("revoked"));
    let revoked = kiosk.post(&token, "kiosk/tickets", &json!({"count": 1})).send();
    assert_eq!((revoked.status, revoked.problem().as_str()), (401, "kiosk_unknown"));
    assert_eq!(kiosk.session_answer().problem(), "kiosk_unknown");
    assert!(said(&server, &["kiosk", "list"]).contains("revoked"));
}

#[test]
fn a_kiosk_checks_without_a_proof_of_work() {
    let lists = Lists::new().family(&card(1), &[&nik(1)]).aid("bst", "2020-05", &nik(1), "", "listed");
    let server = Server::builder().lists(&lists).set("TILIK_PROOF", "on").set("TILIK_LIMITS", "on").start();
    let kiosk = Kiosk::enrol(&server);
    let token = kiosk.token();
    let check = |token: &str| kiosk.post(token, "checks", &json!({"nik": nik(1)})).send();
    assert_eq!(check(&token).json()["status"], "listed");
    assert_eq!(check("no session").problem(), "token");
    let stranger = server.post("/api/v1/checks").json(&json!({"nik": nik(1)})).send();
    assert_eq!(stranger.faults(), ["proof required"]);
    // It has a limit of its own.
    let mut other = 2;
    let refused = loop {
        let answer = kiosk.post(&token, "checks", &json!({"nik": nik(other)})).send();
        if answer.status != 200 {
            break answer;
        }
        other += 1;
        assert!(other < 100, "no limit");
    };
    assert_eq!((refused.status, other > 50), (429, true), "{other}");
}

#[test]
fn a_snapshot_is_signed_and_opens_with_keys_that_the_staff_gets() {
    let lists = Lists::new().family(&card(1), &[&nik(1), &nik(2)]).aid("bst", "2020-05", &nik(1), "", "listed");
    let server = Server::with(&lists);
    let kiosk = Kiosk::enrol(&server);
    let token = kiosk.token();
    let answer = kiosk.snapshot(&token);
    let (file, version) = (answer.body.clone(), answer.header("etag").to_owned());
    assert_eq!(kiosk.get_snapshot(&token, &version).send().status, 304);
    assert_eq!(answer.header("cache-control"), "no-store");

    let (signed, signature) = file.split_at(file.len() - 64);
    let key = VerifyingKey::from_sec1_bytes(&kiosk.key("sign_key")).unwrap();
    key.verify(signed, &Signature::from_slice(signature).unwrap()).unwrap();
    let length = u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize;
    let header: Value = serde_json::from_slice(&file[8..8 + length]).unwrap();
    assert_eq!((&file[..4], &header["area"], &header["people"]), (b"TLKS".as_slice(), &json!([VILLAGE]), &json!(2)));
    assert_eq!(header["lines"][0]["scheme"], "bst");
    assert!(!header.to_string().contains(&nik(1)));

    // The digits open it, and nothing else does.
    let version = version.trim_matches('"');
    let unlock = |pin: &str| kiosk.post(&token, "kiosk/unlock", &json!({"pin": pin, "version": version})).send();
    assert_eq!(kiosk.post(&token, "kiosk/keys", &json!({"version": version})).send().problem(), "locked");
    assert_eq!(unlock("204061").faults(), ["pin wrong"]);
    let unlocked = unlock(PIN).json();
    assert_eq!(unlocked["unlocked_for"], 24 * 60 * 60);
    let token = unlocked["token"].as_str().unwrap();
    // It holds for as long as the unlocking: `KIOSK.EXPIRES.UNLOCKED.SIGNATURE`.
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!((parts.len(), parts[1]), (4, parts[2]), "else newer lists had no keys after an hour");
    let again = kiosk.post(token, "kiosk/keys", &json!({"version": version})).send().json();
    assert_eq!(again["keys"], unlocked["keys"]);
    let body: [u8; 32] = STANDARD.decode(again["keys"]["body"].as_str().unwrap()).unwrap().try_into().unwrap();
    let nonce: [u8; 12] = signed[8 + length..20 + length].try_into().unwrap();
    let payload = Payload { msg: &signed[20 + length..], aad: &file[..8 + length] };
    assert!(!Aes256Gcm::new(&body.into()).decrypt(&nonce.into(), payload).unwrap().is_empty());
    assert_eq!(kiosk.post(token, "kiosk/keys", &json!({"version": "x"})).send().faults(), ["version format"]);
}

#[test]
fn wrong_digits_in_a_row_close_the_door_for_a_while() {
    let server = Server::start();
    let kiosk = Kiosk::enrol(&server);
    let token = kiosk.token();
    let unlock = |pin: &str| kiosk.post(&token, "kiosk/unlock", &json!({"pin": pin, "version": "1.1"})).send();
    for _ in 0..5 {
        assert_eq!(unlock("204061").faults(), ["pin wrong"]);
    }
    let closed = unlock(PIN);
    assert_eq!(closed.status, 429);
    assert!((890..=900).contains(&closed.header("retry-after").parse::<u32>().unwrap()));
}

#[test]
fn a_sealed_report_is_decided_under_the_ticket_given_out() {
    let lists = Lists::new().family(&card(1), &[&nik(1)]).family(&card(2), &[&nik(2)]).aid(
        "bst",
        "2020-05",
        &nik(2),
        "",
        "paid",
    );
    let server = Server::with(&lists);
    let kiosk = Kiosk::enrol(&server);
    let token = kiosk.token();
    let tickets = kiosk.tickets(&token, 3);
    assert_eq!(tickets.len(), 3);

    let (key, body) = (Uuid::new_v4(), plain(1, &tickets[0], Some("verifying")));
    let first = kiosk.report(&token, key, &body).send();
    assert_eq!(
        (first.status, &first.json()["ticket"], &first.json()["outcome"]),
        (201, &json!(tickets[0]), &json!("verifying"))
    );
    // Sent again after a lost answer, sealed anew: the same answer, byte for byte.
    assert_eq!(kiosk.report(&token, key, &body).send().body, first.body);
    let other = kiosk.report(&token, key, &plain(2, &tickets[1], None)).send();
    assert_eq!(other.problem(), "idempotency_key_reused");

    let said = kiosk.report(&token, Uuid::new_v4(), &plain(2, &tickets[1], Some("verifying"))).send().json();
    assert_eq!((&said["ticket"], &said["outcome"]), (&json!(tickets[1]), &json!("rejected")));
    let status = |person, ticket: &str| server.try_status(&json!({"ticket": ticket, "nik": nik(person)}));
    assert_eq!(status(2, &tickets[1]).json()["corrected"], true, "the paper said something else");
    assert_eq!(status(1, &tickets[0]).json()["corrected"], Value::Null);
    assert_eq!(status(1, &tickets[2]).problem(), "not_found", "given out, and not yet here");
}

#[test]
fn what_does_not_open_is_refused_for_good() {
    let server = Server::start();
    let kiosk = Kiosk::enrol(&server);
    let token = kiosk.token();
    let ticket = kiosk.tickets(&token, 1).remove(0);
    let key = Uuid::new_v4();
    let sealed = kiosk.sealed(key, &plain(1, &ticket, None));
    let send = |key: Uuid, body: &Value| {
        kiosk.post(&token, "kiosk/reports", body).header("Idempotency-Key", &key.to_string()).send()
    };
    assert_eq!(send(Uuid::new_v4(), &sealed).problem(), "malformed", "sealed for another key");
    assert_eq!(send(key, &json!({"sealed": "AAAA"})).problem(), "malformed");
    assert_eq!(send(key, &kiosk.sealed(key, &json!({"x": 1}))).problem(), "malformed");
    let mut wrong = plain(1, &ticket, None);
    wrong["report"]["subject"]["nik"] = json!("3510");
    assert_eq!(send(key, &kiosk.sealed(key, &wrong)).faults(), ["subject.nik length"]);
    assert_eq!(kiosk.post("x", "kiosk/reports", &sealed).send().problem(), "token");
    // A clock that stands in 1970 keeps nothing back.
    let mut old = plain(1, &ticket, None);
    old["report"]["made_at"] = json!("not a time");
    assert_eq!(send(key, &kiosk.sealed(key, &old)).status, 201);
}

#[test]
fn tickets_are_reserved_in_measure() {
    let server = Server::builder().set("TILIK_LIMITS", "on").start();
    let kiosk = Kiosk::enrol(&server);
    let token = kiosk.token();
    let mut all: Vec<String> = (0..5).flat_map(|_| kiosk.tickets(&token, 1_000)).collect();
    assert_eq!(all.len(), 5 * 200);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 5 * 200);
    let refused = kiosk.post(&token, "kiosk/tickets", &json!({"count": 1})).send();
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too_many_requests"));
}

#[test]
fn a_device_that_is_enrolled_again_still_brings_what_it_took_before() {
    let server = Server::start();
    let former = Kiosk::enrol(&server);
    let ticket = former.tickets(&former.token(), 1).remove(0);
    let key = Uuid::new_v4();
    let mut sealed = former.sealed(key, &plain(1, &ticket, None));
    said(&server, &["kiosk", "revoke", &former.id()]);

    let now = Kiosk::enrol(&server);
    let token = now.token();
    let send =
        |sealed: &Value| now.post(&token, "kiosk/reports", sealed).header("Idempotency-Key", &key.to_string()).send();
    assert_eq!(send(&sealed).problem(), "malformed", "it is bound to the kiosk that sealed it");
    sealed["kiosk"] = json!(former.id());
    let answer = send(&sealed);
    assert_eq!((answer.status, &answer.json()["ticket"]), (201, &json!(ticket)));
}

#[test]
fn a_command_says_what_is_wrong() {
    let server = Server::start();
    let wrong = |words: &[&str]| {
        String::from_utf8_lossy(&server.command(words.iter().copied()).output().unwrap().stderr).into_owned()
    };
    assert!(wrong(&["kiosk", "add", "--village", "3510169999", "--place", "x"]).contains("217"));
    assert!(wrong(&["kiosk", "add", "--village", VILLAGE, "--place", " "]).contains("place"));
    assert!(wrong(&["kiosk", "revoke", &Uuid::new_v4().to_string()]).contains("no kiosk"));
    assert_eq!(said(&server, &["kiosk", "list"]), "no kiosks");
}
