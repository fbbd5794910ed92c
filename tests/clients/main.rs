//! Runs third-party libraries (discord.py, discord.js) against `magpie sandbox --no-bot`, without patches to them. Each
//! library has a script, its tour, that tries one capability after the other. The table in `docs/clients.md` must have
//! exactly the capabilities that the tours show.
//!
//! `.ci/run` installs the libraries below `target/clients`. If Python, Node or the library is missing, the test prints
//! a warning and skips the tour.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

struct Sandbox {
    process: Child,
    url: String,
    token: String,
}

impl Sandbox {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
        command.args(["sandbox", "--no-bot", "--port", "0", "--privileged-intents", "members,content"]);
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        let mut line = || lines.next().expect("a line").expect("text");
        let (url, settings) = (line(), line());
        let token =
            settings.split_once("DISCORD_TOKEN=").and_then(|(_, rest)| rest.split_once(',')).expect("a token").0;
        Self { process, url, token: token.to_owned() }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The folder into which `.ci/run` installs the libraries.
fn libraries_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target").join("clients")
}

fn script_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(name)
}

/// Prints a warning. Writes to stderr directly, because the test runner captures the output of `eprintln!`.
fn warn_that_library_is_skipped(library: &str) {
    let text = format!(
        "\n*** SKIPPED: {library} is not below target/clients (.ci/run installs it); its tour was not played ***\n"
    );
    drop(std::io::stderr().write_all(text.as_bytes()));
}

fn can_run(mut command: Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Runs a tour. Returns the capabilities that it shows, in order. Fails if a step fails.
fn run_tour(mut command: Command) -> Vec<String> {
    let sandbox = Sandbox::start();
    command.env("MAGPIE_URL", &sandbox.url).env("DISCORD_TOKEN", &sandbox.token).env("PYTHONDONTWRITEBYTECODE", "1");
    let output = command.output().expect("the tour starts");
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let failed_step = stdout.lines().find(|line| line.starts_with("FAILED"));
    assert!(output.status.success(), "{}\n{stdout}\n{stderr}", failed_step.unwrap_or("the tour ended early"));
    stdout.lines().filter_map(|line| line.strip_prefix("ok\t")).map(str::to_owned).collect()
}

/// For each library, the capabilities that the table in `docs/clients.md` lists.
fn documented_capabilities() -> BTreeMap<String, Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/clients.md");
    let text = std::fs::read_to_string(path).expect("the document is there");
    let mut rows = text
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
    let libraries = rows.next().expect("a header row");
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows.skip(1) {
        for (library, cell) in libraries.iter().zip(&row).skip(1) {
            if cell == "✓" {
                table.entry(library.clone()).or_default().push(row[0].clone());
            }
        }
    }
    table
}

#[test]
fn discord_py_passes_its_tour_without_patches() {
    let python = libraries_folder().join("python/bin/python");
    let mut check = Command::new(&python);
    check.args(["-c", "import discord"]);
    if !can_run(check) {
        return warn_that_library_is_skipped("discord.py");
    }
    let mut tour = Command::new(python);
    tour.arg(script_path("tour.py"));
    assert_eq!(run_tour(tour), documented_capabilities()["discord.py 2.7"]);
}

#[test]
fn discord_js_passes_its_tour_without_patches() {
    let node = libraries_folder().join("node");
    let mut check = Command::new("node");
    check.args(["-e", "require('discord.js')"]).current_dir(if node.is_dir() { &node } else { Path::new("/") });
    if !can_run(check) {
        return warn_that_library_is_skipped("discord.js");
    }
    let mut tour = Command::new("node");
    tour.arg(script_path("tour.mjs")).env("MAGPIE_NODE_FOLDER", node);
    assert_eq!(run_tour(tour), documented_capabilities()["discord.js 14"]);
}
