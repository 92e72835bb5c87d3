//! An officer at the console: an account made by the command, and a browser with its
//! cookies.

use serde_json::{Value, json};
use std::cell::RefCell;

use crate::{Answer, Request, Server};

/// The password that officers of the tests choose.
pub const PASSWORD: &str = "kopi tubruk di pelabuhan";

/// A browser in which an officer signs in.
pub struct Officer<'server> {
    server: &'server Server,
    /// The account's name.
    pub name: String,
    /// What goes into `Cookie`, name by name.
    cookies: RefCell<Vec<(String, String)>>,
    /// What goes into `X-CSRF-Token`.
    pub csrf: RefCell<String>,
}

/// Makes an account, `arguments` being its role and area; returns its first password.
#[track_caller]
pub fn account(server: &Server, name: &str, arguments: &[&str]) -> String {
    let words = ["officer", "add", name].into_iter().chain(arguments.iter().copied());
    let output = server.command(words).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    said.trim().strip_prefix("first password ").unwrap_or_else(|| panic!("{said}")).to_owned()
}

impl<'server> Officer<'server> {
    /// A browser that never signed in.
    pub fn stranger(server: &'server Server, name: &str) -> Self {
        Self { server, name: name.to_owned(), cookies: RefCell::default(), csrf: RefCell::default() }
    }

    /// An account made, signed in, with a password of its own.
    #[track_caller]
    pub fn at_work(server: &'server Server, name: &str, arguments: &[&str]) -> Self {
        let first = account(server, name, arguments);
        let officer = Self::stranger(server, name);
        assert_eq!(officer.sign_in(&first).status, 201);
        let changed = officer.post("password", &json!({ "old": first, "new": PASSWORD }));
        assert_eq!(changed.status, 204, "{}", changed.text());
        officer
    }

    /// Signs in.
    pub fn sign_in(&self, password: &str) -> Answer {
        self.sign_in_with(&json!({ "name": self.name, "password": password }))
    }

    /// Signs in with whatever body.
    pub fn sign_in_with(&self, body: &Value) -> Answer {
        let answer = self.request("POST", "sessions").json(body).send();
        for cookie in answer.headers.get_all("set-cookie") {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap().to_owned();
            let mut cookies = self.cookies.borrow_mut();
            cookies.retain(|(known, _)| known != name);
            cookies.push((name.to_owned(), value));
        }
        if answer.status == 201 {
            self.csrf.replace(answer.json()["csrf"].as_str().unwrap().to_owned());
        }
        answer
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> String {
        let cookies = self.cookies.borrow();
        cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// A request with the browser's cookies, and nothing else.
    pub fn request(&self, method: &str, path: &str) -> Request {
        let cookies = self.cookies.borrow();
        let cookies = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let request = self.server.request(method, &format!("/api/v1/officer/{path}"));
        // Who is refused before the body was read finds the connection closed next time.
        request.header("Cookie", &cookies).header("Connection", "close")
    }

    /// What the console asks.
    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", path).send()
    }

    /// What the console sends.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.request("POST", path).header("X-CSRF-Token", &self.csrf.borrow()).json(body).send()
    }

    /// What the console sends under a key, so that it may send it again.
    pub fn once(&self, path: &str, key: &str, body: &Value) -> Request {
        let request = self.request("POST", path).header("X-CSRF-Token", &self.csrf.borrow());
        request.header("Idempotency-Key", key).json(body)
    }

    /// A case as it stands.
    #[track_caller]
    pub fn case(&self, ticket: &Value) -> Value {
        let answer = self.post("case", &json!({ "ticket": ticket }));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Does something with a case as it stands, `more` being a finding or a note.
    pub fn step(&self, ticket: &Value, act: &str, more: &Value) -> Answer {
        let mut body = json!({ "ticket": ticket, "seen": self.case(ticket)["seen"], "act": act });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        self.post("case/steps", &body)
    }

    /// The tickets of the queue.
    #[track_caller]
    pub fn queue(&self) -> Vec<Value> {
        let answer = self.get("queue");
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["cases"].as_array().unwrap().iter().map(|case| case["ticket"].clone()).collect()
    }
}
