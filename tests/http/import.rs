//! `tilik import`: what lands, when it is seen, and that nothing ever lands by half.

use serde_json::json;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use tilik_tests::bodies::about_self;
use tilik_tests::command::sample;
use tilik_tests::{Lists, Server, card, nik};

#[test]
fn files_come_in_many_shapes() {
    let server = Server::start();
    let (one, two) = (nik(1), nik(2));
    let card = card(1);
    let shapes = [
        (
            "plain",
            format!(
                "nik,no_kk,nama,jenis_kelamin,kode_desa,alamat,hubungan\n{one},{card},A,L,35.10.16.1001,x,y\n{two},{card},B,P,3510161001,,\n"
            ),
        ),
        (
            "byte order mark",
            format!(
                "\u{feff}nik,no_kk,nama,jenis_kelamin,kode_desa,alamat,hubungan\n{one},{card},A,L,35.10.16.1001,x,y\n{two},{card},B,P,3510161001,,\n"
            ),
        ),
        (
            "semicolons",
            format!(
                "nik;no_kk;nama;jenis_kelamin;kode_desa;alamat;hubungan\n{one};{card};A, S.Pd;L;35.10.16.1001;x, y;z\n{two};{card};B;P;3510161001;;\n"
            ),
        ),
        (
            "mark and semicolons",
            format!(
                "\u{feff}nik;no_kk;nama;jenis_kelamin;kode_desa;alamat;hubungan\r\n{one};{card};A;L;3510161001;;\r\n{two};{card};B;P;3510161001;;\r\n"
            ),
        ),
        (
            "other columns, other order",
            format!(
                "agama,kode_desa,nama,hubungan,no_kk,jenis_kelamin,alamat,nik,pekerjaan\n-,3510161001,A,,{card},L,,{one},petani\n-,3510161001,B,,{card},P,,{two},\n"
            ),
        ),
        (
            "quoted",
            format!(
                "\"nik\",\"no_kk\",\"nama\",\"jenis_kelamin\",\"kode_desa\",\"alamat\",\"hubungan\"\n\"{one}\",\"{card}\",\"A, S.E.\",\"L\",\"35.10.16.1001\",\"Jl. \"\"Baru\"\"\nRT 1\",\"\"\n\"{two}\",\"{card}\",\"B\",\"P\",\"3510161001\",\"\",\"\""
            ),
        ),
    ];
    for (what, text) in shapes {
        let file = server.path("residents.csv");
        std::fs::write(&file, text).unwrap();
        let ended = server.import("residents", &file, &[]);
        assert_eq!(ended.imported(), (2, 0), "{what}: {ended:?}");
    }
    let shapes = [
        ("mark and semicolons", format!("\u{feff}program;periode;nik;no_kk;nama;status\n bst ;2020-05;{one};;A;\n")),
        (
            "other columns, other order",
            format!("status,bank,nama,no_kk,nik,periode,program\npaid,BRI,A,{card},,2020-05,bst\n"),
        ),
    ];
    for (what, text) in shapes {
        let file = server.path("recipients.csv");
        std::fs::write(&file, text).unwrap();
        assert_eq!(server.import("recipients", &file, &[]).imported(), (1, 0), "{what}");
        assert_eq!(server.check(&two)["aid"][0]["through"], "family", "{what}");
    }
}

#[test]
fn a_running_server_sees_an_import_at_once() {
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1), &nik(2)]));
    assert_eq!(server.check(&nik(2))["status"], "not_listed");
    for round in 0..3 {
        server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(1), "", "listed"));
        assert_eq!(server.check(&nik(2))["status"], "listed", "{round}");
        server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(9), "", "listed"));
        assert_eq!(server.check(&nik(2))["status"], "not_listed", "{round}");
    }
}

#[test]
fn a_new_edition_replaces_its_scheme_and_period_and_no_other() {
    let everything = Lists::new()
        .aid("bst", "2020-05", &nik(1), "", "listed")
        .aid("pkh", "2020-05", &nik(1), "", "paid")
        .aid("bpnt", "2020-04", &nik(1), "", "paid")
        .aid("blt_dd", "2020-05", &nik(1), "", "paid");
    let server = Server::with(&everything);
    let schemes = |person: u32| {
        let check = server.check(&nik(person));
        let mut told: Vec<String> = check["aid"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| {
                format!("{} {} {}", line["scheme"].as_str().unwrap(), line["period"].as_str().unwrap(), line["paid"])
            })
            .collect();
        told.sort();
        told.join(", ")
    };
    assert_eq!(schemes(1), "blt_dd 2020-05 true, bpnt 2020-04 true, bst 2020-05 false, pkh 2020-05 true");
    // BST once more, with one person paid and one new; BPNT of a newer month without
    // person 1; BLT DD of an older month, which is not in force.
    server.import_recipients(
        &Lists::new()
            .aid("bst", "2020-05", &nik(1), "", "paid")
            .aid("bst", "2020-05", &nik(2), "", "")
            .aid("bpnt", "2020-05", &nik(2), "", "paid")
            .aid("blt_dd", "2020-04", &nik(2), "", "paid"),
    );
    assert_eq!(schemes(1), "blt_dd 2020-05 true, bst 2020-05 true, pkh 2020-05 true");
    assert_eq!(schemes(2), "bpnt 2020-05 true, bst 2020-05 false");
    // An edition that leaves somebody out.
    server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(2), "", "paid"));
    assert_eq!(schemes(1), "blt_dd 2020-05 true, pkh 2020-05 true");
    assert_eq!(schemes(2), "bpnt 2020-05 true, bst 2020-05 true");
}

#[test]
fn editions_have_the_name_that_was_given_or_one_that_says_what_they_are() {
    let server = Server::start();
    let file = server.path("lists.csv");
    Lists::new().aid("bst", "2020-05", &nik(1), "", "").aid("pkh", "2020-05", &nik(1), "", "").write_recipients(&file);
    let editions = || {
        let report = server.report(&about_self(&nik(1)));
        let reasons = report["reasons"].as_array().unwrap().clone();
        reasons.iter().map(|reason| reason["edition"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    server.import("recipients", &file, &[]).imported();
    assert_eq!(editions(), ["PKH 2020-05", "BST 2020-05"]);
    server.import("recipients", &file, &["--edition", "Tahap II"]).imported();
    assert_eq!(editions(), ["Tahap II", "Tahap II"]);
}

#[test]
fn a_new_registry_replaces_the_old_one() {
    let server = Server::with(
        &Lists::new()
            .family(&card(1), &[&nik(1), &nik(2)])
            .family(&card(2), &[&nik(3)])
            .aid("bst", "2020-05", &nik(1), "", "listed")
            .aid("pkh", "2020-05", "", &card(2), "listed"),
    );
    let status = |person: u32| server.check(&nik(person))["status"].as_str().unwrap().to_owned();
    assert_eq!([status(1), status(2), status(3)], ["listed", "listed", "listed"]);
    // Person 2 has married into card 2; person 3 has left for another regency.
    server.import_residents(&Lists::new().family(&card(1), &[&nik(1)]).family(&card(2), &[&nik(4), &nik(2)]));
    assert_eq!(server.check(&nik(2))["aid"][0]["scheme"], "pkh");
    assert_eq!([status(1), status(3), status(4)], ["listed", "not_listed", "listed"]);
    assert_eq!(server.report(&about_self(&nik(3)))["outcome"], "undetermined");
    // And comes back.
    server.import_residents(&Lists::new().family(&card(3), &[&nik(3)]).family(&card(1), &[&nik(1), &nik(2)]));
    assert_eq!(server.report(&about_self(&nik(2)))["reasons"][0]["rule"], "jps_kab/bst");
    assert_eq!(server.report(&about_self(&nik(3)))["outcome"], "already_reported");
}

#[test]
fn aid_leaves_with_the_person() {
    let lists = Lists::new().family(&card(1), &[&nik(1), &nik(2)]).aid("bst", "2020-05", &nik(1), "", "listed");
    let server = Server::with(&lists);
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "rejected");
    // The one who is on the list has died, or lives on a card of another regency.
    server.import_residents(&Lists::new().family(&card(1), &[&nik(2)]));
    assert_eq!(server.check(&nik(2))["status"], "not_listed");
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "verifying");
    // On the list that person still is.
    assert_eq!(server.check(&nik(1))["aid"][0]["through"], "self");
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "rejected");
}

#[test]
fn open_reports_follow_the_people_not_the_card() {
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1), &nik(2)]).family(&card(2), &[&nik(3)]));
    assert_eq!(server.report(&about_self(&nik(1)))["outcome"], "verifying");
    // The family gets a new card, and a member moves out.
    server.import_residents(
        &Lists::new().family(&card(5), &[&nik(1), &nik(4)]).family(&card(1), &[&nik(2)]).family(&card(2), &[&nik(3)]),
    );
    assert_eq!(server.report(&about_self(&nik(4)))["outcome"], "already_reported");
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "verifying");
}

#[test]
fn kill_9_in_the_middle_leaves_what_was_there() {
    let mut server =
        Server::with(&Lists::new().family(&card(1), &[&nik(1), &nik(2)]).aid("bst", "2020-05", &nik(1), "", "listed"));
    let folder = server.path("large");
    sample(20_000, 3, &folder);
    for what in ["residents", "recipients"] {
        // Half a file through a pipe that stays open: the import is in the middle, surely.
        let pipe = folder.join(format!("{what}-pipe.csv"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let mut import = server
            .command(["import", what, pipe.to_str().unwrap()])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let rows = std::fs::read(folder.join(format!("{what}.csv"))).unwrap();
        let mut writer = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
        writer.write_all(&rows[..rows.len() / 2]).unwrap();
        // The server goes on answering from the old data.
        assert_eq!(server.check(&nik(2))["status"], "listed", "{what}");
        import.kill().unwrap();
        assert_eq!(import.wait().unwrap().signal(), Some(9), "the import of {what} ended by itself");
        drop(writer);
        for round in ["running", "restarted"] {
            assert_eq!(server.check(&nik(2))["status"], "listed", "{what} {round}");
            assert_eq!(server.check(tilik_tests::demo::PAID)["status"], "not_listed", "{what} {round}");
            if round == "running" {
                server.restart();
            }
        }
        assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "rejected", "{what}");
    }
    // And nothing is in the way of doing it again.
    for what in ["residents", "recipients"] {
        let (imported, rejected) = server.import(what, &folder.join(format!("{what}.csv")), &[]).imported();
        assert!(imported > 15_000 && (1..200).contains(&rejected), "{what}: {imported} {rejected}");
    }
    assert_eq!(server.check(tilik_tests::demo::PAID)["status"], "listed");
    assert_eq!(server.report(&about_self(&nik(2)))["outcome"], "undetermined");
}

#[test]
fn readers_never_see_half_a_list() {
    // Person 1 is on every edition of the list, on its first line; person 2 on its
    // last line, in turn with person 3: at any time one of the two is, never both.
    let server = Server::with(&Lists::new().family(&card(1), &[&nik(1)]));
    let edition = |last: u32| {
        let mut lists = Lists::new().aid("bst", "2020-05", &nik(1), "", "paid");
        for number in 100..8_000 {
            lists = lists.aid("bst", "2020-05", &nik(number), "", "listed");
        }
        lists.aid("bst", "2020-05", &nik(last), "", "paid")
    };
    let [first, second] = [2, 3].map(|last| {
        let file = server.path(&format!("edition-{last}.csv"));
        edition(last).write_recipients(&file);
        file
    });
    server.import("recipients", &first, &[]).imported();
    let done = std::sync::atomic::AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        scope.spawn(|| {
            for file in [&second, &first, &second] {
                server.import("recipients", file, &[]).imported();
            }
            done.store(true, std::sync::atomic::Ordering::SeqCst);
        });
        let mut seen = std::collections::BTreeSet::new();
        let listed = |person: u32| server.check(&nik(person))["status"] == "listed";
        let mut rounds = 0;
        while !done.load(std::sync::atomic::Ordering::SeqCst) || rounds == 0 {
            assert!(listed(1), "on every edition and yet not listed");
            // Asked before and after, so that a switch in between is noticed.
            let (two, three, two_again) = (listed(2), listed(3), listed(2));
            if two == two_again {
                assert_ne!(two, three, "half of two editions");
                seen.insert(two);
            }
            rounds += 1;
        }
        assert!(rounds > 3, "{rounds}");
        seen
    });
    assert_eq!(seen.len(), 2, "both editions should have been seen: {seen:?}");
}

#[test]
fn a_registry_of_thousands_lands_with_its_rejects_counted() {
    let server = Server::start();
    let folder = server.path("sample");
    sample(1_000, 11, &folder);
    let lines = |name: &str| csv::Reader::from_path(folder.join(name)).unwrap().records().count() as u64;
    for what in ["residents", "recipients"] {
        let file = folder.join(format!("{what}.csv"));
        let (imported, rejected) = server.import(what, &file, &[]).imported();
        assert_eq!(imported + rejected, lines(&format!("{what}.csv")), "{what}");
        assert_eq!(lines(&format!("{what}.rejects.csv")), rejected, "{what}");
        assert!(rejected > 4, "{what}");
    }
    assert_eq!(server.try_check(tilik_tests::demo::LISTED_NOT_PAID).json()["aid"][0]["scheme"], json!("bst"));
}
