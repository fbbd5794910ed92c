//! Drafts of alerts and of corrections. A draft is stored when its form is first submitted. The author sees a preview
//! of who gets the message, and when, and can then send the draft once.

mod correcting;
mod counting;
mod model;
mod other_deadlines;
mod preview;
pub mod service;
pub(super) mod store;

pub use model::{
    AlertSent, CorrectionBase, CorrectionSent, Draft, DraftClosed, DraftContent, DraftInput, DraftOutcome,
    DraftProblem, DraftTarget, LatePolicy, MAX_CHOICES, NotCorrectable, RepeatPolicy, SendOutcome, WakeSelection,
    as_typed,
};
pub use other_deadlines::{DeadlineOptions, DeadlineReach, Hearing, MAX_OFFERED};
pub use preview::{
    Changes, Fallback, FirstHeard, LanguageText, LanguageTextState, NoRoute, Phone, Preview, PreviewPerson,
    PreviewSection, PreviewSnapshot, PreviewStatus, PreviewedCorrection, RepeatedAlert, WAKE_PAGE_SIZE,
    WAKE_PAGES_SHOWN,
};
