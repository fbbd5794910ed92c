//! Conversion between a delivery and the columns of its row.

use crate::db::DbError;
use crate::delivery::model::{Action, Address, Cause, DeliveryId, Failure, Lane, Nonce, Posted, RouteName, SourceName};
use crate::delivery::record::Record;
use crate::delivery::state::{State, StateKind};
use crate::members::{ChannelId, MemberId, MessageId};
use crate::time::Timestamp;

/// Selects whole rows of deliveries that match a filter. No other query lists all columns.
macro_rules! select_deliveries {
    ($filter:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::delivery::store::rows::Row,
            r#"SELECT id AS "id!", source, subject, part, key, lane, action, member_id, channel_id, edits, invitees,
                      line, route, state, attempt, uncounted, queued_at, due_at, held_until, expires_at, sending_at,
                      lease_until, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id,
                      sent_at, cause, reason
               FROM deliveries WHERE "# + $filter
            $(, $argument)*
        )
    };
}
pub(super) use select_deliveries;

/// A row of the table `deliveries`.
pub struct Row {
    pub id: i64,
    pub source: String,
    pub subject: String,
    pub part: Option<String>,
    pub key: String,
    pub lane: i64,
    pub action: String,
    pub member_id: Option<i64>,
    pub channel_id: Option<i64>,
    pub edits: Option<i64>,
    pub invitees: Option<String>,
    pub line: String,
    pub route: String,
    pub state: String,
    pub attempt: i64,
    pub uncounted: i64,
    pub queued_at: i64,
    pub due_at: i64,
    pub held_until: Option<i64>,
    pub expires_at: Option<i64>,
    pub sending_at: Option<i64>,
    pub lease_until: Option<i64>,
    pub unknown_since: Option<i64>,
    pub tried_channel_id: Option<i64>,
    pub nonce: String,
    pub sent_channel_id: Option<i64>,
    pub sent_message_id: Option<i64>,
    pub sent_at: Option<i64>,
    pub cause: Option<String>,
    pub reason: Option<String>,
}

/// The columns that store an action.
pub struct Columns {
    pub action: &'static str,
    pub member_id: Option<i64>,
    pub channel_id: Option<i64>,
    pub edits: Option<i64>,
    pub invitees: Option<String>,
    /// The ordering key, which names one person, channel or message. Rows with the same line are sent in order. Empty
    /// for a mailbox, whose messages are ordered by subject.
    pub line: String,
}

impl Columns {
    pub fn of(action: &Action) -> Self {
        let none = Self {
            action: "post",
            member_id: None,
            channel_id: None,
            edits: None,
            invitees: None,
            line: String::new(),
        };
        match action {
            Action::Post(Address::Member(member)) => {
                Self { member_id: Some(member.to_sql()), line: format!("member/{member}"), ..none }
            }
            Action::Post(Address::Channel(channel)) => {
                Self { channel_id: Some(channel.to_sql()), line: format!("channel/{channel}"), ..none }
            }
            Action::Post(Address::Mailbox { reader }) => {
                Self { action: "mail", member_id: reader.map(MemberId::to_sql), line: String::new(), ..none }
            }
            Action::Edit(of) => Self { action: "edit", edits: Some(of.0), line: format!("message/{of}"), ..none },
            Action::Delete(of) => Self { action: "delete", edits: Some(of.0), line: format!("message/{of}"), ..none },
            Action::OpenThread { parent, members } => Self {
                action: "open_thread",
                channel_id: Some(parent.to_sql()),
                invitees: Some(members.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
                line: format!("threads/{parent}"),
                ..none
            },
            Action::JoinThread { thread, member } => Self::of_thread("join_thread", *thread, Some(*member)),
            Action::LeaveThread { thread, member } => Self::of_thread("leave_thread", *thread, Some(*member)),
            Action::CloseThread { thread } => Self::of_thread("close_thread", *thread, None),
        }
    }

    fn of_thread(action: &'static str, thread: ChannelId, member: Option<MemberId>) -> Self {
        Self {
            action,
            member_id: member.map(MemberId::to_sql),
            channel_id: Some(thread.to_sql()),
            edits: None,
            invitees: None,
            line: format!("channel/{thread}"),
        }
    }
}

impl Row {
    fn action(&self) -> Result<Action, DbError> {
        let member = || {
            self.member_id.map(MemberId::from_sql).ok_or_else(|| corrupt("member of delivery", &self.id.to_string()))
        };
        let channel = || {
            self.channel_id.map(ChannelId::from_sql).ok_or_else(|| corrupt("channel of delivery", &self.id.to_string()))
        };
        let changed = || self.edits.map(DeliveryId).ok_or_else(|| corrupt("message of delivery", &self.id.to_string()));
        Ok(match self.action.as_str() {
            "post" if self.member_id.is_some() => Action::Post(Address::Member(member()?)),
            "post" => Action::Post(Address::Channel(channel()?)),
            "mail" => Action::Post(Address::Mailbox { reader: self.member_id.map(MemberId::from_sql) }),
            "edit" => Action::Edit(changed()?),
            "delete" => Action::Delete(changed()?),
            "open_thread" => {
                let ids = self.invitees.as_deref().unwrap_or_default().split(',').filter(|id| !id.is_empty());
                let members = ids.map(|id| id.parse().map_err(|_| corrupt("invitee", id))).collect::<Result<_, _>>()?;
                Action::OpenThread { parent: channel()?, members }
            }
            "join_thread" => Action::JoinThread { thread: channel()?, member: member()? },
            "leave_thread" => Action::LeaveThread { thread: channel()?, member: member()? },
            "close_thread" => Action::CloseThread { thread: channel()? },
            other => return Err(corrupt("action", other)),
        })
    }

    fn state(&self) -> Result<State, DbError> {
        let missing = |what: &str| corrupt(what, &self.id.to_string());
        let kind: StateKind = self.state.parse().map_err(|_| corrupt("state", &self.state))?;
        let unknown_since = self.unknown_since.map(timestamp).transpose()?;
        Ok(match kind {
            StateKind::Pending => State::Pending,
            StateKind::Sending => {
                let lease_until = self.lease_until.ok_or_else(|| missing("lease of delivery"))?;
                State::Sending { lease_until: timestamp(lease_until)?, unknown_since }
            }
            StateKind::Retry => State::Retry,
            StateKind::Unknown => {
                State::Unknown { since: unknown_since.ok_or_else(|| missing("unknown_since of delivery"))? }
            }
            StateKind::Sent => State::Sent(self.posted()?),
            StateKind::Failed => State::Failed(Failure {
                cause: self.cause.as_deref().and_then(Cause::from_code).ok_or_else(|| missing("cause of delivery"))?,
                reason: self.reason.clone().unwrap_or_default(),
            }),
            StateKind::Cancelled => State::Cancelled,
            StateKind::Expired => State::Expired,
        })
    }

    fn posted(&self) -> Result<Posted, DbError> {
        let missing = || corrupt("sent delivery", &self.id.to_string());
        Ok(Posted {
            channel: self.sent_channel_id.map(ChannelId::from_sql),
            message: self.sent_message_id.map(MessageId::from_sql),
            at: timestamp(self.sent_at.ok_or_else(missing)?)?,
        })
    }
}

impl TryFrom<Row> for Record {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            action: row.action()?,
            state: row.state()?,
            lane: Lane::from_number(row.lane).ok_or_else(|| corrupt("lane", &row.lane.to_string()))?,
            route: RouteName::stored(row.route),
            id: DeliveryId(row.id),
            attempt: u32::try_from(row.attempt).map_err(|_| corrupt("attempt", &row.attempt.to_string()))?,
            uncounted: u32::try_from(row.uncounted).map_err(|_| corrupt("uncounted", &row.uncounted.to_string()))?,
            queued_at: timestamp(row.queued_at)?,
            due_at: timestamp(row.due_at)?,
            held_until: row.held_until.map(timestamp).transpose()?,
            expires_at: row.expires_at.map(timestamp).transpose()?,
            tried_channel: row.tried_channel_id.map(ChannelId::from_sql),
            sending_at: row.sending_at.map(timestamp).transpose()?,
            nonce: Nonce::stored(row.nonce),
            source: SourceName::stored(row.source),
            subject: row.subject,
            part: row.part,
            key: row.key,
            line: row.line,
            reason: row.reason,
        })
    }
}

/// The columns that store a state.
#[derive(Default)]
pub struct StateColumns {
    pub lease_until: Option<i64>,
    pub unknown_since: Option<i64>,
    pub sent_channel_id: Option<i64>,
    pub sent_message_id: Option<i64>,
    pub sent_at: Option<i64>,
    pub cause: Option<&'static str>,
}

impl StateColumns {
    pub fn of(state: &State) -> Self {
        let none = Self::default();
        match state {
            State::Sending { lease_until, unknown_since } => Self {
                lease_until: Some(lease_until.as_millisecond()),
                unknown_since: unknown_since.map(Timestamp::as_millisecond),
                ..none
            },
            State::Unknown { since } => Self { unknown_since: Some(since.as_millisecond()), ..none },
            State::Sent(posted) => Self {
                sent_channel_id: posted.channel.map(ChannelId::to_sql),
                sent_message_id: posted.message.map(MessageId::to_sql),
                sent_at: Some(posted.at.as_millisecond()),
                ..none
            },
            State::Failed(failure) => Self { cause: Some(failure.cause.code()), ..none },
            State::Pending | State::Retry | State::Cancelled | State::Expired => none,
        }
    }
}

pub fn timestamp(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| corrupt("instant", &ms.to_string()))
}

pub fn corrupt(what: &str, value: &str) -> DbError {
    DbError::Corrupt(format!("{what} {value}"))
}
