//! Conversion of tickets to and from the columns of the table `tickets`.

use std::str::FromStr;

use crate::db::DbError;
use crate::escalation::{Step, Urgency};
use crate::helpdesk::category::Category;
use crate::helpdesk::model::{Asker, Contact, Ending, Ticket, TicketId, TicketStatus};
use crate::helpdesk::origin::{OmissionReason, OmittedText, Origin, TicketText};
use crate::members::{ChannelId, MemberId};
use crate::time::Timestamp;

/// A row of the table `tickets`.
pub struct TicketRow {
    pub id: i64,
    pub kind: String,
    pub desk: String,
    pub urgency: String,
    pub category: String,
    pub asker_id: Option<i64>,
    pub logged_by: Option<i64>,
    pub outside_name: Option<String>,
    pub outside_contact: Option<String>,
    pub text: String,
    pub origin: Option<String>,
    pub omitted_reason: Option<String>,
    pub omitted_sent_at: Option<i64>,
    pub opened_at: i64,
    pub acted_at: i64,
    pub status: String,
    pub step: Option<String>,
    pub next_at: Option<i64>,
    pub helper_id: Option<i64>,
    pub claimed_at: Option<i64>,
    pub heard_at: Option<i64>,
    pub awaits_asker: i64,
    pub nudges: i64,
    pub ending: Option<String>,
    pub merged_into: Option<i64>,
    pub closed_at: Option<i64>,
    pub round: i64,
    pub round_at: i64,
    pub thread_id: Option<i64>,
    pub threads: i64,
    pub tried: Option<String>,
    pub answer: Option<String>,
    pub version: i64,
}

impl TryFrom<TicketRow> for Ticket {
    type Error = DbError;

    fn try_from(row: TicketRow) -> Result<Self, DbError> {
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
        let omission: Option<OmissionReason> =
            row.omitted_reason.as_deref().map(|reason| code("tickets.omitted_reason", reason)).transpose()?;
        let text = match (omission, row.omitted_sent_at) {
            (None, None) => TicketText::Quoted(row.text),
            (Some(reason), Some(sent_at)) => TicketText::Omitted(OmittedText { reason, sent_at: instant(sent_at)? }),
            (None, Some(_)) | (Some(_), None) => return Err(corrupt("the omitted text of ticket", row.id)),
        };
        Ok(Ticket {
            id: TicketId(row.id),
            kind: code("tickets.kind", &row.kind)?,
            desk: code("tickets.desk", &row.desk)?,
            urgency: Urgency::or_today(&row.urgency),
            category: Category::or_other(&row.category),
            asker,
            text,
            origin: row.origin.map(Origin::stored),
            opened_at: instant(row.opened_at)?,
            acted_at: instant(row.acted_at)?,
            status,
            round: number(row.round)?,
            round_at: instant(row.round_at)?,
            thread: row.thread_id.map(ChannelId::from_sql),
            threads: number(row.threads)?,
            tried: row.tried,
            answer: row.answer,
            merged_into: row.merged_into.map(TicketId),
            version: row.version,
        })
    }
}

fn status_of(row: &TicketRow) -> Result<TicketStatus, DbError> {
    let helper = row.helper_id.map(MemberId::from_sql);
    let instant_of = |column: Option<i64>| column.map(instant).transpose();
    let (next_at, claimed_at, closed_at) =
        (instant_of(row.next_at)?, instant_of(row.claimed_at)?, instant_of(row.closed_at)?);
    let step: Option<Step> = row.step.as_deref().map(|step| code("tickets.step", step)).transpose()?;
    let ending: Option<Ending> = row.ending.as_deref().map(|ending| code("tickets.ending", ending)).transpose()?;
    let status = match row.status.as_str() {
        "waiting" => step.zip(next_at).map(|(step, next_at)| TicketStatus::Waiting { step, next_at }),
        "claimed" => match (helper, claimed_at, next_at) {
            (Some(helper), Some(claimed_at), Some(check_at)) => {
                let contact = match instant_of(row.heard_at)? {
                    _ if row.awaits_asker != 0 => Contact::AwaitsAsker,
                    Some(heard_at) => Contact::Heard { heard_at },
                    None => Contact::Silent,
                };
                Some(TicketStatus::Claimed { helper, claimed_at, check_at, nudges: number(row.nudges)?, contact })
            }
            _ => None,
        },
        "solved" => helper.zip(next_at).map(|(helper, closes_at)| TicketStatus::Solved { helper, closes_at }),
        "closed" => closed_at.zip(ending).map(|(closed_at, ending)| TicketStatus::Closed { closed_at, ending, helper }),
        _ => None,
    };
    status.ok_or_else(|| corrupt("the status of ticket", row.id))
}

/// The columns that hold a ticket's status.
pub struct StatusColumns {
    pub status: &'static str,
    pub step: Option<&'static str>,
    pub next_at: Option<i64>,
    pub helper_id: Option<i64>,
    pub claimed_at: Option<i64>,
    pub heard_at: Option<i64>,
    pub awaits_asker: bool,
    pub nudges: u32,
    pub ending: Option<&'static str>,
    pub closed_at: Option<i64>,
}

impl From<TicketStatus> for StatusColumns {
    fn from(status: TicketStatus) -> Self {
        let mut columns = Self {
            status: status.into(),
            step: None,
            next_at: status.next_at().map(Timestamp::as_millisecond),
            helper_id: status.helper().map(MemberId::to_sql),
            claimed_at: None,
            heard_at: None,
            awaits_asker: false,
            nudges: 0,
            ending: None,
            closed_at: None,
        };
        match status {
            TicketStatus::Waiting { step, .. } => columns.step = Some(step.into()),
            TicketStatus::Claimed { claimed_at, nudges, contact, .. } => {
                columns.claimed_at = Some(claimed_at.as_millisecond());
                columns.nudges = nudges;
                match contact {
                    Contact::Silent => {}
                    Contact::Heard { heard_at } => columns.heard_at = Some(heard_at.as_millisecond()),
                    Contact::AwaitsAsker => columns.awaits_asker = true,
                }
            }
            TicketStatus::Solved { .. } => {}
            TicketStatus::Closed { closed_at, ending, .. } => {
                columns.closed_at = Some(closed_at.as_millisecond());
                columns.ending = Some(ending.into());
            }
        }
        columns
    }
}

/// The columns that hold the asker.
#[derive(Default)]
pub struct AskerColumns {
    pub asker_id: Option<i64>,
    pub logged_by: Option<i64>,
    pub outside_name: Option<String>,
    pub outside_contact: Option<String>,
}

impl From<&Asker> for AskerColumns {
    fn from(asker: &Asker) -> Self {
        match asker {
            Asker::Member(id) => Self { asker_id: Some(id.to_sql()), ..Self::default() },
            Asker::Outside { name, contact, logged_by } => Self {
                asker_id: None,
                logged_by: logged_by.map(MemberId::to_sql),
                outside_name: Some(name.clone()),
                outside_contact: Some(contact.clone()),
            },
            Asker::Deleted => Self::default(),
        }
    }
}

/// Parses an enum's code from a column.
pub fn code<T: FromStr>(column: &str, code: &str) -> Result<T, DbError> {
    code.parse().map_err(|_| corrupt(column, code))
}

pub fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| corrupt("instant", ms))
}

fn number(column: i64) -> Result<u32, DbError> {
    u32::try_from(column).map_err(|_| corrupt("number", column))
}

fn corrupt(what: &str, value: impl std::fmt::Display) -> DbError {
    DbError::Corrupt(format!("{what} {value}"))
}
