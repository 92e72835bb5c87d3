//! `GET` and `POST /api/v1/officer/accounts`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_accounts::{AccountLine, AccountsAnswer, FirstPasswordAnswer, NewAccountRequest};
use tilik_core::officer::{Area, Duty, DutyFault};

use super::{SignedIn, confirmation};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::officer::accounts::{Accounts, FirstPassword};
use crate::officer::name::Name;
use crate::officer::password;
use crate::storage::officers::{Officer, Worked};

/// Every account and how it stands
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_ACCOUNTS,
    responses(
        (status = 200, body = AccountsAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`forbidden`, `must_change_password`"),
    )
)]
pub async fn list(State(app): State<Arc<App>>) -> Result<Json<AccountsAnswer>, Refusal> {
    let accounts = app.officer.store.officers().await?.into_iter().map(line).collect();
    Ok(Json(AccountsAnswer { accounts, provider: app.officer.sign_on.is_some() }))
}

fn line(officer: Officer) -> AccountLine {
    AccountLine {
        role: officer.duty.role(),
        area: officer.duty.area().code(),
        first_password: officer.must_change,
        second_factor: officer.factor.is_some(),
        linked: officer.subject.is_some(),
        ended_at: officer.ended_at.map(|at| at.to_string()),
        name: officer.name,
    }
}

/// A new account; its first password is told this once
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_ACCOUNTS, request_body = NewAccountRequest,
    responses(
        (status = 201, body = FirstPasswordAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`name`: `format`, `taken`; `area`: `unknown`, `needs_village`, `needs_district`, \
                `whole_regency`; `password`: `wrong`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn add(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(request): Body<NewAccountRequest>,
) -> Result<(StatusCode, Json<FirstPasswordAnswer>), Refusal> {
    let name = Name::parse(&request.name).ok_or(Refusal::field("name", "format"))?;
    let area = match request.area {
        None => Area::Kabupaten,
        Some(code) => Area::from_code(code).ok_or(Refusal::field("area", "unknown"))?,
    };
    let duty = Duty::new(request.role, area).map_err(|fault| Refusal::field("area", code(fault)))?;
    confirmation::by_password(&app, &signed_in, request.password, "password").await?;
    let first = first_password(&app).await?;
    let work = of(&app, &signed_in).add(&name, duty, &first, &*app.entropy);
    match app.officer.store.work(work).await? {
        Worked::Done => Ok((StatusCode::CREATED, Json(told(name.as_str(), &first)))),
        _ => Err(Refusal::field("name", "taken")),
    }
}

const fn code(fault: DutyFault) -> &'static str {
    match fault {
        DutyFault::NeedsVillage => "needs_village",
        DutyFault::NeedsDistrict => "needs_district",
        DutyFault::WholeRegency => "whole_regency",
    }
}

/// What whoever asks does with accounts.
pub fn of<'app>(app: &'app App, signed_in: &SignedIn) -> Accounts<'app> {
    Accounts { sealing: &app.sealing, by: Some(signed_in.officer.id), now: app.clock.now() }
}

/// A first password, made away from the threads that answer residents.
pub async fn first_password(app: &App) -> Result<FirstPassword, Refusal> {
    let entropy = Arc::clone(&app.entropy);
    password::slowly(move || FirstPassword::drawn(&*entropy)).await.ok_or(Refusal::Unavailable)
}

/// The answer that tells it.
pub fn told(name: &str, first: &FirstPassword) -> FirstPasswordAnswer {
    FirstPasswordAnswer { name: name.to_owned(), first_password: first.told.as_str().to_owned() }
}

/// The account of that name that has not ended.
pub async fn existing(app: &App, name: &str) -> Result<Officer, Refusal> {
    let name = Name::parse(name).ok_or(Refusal::field("name", "unknown"))?;
    let officer = app.officer.store.officer(name.as_str()).await?;
    officer.filter(|officer| officer.ended_at.is_none()).ok_or(Refusal::field("name", "unknown"))
}

/// The same, of somebody else than whoever asks.
pub async fn somebody_elses(app: &App, signed_in: &SignedIn, name: &str) -> Result<Officer, Refusal> {
    let officer = existing(app, name).await?;
    if officer.id == signed_in.officer.id { Err(Refusal::OwnAccount) } else { Ok(officer) }
}
