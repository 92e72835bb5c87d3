//! A registry and recipient lists, a few lines each, written as the CSV that an
//! import reads.

use std::path::Path;

/// A valid NIK for each number: a man of Banyuwangi's, born on a day of 1980.
pub fn nik(number: u32) -> String {
    assert!(number < 9_000, "the serial has four digits");
    format!("351016{:02}{:02}80{:04}", number % 28 + 1, number / 28 % 12 + 1, number + 1_000)
}

/// A valid number of a family card for each number.
pub fn card(number: u32) -> String {
    assert!(number < 9_000, "the serial has four digits");
    format!("351016{:02}{:02}15{:04}", number % 28 + 1, number / 28 % 12 + 1, number + 1_000)
}

/// The village everybody lives in unless a test says otherwise.
pub const VILLAGE: &str = "35.10.16.1001";

/// What is to be imported.
#[derive(Clone, Default)]
pub struct Lists {
    residents: Vec<[String; 7]>,
    recipients: Vec<[String; 6]>,
}

impl Lists {
    /// Empty ones.
    pub fn new() -> Self {
        Self::default()
    }

    /// The demo families of every sample.
    pub fn demo() -> Self {
        Self {
            residents: crate::demo::RESIDENTS.iter().map(|line| line.map(str::to_owned)).collect(),
            recipients: crate::demo::RECIPIENTS.iter().map(|line| line.map(str::to_owned)).collect(),
        }
    }

    /// People on one card, the head first.
    pub fn family(mut self, card: &str, niks: &[&str]) -> Self {
        for (place, nik) in niks.iter().enumerate() {
            let kin = if place == 0 { "Kepala Keluarga" } else { "Anak" };
            self = self.resident([nik, card, "Warga Contoh", "L", VILLAGE, "Jl. Contoh No. 1", kin]);
        }
        self
    }

    /// A line of the registry.
    pub fn resident(mut self, line: [&str; 7]) -> Self {
        self.residents.push(line.map(str::to_owned));
        self
    }

    /// A line of a list; `nik` or `card` may be empty.
    pub fn aid(mut self, scheme: &str, period: &str, nik: &str, card: &str, status: &str) -> Self {
        self.recipients.push([scheme, period, nik, card, "Penerima Contoh", status].map(str::to_owned));
        self
    }

    /// The registry as a file.
    pub fn write_residents(&self, path: &Path) {
        write(path, &["nik", "no_kk", "nama", "jenis_kelamin", "kode_desa", "alamat", "hubungan"], &self.residents);
    }

    /// The lists as a file.
    pub fn write_recipients(&self, path: &Path) {
        write(path, &["program", "periode", "nik", "no_kk", "nama", "status"], &self.recipients);
    }

    pub(crate) fn has_residents(&self) -> bool {
        !self.residents.is_empty()
    }

    pub(crate) fn has_recipients(&self) -> bool {
        !self.recipients.is_empty()
    }
}

fn write<const N: usize>(path: &Path, header: &[&str; N], lines: &[[String; N]]) {
    let mut file = csv::Writer::from_path(path).unwrap();
    file.write_record(header).unwrap();
    for line in lines {
        file.write_record(line).unwrap();
    }
    file.flush().unwrap();
}
