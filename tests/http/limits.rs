//! The rate limit.

use serde_json::json;
use tilik_tests::{Server, nik};

#[test]
fn too_many_checks_are_told_when_to_come_back() {
    let server = Server::builder().set("TILIK_LIMITS", "on").start();
    let refused = (0..5_000).map(|number| server.try_check(&nik(number))).find(|answer| answer.status != 200);
    let refused = refused.expect("nobody may check 5,000 NIKs in a row");
    assert_eq!(refused.status, 429, "{}", refused.text());
    refused.problem();
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=3_600).contains(&seconds), "{seconds}");
    assert_eq!(refused.header("cache-control"), "no-store");
    // Nobody is kept from asking whether the server is well.
    assert_eq!(server.get("/healthz").send().status, 200);
    assert_eq!(server.get("/").send().status, 200);
}

#[test]
fn announced_lists_count_too_and_say_so_on_a_page() {
    let server = Server::builder().set("TILIK_LIMITS", "on").start();
    let answers = (0..5_000).map(|_| server.get("/daftar/3510161001").send());
    let refused = answers.into_iter().find(|answer| answer.status != 404).expect("nobody reads 5,000 lists in a row");
    assert_eq!(refused.status, 429, "{}", refused.text());
    assert!(refused.text().contains("Coba lagi beberapa menit lagi."), "{}", refused.text());
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=3_600).contains(&seconds), "{seconds}");
}

#[test]
fn a_village_hall_can_work() {
    // Ten people, one after the other, through one address.
    let server = Server::builder().set("TILIK_LIMITS", "on").start();
    for number in 0..10 {
        assert_eq!(server.try_check(&nik(number)).status, 200, "{number}");
    }
}

#[test]
fn a_header_does_not_make_another_network() {
    let server = Server::builder().set("TILIK_LIMITS", "on").start();
    let refused = (0..5_000).any(|number| {
        let address = format!("203.0.113.{}", number % 250);
        let answer = server
            .post("/api/v1/checks")
            .header("X-Forwarded-For", &address)
            .header("X-Real-Ip", &address)
            .header("Forwarded", &format!("for={address}"))
            .json(&json!({ "nik": nik(number) }))
            .send();
        answer.status == 429
    });
    assert!(refused);
}
