//! Who somebody is at the regency's provider.

/// An account at the provider, as its id token names it (`sub`): ASCII, 255 characters at
/// the most (OpenID Connect Core, 2). Some providers take a staff number for it, so it is
/// kept as a keyed hash alone, and cannot be printed.
pub struct Subject(String);

/// Characters of a subject at the most.
const LONGEST: usize = 255;

impl Subject {
    /// The subject as somebody typed it.
    pub fn typed(text: &str) -> Option<Self> {
        Self::parse(text.trim())
    }

    /// The subject as a token has it, to the letter.
    pub fn parse(subject: &str) -> Option<Self> {
        let plain = subject.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        (!subject.is_empty() && subject.len() <= LONGEST && plain).then(|| Self(subject.to_owned()))
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
    fn a_subject_is_what_the_standard_lets_one_be() {
        assert_eq!(Subject::typed(" f1a2-b3C4 ").unwrap().as_str(), "f1a2-b3C4");
        assert_eq!(Subject::parse(" f1a2").unwrap().as_str(), " f1a2", "another one's");
        for text in ["", "  ", "sîti", "a\nb", &"a".repeat(256)] {
            assert!(Subject::typed(text).is_none(), "{text}");
        }
    }
}
