//! The part of a roster about e-mails: who gets the alert by e-mail, and which expected people are not reached at all.

use crate::alerts::facts::{MailLine, RecipientStatus, Roster, RosterLine};
use crate::alerts::mail_model::MailState;
use crate::discord::alerts::messages::comma_list;
use crate::discord::ui::text::{clip, sanitize_line};
use crate::say;

/// The limit, in characters, of one list of names. With this limit, a long list leaves space for the other lists.
const MAX_LIST_CHARS: usize = 800;
/// The limit, in characters, of the mail server's reason for a failure.
const MAX_REASON_CHARS: usize = 80;

/// The states that a roster shows, each with the key of its list.
const LISTS: [(MailState, &str); 4] = [
    (MailState::Sent, "alert-roster-mail-sent"),
    (MailState::Pending, "alert-roster-mail-pending"),
    (MailState::Unknown, "alert-roster-mail-unknown"),
    (MailState::Failed, "alert-roster-mail-failed"),
];

/// The lists of the people who get the alert by e-mail, and the number of expected people who are not reached.
pub(super) fn lists(roster: &Roster) -> Vec<String> {
    let language = roster.language;
    let mut lists = Vec::new();
    for (state, key) in LISTS {
        let names: Vec<String> = roster.mails.iter().filter(|mail| mail.state == state).map(name).collect();
        if !names.is_empty() {
            let shown = comma_list(language, &names, MAX_LIST_CHARS);
            lists.push(say!(language, key, count = names.len(), names = shown));
        }
    }
    let is_everybody_without_mail = roster.absent_without_mail == roster.not_on_discord;
    match (roster.absent_without_mail, is_everybody_without_mail) {
        (0, _) => {}
        (count, true) => lists.push(say!(language, "alert-roster-absent", count = count)),
        (count, false) => lists.push(say!(language, "alert-roster-absent-without-mail", count = count)),
    }
    lists
}

/// Whether an e-mail is how the alert reaches this person: no message on Discord did. The roster then names them only
/// in the list of e-mails.
pub(super) fn replaces(roster: &Roster, line: &RosterLine) -> bool {
    let is_failed = matches!(line.status, RecipientStatus::Failed { .. });
    let gets_mail = |mail: &MailLine| mail.reader == Some(line.member) && mail.state != MailState::Ended;
    is_failed && roster.mails.iter().any(gets_mail)
}

fn name(mail: &MailLine) -> String {
    let name = sanitize_line(&mail.name);
    match mail.state {
        MailState::Failed => format!("{name} ({})", clip(&sanitize_line(&mail.failure), MAX_REASON_CHARS)),
        _ => name,
    }
}
