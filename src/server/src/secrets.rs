//! The secrets file: the keys without which the data cannot be read. It is made on
//! the first start with mode 0600 and never again: a database that has data and
//! has lost its secrets must say so, not be given new ones.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::entropy::{self, Entropy};

/// The keys, 32 bytes each. They cannot be printed.
#[derive(Clone)]
pub struct Secrets {
    hmac_key: [u8; 32],
    encryption_key: [u8; 32],
    session_key: [u8; 32],
}

/// The file's form: keys as 64 hexadecimal digits.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretsFile {
    hmac_key: String,
    encryption_key: String,
    session_key: String,
}

/// The secrets cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The file is not there.
    #[error("the secrets file {0} is missing")]
    Missing(PathBuf),
    /// The file cannot be read or written.
    #[error("the secrets file {path} cannot be used")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is there but is not what it should be.
    #[error("the secrets file {0} is damaged: expected hmac_key, encryption_key and session_key of 64 hex digits each")]
    Damaged(PathBuf),
}

impl Secrets {
    /// New secrets.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self {
            hmac_key: entropy::bytes(entropy),
            encryption_key: entropy::bytes(entropy),
            session_key: entropy::bytes(entropy),
        }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// [`SecretsError`], `Missing` where there is no file.
    pub fn read(path: &Path) -> Result<Self, SecretsError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(SecretsError::Missing(path.to_owned()));
            }
            Err(source) => return Err(SecretsError::Io { path: path.to_owned(), source }),
        };
        // The parser's message would quote the file, keys and all.
        let file: SecretsFile = toml::from_str(&text).map_err(|_| SecretsError::Damaged(path.to_owned()))?;
        let key = |hex: &str| {
            unhex(hex).and_then(|key| key.try_into().ok()).ok_or_else(|| SecretsError::Damaged(path.to_owned()))
        };
        Ok(Self {
            hmac_key: key(&file.hmac_key)?,
            encryption_key: key(&file.encryption_key)?,
            session_key: key(&file.session_key)?,
        })
    }

    /// Writes a new file, readable by its owner alone, and makes sure it is on disk
    /// before anything is sealed with it.
    ///
    /// # Errors
    /// [`SecretsError::Io`], also where a file is already there.
    pub fn write_new(&self, path: &Path) -> Result<(), SecretsError> {
        let file = SecretsFile {
            hmac_key: hex(&self.hmac_key),
            encryption_key: hex(&self.encryption_key),
            session_key: hex(&self.session_key),
        };
        let text = format!(
            "# Tilik's keys. Without this file the database cannot be read: keep a copy apart from it.\n\
             hmac_key = \"{}\"\nencryption_key = \"{}\"\nsession_key = \"{}\"\n",
            file.hmac_key, file.encryption_key, file.session_key
        );
        let write = || {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                fs::create_dir_all(folder)?;
            }
            let mut handle: File = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            handle.write_all(text.as_bytes())?;
            handle.sync_all()
        };
        write().map_err(|source| SecretsError::Io { path: path.to_owned(), source })
    }

    /// The look-up hash, keyed.
    pub fn hmac(&self) -> Hmac<Sha256> {
        keyed(&self.hmac_key)
    }

    /// Signs what a browser brings back: challenges today, sessions later.
    pub fn session_hmac(&self) -> Hmac<Sha256> {
        keyed(&self.session_key)
    }

    /// A key for one purpose more, which the file then need not hold.
    pub fn derived(&self, purpose: &str) -> [u8; 32] {
        let mut mac = keyed(&self.encryption_key);
        mac.update(b"derived\0");
        mac.update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The key that seals.
    pub const fn encryption_key(&self) -> [u8; 32] {
        self.encryption_key
    }
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    // A key shorter than SHA-256's block is padded with zeros by definition (RFC 2104), so this is the same MAC.
    Hmac::new(&block.into())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes that hexadecimal digits stand for; `None` where they are none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// Whether two are the same, without telling by the time where they differ.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differs, (one, other)| differs | (one ^ other)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_new_file_reads_back_and_is_the_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/secrets.toml");
        let secrets = Secrets::random(&SystemEntropy);
        assert!(matches!(Secrets::read(&path), Err(SecretsError::Missing(_))));
        secrets.write_new(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(Secrets::read(&path).unwrap().encryption_key, secrets.encryption_key);
        assert!(matches!(secrets.write_new(&path), Err(SecretsError::Io { .. })));
    }

    #[test]
    fn a_damaged_file_is_told_without_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.toml");
        fs::write(&path, "hmac_key = \"0123456789\"").unwrap();
        let Err(error) = Secrets::read(&path) else { panic!("read a damaged file") };
        assert!(matches!(error, SecretsError::Damaged(_)));
        assert!(!error.to_string().contains("0123456789"));
    }
}
