//! The `tilik` program: the residents' server and the commands of the regency's
//! staff. This file starts one of them and turns its end into an exit code.

// The statements both engines take are compiled once for each (docs/adr/0013).
#![allow(clippy::duplicate_mod)]

mod announcement;
mod check_index;
mod cli;
mod clock;
mod entropy;
mod export;
mod fishing;
mod http;
mod import;
mod kiosk;
mod messages;
mod metrics;
mod officer;
mod proof;
mod sample;
mod sealing;
mod secrets;
mod serve;
mod settings;
mod storage;
mod together;
mod traces;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tilik: {failure:#}");
            ExitCode::from(if failure.is::<import::UnusableFile>() { 2 } else { 1 })
        }
    }
}
