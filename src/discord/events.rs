//! Handles the gateway's events: answers each interaction in its own task, and applies changes of the server one at a
//! time, in Discord's order.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};

use futures_util::FutureExt;
use serde_json::Value;
use serenity::model::channel::{Message, Nonce};
use serenity::model::event::{Event, ReadyEvent};
use serenity::model::id;
use tokio::sync::mpsc;

use crate::delivery::Dispatcher;
use crate::discord::guild::regained_access::AccessBefore;
use crate::discord::guild::{missed_deletions, sync};
use crate::discord::interactions::InteractionHandler;
use crate::discord::members::direct_messages;
use crate::discord::services::Services;
use crate::discord::wire::gateway::{EventContext, EventGuard, EventHandler};
use crate::discord::wire::in_flight::InFlightGuard;
use crate::discord::wire::registration::{self, RegistrationOutcome};
use crate::discord::wire::seen_interactions::SeenInteractions;
use crate::faq::cards;
use crate::members::{self, ChannelId, GuildId, MemberId, MessageId};

/// The bot's handler of gateway events.
pub struct BotEventHandler {
    services: Services,
    interactions: Arc<InteractionHandler>,
    /// The request body that registers the commands with Discord.
    commands: Arc<Value>,
    changes: mpsc::UnboundedSender<Change>,
    seen_interactions: SeenInteractions,
    /// The bot's own user, from READY.
    bot: Arc<OnceLock<MemberId>>,
}

/// An event in the queue of changes. The guards are dropped once the event is applied.
struct Change {
    event: Event,
    _event_guard: EventGuard,
    _in_flight: InFlightGuard,
}

impl BotEventHandler {
    /// Spawns the task that applies changes. The task ends once this handler is dropped and the queue is empty.
    ///
    /// `dispatcher` gets each message of the bot that the gateway delivers. Such a message proves that its delivery
    /// succeeded, even if the response to the request was lost.
    pub fn start(
        services: Services,
        dispatcher: Arc<Dispatcher>,
        interactions: InteractionHandler,
        commands: Value,
    ) -> Self {
        let (changes, queue) = mpsc::unbounded_channel();
        let bot = Arc::new(OnceLock::new());
        let applier = ChangeApplier { services: services.clone(), dispatcher, bot: Arc::clone(&bot) };
        tokio::spawn(applier.run(queue));
        let (interactions, commands) = (Arc::new(interactions), Arc::new(commands));
        Self { services, interactions, commands, changes, seen_interactions: SeenInteractions::default(), bot }
    }

    /// Answers a direct message in a task of its own, because changes of the server must not wait for the answer.
    fn answer_direct_message(&self, message: &Message) {
        if message.guild_id.is_some() || message.author.bot {
            return;
        }
        let (services, message, in_flight) = (self.services.clone(), message.clone(), self.services.in_flight.begin());
        tokio::spawn(async move {
            direct_messages::answer(&services, &message, services.clock.now()).await;
            drop(in_flight);
        });
    }

    fn on_ready(&self, event: &ReadyEvent) {
        let ready = &event.ready;
        let _ = self.bot.set(MemberId(ready.user.id.get()));
        tracing::info!(session = ready.session_id, guilds = ready.guilds.len(), "connected to Discord");
        let (services, commands) = (self.services.clone(), Arc::clone(&self.commands));
        let (application, in_flight) = (ready.application.id.get(), self.services.in_flight.begin());
        tokio::spawn(async move {
            register_commands(&services, application, &commands).await;
            drop(in_flight);
        });
    }
}

impl EventHandler for BotEventHandler {
    fn handle(&self, context: EventContext, event: Event, guard: EventGuard) {
        let in_flight = self.services.in_flight.begin();
        if let Event::InteractionCreate(event) = event {
            let id = event.interaction.id().get();
            if !self.seen_interactions.insert(id) {
                tracing::info!(interaction.id = id, "Discord delivered an interaction again; it is handled once");
                return;
            }
            let interactions = Arc::clone(&self.interactions);
            tokio::spawn(async move {
                interactions.answer(&context, event.interaction).await;
                drop((guard, in_flight));
            });
            return;
        }
        if let Event::Ready(event) = &event {
            self.on_ready(event);
        }
        if let Event::MessageCreate(event) = &event {
            self.answer_direct_message(&event.message);
        }
        // This send fails only while the runtime shuts down, because then the receiver is gone.
        let _ = self.changes.send(Change { event, _event_guard: guard, _in_flight: in_flight });
    }

    fn unreadable_interaction(&self, raw: Value, guard: EventGuard) {
        let (interactions, in_flight) = (Arc::clone(&self.interactions), self.services.in_flight.begin());
        tokio::spawn(async move {
            interactions.answer_unreadable(&raw).await;
            drop((guard, in_flight));
        });
    }
}

async fn register_commands(services: &Services, application: u64, commands: &Value) {
    match registration::register(&services.transport, &services.db, application, commands).await {
        Ok(RegistrationOutcome::Replaced) => tracing::info!("registered the commands with Discord"),
        Ok(RegistrationOutcome::Unchanged) => tracing::debug!("Discord has the current commands"),
        Err(error) => {
            tracing::error!(%error, "could not register the commands; retrying at the next connection");
        }
    }
}

/// Applies changes of the server one at a time, in order.
struct ChangeApplier {
    services: Services,
    dispatcher: Arc<Dispatcher>,
    bot: Arc<OnceLock<MemberId>>,
}

impl ChangeApplier {
    async fn run(self, mut changes: mpsc::UnboundedReceiver<Change>) {
        while let Some(change) = changes.recv().await {
            if AssertUnwindSafe(self.apply(&change.event)).catch_unwind().await.is_err() {
                tracing::error!("a change of the server caused a panic; the next READY syncs the server again");
            }
        }
    }

    async fn apply(&self, event: &Event) {
        if !self.can_change_access(event) {
            return self.apply_change(event).await;
        }
        match AccessBefore::read(&self.services).await {
            Ok(before) => {
                self.apply_change(event).await;
                before.retry_refused(&self.services).await;
            }
            Err(error) => {
                tracing::error!(%error, "could not read Magpie's permissions; refused deliveries are not retried");
                self.apply_change(event).await;
            }
        }
    }

    async fn apply_change(&self, event: &Event) {
        match event {
            Event::GuildCreate(event) => self.sync_server(GuildId(event.guild.id.get())).await,
            event => {
                if let Err(error) = sync::apply_event(&self.services, event).await {
                    tracing::error!(%error, "could not apply a change of the server; the next READY syncs it again");
                }
            }
        }
        match event {
            Event::MessageCreate(event) => {
                self.settle_delivery(&event.message).await;
                self.note_thread_message(&event.message).await;
            }
            Event::MessageDelete(event) => self.forget_messages(&[event.message_id]).await,
            Event::MessageDeleteBulk(event) => self.forget_messages(&event.ids).await,
            Event::ThreadDelete(event) => self.forget_channel(ChannelId(event.thread.id.get())).await,
            Event::ChannelDelete(event) => self.forget_channel(ChannelId(event.channel.id.get())).await,
            _ => {}
        }
    }

    /// Removes the stored id of a deleted thread, so that its member or its open ticket gets a new thread. If the inbox
    /// channel was deleted, removes the ids of all its threads. Tickets that used the channel go on without it.
    async fn forget_channel(&self, channel: ChannelId) {
        let (db, now) = (&self.services.db, self.services.clock.now());
        let removal = async {
            members::service::forget_inbox(db, channel).await?;
            self.services.helpdesk.handle_deleted_channel(db, channel, now).await
        };
        if let Err(error) = removal.await {
            // No retry is needed. Discord will refuse the next message to the deleted thread or channel, and the
            // refusal also reports the deletion.
            tracing::error!(channel.id = channel.0, %error, "could not record that a thread or channel was deleted");
        }
    }

    /// Notices deleted copies of cards. A deletion that Magpie misses shows at the next edit of the copy.
    async fn forget_messages(&self, deleted: &[id::MessageId]) {
        for message in deleted {
            let message = MessageId(message.get());
            if let Err(error) = cards::copy_deleted(&self.services.db, message, self.services.clock.now()).await {
                tracing::error!(message.id = message.0, %error, "could not record that a message was deleted");
            }
        }
    }

    /// Whether this event can change in which channels Magpie may write.
    fn can_change_access(&self, event: &Event) -> bool {
        match event {
            Event::GuildCreate(_)
            | Event::ChannelCreate(_)
            | Event::ChannelUpdate(_)
            | Event::GuildRoleUpdate(_)
            | Event::GuildRoleDelete(_) => true,
            Event::GuildMemberUpdate(event) => self.bot.get().is_some_and(|bot| bot.0 == event.user.id.get()),
            _ => false,
        }
    }

    /// Reads the server from Discord. Called for each GUILD_CREATE: after READY, after an outage, and when the bot is
    /// added to a server.
    async fn sync_server(&self, guild: GuildId) {
        let Some(bot) = self.bot.get() else { return };
        match sync::sync_server(&self.services, *bot, guild).await {
            Ok(()) => {
                self.load_languages().await;
                self.handle_missed_deletions(guild).await;
            }
            Err(error) => {
                tracing::error!(guild.id = guild.0, %error, "could not sync the server; its last known state stays");
            }
        }
    }

    async fn handle_missed_deletions(&self, guild: GuildId) {
        let services = &self.services;
        match missed_deletions::find(&services.db, &services.transport, services.helpdesk, guild).await {
            Ok(deleted) => {
                for channel in deleted {
                    self.forget_channel(channel).await;
                }
            }
            Err(error) => tracing::error!(%error, "could not look for deleted channels and threads"),
        }
    }

    async fn load_languages(&self) {
        let load = async { self.services.languages.read_all(&mut *self.services.db.read().await?).await };
        if let Err(error) = load.await {
            tracing::error!(%error, "could not load the members' languages; using those of their clients");
        }
    }

    /// Tells the help desk who has written in a channel of the server. Without the text: only the fact counts.
    async fn note_thread_message(&self, message: &Message) {
        if message.guild_id.is_none() || message.author.bot {
            return;
        }
        let (channel, author) = (ChannelId(message.channel_id.get()), MemberId(message.author.id.get()));
        let (helpdesk, now) = (self.services.helpdesk, self.services.clock.now());
        if let Err(error) = helpdesk.note_message(&self.services.db, channel, author, now).await {
            // At worst, Magpie asks a helper for a sign of life who has given one.
            tracing::error!(channel.id = channel.0, %error, "could not store that somebody wrote in a thread");
        }
    }

    async fn settle_delivery(&self, message: &Message) {
        if self.bot.get().is_none_or(|bot| bot.0 != message.author.id.get()) {
            return;
        }
        let nonce = match &message.nonce {
            Some(Nonce::String(text)) => text.clone(),
            Some(Nonce::Number(number)) => number.to_string(),
            None => return,
        };
        let (channel, id) = (ChannelId(message.channel_id.get()), MessageId(message.id.get()));
        if let Err(error) = self.dispatcher.settle_seen_message(&nonce, channel, id).await {
            tracing::error!(message.id = id.0, %error, "could not settle the delivery of our own message");
        }
    }
}
