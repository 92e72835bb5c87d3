//! The code on a sheet: the beginning of its checksum, short enough to be read from a
//! wall and typed. Whoever has the whole text checks all of it (`sha256sum`).

use sha2::{Digest, Sha256};
use std::fmt;

use crate::secrets::unhex;

/// The code of a sheet: 80 bits of its SHA-256. To make another sheet with a given code
/// takes some 2^80 tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetCode([u8; 10]);

impl SheetCode {
    /// The checksum of a sheet's text.
    pub fn checksum(text: &str) -> [u8; 32] {
        Sha256::digest(text.as_bytes()).into()
    }

    /// The code at the beginning of a checksum; none where it is shorter.
    pub fn of(checksum: &[u8]) -> Option<Self> {
        Some(Self(*checksum.first_chunk()?))
    }

    /// Reads a code as somebody typed it, with whatever stands between its digits.
    pub fn parse(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(|letter| !matches!(letter, '-' | ' ' | '.' | '–')).collect();
        Some(Self(unhex(&digits.to_ascii_lowercase())?.try_into().ok()?))
    }

    /// The bytes that the checksum begins with.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for SheetCode {
    /// Five groups of four, as they stand on the paper.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, pair) in self.0.chunks(2).enumerate() {
            f.write_str(if place == 0 { "" } else { "-" })?;
            pair.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_written_and_as_it_is_typed() {
        let code = SheetCode::of(&SheetCode::checksum("tilik-daftar 1\n")).unwrap();
        let written = code.to_string();
        assert_eq!(written.len(), 24);
        assert_eq!(SheetCode::parse(&written), Some(code));
        assert_eq!(SheetCode::parse(&written.to_uppercase().replace('-', " ")), Some(code));
        for typed in ["", "1234", &written[1..], &format!("{written}0"), &written.replace('-', "x"), "é"] {
            assert_eq!(SheetCode::parse(typed), None, "{typed}");
        }
        assert_eq!(SheetCode::of(&[1; 9]), None);
    }
}
