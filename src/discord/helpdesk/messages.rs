//! Renders the messages of a ticket from facts alone, with one function for each kind of message.

use crate::discord::helpdesk::lines;
use crate::discord::helpdesk::presses::TicketPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::sanitize_line;
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::escalation::Desk;
use crate::helpdesk::{
    Actor, Asker, Ending, HelpdeskFacts, News, RoundStart, TicketDetails, TicketKind, TicketMessage, TicketStatus,
};
use crate::members::MemberId;
use crate::say;
use crate::time::SignedDuration;
use crate::words::{Language, times};

/// If a ticket has been waiting for this long, the message that asks a member to help says since when the ticket waits.
const LONG_WAIT: SignedDuration = SignedDuration::from_hours(1);

pub fn render(facts: &HelpdeskFacts, viewer: &Viewer) -> Outgoing {
    let details = &facts.details;
    match facts.message {
        TicketMessage::Card(desk) => card_message(details, viewer, desk).into(),
        TicketMessage::Ask { .. } | TicketMessage::Check { .. } if facts.is_superseded => {
            Reply::new(say!(viewer.language, "helpdesk-asked-again", id = ticket_number(details))).into()
        }
        TicketMessage::Ask { member, round } => ask_message(facts, viewer, member, round).into(),
        TicketMessage::Status => status_message(details, viewer, facts.is_superseded).into(),
        TicketMessage::News { news, .. } if facts.is_superseded => {
            Reply::new(say!(viewer.language, &format!("helpdesk-past-{news}"), id = ticket_number(details))).into()
        }
        TicketMessage::News { news, round } => news_message(details, viewer, news, round).into(),
        TicketMessage::Thread { nth, .. } => Outgoing::Thread { name: thread_name(details, nth) },
        TicketMessage::Hello { .. } | TicketMessage::Helper { .. } if facts.is_superseded => {
            let language = if matches!(facts.message, TicketMessage::Hello { .. }) {
                thread_viewer(details, viewer).language
            } else {
                viewer.language
            };
            Reply::new(say!(language, "helpdesk-past-message", id = ticket_number(details))).into()
        }
        TicketMessage::Hello { .. } => hello_message(details, &thread_viewer(details, viewer)).into(),
        TicketMessage::Helper { member, .. } => helper_message(details, viewer, member).into(),
        TicketMessage::Check { round, nudge } => check_message(details, viewer, round, nudge).into(),
        TicketMessage::Ended { .. } => ended_message(details, viewer).into(),
        // A change of the thread's members needs no name, because the thread keeps its name.
        TicketMessage::ThreadChange => Outgoing::Thread { name: String::new() },
    }
}

/// The message about a ticket in the channel of the volunteers or of the secretariat. After a volunteer has sent the
/// ticket on to the secretariat, the message in the volunteers' channel no longer has the ticket's text.
fn card_message(details: &TicketDetails, viewer: &Viewer, desk: Desk) -> Reply {
    let language = viewer.language;
    if desk == Desk::Volunteers && details.ticket.kind.desk() == Desk::Secretariat {
        // The ticket became a private report after it was posted for the volunteers.
        return Reply::new(say!(language, "helpdesk-card-moved", id = ticket_number(details)));
    }
    let head = card_headline(details, language);
    let status = lines::status_line(details, viewer);
    let texts = if desk == Desk::Volunteers && details.ticket.desk == Desk::Secretariat {
        [None, None, None, None]
    } else {
        let added = lines::addition_lines(details, language);
        [tried_line(details, language), answer_line(details, language), added, lines::quote(details, language)]
    };
    let [tried, answer, added, quote] = texts;
    let needed = lines::needed_line(details, language).filter(|_| details.ticket.is_open());
    Reply::new(join_lines([Some(head), needed, Some(status), tried, answer, added, quote]))
        .buttons(claim_buttons(details, language, None, desk))
}

/// The DM that asks a member to help in this round. The DM no longer has the ticket's text once somebody else helps, or
/// a later round asks other people.
fn ask_message(facts: &HelpdeskFacts, viewer: &Viewer, member: MemberId, round: u32) -> Reply {
    let (details, language) = (&facts.details, viewer.language);
    if details.ticket.kind.desk() == Desk::Secretariat && !may_read(details, viewer) {
        // The ticket became a private report after this volunteer was asked.
        return Reply::new(say!(language, "helpdesk-card-moved", id = ticket_number(details)));
    }
    let head = match details.ticket.status {
        TicketStatus::Waiting { .. } => ask_headline(details, language),
        _ => answered_headline(details, language),
    };
    let (status, is_theirs) = match details.ticket.status {
        // A volunteer who was asked in an earlier round can claim the ticket again, and must know what it is about.
        TicketStatus::Waiting { .. } => {
            (long_wait_line(details, viewer), details.ticket.round == round || details.ticket.desk == Desk::Volunteers)
        }
        status => (Some(lines::status_line(details, viewer)), status.helper() == Some(member)),
    };
    let (tried, quote) = (tried_line(details, language), lines::quote(details, language));
    let other_tickets = facts.other_tickets;
    let more = (other_tickets > 0).then(|| say!(language, "helpdesk-ask-more", count = other_tickets));
    let is_waiting = matches!(details.ticket.status, TicketStatus::Waiting { .. });
    let declined = (facts.has_declined && is_waiting).then(|| say!(language, "helpdesk-ask-declined"));
    let needed = lines::needed_line(details, language).filter(|_| is_theirs && is_waiting);
    let added = lines::addition_lines(details, language).filter(|_| is_theirs);
    let lines =
        [Some(head), declined, status, needed, tried.filter(|_| is_theirs), added, quote.filter(|_| is_theirs), more];
    let mut buttons = claim_buttons(details, language, Some(member), details.ticket.desk);
    if is_waiting && details.ticket.round == round && !facts.has_declined {
        let not_now = Button::secondary(TicketPress::Decline(details.ticket.id), say!(language, "helpdesk-not-now"));
        buttons.insert(1.min(buttons.len()), not_now);
    }
    Reply::new(join_lines(lines)).buttons(buttons)
}

/// Whether the one reader of a message may read the ticket now.
fn may_read(details: &TicketDetails, viewer: &Viewer) -> bool {
    viewer.member.as_ref().is_some_and(|member| details.ticket.may_read(Actor::from(member)))
}

/// The line that says since when the ticket has been waiting; `None` if it has not waited long. People may be asked
/// late because Magpie was down or everybody was asleep.
fn long_wait_line(details: &TicketDetails, viewer: &Viewer) -> Option<String> {
    let opened_at = details.ticket.opened_at;
    (viewer.now.duration_since(opened_at) >= LONG_WAIT).then(|| {
        let ago = times::distance(viewer.language, opened_at, viewer.now);
        say!(viewer.language, "helpdesk-ask-waits", when = viewer.at(opened_at), ago = ago)
    })
}

/// Tells the asker the status of the ticket. Only the newest of these messages has buttons.
fn status_message(details: &TicketDetails, viewer: &Viewer, is_superseded: bool) -> Reply {
    let language = viewer.language;
    let (id, name) = (ticket_number(details), lines::helper_name(details, language));
    let (head, more) = match details.ticket.status {
        TicketStatus::Waiting { .. } => {
            let key = match details.ticket.kind {
                TicketKind::Private => "helpdesk-head-waiting-private",
                TicketKind::Question => "helpdesk-head-waiting-question",
                TicketKind::Help | TicketKind::Logged => "helpdesk-head-waiting",
            };
            (say!(language, key, id = id), lines::forecast_text(details, viewer))
        }
        TicketStatus::Claimed { .. } => {
            (say!(language, "helpdesk-head-claimed", id = id, name = name), Some(lines::thread_line(details, language)))
        }
        TicketStatus::Solved { closes_at, .. } => {
            let closes = say!(language, "helpdesk-closes-by-itself", at = viewer.at(closes_at));
            (say!(language, "helpdesk-head-solved", id = id, name = name), Some(closes))
        }
        TicketStatus::Closed { ending, .. } => {
            let key = match ending {
                Ending::Solved => "helpdesk-head-closed-solved",
                Ending::Withdrawn => "helpdesk-head-closed-withdrawn",
                Ending::Left | Ending::Deleted => "helpdesk-head-closed-left",
                Ending::Merged => "helpdesk-head-closed-merged",
            };
            (say!(language, key, id = id, target = lines::merged_into(details)), None)
        }
    };
    // Somebody may have answered outside the ticket, so the asker may not know the answer.
    let is_solved = matches!(details.ticket.status, TicketStatus::Solved { .. });
    let answer = answer_line(details, language).filter(|_| is_solved);
    let superseded_line = is_superseded.then(|| say!(language, "helpdesk-past-newer"));
    let buttons = if is_superseded { Vec::new() } else { asker_buttons(details, language) };
    Reply::new(join_lines([Some(head), answer, more, superseded_line, lines::quote(details, language)]))
        .buttons(buttons)
}

/// Tells the asker what happened. Once the news is outdated, the message shows the status of the ticket.
fn news_message(details: &TicketDetails, viewer: &Viewer, news: News, round: u32) -> Reply {
    let (language, id) = (viewer.language, ticket_number(details));
    if round != details.ticket.round || !news.is_current(details.ticket.status) {
        return status_message(details, viewer, false);
    }
    let with_forecast = |head: String| {
        Reply::new(join_lines([Some(head), lines::forecast_text(details, viewer)]))
            .buttons(asker_buttons(details, language))
    };
    match news {
        News::Asked => {
            let nobody = if lines::has_nobody_to_ask(details) { "-nobody" } else { "" };
            let again = if lines::round_suffix(details).is_empty() { "" } else { "-again" };
            with_forecast(say!(language, &format!("helpdesk-news-asked{again}{nobody}"), id = id))
        }
        News::Requeued => {
            let silent = if matches!(details.round_start, RoundStart::FellSilent(_)) { "-silent" } else { "" };
            with_forecast(say!(language, &format!("helpdesk-news-put-back{silent}"), id = id))
        }
        News::AwaitsAsker => {
            let (name, thread) = (lines::helper_name(details, language), lines::thread_line(details, language));
            Reply::new(say!(language, "helpdesk-news-awaits_asker", id = id, name = name, thread = thread))
                .buttons(asker_buttons(details, language))
        }
        News::Sent if lines::has_nobody_to_ask(details) => {
            with_forecast(say!(language, "helpdesk-news-sent-nobody", id = id))
        }
        News::Sent => with_forecast(say!(language, "helpdesk-news-sent", id = id)),
        News::Claimed => {
            let name = lines::helper_name(details, language);
            Reply::new(say!(language, "helpdesk-news-claimed", id = id, name = name))
                .buttons(asker_buttons(details, language))
        }
        News::Solved => status_message(details, viewer, false),
    }
}

/// The first message in the thread after a claim. The message mentions the asker and the helper, so that Discord shows
/// the thread to both of them.
fn hello_message(details: &TicketDetails, viewer: &Viewer) -> Reply {
    let (language, id) = (viewer.language, ticket_number(details));
    let asker = mention(details.ticket.asker_id());
    let name = lines::helper_name(details, language);
    let head = match details.ticket.status {
        TicketStatus::Claimed { helper, .. } => {
            say!(language, "helpdesk-hello", id = id, asker = asker, helper = mention(Some(helper)))
        }
        TicketStatus::Waiting { .. } => say!(language, "helpdesk-hello-waiting", id = id),
        TicketStatus::Solved { .. } => say!(language, "helpdesk-hello-solved", id = id, name = name, asker = asker),
        TicketStatus::Closed { .. } => say!(language, "helpdesk-hello-closed", id = id),
    };
    let forecast = lines::forecast_text(details, viewer);
    let (tried, added) = (tried_line(details, language), lines::addition_lines(details, language));
    let mut reply = Reply::new(join_lines([Some(head), forecast, tried, added, lines::quote(details, language)]));
    for person in [details.ticket.asker_id(), details.ticket.helper()].into_iter().flatten() {
        reply = reply.allow_ping(person.0);
    }
    // The asker and the helper both see these buttons. The buttons for the helper alone are in a DM.
    let buttons = match details.ticket.status {
        TicketStatus::Claimed { .. } | TicketStatus::Solved { .. } => asker_buttons(details, language),
        TicketStatus::Waiting { .. } | TicketStatus::Closed { .. } => Vec::new(),
    };
    reply.buttons(buttons)
}

/// The DM to the helper, with the helper's buttons. Once the member no longer helps, the DM has neither the ticket's
/// text nor the asker's contact.
fn helper_message(details: &TicketDetails, viewer: &Viewer, member: MemberId) -> Reply {
    let (language, id) = (viewer.language, ticket_number(details));
    if details.ticket.helper() != Some(member) {
        return Reply::new(say!(language, "helpdesk-helper-ended", id = id));
    }
    let name = lines::asker_name(details, language);
    let head = match &details.ticket.asker {
        // The thread is closed, and nobody needs to write to anybody any more.
        _ if !details.ticket.is_open() => answered_headline(details, language),
        Asker::Outside { contact, .. } => {
            say!(language, "helpdesk-helper-outside", id = id, name = name, contact = sanitize_line(contact))
        }
        Asker::Member(_) | Asker::Deleted if details.ticket.thread.is_some() => {
            let thread = lines::thread_line(details, language);
            say!(language, "helpdesk-helper-thread", id = id, name = name, thread = thread)
        }
        Asker::Member(_) | Asker::Deleted => {
            let mention = mention(details.ticket.asker_id());
            say!(language, "helpdesk-helper-no-thread", id = id, name = name, mention = mention)
        }
    };
    let (status, buttons) = match details.ticket.status {
        TicketStatus::Claimed { .. } => (None, helper_buttons(details, language)),
        _ => (Some(lines::status_line(details, viewer)), Vec::new()),
    };
    let needed = lines::needed_line(details, language).filter(|_| details.ticket.is_open());
    let (tried, added) = (tried_line(details, language), lines::whole_addition_lines(details, language));
    Reply::new(join_lines([Some(head), needed, status, tried, added, lines::quote(details, language)])).buttons(buttons)
}

/// Asks the helper whether they are still helping. Once the helper has answered or no longer helps, the message has no
/// buttons.
fn check_message(details: &TicketDetails, viewer: &Viewer, round: u32, nudge: u32) -> Reply {
    let (language, id) = (viewer.language, details.ticket.id);
    match details.ticket.status {
        TicketStatus::Claimed { nudges, .. } if details.ticket.round == round && nudges == nudge => {
            let still_button = Button::primary(TicketPress::StillHelping(id), say!(language, "helpdesk-still"));
            let name = lines::asker_name(details, language);
            let key = if details.ticket.is_helper_silent() { "helpdesk-check-silent" } else { "helpdesk-check" };
            Reply::new(say!(language, key, id = ticket_number(details), name = name))
                .buttons([still_button].into_iter().chain(helper_buttons(details, language)))
        }
        TicketStatus::Claimed { .. } if details.ticket.round == round => {
            Reply::new(say!(language, "helpdesk-past-check", id = ticket_number(details)))
        }
        _ => Reply::new(say!(language, "helpdesk-helper-ended", id = ticket_number(details))),
    }
}

/// Tells the helper that the ticket was closed because its asker is gone.
fn ended_message(details: &TicketDetails, viewer: &Viewer) -> Reply {
    let key = match details.ticket.status {
        TicketStatus::Closed { ending: Ending::Deleted, .. } => "helpdesk-ended-deleted",
        TicketStatus::Closed { ending: Ending::Left, .. } => "helpdesk-ended-left",
        _ => "helpdesk-hello-closed",
    };
    Reply::new(say!(viewer.language, key, id = ticket_number(details)))
}

/// The name of the ticket's `nth` thread. The name is always in English, because the thread is found by its name. It is
/// the same for every kind of ticket: Discord keeps the names of private threads in the audit log of the server.
fn thread_name(details: &TicketDetails, nth: u32) -> String {
    match nth {
        1 => say!(Language::English, "helpdesk-thread-name", id = ticket_number(details)),
        _ => say!(Language::English, "helpdesk-thread-name-again", id = ticket_number(details), nth = nth),
    }
}

/// The viewer for messages in the thread, which two people read. The language is the asker's, because the asker needs
/// the help.
fn thread_viewer(details: &TicketDetails, viewer: &Viewer) -> Viewer {
    let language = details.asker.as_ref().map_or(viewer.language, |asker| asker.language);
    Viewer { language, ..Viewer::many(viewer.now) }
}

/// The first line of the card.
fn card_headline(details: &TicketDetails, language: Language) -> String {
    let (id, name) = (ticket_number(details), lines::asker_name(details, language));
    let contact = match &details.ticket.asker {
        Asker::Outside { contact, .. } => sanitize_line(contact),
        Asker::Member(_) | Asker::Deleted => String::new(),
    };
    let kind: &str = details.ticket.kind.into();
    say!(language, &format!("helpdesk-card-{kind}"), id = id, name = name, contact = contact)
}

/// The first line of an ask while the ticket waits. If somebody has helped before, says why it waits again.
fn ask_headline(details: &TicketDetails, language: Language) -> String {
    let kind = match (details.ticket.kind, details.ticket.desk) {
        (TicketKind::Help | TicketKind::Logged, Desk::Volunteers) => {
            format!("help{}", lines::round_suffix(details))
        }
        (TicketKind::Help | TicketKind::Logged, Desk::Secretariat) => "sent".to_owned(),
        (TicketKind::Private, _) => "private".to_owned(),
        (TicketKind::Question, _) => "question".to_owned(),
    };
    let (id, name) = (ticket_number(details), lines::asker_name(details, language));
    say!(language, &format!("helpdesk-ask-{kind}"), id = id, name = name)
}

/// The first line of an ask once somebody has answered. It has no contact of the asker, because all people who were
/// asked can read it.
fn answered_headline(details: &TicketDetails, language: Language) -> String {
    let key = match details.ticket.kind {
        TicketKind::Help | TicketKind::Logged => "helpdesk-card-help",
        TicketKind::Private => "helpdesk-card-private",
        TicketKind::Question => "helpdesk-card-question",
    };
    say!(language, key, id = ticket_number(details), name = lines::asker_name(details, language))
}

/// The buttons to claim a ticket and to send it to the secretariat. If nobody can claim the ticket, one disabled button
/// says why. `reader`: the only reader, if the message is a DM. `desk`: whether volunteers or the secretariat read the
/// message.
fn claim_buttons(details: &TicketDetails, language: Language, reader: Option<MemberId>, desk: Desk) -> Vec<Button> {
    let id = details.ticket.id;
    let disabled = |label: String| vec![Button::secondary(TicketPress::Claim(id), label).disabled()];
    match details.ticket.status {
        TicketStatus::Waiting { .. } => {
            let claim = Button::success(TicketPress::Claim(id), say!(language, "helpdesk-claim"));
            let send = Button::secondary(TicketPress::OpenTriedForm(id), say!(language, "helpdesk-send"));
            match (details.ticket.desk, desk) {
                (Desk::Volunteers, _) => vec![claim, send],
                (Desk::Secretariat, Desk::Secretariat) => vec![claim],
                // The ticket was sent to the secretariat, so volunteers can no longer claim it.
                (Desk::Secretariat, Desk::Volunteers) => vec![claim.disabled()],
            }
        }
        TicketStatus::Claimed { helper, .. } if reader == Some(helper) => {
            disabled(say!(language, "helpdesk-claimed-by-you"))
        }
        TicketStatus::Claimed { .. } => {
            disabled(say!(language, "helpdesk-claimed-by", name = lines::helper_name(details, language)))
        }
        TicketStatus::Solved { .. } | TicketStatus::Closed { ending: Ending::Solved, .. } => {
            disabled(say!(language, "helpdesk-solved-already"))
        }
        TicketStatus::Closed { .. } => disabled(say!(language, "helpdesk-closed-already")),
    }
}

fn helper_buttons(details: &TicketDetails, language: Language) -> Vec<Button> {
    let id = details.ticket.id;
    let label = say!(language, "helpdesk-solved-button");
    let solved_button = match details.ticket.asker {
        // The asker is not on Discord and cannot confirm the solution, so the helper enters the answer.
        Asker::Outside { .. } => Button::success(TicketPress::OpenAnswerForm(id), label),
        Asker::Member(_) | Asker::Deleted => Button::success(TicketPress::Solve(id), label),
    };
    let mut buttons =
        vec![solved_button, Button::secondary(TicketPress::Release(id), say!(language, "helpdesk-release"))];
    if details.ticket.asker_id().is_some() && details.ticket.thread.is_some() && !details.ticket.awaits_asker() {
        buttons.push(Button::secondary(TicketPress::AwaitAsker(id), say!(language, "helpdesk-await-asker")));
    }
    if details.ticket.desk == Desk::Volunteers {
        buttons.push(Button::secondary(TicketPress::OpenTriedForm(id), say!(language, "helpdesk-send")));
    }
    buttons
}

fn asker_buttons(details: &TicketDetails, language: Language) -> Vec<Button> {
    let id = details.ticket.id;
    match details.ticket.status {
        TicketStatus::Waiting { .. } => {
            vec![Button::secondary(TicketPress::Withdraw(id), say!(language, "helpdesk-withdraw"))]
        }
        TicketStatus::Claimed { .. } => {
            vec![Button::success(TicketPress::Solve(id), say!(language, "helpdesk-solved-button"))]
        }
        TicketStatus::Solved { .. } => vec![
            Button::success(TicketPress::Solve(id), say!(language, "helpdesk-confirm")),
            Button::secondary(TicketPress::Reopen(id), say!(language, "helpdesk-reopen")),
        ],
        TicketStatus::Closed { ending: Ending::Solved | Ending::Withdrawn, .. } => {
            vec![Button::secondary(TicketPress::Reopen(id), say!(language, "helpdesk-reopen-closed"))]
        }
        TicketStatus::Closed { ending: Ending::Left | Ending::Deleted | Ending::Merged, .. } => Vec::new(),
    }
}

fn tried_line(details: &TicketDetails, language: Language) -> Option<String> {
    let tried = details.ticket.tried.as_deref().filter(|text| !text.is_empty())?;
    Some(say!(language, "helpdesk-card-tried", tried = sanitize_line(tried)))
}

fn answer_line(details: &TicketDetails, language: Language) -> Option<String> {
    let answer = details.ticket.answer.as_deref().filter(|text| !text.is_empty())?;
    Some(say!(language, "helpdesk-card-answer", answer = sanitize_line(answer)))
}

fn ticket_number(details: &TicketDetails) -> String {
    details.ticket.id.to_string()
}

fn mention(id: Option<MemberId>) -> String {
    id.map_or_else(String::new, |id| format!("<@{id}>"))
}

fn join_lines<const N: usize>(lines: [Option<String>; N]) -> String {
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
