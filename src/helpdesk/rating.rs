//! How it went, in the opinion of the asker. Pure.

use strum::{Display, EnumIter, EnumString, IntoStaticStr};

/// The asker's answer to "How did it go?". The column and custom ids contain the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Rating {
    Good,
    Fair,
    Poor,
}
