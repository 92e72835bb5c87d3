//! What whoever watches the server can see: every name that `docs/monitoring` relies
//! on, and nobody's number. Traces likewise. And that too much at once is sent away.

use std::net::TcpListener;
use tilik_tests::bodies::about_self;
use tilik_tests::{Lists, Request, Server, card, nik};

const NAMES: &str = include_str!("../../docs/monitoring/metrics.txt");

fn watched() -> (Server, impl Fn() -> String) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let lists = Lists::new().family(&card(1), &[&nik(1)]).aid("bst", "2020-05", &nik(1), "", "listed");
    let server = Server::builder().set("TILIK_METRICS_LISTEN", &address).lists(&lists).start();
    let scrape = move || {
        let answer = Request::new("GET", format!("http://{address}/metrics")).send();
        assert!(answer.header("content-type").starts_with("application/openmetrics-text"));
        answer.text()
    };
    (server, scrape)
}

/// The value of the line that starts like this.
fn value(text: &str, start: &str) -> f64 {
    let line = text.lines().find(|line| line.starts_with(start));
    line.unwrap_or_else(|| panic!("no {start} in {text}")).split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn every_name_that_the_dashboard_uses_is_served() {
    let (server, scrape) = watched();
    server.check(&nik(1));
    let text = scrape();
    for name in NAMES.lines().map(str::trim).filter(|name| !name.is_empty() && !name.starts_with('#')) {
        let served = text
            .lines()
            .any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ') || rest.starts_with('{')));
        assert!(served, "{name} is not served:\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    assert_eq!(server.get("/metrics").send().status, 404, "on an address of its own alone");
}

#[test]
fn it_counts_what_happened_and_names_nobody() {
    let (server, scrape) = watched();
    server.check(&nik(1));
    server.check(&nik(2));
    assert_eq!(server.try_check("12").status, 422);
    let body = about_self(&nik(1));
    let key = tilik_tests::new_key();
    server.try_report(&key, &body);
    server.try_report(&key, &body);
    let text = scrape();
    let checks = |status: &str| -> f64 {
        ["memory", "database"]
            .iter()
            .map(|from| value(&text, &format!("tilik_checks_total{{status=\"{status}\",from=\"{from}\"}}")))
            .sum()
    };
    assert_eq!((checks("listed"), checks("not_listed")), (1.0, 1.0));
    assert_eq!(value(&text, "tilik_reports_total{outcome=\"rejected\"}"), 1.0);
    assert_eq!(value(&text, "tilik_reports_total{outcome=\"replayed\"}"), 1.0);
    assert_eq!(value(&text, "tilik_refusals_total{reason=\"invalid\"}"), 1.0);
    assert_eq!(value(&text, "tilik_database_up"), 1.0);
    let timed = "tilik_http_request_duration_seconds_count{route=\"/api/v1/checks\",method=\"POST\",status=\"200\"}";
    assert_eq!(value(&text, timed), 2.0);
    for number in [nik(1), nik(2), card(1)] {
        assert!(!text.contains(&number));
    }
}

#[test]
fn traces_go_to_a_collector_and_name_nobody() {
    use std::io::{Read, Write};
    let collector = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = collector.local_addr().unwrap().to_string();
    let collected = std::thread::spawn(move || {
        // One batch is enough: what is sent when the server stops.
        let (mut stream, _) = collector.accept().unwrap();
        let mut bytes = Vec::new();
        let mut chunk = [0; 65_536];
        stream.set_read_timeout(Some(std::time::Duration::from_secs(2))).unwrap();
        while let Ok(count) = stream.read(&mut chunk) {
            bytes.extend_from_slice(&chunk[..count]);
            if count == 0 {
                break;
            }
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let lists = Lists::new().family(&card(1), &[&nik(1)]);
    let mut server = Server::builder().set("TILIK_OTLP", &format!("http://{address}")).lists(&lists).start();
    server.check(&nik(1));
    let ticket = server.report(&about_self(&nik(1)))["ticket"].as_str().unwrap().to_owned();
    assert_eq!(server.terminate(), Some(0));
    let text = collected.join().unwrap();
    assert!(text.starts_with("POST /v1/traces"), "{text}");
    for word in ["request", "submit", "/api/v1/reports", "service.name", "tilik"] {
        assert!(text.contains(word), "{word} in {text}");
    }
    for number in [nik(1), card(1), ticket] {
        assert!(!text.contains(&number));
    }
}

#[test]
fn what_is_too_much_at_once_is_sent_away_with_a_time_to_come_again() {
    let mut server = Server::builder().set("TILIK_IN_FLIGHT", "1").start();
    // Its headers are there, its body never ends: it is under way.
    use std::io::Write;
    let mut stuck = std::net::TcpStream::connect(&server.origin()["http://".len()..]).unwrap();
    write!(
        stuck,
        "POST /api/v1/checks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    )
    .unwrap();
    let sent_away = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        Some(server.try_check(&nik(1))).filter(|answer| answer.status == 503)
    });
    let sent_away = sent_away.expect("one is under way, so the next is sent away");
    let wait: u64 = sent_away.header("retry-after").parse().unwrap();
    assert!((3..10).contains(&wait), "{wait}");
    assert_eq!(sent_away.problem(), "unavailable");
    assert_eq!(server.get("/healthz").send().status, 200, "whoever watches is answered");
    drop(stuck);
    let answered = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        server.try_check(&nik(1)).status == 200
    });
    assert!(answered, "its place is given back when the sender goes away");
    assert_eq!(server.terminate(), Some(0));
}
