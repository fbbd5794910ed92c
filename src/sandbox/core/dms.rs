//! Direct messages: opening them, and who can be reached by them.
//!
//! Discord publishes no numbers for 40003 and 20026. Reports of bots flagged as spam start near 30 unasked direct
//! messages, so here: a DM opened within 15 minutes of a person's own act (a command, a click, a message to the bot) is
//! free, so that a whole group may press its own button at once; of others, 10 in 10 minutes are let through, then
//! 40003; the 31st in a day is 20026, and from then on only DMs that are open already work.

use std::collections::{BTreeMap, VecDeque};

use super::failure::{Code, Failure};
use super::form::{Faults, Form};
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::state::{Channel, ChannelKind};
use super::world::World;
use crate::time::{SignedDuration, Timestamp};

const ASKED_FOR: SignedDuration = SignedDuration::from_mins(15);
const UNASKED_WINDOW: SignedDuration = SignedDuration::from_mins(10);
const UNASKED_PER_WINDOW: usize = 10;
const UNASKED_DAY: SignedDuration = SignedDuration::from_hours(24);
const UNASKED_PER_DAY: usize = 30;

#[derive(Debug, Default)]
pub(super) struct OpenedDms {
    unasked: VecDeque<Timestamp>,
    /// When each person last did something towards the bot.
    acted: BTreeMap<Snowflake, Timestamp>,
    quarantined: bool,
}

impl OpenedDms {
    pub(super) fn acted(&mut self, user: Snowflake, now: Timestamp) {
        self.acted.insert(user, now);
    }

    fn open(&mut self, user: Snowflake, now: Timestamp) -> Result<(), Code> {
        if self.quarantined {
            return Err(Code::Quarantined);
        }
        if self.acted.get(&user).is_some_and(|at| now.duration_since(*at) <= ASKED_FOR) {
            return Ok(());
        }
        self.unasked.retain(|at| now.duration_since(*at) < UNASKED_DAY);
        if self.unasked.len() >= UNASKED_PER_DAY {
            self.quarantined = true;
            return Err(Code::Quarantined);
        }
        let recent = self.unasked.iter().filter(|at| now.duration_since(**at) < UNASKED_WINDOW).count();
        if recent >= UNASKED_PER_WINDOW {
            return Err(Code::OpeningDmsTooFast);
        }
        self.unasked.push_back(now);
        Ok(())
    }
}

impl World {
    /// `POST /users/@me/channels`
    pub(super) fn create_dm(&mut self, now: Timestamp, request: &Request) -> Result<Response, Failure> {
        let faults = Faults::default();
        let form = Form::of(&request.body, &faults);
        form.only(&["recipient_id"]);
        form.require("recipient_id");
        let recipient = form.snowflake("recipient_id");
        faults.finish()?;
        let recipient = recipient.expect("a body without faults has its recipient");
        let user = self.users.get(&recipient).ok_or(Code::UnknownUser)?;
        if user.bot {
            return Err(Code::CannotDm.into());
        }
        if let Some(channel) = self.dm_with(recipient) {
            return Ok(Response::ok(self.channel_view(channel)));
        }
        self.dms.open(recipient, now)?;
        let id = self.open_dm(now, recipient);
        Ok(Response::ok(self.channel_view(&self.channels[&id])))
    }

    /// The DM channel with that person, made if need be. A bot's is made without an event (gateway v8 and later).
    pub(super) fn open_dm(&mut self, now: Timestamp, recipient: Snowflake) -> Snowflake {
        if let Some(channel) = self.dm_with(recipient) {
            return channel.id;
        }
        let channel = Channel {
            id: self.mint.next(now),
            kind: ChannelKind::Dm,
            name: String::new(),
            topic: None,
            parent: None,
            position: 0,
            overwrites: Vec::new(),
            slow_mode_seconds: 0,
            default_auto_archive_minutes: None,
            last_message: None,
            last_pin_at: None,
            recipient: Some(recipient),
            thread: None,
        };
        let id = channel.id;
        self.channels.insert(id, channel);
        self.touch();
        id
    }

    /// Whether a message of the bot's own accord reaches that person.
    pub(super) fn dm_reaches(&self, recipient: Snowflake) -> Result<(), Failure> {
        if !self.members.contains_key(&recipient) {
            return Err(Code::NoCommonGuild.into());
        }
        if !self.users[&recipient].dms_open {
            return Err(Code::CannotDm.into());
        }
        Ok(())
    }
}
