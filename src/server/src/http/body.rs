//! Reading a JSON body, with a problem for each way it can be wrong.

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;

use super::problem::Refusal;

/// A JSON body of the type expected. Fields that the type does not have are
/// refused by the types themselves.
pub struct Body<T>(pub T);

impl<T, S> FromRequest<S> for Body<T>
where
    axum::Json<T>: FromRequest<S, Rejection = JsonRejection>,
    S: Send + Sync,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(body)) => Ok(Self(body)),
            // The rejection's own text may quote the body: only its kind goes on.
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Refusal::UnsupportedMediaType),
            Err(JsonRejection::BytesRejection(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Refusal::TooLarge)
            }
            Err(_) => Err(Refusal::Malformed),
        }
    }
}
