//! `POST /sanggah`, as a form. The answer is the report's status.

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{Redirect, Response};
use std::sync::Arc;
use tilik_api::StatusRequest;
use tilik_core::{Nik, Ticket};
use tilik_pages::text::Text;
use tilik_pages::{Model, Page, Route, part};

use super::{Form, shown, told};
use crate::http::problem::Refusal;
use crate::http::{App, objections, status};

/// An objection to a rejection, as a page.
pub async fn object(State(app): State<Arc<App>>, form: Form) -> Response {
    let mut model = form.model(&app, Page::Status);
    model.path = Some(part::objection::PATH.to_owned());
    let nik = form.fields.text("nik").to_owned();
    model.objection = (nik, form.fields.text("reason").replace("\r\n", "\n"));
    model.form.ticket = form.fields.text("ticket").to_owned();
    match objected(&app, &form, &mut model).await {
        Ok(true) => {
            model.notice = Some(Text::SanggahSentTitle);
            shown(&app, model, StatusCode::OK)
        }
        Ok(false) => shown(&app, model, StatusCode::UNPROCESSABLE_ENTITY),
        Err(refusal) => told(&app, model, refusal),
    }
}

/// `GET /sanggah`, from a tab that was restored: the way to an objection is a report's
/// status.
pub async fn elsewhere(uri: Uri) -> Redirect {
    Redirect::to(&uri.path().replace(part::objection::PATH, Route::Status.path()))
}

/// Whether the objection landed; the report's status stands in the model then, and
/// also where a reason is missing.
async fn objected(app: &App, form: &Form, model: &mut Model) -> Result<bool, Refusal> {
    let ticket = Ticket::parse(&model.form.ticket).map_err(|_| Refusal::NotFound)?;
    // The page that offers the form has the NIK already.
    let nik = Nik::parse(&model.objection.0).map_err(|_| Refusal::NotFound)?;
    form.pay(app).await?;
    let request = StatusRequest { ticket: ticket.to_string(), nik: Some(nik.as_digits()), phone: None };
    model.reported = Some(nik);
    model.status = Some(status::look_up(app, &request).await?);
    let Some(objection) = model.objection() else {
        return Ok(false);
    };
    objections::land(app, &objection).await?;
    model.status = Some(status::look_up(app, &request).await?);
    Ok(true)
}
