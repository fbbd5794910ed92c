//! Where interactions are answered: makes the `Call`, runs the handler under the guard, and says what a failed one has
//! to say.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use futures_util::FutureExt;
use poise::{CommandInteractionType, FrameworkContext, FrameworkError, FrameworkOptions};
use serde_json::Value;
use serenity::gateway::ShardManager;
use serenity::model::application::{
    ActionRowComponent, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, Interaction,
    ModalInteraction, ResolvedValue,
};
use serenity::model::guild::Member;
use serenity::model::id::{ApplicationId, UserId};
use serenity::model::user::User;
use tokio::sync::Mutex;

use crate::delivery::outbox;
use crate::discord::call::{Call, Caller, Parts, Submitted};
use crate::discord::features;
use crate::discord::wire::ack::Ack;
use crate::discord::wire::command::Command;
use crate::discord::wire::guard::Responder;
use crate::discord::wire::router::Router;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::guild::Permissions;
use crate::members::{self, ChannelId, GuildId, InteractionId, MemberId, MessageId, RoleId};
use crate::telemetry::{self, METRICS};

/// The desk. One for each run of the bot.
pub(in crate::discord) struct Desk {
    parts: Parts,
    router: Router,
    options: FrameworkOptions<Call, UserError>,
}

impl Desk {
    pub fn new(parts: Parts, router: Router) -> Self {
        let options = FrameworkOptions { commands: features::commands(), ..FrameworkOptions::default() };
        Self { parts, router, options }
    }

    /// Answers one interaction, whatever happens.
    pub async fn answer(
        &self,
        context: &serenity::client::Context,
        shards: &Arc<ShardManager>,
        interaction: Interaction,
    ) {
        METRICS.interactions.get_or_create(&telemetry::Interaction { kind: kind(&interaction) }).inc();
        match interaction {
            Interaction::Command(command) => self.command(context, shards, &command).await,
            Interaction::Autocomplete(command) => self.autocomplete(context, shards, &command).await,
            Interaction::Component(component) => self.component(component).await,
            Interaction::Modal(modal) => self.modal(modal).await,
            // Discord pings only interactions that come over HTTP.
            _ => {}
        }
    }

    async fn command(
        &self,
        context: &serenity::client::Context,
        shards: &Arc<ShardManager>,
        command: &CommandInteraction,
    ) {
        let ack = ack_of(&self.options.commands, command);
        let call = self.call(command_caller(command), command.id.get(), &command.token, command.application_id, ack);
        let run = async {
            let framework = self.framework(context, shards, command.application_id, &call);
            let (sent, data, options) = (AtomicBool::new(false), invocation_data(), command.data.options());
            let mut tree = Vec::new();
            let dispatched = poise::dispatch_interaction(framework, command, &sent, &data, &options, &mut tree);
            dispatched.await.map_err(|error| told(&call, error))
        };
        guarded(&call, run).await;
    }

    async fn autocomplete(
        &self,
        context: &serenity::client::Context,
        shards: &Arc<ShardManager>,
        command: &CommandInteraction,
    ) {
        let call =
            self.call(command_caller(command), command.id.get(), &command.token, command.application_id, Ack::Never);
        let framework = self.framework(context, shards, command.application_id, &call);
        let (sent, data, options) = (AtomicBool::new(false), invocation_data(), command.data.options());
        let mut tree = Vec::new();
        let kind = CommandInteractionType::Autocomplete;
        let checked =
            poise::extract_command_and_run_checks(framework, command, kind, &sent, &data, &options, &mut tree).await;
        let choices = match checked {
            Ok(context) => AssertUnwindSafe(suggestions(context)).catch_unwind().await.unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        call.responder.choices(choices).await;
    }

    async fn component(&self, component: ComponentInteraction) {
        let id = component.data.custom_id.as_str();
        let caller = caller(
            &component.user,
            component.member.as_ref(),
            component.guild_id.map(|id| id.get()),
            component.channel_id.get(),
            &component.locale,
        );
        let mut call =
            self.call(caller, component.id.get(), &component.token, component.application_id, self.router.ack(id));
        call.message = Some(MessageId(component.message.id.get()));
        let submitted = Submitted::choices(chosen(&component.data.kind));
        guarded(&call, self.router.handle(&call, id, submitted)).await;
        note_seen(&call).await;
    }

    async fn modal(&self, modal: ModalInteraction) {
        let id = modal.data.custom_id.as_str();
        let guild = modal.guild_id.map(|id| id.get());
        let caller = caller(&modal.user, modal.member.as_ref(), guild, modal.channel_id.get(), &modal.locale);
        let ack = match (self.router.ack(id), &modal.message) {
            // Only a form that was opened from a message can change that message.
            (Ack::Update, None) => Ack::Private,
            (ack, _) => ack,
        };
        let mut call = self.call(caller, modal.id.get(), &modal.token, modal.application_id, ack);
        call.message = modal.message.as_ref().map(|message| MessageId(message.id.get()));
        let rows = modal.data.components.iter().flat_map(|row| &row.components);
        let fields = rows.filter_map(|component| match component {
            ActionRowComponent::InputText(input) => {
                Some((input.custom_id.clone(), input.value.clone().unwrap_or_default()))
            }
            _ => None,
        });
        let submitted = Submitted::form(fields.collect());
        guarded(&call, self.router.handle(&call, id, submitted)).await;
    }

    fn call(&self, caller: Caller, id: u64, token: &str, application: ApplicationId, ack: Ack) -> Call {
        let responder = Responder::new(self.parts.transport.clone(), application, id.into(), token.to_owned(), ack);
        let now = self.parts.clock.now();
        Call::new(self.parts.clone(), responder, InteractionId(id), now, caller)
    }

    fn framework<'a>(
        &'a self,
        serenity_context: &'a serenity::client::Context,
        shard_manager: &'a Arc<ShardManager>,
        application: ApplicationId,
        call: &'a Call,
    ) -> FrameworkContext<'a, Call, UserError> {
        // poise asks for the bot's user only to read prefix commands, which we have none of; an application's id is its
        // bot's.
        let bot_id = UserId::new(application.get());
        FrameworkContext { serenity_context, bot_id, options: &self.options, user_data: call, shard_manager }
    }
}

/// Runs a handler: acknowledged in time, its error worded, never left without an answer.
async fn guarded(call: &Call, handler: impl Future<Output = Outcome> + Send) {
    let responder = call.responder.clone();
    let acknowledging = tokio::spawn(async move { responder.acknowledge_in_time().await });
    let outcome = AssertUnwindSafe(handler).catch_unwind().await;
    let said = match outcome {
        Ok(Ok(())) => call.responder.finish(call.language()).await,
        Ok(Err(told)) => tell(call, &told).await,
        Err(_panic) => tell_fault(call, "a handler panicked").await,
    };
    if let Err(told) = said {
        tracing::error!(interaction.id = call.id.0, error = ?told, "the end of an interaction could not be said");
    }
    // Whoever has answered needs no acknowledgement; it is not in the middle of one, since answering waits for it.
    acknowledging.abort();
    note_act(call).await;
    remember_language(call).await;
}

/// Their own act: a DM that was closed may be open now.
async fn note_act(call: &Call) {
    if let Err(error) = members::service::acted(&call.parts.db, call.user(), call.now).await {
        tracing::error!(interaction.id = call.id.0, %error, "that a member acted could not be written down");
    }
}

/// The caller may have chosen another language just now.
async fn remember_language(call: &Call) {
    let read = async { call.parts.languages.read(&mut *call.parts.db.read().await?, call.user()).await };
    if let Err(error) = read.await {
        tracing::error!(member.id = call.user().0, %error, "a member's language could not be read");
    }
}

/// Who pressed a button of a message that was sent to them has seen that message.
async fn note_seen(call: &Call) {
    let Some(message) = call.message else { return };
    if let Err(error) = outbox::pressed(&call.parts.db, message, call.user(), call.now).await {
        tracing::error!(interaction.id = call.id.0, %error, "that a message was seen could not be written down");
    }
}

fn kind(interaction: &Interaction) -> &'static str {
    match interaction {
        Interaction::Command(_) => "command",
        Interaction::Autocomplete(_) => "autocomplete",
        Interaction::Component(_) => "component",
        Interaction::Modal(_) => "modal",
        _ => "other",
    }
}

async fn tell(call: &Call, told: &UserError) -> Outcome {
    match told.words(call.language()) {
        Some(words) => call.responder.reply(words).await,
        None => tell_fault(call, told).await,
    }
}

/// A fault of ours: logged once, under the reference that the person reads.
async fn tell_fault(call: &Call, fault: impl std::fmt::Debug + Send) -> Outcome {
    let reference = format!("{:06}", call.id.0 % 1_000_000);
    tracing::error!(interaction.id = call.id.0, reference, ?fault, "an interaction failed");
    call.responder.reply(crate::say!(call.language(), "discord-our-side", ref = reference)).await
}

/// What poise found wrong, as something a person can read.
fn told(call: &Call, error: FrameworkError<'_, Call, UserError>) -> UserError {
    let language = call.language();
    match error {
        FrameworkError::Command { error, .. } => error,
        FrameworkError::GuildOnly { .. } => UserError::message(crate::say!(language, "discord-server-only")),
        FrameworkError::DmOnly { .. } => UserError::message(crate::say!(language, "discord-dm-only")),
        FrameworkError::MissingUserPermissions { .. } => {
            UserError::message(crate::say!(language, "discord-not-allowed"))
        }
        FrameworkError::CommandCheckFailed { error: Some(error), .. } => error,
        FrameworkError::CommandCheckFailed { .. } => UserError::message(crate::say!(language, "discord-not-allowed")),
        FrameworkError::ArgumentParse { input, .. } => {
            let input = input
                .map(|input| crate::discord::ui::text::clip(&crate::discord::ui::text::disarm_line(&input), 100))
                .unwrap_or_default();
            UserError::message(crate::say!(language, "discord-not-understood", input = input))
        }
        // A command that we have taken away, still shown by an old client.
        FrameworkError::UnknownInteraction { .. } | FrameworkError::CommandStructureMismatch { .. } => {
            UserError::message(crate::say!(language, "discord-outdated-command"))
        }
        other => UserError::from(Unexpected(other.to_string())),
    }
}

/// What poise found wrong, and nobody foresaw.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unexpected(String);

impl crate::discord::wire::user_error::Explain for Unexpected {
    fn explain(&self, _language: crate::words::Language) -> Option<String> {
        None
    }
}

async fn suggestions(context: crate::discord::wire::command::Context<'_>) -> Vec<(String, Value)> {
    let focused = context.args.iter().find_map(|arg| match &arg.value {
        ResolvedValue::Autocomplete { value, .. } => Some((arg.name, *value)),
        _ => None,
    });
    let Some((name, typed)) = focused else { return Vec::new() };
    let parameter = context.command().parameters.iter().find(|parameter| parameter.name == name);
    let Some(callback) = parameter.and_then(|parameter| parameter.autocomplete_callback) else { return Vec::new() };
    let answer = serde_json::to_value(callback(context, typed).await).unwrap_or_default();
    let choices = answer["choices"].as_array().cloned().unwrap_or_default();
    let named = choices
        .into_iter()
        .map(|choice| (choice["name"].as_str().unwrap_or_default().to_owned(), choice["value"].clone()));
    named.filter(|(name, _)| !name.is_empty()).collect()
}

/// How the command wants to be acknowledged: its `custom_data`, else privately.
fn ack_of(commands: &[Command], command: &CommandInteraction) -> Ack {
    let mut found = commands.iter().find(|c| c.name == command.data.name);
    let mut options = command.data.options();
    while let (Some(parent), Some(ResolvedValue::SubCommand(inside) | ResolvedValue::SubCommandGroup(inside))) =
        (found, options.first().map(|option| option.value.clone()))
    {
        found = parent.subcommands.iter().find(|c| c.name == options[0].name);
        options = inside;
    }
    let Some(found) = found else { return Ack::default() };
    if let Some(crate::discord::wire::command::FormUnless(needed)) = found.custom_data.downcast_ref() {
        let given = |name: &str| options.iter().any(|option| option.name == name);
        return if needed.iter().all(|name| given(name)) { Ack::Private } else { Ack::Never };
    }
    found.custom_data.downcast_ref::<Ack>().copied().unwrap_or_default()
}

fn invocation_data() -> Mutex<Box<dyn Any + Send + Sync>> {
    Mutex::new(Box::new(()))
}

fn command_caller(command: &CommandInteraction) -> Caller {
    let guild = command.guild_id.map(|id| id.get());
    caller(&command.user, command.member.as_deref(), guild, command.channel_id.get(), &command.locale)
}

fn caller(user: &User, member: Option<&Member>, guild: Option<u64>, channel: u64, locale: &str) -> Caller {
    Caller {
        user: MemberId(user.id.get()),
        handle: user.name.clone(),
        name: member.map_or_else(|| user.display_name(), |member| member.display_name()).to_owned(),
        locale: locale.to_owned(),
        guild: guild.map(GuildId),
        channel: ChannelId(channel),
        roles: member.map(|member| member.roles.iter().map(|role| RoleId(role.get())).collect()).unwrap_or_default(),
        permissions: Permissions(
            member.and_then(|member| member.permissions).map_or(0, |permissions| permissions.bits()),
        ),
    }
}

fn chosen(kind: &ComponentInteractionDataKind) -> Vec<String> {
    fn texts<T: ToString>(ids: &[T]) -> Vec<String> {
        ids.iter().map(T::to_string).collect()
    }
    match kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        ComponentInteractionDataKind::UserSelect { values } => texts(values),
        ComponentInteractionDataKind::RoleSelect { values } => texts(values),
        ComponentInteractionDataKind::MentionableSelect { values } => texts(values),
        ComponentInteractionDataKind::ChannelSelect { values } => texts(values),
        _ => Vec::new(),
    }
}
