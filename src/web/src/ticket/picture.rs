//! The ticket as a picture, for who keeps things in the gallery.

use tilik_pages::text::{Text, day, t};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::browser;

const WIDTH: u32 = 1080;
const HEIGHT: u32 = 620;
const MARGIN: f64 = 72.0;
const FONTS: &str = "system-ui, Roboto, 'Noto Sans', sans-serif";

/// The picture as a data address.
pub fn draw(number: &str) -> Option<String> {
    let canvas: HtmlCanvasElement = browser::document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(WIDTH);
    canvas.set_height(HEIGHT);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.set_fill_style_str("#fff");
    pen.fill_rect(0.0, 0.0, f64::from(WIDTH), f64::from(HEIGHT));
    pen.set_fill_style_str("#003d33");
    pen.fill_rect(0.0, 0.0, f64::from(WIDTH), 150.0);
    let write = |colour: &str, font: &str, fonts: &str, text: &str, down: f64| {
        let mut font = font.to_owned();
        font.push_str(fonts);
        pen.set_fill_style_str(colour);
        pen.set_font(&font);
        let _ = pen.fill_text(text, MARGIN, down);
    };
    write("#fff", "700 52px ", FONTS, "Tilik", 72.0);
    write("#fff", "34px ", FONTS, t(Text::MastheadOwner), 122.0);
    write("#4a5a54", "40px ", FONTS, t(Text::TicketLabel), 270.0);
    write("#16211d", "700 116px ", "ui-monospace, 'Roboto Mono', monospace", number, 400.0);
    if let Some(today) = browser::today() {
        write("#4a5a54", "40px ", FONTS, &day(today), 500.0);
    }
    canvas.to_data_url().ok()
}
