//! An account's name: what its owner types, and what stands in the trail. It is not the
//! person's own name.

/// Small letters, digits, dots, dashes and underscores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

/// Characters of a name.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=40;

impl Name {
    /// The name in a text. Capitals are taken as small letters.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.trim().to_ascii_lowercase();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_');
        // A NIK is no name: it would stand in the trail.
        let number = name.bytes().filter(u8::is_ascii_digit).count() >= 10;
        (LENGTH.contains(&name.len()) && name.bytes().all(plain) && !number).then_some(Self(name))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_and_no_number_of_a_persons() {
        assert_eq!(Name::parse(" Siti.Kebalenan ").unwrap().as_str(), "siti.kebalenan");
        for text in
            ["", "ab", "siti kebalenan", "siti@desa", "sîti", "3510161203850001", "n3510161203", &"a".repeat(41)]
        {
            assert_eq!(Name::parse(text), None, "{text}");
        }
    }
}
