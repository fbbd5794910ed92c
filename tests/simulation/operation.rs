//! What members do: commands, clicks, profile changes. The seed chooses each operation.

use magpie::alerts::ask::{Answer, AskKind};
use magpie::alerts::model::{AlertId, EndReason, Severity};
use magpie::helpdesk::{TicketId, TicketKind};
use magpie::members::{EmergencyWake, MemberId};
use magpie::reminders::ReminderId;
use magpie::time::ZoneId;
use rand::Rng as _;
use rand::rngs::StdRng;
use strum::VariantArray as _;

use crate::history::History;
use crate::participants::Participant;

/// Zones that members move to.
const ZONES: [&str; 6] =
    ["America/La_Paz", "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/Paris", "Pacific/Apia", "America/St_Johns"];

/// An operation of a member, with all its random choices.
#[derive(Debug, Clone)]
pub enum Operation {
    SendAlert {
        by: MemberId,
        severity: Severity,
        ask: AskKind,
        needed: u32,
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
        how: EndReason,
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
    Answer {
        member: MemberId,
        alert: AlertId,
        answer: Answer,
    },
    RemindOfAlert {
        member: MemberId,
        alert: AlertId,
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
    /// A random operation. `None` when the chosen kind of operation needs something that does not exist yet.
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
        // In half of the cases the newest alert: the bot is still sending many of its messages.
        let alert_being_sent = |rng: &mut StdRng| {
            if rng.random() { entries.alerts.last().map(|alert| alert.id) } else { alert(rng) }
        };
        // Only recent tickets, so that several operations meet in one ticket.
        let ticket = |rng: &mut StdRng| {
            let recent = entries.tickets.len().min(6);
            pick(rng, recent).map(|at| entries.tickets[entries.tickets.len() - 1 - at].id)
        };
        let minutes = |rng: &mut StdRng| [1, 7, 45, 180, 600, 1500][rng.random_range(0..6)];
        Some(match rng.random_range(0..100) {
            0..10 => Operation::SendAlert {
                by: of(rng, "secretariat"),
                severity: Severity::VARIANTS[rng.random_range(0..3)],
                ask: AskKind::VARIANTS[rng.random_range(0..4)],
                needed: rng.random_range(1..4),
                audience: ["members", "everyone", "volunteers"][rng.random_range(0..3)],
                answer_in_minutes: [None, Some(20), Some(90), Some(600)][rng.random_range(0..4)],
                wake: rng.random(),
                twice: rng.random_range(0..4) == 0,
            },
            10..14 => Operation::CorrectAlert { by: of(rng, "secretariat"), alert: alert_being_sent(rng)? },
            14..18 => Operation::EndAlert {
                by: of(rng, "secretariat"),
                alert: alert_being_sent(rng)?,
                how: if rng.random() { EndReason::Cancel } else { EndReason::Over },
            },
            18..22 => Operation::AskAgain { by: of(rng, "secretariat"), alert: alert(rng)? },
            22..29 => Operation::Seen { member: anybody(rng).id, alert: alert(rng)? },
            29..35 => Operation::Answer {
                member: anybody(rng).id,
                alert: alert_being_sent(rng)?,
                answer: [Answer::Yes, Answer::Yes, Answer::No, Answer::Choice(1)][rng.random_range(0..4)],
            },
            35..36 => Operation::RemindOfAlert { member: anybody(rng).id, alert: alert_being_sent(rng)? },
            36..38 => Operation::SeenAll { member: anybody(rng).id },
            38..46 => Operation::OpenTicket {
                asker: anybody(rng).id,
                kind: [TicketKind::Help, TicketKind::Help, TicketKind::Private, TicketKind::Question]
                    [rng.random_range(0..4)],
            },
            46..56 => {
                let role = ["helpdesk", "secretariat"][rng.random_range(0..2)];
                Operation::Claim { ticket: ticket(rng)?, by: of(rng, role) }
            }
            56..59 => Operation::Release { ticket: ticket(rng)?, by: of(rng, "helpdesk") },
            59..61 => Operation::SendToSecretariat { ticket: ticket(rng)?, by: of(rng, "helpdesk") },
            61..65 => Operation::Solve { ticket: ticket(rng)?, by: anybody(rng).id },
            65..66 => Operation::Reopen { ticket: ticket(rng)?, by: anybody(rng).id },
            66..67 => Operation::Withdraw { ticket: ticket(rng)?, by: anybody(rng).id },
            67..76 => Operation::Remind {
                member: anybody(rng).id,
                in_minutes: minutes(rng),
                daily: (rng.random_range(0..3) == 0).then(|| rng.random_range(2..5)),
                fixed: rng.random(),
            },
            76..79 => Operation::RemindMany {
                by: of(rng, "secretariat"),
                in_minutes: minutes(rng),
                daily: rng.random_range(0..3) == 0,
            },
            79..81 => Operation::StopMany { by: of(rng, "secretariat") },
            81..84 => Operation::Done { member: anybody(rng).id },
            84..87 => Operation::Snooze { member: anybody(rng).id, minutes: minutes(rng) },
            87..89 => {
                // In half of the cases the newest reminder: the bot may be sending its message.
                let newest = entries.reminders.len().checked_sub(1)?;
                let at = if rng.random() { newest } else { rng.random_range(0..=newest) };
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

    pub fn by(&self) -> MemberId {
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
            | Operation::Answer { member, .. }
            | Operation::RemindOfAlert { member, .. }
            | Operation::Remind { member, .. }
            | Operation::Done { member } => member,
            Operation::Snooze { member, .. }
            | Operation::Stop { member, .. }
            | Operation::AwakeUntil { member, .. } => member,
            Operation::TestPhone { member } | Operation::OpenDm { member } => member,
            Operation::OpenTicket { asker, .. } => asker,
            Operation::ChangeProfile { participant, .. } => participant.id,
        }
    }
}
