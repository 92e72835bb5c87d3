//! The rule matrix: which aid excludes which, for whom, from when until when,
//! and on what regulation it rests.
//!
//! Rules changed in 2020, 2021, 2023 and 2025, so they are data: a versioned
//! TOML file that the regency edits, read by the same code on every side.
//! Reading the file is the server's business; this module holds what was read
//! and answers one question, [`RuleSet::exclusions`].

use crate::aid::{Aid, Scheme, Through, words};
use crate::date::Date;

words! {
    /// Whose aid a rule looks at.
    pub enum CountsFor {
        /// Only the person's own.
        Person = "person",
        /// Anybody's on the family card, the person's own included.
        Family = "family",
    }
}

/// One cell of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Rule {
    /// Its name in decisions, `jps_kab/bst`.
    pub id: String,
    /// The aid asked for.
    pub asked: Scheme,
    /// The aid that excludes it.
    pub excluded_by: Scheme,
    /// Whose aid counts.
    pub counts_for: CountsFor,
    /// The first day it is in force.
    pub from: Date,
    /// The last day it is in force; none while it has no end.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub until: Option<Date>,
    /// The regulation it rests on.
    pub regulation: String,
}

impl Rule {
    fn in_force(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    fn excludes(&self, aid: &Aid) -> bool {
        self.excluded_by == aid.scheme
            && match self.counts_for {
                CountsFor::Person => aid.through == Through::Own,
                CountsFor::Family => true,
            }
    }
}

/// A version of the matrix. Every decision names the version it was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct RuleSet {
    /// The version's name.
    pub version: String,
    /// The rules, in the order reasons are given.
    #[cfg_attr(feature = "serde", serde(rename = "rule"))]
    pub rules: Vec<Rule>,
}

/// Why a rule set cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleSetFault {
    /// The version has no name.
    NoVersion,
    /// Two rules share a name.
    SameId(String),
    /// A rule ends before it starts.
    EndsBeforeStart(String),
}

impl RuleSet {
    /// Whether the set can be decided with.
    ///
    /// # Errors
    /// The first [`RuleSetFault`] found.
    pub fn check(&self) -> Result<(), RuleSetFault> {
        if self.version.trim().is_empty() {
            return Err(RuleSetFault::NoVersion);
        }
        for (place, rule) in self.rules.iter().enumerate() {
            if self.rules[..place].iter().any(|earlier| earlier.id == rule.id) {
                return Err(RuleSetFault::SameId(rule.id.clone()));
            }
            if rule.until.is_some_and(|until| until < rule.from) {
                return Err(RuleSetFault::EndsBeforeStart(rule.id.clone()));
            }
        }
        Ok(())
    }

    /// Each rule in force on `day` that keeps somebody with `aid` from `asked`,
    /// with the aid it looked at.
    ///
    /// A rule's dates are held against `day`; an aid's period is not, since a list
    /// stays in force until a newer one lands.
    pub fn exclusions<'a>(
        &'a self,
        asked: Scheme,
        aid: &'a [Aid],
        day: Date,
    ) -> impl Iterator<Item = (&'a Rule, &'a Aid)> {
        self.rules
            .iter()
            .filter(move |rule| rule.asked == asked && rule.in_force(day))
            .flat_map(move |rule| aid.iter().filter(|aid| rule.excludes(aid)).map(move |aid| (rule, aid)))
    }
}

/// The rules of the 2020 service as the built-in TOML text.
pub const BUILT_IN: &str = include_str!("rules-2020.toml");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aid::Edition;

    fn built_in() -> RuleSet {
        toml::from_str(BUILT_IN).unwrap()
    }

    fn aid(scheme: Scheme, through: Through) -> Aid {
        Aid {
            scheme,
            period: "2020-05".parse().unwrap(),
            paid: false,
            through,
            edition: Edition { name: "list".into(), landed_on: "2020-05-20".parse().unwrap() },
        }
    }

    fn excluding(rules: &RuleSet, aid: Aid, day: &str) -> Vec<String> {
        let aid = [aid];
        rules.exclusions(Scheme::JpsKab, &aid, day.parse().unwrap()).map(|(rule, _)| rule.id.clone()).collect()
    }

    #[test]
    fn the_built_in_set_is_sound_and_follows_2020() {
        let rules = built_in();
        assert_eq!(rules.check(), Ok(()));
        for &scheme in Scheme::ALL {
            let expected: &[String] =
                if scheme == Scheme::Nutrisi { &[] } else { &[format!("jps_kab/{}", scheme.word())] };
            assert_eq!(excluding(&rules, aid(scheme, Through::Family), "2020-05-20"), expected);
            assert_eq!(excluding(&rules, aid(scheme, Through::Own), "2020-04-01"), expected);
            assert!(excluding(&rules, aid(scheme, Through::Own), "2020-03-31").is_empty());
        }
    }

    #[test]
    fn dates_are_inclusive_and_a_persons_rule_spares_the_family() {
        let mut rules = built_in();
        rules.rules.retain(|rule| rule.excluded_by == Scheme::Prakerja);
        rules.rules[0].until = Some("2020-12-31".parse().unwrap());
        rules.rules[0].counts_for = CountsFor::Person;
        assert_eq!(excluding(&rules, aid(Scheme::Prakerja, Through::Own), "2020-12-31").len(), 1);
        assert_eq!(excluding(&rules, aid(Scheme::Prakerja, Through::Own), "2021-01-01").len(), 0);
        assert_eq!(excluding(&rules, aid(Scheme::Prakerja, Through::Family), "2020-12-31").len(), 0);
    }

    #[test]
    fn unsound_sets_say_why() {
        let mut rules = built_in();
        rules.rules.push(rules.rules[0].clone());
        assert_eq!(rules.check(), Err(RuleSetFault::SameId("jps_kab/pkh".into())));
        rules.rules.pop();
        rules.rules[1].until = Some("2019-01-01".parse().unwrap());
        assert_eq!(rules.check(), Err(RuleSetFault::EndsBeforeStart("jps_kab/bpnt".into())));
        rules.version = " ".into();
        assert_eq!(rules.check(), Err(RuleSetFault::NoVersion));
    }
}
