//! Answers interactions: builds the [`Call`], runs the handler, and turns the handler's error into an answer.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::AtomicBool;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use poise::{CommandInteractionType, FrameworkContext, FrameworkError, FrameworkOptions};
use serde_json::Value;
use serenity::model::application::{
    ActionRowComponent, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, Interaction,
    ModalInteraction, ResolvedValue,
};
use serenity::model::guild::Member;
use serenity::model::id::{ApplicationId, UserId};
use serenity::model::user::User;
use tokio::sync::Mutex;

use crate::db::{self, DbError, Handling};
use crate::discord::access::{self, Admission};
use crate::discord::call::{Call, Caller, Submitted};
use crate::discord::command::{Command, Context, FormUnless};
use crate::discord::pressed;
use crate::discord::router::Router;
use crate::discord::services::Services;
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::wire::ack::Ack;
use crate::discord::wire::gateway::EventContext;
use crate::discord::wire::responder::Responder;
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::guild::Permissions;
use crate::members::{self, ChannelId, GuildId, InteractionId, MemberId, MessageId};
use crate::say;
use crate::telemetry::{self, METRICS};
use crate::words::Language;

/// Discord's number for an autocomplete interaction.
const AUTOCOMPLETE: u64 = 4;
/// The limit, in characters, of the quote of an option whose value was not understood.
const MAX_ECHO_CHARS: usize = 100;

/// Answers all interactions of the bot.
pub struct InteractionHandler {
    services: Services,
    router: Router,
    options: FrameworkOptions<Call, UserError>,
}

impl InteractionHandler {
    pub fn new(services: Services, router: Router, commands: Vec<Command>) -> Self {
        let options = FrameworkOptions { commands, command_check: Some(check_access), ..FrameworkOptions::default() };
        Self { services, router, options }
    }

    /// Answers one interaction, even when its handler fails or panics.
    pub(in crate::discord) async fn answer(&self, context: &EventContext, interaction: Interaction) {
        METRICS.interactions.get_or_create(&telemetry::InteractionLabels { kind: kind_label(&interaction) }).inc();
        match interaction {
            Interaction::Command(command) => self.command(context, &command).await,
            Interaction::Autocomplete(command) => self.autocomplete(context, &command).await,
            Interaction::Component(component) => self.component(component).await,
            Interaction::Modal(modal) => self.modal(modal).await,
            // Discord sends pings only to bots that receive interactions over HTTP.
            _ => {}
        }
    }

    /// Answers an interaction whose payload could not be parsed. The answer says that nothing was done. An
    /// autocompletion gets no choices.
    pub(in crate::discord) async fn answer_unreadable(&self, raw: &Value) {
        METRICS.interactions.get_or_create(&telemetry::InteractionLabels { kind: "unreadable" }).inc();
        let id = |field: &str| raw[field].as_str().and_then(|id| id.parse::<u64>().ok()).filter(|id| *id > 0);
        let (Some(interaction), Some(application), Some(token)) =
            (id("id"), id("application_id"), raw["token"].as_str())
        else {
            tracing::error!("an interaction from Discord has no id or no token, so it cannot be answered");
            return;
        };
        tracing::error!(interaction.id = interaction, "an interaction from Discord cannot be read; nothing was done");
        let transport = self.services.transport.clone();
        let responder =
            Responder::new(transport, application.into(), interaction.into(), token.to_owned(), Ack::Private);
        if raw["type"].as_u64() == Some(AUTOCOMPLETE) {
            return responder.choices(Vec::new()).await;
        }
        let language = Language::from_locale(raw["locale"].as_str().unwrap_or_default());
        let text = say!(language, "discord-unreadable", ref = reference_number(InteractionId(interaction)));
        if let Err(error) = responder.reply(text).await {
            tracing::error!(interaction.id = interaction, ?error, "could not answer an interaction");
        }
    }

    async fn command(&self, context: &EventContext, command: &CommandInteraction) {
        let ack = ack_of(&self.options.commands, command);
        let call =
            self.new_call(command_caller(command), command.id.get(), &command.token, command.application_id, ack);
        let handler = async {
            let framework = self.framework_context(context, command.application_id, &call);
            let (sent, data, options) = (AtomicBool::new(false), invocation_data(), command.data.options());
            let mut parents = Vec::new();
            let dispatched = poise::dispatch_interaction(framework, command, &sent, &data, &options, &mut parents);
            dispatched.await.map_err(|error| to_user_error(&call, error))
        };
        run_handler(&call, handler).await;
    }

    async fn autocomplete(&self, context: &EventContext, command: &CommandInteraction) {
        let call = self.new_call(
            command_caller(command),
            command.id.get(),
            &command.token,
            command.application_id,
            Ack::Never,
        );
        let framework = self.framework_context(context, command.application_id, &call);
        let (sent, data, options) = (AtomicBool::new(false), invocation_data(), command.data.options());
        let mut parents = Vec::new();
        let kind = CommandInteractionType::Autocomplete;
        let command_check =
            poise::extract_command_and_run_checks(framework, command, kind, &sent, &data, &options, &mut parents);
        let choices = match command_check.await {
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
            self.new_call(caller, component.id.get(), &component.token, component.application_id, self.router.ack(id));
        call.message = Some(MessageId(component.message.id.get()));
        let submitted = Submitted::choices(chosen_values(&component.data.kind));
        let handler = async {
            // A press that opens a form must not wait for the database. The delivery is settled when the form is
            // submitted, because the submission names the same message.
            if call.responder.ack() != Ack::Never {
                pressed::settle_delivery(&call, &component.message).await;
            }
            self.router.handle(&call, id, submitted).await
        };
        if run_handler(&call, handler).await == Admission::Admitted {
            pressed::record_seen(&call).await;
        }
    }

    async fn modal(&self, modal: ModalInteraction) {
        let id = modal.data.custom_id.as_str();
        let guild = modal.guild_id.map(|id| id.get());
        let caller = caller(&modal.user, modal.member.as_ref(), guild, modal.channel_id.get(), &modal.locale);
        let ack = match (self.router.ack(id), &modal.message) {
            // A form can update a message only if it was opened from that message.
            (Ack::Update, None) => Ack::Private,
            (ack, _) => ack,
        };
        let mut call = self.new_call(caller, modal.id.get(), &modal.token, modal.application_id, ack);
        call.message = modal.message.as_ref().map(|message| MessageId(message.id.get()));
        let rows = modal.data.components.iter().flat_map(|row| &row.components);
        let fields = rows.filter_map(|component| match component {
            ActionRowComponent::InputText(input) => {
                Some((input.custom_id.clone(), input.value.clone().unwrap_or_default()))
            }
            _ => None,
        });
        let submitted = Submitted::form(fields.collect());
        let handler = async {
            if let Some(message) = &modal.message {
                pressed::settle_delivery(&call, message).await;
            }
            self.router.handle(&call, id, submitted).await
        };
        run_handler(&call, handler).await;
    }

    fn new_call(&self, caller: Caller, id: u64, token: &str, application: ApplicationId, ack: Ack) -> Call {
        let responder = Responder::new(self.services.transport.clone(), application, id.into(), token.to_owned(), ack);
        let now = self.services.clock.now();
        Call::new(self.services.clone(), responder, InteractionId(id), now, caller)
    }

    fn framework_context<'a>(
        &'a self,
        context: &'a EventContext,
        application: ApplicationId,
        call: &'a Call,
    ) -> FrameworkContext<'a, Call, UserError> {
        // poise uses `bot_id` only for prefix commands, which we do not have. An application has the same id as its
        // bot.
        let bot_id = UserId::new(application.get());
        FrameworkContext {
            serenity_context: &context.serenity,
            bot_id,
            options: &self.options,
            user_data: call,
            shard_manager: &context.shards,
        }
    }
}

/// Checks who may use a command, before it runs.
fn check_access(context: poise::Context<'_, Call, UserError>) -> BoxFuture<'_, Result<bool, UserError>> {
    Box::pin(async move {
        match context {
            poise::Context::Application(context) => access::check_command(context).await,
            // There are no prefix commands.
            poise::Context::Prefix(_) => Ok(false),
        }
    })
}

/// Runs a handler, unless the caller acts too fast. Acknowledges in time, and answers even when the handler fails,
/// panics or sends no answer.
async fn run_handler(call: &Call, handler: impl Future<Output = Outcome> + Send) -> Admission {
    let responder = call.responder.clone();
    let ack_task = tokio::spawn(async move { responder.acknowledge_in_time().await });
    let handling = Handling::of(call.id.to_sql(), call.now);
    let mut admission = Admission::Admitted;
    let admit_and_handle = async {
        admission = access::admit(call).await?;
        match admission {
            Admission::Admitted => handler.await,
            Admission::TooFast => Err(UserError::message(say!(call.language(), "discord-too-fast"))),
        }
    };
    let outcome = AssertUnwindSafe(handling.run(admit_and_handle)).catch_unwind().await;
    if handling.is_repeat() {
        // This run stored nothing. The first run of the handler sends the answer.
        tracing::info!(interaction.id = call.id.0, "an interaction was handled before; nothing was done again");
        ack_task.abort();
        return admission;
    }
    let answer_result = match outcome {
        Ok(Ok(())) => call.responder.finish(call.language()).await,
        Ok(Err(error)) => answer_error(call, &error).await,
        // The handler may have stored something before it panicked, so the answer does not say that nothing was done.
        Err(_panic) => answer_not_shown(call, "a handler panicked").await,
    };
    if let Err(error) = answer_result {
        tracing::error!(interaction.id = call.id.0, ?error, "could not send the last answer to an interaction");
    }
    // The interaction is answered, so it needs no acknowledgement. The abort cannot interrupt an acknowledgement in
    // flight: an answer waits until the acknowledgement has been sent.
    ack_task.abort();
    if admission == Admission::Admitted {
        record_act(call).await;
        refresh_language(call).await;
    }
    admission
}

/// Records that the member acted, because their closed DM may be open again.
async fn record_act(call: &Call) {
    if let Err(error) = members::service::record_act(&call.services.db, call.user(), call.now).await {
        tracing::error!(interaction.id = call.id.0, %error, "could not store that a member acted");
    }
}

/// Reads the caller's language again, because this interaction may have changed it.
async fn refresh_language(call: &Call) {
    let language_read = async { call.services.languages.read(&mut *call.services.db.read().await?, call.user()).await };
    if let Err(error) = language_read.await {
        tracing::error!(member.id = call.user().0, %error, "could not read a member's language");
    }
}

fn kind_label(interaction: &Interaction) -> &'static str {
    match interaction {
        Interaction::Command(_) => "command",
        Interaction::Autocomplete(_) => "autocomplete",
        Interaction::Component(_) => "component",
        Interaction::Modal(_) => "modal",
        _ => "other",
    }
}

async fn answer_error(call: &Call, error: &UserError) -> Outcome {
    match (error, error.text(call.language())) {
        (_, Some(text)) => call.responder.reply(text).await,
        (UserError::NotShown(_), None) => answer_not_shown(call, error).await,
        (_, None) => match error.unreadable_row_error() {
            Some(cause) => answer_unreadable_row(call, cause).await,
            None => answer_internal_error(call, error).await,
        },
    }
}

/// Answers when a row that the interaction needs cannot be read. The answer says that trying again does not help.
/// `/readyz`, `check` and the secretariat's channel report the row to the operator.
async fn answer_unreadable_row(call: &Call, cause: &DbError) -> Outcome {
    let reference = reference_number(call.id);
    tracing::error!(interaction.id = call.id.0, reference, error = %cause, "a row for an interaction cannot be read");
    let (id, now) = (call.id.to_sql(), call.now);
    let store_result = call.services.db.write(async |tx| db::set_aside_requested_data(tx, id, cause, now).await).await;
    if let Err(error) = store_result {
        tracing::error!(interaction.id = call.id.0, %error, "could not store that a row cannot be read");
    }
    call.responder.reply(say!(call.language(), "discord-row-unreadable", ref = reference)).await
}

/// Answers that the error is on our side. Logs the error once, with the reference that the person gets.
async fn answer_internal_error(call: &Call, error: impl std::fmt::Debug + Send) -> Outcome {
    let reference = reference_number(call.id);
    tracing::error!(interaction.id = call.id.0, reference, ?error, "an interaction failed");
    call.responder.reply(say!(call.language(), "discord-our-side", ref = reference)).await
}

/// Answers when the handler may have done its work, but the person got no answer: Discord refused the answer, or the
/// handler panicked.
async fn answer_not_shown(call: &Call, error: impl std::fmt::Debug + Send) -> Outcome {
    let reference = reference_number(call.id);
    tracing::error!(interaction.id = call.id.0, reference, ?error, "the answer to an interaction failed");
    call.responder.reply(say!(call.language(), "discord-not-shown", ref = reference)).await
}

/// The reference of an interaction, which the person sees and the log contains: the last six digits of its id.
fn reference_number(id: InteractionId) -> String {
    format!("{:06}", id.0 % 1_000_000)
}

/// Converts an error of poise into an error with a text for the person.
fn to_user_error(call: &Call, error: FrameworkError<'_, Call, UserError>) -> UserError {
    let language = call.language();
    match error {
        FrameworkError::Command { error, .. } | FrameworkError::CommandCheckFailed { error: Some(error), .. } => error,
        FrameworkError::GuildOnly { .. } => UserError::message(say!(language, "discord-server-only")),
        FrameworkError::DmOnly { .. } => UserError::message(say!(language, "discord-dm-only")),
        FrameworkError::MissingUserPermissions { .. } | FrameworkError::CommandCheckFailed { .. } => {
            UserError::message(say!(language, "discord-not-allowed"))
        }
        FrameworkError::ArgumentParse { input, .. } => {
            let input = input.map(|input| clip(&sanitize_line(&input), MAX_ECHO_CHARS)).unwrap_or_default();
            UserError::message(say!(language, "discord-not-understood", input = input))
        }
        // A client that is not up to date still shows a command that was removed.
        FrameworkError::UnknownInteraction { .. } | FrameworkError::CommandStructureMismatch { .. } => {
            UserError::message(say!(language, "discord-outdated-command"))
        }
        other => UserError::from(UnexpectedError(other.to_string())),
    }
}

/// An error of poise that a user cannot cause.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct UnexpectedError(String);

impl Explain for UnexpectedError {
    fn explain(&self, _language: Language) -> Option<String> {
        None
    }
}

async fn suggestions(context: Context<'_>) -> Vec<(String, Value)> {
    let focused = context.args.iter().find_map(|arg| match &arg.value {
        ResolvedValue::Autocomplete { value, .. } => Some((arg.name, *value)),
        _ => None,
    });
    let Some((name, typed)) = focused else { return Vec::new() };
    let parameter = context.command().parameters.iter().find(|parameter| parameter.name == name);
    let Some(callback) = parameter.and_then(|parameter| parameter.autocomplete_callback) else { return Vec::new() };
    let response = serde_json::to_value(callback(context, typed).await).unwrap_or_default();
    let choices = response["choices"].as_array().cloned().unwrap_or_default();
    let labelled = choices
        .into_iter()
        .map(|choice| (choice["name"].as_str().unwrap_or_default().to_owned(), choice["value"].clone()));
    labelled.filter(|(label, _)| !label.is_empty()).collect()
}

/// How to acknowledge the command: as the command's `custom_data` says, otherwise privately.
fn ack_of(commands: &[Command], command: &CommandInteraction) -> Ack {
    let mut matching_command = commands.iter().find(|c| c.name == command.data.name);
    let mut options = command.data.options();
    while let (Some(parent), Some(ResolvedValue::SubCommand(inner) | ResolvedValue::SubCommandGroup(inner))) =
        (matching_command, options.first().map(|option| option.value.clone()))
    {
        matching_command = parent.subcommands.iter().find(|c| c.name == options[0].name);
        options = inner;
    }
    let Some(command) = matching_command else { return Ack::default() };
    if let Some(FormUnless(required_options)) = command.custom_data.downcast_ref() {
        let is_given = |name: &str| options.iter().any(|option| option.name == name);
        return if required_options.iter().all(|name| is_given(name)) { Ack::Private } else { Ack::Never };
    }
    command.custom_data.downcast_ref::<Ack>().copied().unwrap_or_default()
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
        permissions: Permissions(
            member.and_then(|member| member.permissions).map_or(0, |permissions| permissions.bits()),
        ),
    }
}

fn chosen_values(kind: &ComponentInteractionDataKind) -> Vec<String> {
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
