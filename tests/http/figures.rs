//! `/api/v1/officer/figures` and `/api/v1/officer/exports`: what is counted in one's
//! area, and the files that are taken along.
//!
//! Decided where the contract is silent: the figures are about the reports received in
//! the period; a file with names and NIKs is for coordinators and admins; the language of
//! a report is no part of what its key stands for.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use serde_json::{Value, json};
use std::io::Cursor;
use tilik_tests::bodies::{PERSONS_NAME, about_other, about_self};
use tilik_tests::clock::{today, today_minus, today_plus};
use tilik_tests::officer::Officer;
use tilik_tests::{Answer, Lists, Server, card, new_key, nik};

const VILLAGE: [&str; 4] = ["--role", "verifier", "--village", "35.10.16.1001"];
const DISTRICT: [&str; 4] = ["--role", "coordinator", "--district", "35.10.16"];
const REGENCY: [&str; 2] = ["--role", "admin"];
const CREW: [&str; 4] = ["--role", "crew", "--village", "3510161001"];
const AUDITOR: [&str; 2] = ["--role", "auditor"];
/// In the district, and in another one.
const NEIGHBOUR: &str = "3510161002";
const ELSEWHERE: &str = "3510171002";

#[track_caller]
fn refused(answer: &Answer, status: u16, word: &str) {
    assert_eq!((answer.status, answer.problem().as_str()), (status, word), "{}", answer.text());
}

/// Families 1 to 4 without aid, 5 with.
fn families() -> Lists {
    let lists =
        (1..=5).fold(Lists::new(), |lists, family| lists.family(&card(family), &[&nik(family), &nik(family + 50)]));
    lists.aid("bst", "2020-05", &nik(5), "", "listed")
}

fn of_village(nik: &str, village: &str) -> Value {
    let mut body = about_self(nik);
    body["subject"]["village"] = village.into();
    body
}

/// A regency with five reports: three of the village (one repeats, one is rejected at
/// once), one of its neighbour, one of another district.
fn regency() -> (Server, Value) {
    let server = Server::with(&families());
    let mut first = about_other(&nik(1));
    first["language"] = "mad".into();
    let first = server.report(&first)["ticket"].clone();
    server.report(&about_self(&nik(51)));
    server.report(&about_self(&nik(5)));
    server.report(&of_village(&nik(2), NEIGHBOUR));
    server.report(&of_village(&nik(3), ELSEWHERE));
    (server, first)
}

fn figures(officer: &Officer<'_>) -> Value {
    let answer = officer.post("figures", &json!({}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn export(officer: &Officer<'_>, what: &str, format: &str) -> Answer {
    officer.post("exports", &json!({ "what": what, "format": format, "from": today(), "to": today() }))
}

/// The sheets of a workbook, as an independent reader finds them.
#[track_caller]
fn workbook(answer: &Answer) -> Vec<(String, Vec<Vec<Data>>)> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(answer.body.clone())).unwrap();
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let rows = book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
            (name, rows)
        })
        .collect()
}

fn records(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.body.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark, for spreadsheets");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn figures_are_of_ones_area_and_add_up() {
    let (server, first) = regency();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    assert_eq!(siti.step(&first, "approve", &json!({})).status, 200);
    let village = figures(&siti);
    assert_eq!(
        village["totals"],
        json!({ "reports": 3, "repeated": 1, "rejected_at_once": 1, "waiting": 0, "under_way": 1, "delivered": 0, "rejected": 1 })
    );
    assert_eq!((&village["from"], &village["to"]), (&json!(today_minus(27)), &json!(today())));
    let days = village["days"].as_array().unwrap();
    assert_eq!(days.len(), 28, "also those without any");
    assert_eq!(days[27], json!({ "day": today(), "verifying": 1, "undetermined": 0, "rejected": 1, "repeated": 1 }));
    assert_eq!(village["languages"], json!([{ "reports": 2 }, { "word": "mad", "reports": 1 }]));
    assert_eq!(village["channels"], json!([{ "word": "web", "reports": 3 }]));
    assert_eq!((&village["verdict"]["count"], &village["verdict"]["median_hours"]), (&json!(1), &json!(0)));
    assert_eq!((&village["approval"]["days"][0], &village["delivery"]["count"]), (&json!(1), &json!(0)));
    assert_eq!(village["promise"], json!({ "kept": 0, "broken": 0, "open": 1 }));
    assert_eq!(village.get("fishing"), None, "the whole regency's alone");

    let district = figures(&Officer::at_work(&server, "budi", &DISTRICT));
    let villages: Vec<_> = district["villages"].as_array().unwrap().iter().map(|of| of["village"].clone()).collect();
    assert_eq!(villages, [json!(3_510_161_001_u64), json!(3_510_161_002_u64)], "the most first");
    assert_eq!(district["totals"]["reports"], 4);
    let whole = figures(&Officer::at_work(&server, "pusat", &REGENCY));
    assert_eq!((&whole["totals"]["reports"], &whole["totals"]["waiting"]), (&json!(5), &json!(2)));
    for text in [PERSONS_NAME, &nik(1), first.as_str().unwrap()] {
        assert!(!whole.to_string().contains(text), "{text}");
    }
}

#[test]
fn a_period_has_an_end_after_its_beginning_and_a_year_at_most() {
    let server = Server::start();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    let ask = |from: &str, to: &str| siti.post("figures", &json!({ "from": from, "to": to }));
    assert_eq!(ask("2020-05-20", "2020-05-19").faults(), ["to before_from"]);
    assert_eq!(ask("2020-01-01", "2021-01-01").faults(), ["to too_long"]);
    let year = ask("2020-01-01", "2020-12-31").json();
    assert_eq!((year["days"].as_array().unwrap().len(), &year["totals"]["reports"]), (366, &json!(0)));
    refused(&ask("yesterday", "today"), 400, "malformed");
    let body = json!({ "what": "cases", "format": "csv", "from": today_plus(1), "to": today() });
    assert_eq!(siti.post("exports", &body).faults(), ["to before_from"]);
}

#[test]
fn a_workbook_has_niks_as_text_and_a_row_for_each_report() {
    let (server, _) = regency();
    let admin = Officer::at_work(&server, "pusat", &REGENCY);
    let answer = export(&admin, "persons", "xlsx");
    assert_eq!(answer.header("cache-control"), "no-store");
    let named = format!("attachment; filename=\"tilik-laporan-{0}-{0}.xlsx\"", today());
    assert_eq!(answer.header("content-disposition"), named);
    let sheets = workbook(&answer);
    let [(name, rows)] = &sheets[..] else { panic!("one sheet: {sheets:?}") };
    assert_eq!((name.as_str(), rows.len()), ("Laporan", 6));
    let column = |title: &str| rows[0].iter().position(|cell| *cell == Data::String(title.into())).unwrap();
    let mut niks: Vec<_> = rows[1..].iter().map(|row| row[column("NIK")].clone()).collect();
    niks.sort_by_key(ToString::to_string);
    let mut expected: Vec<_> = [1, 2, 3, 5, 51].map(|person| Data::String(nik(person))).into();
    expected.sort_by_key(ToString::to_string);
    assert_eq!(niks, expected, "sixteen digits of text");
    for row in &rows[1..] {
        let Data::String(code) = &row[column("Kode desa")] else { panic!("{row:?}") };
        assert!(code.len() == 10 && row[column("Nama")] == Data::String(PERSONS_NAME.into()));
        assert!(matches!(row[column("Diterima")], Data::DateTime(_)), "{row:?}");
        assert!(matches!(row[column("Anggota keluarga")], Data::Float(size) if size == 4.0));
    }

    let sheets = workbook(&export(&admin, "figures", "xlsx"));
    let names: Vec<_> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Ringkasan", "Per hari", "Per desa", "Kanal", "Bahasa", "Lama waktu", "Tanda menebak NIK"]);
    assert_eq!(sheets[1].1.len(), 2, "a head and a day");
    assert_eq!(sheets[2].1.len(), 4, "a head and three villages");
}

#[test]
fn a_csv_is_read_back_with_no_formula_and_no_number_for_a_nik() {
    let (server, _) = regency();
    let mut body = of_village(&nik(4), NEIGHBOUR);
    let name = "=HYPERLINK(\"http://example.invalid\";\"Siti\")";
    body["subject"]["name"] = name.into();
    server.report(&body);
    let district = Officer::at_work(&server, "budi", &DISTRICT);
    let answer = export(&district, "persons", "csv");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let rows = records(&answer);
    assert_eq!(rows.len(), 6, "a head and the district's");
    let column = |title: &str| rows[0].iter().position(|cell| cell == title).unwrap();
    let last = rows.last().unwrap();
    assert_eq!(last[column("Nama")], format!("'{name}"));
    let digits = nik(4);
    let grouped = format!("{} {} {}", &digits[..6], &digits[6..12], &digits[12..]);
    assert_eq!(last[column("NIK")], grouped, "a spreadsheet takes it for text");
    assert_eq!(last[column("Kode desa")], NEIGHBOUR);
    assert!(answer.text().contains("\r\n"));

    let cells = records(&export(&district, "figures", "csv"));
    assert_eq!(cells[0], ["Tabel", "Baris", "Kolom", "Nilai"]);
    assert!(cells.contains(&["Ringkasan", "Laporan", "Jumlah", "5"].map(str::to_owned).into()), "{cells:?}");
    assert!(cells.contains(&["Per hari", &today(), "Ditolak seketika", "1"].map(str::to_owned).into()));
}

#[test]
fn each_role_takes_along_what_is_its_own() {
    let (server, ticket) = regency();
    let siti = Officer::at_work(&server, "siti", &VILLAGE);
    let rows = records(&export(&siti, "cases", "csv"));
    assert_eq!(rows.len(), 4, "the village's");
    assert!(rows[1].contains(&ticket.as_str().unwrap().to_owned()));
    let text = format!("{rows:?}");
    for hidden in [PERSONS_NAME, &nik(1), "NIK", "Nama"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    refused(&export(&siti, "persons", "csv"), 403, "forbidden");
    for (name, role) in [("kurir", &CREW[..]), ("auditor", &AUDITOR[..])] {
        let other = Officer::at_work(&server, name, role);
        for what in ["figures", "cases", "persons"] {
            refused(&export(&other, what, "xlsx"), 403, "forbidden");
        }
    }
    let district = Officer::at_work(&server, "budi", &DISTRICT);
    assert_eq!(records(&export(&district, "persons", "csv")).len(), 5, "no other district's");
    assert_eq!(export(&district, "figures", "csv").status, 200);

    let trail = Officer::at_work(&server, "jejak", &AUDITOR).get("trail").json();
    let told = trail["entries"].as_array().unwrap().iter().rev();
    let told = told.filter(|entry| entry["deed"].as_str().unwrap().starts_with("exported"));
    let told: Vec<_> =
        told.map(|entry| format!("{} {}", entry["by"].as_str().unwrap(), entry["deed"].as_str().unwrap())).collect();
    assert_eq!(
        told,
        ["siti exported_cases", "budi exported_persons", "budi exported_figures"],
        "what was refused is none"
    );
    for hidden in [PERSONS_NAME.to_owned(), nik(1)] {
        assert!(!server.log().contains(&hidden));
    }
}

#[test]
fn the_language_is_counted_and_no_part_of_what_a_key_stands_for() {
    let server = Server::with(&families());
    let (key, queued) = (new_key(), about_self(&nik(1)));
    // A report that waited on a phone since before pages told their language.
    let first = server.try_report(&key, &queued);
    assert_eq!(first.status, 201, "{}", first.text());
    let mut again = queued.clone();
    again["language"] = "jv".into();
    assert_eq!(server.try_report(&key, &again).body, first.body, "the same report");
    again["language"] = "xx".into();
    refused(&server.try_report(&key, &again), 400, "malformed");

    let mut body = about_self(&nik(2));
    body["language"] = "jv".into();
    let key = new_key();
    let told = server.try_report(&key, &body);
    body["language"] = "id".into();
    assert_eq!(server.try_report(&key, &body).body, told.body, "another language chosen before sending again");
    let admin = Officer::at_work(&server, "pusat", &REGENCY);
    assert_eq!(figures(&admin)["languages"], json!([{ "reports": 1 }, { "word": "jv", "reports": 1 }]));
}

#[test]
fn what_the_limits_notice_is_told_by_the_hour_and_names_nobody() {
    let mut server = Server::builder().set("TILIK_LIMITS", "on").lists(&families()).start();
    let refused = (0..25).filter(|_| server.try_check(&nik(1)).status == 429).count();
    assert_eq!(refused, 5, "twenty about one person");
    // What is counted is written now and then, and at the end.
    assert_eq!(server.terminate(), Some(0));
    server.restart();
    let admin = Officer::at_work(&server, "pusat", &REGENCY);
    let hours = figures(&admin)["fishing"]["hours"].as_array().unwrap().clone();
    // The hour may turn meanwhile.
    let sum = |name: &str| hours.iter().map(|hour| hour[name].as_u64().unwrap()).sum::<u64>();
    assert_eq!((sum("checks"), sum("nik"), sum("network"), sum("ceiling")), (25, 5, 0, 0));
    assert!(hours.len() <= 2 && hours.iter().all(|hour| hour["unusual"] == false), "{hours:?}");
    let district = Officer::at_work(&server, "budi", &DISTRICT);
    assert_eq!(figures(&district).get("fishing"), None);
}
