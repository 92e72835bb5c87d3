//! What the browser tells the program, through `ports.js`.

use tilik_pages::Page;
use tilik_pages::text::Text;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::draw;
use crate::program::{self, Program};

/// The texts of the language asked for, if they came.
#[wasm_bindgen]
pub fn texts(content: Option<String>) {
    program::texts_came(content);
}

/// Something was done on an element: its act's number, what stands in it, whether it
/// is ticked, and which way a single deletion went (1 back, 2 forward).
#[wasm_bindgen]
pub fn heard(act: u32, value: String, ticked: bool, removed: u8) {
    if let (Some(program), Some(act)) = (Program::running(), draw::act(act)) {
        program.heard(act, value, ticked, removed);
    }
}

/// A box was left for another.
#[wasm_bindgen]
pub fn left(act: u32) {
    if let (Some(program), Some(act)) = (Program::running(), draw::act(act)) {
        program.left(act);
    }
}

/// Another history entry is shown.
#[wasm_bindgen]
pub fn arrived() {
    if let Some(program) = Program::running() {
        program.arrive_by_history();
    }
}

/// The network came or went.
#[wasm_bindgen]
pub fn connected(online: bool) {
    if let Some(program) = Program::running() {
        program.connected(online);
    }
}

/// Some time has passed.
#[wasm_bindgen]
pub fn tick() {
    if let Some(program) = Program::running() {
        program.tick();
    }
}

/// An answer to a question, or why there is none: an HTTP status with the JSON and
/// the seconds to wait, or one of `wire`'s numbers below 100.
#[wasm_bindgen]
pub fn answered(question: u32, outcome: u16, value: JsValue, wait: Option<u32>) {
    if let Some(program) = Program::running() {
        program.answered(question, crate::wire::answer_of(outcome, value, wait));
    }
}

/// A question takes long.
#[wasm_bindgen]
pub fn slow(question: u32) {
    if let Some(program) = Program::running() {
        program.slow(question);
    }
}

/// The ticket was copied, or could only be selected.
#[wasm_bindgen]
pub fn copied(copied: bool) {
    if let Some(program) = Program::running() {
        program.copied(copied);
    }
}

/// The ticket's picture was saved.
#[wasm_bindgen]
pub fn saved(saved: bool) {
    if let Some(program) = Program::running() {
        program.saved(saved);
    }
}

/// The page was read to its end, or could not be.
#[wasm_bindgen]
pub fn read_out(read: bool) {
    if let Some(program) = Program::running() {
        program.read_out(read);
    }
}

/// The report was put by until it can be sent (`public/queue.js`): the form is free for
/// another.
#[wasm_bindgen]
pub fn put_by() {
    if let Some(program) = Program::running() {
        program.erase(Text::LaporPutBy, Page::Beranda);
    }
}
