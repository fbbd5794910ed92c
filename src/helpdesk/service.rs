//! What people do with tickets: one function, one use case, one transaction.

use super::crew::Crew;
use super::messages::{self, News};
use super::model::{Actor, Asker, Kind, Refusal, Settings, Status, Ticket, TicketId};
use super::store::{self, What};
use super::view::{TicketStory, TicketView};
use crate::db::{Conn, Db, DbError, Tx};
use crate::escalation::{Desk, Step};
use crate::guild::{self, Missing, Setup};
use crate::members::{self, ChannelId, GuildId, InteractionId, Member, MemberId};
use crate::time::Timestamp;

/// Characters of what somebody writes, so that a message of ours holds it.
pub const TEXT_LIMIT: usize = 1000;
/// Characters of a name or an address outside Discord.
pub const LINE_LIMIT: usize = 100;
/// Tickets shown in one list.
const LISTED: i64 = 50;

#[derive(Debug, thiserror::Error)]
pub enum HelpdeskError {
    /// `/setup` has not been told all that is needed.
    #[error("the server is not set up")]
    NotSetUp(Vec<Missing>),
    /// There is no such ticket, or it is not theirs to see.
    #[error("ticket {0} is not known to them")]
    Unknown(TicketId),
    #[error("ticket {id}: {refusal}")]
    Refused { id: TicketId, refusal: Refusal, helper: Option<String> },
    #[error("member {0} is not in the server")]
    NotHere(MemberId),
    #[error("only volunteers and the secretariat may do that")]
    NotDesk,
    #[error("nothing was written")]
    Empty,
    #[error("over {limit} characters")]
    TooLong { limit: usize },
    #[error("{limit} tickets are open already")]
    TooMany { limit: usize },
    #[error(transparent)]
    Db(#[from] DbError),
}

type Result<T, E = HelpdeskError> = std::result::Result<T, E>;

/// The help desk. Cheap to clone.
#[derive(Debug, Clone, Copy)]
pub struct Helpdesk {
    pub(super) settings: Settings,
}

/// Somebody asks.
#[derive(Debug, Clone, Copy)]
pub struct OpenTicket<'a> {
    pub interaction: InteractionId,
    pub asker: MemberId,
    pub kind: Kind,
    pub text: &'a str,
}

/// A volunteer writes down what somebody outside Discord asked.
#[derive(Debug, Clone, Copy)]
pub struct LogTicket<'a> {
    pub interaction: InteractionId,
    pub by: MemberId,
    pub name: &'a str,
    pub contact: &'a str,
    pub problem: &'a str,
    /// How it was answered; without it the ticket is open.
    pub answer: Option<&'a str>,
}

/// Whom a ticket went to.
#[derive(Debug, Clone)]
pub struct Handed {
    pub view: TicketView,
    /// Asked now.
    pub awake: Vec<Member>,
    /// Asked silently: their hours are not known.
    pub unknown: Vec<Member>,
    /// Asked when they wake.
    pub asleep: Vec<(Member, Timestamp)>,
}

impl Helpdesk {
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    /// Opens a ticket. The same interaction, or the same text while it is open, opens it once.
    pub async fn open(&self, db: &Db, open: OpenTicket<'_>, now: Timestamp) -> Result<TicketView> {
        let text = written(open.text, TEXT_LIMIT)?;
        let mut tx = db.begin().await?;
        let setup = ready(&mut tx).await?;
        here(&mut tx, open.asker).await?;
        let earlier = store::of_asker(&mut tx, open.asker, LISTED).await?;
        if let Some(same) = earlier.iter().find(|t| t.is_open() && t.text == text && t.kind == open.kind) {
            let view = TicketView::load(&mut tx, same.clone(), &self.settings, now).await?;
            tx.commit().await?;
            return Ok(view);
        }
        if earlier.iter().filter(|ticket| ticket.is_open()).count() >= self.settings.open_limit {
            return Err(HelpdeskError::TooMany { limit: self.settings.open_limit });
        }
        let crew = Crew::load(&mut tx, Some(open.asker), now).await?;
        let posted = crew.plan(open.kind.desk(), &self.settings).post(now);
        let status = Status::Waiting { step: posted.step, next_at: posted.next_at };
        let new = fresh(open.kind, Asker::Member(open.asker), text, status, now);
        let ticket = insert(&mut tx, open.interaction, new, open.asker, now).await?;
        post_card(&mut tx, &setup, &ticket, now).await?;
        messages::status(&mut tx, &ticket, now).await?;
        self.done(tx, ticket, now).await
    }

    /// Writes down somebody who asked outside Discord. With an answer it is closed at once, and in any case it counts.
    pub async fn log(&self, db: &Db, log: LogTicket<'_>, now: Timestamp) -> Result<TicketView> {
        let (name, contact) = (written(log.name, LINE_LIMIT)?, written(log.contact, LINE_LIMIT)?);
        let problem = written(log.problem, TEXT_LIMIT)?;
        let answer =
            log.answer.filter(|text| !text.trim().is_empty()).map(|text| written(text, TEXT_LIMIT)).transpose()?;
        let mut tx = db.begin().await?;
        let setup = ready(&mut tx).await?;
        let by = here(&mut tx, log.by).await?;
        if !on_desk(&by) {
            return Err(HelpdeskError::NotDesk);
        }
        let crew = Crew::load(&mut tx, None, now).await?;
        let posted = crew.plan(Desk::Volunteers, &self.settings).post(now);
        let status = Status::Waiting { step: posted.step, next_at: posted.next_at };
        let asker = Asker::Outside { name, contact, logged_by: Some(log.by) };
        let mut new = fresh(Kind::Logged, asker, problem, status, now);
        if answer.is_some() {
            let answered = new.claim(Actor::from(&by), now, &self.settings);
            let answered =
                answered.and_then(|ticket| ticket.solve(Actor::from(&by), answer.as_deref(), now, &self.settings));
            new = answered.expect("a volunteer may claim and solve what they write down");
        }
        let ticket = insert(&mut tx, log.interaction, new, log.by, now).await?;
        if ticket.is_open() {
            post_card(&mut tx, &setup, &ticket, now).await?;
        }
        self.done(tx, ticket, now).await
    }

    /// "I will help": one winner. Whoever wins twice wins once.
    pub async fn claim(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketView> {
        let mut tx = db.begin().await?;
        let setup = ready(&mut tx).await?;
        let (actor, ticket) = readable(&mut tx, id, by).await?;
        if let Status::Claimed { helper, .. } = ticket.status
            && helper == by
        {
            let view = TicketView::load(&mut tx, ticket, &self.settings, now).await?;
            tx.commit().await?;
            return Ok(view);
        }
        let ticket = allowed(&mut tx, id, ticket.claim(actor, now, &self.settings)).await?;
        let ticket = save(&mut tx, ticket).await?;
        store::note(&mut tx, id, now, Some(by), What::Claimed, None).await?;
        match setup.help_channel {
            Some(parent) => messages::thread(&mut tx, &ticket, by, parent, now).await?,
            None => messages::helper(&mut tx, &ticket, by, now).await?,
        }
        self.done(tx, ticket, now).await
    }

    /// "I cannot continue": puts it back.
    pub async fn release(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketView> {
        let mut tx = db.begin().await?;
        let (actor, before) = readable(&mut tx, id, by).await?;
        let posted = Crew::of(&mut tx, &before, now).await?.plan(before.desk, &self.settings).post(now);
        let ticket = allowed(&mut tx, id, before.clone().release(actor, &posted)).await?;
        let ticket = save(&mut tx, ticket).await?;
        store::note(&mut tx, id, now, Some(by), What::Released, None).await?;
        if let Some(helper) = before.helper() {
            // Who could not go on is not asked at once again.
            store::set_asked(&mut tx, id, ticket.round, helper, now).await?;
            messages::leave(&mut tx, &before, helper, now).await?;
        }
        messages::news(&mut tx, &ticket, News::PutBack, now).await?;
        self.done(tx, ticket, now).await
    }

    /// "Send to secretariat", with what was tried.
    pub async fn send_to_secretariat(
        &self,
        db: &Db,
        id: TicketId,
        by: MemberId,
        tried: &str,
        now: Timestamp,
    ) -> Result<Handed> {
        let tried = written(tried, TEXT_LIMIT)?;
        let mut tx = db.begin().await?;
        let setup = ready(&mut tx).await?;
        let (actor, before) = readable(&mut tx, id, by).await?;
        let crew = Crew::of(&mut tx, &before, now).await?.not_asked();
        let asked = crew.plan(Desk::Secretariat, &self.settings).ask_secretariat(now);
        let ticket = allowed(&mut tx, id, before.send_to_secretariat(actor, &tried, &asked)).await?;
        let ticket = save(&mut tx, ticket).await?;
        store::note(&mut tx, id, now, Some(by), What::Sent, Some(&tried)).await?;
        post_card(&mut tx, &setup, &ticket, now).await?;
        // Who sends it there from the secretariat itself knows.
        let ask: Vec<MemberId> = asked.ask.iter().copied().filter(|member| *member != by).collect();
        ask_all(&mut tx, &ticket, &ask, now).await?;
        messages::news(&mut tx, &ticket, News::Sent, now).await?;
        let (awake, unknown, asleep) = by_wakefulness(crew.secretariat(), now);
        let view = self.done(tx, ticket, now).await?;
        Ok(Handed { view, awake, unknown, asleep })
    }

    /// "Problem solved". The asker is asked whether it is; when they say so themselves, it closes.
    pub async fn solve(
        &self,
        db: &Db,
        id: TicketId,
        by: MemberId,
        answer: Option<&str>,
        now: Timestamp,
    ) -> Result<TicketView> {
        let answer = answer.filter(|text| !text.trim().is_empty()).map(|text| written(text, TEXT_LIMIT)).transpose()?;
        let mut tx = db.begin().await?;
        let (actor, before) = readable(&mut tx, id, by).await?;
        let ticket = allowed(&mut tx, id, before.clone().solve(actor, answer.as_deref(), now, &self.settings)).await?;
        let ticket = save(&mut tx, ticket).await?;
        let what = if ticket.is_open() { What::Solved } else { What::Closed };
        store::note(&mut tx, id, now, Some(by), what, answer.as_deref()).await?;
        if ticket.is_open() {
            messages::news(&mut tx, &ticket, News::Solved, now).await?;
        }
        close_thread(&mut tx, &before, &ticket, now).await?;
        self.done(tx, ticket, now).await
    }

    /// The asker says that it is not solved.
    pub async fn reopen(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketView> {
        let mut tx = db.begin().await?;
        let (actor, before) = readable(&mut tx, id, by).await?;
        let posted = Crew::of(&mut tx, &before, now).await?.plan(before.desk, &self.settings).post(now);
        let ticket = allowed(&mut tx, id, before.reopen(actor, now, &posted)).await?;
        let ticket = save(&mut tx, ticket).await?;
        store::note(&mut tx, id, now, Some(by), What::Reopened, None).await?;
        self.done(tx, ticket, now).await
    }

    /// The asker needs it no more.
    pub async fn withdraw(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketView> {
        let mut tx = db.begin().await?;
        let (actor, before) = readable(&mut tx, id, by).await?;
        let ticket = allowed(&mut tx, id, before.clone().withdraw(actor, now)).await?;
        let ticket = save(&mut tx, ticket).await?;
        store::note(&mut tx, id, now, Some(by), What::Closed, None).await?;
        close_thread(&mut tx, &before, &ticket, now).await?;
        self.done(tx, ticket, now).await
    }

    /// "I am still helping."
    pub async fn still_helping(&self, db: &Db, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketView> {
        let mut tx = db.begin().await?;
        let (actor, before) = readable(&mut tx, id, by).await?;
        let ticket = allowed(&mut tx, id, before.still_helping(actor, now, &self.settings)).await?;
        let ticket = save(&mut tx, ticket).await?;
        self.done(tx, ticket, now).await
    }

    /// The tickets that are theirs: of the desks they sit at when open, and those they asked.
    pub async fn list(&self, conn: &mut Conn, by: MemberId, now: Timestamp) -> Result<Vec<TicketView>> {
        let actor = Actor::from(&here(conn, by).await?);
        let mut tickets = store::open(conn, LISTED).await?;
        tickets.retain(|ticket| ticket.may_read(actor));
        let mut views = Vec::with_capacity(tickets.len());
        for ticket in tickets {
            views.push(TicketView::load(conn, ticket, &self.settings, now).await?);
        }
        Ok(views)
    }

    /// A ticket and what happened to it.
    pub async fn show(&self, conn: &mut Conn, id: TicketId, by: MemberId, now: Timestamp) -> Result<TicketStory> {
        let (_, ticket) = readable(conn, id, by).await?;
        let view = TicketView::load(conn, ticket, &self.settings, now).await?;
        Ok(TicketStory::load(conn, view).await?)
    }

    /// Words the ticket's messages anew and commits.
    async fn done(&self, mut tx: Tx, ticket: Ticket, now: Timestamp) -> Result<TicketView> {
        messages::refresh(&mut tx, ticket.id, now).await?;
        let view = TicketView::load(&mut tx, ticket, &self.settings, now).await?;
        tx.commit().await?;
        Ok(view)
    }
}

/// Asks them, and remembers it.
pub(super) async fn ask_all(tx: &mut Tx, ticket: &Ticket, ask: &[MemberId], now: Timestamp) -> Result<(), DbError> {
    for member in ask {
        store::set_asked(tx, ticket.id, ticket.round, *member, now).await?;
        messages::ask(tx, ticket, *member, now).await?;
    }
    if !ask.is_empty() {
        store::note(tx, ticket.id, now, None, What::Asked, Some(&ask.len().to_string())).await?;
    }
    Ok(())
}

/// Posts the card where the ticket's desk reads it; once a desk.
pub(super) async fn post_card(tx: &mut Tx, setup: &Setup, ticket: &Ticket, now: Timestamp) -> Result<(), DbError> {
    let reached_secretariat = matches!(ticket.status, Status::Waiting { step: Step::Secretariat, .. });
    if ticket.desk == Desk::Volunteers
        && let Some(channel) = setup.triage_channel
    {
        messages::card(tx, ticket, Desk::Volunteers, channel, now).await?;
    }
    if (ticket.desk == Desk::Secretariat || reached_secretariat)
        && let Some(channel) = setup.secretariat_channel
    {
        messages::card(tx, ticket, Desk::Secretariat, channel, now).await?;
    }
    Ok(())
}

/// Closes the thread of a ticket that was closed.
pub(super) async fn close_thread(tx: &mut Tx, before: &Ticket, after: &Ticket, now: Timestamp) -> Result<(), DbError> {
    match before.thread {
        Some(thread) if !after.is_open() => messages::close(tx, after, thread, now).await,
        _ => Ok(()),
    }
}

/// Writes a change down, to what was read in this transaction.
pub(super) async fn save(tx: &mut Tx, ticket: Ticket) -> Result<Ticket, DbError> {
    if !store::update(tx, &ticket).await? {
        return Err(DbError::Corrupt(format!("ticket {} changed under its own transaction", ticket.id)));
    }
    Ok(Ticket { version: ticket.version + 1, ..ticket })
}

/// The channel where a ticket's card stands, if it is set.
pub fn card_channel(setup: &Setup, desk: Desk) -> Option<ChannelId> {
    match desk {
        Desk::Volunteers => setup.triage_channel,
        Desk::Secretariat => setup.secretariat_channel,
    }
}

pub(super) fn on_desk(member: &Member) -> bool {
    member.roles.has(members::Group::Helpdesk) || member.roles.has(members::Group::Secretariat)
}

async fn ready(conn: &mut Conn) -> Result<Setup> {
    let setup = guild::service::setup(conn).await?.unwrap_or_else(|| Setup::new(GuildId(0)));
    let missing = setup.missing();
    if missing.is_empty() { Ok(setup) } else { Err(HelpdeskError::NotSetUp(missing)) }
}

async fn here(conn: &mut Conn, id: MemberId) -> Result<Member> {
    let member = members::store::get(conn, id).await?;
    member.filter(|member| member.in_guild).ok_or(HelpdeskError::NotHere(id))
}

/// A ticket that they may read. What is not theirs looks like what does not exist.
async fn readable(conn: &mut Conn, id: TicketId, by: MemberId) -> Result<(Actor, Ticket)> {
    let actor = Actor::from(&here(conn, by).await?);
    let ticket = store::get(conn, id).await?.filter(|ticket| ticket.may_read(actor));
    ticket.map(|ticket| (actor, ticket)).ok_or(HelpdeskError::Unknown(id))
}

async fn allowed(conn: &mut Conn, id: TicketId, outcome: Result<Ticket, Refusal>) -> Result<Ticket> {
    match outcome {
        Ok(ticket) => Ok(ticket),
        Err(refusal) => {
            let helper = match refusal {
                Refusal::Taken(helper) => members::store::get(conn, helper).await?.map(|member| member.name),
                _ => None,
            };
            Err(HelpdeskError::Refused { id, refusal, helper })
        }
    }
}

async fn insert(
    tx: &mut Tx,
    interaction: InteractionId,
    ticket: Ticket,
    by: MemberId,
    now: Timestamp,
) -> Result<Ticket> {
    let Some(id) = store::insert(tx, interaction, &ticket).await? else {
        let first = store::by_interaction(tx, interaction).await?;
        let lost = || DbError::Corrupt(format!("interaction {interaction} opened a ticket that is not there"));
        return Ok(first.ok_or_else(lost)?);
    };
    store::note(tx, id, now, Some(by), What::Opened, None).await?;
    if !ticket.is_open() {
        store::note(tx, id, now, Some(by), What::Closed, ticket.answer.as_deref()).await?;
    }
    Ok(Ticket { id, version: 1, ..ticket })
}

fn fresh(kind: Kind, asker: Asker, text: String, status: Status, now: Timestamp) -> Ticket {
    Ticket {
        id: TicketId(0),
        kind,
        desk: kind.desk(),
        asker,
        text,
        opened_at: now,
        acted_at: now,
        status,
        round: 1,
        thread: None,
        threads: 0,
        tried: None,
        answer: None,
        version: 0,
    }
}

fn written(text: &str, limit: usize) -> Result<String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(HelpdeskError::Empty),
        n if n > limit => Err(HelpdeskError::TooLong { limit }),
        _ => Ok(text.to_owned()),
    }
}

type ByWakefulness = (Vec<Member>, Vec<Member>, Vec<(Member, Timestamp)>);

/// Awake, unknown, and asleep with the time of waking, the earliest first.
fn by_wakefulness<'a>(members: impl Iterator<Item = &'a Member>, now: Timestamp) -> ByWakefulness {
    let (mut awake, mut unknown, mut asleep) = ByWakefulness::default();
    for member in members {
        match member.wakefulness(now) {
            members::Wakefulness::Awake => awake.push(member.clone()),
            members::Wakefulness::UnknownZone => unknown.push(member.clone()),
            members::Wakefulness::Asleep { wakes_at } => asleep.push((member.clone(), wakes_at)),
        }
    }
    asleep.sort_by_key(|(member, wakes_at)| (*wakes_at, member.id));
    (awake, unknown, asleep)
}
