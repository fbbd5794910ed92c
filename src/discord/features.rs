//! Registers the commands, presses and renderers of all features. A new feature adds its own commands, presses and
//! renderers here.
//!
//! A command is defined in Rust; its names, descriptions and choices are in `config/locales/*/commands*.ftl` (see
//! `wire::command_texts`).

use crate::discord::command::Command;
use crate::discord::router::Router;
use crate::discord::wire::rendering::Renderers;
use crate::discord::wire::{command_texts, registration};
use crate::discord::{alerts, delivery, desk, duty, faq, guild, helpdesk, members, reminders, time, watch};

/// Every command, with its texts in every language.
pub fn commands() -> Vec<Command> {
    let mut commands: Vec<Command> = vec![
        members::commands::profile(),
        guild::commands::setup(),
        alerts::commands::alert(),
        alerts::commands::seen(),
        delivery::commands::delivery(),
        desk::commands::desk(),
        duty::commands::duty(),
        faq::commands::faq(),
        helpdesk::commands::ask(),
        helpdesk::commands::help(),
        helpdesk::commands::ticket(),
        reminders::commands::remind(),
        time::commands::when(),
        reminders::commands::reminders(),
        reminders::commands::remind_members(),
    ];
    poise::set_qualified_names(&mut commands);
    for command in &mut commands {
        command_texts::add_texts(command);
        registration::set_contexts(command);
    }
    commands
}

/// Routes the presses of every feature.
pub fn router() -> Router {
    Router::default()
        .feature::<alerts::presses::AlertPress>()
        .feature::<delivery::presses::DeliveryPress>()
        .feature::<duty::presses::DutyPress>()
        .feature::<desk::presses::DeskPress>()
        .feature::<faq::presses::FaqPress>()
        .feature::<helpdesk::presses::TicketPress>()
        .feature::<members::presses::ProfilePress>()
        .feature::<reminders::presses::ReminderPress>()
        .feature::<time::presses::WhenPress>()
        .feature::<guild::presses::SetupPress>()
}

/// The renderer for every type of facts.
pub fn renderers() -> Renderers {
    Renderers::default()
        .with(members::messages::phone_test)
        .with(members::messages::profile_invite)
        .with(members::messages::deputy)
        .with(guild::messages::set_up_claim)
        .with(alerts::messages::message)
        .with(alerts::messages::waking_message)
        .with(alerts::roster::message)
        .with(alerts::missing::message)
        .with(alerts::woken_notice::message)
        .with(duty::messages::render)
        .with(faq::messages::render)
        .with(helpdesk::messages::render)
        .with(reminders::messages::message)
        .with(reminders::catch_up_messages::message)
        .with(watch::messages::incident)
        .with(delivery::messages::message)
}

#[cfg(test)]
mod tests;
