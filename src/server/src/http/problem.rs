//! Errors on their way out: stable words, never internal text. What an operator
//! needs to know was logged before with the request's id.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::Duration;
use tilik_api::FieldError;
use tilik_api::problem::{KIND_PREFIX, Problem};

use crate::metrics::metrics;
use crate::proof::ProofFault;
use crate::storage::StorageError;

/// Why a request is not answered as asked.
#[derive(Debug)]
pub enum Refusal {
    /// No JSON, of the wrong types, or with fields nobody knows.
    Malformed,
    /// Not `application/json`.
    UnsupportedMediaType,
    /// More than 64 KB.
    TooLarge,
    /// Fields at fault.
    Invalid(Vec<FieldError>),
    /// The proof of work does not count.
    Proof(ProofFault),
    /// The `Idempotency-Key` header is missing or no UUID.
    IdempotencyKey,
    /// The key belongs to another body.
    IdempotencyKeyReused,
    /// Too many requests from there, or for that NIK.
    TooManyRequests {
        /// When to come again.
        retry_after: Duration,
    },
    /// Nothing there, or not the holder's.
    NotFound,
    /// Another method is meant.
    MethodNotAllowed,
    /// The kiosk is not known, or was revoked.
    KioskUnknown,
    /// What shows a kiosk's session is missing or past its time.
    Token,
    /// A kiosk's signature is not its own.
    Signature,
    /// The staff has not unlocked the kiosk, or too long ago.
    Locked,
    /// Nobody is signed in, or not any more.
    SignedOut,
    /// A name, a password or a code is wrong; which is not told.
    Credentials,
    /// The password is right, and the account has a second factor.
    CodeNeeded,
    /// The account has a second factor already.
    HasFactor,
    /// Nobody's account is bound to who signed in at the provider, or it has ended; which
    /// is not told.
    NotLinked,
    /// What came back from the provider signs nobody in.
    Unfinished,
    /// The provider does not answer, or not as one.
    ProviderUnavailable,
    /// The request does not show that it comes from the console.
    Csrf,
    /// The account may not do that.
    Forbidden,
    /// The first password is to be changed before anything else.
    MustChangePassword,
    /// The case is another desk's.
    NotYours,
    /// Somebody did something with the case since it was looked at.
    Changed,
    /// The step does not follow from where the case stands.
    NotFollowing,
    /// Another report of the family is approved, and its package not yet there.
    FamilyServed,
    /// Nobody resets or ends their own account.
    OwnAccount,
    /// Nobody would be left to look after accounts.
    LastAdmin,
    /// Nobody in that area waits for a package.
    NobodyWaits,
    /// There is a newer announcement than was looked at.
    AnnouncedBefore,
    /// No list has landed.
    NoList,
    /// The message is not one that could not be sent.
    NotDead,
    /// Only a rejected report can be objected to.
    NotRejected,
    /// One objection per report.
    AlreadyObjected,
    /// The objection's date is past.
    TooLate,
    /// The database does not answer, or has too much to do.
    Unavailable,
    /// Something that should not happen.
    Internal,
}

impl Refusal {
    /// One field at fault.
    pub fn field(field: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), code: code.into() }])
    }

    /// Its stable word, for an answer that is no problem document but a page.
    pub fn word(&self) -> &'static str {
        let (_, word, _) = self.parts();
        metrics().refused(word);
        word
    }

    const fn parts(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed", "The body is not the JSON expected"),
            Self::UnsupportedMediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "Send application/json")
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is larger than 64 KB"),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Fields are at fault"),
            Self::Proof(_) => (StatusCode::UNPROCESSABLE_ENTITY, "proof", "The proof of work does not count"),
            Self::IdempotencyKey => (StatusCode::BAD_REQUEST, "idempotency_key", "Send a UUID as Idempotency-Key"),
            Self::IdempotencyKeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "The Idempotency-Key was used with another body",
            ),
            Self::TooManyRequests { .. } => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many requests"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found", "Not found"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Another method is meant"),
            Self::KioskUnknown => (StatusCode::UNAUTHORIZED, "kiosk_unknown", "This kiosk is not known or was revoked"),
            Self::Token => (StatusCode::UNAUTHORIZED, "token", "Open a session first"),
            Self::Signature => (StatusCode::UNAUTHORIZED, "signature", "The signature does not fit"),
            Self::Locked => (StatusCode::UNAUTHORIZED, "locked", "The kiosk is locked"),
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed_out", "Sign in first"),
            Self::Credentials => (StatusCode::UNAUTHORIZED, "credentials", "Name, password or code is wrong"),
            Self::CodeNeeded => (StatusCode::UNAUTHORIZED, "code_needed", "The account asks for a code"),
            Self::HasFactor => (StatusCode::CONFLICT, "has_factor", "The account has a second factor already"),
            Self::NotLinked => (StatusCode::FORBIDDEN, "not_linked", "No account is bound to who signed in there"),
            Self::Unfinished => (StatusCode::BAD_REQUEST, "unfinished", "The sign-on was not finished; begin again"),
            Self::ProviderUnavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "provider_unavailable", "The provider does not answer")
            }
            Self::Csrf => (StatusCode::FORBIDDEN, "csrf", "Send the session's X-CSRF-Token"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "The account may not do that"),
            Self::MustChangePassword => {
                (StatusCode::FORBIDDEN, "must_change_password", "Change the first password before anything else")
            }
            Self::NotYours => (StatusCode::FORBIDDEN, "not_yours", "The case is another desk's"),
            Self::Changed => (StatusCode::CONFLICT, "changed", "The case has changed since it was looked at"),
            Self::NotFollowing => {
                (StatusCode::CONFLICT, "not_following", "The step does not follow from where the case stands")
            }
            Self::FamilyServed => (StatusCode::CONFLICT, "family_served", "Another report of the family is approved"),
            Self::OwnAccount => (StatusCode::FORBIDDEN, "own_account", "Nobody does that to their own account"),
            Self::LastAdmin => (StatusCode::CONFLICT, "last_admin", "It is the last account that looks after accounts"),
            Self::NotDead => (StatusCode::CONFLICT, "not_dead", "The message was sent, waits, or is none"),
            Self::NobodyWaits => (StatusCode::CONFLICT, "nobody_waits", "Nobody there waits for a package"),
            Self::AnnouncedBefore => {
                (StatusCode::CONFLICT, "announced_before", "There is a newer announcement than was looked at")
            }
            Self::NoList => (StatusCode::CONFLICT, "no_list", "No list has landed"),
            Self::NotRejected => (StatusCode::CONFLICT, "not_rejected", "The report is not rejected"),
            Self::AlreadyObjected => (StatusCode::CONFLICT, "already_objected", "There is an objection already"),
            Self::TooLate => (StatusCode::CONFLICT, "too_late", "The date for an objection is past"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available for the moment"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong"),
        }
    }

    const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooManyRequests { retry_after } => Some(*retry_after),
            Self::Unavailable => Some(Duration::from_secs(5)),
            Self::ProviderUnavailable => Some(Duration::from_secs(60)),
            _ => None,
        }
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        match error {
            // Many at once, and counted; a line for each would bury the log.
            StorageError::Overloaded => metrics().shed("queue"),
            StorageError::Unreachable => {
                metrics().errors.inc();
            }
            _ => {
                let source = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(error = %error, ?source, "storage");
                metrics().errors.inc();
            }
        }
        match error {
            StorageError::Unreadable(_) | StorageError::NoTicket | StorageError::OtherInstallation => Self::Internal,
            StorageError::Engine(_)
            | StorageError::Overloaded
            | StorageError::NotCounted
            | StorageError::Raced
            | StorageError::Unreachable
            | StorageError::Stopping => Self::Unavailable,
        }
    }
}

impl From<ProofFault> for Refusal {
    fn from(fault: ProofFault) -> Self {
        Self::Proof(fault)
    }
}

impl Refusal {
    /// Its document, its status, and the seconds to wait before coming again: at
    /// least one, since "at once" is no answer to "too many".
    pub fn problem(self) -> (StatusCode, Problem, Option<u64>) {
        let (status, word, title) = self.parts();
        metrics().refused(word);
        let wait = self.retry_after().map(|wait| wait.as_secs().max(1));
        let errors = match self {
            Self::Invalid(errors) => errors,
            Self::Proof(fault) => vec![FieldError { field: "proof".into(), code: fault.code().into() }],
            _ => Vec::new(),
        };
        let kind = format!("{KIND_PREFIX}{word}");
        (status, Problem { kind, title: title.into(), status: status.as_u16(), errors }, wait)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, problem, wait) = self.problem();
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(wait) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }
}

/// The answer to a path of `/api` that nobody knows.
pub async fn not_found() -> Refusal {
    Refusal::NotFound
}

/// The answer to a method that the path does not have.
pub async fn method_not_allowed() -> Refusal {
    Refusal::MethodNotAllowed
}

/// The answer when a handler panicked. Where is logged by the server's hook; what
/// it said is not, since a panic's text can quote what somebody sent.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Refusal::Internal.into_response()
}
