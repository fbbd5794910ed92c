//! The operations of members: commands, clicks, profile changes. The seed chooses each operation.

use magpie::alerts::ask::{Answer, AskKind};
use magpie::alerts::model::{AlertId, EndReason, Severity};
use magpie::helpdesk::{TicketId, TicketKind};
use magpie::members::{EmergencyWake, MemberId};
use magpie::reminders::ReminderId;
use magpie::time::ZoneId;
use rand::Rng as _;
use rand::rngs::StdRng;
use strum::VariantArray as _;

use crate::history::{History, TicketAsker};
use crate::participants::Participant;

/// Zones that members move to.
const ZONES: [&str; 6] =
    ["America/La_Paz", "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/Paris", "Pacific/Apia", "America/St_Johns"];

/// An operation of a member, with all its random choices.
#[derive(Debug, Clone)]
pub enum Operation {
    SendAlert {
        actor: MemberId,
        severity: Severity,
        ask: AskKind,
        people_needed: u32,
        audience: &'static str,
        answer_in_minutes: Option<u32>,
        can_wake: bool,
        is_sent_twice: bool,
    },
    CorrectAlert {
        actor: MemberId,
        alert: AlertId,
    },
    EndAlert {
        actor: MemberId,
        alert: AlertId,
        reason: EndReason,
    },
    AskAgain {
        actor: MemberId,
        alert: AlertId,
    },
    Seen {
        member: MemberId,
        alert: AlertId,
    },
    SeenAll {
        member: MemberId,
    },
    Answer {
        member: MemberId,
        alert: AlertId,
        answer: Answer,
    },
    RemindOfAlert {
        member: MemberId,
        alert: AlertId,
        /// How many versions older than the current version the pressed message is.
        versions_back: u32,
    },
    OpenTicket {
        asker: MemberId,
        kind: TicketKind,
        /// Whether Discord delivers the interaction twice.
        is_delivered_twice: bool,
    },
    /// Sends the text of an earlier ticket again, in a new interaction.
    RepeatTicket {
        asker: MemberId,
        kind: TicketKind,
        token: String,
    },
    /// Presses "I need help" under an alert.
    AskForHelpWithAlert {
        member: MemberId,
        alert: AlertId,
    },
    /// Logs a request of somebody outside Discord.
    LogTicket {
        actor: MemberId,
        name: &'static str,
        is_answered: bool,
    },
    /// Tries to end any ticket with a logged answer.
    SolveAsLogged {
        ticket: TicketId,
        logged: TicketId,
        actor: MemberId,
    },
    StillHelping {
        ticket: TicketId,
        actor: MemberId,
    },
    Claim {
        ticket: TicketId,
        actor: MemberId,
    },
    Release {
        ticket: TicketId,
        actor: MemberId,
    },
    SendToSecretariat {
        ticket: TicketId,
        actor: MemberId,
    },
    Solve {
        ticket: TicketId,
        actor: MemberId,
    },
    Reopen {
        ticket: TicketId,
        actor: MemberId,
    },
    Withdraw {
        ticket: TicketId,
        actor: MemberId,
    },
    Remind {
        member: MemberId,
        in_minutes: i64,
        daily_count: Option<u32>,
        is_zone_fixed: bool,
    },
    RemindMany {
        actor: MemberId,
        in_minutes: i64,
        is_daily: bool,
    },
    StopMany {
        actor: MemberId,
    },
    Done {
        member: MemberId,
    },
    Snooze {
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
        quiet_start_hour: i8,
        quiet_end_hour: i8,
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
    /// A random operation. `None` when the chosen kind of operation needs something that does not exist yet.
    pub fn choose(rng: &mut StdRng, participants: &[Participant], history: &History) -> Option<Self> {
        let entries = history.entries();
        let random_participant = |rng: &mut StdRng| participants[rng.random_range(0..participants.len())];
        let id_with_role = |rng: &mut StdRng, role: &str| {
            let candidates: Vec<&Participant> =
                participants.iter().filter(|participant| participant.roles.contains(&role)).collect();
            candidates[rng.random_range(0..candidates.len())].id
        };
        let random_index = |rng: &mut StdRng, count: usize| (count > 0).then(|| rng.random_range(0..count));
        let alert = |rng: &mut StdRng| random_index(rng, entries.alerts.len()).map(|index| entries.alerts[index].id);
        // In half of the cases this is the newest alert, because the bot may still be sending its messages.
        let alert_being_sent = |rng: &mut StdRng| {
            if rng.random() { entries.alerts.last().map(|alert| alert.id) } else { alert(rng) }
        };
        // Only recent tickets are chosen, so that several operations act on one ticket.
        let ticket = |rng: &mut StdRng| {
            let recent = entries.tickets.len().min(6);
            random_index(rng, recent).map(|index| entries.tickets[entries.tickets.len() - 1 - index].id)
        };
        let minutes = |rng: &mut StdRng| [1, 7, 45, 180, 600, 1500][rng.random_range(0..6)];
        Some(match rng.random_range(0..110) {
            0..10 => Operation::SendAlert {
                actor: id_with_role(rng, "secretariat"),
                severity: Severity::VARIANTS[rng.random_range(0..3)],
                ask: AskKind::VARIANTS[rng.random_range(0..4)],
                people_needed: rng.random_range(1..4),
                audience: ["members", "everyone", "volunteers"][rng.random_range(0..3)],
                answer_in_minutes: [None, Some(20), Some(90), Some(600)][rng.random_range(0..4)],
                can_wake: rng.random(),
                is_sent_twice: rng.random_range(0..4) == 0,
            },
            10..14 => {
                Operation::CorrectAlert { actor: id_with_role(rng, "secretariat"), alert: alert_being_sent(rng)? }
            }
            14..18 => Operation::EndAlert {
                actor: id_with_role(rng, "secretariat"),
                alert: alert_being_sent(rng)?,
                reason: if rng.random() { EndReason::Cancel } else { EndReason::Over },
            },
            18..22 => Operation::AskAgain { actor: id_with_role(rng, "secretariat"), alert: alert(rng)? },
            22..29 => Operation::Seen { member: random_participant(rng).id, alert: alert(rng)? },
            29..35 => Operation::Answer {
                member: random_participant(rng).id,
                alert: alert_being_sent(rng)?,
                answer: [Answer::Yes, Answer::Yes, Answer::No, Answer::Choice(1)][rng.random_range(0..4)],
            },
            35..36 => Operation::RemindOfAlert {
                member: random_participant(rng).id,
                alert: alert_being_sent(rng)?,
                versions_back: [0, 0, 1, 2][rng.random_range(0..4)],
            },
            36..38 => Operation::SeenAll { member: random_participant(rng).id },
            38..46 => Operation::OpenTicket {
                asker: random_participant(rng).id,
                kind: [TicketKind::Help, TicketKind::Help, TicketKind::Private, TicketKind::Question]
                    [rng.random_range(0..4)],
                is_delivered_twice: rng.random_range(0..4) == 0,
            },
            46..56 => {
                let role = ["helpdesk", "secretariat"][rng.random_range(0..2)];
                Operation::Claim { ticket: ticket(rng)?, actor: id_with_role(rng, role) }
            }
            56..59 => Operation::Release { ticket: ticket(rng)?, actor: id_with_role(rng, "helpdesk") },
            59..61 => Operation::SendToSecretariat { ticket: ticket(rng)?, actor: id_with_role(rng, "helpdesk") },
            61..65 => Operation::Solve { ticket: ticket(rng)?, actor: random_participant(rng).id },
            65..66 => Operation::Reopen { ticket: ticket(rng)?, actor: random_participant(rng).id },
            66..67 => Operation::Withdraw { ticket: ticket(rng)?, actor: random_participant(rng).id },
            67..76 => Operation::Remind {
                member: random_participant(rng).id,
                in_minutes: minutes(rng),
                daily_count: (rng.random_range(0..3) == 0).then(|| rng.random_range(2..5)),
                is_zone_fixed: rng.random(),
            },
            76..79 => Operation::RemindMany {
                actor: id_with_role(rng, "secretariat"),
                in_minutes: minutes(rng),
                is_daily: rng.random_range(0..3) == 0,
            },
            79..81 => Operation::StopMany { actor: id_with_role(rng, "secretariat") },
            81..84 => Operation::Done { member: random_participant(rng).id },
            84..87 => Operation::Snooze { member: random_participant(rng).id, minutes: minutes(rng) },
            87..89 => {
                // In half of the cases this is the newest reminder, because the bot may be sending its message.
                let newest = entries.reminders.len().checked_sub(1)?;
                let index = if rng.random() { newest } else { rng.random_range(0..=newest) };
                Operation::Stop { member: entries.reminders[index].member, reminder: entries.reminders[index].id }
            }
            89..93 => Operation::ChangeProfile {
                participant: random_participant(rng),
                zone: ZoneId::parse(ZONES[rng.random_range(0..ZONES.len())]).expect("a zone"),
                quiet_start_hour: rng.random_range(18..24),
                quiet_end_hour: rng.random_range(4..10),
                emergency: if rng.random() { EmergencyWake::Allowed } else { EmergencyWake::Refused },
            },
            93..95 => {
                let minutes = if rng.random() { Some(rng.random_range(5..300)) } else { None };
                Operation::AwakeUntil { member: random_participant(rng).id, minutes }
            }
            95..97 => Operation::TestPhone { member: random_participant(rng).id },
            97..100 => Operation::OpenDm { member: random_participant(rng).id },
            100..103 => {
                // In most cases this is the newest ticket: after ten minutes, the same words are a new request.
                let newest = entries.tickets.len().checked_sub(1)?;
                let index = if rng.random_range(0..3) > 0 { newest } else { rng.random_range(0..=newest) };
                let TicketAsker::Member(asker, kind) = entries.tickets[index].asker else { return None };
                Operation::RepeatTicket { asker, kind, token: entries.tickets[index].token.clone() }
            }
            103..105 => {
                Operation::AskForHelpWithAlert { member: random_participant(rng).id, alert: alert_being_sent(rng)? }
            }
            105..107 => Operation::LogTicket {
                actor: id_with_role(rng, "helpdesk"),
                name: ["Ana", "Bo"][rng.random_range(0..2)],
                is_answered: rng.random(),
            },
            107..109 => {
                let index = random_index(rng, entries.logged_answers.len())?;
                let (logged, actor) = (entries.logged_answers[index].0, entries.logged_answers[index].1);
                Operation::SolveAsLogged { ticket: ticket(rng)?, logged, actor }
            }
            _ => Operation::StillHelping { ticket: ticket(rng)?, actor: id_with_role(rng, "helpdesk") },
        })
    }

    pub fn actor(&self) -> MemberId {
        match *self {
            Operation::SendAlert { actor, .. }
            | Operation::CorrectAlert { actor, .. }
            | Operation::EndAlert { actor, .. }
            | Operation::AskAgain { actor, .. } => actor,
            Operation::Claim { actor, .. }
            | Operation::Release { actor, .. }
            | Operation::SendToSecretariat { actor, .. }
            | Operation::Solve { actor, .. } => actor,
            Operation::Reopen { actor, .. }
            | Operation::Withdraw { actor, .. }
            | Operation::RemindMany { actor, .. }
            | Operation::StopMany { actor } => actor,
            Operation::Seen { member, .. }
            | Operation::SeenAll { member }
            | Operation::Answer { member, .. }
            | Operation::RemindOfAlert { member, .. }
            | Operation::Remind { member, .. }
            | Operation::Done { member } => member,
            Operation::Snooze { member, .. }
            | Operation::Stop { member, .. }
            | Operation::AwakeUntil { member, .. } => member,
            Operation::TestPhone { member } | Operation::OpenDm { member } => member,
            Operation::OpenTicket { asker, .. } | Operation::RepeatTicket { asker, .. } => asker,
            Operation::AskForHelpWithAlert { member, .. } => member,
            Operation::LogTicket { actor, .. }
            | Operation::SolveAsLogged { actor, .. }
            | Operation::StillHelping { actor, .. } => actor,
            Operation::ChangeProfile { participant, .. } => participant.id,
        }
    }
}
