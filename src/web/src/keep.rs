//! What stays on the device: the language, the answers of an unfinished report,
//! and the last result. Storage may be missing, full or forbidden; then nothing
//! is kept and nothing fails. A NIK is kept only inside an unfinished report,
//! and that for half an hour without a touch.

use serde::{Deserialize, Serialize};
use tilik_api::ReportAnswer;
use tilik_core::Draft;
use web_sys::Storage;

use crate::browser;
use crate::wire::json;

/// Where the language stays.
pub const LANGUAGE: &str = "tilik.bahasa";
const DRAFT: &str = "tilik.isian";
const RESULT: &str = "tilik.hasil";

/// How long untouched answers stay. Milliseconds: 30 minutes.
pub const IDLE: u64 = 30 * 60_000;

/// An unfinished report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Unfinished {
    /// The answers so far, as typed.
    pub draft: Draft,
    /// The district chosen before a village is; 0 before.
    pub district: u8,
    /// Set when it is first sent, cleared when an answer changes afterwards.
    pub sending: Option<Sending>,
    /// When it was last touched. Milliseconds since 1970.
    pub touched: u64,
}

/// What makes a report safe to send again: the same key with the same body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sending {
    /// The key.
    pub key: String,
    /// When it was first sent, RFC 3339.
    pub made_at: String,
}

/// The last result, without the NIK.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What the server answered.
    pub answer: ReportAnswer,
    /// An objection has landed since.
    #[serde(default)]
    pub objected: bool,
}

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
