//! A file for each screen.

pub mod account;
pub mod accounts;
pub mod announcements;
pub mod batch;
pub mod case;
pub mod decision;
pub mod deliveries;
pub mod figures;
pub mod messages;
pub mod new_account;
pub mod password;
pub mod queue;
pub mod sign_in;
pub mod trail;
