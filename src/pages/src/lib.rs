//! The residents' pages, wherever they are drawn: as static HTML when the site is
//! built, by the server for who has no program, and by the program in the browser.
//!
//! Where to start: [`Model`] is all that a page is drawn from; [`screen`] has a
//! folder for each page and [`part`] one for each piece that pages share, its
//! stylesheet beside it; [`draw`] is how a view is written and how it becomes HTML;
//! [`Act`] is everything that a resident can do on a page; [`text`] is what people
//! read. [`html`] makes a whole page, [`policy`] says what it needs of a browser.
//!
//! Nothing here knows a browser, a socket or a clock: what a page needs of them
//! stands in the model, and what is to be done is told as an [`Act`]. Rules about
//! people live in `tilik-core` alone.

mod act;
mod app;
pub mod draw;
mod forms;
pub mod html;
mod model;
mod page;
pub mod part;
pub mod policy;
mod route;
pub mod screen;
pub mod text;

pub use act::{Act, Chosen, Occasion, Typed};
pub use app::App;
pub use model::{Busy, Checked, Kept, Model, Sending, Shown, StatusForm, Trouble, Unfinished, text_of, text_of_mut};
pub use page::{Focus, Page};
pub use route::{Route, address};
