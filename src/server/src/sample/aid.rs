//! What an ordinary family receives, and how the lists say so: whose name stands
//! there, with NIK and card, with one of them alone, paid or waiting.

use super::family::{Family, Member};
use super::numbers::Numbers;
use super::places;
use super::rng::Rng;
use super::sheets::Sheets;
use super::{SampleError, YEAR};
use tilik_core::Scheme;

/// The newest list of almost every scheme.
pub(super) const NOW: &str = "2020-05";
/// The list before, superseded for every scheme that has a newer one.
pub(super) const BEFORE: &str = "2020-04";

/// The newest list of a scheme: the province's for May has not landed.
pub(super) const fn newest(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::JpsProv => BEFORE,
        _ => NOW,
    }
}

/// Who of a family stands on a scheme's list, if anybody fits.
fn recipient(family: &Family, scheme: Scheme) -> Option<&Member> {
    match scheme {
        // Paid to the mother, where there is one.
        Scheme::Pkh => family.find(|member| member.female && member.age() > 18).or(Some(family.head())),
        Scheme::Prakerja => family.find(|member| (18..50).contains(&member.age())),
        Scheme::Bpum => family.find(|member| (20..70).contains(&member.age())),
        Scheme::Nutrisi => family.find(|member| member.female && (19..42).contains(&member.age())),
        _ => Some(family.head()),
    }
}

/// The schemes of a family, and whether they are only of the month before.
fn draw(rng: &mut Rng) -> (Vec<Scheme>, bool) {
    use Scheme::{BltDd, Bpnt, Bpum, Bst, JpsKab, JpsProv, Nutrisi, Pkh, Prakerja};
    // Per mille of families. The ten ranges before `_` add up to 545, so that about
    // 54 % are on a newest list: at the regency's 520,000 about 280,000 families.
    let schemes = match rng.below(1_000) {
        0..118 => vec![Pkh, Bpnt],
        118..132 => vec![Pkh],
        132..222 => vec![Bpnt],
        222..352 => vec![Bst],
        352..440 => vec![BltDd],
        440..480 => vec![JpsProv],
        480..516 => vec![JpsKab],
        516..530 => vec![Prakerja],
        530..540 => vec![Bpum],
        540..545 => vec![Nutrisi],
        545..575 => return (vec![*rng.pick(&[Pkh, Bst, BltDd])], true),
        _ => return (Vec::new(), false),
    };
    (schemes, false)
}

/// What comes on top, and by the rules should not always.
fn besides(rng: &mut Rng, schemes: &[Scheme]) -> Option<Scheme> {
    if schemes.is_empty() {
        return None;
    }
    match rng.below(1_000) {
        0..20 => Some(Scheme::Nutrisi),
        20..50 => Some(Scheme::Prakerja),
        50..65 => Some(Scheme::Bpum),
        65..75 => Some(Scheme::BltDd),
        _ => None,
    }
}

/// The lines of an ordinary family in `recipients.csv`, if it has any.
pub(super) fn write_recipients(
    sheets: &mut Sheets,
    family: &Family,
    rng: &mut Rng,
    numbers: &mut Numbers,
) -> Result<(), SampleError> {
    let (mut schemes, over) = draw(rng);
    if let Some(more) = besides(rng, &schemes).filter(|more| !over && !schemes.contains(more)) {
        schemes.push(more);
    }
    for scheme in schemes {
        let Some(member) = recipient(family, scheme) else { continue };
        if over {
            write(sheets, family, member, scheme, BEFORE, rng)?;
            continue;
        }
        let had_it_before = matches!(scheme, Scheme::Pkh | Scheme::Bst | Scheme::BltDd) && rng.chance(700);
        if had_it_before {
            write(sheets, family, member, scheme, BEFORE, rng)?;
        }
        // Some recipients the registry does not know: a list with another village's
        // person, or a NIK that was mistyped into somebody else's.
        if rng.chance(6) {
            write_stranger(sheets, family, scheme, rng, numbers)?;
        } else {
            write(sheets, family, member, scheme, newest(scheme), rng)?;
            sheets.aided();
        }
    }
    Ok(())
}

/// One line: mostly with NIK and card, sometimes with one of them alone.
fn write(
    sheets: &mut Sheets,
    family: &Family,
    member: &Member,
    scheme: Scheme,
    period: &str,
    rng: &mut Rng,
) -> Result<(), SampleError> {
    let personal = matches!(scheme, Scheme::Prakerja | Scheme::Bpum | Scheme::Nutrisi);
    let (nik, card) = match rng.below(10) {
        0 => (member.nik.as_str(), ""),
        // A person's aid is never listed by the card.
        1 if !personal => ("", family.card.number.as_str()),
        _ => (member.nik.as_str(), family.card.number.as_str()),
    };
    // Many lists are kept in capitals.
    let name = if rng.chance(400) { member.name.to_uppercase() } else { member.name.clone() };
    sheets.recipient([scheme.word(), period, nik, card, &name, status(period, rng)])
}

/// A recipient with a NIK in no registry, half of them with this family's card,
/// which does not make it the family's aid.
pub(super) fn write_stranger(
    sheets: &mut Sheets,
    family: &Family,
    scheme: Scheme,
    rng: &mut Rng,
    numbers: &mut Numbers,
) -> Result<(), SampleError> {
    let nik = numbers.nik(places::elsewhere(rng), YEAR - rng.between(25, 70), rng.chance(500))?;
    let card = if rng.chance(500) { family.card.number.as_str() } else { "" };
    let period = newest(scheme);
    sheets.recipient([scheme.word(), period, &nik, card, &family.head().name, status(period, rng)])
}

/// Paid, named and waiting, or nothing, which means waiting.
fn status(period: &str, rng: &mut Rng) -> &'static str {
    let paid = if period == NOW { 52 } else { 92 };
    match rng.below(100) {
        roll if roll < paid => "paid",
        roll if roll % 4 == 0 => "",
        _ => "listed",
    }
}
