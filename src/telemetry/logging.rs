//! Writes the log to standard error in a thread of its own, so that the bot does not block if nobody reads the log (a
//! full pipe, a stopped collector). Lines that do not fit into the queue are lost and counted.

use std::collections::VecDeque;
use std::io::{IsTerminal, Write};
use std::panic::PanicHookInfo;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tracing_subscriber::EnvFilter;

use crate::config::{LogConfig, LogFormat};

/// The maximum size of the queue, in bytes of log lines. It holds some minutes of an ordinary log.
const QUEUE_BYTES: usize = 4 * 1024 * 1024;
/// The longest time for which an ending process waits until the queued log lines are written.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(1);

static LOG: OnceLock<Log> = OnceLock::new();

struct Log {
    format: LogFormat,
    queue: Queue,
}

/// Starts to log to standard error. Only the first call in a process has an effect.
///
/// # Errors
/// When the filter cannot be parsed, or the log's thread cannot be started.
pub fn start_logging(config: &LogConfig) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.filter).map_err(|e| {
        format!("log.filter is not understood ({e}); write \"info\", or for example \"info,magpie=debug\"")
    })?;
    let log = LOG.get_or_init(|| Log { format: config.format, queue: Queue::default() });
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        .log_internal_errors(false)
        .with_writer(|| QueueWriter(&log.queue));
    // A second start in one process (tests, the sandbox's restarts) keeps the first subscriber and its thread.
    let init_result = match config.format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().with_ansi(false).try_init(),
    };
    if init_result.is_ok() {
        let output = own_stderr();
        let thread = std::thread::Builder::new().name("log".to_owned()).spawn(move || log.queue.write_to(output));
        thread.map_err(|e| format!("cannot start the log thread ({e}); raise the limit of processes (ulimit -u)"))?;
    }
    Ok(())
}

/// Installs a panic hook that writes each panic to the log, in the log's format.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let backtrace = std::backtrace::Backtrace::capture();
        let backtrace = match backtrace.status() {
            std::backtrace::BacktraceStatus::Captured => format!("\n{backtrace}"),
            _ => String::new(),
        };
        let message = panic.payload_as_str().unwrap_or("no message");
        tracing::error!("a task panicked at {place}: {message}{backtrace}");
    }));
}

/// Writes why the process ends, in the log's format if the log has started. Waits up to a second until all lines are
/// written.
pub fn log_exit(message: &str) {
    match LOG.get() {
        None => eprintln!("magpie: {message}"),
        Some(Log { format: LogFormat::Json, .. }) => tracing::error!("{message}"),
        Some(Log { format: LogFormat::Text, queue }) => queue.push(format!("magpie: {message}\n").as_bytes()),
    }
    flush_log();
}

/// Waits up to a second until all lines are written. If nobody reads the log, the process still ends.
pub fn flush_log() {
    if let Some(log) = LOG.get() {
        log.queue.wait_until_written(FLUSH_TIMEOUT);
    }
}

/// Standard error through a file descriptor of our own. So a blocked write does not hold the lock that `eprintln!` and
/// the panic handler need.
#[cfg(unix)]
fn own_stderr() -> Box<dyn Write + Send> {
    use std::os::fd::AsFd as _;
    match std::io::stderr().as_fd().try_clone_to_owned() {
        Ok(descriptor) => Box::new(std::fs::File::from(descriptor)),
        Err(_) => Box::new(std::io::stderr()),
    }
}

#[cfg(not(unix))]
fn own_stderr() -> Box<dyn Write + Send> {
    Box::new(std::io::stderr())
}

/// The log lines that the log's thread has not yet written.
#[derive(Default)]
struct Queue {
    queued: Mutex<QueuedLines>,
    changed: Condvar,
}

#[derive(Default)]
struct QueuedLines {
    lines: VecDeque<Vec<u8>>,
    bytes: usize,
    lost: u64,
    is_writing: bool,
}

impl Queue {
    fn push(&self, line: &[u8]) {
        let mut queued = self.lock();
        if queued.bytes + line.len() > QUEUE_BYTES {
            queued.lost += 1;
            return;
        }
        queued.bytes += line.len();
        queued.lines.push_back(line.to_vec());
        self.changed.notify_all();
    }

    /// Writes the queued lines. Never returns.
    fn write_to(&self, mut output: impl Write) {
        loop {
            let (lines, lost) = self.take();
            for line in lines {
                // Ignore the error: when standard error is closed, there is nowhere to report it.
                let _ = output.write_all(&line);
            }
            let _ = output.flush();
            self.lock().is_writing = false;
            self.changed.notify_all();
            if lost > 0 {
                tracing::warn!(lost, "log lines were lost, because the log was not read");
            }
        }
    }

    /// Waits for lines and takes all of them. Also returns how many lines were lost.
    fn take(&self) -> (VecDeque<Vec<u8>>, u64) {
        let mut queued = self
            .changed
            .wait_while(self.lock(), |queued| queued.lines.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        queued.is_writing = true;
        queued.bytes = 0;
        self.changed.notify_all();
        (std::mem::take(&mut queued.lines), std::mem::take(&mut queued.lost))
    }

    fn wait_until_written(&self, timeout: Duration) {
        let deadline = Instant::now() + timeout;
        let mut queued = self.lock();
        while queued.is_writing || !queued.lines.is_empty() {
            let remaining_time = deadline.saturating_duration_since(Instant::now());
            if remaining_time.is_zero() {
                return;
            }
            queued = self.changed.wait_timeout(queued, remaining_time).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, QueuedLines> {
        self.queued.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds each line of the log to the queue as a whole. Writing never fails.
struct QueueWriter(&'static Queue);

impl Write for QueueWriter {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.push(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    /// An output that accepts one line for each message in `permission`, and then passes the line on to `read`.
    struct SlowPipe {
        permission: Receiver<()>,
        read: Sender<Vec<u8>>,
    }

    impl Write for SlowPipe {
        fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
            self.permission.recv().map_err(std::io::Error::other)?;
            let _ = self.read.send(line.to_vec());
            Ok(line.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn stuck_reader_blocks_no_writer_and_the_queue_stays_within_its_limit() {
        let queue: &'static Queue = Box::leak(Box::default());
        let (permit, permission) = channel();
        let (read, lines) = channel();
        std::thread::spawn(move || queue.write_to(SlowPipe { permission, read }));
        let line = vec![b'x'; 1024];
        queue.push(&line);
        // Wait until the writer has taken the first line. Otherwise it would take later lines together with it.
        drop(queue.changed.wait_while(queue.lock(), |queued| !queued.is_writing).unwrap());
        for _ in 0..3 * QUEUE_BYTES / line.len() {
            queue.push(&line);
        }
        queue.wait_until_written(Duration::from_millis(1));
        let queued = queue.lock();
        assert!(queued.bytes <= QUEUE_BYTES && queued.lost > 0, "{} bytes, {} lost", queued.bytes, queued.lost);
        drop(queued);
        permit.send(()).unwrap();
        assert_eq!(lines.recv().unwrap(), line, "it goes on where it was");
    }
}
