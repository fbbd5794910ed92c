//! Drafts of alerts and of corrections: stored when the form is first submitted, previewed by name, sent once.

mod correcting;
mod counting;
mod model;
mod preview;
pub mod service;
pub(super) mod store;

pub use model::{
    AlertSent, CorrectionSent, Corrects, Draft, DraftClosed, DraftContent, DraftInput, DraftOutcome, DraftProblem,
    DraftTarget, LatePolicy, MAX_CHOICES, NotCorrectable, RepeatPolicy, SendOutcome, WakeSelection, as_typed,
};
pub use preview::{
    Changes, Fallback, NoRoute, Phone, Preview, PreviewPerson, PreviewSection, PreviewSnapshot, PreviewStatus,
    PreviewedCorrection, RepeatedAlert, WAKE_PAGE_SIZE, WAKE_PAGES_SHOWN,
};
