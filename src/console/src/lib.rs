//! The officers' pages: a bundle of its own, which residents never download. It shows
//! what the server answers and sends what officers decide; who may do what is the
//! server's to say (`http/officer/access.rs`), and the rules are in `tilik_core`.
//!
//! Where to start: [`console::Console`] is what all screens share, [`app`] says which
//! one is shown, `screen/` has a file for each.
//!
//! The screens exist in the browser alone. What is told, and how, is compiled natively
//! too, so that its tests need no browser.

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod ask;
pub mod chart;
#[cfg(target_arch = "wasm32")]
mod console;
pub mod failure;
pub mod once;
#[cfg(target_arch = "wasm32")]
mod part;
#[cfg(target_arch = "wasm32")]
mod screen;
pub mod text;
pub mod tiles;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes the page over.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn start() {
    leptos::mount::mount_to_body(app::App);
}
