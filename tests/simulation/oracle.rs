//! The promises, checked: after every poll that changed something, after every step, and at the end.
//!
//! It reads the file with a connection of its own and looks at Discord itself; it believes nothing that the bot says of
//! itself.

mod at_the_end;

use std::collections::BTreeMap;
use std::path::Path;

use magpie::alerts::model::AlertId;
use magpie::db::Conn;
use magpie::helpdesk::TicketId;
use magpie::members::{self, Member, MemberId};
use magpie::reminders::ReminderId;
use magpie::sandbox::core::{MessageView, Snowflake};
use magpie::time::{SignedDuration, Timestamp};
use sqlx::{ConnectOptions as _, FromRow};

use crate::bot::Bot;
use crate::discord::Discord;
use crate::executor::Executor;
use crate::ledger::{Attempted, Ledger};
use crate::people::Resident;

/// Discord's flag of a message that makes no sound.
const SILENT: u64 = 1 << 12;
/// Who did something this recently is up: the help desk may answer them aloud.
const STILL_UP: SignedDuration = SignedDuration::from_mins(30);
/// Somebody asked to be woken at a minute, not this long after it.
const TOO_LATE_TO_WAKE: SignedDuration = SignedDuration::from_mins(30);
/// Characters of a nonce that a message carries for being found again.
const TAG: usize = 10;

/// What is wrong, in words.
pub type Fault = String;

#[derive(Debug, Clone, FromRow)]
struct Row {
    id: i64,
    source: String,
    key: String,
    action: String,
    state: String,
    attempt: i64,
    sending_at: Option<i64>,
    due_at: i64,
    nonce: String,
    reason: Option<String>,
}

const COLUMNS: &str = "id, source, key, action, state, attempt, sending_at, due_at, nonce, reason";

pub struct Oracle {
    conn: Conn,
    /// When each attempt began, and which the Clock showed.
    started: BTreeMap<(i64, i64), (u64, Timestamp)>,
    /// What each member's profile said, and since which poll.
    profiles: BTreeMap<MemberId, Vec<(u64, Member)>>,
    profile_rows: String,
    last_message: Option<Snowflake>,
    commits: u64,
    world: u64,
    pub sounded: u64,
    pub delivered: u64,
}

impl Oracle {
    pub async fn open(file: &Path) -> Self {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
        Self {
            conn: options.connect().await.expect("the file is there"),
            started: BTreeMap::new(),
            profiles: BTreeMap::new(),
            profile_rows: String::new(),
            last_message: None,
            commits: u64::MAX,
            world: u64::MAX,
            sounded: 0,
            delivered: 0,
        }
    }

    /// A new bot counts its commits anew.
    pub fn bot_started(&mut self) {
        self.commits = u64::MAX;
    }

    /// After a poll: what began must have been allowed to, and what sounded too.
    pub fn after_poll(
        &mut self,
        executor: &Executor,
        bot: &Bot,
        discord: &Discord,
        people: &[Resident],
        ledger: &Ledger,
    ) -> Result<(), Fault> {
        let commits = *bot.db.commits().borrow();
        let world = discord.world(|world| world.version());
        if commits != self.commits {
            self.commits = commits;
            executor.alone(self.committed(people, ledger))?;
        }
        if world != self.world {
            self.world = world;
            let after = self.last_message;
            let new: Vec<MessageView> = discord.world(|world| world.all_messages(after));
            for message in new.iter().filter(|message| message.author.bot) {
                executor.alone(self.arrived(message, discord, ledger))?;
            }
            self.last_message = new.iter().map(|message| message.id).max().or(after);
        }
        Ok(())
    }

    async fn committed(&mut self, people: &[Resident], ledger: &Ledger) -> Result<(), Fault> {
        self.follow_profiles(people, ledger).await;
        let sending: Vec<Row> = self.rows("state = 'sending'").await;
        for row in sending {
            if self.started.contains_key(&(row.id, row.attempt)) {
                continue;
            }
            let at = instant(row.sending_at.unwrap_or_default());
            self.started.insert((row.id, row.attempt), (ledger.poll(), at));
            if row.action == "post"
                && let Err(fault) = self.may_begin(&row, ledger).await
            {
                return Err(format!("{fault}:\n{}", self.history(row.id).await));
            }
        }
        Ok(())
    }

    async fn follow_profiles(&mut self, people: &[Resident], ledger: &Ledger) {
        let rows: Option<String> = sqlx::query_scalar(
            "SELECT group_concat(member_id || zone || quiet_start || quiet_end || emergency || ifnull(awake_until, '') || ifnull(away_until, ''))
             FROM profiles",
        )
        .fetch_one(&mut self.conn)
        .await
        .unwrap();
        let rows = rows.unwrap_or_default();
        if rows == self.profile_rows {
            return;
        }
        self.profile_rows = rows;
        for resident in people {
            if let Some(member) = members::service::get(&mut self.conn, resident.id).await.unwrap() {
                let known = self.profiles.entry(resident.id).or_default();
                if known.last().is_none_or(|(_, last)| last.profile != member.profile) {
                    known.push((ledger.poll(), member));
                }
            }
        }
    }

    /// No attempt starts after an acknowledgement, claim, cancel or stop was told to whoever made it.
    async fn may_begin(&mut self, row: &Row, ledger: &Ledger) -> Result<(), Fault> {
        // What was told in this very poll may have been committed together with the attempt's beginning, and after it.
        let before = |told: u64| told < ledger.poll();
        let begun = || format!("an attempt of delivery {} ({}) began after", row.id, row.key);
        match row.source.as_str() {
            "alerts" => {
                let found: Option<(i64, i64, i64)> = sqlx::query_as(
                    "SELECT m.alert_id, m.member_id, a.version FROM alert_messages AS m JOIN alerts AS a ON a.id = m.alert_id WHERE m.delivery_id = ?",
                )
                .bind(row.id)
                .fetch_optional(&mut self.conn)
                .await
                .unwrap();
                let Some((alert, member, version)) = found else { return Ok(()) };
                let (alert, member) = (AlertId(alert), MemberId::from_sql(member));
                let entries = ledger.entries();
                if entries.ended.get(&alert).is_some_and(|told| before(*told)) {
                    return Err(format!("{} alert {alert} had ended", begun()));
                }
                if entries
                    .seen
                    .get(&(alert, member))
                    .is_some_and(|(seen, told)| i64::from(*seen) >= version && before(*told))
                {
                    return Err(format!("{} member {member} had seen alert {alert}", begun()));
                }
            }
            "reminder" => {
                // What came late together is still wanted for the others.
                let carried: Vec<i64> =
                    sqlx::query_scalar("SELECT reminder_id FROM reminder_occurrences WHERE delivery_id = ?")
                        .bind(row.id)
                        .fetch_all(&mut self.conn)
                        .await
                        .unwrap();
                // Whoever puts off after the stop wants to hear of it once more.
                let stopped = |id: &i64| {
                    let entries = ledger.entries();
                    entries
                        .stopped
                        .get(&ReminderId(*id))
                        .is_some_and(|(newest, told)| row.id <= *newest && before(*told))
                };
                if !carried.is_empty() && carried.iter().all(stopped) {
                    return Err(format!("{} its reminder was stopped", begun()));
                }
            }
            "helpdesk" => {
                let mut parts = row.key.split('/').skip(1);
                let ticket = parts.next().and_then(|id| id.parse().ok()).map(TicketId);
                let (piece, round) = (parts.next(), parts.next().and_then(|round| round.parse::<u32>().ok()));
                if let (Some(ticket), Some("ask"), Some(round)) = (ticket, piece, round)
                    && ledger.entries().taken.get(&ticket).is_some_and(|(taken, told)| *taken >= round && before(*told))
                {
                    let events: Vec<(i64, String)> =
                        sqlx::query_as("SELECT at, what FROM ticket_events WHERE ticket_id = ? ORDER BY id")
                            .bind(ticket.0)
                            .fetch_all(&mut self.conn)
                            .await
                            .unwrap();
                    let events: Vec<String> =
                        events.iter().map(|(at, what)| format!("{} {what}", instant(*at))).collect();
                    return Err(format!("{} ticket {ticket} was taken in that round: {events:?}", begun()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A message came: nobody may be woken by it but by their own wish, or by a name chosen in the preview that allows
    /// it.
    async fn arrived(&mut self, message: &MessageView, discord: &Discord, ledger: &Ledger) -> Result<(), Fault> {
        self.delivered += 1;
        let mentioned = message.mentions.iter().filter_map(|user| user["id"].as_str()?.parse().ok()).map(MemberId);
        let readers: Vec<MemberId> = discord.reader_of_dm(message.channel.0).into_iter().chain(mentioned).collect();
        if message.flags & SILENT != 0 || readers.is_empty() {
            return Ok(());
        }
        self.sounded += 1;
        let Some(nonce) = discord.nonce_of(message.id.0) else {
            return Err(format!("message {} has no nonce", message.id));
        };
        let rows = self.rows(&format!("nonce = '{nonce}'")).await;
        let row = rows.into_iter().next().ok_or_else(|| format!("message {} is of no delivery", message.id))?;
        let (began, at) = self.started.get(&(row.id, row.attempt)).copied().unwrap_or((0, message.at));
        for reader in readers {
            if !self.may_sound(&row, reader, began, at, ledger).await {
                return Err(format!(
                    "member {reader} was woken at {at} by delivery {} ({}): {}",
                    row.id, row.key, message.content
                ));
            }
        }
        Ok(())
    }

    async fn may_sound(&mut self, row: &Row, reader: MemberId, began: u64, at: Timestamp, ledger: &Ledger) -> bool {
        // Whatever the profile said while the attempt was under way.
        let known = self.profiles.get(&reader).cloned().unwrap_or_default();
        let first = known.iter().rposition(|(since, _)| *since < began).unwrap_or(0);
        let then: Vec<Member> = known[first.min(known.len())..].iter().map(|(_, member)| member.clone()).collect();
        let awake =
            then.iter().any(|member| member.profile.as_ref().is_some_and(|profile| profile.rest().is_awake(at)));
        awake
            || match row.source.as_str() {
                "phone-test" => true,
                "reminder" => self.is_own_and_timely(row, at).await,
                "alerts" => {
                    let allows = then.iter().any(Member::emergency_may_wake);
                    allows && self.is_chosen_emergency(row, reader).await
                }
                "helpdesk" => ledger
                    .entries()
                    .acts
                    .get(&reader)
                    .is_some_and(|acts| acts.iter().any(|act| *act <= at && at.duration_since(*act) <= STILL_UP)),
                _ => false,
            }
    }

    /// One of those that the message brings was set for oneself, for about now.
    async fn is_own_and_timely(&mut self, row: &Row, at: Timestamp) -> bool {
        let own: Vec<i64> = sqlx::query_scalar(
            "SELECT o.at FROM reminder_occurrences AS o JOIN reminders AS r ON r.id = o.reminder_id
             WHERE o.delivery_id = ? AND r.member_id = r.author_id",
        )
        .bind(row.id)
        .fetch_all(&mut self.conn)
        .await
        .unwrap();
        own.iter().any(|due| at.duration_since(instant(*due)) <= TOO_LATE_TO_WAKE)
    }

    async fn is_chosen_emergency(&mut self, row: &Row, reader: MemberId) -> bool {
        let found: Option<i64> = sqlx::query_scalar(
            "SELECT r.chosen FROM alert_messages AS m JOIN alerts AS a ON a.id = m.alert_id
             JOIN alert_recipients AS r ON r.alert_id = m.alert_id AND r.member_id = m.member_id
             WHERE m.delivery_id = ? AND m.member_id = ? AND a.severity = 'emergency'",
        )
        .bind(row.id)
        .bind(reader.to_sql())
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        found == Some(1)
    }

    /// After a step.
    pub fn after_step(&mut self, executor: &Executor, bot: &Bot, discord: &Discord, idle: bool) -> Result<(), Fault> {
        if let Some(complaint) = discord.complaints().first() {
            return Err(format!("Discord would not have taken it: {complaint}"));
        }
        executor.alone(async {
            let now = bot.clock.now();
            let open: Vec<(i64, String, Option<i64>)> =
                sqlx::query_as("SELECT id, status, next_at FROM tickets WHERE status <> 'closed'")
                    .fetch_all(&mut self.conn)
                    .await
                    .unwrap();
            for (id, status, next_at) in open {
                let Some(next_at) = next_at else { return Err(format!("ticket {id} is open and has no time")) };
                if idle && instant(next_at) <= now {
                    return Err(format!("ticket {id} was to go on at {} and nobody does", instant(next_at)));
                }
                if status == "waiting" {
                    self.has_a_next_person(bot, TicketId(id), now).await?;
                }
            }
            if idle { self.nothing_is_passed_over(now).await } else { Ok(()) }
        })
    }

    /// Who is idle has left no row behind whose turn it is.
    async fn nothing_is_passed_over(&mut self, now: Timestamp) -> Result<(), Fault> {
        let passed_over: Option<i64> = sqlx::query_scalar(
            "SELECT id FROM deliveries AS w
             WHERE state IN ('pending', 'retry', 'unknown') AND due_at <= ?1
               AND NOT EXISTS (SELECT 1 FROM deliveries AS busy WHERE busy.lane = w.lane AND busy.line = w.line
                                 AND (busy.state = 'sending' OR busy.state = 'retry' AND busy.due_at > ?1))
             LIMIT 1",
        )
        .bind(now.as_millisecond())
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        match passed_over {
            None => Ok(()),
            Some(id) => {
                Err(format!("delivery {id} is due at {now} and nobody takes it up:\n{}", self.history(id).await))
            }
        }
    }

    async fn has_a_next_person(&mut self, bot: &Bot, id: TicketId, now: Timestamp) -> Result<(), Fault> {
        let lead: Option<i64> =
            sqlx::query_scalar("SELECT id FROM members WHERE secretariat = 1 AND in_guild = 1 LIMIT 1")
                .fetch_optional(&mut self.conn)
                .await
                .unwrap();
        let Some(lead) = lead else { return Ok(()) };
        let history = bot.helpdesk.history(&mut self.conn, id, MemberId::from_sql(lead), now).await;
        match history {
            Ok(history) if history.details.ticket.is_open() => {
                let forecast =
                    history.details.forecast.ok_or_else(|| format!("ticket {id} waits and nobody is next"))?;
                match forecast.secretariat.is_some()
                    || forecast.volunteers_awake > 0
                    || forecast.first_volunteer.is_some()
                {
                    true => Ok(()),
                    false => Err(format!("ticket {id} waits for nobody: {forecast:?}")),
                }
            }
            // The asker may not look at it, or it was closed since.
            _ => Ok(()),
        }
    }

    /// Nothing may be there twice, and what a row says of itself must be true.
    pub async fn nothing_is_doubled(&mut self, discord: &Discord) -> Result<(), Fault> {
        let all: Vec<String> = messages_of_the_bot(discord);
        for row in self.rows("action = 'post'").await {
            let count = copies(&all, &row.nonce).max(discord.made_by(&row.nonce));
            if count > 1 {
                let history = self.history(row.id).await;
                return Err(format!("delivery {} ({}) was posted {count} times:\n{history}", row.id, row.key));
            }
        }
        Ok(())
    }

    /// What is still under way, for whoever wonders why there is no end.
    pub async fn unfinished(&mut self, now: Timestamp) -> String {
        let mut told = String::new();
        for row in self
            .rows(&format!(
                "state IN ('pending', 'sending', 'retry', 'unknown') AND due_at <= {}",
                now.as_millisecond()
            ))
            .await
        {
            told.push_str(&format!(
                "    {} {} {} {} attempt {}:\n{}",
                row.id,
                row.key,
                row.action,
                row.state,
                row.attempt,
                self.history(row.id).await
            ));
        }
        told
    }

    /// What happened most since `since`, for whoever wonders what goes on and on.
    pub async fn lately(&mut self, since: Timestamp) -> String {
        let happenings: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT d.key, e.what, COUNT(*) AS n FROM delivery_events AS e JOIN deliveries AS d ON d.id = e.delivery_id WHERE e.at >= ?
             GROUP BY d.key, e.what ORDER BY n DESC, d.id LIMIT 20",
        )
        .bind(since.as_millisecond())
        .fetch_all(&mut self.conn)
        .await
        .unwrap();
        happenings.iter().map(|(key, what, n)| format!("        {n} times: {key} {what}\n")).collect()
    }

    /// What the bot wrote down about a delivery, for whoever looks into a broken promise.
    async fn history(&mut self, id: i64) -> String {
        let events: Vec<(i64, String, Option<String>)> =
            sqlx::query_as("SELECT at, what, detail FROM delivery_events WHERE delivery_id = ? ORDER BY id")
                .bind(id)
                .fetch_all(&mut self.conn)
                .await
                .unwrap();
        events
            .iter()
            .map(|(at, what, detail)| {
                format!("        {} {what} {}\n", instant(*at), detail.as_deref().unwrap_or_default())
            })
            .collect()
    }

    async fn rows(&mut self, filter: &str) -> Vec<Row> {
        let query = format!("SELECT {COLUMNS} FROM deliveries WHERE {filter} ORDER BY id");
        sqlx::query_as(sqlx::AssertSqlSafe(query)).fetch_all(&mut self.conn).await.unwrap()
    }
}

fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap()
}

/// Words and buttons of each message of the bot's, where its delivery's mark is.
fn messages_of_the_bot(discord: &Discord) -> Vec<String> {
    let all = discord.world(|world| world.all_messages(None));
    let ours = all.iter().filter(|message| message.author.bot);
    ours.map(|message| format!("{} {}", message.content, serde_json::to_string(&message.components).unwrap())).collect()
}

fn copies(messages: &[String], nonce: &str) -> usize {
    let mark = &nonce[..TAG];
    messages.iter().filter(|message| message.contains(mark)).count()
}
