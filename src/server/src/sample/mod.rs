//! A synthetic regency: `residents.csv` and `recipients.csv` of as many families
//! as asked for, the same bytes for the same number of families and seed, written
//! in a stream so that the real size (520,000 families, about 1.75 million people)
//! needs no more memory than a small one.
//!
//! Villages, districts and schemes are real; no person is. Names are drawn from
//! lists of our own, birth dates and serials are counted out. The day of the
//! sample is 20 May 2020: the lists of May have landed for every scheme but the
//! province's, whose newest is April's.
//!
//! First come the demo families of [`demo`], the same in every sample, then one
//! family for each hard case of [`hard`], then the ordinary ones, with a hard case
//! in every five-hundredth. About half of the families are aided.
//!
//! Nothing here knows the database or the import: it writes files as an agency
//! would send them.

mod aid;
pub mod demo;
mod family;
mod hard;
mod names;
mod numbers;
mod places;
mod rng;
mod sheets;
#[cfg(test)]
mod tests;

use family::{Card, Family};
use hard::Hard;
use numbers::Numbers;
use places::Places;
use rng::Rng;
use sheets::Sheets;
use std::path::{Path, PathBuf};

/// The year of the sample's day. Nobody is born and no card is recorded later than
/// on the eve of 20 May 2020.
const YEAR: u16 = 2020;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Families, the demo families included.
    pub families: u64,
    /// Families with a line on a newest list: in force, not superseded.
    pub aided: u64,
    /// Lines of `residents.csv` below its header.
    pub residents: u64,
    /// Of these, lines that an import must reject.
    pub bad_residents: u64,
    /// Lines of `recipients.csv` below its header.
    pub recipients: u64,
    /// Of these, lines that an import must reject.
    pub bad_recipients: u64,
}

/// Why no sample could be written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The folder could not be made.
    #[error("cannot make the folder {}", .0.display())]
    Folder(PathBuf, #[source] std::io::Error),
    /// A file could not be written.
    #[error("cannot write {}", .0.display())]
    File(PathBuf, #[source] csv::Error),
    /// More people than there are numbers.
    #[error("too many families: a district has no number left for a day")]
    TooManyFamilies,
}

/// Writes the sample into the folder `out`, which is made where it is missing.
/// Files of an earlier sample are replaced.
///
/// The demo families are always there, so a sample has at least [`demo::FAMILIES`].
///
/// # Errors
/// [`SampleError`]; what was written until then stays.
pub fn generate(families: u64, seed: u64, out: &Path) -> Result<Summary, SampleError> {
    let mut sheets = Sheets::create(out)?;
    let mut numbers = Numbers::default();
    let places = Places::of_the_regency();
    sheets.demo()?;
    // The card a person of the hard case "on two cards" stands on besides the own.
    let mut neighbour: Option<Card> = None;
    for index in demo::FAMILIES..families {
        let mut rng = Rng::of_family(seed, index);
        let hard = Hard::of_family(index);
        let family = Family::draw(&mut rng, &places, &mut numbers, hard)?;
        sheets.start_family();
        hard::write_residents(&mut sheets, &family, hard, neighbour.as_ref())?;
        aid::write_recipients(&mut sheets, &family, &mut rng, &mut numbers)?;
        hard::write_recipients(&mut sheets, &family, hard, &mut rng, &mut numbers)?;
        neighbour = Some(family.card);
    }
    sheets.finish()
}
