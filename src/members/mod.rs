//! Members: profile, zone, quiet hours, language, reachability, deputies, privacy (export and deletion).
//!
//! Owns the tables `members`, `profiles`, `profile_drafts`, `listed_members`, `deputies`, `member_mailboxes`,
//! `deletions` and `inbox_threads`. Must not know alerts, tickets or reminders. Those features call this module to find
//! out who is awake. Each of those features registers a [`PrivacyHandler`] and a [`Follower`] for the data that it
//! stores about a member.

mod away;
mod deputy;
mod followers;
mod group;
mod ids;
mod mailbox;
mod model;
mod names;
mod retention;
pub mod service;
pub mod store;
#[cfg(test)]
pub mod testing;

pub use away::Away;
pub use deputy::{Deputy, DeputyAnswer, DeputyEvent, DeputyId};
pub use followers::{DeletionEffect, Follower, Followers, Kept, PrivacyHandler};
pub use group::{Group, Roles};
pub use ids::{ChannelId, GuildId, InteractionId, MemberId, MessageId, RoleId};
pub use mailbox::{CODE_VALID_FOR, Mailbox, MailboxRequest, is_email};
pub use model::{
    ASSUMED_QUIET_HOURS, AssumedHome, DraftZone, EmergencyWake, Listed, Member, Profile, ProfileDraft, Reach, Step,
    USUAL_QUIET_HOURS, Wakefulness, ZoneBasis,
};
pub use names::{fold, language_named};
pub use retention::MemberExpiry;
pub use service::{DeputyError, MailboxError, Person, ProfileError};
