//! Decides who may start which interaction. There are two tables: one for commands and one for presses. An interaction
//! that is in neither table is refused. A test fails if a registered command or press is in neither table.
//!
//! This is the first of two checks. It refuses strangers, former members and people without the needed role. The
//! services of the features make the second check, because it depends on the ticket, the draft or the alert.
//!
//! Before both checks, [`admit`] refuses everybody who acts faster than a person can, whatever the interaction is.

use std::time::Duration;

use crate::db::DbError;
use crate::discord::call::Call;
use crate::discord::command::Context;
use crate::discord::rate_limit::Pace;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::guild::{self, Permissions};
use crate::members::{self, Group, Member, Roles};
use crate::say;

/// The timeout of [`admit`], and of [`check`], before a form opens. A form must open within Discord's three seconds. If
/// one of them takes longer than this timeout, the form opens without it. The submission of the form always has both.
const FORM_TIMEOUT: Duration = Duration::from_millis(400);

/// Who may start an interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, including strangers and former members. Such an interaction stores nothing, or only deletes the
    /// person's own data.
    Anyone,
    /// Everybody in the server that we serve.
    Present,
    /// The members of the secretariat. The field is the key of the text with which everybody else is refused.
    Secretariat(&'static str),
    /// Everybody with Discord's permission Manage Server or Administrator.
    Manager,
}

use Access::{Anyone, Manager, Present, Secretariat};

const ALERT: Access = Secretariat("alert-not-secretariat");
const DUTY_PLANS: Access = Secretariat("duty-not-secretariat");
const DELIVERY: Access = Secretariat("delivery-not-secretariat");
const SECRETARIAT_ONLY: Access = Secretariat("faq-not-secretariat");
const GROUP_REMINDER: Access = Secretariat("reminder-only-secretariat");

/// The access to each command, by its qualified name.
const COMMANDS: &[(&str, Access)] = &[
    ("alert list", ALERT),
    ("alert report", ALERT),
    ("alert send", ALERT),
    ("alert show", ALERT),
    ("ask", Present),
    ("delivery list", DELIVERY),
    ("delivery show", DELIVERY),
    ("duty add", DUTY_PLANS),
    ("duty available", Present),
    ("duty coverage", Present),
    ("duty mine", Present),
    ("duty panel", DUTY_PLANS),
    ("duty slots", Present),
    ("duty upload", DUTY_PLANS),
    ("desk policy", Present),
    ("desk handover", Present),
    ("desk report", SECRETARIAT_ONLY),
    ("faq add", Present),
    ("faq approve", SECRETARIAT_ONLY),
    ("faq delete", SECRETARIAT_ONLY),
    ("faq edit", Present),
    ("faq list", Present),
    ("faq missing", SECRETARIAT_ONLY),
    ("faq post", SECRETARIAT_ONLY),
    ("faq search", Present),
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
    ("ticket transfer", Present),
    ("when", Anyone),
];

/// The access to each press: the feature, its actions separated by spaces, and who may start them. There is no
/// wildcard: an action that is not in the table is refused.
const PRESSES: &[(&str, &str, Access)] = &[
    (
        "alert",
        "absent absent-of ask ask-again ask-to cancel cancel-now correct corrected discard edit edit-to fix \
         go-on keep-time look-again names names-page not-reached other-time over over-now reached read-as \
         report-page report-people rewrite rewrite-to send send-again text text-typed \
         time wake wake-all wake-names wake-nobody who write write-to",
        ALERT,
    ),
    ("alert", "answer help help-with open original remind remind-of seen", Present),
    (
        "faq",
        "answered discard edit edited keep keep-answer list send still-needed text text-written written written-for",
        Present,
    ),
    (
        "faq",
        "ask-delete decline delete dismiss draft drafts missing missing-chosen publish still-right undo write-for",
        SECRETARIAT_ONLY,
    ),
    ("desk", "rate", Present),
    ("delivery", "cancel lifted list look-again show-chosen try-again try-all", DELIVERY),
    (
        "duty",
        "available available-ring calendar chosen cover coverage end-available give-back have-it keep list mine \
         mine-chosen offer offer-all offer-to open open-available open-chosen open-mine part-typed refuse-offer ring \
         slot take take-anyway take-offer type-part",
        Present,
    ),
    ("duty", "ask-remove create discard remove undo", DUTY_PLANS),
    (
        "setup",
        "absent channel dates-typed discard-list no-profile page remind-them role save save-list type-dates",
        Manager,
    ),
    (
        "ticket",
        "about add-to answer answer-written await-asker claim get-help help-for help-written keep-apart list \
         log-written needed not-now private-written question-written release reopen report-privately \
         same-request send session-now solve still tried withdraw",
        Present,
    ),
    (
        "profile",
        "answer-deputy awake awake-again awake-at awake-end awake-typed away away-again away-at away-local \
         away-typed back change-assumed change-emergency change-quiet code-typed deputy edit emergency end-deputy \
         heard-it heard-nothing language mail mail-typed open pick-deputy pick-zone quiet-none quiet-typed \
         quiet-usual remove-mail save test that-is-me type-code type-mail type-mail-again type-quiet \
         type-quiet-again type-zone type-zone-again zone-right zone-typed",
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
    ("reminder", "many-typed-again save-many show-many stop-many type-many-again undo-stop-many", GROUP_REMINDER),
    ("when", "share", Anyone),
];

/// Who may use this command; `None` if the command is not in the table.
pub fn command_access(qualified_name: &str) -> Option<Access> {
    COMMANDS.iter().find(|(name, _)| *name == qualified_name).map(|(_, access)| *access)
}

/// Who may start this press; `None` if the press is not in the table.
pub fn press_access(feature: &str, action: &str) -> Option<Access> {
    let row = PRESSES
        .iter()
        .find(|(row_feature, actions, _)| *row_feature == feature && actions.split(' ').any(|name| name == action));
    row.map(|(_, _, access)| *access)
}

/// The facts about the person who starts an interaction that [`Access::refusal`] needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requester {
    pub presence: Presence,
    pub roles: Roles,
    pub manage_permission: ManagePermission,
}

/// Whether a person is in the server that we serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Here,
    /// The person is not in the server: a stranger or a former member.
    Elsewhere,
    /// Nobody has set up Magpie, so nobody is a member yet. The features report the missing set-up.
    NotSetUp,
}

/// Whether a person has Discord's permission Manage Server or Administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManagePermission {
    Granted,
    Missing,
    /// The person wrote from a direct message, where there is no server to manage.
    NoServer,
}

impl Access {
    /// The key of the text that refuses the requester; `None` when the requester has access.
    pub fn refusal(self, requester: Requester) -> Option<&'static str> {
        match (self, requester.presence, requester.manage_permission) {
            (Access::Anyone, _, _) | (Access::Manager, _, ManagePermission::Granted) => None,
            (Access::Manager, _, ManagePermission::Missing) => Some("setup-not-allowed"),
            (Access::Manager, _, ManagePermission::NoServer) => Some("setup-only-in-server"),
            (_, Presence::NotSetUp, _) => None,
            (_, Presence::Elsewhere, _) => Some("discord-not-here"),
            (Access::Present, Presence::Here, _) => None,
            (Access::Secretariat(text), Presence::Here, _) => {
                (!requester.roles.has(Group::Secretariat)).then_some(text)
            }
        }
    }
}

/// The check that poise runs before every command and every autocompletion. An autocompletion always passes.
pub async fn check_command(ctx: Context<'_>) -> Result<bool, UserError> {
    if ctx.interaction_type == poise::CommandInteractionType::Autocomplete {
        return Ok(true);
    }
    check(ctx.data(), command_access(&ctx.command().qualified_name)).await.map(|()| true)
}

/// Whether an interaction may be handled now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    Admitted,
    /// The person acts faster than a person can. The answer says that nothing was changed, so nothing may be stored,
    /// not even that the person has seen the pressed message.
    TooFast,
}

/// Counts the interaction, and decides whether the caller acts too fast. Stores nothing.
///
/// # Errors
/// When the database cannot be read.
pub async fn admit(call: &Call) -> Result<Admission, DbError> {
    if call.responder.ack() != Ack::Never {
        return admit_now(call).await;
    }
    tokio::time::timeout(FORM_TIMEOUT, admit_now(call)).await.unwrap_or(Ok(Admission::Admitted))
}

async fn admit_now(call: &Call) -> Result<Admission, DbError> {
    // Not `Call::viewer`, which stores the language of the caller's client.
    let member = members::service::get(&mut *call.services.db.read().await?, call.user()).await?;
    let roles = member.filter(|member| member.in_guild).map_or(Roles::NONE, |member| member.roles);
    let is_allowed = call.services.rate_limit.allows(call.user(), Pace::of(roles), call.now);
    Ok(if is_allowed { Admission::Admitted } else { Admission::TooFast })
}

/// Checks that the caller has this access. `None` is the access to an unknown interaction, which nobody may start.
///
/// # Errors
/// A text for the caller when they have no access, or a database error.
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
    let requester =
        Requester { presence: presence(call, member).await?, roles, manage_permission: manage_permission(call) };
    let Some(key) = access.refusal(requester) else { return Ok(()) };
    if matches!(access, Access::Secretariat(_)) {
        // Before the set-up is complete, the missing set-up is the problem, not a missing role. The feature reports the
        // missing set-up.
        let setup = guild::service::complete_setup(&mut *call.services.db.read().await?).await?;
        if setup.is_err() {
            return Ok(());
        }
    }
    Err(UserError::message(say!(language, key)))
}

/// Whether the caller is in the server that we serve. Discord lets only members act in a server. So a caller in our
/// server is present, even if our tables do not contain the caller yet.
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

fn manage_permission(call: &Call) -> ManagePermission {
    let permissions = call.caller.permissions;
    match call.caller.guild {
        None => ManagePermission::NoServer,
        Some(_) if permissions.has(Permissions::MANAGE_SERVER) || permissions.has(Permissions::ADMINISTRATOR) => {
            ManagePermission::Granted
        }
        Some(_) => ManagePermission::Missing,
    }
}

#[cfg(test)]
mod tests;
