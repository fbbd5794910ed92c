//! `/setup`: the roles and channels that Magpie uses in this server. Only for people who may manage the server.

use poise::serenity_prelude as serenity;

use crate::discord::command::Context;
use crate::discord::guild::handlers::{self, SetupOptions};
use crate::discord::guild::presses::Page;
use crate::discord::wire::user_error::Outcome;
use crate::guild::ChannelPurpose;
use crate::members::Group;

/// Shows the set-up. With options, stores roles and channels, or reads the file of members.
#[poise::command(slash_command, guild_only, default_member_permissions = "MANAGE_GUILD")]
#[expect(clippy::too_many_arguments, reason = "one for each option of the command")]
pub async fn setup(
    ctx: Context<'_>,
    members_file: Option<serenity::Attachment>,
    members: Option<serenity::RoleId>,
    volunteers: Option<serenity::RoleId>,
    secretariat: Option<serenity::RoleId>,
    #[channel_types("Text")] secretariat_channel: Option<serenity::ChannelId>,
    #[channel_types("Text", "News")] announcements: Option<serenity::ChannelId>,
    #[channel_types("Text")] help: Option<serenity::ChannelId>,
    #[channel_types("Text")] triage: Option<serenity::ChannelId>,
    #[channel_types("Text")] inbox: Option<serenity::ChannelId>,
) -> Outcome {
    let call = ctx.data();
    if let Some(file) = members_file {
        let size = usize::try_from(file.size).unwrap_or(usize::MAX);
        return handlers::preview_expected_members(call, &file.url, size).await;
    }
    let roles = [(Group::Mag, members), (Group::Helpdesk, volunteers), (Group::Secretariat, secretariat)];
    let channels = [
        (ChannelPurpose::Secretariat, secretariat_channel),
        (ChannelPurpose::Announcements, announcements),
        (ChannelPurpose::Help, help),
        (ChannelPurpose::Triage, triage),
        (ChannelPurpose::Inbox, inbox),
    ];
    let chosen = SetupOptions {
        roles: roles.into_iter().filter_map(|(group, id)| Some((group, id?.into()))).collect(),
        channels: channels.into_iter().filter_map(|(purpose, id)| Some((purpose, id?.into()))).collect(),
    };
    if chosen.roles.is_empty() && chosen.channels.is_empty() {
        return handlers::show(call, Page::Roles).await;
    }
    handlers::save_options(call, chosen).await
}
