//! Starting, stopping, and being asked whether it is well.

use serde_json::json;
use tilik_tests::bodies::about_self;
use tilik_tests::{Lists, Server, card, nik};

#[test]
fn it_says_that_it_is_well() {
    let server = Server::start();
    for path in ["/healthz", "/readyz"] {
        assert_eq!(server.get(path).send().status, 200, "{path}");
    }
}

#[test]
fn it_stops_when_asked_and_keeps_everything() {
    let mut server = Server::with(&Lists::new().family(&card(1), &[&nik(1)]));
    let ticket = server.report(&about_self(&nik(1)))["ticket"].clone();
    assert_eq!(server.terminate(), Some(0));
    server.restart();
    assert_eq!(server.status(&ticket, &nik(1))["ticket"], ticket);
}

#[test]
fn without_its_secrets_it_says_so_and_stops() {
    let mut server = Server::with(&Lists::new().aid("bst", "2020-05", &nik(1), "", "paid"));
    assert_eq!(server.check(&nik(1))["status"], "listed");
    server.terminate();
    std::fs::remove_file(server.path("secrets.toml")).unwrap();
    let started = server.command(["serve"]).env("TILIK_LISTEN", "127.0.0.1:0").output().unwrap();
    assert!(!started.status.success());
    let told = String::from_utf8_lossy(&started.stderr).into_owned() + &String::from_utf8_lossy(&started.stdout);
    assert!(told.contains("secrets"), "{told}");
    // New ones in their place would read nothing of what is there.
    assert!(!server.path("secrets.toml").exists());
}

#[cfg(unix)]
#[test]
fn secrets_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let server = Server::start();
    let mode = std::fs::metadata(server.path("secrets.toml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_start_warns_where_protection_is_off() {
    let server = Server::start();
    let log = server.log();
    for what in ["proof of work is off", "rate limits are off"] {
        let warned = log.lines().any(|line| line.contains(what) && line.to_uppercase().contains("WARN"));
        assert!(warned, "{what}: {log}");
    }
}

#[test]
fn a_rule_set_of_the_regencys_own_decides() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("rules.toml");
    let rule = "version = \"test-1\"\n[[rule]]\nid = \"jps_kab/nutrisi\"\nasked = \"jps_kab\"\n\
        excluded_by = \"nutrisi\"\ncounts_for = \"person\"\nfrom = \"2020-04-01\"\nregulation = \"Contoh\"\n";
    std::fs::write(&file, rule).unwrap();
    let lists = Lists::new()
        .family(&card(1), &[&nik(1), &nik(2)])
        .family(&card(2), &[&nik(3)])
        .aid("nutrisi", "2020-05", &nik(1), "", "paid")
        .aid("bst", "2020-05", &nik(3), "", "paid");
    let server = Server::builder().set("TILIK_RULES", file.to_str().unwrap()).lists(&lists).start();
    let outcome = |person| server.report(&about_self(&nik(person)))["outcome"].clone();
    assert_eq!(outcome(1), "rejected");
    // It counts for the person alone.
    assert_eq!(outcome(2), "verifying");
    assert_eq!(outcome(3), "verifying");
}

#[test]
fn settings_come_from_a_file_as_well() {
    let server = Server::start();
    let file = server.path("tilik.toml");
    std::fs::write(&file, "proof = \"off\"\nlisten = \"no address\"\n").unwrap();
    let output = server.command(["serve", "--config", "tilik.toml"]).output().unwrap();
    assert!(!output.status.success(), "the address of the file is no address");
    assert!(!json!(String::from_utf8_lossy(&output.stderr)).to_string().is_empty());
}
