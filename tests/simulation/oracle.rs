//! Checks the invariants after every poll that changed something, after every step, and at the end of a run.
//!
//! The oracle reads the database through its own connection and Discord's state directly. It must not rely on what the
//! bot reports about itself.

mod attempt_checks;
mod final_checks;
mod numbers;

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
use crate::history::{History, StartedOperation};
use crate::participants::Participant;
use crate::unreadable::PLANTED;

/// Discord's flag SUPPRESS_NOTIFICATIONS: the message makes no sound.
const SILENT: u64 = 1 << 12;
/// A member who acted this recently counts as awake, so the help desk may send them messages with sound.
const RECENTLY_ACTIVE: SignedDuration = SignedDuration::from_mins(30);
/// A reminder that is at most this late may wake the member who chose its minute.
const MAX_WAKE_DELAY: SignedDuration = SignedDuration::from_mins(30);
/// Each message of the bot contains this many characters of its nonce, hidden in its text or its components.
const NONCE_PREFIX_CHARS: usize = 10;

/// A description of the violated invariant.
pub type Violation = String;

/// A row of the table `deliveries`.
#[derive(Debug, Clone, FromRow)]
struct DeliveryRow {
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
    /// By delivery and attempt number: the poll and the instant at which the attempt started.
    started_attempts: BTreeMap<(i64, i64), (u64, Timestamp)>,
    /// Every profile that a member has had, with the poll at which it was stored.
    profiles: BTreeMap<MemberId, Vec<(u64, Member)>>,
    /// The text of all rows of the table `profiles` at the last check. A difference means that a profile has changed.
    profile_rows: String,
    /// The newest message on Discord at the last check.
    last_message: Option<Snowflake>,
    /// The number of the bot's commits at the last check.
    commit_count: u64,
    /// The version of Discord's state at the last check.
    world_version: u64,
    /// Whether an older copy has replaced the database. Then a message that was deleted after the copy was made may be
    /// posted again.
    is_restored: bool,
    /// The numbers of the rows before and after the silent season; `None` until it is over.
    season: Option<numbers::Season>,
    /// The number of the bot's messages that were sent with sound to at least one reader.
    pub sounded: u64,
    /// The number of the bot's messages on Discord.
    pub delivered: u64,
}

impl Oracle {
    pub async fn open(file: &Path) -> Self {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
        Self {
            conn: options.connect().await.expect("the file is there"),
            started_attempts: BTreeMap::new(),
            profiles: BTreeMap::new(),
            profile_rows: String::new(),
            last_message: None,
            commit_count: u64::MAX,
            world_version: u64::MAX,
            is_restored: false,
            season: None,
            sounded: 0,
            delivered: 0,
        }
    }

    /// Writes all committed data to a new file.
    pub async fn copy_to(&mut self, file: &Path) {
        let file = file.to_str().expect("a plain path");
        sqlx::query("VACUUM INTO ?").bind(file).execute(&mut self.conn).await.expect("it is copied");
    }

    /// Opens the older copy that has replaced the database, and forgets the attempts that were read from the old file.
    /// Call it before the bot runs on the copy. An attempt that was under way when the copy was made is not a new one:
    /// it may have started before its reminder was stopped.
    pub async fn reopen(&mut self, file: &Path) {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
        self.conn = options.connect().await.expect("the file is there");
        self.is_restored = true;
        self.profile_rows.clear();
        let sending_rows = self.rows("state = 'sending'").await;
        self.started_attempts = sending_rows
            .iter()
            .map(|row| ((row.id, row.attempt), (0, instant(row.sending_at.unwrap_or_default()))))
            .collect();
    }

    /// By reminder: the number of messages on Discord that the database does not record as sent.
    pub async fn count_unrecorded_messages(
        &mut self,
        discord: &Discord,
        history: &History,
    ) -> BTreeMap<ReminderId, usize> {
        let messages = bot_messages(discord);
        let reminders: Vec<_> =
            history.entries().reminders.iter().map(|reminder| (reminder.id, reminder.token.clone())).collect();
        let mut unrecorded_messages = BTreeMap::new();
        for (id, token) in reminders {
            let posted_count = messages.iter().filter(|message| message.contains(&token)).count();
            let sent_count: i64 = sqlx::query_scalar(
                "SELECT COUNT(*) FROM reminder_occurrences AS o JOIN deliveries AS d ON d.id = o.delivery_id
                 WHERE o.reminder_id = ? AND d.state = 'sent'",
            )
            .bind(id.0)
            .fetch_one(&mut self.conn)
            .await
            .unwrap();
            unrecorded_messages
                .insert(id, posted_count.saturating_sub(usize::try_from(sent_count).unwrap_or_default()));
        }
        unrecorded_messages
    }

    /// Forgets the commit count of the last check, because a new bot counts its commits from zero.
    pub fn reset_commit_count(&mut self) {
        self.commit_count = u64::MAX;
    }

    /// Checks that each attempt was allowed to start, and that each sounding message was allowed to sound.
    pub fn check_after_poll(
        &mut self,
        executor: &Executor,
        bot: &Bot,
        discord: &Discord,
        participants: &[Participant],
        history: &History,
    ) -> Result<(), Violation> {
        let commits = *bot.db.commits().borrow();
        let world = discord.world(|world| world.version());
        if commits != self.commit_count {
            self.commit_count = commits;
            executor.run_alone(self.check_commit(participants, history))?;
        }
        if world != self.world_version {
            self.world_version = world;
            let last_checked = self.last_message;
            let new_messages: Vec<MessageView> = discord.world(|world| world.all_messages(last_checked));
            for message in new_messages.iter().filter(|message| message.author.bot) {
                executor.run_alone(self.check_message(message, discord, history))?;
            }
            self.last_message = new_messages.iter().map(|message| message.id).max().or(last_checked);
        }
        Ok(())
    }

    async fn check_commit(&mut self, participants: &[Participant], history: &History) -> Result<(), Violation> {
        self.record_profiles(participants, history).await;
        let sending_rows: Vec<DeliveryRow> = self.rows("state = 'sending'").await;
        for row in sending_rows {
            if self.started_attempts.contains_key(&(row.id, row.attempt)) {
                continue;
            }
            let started_at = instant(row.sending_at.unwrap_or_default());
            self.started_attempts.insert((row.id, row.attempt), (history.poll(), started_at));
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
            if let Some(member) = members::service::get(&mut self.conn, participant.id).await.unwrap() {
                let known_profiles = self.profiles.entry(participant.id).or_default();
                if known_profiles.last().is_none_or(|(_, last)| last.profile != member.profile) {
                    known_profiles.push((history.poll(), member));
                }
            }
        }
    }

    /// Checks that the message does not wake a member without permission. A message with sound may reach a sleeping
    /// member only if the member asked for it, or in an emergency. In an emergency, the member must allow emergencies
    /// to wake them, and the author of the alert must have chosen their name in the preview.
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
        let (start_poll, started_at) =
            self.started_attempts.get(&(row.id, row.attempt)).copied().unwrap_or((0, message.at));
        for reader in readers {
            if !self.can_sound(&row, reader, start_poll, started_at, history).await {
                return Err(format!(
                    "member {reader} was woken at {started_at} by delivery {} ({}): {}",
                    row.id, row.key, message.content
                ));
            }
        }
        Ok(())
    }

    /// Checks tickets and skipped rows, and that Discord rejected no request.
    pub fn check_after_step(
        &mut self,
        executor: &Executor,
        bot: &Bot,
        discord: &Discord,
        is_idle: bool,
    ) -> Result<(), Violation> {
        if let Some(rejected_request) = discord.rejected_requests().first() {
            return Err(format!("Discord would have refused this request: {rejected_request}"));
        }
        executor.run_alone(async {
            let now = bot.clock.now();
            self.check_helpers_have_the_role().await?;
            let open_tickets: Vec<(i64, String, Option<i64>)> = sqlx::query_as(
                "SELECT id, status, next_at FROM tickets WHERE status <> 'closed' AND text NOT LIKE ? || '%'",
            )
            .bind(PLANTED)
            .fetch_all(&mut self.conn)
            .await
            .unwrap();
            for (id, status, next_at) in open_tickets {
                let Some(next_at) = next_at else { return Err(format!("ticket {id} is open and has no next step")) };
                if is_idle && instant(next_at) <= now {
                    return Err(format!("ticket {id} was due at {} and was not processed", instant(next_at)));
                }
                if status == "waiting" {
                    self.check_ticket_has_next_person(bot, TicketId(id), now).await?;
                }
            }
            if is_idle { self.check_no_row_skipped(bot, now).await } else { Ok(()) }
        })
    }

    /// Checks that each helper has the role. The commit that removes a member's role must also end the member's help
    /// with tickets.
    async fn check_helpers_have_the_role(&mut self) -> Result<(), Violation> {
        let helper_without_role: Option<(i64, i64)> = sqlx::query_as(
            "SELECT t.id, m.id FROM tickets AS t JOIN members AS m ON m.id = t.helper_id
             WHERE t.status = 'claimed' AND m.secretariat = 0 AND NOT (t.desk = 'volunteers' AND m.helpdesk = 1)
             LIMIT 1",
        )
        .fetch_optional(&mut self.conn)
        .await
        .unwrap();
        match helper_without_role {
            Some((ticket, member)) => Err(format!("member {member} helps with ticket {ticket} without the role")),
            None => Ok(()),
        }
    }

    /// Checks that no delivery is due while the bot is idle. During an outage, all deliveries may wait for the next
    /// probe.
    async fn check_no_row_skipped(&mut self, bot: &Bot, now: Timestamp) -> Result<(), Violation> {
        if bot.dispatcher.outage().is_some_and(|outage| outage.next_probe_at > now) {
            return Ok(());
        }
        let skipped_id: Option<i64> = sqlx::query_scalar(
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
        match skipped_id {
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
        let history = bot.helpdesk.history(&mut self.conn, id, MemberId::from_sql(lead), now).await;
        match history {
            Ok(history) if history.details.ticket.is_open() => {
                let forecast =
                    history.details.forecast.ok_or_else(|| format!("ticket {id} is waiting without a next person"))?;
                match forecast.secretariat.is_some()
                    || forecast.volunteers_awake > 0
                    || forecast.first_volunteer.is_some()
                    || forecast.asks_former_again_at.is_some()
                {
                    true => Ok(()),
                    false => Err(format!("ticket {id} is waiting for nobody: {forecast:?}")),
                }
            }
            // The ticket is closed, or this member of the secretariat may not read it.
            _ => Ok(()),
        }
    }

    /// Checks that no delivery was posted twice.
    pub async fn check_no_duplicates(&mut self, discord: &Discord) -> Result<(), Violation> {
        let messages: Vec<String> = bot_messages(discord);
        for row in self.rows("action = 'post'").await {
            let created_count = if self.is_restored { 0 } else { discord.message_count_of(&row.nonce) };
            let copy_count = count_copies(&messages, &row.nonce).max(created_count);
            if copy_count > 1 && !discord.is_deleted(&row.nonce) {
                let events = self.delivery_events(row.id).await;
                let copies = copies_in_full(discord, &row.nonce);
                return Err(format!(
                    "delivery {} ({}) was posted {copy_count} times:\n{events}{copies}",
                    row.id, row.key
                ));
            }
        }
        Ok(())
    }

    /// The deliveries that are due by `now` and not finished, for the report of a run that does not end.
    pub async fn unfinished_deliveries(&mut self, now: Timestamp) -> String {
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

    /// The most frequent delivery events since `since`, for the report of a run that does not end.
    pub async fn recent_events(&mut self, since: Timestamp) -> String {
        let counts: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT d.key, e.what, COUNT(*) AS n FROM delivery_events AS e
             JOIN deliveries AS d ON d.id = e.delivery_id WHERE e.at >= ?
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

    async fn rows(&mut self, filter: &str) -> Vec<DeliveryRow> {
        let query = format!("SELECT {COLUMNS} FROM deliveries WHERE {filter} ORDER BY id");
        sqlx::query_as(sqlx::AssertSqlSafe(query)).fetch_all(&mut self.conn).await.unwrap()
    }
}

fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap()
}

/// The text and the components of each message of the bot. One of the two contains the start of the nonce.
fn bot_messages(discord: &Discord) -> Vec<String> {
    let messages = discord.world(|world| world.all_messages(None));
    let own_messages = messages.iter().filter(|message| message.author.bot);
    own_messages
        .map(|message| format!("{} {}", message.content, serde_json::to_string(&message.components).unwrap()))
        .collect()
}

/// The copies of a message, with their channels and times, for the report of a violation.
fn copies_in_full(discord: &Discord, nonce: &str) -> String {
    let nonce_prefix = &nonce[..NONCE_PREFIX_CHARS];
    let messages = discord.world(|world| world.all_messages(None));
    let text = |message: &_| serde_json::to_string(message).unwrap_or_default();
    messages
        .iter()
        .map(text)
        .filter(|text| text.contains(nonce_prefix))
        .map(|text| format!("        {text}\n"))
        .collect()
}

fn count_copies(messages: &[String], nonce: &str) -> usize {
    let nonce_prefix = &nonce[..NONCE_PREFIX_CHARS];
    messages.iter().filter(|message| message.contains(nonce_prefix)).count()
}
