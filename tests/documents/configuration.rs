//! Generates the list of keys in `docs/configuration.md` from the comments in config/magpie.toml. A unit test of
//! `magpie::config` checks that config/magpie.toml has the default values.

use std::path::Path;

use magpie::config::{Config, LogConfig};

use super::{assert_generated, read, wrapped_text};

#[test]
fn reference_of_the_settings_is_complete() {
    assert_generated("docs/configuration.md", &settings_list(&read("config/magpie.toml")));
}

fn settings_list(file: &str) -> String {
    let mut text = String::new();
    let mut comment: Vec<&str> = Vec::new();
    // Skip the first comment, which describes the whole file.
    let sections = file.find("\n[").map_or("", |start| &file[start..]);
    for line in sections.lines() {
        if let Some(words) = line.strip_prefix('#') {
            comment.push(words.trim());
        } else if let Some(section) = line.strip_prefix('[') {
            text.push_str(&format!("\n## [{}]\n\n", section.trim_end_matches(']')));
        } else if !line.is_empty() {
            assert!(!comment.is_empty(), "no comment says what this is for: {line}");
            text.push_str(&wrapped_text(&format!("- `{line}`:"), "  ", &comment.join(" ")));
            comment.clear();
        }
    }
    text.push('\n');
    text
}

#[test]
fn container_configuration_is_valid_and_its_web_port_can_be_reached() {
    let config = Config::parse(Path::new("config/container.toml"), &read("config/container.toml")).unwrap();
    let web = config.web.unwrap();
    assert!(web.ip().is_unspecified(), "nothing outside a container can reach its loopback address");
    let dockerfile = read("config/Dockerfile");
    for line in [format!("EXPOSE {}", web.port()), "COPY config/container.toml /etc/magpie/magpie.toml".to_owned()] {
        assert!(dockerfile.contains(&line), "the Dockerfile has no line {line}");
    }
    assert!(
        dockerfile.contains(&format!("/dev/tcp/127.0.0.1/{}", web.port())),
        "the health check uses the port of the configuration"
    );
    let folder = config.database.parent().unwrap().display().to_string();
    assert!(dockerfile.contains(&format!("VOLUME {folder}")), "the database is kept in the volume");
    assert_eq!(config.log, LogConfig { ..Config::default().log });
}
