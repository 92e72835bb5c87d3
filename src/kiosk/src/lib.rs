//! What a kiosk computes by itself, in a worker beside its screen: the check without a
//! network, the provisional decision, the QR code of a ticket.
//!
//! [`desk`] does the work and runs anywhere; the functions here hand it to
//! JavaScript, as texts and bytes. `shell/` is the rest of the kiosk: screens, keys,
//! storage, the network. No key is kept here longer than [`close`] and the worker's
//! own life.

pub mod desk;
pub mod qr;

use std::cell::RefCell;

use desk::Desk;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static DESK: RefCell<Desk> = const { RefCell::new(Desk::closed()) };
}

/// Opens a snapshot: its header, its decrypted sets, the key of the sets. False where
/// it cannot be used; a former one is then closed as well.
#[wasm_bindgen]
#[must_use]
pub fn open(header: &str, sets: &[u8], key: &[u8]) -> bool {
    DESK.with_borrow_mut(|desk| desk.open(header, sets, key))
}

/// Forgets snapshot and key.
#[wasm_bindgen]
pub fn close() {
    DESK.set(Desk::closed());
}

/// Forgets the person last asked about; between two residents.
#[wasm_bindgen]
pub fn forget() {
    DESK.with_borrow_mut(Desk::forget);
}

/// What the snapshot says of a NIK and a card number, as JSON (see [`desk::Checked`]);
/// none for a number that is none. `today` in Banyuwangi, `YYYY-MM-DD`.
#[wasm_bindgen]
#[must_use]
pub fn check(nik: &str, kk: &str, today: &str) -> Option<String> {
    let checked = DESK.with_borrow_mut(|desk| desk.check(nik, kk, today))?;
    serde_json::to_string(&checked).ok()
}

/// The provisional answer to a report, as the server's JSON; none for a report that is
/// none.
#[wasm_bindgen]
#[must_use]
pub fn decide(report: &str, kk: Option<String>, ticket: &str, today: &str) -> Option<String> {
    let answer = DESK.with_borrow_mut(|desk| desk.decide(report, kk.as_deref(), ticket, today))?;
    serde_json::to_string(&answer).ok()
}

/// Whether a text is the number of a family card.
#[wasm_bindgen]
#[must_use]
pub fn kartu_keluarga(text: &str) -> bool {
    tilik_core::KartuKeluarga::parse(text).is_ok()
}

/// A text as a QR code: its size in squares, a space, and the path that draws it.
#[wasm_bindgen]
#[must_use]
pub fn qr(text: &str) -> Option<String> {
    qr::drawn(text).map(|(size, path)| format!("{size} {path}"))
}
