//! The members: profile, zone, quiet hours, language, reachability, privacy (export, delete).
//!
//! Owns the tables `members`, `profiles` and `profile_drafts`. Must not know alerts, tickets or reminders: they ask
//! this part who is awake, and register a [`PrivacyPart`] and a [`Follower`] for what they store about a member.

mod followers;
mod group;
mod ids;
mod model;
mod names;
mod retention;
pub mod service;
pub mod store;
#[cfg(test)]
pub mod testing;

pub use followers::{Follower, Followers, Kept, PrivacyPart};
pub use group::{Group, Roles};
pub use ids::{ChannelId, GuildId, InteractionId, MemberId, MessageId, RoleId};
pub use model::{DraftZone, EmergencyWake, Member, Profile, ProfileDraft, Reach, Step, Wakefulness};
pub use names::fold;
pub use retention::MemberExpiry;
pub use service::{Person, ProfileError};
