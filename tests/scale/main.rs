//! Beyond one server: an installation carried to PostgreSQL, and several servers of
//! one database, some of which fall while people send.

// All of it is test code, which fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cluster;
mod moving;
mod nginx;
mod read_replica;
mod replicas;
