//! How a ticket looks in each of its messages: one function for each piece, from facts alone.

use crate::discord::helpdesk::outlook;
use crate::discord::helpdesk::outlook::Times;
use crate::discord::helpdesk::presses::TicketPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, disarm, disarm_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::escalation::Desk;
use crate::helpdesk::{Asker, Ending, HelpdeskFacts, Kind, News, Piece, Status, TicketView};
use crate::members::MemberId;
use crate::say;
use crate::time::SignedDuration;
use crate::words::{Language, times};

/// Characters of what somebody wrote, so that the message holds all else too.
const QUOTE: usize = 900;
const TRIED: usize = 300;
const NAME: usize = 60;
/// A ticket that waits longer than this says since when.
const LONG_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// What a message or a thread of the help desk says.
pub fn render(facts: &HelpdeskFacts, reader: &Viewer) -> Outgoing {
    let view = &facts.view;
    let times = Times { language: reader.language, zone: reader.zone, now: reader.now };
    match facts.piece {
        Piece::Card(desk) => card(view, &times, desk).into(),
        Piece::Ask { .. } if facts.asked_again => {
            Reply::new(say!(times.language, "helpdesk-asked-again", id = view.ticket.id.0.to_string())).into()
        }
        Piece::Ask { member, .. } => ask(view, &times, member).into(),
        Piece::Status => status(view, &times).into(),
        Piece::News { news, .. } => self::news(view, &times, news).into(),
        Piece::Thread { nth } => Outgoing::Thread { name: thread_name(view, nth) },
        Piece::Hello { .. } => hello(view, &in_thread(view, &times)).into(),
        Piece::Helper { .. } => helper(view, &times).into(),
        Piece::Check { .. } => check(view, &in_thread(view, &times)).into(),
        // Joining, leaving and closing say nothing.
        Piece::ThreadChange => Outgoing::Thread { name: String::new() },
    }
}

/// In a desk's channel, where many read.
fn card(view: &TicketView, times: &Times, desk: Desk) -> Reply {
    let head = headline(view, times.language, "helpdesk-card");
    let lines =
        [Some(head), Some(state(view, times)), tried(view, times.language), answer(view, times.language), quote(view)];
    Reply::new(join(lines)).buttons(answer_buttons(view, times.language, None, desk))
}

/// To one person who is asked to help.
fn ask(view: &TicketView, times: &Times, member: MemberId) -> Reply {
    let head = headline(view, times.language, "helpdesk-ask");
    let state = match view.ticket.status {
        Status::Waiting { .. } => None,
        _ => Some(state(view, times)),
    };
    let lines = [Some(head), waits(view, times), state, tried(view, times.language), quote(view)];
    Reply::new(join(lines)).buttons(answer_buttons(view, times.language, Some(member), view.ticket.desk))
}

/// Since when it waits, once that is long: so that whoever is asked late (Magpie was down, all slept) knows it.
fn waits(view: &TicketView, times: &Times) -> Option<String> {
    let (opened_at, now) = (view.ticket.opened_at, times.now);
    let long = matches!(view.ticket.status, Status::Waiting { .. }) && now.duration_since(opened_at) >= LONG_WAIT;
    long.then(|| {
        let ago = times::in_words(times.language, opened_at, now);
        say!(times.language, "helpdesk-ask-waits", when = times.at(opened_at), ago = ago)
    })
}

/// To the asker: where it stands.
pub fn status(view: &TicketView, times: &Times) -> Reply {
    let (language, id) = (times.language, view.ticket.id);
    let name = helper_name(view, language);
    let number = id.0.to_string();
    let (head, more) = match view.ticket.status {
        Status::Waiting { .. } => {
            let outlook = view.outlook.map(|outlook| outlook::words(&outlook, times));
            let key = match view.ticket.kind {
                Kind::Private => "helpdesk-head-waiting-private",
                Kind::Question => "helpdesk-head-waiting-question",
                Kind::Help | Kind::Logged => "helpdesk-head-waiting",
            };
            (say!(language, key, id = number), outlook)
        }
        Status::Claimed { .. } => {
            (say!(language, "helpdesk-head-claimed", id = number, name = name), Some(thread(view, language)))
        }
        Status::Solved { closes_at, .. } => {
            let closes = say!(language, "helpdesk-closes-by-itself", at = times.at(closes_at));
            (say!(language, "helpdesk-head-solved", id = number, name = name), Some(closes))
        }
        Status::Closed { ending, .. } => {
            let key = match ending {
                Ending::Solved => "helpdesk-head-closed-solved",
                Ending::Withdrawn => "helpdesk-head-closed-withdrawn",
                Ending::Left => "helpdesk-head-closed-left",
            };
            (say!(language, key, id = number), None)
        }
    };
    Reply::new(join([Some(head), more, quote(view)])).buttons(asker_buttons(view, language))
}

fn news(view: &TicketView, times: &Times, news: News) -> Reply {
    let (language, number) = (times.language, view.ticket.id.0.to_string());
    let outlook = view.outlook.map(|outlook| outlook::words(&outlook, times));
    match news {
        News::Asked => Reply::new(join([Some(say!(language, "helpdesk-news-asked", id = number)), outlook])),
        News::PutBack => Reply::new(join([Some(say!(language, "helpdesk-news-put-back", id = number)), outlook])),
        News::Sent => Reply::new(join([Some(say!(language, "helpdesk-news-sent", id = number)), outlook])),
        News::Claimed => {
            Reply::new(say!(language, "helpdesk-news-claimed", id = number, name = helper_name(view, language)))
                .buttons(asker_buttons(view, language))
        }
        News::Solved => status(view, times),
    }
}

/// The first message of a helper's turn. Both are named, so that Discord shows them the thread.
fn hello(view: &TicketView, times: &Times) -> Reply {
    let (language, number) = (times.language, view.ticket.id.0.to_string());
    let asker = mention(view.ticket.asker_id());
    let name = helper_name(view, language);
    let head = match view.ticket.status {
        Status::Claimed { helper, .. } => {
            say!(language, "helpdesk-hello", id = number, asker = asker, helper = mention(Some(helper)))
        }
        Status::Waiting { .. } => say!(language, "helpdesk-hello-waiting", id = number),
        Status::Solved { .. } => say!(language, "helpdesk-hello-solved", id = number, name = name, asker = asker),
        Status::Closed { .. } => say!(language, "helpdesk-hello-closed", id = number),
    };
    let outlook = view.outlook.map(|outlook| outlook::words(&outlook, times));
    let mut reply = Reply::new(join([Some(head), outlook, tried(view, language), quote(view)]));
    for person in [view.ticket.asker_id(), view.ticket.helper()].into_iter().flatten() {
        reply = reply.pings(person.0);
    }
    let buttons = match view.ticket.status {
        Status::Claimed { .. } => helper_buttons(view, language),
        Status::Solved { .. } => asker_buttons(view, language),
        Status::Waiting { .. } | Status::Closed { .. } => Vec::new(),
    };
    reply.buttons(buttons)
}

/// To the helper in private: nobody on Discord asked, or no thread could be opened.
fn helper(view: &TicketView, times: &Times) -> Reply {
    let (language, number) = (times.language, view.ticket.id.0.to_string());
    let name = asker_name(view, language);
    let head = match &view.ticket.asker {
        Asker::Outside { contact, .. } => {
            say!(language, "helpdesk-helper-outside", id = number, name = name, contact = disarm_line(contact))
        }
        _ => say!(
            language,
            "helpdesk-helper-no-thread",
            id = number,
            name = name,
            mention = mention(view.ticket.asker_id())
        ),
    };
    let (state, buttons) = match view.ticket.status {
        Status::Claimed { .. } => (None, helper_buttons(view, language)),
        _ => (Some(state(view, times)), Vec::new()),
    };
    Reply::new(join([Some(head), state, tried(view, language), quote(view)])).buttons(buttons)
}

fn check(view: &TicketView, times: &Times) -> Reply {
    let (language, id) = (times.language, view.ticket.id);
    let helper = view.ticket.helper();
    let mut reply = Reply::new(say!(language, "helpdesk-check", id = id.0.to_string(), helper = mention(helper)));
    if let Some(helper) = helper {
        reply = reply.pings(helper.0);
    }
    let still = Button::primary(TicketPress::Still(id), say!(language, "helpdesk-still"));
    reply.buttons([still].into_iter().chain(helper_buttons(view, language)))
}

/// English, so that a thread is found again by its name whatever languages its people read.
fn thread_name(view: &TicketView, nth: u32) -> String {
    let id = view.ticket.id.0.to_string();
    if nth == 1 {
        say!(Language::English, "helpdesk-thread-name", id = id)
    } else {
        say!(Language::English, "helpdesk-thread-name-again", id = id, nth = nth)
    }
}

/// The asker's language, since it is they who need help.
fn in_thread(view: &TicketView, times: &Times) -> Times {
    let language = view.asker.as_ref().map_or(times.language, |asker| asker.language);
    Times { language, zone: None, now: times.now }
}

fn headline(view: &TicketView, language: Language, prefix: &str) -> String {
    let (id, name) = (view.ticket.id.0.to_string(), asker_name(view, language));
    let contact = match &view.ticket.asker {
        Asker::Outside { contact, .. } => disarm_line(contact),
        _ => String::new(),
    };
    let kind = match view.ticket.kind {
        Kind::Logged if prefix == "helpdesk-ask" => "help",
        Kind::Help if prefix == "helpdesk-ask" && view.ticket.desk == Desk::Secretariat => "sent",
        Kind::Help => "help",
        Kind::Private => "private",
        Kind::Question => "question",
        Kind::Logged => "logged",
    };
    say!(language, &format!("{prefix}-{kind}"), id = id, name = name, contact = contact)
}

/// One line: who helps, or who is asked next.
pub fn state(view: &TicketView, times: &Times) -> String {
    let language = times.language;
    let name = helper_name(view, language);
    match view.ticket.status {
        Status::Waiting { .. } => {
            let nobody = say!(language, "helpdesk-card-waiting");
            let outlook = view.outlook.map(|outlook| outlook::words(&outlook, times));
            [Some(nobody), outlook].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        Status::Claimed { claimed_at, .. } => {
            say!(language, "helpdesk-card-claimed", name = name, at = times.at(claimed_at))
        }
        Status::Solved { .. } => say!(language, "helpdesk-card-solved", name = name),
        Status::Closed { at, ending, .. } => {
            let key = match ending {
                Ending::Solved => "helpdesk-card-closed-solved",
                Ending::Withdrawn => "helpdesk-card-closed-withdrawn",
                Ending::Left => "helpdesk-card-closed-left",
            };
            say!(language, key, at = times.at(at))
        }
    }
}

/// Under a card: claim it, or read why that is over. `reader` is who reads it alone.
fn answer_buttons(view: &TicketView, language: Language, reader: Option<MemberId>, desk: Desk) -> Vec<Button> {
    let id = view.ticket.id;
    let closed = |label: String| vec![Button::secondary(TicketPress::Claim(id), label).disabled()];
    match view.ticket.status {
        Status::Waiting { .. } => {
            let claim = Button::success(TicketPress::Claim(id), say!(language, "helpdesk-claim"));
            // What was sent to the secretariat is claimed there; in the volunteers' channel the card only tells so.
            let elsewhere = desk == Desk::Volunteers && view.ticket.desk == Desk::Secretariat;
            let send = Button::secondary(TicketPress::Send(id), say!(language, "helpdesk-send"));
            match (view.ticket.desk, elsewhere) {
                (Desk::Volunteers, _) => vec![claim, send],
                (Desk::Secretariat, false) => vec![claim],
                (Desk::Secretariat, true) => vec![claim.disabled()],
            }
        }
        Status::Claimed { helper, .. } if reader == Some(helper) => closed(say!(language, "helpdesk-claimed-by-you")),
        Status::Claimed { .. } => closed(say!(language, "helpdesk-claimed-by", name = helper_name(view, language))),
        Status::Solved { .. } | Status::Closed { ending: Ending::Solved, .. } => {
            closed(say!(language, "helpdesk-solved-already"))
        }
        Status::Closed { .. } => closed(say!(language, "helpdesk-closed-already")),
    }
}

fn helper_buttons(view: &TicketView, language: Language) -> Vec<Button> {
    let id = view.ticket.id;
    let solved = say!(language, "helpdesk-solved-button");
    let solved = match view.ticket.asker {
        // Nobody on Discord can say whether it is solved: how it was answered is written down.
        Asker::Outside { .. } => Button::success(TicketPress::Answer(id), solved),
        _ => Button::success(TicketPress::Solve(id), solved),
    };
    let mut buttons = vec![solved, Button::secondary(TicketPress::Release(id), say!(language, "helpdesk-release"))];
    if view.ticket.desk == Desk::Volunteers {
        buttons.push(Button::secondary(TicketPress::Send(id), say!(language, "helpdesk-send")));
    }
    buttons
}

fn asker_buttons(view: &TicketView, language: Language) -> Vec<Button> {
    let id = view.ticket.id;
    match view.ticket.status {
        Status::Waiting { .. } => {
            vec![Button::secondary(TicketPress::Withdraw(id), say!(language, "helpdesk-withdraw"))]
        }
        Status::Claimed { .. } => {
            vec![Button::success(TicketPress::Solve(id), say!(language, "helpdesk-solved-button"))]
        }
        Status::Solved { .. } => vec![
            Button::success(TicketPress::Solve(id), say!(language, "helpdesk-confirm")),
            Button::secondary(TicketPress::Reopen(id), say!(language, "helpdesk-reopen")),
        ],
        Status::Closed { ending: Ending::Solved | Ending::Withdrawn, .. } => {
            vec![Button::secondary(TicketPress::Reopen(id), say!(language, "helpdesk-reopen-closed"))]
        }
        Status::Closed { ending: Ending::Left, .. } => Vec::new(),
    }
}

pub fn thread(view: &TicketView, language: Language) -> String {
    match view.ticket.thread {
        Some(thread) => say!(language, "helpdesk-thread-here", thread = format!("<#{thread}>")),
        None => say!(language, "helpdesk-thread-soon"),
    }
}

pub fn asker_name(view: &TicketView, language: Language) -> String {
    name(view.asker_name(), language)
}

pub fn helper_name(view: &TicketView, language: Language) -> String {
    name(view.helper_name(), language)
}

pub fn name(name: Option<&str>, language: Language) -> String {
    name.map_or_else(|| say!(language, "helpdesk-nobody"), |name| clip(&disarm_line(name), NAME))
}

fn tried(view: &TicketView, language: Language) -> Option<String> {
    let tried = view.ticket.tried.as_deref().filter(|text| !text.is_empty())?;
    Some(say!(language, "helpdesk-card-tried", tried = clip(&disarm_line(tried), TRIED)))
}

fn answer(view: &TicketView, language: Language) -> Option<String> {
    let answer = view.ticket.answer.as_deref().filter(|text| !text.is_empty())?;
    Some(say!(language, "helpdesk-card-answer", answer = clip(&disarm_line(answer), TRIED)))
}

/// What the asker wrote, last, so that whatever is cut is cut there.
pub fn quote(view: &TicketView) -> Option<String> {
    let text = clip(&disarm(&view.ticket.text), QUOTE);
    (!text.is_empty()).then(|| text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"))
}

fn mention(id: Option<MemberId>) -> String {
    id.map_or_else(String::new, |id| format!("<@{id}>"))
}

fn join<const N: usize>(lines: [Option<String>; N]) -> String {
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
