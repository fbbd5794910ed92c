//! What may become of a ticket, and what may not.

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

fn posted() -> Advance {
    Advance { step: Step::Posted, ask: vec![], next_at: later(NOW, SignedDuration::from_mins(10)) }
}

fn ticket(kind: Kind) -> Ticket {
    Ticket {
        id: TicketId(7),
        kind,
        desk: kind.desk(),
        asker: Asker::Member(ASKER.id),
        text: "My slides do not open".to_owned(),
        opened_at: NOW,
        acted_at: NOW,
        status: Status::Waiting { step: Step::Posted, next_at: posted().next_at },
        round: 1,
        thread: None,
        threads: 0,
        tried: None,
        answer: None,
        version: 1,
    }
}

fn settings() -> Settings {
    Settings::default()
}

#[test]
fn the_second_claim_is_told_who_helps() {
    let claimed = ticket(Kind::Help).claim(volunteer(2), NOW, &settings()).unwrap();
    assert_eq!(claimed.claim(volunteer(3), NOW, &settings()), Err(Refusal::Taken(MemberId(2))));
}

#[test]
fn nobody_claims_their_own_ticket_or_one_that_is_not_for_them() {
    let both = Actor { id: ASKER.id, ..volunteer(1) };
    assert_eq!(ticket(Kind::Help).claim(both, NOW, &settings()), Err(Refusal::OwnTicket));
    assert_eq!(ticket(Kind::Help).claim(ASKER, NOW, &settings()), Err(Refusal::NotAllowed(Desk::Volunteers)));
    assert_eq!(
        ticket(Kind::Private).claim(volunteer(2), NOW, &settings()),
        Err(Refusal::NotAllowed(Desk::Secretariat))
    );
}

#[test]
fn a_private_report_is_read_by_the_secretariat_alone() {
    assert!(!ticket(Kind::Private).may_read(volunteer(2)));
    assert!(ticket(Kind::Private).may_read(secretary(3)));
    assert!(ticket(Kind::Private).may_read(ASKER));
}

#[test]
fn only_the_helper_or_the_secretariat_lets_go() {
    let claimed = ticket(Kind::Help).claim(volunteer(2), NOW, &settings()).unwrap();
    assert_eq!(claimed.clone().release(volunteer(3), &posted()), Err(Refusal::Taken(MemberId(2))));
    assert_eq!(claimed.clone().release(secretary(4), &posted()).unwrap().round, 2);
    assert_eq!(claimed.release(volunteer(2), &posted()).unwrap().helper(), None);
}

#[test]
fn solved_by_the_helper_waits_for_the_asker_and_solved_by_the_asker_closes() {
    let claimed = ticket(Kind::Help).claim(volunteer(2), NOW, &settings()).unwrap();
    let solved = claimed.clone().solve(volunteer(2), None, NOW, &settings()).unwrap();
    assert!(solved.is_open());
    assert!(!solved.clone().solve(ASKER, None, NOW, &settings()).unwrap().is_open());
    let reopened = solved.reopen(ASKER, NOW, &posted()).unwrap();
    assert_eq!((reopened.helper(), reopened.round), (None, 2));
    assert!(!claimed.solve(ASKER, None, NOW, &settings()).unwrap().is_open());
}

#[test]
fn a_ticket_goes_to_the_secretariat_once() {
    let asked = Advance { step: Step::Secretariat, ..posted() };
    let sent = ticket(Kind::Help).send_to_secretariat(volunteer(2), "restarted", &asked).unwrap();
    assert_eq!(sent.desk, Desk::Secretariat);
    assert!(sent.may_read(volunteer(2)), "who handed it over may follow it");
    assert_eq!(sent.clone().claim(volunteer(2), NOW, &settings()), Err(Refusal::NotAllowed(Desk::Secretariat)));
    assert_eq!(sent.send_to_secretariat(secretary(3), "", &asked), Err(Refusal::WithSecretariat));
}

#[test]
fn a_silent_helper_is_asked_twice_and_then_the_ticket_is_put_up_again() {
    let claimed = ticket(Kind::Help).claim(volunteer(2), NOW, &settings()).unwrap();
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
    /// Whatever people do, in whatever order: a ticket is closed, or somebody is next and there is a time.
    #[test]
    fn every_open_ticket_has_a_next_person_and_a_time(acts in prop::collection::vec((act(), 0_u64..5), 0..30), private in any::<bool>()) {
        let mut ticket = ticket(if private { Kind::Private } else { Kind::Help });
        for (act, who) in acts {
            let by = match who { 0 => ASKER, 1 | 2 => volunteer(who + 1), _ => secretary(who + 1) };
            let asked = Advance { step: Step::Secretariat, ..posted() };
            let before = ticket.clone();
            let after = match act {
                Act::Claim => ticket.claim(by, NOW, &settings()),
                Act::Release => ticket.release(by, &posted()),
                Act::Send => ticket.send_to_secretariat(by, "it", &asked),
                Act::Solve => ticket.solve(by, None, NOW, &settings()),
                Act::Reopen => ticket.reopen(by, NOW, &posted()),
                Act::Withdraw => ticket.withdraw(by, NOW),
                Act::Still => ticket.still_helping(by, NOW, &settings()),
                Act::Advance => Ok(ticket.advance(&asked)),
                Act::Nudge => Ok(ticket.nudge(NOW, &settings()).unwrap_or(ticket)),
            };
            ticket = after.unwrap_or_else(|_| before.clone());
            prop_assert_eq!(ticket.is_open(), ticket.next_at().is_some());
            prop_assert!(ticket.round >= before.round);
            if private {
                prop_assert!(ticket.helper().is_none_or(|helper| helper.0 >= 4), "only the secretariat helps with a private report");
            }
        }
    }
}
