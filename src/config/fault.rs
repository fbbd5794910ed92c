//! The types for the faults of a configuration. Each fault has its line and says how to correct it.

use std::fmt;
use std::path::PathBuf;

/// All faults of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    pub path: PathBuf,
    pub faults: Vec<Fault>,
}

/// One fault of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line number, counted from 1. `None` if the fault concerns the whole file.
    pub line: Option<usize>,
    /// What is wrong, and what to write instead.
    pub what: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            let separator = if i == 0 { "" } else { "\n" };
            match fault.line {
                Some(line) => write!(f, "{separator}{}:{line}: {}", self.path.display(), fault.what)?,
                None => write!(f, "{separator}{}: {}", self.path.display(), fault.what)?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
