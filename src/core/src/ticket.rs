//! The ticket: the number a resident keeps, reads out and types again.
//!
//! Eight characters of Crockford's base 32 and a check character, written
//! `K7Q2-M4XD-9`. The check is a weighted sum in GF(32), x⁵+x⁴+x²+x+1: weights
//! are distinct powers of a generator, so it catches every single wrong
//! character and every swap of two, wherever they stand; and unlike Crockford's
//! own check of modulus 37 it needs no character that a phone's first keyboard
//! page lacks.

use std::fmt;

use crate::crockford::{ALPHABET, is_gap, symbol};

/// A ticket whose check character is right. 40 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

/// Why a text is no ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketFault {
    /// Not nine characters.
    Length,
    /// A character that no ticket has.
    Character {
        /// Its place, from 1, dashes and spaces not counted.
        position: usize,
    },
    /// The check character does not fit: something was mistyped.
    Check,
}

impl TicketFault {
    /// The stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Character { .. } => "character",
            Self::Check => "check",
        }
    }
}

impl Ticket {
    /// The ticket for 40 random bits; higher bits are dropped.
    pub const fn from_random(bits: u64) -> Self {
        Self(bits & ((1 << 40) - 1))
    }

    /// Reads a ticket in any case, with or without dashes, O for 0 and I or L for 1.
    ///
    /// # Errors
    /// [`TicketFault`]: a strange character first, then the length, then the check.
    pub fn parse(text: &str) -> Result<Self, TicketFault> {
        let mut symbols = [0; 9];
        let mut count = 0;
        for character in text.chars().filter(|&character| !is_gap(character)) {
            let symbol = symbol(character).ok_or(TicketFault::Character { position: count + 1 })?;
            if let Some(place) = symbols.get_mut(count) {
                *place = symbol;
            }
            count += 1;
        }
        if count != 9 {
            return Err(TicketFault::Length);
        }
        let [body @ .., check] = symbols;
        if check_symbol(body) != check {
            return Err(TicketFault::Check);
        }
        Ok(Self(body.iter().fold(0, |bits, &symbol| bits << 5 | u64::from(symbol))))
    }

    fn symbols(self) -> [u8; 8] {
        std::array::from_fn(|place| (self.0 >> (35 - 5 * place) & 31) as u8)
    }
}

/// Horner's rule over GF(32): each step adds a symbol and multiplies by α² = 4,
/// whose powers 1 to 8 are distinct and differ from the check's own weight, 1.
fn check_symbol(body: [u8; 8]) -> u8 {
    body.into_iter().fold(0, |sum, symbol| double(double(sum ^ symbol)))
}

/// Multiplication by α in GF(32).
const fn double(element: u8) -> u8 {
    let shifted = element << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b11_0111 }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.symbols();
        for (place, symbol) in body.into_iter().chain([check_symbol(body)]).enumerate() {
            if place == 4 || place == 8 {
                f.write_str("-")?;
            }
            fmt::Write::write_char(f, char::from(ALPHABET[usize::from(symbol)]))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Ticket {
    /// A ticket opens a status page together with a NIK: it stays out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        let ticket = Ticket::parse("K7Q2-M4XD-9").unwrap();
        assert_eq!(ticket.to_string(), "K7Q2-M4XD-9");
        for text in ["k7q2m4xd9", " K7Q2 M4XD 9 ", "k7q2–m4xd–9"] {
            assert_eq!(Ticket::parse(text), Ok(ticket), "{text}");
        }
        let with_digits_like_letters = Ticket::from_random(0x01_0000_0801).to_string();
        let typed = with_digits_like_letters.replace('0', "o").replace('1', "l");
        assert_eq!(Ticket::parse(&typed).unwrap().to_string(), with_digits_like_letters);
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(Ticket::parse("K7Q2-M4XD"), Err(TicketFault::Length));
        assert_eq!(Ticket::parse("K7Q2-M4XD-99"), Err(TicketFault::Length));
        assert_eq!(Ticket::parse("K7U2-M4XD-9"), Err(TicketFault::Character { position: 3 }));
        assert_eq!(Ticket::parse("K7Q2-M4XD-8"), Err(TicketFault::Check));
    }

    proptest! {
        #[test]
        fn every_ticket_reads_back(bits: u64) {
            let ticket = Ticket::from_random(bits);
            prop_assert_eq!(Ticket::parse(&ticket.to_string()), Ok(ticket));
        }

        #[test]
        fn one_wrong_character_is_caught(bits: u64, place in 0usize..9, other in 0usize..32) {
            let mut typed: Vec<u8> = Ticket::from_random(bits).to_string().bytes().filter(|b| *b != b'-').collect();
            prop_assume!(typed[place] != ALPHABET[other]);
            typed[place] = ALPHABET[other];
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(Ticket::parse(&typed), Err(TicketFault::Check));
        }

        #[test]
        fn any_two_swapped_are_caught(bits: u64, one in 0usize..9, two in 0usize..9) {
            let mut typed: Vec<u8> = Ticket::from_random(bits).to_string().bytes().filter(|b| *b != b'-').collect();
            prop_assume!(typed[one] != typed[two]);
            typed.swap(one, two);
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(Ticket::parse(&typed), Err(TicketFault::Check));
        }
    }
}
