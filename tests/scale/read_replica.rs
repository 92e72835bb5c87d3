//! Checks from a replica of the database: as fresh as the replica, which the stamp
//! tells; reports always go to the database itself.

use super::cluster::Cluster;
use std::time::{Duration, Instant};
use tilik_tests::bodies::about_self;
use tilik_tests::engine::sql;
use tilik_tests::{Lists, Server, card, nik};

#[test]
fn a_replica_answers_checks_and_its_stamp_tells_how_new_they_are() {
    let primary = Cluster::start();
    let database = primary.database("tilik");
    let lists = Lists::new().family(&card(1), &[&nik(1)]).aid("bst", "2020-05", &nik(1), "", "listed");
    let mut server = Server::builder().set("TILIK_DATABASE", &database).lists(&lists).start();
    let follower = primary.replica();
    let read = follower.database("tilik");
    server.settings_changed("TILIK_DATABASE_READ", &read);
    server.restart();
    let stamp = |server: &Server| -> i64 {
        let answer = server.try_check(&nik(1));
        assert_eq!(answer.status, 200);
        answer.header("lists-stamp").parse().unwrap()
    };
    let before = stamp(&server);
    // The replica falls behind: the old answer, told as old.
    sql(&read, "SELECT pg_wal_replay_pause()");
    server.import_recipients(&Lists::new().aid("bst", "2020-06", &nik(2), "", "listed"));
    assert_eq!((stamp(&server), server.check(&nik(1))["status"].clone()), (before, "listed".into()));
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "verifying", "reports see the newest list");
    sql(&read, "SELECT pg_wal_replay_resume()");
    let resumed = Instant::now();
    while stamp(&server) == before {
        assert!(resumed.elapsed() < Duration::from_secs(30), "it never catches up");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(server.check(&nik(1))["status"], "not_listed");
}
