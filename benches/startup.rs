//! Measures the time from the start of the bot until it is ready, and its memory when idle. Runs the real binary
//! against the sandbox's Discord on real sockets. Prints medians and asserts nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 5;
/// The token that the sandbox accepts.
const TOKEN: &str = "sandbox-token";
/// How long, in real time, a start may take before the benchmark fails.
const START_TIMEOUT: Duration = Duration::from_secs(60);
/// The wait before memory is measured. During it, the bot releases the memory that only its start needed.
const SETTLING_TIME: Duration = Duration::from_secs(3);

fn main() {
    let folder = std::env::temp_dir().join(format!("magpie-startup-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    let port = free_port();
    let _discord = KillOnDrop(start_discord(port));
    let (mut ready_ms, mut rss_mb) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let web_port = free_port();
        let config = folder.join(format!("{run}.toml"));
        // All starts share one database; the first start creates it.
        std::fs::write(&config, configuration(port, web_port, &folder.join("magpie.db")))
            .expect("the configuration can be written");
        let started_at = Instant::now();
        let bot = KillOnDrop(start_bot(&config));
        wait_until_ready(web_port, started_at);
        ready_ms.push(started_at.elapsed().as_secs_f64() * 1000.0);
        std::thread::sleep(SETTLING_TIME);
        rss_mb.extend(resident_mb(bot.0.id()));
    }
    println!("start to ready: median {:.0} ms of {RUNS} ({ready_ms:.0?})", median(&mut ready_ms.clone()));
    println!("idle memory (RSS): median {:.1} MB of {RUNS} ({rss_mb:.1?})", median(&mut rss_mb.clone()));
    let _ = std::fs::remove_dir_all(folder);
}

fn start_discord(port: u16) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
    command.args(["sandbox", "--no-bot", "--token", TOKEN, "--port", &port.to_string()]).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the sandbox starts");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("it was piped"))
        .read_line(&mut line)
        .expect("the sandbox prints its address");
    child
}

fn start_bot(config: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
    command.arg("run").arg("--config").arg(config).env("DISCORD_TOKEN", TOKEN).stderr(Stdio::null());
    command.spawn().expect("the bot starts")
}

fn configuration(discord: u16, web_port: u16, database: &Path) -> String {
    format!(
        "[discord]\napi_url = \"http://127.0.0.1:{discord}\"\n\
         [database]\npath = {:?}\n\
         [web]\nlisten = \"127.0.0.1:{web_port}\"\n",
        database.display().to_string()
    )
}

fn wait_until_ready(web_port: u16, started_at: Instant) {
    while !is_ready(web_port) {
        assert!(started_at.elapsed() < START_TIMEOUT, "the bot did not become ready");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn is_ready(web_port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", web_port)) else { return false };
    let mut response = String::new();
    let sent = stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    sent.and_then(|()| stream.read_to_string(&mut response)).is_ok() && response.starts_with("HTTP/1.1 200")
}

/// The resident memory of the process in MiB; `None` without /proc.
fn resident_mb(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}

/// A process that is killed when this value is dropped.
struct KillOnDrop(Child);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
