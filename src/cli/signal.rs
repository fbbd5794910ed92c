//! Ctrl-C and SIGTERM.

use tokio::sync::oneshot;

/// What listens for being asked to stop, from the moment it is made: what takes long before anybody waits for it can be
/// asked too.
pub struct StopAsked(oneshot::Receiver<()>);

impl StopAsked {
    /// Asked a second time, the process exits at once.
    ///
    /// # Errors
    /// When the system lets nobody listen.
    pub fn listen() -> std::io::Result<Self> {
        let (mut signals, (told, asked)) = (Signals::new()?, oneshot::channel());
        tokio::spawn(async move {
            signals.next().await;
            // Whoever no longer waits is stopping already.
            let _ = told.send(());
            signals.next().await;
            std::process::exit(130);
        });
        Ok(Self(asked))
    }

    /// Returns when the process was asked to stop.
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
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
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
