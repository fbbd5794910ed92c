//! Reads typed values from TOML and collects every fault with its line.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;

/// The minimum similarity (Jaro-Winkler, 0 to 1) of a key that is suggested for an unknown key.
const MIN_SIMILARITY: f64 = 0.85;

/// Reads the keys of a configuration. A key with a fault gives its default value, so that all faults are found.
pub struct Reader<'a> {
    text: &'a str,
    table: DeTable<'a>,
    /// The keys that were read, by section. Any other key is unknown.
    read_keys: BTreeMap<&'static str, BTreeSet<&'static str>>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Self { text, table: table.into_inner(), read_keys: BTreeMap::new(), faults: Vec::new() };
        for error in errors {
            let line = error.span().map(|span| reader.line(span.start));
            reader.faults.push(Fault { line, what: error.message().to_owned() });
        }
        reader
    }

    pub fn text(&mut self, section: &'static str, key: &'static str) -> Option<String> {
        let found = self.get(section, key)?;
        match found.get_ref().as_str() {
            Some(text) => Some(text.to_owned()).filter(|text| !text.is_empty()),
            None => {
                let at = found.span().start;
                self.fault(at, format!("{section}.{key} must be a text in quotes"))
            }
        }
    }

    /// The id of a user on Discord. An empty text means nobody.
    pub fn user_id(&mut self, section: &'static str, key: &'static str) -> Option<u64> {
        let text = self.text(section, key)?;
        let id = text.parse().ok().filter(|id| *id > 0);
        if id.is_none() {
            let at = self.get(section, key).map_or(0, |found| found.span().start);
            self.fault::<()>(at, format!("{section}.{key} must be a user id in quotes, or \"\" for nobody"));
        }
        id
    }

    pub fn url(&mut self, section: &'static str, key: &'static str, default: &str) -> String {
        let Some(text) = self.text(section, key) else { return default.to_owned() };
        let fault = match web_address(&text) {
            Ok(_) => return text.trim_end_matches('/').to_owned(),
            Err(AddressFault::Unencrypted) => unencrypted_fault(section, key),
            Err(AddressFault::NoAddress) => format!("{section}.{key} must be a web address such as \"{default}\""),
        };
        let at = self.get(section, key).map_or(0, |found| found.span().start);
        self.fault::<()>(at, fault);
        default.to_owned()
    }

    /// An optional web address. An empty text means no address.
    pub fn optional_url(&mut self, section: &'static str, key: &'static str, example: &str) -> Option<reqwest::Url> {
        let text = self.text(section, key)?;
        let fault = match web_address(&text) {
            Ok(url) => return Some(url),
            Err(AddressFault::Unencrypted) => unencrypted_fault(section, key),
            Err(AddressFault::NoAddress) => {
                format!("{section}.{key} must be a web address such as \"{example}\", or \"\" for none")
            }
        };
        let at = self.get(section, key).map_or(0, |found| found.span().start);
        self.fault(at, fault)
    }

    /// An optional address and port. An empty text means no address.
    pub fn address(&mut self, section: &'static str, key: &'static str, default: Option<&str>) -> Option<SocketAddr> {
        let default_address = default.and_then(|text| text.parse().ok());
        let Some(found) = self.get(section, key) else { return default_address };
        let at = found.span().start;
        match found.get_ref().as_str() {
            Some("") => None,
            Some(text) if text.parse::<SocketAddr>().is_ok() => text.parse().ok(),
            _ => {
                let example = default.unwrap_or("127.0.0.1:9464");
                self.fault(
                    at,
                    format!("{section}.{key} must be an address and port such as \"{example}\", or \"\" for none"),
                )
            }
        }
    }

    /// The value whose name the key has. The first of `choices` is the default.
    pub fn choice<T: Copy>(&mut self, section: &'static str, key: &'static str, choices: &[(&str, T)]) -> T {
        let (_, first) = choices[0];
        let Some(found) = self.get(section, key) else { return first };
        let at = found.span().start;
        let chosen = found.get_ref().as_str().and_then(|text| choices.iter().find(|(name, _)| *name == text));
        chosen.map(|(_, value)| *value).unwrap_or_else(|| {
            let names: Vec<_> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            self.fault::<()>(at, format!("{section}.{key} must be {}", names.join(" or ")));
            first
        })
    }

    pub fn integer(
        &mut self,
        section: &'static str,
        key: &'static str,
        default: u32,
        range: RangeInclusive<u32>,
    ) -> u32 {
        let Some(found) = self.get(section, key) else { return default };
        let at = found.span().start;
        let number = found.get_ref().as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        number.filter(|n| range.contains(n)).unwrap_or_else(|| {
            self.fault::<()>(
                at,
                format!("{section}.{key} must be a whole number from {} to {}", range.start(), range.end()),
            );
            default
        })
    }

    pub fn minutes(
        &mut self,
        section: &'static str,
        key: &'static str,
        default: u32,
        range: RangeInclusive<u32>,
    ) -> Duration {
        Duration::from_secs(u64::from(self.integer(section, key, default, range)) * 60)
    }

    pub fn hours(
        &mut self,
        section: &'static str,
        key: &'static str,
        default: u32,
        range: RangeInclusive<u32>,
    ) -> Duration {
        Duration::from_secs(u64::from(self.integer(section, key, default, range)) * 3600)
    }

    pub fn float(&mut self, section: &'static str, key: &'static str, default: f64, range: RangeInclusive<f64>) -> f64 {
        let Some(found) = self.get(section, key) else { return default };
        let at = found.span().start;
        let text = match found.get_ref() {
            DeValue::Float(n) => Some(n.as_str()),
            DeValue::Integer(n) => Some(n.as_str()),
            _ => None,
        };
        text.and_then(|text| text.parse::<f64>().ok()).filter(|n| range.contains(n)).unwrap_or_else(|| {
            self.fault::<()>(at, format!("{section}.{key} must be a number from {} to {}", range.start(), range.end()));
            default
        })
    }

    /// Reports a fault of this key, such as a value that does not fit to another key.
    pub fn refuse(&mut self, section: &'static str, key: &'static str, what: impl Into<String>) {
        let at = self.get(section, key).map_or(0, |found| found.span().start);
        self.fault::<()>(at, format!("{section}.{key} {}", what.into()));
    }

    /// All faults in the order of their lines, including unknown keys. Read all keys before you call this function,
    /// because a key that was not read counts as unknown.
    pub fn faults(mut self) -> Vec<Fault> {
        let mut unknown = Vec::new();
        for (section, value) in &self.table {
            let name = section.get_ref().as_ref();
            let Some(known_keys) = self.read_keys.get(name) else {
                let sections: Vec<_> = self.read_keys.keys().copied().collect();
                unknown.push((
                    section.span().start,
                    format!("[{name}] is no section of Magpie's; there are {}", sections.join(", ")),
                ));
                continue;
            };
            let Some(table) = value.get_ref().as_table() else {
                unknown.push((section.span().start, format!("{name} must be a section: [{name}]")));
                continue;
            };
            for key in table.keys().filter(|key| !known_keys.contains(key.get_ref().as_ref())) {
                unknown.push((key.span().start, unknown_key(name, key.get_ref(), known_keys)));
            }
        }
        for (at, what) in unknown {
            self.fault::<()>(at, what);
        }
        self.faults.sort_by_key(|fault| fault.line);
        self.faults
    }

    /// The value of a key. `None` if the text does not have the key. Notes that the key was read.
    fn get(&mut self, section: &'static str, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.read_keys.entry(section).or_default().insert(key);
        self.table.get(section)?.get_ref().as_table()?.get(key).cloned()
    }

    /// Adds a fault at the byte position `at`. Always returns `None`.
    fn fault<T>(&mut self, at: usize, what: String) -> Option<T> {
        let line = Some(self.line(at));
        self.faults.push(Fault { line, what });
        None
    }

    /// The line number of the byte position `at`, counted from 1.
    fn line(&self, at: usize) -> usize {
        self.text.as_bytes()[..at.min(self.text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

/// Why a text is not an allowed web address.
enum AddressFault {
    /// The text is not a web address.
    NoAddress,
    /// The address is on another machine and is not encrypted (http).
    Unencrypted,
}

/// Parses a web address. Requests to the address contain a token or a secret path. So an address without encryption is
/// allowed only on this machine.
fn web_address(text: &str) -> Result<reqwest::Url, AddressFault> {
    let url = reqwest::Url::parse(text).ok().filter(reqwest::Url::has_host).ok_or(AddressFault::NoAddress)?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(AddressFault::Unencrypted),
        _ => Err(AddressFault::NoAddress),
    }
}

fn is_loopback(url: &reqwest::Url) -> bool {
    is_loopback_host(url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']'))
}

/// Whether the host is this machine.
pub fn is_loopback_host(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// The text of the fault for an unencrypted address.
fn unencrypted_fault(section: &str, key: &str) -> String {
    format!(
        "{section}.{key} must begin with https://, since it carries a secret; http:// is only for this machine \
         (127.0.0.1, ::1, localhost)"
    )
}

fn unknown_key(section: &str, key: &str, known_keys: &BTreeSet<&'static str>) -> String {
    let closest =
        known_keys.iter().map(|name| (strsim::jaro_winkler(name, key), name)).max_by(|a, b| a.0.total_cmp(&b.0));
    match closest {
        Some((similarity, name)) if similarity >= MIN_SIMILARITY => {
            format!("{section}.{key} is no key of Magpie's; did you mean {name}?")
        }
        _ => {
            let names: Vec<_> = known_keys.iter().copied().collect();
            format!("{section}.{key} is no key of Magpie's; [{section}] has {}", names.join(", "))
        }
    }
}
