//! What becomes of a report: its statuses, the steps between them, whose desk it lies
//! on, and the dates promised. A status changes by [`Status::after`] alone.

use crate::aid::words;
use crate::date::Date;
use crate::decide::Outcome;

words! {
    /// Where a report stands.
    pub enum Status {
        /// It has arrived.
        Received = "received",
        /// Crossed, nothing in the way; an officer looks at it.
        Verifying = "verifying",
        /// The machine cannot tell; an officer does.
        Undetermined = "undetermined",
        /// Found eligible.
        Approved = "approved",
        /// In a batch with others.
        Batched = "batched",
        /// On its way.
        OnTheWay = "on_the_way",
        /// At the family's door.
        Delivered = "delivered",
        /// Not passed on, with the reason.
        Rejected = "rejected",
        /// The family objects (sanggah).
        Objected = "objected",
    }
}

words! {
    /// What can happen to a report after its decision.
    pub enum Step {
        /// An officer finds the family eligible.
        Approve = "approve",
        /// An officer finds it not eligible.
        Reject = "reject",
        /// The family objects.
        Object = "object",
        /// It joins a batch.
        Batch = "batch",
        /// It is taken out of its batch again.
        Unbatch = "unbatch",
        /// The batch leaves.
        Dispatch = "dispatch",
        /// The package is handed over.
        Deliver = "deliver",
        /// The package comes back undelivered, to go out again.
        Return = "return",
        /// It comes back with a question: an officer looks at the family again.
        SendBack = "send_back",
    }
}

words! {
    /// Whose it is to decide a case, from the village upwards.
    pub enum Desk {
        /// The village's verifier.
        Desa = "desa",
        /// The district's coordinator.
        Kecamatan = "kecamatan",
        /// The regency.
        Kabupaten = "kabupaten",
    }
}

words! {
    /// What an officer found that makes a family not eligible. A listed one, so that it can be
    /// told in the family's language and counted.
    pub enum Finding {
        /// The family has aid that no list shows yet.
        HasAid = "has_aid",
        /// The visit found no need.
        NotInNeed = "not_in_need",
        /// The family does not live at the address.
        NotThere = "not_there",
        /// The person lives no more.
        Deceased = "deceased",
        /// What was reported is not so.
        NotSo = "not_so",
        /// The family does not want it.
        Declined = "declined",
    }
}

words! {
    /// What became of a package at the door.
    pub enum Handover {
        /// The family has it.
        HandedOver = "handed_over",
        /// Nobody was there.
        NotAtHome = "not_at_home",
        /// The family did not want it.
        Refused = "refused",
        /// The family lives there no more.
        Moved = "moved",
    }
}

impl Handover {
    /// The step that the report takes. Whom nobody met gets the package with the next
    /// batch; who did not want it, or lives elsewhere, is looked at again.
    pub const fn step(self) -> Step {
        match self {
            Self::HandedOver => Step::Deliver,
            Self::NotAtHome => Step::Return,
            Self::Refused | Self::Moved => Step::SendBack,
        }
    }
}

/// Days that a case may lie on a desk before it rises to the next: the time in which a
/// visit can be made, well within the 5 to 7 days promised after it.
pub const DESK_DAYS: i32 = 3;

impl Desk {
    /// The next one up.
    pub const fn up(self) -> Option<Self> {
        match self {
            Self::Desa => Some(Self::Kecamatan),
            Self::Kecamatan => Some(Self::Kabupaten),
            Self::Kabupaten => None,
        }
    }

    /// Where a case lies `today` that came to the desk `at` on `since`, and until which
    /// day it may lie there. Silence never becomes a refusal: it rises.
    pub fn on(at: Self, since: Date, today: Date) -> (Self, Date) {
        let (mut desk, mut due) = (at, since.plus_days(DESK_DAYS));
        while let Some(up) = desk.up()
            && due < today
        {
            desk = up;
            due = due.plus_days(DESK_DAYS);
        }
        (desk, due)
    }
}

/// The step does not follow from the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidStep {
    /// Where the report stands.
    pub status: Status,
    /// What was tried.
    pub step: Step,
}

impl Status {
    /// Where a report stands once it is decided. One that was already reported has
    /// no case of its own: it follows the open one and stays received.
    pub const fn decided(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Rejected { .. } => Self::Rejected,
            Outcome::AlreadyReported => Self::Received,
            Outcome::Undetermined => Self::Undetermined,
            Outcome::Verifying => Self::Verifying,
        }
    }

    /// Where a report stands after `step`.
    ///
    /// # Errors
    /// [`InvalidStep`] where the step does not follow.
    pub const fn after(self, step: Step) -> Result<Self, InvalidStep> {
        match (self, step) {
            (Self::Verifying | Self::Undetermined | Self::Objected, Step::Approve) => Ok(Self::Approved),
            (Self::Verifying | Self::Undetermined | Self::Objected, Step::Reject) => Ok(Self::Rejected),
            (Self::Rejected, Step::Object) => Ok(Self::Objected),
            (Self::Approved, Step::Batch) => Ok(Self::Batched),
            (Self::Batched, Step::Unbatch) => Ok(Self::Approved),
            (Self::Batched, Step::Dispatch) => Ok(Self::OnTheWay),
            (Self::OnTheWay, Step::Deliver) => Ok(Self::Delivered),
            (Self::OnTheWay, Step::Return) => Ok(Self::Approved),
            (Self::OnTheWay, Step::SendBack) => Ok(Self::Verifying),
            (status, step) => Err(InvalidStep { status, step }),
        }
    }

    /// Whether the report still waits for somebody, so that no second case is made.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Rejected | Self::Delivered)
    }

    /// Whether somebody who reported another may see this status. What is left out
    /// would tell whether the neighbour already gets aid.
    pub const fn is_coarse(self) -> bool {
        matches!(self, Self::Received | Self::Delivered)
    }
}

/// Days after its approval within which a package arrives.
pub const PROMISED_DAYS: i32 = 7;

/// The days between which a package arrives, counted from the day of approval:
/// the service's promise of 5 to 7 days.
pub fn promise(approved_on: Date) -> (Date, Date) {
    (approved_on.plus_days(5), approved_on.plus_days(PROMISED_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_drawn_steps_exist() {
        let mut steps = Vec::new();
        for &status in Status::ALL {
            for &step in Step::ALL {
                if let Ok(next) = status.after(step) {
                    steps.push(format!("{} {} {}", status.word(), step.word(), next.word()));
                }
            }
        }
        assert_eq!(
            steps,
            [
                "verifying approve approved",
                "verifying reject rejected",
                "undetermined approve approved",
                "undetermined reject rejected",
                "approved batch batched",
                "batched unbatch approved",
                "batched dispatch on_the_way",
                "on_the_way deliver delivered",
                "on_the_way return approved",
                "on_the_way send_back verifying",
                "rejected object objected",
                "objected approve approved",
                "objected reject rejected",
            ]
        );
    }

    #[test]
    fn what_lies_too_long_rises() {
        let since = Date::EPOCH;
        let on = |at, days| Desk::on(at, since, since.plus_days(days));
        assert_eq!(on(Desk::Desa, 0), (Desk::Desa, since.plus_days(3)));
        assert_eq!(on(Desk::Desa, 3), (Desk::Desa, since.plus_days(3)));
        assert_eq!(on(Desk::Desa, 4), (Desk::Kecamatan, since.plus_days(6)));
        assert_eq!(on(Desk::Desa, 7), (Desk::Kabupaten, since.plus_days(9)));
        assert_eq!(on(Desk::Desa, 900), (Desk::Kabupaten, since.plus_days(9)));
        assert_eq!(on(Desk::Kecamatan, 4), (Desk::Kabupaten, since.plus_days(6)));
        // A clock that went back makes nothing rise.
        assert_eq!(on(Desk::Desa, -4), (Desk::Desa, since.plus_days(3)));
    }

    #[test]
    fn a_helper_never_sees_a_verdict() {
        let seen: Vec<_> = Status::ALL.iter().filter(|status| status.is_coarse()).collect();
        assert_eq!(seen, [&Status::Received, &Status::Delivered]);
    }
}
