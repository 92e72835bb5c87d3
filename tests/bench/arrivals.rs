//! A load of arrivals. In an open loop they come at their own times, whatever the
//! server does; each counts from the time it came at, so a server that stands still is
//! seen standing still. In a closed loop a number of clients send their next request
//! once the last is answered.
//!
//! One thread with non-blocking sockets, so that it leaves the cores to the server.

use crate::random::Random;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use std::collections::{BTreeMap, VecDeque};
use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// Whoever has waited this long for an answer goes away.
const PATIENCE: Duration = Duration::from_secs(10);
/// Whoever has waited this long for one of the connections goes away. Short: a queue
/// of ten seconds before the door would make the server work for those about to leave.
const AT_THE_DOOR: Duration = Duration::from_secs(1);
/// How often it is looked who has.
const LOOK: u64 = 100_000_000;
/// Shorter waits than the kernel's poll can do are slept, in pieces of this.
const NAP: Duration = Duration::from_micros(50);

/// A stretch of the load.
#[derive(Clone, Copy)]
pub struct Phase {
    /// What it is called.
    pub name: &'static str,
    /// What arrives.
    pub arrivals: Arrivals,
    /// How long.
    pub seconds: f64,
}

/// What arrives.
#[derive(Clone, Copy)]
pub enum Arrivals {
    /// So many a second, at random times (a Poisson process).
    Open(f64),
    /// So many clients, each with one request at a time.
    Closed(usize),
}

/// What came of the arrivals of a phase.
#[derive(Default)]
pub struct Came {
    /// How many there were.
    pub arrived: usize,
    /// How many of them with a report.
    pub reports: usize,
    /// How many got a 2xx while the phase lasted, whenever they had arrived.
    pub good_meanwhile: usize,
    /// Those that got a 2xx.
    pub accepted: Vec<Took>,
    /// Those that got another answer.
    pub refused: Vec<Took>,
    /// These by status.
    pub statuses: BTreeMap<u16, usize>,
    /// How many of them were reports.
    pub reports_refused: usize,
    /// 429 and 503 that did not say when to come again.
    pub without_retry_after: usize,
    /// Gave up waiting for an answer.
    pub unanswered: usize,
    /// Gave up before there was a connection for them.
    pub unsent: usize,
    /// Connections that broke over a request.
    pub broken: usize,
}

/// One answer.
#[derive(Clone, Copy)]
pub struct Took {
    /// Seconds from the start of the load to the arrival.
    pub at: f64,
    /// Milliseconds since the arrival.
    pub arrived: f64,
    /// Milliseconds since the request was sent.
    pub sent: f64,
}

/// Lets a load of phases, one right after the other, upon the server, over that many
/// connections at the most. `request` makes a report or, if false, a check; of `mix`
/// arrivals one is a report. `boundary` is called at the start and after each phase.
pub fn run(
    address: SocketAddr,
    connections: usize,
    mix: usize,
    phases: &[Phase],
    request: &mut dyn FnMut(bool) -> Vec<u8>,
    boundary: &mut dyn FnMut(),
) -> Vec<Came> {
    let mut load = Load {
        address,
        poll: Poll::new().expect("the kernel polls"),
        started: Instant::now(),
        slots: Vec::new(),
        most: connections,
        empty: Vec::new(),
        idle: Vec::new(),
        waiting: VecDeque::new(),
        under_way: 0,
        phase: 0,
        came: phases.iter().map(|_| Came::default()).collect(),
        request,
    };
    let mut schedule = Schedule::new(mix, phases);
    let mut events = Events::with_capacity(1024);
    let mut look_at = LOOK;
    boundary();
    load.started = Instant::now();
    loop {
        let now = load.now();
        while load.phase < phases.len() && now >= schedule.ends[load.phase] {
            boundary();
            load.phase += 1;
        }
        while let Some(arrival) = schedule.due(now, load.under_way + load.waiting.len()) {
            load.came[arrival.phase].arrived += 1;
            load.came[arrival.phase].reports += usize::from(arrival.report);
            load.waiting.push_back(arrival);
        }
        load.send_waiting(now);
        if now >= look_at {
            load.lose_patience(now);
            look_at = now + LOOK;
        }
        if load.phase == phases.len() && load.waiting.is_empty() && load.under_way == 0 {
            return load.came;
        }
        let wait = Duration::from_nanos(schedule.next().min(look_at).saturating_sub(load.now()));
        // The kernel counts in milliseconds, and would round up.
        let whole = Duration::from_millis(wait.as_millis() as u64);
        match load.poll.poll(&mut events, Some(whole)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            polled => polled.expect("the kernel polls"),
        }
        if events.is_empty() && whole.is_zero() {
            std::thread::sleep(wait.min(NAP));
        }
        for event in &events {
            load.go_on(event.token().0);
        }
    }
}

/// Somebody who came.
#[derive(Clone, Copy)]
struct Arrival {
    /// Nanoseconds since the start.
    at: u64,
    phase: usize,
    report: bool,
}

/// When who arrives.
struct Schedule<'a> {
    mix: usize,
    phases: &'a [Phase],
    /// Of each phase, in nanoseconds.
    ends: Vec<u64>,
    phase: usize,
    next: u64,
    count: usize,
    random: Random,
}

impl<'a> Schedule<'a> {
    fn new(mix: usize, phases: &'a [Phase]) -> Self {
        let ends = phases.iter().scan(0.0, |end, phase| {
            *end += phase.seconds * 1e9;
            Some(*end as u64)
        });
        let ends = ends.collect();
        let mut schedule = Self { mix, phases, ends, phase: 0, next: 0, count: 0, random: Random::new(2020) };
        schedule.advance(0);
        schedule
    }

    /// Who has arrived by now, one at a time; in a closed loop, with so many there.
    fn due(&mut self, now: u64, there: usize) -> Option<Arrival> {
        let (at, phase) = (self.next, self.phase);
        match self.phases.get(phase)?.arrivals {
            Arrivals::Open(_) if at <= now => self.advance(at),
            Arrivals::Closed(clients) if now < self.ends[phase] => {
                if there >= clients {
                    return None;
                }
                return Some(self.arrival(now, phase));
            }
            Arrivals::Closed(_) => {
                self.phase += 1;
                self.advance(self.ends[phase]);
                return None;
            }
            Arrivals::Open(_) => return None,
        }
        Some(self.arrival(at, phase))
    }

    fn arrival(&mut self, at: u64, phase: usize) -> Arrival {
        self.count += 1;
        Arrival { at, phase, report: self.count.is_multiple_of(self.mix) }
    }

    /// The time after `from` at which the next arrives.
    fn advance(&mut self, from: u64) {
        self.next = from;
        while let Some(Phase { arrivals: Arrivals::Open(rate), .. }) = self.phases.get(self.phase) {
            // From (0, 1], so that its logarithm is a number.
            let chance = ((self.random.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64;
            self.next += (-chance.ln() / rate * 1e9) as u64;
            if self.next < self.ends[self.phase] {
                return;
            }
            self.next = self.ends[self.phase];
            self.phase += 1;
        }
    }

    /// When there is something to do next, in an open loop.
    fn next(&self) -> u64 {
        match self.phases.get(self.phase).map(|phase| phase.arrivals) {
            Some(Arrivals::Open(_)) => self.next,
            _ => self.ends.get(self.phase).copied().unwrap_or(u64::MAX),
        }
    }
}

/// A load under way.
struct Load<'a> {
    address: SocketAddr,
    poll: Poll,
    started: Instant,
    /// The connections; their places are their tokens.
    slots: Vec<Option<Connection>>,
    most: usize,
    /// Places without a connection, and places whose connection has nothing to do.
    empty: Vec<usize>,
    idle: Vec<usize>,
    waiting: VecDeque<Arrival>,
    under_way: usize,
    phase: usize,
    came: Vec<Came>,
    request: &'a mut dyn FnMut(bool) -> Vec<u8>,
}

struct Connection {
    stream: TcpStream,
    connected: bool,
    request: Vec<u8>,
    written: usize,
    answer: Vec<u8>,
    arrival: Option<Arrival>,
    sent: u64,
}

impl Load<'_> {
    fn now(&self) -> u64 {
        self.started.elapsed().as_nanos() as u64
    }

    fn send_waiting(&mut self, now: u64) {
        while let Some(&arrival) = self.waiting.front() {
            let Some(slot) = self.free_connection() else { return };
            self.waiting.pop_front();
            let request = (self.request)(arrival.report);
            if let Some(connection) = &mut self.slots[slot] {
                self.under_way += 1;
                connection.begin(request, arrival, now);
                if connection.connected && !connection.write() {
                    self.end(slot, |came| &mut came.broken);
                }
            }
        }
    }

    /// The place of a connection that is open and idle, or of a new one.
    fn free_connection(&mut self) -> Option<usize> {
        if let Some(slot) = self.idle.pop() {
            return Some(slot);
        }
        let slot = match self.empty.pop() {
            Some(slot) => slot,
            None if self.slots.len() < self.most => {
                self.slots.push(None);
                self.slots.len() - 1
            }
            None => return None,
        };
        let mut stream = TcpStream::connect(self.address).expect("there are sockets left");
        self.poll
            .registry()
            .register(&mut stream, Token(slot), Interest::READABLE | Interest::WRITABLE)
            .expect("the kernel polls");
        self.slots[slot] = Some(Connection {
            stream,
            connected: false,
            request: Vec::new(),
            written: 0,
            answer: Vec::with_capacity(1024),
            arrival: None,
            sent: 0,
        });
        Some(slot)
    }

    /// Something has happened to a connection.
    fn go_on(&mut self, slot: usize) {
        let now = self.now();
        let Some(connection) = &mut self.slots[slot] else { return };
        if !connection.connected {
            match connection.stream.peer_addr() {
                Ok(_) => {
                    connection.connected = true;
                    drop(connection.stream.set_nodelay(true));
                    // A new connection is opened for somebody; the time it took is theirs.
                    if !connection.write() {
                        self.end(slot, |came| &mut came.broken);
                    }
                    return;
                }
                Err(error) if error.kind() == ErrorKind::NotConnected => {
                    if matches!(connection.stream.take_error(), Ok(None)) {
                        return;
                    }
                }
                Err(_) => {}
            }
            return self.end(slot, |came| &mut came.broken);
        }
        if !connection.write() {
            return self.end(slot, |came| &mut came.broken);
        }
        match connection.read() {
            Reading::More => {}
            Reading::Closed => self.end(slot, |came| &mut came.broken),
            Reading::Answer(answer) => {
                let (arrival, sent) = (connection.arrival.take(), connection.sent);
                if let Some(arrival) = arrival {
                    self.under_way -= 1;
                    self.note(now, arrival, sent, &answer);
                }
                if answer.closes {
                    self.slots[slot] = None;
                    self.empty.push(slot);
                } else {
                    self.idle.push(slot);
                }
            }
        }
    }

    fn note(&mut self, now: u64, arrival: Arrival, sent: u64, answer: &Answer) {
        let milliseconds = |since: u64| now.saturating_sub(since) as f64 / 1e6;
        let took = Took { at: arrival.at as f64 / 1e9, arrived: milliseconds(arrival.at), sent: milliseconds(sent) };
        let phase = self.phase;
        let came = &mut self.came[arrival.phase];
        if (200..300).contains(&answer.status) {
            came.accepted.push(took);
            if let Some(present) = self.came.get_mut(phase) {
                present.good_meanwhile += 1;
            }
        } else {
            came.refused.push(took);
            *came.statuses.entry(answer.status).or_default() += 1;
            came.reports_refused += usize::from(arrival.report);
            came.without_retry_after += usize::from(matches!(answer.status, 429 | 503) && !answer.retry_after);
        }
    }

    /// Ends a connection, and counts whom it was for.
    fn end(&mut self, slot: usize, counter: fn(&mut Came) -> &mut usize) {
        let Some(connection) = self.slots[slot].take() else { return };
        self.empty.push(slot);
        match connection.arrival {
            Some(arrival) => {
                self.under_way -= 1;
                *counter(&mut self.came[arrival.phase]) += 1;
            }
            None => self.idle.retain(|&idle| idle != slot),
        }
    }

    /// Those who have waited too long go away, with their connections.
    fn lose_patience(&mut self, now: u64) {
        let before = |patience: Duration| now.checked_sub(patience.as_nanos() as u64);
        while let Some(arrival) = self.waiting.front().filter(|arrival| Some(arrival.at) <= before(AT_THE_DOOR)) {
            self.came[arrival.phase].unsent += 1;
            self.waiting.pop_front();
        }
        let Some(since) = before(PATIENCE) else { return };
        for slot in 0..self.slots.len() {
            let arrival = self.slots[slot].as_ref().and_then(|connection| connection.arrival);
            if arrival.is_some_and(|arrival| arrival.at <= since) {
                self.end(slot, |came| &mut came.unanswered);
            }
        }
    }
}

impl Connection {
    fn begin(&mut self, request: Vec<u8>, arrival: Arrival, now: u64) {
        self.request = request;
        self.written = 0;
        self.answer.clear();
        self.arrival = Some(arrival);
        self.sent = now;
    }

    /// Writes what is left, as far as it goes; false where the connection is broken.
    fn write(&mut self) -> bool {
        while self.written < self.request.len() {
            match self.stream.write(&self.request[self.written..]) {
                Ok(count) => self.written += count,
                Err(error) => return error.kind() == ErrorKind::WouldBlock,
            }
        }
        true
    }

    fn read(&mut self) -> Reading {
        let mut chunk = [0; 4096];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(0) => return Reading::Closed,
                Ok(count) => {
                    self.answer.extend_from_slice(&chunk[..count]);
                    if let Some(answer) = Answer::read(&self.answer) {
                        return Reading::Answer(answer);
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Reading::More,
                Err(_) => return Reading::Closed,
            }
        }
    }
}

enum Reading {
    More,
    Closed,
    Answer(Answer),
}

/// What a load needs to know of an answer.
struct Answer {
    status: u16,
    retry_after: bool,
    closes: bool,
}

impl Answer {
    /// An answer that is there to its end.
    fn read(bytes: &[u8]) -> Option<Self> {
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let status = std::str::from_utf8(bytes.get(9..12)?).ok()?.parse().ok()?;
        let mut answer = Self { status, retry_after: false, closes: false };
        let mut length = 0;
        for line in bytes[..head].split(|&byte| byte == b'\n').skip(1) {
            let Some(colon) = line.iter().position(|&byte| byte == b':') else { continue };
            let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
            if name.eq_ignore_ascii_case(b"content-length") {
                length = value.iter().fold(0, |number, digit| number * 10 + usize::from(digit - b'0'));
            } else if name.eq_ignore_ascii_case(b"retry-after") {
                answer.retry_after = true;
            } else if name.eq_ignore_ascii_case(b"connection") {
                answer.closes = value.eq_ignore_ascii_case(b"close");
            }
        }
        (bytes.len() >= head + 4 + length).then_some(answer)
    }
}
