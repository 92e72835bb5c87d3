//! Turning what people type or paste into digits: separators dropped, the
//! decimal digits of every script made ASCII, and the first other character
//! reported with its place. What the digits mean is the caller's business.

/// The zero of every run of ten decimal digits (Unicode 16, category Nd) beyond
/// ASCII. Javanese (U+A9D0) and full-width (U+FF10) are among them.
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0,
    0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// A character that is neither a digit nor a separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stranger {
    /// Its place among the characters that count (separators don't), from 1.
    pub position: usize,
    /// The character itself.
    pub found: char,
}

/// The value of a decimal digit of any script.
fn value(character: char) -> Option<u8> {
    if let Some(digit) = character.to_digit(10) {
        return Some(digit as u8);
    }
    let code = character as u32;
    let run = ZEROS.partition_point(|&zero| zero <= code);
    let zero = *ZEROS.get(run.checked_sub(1)?)?;
    (code - zero < 10).then(|| (code - zero) as u8)
}

/// Spaces, dots, dashes and the invisible characters that come along when a
/// number is copied from a document.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character,
            '.' | '-' | '\u{ad}' | '\u{b7}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{ff0e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The digits of `text` as numbers 0 to 9, in order.
///
/// The first `N` are returned with the count of all, so that the caller can say
/// how many are missing or too many.
pub(crate) fn read<const N: usize>(text: &str) -> Result<([u8; N], usize), Stranger> {
    let mut digits = [0; N];
    let mut count = 0;
    for character in text.chars().filter(|&character| !is_separator(character)) {
        let found = value(character).ok_or(Stranger { position: count + 1, found: character })?;
        if let Some(place) = digits.get_mut(count) {
            *place = found;
        }
        count += 1;
    }
    Ok((digits, count))
}

/// What counts of `text`: separators dropped, digits of any script made ASCII,
/// every other character left where it stands.
pub(crate) fn plain(text: &str) -> String {
    let counts = text.chars().filter(|&character| !is_separator(character));
    counts.map(|character| value(character).map_or(character, |digit| char::from(b'0' + digit))).collect()
}

/// `digits` as one number.
pub(crate) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum, &digit| sum * 10 + u64::from(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_digits_of_every_script() {
        let expected = Ok(([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10));
        for zero in ZEROS.into_iter().chain([u32::from('0')]) {
            let text: String = (0..10).map(|digit| char::from_u32(zero + digit).unwrap()).collect();
            assert_eq!(read::<10>(&text), expected, "U+{zero:X}");
        }
        assert!(ZEROS.is_sorted());
    }

    #[test]
    fn drops_separators_and_places_strangers() {
        assert_eq!(read::<4>(" 3\u{a0}5.1\u{2013}0\u{200b}"), Ok(([3, 5, 1, 0], 4)));
        assert_eq!(read::<4>("35.1O"), Err(Stranger { position: 4, found: 'O' }));
        assert_eq!(read::<4>("3510/1"), Err(Stranger { position: 5, found: '/' }));
        assert_eq!(read::<4>("½"), Err(Stranger { position: 1, found: '½' }));
    }

    #[test]
    fn counts_digits_that_do_not_fit() {
        assert_eq!(read::<2>("12345"), Ok(([1, 2], 5)));
    }
}
