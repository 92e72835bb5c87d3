//! Rate limits: per network and per NIK.
//!
//! A check is an oracle, so it is dear (proof of work) and rare (limits). One
//! address can stand for thousands of phones, carriers being what they are, so
//! the limit per network is wide; the one per NIK is narrow, since nobody needs
//! to ask about one person often. They live in this process's memory; where several
//! servers share a database, they count there together besides (`together.rs`).

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use uuid::Uuid;

use super::{App, kiosk, problem::Refusal};
use crate::fishing::Signs;
use crate::sealing::NikKey;
use crate::storage::Rate;
use crate::storage::figures::Sign;
use crate::together::Together;

/// Requests a network may make. A resident's visit is some 6 (two challenges, a check,
/// a report, a look at the status): twenty visits together, and from then on five
/// requests a second are 18,000 an hour, 3,000 visits.
const NETWORK: Rate = Rate { burst: at_least_one(120), every: Duration::from_millis(200) };
/// Questions about one NIK: so many at once, and then one in six minutes.
const NIK: Rate = Rate { burst: at_least_one(20), every: Duration::from_secs(360) };
/// Look-ups through plain forms, which cost no proof of work: a network may make so
/// many at once, and then one a second. A proxy of a data saver is one network.
const PLAIN: Rate = Rate { burst: at_least_one(30), every: Duration::from_secs(1) };
/// What an enrolled kiosk may ask: a week's reports at once, and then one a second.
const KIOSK: Rate = Rate { burst: at_least_one(600), every: Duration::from_secs(1) };
/// And how often it may take tickets along: what it keeps at once, and then every ten
/// minutes some. Taken ones stay taken, of a million million that there are.
const KIOSK_TICKETS: Rate = Rate { burst: at_least_one(5), every: Duration::from_secs(600) };
/// And how many people it may ask about: as many as can stand before it. A stolen one
/// asks no faster, until it is revoked.
const KIOSK_CHECKS: Rate = Rate { burst: at_least_one(60), every: Duration::from_secs(10) };
/// And all networks together: 7,200 an hour would take a month to try the 5.5 million
/// NIKs that hold everybody, with every NIK's own limit on top.
const ALL_PLAIN: Rate = Rate { burst: at_least_one(240), every: Duration::from_millis(500) };
/// Every so many requests, what has not been seen for long is forgotten.
const SWEEP_EVERY: u32 = 4_096;

const fn at_least_one(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

fn quota(rate: Rate) -> Quota {
    // None only for a period of zero, which no rate here has.
    Quota::with_period(rate.every).unwrap_or(Quota::per_hour(rate.burst)).allow_burst(rate.burst)
}

/// The limits and what they have seen.
pub struct Limits {
    networks: DefaultKeyedRateLimiter<IpAddr>,
    niks: DefaultKeyedRateLimiter<NikKey>,
    plain: DefaultKeyedRateLimiter<IpAddr>,
    kiosks: DefaultKeyedRateLimiter<Uuid>,
    kiosk_checks: DefaultKeyedRateLimiter<Uuid>,
    kiosk_tickets: DefaultKeyedRateLimiter<Uuid>,
    all_plain: DefaultDirectRateLimiter,
    seen: AtomicU32,
    clock: DefaultClock,
    together: Together,
    signs: Arc<Signs>,
}

impl Limits {
    /// Limits that nothing has been counted against in this process.
    /// What they notice is noted in `signs`.
    pub fn new(together: Together, signs: Arc<Signs>) -> Self {
        Self {
            networks: RateLimiter::keyed(quota(NETWORK)),
            niks: RateLimiter::keyed(quota(NIK)),
            plain: RateLimiter::keyed(quota(PLAIN)),
            kiosks: RateLimiter::keyed(quota(KIOSK)),
            kiosk_checks: RateLimiter::keyed(quota(KIOSK_CHECKS)),
            kiosk_tickets: RateLimiter::keyed(quota(KIOSK_TICKETS)),
            all_plain: RateLimiter::direct(quota(ALL_PLAIN)),
            seen: AtomicU32::new(0),
            clock: DefaultClock::default(),
            together,
            signs,
        }
    }

    /// Counts a request of a network's.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`].
    pub async fn network(&self, address: IpAddr) -> Result<(), Refusal> {
        if self.seen.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.networks.retain_recent();
            self.niks.retain_recent();
            self.plain.retain_recent();
        }
        let network = network_of(address);
        self.networks.check_key(&network).map_err(|until| self.refusal(Sign::Network, &until))?;
        let together = self.together.rate(b"network", &bytes_of(network), NETWORK).await;
        self.counted(Sign::Network, together, NETWORK)
    }

    /// Counts a look-up through a plain form, from a network and over all.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`].
    pub async fn plain(&self, address: Option<IpAddr>) -> Result<(), Refusal> {
        if let Some(address) = address {
            let network = network_of(address);
            self.plain.check_key(&network).map_err(|until| self.refusal(Sign::Network, &until))?;
            let together = self.together.rate(b"plain", &bytes_of(network), PLAIN).await;
            self.counted(Sign::Network, together, PLAIN)?;
        }
        self.all_plain.check().map_err(|until| self.refusal(Sign::Ceiling, &until))?;
        let together = self.together.rate(b"all plain", b"", ALL_PLAIN).await;
        self.counted(Sign::Ceiling, together, ALL_PLAIN)
    }

    /// Counts a request of a kiosk's, in place of its network's.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`].
    pub async fn kiosk(&self, kiosk: Uuid) -> Result<(), Refusal> {
        self.kiosks.check_key(&kiosk).map_err(|until| self.refusal(Sign::Network, &until))?;
        let together = self.together.rate(b"kiosk", kiosk.as_bytes(), KIOSK).await;
        self.counted(Sign::Network, together, KIOSK)
    }

    /// Counts a check of a kiosk's, in place of a proof of work.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`].
    pub async fn kiosk_check(&self, kiosk: Uuid) -> Result<(), Refusal> {
        self.kiosk_checks.check_key(&kiosk).map_err(|until| self.refusal(Sign::Network, &until))?;
        let together = self.together.rate(b"kiosk check", kiosk.as_bytes(), KIOSK_CHECKS).await;
        self.counted(Sign::Network, together, KIOSK_CHECKS)
    }

    /// Counts a kiosk's taking tickets along.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`].
    pub async fn kiosk_tickets(&self, kiosk: Uuid) -> Result<(), Refusal> {
        self.kiosk_tickets.check_key(&kiosk).map_err(|until| self.refusal(Sign::Network, &until))?;
        let together = self.together.rate(b"kiosk tickets", kiosk.as_bytes(), KIOSK_TICKETS).await;
        self.counted(Sign::Network, together, KIOSK_TICKETS)
    }

    /// Counts a question about a NIK.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`].
    pub async fn nik(&self, nik: NikKey) -> Result<(), Refusal> {
        self.signs.note(Sign::Check);
        self.niks.check_key(&nik).map_err(|until| self.refusal(Sign::Nik, &until))?;
        let together = self.together.rate(b"nik", nik.as_bytes(), NIK).await;
        self.counted(Sign::Nik, together, NIK)
    }

    fn refusal(&self, sign: Sign, until: &governor::NotUntil<governor::clock::QuantaInstant>) -> Refusal {
        self.signs.note(sign);
        Refusal::TooManyRequests { retry_after: until.wait_time_from(self.clock.now()) }
    }

    /// Refuses what all servers together have had too much of.
    fn counted(&self, sign: Sign, counted: bool, rate: Rate) -> Result<(), Refusal> {
        if counted {
            return Ok(());
        }
        self.signs.note(sign);
        Err(Refusal::TooManyRequests { retry_after: rate.every })
    }
}

fn bytes_of(network: IpAddr) -> Vec<u8> {
    match network {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

/// The network an address belongs to: itself in IPv4, its /64 in IPv6, where a
/// household has that many addresses of its own.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Where a request comes from. Behind `proxies` of ours each added the address it
/// saw to the end of `X-Forwarded-For`; what stands before those anybody can write.
pub fn address_of(request: &Request, proxies: usize) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if proxies == 0 {
        return peer;
    }
    let forwarded = request.headers().get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let addresses: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    addresses.len().checked_sub(proxies).and_then(|place| addresses.get(place)?.parse().ok()).or(peer)
}

/// Counts every request to the API against its network.
pub async fn per_network(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Some(limits) = &app.limits else { return next.run(request).await };
    // A village hall's network is everybody's there; its kiosk is counted by itself.
    let counted = match (kiosk::session::shown(&app, request.headers()), address_of(&request, app.proxies)) {
        (Some(session), _) => limits.kiosk(session.kiosk).await,
        (None, Some(address)) => limits.network(address).await,
        (None, None) => Ok(()),
    };
    match counted {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn from(peer: &str, forwarded: &[&str], proxies: usize) -> Option<String> {
        let mut request = Request::builder();
        for value in forwarded {
            request = request.header("x-forwarded-for", *value);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        address_of(&request, proxies).map(|address| address.to_string())
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        assert_eq!(from("192.0.2.1", &["203.0.113.9"], 0).as_deref(), Some("192.0.2.1"));
        assert_eq!(from("192.0.2.1", &["203.0.113.9"], 1).as_deref(), Some("203.0.113.9"));
        assert_eq!(from("192.0.2.1", &["6.6.6.6, 203.0.113.9"], 1).as_deref(), Some("203.0.113.9"));
        assert_eq!(from("192.0.2.1", &["6.6.6.6", "203.0.113.9, 192.0.2.7"], 2).as_deref(), Some("203.0.113.9"));
        assert_eq!(from("192.0.2.1", &[], 1).as_deref(), Some("192.0.2.1"));
    }

    #[test]
    fn a_household_of_ipv6_is_one_network() {
        let network = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }

    #[tokio::test]
    async fn a_network_and_a_nik_run_dry() {
        let limits = Limits::new(Together::alone(), Arc::default());
        let address = |last| IpAddr::from([192, 0, 2, last]);
        let mut allowed = 0;
        while limits.network(address(1)).await.is_ok() {
            allowed += 1;
        }
        assert!((120..130).contains(&allowed), "{allowed}");
        assert!(limits.network(address(2)).await.is_ok());
        let mut plain = 0;
        while limits.plain(Some(address(1))).await.is_ok() {
            plain += 1;
        }
        assert!((30..34).contains(&plain), "{plain}");
        let mut plain = 0;
        while limits.plain(Some(IpAddr::from([198, 51, 100, (plain / 9) as u8]))).await.is_ok() {
            plain += 1;
        }
        assert!((200..220).contains(&plain), "all networks together: {plain}");
        let nik = NikKey::from_bytes(&[7; 16]).unwrap();
        let mut asked = 0;
        while limits.nik(nik).await.is_ok() {
            asked += 1;
        }
        assert_eq!(asked, 20);
    }
}
