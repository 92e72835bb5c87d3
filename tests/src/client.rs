//! A small HTTP client: every status is an answer, and the body is kept as bytes,
//! since some promises are about bytes.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::time::Duration;
use ureq::http::{HeaderMap, HeaderName, Request as HttpRequest};

static AGENT: LazyLock<ureq::Agent> = LazyLock::new(|| {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        // The server is on this machine, whatever proxy the shell names.
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into()
});

/// A request being made.
#[derive(Clone)]
pub struct Request {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Request {
    /// One to any URL.
    pub fn new(method: &str, url: String) -> Self {
        Self { method: method.to_owned(), url, headers: Vec::new(), body: None }
    }

    /// One header more.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A body of any type.
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self.header("Content-Type", content_type)
    }

    /// A JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// The answer, whatever its status.
    #[track_caller]
    pub fn send(&self) -> Answer {
        self.exchange().unwrap_or_else(|error| panic!("{} {}: {error}", self.method, self.url))
    }

    /// The answer to a body that the server may refuse to read to its end. What is
    /// written after it has closed is lost, and its answer still there to be read:
    /// curl and browsers do as much, the library used otherwise does not.
    pub fn send_unread(&self) -> Answer {
        let (address, path) = self.url.strip_prefix("http://").and_then(|url| url.split_once('/')).unwrap();
        let body = self.body.as_deref().unwrap_or_default();
        let mut head = format!(
            "{} /{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.method,
            body.len()
        );
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let mut part = [0; 4_096];
        while let Ok(read @ 1..) = stream.read(&mut part) {
            bytes.extend(&part[..read]);
        }
        parse(&bytes)
    }

    /// The answer, if there is a server.
    pub fn try_send(&self) -> Option<Answer> {
        self.exchange().ok()
    }

    fn exchange(&self) -> Result<Answer, ureq::Error> {
        let mut request = HttpRequest::builder().method(self.method.as_str()).uri(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let mut response = match &self.body {
            Some(body) => AGENT.run(request.body(body.as_slice()).unwrap())?,
            None => AGENT.run(request.body(()).unwrap())?,
        };
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body_mut().read_to_vec()?,
        })
    }
}

/// An answer with its headers as it stood on the wire, not in chunks.
fn parse(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| line.split_once(':').unwrap());
    let headers = headers.map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.trim().parse().unwrap()));
    Answer { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The word of a problem, after checking that the answer is one in every way
    /// the contract names.
    #[track_caller]
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{} {}", self.status, self.text());
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{problem}");
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{problem}");
        let kind = problem["type"].as_str().unwrap_or_default();
        let word = kind.strip_prefix("urn:tilik:problem:").unwrap_or_else(|| panic!("{problem}"));
        assert!(!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{problem}");
        word.to_owned()
    }

    /// `field code` of each error of a 422.
    #[track_caller]
    pub fn faults(&self) -> Vec<String> {
        assert_eq!(self.status, 422, "{}", self.text());
        self.problem();
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        let word = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
        errors.iter().map(|error| format!("{} {}", word(error, "field"), word(error, "code"))).collect()
    }
}
