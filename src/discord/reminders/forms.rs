//! What the forms for one reminder and for a group reminder have in common.

/// The names of the inputs.
pub const TEXT: &str = "text";
pub const WHEN: &str = "when";
pub const AT: &str = "at";
pub const DATE: &str = "date";
