//! `tilik import`: what it rejects line by line, and files it cannot use at all.
//!
//! Decided where the contract is silent: a line is rejected when any value that is
//! there is malformed, so a recipient with a valid NIK and the card number "0" is;
//! the same NIK on the same card twice in one registry is a `duplicate`; a resident
//! needs NIK, card, name and village, and no more.

use std::path::Path;
use tilik_tests::{Lists, Server, card, nik};

/// `line column reason` of each reject, and the values as they are shown.
fn rejects(file: &Path) -> (Vec<String>, Vec<String>) {
    let mut reader = csv::Reader::from_path(file.with_extension("rejects.csv")).unwrap();
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), ["line", "column", "value", "reason"]);
    reader
        .records()
        .map(|line| {
            let line = line.unwrap();
            (format!("{} {} {}", &line[0], &line[1], &line[3]), line[2].to_owned())
        })
        .unzip()
}

#[test]
fn bad_lines_of_a_registry_are_told_and_the_rest_lands() {
    let server = Server::start();
    let file = server.path("penduduk.csv");
    let (one, card_one) = (nik(1), card(1));
    let text = format!(
        "nik,no_kk,nama,jenis_kelamin,kode_desa,alamat,hubungan\n\
        {one},{card_one},Ani,P,35.10.16.1001,x,y\n\
        351016120385001,{card_one},Ani,P,35.10.16.1001,x,y\n\
        35101612O3850001,{card_one},Ani,P,35.10.16.1001,x,y\n\
        3510168103850001,{card_one},Ani,P,35.10.16.1001,x,y\n\
        3510161203850000,{card_one},Ani,P,35.10.16.1001,x,y\n\
        ,{card_one},Ani,P,35.10.16.1001,x,y\n\
        {two},0,Ani,P,35.10.16.1001,x,y\n\
        {two},3510165203850001,Ani,P,35.10.16.1001,x,y\n\
        {two},,Ani,P,35.10.16.1001,x,y\n\
        {two},{card_one},,P,35.10.16.1001,x,y\n\
        {two},{card_one},Ani,P,35.09.16.1001,x,y\n\
        {two},{card_one},Ani,P,,x,y\n\
        {one},{card_one},Ani,P,35.10.16.1001,x,y\n\
        {three},{card_one},\"Ani\nPutri\",,3510161001,,\n\
        {four},{card_one}\n\
        {five},{card_one},Ani,,3510161001,,\n",
        two = nik(2),
        three = nik(3),
        four = nik(4),
        five = nik(5),
    );
    std::fs::write(&file, text).unwrap();
    assert_eq!(server.import("residents", &file, &[]).imported(), (3, 13));
    let (told, values) = rejects(&file);
    assert_eq!(
        told[..11],
        [
            "3 nik length",
            "4 nik not_digits",
            "5 nik birth_date",
            "6 nik serial",
            "7 nik length",
            "8 no_kk length",
            "9 no_kk date",
            "10 no_kk length",
            "11 nama required",
            "12 kode_desa unknown",
            "13 kode_desa unknown",
        ]
    );
    assert!(told[11].starts_with("14 ") && told[11].ends_with(" duplicate"), "{}", told[11]);
    // The line break inside quotes counts as a line of the file: 15 and 16 are one.
    assert!(told[12].starts_with("17 "), "{}", told[12]);
    for (value, whole) in values.iter().zip([
        "351016120385001",
        "35101612O3850001",
        "3510168103850001",
        "3510161203850000",
        "",
        "0",
        "3510165203850001",
    ]) {
        assert_masked(value, whole);
    }
    assert_masked(&values[11], &one);
    // Whatever stands in the file, no line shows a whole number or most of one.
    let rejects = std::fs::read_to_string(file.with_extension("rejects.csv")).unwrap();
    for number in [nik(1), nik(2), card(1)] {
        assert!(!rejects.contains(&number[6..]));
    }
    // Who was rejected is in no registry; who landed is on one card.
    server.import_recipients(&Lists::new().aid("bst", "2020-05", &nik(3), "", "paid"));
    assert_eq!(server.check(&one)["aid"][0]["through"], "family");
    assert_eq!(server.check(&nik(5))["aid"][0]["through"], "family");
    for person in [2, 4] {
        assert_eq!(server.check(&nik(person))["status"], "not_listed");
    }
}

/// The value tells what kind of fault it is and not whose number it was: no four
/// digits of the birth date and serial in a row stand there.
fn assert_masked(shown: &str, whole: &str) {
    let Some(tail) = whole.get(6..) else { return };
    assert_ne!(shown, whole);
    for start in 0..tail.len() - 4 {
        assert!(!shown.contains(&tail[start..start + 5]), "{shown} shows {} of {whole}", &tail[start..start + 5]);
    }
}

#[test]
fn bad_lines_of_a_list_are_told_and_the_rest_lands() {
    let server = Server::start();
    let file = server.path("penerima.csv");
    let (one, card_one) = (nik(1), card(1));
    let text = format!(
        "program,periode,nik,no_kk,nama,status\n\
        bst,2020-05,{one},,Ani,paid\n\
        bansos,2020-05,{one},,Ani,paid\n\
        ,2020-05,{one},,Ani,paid\n\
        bst,2020-13,{one},,Ani,paid\n\
        bst,05-2020,{one},,Ani,paid\n\
        bst,,{one},,Ani,paid\n\
        bst,2020-05,351016120385001,,Ani,paid\n\
        bst,2020-05,35101612O3850001,,Ani,paid\n\
        bst,2020-05,3510163002850001,,Ani,paid\n\
        bst,2020-05,3510161203850000,,Ani,paid\n\
        bst,2020-05,{one},0,Ani,paid\n\
        bst,2020-05,,3510164503850001,Ani,paid\n\
        bst,2020-05,,,Ani,paid\n\
        bst,2020-05,{one},,Ani,dibayar\n\
        bst,2020-05,{one}\n\
        pkh,2020-05,{one},{card_one},,\n\
        pkh,2020-05,{one},{card_one},,\n\
        bpnt,2020-05,{one},,Ani,listed\n",
    );
    std::fs::write(&file, text).unwrap();
    let (imported, rejected) = server.import("recipients", &file, &[]).imported();
    assert_eq!((imported + rejected, rejected), (18, 14));
    let (told, values) = rejects(&file);
    let starts: Vec<String> = told.iter().map(|line| line.rsplit_once(' ').unwrap().0.to_owned()).collect();
    assert_eq!(
        starts[..13],
        [
            "3 program",
            "4 program",
            "5 periode",
            "6 periode",
            "7 periode",
            "8 nik",
            "9 nik",
            "10 nik",
            "11 nik",
            "12 no_kk",
            "13 no_kk",
            "14 nik",
            "15 status",
        ]
    );
    for (line, reason) in [
        (0, "unknown"),
        (5, "length"),
        (6, "not_digits"),
        (7, "birth_date"),
        (8, "serial"),
        (9, "length"),
        (10, "date"),
        (11, "required"),
        (12, "unknown"),
    ] {
        assert!(told[line].ends_with(&format!(" {reason}")), "{} should be {reason}", told[line]);
    }
    assert!(told[13].starts_with("16 "), "{}", told[13]);
    assert_masked(&values[6], "35101612O3850001");
    assert_masked(&values[7], "3510163002850001");
    let aid = server.check(&one)["aid"].as_array().unwrap().len();
    assert_eq!(aid, 3);
}

#[test]
fn a_clean_file_leaves_no_rejects_of_the_time_before() {
    let server = Server::start();
    let file = server.path("lists.csv");
    Lists::new().aid("bst", "2020-05", "351016", "", "").aid("bst", "2020-05", &nik(1), "", "").write_recipients(&file);
    assert_eq!(server.import("recipients", &file, &[]).imported(), (1, 1));
    assert_eq!(rejects(&file).0.len(), 1);
    Lists::new().aid("bst", "2020-05", &nik(1), "", "").write_recipients(&file);
    assert_eq!(server.import("recipients", &file, &[]).imported(), (1, 0));
    if file.with_extension("rejects.csv").exists() {
        assert_eq!(rejects(&file).0, [""; 0]);
    }
}

#[test]
fn a_file_it_cannot_use_changes_nothing() {
    let server =
        Server::with(&Lists::new().family(&card(1), &[&nik(1), &nik(2)]).aid("bst", "2020-05", &nik(1), "", "listed"));
    let lines: String =
        (10..3_000).map(|number| format!("{},{},Ani,P,3510161001,x,y\n", nik(number), card(number))).collect();
    let header = "nik,no_kk,nama,jenis_kelamin,kode_desa,alamat,hubungan\n";
    let mut late_byte = format!("{header}{lines}").into_bytes();
    late_byte
        .extend(format!("{},{},Andr\u{e9},L,3510161001,x,y\n", nik(5), card(5)).chars().map(|letter| letter as u8));
    let utf16: Vec<u8> = "\u{feff}nik,no_kk\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let residents: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        (
            "a missing column",
            format!("nik,nama,jenis_kelamin,kode_desa,alamat,hubungan\n{},A,L,3510161001,x,y\n", nik(3)).into(),
        ),
        ("no header", lines.clone().into()),
        ("tabs", format!("{header}{lines}").replace(',', "\t").into()),
        ("another encoding, late", late_byte),
        ("UTF-16", utf16),
        ("a column twice", format!("nik,{header}{},{lines}", nik(3)).into()),
        ("a spreadsheet", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00".to_vec()),
    ];
    let recipients: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("a missing column", format!("program,nik,no_kk,nama,status\nbst,{},,A,paid\n", nik(3)).into()),
        ("a registry", format!("{header}{lines}").into()),
        (
            "another encoding",
            b"program,periode,nik,no_kk,nama,status\nbst,2020-05,3510161203850001,,Andr\xe9,paid\n".to_vec(),
        ),
    ];
    for (what, cases) in [("residents", residents), ("recipients", recipients)] {
        for (case, bytes) in cases {
            let file = server.path("file.csv");
            std::fs::write(&file, bytes).unwrap();
            let ended = server.import(what, &file, &[]);
            assert_eq!(ended.code, Some(2), "{what}, {case}: {ended:?}");
            assert!(!ended.stderr.is_empty(), "{what}, {case}: it should say why");
            assert!(!ended.stdout.contains("imported"), "{what}, {case}: {ended:?}");
            assert_eq!(server.check(&nik(2))["aid"][0]["through"], "family", "{what}, {case}");
            assert_eq!(server.check("3510161203850001")["status"], "not_listed", "{what}, {case}");
        }
        let ended = server.import(what, Path::new("nowhere.csv"), &[]);
        assert_eq!(ended.code, Some(2), "{ended:?}");
    }
}
