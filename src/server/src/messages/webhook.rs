//! A gateway behind a webhook: a POST with JSON, signed (`signature.rs`). It answers 2xx
//! once it has the message, and is asked again otherwise, unless it says that it never
//! will take it: a 4xx other than 408 and 429.

use async_trait::async_trait;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use serde::Serialize;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::channel::is_loopback;
use super::signature::SigningKey;
use super::{Failed, Gateway, Message};
use crate::clock::Instant;

/// A gateway that is there is reached within this.
const CONNECTS_WITHIN: Duration = Duration::from_secs(5);
/// And answers within this. It need only note the message, not deliver it.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);

/// What is sent.
#[derive(Serialize)]
struct Body<'message> {
    id: &'message str,
    /// `+628…`.
    to: String,
    text: &'message str,
    ticket: String,
    event: &'static str,
    at: String,
}

/// The webhook.
pub struct Webhook {
    client: Client,
    url: Url,
    key: SigningKey,
}

impl Webhook {
    /// One at an address.
    ///
    /// # Errors
    /// Where the machine's certificates cannot be read.
    pub fn new(url: Url, key: SigningKey) -> reqwest::Result<Self> {
        let local = is_loopback(&url);
        let builder = Client::builder()
            // To wherever it leads the signature and the phone would go along.
            .redirect(Policy::none())
            .https_only(!local)
            .connect_timeout(CONNECTS_WITHIN)
            .timeout(ANSWERS_WITHIN)
            .user_agent(concat!("tilik/", env!("CARGO_PKG_VERSION")));
        // What is on this machine is asked without the proxy to the world.
        let builder = if local { builder.no_proxy() } else { builder };
        Ok(Self { client: builder.build()?, url, key })
    }
}

#[async_trait]
impl Gateway for Webhook {
    async fn send(&self, message: &Message, now: Instant) -> Result<(), Failed> {
        let body = Body {
            id: &message.id,
            to: message.to.international(),
            text: &message.text,
            ticket: message.ticket.to_string(),
            event: message.event.word(),
            at: message.at.to_string(),
        };
        // Strings alone: nothing in it that JSON cannot hold.
        let body = serde_json::to_vec(&body).map_err(|_| Failed::ForGood("unreadable"))?;
        let request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", now.seconds())
            .header("webhook-signature", self.key.sign(&message.id, now.seconds(), &body));
        match request.body(body).send().await {
            Ok(answer) => read(&answer, now),
            Err(error) if error.is_timeout() => Err(Failed::later("timeout")),
            // What else it says may quote the address, and a token in it.
            Err(_) => Err(Failed::later("unreachable")),
        }
    }
}

fn read(answer: &Response, now: Instant) -> Result<(), Failed> {
    let asked = || answer.headers().get(RETRY_AFTER).and_then(|value| seconds(value.to_str().ok()?, now));
    match answer.status() {
        status if status.is_success() => Ok(()),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => {
            Err(Failed::Later { why: "busy", asked: asked() })
        }
        // They speak of the gateway and not of the message: a key that was changed, a path
        // that has moved.
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => {
            Err(Failed::Later { why: "refused", asked: asked() })
        }
        StatusCode::GONE => Err(Failed::ForGood("gone")),
        status if status.is_client_error() => Err(Failed::ForGood("refused")),
        status if status.is_redirection() => Err(Failed::later("redirected")),
        _ => Err(Failed::Later { why: "failed", asked: asked() }),
    }
}

/// The seconds that a `Retry-After` asks for: a number, or a date (RFC 9110, 10.2.3).
fn seconds(asked: &str, now: Instant) -> Option<u32> {
    if let Ok(seconds) = asked.parse() {
        return Some(seconds);
    }
    let until = OffsetDateTime::parse(asked, &Rfc2822).ok()?.unix_timestamp();
    u32::try_from(until - now.seconds()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_to_come_again_is_read_in_both_forms() {
        let now = Instant::from_millis(784_111_777_000);
        assert_eq!(seconds("120", now), Some(120));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:50:37 GMT", now), Some(60));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:48:37 GMT", now), None, "past");
        for wrong in ["", "-1", "soon", "99999999999"] {
            assert_eq!(seconds(wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn the_answers_status_says_whether_to_try_again() {
        let read = |status: u16, after: Option<&str>| {
            let mut answer = axum::http::Response::builder().status(status);
            if let Some(after) = after {
                answer = answer.header("Retry-After", after);
            }
            read(&Response::from(answer.body("").unwrap()), Instant::from_millis(0))
        };
        for status in [200, 201, 202, 204] {
            assert_eq!(read(status, None), Ok(()));
        }
        for status in [400, 409, 413, 422] {
            assert_eq!(read(status, Some("9")), Err(Failed::ForGood("refused")), "{status}");
        }
        for status in [401, 403, 404] {
            assert_eq!(read(status, Some("9")), Err(Failed::Later { why: "refused", asked: Some(9) }), "{status}");
        }
        assert_eq!(read(410, None), Err(Failed::ForGood("gone")));
        for status in [408, 429] {
            assert_eq!(read(status, Some("90")), Err(Failed::Later { why: "busy", asked: Some(90) }));
        }
        for status in [500, 502, 503, 504] {
            assert_eq!(read(status, Some("90")), Err(Failed::Later { why: "failed", asked: Some(90) }));
            assert_eq!(read(status, None), Err(Failed::later("failed")));
        }
        for status in [301, 302, 307, 308] {
            assert_eq!(read(status, None), Err(Failed::later("redirected")));
        }
    }
}
