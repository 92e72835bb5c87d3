//! Build steps that are no one-liner. `cargo run -p xtask` lists them.
//!
//! - [`compress`]: `.br` and `.gz` beside each compressible file of the site
//! - [`budget`]: the weight of a resident's first load, held against a ceiling
//! - [`prerender`]: a page for each address in each language, from Trunk's `index.html`
//! - [`precache`]: the service workers, each with the list of its files
//! - [`host`]: the site for a static host, at any path, with the API elsewhere
//! - [`shorten`]: short names between the program and its glue
//! - [`regions`]: the region table of `tilik-core`, made from `idn-area-data`

mod budget;
mod compress;
mod grown;
mod host;
mod manifest;
mod page;
mod precache;
mod prerender;
mod regions;
mod shorten;
mod squeeze;

use std::path::Path;
use std::process::ExitCode;

/// A build step's failure is for the person at the terminal: its text is all of it.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const HELP: &str = "\
usage: xtask <step>

  compress DIR        write .br and .gz beside each compressible file under DIR
  budget DIR [PROGRAM [--record]]
                      weigh the first load of the site in DIR; fails above the budget and
                      tells what grew, in the compiled PROGRAM too; or records the weights
  prerender DIR       write the page of each address and language from DIR/index.html, and
                      the manifest
  precache DIR        write the service workers from DIR/service-worker.js
  host DIR OUT --base /PATH/ --api ORIGIN [--framed-by ORIGIN]...
                      write the site in DIR into OUT as a static host serves it below PATH,
                      and print the headers it needs
  shorten WASM GLUE   give the program's imports short names, in both files
  regions DIR         write src/core/src/region/table.rs from idn-area-data in DIR
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[&str]) -> Outcome<ExitCode> {
    match args {
        ["compress", dir] => compress::run(Path::new(dir)),
        ["budget", dir] => budget::run(Path::new(dir), None, false),
        ["budget", dir, program] => budget::run(Path::new(dir), Some(Path::new(program)), false),
        ["budget", dir, program, "--record"] => budget::run(Path::new(dir), Some(Path::new(program)), true),
        ["prerender", dir] => prerender::run(Path::new(dir)),
        ["precache", dir] => precache::run(Path::new(dir)),
        ["host", dir, out, options @ ..] => host::run(Path::new(dir), Path::new(out), options),
        ["shorten", wasm, glue] => shorten::run(Path::new(wasm), Path::new(glue)),
        ["regions", dir] => regions::run(Path::new(dir)),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprint!("{HELP}");
            Ok(ExitCode::from(2))
        }
    }
}
