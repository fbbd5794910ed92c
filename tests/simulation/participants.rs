//! The members of the simulated server.

use magpie::members::{EmergencyWake, MemberId};
use magpie::sandbox::core::{Seed, SeedMember};
use magpie::time::{QuietHours, ZoneId};

#[derive(Debug, Clone, Copy)]
pub struct Participant {
    pub id: MemberId,
    pub handle: &'static str,
    pub roles: &'static [&'static str],
    pub profile: Option<(ZoneId, QuietHours, EmergencyWake)>,
}

/// The handle, the roles, and the zone with the answer about emergencies. No zone means no profile.
type Row = (&'static str, &'static [&'static str], Option<(&'static str, EmergencyWake)>);

impl Participant {
    pub fn role_names(&self) -> Vec<String> {
        self.roles.iter().map(|role| (*role).to_owned()).collect()
    }
}

/// Two people of the secretariat, volunteers, members in many time zones, and two people who can be reached only in the
/// inbox channel. `run.rs` relies on the order: the two people of the secretariat come first.
const ROWS: [Row; 9] = [
    ("lead", &["secretariat"], Some(("Europe/Zurich", EmergencyWake::Refused))),
    ("deputy", &["secretariat"], Some(("Asia/Singapore", EmergencyWake::Allowed))),
    ("lapaz", &["mag", "helpdesk"], Some(("America/La_Paz", EmergencyWake::Refused))),
    ("nairobi", &["mag", "helpdesk"], Some(("Africa/Nairobi", EmergencyWake::Refused))),
    ("sydney", &["mag"], Some(("Australia/Sydney", EmergencyWake::Refused))),
    ("brisbane", &["mag"], Some(("Australia/Brisbane", EmergencyWake::Allowed))),
    ("vancouver", &["mag", "helpdesk"], Some(("America/Vancouver", EmergencyWake::Allowed))),
    ("stranger", &["mag"], None),
    ("guest", &[], None),
];

pub fn seed() -> Seed {
    let members = ROWS.iter().map(|(handle, roles, _)| SeedMember {
        handle: (*handle).to_owned(),
        name: (*handle).to_owned(),
        locale: "en-GB".to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        ..SeedMember::default()
    });
    Seed { members: members.collect(), ..Seed::default() }
}

/// The participants with their Discord ids.
pub fn participants(world: &magpie::sandbox::core::World) -> Vec<Participant> {
    let night = QuietHours::new(full_hour(22), full_hour(7));
    let participant = |(handle, roles, profile): &Row| Participant {
        id: MemberId(world.member(handle).expect("they are there").id.0),
        handle,
        roles,
        profile: profile.map(|(zone, emergency)| (ZoneId::parse(zone).expect("a zone"), night, emergency)),
    };
    ROWS.iter().map(participant).collect()
}

pub fn full_hour(hour: i8) -> magpie::time::Time {
    magpie::time::Time::new(hour, 0, 0, 0).expect("an hour")
}
