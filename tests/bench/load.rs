//! A load of requests over kept-alive connections: each sends its next request
//! once the last is answered. No library, so that the client costs as little as
//! can be on the two cores it shares with the server.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What came of a load.
pub struct Outcome {
    /// Answers with a status of 2xx.
    pub answered: usize,
    /// Others.
    pub refused: usize,
    /// Seconds on the wall.
    pub seconds: f64,
}

impl Outcome {
    /// Answers a second.
    pub fn per_second(&self) -> f64 {
        self.answered as f64 / self.seconds
    }
}

/// Sends requests from `connections` for `duration`; `request` makes the nth.
pub fn run(
    address: SocketAddr,
    connections: usize,
    duration: Duration,
    request: impl Fn(usize) -> Vec<u8> + Sync,
) -> Outcome {
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    let counts = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..connections)
            .map(|_| {
                scope.spawn(|| {
                    let mut stream = TcpStream::connect(address).expect("the server takes connections");
                    stream.set_nodelay(true).expect("a socket takes options");
                    let (mut answered, mut refused) = (0, 0);
                    let mut buffer = Vec::with_capacity(4096);
                    while started.elapsed() < duration {
                        let request = request(next.fetch_add(1, Ordering::Relaxed));
                        stream.write_all(&request).expect("the server reads");
                        if is_success(&mut stream, &mut buffer) { answered += 1 } else { refused += 1 }
                    }
                    (answered, refused)
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().expect("a sender ends")).collect::<Vec<_>>()
    });
    let seconds = started.elapsed().as_secs_f64();
    let (answered, refused) =
        counts.into_iter().fold((0, 0), |(answered, refused), (a, r)| (answered + a, refused + r));
    Outcome { answered, refused, seconds }
}

/// Reads one answer to its end.
pub fn is_success(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> bool {
    buffer.clear();
    let mut chunk = [0; 4096];
    loop {
        let count = stream.read(&mut chunk).expect("the server answers");
        assert!(count > 0, "the server closed the connection");
        buffer.extend_from_slice(&chunk[..count]);
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
        let length: usize = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"))
            .map_or(0, |length| length.trim().parse().expect("a length is a number"));
        if buffer.len() >= head + 4 + length {
            return text.starts_with("http/1.1 2");
        }
    }
}
