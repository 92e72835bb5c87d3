//! The residents' program: it takes the static page over, does what a resident
//! asks for, and draws what follows.
//!
//! Where to start: [`program`] holds what the acts on a page lead to; [`act`] hears
//! what is done and calls it; [`dom`] draws the views of `tilik-pages`, or takes
//! over those that stand there; [`wire`] asks the server; [`keep`] remembers on the
//! device; [`browser`] is everything else asked of the browser. No markup and no
//! sentence here: those are in `tilik-pages`. Rules about people live in
//! `tilik-core` alone.

mod act;
mod browser;
mod dom;
mod keep;
mod program;
mod ticket;
#[cfg(test)]
mod vectors;
mod wire;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn main() {
    program::start();
}
