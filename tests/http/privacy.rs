//! What must be found nowhere: no NIK, card number, phone, name or ticket in the
//! log, at whatever level, and none of the numbers in the bytes of the database.

use serde_json::json;
use sha2::{Digest, Sha256};
use tilik_tests::bodies::{HELPERS_NAME, HELPERS_PHONE, PERSONS_NAME, PERSONS_PHONE, about_other, about_self};
use tilik_tests::{Lists, Server, card, new_key, nik};

/// A scenario that touches everything, and the tickets it made.
fn live_a_day(server: &Server) -> Vec<String> {
    let mut tickets = Vec::new();
    for person in [1, 2, 3, 99] {
        server.check(&nik(person));
        let own = server.report(&about_self(&nik(person)));
        let other = server.report(&about_other(&nik(person)));
        for (report, proof) in [(&own, json!({ "nik": nik(person) })), (&other, json!({ "phone": HELPERS_PHONE }))] {
            let mut body = proof;
            body["ticket"] = report["ticket"].clone();
            assert_eq!(server.try_status(&body).status, 200);
            tickets.push(report["ticket"].as_str().unwrap().to_owned());
        }
        server.object(&own["ticket"], &nik(person), "Xenofobia tidak benar.");
    }
    // And everything that goes wrong.
    let broken = format!("{}x", nik(1));
    server.try_check(&broken);
    server.try_check(&nik(1)[1..]);
    server.post("/api/v1/checks").body("application/json", format!("{{\"nik\": \"{}\"", nik(1))).send();
    server.post("/api/v1/checks").body("application/json", format!("{{\"nik\": {}}}", nik(1))).send();
    server.post("/api/v1/checks").json(&json!({ nik(1): nik(1) })).send();
    let mut wrong = about_self(&nik(1));
    wrong["subject"]["phone"] = "0812".into();
    wrong["about"] = nik(1).into();
    server.try_report(&new_key(), &wrong);
    server.try_report(&nik(1), &about_self(&nik(1)));
    server.get(&format!("/api/v1/checks?nik={}", nik(1))).send();
    server.get(&format!("/cek?nik={}", nik(1))).send();
    let form = |path: &str, body: String| server.post(path).body("application/x-www-form-urlencoded", body).send();
    form("/cek", format!("nik={}", nik(1)));
    form("/cek", format!("nik={}x", nik(1)));
    form("/lapor", format!("langkah=1&about=self&subject.nik={}&subject.name=Xenofobia", nik(1)));
    form("/status", format!("ticket=K7Q2-M4XD-9&about=self&nik={}", nik(1)));
    form("/sanggah", format!("ticket=K7Q2-M4XD-9&nik={}&reason=Xenofobia", nik(1)));
    server.get(&format!("/cek/{}", nik(1))).send();
    server.get(&format!("/api/v1/checks/{}", nik(1))).send();
    server
        .get("/healthz")
        .header("Referer", &format!("http://localhost/?nik={}", nik(1)))
        .header("User-Agent", &nik(1))
        .send();
    tickets
}

fn lists() -> Lists {
    Lists::new()
        .family(&card(1), &[&nik(1), &nik(2)])
        .family(&card(2), &[&nik(3)])
        .aid("bst", "2020-05", &nik(1), "", "listed")
        .aid("pkh", "2020-05", "", &card(2), "paid")
        .aid("pkh", "2020-05", &nik(50), &card(7), "paid")
}

#[test]
fn logs_carry_nobodys_data() {
    let mut server = Server::builder().set("TILIK_LOG", "trace").lists(&lists()).start();
    let tickets = live_a_day(&server);
    // An import with rejects, whose output is read by staff over the shoulder.
    let file = server.path("rejects.csv");
    let broken = format!("{}x", nik(1));
    Lists::new().aid("bst", "2020-05", &broken, "", "").aid("bst", "2020-05", &nik(1), "0", "").write_recipients(&file);
    let ended = server.import("recipients", &file, &[]);
    server.terminate();
    let log = server.log() + &ended.stdout + &ended.stderr;
    // A log that says nothing would keep every secret.
    assert!(log.contains("/api/v1/reports") && log.contains("201"), "{log}");
    assert!(log.len() > 5_000, "{}", log.len());
    let mut secrets: Vec<(String, String)> = Vec::new();
    for person in [1, 2, 3, 50, 99] {
        secrets.push((format!("the NIK of {person}"), nik(person)));
        // Birth date and serial: what a mask of the first digits would leave.
        secrets.push((format!("the end of the NIK of {person}"), nik(person)[6..].to_owned()));
    }
    secrets.extend([1, 2, 7].map(|number| (format!("card {number}"), card(number))));
    for phone in [HELPERS_PHONE, PERSONS_PHONE] {
        secrets.push(("a phone".into(), phone[1..].to_owned()));
    }
    for word in PERSONS_NAME.split(' ').chain(HELPERS_NAME.split(' ')).chain(["Pualam", "Warung tutup", "Xenofobia"]) {
        secrets.push((word.into(), word.to_owned()));
    }
    for ticket in &tickets {
        secrets.push(("a ticket".into(), ticket.clone()));
        secrets.push(("a ticket".into(), ticket.replace('-', "")));
    }
    for (what, secret) in secrets {
        let line = log.lines().find(|line| line.contains(&secret));
        assert!(line.is_none(), "{what} in the log: {line:?}");
    }
}

#[test]
fn the_database_holds_no_number_in_the_clear() {
    let mut server = Server::with(&lists());
    live_a_day(&server);
    let look = |server: &Server, when: &str| {
        let bytes = server.stored();
        assert!(bytes.len() > 20_000, "{when}: {}", bytes.len());
        let numbers = [
            nik(1),
            nik(2),
            nik(3),
            nik(50),
            nik(99),
            card(1),
            card(2),
            card(7),
            HELPERS_PHONE.into(),
            PERSONS_PHONE.into(),
        ];
        for number in numbers {
            // As text, as SQLite's integer, as the bytes of one, and as a hash that
            // anybody could make.
            let integer = number.parse::<u64>().unwrap();
            let hash = Sha256::digest(&number);
            let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            let forms: [&[u8]; 5] = [
                &number.as_bytes()[1..],
                if number.len() == 16 { &integer.to_be_bytes()[1..] } else { number.as_bytes() },
                if number.len() == 16 { &integer.to_le_bytes()[..7] } else { number.as_bytes() },
                &hash,
                hex.as_bytes(),
            ];
            for (form, needle) in forms.iter().enumerate() {
                assert!(!holds(&bytes, needle), "{when}: {number} in form {form}");
            }
        }
        // What is not secret is there, so the search does find.
        assert!(holds(&bytes, b"2020-05") || holds(&bytes, b"bst"), "{when}");
    };
    look(&server, "while it runs");
    server.terminate();
    look(&server, "after it stopped");
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    let first = needle[0];
    bytes.windows(needle.len()).any(|window| window[0] == first && window == needle)
}
