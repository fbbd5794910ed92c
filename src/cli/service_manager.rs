//! Reports to the service manager (systemd) that the process is ready, and then regularly that its tasks work.
//!
//! The protocol is sd_notify: one datagram per message
//! (<https://www.freedesktop.org/software/systemd/man/sd_notify.html>).

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::exit::Exit;
use crate::app::Supervisor;

/// The maximum interval between two checks of the tasks. A short watchdog time shortens it.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// A fault starts a soft stop, which takes 20 s at most. If the fault lasts longer than this, the soft stop has failed,
/// probably because the runtime is blocked.
const SOFT_STOP_FAILED_AFTER: Duration = Duration::from_secs(30);

/// The connection to the service manager.
pub struct ServiceManager {
    socket: Option<imp::Socket>,
    /// The service manager restarts the process when it receives no message for this long.
    watchdog: Option<Duration>,
}

impl ServiceManager {
    /// Connects to the service manager that the environment names. Without one, messages are dropped.
    pub fn from_environment() -> Self {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let is_ours = variable("WATCHDOG_PID").is_none_or(|pid| pid == std::process::id().to_string());
        let watchdog = variable("WATCHDOG_USEC").and_then(|us| us.parse().ok()).map(Duration::from_micros);
        let socket = variable("NOTIFY_SOCKET").and_then(|address| match imp::Socket::connect(&address) {
            Ok(socket) => Some(socket),
            Err(error) => {
                tracing::warn!(%error, "cannot connect to the service manager (NOTIFY_SOCKET)");
                None
            }
        });
        Self { socket, watchdog: watchdog.filter(|length| is_ours && !length.is_zero()) }
    }

    /// Sends a message. Ignores a failure: a lost message causes a restart at worst.
    pub fn notify(&self, state: &str) {
        if let Some(socket) = &self.socket {
            socket.send(state);
        }
    }

    /// Sends `WATCHDOG=1` regularly while no task has a fault. If a fault lasts longer than a soft stop takes, exits
    /// the process. Runs on its own thread, so it also works while the runtime is blocked.
    ///
    /// # Errors
    /// When the system cannot create a thread.
    pub fn watch(self: &Arc<Self>, supervisor: Supervisor) -> std::io::Result<()> {
        let this = Arc::clone(self);
        let interval = this.watchdog.map_or(POLL_INTERVAL, |length| POLL_INTERVAL.min(length / 3));
        std::thread::Builder::new().name("watchdog".to_owned()).spawn(move || {
            let mut faulty_since = None;
            loop {
                match supervisor.find_fault(Instant::now()) {
                    None => {
                        faulty_since = None;
                        this.notify("WATCHDOG=1");
                    }
                    Some(fault) => {
                        let since: &mut Instant = faulty_since.get_or_insert_with(Instant::now);
                        if since.elapsed() >= SOFT_STOP_FAILED_AFTER {
                            let message = format!("{fault}, and a soft stop did not help; start Magpie again");
                            crate::telemetry::log_exit(&message);
                            std::process::exit(Exit::Hung as i32);
                        }
                    }
                }
                std::thread::sleep(interval);
            }
        })?;
        Ok(())
    }
}

#[cfg(unix)]
mod imp {
    use std::os::unix::net::{SocketAddr, UnixDatagram};

    pub struct Socket {
        socket: UnixDatagram,
        manager: SocketAddr,
    }

    impl Socket {
        pub fn connect(address: &str) -> std::io::Result<Self> {
            let manager = match address.strip_prefix('@') {
                Some(name) => in_abstract_namespace(name)?,
                None => SocketAddr::from_pathname(address)?,
            };
            let socket = UnixDatagram::unbound()?;
            socket.set_nonblocking(true)?;
            Ok(Self { socket, manager })
        }

        pub fn send(&self, state: &str) {
            if let Err(error) = self.socket.send_to_addr(state.as_bytes(), &self.manager) {
                tracing::debug!(%error, state, "cannot send a message to the service manager");
            }
        }
    }

    #[cfg(target_os = "linux")]
    fn in_abstract_namespace(name: &str) -> std::io::Result<SocketAddr> {
        use std::os::linux::net::SocketAddrExt as _;
        SocketAddr::from_abstract_name(name)
    }

    #[cfg(not(target_os = "linux"))]
    fn in_abstract_namespace(_name: &str) -> std::io::Result<SocketAddr> {
        Err(std::io::Error::from(std::io::ErrorKind::Unsupported))
    }
}

#[cfg(not(unix))]
mod imp {
    pub struct Socket;

    impl Socket {
        pub fn connect(_address: &str) -> std::io::Result<Self> {
            Err(std::io::Error::from(std::io::ErrorKind::Unsupported))
        }

        pub fn send(&self, _state: &str) {}
    }
}
