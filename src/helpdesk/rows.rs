//! Tickets as columns hold them, and back.

use super::model::{Asker, Ending, Kind, Status, Ticket, TicketId};
use crate::db::DbError;
use crate::escalation::{Desk, Step};
use crate::members::{ChannelId, MemberId};
use crate::time::Timestamp;

/// A ticket as the columns hold it.
pub struct Row {
    pub id: i64,
    pub kind: String,
    pub desk: String,
    pub asker_id: Option<i64>,
    pub logged_by: Option<i64>,
    pub outside_name: Option<String>,
    pub outside_contact: Option<String>,
    pub text: String,
    pub opened_at: i64,
    pub acted_at: i64,
    pub status: String,
    pub step: Option<String>,
    pub next_at: Option<i64>,
    pub helper_id: Option<i64>,
    pub claimed_at: Option<i64>,
    pub nudges: i64,
    pub ending: Option<String>,
    pub closed_at: Option<i64>,
    pub round: i64,
    pub thread_id: Option<i64>,
    pub threads: i64,
    pub tried: Option<String>,
    pub answer: Option<String>,
    pub version: i64,
}

impl TryFrom<Row> for Ticket {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let status = status_of(&row)?;
        let asker = match (row.asker_id, row.outside_name) {
            (Some(id), _) => Asker::Member(MemberId::from_sql(id)),
            (None, Some(name)) => Asker::Outside {
                name,
                contact: row.outside_contact.unwrap_or_default(),
                logged_by: row.logged_by.map(MemberId::from_sql),
            },
            (None, None) => Asker::Deleted,
        };
        Ok(Ticket {
            id: TicketId(row.id),
            kind: decode(&KINDS, &row.kind)?,
            desk: decode(&DESKS, &row.desk)?,
            asker,
            text: row.text,
            opened_at: instant(row.opened_at)?,
            acted_at: instant(row.acted_at)?,
            status,
            round: number(row.round)?,
            thread: row.thread_id.map(ChannelId::from_sql),
            threads: number(row.threads)?,
            tried: row.tried,
            answer: row.answer,
            version: row.version,
        })
    }
}

fn status_of(row: &Row) -> Result<Status, DbError> {
    let helper = row.helper_id.map(MemberId::from_sql);
    let next_at = row.next_at.map(instant).transpose()?;
    let closed_at = row.closed_at.map(instant).transpose()?;
    let status = match (row.status.as_str(), helper, next_at) {
        ("waiting", _, Some(next_at)) => row
            .step
            .as_deref()
            .map(|step| decode(&STEPS, step))
            .transpose()?
            .map(|step| Status::Waiting { step, next_at }),
        ("claimed", Some(helper), Some(check_at)) => {
            let claimed_at = row.claimed_at.map(instant).transpose()?;
            let nudges = number(row.nudges)?;
            claimed_at.map(|claimed_at| Status::Claimed { helper, claimed_at, check_at, nudges })
        }
        ("solved", Some(helper), Some(closes_at)) => Some(Status::Solved { helper, closes_at }),
        ("closed", helper, None) => match (closed_at, row.ending.as_deref()) {
            (Some(at), Some(ending)) => Some(Status::Closed { at, ending: decode(&ENDINGS, ending)?, helper }),
            _ => None,
        },
        _ => None,
    };
    status.ok_or_else(|| corrupt("the status of ticket", &row.id.to_string()))
}

/// What a ticket's enums are in columns.
pub struct Columns {
    pub kind: &'static str,
    pub desk: &'static str,
    pub asker_id: Option<i64>,
    pub logged_by: Option<i64>,
    pub outside_name: Option<String>,
    pub outside_contact: Option<String>,
    pub opened_at: i64,
    pub acted_at: i64,
    pub status: &'static str,
    pub step: Option<&'static str>,
    pub next_at: Option<i64>,
    pub helper_id: Option<i64>,
    pub claimed_at: Option<i64>,
    pub nudges: u32,
    pub ending: Option<&'static str>,
    pub closed_at: Option<i64>,
    pub thread_id: Option<i64>,
}

impl Columns {
    pub fn of(ticket: &Ticket) -> Self {
        let (asker_id, outside, logged_by) = match &ticket.asker {
            Asker::Member(id) => (Some(id.to_sql()), None, None),
            Asker::Outside { name, contact, logged_by } => {
                (None, Some((name.clone(), contact.clone())), logged_by.map(MemberId::to_sql))
            }
            Asker::Deleted => (None, None, None),
        };
        let (outside_name, outside_contact) = outside.unzip();
        let (status, step, claimed_at, nudges) = match ticket.status {
            Status::Waiting { step, .. } => ("waiting", Some(encode(&STEPS, step)), None, 0),
            Status::Claimed { claimed_at, nudges, .. } => ("claimed", None, Some(claimed_at.as_millisecond()), nudges),
            Status::Solved { .. } => ("solved", None, None, 0),
            Status::Closed { .. } => ("closed", None, None, 0),
        };
        let (ending, closed_at) = match ticket.status {
            Status::Closed { at, ending, .. } => (Some(encode(&ENDINGS, ending)), Some(at.as_millisecond())),
            _ => (None, None),
        };
        Self {
            kind: encode(&KINDS, ticket.kind),
            desk: encode(&DESKS, ticket.desk),
            asker_id,
            logged_by,
            outside_name,
            outside_contact,
            opened_at: ticket.opened_at.as_millisecond(),
            acted_at: ticket.acted_at.as_millisecond(),
            status,
            step,
            next_at: ticket.next_at().map(Timestamp::as_millisecond),
            helper_id: ticket.helper().map(MemberId::to_sql),
            claimed_at,
            nudges,
            ending,
            closed_at,
            thread_id: ticket.thread.map(ChannelId::to_sql),
        }
    }
}

const KINDS: [(Kind, &str); 4] =
    [(Kind::Help, "help"), (Kind::Private, "private"), (Kind::Question, "question"), (Kind::Logged, "logged")];
const DESKS: [(Desk, &str); 2] = [(Desk::Volunteers, "volunteers"), (Desk::Secretariat, "secretariat")];
const STEPS: [(Step, &str); 3] =
    [(Step::Posted, "posted"), (Step::Volunteers, "volunteers"), (Step::Secretariat, "secretariat")];
const ENDINGS: [(Ending, &str); 3] =
    [(Ending::Solved, "solved"), (Ending::Withdrawn, "withdrawn"), (Ending::Left, "left")];

fn encode<T: Copy + PartialEq>(codes: &[(T, &'static str)], value: T) -> &'static str {
    codes
        .iter()
        .find(|(known, _)| *known == value)
        .map(|(_, code)| *code)
        .expect("every variant has its code in the table")
}

fn decode<T: Copy>(codes: &[(T, &'static str)], code: &str) -> Result<T, DbError> {
    codes.iter().find(|(_, known)| *known == code).map(|(value, _)| *value).ok_or_else(|| corrupt("code", code))
}

pub fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| corrupt("instant", &ms.to_string()))
}

fn number(column: i64) -> Result<u32, DbError> {
    u32::try_from(column).map_err(|_| corrupt("number", &column.to_string()))
}

pub fn corrupt(what: &str, value: &str) -> DbError {
    DbError::Corrupt(format!("{what} {value}"))
}
