//! How often visitors may try to log in and to sign up. Each attempt hashes a password, which is slow on purpose.

use std::hash::{BuildHasher, Hash, RandomState};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use governor::clock::Clock as _;
#[cfg(not(test))]
use governor::clock::DefaultClock as Clock;
/// In tests time stands still.
#[cfg(test)]
use governor::clock::FakeRelativeClock as Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

/// How many attempts one address may make for one account, and how long it waits for each further one.
const LOG_INS_PER_ACCOUNT: (NonZeroU32, Duration) = (NonZeroU32::new(10).unwrap(), Duration::from_secs(30));
/// The same for all accounts together: many people may share an address, and one may try many accounts.
const LOG_INS: (NonZeroU32, Duration) = (NonZeroU32::new(100).unwrap(), Duration::from_secs(5));
/// How many accounts one address may make, and how long it waits for each further one.
const SIGN_UPS: (NonZeroU32, Duration) = (NonZeroU32::new(60).unwrap(), Duration::from_secs(30));

/// After so many attempts, those that no longer count are forgotten.
const ATTEMPTS_BETWEEN_CLEANUPS: u32 = 1_000;

/// Counts attempts. Keys are hashes, so that a long e-mail address needs no more memory than a short one.
pub(crate) struct Throttle {
    log_ins_per_account: Limiter,
    log_ins: Limiter,
    sign_ups: Limiter,
    hasher: RandomState,
    clock: Clock,
    attempts: AtomicU32,
}

type Instant = <Clock as governor::clock::Clock>::Instant;
type Limiter = RateLimiter<u64, DashMapStateStore<u64>, Clock, NoOpMiddleware<Instant>>;

/// Where a request comes from. Behind a proxy it is the proxy's address: there, take the last one of `X-Forwarded-For` instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ClientAddress(IpAddr);

impl Throttle {
    pub(crate) fn new() -> Self {
        let clock = Clock::default();
        let limiter = |(burst, period)| {
            let quota = Quota::with_period(period).unwrap_or(Quota::per_minute(burst));
            RateLimiter::dashmap_with_clock(quota.allow_burst(burst), clock.clone())
        };
        Self {
            log_ins_per_account: limiter(LOG_INS_PER_ACCOUNT),
            log_ins: limiter(LOG_INS),
            sign_ups: limiter(SIGN_UPS),
            hasher: RandomState::new(),
            clock: clock.clone(),
            attempts: AtomicU32::new(0),
        }
    }

    /// Counts an attempt to log in, by whatever case the e-mail address is written in.
    ///
    /// # Errors
    ///
    /// The message for a visitor who made too many attempts.
    pub(crate) fn log_in(&self, email: &str, client: ClientAddress) -> Result<(), String> {
        self.attempt(&self.log_ins, client)?;
        self.attempt(&self.log_ins_per_account, (email.trim().to_ascii_lowercase(), client))
    }

    /// Counts an account that is about to be made.
    ///
    /// # Errors
    ///
    /// The message for a visitor who made too many attempts.
    pub(crate) fn sign_up(&self, client: ClientAddress) -> Result<(), String> {
        self.attempt(&self.sign_ups, client)
    }

    fn attempt(&self, limiter: &Limiter, key: impl Hash) -> Result<(), String> {
        if self.attempts.fetch_add(1, Ordering::Relaxed).is_multiple_of(ATTEMPTS_BETWEEN_CLEANUPS) {
            for limiter in [&self.log_ins_per_account, &self.log_ins, &self.sign_ups] {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
        limiter.check_key(&self.hasher.hash_one(key)).map_err(|denied| {
            let wait = denied.wait_time_from(self.clock.now());
            match wait.as_secs() + u64::from(wait.subsec_nanos() > 0) {
                0 | 1 => "Too many attempts. Try again in a second.".to_owned(),
                seconds => format!("Too many attempts. Try again in {seconds} seconds."),
            }
        })
    }

    /// Lets time pass.
    #[cfg(test)]
    pub(crate) fn advance(&self, time: Duration) {
        self.clock.advance(time);
    }
}

impl ClientAddress {
    /// One client of IPv6 usually has all addresses of a network of 64 bits.
    fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self(address),
            IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
                Some(v4) => Self(v4.into()),
                None => Self(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into()),
            },
        }
    }
}

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // A test has no connection. Without addresses all clients share their attempts.
        let unknown = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        Ok(Self::of(peer.map_or(unknown, |ConnectInfo(peer)| peer.ip())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> ClientAddress {
        ClientAddress::of(address.parse().unwrap())
    }

    #[test]
    fn an_account_has_ten_attempts_from_one_address_and_then_one_every_thirty_seconds() {
        let throttle = Throttle::new();
        let [here, there] = [client("192.0.2.1"), client("192.0.2.2")];
        for _ in 0..10 {
            throttle.log_in("ada@example.com", here).unwrap();
        }
        let wait = |seconds| Err(format!("Too many attempts. Try again in {seconds} seconds."));
        assert_eq!(throttle.log_in(" ADA@example.com", here), wait(30));
        throttle.log_in("ada@example.com", there).unwrap();
        throttle.log_in("eva@example.com", here).unwrap();
        throttle.advance(Duration::from_millis(10_500));
        assert_eq!(throttle.log_in("ada@example.com", here), wait(20));
        throttle.advance(Duration::from_secs(20));
        throttle.log_in("ada@example.com", here).unwrap();
        assert_eq!(throttle.log_in("ada@example.com", here), wait(30));
    }

    #[test]
    fn an_address_cannot_try_one_account_after_the_other() {
        let throttle = Throttle::new();
        let here = client("2001:db8::1");
        for number in 0..100 {
            throttle.log_in(&format!("{number}@example.com"), here).unwrap();
        }
        // The same network is the same client.
        assert!(throttle.log_in("ada@example.com", client("2001:db8::2")).is_err());
        throttle.log_in("ada@example.com", client("2001:db8:0:1::1")).unwrap();
    }

    #[test]
    fn what_no_longer_counts_is_forgotten() {
        let throttle = Throttle::new();
        for number in 0..2_000_u32 {
            let address = Ipv4Addr::from_bits(number);
            throttle.sign_up(ClientAddress::of(address.into())).unwrap();
            throttle.advance(Duration::from_mins(1));
        }
        assert!(throttle.sign_ups.len() <= 1_001, "{}", throttle.sign_ups.len());
    }
}
