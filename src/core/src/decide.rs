//! The decision on a report: pure and total. The same call is made by the server,
//! by a kiosk without a network, and by whoever replays an old decision with the
//! rules of its version.

use crate::aid::{Aid, Edition, Level, Period, Scheme, Through};
use crate::date::Date;
use crate::report::Report;
use crate::rules::RuleSet;

/// A rejected family may object (sanggah) until this many days after the report
/// was received, that day included.
pub const DAYS_TO_OBJECT: i32 = 30;

/// How surely the registry knows the family of the person reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FamilyStanding {
    /// Present on exactly one family card.
    Certain,
    /// Present on more than one card at once.
    Uncertain,
    /// On no card, or not in the registry at all.
    Unregistered,
}

/// What the crossing with the registry and the lists found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// How surely the family is known.
    pub standing: FamilyStanding,
    /// The active aid of the person and, where the family is certain, of everybody
    /// on the card.
    pub aid: Vec<Aid>,
    /// An open report for that family exists.
    pub open_report: bool,
}

/// Why a report is rejected: one rule that excludes and the list that says so.
/// Never which relative.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// The rule's name.
    pub rule: String,
    /// The regulation it rests on.
    pub regulation: String,
    /// The scheme received.
    pub scheme: Scheme,
    /// Who pays it.
    pub level: Level,
    /// The list's month.
    pub period: Period,
    /// The list.
    pub edition: Edition,
}

/// What happens with a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The family already has an aid that excludes the one asked for.
    Rejected {
        /// Every rule that excludes, not the first alone; never empty.
        reasons: Vec<Reason>,
        /// The last day for an objection.
        may_object_until: Date,
    },
    /// Nothing in the way, but the family already has an open report: no second
    /// case is made.
    AlreadyReported,
    /// The machine cannot tell whose family this is. An officer can.
    Undetermined,
    /// Crossed, nothing in the way: on to verification.
    Verifying,
}

/// An outcome and the version of the rules it was reached with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What happens.
    pub outcome: Outcome,
    /// [`RuleSet::version`].
    pub rules_version: String,
}

/// Holds a report against what is known of the family.
///
/// An uncertain family never rejects by itself: only the person's own aid counts
/// then, which is certain whatever the family is. An aid that excludes is told
/// before an open report, because it is the answer the family waits for.
pub fn decide(report: &Report, crossing: &Crossing, rules: &RuleSet, received_on: Date) -> Decision {
    let known: Vec<Aid> = crossing
        .aid
        .iter()
        .filter(|aid| crossing.standing == FamilyStanding::Certain || aid.through == Through::Own)
        .cloned()
        .collect();
    let mut reasons: Vec<Reason> = Vec::new();
    for (rule, aid) in rules.exclusions(report.asked(), &known, received_on) {
        let reason = Reason {
            rule: rule.id.clone(),
            regulation: rule.regulation.clone(),
            scheme: aid.scheme,
            level: aid.scheme.level(),
            period: aid.period,
            edition: aid.edition.clone(),
        };
        // Two recipients of one aid on one card are one reason.
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let outcome = if !reasons.is_empty() {
        Outcome::Rejected { reasons, may_object_until: may_object_until(received_on) }
    } else if crossing.open_report {
        Outcome::AlreadyReported
    } else if crossing.standing == FamilyStanding::Certain {
        Outcome::Verifying
    } else {
        Outcome::Undetermined
    };
    Decision { outcome, rules_version: rules.version.clone() }
}

/// The last day on which the family may object to what was rejected on a day, by the
/// machine or by an officer.
pub fn may_object_until(rejected_on: Date) -> Date {
    rejected_on.plus_days(DAYS_TO_OBJECT)
}
