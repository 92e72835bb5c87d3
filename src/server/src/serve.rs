//! `tilik serve`: opens the installation, puts the parts together, and stops in
//! good order: what was accepted is answered and on disk.

use anyhow::Context;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tilik_core::{RuleSet, rules};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Semaphore, watch};

use crate::check_index::CheckIndex;
use crate::clock::SystemClock;
use crate::entropy::SystemEntropy;
use crate::fishing::Signs;
use crate::http::{
    self, AnnouncementService, App, COUNTING_AT_ONCE, EXPORTS_AT_ONCE, KioskService, Limits, OfficerService, Site,
};
use crate::kiosk::{Keys, Snapshots, Tokens};
use crate::messages::channel;
use crate::messages::sender::Sender;
use crate::metrics::{Gauges, metrics};
use crate::officer::browser::Browsers;
use crate::officer::sign_on::SignOn;
use crate::proof::ProofOfWork;
use crate::settings::Settings;
use crate::storage;
use crate::together::Together;

/// Requests under way at the stop have this long to be answered.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until told to stop.
///
/// # Errors
/// Whatever keeps it from starting.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    log_panics_by_place();
    let gateway = channel::open(&settings.messages)?;
    let rules = read_rules(settings.rules.as_deref())?;
    let opened = storage::open(&settings.database, &settings.secrets, &SystemEntropy).await?;
    let (secrets, sealing) = opened.close().await?;
    if !settings.site.join("index.html").is_file() {
        tracing::warn!(site = %settings.site.display(), "no index.html there: the API is served, the pages are not");
    }
    if !settings.proof {
        tracing::warn!("the proof of work is off: guessing NIKs costs nothing. For load tests only");
    }
    if !settings.limits {
        tracing::warn!("the rate limits are off. For load tests only");
    }

    let sign_on = settings.provider.as_ref().map(SignOn::new).transpose()?;

    let running = storage::start(&settings).await?;
    let clock = Arc::new(SystemClock);
    let (stopping, stopped) = watch::channel(false);
    let sends = gateway.is_some();
    let sending = gateway.map(|gateway| {
        let sender = Sender {
            store: running.messages.clone(),
            outbox: running.outbox.clone(),
            gateway,
            sealing: sealing.clone(),
            clock: clock.clone(),
            entropy: Arc::new(SystemEntropy),
        };
        tokio::spawn(sender.run(stopped.clone()))
    });
    let kiosk_keys = Keys::new(&secrets);
    let kiosk = KioskService {
        store: running.kiosks.clone(),
        tokens: Tokens::new(&secrets),
        snapshots: Snapshots::new(
            (running.lists.clone(), running.kiosks),
            (sealing.clone(), kiosk_keys.clone()),
            rules.clone(),
            (clock.clone(), Arc::new(SystemEntropy)),
        ),
        keys: kiosk_keys,
        unlocked: settings.kiosk_unlocked,
    };
    let together = Together::new(running.counting, &sealing);
    let index = CheckIndex::new(running.lists, clock.clone());
    index.read_in_background();
    if let Some(address) = settings.metrics_listen {
        let gauges = Gauges { index: index.clone(), pools: running.pools };
        http::serve_metrics(address, metrics().registry(gauges)).await?;
    }
    let signs = Arc::new(Signs::default());
    let (counts, watch) = (running.figures.clone(), clock.clone());
    let writing = tokio::spawn(Arc::clone(&signs).write_now_and_then(running.figures.clone(), clock.clone()));
    let app = Arc::new(App {
        index,
        reports: running.reports,
        kiosk,
        officer: OfficerService {
            store: running.officers,
            batches: running.batches,
            messages: running.messages,
            sends,
            figures: running.figures,
            counting: Semaphore::new(COUNTING_AT_ONCE),
            exports: Arc::new(Semaphore::new(EXPORTS_AT_ONCE)),
            browsers: Browsers::new(&secrets),
            sign_on,
        },
        announced: AnnouncementService::new(running.announcements, &settings),
        sealing,
        rules,
        proof: settings.proof.then(|| ProofOfWork::new(&secrets, &SystemEntropy, together.clone())),
        limits: settings.limits.then(|| Limits::new(together, Arc::clone(&signs))),
        clock,
        entropy: Arc::new(SystemEntropy),
        proxies: settings.proxies,
        site: Site::open(&settings.site),
        origins: settings.origins.clone(),
    });

    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", settings.listen))?;
    let address = listener.local_addr()?;
    tracing::info!("listening on http://{address}");
    let router = http::router(app, &settings).into_make_service_with_connect_info::<SocketAddr>();
    let until_told = async move {
        stop_signal().await;
        tracing::info!("stopping");
        stopping.send_replace(true);
    };
    let serving = axum::serve(listener, router).with_graceful_shutdown(until_told);
    let mut grace = stopped;
    tokio::select! {
        ended = serving.into_future() => ended?,
        // A connection kept open must not keep the server from stopping.
        () = async { drop(grace.wait_for(|stopping| *stopping).await); tokio::time::sleep(GRACE).await } => {
            tracing::warn!("some requests were still under way");
        }
    }
    if let Some(mut sending) = sending
        && tokio::time::timeout(GRACE, &mut sending).await.is_err()
    {
        // They are sent again, as the same, after the next start.
        tracing::warn!("some messages were still under way");
        sending.abort();
    }
    writing.abort();
    signs.write(&*counts, &*watch).await;
    drop((writing.await, counts));
    // The last sender of the store is gone with the router; it ends when its work is on disk.
    tokio::time::timeout(GRACE, running.ending).await.context("the last reports were not written in time")??;
    Ok(())
}

/// A panic's text can quote what somebody sent, so only its place is logged.
fn log_panics_by_place() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}

/// The rules: the file's, or the built-in ones.
fn read_rules(path: Option<&Path>) -> anyhow::Result<RuleSet> {
    let (text, name) = match path {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("the rule matrix {} cannot be read", path.display()))?;
            (text, path.display().to_string())
        }
        None => (rules::BUILT_IN.to_owned(), "built-in".to_owned()),
    };
    let rules: RuleSet = toml::from_str(&text).with_context(|| format!("the rule matrix {name} is wrong"))?;
    rules.check().map_err(|fault| {
        let why = match fault {
            rules::RuleSetFault::NoVersion => "it names no version".to_owned(),
            rules::RuleSetFault::SameId(id) => format!("two rules are named {id}"),
            rules::RuleSetFault::EndsBeforeStart(id) => format!("rule {id} ends before it starts"),
        };
        anyhow::anyhow!("the rule matrix {name} cannot be used: {why}")
    })?;
    tracing::info!(version = rules.version, rules = rules.rules.len(), source = name, "the rule matrix");
    Ok(rules)
}

/// Resolves on SIGTERM and on Ctrl-C.
async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        },
        Err(_) => drop(interrupted.await),
    }
}
