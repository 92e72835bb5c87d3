//! What stays on the device: the language, the answers of an unfinished report,
//! and the last result. Storage may be missing, full or forbidden; then nothing
//! is kept and nothing fails. A NIK is kept only inside an unfinished report,
//! and that for half an hour without a touch.

use tilik_core::Date;
use tilik_pages::{Kept, Unfinished};
use wasm_bindgen::JsValue;

use crate::json::{self, Write};
use crate::ports;

const LANGUAGE: &str = "tilik.bahasa";
const LARGE: &str = "tilik.besar";
const DRAFT: &str = "tilik.isian";
const RESULT: &str = "tilik.hasil";
const OBJECTED: &str = "tilik.sanggah";

/// How long untouched answers stay. Milliseconds: 30 minutes.
pub const IDLE: u64 = 30 * 60_000;

/// The tag of the language chosen on an earlier visit; empty for none.
pub fn language() -> String {
    ports::read(false, LANGUAGE)
}

/// Keeps the language chosen.
pub fn keep_language(tag: &str) {
    ports::write(false, LANGUAGE, tag);
}

/// Whether letters are to be larger.
pub fn large() -> bool {
    !ports::read(false, LARGE).is_empty()
}

/// Keeps that.
pub fn keep_large(large: bool) {
    ports::write(false, LARGE, if large { "1" } else { "" });
}

/// Now, in milliseconds since 1970.
pub fn now() -> u64 {
    ports::now() as u64
}

/// The unfinished report, unless it was left untouched too long.
pub fn unfinished() -> Unfinished {
    let kept: Option<Unfinished> = json::read(&ports::read(false, DRAFT));
    match kept {
        // A clock set back makes an age below zero: too old as well, to be safe.
        Some(kept) if now().checked_sub(kept.touched).is_some_and(|age| age < IDLE) => kept,
        _ => {
            forget_unfinished();
            Unfinished::default()
        }
    }
}

/// Today in Banyuwangi, whatever the phone's time zone is, and by the server's clock
/// once it has answered.
pub fn today() -> Option<Date> {
    Date::from_days(ports::today())
}

/// Keeps the unfinished report; whether it could be kept.
pub fn keep_unfinished(unfinished: &Unfinished) -> bool {
    ports::write(false, DRAFT, &unfinished.write())
}

/// Erases it.
pub fn forget_unfinished() {
    ports::write(false, DRAFT, "");
}

/// The last result of this visit.
pub fn result() -> Option<Kept> {
    let answer = json::read(&ports::read(true, RESULT))?;
    Some(Kept { answer, objected: !ports::read(true, OBJECTED).is_empty() })
}

/// Keeps a result for this visit, as the server sent it.
pub fn keep_result(answer: &JsValue) {
    let text = js_sys::JSON::stringify(answer).ok().and_then(|text| text.as_string());
    ports::write(true, RESULT, &text.unwrap_or_default());
    ports::write(true, OBJECTED, "");
}

/// Keeps that it was objected to.
pub fn keep_objected() {
    ports::write(true, OBJECTED, "1");
}
