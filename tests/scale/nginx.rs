//! nginx in front of several servers, as `docs/operations.md` sets it up.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A running nginx; it is stopped when dropped.
pub struct Nginx {
    child: Child,
    origin: String,
    _folder: TempDir,
}

impl Nginx {
    /// One in front of the servers at these origins.
    pub fn before<'origin>(origins: impl IntoIterator<Item = &'origin str>) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().display();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let servers: String =
            origins.into_iter().map(|origin| format!("server {} max_fails=0;\n", &origin["http://".len()..])).collect();
        // A report may be sent again: its key makes it one.
        let text = format!(
            "daemon off; pid {path}/pid; error_log {path}/error.log; worker_processes 1;
             events {{ worker_connections 512; }}
             http {{
               access_log off; client_body_temp_path {path}/body; proxy_temp_path {path}/proxy;
               fastcgi_temp_path {path}/f; uwsgi_temp_path {path}/u; scgi_temp_path {path}/s;
               upstream tilik {{ {servers} keepalive 16; }}
               server {{
                 listen 127.0.0.1:{port};
                 proxy_http_version 1.1; proxy_set_header Connection \"\";
                 location / {{ proxy_pass http://tilik; }}
                 location = /api/v1/reports {{
                   proxy_pass http://tilik;
                   proxy_next_upstream error timeout http_502 http_503 non_idempotent;
                   proxy_connect_timeout 2s;
                 }}
               }}
             }}"
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, text).unwrap();
        let program = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];
        let program = program.iter().find(|path| std::path::Path::new(path).exists()).expect("nginx is installed");
        let child = Command::new(program).arg("-p").arg(folder.path()).arg("-c").arg(&file).spawn().unwrap();
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "nginx does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
        Self { child, origin: format!("http://127.0.0.1:{port}"), _folder: folder }
    }

    /// Where it listens.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its worker ends with it.
        drop(Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status());
        drop(self.child.wait());
    }
}
