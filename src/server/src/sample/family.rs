//! One family on one card: who belongs to it, how old they are, where they come
//! from. A head, perhaps a spouse, children younger than their mother, a parent
//! older than the head.

use super::hard::Hard;
use super::names::{self, Tongue};
use super::numbers::Numbers;
use super::places::{self, Places};
use super::rng::Rng;
use super::{SampleError, YEAR};

/// What somebody is to the head, in the words of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    Head,
    Wife,
    Child,
    Parent,
    InLaw,
    Grandchild,
}

impl Kin {
    /// As the card says it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Head => "Kepala Keluarga",
            Self::Wife => "Istri",
            Self::Child => "Anak",
            Self::Parent => "Orang Tua",
            Self::InLaw => "Mertua",
            Self::Grandchild => "Cucu",
        }
    }
}

/// Somebody on a card.
pub(super) struct Member {
    pub nik: String,
    pub name: String,
    pub female: bool,
    pub born_in: u16,
    pub kin: Kin,
}

impl Member {
    /// Completed years, give or take one.
    pub(super) fn age(&self) -> u16 {
        YEAR - self.born_in
    }
}

/// A card, where it hangs.
#[derive(Clone)]
pub(super) struct Card {
    pub number: String,
    pub village: String,
    pub address: String,
}

/// Everybody on one card; the head comes first, so there is always somebody.
pub(super) struct Family {
    pub card: Card,
    /// The district of the office that recorded the card.
    pub office: u32,
    pub members: Vec<Member>,
}

/// The year a person must be born in at the latest to stand on a card: newborns of
/// the sample's own year are not yet recorded.
const YOUNGEST: u16 = YEAR - 1;
/// Cards were made anew when the register became electronic.
const FIRST_CARDS: u16 = 2009;

impl Family {
    /// A family drawn by chance. The hard case may ask for a head from a retired
    /// district.
    pub(super) fn draw(
        rng: &mut Rng,
        places: &Places,
        numbers: &mut Numbers,
        hard: Option<Hard>,
    ) -> Result<Self, SampleError> {
        let home = places.home(rng);
        let tongue = Tongue::draw(rng);
        let mut members = Vec::with_capacity(6);
        for (kin, female, born_in) in shape(rng) {
            let region = match hard {
                Some(Hard::RetiredRegion) if kin == Kin::Head => places::retired(rng),
                _ => places.origin(rng, home, born_in),
            };
            let nik = numbers.nik(region, born_in, female)?;
            let name = names::draw(rng, tongue, female, born_in);
            members.push(Member { nik, name, female, born_in, kin });
        }
        // A birth makes a new card, so none is older than the youngest on it.
        let youngest = members.iter().map(|member| member.born_in).max().unwrap_or(YOUNGEST);
        let recorded_in = rng.between((youngest + 1).max(FIRST_CARDS), YEAR);
        let office = Places::office(home, recorded_in);
        let number = numbers.card(office, recorded_in)?;
        let card = Card { number, village: home.code.clone(), address: home.address(rng) };
        Ok(Self { card, office, members })
    }

    /// The head.
    pub(super) fn head(&self) -> &Member {
        &self.members[0]
    }

    /// The youngest generation's last, or the head of a family of one.
    pub(super) fn last(&self) -> &Member {
        &self.members[self.members.len() - 1]
    }

    /// The first who fits.
    pub(super) fn find(&self, fits: impl Fn(&Member) -> bool) -> Option<&Member> {
        self.members.iter().find(|member| fits(member))
    }
}

/// Who is on the card: kinship, sex, year of birth.
fn shape(rng: &mut Rng) -> Vec<(Kin, bool, u16)> {
    let mut people = Vec::with_capacity(6);
    match rng.below(100) {
        // An elder alone.
        0..7 => people.push((Kin::Head, rng.chance(620), YEAR - rng.between(60, 92))),
        // Somebody younger alone.
        7..11 => people.push((Kin::Head, rng.chance(400), YEAR - rng.between(21, 59))),
        // A parent alone with children.
        11..20 => {
            let female = rng.chance(800);
            let head = YEAR - rng.between(26, 66);
            people.push((Kin::Head, female, head));
            children(rng, head, 1, &mut people);
        }
        // A couple, perhaps with children and one of their parents.
        _ => {
            // Two draws, so that most heads are in the middle.
            let head = YEAR - (22 + rng.below(31) + rng.below(31));
            let wife = (head + rng.below(9)).saturating_sub(2).min(YEAR - 19);
            people.push((Kin::Head, false, head));
            people.push((Kin::Wife, true, wife));
            children(rng, wife, 0, &mut people);
            if rng.chance(200) && YEAR - head < 62 {
                let kin = if rng.chance(600) { Kin::Parent } else { Kin::InLaw };
                people.push((kin, rng.chance(720), head - rng.between(20, 34)));
            }
            if rng.chance(200) && YEAR - wife > 47 {
                people.push((Kin::Grandchild, rng.chance(490), YOUNGEST - rng.below(11)));
            }
        }
    }
    people
}

/// Children of a mother (or a father alone) born in `parent`, at least `least`.
fn children(rng: &mut Rng, parent: u16, least: u16, people: &mut Vec<(Kin, bool, u16)>) {
    let wanted = match rng.below(100) {
        0..4 => 0,
        4..23 => 1,
        23..62 => 2,
        62..87 => 3,
        _ => 4,
    };
    let mut born_in = parent + rng.between(18, 27);
    for child in 0..wanted.max(least) {
        let born = born_in.min(YOUNGEST);
        // Who is grown up mostly has a card of one's own.
        let stays = YEAR - born < 24 || rng.chance(450) || child < least;
        let possible = born_in <= YOUNGEST && born_in <= parent + 43;
        if (possible || child < least) && stays {
            people.push((Kin::Child, rng.chance(490), born));
        }
        born_in += rng.between(1, 7);
    }
}
