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
    let next_at = saturating_add(NOW, SignedDuration::from_mins(10));
    NextStep { step: Step::Posted, people: vec![], reasons: vec![], next_at, round_at: NOW }
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

fn claimed_with_thread(urgency: Urgency) -> Ticket {
    let opened = Ticket { urgency, ..ticket(TicketKind::Help) };
    Ticket { thread: Some(ChannelId(9)), ..opened.claim(volunteer(2), NOW, &settings()).unwrap() }
}

#[test]
fn silent_helper_is_nudged_once_and_after_a_time_that_depends_on_the_urgency() {
    for (urgency, minutes) in [(Urgency::Now, 5), (Urgency::WithinHour, 15), (Urgency::Today, 60)] {
        let claimed = claimed_with_thread(urgency);
        let expected_at = saturating_add(NOW, SignedDuration::from_mins(minutes));
        assert_eq!(claimed.status.next_at(), Some(expected_at), "{urgency}");
        let nudged = claimed.nudge(NOW, &settings()).unwrap();
        assert_eq!(nudged.status.next_at(), Some(expected_at), "{urgency}");
        assert_eq!(nudged.nudge(NOW, &settings()), None, "{urgency}");
    }
}

#[test]
fn helper_who_waits_for_the_asker_is_checked_a_day_later_and_again_soon_after_the_asker_writes() {
    let claimed = claimed_with_thread(Urgency::Now);
    assert_eq!(claimed.clone().await_asker(volunteer(3), NOW, &settings()), Err(Refusal::Taken(MemberId(2))));
    let awaits = claimed.await_asker(volunteer(2), NOW, &settings()).unwrap();
    assert_eq!(awaits.status.next_at(), Some(saturating_add(NOW, SignedDuration::from_hours(24))));
    assert!(awaits.awaits_asker() && !awaits.is_helper_silent());
    let answered = awaits.heard_from_asker(NOW, &settings());
    assert_eq!(answered.status.next_at(), Some(saturating_add(NOW, SignedDuration::from_mins(5))));
    assert!(answered.is_helper_silent());
}

#[test]
fn only_the_asker_and_the_secretariat_change_the_urgency_and_only_while_the_ticket_waits() {
    let waiting = ticket(TicketKind::Help);
    assert_eq!(waiting.clone().set_urgency(ASKER, Urgency::Now).unwrap().urgency, Urgency::Now);
    assert_eq!(waiting.clone().set_urgency(secretary(3), Urgency::Now).unwrap().urgency, Urgency::Now);
    assert_eq!(waiting.clone().set_urgency(volunteer(2), Urgency::Now), Err(Refusal::NotAsker));
    let claimed = waiting.claim(volunteer(2), NOW, &settings()).unwrap();
    assert_eq!(claimed.set_urgency(ASKER, Urgency::Now), Err(Refusal::Taken(MemberId(2))));
}

#[test]
fn ticket_is_passed_on_by_its_helper_to_somebody_who_may_answer_it() {
    let claimed = claimed_with_thread(Urgency::Now);
    let passed = claimed.clone().transfer(volunteer(2), volunteer(3), NOW, &settings()).unwrap();
    assert_eq!((passed.helper(), passed.round, passed.thread), (Some(MemberId(3)), 2, Some(ChannelId(9))));
    assert!(passed.is_helper_silent());
    let transfer = |by, to| claimed.clone().transfer(by, to, NOW, &settings());
    assert_eq!(transfer(volunteer(3), volunteer(4)), Err(Refusal::Taken(MemberId(2))));
    assert_eq!(transfer(volunteer(2), volunteer(2)), Err(Refusal::Taken(MemberId(2))));
    let nobody = Actor { id: MemberId(5), roles: Roles::NONE };
    assert_eq!(transfer(volunteer(2), nobody), Err(Refusal::NotAllowed(Desk::Volunteers)));
    let asker = Actor { id: ASKER.id, ..volunteer(1) };
    assert_eq!(transfer(secretary(9), asker), Err(Refusal::NotAllowed(Desk::Volunteers)));
    let waiting = ticket(TicketKind::Help);
    assert_eq!(waiting.transfer(secretary(9), volunteer(2), NOW, &settings()), Err(Refusal::NotClaimed));
}

#[test]
fn ticket_about_conduct_becomes_a_private_report_that_volunteers_do_not_know_of() {
    let asked = NextStep { step: Step::Secretariat, ..first_step() };
    let private = ticket(TicketKind::Help).set_category(ASKER, Category::Conduct, Some(&asked)).unwrap();
    assert_eq!((private.kind, private.desk, private.round), (TicketKind::Private, Desk::Secretariat, 2));
    assert!(!private.is_known_to(volunteer(2)));
    assert!(private.may_read(ASKER) && private.may_read(secretary(3)));
    // It stays private.
    assert_eq!(private.set_category(ASKER, Category::Other, None).unwrap().kind, TicketKind::Private);
}

#[test]
fn ticket_is_added_only_to_an_open_ticket_of_the_same_asker_that_no_more_people_read() {
    let target = |kind| Ticket { id: TicketId(8), ..ticket(kind) };
    let merged = ticket(TicketKind::Help).merge_into(ASKER, &target(TicketKind::Help), NOW).unwrap();
    assert_eq!((merged.merged_into, merged.is_open()), (Some(TicketId(8)), false));
    let of_other = Ticket { asker: Asker::Member(MemberId(5)), ..target(TicketKind::Help) };
    assert_eq!(ticket(TicketKind::Help).merge_into(ASKER, &of_other, NOW), Err(Refusal::NotAsker));
    assert_eq!(
        ticket(TicketKind::Help).merge_into(secretary(3), &target(TicketKind::Help), NOW),
        Err(Refusal::NotAsker)
    );
    let private = ticket(TicketKind::Private);
    assert_eq!(private.merge_into(ASKER, &target(TicketKind::Help), NOW), Err(Refusal::MoreReaders));
    let closed = target(TicketKind::Help).close(Ending::Solved, NOW);
    assert_eq!(ticket(TicketKind::Help).merge_into(ASKER, &closed, NOW), Err(Refusal::Closed));
    let claimed = ticket(TicketKind::Help).claim(volunteer(2), NOW, &settings()).unwrap();
    assert_eq!(claimed.merge_into(ASKER, &target(TicketKind::Help), NOW), Err(Refusal::Taken(MemberId(2))));
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
    Writes,
    AskerWrites,
    AwaitAsker,
    MakeUrgent,
    MakePrivate,
    Merge,
}

fn act() -> impl Strategy<Value = Act> {
    use Act::*;
    prop::sample::select(vec![
        Claim,
        Release,
        Send,
        Solve,
        Reopen,
        Withdraw,
        Still,
        Advance,
        Nudge,
        Writes,
        AskerWrites,
        AwaitAsker,
        MakeUrgent,
        MakePrivate,
        Merge,
    ])
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
                Act::Writes => Ok(ticket.heard_from_helper(NOW, &settings())),
                Act::AskerWrites => Ok(ticket.heard_from_asker(NOW, &settings())),
                Act::AwaitAsker => ticket.await_asker(by, NOW, &settings()),
                Act::MakeUrgent => ticket.set_urgency(by, Urgency::Now),
                Act::MakePrivate => ticket.set_category(by, Category::Conduct, Some(&asked)),
                Act::Merge => {
                    let target = Ticket { id: TicketId(8), ..before.clone() };
                    ticket.merge_into(by, &target, NOW)
                }
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
    let endings = [Ending::Solved, Ending::Withdrawn, Ending::Left, Ending::Deleted, Ending::Merged];
    assert_eq!(endings.map(<&str>::from), ["solved", "withdrawn", "left", "deleted", "merged"]);
    let steps = [Step::Posted, Step::Volunteers, Step::Secretariat];
    assert_eq!(steps.map(<&str>::from), ["posted", "volunteers", "secretariat"]);
    let helper = MemberId(2);
    let statuses = [
        TicketStatus::waiting(&first_step()),
        TicketStatus::Claimed { helper, claimed_at: NOW, check_at: NOW, nudges: 0, contact: Contact::Silent },
        TicketStatus::Solved { helper, closes_at: NOW },
        TicketStatus::Closed { closed_at: NOW, ending: Ending::Solved, helper: None },
    ];
    assert_eq!(statuses.map(<&str>::from), ["waiting", "claimed", "solved", "closed"]);
}
