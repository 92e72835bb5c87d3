//! Asking the server. Every question ends in an answer or in a [`Failure`] that a screen
//! can put into words.

use gloo_net::http::{Request, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tilik_api::Problem;
use tilik_api::path::{CSRF, IDEMPOTENCY_KEY};

use crate::failure::Failure;

/// Asks for something.
///
/// # Errors
/// [`Failure`].
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(answer(Request::get(path).send().await).await?).await
}

/// Sends something, and reads the answer.
///
/// # Errors
/// [`Failure`].
pub async fn post<T: DeserializeOwned>(path: &str, csrf: &str, body: &impl Serialize) -> Result<T, Failure> {
    read(send(Request::post(path), csrf, body).await?).await
}

/// Sends something that may be sent again under the same key, and reads the answer.
///
/// # Errors
/// [`Failure`].
pub async fn post_once<T: DeserializeOwned>(
    path: &str,
    csrf: &str,
    key: &str,
    body: &impl Serialize,
) -> Result<T, Failure> {
    read(send(Request::post(path).header(IDEMPOTENCY_KEY, key), csrf, body).await?).await
}

/// Sends something that has no answer but that it is done.
///
/// # Errors
/// [`Failure`].
pub async fn tell(path: &str, csrf: &str, body: &impl Serialize) -> Result<(), Failure> {
    send(Request::post(path), csrf, body).await.map(drop)
}

/// Ends something.
///
/// # Errors
/// [`Failure`].
pub async fn end(path: &str, csrf: &str) -> Result<(), Failure> {
    answer(Request::delete(path).header(CSRF, csrf).send().await).await.map(drop)
}

async fn send(request: RequestBuilder, csrf: &str, body: &impl Serialize) -> Result<Response, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Broken)?;
    let request = request.header(CSRF, csrf).header("Content-Type", "application/json");
    let request = request.body(body).map_err(|_| Failure::Broken)?;
    answer(request.send().await).await
}

async fn answer(sent: Result<Response, gloo_net::Error>) -> Result<Response, Failure> {
    let response = sent.map_err(|_| Failure::Offline)?;
    if response.ok() {
        return Ok(response);
    }
    let wait = response.headers().get("Retry-After").and_then(|seconds| seconds.parse().ok());
    let problem: Problem = read(response).await?;
    match problem.word() {
        "signed_out" | "csrf" => Err(Failure::SignedOut),
        _ => Err(Failure::Refused { problem, wait }),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let text = response.text().await.map_err(|_| Failure::Offline)?;
    serde_json::from_str(&text).map_err(|_| Failure::Broken)
}
