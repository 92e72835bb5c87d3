//! The hard cases: what real registers and lists hold besides orderly families.
//! Each occurs once right after the demo families, and again and again after that.

use super::aid::{self, NOW};
use super::family::{Card, Family, Member};
use super::numbers::Numbers;
use super::rng::Rng;
use super::sheets::{Recipient, Sheets};
use super::{SampleError, YEAR, demo};
use tilik_core::Scheme;

/// One family in so many is a hard case.
const EVERY: u64 = 500;

/// What is hard about a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hard {
    /// A resident with a NIK of 15 digits.
    ShortNik,
    /// A resident with a letter O for a zero in the NIK.
    LetterNik,
    /// A resident born on 30 February.
    ImpossibleBirthDate,
    /// A resident with the serial 0000.
    ZeroSerial,
    /// A resident whose card number is "0".
    CardZero,
    /// The same resident twice on the same card.
    TwiceInRegistry,
    /// The head on a neighbour's card as well.
    OnTwoCards,
    /// The head's NIK begins with a district that is retired.
    RetiredRegion,
    /// A list knows the head with the number of the card before.
    Moved,
    /// A list knows the card before alone, which is nobody's now.
    FormerCard,
    /// The same line twice in a list.
    TwiceOnList,
    /// Recipients with a NIK of each wrong kind.
    BadRecipients,
    /// A recipient with a NIK and the card number "0".
    RecipientCardZero,
    /// A recipient the registry does not know.
    Stranger,
}

impl Hard {
    const ALL: [Self; 14] = [
        Self::ShortNik,
        Self::LetterNik,
        Self::ImpossibleBirthDate,
        Self::ZeroSerial,
        Self::CardZero,
        Self::TwiceInRegistry,
        Self::OnTwoCards,
        Self::RetiredRegion,
        Self::Moved,
        Self::FormerCard,
        Self::TwiceOnList,
        Self::BadRecipients,
        Self::RecipientCardZero,
        Self::Stranger,
    ];

    /// The hard case of the family with this number, if it is one.
    pub(super) fn of_family(index: u64) -> Option<Self> {
        let count = Self::ALL.len() as u64;
        let place = match index.checked_sub(demo::FAMILIES)? {
            first if first < count => first,
            later if later.is_multiple_of(EVERY) => later / EVERY % count,
            _ => return None,
        };
        Self::ALL.get(place as usize).copied()
    }
}

/// The family's lines in `residents.csv`, with what is wrong with them.
pub(super) fn write_residents(
    sheets: &mut Sheets,
    family: &Family,
    hard: Option<Hard>,
    neighbour: Option<&Card>,
) -> Result<(), SampleError> {
    let Card { number, village, address } = &family.card;
    for (place, member) in family.members.iter().enumerate() {
        let Member { nik, name, female, kin, .. } = member;
        let sex = if *female { "P" } else { "L" };
        let line = [nik, number, name, sex, village, address, kin.word()];
        if place + 1 < family.members.len() {
            sheets.resident(line)?;
            continue;
        }
        // The last on the card is the one whose line went wrong.
        let broken = hard.and_then(|hard| break_nik(hard, nik));
        match (hard, &broken) {
            (_, Some(broken)) => sheets.bad_resident([broken, number, name, sex, village, address, kin.word()])?,
            (Some(Hard::CardZero), _) => sheets.bad_resident([nik, "0", name, sex, village, address, kin.word()])?,
            (Some(Hard::TwiceInRegistry), _) => {
                sheets.resident(line)?;
                sheets.bad_resident(line)?;
            }
            _ => sheets.resident(line)?,
        }
    }
    if let (Some(Hard::OnTwoCards), Some(card)) = (hard, neighbour) {
        let Member { nik, name, female, .. } = family.head();
        let sex = if *female { "P" } else { "L" };
        sheets.resident([nik, &card.number, name, sex, &card.village, &card.address, "Famili Lain"])?;
    }
    Ok(())
}

/// The family's lines in `recipients.csv` that come from the hard case.
pub(super) fn write_recipients(
    sheets: &mut Sheets,
    family: &Family,
    hard: Option<Hard>,
    rng: &mut Rng,
    numbers: &mut Numbers,
) -> Result<(), SampleError> {
    let head = family.head();
    let bst = Scheme::Bst.word();
    let line: Recipient = [bst, NOW, &head.nik, &family.card.number, &head.name, "listed"];
    match hard {
        Some(Hard::Moved) => {
            let former = numbers.card(family.office, YEAR - 12)?;
            sheets.recipient([bst, NOW, &head.nik, &former, &head.name, "listed"])?;
            sheets.aided();
        }
        Some(Hard::FormerCard) => {
            let former = numbers.card(family.office, YEAR - 12)?;
            sheets.recipient([bst, NOW, "", &former, &head.name, "listed"])?;
        }
        Some(Hard::TwiceOnList) => {
            sheets.recipient(line)?;
            sheets.recipient(line)?;
            sheets.aided();
        }
        Some(Hard::BadRecipients) => {
            for kind in [Hard::ShortNik, Hard::LetterNik, Hard::ImpossibleBirthDate, Hard::ZeroSerial] {
                if let Some(broken) = break_nik(kind, &family.last().nik) {
                    sheets.bad_recipient([bst, NOW, &broken, &family.card.number, &head.name, "paid"])?;
                }
            }
        }
        Some(Hard::RecipientCardZero) => sheets.bad_recipient([bst, NOW, &head.nik, "0", &head.name, "paid"])?,
        Some(Hard::Stranger) => aid::write_stranger(sheets, family, Scheme::JpsKab, rng, numbers)?,
        _ => {}
    }
    Ok(())
}

/// The NIK as it went wrong, for the cases in which it did.
fn break_nik(hard: Hard, nik: &str) -> Option<String> {
    let (region, birth, serial) = (nik.get(..6)?, nik.get(6..12)?, nik.get(12..)?);
    let year = birth.get(4..)?;
    match hard {
        Hard::ShortNik => Some(format!("{region}{birth}{}", serial.get(1..)?)),
        Hard::LetterNik => Some(format!("{region}{birth}O{}", serial.get(1..)?)),
        Hard::ImpossibleBirthDate => Some(format!("{region}3002{year}{serial}")),
        Hard::ZeroSerial => Some(format!("{region}{birth}0000")),
        _ => None,
    }
}
