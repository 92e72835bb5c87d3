//! The proof of work, in ALTCHA's format: a challenge is solved by trying numbers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tilik_tests::bodies::about_self;
use tilik_tests::{Lists, Server, card, new_key, nik};

fn server() -> Server {
    Server::builder().set("TILIK_PROOF", "on").lists(&Lists::new().family(&card(1), &[&nik(1)])).start()
}

fn challenge(server: &Server) -> Value {
    let answer = server.get("/api/v1/challenge").send();
    assert_eq!(answer.status, 200);
    answer.json()
}

fn solve(challenge: &Value) -> u64 {
    let (salt, wanted) = (challenge["salt"].as_str().unwrap(), challenge["challenge"].as_str().unwrap());
    let limit = challenge["maxnumber"].as_u64().unwrap();
    (0..=limit)
        .find(|number| {
            let hash = Sha256::digest(format!("{salt}{number}"));
            hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>() == wanted
        })
        .unwrap()
}

fn encode(challenge: &Value, number: u64) -> String {
    let solution = json!({
        "algorithm": challenge["algorithm"], "challenge": challenge["challenge"], "number": number,
        "salt": challenge["salt"], "signature": challenge["signature"],
    });
    STANDARD.encode(solution.to_string())
}

fn proof(server: &Server) -> String {
    let challenge = challenge(server);
    encode(&challenge, solve(&challenge))
}

fn check(server: &Server, proof: Option<&str>) -> tilik_tests::Answer {
    let body = match proof {
        Some(proof) => json!({ "nik": nik(1), "proof": proof }),
        None => json!({ "nik": nik(1) }),
    };
    server.post("/api/v1/checks").json(&body).send()
}

#[test]
fn where_it_is_off_nothing_is_asked() {
    let server = Server::start();
    assert_eq!(challenge(&server), json!({ "required": false }));
    assert_eq!(check(&server, Some("whatever")).status, 200);
}

#[test]
fn a_challenge_has_altchas_shape() {
    let server = server();
    let first = challenge(&server);
    assert_eq!((&first["required"], &first["algorithm"]), (&json!(true), &json!("SHA-256")));
    let hash = first["challenge"].as_str().unwrap();
    assert!(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
    assert!(first["salt"].as_str().unwrap().contains("expires="));
    assert!(first["maxnumber"].as_u64().unwrap() >= 1_000);
    assert!(!first["signature"].as_str().unwrap().is_empty());
    let second = challenge(&server);
    assert_ne!((&first["salt"], &first["challenge"]), (&second["salt"], &second["challenge"]));
}

#[test]
fn a_proof_is_required_right_and_used_once() {
    let server = server();
    assert_eq!(check(&server, None).faults(), ["proof required"]);
    assert_eq!(check(&server, Some("")).faults(), ["proof required"]);
    let challenge = challenge(&server);
    let number = solve(&challenge);
    let mut forged = challenge.clone();
    forged["salt"] = format!("{}0", challenge["salt"].as_str().unwrap()).into();
    let mut unsigned = challenge.clone();
    unsigned["signature"] = "0".repeat(64).into();
    // A challenge of one's own, easily solved, and not signed by the server.
    let own_hash: String =
        Sha256::digest("salt?expires=99999999991").iter().map(|byte| format!("{byte:02x}")).collect();
    let own = json!({
        "algorithm": "SHA-256", "challenge": own_hash, "salt": "salt?expires=9999999999",
        "signature": challenge["signature"],
    });
    for wrong in [
        "x".to_owned(),
        STANDARD.encode("{}"),
        STANDARD.encode("no json"),
        encode(&challenge, number + 1),
        encode(&forged, number),
        encode(&unsigned, number),
        encode(&own, 1),
    ] {
        assert_eq!(check(&server, Some(&wrong)).faults(), ["proof invalid"], "{wrong}");
    }
    let right = encode(&challenge, number);
    assert_eq!(check(&server, Some(&right)).status, 200);
    assert_eq!(check(&server, Some(&right)).faults(), ["proof used"]);
}

#[test]
fn a_report_needs_one_and_may_be_sent_again_with_it() {
    let server = server();
    let mut body = about_self(&nik(1));
    assert_eq!(server.try_report(&new_key(), &body).faults(), ["proof required"]);
    body["proof"] = proof(&server).into();
    let key = new_key();
    let first = server.try_report(&key, &body);
    assert_eq!(first.status, 201, "{}", first.text());
    // Lost on the way back: the same again is the same report, not a used proof.
    let again = server.try_report(&key, &body);
    assert_eq!((again.status, again.text()), (201, first.text()));
    // Under another key it is another report, and needs a proof of its own.
    assert_eq!(server.try_report(&new_key(), &body).faults(), ["proof used"]);
}

#[test]
fn a_fault_of_the_form_does_not_cost_the_proof() {
    let server = server();
    let right = proof(&server);
    let wrong = server.post("/api/v1/checks").json(&json!({ "nik": "351016", "proof": right })).send();
    assert_eq!(wrong.faults(), ["nik length"]);
    assert_eq!(check(&server, Some(&right)).status, 200);
}
