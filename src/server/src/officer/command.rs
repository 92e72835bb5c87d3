//! `tilik officer …`: accounts, for whoever has the server.

use anyhow::Context;
use clap::{Subcommand, ValueEnum};
use std::fmt::Write;
use tilik_core::officer::{Area, Duty, DutyFault, Role};
use tilik_core::{Desa, region::Kecamatan};

use super::accounts::{Accounts, FirstPassword};
use super::name::Name;
use super::subject::Subject;
use crate::clock::{Clock, SystemClock};
use crate::entropy::SystemEntropy;
use crate::sealing::{Sealing, SubjectKey};
use crate::settings::Settings;
use crate::storage::officers::{Officer, Work, Worked};
use crate::storage::{self, Opened};

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Make an account, and print its first password: it is changed at the first sign-in
    Add {
        /// What its owner signs in with: siti.kebalenan
        name: String,
        /// What it is there for
        #[arg(long)]
        role: RoleWord,
        /// The village's code, 35.10.16.1001; for a district any of its villages
        #[arg(long)]
        village: Option<String>,
        /// The district's code, 35.10.16
        #[arg(long, conflicts_with = "village")]
        district: Option<String>,
    },
    /// Every account and how it stands
    List,
    /// Give an account a new first password; its sessions and second factor end
    Reset {
        /// Whose
        name: String,
    },
    /// An account may do nothing any more, as from now
    End {
        /// Whose
        name: String,
    },
    /// Bind an account to somebody at the regency's OpenID Connect provider; its sessions end
    Link {
        /// Whose
        name: String,
        /// Who they are there: the `sub` of the provider's tokens
        #[arg(long)]
        subject: String,
    },
    /// Bind an account to nobody there any more; its sessions end
    Unlink {
        /// Whose
        name: String,
    },
}

/// A role as it is typed.
#[derive(Clone, Copy, ValueEnum)]
pub enum RoleWord {
    /// Verifies the reports of a village
    Verifier,
    /// Looks after a district
    Coordinator,
    /// The regency's staff
    Admin,
    /// Brings packages, in a district
    Crew,
    /// Reads the trail, and nothing else
    Auditor,
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Verifier => Self::Verifier,
            RoleWord::Coordinator => Self::Coordinator,
            RoleWord::Admin => Self::Admin,
            RoleWord::Crew => Self::Crew,
            RoleWord::Auditor => Self::Auditor,
        }
    }
}

/// Does it.
///
/// # Errors
/// In words for an operator.
pub async fn run(settings: &Settings, command: Command) -> anyhow::Result<String> {
    let mut opened = storage::open(&settings.database, &settings.secrets, &SystemEntropy).await?;
    let sealing = opened.sealing.clone();
    let accounts = Accounts { sealing: &sealing, by: None, now: SystemClock.now() };
    let said = match command {
        Command::Add { name, role, village, district } => {
            let duty = duty(role.into(), village.as_deref(), district.as_deref())?;
            let Some(name) = Name::parse(&name) else {
                anyhow::bail!("a name has 3 to 40 small letters, digits, dots, dashes or underscores, and is no NIK")
            };
            let first = FirstPassword::drawn(&SystemEntropy);
            let added = opened.work(&accounts.add(&name, duty, &first, &SystemEntropy)).await?;
            anyhow::ensure!(added == Worked::Done, "there is an account {} already", name.as_str());
            format!("first password {}", first.told.as_str())
        }
        Command::List => listed(&opened.officers().await?),
        Command::Reset { name } => {
            let officer = find(&mut opened, &name).await?.id;
            let first = FirstPassword::drawn(&SystemEntropy);
            let said = format!("first password {}", first.told.as_str());
            for work in accounts.reset(officer, first) {
                done(&mut opened, &work).await?;
            }
            said
        }
        Command::Link { name, subject } => {
            let officer = find(&mut opened, &name).await?.id;
            let subject = subject_key(settings, &sealing, &subject)?;
            let linked = opened.work(&accounts.link(officer, Some(subject))).await?;
            anyhow::ensure!(linked == Worked::Done, "another account is bound to that subject; unlink it first");
            format!("{name} may sign in through the provider")
        }
        Command::Unlink { name } => {
            let officer = find(&mut opened, &name).await?.id;
            done(&mut opened, &accounts.link(officer, None)).await?;
            format!("{name} signs in with a password alone")
        }
        Command::End { name } => {
            let officer = find(&mut opened, &name).await?.id;
            let ended = opened.work(&accounts.end(officer)).await?;
            anyhow::ensure!(ended != Worked::LastAdmin, "{name} is the last admin; add another first");
            anyhow::ensure!(ended == Worked::Done, ENDED);
            format!("{name} may do nothing any more")
        }
    };
    opened.close().await?;
    Ok(said)
}

const ENDED: &str = "the account was ended meanwhile";

/// Who somebody is at the provider of the settings, as it is kept.
fn subject_key(settings: &Settings, sealing: &Sealing, subject: &str) -> anyhow::Result<SubjectKey> {
    let provider = settings.provider.as_ref();
    let provider = provider.context("there is no provider to bind an account at; name it: TILIK_OIDC_ISSUER")?;
    let subject = Subject::typed(subject).context("a subject has 1 to 255 ASCII characters")?;
    Ok(sealing.subject_key(&provider.issuer, &subject))
}

async fn done(opened: &mut Opened, work: &Work) -> anyhow::Result<()> {
    anyhow::ensure!(opened.work(work).await? == Worked::Done, ENDED);
    Ok(())
}

async fn find(opened: &mut Opened, name: &str) -> anyhow::Result<Officer> {
    let officer = opened.officers().await?.into_iter().find(|officer| officer.name == name.to_ascii_lowercase());
    let officer = officer.filter(|officer| officer.ended_at.is_none());
    officer.ok_or_else(|| anyhow::anyhow!("there is no account {name}, or it was ended"))
}

fn duty(role: Role, village: Option<&str>, district: Option<&str>) -> anyhow::Result<Duty> {
    let area = match (village, district) {
        (Some(village), _) => Area::Desa(
            Desa::parse(village).ok_or_else(|| anyhow::anyhow!("{village} is none of the regency's 217 villages"))?,
        ),
        (None, Some(district)) => Area::Kecamatan(
            kecamatan(district).ok_or_else(|| anyhow::anyhow!("{district} is none of the regency's 25 districts"))?,
        ),
        (None, None) => Area::Kabupaten,
    };
    Duty::new(role, area).map_err(|fault| {
        anyhow::anyhow!(match fault {
            DutyFault::NeedsVillage => "a verifier has one village: name it with --village",
            DutyFault::NeedsDistrict => "this role has a district: name it with --district, or one of its villages",
            DutyFault::WholeRegency => "this role has the whole regency: leave --village and --district out",
        })
    })
}

fn kecamatan(text: &str) -> Option<Kecamatan> {
    let code = text.trim().replace('.', "").parse().ok()?;
    match Area::from_code(code)? {
        Area::Kecamatan(kecamatan) => Some(kecamatan),
        Area::Desa(_) | Area::Kabupaten => None,
    }
}

fn listed(officers: &[Officer]) -> String {
    if officers.is_empty() {
        return "no accounts".to_owned();
    }
    let mut text = String::new();
    for Officer { name, duty, must_change, factor, ended_at, subject, .. } in officers {
        let area = match duty.area() {
            Area::Desa(desa) => format!("{} {}", desa.code(), desa.name()),
            Area::Kecamatan(kecamatan) => format!("Kec. {}", kecamatan.name()),
            Area::Kabupaten => "the regency".to_owned(),
        };
        let standing = match (ended_at, must_change) {
            (Some(at), _) => format!("ended {at}"),
            (None, true) => "has a first password".to_owned(),
            (None, false) => "in use".to_owned(),
        };
        let factor = if factor.is_some() { ", second factor" } else { "" };
        let linked = if subject.is_some() { ", single sign-on" } else { "" };
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name}  {}  {area}  {standing}{factor}{linked}", duty.role().word());
    }
    text.trim_end().to_owned()
}
