//! Which gateway the settings name, and what is wrong with them in words for an operator.

use anyhow::Context;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use std::fs;
use std::net::IpAddr;
use std::sync::Arc;

use super::Gateway;
use super::log::Log;
use super::signature::SigningKey;
use super::smtp::{AddressTemplate, Smtp};
use super::webhook::Webhook;
use crate::settings::{MessageSettings, Through};

/// Why the settings name no gateway.
#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    /// The address of a webhook is none.
    #[error("TILIK_MESSAGES names no webhook's address; write webhook:https://gateway.example.go.id/tilik")]
    NoAddress,
    /// Phones would travel in the clear.
    #[error(
        "TILIK_MESSAGES names a webhook without TLS: phones would travel in the clear. Write webhook:https://…; \
         http:// is for a gateway on this machine alone"
    )]
    InTheClear,
    /// There is nothing to sign with.
    #[error(
        "a webhook needs TILIK_MESSAGES_SECRET: a file with the key that signs, `whsec_` and 24 to 64 random bytes \
         as base64. To make one: echo whsec_$(openssl rand -base64 32)"
    )]
    NoSecret,
    /// What is there is no key.
    #[error(
        "the file that TILIK_MESSAGES_SECRET names holds no key: expected one line, `whsec_` and 24 to 64 bytes as \
         base64"
    )]
    WrongSecret,
    /// The address of a mail server is none.
    #[error(
        "TILIK_MESSAGES names no mail server; write smtps://NAME:PASSWORD@mail.example.go.id or \
         smtp://mail.example.go.id:587"
    )]
    NoServer,
    /// Nobody sends the mail.
    #[error("mail needs TILIK_MESSAGES_FROM: the address it comes from, as in `Tilik <tilik@example.go.id>`")]
    NoFrom,
    /// Phones have no address of mail.
    #[error(
        "mail needs TILIK_MESSAGES_TO: the address of a phone at your mail-to-SMS gateway, with {{phone}} once, as in \
         {{phone}}@sms.example.go.id"
    )]
    NoTo,
}

/// How a mail server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte: `smtps`.
    Whole,
    /// STARTTLS, without which nothing is sent: `smtp`.
    Started,
    /// None: a server on this machine.
    None,
}

/// A mail server.
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port, where it is not the usual one.
    pub port: Option<u16>,
    /// How it is spoken to.
    pub encryption: Encryption,
    /// A name and a password, where it asks for them.
    pub credentials: Option<(String, String)>,
}

/// The gateway that the settings name; none: no messages.
///
/// # Errors
/// [`ChannelError`]; a secret that cannot be read; certificates that cannot be.
pub fn open(settings: &MessageSettings) -> anyhow::Result<Option<Arc<dyn Gateway>>> {
    Ok(match &settings.through {
        Through::Off => None,
        Through::Log => Some(Arc::new(Log)),
        Through::Webhook(url) => {
            let url = webhook_url(url)?;
            let path = settings.secret.as_deref().ok_or(ChannelError::NoSecret)?;
            let text = fs::read_to_string(path)
                .with_context(|| format!("the key of TILIK_MESSAGES_SECRET, {}, cannot be read", path.display()))?;
            let key = SigningKey::parse(&text).ok_or(ChannelError::WrongSecret)?;
            Some(Arc::new(Webhook::new(url, key).context("the webhook of TILIK_MESSAGES cannot be used")?))
        }
        Through::Smtp(url) => {
            let server = mail_server(url)?;
            let from = settings.from.as_deref().and_then(|from| from.parse().ok()).ok_or(ChannelError::NoFrom)?;
            let to = settings.to.as_deref().and_then(AddressTemplate::parse).ok_or(ChannelError::NoTo)?;
            let smtp = Smtp::new(server, from, to).context("the mail server of TILIK_MESSAGES cannot be used")?;
            Some(Arc::new(smtp))
        }
    })
}

fn webhook_url(url: &str) -> Result<Url, ChannelError> {
    let url: Url = url.parse().map_err(|_| ChannelError::NoAddress)?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(ChannelError::InTheClear),
        _ => Err(ChannelError::NoAddress),
    }
}

fn mail_server(url: &str) -> Result<MailServer, ChannelError> {
    let url: Url = url.parse().map_err(|_| ChannelError::NoServer)?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(ChannelError::NoServer)?;
    let encryption = match url.scheme() {
        "smtps" => Encryption::Whole,
        "smtp" if is_loopback(&url) => Encryption::None,
        "smtp" => Encryption::Started,
        _ => return Err(ChannelError::NoServer),
    };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let password = url.password().map(decoded);
    Ok(MailServer {
        host: host.to_owned(),
        port: url.port(),
        encryption,
        credentials: password.map(|password| (decoded(url.username()), password)),
    })
}

/// Whether it is on this machine, where nobody listens in between.
pub fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_is_encrypted_or_on_this_machine() {
        for url in ["https://gw.example.go.id/a?b=c", "http://127.0.0.1:9/a", "http://localhost:9", "http://[::1]:9/"] {
            assert!(webhook_url(url).is_ok(), "{url}");
        }
        for url in ["http://gw.example.go.id", "http://10.0.0.1/", "http://localhost.example.go.id/"] {
            assert!(matches!(webhook_url(url), Err(ChannelError::InTheClear)), "{url}");
        }
        for url in ["", "gw.example.go.id", "ftp://gw.example.go.id", "https://"] {
            assert!(matches!(webhook_url(url), Err(ChannelError::NoAddress)), "{url}");
        }
    }

    #[test]
    fn a_mail_server_is_encrypted_or_on_this_machine() {
        let read = |url| {
            let server = mail_server(url).ok()?;
            Some((server.host, server.port, server.encryption, server.credentials))
        };
        assert_eq!(
            read("smtps://tilik:ge%40heim+%25@mail.example.go.id"),
            Some(("mail.example.go.id".into(), None, Encryption::Whole, Some(("tilik".into(), "ge@heim+%".into()))))
        );
        assert_eq!(
            read("smtp://mail.example.go.id:587"),
            Some(("mail.example.go.id".into(), Some(587), Encryption::Started, None))
        );
        assert_eq!(read("smtp://127.0.0.1:2525"), Some(("127.0.0.1".into(), Some(2525), Encryption::None, None)));
        for wrong in ["", "smtp://", "smtp:mail", "mail.example.go.id", "https://mail.example.go.id"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_missing_is_told_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key");
        let told = |through: Through, secret: bool, from: Option<&str>, to: Option<&str>| {
            let settings = MessageSettings {
                through,
                secret: secret.then(|| key.clone()),
                from: from.map(str::to_owned),
                to: to.map(str::to_owned),
            };
            open(&settings).map(|gateway| gateway.is_some()).map_err(|error| format!("{error:#}"))
        };
        let webhook = || Through::Webhook("https://gw.example.go.id/".into());
        let mail = || Through::Smtp("smtp://127.0.0.1:25".into());
        assert_eq!(told(Through::Off, false, None, None), Ok(false));
        assert_eq!(told(Through::Log, false, None, None), Ok(true));
        assert!(told(webhook(), false, None, None).unwrap_err().contains("openssl rand"));
        assert!(told(webhook(), true, None, None).unwrap_err().contains("cannot be read"));
        fs::write(&key, "hunter2hunter2hunter2").unwrap();
        let wrong = told(webhook(), true, None, None).unwrap_err();
        assert!(wrong.contains("holds no key") && !wrong.contains("hunter2"), "{wrong}");
        fs::write(&key, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
        assert_eq!(told(webhook(), true, None, None), Ok(true));
        let (from, to) = (Some("Tilik <tilik@example.go.id>"), Some("{phone}@sms.example.go.id"));
        assert!(told(mail(), false, None, to).unwrap_err().contains("TILIK_MESSAGES_FROM"));
        assert!(told(mail(), false, Some("Tilik"), to).unwrap_err().contains("TILIK_MESSAGES_FROM"));
        assert!(told(mail(), false, from, None).unwrap_err().contains("{phone}@sms.example.go.id"));
        assert!(told(mail(), false, from, Some("a@b.id")).unwrap_err().contains("TILIK_MESSAGES_TO"));
        assert_eq!(told(mail(), false, from, to), Ok(true));
    }
}
