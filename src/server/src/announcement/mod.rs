//! The lists on the wall: announcing what the lists say now ([`make()`]), the code that
//! tells whether a paper is what was announced ([`code`]), and the paper itself
//! ([`paper`], [`pack`]). What a sheet says is in `tilik_core::announcement`; the same
//! sheets are shown at `/daftar` (`http/daftar/`).

pub mod code;
pub mod command;
pub mod make;
pub mod pack;
pub mod paper;
mod ruler;

pub use code::SheetCode;
