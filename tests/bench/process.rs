//! Running the real program: commands, the server, and what they cost by the
//! kernel's own account.

use crate::cpu;
use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The program and one installation of it.
pub struct Place {
    /// The program measured.
    pub program: PathBuf,
    /// Where its files are.
    pub folder: PathBuf,
    /// The URL of its database.
    pub database: String,
}

/// What a command took.
pub struct Cost {
    /// Seconds on the wall.
    pub seconds: f64,
    /// Seconds of CPU.
    pub cpu: f64,
    /// The largest resident set seen, in MB (10^6 bytes).
    pub peak_mb: f64,
}

impl Place {
    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The program with its settings, limits and proof off.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .current_dir(&self.folder)
            .env("TILIK_DATABASE", &self.database)
            .env("TILIK_SECRETS", self.path("secrets.toml"))
            .env("TILIK_PROOF", "off")
            .env("TILIK_LIMITS", "off")
            .env("TILIK_LOG", "warn")
            .stdin(Stdio::null());
        command
    }

    /// Makes the synthetic regency.
    pub fn sample(&self, families: u64) {
        let mut command = self.command();
        command.args(["sample", "--seed", "2020", "--out", "."]).arg(format!("--families={families}"));
        run(&mut command);
    }

    /// Starts the server with one more setting and waits until it answers.
    pub fn serve(&self, setting: (&str, &str)) -> Server {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|probe| probe.local_addr()).expect("a free port");
        let mut command = self.command();
        command.arg("serve").env("TILIK_LISTEN", address.to_string()).env(setting.0, setting.1);
        let child = command.stderr(Stdio::null()).spawn().expect("the server starts");
        let server = Server { child, address };
        let patience = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < patience, "the server does not answer");
            sleep(Duration::from_millis(20));
        }
        server
    }
}

/// Runs a command to its end, watching its memory.
pub fn run(command: &mut Command) -> Cost {
    // By the account of children that have ended; there is no other meanwhile.
    let children = || cpu::seconds(&cpu::fields(std::process::id()).unwrap_or_default(), [13, 14]);
    let (started, before) = (Instant::now(), children());
    let mut child = command.stdout(Stdio::null()).spawn().expect("the command starts");
    let mut peak_mb: f64 = 0.0;
    let status = loop {
        if let Some(kilobytes) = status_field(child.id(), "VmHWM:") {
            peak_mb = peak_mb.max(kilobytes * 1024.0 / 1e6);
        }
        match child.try_wait().expect("the command can be waited for") {
            Some(status) => break status,
            None => sleep(Duration::from_millis(5)),
        }
    };
    assert!(status.success(), "the command failed: {status}");
    Cost { seconds: started.elapsed().as_secs_f64(), cpu: children() - before, peak_mb }
}

/// A running server; it ends with the value.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Seconds of CPU so far.
    pub fn cpu_seconds(&self) -> f64 {
        cpu::of(self.child.id()).expect("the server runs")
    }

    /// Resident memory, MB.
    pub fn memory_mb(&self) -> f64 {
        status_field(self.child.id(), "VmRSS:").unwrap_or_default() * 1024.0 / 1e6
    }

    /// The largest resident set so far, MB.
    pub fn peak_mb(&self) -> f64 {
        status_field(self.child.id(), "VmHWM:").unwrap_or_default() * 1024.0 / 1e6
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn status_field(process: u32, field: &str) -> Option<f64> {
    let status = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix(field))?.split_whitespace().next()?.parse().ok()
}
