//! Checks that `docs/operations.md` says what to do about each check and each exit code.

use magpie::watch::Trouble;
use strum::IntoEnumIterator as _;

use super::read;

#[test]
fn every_exit_code_is_explained() {
    let page = read("docs/operations.md");
    let help = magpie::cli::arguments().get_after_help().expect("it lists the exit codes").to_string();
    let (_, codes) = help.split_once("Exit codes:").expect("it lists the exit codes");
    let codes: Vec<u8> = codes.lines().filter_map(|line| line.split_whitespace().next()?.parse().ok()).collect();
    assert!(codes.len() > 10, "{help}");
    let table_codes: Vec<u8> = rows(&page, "## Exit codes");
    assert_eq!(table_codes, codes, "the table \"Exit codes\" of docs/operations.md");
}

#[test]
fn every_check_is_explained() {
    let page = read("docs/operations.md");
    let mut checks: Vec<String> = Trouble::iter().map(|trouble| format!("`{}`", trouble.code())).collect();
    let mut table_checks: Vec<String> = rows(&page, "## Checks");
    checks.sort();
    table_checks.sort();
    assert_eq!(table_checks, checks, "the table \"Checks\" of docs/operations.md");
}

/// The first cell of each row in the table of the section with this heading. Skips cells that do not parse as `T`.
fn rows<T: std::str::FromStr>(page: &str, heading: &str) -> Vec<T> {
    let (_, section) = page.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no section {heading}"));
    let section = section.split("\n## ").next().unwrap_or_default();
    let table = section.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let rows = table.take_while(|line| line.starts_with('|'));
    rows.filter_map(|row| row.split('|').nth(1)?.trim().parse().ok()).collect()
}

#[test]
fn unit_does_not_restart_after_exit_codes_that_a_restart_cannot_fix() {
    let unit = read("config/systemd/magpie.service");
    let codes = unit.lines().find_map(|line| line.strip_prefix("RestartPreventExitStatus=")).expect("it is set");
    let codes: Vec<&str> = codes.split(' ').collect();
    let page = read("docs/operations.md");
    let (_, section) = page.split_once("\n## Exit codes\n").expect("the section is there");
    let documented_codes: Vec<&str> = section
        .split("\n## ")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|row| row.starts_with('|') && row.contains("| stays down |"))
        .filter_map(|row| row.split('|').nth(1))
        .map(str::trim)
        .collect();
    assert_eq!(
        documented_codes, codes,
        "docs/operations.md marks the exit codes after which the unit does not restart"
    );
}
