//! Indonesian mobile numbers: how a helper or an officer reaches a family.

use crate::digits;
use std::fmt;

/// A mobile number in its domestic form, `08…`, 10 to 13 digits.
///
/// `Debug` shows no digit.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

/// Why a text is no mobile number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneFault {
    /// A character that is neither a digit nor a separator (`+` may lead).
    NotDigits,
    /// Does not start with 08, 628 or +628.
    Prefix,
    /// Not 10 to 13 digits in the domestic form.
    Length,
}

impl PhoneFault {
    /// The stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotDigits => "not_digits",
            Self::Prefix => "prefix",
            Self::Length => "length",
        }
    }
}

impl Phone {
    /// Reads a number as people write it: `0812-3456-789`, `+62 812 3456 789`,
    /// brackets around an area included.
    ///
    /// # Errors
    /// [`PhoneFault`], in the order of its variants.
    pub fn parse(text: &str) -> Result<Self, PhoneFault> {
        let bare: String = text.chars().filter(|character| !matches!(character, '(' | ')')).collect();
        let bare = bare.trim_start();
        let bare = bare.strip_prefix('+').unwrap_or(bare);
        let (digits, count) = digits::read::<15>(bare).map_err(|_| PhoneFault::NotDigits)?;
        let digits = digits.get(..count).ok_or(PhoneFault::Length)?;
        let subscriber = match digits {
            [6, 2, 0, rest @ ..] | [6, 2, rest @ ..] | [0, rest @ ..] => rest,
            _ => return Err(PhoneFault::Prefix),
        };
        if subscriber.first() != Some(&8) {
            return Err(PhoneFault::Prefix);
        }
        if !(9..=12).contains(&subscriber.len()) {
            return Err(PhoneFault::Length);
        }
        let domestic = subscriber.iter().map(|&digit| char::from(b'0' + digit));
        Ok(Self(std::iter::once('0').chain(domestic).collect()))
    }

    /// The digits in the domestic form: for sealing and for calling, never for a
    /// log.
    pub fn as_digits(&self) -> &str {
        &self.0
    }

    /// The same as the world calls it, `+628…` (E.164): for a gateway.
    pub fn international(&self) -> String {
        format!("+62{}", self.0.strip_prefix('0').unwrap_or(&self.0))
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form() {
        for text in ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "62812 3456 7890", "(0812) 34567890"] {
            assert_eq!(Phone::parse(text).unwrap().as_digits(), "081234567890", "{text}");
            assert_eq!(Phone::parse(text).unwrap().international(), "+6281234567890", "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(Phone::parse("0812345abc"), Err(PhoneFault::NotDigits));
        assert_eq!(Phone::parse("0333412345"), Err(PhoneFault::Prefix));
        assert_eq!(Phone::parse("12345678"), Err(PhoneFault::Prefix));
        assert_eq!(Phone::parse("0812345"), Err(PhoneFault::Length));
        assert_eq!(Phone::parse("08123456789012"), Err(PhoneFault::Length));
        assert_eq!(Phone::parse("0812345678901234567"), Err(PhoneFault::Length));
    }
}
