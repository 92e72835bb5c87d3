//! The residents' pages: check a NIK, report, see the answer, follow it.
//!
//! Where to start: [`app`] holds what the pages share and how one leads to
//! another; [`screen`] has a folder for each page and [`part`] one for each piece
//! that pages share, its stylesheet beside it; [`wire`] asks the server;
//! [`keep`] remembers on the device; [`text`] is what people read; [`draw`] is how
//! a view is written. Rules about
//! people live in `tilik-core` alone: a screen asks core and shows what it says.

mod app;
mod browser;
mod draw;
mod keep;
mod part;
mod route;
mod screen;
mod text;
#[cfg(test)]
mod vectors;
mod wire;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn main() {
    app::start();
}
