//! The transitions of a ticket.

use super::*;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::constant(1_605_027_600, 0);
const ASKER: Actor = Actor { id: MemberId(1), roles: Roles::NONE };

fn volunteer(id: u64) -> Actor {
    Actor { id: MemberId(id), roles: Roles::NONE.with(Group::Helpdesk) }
}

fn secretary(id: u64) -> Actor {
    Actor { id: MemberId(id), roles: Roles::NONE.with(Group::Secretariat) }
}

fn first_step() -> NextStep {
    NextStep { step: Step::Posted, people: vec![], next_at: saturating_add(NOW, SignedDuration::from_mins(10)) }
}

fn ticket(kind: TicketKind) -> Ticket {
    let text = TicketText::Quoted("My slides do not open".to_owned());
    NewTicket::waiting(kind, Asker::Member(ASKER.id), text, &first_step(), NOW).into_ticket(TicketId(7))
}

fn settings() -> HelpdeskSettings {
    HelpdeskSettings::default()
}

#[test]
fn second_claim_is_refused_with_the_id_of_the_helper() {
    let claimed = ticket(TicketKind::Help).claim(volunteer(2), NOW, &settings()).unwrap();
    assert_eq!(claimed.claim(volunteer(3), NOW, &settings()), Err(Refusal::Taken(MemberId(2))));
}

#[test]
fn own_tickets_and_tickets_of_another_desk_cannot_be_claimed() {
    let both = Actor { id: ASKER.id, ..volunteer(1) };
    assert_eq!(ticket(TicketKind::Help).claim(both, NOW, &settings()), Err(Refusal::OwnTicket));
    assert_eq!(ticket(TicketKind::Help).claim(ASKER, NOW, &settings()), Err(Refusal::NotAllowed(Desk::Volunteers)));
    assert_eq!(
        ticket(TicketKind::Private).claim(volunteer(2), NOW, &settings()),
        Err(Refusal::NotAllowed(Desk::Secretariat))
    );
}

#[test]
fn private_report_is_read_by_the_secretariat_and_the_asker_only() {
    assert!(!ticket(TicketKind::Private).may_read(volunteer(2)));
    assert!(ticket(TicketKind::Private).may_read(secretary(3)));
    assert!(ticket(TicketKind::Private).may_read(ASKER));
}

#[test]
fn only_the_helper_or_the_secretariat_may_release() {
    let claimed = ticket(TicketKind::Help).claim(volunteer(2), NOW, &settings()).unwrap();
    assert_eq!(claimed.clone().release(volunteer(3), &first_step()), Err(Refusal::Taken(MemberId(2))));
    assert_eq!(claimed.clone().release(secretary(4), &first_step()).unwrap().round, 2);
    assert_eq!(claimed.release(volunteer(2), &first_step()).unwrap().helper(), None);
}

#[test]
fn ticket_solved_by_the_helper_closes_when_the_asker_confirms() {
    let claimed = ticket(TicketKind::Help).claim(volunteer(2), NOW, &settings()).unwrap();
    let solved = claimed.clone().solve(volunteer(2), None, NOW, &settings()).unwrap();
    assert!(solved.is_open());
    assert!(!solved.clone().solve(ASKER, None, NOW, &settings()).unwrap().is_open());
    let reopened = solved.reopen(ASKER, NOW, &first_step()).unwrap();
    assert_eq!((reopened.helper(), reopened.round), (None, 2));
    assert!(!claimed.solve(ASKER, None, NOW, &settings()).unwrap().is_open());
}

#[test]
fn ticket_is_sent_to_the_secretariat_only_once() {
    let asked = NextStep { step: Step::Secretariat, ..first_step() };
    let sent = ticket(TicketKind::Help).send_to_secretariat(volunteer(2), "restarted", &asked).unwrap();
    assert_eq!(sent.desk, Desk::Secretariat);
    assert!(!sent.may_read(volunteer(2)), "volunteers may not read a ticket that was sent to the secretariat");
    assert!(sent.is_known_to(volunteer(2)));
    assert_eq!(sent.clone().claim(volunteer(2), NOW, &settings()), Err(Refusal::NotAllowed(Desk::Secretariat)));
    assert_eq!(sent.send_to_secretariat(secretary(3), "", &asked), Err(Refusal::WithSecretariat));
}

#[test]
fn helper_is_nudged_at_most_twice() {
    let claimed = ticket(TicketKind::Help).claim(volunteer(2), NOW, &settings()).unwrap();
    let twice = claimed.nudge(NOW, &settings()).unwrap().nudge(NOW, &settings()).unwrap();
    assert_eq!(twice.nudge(NOW, &settings()), None);
    let still = twice.still_helping(volunteer(2), NOW, &settings()).unwrap();
    assert!(still.nudge(NOW, &settings()).is_some());
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Claim,
    Release,
    Send,
    Solve,
    Reopen,
    Withdraw,
    Still,
    Advance,
    Nudge,
}

fn act() -> impl Strategy<Value = Act> {
    use Act::*;
    prop::sample::select(vec![Claim, Release, Send, Solve, Reopen, Withdraw, Still, Advance, Nudge])
}

proptest! {
    /// After any sequence of actions, a ticket is closed or its timer is set.
    #[test]
    fn every_open_ticket_has_a_timer(
        acts in prop::collection::vec((act(), 0_u64..5), 0..30),
        private in any::<bool>(),
    ) {
        let mut ticket = ticket(if private { TicketKind::Private } else { TicketKind::Help });
        for (act, who) in acts {
            let by = match who { 0 => ASKER, 1 | 2 => volunteer(who + 1), _ => secretary(who + 1) };
            let asked = NextStep { step: Step::Secretariat, ..first_step() };
            let before = ticket.clone();
            let after = match act {
                Act::Claim => ticket.claim(by, NOW, &settings()),
                Act::Release => ticket.release(by, &first_step()),
                Act::Send => ticket.send_to_secretariat(by, "it", &asked),
                Act::Solve => ticket.solve(by, None, NOW, &settings()),
                Act::Reopen => ticket.reopen(by, NOW, &first_step()),
                Act::Withdraw => ticket.withdraw(by, NOW),
                Act::Still => ticket.still_helping(by, NOW, &settings()),
                Act::Advance => Ok(ticket.advance(&asked)),
                Act::Nudge => Ok(ticket.nudge(NOW, &settings()).unwrap_or(ticket)),
            };
            ticket = after.unwrap_or_else(|_| before.clone());
            prop_assert_eq!(ticket.is_open(), ticket.status.next_at().is_some());
            prop_assert!(ticket.round >= before.round);
            if private {
                let helper = ticket.helper();
                prop_assert!(helper.is_none_or(|id| id.0 >= 4), "only the secretariat may help with a private report");
            }
        }
    }
}

#[test]
fn codes_in_the_database_stay_the_same() {
    let kinds = [TicketKind::Help, TicketKind::Private, TicketKind::Question, TicketKind::Logged];
    assert_eq!(kinds.map(<&str>::from), ["help", "private", "question", "logged"]);
    let endings = [Ending::Solved, Ending::Withdrawn, Ending::Left, Ending::Deleted];
    assert_eq!(endings.map(<&str>::from), ["solved", "withdrawn", "left", "deleted"]);
    let steps = [Step::Posted, Step::Volunteers, Step::Secretariat];
    assert_eq!(steps.map(<&str>::from), ["posted", "volunteers", "secretariat"]);
    let helper = MemberId(2);
    let statuses = [
        TicketStatus::waiting(&first_step()),
        TicketStatus::Claimed { helper, claimed_at: NOW, check_at: NOW, nudges: 0 },
        TicketStatus::Solved { helper, closes_at: NOW },
        TicketStatus::Closed { closed_at: NOW, ending: Ending::Solved, helper: None },
    ];
    assert_eq!(statuses.map(<&str>::from), ["waiting", "claimed", "solved", "closed"]);
}
