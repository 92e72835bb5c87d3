//! The proof of work: fetched and solved by `proof-worker.js` while the resident
//! still types, so that sending waits for nothing. The worker speaks ALTCHA's
//! format; here a proof is a text to send along, used once.

use std::cell::RefCell;

use js_sys::{Promise, Reflect};
use tilik_pages::Trouble;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, MessageEvent, Worker};

use crate::browser;

use super::{failure, refusal};

const PROGRAM: &str = "proof-worker.js";

/// A proof this close to its end is not sent. Milliseconds: a slow phone's way to
/// the server.
const MARGIN: f64 = 20_000.0;

thread_local! {
    /// The proof being made, or made and not yet used.
    static PENDING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Starts making a proof, unless one is there.
pub fn prepare() {
    PENDING.with_borrow_mut(|pending| {
        pending.get_or_insert_with(prove);
    });
}

/// A proof to send; `None` where the server asks for none.
pub async fn take(signal: &AbortSignal) -> Result<Option<String>, Trouble> {
    // The second round is for a proof that grew old while the resident typed, or
    // that could not be made then: the signal may be back.
    for _ in 0..2 {
        let (pending, made_before) = match PENDING.take() {
            Some(pending) => (pending, true),
            None => (prove(), false),
        };
        let reply = JsFuture::from(pending).await.map_err(|_| failure(signal))?;
        if signal.aborted() {
            return Err(failure(signal));
        }
        let number = |name| Reflect::get(&reply, &JsValue::from_str(name)).ok().and_then(|value| value.as_f64());
        if let Some(status) = number("status") {
            if made_before {
                continue;
            }
            let wait = number("wait").map(|seconds| seconds as u32);
            return Err(if status == 0.0 { failure(signal) } else { refusal(status as u16, None, wait) });
        }
        if number("expires").is_none_or(|expires| expires > browser::now() as f64 + MARGIN) {
            return Ok(Reflect::get(&reply, &JsValue::from_str("proof")).ok().and_then(|proof| proof.as_string()));
        }
    }
    Err(Trouble::Slow)
}

/// Asks the worker. Where there can be none, the same file solves on the page's
/// own thread, in slices. The promise is always kept, since nobody may be waiting
/// for it yet: what could not be made is a reply with the status 0.
fn prove() -> Promise {
    Promise::new(&mut |resolve, _| {
        let challenge = JsValue::from_str(&browser::below_base(tilik_api::path::CHALLENGE));
        let program = browser::below_base(PROGRAM);
        let Ok(worker) = Worker::new(&program) else {
            return on_page(challenge, resolve);
        };
        let failed = {
            let resolve = resolve.clone();
            Closure::once_into_js(move || give_up(&resolve))
        };
        let done = {
            let worker = worker.clone();
            Closure::once_into_js(move |event: MessageEvent| {
                worker.terminate();
                let _ = resolve.call1(&JsValue::NULL, &event.data());
            })
        };
        worker.set_onmessage(Some(done.unchecked_ref()));
        worker.set_onerror(Some(failed.unchecked_ref()));
        let _ = worker.post_message(&challenge);
    })
}

/// Replies that no proof could be made.
fn give_up(resolve: &js_sys::Function) {
    let reply = js_sys::Object::new();
    let _ = Reflect::set(&reply, &JsValue::from_str("status"), &JsValue::from_f64(0.0));
    let _ = resolve.call1(&JsValue::NULL, &reply);
}

fn on_page(challenge: JsValue, resolve: js_sys::Function) {
    browser::script(PROGRAM, move |_| {
        let prove = browser::window().and_then(|window| Reflect::get(&window, &JsValue::from_str("tilikProve")).ok());
        match prove.and_then(|prove| prove.dyn_into::<js_sys::Function>().ok()) {
            Some(prove) => drop(prove.call2(&JsValue::NULL, &challenge, &resolve)),
            None => give_up(&resolve),
        }
    });
}
