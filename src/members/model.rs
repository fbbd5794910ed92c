//! A member as the other rooms see one, and what follows from the profile. Pure.

use serde::{Deserialize, Serialize};

use super::ids::{ChannelId, MemberId};
use crate::time::{QuietHours, Rest, Timestamp, ZoneId};
use crate::words::Language;

/// What a person is in the group, by the server's roles that `/setup` picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// A member of the advisory group.
    Mag,
    /// A volunteer of the help desk.
    Helpdesk,
    Secretariat,
}

impl Group {
    pub const ALL: [Group; 3] = [Group::Mag, Group::Helpdesk, Group::Secretariat];
}

/// The groups that a person is in: a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles {
    bits: u8,
}

impl Roles {
    pub const NONE: Roles = Roles { bits: 0 };

    #[must_use]
    pub fn with(self, group: Group) -> Self {
        Self { bits: self.bits | Self::bit(group) }
    }

    pub fn has(self, group: Group) -> bool {
        self.bits & Self::bit(group) != 0
    }

    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Group> {
        Group::ALL.into_iter().filter(move |group| self.has(*group))
    }

    fn bit(group: Group) -> u8 {
        1 << group as u8
    }
}

impl FromIterator<Group> for Roles {
    fn from_iter<I: IntoIterator<Item = Group>>(groups: I) -> Self {
        groups.into_iter().fold(Self::NONE, Self::with)
    }
}

/// The answer to "May an emergency wake you?". There is no default: a profile without it is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmergencyWake {
    Allowed,
    Refused,
}

/// What a member told us. A member without one has an unknown zone and is never counted as awake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    pub zone: ZoneId,
    pub quiet: QuietHours,
    pub emergency: EmergencyWake,
    /// "I am awake until…": quiet hours do not apply before this instant.
    pub awake_until: Option<Timestamp>,
    /// "I am away until…": not counted as awake before this instant.
    pub away_until: Option<Timestamp>,
    pub saved_at: Timestamp,
}

/// How a private message reaches a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Opened by the member's own act; `None` until they pressed a button.
    pub dm_channel: Option<ChannelId>,
    /// Discord refused a DM (50007) at this instant, and the member has not opened their DMs since.
    pub closed_at: Option<Timestamp>,
}

impl Reach {
    /// The DM channel, unless it is known to be closed.
    pub fn dm(self) -> Option<ChannelId> {
        self.dm_channel.filter(|_| self.closed_at.is_none())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    /// The account's handle, unique on Discord.
    pub handle: String,
    /// The name shown in the server.
    pub name: String,
    pub roles: Roles,
    /// Who left gets nothing; a returning member finds the profile as it was.
    pub in_guild: bool,
    /// Chosen in the profile, or else the language of their Discord when we last met.
    pub language: Language,
    pub profile: Option<Profile>,
    pub reach: Reach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wakefulness {
    Awake,
    /// In quiet hours or away; `wakes_at` is the first instant at which they may be sounded.
    Asleep {
        wakes_at: Timestamp,
    },
    UnknownZone,
}

impl Profile {
    /// All of it that decides whether they may be disturbed.
    pub fn rest(&self) -> Rest {
        Rest { awake_until: self.awake_until, away_until: self.away_until, ..Rest::new(self.zone, self.quiet) }
    }

    pub fn wakefulness(&self, at: Timestamp) -> Wakefulness {
        let rest = self.rest();
        if rest.is_awake(at) { Wakefulness::Awake } else { Wakefulness::Asleep { wakes_at: rest.next_awake(at) } }
    }
}

impl Member {
    pub fn wakefulness(&self, at: Timestamp) -> Wakefulness {
        self.profile.as_ref().map_or(Wakefulness::UnknownZone, |profile| profile.wakefulness(at))
    }

    /// The first instant from `at` on at which they are awake; `None` without a zone.
    pub fn next_awake_at(&self, at: Timestamp) -> Option<Timestamp> {
        match self.wakefulness(at) {
            Wakefulness::Awake => Some(at),
            Wakefulness::Asleep { wakes_at } => Some(wakes_at),
            Wakefulness::UnknownZone => None,
        }
    }

    /// Whether they are awake at some instant of [`from`, `until`]. Without a zone: never.
    pub fn awake_during(&self, from: Timestamp, until: Timestamp) -> bool {
        self.next_awake_at(from).is_some_and(|at| at <= until)
    }

    pub fn zone(&self) -> Option<ZoneId> {
        self.profile.as_ref().map(|profile| profile.zone)
    }

    pub fn emergency_may_wake(&self) -> bool {
        self.profile.as_ref().is_some_and(|profile| profile.emergency == EmergencyWake::Allowed)
    }
}

/// A profile in the making: one row a member, so that the flow survives a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProfileDraft {
    pub zone: Option<ZoneId>,
    pub quiet: Option<QuietHours>,
    pub emergency: Option<EmergencyWake>,
    pub language: Option<Language>,
}
