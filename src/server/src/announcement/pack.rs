//! The sheets of all villages, printed one after the other: what is in memory at a time is
//! a sheet for each thread, however many villages there are.

use std::io::{self, Write};
use std::path::Path;
use std::thread;
use tilik_core::announcement::{Place, Sheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::code::SheetCode;
use super::paper::{Paper, PaperError, Printing, print};
use crate::storage::announcements::KeptSheet;

/// How sheets are printed.
#[derive(Clone, Debug)]
pub struct Printer {
    /// A copy for each place.
    pub places: Vec<Place>,
    /// On what.
    pub paper: Paper,
    /// Where the site is found.
    pub site: Option<String>,
    /// Sheets printed at the same time.
    pub threads: usize,
}

/// Why sheets cannot be printed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A sheet in the database is not of its form.
    #[error("a sheet in the database cannot be read")]
    Unreadable,
    /// A sheet cannot be printed.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// It cannot be written.
    #[error("the sheets cannot be written")]
    Write(#[from] io::Error),
    /// So many sheets fit no ZIP file.
    #[error("the sheets cannot be packed")]
    Zip(#[from] zip::result::ZipError),
}

impl Printer {
    /// One sheet as a PDF.
    ///
    /// # Errors
    /// [`PackError::Unreadable`], [`PackError::Paper`].
    pub fn one(&self, kept: &KeptSheet) -> Result<Vec<u8>, PackError> {
        let sheet = Sheet::parse(&kept.text).map_err(|_| PackError::Unreadable)?;
        let code = SheetCode::of(&kept.sha256).ok_or(PackError::Unreadable)?;
        let Self { places, paper, site, .. } = self;
        Ok(print(&Printing { sheet: &sheet, code, places, paper: *paper, site: site.as_deref() })?)
    }

    /// Every sheet, in its order.
    fn all(
        &self,
        sheets: &[KeptSheet],
        mut each: impl FnMut(&KeptSheet, Vec<u8>) -> Result<(), PackError>,
    ) -> Result<(), PackError> {
        for group in sheets.chunks(self.threads.max(1)) {
            let printed = thread::scope(|scope| {
                let printing: Vec<_> = group.iter().map(|sheet| scope.spawn(|| self.one(sheet))).collect();
                // A thread that panicked has told so in the log.
                printing.into_iter().map(|one| one.join().unwrap_or(Err(PackError::Unreadable))).collect::<Vec<_>>()
            });
            for (sheet, pdf) in group.iter().zip(printed) {
                each(sheet, pdf?)?;
            }
        }
        Ok(())
    }

    /// A file for each village, in a folder that is there.
    ///
    /// # Errors
    /// [`PackError`].
    pub fn folder(&self, sheets: &[KeptSheet], folder: &Path, mut told: impl FnMut()) -> Result<(), PackError> {
        self.all(sheets, |sheet, pdf| {
            std::fs::write(folder.join(self.name(sheet)), pdf)?;
            told();
            Ok(())
        })
    }

    /// All of them in one ZIP file, written as it grows.
    ///
    /// # Errors
    /// [`PackError`].
    pub fn zip(&self, sheets: &[KeptSheet], to: impl Write, mut told: impl FnMut()) -> Result<(), PackError> {
        let mut zip = ZipWriter::new_stream(to);
        // PDF is compressed already.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.all(sheets, |sheet, pdf| {
            zip.start_file(self.name(sheet), options)?;
            zip.write_all(&pdf)?;
            told();
            Ok(())
        })?;
        zip.finish()?;
        Ok(())
    }

    /// The name of a sheet's file: the village's code, which sorts by district.
    pub fn name(&self, sheet: &KeptSheet) -> String {
        let paper = match self.paper {
            Paper::A4 => "a4",
            Paper::A3 => "a3",
        };
        format!("daftar-{}-{}-{paper}.pdf", sheet.village, sheet.number)
    }
}
