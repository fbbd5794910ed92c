//! The buttons that a recipient sees under an alert: "seen", the answers, "I need help" and "Remind me in 15 min".

use crate::alerts::ask::{Answer, Ask, GivenAnswer};
use crate::alerts::facts::{AlertMessage, MessageStatus};
use crate::discord::alerts::presses::AlertPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::sanitize_line;
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::say;
use crate::time::{Timestamp, ZoneId};
use crate::words::{Language, is_invisible, times};

/// If there are at most this many answer buttons, all buttons go into one row.
const MAX_ANSWERS_IN_ONE_ROW: usize = 2;

/// Where a message has the original, if its text is in another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OriginalPlace {
    /// Below the text, or nowhere: the text itself is the original.
    Body,
    /// Behind a button: both texts together are too long for one message.
    Button,
}

/// Adds the recipient's buttons to the message.
pub(super) fn with_buttons(reply: Reply, facts: &AlertMessage, original: OriginalPlace, viewer: &Viewer) -> Reply {
    let (mut ask_buttons, mut others) = (ask_buttons(facts, viewer), help_and_remind_buttons(facts, viewer.language));
    others.extend(original_button(facts, original, viewer.language));
    if ask_buttons.len() > MAX_ANSWERS_IN_ONE_ROW {
        return reply.buttons(ask_buttons).buttons(others);
    }
    ask_buttons.extend(others);
    reply.buttons(ask_buttons)
}

/// The button that shows the original, if the message has no room for it.
pub(super) fn original_button(facts: &AlertMessage, original: OriginalPlace, language: Language) -> Option<Button> {
    let press = AlertPress::Original(facts.alert, facts.version);
    (original == OriginalPlace::Button).then(|| Button::secondary(press, say!(language, "alert-button-original")))
}

/// The buttons with which a recipient responds to the alert: "seen", or one button for each answer.
fn ask_buttons(facts: &AlertMessage, viewer: &Viewer) -> Vec<Button> {
    let given = facts.answer.map(|given| given.answer);
    match &facts.ask {
        Ask::Read => vec![seen_button(facts, viewer)],
        Ask::YesNo => {
            vec![answer_button(facts, Answer::Yes, viewer.language), answer_button(facts, Answer::No, viewer.language)]
        }
        Ask::People { .. } if given == Some(Answer::Yes) => {
            let label = say!(viewer.language, "alert-button-no-longer");
            let press = AlertPress::Answer(facts.alert, facts.version, Answer::No);
            vec![answer_button(facts, Answer::Yes, viewer.language), Button::secondary(press, label)]
        }
        Ask::People { .. } => vec![answer_button(facts, Answer::Yes, viewer.language)],
        Ask::Choice { answers } => (1..)
            .zip(answers)
            .map(|(number, _)| answer_button(facts, Answer::Choice(number), viewer.language))
            .collect(),
    }
}

/// The button for one answer. If the recipient has given this answer, the button has a mark and is disabled.
fn answer_button(facts: &AlertMessage, answer: Answer, language: Language) -> Button {
    let (press, label) =
        (AlertPress::Answer(facts.alert, facts.version, answer), answer_label(&facts.ask, answer, language));
    match facts.answer {
        Some(given) if given.answer == answer => {
            let button = Button::success(press, say!(language, "alert-button-answered", answer = label));
            // After a correction, the button stays enabled, so that the recipient can give the same answer to the new
            // text.
            if given.version < facts.announced_version { button } else { button.disabled() }
        }
        Some(_) => Button::secondary(press, label),
        None if answer == Answer::No => Button::secondary(press, label),
        None => Button::success(press, label),
    }
}

/// An answer in words, as plain text for a button. A caller that puts this text into a message must sanitize it.
pub(super) fn answer_label(ask: &Ask, answer: Answer, language: Language) -> String {
    match (ask, answer) {
        (Ask::Choice { answers }, Answer::Choice(number)) => {
            let text = answers.get(usize::from(number).saturating_sub(1)).map_or("", String::as_str);
            text.chars().filter(|c| !is_invisible(*c)).collect()
        }
        (_, Answer::No) => say!(language, "alert-answer-no"),
        (_, _) => say!(language, "alert-answer-yes"),
    }
}

/// The line that says what the reader answered, and when. `None` if the reader has not answered.
pub(super) fn own_answer_line(facts: &AlertMessage, viewer: &Viewer) -> Option<String> {
    let GivenAnswer { answer, at, version, is_late } = facts.answer?;
    let language = viewer.language;
    let key = match (version < facts.announced_version, is_late) {
        (true, _) => "alert-your-answer-before",
        (false, true) => "alert-your-answer-late",
        (false, false) => "alert-your-answer",
    };
    let answer = sanitize_line(&answer_label(&facts.ask, answer, language));
    Some(say!(language, key, answer = answer, time = press_time(at, viewer)))
}

fn seen_button(facts: &AlertMessage, viewer: &Viewer) -> Button {
    let press = AlertPress::Seen(facts.alert, facts.version);
    match facts.status {
        MessageStatus::Seen { at } => {
            let label = say!(viewer.language, "alert-button-seen-at", time = press_time(at, viewer));
            Button::success(press, label).disabled()
        }
        _ => Button::success(press, say!(viewer.language, "alert-button-seen")),
    }
}

/// The buttons "I need help" and "Remind me in 15 min". A message that came too late has no reminder, because there is
/// nothing left to do in time. If it asks for no answer, it says that no action is needed, so it has no help either.
fn help_and_remind_buttons(facts: &AlertMessage, language: Language) -> Vec<Button> {
    let press = AlertPress::Help(facts.alert, facts.version);
    let help = Button::secondary(press, say!(language, "alert-button-help"));
    let press = AlertPress::Remind(facts.alert, facts.version);
    let remind = Button::secondary(press, say!(language, "alert-button-remind"));
    match (facts.occasion.is_too_late(), facts.ask.wants_answer()) {
        (false, _) => vec![help, remind],
        (true, true) => vec![help],
        (true, false) => Vec::new(),
    }
}

/// The button of one alert in a message that contains several alerts. `None` once nobody needs to press the button:
/// enough people were found, the alert was corrected or has ended, or a newer message asks again.
pub(super) fn waking_button(facts: &AlertMessage, number: usize, viewer: &Viewer) -> Option<Button> {
    let language = viewer.language;
    match facts.status {
        MessageStatus::Open | MessageStatus::Seen { .. } if facts.ask.wants_answer() => {
            let press = AlertPress::Open(facts.alert);
            Some(match facts.answer {
                Some(given) => {
                    let answer = answer_label(&facts.ask, given.answer, language);
                    Button::secondary(press, say!(language, "alert-waking-answered", number = number, answer = answer))
                }
                None => Button::success(press, say!(language, "alert-waking-answer", number = number)),
            })
        }
        MessageStatus::Open => {
            let press = AlertPress::Seen(facts.alert, facts.version);
            Some(Button::success(press, say!(language, "alert-waking-seen", number = number)))
        }
        MessageStatus::Seen { at } => {
            let press = AlertPress::Seen(facts.alert, facts.version);
            let label = say!(language, "alert-waking-seen-at", number = number, time = press_time(at, viewer));
            Some(Button::success(press, label).disabled())
        }
        MessageStatus::Found
        | MessageStatus::Corrected
        | MessageStatus::AskedAgain
        | MessageStatus::Cancelled
        | MessageStatus::Over => None,
    }
}

/// The time of the reader's press, in the reader's zone. For a reader without a zone, the time is in UTC and marked as
/// UTC.
fn press_time(at: Timestamp, viewer: &Viewer) -> String {
    let time = times::lock_screen_time(viewer.language, viewer.zone.unwrap_or_else(ZoneId::utc), at, at);
    if viewer.zone.is_some() { time } else { say!(viewer.language, "time-in-utc", when = time) }
}
