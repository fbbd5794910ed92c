//! Members for the tests of alerts.

use crate::members::{ChannelId, EmergencyWake, Group, Member, MemberId, Profile, Reach};
use crate::time::{QuietHours, Timestamp, ZoneId};
use crate::words::Language;

/// A member who is in the server, is reachable by DM and has no profile.
pub fn member(id: u64, name: &str, handle: &str, groups: &[Group]) -> Member {
    Member {
        id: MemberId(id),
        handle: handle.to_owned(),
        name: name.to_owned(),
        roles: groups.iter().copied().collect(),
        in_guild: true,
        language: Language::English,
        profile: None,
        assumed: None,
        reach: Reach { dm_channel: Some(ChannelId(1000 + id)), ..Reach::default() },
    }
}

/// A [`member`] in the group `Mag`, with a profile in `zone` and quiet hours from 22:00 to 07:00.
pub fn member_in_zone(id: u64, zone: &str, emergency: EmergencyWake) -> Member {
    let profile = Profile {
        zone: ZoneId::parse(zone).unwrap(),
        quiet: night().into(),
        emergency,
        awake_until: None,
        away: None,
        saved_at: at("2020-01-01T00:00:00Z"),
    };
    Member { profile: Some(profile), ..member(id, zone, zone, &[Group::Mag]) }
}

/// Quiet hours from 22:00 to 07:00.
pub fn night() -> QuietHours {
    QuietHours::new("22:00".parse().unwrap(), "07:00".parse().unwrap())
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
