//! Checks the invariants after every poll that changed something, after every step, and at the end.
//!
//! It reads the database through its own connection and looks at Discord itself. It trusts nothing that the bot
//! reports.

mod final_checks;

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
use crate::history::{Attempted, History};
use crate::workload::Participant;

/// Discord's flag of a silent message.
const SILENT: u64 = 1 << 12;
/// A member who acted this recently is awake: the help desk may send them sounding messages.
const RECENTLY_ACTIVE: SignedDuration = SignedDuration::from_mins(30);
/// A reminder may wake its member at its minute, but not when it is later than this.
const MAX_WAKE_DELAY: SignedDuration = SignedDuration::from_mins(30);
/// How many characters of a nonce a message carries, so that it can be found again.
const NONCE_PREFIX_CHARS: usize = 10;

/// A description of the violated invariant.
pub type Violation = String;

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
    /// By delivery and attempt: the poll and the instant at which it started.
    started: BTreeMap<(i64, i64), (u64, Timestamp)>,
    /// Each member's profiles, with the poll at which each was stored.
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

    /// A new bot counts its commits from zero.
    pub fn bot_started(&mut self) {
        self.commits = u64::MAX;
    }

    /// Checks that each attempt that started was allowed to, and each sounding message too.
    pub fn after_poll(
        &mut self,
        executor: &Executor,
        bot: &Bot,
        discord: &Discord,
        participants: &[Participant],
        history: &History,
    ) -> Result<(), Violation> {
        let commits = *bot.db.commits().borrow();
        let world = discord.world(|world| world.version());
        if commits != self.commits {
            self.commits = commits;
            executor.run_alone(self.check_commit(participants, history))?;
        }
        if world != self.world {
            self.world = world;
            let after = self.last_message;
            let new: Vec<MessageView> = discord.world(|world| world.all_messages(after));
            for message in new.iter().filter(|message| message.author.bot) {
                executor.run_alone(self.check_message(message, discord, history))?;
            }
            self.last_message = new.iter().map(|message| message.id).max().or(after);
        }
        Ok(())
    }

    async fn check_commit(&mut self, participants: &[Participant], history: &History) -> Result<(), Violation> {
        self.record_profiles(participants, history).await;
        let sending: Vec<Row> = self.rows("state = 'sending'").await;
        for row in sending {
            if self.started.contains_key(&(row.id, row.attempt)) {
                continue;
            }
            let at = instant(row.sending_at.unwrap_or_default());
            self.started.insert((row.id, row.attempt), (history.poll(), at));
            if row.action == "post"
                && let Err(violation) = self.check_attempt_allowed(&row, history).await
            {
                return Err(format!("{violation}:\n{}", self.delivery_events(row.id).await));
            }
        }
        Ok(())
    }

    async fn record_profiles(&mut self, participants: &[Participant], history: &History) {
        let rows: Option<String> = sqlx::query_scalar(
            "SELECT group_concat(member_id || zone || quiet_start || quiet_end || emergency || ifnull(awake_until, '')
                                 || ifnull(away_until, ''))
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
        for participant in participants {
            if let Some(member) = members::store::get(&mut self.conn, participant.id).await.unwrap() {
                let known = self.profiles.entry(participant.id).or_default();
                if known.last().is_none_or(|(_, last)| last.profile != member.profile) {
                    known.push((history.poll(), member));
                }
            }
        }
    }

    /// No attempt starts after an acknowledgement, claim, cancel or stop was acknowledged.
    async fn check_attempt_allowed(&mut self, row: &Row, history: &History) -> Result<(), Violation> {
        // An operation acknowledged in this very poll may have been committed after the attempt started.
        let before = |poll: u64| poll < history.poll();
        let started = || format!("an attempt of delivery {} ({}) started after", row.id, row.key);
        match row.source.as_str() {
            "alerts" => {
                let found: Option<(i64, i64, i64)> = sqlx::query_as(
                    "SELECT m.alert_id, m.member_id, a.version FROM alert_messages AS m
                     JOIN alerts AS a ON a.id = m.alert_id WHERE m.delivery_id = ?",
                )
                .bind(row.id)
                .fetch_optional(&mut self.conn)
                .await
                .unwrap();
                let Some((alert, member, version)) = found else { return Ok(()) };
                let (alert, member) = (AlertId(alert), MemberId::from_sql(member));
                let entries = history.entries();
                if entries.ended.get(&alert).is_some_and(|poll| before(*poll)) {
                    return Err(format!("{} alert {alert} ended", started()));
                }
                if entries
                    .seen
                    .get(&(alert, member))
                    .is_some_and(|(seen, poll)| i64::from(*seen) >= version && before(*poll))
                {
                    return Err(format!("{} member {member} acknowledged alert {alert}", started()));
                }
            }
            "reminder" => {
                // A delivery that carries several late reminders is still wanted for the others.
                let carried: Vec<i64> =
                    sqlx::query_scalar("SELECT reminder_id FROM reminder_occurrences WHERE delivery_id = ?")
                        .bind(row.id)
                        .fetch_all(&mut self.conn)
                        .await
                        .unwrap();
                // A member who snoozes after the stop wants one more delivery.
                let stopped = |id: &i64| {
                    let entries = history.entries();
                    entries
                        .stopped
                        .get(&ReminderId(*id))
                        .is_some_and(|(newest, poll)| row.id <= *newest && before(*poll))
                };
                if !carried.is_empty() && carried.iter().all(stopped) {
                    return Err(format!("{} its reminder was stopped", started()));
                }
            }
            "helpdesk" => {
                let mut parts = row.key.split('/').skip(1);
                let ticket = parts.next().and_then(|id| id.parse().ok()).map(TicketId);
                let (piece, round) = (parts.next(), parts.next().and_then(|round| round.parse::<u32>().ok()));
                if let (Some(ticket), Some("ask"), Some(round)) = (ticket, piece, round)
                    && history
                        .entries()
                        .handled
                        .get(&ticket)
                        .is_some_and(|(handled, poll)| *handled >= round && before(*poll))
                {
                    let events: Vec<(i64, String)> =
                        sqlx::query_as("SELECT at, what FROM ticket_events WHERE ticket_id = ? ORDER BY id")
                            .bind(ticket.0)
                            .fetch_all(&mut self.conn)
                            .await
                            .unwrap();
                    let events: Vec<String> =
                        events.iter().map(|(at, what)| format!("{} {what}", instant(*at))).collect();
                    return Err(format!(
                        "{} ticket {ticket} was claimed, closed or sent on in that round: {events:?}",
                        started()
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A message may wake a member only if they asked for it themselves, or if the sender chose their name in the
    /// preview and they allow it.
    async fn check_message(
        &mut self,
        message: &MessageView,
        discord: &Discord,
        history: &History,
    ) -> Result<(), Violation> {
        self.delivered += 1;
        let mentioned = message.mentions.iter().filter_map(|user| user["id"].as_str()?.parse().ok()).map(MemberId);
        let readers: Vec<MemberId> = discord.dm_recipient(message.channel.0).into_iter().chain(mentioned).collect();
        if message.flags & SILENT != 0 || readers.is_empty() {
            return Ok(());
        }
        self.sounded += 1;
        let Some(nonce) = discord.nonce_of(message.id.0) else {
            return Err(format!("message {} has no nonce", message.id));
        };
        let rows = self.rows(&format!("nonce = '{nonce}'")).await;
        let row = rows.into_iter().next().ok_or_else(|| format!("message {} belongs to no delivery", message.id))?;
        let (began, at) = self.started.get(&(row.id, row.attempt)).copied().unwrap_or((0, message.at));
        for reader in readers {
            if !self.may_sound(&row, reader, began, at, history).await {
                return Err(format!(
                    "member {reader} was woken at {at} by delivery {} ({}): {}",
                    row.id, row.key, message.content
                ));
            }
        }
        Ok(())
    }

    async fn may_sound(&mut self, row: &Row, reader: MemberId, began: u64, at: Timestamp, history: &History) -> bool {
        // Any profile that was stored while the attempt was in progress.
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
                "helpdesk" => history.entries().activity.get(&reader).is_some_and(|activity| {
                    activity
                        .iter()
                        .any(|operation| *operation <= at && at.duration_since(*operation) <= RECENTLY_ACTIVE)
                }),
                _ => false,
            }
    }

    /// One of the reminders in the delivery was set by its own member, and is not late.
    async fn is_own_and_timely(&mut self, row: &Row, at: Timestamp) -> bool {
        let own: Vec<i64> = sqlx::query_scalar(
            "SELECT o.at FROM reminder_occurrences AS o JOIN reminders AS r ON r.id = o.reminder_id
             WHERE o.delivery_id = ? AND r.member_id = r.author_id",
        )
        .bind(row.id)
        .fetch_all(&mut self.conn)
        .await
        .unwrap();
        own.iter().any(|due| at.duration_since(instant(*due)) <= MAX_WAKE_DELAY)
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

    /// Checks after a step.
    pub fn after_step(
        &mut self,
        executor: &Executor,
        bot: &Bot,
        discord: &Discord,
        idle: bool,
    ) -> Result<(), Violation> {
        if let Some(rejected) = discord.rejected_requests().first() {
            return Err(format!("Discord would have refused it: {rejected}"));
        }
        executor.run_alone(async {
            let now = bot.clock.now();
            let open: Vec<(i64, String, Option<i64>)> =
                sqlx::query_as("SELECT id, status, next_at FROM tickets WHERE status <> 'closed'")
                    .fetch_all(&mut self.conn)
                    .await
                    .unwrap();
            for (id, status, next_at) in open {
                let Some(next_at) = next_at else { return Err(format!("ticket {id} is open and has no next step")) };
                if idle && instant(next_at) <= now {
                    return Err(format!("ticket {id} was due at {} and was not processed", instant(next_at)));
                }
                if status == "waiting" {
                    self.check_ticket_has_next_person(bot, TicketId(id), now).await?;
                }
            }
            if idle { self.check_no_row_skipped(now).await } else { Ok(()) }
        })
    }

    /// When the bot is idle, no due row is left.
    async fn check_no_row_skipped(&mut self, now: Timestamp) -> Result<(), Violation> {
        let skipped: Option<i64> = sqlx::query_scalar(
            "SELECT id FROM delivery AS w
             WHERE state IN ('pending', 'retry', 'unknown') AND due_at <= ?1
               AND NOT EXISTS (SELECT 1 FROM delivery AS busy WHERE busy.lane = w.lane AND busy.line = w.line
                                 AND (busy.state = 'sending' OR busy.state = 'retry' AND busy.due_at > ?1))
             LIMIT 1",
        )
        .bind(now.as_millisecond())
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        match skipped {
            None => Ok(()),
            Some(id) => {
                Err(format!("delivery {id} is due at {now} and is not attempted:\n{}", self.delivery_events(id).await))
            }
        }
    }

    async fn check_ticket_has_next_person(&mut self, bot: &Bot, id: TicketId, now: Timestamp) -> Result<(), Violation> {
        let lead: Option<i64> =
            sqlx::query_scalar("SELECT id FROM members WHERE secretariat = 1 AND in_guild = 1 LIMIT 1")
                .fetch_optional(&mut self.conn)
                .await
                .unwrap();
        let Some(lead) = lead else { return Ok(()) };
        let shown = bot.helpdesk.show(&mut self.conn, id, MemberId::from_sql(lead), now).await;
        match shown {
            Ok(shown) if shown.view.ticket.is_open() => {
                let outlook =
                    shown.view.outlook.ok_or_else(|| format!("ticket {id} is waiting without a next person"))?;
                match outlook.secretariat.is_some() || outlook.volunteers_awake > 0 || outlook.first_volunteer.is_some()
                {
                    true => Ok(()),
                    false => Err(format!("ticket {id} is waiting for nobody: {outlook:?}")),
                }
            }
            // The viewer may not see it, or it was closed meanwhile.
            _ => Ok(()),
        }
    }

    /// No delivery was posted twice.
    pub async fn check_no_duplicates(&mut self, discord: &Discord) -> Result<(), Violation> {
        let all: Vec<String> = bot_messages(discord);
        for row in self.rows("action = 'post'").await {
            let count = count_copies(&all, &row.nonce).max(discord.message_count_of(&row.nonce));
            if count > 1 {
                let events = self.delivery_events(row.id).await;
                return Err(format!("delivery {} ({}) was posted {count} times:\n{events}", row.id, row.key));
            }
        }
        Ok(())
    }

    /// Deliveries that are still in progress, for a run that does not end.
    pub async fn unfinished(&mut self, now: Timestamp) -> String {
        let mut report = String::new();
        for row in self
            .rows(&format!(
                "state IN ('pending', 'sending', 'retry', 'unknown') AND due_at <= {}",
                now.as_millisecond()
            ))
            .await
        {
            report.push_str(&format!(
                "    {} {} {} {} attempt {}:\n{}",
                row.id,
                row.key,
                row.action,
                row.state,
                row.attempt,
                self.delivery_events(row.id).await
            ));
        }
        report
    }

    /// The most frequent delivery events since `since`, for a run that does not end.
    pub async fn recent_events(&mut self, since: Timestamp) -> String {
        let counts: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT d.key, e.what, COUNT(*) AS n FROM delivery_event AS e
             JOIN delivery AS d ON d.id = e.delivery_id WHERE e.at >= ?
             GROUP BY d.key, e.what ORDER BY n DESC, d.id LIMIT 20",
        )
        .bind(since.as_millisecond())
        .fetch_all(&mut self.conn)
        .await
        .unwrap();
        counts.iter().map(|(key, what, n)| format!("        {n} times: {key} {what}\n")).collect()
    }

    /// The recorded events of a delivery, for the report of a violation.
    async fn delivery_events(&mut self, id: i64) -> String {
        let events: Vec<(i64, String, Option<String>)> =
            sqlx::query_as("SELECT at, what, detail FROM delivery_event WHERE delivery_id = ? ORDER BY id")
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
        let query = format!("SELECT {COLUMNS} FROM delivery WHERE {filter} ORDER BY id");
        sqlx::query_as(sqlx::AssertSqlSafe(query)).fetch_all(&mut self.conn).await.unwrap()
    }
}

fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap()
}

/// Text and components of each message of the bot; the nonce prefix is in one of them.
fn bot_messages(discord: &Discord) -> Vec<String> {
    let all = discord.world(|world| world.all_messages(None));
    let ours = all.iter().filter(|message| message.author.bot);
    ours.map(|message| format!("{} {}", message.content, serde_json::to_string(&message.components).unwrap())).collect()
}

fn count_copies(messages: &[String], nonce: &str) -> usize {
    let mark = &nonce[..NONCE_PREFIX_CHARS];
    messages.iter().filter(|message| message.contains(mark)).count()
}
