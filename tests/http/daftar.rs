//! The announced lists: what is made of the lists, what hangs on the wall, and what
//! `/daftar` shows. Papers are read with poppler's tools, their QR codes with zbar's.
//!
//! Decided where the contract is silent: names are masked unless the settings say
//! otherwise; an announcement stays as it was made; a code is the first 20 digits of the
//! checksum over the sheet's text.

use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::Command;
use tilik_tests::officer::Officer;
use tilik_tests::{Lists, Server, card, nik};

use serde_json::json;

const SITE: &str = "https://tilik.example.go.id";
const REGENCY: [&str; 2] = ["--role", "admin"];

/// Three aided people of one village, one of another, and one whom the registry has not.
fn lists() -> Lists {
    Lists::new()
        .resident([&nik(1), &card(1), "Siti Aminah", "P", "35.10.16.1001", "Jl. Contoh No. 1", "Kepala Keluarga"])
        .resident([&nik(2), &card(2), "Suparman", "L", "35.10.16.1001", "Jl. Contoh No. 2", "Kepala Keluarga"])
        .resident([&nik(3), &card(3), "Budi Santoso", "L", "35.10.16.1001", "Jl. Contoh No. 3", "Kepala Keluarga"])
        .resident([&nik(4), &card(4), "Ni Made Oka", "P", "35.10.17.2001", "Jl. Contoh No. 4", "Kepala Keluarga"])
        .resident([&nik(5), &card(5), "Tanpa Bantuan", "L", "35.10.16.1001", "Jl. Contoh No. 5", "Kepala Keluarga"])
        .aid("bst", "2020-05", &nik(1), "", "listed")
        .aid("pkh", "2020-05", "", &card(1), "paid")
        .aid("bst", "2020-05", &nik(2), "", "listed")
        .aid("bst", "2020-05", &nik(3), "", "listed")
        .aid("bst", "2020-05", &nik(4), "", "listed")
        .aid("bst", "2020-05", &nik(9), "", "listed")
}

fn server() -> Server {
    Server::builder().set("TILIK_PUBLIC_URL", SITE).lists(&lists()).start()
}

/// Announces, or prints again, and returns what was said.
#[track_caller]
fn announce(server: &Server, arguments: &[&str]) -> String {
    let output = server.command(["announce"].iter().chain(arguments).copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn page(server: &Server, path: &str) -> String {
    let answer = server.get(path).send();
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// A tool of the machine, and what it wrote.
fn tool(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program} is needed (tools/setup test): {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn words(pdf: &Path) -> String {
    tool("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"])
}

#[test]
fn a_paper_and_the_page_say_the_same_and_name_nobody_by_a_number() {
    let server = server();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("papan");
    let said = announce(&server, &["--out", out.to_str().unwrap(), "--places", "balai_desa,masjid"]);
    assert!(said.starts_with("announcement 1: 4 people\n1 lines of the lists are on no sheet"), "{said}");
    assert!(said.contains("printed 217 sheets"), "{said}");
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 217);

    let paper = out.join("daftar-3510161001-1-a4.pdf");
    let (paper_words, shown) = (words(&paper), page(&server, "/daftar/3510161001"));
    for text in [&paper_words, &shown] {
        for said in
            ["Kelurahan", "Kecamatan Banyuwangi", "Pengumuman nomor 1", "SITI A***", "SUPA***", "BUDI S***", "PKH, BST"]
        {
            assert!(text.contains(said), "{said} is not in {text}");
        }
        for hidden in ["Aminah", "AMINAH", "Suparman", "Santoso", "Jl. Contoh", "TANPA", "NI M***", &nik(1), &card(1)] {
            assert!(!text.contains(hidden), "{hidden}");
        }
    }
    // By name, and each place has its own copy.
    let [budi, siti, supa] = ["BUDI", "SITI", "SUPA"].map(|name| paper_words.find(name).unwrap());
    assert!(budi < siti && siti < supa);
    assert!(
        paper_words.contains("Dipasang di balai desa atau kelurahan") && paper_words.contains("Dipasang di masjid")
    );
    assert_eq!(paper_words.matches("Halaman 1 dari 1").count(), 2);
    assert!(paper_words.contains("laporkan di tilik.example.go.id"));
    let fonts = tool("pdffonts", &[paper.to_str().unwrap()]);
    assert_eq!(fonts.lines().skip(2).filter(|font| font.contains("yes yes")).count(), 2, "both are carried: {fonts}");

    // The way from the wall to the page.
    let picture = folder.path().join("halaman");
    tool("pdftoppm", &["-r", "150", "-png", "-singlefile", paper.to_str().unwrap(), picture.to_str().unwrap()]);
    let picture = picture.with_extension("png");
    let link = tool("zbarimg", &["--quiet", "--raw", picture.to_str().unwrap()]);
    assert_eq!(link.trim(), format!("{SITE}/daftar/3510161001/1"));
    assert!(page(&server, "/daftar/3510161001/1").contains("SITI A***"));
    // A village without anybody is told so.
    assert!(words(&out.join("daftar-3510012001-1-a4.pdf")).contains("Belum ada penerima"));
    assert!(page(&server, "/daftar/3510012001").contains("Belum ada penerima"));
}

#[test]
fn a_sheet_is_checked_by_its_code_and_by_its_checksum() {
    let server = server();
    let folder = tempfile::tempdir().unwrap();
    announce(&server, &["--out", folder.path().to_str().unwrap()]);
    let text = server.get("/daftar/3510161001/1.txt").send();
    assert!(text.header("content-type").starts_with("text/plain"), "{}", text.header("content-type"));
    let text = text.text();
    assert!(text.starts_with("tilik-daftar 1\nnomor 1\n") && text.ends_with("SUPA***\tbst\n"), "{text}");
    let checksum: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(page(&server, "/daftar/3510161001/1").contains(&checksum));
    let code = (0..20).step_by(4).map(|at| &checksum[at..at + 4]).collect::<Vec<_>>().join("-");
    assert!(words(&folder.path().join("daftar-3510161001-1-a4.pdf")).contains(&format!("Sidik lembar {code}")));

    let ask = |code: &str| {
        let form = format!("sidik={}", code.replace(' ', "+"));
        server.post("/daftar/periksa").body("application/x-www-form-urlencoded", form).send()
    };
    let checked = |code: &str| {
        let answer = ask(code);
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
        answer.text()
    };
    assert!(page(&server, "/daftar").contains("method=\"post\""), "a NIK in the wrong box stands in no address");
    assert!(checked(&nik(1)).contains("ada 20 tanda"));
    let elsewhere = server.get("/jv/daftar/periksa").send();
    assert_eq!((elsewhere.status, elsewhere.header("location")), (303, "/jv/daftar"), "a tab restored");
    for typed in [&code, &code.to_uppercase(), &code.replace('-', " "), &code.replace('-', "")] {
        let page = checked(typed);
        assert!(page.contains("Cocok.") && page.contains("pengumuman nomor 1"), "{typed}");
        assert!(page.contains("href=\"/daftar/3510161001/1\""), "{typed}");
    }
    assert!(checked("0000-0000-0000-0000-0000").contains("Tidak ada lembar dengan sidik itu."));
    let wrong = checked("%3Cb%3E1234");
    assert!(wrong.contains("ada 20 tanda") && wrong.contains("aria-invalid=\"true\"") && !wrong.contains("<b>1234"));

    // Announced anew: the old one is still there, and says that it is old.
    announce(&server, &["--out", folder.path().to_str().unwrap()]);
    assert!(checked(&code).contains("Cocok, tetapi sudah diganti."));
    assert!(page(&server, "/daftar/3510161001/1").contains("Ini pengumuman lama. Yang terbaru nomor 2."));
    assert!(!page(&server, "/daftar/3510161001/2").contains("pengumuman lama"));
    assert!(page(&server, "/daftar/3510161001").contains("Pengumuman nomor 2"));
    assert!(page(&server, "/daftar").contains("Pengumuman nomor 2"));
}

#[test]
fn an_announcement_stays_as_it_was_whatever_lands_later() {
    let server = server();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    announce(&server, &["--out", out]);
    let before = server.get("/daftar/3510161001/1.txt").send().text();
    server.import_recipients(&Lists::new().aid("bst", "2020-06", &nik(5), "", "listed"));
    assert_eq!(server.get("/daftar/3510161001/1.txt").send().text(), before);
    let zip = folder.path().join("semua.zip");
    announce(&server, &["--out", zip.to_str().unwrap(), "--again", "1", "--paper", "a3"]);
    let names = tool("python3", &["-m", "zipfile", "-l", zip.to_str().unwrap()]);
    assert_eq!(names.lines().filter(|name| name.contains("-1-a3.pdf")).count(), 217, "{names}");
    tool("python3", &["-m", "zipfile", "-e", zip.to_str().unwrap(), out]);
    let paper = folder.path().join("daftar-3510161001-1-a3.pdf");
    assert!(words(&paper).contains("SUPA***"));
    assert!(tool("pdfinfo", &[paper.to_str().unwrap()]).contains("(A3)"));
    announce(&server, &["--out", out]);
    let now = server.get("/daftar/3510161001").send().text();
    assert!(now.contains("TANPA B***") && !now.contains("SUPA***"), "the newest month of its scheme");
    let again = server.command(["announce", "--out", out, "--again", "9"]).output().unwrap();
    assert!(!again.status.success());
}

#[test]
fn a_long_list_has_its_pages_numbered_and_nobody_twice() {
    let mut long = Lists::new();
    for person in 1..=260 {
        let (nik, card) = (nik(person), card(person));
        long = long.family(&card, &[&nik]).aid("bst", "2020-05", &nik, "", "listed");
    }
    let server = Server::builder().set("TILIK_ANNOUNCED_NAMES", "full").lists(&long).start();
    let folder = tempfile::tempdir().unwrap();
    let said = announce(&server, &["--out", folder.path().to_str().unwrap()]);
    assert!(said.contains("260 people") && said.contains("set TILIK_PUBLIC_URL"), "{said}");
    let words = words(&folder.path().join("daftar-3510161001-1-a4.pdf"));
    assert_eq!(words.matches("WARGA CONTOH").count(), 260);
    let pages = words.matches("Halaman").count();
    assert!((2..=4).contains(&pages), "{pages}");
    for page in 1..=pages {
        assert_eq!(words.matches(&format!("Halaman {page} dari {pages}")).count(), 1);
    }
    for number in [1, 130, 260] {
        assert_eq!(words.split_whitespace().filter(|word| *word == format!("{number}.")).count(), 1, "{number}");
    }
}

#[test]
fn pages_of_lists_are_light_and_come_in_every_language() {
    let server = server();
    let missing = server.get("/daftar").send();
    assert!(missing.text().contains("Belum ada daftar yang diumumkan."));
    for out in ["/dev/null/papan", "/dev/null/papan.zip"] {
        let nowhere = server.command(["announce", "--out", out]).output().unwrap();
        assert!(!nowhere.status.success(), "it cannot write there");
    }
    assert!(page(&server, "/daftar").contains("Belum ada daftar"), "what cannot be printed is not announced");
    let folder = tempfile::tempdir().unwrap();
    announce(&server, &["--out", folder.path().to_str().unwrap()]);
    let english = page(&server, "/en/daftar/3510161001");
    assert!(english.contains("lang=\"en\"") && english.contains("href=\"/jv/daftar/3510161001\""));
    let by_cookie = server.get("/daftar/3510161001").header("Cookie", "bahasa=en").send();
    assert!(by_cookie.text().contains("lang=\"en\"") && by_cookie.header("vary").contains("cookie"));
    for path in ["/daftar/3510169999", "/daftar/3510161001/9", "/daftar/x", "/daftar/3510161001/1x", "/jv/daftar/1/2"] {
        let answer = server.get(path).send();
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().starts_with("<!doctype html>"), "{path}");
    }
    let packed = server.get("/daftar").header("Accept-Encoding", "gzip").send();
    assert_eq!(packed.header("content-encoding"), "gzip");
    let shown = server.get("/daftar/3510161001/1").send();
    assert_eq!(shown.header("x-robots-tag"), "noindex");
    assert!(shown.header("content-security-policy").contains("script-src"));
    assert!(!shown.text().contains("<script"), "no program is fetched for a list");
}

#[test]
fn the_regencys_staff_announces_and_prints_in_the_browser() {
    let server = server();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    assert_eq!(
        admin.get("announcements").json(),
        json!({ "announcements": [], "masking": "first_name", "has_address": true })
    );
    let announce = |after: u32| admin.post("announcements", &json!({ "after": after }));
    let made = announce(0);
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    assert_eq!([&made["number"], &made["people"], &made["unplaced"]], [&json!(1), &json!(4), &json!(1)]);
    let again = announce(0);
    assert_eq!((again.status, again.problem().as_str()), (409, "announced_before"));
    assert_eq!(announce(1).json()["number"], 2);
    let told = admin.get("announcements").json();
    assert_eq!(told["announcements"].as_array().unwrap().iter().map(|one| &one["number"]).collect::<Vec<_>>(), [2, 1]);

    let verifier = Officer::at_work(&server, "siti", &["--role", "verifier", "--village", "35.10.16.1001"]);
    let sheet = verifier.get("announcements/sheet?number=1&village=35.10.16.1001&paper=a3&places=masjid,pura");
    assert_eq!((sheet.status, sheet.header("content-type")), (200, "application/pdf"));
    assert!(sheet.header("content-disposition").contains("daftar-3510161001-1-a3.pdf"));
    assert_eq!(sheet.header("cache-control"), "no-store");
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("satu.pdf");
    std::fs::write(&kept, &sheet.body).unwrap();
    assert!(words(&kept).contains("Dipasang di masjid") && words(&kept).contains("Dipasang di pura"));
    let zip = verifier.get("announcements/sheets?number=2");
    assert_eq!((zip.status, zip.header("content-type")), (200, "application/zip"));
    let kept = folder.path().join("semua.zip");
    std::fs::write(&kept, &zip.body).unwrap();
    assert_eq!(tool("python3", &["-m", "zipfile", "-l", kept.to_str().unwrap()]).matches("-2-a4.pdf").count(), 217);
    for (query, fault) in [
        ("village=1", "village unknown"),
        ("village=3510161001&paper=a5", "paper unknown"),
        ("village=3510161001&places=pasar", "places unknown"),
    ] {
        assert_eq!(verifier.get(&format!("announcements/sheet?number=1&{query}")).faults(), [fault]);
    }
    assert_eq!(verifier.get("announcements/sheet?number=7&village=3510161001").status, 404);
    assert_eq!(verifier.get("announcements/sheets?number=7").status, 404);
    let auditor = Officer::at_work(&server, "auditor", &["--role", "auditor"]);
    let trail = auditor.get("trail").json();
    let announced = trail["entries"].as_array().unwrap().iter().filter(|entry| entry["deed"] == "announced");
    assert_eq!(announced.filter(|entry| entry["by"] == "admin").count(), 2);
}

#[test]
fn without_a_list_nothing_is_announced() {
    let server = Server::start();
    let admin = Officer::at_work(&server, "admin", &REGENCY);
    let answer = admin.post("announcements", &json!({ "after": 0 }));
    assert_eq!((answer.status, answer.problem().as_str()), (409, "no_list"));
    let output = server.command(["announce", "--out", "/tmp/none"]).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("import one first"));
}
