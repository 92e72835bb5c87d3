//! Officers' single sign-on: the regency's OpenID Connect provider says who somebody is,
//! Tilik says which account that is and what it may do. By authorization code with PKCE;
//! the id token is checked by the `openidconnect` crate.
//!
//! Nothing is remembered between the two halves of a sign-on but what the browser brings
//! back ([`Started`]), so that any server of an installation may answer either.

mod provider;
mod started;

pub use started::Started;

use anyhow::Context;
use chrono::DateTime;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::url::Url;
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, SignatureVerificationError,
    TokenResponse,
};
use tilik_api::path;
use tokio::sync::Semaphore;

use super::subject::Subject;
use crate::clock::Instant;
use crate::settings::Provider as ProviderSettings;
use provider::Provider;
pub use provider::ProviderError;

/// What an id token may be signed with: keys that the provider alone has. A token under
/// the client's secret (HS256) or none at all would be one that others can make.
const SIGNED_WITH: [CoreJwsSigningAlgorithm; 4] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// So many ask the provider at once. It may be slow to fail, and residents' requests need
/// the other places.
const AT_ONCE: usize = 64;

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignOnError {
    /// The provider does not answer, or not as one.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// Too many wait for the provider already.
    #[error("too many wait for the provider")]
    Crowded,
    /// What came back shows nobody; why, in words that quote nothing of it.
    #[error("{0}")]
    Nobody(&'static str),
}

/// Signing in through a provider.
pub struct SignOn {
    provider: Provider,
    client: ClientId,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    asking: Semaphore,
}

impl SignOn {
    /// With the provider of the settings. It is not asked before somebody signs in.
    ///
    /// # Errors
    /// A secret that cannot be read, or no store of certificates.
    pub fn new(settings: &ProviderSettings) -> anyhow::Result<Self> {
        let secret = settings.secret.as_ref().map(|file| {
            let read = std::fs::read_to_string(file);
            read.with_context(|| format!("the client's secret {} cannot be read", file.display()))
        });
        let secret = secret.transpose()?.map(|secret| ClientSecret::new(secret.trim().to_owned()));
        let issuer = IssuerUrl::new(settings.issuer.clone()).context("TILIK_OIDC_ISSUER is no address")?;
        let back = format!("{}{}", settings.public_url, path::OFFICER_SIGN_ON_CALLBACK);
        Ok(Self {
            provider: Provider::new(issuer).context("there can be no client of the provider's")?,
            client: ClientId::new(settings.client.clone()),
            secret,
            back: RedirectUrl::new(back).context("TILIK_PUBLIC_URL is no address")?,
            asking: Semaphore::new(AT_ONCE),
        })
    }

    /// Whether browsers reach Tilik encrypted.
    pub fn is_https(&self) -> bool {
        self.back.url().scheme() == "https"
    }

    /// Who issues the id tokens.
    pub fn issuer(&self) -> &str {
        self.provider.issuer()
    }

    /// The provider's page on which somebody signs in.
    ///
    /// # Errors
    /// [`SignOnError::Provider`], [`SignOnError::Crowded`].
    pub async fn page(&self, started: &Started, now: Instant) -> Result<Url, SignOnError> {
        let _place = self.asking.try_acquire().map_err(|_| SignOnError::Crowded)?;
        let client = self.client_of(&*self.provider.known(now).await?);
        let (state, nonce) = (CsrfToken::new(started.state()), Nonce::new(started.nonce()));
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(started.verifier()));
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let request = client.authorize_url(flow, move || state, move || nonce).set_pkce_challenge(challenge);
        Ok(request.url().0)
    }

    /// Who signed in there, by the code that the browser brought back.
    ///
    /// # Errors
    /// [`SignOnError`].
    pub async fn subject(&self, started: &Started, code: String, now: Instant) -> Result<Subject, SignOnError> {
        let _place = self.asking.try_acquire().map_err(|_| SignOnError::Crowded)?;
        let known = self.provider.known(now).await?;
        let client = self.client_of(&known);
        let exchange = client.exchange_code(AuthorizationCode::new(code));
        let exchange = exchange.map_err(|_| ProviderError::Unusable("it names no token endpoint"))?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(started.verifier()));
        let answer = exchange.request_async(self.provider.http()).await.map_err(provider::exchanged)?;
        let token = answer.id_token().ok_or(SignOnError::Nobody("the answer has no id token"))?;
        match self.read(&client, token, started, now) {
            // The provider has changed its keys since they were fetched.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let client = self.client_of(&*self.provider.anew(now).await?);
                self.read(&client, token, started, now)
            }
            read => read,
        }
        .map_err(|error| SignOnError::Nobody(why(&error)))?
        .ok_or(SignOnError::Nobody("its subject is none"))
    }

    fn client_of(&self, provider: &CoreProviderMetadata) -> Client {
        let client = CoreClient::from_provider_metadata(provider.clone(), self.client.clone(), self.secret.clone());
        client.set_redirect_uri(self.back.clone())
    }

    /// The subject of a token that is right in every way: signature, issuer, audience,
    /// expiry and nonce.
    fn read(
        &self,
        client: &Client,
        token: &CoreIdToken,
        started: &Started,
        now: Instant,
    ) -> Result<Option<Subject>, ClaimsVerificationError> {
        let time = DateTime::from_timestamp_millis(now.millis()).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC);
        let verifier = client.id_token_verifier().set_allowed_algs(SIGNED_WITH).set_time_fn(move || time);
        let claims = token.claims(&verifier, &Nonce::new(started.nonce()))?;
        Ok(Subject::parse(claims.subject()))
    }
}

/// Why a token is none, for the log. The crate's own words quote it.
const fn why(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "the id token is past its time; do the clocks agree?",
        ClaimsVerificationError::InvalidAudience(_) => "the id token is for another client",
        ClaimsVerificationError::InvalidIssuer(_) => "the id token is another issuer's",
        ClaimsVerificationError::InvalidNonce(_) => "the id token is of another sign-on",
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            "the id token is signed with a key that the provider does not publish"
        }
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::DisallowedAlg(_)) => {
            "the id token is signed with an algorithm that is not taken"
        }
        ClaimsVerificationError::SignatureVerification(_) => "the id token's signature does not fit",
        _ => "the id token is not one",
    }
}
