//! The one-time code that a device enrols with: ten characters of Crockford's base 32,
//! written `7KQ2M-4XD9P`. 50 bits, and a day to guess them.

use std::time::Duration;

use crate::entropy::{Entropy, bytes};

/// Letters and digits that are not taken for each other.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How long a code may be used.
pub const VALID: Duration = Duration::from_secs(24 * 60 * 60);

const LENGTH: usize = 10;

/// A new code, as it is shown.
pub fn draw(entropy: &dyn Entropy) -> String {
    let drawn: [u8; LENGTH] = bytes(entropy);
    let mut code: String = drawn.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
    code.insert(LENGTH / 2, '-');
    code
}

/// A code as typed, without gaps, in capitals, with what is often taken for another
/// put right; `None` where it can be no code.
pub fn plain(typed: &str) -> Option<String> {
    let put_right = |character: char| match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let gap = |character: &char| !character.is_whitespace() && *character != '-';
    let code: String = typed.chars().filter(gap).map(put_right).collect();
    let known = |character: char| u8::try_from(character).is_ok_and(|byte| ALPHABET.contains(&byte));
    (code.len() == LENGTH && code.chars().all(known)).then_some(code)
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
