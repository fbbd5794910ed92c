//! Who the members are: profile, zone, quiet hours, language, reachability, privacy (export, delete).
//!
//! Owns the tables `members`, `profiles` and `profile_drafts`. Must not know alerts, tickets or reminders: those ask
//! this room who is awake, and register a [`PrivacyPart`] and a [`Follower`] for what they keep on a member.

mod ids;
mod model;
pub mod service;
pub mod store;

pub use ids::{ChannelId, GuildId, InteractionId, MemberId, MessageId, RoleId};
pub use model::{DraftZone, EmergencyWake, Group, Member, Profile, ProfileDraft, Reach, Roles, Step, Wakefulness};
pub use service::{Follower, Followers, Kept, Person, PrivacyPart, ProfileError};
