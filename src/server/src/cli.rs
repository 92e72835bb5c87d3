//! The commands and their arguments, as the contract names them.

use anyhow::Context;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{EnvFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::entropy::SystemEntropy;
use crate::settings::{Given, LogLevel};
use crate::traces::Traces;
use crate::{announcement, http, import, kiosk, officer, sample, serve, storage};

/// Check and report social aid in Banyuwangi.
#[derive(Parser)]
#[command(name = "tilik", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten, next_help_heading = "Settings (flag, environment, file, default)")]
    settings: Given,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site and the API
    Serve,
    /// Land a file: all of it or nothing
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Make a synthetic regency: residents.csv and recipients.csv
    Sample {
        /// How many families
        #[arg(long, default_value_t = 2_000)]
        families: u64,
        /// The same seed makes the same regency
        #[arg(long, default_value_t = 2020)]
        seed: u64,
        /// The folder to write to
        #[arg(long)]
        out: PathBuf,
    },
    /// Carry an installation from SQLite to PostgreSQL, and verify it; stop the server first
    Move {
        /// The installation, sqlite://PATH
        from: String,
        /// An empty database, postgres://USER@HOST/NAME
        to: String,
    },
    /// The kiosks in village halls
    Kiosk {
        #[command(subcommand)]
        command: kiosk::command::Command,
    },
    /// Officers' accounts
    Officer {
        #[command(subcommand)]
        command: officer::command::Command,
    },
    /// Announce the lists, and print them for every village
    Announce(announcement::command::Announce),
    /// Verify the trail of what officers did, and print what to keep of it
    Trail {
        /// What was printed before, NUMBER:HASH: it must still be there
        #[arg(long)]
        kept: Option<String>,
    },
    /// Print the HTTP contract as OpenAPI 3.1
    Openapi,
}

#[derive(Subcommand)]
enum Import {
    /// The family registry: nik, no_kk, nama, jenis_kelamin, kode_desa, alamat, hubungan
    Residents {
        /// The CSV file
        file: PathBuf,
    },
    /// Recipient lists: program, periode, nik, no_kk, nama, status
    Recipients {
        /// The CSV file
        file: PathBuf,
        /// What the regency calls this edition [default: scheme and period]
        #[arg(long)]
        edition: Option<String>,
    },
}

/// Reads the arguments and does what they say.
///
/// # Errors
/// Whatever stopped it, in words for an operator.
pub fn run() -> anyhow::Result<()> {
    let Cli { command, settings } = Cli::parse();
    match command {
        Command::Serve => {
            let settings = settings.settle()?;
            runtime()?.block_on(async {
                let traces = settings.otlp.as_deref().map(Traces::to).transpose()?;
                log_to_stderr(settings.log, traces.as_ref());
                let served = serve::serve(settings).await;
                if let Some(traces) = traces {
                    // It waits for what it has under way, which needs this runtime.
                    tokio::task::spawn_blocking(|| traces.end()).await?;
                }
                served
            })
        }
        Command::Import { what } => {
            let settings = settings.settle()?;
            runtime()?.block_on(async {
                match what {
                    Import::Residents { file } => import::residents(&settings, &file).await,
                    Import::Recipients { file, edition } => import::recipients(&settings, &file, edition).await,
                }
            })
        }
        Command::Sample { families, seed, out } => {
            let summary = sample::generate(families, seed, &out)?;
            println!(
                "{} families, {} aided; {} residents, {} of them faulty; {} recipients, {} of them faulty",
                summary.families,
                summary.aided,
                summary.residents,
                summary.bad_residents,
                summary.recipients,
                summary.bad_recipients
            );
            Ok(())
        }
        Command::Move { from, to } => {
            let settings = settings.settle()?;
            let told = |table: &str, rows| println!("{table}: {rows}");
            let carried = storage::moving::carry(&from, &to, &settings.secrets, &SystemEntropy, told);
            println!("moved {} rows, verified", runtime()?.block_on(carried)?);
            Ok(())
        }
        Command::Kiosk { command } => {
            let settings = settings.settle()?;
            println!("{}", runtime()?.block_on(kiosk::command::run(&settings, command))?);
            Ok(())
        }
        Command::Officer { command } => {
            let settings = settings.settle()?;
            println!("{}", runtime()?.block_on(officer::command::run(&settings, command))?);
            Ok(())
        }
        Command::Announce(announce) => {
            let settings = settings.settle()?;
            println!("{}", runtime()?.block_on(announcement::command::run(&settings, announce))?);
            Ok(())
        }
        Command::Trail { kept } => {
            let settings = settings.settle()?;
            let verified = officer::trail::verify(&settings.database, &settings.secrets, kept.as_deref());
            println!("{}", runtime()?.block_on(verified)?);
            Ok(())
        }
        Command::Openapi => {
            println!("{}", http::document().to_pretty_json().context("the contract cannot be written")?);
            Ok(())
        }
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads can be started")
}

/// Lines of our own at the level asked for, and of the libraries only what went
/// wrong: what they log at finer levels may quote a request.
fn log_to_stderr(level: LogLevel, traces: Option<&Traces>) {
    let filter = match level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "warn,tilik=info",
        LogLevel::Debug => "warn,tilik=debug",
        LogLevel::Trace => "warn,tilik=trace",
    };
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    let lines = if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        lines.compact().boxed()
    } else {
        lines.json().boxed()
    };
    let spans = traces.map(|traces| {
        let spans = tracing_opentelemetry::layer().with_tracer(traces.tracer());
        spans.with_filter(Targets::new().with_target("tilik", tracing::Level::INFO))
    });
    tracing_subscriber::registry().with(lines.with_filter(EnvFilter::new(filter))).with(spans).init();
}
