//! The sentence for every fault: which field, what is wrong, and for a NIK which
//! digits. And the names of what core knows as words: schemes, levels, impacts, findings.

use tilik_core::case::Finding;
use tilik_core::draft::{FaultCode, Field};
use tilik_core::nik::{BirthDateFault, NikFault};
use tilik_core::phone::PhoneFault;
use tilik_core::report::{Impact, Relation};
use tilik_core::ticket::TicketFault;
use tilik_core::{Level, Scheme};

use super::Text as T;
use super::{Text, date, fill, t};

/// What is wrong with a field of the report. A code that a field cannot have
/// reads as the server's own refusal.
pub fn field_fault(field: Field, code: FaultCode) -> String {
    let text = match (field, code) {
        (Field::Nik, FaultCode::Nik(fault)) => return nik_fault(fault),
        (_, FaultCode::TooLong { limit }) => {
            let text = match field {
                Field::Name | Field::ReporterName => T::FaultNameLong,
                Field::Address => T::FaultAddressLong,
                _ => T::FaultNoteLong,
            };
            return fill(t(text), &[("limit", &limit.to_string())]);
        }
        (Field::About, _) => T::FaultAbout,
        (Field::Nik, FaultCode::Required) => T::FaultNikRequired,
        (Field::Name, FaultCode::Required) => T::FaultNameRequired,
        (Field::Name | Field::ReporterName, FaultCode::NoLetter) => T::FaultNameLetter,
        (Field::Village, FaultCode::Required) => T::FaultVillageRequired,
        (Field::Village, FaultCode::Unknown) => T::FaultVillageUnknown,
        (Field::Address, FaultCode::Required) => T::FaultAddressRequired,
        (Field::ReporterName, FaultCode::Required) => T::FaultReporterName,
        (Field::ReporterPhone, FaultCode::Required) => T::FaultReporterPhone,
        (_, FaultCode::Phone(PhoneFault::NotDigits)) => T::FaultPhoneDigits,
        (_, FaultCode::Phone(PhoneFault::Prefix)) => T::FaultPhonePrefix,
        (_, FaultCode::Phone(PhoneFault::Length)) => T::FaultPhoneLength,
        (Field::ReporterRelation, _) => T::FaultRelation,
        (Field::Impact, _) => T::FaultImpact,
        (Field::HouseholdSize, FaultCode::Required) => T::FaultHouseholdRequired,
        (Field::HouseholdSize, FaultCode::NotDigits) => T::FaultHouseholdDigits,
        (Field::HouseholdSize, FaultCode::OutOfRange) => T::FaultHouseholdRange,
        (Field::Consent, _) => T::FaultConsent,
        _ => T::FaultServer,
    };
    t(text).to_owned()
}

/// The server refuses a field that this program finds right.
pub fn server_fault() -> String {
    t(Text::FaultServer).to_owned()
}

/// What is wrong with a NIK, and where.
pub fn nik_fault(fault: NikFault) -> String {
    let two = |number: u8| {
        let mut text = String::new();
        if number < 10 {
            text.push('0');
        }
        text.push_str(&number.to_string());
        text
    };
    match fault {
        NikFault::Length { digits } => {
            let (text, by) = if digits < 16 { (T::FaultNikShort, 16 - digits) } else { (T::FaultNikLong, digits - 16) };
            fill(t(text), &[("by", &by.to_string()), ("digits", &digits.to_string())])
        }
        NikFault::NotDigit { position, found } => {
            let text = if found.is_alphabetic() { T::FaultNikLetter } else { T::FaultNikSign };
            fill(t(text), &[("found", found.encode_utf8(&mut [0; 4])), ("position", &position.to_string())])
        }
        NikFault::BirthDate(BirthDateFault::Day { found }) => fill(t(T::FaultNikDay), &[("found", &two(found))]),
        NikFault::BirthDate(BirthDateFault::Month { found }) => fill(t(T::FaultNikMonth), &[("found", &two(found))]),
        NikFault::BirthDate(BirthDateFault::DayOfMonth { day, month }) => {
            fill(t(T::FaultNikDayOfMonth), &[("day", &day.to_string()), ("month", date::month_name(month))])
        }
        NikFault::BirthDate(BirthDateFault::LeapDay { year }) => fill(t(T::FaultNikLeapDay), &[("year", &two(year))]),
        NikFault::Serial => t(T::FaultNikSerial).to_owned(),
    }
}

/// What is wrong with a ticket.
pub fn ticket_fault(fault: TicketFault) -> String {
    match fault {
        TicketFault::Length => t(T::FaultTicketLength).to_owned(),
        TicketFault::Character { position } => fill(t(T::FaultTicketCharacter), &[("position", &position.to_string())]),
        TicketFault::Check => t(T::FaultTicketCheck).to_owned(),
    }
}

/// A scheme's full name.
pub fn scheme(scheme: Scheme) -> &'static str {
    t(match scheme {
        Scheme::Pkh => T::SchemePkh,
        Scheme::Bpnt => T::SchemeBpnt,
        Scheme::Bst => T::SchemeBst,
        Scheme::BltDd => T::SchemeBltDd,
        Scheme::Prakerja => T::SchemePrakerja,
        Scheme::Bpum => T::SchemeBpum,
        Scheme::JpsProv => T::SchemeJpsProv,
        Scheme::JpsKab => T::SchemeJpsKab,
        Scheme::Nutrisi => T::SchemeNutrisi,
    })
}

/// What an officer found.
pub fn finding(finding: Finding) -> &'static str {
    t(match finding {
        Finding::HasAid => T::FindingHasAid,
        Finding::NotInNeed => T::FindingNotInNeed,
        Finding::NotThere => T::FindingNotThere,
        Finding::Deceased => T::FindingDeceased,
        Finding::NotSo => T::FindingNotSo,
        Finding::Declined => T::FindingDeclined,
    })
}

/// Who pays it.
pub fn level(level: Level) -> &'static str {
    t(match level {
        Level::Central => T::LevelCentral,
        Level::Province => T::LevelProvince,
        Level::Regency => T::LevelRegency,
        Level::Village => T::LevelVillage,
    })
}

/// How a family is affected.
pub fn impact(impact: Impact) -> &'static str {
    t(match impact {
        Impact::LostWork => T::ImpactLostWork,
        Impact::LessIncome => T::ImpactLessIncome,
        Impact::Ill => T::ImpactIll,
        Impact::ElderlyAlone => T::ImpactElderlyAlone,
        Impact::Disabled => T::ImpactDisabled,
        Impact::Other => T::ImpactOther,
    })
}

/// How a helper knows the person.
pub fn relation(relation: Relation) -> &'static str {
    t(match relation {
        Relation::Relative => T::RelationRelative,
        Relation::Neighbour => T::RelationNeighbour,
        Relation::RtRw => T::RelationRtRw,
        Relation::Other => T::RelationOther,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilik_core::{Draft, Nik};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn said(nik: &str) -> String {
        nik_fault(Nik::parse(nik).unwrap_err())
    }

    #[test]
    fn a_nik_is_told_which_digit() {
        assert_eq!(said("3510163203850001"), "Angka ke-7 dan ke-8 (“32”) bukan tanggal. Periksa lagi.");
        assert_eq!(said("35101612O3850001"), "Huruf “O” pada angka ke-9. NIK hanya berisi angka.");
        assert_eq!(said("35101612038500"), "NIK kurang 2 angka (baru 14 dari 16).");
        assert_eq!(said("35101612038500012"), "NIK kelebihan 1 angka (17, seharusnya 16).");
        assert!(said("3510163002850001").contains("30 Februari"));
        assert!(said("3510162902010001").contains("29 Februari"));
        assert!(said("3510161203850000").contains("0000"));
        assert!(said("3510161213850001").contains("“13”"));
    }

    #[test]
    fn no_field_of_an_empty_draft_gets_the_servers_sentence() {
        let draft = Draft { about: Some(tilik_core::draft::Subject::Other), ..Draft::default() };
        for &field in Field::ALL {
            if let Some(code) = draft.fault(field) {
                assert_ne!(field_fault(field, code), server_fault(), "{field:?}");
            }
        }
    }
}
