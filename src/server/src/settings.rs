//! Settings: each as a flag, an environment variable and a line of the settings
//! file, in that order of precedence, with its default last.

use anyhow::Context;
use axum::http::HeaderValue;
use clap::{Args, ValueEnum};
use serde::Deserialize;
use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use tilik_core::announcement::Masking;

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// How much the log says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Failures.
    Error,
    /// And what an operator should know of.
    Warn,
    /// And a line per request.
    Info,
    /// And how things are done.
    Debug,
    /// Everything.
    Trace,
}

/// The settings as given, before files and defaults fill the gaps.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Given {
    /// The settings file, TOML: a line per setting, named as its flag with `_` for `-`
    #[arg(long, global = true, env = "TILIK_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,

    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, global = true, env = "TILIK_LISTEN", value_name = "ADDR")]
    listen: Option<SocketAddr>,

    /// The database; migrations run at start [default: sqlite://data/tilik.db]
    #[arg(long, global = true, env = "TILIK_DATABASE", value_name = "URL")]
    database: Option<String>,

    /// A replica of a PostgreSQL database that answers checks; they are then as fresh as it is
    /// [default: none, the database itself]
    #[arg(long, global = true, env = "TILIK_DATABASE_READ", value_name = "URL")]
    database_read: Option<String>,

    /// Connections to PostgreSQL at the most, of this server [default: 16]
    #[arg(long, global = true, env = "TILIK_DATABASE_CONNECTIONS", value_name = "N")]
    database_connections: Option<u32>,

    /// Whether the PostgreSQL engine shards (Citus, YugabyteDB): no transaction then reaches over two
    /// families [default: off]
    #[arg(long, global = true, env = "TILIK_DATABASE_SHARDED", value_name = "on|off")]
    database_sharded: Option<Switch>,

    /// The static site to serve [default: dist]
    #[arg(long, global = true, env = "TILIK_SITE", value_name = "DIR")]
    site: Option<PathBuf>,

    /// The keys; made on first start with mode 0600 [default: data/secrets.toml]
    #[arg(long, global = true, env = "TILIK_SECRETS", value_name = "FILE")]
    secrets: Option<PathBuf>,

    /// The proof of work; off for load tests [default: on]
    #[arg(long, global = true, env = "TILIK_PROOF", value_name = "on|off")]
    proof: Option<Switch>,

    /// The rate limits; off for load tests [default: on]
    #[arg(long, global = true, env = "TILIK_LIMITS", value_name = "on|off")]
    limits: Option<Switch>,

    /// The rule matrix, TOML [default: built-in, the 2020 service]
    #[arg(long, global = true, env = "TILIK_RULES", value_name = "FILE")]
    rules: Option<PathBuf>,

    /// Origins that may embed the pages or call the API, separated by commas [default: none]
    #[arg(long, global = true, env = "TILIK_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    origins: Option<Vec<String>>,

    /// How many proxies of yours stand in front: the network address is then read from that place of
    /// X-Forwarded-For, counted from the end [default: 0]
    #[arg(long, global = true, env = "TILIK_PROXIES", value_name = "N")]
    proxies: Option<usize>,

    /// Reports written in one transaction at the most, up to 1024; 1 commits one by one [default: 256]
    #[arg(long, global = true, env = "TILIK_COMMIT_BATCH", value_name = "N")]
    commit_batch: Option<usize>,

    /// Requests under way at the most; beyond it they are sent away with a time to come again [default: 1000]
    #[arg(long, global = true, env = "TILIK_IN_FLIGHT", value_name = "N")]
    in_flight: Option<u32>,

    /// An address to serve /metrics on, for Prometheus [default: none]
    #[arg(long, global = true, env = "TILIK_METRICS_LISTEN", value_name = "ADDR")]
    metrics_listen: Option<SocketAddr>,

    /// An OpenTelemetry collector to send traces to, OTLP over HTTP: http://HOST:4318 [default: none]
    #[arg(long, global = true, env = "TILIK_OTLP", value_name = "URL")]
    otlp: Option<String>,

    /// How many hours a kiosk stays unlocked: until then it answers checks without a network [default: 24]
    #[arg(long, global = true, env = "TILIK_KIOSK_UNLOCKED", value_name = "HOURS")]
    kiosk_unlocked: Option<u32>,

    /// Where residents and officers reach this server, https://tilik.example.go.id: stands on announced
    /// lists, and single sign-on comes back there [default: none]
    #[arg(long, global = true, env = "TILIK_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,

    /// How much of a name an announced list shows: full, first_name, initials [default: first_name]
    #[arg(long, global = true, env = "TILIK_ANNOUNCED_NAMES", value_name = "MASKING", value_parser = masking)]
    announced_names: Option<Masking>,

    /// The issuer of an OpenID Connect provider through which officers may sign in; needs a client and
    /// the public URL [default: none]
    #[arg(long, global = true, env = "TILIK_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,

    /// The client as which the provider knows this installation [default: none]
    #[arg(long, global = true, env = "TILIK_OIDC_CLIENT", value_name = "ID")]
    oidc_client: Option<String>,

    /// A file that holds the client's secret and nothing else [default: none, a public client]
    #[arg(long, global = true, env = "TILIK_OIDC_SECRET_FILE", value_name = "FILE")]
    oidc_secret_file: Option<PathBuf>,

    /// How people are told what becomes of a report: off, log (for development), webhook:https://…,
    /// smtps://NAME:PASSWORD@HOST or smtp://HOST [default: off]
    #[arg(long, global = true, env = "TILIK_MESSAGES", value_name = "GATEWAY")]
    messages: Option<String>,

    /// The file with the key that signs what goes to a webhook, `whsec_…`; made by you [default: none]
    #[arg(long, global = true, env = "TILIK_MESSAGES_SECRET", value_name = "FILE")]
    messages_secret: Option<PathBuf>,

    /// Whom mail comes from: `Tilik <tilik@example.go.id>` [default: none]
    #[arg(long, global = true, env = "TILIK_MESSAGES_FROM", value_name = "ADDRESS")]
    messages_from: Option<String>,

    /// The address of a phone at a mail-to-SMS gateway: {phone}@sms.example.go.id [default: none]
    #[arg(long, global = true, env = "TILIK_MESSAGES_TO", value_name = "ADDRESS")]
    messages_to: Option<String>,

    /// How much the log says: error, warn, info, debug, trace [default: info]
    #[arg(long, global = true, env = "TILIK_LOG", value_name = "LEVEL")]
    log: Option<LogLevel>,
}

/// The settings in force.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The database's URL.
    pub database: String,
    /// A replica that answers checks.
    pub database_read: Option<String>,
    /// Connections to PostgreSQL at the most.
    pub database_connections: u32,
    /// Whether the PostgreSQL engine shards.
    pub database_sharded: bool,
    /// The static site.
    pub site: PathBuf,
    /// The secrets file.
    pub secrets: PathBuf,
    /// Whether a proof of work is asked for.
    pub proof: bool,
    /// Whether rates are limited.
    pub limits: bool,
    /// The rule matrix; none: built-in.
    pub rules: Option<PathBuf>,
    /// Origins that may embed or call.
    pub origins: Vec<HeaderValue>,
    /// Proxies in front.
    pub proxies: usize,
    /// Reports in one transaction at the most.
    pub commit_batch: usize,
    /// Requests under way at the most.
    pub in_flight: u32,
    /// Where metrics are served.
    pub metrics_listen: Option<SocketAddr>,
    /// Where traces go.
    pub otlp: Option<String>,
    /// Seconds that a kiosk stays unlocked.
    pub kiosk_unlocked: i64,
    /// Where residents find the site, without a slash at the end.
    pub public_url: Option<String>,
    /// How much of a name an announced list shows.
    pub announced_names: Masking,
    /// Who signs officers in, beside Tilik itself.
    pub provider: Option<Provider>,
    /// How people are told what becomes of a report.
    pub messages: MessageSettings,
    /// How much is logged.
    pub log: LogLevel,
}

/// An OpenID Connect provider through which officers sign in.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its issuer, as its tokens name it.
    pub issuer: String,
    /// The client as which it knows this installation.
    pub client: String,
    /// The file with the client's secret; none: a public client.
    pub secret: Option<PathBuf>,
    /// Where browsers reach this server, without a slash at the end.
    pub public_url: String,
}

/// How people are told what becomes of a report. What each gateway needs is looked at when
/// the server starts (`messages/channel.rs`).
#[derive(Clone)]
pub struct MessageSettings {
    /// Through what.
    pub through: Through,
    /// The file with the webhook's key.
    pub secret: Option<PathBuf>,
    /// Whom mail comes from.
    pub from: Option<String>,
    /// The address of a phone, with `{phone}`.
    pub to: Option<String>,
}

/// Through what people are told. An address may have a password in it: it is not shown.
#[derive(Clone, PartialEq, Eq)]
pub enum Through {
    /// Nothing: nobody is told, and no message is written.
    Off,
    /// The log.
    Log,
    /// A webhook, at an address.
    Webhook(String),
    /// A mail server, by its URL.
    Smtp(String),
}

impl fmt::Debug for MessageSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageSettings(…)")
    }
}

impl MessageSettings {
    /// Whether nobody is told anything.
    pub fn are_off(&self) -> bool {
        self.through == Through::Off
    }
}

impl FromStr for Through {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        match text.split_once(':') {
            None if text == "off" => Ok(Self::Off),
            None if text == "log" => Ok(Self::Log),
            Some(("webhook", url)) => Ok(Self::Webhook(url.to_owned())),
            Some(("smtp" | "smtps", _)) => Ok(Self::Smtp(text.to_owned())),
            // Not quoted: it may hold a password.
            _ => anyhow::bail!(
                "TILIK_MESSAGES is none of: off, log, webhook:https://…, smtps://NAME:PASSWORD@HOST, smtp://HOST"
            ),
        }
    }
}

impl Given {
    /// Fills the gaps from the settings file and the defaults.
    ///
    /// # Errors
    /// A settings file that cannot be read, or an origin that is none.
    pub fn settle(self) -> anyhow::Result<Settings> {
        let file: Self = match &self.config {
            None => Self::default(),
            Some(path) => {
                let text = fs::read_to_string(path)
                    .with_context(|| format!("the settings file {} cannot be read", path.display()))?;
                toml::from_str(&text).with_context(|| format!("the settings file {} is wrong", path.display()))?
            }
        };
        let switch = |given: Option<Switch>, file: Option<Switch>| given.or(file).unwrap_or(Switch::On) == Switch::On;
        let origins = self.origins.or(file.origins).unwrap_or_default();
        let public_url = self.public_url.or(file.public_url).as_deref().map(site_url).transpose()?;
        Ok(Settings {
            listen: self.listen.or(file.listen).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            database: self.database.or(file.database).unwrap_or_else(|| "sqlite://data/tilik.db".into()),
            database_read: self.database_read.or(file.database_read),
            database_connections: self.database_connections.or(file.database_connections).unwrap_or(16).max(2),
            database_sharded: self.database_sharded.or(file.database_sharded) == Some(Switch::On),
            site: self.site.or(file.site).unwrap_or_else(|| "dist".into()),
            secrets: self.secrets.or(file.secrets).unwrap_or_else(|| "data/secrets.toml".into()),
            proof: switch(self.proof, file.proof),
            limits: switch(self.limits, file.limits),
            rules: self.rules.or(file.rules),
            origins: origins
                .iter()
                .map(|origin| origin.trim())
                .filter(|origin| !origin.is_empty())
                .map(origin)
                .collect::<Result<_, _>>()
                .context("TILIK_ORIGINS is wrong")?,
            proxies: self.proxies.or(file.proxies).unwrap_or(0),
            // 1,024 rows of 23 values are 23,552; SQLite takes 32,766 in a statement.
            commit_batch: self.commit_batch.or(file.commit_batch).unwrap_or(256).clamp(1, 1_024),
            in_flight: self.in_flight.or(file.in_flight).unwrap_or(1_000).max(1),
            metrics_listen: self.metrics_listen.or(file.metrics_listen),
            otlp: self.otlp.or(file.otlp),
            // A month at the most: its keys are only as safe as the hall's door.
            kiosk_unlocked: i64::from(self.kiosk_unlocked.or(file.kiosk_unlocked).unwrap_or(24).clamp(1, 720)) * 3_600,
            provider: provider(
                self.oidc_issuer.or(file.oidc_issuer),
                self.oidc_client.or(file.oidc_client),
                self.oidc_secret_file.or(file.oidc_secret_file),
                public_url.clone(),
            )?,
            public_url,
            announced_names: self.announced_names.or(file.announced_names).unwrap_or(Masking::FirstName),
            messages: MessageSettings {
                through: self.messages.or(file.messages).map_or(Ok(Through::Off), |through| through.trim().parse())?,
                secret: self.messages_secret.or(file.messages_secret),
                from: self.messages_from.or(file.messages_from),
                to: self.messages_to.or(file.messages_to),
            },
            log: self.log.or(file.log).unwrap_or(LogLevel::Info),
        })
    }
}

fn masking(word: &str) -> Result<Masking, String> {
    let words = || Masking::ALL.iter().map(|masking| masking.word()).collect::<Vec<_>>().join(", ");
    Masking::from_word(word).ok_or_else(|| format!("write one of {}", words()))
}

/// Where a site is found: an origin, and perhaps a path below which it lives.
fn site_url(text: &str) -> anyhow::Result<String> {
    let text = text.trim().trim_end_matches('/');
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~');
    let site = text.strip_suffix(path).unwrap_or(text).trim_end_matches('/');
    if origin(site).is_err() || !path.bytes().all(plain) {
        anyhow::bail!("{text:?} in TILIK_PUBLIC_URL is no address; write it as https://tilik.example.go.id");
    }
    Ok(text.to_owned())
}

/// An origin as browsers send it: scheme, host and perhaps a port, nothing after.
fn origin(text: &str) -> anyhow::Result<HeaderValue> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
    if host.is_empty() || !host.bytes().all(plain) {
        anyhow::bail!("{text:?} is no origin; write it as https://www.example.go.id");
    }
    HeaderValue::from_str(text).context("an origin cannot stand in a header")
}

/// All of what a sign-on needs, or nothing: half of it is a mistake.
fn provider(
    issuer: Option<String>,
    client: Option<String>,
    secret: Option<PathBuf>,
    public_url: Option<String>,
) -> anyhow::Result<Option<Provider>> {
    let public_url = public_url.map(|url| url.trim().trim_end_matches('/').to_owned());
    if let Some(url) = &public_url {
        origin(url).with_context(|| format!("TILIK_PUBLIC_URL cannot be {url:?}"))?;
    }
    let Some(issuer) = issuer.map(|issuer| issuer.trim().to_owned()) else {
        anyhow::ensure!(
            client.is_none() && secret.is_none(),
            "there is an OpenID Connect client; name TILIK_OIDC_ISSUER"
        );
        return Ok(None);
    };
    let client = client.context("there is an OpenID Connect issuer; name TILIK_OIDC_CLIENT")?;
    let public_url = public_url.context("officers come back from their provider; name TILIK_PUBLIC_URL")?;
    for (name, url) in [("TILIK_OIDC_ISSUER", &issuer), ("TILIK_PUBLIC_URL", &public_url)] {
        anyhow::ensure!(is_safe(url), "{name} begins with https://; http:// is taken on this machine itself alone");
    }
    Ok(Some(Provider { issuer, client, secret, public_url }))
}

/// Whether nobody on the way reads along.
fn is_safe(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return url.starts_with("https://") };
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        writeln!(file, "listen = \"127.0.0.1:1\"\nproof = \"off\"\nproxies = 2").unwrap();
        let given = Given {
            config: Some(file.path().into()),
            listen: Some("127.0.0.1:2".parse().unwrap()),
            ..Given::default()
        };
        let settings = given.settle().unwrap();
        assert_eq!(settings.listen.port(), 2);
        assert_eq!((settings.proof, settings.limits, settings.proxies), (false, true, 2));
    }

    #[test]
    fn a_word_the_file_should_not_have_stops_the_start() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        writeln!(file, "porof = \"off\"").unwrap();
        assert!(Given { config: Some(file.path().into()), ..Given::default() }.settle().is_err());
    }

    #[test]
    fn a_public_url_is_an_origin_and_perhaps_a_path() {
        for url in ["https://tilik.example.go.id", "http://127.0.0.1:8080", "https://example.go.id/layanan/tilik"] {
            assert_eq!(site_url(url).unwrap(), url);
            assert_eq!(site_url(&format!("{url}/")).unwrap(), url);
        }
        for url in ["", "tilik.example.go.id", "https://", "https://a.id/x?y", "javascript://a/b", "https://a b/"] {
            assert!(site_url(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_sign_on_has_all_it_needs_and_nobody_reads_along() {
        let with = |issuer: &str, client: &str, public_url: &str| {
            let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            provider(given(issuer), given(client), None, given(public_url))
        };
        assert!(with("", "", "").unwrap().is_none() && with("", "", "http://tilik.example.go.id").unwrap().is_none());
        let whole = with("https://masuk.go.id/realms/pemkab", "tilik", "https://tilik.go.id/").unwrap().unwrap();
        assert_eq!(whole.public_url, "https://tilik.go.id");
        assert!(with("http://127.0.0.1:9000", "tilik", "http://localhost:8080").is_ok());
        for (issuer, client, public_url) in [
            ("https://masuk.go.id", "", "https://tilik.go.id"),
            ("https://masuk.go.id", "tilik", ""),
            ("", "tilik", "https://tilik.go.id"),
            ("http://masuk.go.id", "tilik", "https://tilik.go.id"),
            ("http://127.0.0.1.go.id", "tilik", "https://tilik.go.id"),
            ("https://masuk.go.id", "tilik", "http://tilik.go.id"),
            ("https://masuk.go.id", "tilik", "https://tilik.go.id/path"),
        ] {
            assert!(with(issuer, client, public_url).is_err(), "{issuer} {client} {public_url}");
        }
    }

    #[test]
    fn a_gateway_is_named_by_its_first_word_and_a_wrong_one_is_not_quoted() {
        for (text, through) in [
            ("off", Through::Off),
            ("log", Through::Log),
            ("webhook:https://gw.id/a", Through::Webhook("https://gw.id/a".into())),
            ("smtps://a:b@mail.id", Through::Smtp("smtps://a:b@mail.id".into())),
        ] {
            assert!(text.parse::<Through>().unwrap() == through, "{text}");
        }
        for wrong in ["", "on", "https://gw.id", "smtp", "mail://a:geheim@mail.id"] {
            let told = wrong.parse::<Through>().map(drop).unwrap_err().to_string();
            assert!(told.contains("webhook:https://") && !told.contains("geheim"), "{told}");
        }
        let settings = Given { messages: Some(" log ".into()), ..Given::default() }.settle().unwrap();
        assert!(settings.messages.through == Through::Log && !settings.messages.are_off());
        assert!(Given::default().settle().unwrap().messages.are_off());
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        assert!(origin("https://www.example.go.id:8443").is_ok());
        for text in ["example.go.id", "https://", "https://a.id/path", "https://a.id; script-src *", "*"] {
            assert!(origin(text).is_err(), "{text}");
        }
    }
}
