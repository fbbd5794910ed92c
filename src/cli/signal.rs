//! Ctrl-C and SIGTERM.

/// Returns when the process is asked to stop. Asked a second time, it exits at once.
pub async fn asked_to_stop() -> std::io::Result<()> {
    once().await?;
    tokio::spawn(async {
        if once().await.is_ok() {
            std::process::exit(130);
        }
    });
    Ok(())
}

#[cfg(unix)]
async fn once() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn once() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
