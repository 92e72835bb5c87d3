//! `tilik officer …`: accounts, until there are screens for them.

use clap::{Subcommand, ValueEnum};
use std::fmt::Write;
use tilik_core::officer::{Area, Duty, DutyFault, Role};
use tilik_core::{Desa, region::Kecamatan};
use uuid::Uuid;

use super::name::Name;
use super::password::Password;
use crate::clock::{Clock, Instant, SystemClock};
use crate::entropy::{SystemEntropy, bytes};
use crate::settings::Settings;
use crate::storage::officers::{Deed, Officer, What, Work, Worked};
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
    let now = SystemClock.now();
    let said = match command {
        Command::Add { name, role, village, district } => {
            let duty = duty(role.into(), village.as_deref(), district.as_deref())?;
            add(&mut opened, &name, duty, now).await?
        }
        Command::List => listed(&opened.officers().await?),
        Command::Reset { name } => {
            let officer = find(&mut opened, &name).await?;
            let password = Password::drawn(&SystemEntropy);
            let (id, kept) = (officer.id, password.kept(&SystemEntropy));
            done(&mut opened, What::Factor { officer: id, sealed: None }, "factor_removed", now).await?;
            let what = What::Password { officer: id, password: kept, must_change: true, keep: None };
            done(&mut opened, what, "password_reset", now).await?;
            format!("first password {}", password.as_str())
        }
        Command::End { name } => {
            let officer = find(&mut opened, &name).await?.id;
            done(&mut opened, What::End { officer, at: now }, "account_ended", now).await?;
            format!("{name} may do nothing any more")
        }
    };
    opened.close().await?;
    Ok(said)
}

async fn add(opened: &mut Opened, name: &str, duty: Duty, now: Instant) -> anyhow::Result<String> {
    let Some(name) = Name::parse(name) else {
        anyhow::bail!("a name has 3 to 40 small letters, digits, dots, dashes or underscores, and is no NIK")
    };
    let password = Password::drawn(&SystemEntropy);
    let officer = Officer {
        id: Uuid::from_bytes(bytes(&SystemEntropy)),
        name: name.as_str().to_owned(),
        duty,
        password: password.kept(&SystemEntropy),
        must_change: true,
        factor: None,
        ended_at: None,
    };
    if work(opened, What::Add(Box::new(officer), now), "account_added", now).await? != Worked::Done {
        anyhow::bail!("there is an account {} already", name.as_str());
    }
    Ok(format!("first password {}", password.as_str()))
}

async fn work(opened: &mut Opened, what: What, deed: &'static str, now: Instant) -> anyhow::Result<Worked> {
    let deed = Deed::new(&opened.sealing, now, None, deed);
    Ok(opened.work(&Work { what, deed: Some(deed) }).await?)
}

async fn done(opened: &mut Opened, what: What, deed: &'static str, now: Instant) -> anyhow::Result<()> {
    anyhow::ensure!(work(opened, what, deed, now).await? == Worked::Done, "the account was ended meanwhile");
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
    for Officer { name, duty, must_change, factor, ended_at, .. } in officers {
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
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name}  {}  {area}  {standing}{factor}", duty.role().word());
    }
    text.trim_end().to_owned()
}
