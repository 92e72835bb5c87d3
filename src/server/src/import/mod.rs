//! `tilik import`: a CSV file lands whole, or nothing changes.
//!
//! One thread reads, checks and seals rows while another writes them, all in one
//! transaction. A row that cannot be used goes to the rejects file with its line
//! and reason and the rest lands; a file that cannot be used stops before
//! anything changed.

mod recipients;
mod rejects;
mod residents;
mod source;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

use crate::check_index::FRESH_FOR;
use crate::clock::{Clock, SystemClock};
use crate::entropy::SystemEntropy;
use crate::settings::Settings;
use crate::storage::{self, landing::Tally};
use rejects::Rejects;
use source::Source;

/// The file cannot be used at all; nothing was changed. Exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum UnusableFile {
    /// It cannot be read.
    #[error("{0} cannot be read: {1}. Nothing was changed")]
    Unreadable(PathBuf, std::io::Error),
    /// A column that must be there is not.
    #[error("{0} has no column {1:?} in its header row. Nothing was changed")]
    MissingColumn(PathBuf, &'static str),
    /// A column is there twice.
    #[error("{0} has the column {1:?} twice. Nothing was changed")]
    TwiceColumn(PathBuf, &'static str),
    /// Not UTF-8.
    #[error("{0} is not UTF-8 (line {1}). Save it as \"CSV UTF-8\" and try again. Nothing was changed")]
    NotUtf8(PathBuf, u64),
    /// Not one row of it can be used.
    #[error("{0} has no row that can be used; the reasons are in {1}. Nothing was changed")]
    NoRow(PathBuf, PathBuf),
}

/// Rows per statement. SQLite takes 32,766 values: 1,000 rows of 11 would fit, but
/// a few hundred already make the statement's own cost vanish.
const BATCH: usize = 400;
/// Batches read ahead while one is written.
const AHEAD: usize = 4;

/// Lands a registry file.
///
/// # Errors
/// [`UnusableFile`], or what the database says.
pub async fn residents(settings: &Settings, path: &Path) -> anyhow::Result<()> {
    let source = Source::open(path, residents::COLUMNS)?;
    let opened = storage::open(&settings.database, &settings.secrets, &SystemEntropy).await?;
    let sealing = opened.sealing.clone();
    let mut landing = opened.land(SystemClock.now()).await?;
    landing.begin_residents().await?;

    let bar = progress_bar(source.bytes());
    let (sender, mut batches) = mpsc::channel(AHEAD);
    let reading = {
        let (path, bar) = (path.to_owned(), bar.clone());
        tokio::task::spawn_blocking(move || {
            let rejects = Rejects::beside(&path);
            residents::read(source, sealing, rejects, &bar, &sender)
        })
    };
    while let Some(batch) = batches.recv().await {
        landing.residents(batch).await?;
    }
    let read = reading.await.context("the reader stopped")??;
    bar.set_message("indexing");
    settle(path, &read)?;
    landing.finish_residents(read).await?;
    bar.finish_and_clear();
    tell(&read).await;
    Ok(())
}

/// Lands recipient lists.
///
/// # Errors
/// [`UnusableFile`], or what the database says.
pub async fn recipients(settings: &Settings, path: &Path, edition: Option<String>) -> anyhow::Result<()> {
    let source = Source::open(path, recipients::COLUMNS)?;
    let opened = storage::open(&settings.database, &settings.secrets, &SystemEntropy).await?;
    let sealing = opened.sealing.clone();
    let mut landing = opened.land(SystemClock.now()).await?;
    let first_edition = landing.begin_recipients().await?;

    let bar = progress_bar(source.bytes());
    let (sender, mut batches) = mpsc::channel(AHEAD);
    let reading = {
        let (path, bar) = (path.to_owned(), bar.clone());
        tokio::task::spawn_blocking(move || {
            let rejects = Rejects::beside(&path);
            recipients::read(source, sealing, edition, first_edition, rejects, &bar, &sender)
        })
    };
    while let Some(batch) = batches.recv().await {
        landing.recipients(batch).await?;
    }
    let read = reading.await.context("the reader stopped")??;
    settle(path, &read)?;
    landing.finish_recipients(read).await?;
    bar.finish_and_clear();
    tell(&read).await;
    Ok(())
}

/// A file of which nothing can be used must not replace one that could.
fn settle(path: &Path, read: &Tally) -> Result<(), UnusableFile> {
    if read.imported == 0 {
        return Err(UnusableFile::NoRow(path.to_owned(), rejects::path_beside(path)));
    }
    Ok(())
}

/// Says that it has landed, once every reader of a running server sees it.
async fn tell(read: &Tally) {
    tokio::time::sleep(FRESH_FOR).await;
    println!("imported {}, rejected {}", read.imported, read.rejected);
}

/// Shown on a terminal only.
fn progress_bar(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::new(bytes);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {binary_bytes_per_sec}  {eta} {msg}") {
        bar.set_style(style);
    }
    bar
}
