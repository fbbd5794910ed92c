//! The questions of `magpie when --batch`, and the parser of one line.

use serde::Deserialize;

use crate::time::Timestamp;

#[derive(Debug, Deserialize)]
#[serde(tag = "q", rename_all = "lowercase")]
pub(super) enum Question {
    Resolve {
        zone: String,
        local: String,
    },
    Local {
        zone: String,
        instant: Timestamp,
    },
    Quiet {
        zone: String,
        start: String,
        end: String,
        at: Timestamp,
    },
    Recur {
        zone: String,
        start: String,
        rrule: String,
        #[serde(default = "default_count")]
        count: usize,
    },
    Phrase {
        zone: String,
        now: Option<Timestamp>,
        text: String,
        locale: Option<String>,
    },
    Zone {
        text: String,
        now: Option<Timestamp>,
        locale: Option<String>,
    },
}

fn default_count() -> usize {
    1
}

#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("not a JSON object: {0}")]
    NotJson(serde_json::Error),
    #[error("not a question: {0}")]
    NotAQuestion(serde_json::Error),
}

pub(super) fn parse(line: &[u8]) -> Result<Question, Unreadable> {
    serde_json::from_slice(line).map_err(|fault| match fault.classify() {
        serde_json::error::Category::Data => Unreadable::NotAQuestion(fault),
        _ => Unreadable::NotJson(fault),
    })
}
