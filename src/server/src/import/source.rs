//! Opening a CSV file: its byte order mark, its separator, its header. What the
//! columns mean is the importers' business.

use csv::StringRecord;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::UnusableFile;

/// A column an importer knows: its name, and whether the file must have it.
pub struct Column {
    /// As in the header row.
    pub name: &'static str,
    /// The file is of no use without it.
    pub required: bool,
}

/// An open file, its header read.
pub struct Source<const N: usize> {
    path: PathBuf,
    reader: csv::Reader<Box<dyn Read + Send>>,
    /// Where each known column stands.
    places: [Option<usize>; N],
    /// How many columns the header has.
    width: usize,
    bytes: u64,
    read: Arc<AtomicU64>,
    digest: Arc<Mutex<Sha256>>,
    record: StringRecord,
}

/// One row.
pub struct Row<'a, const N: usize> {
    /// Its line in the file, from 1.
    pub line: u64,
    record: &'a StringRecord,
    places: &'a [Option<usize>; N],
    width: usize,
}

impl<const N: usize> Row<'_, N> {
    /// The value in a known column, trimmed; empty where the file has no such
    /// column.
    pub fn get(&self, column: usize) -> &str {
        self.places.get(column).copied().flatten().and_then(|place| self.record.get(place)).unwrap_or_default().trim()
    }

    /// Whether the row has as many values as the header has columns.
    pub fn is_whole(&self) -> bool {
        self.record.len() == self.width
    }
}

impl<const N: usize> Source<N> {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// [`UnusableFile`].
    pub fn open(path: &Path, columns: [Column; N]) -> Result<Self, UnusableFile> {
        let unreadable = |error| UnusableFile::Unreadable(path.to_owned(), error);
        let file = File::open(path).map_err(unreadable)?;
        let bytes = file.metadata().map_err(unreadable)?.len();
        let (read, digest) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Sha256::new())));
        let watched = Watched { inner: file, read: Arc::clone(&read), digest: Arc::clone(&digest) };
        let mut buffered = BufReader::with_capacity(256 * 1024, watched);
        let start = buffered.fill_buf().map_err(unreadable)?;
        let has_mark = start.starts_with(b"\xef\xbb\xbf");
        let separator = separator(if has_mark { &start[3..] } else { start });
        if has_mark {
            buffered.consume(3);
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            // Under the default terminator a record after CR LF is counted a line too early;
            // the CR that this one leaves behind is trimmed with the value.
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(Box::new(buffered) as Box<dyn Read + Send>);
        let header = reader.headers().map_err(|error| unusable(path, error))?.clone();
        let mut places = [None; N];
        for (place, column) in places.iter_mut().zip(&columns) {
            let mut found = header.iter().enumerate().filter(|(_, name)| name.trim().eq_ignore_ascii_case(column.name));
            *place = found.next().map(|(at, _)| at);
            if found.next().is_some() {
                return Err(UnusableFile::TwiceColumn(path.to_owned(), column.name));
            }
            if column.required && place.is_none() {
                return Err(UnusableFile::MissingColumn(path.to_owned(), column.name));
            }
        }
        let width = header.len();
        Ok(Self { path: path.to_owned(), reader, places, width, bytes, read, digest, record: StringRecord::new() })
    }

    /// The file's size.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How much of it was read.
    pub fn position(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// The next row.
    ///
    /// # Errors
    /// [`UnusableFile`] where the file ends being text.
    pub fn next(&mut self) -> Result<Option<Row<'_, N>>, UnusableFile> {
        match self.reader.read_record(&mut self.record) {
            Ok(true) => {
                let line = self.record.position().map_or(0, csv::Position::line);
                Ok(Some(Row { line, record: &self.record, places: &self.places, width: self.width }))
            }
            Ok(false) => Ok(None),
            Err(error) => Err(unusable(&self.path, error)),
        }
    }

    /// The SHA-256 of what was read; of the whole file once `next` gave none.
    pub fn sha256(&self) -> [u8; 32] {
        self.digest.lock().unwrap_or_else(PoisonError::into_inner).clone().finalize().into()
    }
}

/// The error's own text may quote the file; only what is needed goes on.
fn unusable(path: &Path, error: csv::Error) -> UnusableFile {
    match error.into_kind() {
        csv::ErrorKind::Utf8 { pos, .. } => {
            UnusableFile::NotUtf8(path.to_owned(), pos.map_or(1, |position| position.line()))
        }
        csv::ErrorKind::Io(error) => UnusableFile::Unreadable(path.to_owned(), error),
        _ => UnusableFile::Unreadable(path.to_owned(), io::Error::other("it is not a CSV file")),
    }
}

/// Comma or semicolon, whichever the header row has more of.
fn separator(start: &[u8]) -> u8 {
    let header = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| header.iter().filter(|&&byte| byte == wanted).count();
    if count(b';') > count(b',') { b';' } else { b',' }
}

/// Counts and hashes what passes.
struct Watched<R> {
    inner: R,
    read: Arc<AtomicU64>,
    digest: Arc<Mutex<Sha256>>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        if let Some(read) = buffer.get(..count) {
            self.digest.lock().unwrap_or_else(PoisonError::into_inner).update(read);
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 2] = [Column { name: "nik", required: true }, Column { name: "nama", required: false }];

    /// Line, nik, nama, whether the row is whole.
    type Seen = (u64, String, String, bool);

    fn open(content: &[u8]) -> Result<(Vec<Seen>, [u8; 32]), UnusableFile> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file.csv");
        std::fs::write(&path, content).unwrap();
        let mut source = Source::open(&path, COLUMNS)?;
        let mut rows = Vec::new();
        while let Some(row) = source.next()? {
            rows.push((row.line, row.get(0).to_owned(), row.get(1).to_owned(), row.is_whole()));
        }
        Ok((rows, source.sha256()))
    }

    #[test]
    fn reads_what_spreadsheets_write() {
        let expected = vec![(2, "1".to_owned(), "Siti".to_owned(), true)];
        for content in [
            "nik,nama\n1,Siti\n",
            "\u{feff}nik;nama\r\n1;Siti\r\n",
            "x,nama, NIK \n,\"Siti\",1\n",
            "nik,nama\r\n1,\"Siti\"\r\n",
        ] {
            assert_eq!(open(content.as_bytes()).unwrap().0, expected, "{content}");
        }
        assert_eq!(open(b"nik\n1\n").unwrap().0, [(2, "1".to_owned(), String::new(), true)]);
        assert_eq!(open(b"nik,nama\n1\n").unwrap().0, [(2, "1".to_owned(), String::new(), false)]);
    }

    #[test]
    fn hashes_the_whole_file() {
        let content = b"nik,nama\n1,Siti\n2,Budi\n";
        assert_eq!(open(content).unwrap().1, <[u8; 32]>::from(Sha256::digest(content)));
    }

    #[test]
    fn says_what_makes_a_file_unusable() {
        assert!(matches!(open(b"nama\nSiti\n"), Err(UnusableFile::MissingColumn(_, "nik"))));
        assert!(matches!(open(b""), Err(UnusableFile::MissingColumn(_, "nik"))));
        assert!(matches!(open(b"nik,nik\n1,1\n"), Err(UnusableFile::TwiceColumn(_, "nik"))));
        assert!(matches!(open(b"nik,nama\n1,Siti\n2,Caf\xe9\n"), Err(UnusableFile::NotUtf8(_, 3))));
        assert!(matches!(Source::open(Path::new("/nowhere.csv"), COLUMNS), Err(UnusableFile::Unreadable(..))));
    }
}
