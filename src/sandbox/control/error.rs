//! Builds the errors that control calls return.

use crate::sandbox::core::ControlError;

pub(super) fn control_error(status: u16, error: impl Into<String>) -> ControlError {
    ControlError { status, error: error.into() }
}
