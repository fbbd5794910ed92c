//! The types of the e-mails of alerts. Pure.

use std::fmt;
use std::str::FromStr;

use strum::{Display, EnumString, IntoStaticStr};

use super::model::AlertId;
use crate::members::MemberId;
use crate::row_id;
use crate::time::{Timestamp, ZoneId};
use crate::words::Language;

row_id!(
    /// The id of one person who gets one alert by e-mail.
    MailId
);

/// Why a person gets an alert by e-mail. The database contains the code of the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum MailReason {
    /// They are on the list of expected members, and not on Discord.
    NotOnDiscord,
    /// Discord took no message to them.
    NoRoute,
    /// They asked for alerts that they have not seen.
    Asked,
}

/// What an e-mail about an alert says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum MailKind {
    First,
    Corrected,
    /// The alert was withdrawn, or what it was about is over. An e-mail cannot be edited, so its reader gets another.
    Ended,
}

/// The state of the latest e-mail to a person. The database contains the code of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum MailState {
    Pending,
    /// The mail server accepted it. It was not necessarily read.
    Sent,
    /// The mail server's answer was lost, so it may have been sent. It is not sent again.
    Unknown,
    Failed,
    /// It was not needed any more when it was due.
    Ended,
}

/// A person who will get an alert by e-mail.
#[derive(Debug, Clone)]
pub struct NewMail {
    pub alert: AlertId,
    /// `None` for a person who is not on Discord.
    pub reader: Option<MemberId>,
    pub name: String,
    pub address: String,
    pub language: Language,
    /// From the list of expected members. `None` for a member, whose own zone counts, and if it is not known.
    pub zone: Option<ZoneId>,
    pub reason: MailReason,
    pub version: u32,
}

/// A person who gets an alert by e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub id: MailId,
    pub alert: AlertId,
    /// `None` for a person who is not on Discord.
    pub reader: Option<MemberId>,
    pub name: String,
    pub address: String,
    pub language: Language,
    /// As in [`NewMail::zone`].
    pub zone: Option<ZoneId>,
    pub reason: MailReason,
    pub state: MailState,
    /// The version of the latest attempt. Before the first attempt, the version that was current when the e-mail was
    /// enqueued.
    pub version: u32,
    /// When the mail server accepted the first e-mail.
    pub sent_at: Option<Timestamp>,
    /// Why the latest e-mail failed, in the mail server's words.
    pub failure: Option<String>,
}

/// What the delivery of an e-mail is about. The outbox stores it as text: `7/12` is the e-mail with id 12, about alert
/// 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MailSubject {
    pub alert: AlertId,
    pub mail: MailId,
}

impl fmt::Display for MailSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.alert, self.mail)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not the subject of an alert's e-mail")]
pub(super) struct InvalidMailSubject(String);

impl FromStr for MailSubject {
    type Err = InvalidMailSubject;

    fn from_str(text: &str) -> Result<Self, InvalidMailSubject> {
        let parse = || {
            let (alert, mail) = text.split_once('/')?;
            Some(Self { alert: alert.parse().ok()?, mail: mail.parse().ok()? })
        };
        parse().ok_or_else(|| InvalidMailSubject(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subject_of_an_email_is_parsed_from_its_own_text() {
        let subject = MailSubject { alert: AlertId(7), mail: MailId(12) };
        assert_eq!(subject.to_string(), "7/12");
        assert_eq!("7/12".parse(), Ok(subject));
        for text in ["", "7", "7/", "x/12", "7/12/first"] {
            assert_eq!(text.parse::<MailSubject>(), Err(InvalidMailSubject(text.to_owned())), "{text}");
        }
    }
}
