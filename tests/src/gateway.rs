//! Gateways that the server hands messages to: a webhook in the test's own process, and a
//! mail server that Node.js runs.

use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Longer than a message that is tried again takes to come, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(180);

/// What a webhook answers.
#[derive(Clone, Copy)]
pub enum Reply {
    /// This status.
    Status(u16),
    /// This status, and when to come again.
    ComeAgain(u16, u32),
    /// Nothing, for as long as the sender waits.
    Silence,
    /// It closes the connection.
    HangUp,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// The path.
    pub path: String,
    /// The headers, their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Received {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A value of the body, as text.
    pub fn field(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_default().to_owned()
    }
}

#[derive(Default)]
struct Shared {
    received: Vec<Received>,
    replies: VecDeque<Reply>,
}

/// A webhook. It answers 204 unless told otherwise.
pub struct Webhook {
    address: String,
    shared: Arc<Mutex<Shared>>,
}

impl Webhook {
    /// One at a port of its own.
    pub fn start() -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    /// One that listens there.
    pub fn on(listener: TcpListener) -> Self {
        let (address, shared) = (listener.local_addr().unwrap().to_string(), Arc::<Mutex<Shared>>::default());
        let to = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let to = Arc::clone(&to);
                std::thread::spawn(move || answer(stream, &to));
            }
        });
        Self { address, shared }
    }

    /// What goes into `TILIK_MESSAGES`.
    pub fn setting(&self) -> String {
        format!("webhook:http://{}/tilik", self.address)
    }

    /// What it answers next, one after the other.
    pub fn replies(&self, replies: &[Reply]) {
        self.shared.lock().unwrap().replies.extend(replies);
    }

    /// What came so far.
    pub fn received(&self) -> Vec<Received> {
        self.shared.lock().unwrap().received.clone()
    }

    /// Waits until so many came, and returns them.
    #[track_caller]
    pub fn wait(&self, count: usize) -> Vec<Received> {
        let started = Instant::now();
        while self.received().len() < count {
            assert!(started.elapsed() < PATIENCE, "{count} should come, there are {:?}", self.received());
            std::thread::sleep(Duration::from_millis(10));
        }
        self.received()
    }
}

/// Answers one request, and closes.
fn answer(mut stream: TcpStream, shared: &Mutex<Shared>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let reply = {
        let mut shared = shared.lock().unwrap();
        shared.received.push(Received { path, headers, body });
        shared.replies.pop_front().unwrap_or(Reply::Status(204))
    };
    let written = match reply {
        Reply::Status(status) => {
            // What a careless gateway says is nothing that a log should have.
            let said = String::from_utf8_lossy(&shared.lock().unwrap().received.last().unwrap().body).into_owned();
            let said = if matches!(status, 204) { String::new() } else { said };
            write!(
                stream,
                "HTTP/1.1 {status} x\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{said}",
                said.len()
            )
        }
        Reply::ComeAgain(status, seconds) => write!(
            stream,
            "HTTP/1.1 {status} x\r\nRetry-After: {seconds}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ),
        Reply::Silence => {
            // Until the sender has gone.
            while let Ok(1..) = stream.read(&mut [0; 1]) {}
            Ok(())
        }
        Reply::HangUp => Ok(()),
    };
    // Whoever asked may have gone.
    let _ = written;
}

/// A mail server.
pub struct MailServer {
    child: Child,
    stdin: Option<ChildStdin>,
    port: u16,
    mails: Arc<Mutex<Vec<Value>>>,
}

impl MailServer {
    /// One on this machine.
    pub fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/smtp.mjs");
        let mut command = Command::new("node");
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the mail server of the tests needs Node.js and `tools/setup test`");
        let stdin = child.stdin.take();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next().expect("it says its port").unwrap().parse().unwrap();
        let mails = Arc::<Mutex<Vec<Value>>>::default();
        let to = Arc::clone(&mails);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                to.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        Self { child, stdin, port, mails }
    }

    /// What goes into `TILIK_MESSAGES`.
    pub fn setting(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Waits until so many mails came, and returns them.
    #[track_caller]
    pub fn wait(&self, count: usize) -> Vec<Value> {
        let started = Instant::now();
        loop {
            let mails = self.mails.lock().unwrap().clone();
            if mails.len() >= count {
                return mails;
            }
            assert!(started.elapsed() < PATIENCE, "{count} mails should come, there are {mails:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}
