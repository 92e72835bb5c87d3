//! The residents' program: it takes the static page over, does what a resident
//! asks for, and draws what follows.
//!
//! Where to start: [`doors`] is what the browser tells it, [`ports`] what it asks of
//! the browser, both through `ports.js`; [`program`] holds what the acts on a page
//! lead to; [`draw`] draws the views of `tilik-pages`; [`wire`] asks the server;
//! [`keep`] remembers on the device. No markup and no sentence here: those are in
//! `tilik-pages`. Rules about people live in `tilik-core` alone.

mod doors;
mod draw;
mod json;
mod keep;
mod ports;
mod program;
#[cfg(test)]
mod vectors;
mod wire;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn main() {
    program::start();
}
