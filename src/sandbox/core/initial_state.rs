//! Builds the initial state from a seed: the guild's roles and channels, with typical permission overwrites for an
//! advisory group.

use std::collections::BTreeMap;

use super::dm_limits::DmLimits;
use super::model::{Channel, ChannelKind, Member, Overwrite, OverwriteTarget, Role, User};
use super::odd_interactions::InteractionShape;
use super::permissions::Permissions;
use super::seed::{Seed, SeedMember, Strictness};
use super::snowflake::{Snowflake, SnowflakeGenerator};
use super::thread_limits::ThreadLimits;
use super::world::{Guild, World};
use crate::time::{SignedDuration, Timestamp};

/// When the guild was created: Friday 1 March 2019, 09:00 UTC, in Unix milliseconds. All other events in the sandbox
/// are later.
const GUILD_CREATED_AT_MS: i64 = 1_551_430_800_000;

/// The roles of every new guild: name, permissions in addition to those of @everyone, colour. Only the secretariat has
/// MANAGE_EVENTS. A bot can require this permission to hide the secretariat's commands from other members.
const ROLES: [(&str, Permissions, u32); 3] = [
    ("mag", Permissions::NONE, 0x2E_86_AB),
    ("helpdesk", Permissions::NONE, 0x3B_A5_5D),
    ("secretariat", SECRETARIAT_PERMISSIONS, 0xE6_7E_22),
];

const SECRETARIAT_PERMISSIONS: Permissions = Permissions(
    Permissions::MANAGE_EVENTS.0
        | Permissions::MANAGE_MESSAGES.0
        | Permissions::MENTION_EVERYONE.0
        | Permissions::CREATE_PRIVATE_THREADS.0,
);

/// Who can see a channel and write in it.
#[derive(Clone, Copy)]
enum Audience {
    /// Everyone can write.
    Open,
    /// Everyone can read; the secretariat and the bot can write.
    Announcements,
    /// Everyone can see the channel and write in threads to which they were added. Only the bot writes in the channel
    /// itself and creates threads.
    Threads,
    /// Only members with these roles and the bot can see it and write.
    Only(&'static [&'static str]),
}

const CHANNELS: [(&str, &str, Audience); 6] = [
    ("mag-general", "Members and secretariat", Audience::Only(&["mag", "secretariat"])),
    ("announcements", "From the secretariat", Audience::Announcements),
    ("help", "Ask for help here", Audience::Open),
    ("helpdesk-triage", "New tickets, for volunteers", Audience::Only(&["helpdesk", "secretariat"])),
    ("secretariat", "Secretariat only", Audience::Only(&["secretariat"])),
    ("inbox", "Private threads for those without direct messages", Audience::Threads),
];

struct Builder {
    ids: SnowflakeGenerator,
    at: Timestamp,
}

impl Builder {
    fn new() -> Self {
        let at = Timestamp::from_millisecond(GUILD_CREATED_AT_MS).expect("2019 is inside jiff's range");
        Self { ids: SnowflakeGenerator::default(), at }
    }

    /// Returns the id of the next object. Each object is created one second after the previous one.
    fn next_id(&mut self) -> Snowflake {
        self.at = self.at.checked_add(SignedDuration::from_secs(1)).expect("2019 is inside jiff's range");
        self.ids.next(self.at)
    }
}

impl Seed {
    /// The id of the bot's user. A bot's token begins with this id.
    pub fn bot_id(&self) -> Snowflake {
        let mut builder = Builder::new();
        let (application, bot) = (builder.next_id(), builder.next_id());
        if self.strictness == Strictness::Strict { bot } else { application }
    }
}

impl World {
    /// Creates a new guild. All its ids date from 2019.
    pub fn new(seed: Seed) -> Self {
        let mut builder = Builder::new();
        let (application, _, guild) = (builder.next_id(), builder.next_id(), builder.next_id());
        let bot = seed.bot_id();
        let mut world = Self {
            guild: Guild {
                id: guild,
                name: seed.guild_name.clone(),
                owner: bot,
                locale: "en-GB".to_owned(),
                mfa_level: 0,
                bot_owner_has_mfa: true,
            },
            ids: SnowflakeGenerator::default(),
            application,
            bot,
            users: BTreeMap::new(),
            members: BTreeMap::new(),
            roles: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            commands: BTreeMap::new(),
            interactions: BTreeMap::new(),
            webhooks: BTreeMap::new(),
            files: BTreeMap::new(),
            attachments_url: "http://127.0.0.1/attachments".to_owned(),
            dm_limits: DmLimits::default(),
            thread_limits: ThreadLimits::default(),
            nonces: BTreeMap::new(),
            old_edits: BTreeMap::new(),
            events: Vec::new(),
            repeats_interactions: false,
            last_interaction: None,
            interaction_shape: InteractionShape::Plain,
            version: 0,
            seed,
        };
        world.build_roles(&mut builder);
        world.build_channels(&mut builder);
        world.build_people(&mut builder);
        world.ids = builder.ids;
        world
    }

    fn build_roles(&mut self, builder: &mut Builder) {
        let everyone = role(self.guild.id, "@everyone", Permissions::EVERYONE_DEFAULT, 0);
        self.roles.insert(everyone.id, everyone);
        for (name, permissions, color) in ROLES {
            let position = self.next_position();
            let new_role = Role { color, mentionable: true, ..role(builder.next_id(), name, permissions, position) };
            self.roles.insert(new_role.id, new_role);
        }
        let bots = (self.seed.bot_name.clone(), self.seed.bot_permissions, self.next_position());
        let new_role = Role { managed_by: Some(self.bot), ..role(builder.next_id(), &bots.0, bots.1, bots.2) };
        self.roles.insert(new_role.id, new_role);
    }

    fn next_position(&self) -> u32 {
        u32::try_from(self.roles.len()).expect("a handful of roles")
    }

    fn build_channels(&mut self, builder: &mut Builder) {
        for (position, (name, topic, audience)) in (0..).zip(CHANNELS) {
            let channel = Channel {
                id: builder.next_id(),
                kind: ChannelKind::Text,
                name: name.to_owned(),
                topic: Some(topic.to_owned()),
                parent: None,
                position,
                overwrites: self.overwrites(audience),
                slow_mode_seconds: 0,
                default_auto_archive_minutes: None,
                last_message: None,
                last_pin_at: None,
                recipient: None,
                thread: None,
            };
            self.channels.insert(channel.id, channel);
        }
    }

    fn overwrites(&self, audience: Audience) -> Vec<Overwrite> {
        let everyone =
            |deny| Overwrite { id: self.guild.id, target: OverwriteTarget::Role, allow: Permissions::NONE, deny };
        let grant = |name: &str, allow| {
            let role = self.roles.values().find(|role| role.name == name).expect("roles come before channels");
            Overwrite { id: role.id, target: OverwriteTarget::Role, allow, deny: Permissions::NONE }
        };
        let (see, send) = (Permissions::VIEW_CHANNEL, Permissions::SEND_MESSAGES);
        let bot = self.seed.bot_name.as_str();
        let threads = Permissions::CREATE_PUBLIC_THREADS | Permissions::CREATE_PRIVATE_THREADS;
        match audience {
            Audience::Open => Vec::new(),
            Audience::Announcements => vec![everyone(send | threads), grant("secretariat", send), grant(bot, send)],
            Audience::Threads => vec![everyone(send | threads), grant(bot, send | threads)],
            Audience::Only(roles) => {
                let grants = roles.iter().map(|name| grant(name, see));
                [everyone(see), grant(bot, see)].into_iter().chain(grants).collect()
            }
        }
    }

    fn build_people(&mut self, builder: &mut Builder) {
        let bot = User { bot: true, ..user(self.bot, &self.seed.bot_name, &self.seed.bot_name, "en-GB") };
        let managed = self.roles.values().find(|role| role.managed_by.is_some()).map(|role| role.id);
        self.users.insert(bot.id, bot);
        for seed_member in self.seed.members.clone() {
            self.build_member(builder, &seed_member);
        }
        // The bot joins after all members.
        let joined_at = builder.next_id().created_at();
        self.members.insert(self.bot, Member { roles: managed.into_iter().collect(), joined_at });
        self.guild.owner = self.choose_owner().unwrap_or_else(|| self.build_owner(builder));
    }

    fn build_member(&mut self, builder: &mut Builder, seed_member: &SeedMember) {
        let id = builder.next_id();
        for name in &seed_member.roles {
            if !self.roles.values().any(|role| role.name == *name) {
                let position = self.next_position();
                let new_role = Role { mentionable: true, ..role(builder.next_id(), name, Permissions::NONE, position) };
                self.roles.insert(new_role.id, new_role);
            }
        }
        let roles =
            self.roles.values().filter(|role| seed_member.roles.contains(&role.name)).map(|role| role.id).collect();
        let person = User {
            city: seed_member.city.clone(),
            zone: seed_member.zone.clone(),
            quiet_start: seed_member.quiet_start.clone(),
            quiet_end: seed_member.quiet_end.clone(),
            ..user(id, &seed_member.handle, &seed_member.name, &seed_member.locale)
        };
        self.users.insert(id, person);
        self.members.insert(id, Member { roles, joined_at: id.created_at() });
    }

    fn choose_owner(&self) -> Option<Snowflake> {
        let owner_handle = self.seed.owner.as_ref();
        let secretariat = self.roles.values().find(|role| role.name == "secretariat").map(|role| role.id)?;
        let is_owner = |(id, member): &(&Snowflake, &Member)| match owner_handle {
            Some(handle) => self.users[*id].handle == *handle,
            None => member.roles.contains(&secretariat),
        };
        self.members.iter().find(is_owner).map(|(id, _)| *id)
    }

    /// Adds an owner for a seed without one, because a guild always has an owner.
    fn build_owner(&mut self, builder: &mut Builder) -> Snowflake {
        self.build_member(
            builder,
            &SeedMember {
                handle: "owner".to_owned(),
                name: "Owner".to_owned(),
                locale: "en-GB".to_owned(),
                ..SeedMember::default()
            },
        );
        *self.users.keys().next_back().expect("the owner was just added")
    }
}

pub(super) fn user(id: Snowflake, handle: &str, name: &str, locale: &str) -> User {
    User {
        id,
        handle: handle.to_owned(),
        name: name.to_owned(),
        bot: false,
        locale: locale.to_owned(),
        dms_open: true,
        city: None,
        zone: None,
        quiet_start: None,
        quiet_end: None,
    }
}

fn role(id: Snowflake, name: &str, permissions: Permissions, position: u32) -> Role {
    Role { id, name: name.to_owned(), permissions, position, color: 0, mentionable: false, managed_by: None }
}
