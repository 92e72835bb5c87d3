//! Messages: each step reaches the phone that it concerns and no other, whatever the
//! gateway does meanwhile.
//!
//! Decided where the contract is silent: somebody whom a neighbour reported hears that a
//! report was made, that the package is on its way and that it was handed over, but no
//! verdict, since the neighbour may have typed a second number of their own. The helper
//! hears what the status page shows a helper.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::time::Duration;
use tilik_tests::bodies::{HELPERS_NAME, HELPERS_PHONE, PERSONS_NAME, PERSONS_PHONE, about_other, about_self};
use tilik_tests::clock::today_plus;
use tilik_tests::command::Ended;
use tilik_tests::gateway::{MailServer, Received, Reply, Webhook};
use tilik_tests::officer::Officer;
use tilik_tests::{Answer, Builder, Lists, Server, card, new_key, nik};

const REGENCY: [&str; 2] = ["--role", "admin"];
const KEY: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const PERSONS: &str = "+6281234567890";
const HELPERS: &str = "+6281298765432";

/// Families 1 and 2 without aid, 3 with.
fn lists() -> Lists {
    let lists = Lists::new().family(&card(1), &[&nik(1), &nik(4)]).family(&card(2), &[&nik(2)]);
    lists.family(&card(3), &[&nik(3)]).aid("bst", "2020-05", &nik(3), "", "listed")
}

/// A server that tells a webhook.
fn telling(webhook: &str) -> (Builder, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    std::fs::write(&key, format!("whsec_{KEY}\n")).unwrap();
    let builder = Server::builder().lists(&lists()).set("TILIK_MESSAGES", webhook);
    (builder.set("TILIK_MESSAGES_SECRET", key.to_str().unwrap()), folder)
}

/// Checks the signature as a gateway does, and returns whom it is for and what it tells.
#[track_caller]
fn read(received: &Received) -> (String, String) {
    let header = |name: &str| received.headers.get(name).unwrap_or_else(|| panic!("no {name}")).clone();
    let signed =
        [format!("{}.{}.", header("webhook-id"), header("webhook-timestamp")).as_bytes(), &received.body].concat();
    let mut mac = Hmac::<Sha256>::new_from_slice(&STANDARD.decode(KEY).unwrap()).unwrap();
    mac.update(&signed);
    assert_eq!(header("webhook-signature"), format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())));
    assert_eq!((received.path.as_str(), header("content-type").as_str()), ("/tilik", "application/json"));
    let body = received.json();
    let names: BTreeSet<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["id", "to", "text", "ticket", "event", "at"]));
    assert_eq!(received.field("id"), header("webhook-id"));
    let text = received.field("text");
    assert!(text.contains(&received.field("ticket")) && text.chars().count() <= 160, "{text}");
    for kept in [PERSONS_NAME, HELPERS_NAME, "bst", "BST", "Jl. "]
        .into_iter()
        .chain([1, 2, 3].map(nik).iter().map(String::as_str))
    {
        assert!(!body.to_string().contains(kept), "{kept} in {body}");
    }
    (received.field("to"), received.field("event"))
}

fn told(received: &[Received]) -> Vec<(String, String)> {
    let mut told: Vec<_> = received.iter().map(read).collect();
    told.sort();
    told
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(to, event)| ((*to).to_owned(), (*event).to_owned())).collect()
}

fn send_off(admin: &Officer<'_>, number: u32) {
    let body = json!({ "district": 351_016, "leaves_on": today_plus(0), "capacity": 9 });
    assert_eq!(admin.once("batches", &new_key(), &body).send().status, 201);
    assert_eq!(admin.post("batch/steps", &json!({ "number": number, "act": "send_off" })).status, 200);
}

fn hand_over(admin: &Officer<'_>, ticket: &Value) {
    let body = json!({ "number": 1, "ticket": ticket, "result": "handed_over", "note": "" });
    assert_eq!(admin.post("handovers", &body).status, 200);
}

#[test]
fn each_step_reaches_the_person_and_is_signed() {
    let webhook = Webhook::start();
    let (builder, _folder) = telling(&webhook.setting());
    let server = builder.start();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    assert_eq!(told(&webhook.wait(1)), pairs(&[(PERSONS, "received")]));
    // One of the family whose report only repeats the first hears what becomes of it.
    let repeats = server.report(&about_self(&nik(4)))["ticket"].clone();
    webhook.wait(2);
    assert_eq!(admin.step(&ticket, "approve", &json!({})).status, 200);
    webhook.wait(4);
    send_off(&admin, 1);
    webhook.wait(6);
    hand_over(&admin, &ticket);
    hand_over(&admin, &ticket);
    let received = webhook.wait(8);
    for ticket in [&ticket, &repeats] {
        let of_it = received.iter().filter(|received| received.json()["ticket"] == *ticket);
        let events: Vec<_> = of_it.map(|received| read(received).1).collect();
        assert_eq!(events, ["received", "approved", "on_the_way", "delivered"]);
    }
    let ids: BTreeSet<_> = received.iter().map(|received| received.field("id")).collect();
    assert_eq!(ids.len(), 8, "each is one of its own");
    let at = received[7].field("at");
    assert!(at.starts_with(&today_plus(0)) && at.ends_with("+07:00"), "{at}");

    let refused = server.report(&about_self(&nik(3)))["ticket"].clone();
    assert_eq!(read(&webhook.wait(9)[8]), (PERSONS.into(), "rejected".into()));
    assert_eq!(server.object(&refused, &nik(3), "Tidak benar.").status, 201);
    assert_eq!(admin.step(&refused, "reject", &json!({ "finding": "not_so", "note": "x" })).status, 200);
    assert_eq!(read(&webhook.wait(10)[9]), (PERSONS.into(), "objection_refused".into()));
    until(|| admin.get("messages").json()["counts"]["sent"] == 10);
}

#[test]
fn a_helper_and_whom_they_name_hear_no_verdict() {
    let webhook = Webhook::start();
    let (builder, _folder) = telling(&webhook.setting());
    let server = builder.start();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    // The machine rejects one and verifies the other: told the same.
    server.report(&about_other(&nik(3)));
    assert_eq!(told(&webhook.wait(2)), pairs(&[(PERSONS, "received"), (HELPERS, "received")]));
    let ticket = server.report(&about_other(&nik(1)))["ticket"].clone();
    let received = webhook.wait(4);
    let texts = |of: &[Received]| -> BTreeSet<String> {
        of.iter().map(|received| received.field("text").replace(&received.field("ticket"), "")).collect()
    };
    assert_eq!(texts(&received[..2]), texts(&received[2..]));
    assert_eq!(admin.step(&ticket, "approve", &json!({})).status, 200);
    send_off(&admin, 1);
    assert_eq!(read(&webhook.wait(5)[4]), (PERSONS.into(), "on_the_way".into()), "nothing of the approval");
    hand_over(&admin, &ticket);
    assert_eq!(told(&webhook.wait(7)[5..]), pairs(&[(PERSONS, "delivered"), (HELPERS, "delivered")]));

    // A helper's own number given for the neighbour's, and none given at all.
    let mut mine = about_other(&nik(2));
    mine["subject"]["phone"] = HELPERS_PHONE.into();
    server.report(&mine);
    let mut none = about_self(&nik(2));
    none["subject"].as_object_mut().unwrap().remove("phone");
    server.report(&none);
    assert_eq!(read(&webhook.wait(8)[7]), (HELPERS.into(), "received".into()));
    let counts = || admin.get("messages").json()["counts"].clone();
    until(|| counts()["waiting"] == 0);
    assert_eq!(counts(), json!({ "waiting": 0, "sent": 8, "no_address": 2, "dead": 0 }));
    assert_eq!(webhook.received().len(), 8);
}

/// Waits for what must become so.
#[track_caller]
fn until(so: impl Fn() -> bool) {
    for _ in 0..6_000 {
        if so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it did not become so");
}

#[test]
fn a_gateway_that_fails_is_asked_again_with_the_same() {
    let webhook = Webhook::start();
    webhook.replies(&[Reply::Status(500), Reply::HangUp, Reply::ComeAgain(429, 12)]);
    let (builder, _folder) = telling(&webhook.setting());
    let server = builder.start();
    server.report(&about_self(&nik(1)));
    let received = webhook.wait(4);
    assert_eq!(told(&received), pairs(&[(PERSONS, "received"); 4]));
    let same: BTreeSet<_> = received.iter().map(|received| (received.field("id"), received.body.clone())).collect();
    assert_eq!(same.len(), 1, "the gateway can tell that it is the same");
    let stamps: Vec<i64> =
        received.iter().map(|received| received.headers["webhook-timestamp"].parse().unwrap()).collect();
    assert!(stamps.is_sorted() && stamps[0] < stamps[3], "signed anew each time: {stamps:?}");
    assert!(stamps[3] - stamps[2] >= 12, "not before the gateway asked for: {stamps:?}");
}

#[test]
fn what_a_gateway_refuses_is_shown_and_sent_once_more() {
    let webhook = Webhook::start();
    webhook.replies(&[Reply::Status(410), Reply::Status(400)]);
    let (builder, _folder) = telling(&webhook.setting());
    let server = builder.start();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let tickets = [1, 2].map(|person| {
        let ticket = server.report(&about_self(&nik(person)))["ticket"].clone();
        let dead = if person == 1 { 1 } else { 2 };
        until(|| admin.get("messages").json()["counts"]["dead"] == dead);
        ticket
    });
    let shown = admin.get("messages").json();
    assert_eq!(shown["sends"], true);
    let dead = |place: usize| shown["dead"][place].clone();
    assert_eq!((&dead(1)["ticket"], &dead(1)["failure"]), (&tickets[0], &json!("gone")));
    assert_eq!((&dead(0)["ticket"], &dead(0)["failure"]), (&tickets[1], &json!("refused")));
    assert_eq!(
        (&dead(0)["number"], &dead(0)["recipient"], &dead(0)["event"], &dead(0)["tries"]),
        (&json!(1), &json!("person"), &json!("received"), &json!(1))
    );
    for kept in [PERSONS_NAME, PERSONS_PHONE, PERSONS, &nik(1)] {
        assert!(!shown.to_string().contains(kept), "{kept}");
    }

    let revive = |body: &Value| admin.post("messages/revivals", body);
    let one = json!({ "message": { "ticket": tickets[0], "number": 1 } });
    assert_eq!(revive(&one).status, 200);
    let first = webhook.wait(3);
    assert_eq!(first[2].body, first[0].body, "under the id that it had");
    until(|| admin.get("messages").json()["counts"]["sent"] == 1);
    refused(&revive(&one), 409, "not_dead");
    assert_eq!(revive(&json!({ "message": { "ticket": "K7Q2", "number": 1 } })).faults(), ["ticket length"]);
    assert_eq!(revive(&json!({})).status, 200);
    until(|| admin.get("messages").json()["counts"]["sent"] == 2);
    refused(&revive(&json!({})), 409, "not_dead");
    assert_eq!(webhook.received().len(), 4);
    let auditor = Officer::at_work(&server, "auditor", &["--role", "auditor"]);
    let trail = auditor.get("trail").json();
    let deeds: Vec<_> = trail["entries"].as_array().unwrap().iter().filter(|entry| entry["by"] == "admin").collect();
    assert_eq!((&deeds[0]["deed"], deeds[0].get("ticket")), (&json!("messages_revived"), None));
    assert_eq!((&deeds[1]["deed"], &deeds[1]["ticket"]), (&json!("message_revived"), &tickets[0]));
}

#[track_caller]
fn refused(answer: &Answer, status: u16, word: &str) {
    assert_eq!((answer.status, answer.problem().as_str()), (status, word), "{}", answer.text());
}

#[test]
fn a_gateway_that_is_not_there_or_says_nothing_gets_it_later() {
    // A port that was free a moment ago.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (builder, _folder) = telling(&format!("webhook:http://{address}/tilik"));
    let server = builder.start();
    server.report(&about_self(&nik(1)));
    until(|| server.log().contains("unreachable"));
    let webhook = Webhook::on(TcpListener::bind(address).unwrap());
    webhook.replies(&[Reply::Silence]);
    let received = webhook.wait(2);
    assert_eq!(received[0].body, received[1].body);
    assert!(server.log().contains("timeout"));
}

#[test]
fn a_server_that_is_killed_in_the_middle_loses_nothing() {
    let webhook = Webhook::start();
    webhook.replies(&[Reply::Silence, Reply::Silence]);
    let (builder, _folder) = telling(&webhook.setting());
    let mut server = builder.start();
    server.report(&about_self(&nik(1)));
    webhook.wait(1);
    server.kill();
    server.restart();
    server.report(&about_self(&nik(2)));
    // Stopped in good order it waits for the gateway, and notes that it did not answer.
    webhook.wait(2);
    assert_eq!(server.terminate(), Some(0));
    server.restart();
    let received = webhook.wait(4);
    let ids: Vec<_> = received.iter().map(|received| received.field("id")).collect();
    assert!(ids[2..].contains(&ids[0]) && ids[2..].contains(&ids[1]), "{ids:?}");
    assert_eq!(told(&received).len(), 4, "each signed");
}

#[test]
fn a_mail_goes_to_the_address_of_the_phone() {
    let mail = MailServer::start();
    let server = Server::builder()
        .lists(&lists())
        .set("TILIK_MESSAGES", &mail.setting())
        .set("TILIK_MESSAGES_FROM", "Tilik <tilik@example.go.id>")
        .set("TILIK_MESSAGES_TO", "{phone}@sms.example.go.id")
        .start();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let with = |person: u32, phone: &str| {
        let mut body = about_self(&nik(person));
        body["subject"]["phone"] = phone.into();
        server.report(&body)["ticket"].as_str().unwrap().to_owned()
    };
    let ticket = with(1, PERSONS_PHONE);
    let first = mail.wait(1)[0].clone();
    assert_eq!(
        (&first["from"], &first["to"]),
        (&json!("tilik@example.go.id"), &json!(["081234567890@sms.example.go.id"]))
    );
    let text = first["mail"].as_str().unwrap();
    let id = format!("Message-ID: <msg_{}_1@example.go.id>", ticket.replace('-', ""));
    assert!(text.contains(&id) && text.contains(&ticket) && !text.contains("Subject:"), "{text}");

    let busy = with(2, "080000112345");
    let mails = mail.wait(2);
    assert!(mails[1]["mail"].as_str().unwrap().contains(&busy), "refused at first, taken later");
    let never = with(3, "080000012345");
    until(|| admin.get("messages").json()["counts"]["dead"] == 1);
    let dead = admin.get("messages").json()["dead"][0].clone();
    assert_eq!(
        (&dead["ticket"], &dead["failure"], &dead["event"]),
        (&json!(never), &json!("refused"), &json!("rejected"))
    );
}

#[test]
fn the_log_has_the_ticket_where_it_is_the_gateway_and_never_a_phone() {
    let server = Server::builder().lists(&lists()).set("TILIK_MESSAGES", "log").set("TILIK_LOG", "trace").start();
    let ticket = server.report(&about_other(&nik(1)))["ticket"].as_str().unwrap().to_owned();
    until(|| server.log().matches(&ticket).count() == 2);
    assert!(server.log().contains("received"));
    for kept in [&PERSONS_PHONE[1..], &HELPERS_PHONE[1..], PERSONS_NAME, HELPERS_NAME, &nik(1), "Banyuwangi: "] {
        assert!(!server.log().contains(kept), "{kept}");
    }
}

#[test]
fn neither_log_nor_row_names_anybody() {
    let webhook = Webhook::start();
    // Its answers quote the request, as careless gateways do.
    webhook.replies(&[Reply::Status(500), Reply::Status(400), Reply::Status(301)]);
    let (builder, _folder) = telling(&format!("{}?token=rahasia", webhook.setting()));
    let server = builder.set("TILIK_LOG", "trace").start();
    let ticket = server.report(&about_other(&nik(1)))["ticket"].as_str().unwrap().to_owned();
    server.report(&about_self(&nik(2)));
    webhook.wait(4);
    let (log, stored) = (server.log(), server.stored());
    let stored = String::from_utf8_lossy(&stored);
    assert!(log.contains("a message was not sent"), "{log}");
    for kept in [PERSONS_PHONE, HELPERS_PHONE, PERSONS_NAME, HELPERS_NAME, &nik(1), KEY] {
        assert!(!log.contains(&kept[1..]) && !stored.contains(&kept[1..]), "{kept}");
    }
    for kept in [ticket.as_str(), "rahasia", "Tilik Banyuwangi"] {
        assert!(!log.contains(kept), "{kept} in the log");
    }
}

#[test]
fn settings_that_name_no_gateway_stop_the_start_and_say_why() {
    let server = Server::start();
    let told = |settings: &[(&str, &str)]| {
        let mut command = server.command(["serve"]);
        command.envs(settings.iter().copied()).env("TILIK_LISTEN", "127.0.0.1:0");
        let ended = Ended::from(command.output().unwrap());
        assert_eq!(ended.code, Some(1), "{ended:?}");
        ended.stderr
    };
    for (through, says) in [
        ("sms", "TILIK_MESSAGES is none of: off, log, webhook:https://"),
        ("webhook:gw.example.go.id", "names no webhook's address"),
        ("webhook:http://gw.example.go.id", "phones would travel in the clear"),
        ("webhook:https://gw.example.go.id", "a webhook needs TILIK_MESSAGES_SECRET"),
        ("smtp://", "names no mail server"),
        ("smtps://a:geheim@mail.example.go.id", "mail needs TILIK_MESSAGES_FROM"),
    ] {
        let said = told(&[("TILIK_MESSAGES", through)]);
        assert!(said.contains(says) && !said.contains("geheim"), "{through}: {said}");
    }
    let said = told(&[
        ("TILIK_MESSAGES", "smtp://127.0.0.1"),
        ("TILIK_MESSAGES_FROM", "a@b.id"),
        ("TILIK_MESSAGES_TO", "c@d.id"),
    ]);
    assert!(said.contains("{phone}@sms.example.go.id"), "{said}");
}
