//! `POST /api/v1/officer/exports`.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_figures::{EXPORT_CARRIES, ExportFormat, ExportOf, ExportRequest};
use tilik_core::figures::Span;
use tilik_core::officer::Permission;

use super::SignedIn;
use super::case::Details;
use super::figures::{count, span};
use crate::export::{self, ExportError, Person, Table};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::storage::figures::{Counted, ReportLine};
use crate::storage::officers::{What, Work};

/// Reports that are read at once.
const PAGE: usize = 2_000;

/// The figures or the reports of one's area as a file. The trail keeps who took it.
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_EXPORTS, request_body = ExportRequest,
    responses(
        (status = 200, description = "The file, as an attachment", content(
            (String = "text/csv"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden` (also for `persons`, which not every role may take along), \
                           `must_change_password`"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`to`: `before_from`, `too_long`; `rows`: `too_many`, more than 20,000 reports"),
    )
)]
pub async fn export(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(request): Body<ExportRequest>,
) -> Result<Response, Refusal> {
    let ExportRequest { what, format, from, to } = request;
    let span = span(from, to)?;
    let duty = signed_in.officer.duty;
    let (persons, deed) = match what {
        ExportOf::Figures => (false, "exported_figures"),
        ExportOf::Cases => (false, "exported_cases"),
        ExportOf::Persons => (true, "exported_persons"),
    };
    if persons && !duty.role().may(Permission::ExportPersons) {
        return Err(Refusal::Forbidden);
    }
    // A file is made in memory: so many at once, the others wait.
    let turn = Arc::clone(&app.officer.exports).acquire_owned().await.map_err(|_| Refusal::Internal)?;
    let content = match what {
        ExportOf::Figures => Content::Tables(export::figures(&count(&app, duty, span).await?)),
        ExportOf::Cases | ExportOf::Persons => {
            let of = Counted { span, villages: duty.area().villages() };
            Content::Reports(lines(&app, of).await?, persons)
        }
    };
    let deed = signed_in.deed(&app, deed, app.clock.now());
    app.officer.store.work(Work { what: What::Look, deed: Some(deed) }).await?;
    let written = tokio::task::spawn_blocking({
        let app = Arc::clone(&app);
        // Who goes away does not stop it: its turn ends with it.
        move || {
            let written = content.write(&app, format);
            drop(turn);
            written
        }
    });
    let file = written.await.map_err(|_| Refusal::Internal)??;
    Ok(attached(file, what, format, span))
}

/// What goes into a file.
enum Content {
    Tables(Vec<Table>),
    Reports(Vec<ReportLine>, bool),
}

impl Content {
    /// Opens what is sealed and writes: work for a thread that may be busy for a second.
    fn write(self, app: &App, format: ExportFormat) -> Result<Vec<u8>, Refusal> {
        let tables = match self {
            Self::Tables(tables) => tables,
            Self::Reports(lines, persons) => {
                let opened = lines.into_iter().map(|line| {
                    let person = persons.then(|| Details::open(app, &line.details).map(Details::person)).transpose()?;
                    Ok((line, person))
                });
                let opened: Vec<(ReportLine, Option<Person>)> = opened.collect::<Result<_, Refusal>>()?;
                vec![export::reports(opened.into_iter(), persons)]
            }
        };
        export::write(tables, format).map_err(|error: ExportError| {
            tracing::error!(error = &error as &dyn std::error::Error, "a file could not be written");
            Refusal::Internal
        })
    }
}

/// Every report, unless there are too many for one file.
async fn lines(app: &App, of: Counted) -> Result<Vec<ReportLine>, Refusal> {
    if app.officer.figures.reports(of).await? > EXPORT_CARRIES {
        return Err(Refusal::field("rows", "too_many"));
    }
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let page = app.officer.figures.lines(of, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(lines) };
        after = Some((last.received_at, last.ticket.clone()));
        let more = page.len() == PAGE;
        lines.extend(page);
        if !more {
            return Ok(lines);
        }
    }
}

fn attached(file: Vec<u8>, what: ExportOf, format: ExportFormat, span: Span) -> Response {
    let what = match what {
        ExportOf::Figures => "angka",
        ExportOf::Cases | ExportOf::Persons => "laporan",
    };
    let name = format!("attachment; filename=\"tilik-{what}-{}-{}.{}\"", span.from(), span.to(), format.extension());
    let kind = match format {
        ExportFormat::Csv => "text/csv; charset=utf-8",
        ExportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let mut response = ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], file).into_response();
    // Words and dates: always a header's text.
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
