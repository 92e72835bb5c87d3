//! `POST /api/v1/officer/case`.

use axum::extract::State;
use axum::{Extension, Json};
use serde::Deserialize;
use std::sync::Arc;
use tilik_api::officer::{
    Act, CaseAct, CaseAnswer, CaseCrossing, CaseObjection, CaseReport, CaseReporter, CaseRequest, FamilyMember,
    ListedAid, OtherReport, Standing,
};
use tilik_api::{AidLine, Problem};
use tilik_core::report::Impact;
use tilik_core::{FamilyStanding, Ticket};

use super::{SignedIn, queue};
use crate::export::Person;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::sealing::Kind;
use crate::storage::officers::{self, CaseFile, What, Work};

/// What a report says of people, as `http/reports.rs` sealed it.
#[derive(Deserialize)]
pub struct Details {
    nik: String,
    /// Who is to be helped.
    pub name: String,
    /// Where.
    pub address: String,
    /// A phone.
    pub phone: Option<String>,
    note: Option<String>,
    reporter: Option<CaseReporter>,
}

impl Details {
    /// Who they are about, and nothing else.
    pub fn person(self) -> Person {
        Person { name: self.name, nik: self.nik }
    }

    /// Opens them.
    ///
    /// # Errors
    /// [`Refusal::Internal`] where they do not open.
    pub fn open(app: &App, sealed: &[u8]) -> Result<Self, Refusal> {
        let opened = app.sealing.open(Kind::ReportDetails, sealed).map_err(|_| Refusal::Internal)?;
        serde_json::from_slice(&opened).map_err(|_| Refusal::Internal)
    }
}

/// All about one case of one's area. The trail keeps who looked.
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_CASE, request_body = CaseRequest,
    responses(
        (status = 200, body = CaseAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "No such case in one's area"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`ticket`: `length`, `character`, `check`"),
    )
)]
pub async fn case(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(request): Body<CaseRequest>,
) -> Result<Json<CaseAnswer>, Refusal> {
    let ticket = Ticket::parse(&request.ticket).map_err(|fault| Refusal::field("ticket", fault.code()))?;
    let now = app.clock.now();
    let duty = signed_in.officer.duty;
    let file = app.officer.store.case(ticket, duty.area().villages()).await?.ok_or(Refusal::NotFound)?;
    let deed = signed_in.deed(&app, "saw_case", now).about(ticket);
    app.officer.store.work(Work { what: What::Look, deed: Some(deed) }).await?;
    let details = Details::open(&app, &file.case.details)?;
    let line = queue::line(&file.case, &details, duty, now)?;
    Ok(Json(CaseAnswer {
        line,
        crossing: CaseCrossing {
            decided: file.decided,
            rules_version: file.rules_version.clone(),
            reasons: serde_json::from_str(&file.reasons).map_err(|_| Refusal::Internal)?,
        },
        aid: file.aid.iter().map(listed).collect(),
        objection: objection(&app, &file)?,
        acts: file.acts.iter().map(|done| act(&app, done)).collect::<Result<_, _>>()?,
        seen: file.seen,
        report: report(&file, details),
        standing: match file.standing {
            FamilyStanding::Certain => Standing::Certain,
            FamilyStanding::Uncertain => Standing::Uncertain,
            FamilyStanding::Unregistered => Standing::Unregistered,
        },
        family: file.family.into_iter().map(member).collect(),
        others: file.others.into_iter().map(other).collect(),
    }))
}

fn report(file: &CaseFile, details: Details) -> CaseReport {
    let Details { nik, address, phone, note, reporter, .. } = details;
    CaseReport {
        nik,
        address,
        phone,
        note,
        reporter,
        impact: file.impact.split(',').filter_map(Impact::from_word).collect(),
        household_size: file.household_size,
        channel: file.channel.clone(),
    }
}

fn listed(aid: &tilik_core::Aid) -> ListedAid {
    ListedAid {
        aid: AidLine {
            scheme: aid.scheme,
            level: aid.scheme.level(),
            period: aid.period,
            paid: aid.paid,
            through: aid.through,
        },
        edition: aid.edition.name.clone(),
        landed_on: aid.edition.landed_on,
    }
}

fn objection(app: &App, file: &CaseFile) -> Result<Option<CaseObjection>, Refusal> {
    let Some((sealed, made_at)) = &file.objection else { return Ok(None) };
    Ok(Some(CaseObjection { reason: text(app, Kind::ObjectionReason, sealed)?, made_at: made_at.to_string() }))
}

fn act(app: &App, done: &officers::Done) -> Result<CaseAct, Refusal> {
    let (act, finding) = match done.act {
        officers::Act::Approve => (Act::Approve, None),
        officers::Act::Reject(finding) => (Act::Reject, Some(finding)),
        officers::Act::PassUp => (Act::PassUp, None),
    };
    let note = done.note.as_deref().map(|sealed| text(app, Kind::CaseNote, sealed)).transpose()?;
    Ok(CaseAct { act, finding, by: done.by.clone(), at: done.at.to_string(), note })
}

fn text(app: &App, kind: Kind, sealed: &[u8]) -> Result<String, Refusal> {
    let opened = app.sealing.open(kind, sealed).map_err(|_| Refusal::Internal)?;
    String::from_utf8(opened).map_err(|_| Refusal::Internal)
}

fn member(member: officers::Member) -> FamilyMember {
    let officers::Member { name, relation, village, address, reported, card } = member;
    FamilyMember { name, relation, village, address, reported, card }
}

fn other(other: officers::Other) -> OtherReport {
    let officers::Other { ticket, status, received_at, repeats } = other;
    OtherReport { ticket, status, received_at: received_at.to_string(), repeats }
}
