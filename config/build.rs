//! Puts the commit that is built into `--version`. Only in builds that are installed: a development build would be
//! compiled anew after each commit.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=config/build.rs");
    println!("cargo::rerun-if-env-changed=MAGPIE_COMMIT");
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    // A package is built outside the repository, and names the commit itself.
    let given = std::env::var("MAGPIE_COMMIT").ok().filter(|commit| !commit.is_empty());
    let commit = given.or_else(|| if is_release { head() } else { None });
    let version = env("CARGO_PKG_VERSION");
    let version = match (commit, is_release) {
        (Some(commit), _) => format!("{version} ({commit})"),
        (None, true) => version,
        (None, false) => format!("{version} (development build)"),
    };
    println!("cargo::rustc-env=MAGPIE_VERSION={version}");
}

/// The commit that is checked out, with a mark when the sources differ from it; `None` outside a repository.
fn head() -> Option<String> {
    for path in ["HEAD", "index", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", path])?;
        println!("cargo::rerun-if-changed={path}");
    }
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    let changed = git(&["status", "--porcelain", "--untracked-files=no"])?;
    Some(if changed.is_empty() { commit } else { format!("{commit}, changed") })
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}
