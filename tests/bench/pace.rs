//! A load at a fixed rate: each connection has its times to send at, and a request
//! counts from its time, also where the one before it was late.

use crate::load;
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Sends `rate` requests a second over `connections` for `duration`; `request` makes
/// the nth. Returns the milliseconds that each took, in order of size.
pub fn run(
    address: SocketAddr,
    connections: usize,
    rate: f64,
    duration: Duration,
    request: impl Fn(usize) -> Vec<u8> + Sync,
) -> Vec<f64> {
    let count = (rate * duration.as_secs_f64()) as usize;
    let request = &request;
    let started = Instant::now() + Duration::from_millis(50);
    let mut took: Vec<f64> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..connections)
            .map(|first| {
                scope.spawn(move || {
                    let mut stream = TcpStream::connect(address).expect("the server takes connections");
                    stream.set_nodelay(true).expect("a socket takes options");
                    let mut buffer = Vec::with_capacity(4096);
                    let mut took = Vec::with_capacity(count / connections + 1);
                    for number in (first..count).step_by(connections) {
                        let due = started + Duration::from_secs_f64(number as f64 / rate);
                        std::thread::sleep(due.saturating_duration_since(Instant::now()));
                        stream.write_all(&request(number)).expect("the server reads");
                        assert!(load::is_success(&mut stream, &mut buffer), "the server refused at a moderate rate");
                        took.push(due.elapsed().as_secs_f64() * 1e3);
                    }
                    took
                })
            })
            .collect();
        senders.into_iter().flat_map(|sender| sender.join().expect("a sender ends")).collect()
    });
    took.sort_by(f64::total_cmp);
    took
}
