//! Who the members are: profile, zone, quiet hours, language, reachability, privacy (export, delete).
//!
//! Owns the tables `members`, `profiles` and `profile_drafts`. Must not know alerts, tickets or reminders: those ask
//! this room who is awake, and register a [`PrivacyPart`] and a [`Follower`] for what they keep on a member.

mod group;
mod ids;
mod model;
mod names;
pub mod service;
pub mod store;
#[cfg(test)]
pub mod testing;

pub use group::{Group, Roles};
pub use ids::{ChannelId, GuildId, InteractionId, MemberId, MessageId, RoleId};
pub use model::{DraftZone, EmergencyWake, Member, Profile, ProfileDraft, Reach, Step, Wakefulness};
pub use names::fold;
pub use service::{Follower, Followers, Kept, Person, PrivacyPart, ProfileError};
