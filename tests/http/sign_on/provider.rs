//! A provider small enough to answer wrongly in one way at a time. It signs with P-256
//! and holds a code against its client, secret and PKCE verifier as a real one does.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::NamedTempFile;

/// The client that it knows.
pub const CLIENT: &str = "tilik";
/// The client's secret.
pub const SECRET: &str = "a secret of the client's";

/// The provider, on a port of its own.
pub struct Provider {
    issuer: String,
    secret: NamedTempFile,
    state: Arc<Mutex<State>>,
}

/// What it was asked and answered so far.
#[derive(Clone, Default)]
pub struct Told {
    /// The last code.
    pub code: String,
    /// The last id token.
    pub token: String,
    /// Codes that were brought.
    pub exchanges: u32,
    /// How often its discovery document was fetched.
    pub discoveries: u32,
}

#[derive(Default)]
struct State {
    issuer: String,
    subject: String,
    wrong: &'static str,
    key: u8,
    stopped: bool,
    /// Nonce and challenge by code.
    codes: HashMap<String, (String, String)>,
    told: Told,
}

impl Provider {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { issuer: issuer.clone(), key: 1, ..State::default() }));
        let mut secret = NamedTempFile::new().unwrap();
        writeln!(secret, "{SECRET}").unwrap();
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut state = shared.lock().unwrap();
                if state.stopped {
                    return;
                }
                // Who goes away in the middle of an answer is none of the provider's cares.
                let _ = state.answer(stream.unwrap());
            }
        });
        Self { issuer, secret, state }
    }

    pub fn issuer(&self) -> String {
        self.issuer.clone()
    }

    pub fn secret_file(&self) -> &str {
        self.secret.path().to_str().unwrap()
    }

    /// Who signs in from now on.
    pub fn signs_in(&self, subject: &str) {
        self.state.lock().unwrap().subject = subject.to_owned();
    }

    /// What is wrong from now on; empty: nothing.
    pub fn goes_wrong(&self, wrong: &'static str) {
        self.state.lock().unwrap().wrong = wrong;
    }

    /// It signs with another key from now on, and publishes that one alone.
    pub fn changes_keys(&self) {
        self.state.lock().unwrap().key += 1;
    }

    /// Nobody answers any more.
    pub fn stop(&self) {
        self.state.lock().unwrap().stopped = true;
        let _ = TcpStream::connect(self.issuer.trim_start_matches("http://"));
    }

    pub fn told(&self) -> Told {
        self.state.lock().unwrap().told.clone()
    }

    /// A code, as the browser would bring it.
    pub fn code_for(&self, nonce: &str, challenge: &str) -> String {
        let mut state = self.state.lock().unwrap();
        let code = format!("code-of-the-provider-{}", state.codes.len());
        state.codes.insert(code.clone(), (nonce.to_owned(), challenge.to_owned()));
        state.told.code.clone_from(&code);
        code
    }
}

impl State {
    fn answer(&mut self, stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        let (mut lines, mut length, mut authorization) = (Vec::new(), 0, String::new());
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 || line == "\r\n" {
                break;
            }
            let (name, value) = line.split_once(": ").unwrap_or_default();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap(),
                "authorization" => authorization = value.trim().to_owned(),
                _ => {}
            }
            lines.push(line);
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
        let (status, more, text) = match path.as_str() {
            "/.well-known/openid-configuration" => self.discovery(),
            // Where an answer leads that must not be followed: there it would be right.
            "/elsewhere" => (200, String::new(), self.document()),
            "/keys" => (200, String::new(), json!({ "keys": [self.public_key()] }).to_string()),
            "/token" => self.token(&String::from_utf8_lossy(&body), &authorization),
            _ => (404, String::new(), "{}".to_owned()),
        };
        let mut stream = reader.into_inner();
        write!(
            stream,
            "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n{text}",
            text.len()
        )
    }

    fn document(&self) -> String {
        let issuer = &self.issuer;
        let page = format!("{issuer}/authorize");
        let named = if self.wrong == "issuer" { "https://other.example" } else { issuer };
        json!({
            "issuer": named,
            "authorization_endpoint": if self.wrong == "page" { "javascript:1" } else { &page },
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "HS256"],
        })
        .to_string()
    }

    fn discovery(&mut self) -> (u16, String, String) {
        self.told.discoveries += 1;
        let document = self.document();
        match self.wrong {
            "status" => (500, String::new(), "{}".to_owned()),
            "redirect" => (302, format!("Location: {}/elsewhere\r\n", self.issuer), String::new()),
            "garbage" => (200, String::new(), "<html>".to_owned()),
            "flood" => (200, String::new(), format!("{}{document}", " ".repeat(300_000))),
            _ => (200, String::new(), document),
        }
    }

    fn token(&mut self, body: &str, authorization: &str) -> (u16, String, String) {
        self.told.exchanges += 1;
        let refuses = |status, error: &str| (status, String::new(), json!({ "error": error }).to_string());
        match self.wrong {
            "token status" => return (500, String::new(), "down".to_owned()),
            "token garbage" => return (200, String::new(), "<html>".to_owned()),
            "token redirect" => return (302, format!("Location: {}/elsewhere\r\n", self.issuer), String::new()),
            "secret" => return refuses(401, "invalid_client"),
            "code" => return refuses(400, "invalid_grant"),
            _ => {}
        }
        let given = |name: &str| {
            let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
            pairs.filter(|(known, _)| *known == name).map(|(_, value)| decoded(value)).next().unwrap_or_default()
        };
        let basic = authorization.strip_prefix("Basic ").map(|basic| STANDARD.decode(basic).unwrap());
        let basic = decoded(&String::from_utf8(basic.unwrap_or_default()).unwrap());
        if basic != format!("{CLIENT}:{SECRET}") {
            return refuses(401, "invalid_client");
        }
        // A code is good for once.
        let Some((nonce, challenge)) = self.codes.remove(&given("code")) else { return refuses(400, "invalid_grant") };
        if URL_SAFE_NO_PAD.encode(Sha256::digest(given("code_verifier"))) != challenge {
            return refuses(400, "invalid_grant");
        }
        let token = self.id_token(&nonce);
        self.told.token.clone_from(&token);
        let mut answer = json!({ "access_token": "of no use", "token_type": "Bearer", "id_token": token });
        if self.wrong == "missing" {
            answer.as_object_mut().unwrap().remove("id_token");
        }
        (200, String::new(), answer.to_string())
    }

    fn id_token(&self, nonce: &str) -> String {
        #[allow(clippy::disallowed_methods, reason = "the server under test runs by the real clock")]
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let right = |field: &str| self.wrong != field;
        let claims = json!({
            "iss": if right("iss") { &self.issuer } else { "https://other.example" },
            "sub": if right("sub") { &self.subject } else { "" },
            "aud": if right("aud") { CLIENT } else { "another" },
            "nonce": if right("nonce") { nonce } else { "another" },
            "iat": now - 300,
            "exp": if right("exp") { now + 300 } else { now - 1 },
        });
        let algorithm = match self.wrong {
            "none" => "none",
            "hs256" => "HS256",
            _ => "ES256",
        };
        let head = json!({ "alg": algorithm, "kid": format!("key {}", self.key), "typ": "JWT" });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&head), part(&claims));
        let signature = match self.wrong {
            "none" => Vec::new(),
            "hs256" => {
                let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
                mac.update(signed.as_bytes());
                mac.finalize().into_bytes().to_vec()
            }
            "signature" => signature(&key(self.key + 1), &signed),
            _ => signature(&key(self.key), &signed),
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn public_key(&self) -> Value {
        let point = key(self.key).verifying_key().to_sec1_point(false);
        let coordinate = |bytes: Option<&[u8]>| URL_SAFE_NO_PAD.encode(bytes.unwrap());
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": format!("key {}", self.key),
            "x": coordinate(point.x().map(|x| &x[..])), "y": coordinate(point.y().map(|y| &y[..])),
        })
    }
}

fn key(number: u8) -> SigningKey {
    SigningKey::from_slice(&[number; 32]).unwrap()
}

fn signature(key: &SigningKey, text: &str) -> Vec<u8> {
    let signature: Signature = key.sign(text.as_bytes());
    signature.to_bytes().to_vec()
}

/// A value of a query or a form.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}
