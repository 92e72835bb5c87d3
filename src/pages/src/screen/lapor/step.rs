//! The questions of a report and their order. No screen and no history here.

use tilik_core::draft::{Draft, Field, Subject};

/// A question of the report, one screen each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// For whom.
    About,
    /// The NIK.
    Nik,
    /// The name.
    Name,
    /// District and village.
    Village,
    /// The address.
    Address,
    /// The phone.
    Phone,
    /// Who reports; asked for another only.
    Reporter,
    /// How the family is affected.
    Impact,
    /// How many live there.
    Household,
    /// A note.
    Note,
    /// Every answer once more, consent, sending.
    Review,
}

impl Step {
    const ALL: [Self; 11] = [
        Self::About,
        Self::Nik,
        Self::Name,
        Self::Village,
        Self::Address,
        Self::Phone,
        Self::Reporter,
        Self::Impact,
        Self::Household,
        Self::Note,
        Self::Review,
    ];

    /// The fields asked on this screen.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::About => &[Field::About],
            Self::Nik => &[Field::Nik],
            Self::Name => &[Field::Name],
            Self::Village => &[Field::Village],
            Self::Address => &[Field::Address],
            Self::Phone => &[Field::Phone],
            Self::Reporter => &[Field::ReporterName, Field::ReporterPhone, Field::ReporterRelation],
            Self::Impact => &[Field::Impact],
            Self::Household => &[Field::HouseholdSize],
            Self::Note => &[Field::Note],
            Self::Review => &[Field::Consent],
        }
    }

    /// The screen that asks a field.
    pub fn of(field: Field) -> Self {
        Self::ALL.into_iter().find(|step| step.fields().contains(&field)).unwrap_or(Self::Review)
    }

    /// The screens a draft goes through.
    fn way(draft: &Draft) -> impl Iterator<Item = Self> {
        let other = draft.about == Some(Subject::Other);
        Self::ALL.into_iter().filter(move |&step| other || step != Self::Reporter)
    }

    /// Its place on the way, from 1, and how many questions there are. The review
    /// asks nothing new and has no number.
    pub fn place(self, draft: &Draft) -> (usize, usize) {
        let before = Self::way(draft).take_while(|&step| step < self).count();
        (before + 1, Self::way(draft).count() - 1)
    }

    /// The next screen.
    pub fn next(self, draft: &Draft) -> Self {
        Self::way(draft).find(|&step| step > self).unwrap_or(Self::Review)
    }

    /// The screen before; the first has none but itself.
    pub fn previous(self, draft: &Draft) -> Self {
        Self::way(draft).take_while(|&step| step < self).last().unwrap_or(Self::About)
    }

    /// Whether every field of the screen is well-formed.
    pub fn answered(self, draft: &Draft) -> bool {
        self.fields().iter().all(|&field| draft.fault(field).is_none())
    }

    /// The first screen before the review with something left to answer.
    pub fn first_open(draft: &Draft) -> Self {
        Self::way(draft).find(|step| *step == Self::Review || !step.answered(draft)).unwrap_or(Self::Review)
    }

    /// This screen, or the first open one where an earlier answer is missing: a
    /// history entry may be older than the answers.
    pub fn reachable(self, draft: &Draft) -> Self {
        self.min(Self::first_open(draft))
    }

    /// The number the history keeps.
    pub const fn number(self) -> usize {
        self as usize
    }

    /// The screen with that number.
    pub fn from_number(number: usize) -> Self {
        Self::ALL.get(number).copied().unwrap_or(Self::About)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilik_core::report::{Impact, Relation};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn complete(about: Subject) -> Draft {
        Draft {
            about: Some(about),
            nik: "3510161203850001".into(),
            name: "Siti Contoh".into(),
            village: "3510161001".into(),
            address: "Dusun Contoh".into(),
            reporter_name: "Budi Contoh".into(),
            reporter_phone: "081234567890".into(),
            relation: Some(Relation::Neighbour),
            impact: vec![Impact::Ill],
            household_size: "4".into(),
            ..Draft::default()
        }
    }

    fn walk(draft: &Draft) -> Vec<Step> {
        let mut steps = vec![Step::About];
        while let Some(&last) = steps.last().filter(|&&last| last != Step::Review) {
            steps.push(last.next(draft));
        }
        steps
    }

    #[test]
    fn a_helper_is_asked_one_question_more() {
        let own = walk(&complete(Subject::Myself));
        let other = walk(&complete(Subject::Other));
        assert_eq!((own.len(), other.len()), (10, 11));
        assert!(!own.contains(&Step::Reporter));
        assert_eq!(Step::Impact.place(&complete(Subject::Myself)), (7, 9));
        assert_eq!(Step::Impact.place(&complete(Subject::Other)), (8, 10));
    }

    #[test]
    fn every_field_has_its_screen() {
        for &field in Field::ALL {
            assert!(Step::of(field).fields().contains(&field), "{field:?}");
        }
        for step in Step::ALL {
            assert_eq!(Step::from_number(step.number()), step);
        }
    }

    #[test]
    fn nobody_gets_past_an_open_question() {
        assert_eq!(Step::Review.reachable(&Draft::default()), Step::About);
        let mut draft = complete(Subject::Myself);
        assert_eq!(Step::Review.reachable(&draft), Step::Review);
        assert_eq!(Step::Name.reachable(&draft), Step::Name);
        draft.name.clear();
        assert_eq!(Step::Impact.reachable(&draft), Step::Name);
        draft = complete(Subject::Other);
        draft.reporter_phone = "0812".into();
        assert_eq!(Step::first_open(&draft), Step::Reporter);
    }
}
