//! The real server in a folder of its own, started, killed and started again.

use crate::client::{Answer, Request};
use crate::command::{Ended, tilik};
use crate::engine;
use crate::lists::Lists;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a start may take. A debug build on a busy machine is slow.
const START: Duration = Duration::from_secs(60);

/// What a server starts with.
pub struct Builder {
    settings: BTreeMap<String, String>,
    lists: Lists,
}

impl Builder {
    /// A setting, `TILIK_…`.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.to_owned(), value.to_owned());
        self
    }

    /// What is imported before the start.
    pub fn lists(mut self, lists: &Lists) -> Self {
        self.lists = lists.clone();
        self
    }

    /// A server that answers.
    pub fn start(self) -> Server {
        let home = Arc::new(TempDir::new().unwrap());
        write_site(&home.path().join("site"));
        let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
        let mut settings = self.settings;
        settings.entry("TILIK_DATABASE".into()).or_insert_with(|| engine::database(home.path()));
        settings.insert("TILIK_SECRETS".into(), path("secrets.toml"));
        settings.insert("TILIK_SITE".into(), path("site"));
        let mut server = Server { home, settings, child: None, origin: String::new() };
        if self.lists.has_residents() {
            server.import_residents(&self.lists);
        }
        if self.lists.has_recipients() {
            server.import_recipients(&self.lists);
        }
        server.run();
        server
    }
}

/// A running server; it is killed and its folder removed when dropped.
pub struct Server {
    home: Arc<TempDir>,
    settings: BTreeMap<String, String>,
    child: Option<Child>,
    origin: String,
}

impl Server {
    /// Proof of work and rate limits are off unless a test is about them.
    pub fn builder() -> Builder {
        let settings = [("TILIK_PROOF", "off"), ("TILIK_LIMITS", "off")];
        Builder { settings: settings.map(|(name, value)| (name.into(), value.into())).into(), lists: Lists::new() }
    }

    /// One without any data.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// One with these lists.
    pub fn with(lists: &Lists) -> Self {
        Self::builder().lists(lists).start()
    }

    fn run(&mut self) {
        // The port found free may be taken before the server has it.
        for _ in 0..5 {
            let port = free_port();
            self.origin = format!("http://127.0.0.1:{port}");
            let mut command = self.command(["serve"]);
            command.env("TILIK_LISTEN", format!("127.0.0.1:{port}"));
            command.stdout(self.log_file()).stderr(self.log_file());
            self.child = Some(command.spawn().unwrap());
            if self.becomes_ready() {
                return;
            }
        }
        panic!("the server does not start:\n{}", self.log());
    }

    fn becomes_ready(&mut self) -> bool {
        let started = Instant::now();
        while started.elapsed() < START {
            let child = self.child.as_mut().unwrap();
            if child.try_wait().unwrap().is_some() {
                return false;
            }
            if self.get("/readyz").try_send().is_some_and(|answer| answer.status == 200) {
                return self.child.as_mut().unwrap().try_wait().unwrap().is_none();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }

    /// `kill -9`: nothing is put in order.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// `kill -TERM`, and the exit code.
    pub fn terminate(&mut self) -> Option<i32> {
        let mut child = self.child.take().unwrap();
        let killed = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", child.id())).status().unwrap();
        assert!(killed.success());
        let started = Instant::now();
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return status.code();
            }
            if started.elapsed() > START {
                child.kill().unwrap();
                panic!("the server does not stop when asked to:\n{}", self.log());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// One more server of the same installation, beside this one.
    pub fn another(&self) -> Self {
        let mut server =
            Self { home: Arc::clone(&self.home), settings: self.settings.clone(), child: None, origin: String::new() };
        server.run();
        server
    }

    /// Started again on the same data.
    pub fn restart(&mut self) {
        self.kill();
        self.run();
    }

    /// A command of the same installation: same database, same secrets.
    pub fn command<'word>(&self, arguments: impl IntoIterator<Item = &'word str>) -> Command {
        let mut command = tilik(arguments);
        command.current_dir(self.home.path()).envs(&self.settings);
        command
    }

    /// `tilik import residents FILE` or `tilik import recipients FILE`.
    pub fn import(&self, what: &str, file: &Path, more: &[&str]) -> Ended {
        let arguments = ["import", what, file.to_str().unwrap()];
        Ended::from(self.command(arguments.iter().chain(more).copied()).output().unwrap())
    }

    /// Imports a registry of which no line is rejected.
    #[track_caller]
    pub fn import_residents(&self, lists: &Lists) {
        let file = self.path("residents.csv");
        lists.write_residents(&file);
        assert_eq!(self.import("residents", &file, &[]).imported().1, 0);
    }

    /// Imports lists of which no line is rejected.
    #[track_caller]
    pub fn import_recipients(&self, lists: &Lists) {
        let file = self.path("recipients.csv");
        lists.write_recipients(&file);
        assert_eq!(self.import("recipients", &file, &[]).imported().1, 0);
    }

    /// A file in the server's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A setting for the next start.
    pub fn settings_changed(&mut self, name: &str, value: &str) {
        self.settings.insert(name.to_owned(), value.to_owned());
    }

    /// The URL of its database.
    pub fn database(&self) -> &str {
        &self.settings["TILIK_DATABASE"]
    }

    /// Everything that the database holds, as it holds it.
    pub fn stored(&self) -> Vec<u8> {
        engine::stored(self.database())
    }

    /// `http://127.0.0.1:port`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Everything the server has printed, over all its starts.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path("server.log")).unwrap_or_default()
    }

    fn log_file(&self) -> File {
        OpenOptions::new().create(true).append(true).open(self.path("server.log")).unwrap()
    }

    /// A request without a body.
    pub fn get(&self, path: &str) -> Request {
        self.request("GET", path)
    }

    /// A request with one.
    pub fn post(&self, path: &str) -> Request {
        self.request("POST", path)
    }

    /// Any request.
    pub fn request(&self, method: &str, path: &str) -> Request {
        Request::new(method, format!("{}{path}", self.origin))
    }

    /// `POST /api/v1/checks`, whatever comes back.
    pub fn try_check(&self, nik: &str) -> Answer {
        self.post("/api/v1/checks").json(&json!({ "nik": nik })).send()
    }

    /// The answer to a check of a NIK that can exist.
    #[track_caller]
    pub fn check(&self, nik: &str) -> Value {
        let answer = self.try_check(nik);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// `POST /api/v1/reports` under a key.
    pub fn try_report(&self, key: &str, body: &Value) -> Answer {
        self.post("/api/v1/reports").header("Idempotency-Key", key).json(body).send()
    }

    /// A report that lands, under a key of its own.
    #[track_caller]
    pub fn report(&self, body: &Value) -> Value {
        let answer = self.try_report(&new_key(), body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()
    }

    /// `POST /api/v1/reports/status`.
    pub fn try_status(&self, body: &Value) -> Answer {
        self.post("/api/v1/reports/status").json(body).send()
    }

    /// The status by ticket and NIK.
    #[track_caller]
    pub fn status(&self, ticket: &Value, nik: &str) -> Value {
        let answer = self.try_status(&json!({ "ticket": ticket, "nik": nik }));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// `POST /api/v1/objections`.
    pub fn object(&self, ticket: &Value, nik: &str, reason: &str) -> Answer {
        self.post("/api/v1/objections").json(&json!({ "ticket": ticket, "nik": nik, "reason": reason })).send()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port nobody listens on. No two servers of one run get the same, or a test
/// could take another's server for its own while that one's is still starting; and
/// all lie below the ports that the system gives to outgoing connections (on Linux
/// from 32,768).
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = std::process::id() as u16 % 97 * 100;
    loop {
        let port = 20_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A key for one report.
pub fn new_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// A site just large enough to be served: a page, and a hashed file with its
/// compressed siblings.
fn write_site(folder: &Path) {
    std::fs::create_dir(folder).unwrap();
    // What the server puts the answers to forms into.
    let template = "<!doctype html><html lang=\"@lang@\"><title>@title@</title><meta content=\"@description@\">\
        <base href=\"/\"><style>p{}</style><!--program-->@texts@<script src=a.js></script><!--/program-->\
        <div data-print=\"@print@\">@page@</div>@stopped@";
    std::fs::create_dir(folder.join("jv")).unwrap();
    let files = [
        ("template.html", template),
        ("jv/cek.html", "<!doctype html><html lang=\"jv\"><title>Tilik</title>"),
        ("index.html", "<!doctype html><html lang=\"id\"><title>Tilik</title>"),
        ("tilik-web-0123456789abcdef.js", "// plain"),
        ("tilik-web-0123456789abcdef.js.br", "// as brotli"),
        ("tilik-web-0123456789abcdef.js.gz", "// as gzip"),
    ];
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
}
