//! Messages about a report: which step is told to whom, and when a message that could
//! not be sent is tried again. The words that people read are the server's, and so is
//! the sending.
//!
//! Reporting a neighbour must not reveal the neighbour's aid. Whoever reports somebody
//! else types that person's phone as well, and it may be a second one of their own: so a
//! verdict goes to nobody but who reported themselves. What the others hear, a status
//! page shows a helper too, and that a package is at the door.

use crate::aid::words;
use crate::case::Status;

words! {
    /// What a message tells.
    pub enum Event {
        /// The report has arrived, and somebody looks at it.
        Received = "received",
        /// It is not passed on.
        Rejected = "rejected",
        /// The family is found eligible.
        Approved = "approved",
        /// The package is on its way.
        OnTheWay = "on_the_way",
        /// The package was handed over.
        Delivered = "delivered",
        /// The objection was right.
        ObjectionUpheld = "objection_upheld",
        /// The objection changes nothing.
        ObjectionRefused = "objection_refused",
    }
}

words! {
    /// Who hears of a report.
    pub enum Recipient {
        /// Who reported themselves.
        Person = "person",
        /// Whom somebody else reported.
        Named = "named",
        /// Who reported somebody else.
        Helper = "helper",
    }
}

impl Event {
    /// What is told when a report comes in and is decided as `status`.
    pub const fn at_receipt(status: Status, about_other: bool) -> Self {
        match status {
            Status::Rejected if !about_other => Self::Rejected,
            _ => Self::Received,
        }
    }

    /// What is told of a step from one status to the next, if anything is.
    pub const fn of_step(from: Status, to: Status) -> Option<Self> {
        match (from, to) {
            (Status::Objected, Status::Approved) => Some(Self::ObjectionUpheld),
            (Status::Objected, Status::Rejected) => Some(Self::ObjectionRefused),
            (Status::Verifying | Status::Undetermined, Status::Approved) => Some(Self::Approved),
            (_, Status::Rejected) => Some(Self::Rejected),
            (_, Status::OnTheWay) => Some(Self::OnTheWay),
            (_, Status::Delivered) => Some(Self::Delivered),
            _ => None,
        }
    }
}

impl Recipient {
    /// Those of a report.
    pub const fn of(about_other: bool) -> &'static [Self] {
        if about_other { &[Self::Named, Self::Helper] } else { &[Self::Person] }
    }

    /// Whether it is told to them.
    pub const fn hears(self, event: Event) -> bool {
        match self {
            Self::Person => true,
            Self::Named => matches!(event, Event::Received | Event::OnTheWay | Event::Delivered),
            Self::Helper => matches!(event, Event::Received | Event::Delivered),
        }
    }
}

/// Tries before a message is given up. The pauses between them are five seconds and then
/// twice as long each time, thirteen of them (11.4 hours), and then ten of 6 hours: three
/// days, but for half an hour.
pub const TRIES: u32 = 24;

/// The pause after the first try, in seconds.
const FIRST_PAUSE: u32 = 5;
/// The longest pause, in seconds: 6 hours.
const LONGEST_PAUSE: u32 = 6 * 60 * 60;
/// The longest pause that a gateway may ask for, in seconds: a day.
const LONGEST_ASKED: u32 = 24 * 60 * 60;

/// Seconds until a message is tried again after so many tries in vain; none: it is given
/// up. `noise` is any number: it moves the pause by up to a quarter either way, so that
/// what failed together does not come back together. A gateway that `asked` for more
/// time gets it.
pub fn pause_after(tries: u32, noise: u32, asked: Option<u32>) -> Option<u32> {
    if tries >= TRIES {
        return None;
    }
    let doubled = FIRST_PAUSE.saturating_mul(1 << tries.saturating_sub(1).min(16));
    let pause = doubled.min(LONGEST_PAUSE);
    let moved = pause - pause / 4 + noise % (pause / 2 + 1);
    Some(moved.max(asked.unwrap_or_default().min(LONGEST_ASKED)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Step;
    use proptest::prelude::*;

    /// Whatever a status page shows a helper, and no more.
    #[test]
    fn a_helper_hears_what_a_helper_may_see() {
        let mut told = Vec::new();
        for &from in Status::ALL {
            for &step in Step::ALL {
                let Ok(to) = from.after(step) else { continue };
                let Some(event) = Event::of_step(from, to) else { continue };
                assert!(!Recipient::Helper.hears(event) || to.is_coarse(), "{from:?} {to:?}");
                assert!(Recipient::Person.hears(event));
                told.push((from.word(), to.word(), event.word(), Recipient::Named.hears(event)));
            }
        }
        assert_eq!(
            told,
            [
                ("verifying", "approved", "approved", false),
                ("verifying", "rejected", "rejected", false),
                ("undetermined", "approved", "approved", false),
                ("undetermined", "rejected", "rejected", false),
                ("batched", "on_the_way", "on_the_way", true),
                ("on_the_way", "delivered", "delivered", true),
                ("objected", "approved", "objection_upheld", false),
                ("objected", "rejected", "objection_refused", false),
            ]
        );
    }

    #[test]
    fn what_comes_in_about_somebody_else_is_received_whatever_was_decided() {
        for &status in Status::ALL {
            assert_eq!(Event::at_receipt(status, true), Event::Received);
            let rejected = status == Status::Rejected;
            assert_eq!(Event::at_receipt(status, false) == Event::Rejected, rejected, "{status:?}");
        }
        assert_eq!(Recipient::of(false), [Recipient::Person]);
        assert_eq!(Recipient::of(true), [Recipient::Named, Recipient::Helper]);
    }

    proptest! {
        #[test]
        fn a_pause_is_near_the_double_of_the_one_before(tries in 1..TRIES, noise: u32) {
            let pause = pause_after(tries, noise, None).unwrap();
            let even = (5u64 << (tries - 1).min(20)).min(21_600);
            prop_assert!((even * 3 / 4..=even * 5 / 4 + 1).contains(&u64::from(pause)), "{pause} after {tries}");
        }

        #[test]
        fn a_message_is_given_up_after_some_three_days(noise in proptest::collection::vec(any::<u32>(), TRIES as usize)) {
            let pauses = (1..).zip(noise).map_while(|(tries, noise)| pause_after(tries, noise, None));
            let (count, sum) = pauses.fold((0, 0), |(count, sum), pause| (count + 1, sum + pause));
            prop_assert_eq!(count, TRIES - 1);
            let hours = sum / 3_600;
            // 71.4 hours, a quarter more or less.
            prop_assert!((53..=90).contains(&hours), "{hours}");
        }

        #[test]
        fn a_gateway_that_asks_for_time_gets_a_day_at_the_most(tries in 1..TRIES, noise: u32, asked: u32) {
            let pause = pause_after(tries, noise, Some(asked)).unwrap();
            prop_assert!(pause >= asked.min(86_400));
            prop_assert!(pause <= asked.clamp(27_001, 86_400));
        }

        #[test]
        fn nothing_is_tried_for_ever(tries in TRIES.., noise: u32, asked: Option<u32>) {
            prop_assert_eq!(pause_after(tries, noise, asked), None);
        }
    }
}
