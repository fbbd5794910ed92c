//! What people do: commands, clicks, comings and goings, as the faces of the rooms carry them to the services.

use magpie::alerts::drafts::service as drafts;
use magpie::alerts::drafts::{Drafted, Repeat, Sending, Subject, Waking, Written};
use magpie::alerts::model::{AlertId, Ending, Severity};
use magpie::alerts::service::{self as alerts, SeenPress};
use magpie::delivery::phone_test;
use magpie::discord::wire::dm;
use magpie::helpdesk::{OpenTicket, TicketDetails, TicketId, TicketKind};
use magpie::members::{self, DraftZone, EmergencyWake, Group, InteractionId, MemberId, Person};
use magpie::reminders::{self, GroupDraft, IfPassed, OccurrenceId, Plan, ReminderId, Saved};
use magpie::sandbox::core::{Seed, SeedMember};
use magpie::time::{Anchor, QuietHours, Rule, SignedDuration, Timestamp, ZoneId, local};
use rand::Rng as _;
use rand::rngs::StdRng;

use crate::bot::Bot;
use crate::executor::give_way;
use crate::ledger::{AcceptedAlert, AcceptedReminder, AcceptedTicket, Attempted, Ledger};

/// Somebody of the server.
#[derive(Debug, Clone, Copy)]
pub struct Resident {
    pub id: MemberId,
    pub handle: &'static str,
    roles: &'static [&'static str],
    pub profile: Option<(ZoneId, QuietHours, EmergencyWake)>,
}

type Row = (&'static str, &'static [&'static str], Option<(&'static str, EmergencyWake)>);

impl Resident {
    pub fn roles(&self) -> Vec<String> {
        self.roles.iter().map(|role| (*role).to_owned()).collect()
    }
}

/// Two of the secretariat, volunteers, members on every side of the world, and two whom only the inbox reaches.
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

/// The people as Discord numbered them.
pub fn residents(world: &magpie::sandbox::core::World) -> Vec<Resident> {
    let night = QuietHours::new(time(22), time(7));
    let one = |(handle, roles, profile): &Row| Resident {
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

/// One thing that somebody does, with all that chance decides about it.
#[derive(Debug, Clone)]
pub enum Act {
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
        kind: TicketKind,
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
        resident: Resident,
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

impl Act {
    /// What somebody might do next. `None` when chance chose what nothing is there for.
    pub fn choose(dice: &mut StdRng, residents: &[Resident], ledger: &Ledger) -> Option<Self> {
        let entries = ledger.entries();
        let anybody = |dice: &mut StdRng| residents[dice.random_range(0..residents.len())];
        let of = |dice: &mut StdRng, role: &str| {
            let some: Vec<&Resident> = residents.iter().filter(|resident| resident.roles.contains(&role)).collect();
            some[dice.random_range(0..some.len())].id
        };
        let pick = |dice: &mut StdRng, count: usize| (count > 0).then(|| dice.random_range(0..count));
        let alert = |dice: &mut StdRng| pick(dice, entries.alerts.len()).map(|at| entries.alerts[at].id);
        // The newer ones are more interesting.
        let ticket = |dice: &mut StdRng| {
            let recent = entries.tickets.len().min(6);
            pick(dice, recent).map(|at| entries.tickets[entries.tickets.len() - 1 - at].id)
        };
        let minutes = |dice: &mut StdRng| [1, 7, 45, 180, 600, 1500][dice.random_range(0..6)];
        Some(match dice.random_range(0..100) {
            0..10 => Act::SendAlert {
                by: of(dice, "secretariat"),
                severity: Severity::ALL[dice.random_range(0..3)],
                audience: ["members", "everyone", "volunteers"][dice.random_range(0..3)],
                answer_in_minutes: [None, Some(20), Some(90), Some(600)][dice.random_range(0..4)],
                wake: dice.random(),
                twice: dice.random_range(0..4) == 0,
            },
            10..14 => Act::CorrectAlert { by: of(dice, "secretariat"), alert: alert(dice)? },
            14..18 => Act::EndAlert {
                by: of(dice, "secretariat"),
                alert: alert(dice)?,
                how: if dice.random() { Ending::Cancel } else { Ending::Over },
            },
            18..22 => Act::AskAgain { by: of(dice, "secretariat"), alert: alert(dice)? },
            22..36 => Act::Seen { member: anybody(dice).id, alert: alert(dice)? },
            36..38 => Act::SeenAll { member: anybody(dice).id },
            38..46 => Act::OpenTicket {
                asker: anybody(dice).id,
                kind: [TicketKind::Help, TicketKind::Help, TicketKind::Private, TicketKind::Question]
                    [dice.random_range(0..4)],
            },
            46..56 => {
                let role = ["helpdesk", "secretariat"][dice.random_range(0..2)];
                Act::Claim { ticket: ticket(dice)?, by: of(dice, role) }
            }
            56..59 => Act::Release { ticket: ticket(dice)?, by: of(dice, "helpdesk") },
            59..61 => Act::SendToSecretariat { ticket: ticket(dice)?, by: of(dice, "helpdesk") },
            61..65 => Act::Solve { ticket: ticket(dice)?, by: anybody(dice).id },
            65..66 => Act::Reopen { ticket: ticket(dice)?, by: anybody(dice).id },
            66..68 => Act::Withdraw { ticket: ticket(dice)?, by: anybody(dice).id },
            68..78 => Act::Remind {
                member: anybody(dice).id,
                in_minutes: minutes(dice),
                daily: (dice.random_range(0..3) == 0).then(|| dice.random_range(2..5)),
                fixed: dice.random(),
            },
            78..80 => Act::RemindMany {
                by: of(dice, "secretariat"),
                in_minutes: minutes(dice),
                daily: dice.random_range(0..3) == 0,
            },
            80..81 => Act::StopMany { by: of(dice, "secretariat") },
            81..84 => Act::Done { member: anybody(dice).id },
            84..87 => Act::PutOff { member: anybody(dice).id, minutes: minutes(dice) },
            87..89 => {
                let at = pick(dice, entries.reminders.len())?;
                Act::Stop { member: entries.reminders[at].member, reminder: entries.reminders[at].id }
            }
            89..93 => Act::ChangeProfile {
                resident: anybody(dice),
                zone: ZoneId::parse(ZONES[dice.random_range(0..ZONES.len())]).expect("a zone"),
                start: dice.random_range(18..24),
                end: dice.random_range(4..10),
                emergency: if dice.random() { EmergencyWake::Allowed } else { EmergencyWake::Refused },
            },
            93..95 => {
                let minutes = if dice.random() { Some(dice.random_range(5..300)) } else { None };
                Act::AwakeUntil { member: anybody(dice).id, minutes }
            }
            95..97 => Act::TestPhone { member: anybody(dice).id },
            _ => Act::OpenDm { member: anybody(dice).id },
        })
    }

    fn by(&self) -> MemberId {
        match *self {
            Act::SendAlert { by, .. }
            | Act::CorrectAlert { by, .. }
            | Act::EndAlert { by, .. }
            | Act::AskAgain { by, .. } => by,
            Act::Claim { by, .. }
            | Act::Release { by, .. }
            | Act::SendToSecretariat { by, .. }
            | Act::Solve { by, .. } => by,
            Act::Reopen { by, .. } | Act::Withdraw { by, .. } | Act::RemindMany { by, .. } | Act::StopMany { by } => by,
            Act::Seen { member, .. } | Act::SeenAll { member } | Act::Remind { member, .. } | Act::Done { member } => {
                member
            }
            Act::PutOff { member, .. } | Act::Stop { member, .. } | Act::AwakeUntil { member, .. } => member,
            Act::TestPhone { member } | Act::OpenDm { member } => member,
            Act::OpenTicket { asker, .. } => asker,
            Act::ChangeProfile { resident, .. } => resident.id,
        }
    }

    /// Carries it to the bot, and writes down what the bot promised. A refusal is an answer too, and promises nothing.
    pub async fn carry_out(self, bot: Bot, ledger: Ledger) {
        let now = bot.clock.now();
        ledger.entries().acts.entry(self.by()).or_default().push(now);
        // What the service refuses, or the disk, was not accepted: nothing to write down.
        let _ = self.carried_out(&bot, &ledger, now).await;
    }

    async fn carried_out(self, bot: &Bot, ledger: &Ledger, now: Timestamp) -> Option<()> {
        match self {
            Act::SendAlert { by, severity, audience, answer_in_minutes, wake, twice } => {
                let alert = Sent { by, severity, audience, answer_in_minutes, wake, twice };
                alert.send(bot, ledger).await
            }
            Act::CorrectAlert { by, alert } => correct(bot, ledger, by, alert, now).await,
            Act::EndAlert { by, alert, how } => {
                ledger.entries().attempted.insert(Attempted::End(alert));
                let ended = alerts::end(&bot.db, by, alert, how, now).await.ok()?;
                if ended {
                    ledger.entries().ended.insert(alert, ledger.poll());
                }
                Some(())
            }
            Act::AskAgain { by, alert } => {
                ledger.entries().attempted.insert(Attempted::AskAgain(alert));
                alerts::ask_again(&bot.db, by, alert, now).await.ok().map(|_| ())
            }
            Act::Seen { member, alert } => {
                ledger.entries().attempted.insert(Attempted::Seen(alert, member));
                let version = alerts::open(&bot.db, first_of_secretariat(bot).await?, alert).await.ok()?.words.number;
                let pressed = alerts::seen(&bot.db, member, alert, version, None, now).await.ok()?;
                if let SeenPress::Noted(message) = pressed {
                    note_seen(ledger, member, message.alert, message.version);
                }
                Some(())
            }
            Act::SeenAll { member } => {
                let all: Vec<AlertId> = ledger.entries().alerts.iter().map(|alert| alert.id).collect();
                ledger.entries().attempted.extend(all.into_iter().map(|alert| Attempted::Seen(alert, member)));
                for message in alerts::seen_all(&bot.db, member, now).await.ok()? {
                    note_seen(ledger, member, message.alert, message.version);
                }
                Some(())
            }
            Act::OpenTicket { asker, kind } => {
                let (interaction, number) = (InteractionId(ledger.number()), ledger.number());
                let token = format!("ticket-{number}-x");
                let open = OpenTicket { interaction, asker, kind, text: &token };
                let view = bot.helpdesk.open(&bot.db, open, now).await.ok()?;
                ledger.entries().tickets.push(AcceptedTicket { id: view.ticket.id, token });
                Some(())
            }
            Act::Claim { ticket, by } => {
                let view = bot.helpdesk.claim(&bot.db, ticket, by, now).await.ok()?;
                take(ledger, &view);
                Some(())
            }
            Act::Release { ticket, by } => bot.helpdesk.release(&bot.db, ticket, by, now).await.ok().map(|_| ()),
            Act::SendToSecretariat { ticket, by } => {
                bot.helpdesk.send_to_secretariat(&bot.db, ticket, by, "tried everything", now).await.ok().map(|_| ())
            }
            Act::Solve { ticket, by } => {
                ledger.entries().attempted.insert(Attempted::Close(ticket));
                let view = bot.helpdesk.solve(&bot.db, ticket, by, None, now).await.ok()?;
                take(ledger, &view);
                Some(())
            }
            Act::Reopen { ticket, by } => bot.helpdesk.reopen(&bot.db, ticket, by, now).await.ok().map(|_| ()),
            Act::Withdraw { ticket, by } => {
                ledger.entries().attempted.insert(Attempted::Close(ticket));
                let view = bot.helpdesk.withdraw(&bot.db, ticket, by, now).await.ok()?;
                take(ledger, &view);
                Some(())
            }
            Act::Remind { member, in_minutes, daily, fixed } => {
                remind(bot, ledger, member, in_minutes, daily, fixed, now).await
            }
            Act::RemindMany { by, in_minutes, daily } => remind_many(bot, ledger, by, in_minutes, daily, now).await,
            Act::StopMany { by } => {
                let batch = *ledger.entries().batches.last()?;
                reminders::service::stop_batch(&bot.db, by, batch, now).await.ok().map(|_| ())
            }
            Act::Done { member } => {
                let occurrence = latest_occurrence(bot, member).await?;
                reminders::service::mark_done(&bot.db, member, occurrence, now).await.ok().map(|_| ())
            }
            Act::PutOff { member, minutes } => {
                let occurrence = latest_occurrence(bot, member).await?;
                let until = now + SignedDuration::from_mins(minutes);
                reminders::service::snooze(&bot.db, member, occurrence, until, now).await.ok()
            }
            Act::Stop { member, reminder } => {
                ledger.entries().attempted.insert(Attempted::Stop(reminder));
                let newest = newest_delivery(bot).await?;
                reminders::service::stop(&bot.db, member, reminder, now).await.ok()?;
                ledger.entries().stopped.insert(reminder, (newest, ledger.poll()));
                Some(())
            }
            Act::ChangeProfile { resident, zone, start, end, emergency } => {
                let person = Person { id: resident.id, handle: resident.handle, name: resident.handle };
                let draft = members::service::revise(&bot.db, person, now, |draft| {
                    draft.zone = Some(DraftZone::Confirmed(zone));
                    draft.quiet = Some(QuietHours::new(time(start), time(end)).into());
                    draft.emergency = Some(emergency);
                });
                let revision = draft.await.ok()?.revision;
                give_way(3).await;
                members::service::save(&bot.db, &bot.followers, resident.id, revision, bot.clock.now())
                    .await
                    .ok()
                    .map(|_| ())
            }
            Act::AwakeUntil { member, minutes } => {
                let until = minutes.map(|minutes| now + SignedDuration::from_mins(minutes));
                members::service::awake_until(&bot.db, &bot.followers, member, until, now).await.ok().map(|_| ())
            }
            Act::TestPhone { member } => {
                let mut tx = bot.db.begin().await.ok()?;
                phone_test::ask(&mut tx, member, InteractionId(ledger.number()), now).await.ok()?;
                tx.commit().await.ok()?;
                ledger.entries().phone_tests += 1;
                Some(())
            }
            Act::OpenDm { member } => {
                let channel = dm::channel_with(&bot.transport, member).await.ok()?;
                members::service::record_dm_channel(&bot.db, member, channel).await.ok()
            }
        }
    }
}

fn note_seen(ledger: &Ledger, member: MemberId, alert: AlertId, version: u32) {
    let poll = ledger.poll();
    let mut entries = ledger.entries();
    let known = entries.seen.entry((alert, member)).or_insert((version, poll));
    if version > known.0 {
        *known = (version, poll);
    }
}

fn take(ledger: &Ledger, view: &TicketDetails) {
    ledger.entries().taken.insert(view.ticket.id, (view.ticket.round, ledger.poll()));
}

/// What is owed later was asked for later.
async fn newest_delivery(bot: &Bot) -> Option<i64> {
    let mut reader = bot.db.read().await.ok()?;
    sqlx::query_scalar("SELECT ifnull(MAX(id), 0) FROM deliveries").fetch_one(&mut *reader).await.ok()
}

/// Somebody of the secretariat who is there, to look an alert up.
async fn first_of_secretariat(bot: &Bot) -> Option<MemberId> {
    let mut reader = bot.db.read().await.ok()?;
    members::service::present_in(&mut reader, Group::Secretariat).await.ok()?.first().map(|member| member.id)
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
    async fn send(self, bot: &Bot, ledger: &Ledger) -> Option<()> {
        let token = format!("alert-{}-x", ledger.number());
        let written = Written {
            interaction: InteractionId(ledger.number()),
            author: self.by,
            subject: Subject::New { severity: self.severity, audience: self.audience.to_owned() },
            text: token.clone(),
            answer_by: self.answer_in_minutes.map(|minutes| format!("in {minutes} minutes")).unwrap_or_default(),
        };
        let drafted = drafts::write(&bot.db, bot.rules, written, bot.clock.now()).await.ok()?;
        let Drafted::Preview(preview) = drafted else { return None };
        give_way(4).await;
        if self.wake {
            drafts::wake(&bot.db, bot.rules, self.by, preview.draft, Waking::All, bot.clock.now()).await.ok()?;
            give_way(4).await;
        }
        for _ in 0..if self.twice { 2 } else { 1 } {
            let sending =
                drafts::send(&bot.db, bot.rules, self.by, preview.draft, Repeat::SendAgain, bot.clock.now()).await;
            if let Ok(Sending::Sent(sent)) = sending {
                let accepted = AcceptedAlert { id: sent.alert, recipients: sent.recipients, token: token.clone() };
                ledger.entries().alerts.push(accepted);
            }
        }
        Some(())
    }
}

async fn correct(bot: &Bot, ledger: &Ledger, by: MemberId, alert: AlertId, now: Timestamp) -> Option<()> {
    let from = alerts::open(&bot.db, by, alert).await.ok()?.words.number;
    ledger.entries().attempted.insert(Attempted::Correct(alert));
    let written = Written {
        interaction: InteractionId(ledger.number()),
        author: by,
        subject: Subject::Correction { alert, from },
        text: format!("corrected-{}-x", ledger.number()),
        answer_by: String::new(),
    };
    drafts::write(&bot.db, bot.rules, written, now).await.ok().map(|_| ())
}

async fn remind(
    bot: &Bot,
    ledger: &Ledger,
    member: MemberId,
    in_minutes: i64,
    daily: Option<u32>,
    fixed: bool,
    now: Timestamp,
) -> Option<()> {
    let zone =
        members::service::get(&mut *bot.db.read().await.ok()?, member).await.ok()??.zone().unwrap_or_else(ZoneId::utc);
    let wall = local(zone, now + SignedDuration::from_mins(in_minutes)).0;
    let rule = daily.map(|count| Rule::parse(&format!("FREQ=DAILY;COUNT={count}")).expect("a rule"));
    let anchor = if fixed { Anchor::WallInZone } else { Anchor::Wall };
    let plan = Plan { anchor, wall, zone, rule };
    let token = format!("reminder-{}-x", ledger.number());
    let draft = reminders::service::create_draft(&bot.db, member, &token, &[plan], now).await.ok()?;
    give_way(3).await;
    let saved = reminders::service::save(&bot.db, member, draft, 0, bot.clock.now()).await.ok()?;
    if let Saved::Own { reminder, .. } = saved {
        ledger.entries().reminders.push(AcceptedReminder { id: reminder.id, member, token, recurs: daily.is_some() });
    }
    Some(())
}

async fn remind_many(
    bot: &Bot,
    ledger: &Ledger,
    by: MemberId,
    in_minutes: i64,
    daily: bool,
    now: Timestamp,
) -> Option<()> {
    let draft = GroupDraft {
        text: format!("for-many-{}-x", ledger.number()),
        audience: Group::Mag,
        wall: local(ZoneId::utc(), now + SignedDuration::from_mins(in_minutes)).0,
        rule: daily.then(|| "FREQ=DAILY;COUNT=3".to_owned()),
    };
    let (id, _) = reminders::service::create_group_draft(&bot.db, by, draft, now).await.ok()?;
    give_way(3).await;
    reminders::service::save_for_group(&bot.db, by, id, IfPassed::SendNow, bot.clock.now()).await.ok()?;
    ledger.entries().batches.push(id);
    Some(())
}

/// The reminder that came to this member last.
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
