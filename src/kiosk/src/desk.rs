//! The kiosk's desk: a snapshot, if one is open, and the questions it answers.

use serde::Serialize;
use tilik_api::report::ReasonLine;
use tilik_api::{AidLine, ReportAnswer, ReportOutcome, ReportRequest};
use tilik_core::draft::Subject;
use tilik_core::{Aid, Date, Draft, KartuKeluarga, Nik, Outcome, Scheme, Status, Ticket};
use tilik_snapshot::{Found, Header, Key, Pair, Snapshot};

/// What the desk works with.
pub struct Desk {
    snapshot: Option<Snapshot>,
    /// The person last asked about: the report that follows a check need not be slow
    /// once more.
    last: Option<(Pair, Found)>,
}

/// What is said of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// On a list.
    Listed,
    /// On none.
    NotListed,
    /// It cannot be said here.
    Unsure,
}

/// The answer to a check without a network.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// What is said.
    pub answer: Said,
    /// False: to be made sure of.
    pub certain: bool,
    /// The lines known.
    pub aid: Vec<AidLine>,
    /// Whether one of them keeps the family from the food package.
    pub excluded: bool,
    /// How old the lists are.
    pub data_as_of: Option<Date>,
}

impl Desk {
    /// A desk without a snapshot.
    pub const fn closed() -> Self {
        Self { snapshot: None, last: None }
    }

    /// Opens a snapshot; false where it cannot be used.
    pub fn open(&mut self, header: &str, sets: &[u8], key: &[u8]) -> bool {
        *self = Self::closed();
        let (Ok(header), Ok(key)) = (serde_json::from_str::<Header>(header), key.try_into()) else { return false };
        self.snapshot = Snapshot::open(header, sets, Key::new(key)).ok();
        self.snapshot.is_some()
    }

    /// Asks about somebody; `None` for a number or a day that is none.
    pub fn check(&mut self, nik: &str, kk: &str, today: &str) -> Option<Checked> {
        let today: Date = today.parse().ok()?;
        let pair = Pair { nik: Nik::parse(nik).ok()?, kk: KartuKeluarga::parse(kk).ok()? };
        let (answer, aid) = match self.find(pair) {
            Found::Unknown => (Said::Unsure, Vec::new()),
            Found::NotListed => (Said::NotListed, Vec::new()),
            Found::Listed(aid) => (Said::Listed, aid),
        };
        let header = self.snapshot.as_ref().map(Snapshot::header);
        Some(Checked {
            answer,
            certain: !(answer == Said::Listed && aid.is_empty()),
            excluded: header
                .is_some_and(|header| header.rules.exclusions(Scheme::JpsKab, &aid, today).next().is_some()),
            aid: aid.into_iter().map(line).collect(),
            data_as_of: header.and_then(|header| header.data_as_of),
        })
    }

    /// Decides on a report as far as that is possible here.
    pub fn decide(&mut self, report: &str, kk: Option<&str>, ticket: &str, today: &str) -> Option<ReportAnswer> {
        let request: ReportRequest = serde_json::from_str(report).ok()?;
        let about = request.about;
        let report = Draft::from(request).to_report().ok()?;
        let ticket = Ticket::parse(ticket).ok()?.to_string();
        let today: Date = today.parse().ok()?;
        if about == Subject::Other {
            // Reporting a neighbour must not reveal the neighbour's aid.
            return Some(answer(ticket, ReportOutcome::Received, Status::Received));
        }
        let kk = kk.and_then(|kk| KartuKeluarga::parse(kk).ok());
        let found = kk.map_or(Found::Unknown, |kk| self.find(Pair { nik: report.nik, kk }));
        let Some(snapshot) = &self.snapshot else {
            return Some(answer(ticket, ReportOutcome::Undetermined, Status::Undetermined));
        };
        let decision = found.decide(&report, &snapshot.header().rules, today);
        let status = Status::decided(&decision.outcome);
        Some(match decision.outcome {
            Outcome::Rejected { reasons, may_object_until } => ReportAnswer {
                reasons: reasons.into_iter().map(ReasonLine::from).collect(),
                may_object_until: Some(may_object_until),
                ..answer(ticket, ReportOutcome::Rejected, status)
            },
            Outcome::AlreadyReported => answer(ticket, ReportOutcome::AlreadyReported, status),
            Outcome::Undetermined => answer(ticket, ReportOutcome::Undetermined, status),
            Outcome::Verifying => answer(ticket, ReportOutcome::Verifying, status),
        })
    }

    fn find(&mut self, pair: Pair) -> Found {
        if let Some((last, found)) = &self.last
            && *last == pair
        {
            return found.clone();
        }
        let Some(snapshot) = &self.snapshot else { return Found::Unknown };
        // A cost that Argon2id does not take says nothing of the person.
        let found = snapshot.ask(pair).unwrap_or(Found::Unknown);
        self.last = Some((pair, found.clone()));
        found
    }

    /// Forgets the person last asked about.
    pub fn forget(&mut self) {
        self.last = None;
    }
}

fn answer(ticket: String, outcome: ReportOutcome, status: Status) -> ReportAnswer {
    ReportAnswer { ticket, outcome, status, reasons: Vec::new(), may_object_until: None }
}

fn line(aid: Aid) -> AidLine {
    let Aid { scheme, period, paid, through, .. } = aid;
    AidLine { scheme, level: scheme.level(), period, paid, through }
}

#[cfg(test)]
mod tests;
