//! Ctrl-C and SIGTERM stop; SIGHUP does nothing.

use tokio::sync::oneshot;

/// Listens for Ctrl-C and SIGTERM from its creation on, so a signal during a long start is not lost.
pub struct StopSignal(oneshot::Receiver<()>);

impl StopSignal {
    /// Starts to listen. At the second signal the process exits at once, with code 130.
    ///
    /// # Errors
    /// When the system refuses a signal handler.
    pub fn listen() -> std::io::Result<Self> {
        let (mut signals, (sender, receiver)) = (Signals::new()?, oneshot::channel());
        tokio::spawn(async move {
            signals.next().await;
            // Without a receiver the process is already stopping.
            let _ = sender.send(());
            signals.next().await;
            std::process::exit(130);
        });
        Ok(Self(receiver))
    }

    /// Returns at the first signal, even one from before the call.
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
    /// Sent by a terminal that closes, and by `systemctl reload` habits. Without a handler it would kill the process.
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
