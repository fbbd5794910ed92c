//! The delivery route to Discord. It decides where a message goes (DM, inbox thread, channel), renders it, posts or
//! edits it, opens threads, and searches for a message or thread that an earlier attempt may have created.
//!
//! It never decides whether something is sent, and never retries: the dispatcher does both. Every message carries a tag
//! of its delivery, in a custom id if the message has buttons, otherwise in invisible characters at the end of the
//! text. When the outcome of an attempt is unknown, we look for the tag in the channel's history.

use async_trait::async_trait;
use serde_json::{Value, json};
use serenity::http::{self, LightMethod};

use crate::db::{Conn, Db, DbError, Tx};
use crate::delivery::{
    Action, Address, Cause, Facts, Job, LocateError, Order, Place, Posted, Reservation, Route, RouteName, Search,
    SendError, Sound, notices,
};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::clip;
use crate::discord::viewer::Viewer;
use crate::discord::wire::destination::Destination;
use crate::discord::wire::error_codes::{
    THREAD_ARCHIVED, UNKNOWN_CHANNEL, UNKNOWN_MEMBER, UNKNOWN_MESSAGE, UNKNOWN_USER,
};
use crate::discord::wire::failures::send_error;
use crate::discord::wire::message_search;
use crate::discord::wire::old_edits;
use crate::discord::wire::pacing::Permit;
use crate::discord::wire::read_back::tag_of_nonce;
use crate::discord::wire::rendering::{Outgoing, Renderers};
use crate::discord::wire::thread_members;
use crate::discord::wire::thread_pace::{Need, ThreadSlot};
use crate::discord::wire::threads::{self, MAX_NAME_CHARS, Threads};
use crate::discord::wire::transport::{Failure, Refusal, Request, Transport};
use crate::guild;
use crate::members::{self, ChannelId, Member, MemberId, MessageId};
use crate::time::{SignedDuration, Timestamp};

/// The route for members whose DMs are closed: their private thread in the inbox channel.
const INBOX_ROUTE: RouteName = RouteName::new("inbox");
/// How often a delivery checks whether the server has been set up.
const SET_UP_CHECK_INTERVAL: SignedDuration = SignedDuration::from_mins(1);

/// Sends deliveries to Discord.
pub struct DiscordRoute {
    db: Db,
    transport: Transport,
    renderers: Renderers,
    threads: Threads,
}

/// The destination of an attempt, and the person in whose language and time zone the message is written.
struct Located {
    destination: Destination,
    /// `None` if several people read the message.
    reader: Option<Member>,
    /// The slot for the thread that the attempt opens; `None` if it opens none.
    slot: Option<ThreadSlot>,
}

impl Located {
    fn without_slot(destination: Destination, reader: Option<Member>) -> Self {
        Self { destination, reader, slot: None }
    }
}

/// Why a request failed.
enum Fault {
    Discord(Failure),
    /// A failure that is already converted for the dispatcher.
    Converted(SendError),
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Fault::Discord(failure)
    }
}

impl From<SendError> for Fault {
    fn from(error: SendError) -> Self {
        Fault::Converted(error)
    }
}

impl From<Fault> for SendError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Discord(failure) => send_error(failure),
            Fault::Converted(error) => error,
        }
    }
}

impl Fault {
    /// Whether Discord refused the request with one of these codes.
    fn is_refusal(&self, codes: &[u32]) -> bool {
        matches!(self, Fault::Discord(Failure::Refused(Refusal { status: 400..500, code, .. })) if codes.contains(code))
    }
}

#[async_trait]
impl Route for DiscordRoute {
    fn serves(&self) -> &'static [RouteName] {
        const { &[RouteName::FIRST, INBOX_ROUTE] }
    }

    async fn locate(&self, job: &Job, now: Timestamp) -> Result<Place, LocateError> {
        let located = match (&job.action, job.tried_channel) {
            (Action::Post(Address::Channel(channel)), tried) => {
                Located::without_slot(Destination::Channel { channel: tried.unwrap_or(*channel) }, None)
            }
            (Action::Post(Address::Member(member)), Some(tried)) => self.locate_tried(*member, tried).await?,
            (Action::Post(Address::Member(member)), None) => match self.locate_member(*member, job, now).await {
                Err(LocateError::Send(refusal @ SendError::Permanent { .. })) if job.may_have_arrived => {
                    self.locate_for_search(*member, job).await?.ok_or(refusal)?
                }
                located => located?,
            },
            (Action::Post(Address::Mailbox { .. }), _) => {
                return Err(source_defect("Discord has no mailboxes").into());
            }
            (Action::Edit(_), _) => self.locate_message(job).await?,
            (Action::Delete(_), _) => match self.locate_message(job).await?.destination {
                Destination::EditedMessage { channel, message } => {
                    Located::without_slot(Destination::DeletedMessage { channel, message }, None)
                }
                destination => Located::without_slot(destination, None),
            },
            (Action::OpenThread { parent, members }, _) => {
                let slot = self.threads.slot(*parent, Need::Message(job.lane), now).await?;
                let destination = Destination::NewThread { parent: *parent, members: members.clone() };
                Located { destination, reader: None, slot: Some(slot) }
            }
            (&Action::JoinThread { thread, member }, _) => {
                Located::without_slot(Destination::AddedThreadMember { thread, member }, None)
            }
            (&Action::LeaveThread { thread, member }, _) => {
                Located::without_slot(Destination::RemovedThreadMember { thread, member }, None)
            }
            (&Action::CloseThread { thread }, _) => Located::without_slot(Destination::ClosedThread { thread }, None),
        };
        Ok(Place::new(located.destination.message_channel(), located))
    }

    async fn reserve(&self, job: &Job, place: &Place) -> Reservation {
        let request = as_located(place).destination.request().lane(job.lane);
        Reservation(Some(Box::new(self.transport.reserve(&request).await)))
    }

    async fn may_edit_at(
        &self,
        conn: &mut Conn,
        message: Posted,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, DbError> {
        old_edits::may_edit_at(conn, message, now).await
    }

    async fn deliver(&self, order: &Order, reservation: Reservation) -> Result<Posted, SendError> {
        let permit = reservation.0.and_then(|permit| permit.downcast().ok()).map(|permit| *permit);
        let outcome = match self.carry_out(order, permit).await {
            Err(fault) if fault.is_refusal(&[THREAD_ARCHIVED]) => {
                self.unarchive(order).await?;
                self.carry_out(order, None).await
            }
            outcome => outcome,
        };
        outcome.map_err(SendError::from)
    }

    async fn find(&self, search: &Search) -> Result<Option<Posted>, SendError> {
        let located = as_located(&search.place);
        match &located.destination {
            Destination::Dm { channel }
            | Destination::Channel { channel }
            | Destination::Inbox { thread: channel, .. } => match search.job.action {
                Action::Post(Address::Member(member)) => {
                    message_search::search_member(&self.threads, search, member, *channel).await
                }
                _ => message_search::search_channel(&self.threads, search, *channel).await,
            },
            Destination::NewThread { parent, members } => {
                // If the delivery is no longer wanted, its facts are gone, so we do not know the name of the thread. A
                // leftover empty thread that nobody sees does no harm.
                let name = match &search.facts {
                    Some(facts) => self.render(facts, located, search.now),
                    None => return Ok(None),
                };
                let Ok(Outgoing::Thread { name }) = name else { return Ok(None) };
                let name = clip(&name, MAX_NAME_CHARS);
                let lane = search.job.lane;
                let Some(thread) = self.threads.find(*parent, lane, |other| other == name).await? else {
                    return Ok(None);
                };
                self.threads.add_members(thread, members, lane).await;
                Ok(Some(Posted { channel: Some(thread), message: None, at: search.now }))
            }
            // These actions can be repeated safely, so no search is needed.
            _ => Ok(None),
        }
    }

    /// After a failed DM, the next route is the inbox thread, unless Discord would also refuse the message there.
    async fn next_route(
        &self,
        tx: &mut Tx,
        member: MemberId,
        place: &Place,
        cause: Cause,
        now: Timestamp,
    ) -> Result<Option<RouteName>, DbError> {
        match (&as_located(place).destination, cause) {
            (Destination::Dm { .. }, Cause::InvalidMessage) => return Ok(None),
            // The member's DMs are not closed, so nothing is stored about the member. When the quarantine ends, the
            // member gets DMs again.
            (Destination::Dm { .. }, Cause::Quarantined) => notices::record_quarantine(tx, now).await?,
            // The DMs are closed, there is no common server, or the account was deleted. In each case Discord would
            // refuse every later DM.
            (Destination::Dm { .. }, _) => {
                members::service::set_dm_refused(tx, member, now).await?;
            }
            _ => return Ok(None),
        }
        Ok(Some(INBOX_ROUTE))
    }
}

/// Returns `NotYet` while the server is not set up, so that the delivery waits. Before the set-up, the members and the
/// inbox channel are unknown, so a missing member or channel is not a failure.
async fn require_set_up(conn: &mut Conn, now: Timestamp) -> Result<(), LocateError> {
    match guild::service::setup(conn).await? {
        Some(setup) if setup.inbox_channel.is_some() => Ok(()),
        _ => Err(LocateError::NotYet { until: now.saturating_add(SET_UP_CHECK_INTERVAL).unwrap_or(Timestamp::MAX) }),
    }
}

impl DiscordRoute {
    pub fn new(threads: Threads, renderers: Renderers) -> Self {
        let (db, transport) = threads.db_and_transport();
        Self { db, transport, renderers, threads }
    }

    /// The member's DM if it is open, else their inbox thread.
    async fn locate_member(&self, id: MemberId, job: &Job, now: Timestamp) -> Result<Located, LocateError> {
        let mut conn = self.db.read().await?;
        let Some(member) = members::service::get(&mut conn, id).await? else {
            require_set_up(&mut conn, now).await?;
            return Err(SendError::permanent(Cause::NotHere, "not a member of this server").into());
        };
        if !member.in_guild {
            return Err(SendError::permanent(Cause::NotHere, "has left the server").into());
        }
        let was_never_messaged = member.reach.messaged_at.is_none();
        let dm = match member.reach.usable_dm() {
            // While the bot is quarantined as a spammer, members whom it never messaged get no DM.
            Some(_) if was_never_messaged && notices::is_quarantined(&mut conn).await? => None,
            dm => dm.filter(|_| job.route == RouteName::FIRST),
        };
        drop(conn);
        let destination = match dm {
            Some(channel) => Destination::Dm { channel },
            None => {
                require_set_up(&mut *self.db.read().await?, now).await?;
                let thread = self.threads.find_or_open_inbox_thread(&member, job.lane, now).await?;
                Destination::Inbox { thread, mention: member.id }
            }
        };
        Ok(Located::without_slot(destination, Some(member)))
    }

    /// The member's DM or inbox thread, whichever has the channel that an earlier attempt used.
    async fn locate_tried(&self, id: MemberId, channel: ChannelId) -> Result<Located, LocateError> {
        let reader = members::service::get(&mut *self.db.read().await?, id).await?;
        let is_dm = reader.as_ref().is_some_and(|reader| reader.reach.dm_channel == Some(channel));
        let destination =
            if is_dm { Destination::Dm { channel } } else { Destination::Inbox { thread: channel, mention: id } };
        Ok(Located::without_slot(destination, reader))
    }

    /// The stored DM or inbox thread of a member who cannot be reached now. An earlier attempt may have arrived there.
    async fn locate_for_search(&self, id: MemberId, job: &Job) -> Result<Option<Located>, LocateError> {
        let reader = members::service::get(&mut *self.db.read().await?, id).await?;
        let destination = match reader.as_ref().and_then(|reader| reader.reach.dm_channel) {
            Some(channel) => Destination::Dm { channel },
            None => match self.threads.existing_inbox(id, job.lane).await? {
                Some(thread) => Destination::Inbox { thread, mention: id },
                None => return Ok(None),
            },
        };
        Ok(Some(Located::without_slot(destination, reader)))
    }

    /// The message that the job edits or deletes. Fails if that message is not on Discord.
    async fn locate_message(&self, job: &Job) -> Result<Located, LocateError> {
        let edited = job.edited.and_then(|edited| Some((edited, edited.message.channel?, edited.message.message?)));
        let Some((edited, channel, message)) = edited else {
            return Err(SendError::permanent(Cause::NoMessage, "the message to edit is not on Discord").into());
        };
        let reader = match edited.reader {
            Some(member) => members::service::get(&mut *self.db.read().await?, member).await?,
            None => None,
        };
        Ok(Located::without_slot(Destination::EditedMessage { channel, message }, reader))
    }

    async fn carry_out(&self, order: &Order, permit: Option<Permit>) -> Result<Posted, Fault> {
        let located = as_located(&order.place);
        let request = || located.destination.request().lane(order.job.lane);
        let posted_in = |thread| Posted { channel: Some(thread), message: None, at: order.now };
        match &located.destination {
            Destination::Dm { channel } | Destination::Channel { channel } => {
                self.post(order, located, *channel, permit).await
            }
            Destination::Inbox { thread, .. } => match self.post(order, located, *thread, permit).await {
                Err(fault) if fault.is_refusal(&[UNKNOWN_CHANNEL]) => {
                    // Somebody deleted the thread. The next attempt opens a new one.
                    self.threads.forget(*thread).await?;
                    let reason = match fault {
                        Fault::Discord(failure) => failure.to_string(),
                        Fault::Converted(error) => error.to_string(),
                    };
                    Err(SendError::Transient { reason, retry_after_ms: None }.into())
                }
                outcome => outcome,
            },
            Destination::EditedMessage { channel, message } => {
                self.edit(order, located, *channel, *message, permit).await
            }
            Destination::DeletedMessage { channel, .. } => match self.send(request(), permit).await {
                // The message, or its channel, is already deleted. That is the desired result.
                Err(fault) if fault.is_refusal(&[UNKNOWN_MESSAGE, UNKNOWN_CHANNEL]) => Ok(posted_in(*channel)),
                outcome => outcome.map(|_| posted_in(*channel)),
            },
            Destination::NewThread { parent, members } => {
                self.open_thread(order, located, *parent, members, permit).await
            }
            Destination::AddedThreadMember { thread, member } => {
                let rng = self.db.rng();
                thread_members::add(&self.transport, rng, *thread, *member, order.job.lane, permit).await?;
                Ok(posted_in(*thread))
            }
            Destination::RemovedThreadMember { thread, .. } => match self.send(request(), permit).await {
                // The member is not in the thread, or the thread no longer exists, so nothing is left to do.
                Err(fault) if fault.is_refusal(&[UNKNOWN_CHANNEL, UNKNOWN_MEMBER, UNKNOWN_USER]) => {
                    Ok(posted_in(*thread))
                }
                outcome => outcome.map(|_| posted_in(*thread)),
            },
            Destination::ClosedThread { thread } => {
                let body = json!({ "archived": true, "locked": true });
                self.send(request().body(body), permit).await.map(|_| posted_in(*thread))
            }
        }
    }

    async fn post(
        &self,
        order: &Order,
        located: &Located,
        channel: ChannelId,
        permit: Option<Permit>,
    ) -> Result<Posted, Fault> {
        let mut reply = self.render_message(order, located)?;
        if let Destination::Inbox { mention, .. } = located.destination {
            reply = reply.mentioning(mention.0);
        }
        if order.sound == Sound::Silent {
            reply = reply.silent();
        }
        let nonce = &order.job.nonce;
        let reply = reply.tagged(tag_of_nonce(nonce)).nonce(nonce.as_str());
        let request =
            located.destination.request().lane(order.job.lane).body(reply.body_with_flags(0)).files(reply.files());
        let answer = self.send(request, permit).await?;
        let posted = parse_id(&answer["channel_id"]).map(ChannelId).zip(parse_id(&answer["id"]).map(MessageId));
        let Some((posted_channel, message)) = posted else {
            return Err(unknown_outcome("the response contains no message").into());
        };
        if posted_channel != channel {
            // If the nonce was used before, Discord returns the earlier message and does not post ours.
            let delivery = order.job.id.0;
            tracing::error!(
                delivery.id = delivery,
                asked = channel.0,
                ?posted_channel,
                "a message is in another channel"
            );
            return Err(source_defect("Discord answered with a message in another channel").into());
        }
        Ok(Posted { channel: Some(channel), message: Some(message), at: order.now })
    }

    async fn edit(
        &self,
        order: &Order,
        located: &Located,
        channel: ChannelId,
        message: MessageId,
        permit: Option<Permit>,
    ) -> Result<Posted, Fault> {
        let reply = self.render_message(order, located)?;
        let request = located.destination.request().lane(order.job.lane).body(reply.edit_body()).files(reply.files());
        let answer = self.send(request, permit).await?;
        if parse_id(&answer["id"]) != Some(message.0) {
            return Err(unknown_outcome("the response is not the edited message").into());
        }
        Ok(Posted { channel: Some(channel), message: Some(message), at: order.now })
    }

    async fn open_thread(
        &self,
        order: &Order,
        located: &Located,
        parent: ChannelId,
        members: &[MemberId],
        permit: Option<Permit>,
    ) -> Result<Posted, Fault> {
        let Outgoing::Thread { name } = self.render(&order.facts, located, order.now)? else {
            return Err(source_defect("the facts of a thread were rendered as a message").into());
        };
        let request = located.destination.request().lane(order.job.lane).body(threads::new_thread_body(&name));
        if let Some(slot) = &located.slot {
            slot.mark_used();
        }
        let answer = match self.send(request, permit).await {
            Err(Fault::Discord(failure)) => {
                self.threads.record_open_failure(parent, &failure, order.now);
                return Err(failure.into());
            }
            answer => answer?,
        };
        let thread = threads::opened_thread_id(&answer)?;
        if parse_id(&answer["parent_id"]) != Some(parent.0) {
            return Err(source_defect("Discord opened the thread in another channel").into());
        }
        self.threads.add_members(thread, members, order.job.lane).await;
        Ok(Posted { channel: Some(thread), message: None, at: order.now })
    }

    /// Unarchives the order's thread. Discord archives a thread in which nobody wrote for a week, and then refuses the
    /// order's request. So the request had no effect, and can be repeated.
    async fn unarchive(&self, order: &Order) -> Result<(), SendError> {
        let channel_id = as_located(&order.place).destination.channel().0.into();
        let request = Request::new(LightMethod::Patch, http::Route::Channel { channel_id }).lane(order.job.lane);
        let answer = self.send(request.body(json!({ "archived": false })), None).await;
        answer.map(|_| ()).map_err(|fault| threads::as_not_posted(fault.into()))
    }

    fn render_message(&self, order: &Order, located: &Located) -> Result<Reply, SendError> {
        match self.render(&order.facts, located, order.now)? {
            Outgoing::Message(reply) => Ok(reply),
            Outgoing::Thread { .. } => Err(source_defect("the facts of a message were rendered as a thread")),
        }
    }

    fn render(&self, facts: &Facts, located: &Located, now: Timestamp) -> Result<Outgoing, SendError> {
        let viewer = match &located.reader {
            Some(member) => Viewer::of(member.clone(), now),
            None => Viewer::many(now),
        };
        self.renderers.render(facts, &viewer).ok_or_else(|| source_defect("no renderer is registered for these facts"))
    }

    async fn send(&self, request: Request<'_>, permit: Option<Permit>) -> Result<Value, Fault> {
        let outcome = match permit {
            Some(permit) => self.transport.send_with(request, permit).await,
            None => self.transport.send(request).await,
        };
        Ok(outcome?)
    }
}

fn as_located(place: &Place) -> &Located {
    place.get().expect("the place was located by this route")
}

/// An error for a mistake in our source code. Each other route to the same person would fail too.
fn source_defect(reason: &str) -> SendError {
    SendError::permanent(Cause::InvalidMessage, reason)
}

fn unknown_outcome(reason: &str) -> SendError {
    SendError::Unknown { reason: reason.to_owned() }
}

fn parse_id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}
