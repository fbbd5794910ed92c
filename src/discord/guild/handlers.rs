//! Handlers of `/setup` and of its selects, buttons and forms. Each handler that reads or changes the set-up checks
//! that the caller has the permission Manage Server.

use serenity::http::Route;

use crate::db::DbError;
use crate::delivery::profile_invites;
use crate::discord::call::{Call, Submitted};
use crate::discord::guild::presses::{Page, SetupPress};
use crate::discord::guild::regained_access::AccessBefore;
use crate::discord::guild::{lists, panels, screens, sync};
use crate::discord::router::Handle;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::viewer::Viewer;
use crate::discord::wire::download;
use crate::discord::wire::download::DownloadError;
use crate::discord::wire::transport::Request;
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::guild::service::{self, Attendance, FirstSetUp, ListError, Overview, ServingState, SetupError};
use crate::guild::{ChannelPurpose, EventDates, Missing, Permissions, Setup, expected};
use crate::members::{ChannelId, Group, GuildId, RoleId};
use crate::say;
use crate::time::{DayAnswer, ZoneId, day};
use crate::words::Language;

impl Handle for SetupPress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::Page(page) => show(call, page).await,
            Self::PickRole(group) => pick_role(call, group, submitted.first_id()).await,
            Self::PickChannel(purpose) => pick_channel(call, purpose, submitted.first_id()).await,
            Self::Save => save_as_shown(call).await,
            Self::TypeDates => open_dates_form(call).await,
            Self::DatesTyped => save_typed_dates(call, submitted.field("from"), submitted.field("to")).await,
            Self::NotOnDiscord => list_people(call, screens::not_on_discord).await,
            Self::NoProfile => list_people(call, screens::no_profile).await,
            Self::RemindThem => remind_them(call).await,
            Self::SaveList(draft) => save_list(call, draft).await,
            Self::DiscardList(draft) => discard_list(call, draft).await,
        }
    }
}

/// Handles `/setup` without options, and the buttons that change the page.
pub async fn show(call: &Call, page: Page) -> Outcome {
    let guild = managed_guild(call)?;
    read_server_if_unclaimed(call, guild).await?;
    show_page(call, guild, page, None).await
}

/// The roles and channels that were given as options of `/setup`.
#[derive(Debug, Clone, Default)]
pub struct SetupOptions {
    pub roles: Vec<(Group, RoleId)>,
    pub channels: Vec<(ChannelPurpose, ChannelId)>,
}

/// Handles `/setup` with options: stores the options at once.
pub async fn save_options(call: &Call, chosen: SetupOptions) -> Outcome {
    let guild = managed_guild(call)?;
    for (_, role) in &chosen.roles {
        if let Some(refusal) = role_refusal(call, guild, *role).await? {
            return Err(UserError::message(refusal));
        }
    }
    save_and_post_panels(call, guild, |setup| {
        for (group, role) in chosen.roles {
            setup.set_role(group, Some(role));
        }
        for (purpose, channel) in chosen.channels {
            setup.set_channel(purpose, Some(channel));
        }
    })
    .await
}

/// Handles `/setup members_file:…`: shows how the file was understood. Only "Save this list" replaces the stored list.
pub async fn preview_expected_members(call: &Call, url: &str, size_bytes: usize) -> Outcome {
    let (guild, services) = (managed_guild(call)?, &call.services);
    service::check_may_list(&mut *services.db.read().await?, guild).await?;
    if size_bytes > expected::MAX_BYTES {
        return Err(DownloadError::TooLarge(expected::MAX_BYTES).into());
    }
    let file = download::fetch_attachment(&services.transport, url, expected::MAX_BYTES).await?;
    let dry_run = service::read_list(&services.db, guild, call.user(), &file, call.now).await?;
    call.responder.reply(lists::dry_run(call.viewer().await?, &dry_run)).await
}

async fn save_list(call: &Call, draft: i64) -> Outcome {
    let (guild, services) = (managed_guild(call)?, &call.services);
    let saved = service::save_list(&services.db, &services.followers, guild, call.user(), draft, call.now).await;
    let language = call.viewer().await?.language;
    let note = match saved {
        Ok((count, first_set_up)) => {
            read_members_after_first_set_up(call, guild, first_set_up).await?;
            say!(language, "setup-list-taken", count = count)
        }
        Err(ListError::Gone) => say!(language, "setup-list-gone"),
        Err(error) => return Err(error.into()),
    };
    show_page(call, guild, Page::Rest, Some(&note)).await
}

async fn discard_list(call: &Call, draft: i64) -> Outcome {
    let guild = managed_guild(call)?;
    let is_discarded = service::discard_list(&call.services.db, guild, draft).await?;
    let key = if is_discarded { "setup-list-discarded" } else { "setup-list-gone" };
    let note = say!(call.viewer().await?.language, key);
    show_page(call, guild, Page::Rest, Some(&note)).await
}

/// Reminds the members who have a role but no profile to set up a profile. Each member is reminded at most once a day.
async fn remind_them(call: &Call) -> Outcome {
    let (guild, services) = (managed_guild(call)?, &call.services);
    service::check_may_list(&mut *services.db.read().await?, guild).await?;
    let invited = profile_invites::ask_all(&services.db, call.now).await?;
    call.show_here(lists::reminder_result(call.viewer().await?, &invited)).await
}

async fn pick_role(call: &Call, group: Group, picked: Option<u64>) -> Outcome {
    let guild = managed_guild(call)?;
    let Some(role) = picked.map(RoleId) else { return show(call, Page::Roles).await };
    if let Some(refusal) = role_refusal(call, guild, role).await? {
        return show_page(call, guild, Page::Roles, Some(&refusal)).await;
    }
    change_setup(call, guild, |setup| setup.set_role(group, Some(role))).await?;
    show_page(call, guild, Page::Roles, None).await
}

async fn pick_channel(call: &Call, purpose: ChannelPurpose, picked: Option<u64>) -> Outcome {
    let guild = managed_guild(call)?;
    let page = if purpose == ChannelPurpose::Announcements { Page::Rest } else { Page::Channels };
    let Some(channel) = picked.map(ChannelId) else { return show(call, page).await };
    change_setup(call, guild, |setup| setup.set_channel(purpose, Some(channel))).await?;
    show_page(call, guild, page, None).await
}

async fn save_as_shown(call: &Call) -> Outcome {
    let guild = managed_guild(call)?;
    let shown = overview(call, guild).await?.shown;
    save_and_post_panels(call, guild, |setup| *setup = shown).await
}

async fn list_people(call: &Call, screen: fn(&Viewer, &Attendance) -> Reply) -> Outcome {
    let guild = managed_guild(call)?;
    let viewer = call.viewer().await?;
    let attendance = service::attendance_in(&mut *call.services.db.read().await?, guild).await?;
    call.responder.reply(screen(viewer, &attendance)).await
}

async fn open_dates_form(call: &Call) -> Outcome {
    let language = call.language();
    let input = |name: &str, key: &str| {
        Input::line(name, say!(language, key)).placeholder(say!(language, "setup-dates-placeholder")).max_chars(40)
    };
    let modal = Modal::new(SetupPress::DatesTyped, say!(language, "setup-dates"))
        .input(input("from", "setup-dates-from"))
        .input(input("to", "setup-dates-to"));
    call.responder.modal(&modal).await
}

async fn save_typed_dates(call: &Call, typed_first: &str, typed_last: &str) -> Outcome {
    let guild = managed_guild(call)?;
    let note = match event_dates(call.viewer().await?, typed_first, typed_last) {
        Ok(event) => {
            change_setup(call, guild, |setup| setup.event = Some(event)).await?;
            None
        }
        Err(note) => Some(note),
    };
    show_page(call, guild, Page::Rest, note.as_deref()).await
}

/// The dates of the event, read from two typed dates.
///
/// # Errors
/// A text for the person, about the first invalid date or about the order of the dates.
fn event_dates(viewer: &Viewer, typed_first: &str, typed_last: &str) -> Result<EventDates, String> {
    let language = viewer.language;
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    let parse_date = |typed: &str| match day(typed, zone, viewer.now, language) {
        DayAnswer::Day(day) => Ok(day),
        DayAnswer::Ambiguous(days) => Err(screens::which_day(language, typed, &days)),
        DayAnswer::NoSuchDay(_) | DayAnswer::Unknown => Err(say!(language, "setup-dates-unknown", typed = echo(typed))),
    };
    let (first, last) = (parse_date(typed_first)?, parse_date(typed_last)?);
    EventDates::new(first, last).ok_or_else(|| say!(language, "setup-dates-order"))
}

/// The server in which the caller started the interaction.
///
/// # Errors
/// A text for the caller, outside a server or without the permission to manage it.
fn managed_guild(call: &Call) -> Result<GuildId, UserError> {
    let Some(guild) = call.caller.guild else {
        return Err(UserError::message(say!(call.language(), "setup-only-in-server")));
    };
    let permissions = call.caller.permissions;
    if permissions.has(Permissions::MANAGE_SERVER) || permissions.has(Permissions::ADMINISTRATOR) {
        Ok(guild)
    } else {
        Err(UserError::message(say!(call.language(), "setup-not-allowed")))
    }
}

async fn overview(call: &Call, guild: GuildId) -> Result<Overview, UserError> {
    Ok(service::overview(&mut *call.services.db.read().await?, guild).await?)
}

/// Shows a page of the set-up. `note` says what the previous press did.
async fn show_page(call: &Call, guild: GuildId, page: Page, note: Option<&str>) -> Outcome {
    let overview = overview(call, guild).await?;
    call.show_here(screens::page(call.viewer().await?, &overview, page, note)).await
}

async fn change_setup(call: &Call, guild: GuildId, change: impl FnOnce(&mut Setup) + Send) -> Result<(), UserError> {
    let services = &call.services;
    let before = AccessBefore::read(services).await?;
    let (_, first_set_up) =
        service::change_setup(&services.db, &services.followers, guild, call.user(), call.now, change).await?;
    read_members_after_first_set_up(call, guild, first_set_up).await?;
    // With a new inbox channel, messages that reached nobody may become deliverable.
    before.retry_refused(services).await;
    Ok(())
}

/// Reads `guild` from Discord if we serve no server yet and `guild` is not stored. A server is not stored if the bot
/// was added to it while we served another server.
async fn read_server_if_unclaimed(call: &Call, guild: GuildId) -> Result<(), UserError> {
    let services = &call.services;
    let mut conn = services.db.read().await?;
    let is_unclaimed = service::serving_state(&mut conn, guild).await? == ServingState::Unclaimed;
    if !is_unclaimed || service::server(&mut conn, guild).await?.is_some() {
        return Ok(());
    }
    drop(conn);
    let me = services.transport.send(Request::get(Route::UserMe)).await?;
    let bot = me["id"].as_str().and_then(|id| id.parse().ok()).ok_or(SetupError::NotSynced(guild))?;
    if let Err(error) = sync::sync_server(services, bot, guild).await {
        tracing::error!(guild.id = guild.0, %error, "could not read the server that is to be set up");
    }
    Ok(())
}

/// Reads the members of the server after its first set-up. Before the first set-up, Magpie must not read the members.
/// Does nothing after a later set-up.
async fn read_members_after_first_set_up(
    call: &Call,
    guild: GuildId,
    first_set_up: FirstSetUp,
) -> Result<(), UserError> {
    if first_set_up == FirstSetUp::Earlier {
        return Ok(());
    }
    let server = service::server(&mut *call.services.db.read().await?, guild).await?;
    let bot = server.ok_or(SetupError::NotSynced(guild))?.bot;
    // If this fails, the next READY reads the members.
    if let Err(error) = sync::sync_server(&call.services, bot, guild).await {
        tracing::error!(guild.id = guild.0, %error, "could not read the people of the server after its set-up");
    }
    Ok(())
}

/// Stores the change, posts the panels, and shows the result.
async fn save_and_post_panels(call: &Call, guild: GuildId, change: impl FnOnce(&mut Setup) + Send) -> Outcome {
    change_setup(call, guild, change).await?;
    let viewer = call.viewer().await?;
    let overview = overview(call, guild).await?;
    let mut failures = Vec::new();
    if overview.saved.missing().is_empty() {
        let failed = panels::post(call, &overview.saved).await?;
        let is_deleted = |purpose: &ChannelPurpose| overview.deleted.contains(&Missing::Channel(*purpose));
        // For a deleted channel, the page already says what to do.
        for purpose in failed.into_iter().filter(|purpose| !is_deleted(purpose)) {
            let channel = overview.saved.channel(purpose).map_or_else(String::new, |id| format!("<#{id}>"));
            failures.push(say!(viewer.language, "setup-panel-failed", channel = channel));
        }
    }
    call.show_here(screens::saved_setup(viewer, &overview, &failures)).await
}

/// The text that says why the role cannot be used for a group: everybody has the role, our tables do not contain it, or
/// Discord manages it for a bot. `None` for a valid role.
async fn role_refusal(call: &Call, guild: GuildId, role: RoleId) -> Result<Option<String>, UserError> {
    let server = service::server_to_set_up(&mut *call.services.db.read().await?, guild).await?;
    let key = match server.role(role) {
        _ if role.0 == guild.0 => "setup-role-everyone",
        None => "setup-role-unknown",
        Some(role) if role.managed => "setup-role-managed",
        Some(_) => return Ok(None),
    };
    Ok(Some(say!(call.viewer().await?.language, key)))
}

impl Explain for SetupError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            SetupError::Elsewhere { serves } => Some(say!(language, "setup-elsewhere", server = serves.as_str())),
            SetupError::NotSynced(_) => Some(say!(language, "setup-not-synced")),
            SetupError::Db(error) => error.explain(language),
        }
    }

    fn db_error(&self) -> Option<&DbError> {
        if let SetupError::Db(error) = self { Some(error) } else { None }
    }
}

impl Explain for ListError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            ListError::Faulty(faults) => Some(lists::refusal_text(language, faults)),
            ListError::Gone => Some(say!(language, "setup-list-gone")),
            ListError::SetUp(error) => error.explain(language),
            ListError::Db(error) => error.explain(language),
        }
    }

    fn db_error(&self) -> Option<&DbError> {
        match self {
            ListError::SetUp(error) => error.db_error(),
            ListError::Db(error) => Some(error),
            ListError::Faulty(_) | ListError::Gone => None,
        }
    }
}

impl Explain for DownloadError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            DownloadError::TooLarge(limit) => Some(say!(language, "setup-file-too-large", kilobytes = limit / 1024)),
            DownloadError::NotOnFileHost | DownloadError::Failed(_) => Some(say!(language, "setup-file-unread")),
        }
    }
}
