//! `tilik move`: everything is there afterwards, and says the same.

use serde_json::Value;
use tilik_tests::bodies::{about_other, about_self};
use tilik_tests::command::Ended;
use tilik_tests::{Lists, Server, card, engine, new_key, nik};

#[test]
fn an_installation_says_the_same_after_its_move() {
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2)])
        .family(&card(2), &[&nik(3)])
        .aid("bst", "2020-05", &nik(1), "", "listed")
        .aid("pkh", "2020-05", &nik(9), "", "paid");
    let home = tempfile::tempdir().unwrap();
    let old = engine::sqlite(home.path());
    let mut server = Server::builder().set("TILIK_DATABASE", &old).lists(&lists).start();
    let rejected = server.report(&about_self(&nik(2)))["ticket"].clone();
    let (key, body) = (new_key(), about_self(&nik(3)));
    let open = server.try_report(&key, &body).json();
    server.report(&about_other(&nik(3)));
    assert_eq!(server.object(&rejected, &nik(2), "Pindah rumah").status, 201);
    let say = |server: &Server| -> Vec<Value> {
        let checks = [1, 2, 3, 9, 10].map(|person| server.check(&nik(person)));
        let status = [(&rejected, 2), (&open["ticket"], 3)].map(|(ticket, person)| server.status(ticket, &nik(person)));
        checks.into_iter().chain(status).collect()
    };
    let before = say(&server);
    server.kill();

    let new = engine::postgres();
    let moved = Ended::from(server.command(["move", &old, &new]).output().unwrap());
    assert_eq!(moved.code, Some(0), "{moved:?}");
    assert!(moved.last_line().starts_with("moved ") && moved.last_line().ends_with(" rows, verified"), "{moved:?}");
    assert!(!moved.stdout.contains(&nik(1)));
    let again = Ended::from(server.command(["move", &old, &new]).output().unwrap());
    assert_eq!(again.code, Some(1));
    assert!(again.stderr.contains("holds an installation already"), "{again:?}");

    server.settings_changed("TILIK_DATABASE", &new);
    server.restart();
    assert_eq!(say(&server), before);
    assert_eq!(server.try_report(&key, &body).json(), open, "a key is one report, also after the move");
    let again = server.report(&about_self(&nik(3)));
    assert_eq!(again["outcome"], "already_reported");
    // And it goes on from there.
    server.import_recipients(&Lists::new().aid("bst", "2020-06", &nik(3), "", "paid"));
    assert_eq!(server.check(&nik(1))["status"], "not_listed");
    assert_eq!(server.check(&nik(3))["status"], "listed");
}
