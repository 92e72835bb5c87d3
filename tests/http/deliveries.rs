//! Batches and deliveries: from approved to the door, or back into the queue.
//!
//! Decided where the contract is silent: a batch takes who waits longest in its district;
//! a package's result is said once, and saying it again is no other; once a report is in
//! a batch, the batch's day is what the family is told.

use serde_json::{Value, json};
use tilik_tests::bodies::{PERSONS_NAME, PERSONS_PHONE, about_other, about_self};
use tilik_tests::clock::today_plus;
use tilik_tests::officer::Officer;
use tilik_tests::{Answer, Lists, Server, card, new_key, nik};

const DISTRICT: [&str; 4] = ["--role", "coordinator", "--district", "35.10.16"];
const OTHERS: [&str; 4] = ["--role", "coordinator", "--district", "35.10.17"];
const CREW: [&str; 4] = ["--role", "crew", "--district", "35.10.16"];
const REGENCY: [&str; 2] = ["--role", "admin"];

#[track_caller]
fn refused(answer: &Answer, status: u16, word: &str) {
    assert_eq!((answer.status, answer.problem().as_str()), (status, word), "{}", answer.text());
}

/// A server with so many families without aid.
fn server(families: u32) -> Server {
    Server::with(&(1..=families).fold(Lists::new(), |lists, family| lists.family(&card(family), &[&nik(family)])))
}

/// The tickets of approved reports, one per family, in the order of approval.
fn approved(server: &Server, admin: &Officer<'_>, families: std::ops::RangeInclusive<u32>) -> Vec<Value> {
    let approve = |family| {
        let ticket = server.report(&about_self(&nik(family)))["ticket"].clone();
        assert_eq!(admin.step(&ticket, "approve", &json!({})).status, 200);
        // Told apart by the millisecond.
        std::thread::sleep(std::time::Duration::from_millis(3));
        ticket
    };
    families.map(approve).collect()
}

fn batch(officer: &Officer<'_>, capacity: u32, days: u64) -> Answer {
    let body = json!({ "district": 351_016, "leaves_on": today_plus(days), "capacity": capacity });
    officer.once("batches", &new_key(), &body).send()
}

fn hand_over(officer: &Officer<'_>, ticket: &Value, result: &str, note: &str) -> Answer {
    officer.post("handovers", &json!({ "number": 1, "ticket": ticket, "result": result, "note": note }))
}

fn tickets(manifest: &Value) -> Vec<Value> {
    manifest["packages"].as_array().unwrap().iter().map(|package| package["ticket"].clone()).collect()
}

#[track_caller]
fn last(server: &Server, ticket: &Value, family: u32) -> Value {
    server.status(ticket, &nik(family))["timeline"].as_array().unwrap().last().unwrap().clone()
}

#[test]
fn a_package_reaches_the_door() {
    let server = server(3);
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let waiting = approved(&server, &admin, 1..=3);
    let district = Officer::at_work(&server, "district", &DISTRICT);
    let deliveries = district.get("deliveries").json();
    assert_eq!(deliveries["waiting"], json!([{ "village": 3_510_161_001_u64, "count": 3, "due": today_plus(7) }]));
    assert_eq!((&deliveries["late"], &deliveries["batches"]), (&json!([]), &json!([])));

    let made = batch(&district, 2, 1);
    assert_eq!(made.status, 201, "{}", made.text());
    let manifest = made.json();
    assert_eq!(tickets(&manifest), waiting[..2], "who waits longest goes first");
    let package = &manifest["packages"][0];
    assert_eq!(
        (&package["name"], &package["phone"], &package["place"]),
        (&json!(PERSONS_NAME), &json!(PERSONS_PHONE), &json!(1))
    );
    let status = server.status(&waiting[0], &nik(1));
    assert_eq!(status["expected"], json!({ "from": today_plus(1), "to": today_plus(1) }), "the batch's own day");
    assert_eq!(server.status(&waiting[2], &nik(3))["expected"], json!({ "from": today_plus(5), "to": today_plus(7) }));

    let crew = Officer::at_work(&server, "crew", &CREW);
    refused(&hand_over(&crew, &waiting[0], "handed_over", ""), 409, "not_following");
    refused(&crew.post("batch/steps", &json!({ "number": 1, "act": "send_off" })), 403, "forbidden");
    let sent = district.post("batch/steps", &json!({ "number": 1, "act": "send_off" })).json();
    assert_eq!((&sent["batch"]["standing"], &sent["batch"]["leaves_on"]), (&json!("left"), &json!(today_plus(0))));
    assert_eq!(last(&server, &waiting[0], 1)["status"], "on_the_way");
    refused(&district.post("batch/steps", &json!({ "number": 1, "act": "send_off" })), 409, "not_following");
    refused(&district.post("batch/steps", &json!({ "number": 1, "act": "cancel" })), 409, "not_following");

    assert_eq!(hand_over(&crew, &waiting[0], "handed_over", "Ibu sendiri").json()["status"], "delivered");
    assert_eq!(hand_over(&crew, &waiting[0], "handed_over", "").json()["status"], "delivered", "said again");
    refused(&hand_over(&crew, &waiting[0], "moved", ""), 409, "changed");
    assert_eq!(hand_over(&crew, &waiting[1], "not_at_home", "Pagar terkunci").json()["status"], "approved");
    assert_eq!(last(&server, &waiting[0], 1)["status"], "delivered");
    assert_eq!(last(&server, &waiting[1], 2)["reason"], "not_at_home");
    let manifest = crew.post("batch", &json!({ "number": 1 })).json();
    let counted = &manifest["batch"];
    assert_eq!(
        [&counted["packages"], &counted["handed_over"], &counted["brought_back"]],
        [&json!(2), &json!(1), &json!(1)]
    );
    assert_eq!(manifest["packages"][1]["note"], "Pagar terkunci");

    // What came back goes with the next one, before who was approved later.
    let next = batch(&district, 9, 0).json();
    assert_eq!((&next["batch"]["number"], tickets(&next)), (&json!(2), waiting[1..].to_vec()));
    // Who has the package may report again.
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "verifying");
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "already_reported");
}

#[test]
fn a_helper_hears_that_it_was_delivered_and_nothing_between() {
    let server = server(1);
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let ticket = server.report(&about_other(&nik(1)))["ticket"].clone();
    admin.step(&ticket, "approve", &json!({}));
    batch(&admin, 1, 0);
    admin.post("batch/steps", &json!({ "number": 1, "act": "send_off" }));
    let seen = |server: &Server| {
        let status = server.status(&ticket, &nik(1));
        let steps = status["timeline"].as_array().unwrap().iter().map(|step| step["status"].clone());
        (steps.collect::<Vec<_>>(), status["expected"].clone())
    };
    assert_eq!(seen(&server), (vec![json!("received")], Value::Null));
    hand_over(&admin, &ticket, "handed_over", "");
    assert_eq!(seen(&server), (vec![json!("received"), json!("delivered")], Value::Null));
}

#[test]
fn a_batch_that_is_given_up_lets_its_reports_wait_again() {
    let server = server(2);
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let waiting = approved(&server, &admin, 1..=2);
    assert_eq!(batch(&admin, 5, 2).status, 201);
    refused(&batch(&admin, 5, 2), 409, "nobody_waits");
    let cancelled = admin.post("batch/steps", &json!({ "number": 1, "act": "cancel" })).json();
    assert_eq!(cancelled["batch"]["standing"], "cancelled");
    assert_eq!(last(&server, &waiting[0], 1)["status"], "approved");
    assert_eq!(server.status(&waiting[0], &nik(1))["expected"], json!({ "from": today_plus(5), "to": today_plus(7) }));
    assert_eq!(admin.get("deliveries").json()["waiting"][0]["count"], 2);
    assert_eq!(tickets(&batch(&admin, 5, 0).json()), waiting);
    // On its way with the second one; the first never left.
    assert_eq!(admin.post("batch/steps", &json!({ "number": 2, "act": "send_off" })).status, 200);
    refused(&hand_over(&admin, &waiting[0], "handed_over", ""), 409, "not_following");
}

#[test]
fn a_batch_whose_answer_was_lost_is_the_same_batch() {
    let server = server(4);
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let waiting = approved(&server, &admin, 1..=4);
    let (key, body) = (new_key(), json!({ "district": 351_016, "leaves_on": today_plus(0), "capacity": 2 }));
    let request = admin.once("batches", &key, &body);
    let answers: Vec<Value> = std::thread::scope(|scope| {
        let sent = [(); 4].map(|()| scope.spawn(|| request.send().json()));
        sent.into_iter().map(|sent| sent.join().unwrap()).collect()
    });
    for answer in answers {
        assert_eq!((&answer["batch"]["number"], tickets(&answer)), (&json!(1), waiting[..2].to_vec()));
    }
    let other = json!({ "district": 351_016, "leaves_on": today_plus(0), "capacity": 3 });
    refused(&admin.once("batches", &key, &other).send(), 422, "idempotency_key_reused");
    let district = Officer::at_work(&server, "district", &DISTRICT);
    refused(&district.once("batches", &key, &body).send(), 422, "idempotency_key_reused");
    refused(&admin.post("batches", &body), 400, "idempotency_key");
    assert_eq!(tickets(&admin.once("batches", &new_key(), &body).send().json()), waiting[2..]);
    let auditor = Officer::at_work(&server, "auditor", &["--role", "auditor"]);
    let trail = auditor.get("trail").json();
    let made = trail["entries"].as_array().unwrap().iter().filter(|entry| entry["deed"] == "batch_made");
    assert_eq!(made.count(), 2, "said again is no deed");
}

#[test]
fn a_family_gets_one_package_for_two_reports() {
    let server = server(1);
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let first = server.report(&about_self(&nik(1)))["ticket"].clone();
    assert_eq!(admin.step(&first, "reject", &json!({ "finding": "not_so" })).status, 200);
    let second = server.report(&about_self(&nik(1)))["ticket"].clone();
    assert_eq!(server.object(&first, &nik(1), "Kami masih di sini.").status, 201);
    assert_eq!(admin.step(&second, "approve", &json!({})).status, 200);
    refused(&admin.step(&first, "approve", &json!({})), 409, "family_served");
    assert_eq!(batch(&admin, 9, 0).json()["packages"].as_array().unwrap().len(), 1);
    refused(&admin.step(&first, "approve", &json!({})), 409, "family_served");
    admin.post("batch/steps", &json!({ "number": 1, "act": "send_off" }));
    assert_eq!(hand_over(&admin, &second, "handed_over", "").json()["status"], "delivered");
    assert_eq!(admin.step(&first, "approve", &json!({})).status, 200, "the next one, if they are still in need");
}

#[test]
fn a_batch_is_a_districts_and_within_what_a_lorry_carries() {
    let server = server(1);
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    approved(&server, &admin, 1..=1);
    let district = Officer::at_work(&server, "district", &DISTRICT);
    let others = Officer::at_work(&server, "others", &OTHERS);
    assert_eq!(batch(&others, 5, 0).faults(), ["district unknown"]);
    assert_eq!(batch(&district, 0, 0).faults(), ["capacity range"]);
    assert_eq!(batch(&district, 1_001, 0).faults(), ["capacity range"]);
    let with = |name: &str, value: Value| {
        let mut body = json!({ "district": 351_016, "leaves_on": today_plus(0), "capacity": 5 });
        body[name] = value;
        district.once("batches", &new_key(), &body).send()
    };
    assert_eq!(with("district", json!(3_510_161_001_u64)).faults(), ["district unknown"]);
    assert_eq!(with("village", json!(3_510_171_001_u64)).faults(), ["village unknown"]);
    assert_eq!(with("leaves_on", json!("2020-05-20")).faults(), ["leaves_on past"]);
    refused(&with("village", json!(3_510_161_002_u64)), 409, "nobody_waits");
    assert_eq!(with("village", json!(3_510_161_001_u64)).status, 201);
    refused(&others.post("batch", &json!({ "number": 1 })), 404, "not_found");
    refused(&others.post("batch/steps", &json!({ "number": 1, "act": "cancel" })), 404, "not_found");
    assert_eq!(others.get("deliveries").json()["batches"], json!([]));
}

#[test]
fn nobody_is_in_two_batches_that_are_made_at_once() {
    let server = server(6);
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let waiting = approved(&server, &admin, 1..=6);
    let body = json!({ "district": 351_016, "leaves_on": today_plus(0), "capacity": 2 });
    let requests = [(); 3].map(|()| admin.once("batches", &new_key(), &body));
    let mut in_batches: Vec<Value> = std::thread::scope(|scope| {
        let sent = requests.each_ref().map(|request| scope.spawn(|| request.send()));
        sent.into_iter().flat_map(|sent| tickets(&sent.join().unwrap().json())).collect()
    });
    in_batches.sort_by_key(ToString::to_string);
    let mut expected = waiting;
    expected.sort_by_key(ToString::to_string);
    assert_eq!(in_batches, expected);
}
