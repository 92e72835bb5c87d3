//! The pages, a folder each with its stylesheet. A page draws itself from the
//! model and names what people can do; it asks no server and keeps nothing itself.

mod akses;
mod bantuan;
mod beranda;
mod cek;
#[cfg(not(target_arch = "wasm32"))]
pub mod daftar;
mod hasil;
pub mod lapor;
mod missing;
mod status;

pub use cek::NIK;

use crate::app::App;
use crate::draw::{View, el, many};
use crate::page::Page;

/// The page to show.
pub fn show(app: App, page: Page) -> View {
    let notice = app.update(|model| model.notice.take());
    let notice = notice.map(|words| el("p").class("notice").set("role", "status").say(words).view());
    let page = match page {
        Page::Beranda => beranda::beranda(app),
        Page::Cek => cek::cek(app),
        Page::Lapor(step) => lapor::lapor(app, step),
        Page::Hasil => hasil::hasil(app),
        Page::Status => status::status(app),
        Page::Bantuan => bantuan::bantuan(),
        Page::Akses => akses::akses(),
        Page::Unknown => missing::missing(app),
    };
    many(notice.into_iter().chain([page]).collect())
}
