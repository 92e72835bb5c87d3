//! `tilik kiosk …`: what an officer does about kiosks until there are screens for it.

use clap::Subcommand;
use std::fmt::Write;
use tilik_core::Desa;
use uuid::Uuid;

use super::code;
use crate::clock::{Clock, Instant, SystemClock};
use crate::entropy::{SystemEntropy, bytes};
use crate::settings::Settings;
use crate::storage::kiosks::{Kiosk, KioskChange, KioskChanged, Standing};
use crate::storage::{self};

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Make a one-time code for a kiosk; it holds for a day
    Add {
        /// The village's code, 3510161001 or 35.10.16.1001
        #[arg(long)]
        village: String,
        /// Where it stands: "Balai desa"
        #[arg(long)]
        place: String,
    },
    /// Every kiosk and how it stands
    List,
    /// A kiosk may do nothing any more, as from now
    Revoke {
        /// Its id, as `list` shows it
        id: Uuid,
    },
}

/// The longest name of a place that a receipt has room for.
const LONGEST_PLACE: usize = 60;

/// Does it.
///
/// # Errors
/// In words for an officer.
pub async fn run(settings: &Settings, command: Command) -> anyhow::Result<String> {
    let mut opened = storage::open(&settings.database, &settings.secrets, &SystemEntropy).await?;
    let now = SystemClock.now();
    let said = match command {
        Command::Add { village, place } => {
            let village = Desa::parse(&village)
                .ok_or_else(|| anyhow::anyhow!("{village} is none of the regency's 217 villages"))?;
            let place = place.trim().to_owned();
            anyhow::ensure!(!place.is_empty(), "a kiosk needs a place, for its receipts");
            anyhow::ensure!(place.chars().count() <= LONGEST_PLACE, "a place has at most {LONGEST_PLACE} characters");
            let code = code::draw(&SystemEntropy);
            let plain = code::plain(&code).unwrap_or_default();
            let id = Uuid::from_bytes(bytes(&SystemEntropy));
            let until = Instant::from_millis(now.millis() + code::VALID.as_millis() as i64);
            let change = KioskChange::Add {
                id,
                village: village.code(),
                place,
                code: opened.sealing.code_key(&plain),
                code_until: until,
                at: now,
            };
            opened.change(&change).await?;
            format!("kiosk {id}\ncode {code}, until {until}")
        }
        Command::List => listed(&opened.kiosks().await?),
        Command::Revoke { id } => match opened.change(&KioskChange::Revoke { id, at: now }).await? {
            KioskChanged::Done => format!("kiosk {id} revoked"),
            _ => anyhow::bail!("there is no kiosk {id}, or it is revoked already"),
        },
    };
    opened.close().await?;
    Ok(said)
}

fn listed(kiosks: &[Kiosk]) -> String {
    if kiosks.is_empty() {
        return "no kiosks".to_owned();
    }
    let mut text = String::new();
    for Kiosk { id, village, place, standing, .. } in kiosks {
        let standing = match standing {
            Standing::Expected { until } => format!("waits for its code, until {until}"),
            Standing::Enrolled(device) => format!("enrolled {}", device.since),
            Standing::Revoked { at } => format!("revoked {at}"),
        };
        // Writing to a string does not fail.
        let _ = writeln!(text, "{id}  {village}  {place}  {standing}");
    }
    text.trim_end().to_owned()
}
