//! The two files being written, and the count of what went into them.

use super::{SampleError, Summary, demo};
use std::fs::File;
use std::path::{Path, PathBuf};

/// A line of `residents.csv`: nik, card, name, sex, village, address, kinship.
pub(super) type Resident<'text> = [&'text str; 7];
/// A line of `recipients.csv`: scheme, period, nik, card, name, status.
pub(super) type Recipient<'text> = [&'text str; 6];

const RESIDENTS: Resident = ["nik", "no_kk", "nama", "jenis_kelamin", "kode_desa", "alamat", "hubungan"];
const RECIPIENTS: Recipient = ["program", "periode", "nik", "no_kk", "nama", "status"];

/// Both files and the summary so far.
pub(super) struct Sheets {
    residents: Sheet,
    recipients: Sheet,
    summary: Summary,
    /// The family being written has no line on a newest list yet.
    unaided: bool,
}

struct Sheet {
    path: PathBuf,
    lines: csv::Writer<File>,
}

impl Sheets {
    /// Both files with their headers.
    pub(super) fn create(folder: &Path) -> Result<Self, SampleError> {
        std::fs::create_dir_all(folder).map_err(|error| SampleError::Folder(folder.to_owned(), error))?;
        Ok(Self {
            residents: Sheet::create(folder.join("residents.csv"), &RESIDENTS)?,
            recipients: Sheet::create(folder.join("recipients.csv"), &RECIPIENTS)?,
            summary: Summary::default(),
            unaided: true,
        })
    }

    /// The demo families, which are always the first.
    pub(super) fn demo(&mut self) -> Result<(), SampleError> {
        for line in demo::RESIDENTS {
            self.resident(line)?;
        }
        for line in demo::RECIPIENTS {
            self.recipient(line)?;
        }
        self.summary.families = demo::FAMILIES;
        self.summary.aided = demo::AIDED;
        Ok(())
    }

    /// What follows belongs to the next family.
    pub(super) fn start_family(&mut self) {
        self.summary.families += 1;
        self.unaided = true;
    }

    /// The family is on a newest list.
    pub(super) fn aided(&mut self) {
        self.summary.aided += u64::from(self.unaided);
        self.unaided = false;
    }

    pub(super) fn resident(&mut self, line: Resident) -> Result<(), SampleError> {
        self.summary.residents += 1;
        self.residents.write(&line)
    }

    /// A line that an import must reject.
    pub(super) fn bad_resident(&mut self, line: Resident) -> Result<(), SampleError> {
        self.summary.bad_residents += 1;
        self.resident(line)
    }

    pub(super) fn recipient(&mut self, line: Recipient) -> Result<(), SampleError> {
        self.summary.recipients += 1;
        self.recipients.write(&line)
    }

    /// A line that an import must reject.
    pub(super) fn bad_recipient(&mut self, line: Recipient) -> Result<(), SampleError> {
        self.summary.bad_recipients += 1;
        self.recipient(line)
    }

    /// Everything is on the disk.
    pub(super) fn finish(mut self) -> Result<Summary, SampleError> {
        self.residents.finish()?;
        self.recipients.finish()?;
        Ok(self.summary)
    }
}

impl Sheet {
    fn create(path: PathBuf, header: &[&str]) -> Result<Self, SampleError> {
        let builder = {
            let mut builder = csv::WriterBuilder::new();
            // The default of 8 KB would mean 20,000 writes for the real regency.
            builder.buffer_capacity(1 << 20);
            builder
        };
        match builder.from_path(&path) {
            Ok(lines) => {
                let mut sheet = Self { path, lines };
                sheet.write(header)?;
                Ok(sheet)
            }
            Err(error) => Err(SampleError::File(path, error)),
        }
    }

    fn write(&mut self, line: &[&str]) -> Result<(), SampleError> {
        self.lines.write_record(line).map_err(|error| SampleError::File(self.path.clone(), error))
    }

    fn finish(&mut self) -> Result<(), SampleError> {
        self.lines.flush().map_err(|error| SampleError::File(self.path.clone(), error.into()))
    }
}
