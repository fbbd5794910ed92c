//! The workload: random operations of members (commands, clicks, joining and leaving), sent to the services as the
//! Discord handlers do.

use magpie::alerts::drafts::service as drafts;
use magpie::alerts::drafts::{Drafted, Repeat, Sending, Subject, Waking, Written};
use magpie::alerts::model::{AlertId, Ending, Severity};
use magpie::alerts::service::{self as alerts, SeenPress};
use magpie::delivery::phone_test;
use magpie::discord::wire::dm;
use magpie::helpdesk::{Kind, OpenTicket, TicketId, TicketView};
use magpie::members::{self, DraftZone, EmergencyWake, Group, InteractionId, MemberId, Person};
use magpie::reminders::{self, GroupDraft, IfPassed, OccurrenceId, Plan, ReminderId, Saved};
use magpie::sandbox::core::{Seed, SeedMember};
use magpie::time::{Anchor, QuietHours, Rule, SignedDuration, Timestamp, ZoneId, local};
use rand::Rng as _;
use rand::rngs::StdRng;

use crate::bot::Bot;
use crate::executor::yield_times;
use crate::history::{AcceptedAlert, AcceptedReminder, AcceptedTicket, Attempted, History};

/// A member of the server.
#[derive(Debug, Clone, Copy)]
pub struct Participant {
    pub id: MemberId,
    pub handle: &'static str,
    roles: &'static [&'static str],
    pub profile: Option<(ZoneId, QuietHours, EmergencyWake)>,
}

type Row = (&'static str, &'static [&'static str], Option<(&'static str, EmergencyWake)>);

impl Participant {
    pub fn roles(&self) -> Vec<String> {
        self.roles.iter().map(|role| (*role).to_owned()).collect()
    }
}

/// Two of the secretariat, volunteers, members in many time zones, and two who can be reached only through the inbox
/// channel.
const ROWS: [Row; 9] = [
    ("lead", &["secretariat"], Some(("Europe/Zurich", EmergencyWake::Refused))),
    ("deputy", &["secretariat"], Some(("Asia/Singapore", EmergencyWake::Allowed))),
    ("lapaz", &["mag", "helpdesk"], Some(("America/La_Paz", EmergencyWake::Refused))),
    ("nairobi", &["mag", "helpdesk"], Some(("Africa/Nairobi", EmergencyWake::Refused))),
    ("sydney", &["mag"], Some(("Australia/Sydney", EmergencyWake::Refused))),
    ("brisbane", &["mag"], Some(("Australia/Brisbane", EmergencyWake::Allowed))),
    ("vancouver", &["mag", "helpdesk"], Some(("America/Vancouver", EmergencyWake::Allowed))),
    ("stranger", &["mag"], None),
    ("guest", &[], None),
];

const ZONES: [&str; 6] =
    ["America/La_Paz", "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/Paris", "Pacific/Apia", "America/St_Johns"];

pub fn seed() -> Seed {
    let members = ROWS.iter().map(|(handle, roles, _)| SeedMember {
        handle: (*handle).to_owned(),
        name: (*handle).to_owned(),
        locale: "en-GB".to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        ..SeedMember::default()
    });
    Seed { members: members.collect(), ..Seed::default() }
}

/// The participants with their Discord ids.
pub fn participants(world: &magpie::sandbox::core::World) -> Vec<Participant> {
    let night = QuietHours::new(time(22), time(7));
    let one = |(handle, roles, profile): &Row| Participant {
        id: MemberId(world.member(handle).expect("they are there").id.0),
        handle,
        roles,
        profile: profile.map(|(zone, emergency)| (ZoneId::parse(zone).expect("a zone"), night, emergency)),
    };
    ROWS.iter().map(one).collect()
}

fn time(hour: i8) -> magpie::time::Time {
    magpie::time::Time::new(hour, 0, 0, 0).expect("an hour")
}

/// An operation of a member, with all its random choices.
#[derive(Debug, Clone)]
pub enum Operation {
    SendAlert {
        by: MemberId,
        severity: Severity,
        audience: &'static str,
        answer_in_minutes: Option<u32>,
        wake: bool,
        twice: bool,
    },
    CorrectAlert {
        by: MemberId,
        alert: AlertId,
    },
    EndAlert {
        by: MemberId,
        alert: AlertId,
        how: Ending,
    },
    AskAgain {
        by: MemberId,
        alert: AlertId,
    },
    Seen {
        member: MemberId,
        alert: AlertId,
    },
    SeenAll {
        member: MemberId,
    },
    OpenTicket {
        asker: MemberId,
        kind: Kind,
    },
    Claim {
        ticket: TicketId,
        by: MemberId,
    },
    Release {
        ticket: TicketId,
        by: MemberId,
    },
    SendToSecretariat {
        ticket: TicketId,
        by: MemberId,
    },
    Solve {
        ticket: TicketId,
        by: MemberId,
    },
    Reopen {
        ticket: TicketId,
        by: MemberId,
    },
    Withdraw {
        ticket: TicketId,
        by: MemberId,
    },
    Remind {
        member: MemberId,
        in_minutes: i64,
        daily: Option<u32>,
        fixed: bool,
    },
    RemindMany {
        by: MemberId,
        in_minutes: i64,
        daily: bool,
    },
    StopMany {
        by: MemberId,
    },
    Done {
        member: MemberId,
    },
    PutOff {
        member: MemberId,
        minutes: i64,
    },
    Stop {
        member: MemberId,
        reminder: ReminderId,
    },
    ChangeProfile {
        participant: Participant,
        zone: ZoneId,
        start: i8,
        end: i8,
        emergency: EmergencyWake,
    },
    AwakeUntil {
        member: MemberId,
        minutes: Option<i64>,
    },
    TestPhone {
        member: MemberId,
    },
    OpenDm {
        member: MemberId,
    },
}

impl Operation {
    /// A random operation; `None` when the chosen kind has nothing to act on.
    pub fn choose(rng: &mut StdRng, participants: &[Participant], history: &History) -> Option<Self> {
        let entries = history.entries();
        let anybody = |rng: &mut StdRng| participants[rng.random_range(0..participants.len())];
        let of = |rng: &mut StdRng, role: &str| {
            let some: Vec<&Participant> =
                participants.iter().filter(|participant| participant.roles.contains(&role)).collect();
            some[rng.random_range(0..some.len())].id
        };
        let pick = |rng: &mut StdRng, count: usize| (count > 0).then(|| rng.random_range(0..count));
        let alert = |rng: &mut StdRng| pick(rng, entries.alerts.len()).map(|at| entries.alerts[at].id);
        // Newer tickets are more interesting.
        let ticket = |rng: &mut StdRng| {
            let recent = entries.tickets.len().min(6);
            pick(rng, recent).map(|at| entries.tickets[entries.tickets.len() - 1 - at].id)
        };
        let minutes = |rng: &mut StdRng| [1, 7, 45, 180, 600, 1500][rng.random_range(0..6)];
        Some(match rng.random_range(0..100) {
            0..10 => Operation::SendAlert {
                by: of(rng, "secretariat"),
                severity: Severity::ALL[rng.random_range(0..3)],
                audience: ["members", "everyone", "volunteers"][rng.random_range(0..3)],
                answer_in_minutes: [None, Some(20), Some(90), Some(600)][rng.random_range(0..4)],
                wake: rng.random(),
                twice: rng.random_range(0..4) == 0,
            },
            10..14 => Operation::CorrectAlert { by: of(rng, "secretariat"), alert: alert(rng)? },
            14..18 => Operation::EndAlert {
                by: of(rng, "secretariat"),
                alert: alert(rng)?,
                how: if rng.random() { Ending::Cancel } else { Ending::Over },
            },
            18..22 => Operation::AskAgain { by: of(rng, "secretariat"), alert: alert(rng)? },
            22..36 => Operation::Seen { member: anybody(rng).id, alert: alert(rng)? },
            36..38 => Operation::SeenAll { member: anybody(rng).id },
            38..46 => Operation::OpenTicket {
                asker: anybody(rng).id,
                kind: [Kind::Help, Kind::Help, Kind::Private, Kind::Question][rng.random_range(0..4)],
            },
            46..56 => {
                let role = ["helpdesk", "secretariat"][rng.random_range(0..2)];
                Operation::Claim { ticket: ticket(rng)?, by: of(rng, role) }
            }
            56..59 => Operation::Release { ticket: ticket(rng)?, by: of(rng, "helpdesk") },
            59..61 => Operation::SendToSecretariat { ticket: ticket(rng)?, by: of(rng, "helpdesk") },
            61..65 => Operation::Solve { ticket: ticket(rng)?, by: anybody(rng).id },
            65..66 => Operation::Reopen { ticket: ticket(rng)?, by: anybody(rng).id },
            66..68 => Operation::Withdraw { ticket: ticket(rng)?, by: anybody(rng).id },
            68..78 => Operation::Remind {
                member: anybody(rng).id,
                in_minutes: minutes(rng),
                daily: (rng.random_range(0..3) == 0).then(|| rng.random_range(2..5)),
                fixed: rng.random(),
            },
            78..80 => Operation::RemindMany {
                by: of(rng, "secretariat"),
                in_minutes: minutes(rng),
                daily: rng.random_range(0..3) == 0,
            },
            80..81 => Operation::StopMany { by: of(rng, "secretariat") },
            81..84 => Operation::Done { member: anybody(rng).id },
            84..87 => Operation::PutOff { member: anybody(rng).id, minutes: minutes(rng) },
            87..89 => {
                let at = pick(rng, entries.reminders.len())?;
                Operation::Stop { member: entries.reminders[at].member, reminder: entries.reminders[at].id }
            }
            89..93 => Operation::ChangeProfile {
                participant: anybody(rng),
                zone: ZoneId::parse(ZONES[rng.random_range(0..ZONES.len())]).expect("a zone"),
                start: rng.random_range(18..24),
                end: rng.random_range(4..10),
                emergency: if rng.random() { EmergencyWake::Allowed } else { EmergencyWake::Refused },
            },
            93..95 => {
                let minutes = if rng.random() { Some(rng.random_range(5..300)) } else { None };
                Operation::AwakeUntil { member: anybody(rng).id, minutes }
            }
            95..97 => Operation::TestPhone { member: anybody(rng).id },
            _ => Operation::OpenDm { member: anybody(rng).id },
        })
    }

    fn by(&self) -> MemberId {
        match *self {
            Operation::SendAlert { by, .. }
            | Operation::CorrectAlert { by, .. }
            | Operation::EndAlert { by, .. }
            | Operation::AskAgain { by, .. } => by,
            Operation::Claim { by, .. }
            | Operation::Release { by, .. }
            | Operation::SendToSecretariat { by, .. }
            | Operation::Solve { by, .. } => by,
            Operation::Reopen { by, .. }
            | Operation::Withdraw { by, .. }
            | Operation::RemindMany { by, .. }
            | Operation::StopMany { by } => by,
            Operation::Seen { member, .. }
            | Operation::SeenAll { member }
            | Operation::Remind { member, .. }
            | Operation::Done { member } => member,
            Operation::PutOff { member, .. }
            | Operation::Stop { member, .. }
            | Operation::AwakeUntil { member, .. } => member,
            Operation::TestPhone { member } | Operation::OpenDm { member } => member,
            Operation::OpenTicket { asker, .. } => asker,
            Operation::ChangeProfile { participant, .. } => participant.id,
        }
    }

    /// Sends it to the bot and records what the bot acknowledges. A refusal promises nothing.
    pub async fn execute(self, bot: Bot, history: History) {
        let now = bot.clock.now();
        history.entries().activity.entry(self.by()).or_default().push(now);
        // An operation that the service or the disk refuses was not accepted, so there is nothing to record.
        let _ = self.try_execute(&bot, &history, now).await;
    }

    async fn try_execute(self, bot: &Bot, history: &History, now: Timestamp) -> Option<()> {
        match self {
            Operation::SendAlert { by, severity, audience, answer_in_minutes, wake, twice } => {
                let alert = Sent { by, severity, audience, answer_in_minutes, wake, twice };
                alert.send(bot, history).await
            }
            Operation::CorrectAlert { by, alert } => correct(bot, history, by, alert, now).await,
            Operation::EndAlert { by, alert, how } => {
                history.entries().attempted.insert(Attempted::End(alert));
                let ended = alerts::end(&bot.db, by, alert, how, now).await.ok()?;
                if ended {
                    history.entries().ended.insert(alert, history.poll());
                }
                Some(())
            }
            Operation::AskAgain { by, alert } => {
                history.entries().attempted.insert(Attempted::AskAgain(alert));
                alerts::ask_again(&bot.db, by, alert, now).await.ok().map(|_| ())
            }
            Operation::Seen { member, alert } => {
                history.entries().attempted.insert(Attempted::Seen(alert, member));
                let version = alerts::open(&bot.db, first_of_secretariat(bot).await?, alert).await.ok()?.words.number;
                let pressed = alerts::seen(&bot.db, member, alert, version, None, now).await.ok()?;
                if let SeenPress::Noted(message) = pressed {
                    record_seen(history, member, message.alert, message.version);
                }
                Some(())
            }
            Operation::SeenAll { member } => {
                let all: Vec<AlertId> = history.entries().alerts.iter().map(|alert| alert.id).collect();
                history.entries().attempted.extend(all.into_iter().map(|alert| Attempted::Seen(alert, member)));
                for message in alerts::seen_all(&bot.db, member, now).await.ok()? {
                    record_seen(history, member, message.alert, message.version);
                }
                Some(())
            }
            Operation::OpenTicket { asker, kind } => {
                let (interaction, number) = (InteractionId(history.number()), history.number());
                let token = format!("ticket-{number}-x");
                let open = OpenTicket { interaction, asker, kind, text: &token };
                let view = bot.helpdesk.open(&bot.db, open, now).await.ok()?;
                history.entries().tickets.push(AcceptedTicket { id: view.ticket.id, token });
                Some(())
            }
            Operation::Claim { ticket, by } => {
                let view = bot.helpdesk.claim(&bot.db, ticket, by, now).await.ok()?;
                record_handled(history, &view);
                Some(())
            }
            Operation::Release { ticket, by } => bot.helpdesk.release(&bot.db, ticket, by, now).await.ok().map(|_| ()),
            Operation::SendToSecretariat { ticket, by } => {
                bot.helpdesk.send_to_secretariat(&bot.db, ticket, by, "tried everything", now).await.ok().map(|_| ())
            }
            Operation::Solve { ticket, by } => {
                history.entries().attempted.insert(Attempted::Close(ticket));
                let view = bot.helpdesk.solve(&bot.db, ticket, by, None, now).await.ok()?;
                record_handled(history, &view);
                Some(())
            }
            Operation::Reopen { ticket, by } => bot.helpdesk.reopen(&bot.db, ticket, by, now).await.ok().map(|_| ()),
            Operation::Withdraw { ticket, by } => {
                history.entries().attempted.insert(Attempted::Close(ticket));
                let view = bot.helpdesk.withdraw(&bot.db, ticket, by, now).await.ok()?;
                record_handled(history, &view);
                Some(())
            }
            Operation::Remind { member, in_minutes, daily, fixed } => {
                remind(bot, history, member, in_minutes, daily, fixed, now).await
            }
            Operation::RemindMany { by, in_minutes, daily } => {
                remind_many(bot, history, by, in_minutes, daily, now).await
            }
            Operation::StopMany { by } => {
                let batch = *history.entries().batches.last()?;
                reminders::service::stop_batch(&bot.db, by, batch, now).await.ok().map(|_| ())
            }
            Operation::Done { member } => {
                let occurrence = latest_occurrence(bot, member).await?;
                reminders::service::mark_done(&bot.db, member, occurrence, now).await.ok().map(|_| ())
            }
            Operation::PutOff { member, minutes } => {
                let occurrence = latest_occurrence(bot, member).await?;
                let until = now + SignedDuration::from_mins(minutes);
                reminders::service::snooze(&bot.db, member, occurrence, until, now).await.ok()
            }
            Operation::Stop { member, reminder } => {
                history.entries().attempted.insert(Attempted::Stop(reminder));
                let newest = newest_delivery(bot).await?;
                reminders::service::stop(&bot.db, member, reminder, now).await.ok()?;
                history.entries().stopped.insert(reminder, (newest, history.poll()));
                Some(())
            }
            Operation::ChangeProfile { participant, zone, start, end, emergency } => {
                let person = Person { id: participant.id, handle: participant.handle, name: participant.handle };
                let draft = members::service::revise(&bot.db, person, now, |draft| {
                    draft.zone = Some(DraftZone::Confirmed(zone));
                    draft.quiet = Some(QuietHours::new(time(start), time(end)).into());
                    draft.emergency = Some(emergency);
                });
                let revision = draft.await.ok()?.revision;
                yield_times(3).await;
                members::service::save(&bot.db, &bot.followers, participant.id, revision, bot.clock.now())
                    .await
                    .ok()
                    .map(|_| ())
            }
            Operation::AwakeUntil { member, minutes } => {
                let until = minutes.map(|minutes| now + SignedDuration::from_mins(minutes));
                members::service::awake_until(&bot.db, &bot.followers, member, until, now).await.ok().map(|_| ())
            }
            Operation::TestPhone { member } => {
                let interaction = InteractionId(history.number());
                let asked = bot.db.write(async |tx| phone_test::ask(tx, member, interaction, now).await);
                asked.await.ok()?;
                history.entries().phone_tests += 1;
                Some(())
            }
            Operation::OpenDm { member } => {
                let channel = dm::channel_with(&bot.transport, member).await.ok()?;
                bot.db.write(async |tx| members::service::dm_opened(tx, member, channel).await).await.ok()
            }
        }
    }
}

fn record_seen(history: &History, member: MemberId, alert: AlertId, version: u32) {
    let poll = history.poll();
    let mut entries = history.entries();
    let known = entries.seen.entry((alert, member)).or_insert((version, poll));
    if version > known.0 {
        *known = (version, poll);
    }
}

fn record_handled(history: &History, view: &TicketView) {
    history.entries().handled.insert(view.ticket.id, (view.ticket.round, history.poll()));
}

/// The id of the newest delivery: later ones were asked for later.
async fn newest_delivery(bot: &Bot) -> Option<i64> {
    let mut reader = bot.db.read().await.ok()?;
    sqlx::query_scalar("SELECT ifnull(MAX(id), 0) FROM delivery").fetch_one(&mut *reader).await.ok()
}

/// A present member of the secretariat, to look up an alert.
async fn first_of_secretariat(bot: &Bot) -> Option<MemberId> {
    let mut reader = bot.db.read().await.ok()?;
    members::store::present_with(&mut reader, Group::Secretariat).await.ok()?.first().map(|member| member.id)
}

/// An alert from the form to "Send".
struct Sent {
    by: MemberId,
    severity: Severity,
    audience: &'static str,
    answer_in_minutes: Option<u32>,
    wake: bool,
    twice: bool,
}

impl Sent {
    async fn send(self, bot: &Bot, history: &History) -> Option<()> {
        let token = format!("alert-{}-x", history.number());
        let written = Written {
            interaction: InteractionId(history.number()),
            author: self.by,
            subject: Subject::New { severity: self.severity, audience: self.audience.to_owned() },
            text: token.clone(),
            answer_by: self.answer_in_minutes.map(|minutes| format!("in {minutes} minutes")).unwrap_or_default(),
        };
        let drafted = drafts::write(&bot.db, bot.rules, written, bot.clock.now()).await.ok()?;
        let Drafted::Preview(preview) = drafted else { return None };
        yield_times(4).await;
        if self.wake {
            drafts::wake(&bot.db, bot.rules, self.by, preview.draft, Waking::All, bot.clock.now()).await.ok()?;
            yield_times(4).await;
        }
        for _ in 0..if self.twice { 2 } else { 1 } {
            let sending =
                drafts::send(&bot.db, bot.rules, self.by, preview.draft, Repeat::SendAgain, bot.clock.now()).await;
            if let Ok(Sending::Sent(sent)) = sending {
                let accepted = AcceptedAlert { id: sent.alert, recipients: sent.recipients, token: token.clone() };
                history.entries().alerts.push(accepted);
            }
        }
        Some(())
    }
}

async fn correct(bot: &Bot, history: &History, by: MemberId, alert: AlertId, now: Timestamp) -> Option<()> {
    let from = alerts::open(&bot.db, by, alert).await.ok()?.words.number;
    history.entries().attempted.insert(Attempted::Correct(alert));
    let written = Written {
        interaction: InteractionId(history.number()),
        author: by,
        subject: Subject::Correction { alert, from },
        text: format!("corrected-{}-x", history.number()),
        answer_by: String::new(),
    };
    drafts::write(&bot.db, bot.rules, written, now).await.ok().map(|_| ())
}

async fn remind(
    bot: &Bot,
    history: &History,
    member: MemberId,
    in_minutes: i64,
    daily: Option<u32>,
    fixed: bool,
    now: Timestamp,
) -> Option<()> {
    let zone =
        members::store::get(&mut *bot.db.read().await.ok()?, member).await.ok()??.zone().unwrap_or_else(ZoneId::utc);
    let wall = local(zone, now + SignedDuration::from_mins(in_minutes)).0;
    let rule = daily.map(|count| Rule::parse(&format!("FREQ=DAILY;COUNT={count}")).expect("a rule"));
    let anchor = if fixed { Anchor::WallInZone } else { Anchor::Wall };
    let plan = Plan { anchor, wall, zone, rule };
    let token = format!("reminder-{}-x", history.number());
    let draft = reminders::service::create_draft(&bot.db, member, &token, &[plan], now).await.ok()?;
    yield_times(3).await;
    let saved = reminders::service::save(&bot.db, member, draft, 0, bot.clock.now()).await.ok()?;
    if let Saved::Own { reminder, .. } = saved {
        history.entries().reminders.push(AcceptedReminder { id: reminder.id, member, token, recurs: daily.is_some() });
    }
    Some(())
}

async fn remind_many(
    bot: &Bot,
    history: &History,
    by: MemberId,
    in_minutes: i64,
    daily: bool,
    now: Timestamp,
) -> Option<()> {
    let draft = GroupDraft {
        text: format!("for-many-{}-x", history.number()),
        audience: Group::Mag,
        wall: local(ZoneId::utc(), now + SignedDuration::from_mins(in_minutes)).0,
        rule: daily.then(|| "FREQ=DAILY;COUNT=3".to_owned()),
    };
    let (id, _) = reminders::service::create_group_draft(&bot.db, by, draft, now).await.ok()?;
    yield_times(3).await;
    reminders::service::save_for_group(&bot.db, by, id, IfPassed::SendNow, bot.clock.now()).await.ok()?;
    history.entries().batches.push(id);
    Some(())
}

/// The member's latest reminder that was sent.
async fn latest_occurrence(bot: &Bot, member: MemberId) -> Option<OccurrenceId> {
    let mut reader = bot.db.read().await.ok()?;
    let id: Option<i64> = sqlx::query_scalar(
        "SELECT o.id FROM reminder_occurrences AS o JOIN reminders AS r ON r.id = o.reminder_id
         WHERE r.member_id = ? AND o.state = 'sent' ORDER BY o.id DESC LIMIT 1",
    )
    .bind(member.to_sql())
    .fetch_optional(&mut *reader)
    .await
    .ok()?;
    id.map(OccurrenceId)
}
