//! The password once more, before anything changes how somebody signs in: whoever finds
//! a session open must not be able to take an account over with it.

use std::time::Duration;

use super::SignedIn;
use crate::http::App;
use crate::http::problem::Refusal;
use crate::officer::password;
use crate::storage::officers::{PAUSE, What, Work, Worked};

/// Whether whoever asks knows the password of the account that is signed in. Each time
/// counts as a try: a session that was left open is no way to find the password out.
///
/// # Errors
/// `wrong` for that field of the request; [`Refusal::TooManyRequests`].
pub async fn by_password(app: &App, signed_in: &SignedIn, typed: String, field: &'static str) -> Result<(), Refusal> {
    let tries = app.sealing.try_key(&signed_in.officer.name, Some("password"));
    let counted = What::Try { key: tries, at: app.clock.now() };
    if app.officer.store.work(Work { what: counted, deed: None }).await? != Worked::Done {
        return Err(Refusal::TooManyRequests { retry_after: Duration::from_millis(PAUSE.unsigned_abs()) });
    }
    let kept = signed_in.officer.password.clone();
    if !password::slowly(move || password::is(&typed, &kept)).await.ok_or(Refusal::Unavailable)? {
        return Err(Refusal::field(field, "wrong"));
    }
    app.officer.store.work(Work { what: What::Right { key: tries }, deed: None }).await?;
    Ok(())
}
