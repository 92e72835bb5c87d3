//! What stays on the device: the language, the answers of an unfinished report,
//! and the last result. Storage may be missing, full or forbidden; then nothing
//! is kept and nothing fails. A NIK is kept only inside an unfinished report,
//! and that for half an hour without a touch.

use tilik_pages::{Kept, Unfinished};
use web_sys::Storage;

use crate::browser;
use crate::wire::json;

/// Where the language stays.
pub const LANGUAGE: &str = "tilik.bahasa";
/// Where it stays whether letters are larger.
pub const LARGE: &str = "tilik.besar";
const DRAFT: &str = "tilik.isian";
const RESULT: &str = "tilik.hasil";

/// How long untouched answers stay. Milliseconds: 30 minutes.
pub const IDLE: u64 = 30 * 60_000;

/// A plain text kept for longer than a visit.
pub fn read(name: &str) -> Option<String> {
    local()?.get_item(name).ok()?
}

/// Keeps a plain text for longer than a visit.
pub fn write(name: &str, value: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(name, value);
    }
}

/// The unfinished report, unless it was left untouched too long.
pub fn unfinished() -> Unfinished {
    let kept: Option<Unfinished> = read(DRAFT).and_then(|text| json::read(&text));
    match kept {
        // A clock set back makes an age below zero: too old as well, to be safe.
        Some(kept) if browser::now().checked_sub(kept.touched).is_some_and(|age| age < IDLE) => kept,
        _ => {
            forget_unfinished();
            Unfinished::default()
        }
    }
}

/// Keeps the unfinished report.
pub fn keep_unfinished(unfinished: &Unfinished) {
    if let Some(text) = json::write(unfinished) {
        write(DRAFT, &text);
    }
}

/// Erases it.
pub fn forget_unfinished() {
    if let Some(storage) = local() {
        let _ = storage.remove_item(DRAFT);
    }
}

/// The last result of this visit.
pub fn result() -> Option<Kept> {
    json::read(&session()?.get_item(RESULT).ok()??)
}

/// Keeps a result for this visit.
pub fn keep_result(kept: &Kept) {
    if let (Some(storage), Some(text)) = (session(), json::write(kept)) {
        let _ = storage.set_item(RESULT, &text);
    }
}

fn local() -> Option<Storage> {
    browser::window()?.local_storage().ok()?
}

fn session() -> Option<Storage> {
    browser::window()?.session_storage().ok()?
}
