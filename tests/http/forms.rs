//! The pages as plain forms. A form is what a browser without the program posts, so
//! these tests read the page as it comes and fill in what stands there.

use std::collections::BTreeMap;

use tilik_tests::{Answer, Lists, Server, card, nik};

/// The words a resident reads.
const LISTED: &str = "Keluarga Anda sudah masuk daftar";
const UNLISTED: &str = "Keluarga Anda belum masuk daftar";
const VERIFYING: &str = "Laporan Anda diteruskan ke petugas desa";
const REJECTED: &str = "Keluarga Anda sudah menerima bantuan";

fn lists() -> Lists {
    Lists::new().family(&card(1), &[&nik(1), &nik(2)]).family(&card(2), &[&nik(3)]).aid(
        "bst",
        "2020-05",
        &nik(1),
        "",
        "listed",
    )
}

fn post(server: &Server, path: &str, fields: &[(&str, &str)]) -> Answer {
    server.post(path).body("application/x-www-form-urlencoded", encoded(fields)).send()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let coded = |text: &str| -> String {
        text.bytes()
            .map(
                |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") },
            )
            .collect()
    };
    fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect::<Vec<_>>().join("&")
}

/// What the page carries unseen.
fn hidden(page: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for tag in page.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = tag.split_once('"').unwrap();
        let value = rest.strip_prefix(" value=\"").map_or("", |rest| rest.split('"').next().unwrap());
        let value = value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        found.entry(name.to_owned()).or_default().push(value);
    }
    found
}

/// Fills in a page's form and sends it on.
fn fill(server: &Server, page: &str, answers: &[(&str, &str)]) -> Answer {
    let carried = hidden(page);
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for (name, values) in &carried {
        fields.extend(values.iter().map(|value| (name.as_str(), value.as_str())));
    }
    fields.extend(answers);
    post(server, "/lapor", &fields)
}

/// Answers every question and returns the review.
fn to_review(server: &Server, subject: &str) -> String {
    let start = post(server, "/lapor", &[("subject.nik", subject)]).text();
    let steps: [&[(&str, &str)]; 9] = [
        &[("about", "self")],
        &[("subject.nik", subject)],
        &[("subject.name", "Warga \"Ning\" <Contoh>")],
        &[("subject.village", "3510161001")],
        &[("subject.address", "Dusun Krajan\r\nRT 02")],
        &[("subject.phone", "")],
        &[("impact", "ill"), ("impact", "lost_work")],
        &[("household_size", "4")],
        &[("note", "")],
    ];
    steps.iter().fold(start, |page, answers| {
        let answer = fill(server, &page, answers);
        assert_eq!(answer.status, 200, "{answers:?} {}", answer.text());
        answer.text()
    })
}

#[test]
fn a_check_is_answered_with_a_page() {
    let server = Server::with(&lists());
    for (number, words) in [(1, LISTED), (2, LISTED), (3, UNLISTED), (900, UNLISTED)] {
        let answer = post(&server, "/cek", &[("nik", &nik(number))]);
        assert_eq!(answer.status, 200);
        assert!(answer.text().contains(words), "{number}");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("set-cookie"), "");
        assert!(!answer.text().contains("<script"), "an answer has no program that would draw it anew");
        assert!(answer.header("content-security-policy").contains("'sha256-"), "its style is known by its hash");
    }
    let slip = post(&server, "/cek", &[("nik", "3510163203850001")]);
    assert_eq!(slip.status, 422);
    assert!(slip.text().contains("bukan tanggal") && slip.text().contains("value=\"351016 320385 0001\""));
    assert!(post(&server, "/en/cek", &[("nik", &nik(3))]).text().contains("<html lang=\"en\">"));
}

#[test]
fn a_report_is_made_question_by_question_and_once() {
    let server = Server::with(&lists());
    let review = to_review(&server, &nik(3));
    assert!(review.contains("Warga &quot;Ning&quot; &lt;Contoh&gt;"), "nothing typed is markup");
    let without = fill(&server, &review, &[]);
    assert_eq!(without.status, 422, "no consent");
    let first = fill(&server, &review, &[("consent", "1")]);
    assert_eq!(first.status, 201);
    assert!(first.text().contains(VERIFYING));
    let again = fill(&server, &review, &[("consent", "1")]);
    assert_eq!((again.status, again.text()), (201, first.text()), "the same form makes no second report");
    let other = to_review(&server, &nik(3));
    let known = fill(&server, &other, &[("consent", "1")]);
    assert!(known.text().contains("sudah pernah dilaporkan"));
    let rejected = fill(&server, &to_review(&server, &nik(2)), &[("consent", "1")]);
    assert!(rejected.text().contains(REJECTED) && rejected.text().contains("action=\"/sanggah\""));
}

#[test]
fn an_objection_and_the_status_follow() {
    let server = Server::with(&lists());
    let rejected = fill(&server, &to_review(&server, &nik(1)), &[("consent", "1")]).text();
    let carried = hidden(&rejected);
    let (ticket, person) = (carried["ticket"][0].as_str(), carried["nik"][0].as_str());
    assert_eq!(person, nik(1));
    let status =
        |more: &[(&str, &str)]| post(&server, "/status", &[&[("ticket", ticket), ("about", "self")], more].concat());
    assert!(status(&[("nik", person)]).text().contains("Tidak diteruskan"));
    assert_eq!(status(&[("nik", &nik(3))]).status, 404, "somebody else's");
    let object = |reason: &str| post(&server, "/sanggah", &[("ticket", ticket), ("nik", person), ("reason", reason)]);
    assert_eq!(object(" ").status, 422);
    let landed = object("Belum pernah menerima.");
    assert_eq!(landed.status, 200, "{}", landed.text());
    assert!(landed.text().contains("Sanggah Anda kami terima"));
    assert_eq!(object("Sekali lagi.").status, 409);
    assert_eq!(post(&server, "/sanggah", &[("ticket", ticket), ("nik", &nik(3)), ("reason", "x")]).status, 404);
}

#[test]
fn a_form_of_another_site_is_refused() {
    let server = Server::builder().set("TILIK_ORIGINS", "https://desa.example").lists(&lists()).start();
    let from = |name: &str, value: &str| {
        let form = encoded(&[("nik", &nik(1))]);
        server.post("/cek").header(name, value).body("application/x-www-form-urlencoded", form).send()
    };
    for (name, value) in [("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")] {
        let answer = from(name, value);
        assert_eq!(answer.status, 403, "{name}: {value}");
        assert!(!answer.text().contains(LISTED));
    }
    assert_eq!(from("Origin", "https://desa.example").status, 200);
    // A page of ours on a static host of that name.
    let form = encoded(&[("nik", &nik(1))]);
    let elsewhere = server.post("/cek").header("Origin", "https://desa.example").header("Sec-Fetch-Site", "cross-site");
    assert_eq!(elsewhere.body("application/x-www-form-urlencoded", form).send().status, 200);
    assert_eq!(from("Origin", server.origin()).status, 200);
    assert_eq!(from("Sec-Fetch-Site", "same-origin").status, 200);
}

#[test]
fn what_is_no_form_is_told_so() {
    let server = Server::start();
    assert_eq!(server.post("/cek").body("text/plain", "nik=1").send().status, 400);
    let large = server.post("/cek").body("application/x-www-form-urlencoded", "a".repeat(70_000)).send_unread();
    assert_eq!(large.status, 400);
    assert_eq!(post(&server, "/lapor", &[("langkah", "9999"), ("ke", "ubah-77")]).status, 200);
    assert_eq!(post(&server, "/lapor", &[("langkah", "10"), ("kunci", "no uuid")]).status, 422);
}

#[test]
fn look_ups_without_a_proof_of_work_are_few() {
    let server = Server::builder().set("TILIK_LIMITS", "on").lists(&lists()).start();
    // Fewer than a network's limit on all requests, which is not what is tested here.
    let refused =
        (0..100).map(|number| post(&server, "/cek", &[("nik", &nik(number))])).find(|answer| answer.status != 200);
    let refused = refused.expect("nobody may check 100 NIKs in a row through a form");
    assert_eq!(refused.status, 429);
    assert!(!refused.header("retry-after").is_empty());
    assert!(refused.text().contains("Terlalu banyak permintaan"));
    // What has a proof is another matter.
    assert_eq!(server.try_check(&nik(1)).status, 200);
}
