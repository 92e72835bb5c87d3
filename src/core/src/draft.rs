//! A report as it is being filled in, and the way from it to a [`Report`].
//!
//! | field | is well-formed when | codes otherwise |
//! |---|---|---|
//! | `about` | chosen | `required` |
//! | `subject.nik` | a [`Nik`] | `required`, `length`, `not_digits`, `birth_date`, `serial` |
//! | `subject.name` | 1 to 200 characters, one of them a letter | `required`, `too_long`, `no_letter` |
//! | `subject.village` | one of the regency's 217 | `required`, `unknown` |
//! | `subject.address` | 1 to 300 characters | `required`, `too_long` |
//! | `subject.phone` | empty, or a mobile number | `not_digits`, `prefix`, `length` |
//! | `reporter.name` | as the subject's; for another only | `required`, `too_long`, `no_letter` |
//! | `reporter.phone` | a mobile number; for another only | `required`, `not_digits`, `prefix`, `length` |
//! | `reporter.relation` | chosen; for another only | `required` |
//! | `impact` | one or more | `required` |
//! | `household_size` | 1 to 30 | `required`, `not_digits`, `out_of_range` |
//! | `note` | up to 1,000 characters | `too_long` |
//! | `consent` | given | `required` |
//!
//! Characters are Unicode scalar values, counted after trimming; names in any
//! script are names.

use crate::aid::words;
use crate::nik::{Nik, NikFault};
use crate::phone::{Phone, PhoneFault};
use crate::region::Desa;
use crate::report::{About, Impact, LARGEST_HOUSEHOLD, Relation, Report, Reporter};

words! {
    /// For whom a report is made, before the reporter's details are known.
    pub enum Subject {
        /// The person filling it in.
        Myself = "self",
        /// Somebody else.
        Other = "other",
    }
}

words! {
    /// A field of the form, named as on the wire, in the order it is asked.
    pub enum Field {
        /// For whom.
        About = "about",
        /// The NIK of the person reported.
        Nik = "subject.nik",
        /// Their name.
        Name = "subject.name",
        /// Their village.
        Village = "subject.village",
        /// Their address.
        Address = "subject.address",
        /// Their phone.
        Phone = "subject.phone",
        /// The helper's name.
        ReporterName = "reporter.name",
        /// The helper's phone.
        ReporterPhone = "reporter.phone",
        /// How the helper knows the person.
        ReporterRelation = "reporter.relation",
        /// How the family is affected.
        Impact = "impact",
        /// How many live there.
        HouseholdSize = "household_size",
        /// A note.
        Note = "note",
        /// Consent.
        Consent = "consent",
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultCode {
    /// Nothing was given where something must be.
    Required,
    /// Longer than the form keeps.
    TooLong {
        /// The limit in characters.
        limit: usize,
    },
    /// A name without a letter of any script.
    NoLetter,
    /// No such village in the regency.
    Unknown,
    /// Not a whole number.
    NotDigits,
    /// A number out of its range.
    OutOfRange,
    /// No NIK.
    Nik(NikFault),
    /// No mobile number.
    Phone(PhoneFault),
}

impl FaultCode {
    /// The stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::NoLetter => "no_letter",
            Self::Unknown => "unknown",
            Self::NotDigits => "not_digits",
            Self::OutOfRange => "out_of_range",
            Self::Nik(fault) => fault.code(),
            Self::Phone(fault) => fault.code(),
        }
    }
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub field: Field,
    /// What.
    pub code: FaultCode,
}

/// The longest name kept. Characters.
pub const LONGEST_NAME: usize = 200;
/// The longest address kept. Characters.
pub const LONGEST_ADDRESS: usize = 300;
/// The longest note, and the longest reason of an objection. Characters.
pub const LONGEST_NOTE: usize = 1_000;

/// The answers so far, as typed. It can hold anything; only [`Draft::to_report`]
/// makes something that can be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Draft {
    /// For whom.
    pub about: Option<Subject>,
    /// The person's NIK.
    pub nik: String,
    /// The person's name.
    pub name: String,
    /// The village's code.
    pub village: String,
    /// The address.
    pub address: String,
    /// The person's phone; may stay empty.
    pub phone: String,
    /// The helper's name; looked at for another only.
    pub reporter_name: String,
    /// The helper's phone; looked at for another only.
    pub reporter_phone: String,
    /// How the helper knows the person; looked at for another only.
    pub relation: Option<Relation>,
    /// How the family is affected.
    pub impact: Vec<Impact>,
    /// People in the household, as typed.
    pub household_size: String,
    /// A note; may stay empty.
    pub note: String,
    /// Consent to the use of the answers.
    pub consent: bool,
}

impl Draft {
    /// Whether the form asks for the field at all: a helper's details are asked
    /// only where there is a helper.
    pub fn asks(&self, field: Field) -> bool {
        match field {
            Field::ReporterName | Field::ReporterPhone | Field::ReporterRelation => self.about == Some(Subject::Other),
            _ => true,
        }
    }

    /// What is wrong with one field, so that a screen can ask about its own alone.
    pub fn fault(&self, field: Field) -> Option<FaultCode> {
        if !self.asks(field) {
            return None;
        }
        match field {
            Field::About => required(self.about).err(),
            Field::Nik => nik(&self.nik).err(),
            Field::Name => name(&self.name).err(),
            Field::Village => village(&self.village).err(),
            Field::Address => text(&self.address, LONGEST_ADDRESS).err(),
            Field::Phone => optional_phone(&self.phone).err(),
            Field::ReporterName => name(&self.reporter_name).err(),
            Field::ReporterPhone => phone(&self.reporter_phone).err(),
            Field::ReporterRelation => required(self.relation).err(),
            Field::Impact => self.impact.is_empty().then_some(FaultCode::Required),
            Field::HouseholdSize => household_size(&self.household_size).err(),
            Field::Note => optional_text(&self.note, LONGEST_NOTE).err(),
            Field::Consent => (!self.consent).then_some(FaultCode::Required),
        }
    }

    /// The report, if every field is well-formed.
    ///
    /// # Errors
    /// Every [`Fault`], in the order the form asks.
    pub fn to_report(&self) -> Result<Report, Vec<Fault>> {
        let faults: Vec<Fault> =
            Field::ALL.iter().filter_map(|&field| Some(Fault { field, code: self.fault(field)? })).collect();
        if faults.is_empty() {
            // Every field was found well-formed, so building cannot fail; should a
            // check and its builder ever part ways, the fault is told all the same.
            self.build().map_err(|fault| vec![fault])
        } else {
            Err(faults)
        }
    }

    fn build(&self) -> Result<Report, Fault> {
        let at = |field| move |code| Fault { field, code };
        let about = match required(self.about).map_err(at(Field::About))? {
            Subject::Myself => About::Myself,
            Subject::Other => About::Other(Reporter {
                name: name(&self.reporter_name).map_err(at(Field::ReporterName))?,
                phone: phone(&self.reporter_phone).map_err(at(Field::ReporterPhone))?,
                relation: required(self.relation).map_err(at(Field::ReporterRelation))?,
            }),
        };
        Ok(Report {
            about,
            nik: nik(&self.nik).map_err(at(Field::Nik))?,
            name: name(&self.name).map_err(at(Field::Name))?,
            village: village(&self.village).map_err(at(Field::Village))?,
            address: text(&self.address, LONGEST_ADDRESS).map_err(at(Field::Address))?,
            phone: optional_phone(&self.phone).map_err(at(Field::Phone))?,
            impact: Impact::ALL.iter().copied().filter(|impact| self.impact.contains(impact)).collect(),
            household_size: household_size(&self.household_size).map_err(at(Field::HouseholdSize))?,
            note: optional_text(&self.note, LONGEST_NOTE).map_err(at(Field::Note))?,
        })
    }
}

fn required<T>(answer: Option<T>) -> Result<T, FaultCode> {
    answer.ok_or(FaultCode::Required)
}

fn nik(typed: &str) -> Result<Nik, FaultCode> {
    if typed.trim().is_empty() {
        return Err(FaultCode::Required);
    }
    Nik::parse(typed).map_err(FaultCode::Nik)
}

/// Text of one to `limit` characters. Control characters, which no keyboard types
/// and a paste brings along, become spaces; line breaks stay.
pub fn text(typed: &str, limit: usize) -> Result<String, FaultCode> {
    optional_text(typed, limit)?.ok_or(FaultCode::Required)
}

fn optional_text(typed: &str, limit: usize) -> Result<Option<String>, FaultCode> {
    let plain: String = typed
        .chars()
        .map(|character| if character.is_control() && character != '\n' { ' ' } else { character })
        .collect();
    let plain = plain.trim();
    if plain.chars().count() > limit {
        return Err(FaultCode::TooLong { limit });
    }
    Ok((!plain.is_empty()).then(|| plain.to_owned()))
}

fn name(typed: &str) -> Result<String, FaultCode> {
    let name = text(typed, LONGEST_NAME)?;
    if name.chars().any(char::is_alphabetic) { Ok(name) } else { Err(FaultCode::NoLetter) }
}

fn village(code: &str) -> Result<Desa, FaultCode> {
    if code.trim().is_empty() {
        return Err(FaultCode::Required);
    }
    Desa::parse(code).ok_or(FaultCode::Unknown)
}

fn phone(typed: &str) -> Result<Phone, FaultCode> {
    optional_phone(typed)?.ok_or(FaultCode::Required)
}

fn optional_phone(typed: &str) -> Result<Option<Phone>, FaultCode> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Phone::parse(typed).map(Some).map_err(FaultCode::Phone)
}

fn household_size(typed: &str) -> Result<u8, FaultCode> {
    if typed.trim().is_empty() {
        return Err(FaultCode::Required);
    }
    let (digits, count) = crate::digits::read::<3>(typed).map_err(|_| FaultCode::NotDigits)?;
    match u8::try_from(crate::digits::number(digits.get(..count).unwrap_or(&digits))) {
        Ok(size @ 1..=LARGEST_HOUSEHOLD) if count <= 3 => Ok(size),
        _ => Err(FaultCode::OutOfRange),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn complete() -> Draft {
        Draft {
            about: Some(Subject::Other),
            nik: "3510 1612 0385 0001".into(),
            name: " Siti Contoh ".into(),
            village: "35.10.16.1001".into(),
            address: "Dusun Contoh RT 1 RW 2".into(),
            phone: String::new(),
            reporter_name: "Budi Contoh".into(),
            reporter_phone: "+62 812 3456 7890".into(),
            relation: Some(Relation::Neighbour),
            impact: vec![Impact::Ill, Impact::LostWork, Impact::Ill],
            household_size: "4".into(),
            note: "  ".into(),
            consent: true,
        }
    }

    fn codes(draft: &Draft) -> Vec<(&'static str, &'static str)> {
        let faults = draft.to_report().unwrap_err();
        faults.into_iter().map(|fault| (fault.field.word(), fault.code.code())).collect()
    }

    #[test]
    fn a_complete_draft_becomes_a_report() {
        let report = complete().to_report().unwrap();
        assert_eq!(report.name, "Siti Contoh");
        assert_eq!(report.impact, [Impact::LostWork, Impact::Ill]);
        assert_eq!((report.phone, report.note, report.household_size), (None, None, 4));
        assert!(matches!(report.about, About::Other(reporter) if reporter.phone.as_digits() == "081234567890"));
    }

    #[test]
    fn an_empty_draft_names_every_field_that_must_be_there() {
        let required = |fields: &[&'static str]| fields.iter().map(|&field| (field, "required")).collect::<Vec<_>>();
        let own = [
            "about",
            "subject.nik",
            "subject.name",
            "subject.village",
            "subject.address",
            "impact",
            "household_size",
            "consent",
        ];
        assert_eq!(codes(&Draft::default()), required(&own));
        let other = [
            "subject.nik",
            "subject.name",
            "subject.village",
            "subject.address",
            "reporter.name",
            "reporter.phone",
            "reporter.relation",
            "impact",
            "household_size",
            "consent",
        ];
        assert_eq!(codes(&Draft { about: Some(Subject::Other), ..Draft::default() }), required(&other));
    }

    #[test]
    fn each_field_has_its_faults() {
        type Change = fn(&mut Draft);
        let cases: [(Change, &str, &str); 21] = [
            (|d| d.nik = "351016".into(), "subject.nik", "length"),
            (|d| d.nik = "35101612O3850001".into(), "subject.nik", "not_digits"),
            (|d| d.nik = "3510163203850001".into(), "subject.nik", "birth_date"),
            (|d| d.nik = "3510161203850000".into(), "subject.nik", "serial"),
            (|d| d.name = "n".repeat(201), "subject.name", "too_long"),
            (|d| d.name = "12345".into(), "subject.name", "no_letter"),
            (|d| d.name = "\u{7}\t".into(), "subject.name", "required"),
            (|d| d.village = "3509162001".into(), "subject.village", "unknown"),
            (|d| d.address = "a".repeat(301), "subject.address", "too_long"),
            (|d| d.phone = "0812x".into(), "subject.phone", "not_digits"),
            (|d| d.phone = "0333123456".into(), "subject.phone", "prefix"),
            (|d| d.phone = "0812".into(), "subject.phone", "length"),
            (|d| d.reporter_name = "…".into(), "reporter.name", "no_letter"),
            (|d| d.reporter_phone = "0812".into(), "reporter.phone", "length"),
            (|d| d.relation = None, "reporter.relation", "required"),
            (|d| d.impact.clear(), "impact", "required"),
            (|d| d.household_size = "0".into(), "household_size", "out_of_range"),
            (|d| d.household_size = "31".into(), "household_size", "out_of_range"),
            (|d| d.household_size = "0004".into(), "household_size", "out_of_range"),
            (|d| d.household_size = "empat".into(), "household_size", "not_digits"),
            (|d| d.note = "é".repeat(1001), "note", "too_long"),
        ];
        for (change, field, code) in cases {
            let mut draft = complete();
            change(&mut draft);
            assert_eq!(codes(&draft), [(field, code)]);
        }
    }

    #[test]
    fn names_of_any_script_and_length_up_to_200_are_names() {
        for name in ["ꦱꦶꦠꦶ".to_owned(), "张".to_owned(), "O'Neil-Sari".to_owned(), "é".repeat(200)] {
            assert!(Draft { name, ..complete() }.to_report().is_ok());
        }
    }

    #[test]
    fn a_helpers_details_are_not_looked_at_for_oneself() {
        let draft =
            Draft { about: Some(Subject::Myself), reporter_phone: "nonsense".into(), relation: None, ..complete() };
        assert_eq!(draft.to_report().unwrap().about, About::Myself);
    }

    proptest! {
        #[test]
        fn a_report_exists_exactly_where_no_field_has_a_fault(
            nik in "(3510161203850001|[0-9 .x]{0,20})", name in "\\PC{0,12}", household in "[0-9a]{0,4}", consent: bool,
        ) {
            let draft = Draft { nik, name, household_size: household, consent, ..complete() };
            let faulty = Field::ALL.iter().any(|&field| draft.fault(field).is_some());
            prop_assert_eq!(draft.to_report().is_err(), faulty);
        }
    }
}
