//! `GET` and `POST /api/v1/officer/announcements`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::announcement::{ANNOUNCEMENTS_SHOWN, AnnounceRequest, AnnouncementLine, AnnouncementsAnswer};

use super::SignedIn;
use crate::announcement::make::{MakeError, make};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::storage::announcements::Announcement;

/// What was announced, newest first
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_ANNOUNCEMENTS,
    responses(
        (status = 200, body = AnnouncementsAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`forbidden`, `must_change_password`"),
    )
)]
pub async fn announced(State(app): State<Arc<App>>) -> Result<Json<AnnouncementsAnswer>, Refusal> {
    let announcements = app.announced.store.announcements(ANNOUNCEMENTS_SHOWN).await?;
    Ok(Json(AnnouncementsAnswer {
        announcements: announcements.iter().map(line).collect(),
        masking: app.announced.masking,
        has_address: app.announced.site.is_some(),
    }))
}

/// The lists as they are now become the sheet of every village
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_ANNOUNCEMENTS, request_body = AnnounceRequest,
    responses(
        (status = 201, body = AnnouncementLine),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "`announced_before`: there is a newer one than was looked at; `no_list`: no list has landed"),
    )
)]
pub async fn announce(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(AnnounceRequest { after }): Body<AnnounceRequest>,
) -> Result<(StatusCode, Json<AnnouncementLine>), Refusal> {
    let newest = app.announced.store.announcements(1).await?;
    if newest.first().map_or(0, |newest| newest.number) != after {
        return Err(Refusal::AnnouncedBefore);
    }
    let parts = (&*app.announced.store, &*app.officer.store, &app.sealing);
    match make(parts, app.announced.masking, Some(signed_in.officer.id), app.clock.now()).await {
        Ok(made) => Ok((StatusCode::CREATED, Json(line(&made)))),
        Err(MakeError::NoList) => Err(Refusal::NoList),
        Err(MakeError::Raced) => Err(Refusal::AnnouncedBefore),
        Err(MakeError::Storage(error)) => Err(error.into()),
    }
}

fn line(announcement: &Announcement) -> AnnouncementLine {
    let Announcement { number, made_at, masking, people, unplaced } = *announcement;
    AnnouncementLine { number, made_on: made_at.day(), masking, people, unplaced }
}
