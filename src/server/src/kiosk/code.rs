//! The one-time code that a device enrols with: ten characters of Crockford's base 32,
//! written `7KQ2M-4XD9P`. 50 bits, and a day to guess them.

use std::time::Duration;
use tilik_core::crockford::{ALPHABET, is_gap, symbol};

use crate::entropy::{Entropy, bytes};

/// How long a code may be used.
pub const VALID: Duration = Duration::from_secs(24 * 60 * 60);

const LENGTH: usize = 10;

/// A new code, as it is shown.
pub fn draw(entropy: &dyn Entropy) -> String {
    let drawn: [u8; LENGTH] = bytes(entropy);
    let mut code: String = drawn.iter().map(|&byte| letter(byte)).collect();
    code.insert(LENGTH / 2, '-');
    code
}

/// A code as typed, without gaps, in capitals, with what is often taken for another
/// put right; `None` where it can be no code.
pub fn plain(typed: &str) -> Option<String> {
    let symbols = typed.chars().filter(|&character| !is_gap(character)).map(symbol);
    let code: String = symbols.map(|symbol| symbol.map(letter)).collect::<Option<_>>()?;
    (code.len() == LENGTH).then_some(code)
}

/// The letter for five bits.
fn letter(symbol: u8) -> char {
    char::from(ALPHABET[usize::from(symbol & 31)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code = draw(&SystemEntropy);
        let expected = code.replace('-', "");
        assert_eq!(plain(&code).as_deref(), Some(&*expected));
        assert_eq!(plain(&format!(" {} ", code.to_lowercase().replace('0', "o"))).as_deref(), Some(&*expected));
        assert_ne!(code, draw(&SystemEntropy));
    }

    #[test]
    fn what_can_be_no_code_is_none() {
        for typed in ["", "7KQ2M-4XD9", "7KQ2M-4XD9PP", "7KQ2M-4XD9U", "7KQ2M-4XD9é"] {
            assert_eq!(plain(typed), None, "{typed}");
        }
    }
}
