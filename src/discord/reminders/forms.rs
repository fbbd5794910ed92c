//! What the forms for one reminder and for a group reminder have in common.

use std::time::Duration;

/// The timeout of a database query before a form opens. A form must open within 3 seconds of the interaction. The
/// interaction cannot be acknowledged earlier, because a form can no longer open after an acknowledgement.
pub const OPEN_TIMEOUT: Duration = Duration::from_millis(1200);

/// The names of the inputs.
pub const TEXT: &str = "text";
pub const WHEN: &str = "when";
pub const AT: &str = "at";
pub const DATE: &str = "date";
