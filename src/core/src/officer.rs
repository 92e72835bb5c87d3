//! Who works on reports: roles, the area each looks after, and what each may do.
//! Accounts, passwords and sessions are the server's; here are the rules alone, so
//! that the console shows what the server allows.

use crate::aid::words;
use crate::case::Desk;
use crate::region::{Desa, Kecamatan, REGENCY};

words! {
    /// What somebody is there for.
    pub enum Role {
        /// Verifies the reports of a village.
        Verifier = "verifier",
        /// Looks after a district: what its villages pass up or leave lying.
        Coordinator = "coordinator",
        /// The regency's staff: every case, the lists, the rules.
        Admin = "admin",
        /// Brings packages to the families of a district.
        Crew = "crew",
        /// Reads the trail of what was done, and nothing else.
        Auditor = "auditor",
    }
}

words! {
    /// What may be done. Each endpoint of the officers' side asks for one of these.
    pub enum Permission {
        /// Look at the queue and at a case.
        See = "see",
        /// Approve, reject, pass up.
        Decide = "decide",
        /// Look at batches and their manifests.
        SeeBatches = "see_batches",
        /// Make batches, send them off, cancel them.
        Send = "send",
        /// Hand packages over.
        HandOver = "hand_over",
        /// Look at what was announced, and print it.
        SeeAnnouncements = "see_announcements",
        /// Announce the lists.
        Announce = "announce",
        /// Search the trail.
        Audit = "audit",
        /// Make, reset, bind and end accounts.
        Accounts = "accounts",
        /// Look at messages that could not be sent, and have them sent again.
        Messages = "messages",
        /// Look at the figures of an area, and take them and its cases along as a file.
        SeeFigures = "see_figures",
        /// Take along who the people of those cases are.
        ExportPersons = "export_persons",
    }
}

impl Role {
    /// Whether the role may do it, within its area.
    pub const fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::See | Permission::Decide | Permission::SeeAnnouncements | Permission::SeeFigures => {
                matches!(self, Self::Verifier | Self::Coordinator | Self::Admin)
            }
            // A verifier sees people case by case, and the trail has each look; a file of
            // names and NIKs is for the desks that answer for an area.
            Permission::Send | Permission::ExportPersons => matches!(self, Self::Coordinator | Self::Admin),
            Permission::SeeBatches | Permission::HandOver => {
                matches!(self, Self::Coordinator | Self::Admin | Self::Crew)
            }
            Permission::Announce => matches!(self, Self::Admin),
            Permission::Audit => matches!(self, Self::Auditor),
            Permission::Accounts => matches!(self, Self::Admin),
            Permission::Messages => matches!(self, Self::Admin),
        }
    }

    /// The desk that the role sits at.
    pub const fn desk(self) -> Desk {
        match self {
            Self::Verifier => Desk::Desa,
            Self::Coordinator | Self::Crew => Desk::Kecamatan,
            Self::Admin | Self::Auditor => Desk::Kabupaten,
        }
    }
}

/// Where somebody's work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// One village.
    Desa(Desa),
    /// A district.
    Kecamatan(Kecamatan),
    /// The whole regency.
    Kabupaten,
}

impl Area {
    /// The area of a code: ten digits for a village, six for a district.
    pub fn from_code(code: u64) -> Option<Self> {
        if code >= 1_000_000_000 {
            return Desa::from_code(code).map(Self::Desa);
        }
        Kecamatan::all().find(|&kecamatan| district(kecamatan) == code).map(Self::Kecamatan)
    }

    /// Its code; none for the whole regency.
    pub fn code(self) -> Option<u64> {
        match self {
            Self::Desa(desa) => Some(desa.code()),
            Self::Kecamatan(kecamatan) => Some(district(kecamatan)),
            Self::Kabupaten => None,
        }
    }

    /// The first and the last code of its villages.
    pub fn villages(self) -> (u64, u64) {
        match self {
            Self::Desa(desa) => (desa.code(), desa.code()),
            Self::Kecamatan(kecamatan) => (district(kecamatan) * 10_000, district(kecamatan) * 10_000 + 9_999),
            Self::Kabupaten => (u64::from(REGENCY) * 1_000_000, u64::from(REGENCY) * 1_000_000 + 999_999),
        }
    }

    /// Whether the village with that code lies in it.
    pub fn covers(self, village: u64) -> bool {
        let (first, last) = self.villages();
        (first..=last).contains(&village)
    }
}

fn district(kecamatan: Kecamatan) -> u64 {
    u64::from(REGENCY) * 100 + u64::from(kecamatan.number())
}

/// A role in the area that fits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    role: Role,
    area: Area,
}

/// The area does not fit the role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyFault {
    /// A verifier has one village.
    NeedsVillage,
    /// A coordinator and a crew have a district.
    NeedsDistrict,
    /// The others have the whole regency.
    WholeRegency,
}

impl Duty {
    /// A role in an area. A district is also named by one of its villages.
    ///
    /// # Errors
    /// [`DutyFault`] where they do not fit.
    pub fn new(role: Role, area: Area) -> Result<Self, DutyFault> {
        match (role.desk(), area) {
            (Desk::Desa, Area::Desa(_))
            | (Desk::Kecamatan, Area::Kecamatan(_))
            | (Desk::Kabupaten, Area::Kabupaten) => Ok(Self { role, area }),
            (Desk::Kecamatan, Area::Desa(desa)) => Ok(Self { role, area: Area::Kecamatan(desa.kecamatan()) }),
            (Desk::Desa, _) => Err(DutyFault::NeedsVillage),
            (Desk::Kecamatan, Area::Kabupaten) => Err(DutyFault::NeedsDistrict),
            (Desk::Kabupaten, _) => Err(DutyFault::WholeRegency),
        }
    }

    /// The role.
    pub const fn role(self) -> Role {
        self.role
    }

    /// The area.
    pub const fn area(self) -> Area {
        self.area
    }

    /// Whether a case of that village, passed up to `desk`, is theirs to decide. What was
    /// passed up is decided there or above; what only lay too long may still be decided
    /// by the village, which knows the family.
    pub fn may_decide(self, village: u64, desk: Desk) -> bool {
        self.role.may(Permission::Decide) && self.area.covers(village) && self.role.desk() >= desk
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: u64) -> Area {
        Area::from_code(code).unwrap()
    }

    #[test]
    fn an_area_is_named_by_its_code_and_covers_its_villages() {
        let village = area(3_510_161_001);
        assert!(village.covers(3_510_161_001) && !village.covers(3_510_161_002));
        let district = area(351_016);
        assert!(district.covers(3_510_161_002) && !district.covers(3_510_171_001));
        assert!(Desa::all().all(|desa| Area::Kabupaten.covers(desa.code())));
        for code in [0, 351_099, 3_510_169_999, 3510] {
            assert_eq!(Area::from_code(code), None, "{code}");
        }
        for area in [village, district] {
            assert_eq!(Area::from_code(area.code().unwrap()), Some(area));
        }
    }

    #[test]
    fn a_role_has_the_area_that_fits_it() {
        let (village, district) = (area(3_510_161_001), area(351_016));
        assert_eq!(Duty::new(Role::Verifier, village).map(Duty::area), Ok(village));
        assert_eq!(Duty::new(Role::Verifier, district), Err(DutyFault::NeedsVillage));
        assert_eq!(Duty::new(Role::Coordinator, village).map(Duty::area), Ok(district));
        assert_eq!(Duty::new(Role::Crew, Area::Kabupaten), Err(DutyFault::NeedsDistrict));
        assert_eq!(Duty::new(Role::Admin, district), Err(DutyFault::WholeRegency));
        assert!(Duty::new(Role::Auditor, Area::Kabupaten).is_ok());
    }

    #[test]
    fn what_was_passed_up_is_decided_above_and_within_the_area() {
        let verifier = Duty::new(Role::Verifier, area(3_510_161_001)).unwrap();
        let coordinator = Duty::new(Role::Coordinator, area(351_016)).unwrap();
        let crew = Duty::new(Role::Crew, area(351_016)).unwrap();
        let admin = Duty::new(Role::Admin, Area::Kabupaten).unwrap();
        let may = |village, desk| [verifier, coordinator, crew, admin].map(|duty| duty.may_decide(village, desk));
        assert_eq!(may(3_510_161_001, Desk::Desa), [true, true, false, true]);
        assert_eq!(may(3_510_161_001, Desk::Kecamatan), [false, true, false, true]);
        assert_eq!(may(3_510_161_001, Desk::Kabupaten), [false, false, false, true]);
        assert_eq!(may(3_510_161_002, Desk::Desa), [false, true, false, true]);
        assert_eq!(may(3_510_171_001, Desk::Desa), [false, false, false, true]);
    }
}
