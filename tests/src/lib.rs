//! What the tests of the whole service share: starting the real binary, its
//! commands, a small HTTP client, lists to import and bodies to send.
//!
//! The tests know the contract, not the server's code, so nothing here depends on
//! Tilik's crates. Where a test needs to know what is right, it says so itself.
//!
//! Where to start: [`Server`]. A test makes [`Lists`], starts a server with them,
//! and talks to it:
//!
//! ```no_run
//! use tilik_tests::{Lists, Server, card, nik};
//! let lists = Lists::new().family(&card(1), &[&nik(1), &nik(2)]).aid("bst", "2020-05", &nik(1), "", "listed");
//! let server = Server::with(&lists);
//! assert_eq!(server.check(&nik(2))["status"], "listed");
//! ```

// All of it is test code, which fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod bodies;
pub mod client;
pub mod clock;
pub mod command;
#[path = "../../src/server/src/sample/demo.rs"]
pub mod demo;
pub mod engine;
pub mod gateway;
mod lists;
pub mod officer;
mod server;
pub mod vectors;

pub use client::{Answer, Request};
pub use lists::{Lists, card, nik};
pub use server::{Builder, Server, new_key};
