//! Officers' accounts: names, passwords, second factors, and the commands about them.
//! What an officer may do is in `tilik_core::officer`; which request asks for what, in
//! `http/officer/access.rs`.

pub mod accounts;
pub mod browser;
pub mod command;
pub mod factor;
pub mod name;
pub mod password;
pub mod sign_on;
pub mod subject;
pub mod trail;
