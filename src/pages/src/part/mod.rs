//! The pieces that pages share, a folder each with its stylesheet. A piece is a
//! function that returns a finished view: it takes words and what to do, and
//! knows nothing of the page it stands on.

mod aid;
mod beside;
mod choice;
mod field;
pub mod frame;
pub mod link;
mod nik_field;
pub mod objection;
pub mod rich;
mod steps_bar;
mod submit;
pub mod summary;
pub mod ticket;
mod timeline;
pub mod trouble;
mod verdict;

pub use aid::aid_list;
pub use beside::beside;
pub use choice::{Choice, choices};
pub use field::{Asked, Kind, labelled, text_field};
pub use frame::{frame, framed};
pub use link::{button, button_to, form, link, link_with};
pub use nik_field::{Deletion, group, nik_field, plain, retype};
pub use objection::objection;
pub use rich::{heading, paragraph, rich, titled};
pub use steps_bar::steps_bar;
pub use submit::submit;
pub use summary::summary;
pub use ticket::ticket;
pub use timeline::{step, timeline};
pub use verdict::{Tone, verdict};
