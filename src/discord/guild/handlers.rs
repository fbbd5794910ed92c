//! What the selects, buttons, forms and the command of the set-up do. Each checks Manage Server anew.

use crate::discord::call::Call;
use crate::discord::guild::panels;
use crate::discord::guild::presses::{Page, SetupPress};
use crate::discord::guild::screens;
use crate::discord::guild::screens::State;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::wire::download;
use crate::discord::wire::download::DownloadError;
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::guild::service::{self, SetupError};
use crate::guild::{EventDates, Exposure, Permissions, Place, Setup, expected, exposures, store};
use crate::members::{self, ChannelId, Group, GuildId, Member, RoleId};
use crate::say;
use crate::time::{DayAnswer, ZoneId, day};
use crate::words::Language;

/// The server, if the caller may manage it.
fn managed(call: &Call) -> Result<GuildId, UserError> {
    let Some(guild) = call.caller.guild else {
        return Err(UserError::message(say!(call.language(), "setup-only-in-server")));
    };
    let held = call.caller.permissions;
    if held.has(Permissions::MANAGE_SERVER) || held.has(Permissions::ADMINISTRATOR) {
        Ok(guild)
    } else {
        Err(UserError::message(say!(call.language(), "setup-not-allowed")))
    }
}

async fn state(call: &Call, guild: GuildId) -> Result<State, UserError> {
    let mut conn = call.parts.db.read().await?;
    let server = store::server(&mut conn, guild).await?.ok_or(SetupError::NotSynced(guild))?;
    let saved = match store::setup(&mut conn).await? {
        Some(setup) if setup.guild == guild => setup,
        Some(other) => match store::server(&mut conn, other.guild).await? {
            Some(serves) => return Err(SetupError::Elsewhere { serves: serves.name }.into()),
            None => Setup::new(guild),
        },
        None => Setup::new(guild),
    };
    let shown = saved.suggested(&server);
    let lacks = service::lacks(&mut conn, &shown).await?;
    let exposures: Vec<Exposure> = exposures(&server, &shown);
    let attendance = service::attendance(&mut conn, &Group::ALL).await?;
    let members = members::store::present_with(&mut conn, Group::Mag).await?.len();
    Ok(State { server, saved, shown, lacks, exposures, attendance, members })
}

async fn show_here(call: &Call, reply: Reply) -> Outcome {
    if call.message.is_some() { call.responder.update(reply).await } else { call.responder.reply(reply).await }
}

async fn show_noted(call: &Call, guild: GuildId, page: Page, note: Option<&str>) -> Outcome {
    let state = state(call, guild).await?;
    show_here(call, screens::page(call.language(), &state, page, note)).await
}

pub async fn show(call: &Call, page: Page) -> Outcome {
    let guild = managed(call)?;
    show_noted(call, guild, page, None).await
}

async fn change(call: &Call, guild: GuildId, change: impl FnOnce(&mut Setup) + Send) -> Result<(), UserError> {
    let mut tx = call.parts.db.begin().await?;
    service::change_setup(&mut tx, &call.parts.followers, guild, call.user(), call.now, change).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn pick_role(call: &Call, group: Group, picked: Option<u64>) -> Outcome {
    let guild = managed(call)?;
    let Some(role) = picked.map(RoleId) else { return show(call, Page::Roles).await };
    if let Some(refusal) = refuse_role(call, guild, role).await? {
        return show_noted(call, guild, Page::Roles, Some(&refusal)).await;
    }
    change(call, guild, |setup| setup.set_role(group, Some(role))).await?;
    show_noted(call, guild, Page::Roles, None).await
}

/// A role that cannot mean a group: everyone, or a bot's own.
async fn refuse_role(call: &Call, guild: GuildId, role: RoleId) -> Result<Option<String>, UserError> {
    let server = store::server(&mut *call.parts.db.read().await?, guild).await?.ok_or(SetupError::NotSynced(guild))?;
    let key = match server.role(role) {
        _ if role.0 == guild.0 => "setup-role-everyone",
        None => "setup-role-unknown",
        Some(role) if role.managed => "setup-role-managed",
        Some(_) => return Ok(None),
    };
    Ok(Some(say!(call.language(), key)))
}

pub async fn pick_channel(call: &Call, place: Place, picked: Option<u64>) -> Outcome {
    let guild = managed(call)?;
    let page = if place == Place::Announcements { Page::Rest } else { Page::Channels };
    let Some(channel) = picked.map(ChannelId) else { return show(call, page).await };
    change(call, guild, |setup| setup.set_channel(place, Some(channel))).await?;
    show_noted(call, guild, page, None).await
}

pub async fn save_as_shown(call: &Call) -> Outcome {
    let guild = managed(call)?;
    let shown = state(call, guild).await?.shown;
    finish(call, guild, |setup| *setup = shown).await
}

/// Stores, posts the panels, and tells how things stand.
async fn finish(call: &Call, guild: GuildId, changed: impl FnOnce(&mut Setup) + Send) -> Outcome {
    change(call, guild, changed).await?;
    let language = call.language();
    let state = state(call, guild).await?;
    let mut trouble = Vec::new();
    if state.saved.missing().is_empty() {
        for place in panels::post(call, &state.saved).await? {
            let channel = state.saved.channel(place).map_or_else(String::new, |id| format!("<#{id}>"));
            trouble.push(say!(language, "setup-panel-failed", channel = channel));
        }
    }
    show_here(call, screens::finished(language, &state, &trouble)).await
}

/// What the command's options choose.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    pub roles: Vec<(Group, RoleId)>,
    pub channels: Vec<(Place, ChannelId)>,
}

/// `/setup` with options: they are stored at once.
pub async fn choose(call: &Call, chosen: Chosen) -> Outcome {
    let guild = managed(call)?;
    for (_, role) in &chosen.roles {
        if let Some(refusal) = refuse_role(call, guild, *role).await? {
            return Err(UserError::message(refusal));
        }
    }
    finish(call, guild, |setup| {
        for (group, role) in chosen.roles {
            setup.set_role(group, Some(role));
        }
        for (place, channel) in chosen.channels {
            setup.set_channel(place, Some(channel));
        }
    })
    .await
}

/// `/setup members_file:…`
pub async fn expect_members(call: &Call, url: &str, size: usize) -> Outcome {
    let guild = managed(call)?;
    if size > expected::MAX_BYTES {
        return Err(DownloadError::TooLarge(expected::MAX_BYTES).into());
    }
    let file = download::attachment(&call.parts.transport, url, expected::MAX_BYTES).await?;
    let mut tx = call.parts.db.begin().await?;
    let taken = service::expect_members(&mut tx, &file).await?;
    let language = call.language();
    match taken {
        Ok(list) => {
            tx.commit().await?;
            show_noted(call, guild, Page::Rest, Some(&screens::list_taken(language, &list))).await
        }
        Err(faults) => {
            tx.rollback().await?;
            Err(UserError::message(screens::list_faults(language, &faults)))
        }
    }
}

pub async fn absent(call: &Call) -> Outcome {
    managed(call)?;
    let attendance = service::attendance(&mut *call.parts.db.read().await?, &Group::ALL).await?;
    call.responder.reply(screens::absent(call.language(), &attendance)).await
}

pub async fn dates_form(call: &Call) -> Outcome {
    let language = call.language();
    let input = |name: &str, key: &str| {
        Input::line(name, say!(language, key)).placeholder(say!(language, "setup-dates-placeholder")).longest(40)
    };
    let modal = Modal::new(SetupPress::DatesTyped, say!(language, "setup-dates"))
        .input(input("from", "setup-dates-from"))
        .input(input("to", "setup-dates-to"));
    call.responder.modal(&modal).await
}

pub async fn dates_typed(call: &Call, from: &str, to: &str) -> Outcome {
    let guild = managed(call)?;
    let language = call.language();
    let zone =
        members::store::get(&mut *call.parts.db.read().await?, call.user()).await?.as_ref().and_then(Member::zone);
    let zone = zone.unwrap_or_else(ZoneId::utc);
    let read = |typed: &str| match day(typed, zone, call.now, language) {
        DayAnswer::Day(day) => Ok(day),
        DayAnswer::Ambiguous(days) => Err(screens::which_day(language, typed, &days)),
        DayAnswer::Unknown => Err(say!(language, "setup-dates-unknown", typed = echo(typed))),
    };
    let event = read(from).and_then(|first| {
        let last = read(to)?;
        EventDates::new(first, last).ok_or_else(|| say!(language, "setup-dates-order"))
    });
    let note = match event {
        Ok(event) => {
            change(call, guild, |setup| setup.event = Some(event)).await?;
            None
        }
        Err(note) => Some(note),
    };
    show_noted(call, guild, Page::Rest, note.as_deref()).await
}

impl Explain for SetupError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            SetupError::Elsewhere { serves } => Some(say!(language, "setup-elsewhere", server = serves.as_str())),
            SetupError::NotSynced(_) => Some(say!(language, "setup-not-synced")),
            SetupError::Db(error) => error.explain(language),
        }
    }
}

impl Explain for DownloadError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            DownloadError::TooLarge(limit) => Some(say!(language, "setup-file-too-large", kilobytes = limit / 1024)),
            DownloadError::Elsewhere | DownloadError::Failed(_) => Some(say!(language, "setup-file-unread")),
        }
    }
}
