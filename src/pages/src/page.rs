//! The page shown, and where the focus goes once it is drawn.

use crate::route::Route;
use crate::screen::lapor::Step;

/// The page shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// Both doors.
    #[default]
    Beranda,
    /// A check and its answer.
    Cek,
    /// A question of the report.
    Lapor(Step),
    /// What the report led to.
    Hasil,
    /// What became of it since.
    Status,
    /// Help.
    Bantuan,
    /// The accessibility statement.
    Akses,
    /// No page of ours.
    Unknown,
}

impl Page {
    /// Its address, and the number the history keeps with it.
    pub fn address(self) -> (Route, usize) {
        match self {
            Self::Beranda => (Route::Beranda, 0),
            Self::Cek => (Route::Cek, 0),
            Self::Lapor(step) => (Route::Lapor, step.number()),
            Self::Hasil => (Route::Hasil, 0),
            Self::Status => (Route::Status, 0),
            Self::Bantuan => (Route::Bantuan, 0),
            Self::Akses => (Route::Akses, 0),
            Self::Unknown => (Route::Unknown, 0),
        }
    }
}

/// Where the focus goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// It stays.
    Stay,
    /// To the page's heading.
    Heading,
    /// To the list of what is wrong.
    Summary,
    /// To the element with that id.
    On(&'static str),
}
