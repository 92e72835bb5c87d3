//! Crockford's base 32: letters and digits that people do not take for each other. Of
//! tickets, and of the code that a kiosk enrols with.

/// No I, L, O or U: they are read as 1, 1, 0, or by accident as a word.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What a character stands for, in any case, O for 0 and I or L for 1; `None` for one
/// that is not in the alphabet.
pub fn symbol(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|&known| char::from(known) == upper).map(|place| place as u8)
}

/// Whether a character only separates others, as people type and print them.
pub fn is_gap(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}')
}
