//! Duty: slots that the secretariat plans, the shifts that people take in them, and people who are available without a
//! rota.
//!
//! Owns the tables `duty_drafts`, `duty_slots`, `duty_shifts`, `duty_offers`, `duty_available` and `duty_panel`.
//! Decides who is on duty, and who is asked when somebody does not confirm a shift. Must not know tickets: a feature
//! that acts when a shift starts or ends registers a [`DutyFollower`].
//!
//! Other features ask [`roster`] who is on duty and who is available, [`next_shift`] when somebody is on duty again,
//! and [`gaps`] when somebody is missing.

mod asking;
mod calendar;
mod coverage;
mod error;
mod event;
mod facts;
mod messages;
mod model;
mod offers;
mod people;
mod planning;
mod privacy;
mod reading;
mod service;
mod source;
mod steps;
mod store;
#[cfg(test)]
mod tests;
mod timers;
mod upload;

pub use calendar::calendar;
pub use coverage::{Coverage, CoverageDay};
pub use error::DutyError;
pub use event::{DutyFollower, DutyFollowers, ShiftChange};
pub use facts::{CoverFacts, DutyFacts, GapFacts, OfferFacts, OfferNews, PanelFacts, ShiftFacts};
pub use model::{
    Availability, DutyDraftId, Offer, OfferId, OfferState, OpenPart, Period, PlannedSlot, Ring, Shift, ShiftId,
    ShiftState, Slot, SlotId, Warnings, may_have_duty,
};
pub use offers::OfferTarget;
pub use planning::{CreatedSlots, DraftPreview, MAX_SLOTS, RuleError, Undone, slots_by_rule};
pub use reading::{
    Gap, NextShift, OnDuty, OwnShifts, Roster, SlotDetails, gaps, next_shift, next_shift_of, nights, nights_by_person,
    own_shifts, roster, rota, slot_details,
};
pub use service::{Consent, Duty, Part, Proposal, ShiftDetails, TakeOutcome};
pub use timers::{DutyRetention, DutyTimers, unreadable};
pub use upload::{Fault, FaultKind, MAX_BYTES, MAX_NEEDED, Upload, parse as parse_upload};
