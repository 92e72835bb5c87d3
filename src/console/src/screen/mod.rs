//! A file for each screen.

pub mod account;
pub mod case;
pub mod decision;
pub mod password;
pub mod queue;
pub mod sign_in;
pub mod trail;
