//! A gateway that takes mail and makes an SMS of it: residents give phones, and regencies
//! run such gateways. Each phone has an address there, made from a template.

use async_trait::async_trait;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Category;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::time::{Duration, SystemTime};

use super::channel::{Encryption, MailServer};
use super::{Failed, Gateway, Message};
use crate::clock::Instant;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// A server that is there answers each command within this.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);
/// And has the whole mail within this.
const TAKES_WITHIN: Duration = Duration::from_secs(20);

/// Where a phone's number goes in the template.
const PHONE: &str = "{phone}";

/// The addresses of phones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressTemplate(String);

impl AddressTemplate {
    /// `{phone}` somewhere in an address of mail.
    pub fn parse(text: &str) -> Option<Self> {
        let template = Self(text.trim().to_owned());
        let one = template.0.matches(PHONE).count() == 1;
        (one && template.of("081234567890").is_some()).then_some(template)
    }

    /// The address of a phone, `08…`.
    fn of(&self, phone: &str) -> Option<Address> {
        self.0.replace(PHONE, phone).parse().ok()
    }
}

/// A mail server.
pub struct Smtp {
    transport: Transport,
    from: Mailbox,
    addresses: AddressTemplate,
}

impl Smtp {
    /// One that takes mail from an address.
    ///
    /// # Errors
    /// Where the machine's certificates cannot be read.
    pub fn new(
        server: MailServer,
        from: Mailbox,
        addresses: AddressTemplate,
    ) -> Result<Self, lettre::transport::smtp::Error> {
        let builder = match server.encryption {
            Encryption::Whole => Transport::relay(&server.host)?,
            Encryption::Started => Transport::starttls_relay(&server.host)?,
            Encryption::None => Transport::builder_dangerous(&server.host),
        };
        let builder =
            builder.timeout(Some(ANSWERS_WITHIN)).hello_name(ClientId::Domain(from.email.domain().to_owned()));
        let builder = if let Some(port) = server.port { builder.port(port) } else { builder };
        let builder = match server.credentials {
            Some((name, password)) => builder.credentials(Credentials::new(name, password)),
            None => builder,
        };
        Ok(Self { transport: builder.build(), from, addresses })
    }

    fn mail(&self, message: &Message, now: Instant) -> Option<lettre::Message> {
        let to = self.addresses.of(message.to.as_digits())?;
        let since_epoch = Duration::from_millis(u64::try_from(now.millis()).ok()?);
        lettre::Message::builder()
            .from(self.from.clone())
            .to(to.into())
            .date(SystemTime::UNIX_EPOCH + since_epoch)
            .message_id(Some(format!("<{}@{}>", message.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone())
            .ok()
    }
}

#[async_trait]
impl Gateway for Smtp {
    async fn send(&self, message: &Message, now: Instant) -> Result<(), Failed> {
        let mail = self.mail(message, now).ok_or(Failed::ForGood("unreadable"))?;
        match tokio::time::timeout(TAKES_WITHIN, self.transport.send(mail)).await {
            Ok(Ok(_)) => Ok(()),
            Err(_) => Err(Failed::later("timeout")),
            Ok(Err(error)) if error.is_timeout() => Err(Failed::later("timeout")),
            Ok(Err(error)) => match error.status().map(|code| code.category) {
                // 53x: it does not let this server in (RFC 4954), whatever the mail.
                Some(Category::Unspecified3) => Err(Failed::later("refused")),
                Some(_) if error.is_permanent() => Err(Failed::ForGood("refused")),
                Some(_) => Err(Failed::later("failed")),
                // What it says may quote an address.
                None => Err(Failed::later("unreachable")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::example;

    #[test]
    fn a_phone_has_its_address() {
        let template = AddressTemplate::parse("{phone}@sms.example.go.id").unwrap();
        assert_eq!(template.of("081234567890").unwrap().to_string(), "081234567890@sms.example.go.id");
        let template = AddressTemplate::parse(" sms+{phone}@example.go.id ").unwrap();
        assert_eq!(template.of("0812").unwrap().to_string(), "sms+0812@example.go.id");
        for wrong in ["", "sms@example.go.id", "{phone}", "{phone}{phone}@x.id", "{phone}@", "{phone} @x.id"] {
            assert_eq!(AddressTemplate::parse(wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_mail_says_what_the_message_says() {
        let server =
            MailServer { host: "localhost".into(), port: Some(1), encryption: Encryption::None, credentials: None };
        let addresses = AddressTemplate::parse("{phone}@sms.example.go.id").unwrap();
        let smtp = Smtp::new(server, "Tilik <tilik@example.go.id>".parse().unwrap(), addresses).unwrap();
        let (message, now) = (example(), Instant::from_millis(1_589_950_000_000));
        let mail = String::from_utf8(smtp.mail(&message, now).unwrap().formatted()).unwrap();
        for line in [
            "To: 081234567890@sms.example.go.id\r\n",
            "From: Tilik <tilik@example.go.id>\r\n",
            "Message-ID: <msg_K7Q2M4XD9_1@example.go.id>\r\n",
            "Date: Wed, 20 May 2020 04:46:40 +0000\r\n",
            "\r\n\r\nPaket sedang diantar.",
        ] {
            assert!(mail.contains(line), "{line:?} in {mail}");
        }
        assert!(!mail.contains("Subject"), "a gateway would put it into the SMS");
        assert_eq!(smtp.send(&message, now).await, Err(Failed::later("unreachable")));
    }
}
