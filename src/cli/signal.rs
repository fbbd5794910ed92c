//! The signal handlers. Ctrl-C and SIGTERM stop the process; SIGHUP is ignored.

use tokio::sync::oneshot;

/// A listener for Ctrl-C and SIGTERM. It listens as soon as it is created, so a signal during a long start is not lost.
pub struct StopSignal(oneshot::Receiver<()>);

impl StopSignal {
    /// Starts to listen. A second signal exits the process at once, with code 130.
    ///
    /// # Errors
    /// When the system cannot install a signal handler.
    pub fn listen() -> std::io::Result<Self> {
        let (mut signals, (sender, receiver)) = (Signals::new()?, oneshot::channel());
        tokio::spawn(async move {
            signals.next().await;
            // Sending fails if the receiver was dropped. Then the process is already stopping.
            let _ = sender.send(());
            signals.next().await;
            std::process::exit(130);
        });
        Ok(Self(receiver))
    }

    /// Waits for the first signal. Returns at once if the signal arrived before this call.
    pub async fn wait(self) {
        if self.0.await.is_err() {
            std::future::pending().await
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    /// A terminal sends SIGHUP when it closes. Operators send it when they expect a reload. Without a handler, SIGHUP
    /// kills the process.
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) {
        loop {
            tokio::select! {
                _ = self.interrupt.recv() => return,
                _ = self.terminate.recv() => return,
                _ = self.hang_up.recv() => {
                    tracing::info!("SIGHUP reloads nothing; restart Magpie to apply a new configuration");
                }
            }
        }
    }
}

#[cfg(not(unix))]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        let _ = self.0.recv().await;
    }
}
