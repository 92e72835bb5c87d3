//! The fields of a posted form, by the names that the pages give them.

use tilik_core::draft::{Draft, Field, Subject};
use tilik_core::report::{Impact, Relation};
use tilik_pages::text_of_mut;

/// Names and values, in the order of the page.
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a body. What is no UTF-8 becomes a replacement character, which no
    /// field takes for anything else.
    pub fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// The value of a field; empty where it is missing.
    pub fn text(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The value of a field.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The answers of a report.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft {
            about: Subject::from_word(self.text(Field::About.word())),
            relation: Relation::from_word(self.text(Field::ReporterRelation.word())),
            impact: self.all(Field::Impact.word()).filter_map(Impact::from_word).collect(),
            consent: self.find(Field::Consent.word()).is_some(),
            ..Draft::default()
        };
        for &field in Field::ALL {
            if let Some(answer) = text_of_mut(&mut draft, field) {
                // A browser sends the lines of a box with both signs between them.
                *answer = self.text(field.word()).replace("\r\n", "\n");
            }
        }
        draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_read_by_the_servers_words() {
        let fields = Fields::read(
            b"about=other&subject.nik=3510+1612&subject.address=a%0D%0Ab&impact=ill&impact=nonsense&impact=other&reporter.relation=neighbour&consent=1",
        );
        let draft = fields.draft();
        assert_eq!(
            (draft.about, draft.nik.as_str(), draft.address.as_str()),
            (Some(Subject::Other), "3510 1612", "a\nb")
        );
        assert_eq!(
            (draft.impact, draft.relation, draft.consent),
            (vec![Impact::Ill, Impact::Other], Some(Relation::Neighbour), true)
        );
        assert_eq!(Fields::read(b"").draft(), Draft::default());
        assert_eq!(Fields::read(b"consent").find("consent"), Some(""));
    }
}
