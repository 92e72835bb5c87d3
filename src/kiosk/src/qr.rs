//! A QR code as an SVG path: for a phone's camera on the receipt.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// The code's size in squares, with its quiet zone, and its path: one run of dark
/// squares after the other. None where the text is too long for any code.
pub fn drawn(text: &str) -> Option<(i32, String)> {
    /// The standard (ISO/IEC 18004) asks for four light squares around.
    const QUIET: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|&x| code.get_module(x, y)).count() as i32;
            if run > 0 {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Some((code.size() + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_a_small_code() {
        let (size, path) = drawn("K7Q2-M4XD-9").unwrap();
        assert_eq!(size, 21 + 8, "version 1, the smallest");
        // The corner's finder: seven dark squares.
        assert!(path.starts_with("M4 4h7v1h-7z"), "{}", &path[..20]);
        assert!(drawn(&"x".repeat(4_000)).is_none());
    }
}
