//! Asking the server. Every question ends in an answer or in a [`Failure`] that a screen
//! can put into words.

use gloo_net::http::{Request, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tilik_api::Problem;
use tilik_api::path::{CSRF, IDEMPOTENCY_KEY};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement, Url};

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

/// Sends something, and gives the file that comes back to the browser to keep. It is in
/// the page's memory until then, and its address is gone at once.
///
/// # Errors
/// [`Failure`].
pub async fn download(path: &str, csrf: &str, body: &impl Serialize, name: &str) -> Result<(), Failure> {
    let response = send(Request::post(path), csrf, body).await?;
    let file = web_sys::Response::from(response).blob().map_err(|_| Failure::Broken)?;
    let file: Blob = JsFuture::from(file).await.map_err(|_| Failure::Offline)?.unchecked_into();
    keep(&file, name).ok_or(Failure::Broken)
}

fn keep(file: &Blob, name: &str) -> Option<()> {
    let address = Url::create_object_url_with_blob(file).ok()?;
    let link = leptos::prelude::document().create_element("a").ok()?.unchecked_into::<HtmlAnchorElement>();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address).ok()
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
