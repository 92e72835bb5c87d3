//! `tilik announce`: announces the lists and prints them for every village, in one go.

use anyhow::Context;
use clap::Args;
use indicatif::ProgressBar;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use tilik_core::Desa;
use tilik_core::announcement::Place;

use super::make::make;
use super::pack::Printer;
use super::paper::Paper;
use crate::clock::{Clock, SystemClock};
use crate::entropy::SystemEntropy;
use crate::settings::Settings;
use crate::storage;
use crate::storage::announcements::{Announcement, KeptSheet};

/// What to print, and where to.
#[derive(Args)]
pub struct Announce {
    /// A folder for a PDF per village, or one FILE.zip with all of them
    #[arg(long, value_name = "DIR|FILE.zip")]
    out: PathBuf,
    /// The paper
    #[arg(long, default_value = "a4")]
    paper: Paper,
    /// A copy for each of these places: balai_desa, masjid, gereja, pura, wihara [default: one that names none]
    #[arg(long, value_name = "PLACE", value_delimiter = ',', value_parser = place)]
    places: Vec<Place>,
    /// Print an announcement that was made before, and make none
    #[arg(long, value_name = "NUMBER")]
    again: Option<u32>,
}

fn place(word: &str) -> Result<Place, String> {
    let words = || Place::ALL.iter().map(|place| place.word()).collect::<Vec<_>>().join(", ");
    Place::from_word(word).ok_or_else(|| format!("a place is one of {}", words()))
}

/// Does it.
///
/// # Errors
/// In words for an operator.
pub async fn run(settings: &Settings, announce: Announce) -> anyhow::Result<String> {
    // It has its own connections to what a running server has open: brings the schema up
    // to date and shows that the secrets fit, first.
    let (_, sealing) = storage::open(&settings.database, &settings.secrets, &SystemEntropy).await?.close().await?;
    let running = storage::start(settings).await?;
    let lists = running.announcements.clone();
    // What cannot be printed is not announced.
    let out = Out::open(announce.out)?;
    let (number, said) = match announce.again {
        Some(number) => (number, String::new()),
        None => {
            let parts = (&*lists, &*running.officers, &sealing);
            let made = make(parts, settings.announced_names, None, SystemClock.now()).await?;
            (made.number, told(&made))
        }
    };
    let mut sheets: Vec<KeptSheet> = Vec::new();
    for village in Desa::all() {
        sheets.extend(lists.sheet(village.code(), Some(number)).await?);
    }
    anyhow::ensure!(!sheets.is_empty(), "there is no announcement {number}");
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let printer =
        Printer { places: announce.places, paper: announce.paper, site: settings.public_url.clone(), threads };
    let count = sheets.len();
    tokio::task::spawn_blocking(move || printed(&printer, &sheets, out)).await??;
    let link = match settings.public_url {
        Some(_) => "",
        None => "\nThe sheets have no QR code: set TILIK_PUBLIC_URL to where the site is found.",
    };
    Ok(format!("{said}printed {count} sheets of announcement {number}{link}"))
}

fn told(made: &Announcement) -> String {
    let Announcement { number, people, unplaced, .. } = made;
    let unplaced = match unplaced {
        0 => String::new(),
        lines => format!("\n{lines} lines of the lists are on no sheet: no village is known for them"),
    };
    format!("announcement {number}: {people} people{unplaced}\n")
}

/// Where the sheets go.
enum Out {
    /// A file for each.
    Folder(PathBuf),
    /// All in one.
    Zip {
        /// What it is called once it is whole.
        path: PathBuf,
        /// And until then.
        begun: PathBuf,
        file: File,
    },
}

impl Out {
    fn open(path: PathBuf) -> anyhow::Result<Self> {
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) {
            let begun = path.with_extension("zip.part");
            let file = File::create(&begun).with_context(|| format!("{} cannot be written", begun.display()))?;
            return Ok(Self::Zip { path, begun, file });
        }
        std::fs::create_dir_all(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(Self::Folder(path))
    }
}

fn printed(printer: &Printer, sheets: &[KeptSheet], out: Out) -> anyhow::Result<()> {
    let bar = ProgressBar::new(sheets.len() as u64);
    let told = || bar.inc(1);
    match out {
        Out::Folder(folder) => {
            printer.folder(sheets, &folder, told).with_context(|| format!("in {}", folder.display()))?;
        }
        Out::Zip { path, begun, file } => {
            let mut file = BufWriter::new(file);
            printer.zip(sheets, &mut file, told)?;
            file.flush()?;
            std::fs::rename(&begun, &path).with_context(|| format!("{} cannot be written", path.display()))?;
        }
    }
    bar.finish_and_clear();
    Ok(())
}
