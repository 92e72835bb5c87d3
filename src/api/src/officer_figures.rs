//! `/api/v1/officer/figures` and `/api/v1/officer/exports`: what is counted in one's
//! area. The figures name nobody.
//!
//! All of them are about the reports that were received in the period. A *case* is a
//! report that does not only repeat another.

use serde::{Deserialize, Serialize};
use tilik_core::Date;

/// `POST /api/v1/officer/figures`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FiguresRequest {
    /// The first day; where it is not told, the one that makes it [`USUAL_DAYS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub from: Option<Date>,
    /// The last day; today where it is not told. 366 days at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub to: Option<Date>,
}

/// The days that are counted where none are told: four weeks.
pub const USUAL_DAYS: i32 = 28;

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FiguresAnswer {
    /// The first day.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last day.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub to: Date,
    /// The day by which open promises are read.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub today: Date,
    /// Over all.
    pub totals: AreaFigures,
    /// Every day of the period, in order.
    pub days: Vec<DayFigures>,
    /// Every village that has reports, the most first.
    pub villages: Vec<VillageFigures>,
    /// Reports by where they were made, the most first.
    pub channels: Vec<NamedFigure>,
    /// Reports by the language of the page, the most first; without a word where none
    /// was told.
    pub languages: Vec<NamedFigure>,
    /// From receipt to an officer's first verdict. The machine's own comes with the
    /// receipt.
    pub verdict: SpreadFigures,
    /// From receipt to the first approval.
    pub approval: SpreadFigures,
    /// From receipt to the family's door.
    pub delivery: SpreadFigures,
    /// Of the packages that are approved or beyond.
    pub promise: PromiseFigures,
    /// Signs that somebody is guessing NIKs; for the whole regency alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fishing: Option<FishingFigures>,
}

/// What became of reports on a day, at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OutcomeFigures {
    /// Crossed, nothing in the way.
    pub verifying: u64,
    /// The machine cannot tell.
    pub undetermined: u64,
    /// Rejected by the machine.
    pub rejected: u64,
    /// Only repeats an open report.
    pub repeated: u64,
}

/// A day's reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DayFigures {
    /// The day, in Banyuwangi.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub day: Date,
    /// What became of them.
    #[serde(flatten)]
    pub outcomes: OutcomeFigures,
}

/// An area's reports, and where they stand today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaFigures {
    /// All reports.
    pub reports: u64,
    /// Of them those that only repeat an open one.
    pub repeated: u64,
    /// Cases that the machine rejected at once, wherever they stand today.
    pub rejected_at_once: u64,
    /// Cases that wait for an officer.
    pub waiting: u64,
    /// Cases approved, in a batch or on their way.
    pub under_way: u64,
    /// Cases delivered.
    pub delivered: u64,
    /// Cases that stand rejected.
    pub rejected: u64,
}

impl AreaFigures {
    /// Reports that do not only repeat another.
    pub const fn cases(&self) -> u64 {
        self.reports.saturating_sub(self.repeated)
    }

    /// All of them, in the order in which tables show them.
    pub const fn in_order(&self) -> [u64; 7] {
        let Self { reports, repeated, rejected_at_once, waiting, under_way, delivered, rejected } = *self;
        [reports, repeated, rejected_at_once, waiting, under_way, delivered, rejected]
    }

    /// Adds another area's.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            reports: self.reports + other.reports,
            repeated: self.repeated + other.repeated,
            rejected_at_once: self.rejected_at_once + other.rejected_at_once,
            waiting: self.waiting + other.waiting,
            under_way: self.under_way + other.under_way,
            delivered: self.delivered + other.delivered,
            rejected: self.rejected + other.rejected,
        }
    }
}

/// A village's reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VillageFigures {
    /// The village's code.
    pub village: u64,
    /// Its reports.
    #[serde(flatten)]
    pub figures: AreaFigures,
}

/// Reports of a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NamedFigure {
    /// The stable word; none where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// How many.
    pub reports: u64,
}

/// How long something took, as a distribution. Median and 90 % are of the cases
/// themselves, in whole hours, by nearest rank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SpreadFigures {
    /// Cases that have come so far.
    pub count: u64,
    /// Half of them took so many hours or fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_hours: Option<u64>,
    /// Nine of ten did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ninety_hours: Option<u64>,
    /// Cases by whole days, from 0; the last has every longer one.
    pub days: Vec<u64>,
}

/// Whether packages arrived within seven days after the day of their last approval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PromiseFigures {
    /// They did.
    pub kept: u64,
    /// They came later, or are not there and the last day is past.
    pub broken: u64,
    /// They are not there, and there is time.
    pub open: u64,
}

/// What the limits noticed, hour by hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FishingFigures {
    /// The hours of the period in which something was counted, the newest first, at most
    /// [`FISHING_SHOWS`].
    pub hours: Vec<FishingHour>,
    /// How many of the whole period were out of the ordinary.
    pub unusual: u64,
}

/// As many hours as are shown: two weeks.
pub const FISHING_SHOWS: usize = 14 * 24;

/// An hour of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FishingHour {
    /// When it began, RFC 3339.
    #[cfg_attr(feature = "schema", schema(format = DateTime))]
    pub at: String,
    /// NIKs that were asked about.
    pub checks: u64,
    /// Refused: the same NIK too often.
    pub nik: u64,
    /// Refused: too much from one network.
    pub network: u64,
    /// Refused: too much over all networks together.
    pub ceiling: u64,
    /// It is out of the ordinary.
    pub unusual: bool,
}

/// `POST /api/v1/officer/exports`: a file to take along.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportRequest {
    /// What of.
    pub what: ExportOf,
    /// As what.
    pub format: ExportFormat,
    /// The first day.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last day; 366 days at most.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub to: Date,
}

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExportOf {
    /// The figures.
    Figures,
    /// The reports of the area, without names.
    Cases,
    /// The same with who they are about.
    Persons,
}

/// A file's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated, UTF-8 with a byte order mark.
    Csv,
    /// A workbook.
    Xlsx,
}

impl ExportFormat {
    /// What a file's name ends in.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// The most reports in one file, which is made in memory: some 40 MB of it.
pub const EXPORT_CARRIES: u64 = 20_000;
