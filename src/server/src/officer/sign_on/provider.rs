//! Asking the provider: where its pages are and which keys it signs with, fetched when
//! they are first needed and kept for a while.
//!
//! What it answers is taken for what it is, bytes from elsewhere: in time, of a bounded
//! size, and without following it to another address.

use openidconnect::core::{CoreErrorResponseType, CoreProviderMetadata};
use openidconnect::{
    AsyncHttpClient, DiscoveryError, HttpRequest, HttpResponse, IssuerUrl, RequestTokenError, StandardErrorResponse,
};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::SignOnError;
use crate::clock::Instant;

/// A connection is made within this time, or the provider is away.
const CONNECTING: Duration = Duration::from_secs(3);
/// And a request is answered within this.
const ANSWERING: Duration = Duration::from_secs(8);
/// For how long its addresses and keys are kept; a key that is not among them is looked
/// for at once. Milliseconds.
const KEPT: i64 = 60 * 60_000;
/// The largest answer taken. A discovery document is some 6 KB, a key some 2.
const LARGEST: usize = 256 * 1024;

/// The provider cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It was not reached, or did not answer in time.
    #[error("the provider does not answer")]
    Away(#[source] reqwest::Error),
    /// It answers more than anybody reads.
    #[error("the provider's answer is larger than 256 KB")]
    TooLarge,
    /// It answers, but not as a provider does; how, in words that quote nothing.
    #[error("the provider's answer cannot be used: {0}")]
    Unusable(&'static str),
}

/// The client towards it.
pub struct Http(reqwest::Client);

impl Http {
    fn new(encrypted: bool) -> reqwest::Result<Self> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .https_only(encrypted)
            .connect_timeout(CONNECTING)
            .timeout(ANSWERING)
            .build();
        client.map(Self)
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, ProviderError> {
        // An address may stand in the library's words; the code travels in the body.
        let away = |error: reqwest::Error| ProviderError::Away(error.without_url());
        let mut answer = self.0.execute(request.try_into().map_err(away)?).await.map_err(away)?;
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(away)? {
            if body.len() + part.len() > LARGEST {
                return Err(ProviderError::TooLarge);
            }
            body.extend_from_slice(&part);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        Ok(response)
    }
}

impl<'client> AsyncHttpClient<'client> for Http {
    type Error = ProviderError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, ProviderError>> + Send + 'client>>;

    fn call(&'client self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// The provider.
pub struct Provider {
    issuer: IssuerUrl,
    http: Http,
    kept: Mutex<Option<(Arc<CoreProviderMetadata>, Instant)>>,
}

impl Provider {
    /// The one of that name.
    ///
    /// # Errors
    /// Where no client can be made: this machine has no store of certificates.
    pub fn new(issuer: IssuerUrl) -> reqwest::Result<Self> {
        let http = Http::new(issuer.url().scheme() == "https")?;
        Ok(Self { issuer, http, kept: Mutex::default() })
    }

    /// Who issues its tokens.
    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// What it is asked with.
    pub const fn http(&self) -> &Http {
        &self.http
    }

    /// Its addresses and keys, as they are known.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn known(&self, now: Instant) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match kept {
            Some((known, at)) if (0..KEPT).contains(&(now.millis() - at.millis())) => Ok(known),
            _ => self.anew(now).await,
        }
    }

    /// The same, fetched now.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn anew(&self, now: Instant) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let found = Arc::new(found.map_err(discovered)?);
        // A page and nothing else, and one that nobody on the way reads, as the issuer is.
        if found.authorization_endpoint().url().scheme() != self.issuer.url().scheme() {
            return Err(ProviderError::Unusable("its page is not reached as its issuer is"));
        }
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(&found), now));
        Ok(found)
    }
}

fn discovered(error: DiscoveryError<ProviderError>) -> ProviderError {
    match error {
        DiscoveryError::Request(error) => error,
        DiscoveryError::Response(..) => ProviderError::Unusable("it has no discovery document, or no keys"),
        DiscoveryError::Validation(_) => ProviderError::Unusable("it names another issuer than TILIK_OIDC_ISSUER"),
        _ => ProviderError::Unusable("its discovery document is none"),
    }
}

/// Why there is no token for a code.
pub fn exchanged(error: RequestTokenError<ProviderError, StandardErrorResponse<CoreErrorResponseType>>) -> SignOnError {
    match error {
        RequestTokenError::Request(error) => error.into(),
        RequestTokenError::ServerResponse(answer) => match answer.error() {
            CoreErrorResponseType::InvalidGrant => SignOnError::Nobody("the provider does not take the code"),
            CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => {
                ProviderError::Unusable("it does not take the client or its secret").into()
            }
            _ => SignOnError::Nobody("the provider refuses the code"),
        },
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            ProviderError::Unusable("what it sends for a code is no token").into()
        }
    }
}
