//! The rejects file: which line, which column, and why, so that the village can
//! correct its list. Values are shown by their shape alone: a NIK with one digit
//! too few is still a NIK.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Writes `FILE.rejects.csv`; the file is made with the first reject.
pub struct Rejects {
    path: PathBuf,
    writer: Option<csv::Writer<BufWriter<File>>>,
    count: u64,
}

/// Where the rejects of a file go: `list.csv` has `list.rejects.csv`.
pub fn path_beside(path: &Path) -> PathBuf {
    path.with_extension("rejects.csv")
}

impl Rejects {
    /// For the file at `path`. Rejects of an earlier import are removed.
    pub fn beside(path: &Path) -> Self {
        let path = path_beside(path);
        // Nothing there is the usual case; what cannot be removed fails when written.
        drop(fs::remove_file(&path));
        Self { path, writer: None, count: 0 }
    }

    /// Adds a reject.
    ///
    /// # Errors
    /// The file system's.
    pub fn add(&mut self, line: u64, column: &str, value: &str, reason: &str) -> Result<(), csv::Error> {
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => {
                let mut writer = csv::Writer::from_writer(BufWriter::new(File::create(&self.path)?));
                writer.write_record(["line", "column", "value", "reason"])?;
                none.insert(writer)
            }
        };
        self.count += 1;
        writer.write_record([&line.to_string(), column, &shape(value), reason])
    }

    /// Makes sure they are written, and says how many.
    ///
    /// # Errors
    /// The file system's.
    pub fn finish(mut self) -> Result<u64, csv::Error> {
        if let Some(writer) = &mut self.writer {
            writer.flush()?;
        }
        Ok(self.count)
    }
}

/// A value's shape: digits as `#`, letters as `A`, anything else as a dot or as the
/// separator it is. Shows what is wrong and not whose it is.
fn shape(value: &str) -> String {
    value
        .chars()
        .take(40)
        .map(|character| match character {
            _ if character.is_numeric() => '#',
            _ if character.is_alphabetic() => 'A',
            ' ' | '-' | '_' => character,
            _ => '.',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_names_nobody() {
        assert_eq!(shape("35101612O3850001"), "########A#######");
        assert_eq!(shape("Siti Contoh"), "AAAA AAAAAA");
        assert_eq!(shape("=1+１"), ".#.#");
    }

    #[test]
    fn old_rejects_go_and_new_ones_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list.csv");
        fs::write(path_beside(&list), "old").unwrap();
        assert_eq!(Rejects::beside(&list).finish().unwrap(), 0);
        assert!(!folder.path().join("list.rejects.csv").exists());
        let mut rejects = Rejects::beside(&list);
        rejects.add(7, "nik", "12", "length").unwrap();
        assert_eq!(rejects.finish().unwrap(), 1);
        let written = fs::read_to_string(folder.path().join("list.rejects.csv")).unwrap();
        assert_eq!(written, "line,column,value,reason\n7,nik,##,length\n");
    }
}
