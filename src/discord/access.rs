//! Who may start which interaction, in two tables: one for commands and one for presses. An interaction that is in
//! neither table is refused, and a test fails.
//!
//! This is the first of two checks. It stops strangers, former members, and anybody who acts faster than a person can.
//! The features' services authorize again, because only they know the ticket, the draft or the alert.

use std::time::Duration;

use crate::db::DbError;
use crate::discord::call::Call;
use crate::discord::command::Context;
use crate::discord::rate_limit::Pace;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::guild::{self, Permissions};
use crate::members::{Group, Member, Roles};
use crate::say;

/// The timeout of the access check before a form opens. A form must open within Discord's three seconds, so after this
/// time it opens without the check. The submission of the form is checked in any case.
const FORM_TIMEOUT: Duration = Duration::from_millis(800);

/// Who may start an interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, including strangers and former members: the interaction writes nothing, or deletes the person's own
    /// data.
    Anyone,
    /// Everybody in the server that we serve.
    Present,
    /// The secretariat. Contains the key of the text that refuses everybody else.
    Secretariat(&'static str),
    /// Everybody with Discord's permission Manage Server or Administrator.
    Manager,
}

use Access::{Anyone, Manager, Present, Secretariat};

const ALERT: Access = Secretariat("alert-not-secretariat");
const DELIVERY: Access = Secretariat("delivery-not-secretariat");
const GROUP_REMINDER: Access = Secretariat("reminder-only-secretariat");

/// Keyed by the command's qualified name.
const COMMANDS: &[(&str, Access)] = &[
    ("alert list", ALERT),
    ("alert send", ALERT),
    ("alert show", ALERT),
    ("ask", Present),
    ("delivery list", DELIVERY),
    ("delivery show", DELIVERY),
    ("help", Present),
    ("profile away", Present),
    ("profile awake", Present),
    ("profile back", Present),
    ("profile delete", Anyone),
    ("profile deputy", Present),
    ("profile edit", Present),
    ("profile export", Anyone),
    ("profile set", Present),
    ("profile show", Anyone),
    ("profile test", Present),
    ("remind", Present),
    ("remind-members", GROUP_REMINDER),
    ("reminders", Present),
    ("seen", Present),
    ("setup", Manager),
    ("ticket list", Present),
    ("ticket log", Present),
    ("ticket show", Present),
    ("when", Anyone),
];

/// Keyed by feature, with its actions separated by spaces. There is no wildcard: an action that is not listed is
/// refused.
const PRESSES: &[(&str, &str, Access)] = &[
    (
        "alert",
        "absent absent-of ask ask-again ask-to cancel cancel-now correct corrected discard edit edit-to fix \
         go-on keep-time look-again over over-now rewrite rewrite-to send send-again time wake wake-all \
         wake-names wake-nobody who write write-to",
        ALERT,
    ),
    ("alert", "answer help open remind seen", Present),
    ("delivery", "cancel lifted list look-again show-chosen try-again try-all", DELIVERY),
    (
        "setup",
        "absent channel dates-typed discard-list no-profile page remind-them role save save-list type-dates",
        Manager,
    ),
    (
        "ticket",
        "answer answer-written claim get-help help-written list log-written private-written question-written \
         release reopen report-privately send solve still tried withdraw",
        Present,
    ),
    (
        "profile",
        "answer-deputy awake awake-again awake-at awake-end awake-typed away away-again away-at away-local \
         away-typed back change-assumed change-emergency change-quiet deputy edit emergency end-deputy heard-it \
         heard-nothing language open pick-deputy pick-zone quiet-none quiet-typed quiet-usual save test \
         that-is-me type-quiet type-quiet-again type-zone type-zone-again zone-right zone-typed",
        Present,
    ),
    ("profile", "ask-delete delete export show", Anyone),
    (
        "reminder",
        "all-done discard done done-chosen keep-times later later-at later-by later-chosen later-typed list \
         local-times save save-chosen stop stop-chosen stop-one-of texts type-again type-later type-later-again \
         typed-again undo-stop undo-stop-in undo-stop-of",
        Present,
    ),
    ("reminder", "save-many show-many stop-many undo-stop-many", GROUP_REMINDER),
    ("when", "share", Anyone),
];

/// `None` for a command without a row.
pub fn of_command(qualified_name: &str) -> Option<Access> {
    COMMANDS.iter().find(|(name, _)| *name == qualified_name).map(|(_, access)| *access)
}

/// `None` for a press without a row.
pub fn of_press(feature: &str, action: &str) -> Option<Access> {
    let row = PRESSES
        .iter()
        .find(|(row_feature, actions, _)| *row_feature == feature && actions.split(' ').any(|name| name == action));
    row.map(|(_, _, access)| *access)
}

/// What [`Access`] needs to know about the person who starts an interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requester {
    pub presence: Presence,
    pub roles: Roles,
    pub may_manage: MayManage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Here,
    /// A stranger, or a former member.
    Elsewhere,
    /// Nobody has set up Magpie, so nobody is a member yet. The features report the missing set-up.
    NotSetUp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayManage {
    Yes,
    No,
    /// In a direct message there is no server to manage.
    NoServer,
}

impl Access {
    /// The key of the text that refuses the caller; `None` when they have access.
    pub fn refusal(self, requester: Requester) -> Option<&'static str> {
        match (self, requester.presence, requester.may_manage) {
            (Access::Anyone, _, _) | (Access::Manager, _, MayManage::Yes) => None,
            (Access::Manager, _, MayManage::No) => Some("setup-not-allowed"),
            (Access::Manager, _, MayManage::NoServer) => Some("setup-only-in-server"),
            (_, Presence::NotSetUp, _) => None,
            (_, Presence::Elsewhere, _) => Some("discord-not-here"),
            (Access::Present, Presence::Here, _) => None,
            (Access::Secretariat(text), Presence::Here, _) => {
                (!requester.roles.has(Group::Secretariat)).then_some(text)
            }
        }
    }
}

/// The check that poise runs before every command.
pub async fn check_command(ctx: Context<'_>) -> Result<bool, UserError> {
    if ctx.interaction_type == poise::CommandInteractionType::Autocomplete {
        return Ok(true);
    }
    check(ctx.data(), of_command(&ctx.command().qualified_name)).await.map(|()| true)
}

/// # Errors
/// A text for the caller when they have no access, or when they act too fast.
pub async fn check(call: &Call, access: Option<Access>) -> Outcome {
    let Some(access) = access else { return Err(UserError::message(say!(call.language(), "discord-not-allowed"))) };
    if call.responder.ack() != Ack::Never {
        return check_now(call, access).await;
    }
    tokio::time::timeout(FORM_TIMEOUT, check_now(call, access)).await.unwrap_or(Ok(()))
}

async fn check_now(call: &Call, access: Access) -> Outcome {
    let viewer = call.viewer().await?;
    let language = viewer.language;
    let member = viewer.member.as_ref().filter(|member| member.in_guild);
    let roles = member.map_or(Roles::NONE, |member| member.roles);
    let is_staff = roles.has(Group::Secretariat) || roles.has(Group::Helpdesk);
    let pace = if is_staff { Pace::Staff } else { Pace::Member };
    if !call.services.rate_limit.allows(call.user(), pace, call.now) {
        return Err(UserError::message(say!(language, "discord-too-fast")));
    }
    let requester = Requester { presence: presence(call, member).await?, roles, may_manage: may_manage(call) };
    let Some(key) = access.refusal(requester) else { return Ok(()) };
    if matches!(access, Access::Secretariat(_)) {
        // Before the set-up is complete, nobody has the role. The feature reports what is missing.
        let setup = guild::service::complete_setup(&mut *call.services.db.read().await?).await?;
        if setup.is_err() {
            return Ok(());
        }
    }
    Err(UserError::message(say!(language, key)))
}

/// Discord lets only members act in a server. So a caller in our server is present, even if our tables do not have them
/// yet.
async fn presence(call: &Call, member: Option<&Member>) -> Result<Presence, DbError> {
    if member.is_some() {
        return Ok(Presence::Here);
    }
    let setup = guild::service::setup(&mut *call.services.db.read().await?).await?;
    Ok(match setup {
        None => Presence::NotSetUp,
        Some(setup) if call.caller.guild == Some(setup.guild) => Presence::Here,
        Some(_) => Presence::Elsewhere,
    })
}

fn may_manage(call: &Call) -> MayManage {
    let held = call.caller.permissions;
    match call.caller.guild {
        None => MayManage::NoServer,
        Some(_) if held.has(Permissions::MANAGE_SERVER) || held.has(Permissions::ADMINISTRATOR) => MayManage::Yes,
        Some(_) => MayManage::No,
    }
}

#[cfg(test)]
mod tests;
