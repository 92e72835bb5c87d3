//! Asks the server, in the types of `tilik-api`.
//!
//! A [`Question`] is made by one of the functions of [`ask`](self::check) and put
//! with [`put`]; the proof of work is fetched and solved in [`proof`], JSON read
//! and written in [`json`]. Nothing here knows a screen or a sentence: a failure
//! is a [`Trouble`]. There is one future for all questions, and what follows an
//! answer is a plain function, since each future of its own would bring as much
//! code as a screen.

mod ask;
pub mod json;
mod proof;

pub use ask::{check, data, object, report, rules, status};
pub use proof::prepare as prepare_proof;

use serde::de::DeserializeOwned;
use tilik_api::Problem;
use tilik_pages::Trouble;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

use crate::browser;

/// Whether the proof of work was refused, so that a fresh one may help.
fn asks_for_proof(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Refused { problem, .. }
        if problem.word() == "proof" || problem.errors.iter().any(|error| error.field == "proof"))
}

/// What is asked, and where.
pub struct Question {
    path: &'static str,
    body: Body,
    key: Option<String>,
}

enum Body {
    /// Nothing is said: a GET.
    None,
    /// A POST.
    Plain(String),
    /// A POST that needs a proof of work.
    Proven(Box<dyn FnMut(Option<String>) -> String>),
}

/// The JSON of an answer, or why there is none.
pub type Answer = Result<JsValue, Trouble>;

/// Puts a question; `then` gets the answer.
pub fn put(question: Question, signal: AbortSignal, then: impl FnOnce(Answer) + 'static) {
    let then: Box<dyn FnOnce(Answer)> = Box::new(then);
    browser::spawn(async move { then(answered(question, &signal).await) });
}

/// An answer as the type it must be.
pub fn answer<T: DeserializeOwned>(answer: Answer) -> Result<T, Trouble> {
    json::lift(answer?).ok_or(Trouble::Unreadable)
}

/// Sends a question; once more with a fresh proof of work where the first is
/// refused, since it may have been used or have expired on the way.
async fn answered(question: Question, signal: &AbortSignal) -> Answer {
    let Question { path, mut body, key } = question;
    let mut again = true;
    loop {
        let text = match &mut body {
            Body::None => None,
            Body::Plain(text) => Some(text.clone()),
            Body::Proven(write) => Some(write(proof::take(signal).await?)),
        };
        match send(path, text.as_deref(), key.as_deref(), signal).await {
            Err(trouble) if again && asks_for_proof(&trouble) => again = false,
            answer => return answer,
        }
    }
}

/// Sends a request and returns the JSON of its answer. `body` makes it a POST.
async fn send(path: &str, body: Option<&str>, key: Option<&str>, signal: &AbortSignal) -> Answer {
    if !browser::online() {
        return Err(Trouble::Offline);
    }
    let response = fetch(path, body, key, signal).await.map_err(|()| failure(signal))?;
    let text = response.text().map_err(|_| Trouble::Unreadable)?;
    let text = JsFuture::from(text).await.map_err(|_| failure(signal))?;
    let json = text.as_string().and_then(|text| js_sys::JSON::parse(&text).ok());
    if response.ok() {
        return json.ok_or(Trouble::Unreadable);
    }
    let wait = response.headers().get("Retry-After").ok().flatten().and_then(|seconds| seconds.parse().ok());
    Err(refusal(response.status(), json, wait))
}

/// The refusal in an answer that is no success; a proxy's own page has no word,
/// so its status stands in.
fn refusal(status: u16, json: Option<JsValue>, wait: Option<u32>) -> Trouble {
    let problem = json.and_then(json::lift::<Problem>);
    let word = match status {
        429 => "too_many_requests",
        502..=504 => "unavailable",
        500.. => "internal",
        _ => "",
    };
    match problem {
        Some(problem) => Trouble::Refused { problem, wait },
        None if word.is_empty() => Trouble::Unreadable,
        None => Trouble::Refused {
            problem: Problem { kind: word.into(), title: String::new(), status, errors: Vec::new() },
            wait,
        },
    }
}

async fn fetch(path: &str, body: Option<&str>, key: Option<&str>, signal: &AbortSignal) -> Result<Response, ()> {
    let headers = Headers::new().map_err(drop)?;
    headers.set("Accept", "application/json").map_err(drop)?;
    let init = RequestInit::new();
    if let Some(body) = body {
        init.set_method("POST");
        headers.set("Content-Type", "application/json").map_err(drop)?;
        init.set_body(&JsValue::from_str(body));
    }
    if let Some(key) = key {
        headers.set(tilik_api::path::IDEMPOTENCY_KEY, key).map_err(drop)?;
    }
    init.set_headers(&headers);
    init.set_signal(Some(signal));
    let asked = browser::window().ok_or(())?.fetch_with_str_and_init(&browser::below_base(path), &init);
    JsFuture::from(asked).await.map_err(drop)?.dyn_into().map_err(drop)
}

/// Why a fetch gave no answer.
fn failure(signal: &AbortSignal) -> Trouble {
    if signal.aborted() {
        // The one who aborts says why: the resident, or the clock.
        if signal.reason().as_string().as_deref() == Some(SLOW) { Trouble::Slow } else { Trouble::Cancelled }
    } else if browser::online() {
        Trouble::Lost
    } else {
        Trouble::Offline
    }
}

/// The reason an abort gives when the time is up.
pub const SLOW: &str = "slow";
