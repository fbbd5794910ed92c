//! The screens of alerts, except the preview and the roster: problems with a draft, results of presses, and the answers
//! to `/alert list` and `/seen`.

use crate::alerts::AlertError;
use crate::alerts::answers::RemindOutcome;
use crate::alerts::ask::AskKind;
use crate::alerts::audience::{AudienceError, Candidate};
use crate::alerts::drafts::{AlertSent, CorrectionSent, DraftClosed, DraftProblem, MAX_CHOICES, NotCorrectable};
use crate::alerts::facts::{AlertMessage, MessageStatus};
use crate::alerts::model::{Alert, AlertId, AlertSettings, AlertState, CorrectionReach, DraftId, EditReach, Severity};
use crate::alerts::service::AskAgainOutcome;
use crate::db::DbError;
use crate::discord::alerts::messages::{comma_list, listed_line, severity_name, severity_title};
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::{asks, completion, deadlines};
use crate::discord::guild::screens::missing_words;
use crate::discord::ui::reply::{File, MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{clip, sanitize, sanitize_line};
use crate::discord::ui::widgets::{Button, Choice, MAX_OPTIONS, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::Explain;
use crate::guild::expected::Expected;
use crate::say;
use crate::time::{self, Timestamp, ZoneId};
use crate::words::{Language, phrases, times};

/// The limit, in characters, of one list of names.
pub(super) const MAX_NAMES_CHARS: usize = 1000;
/// The limit, in characters, of a quoted word that was not understood.
const MAX_WORD_CHARS: usize = 100;
/// The limit, in characters, of an alert's text in `/alert list`.
const MAX_LISTED_TEXT_CHARS: usize = 90;
/// The limits, in characters, of the names of people who are asked at once, and of people who are asked when they wake.
/// Both lists fit in one message.
const MAX_ASKED_NOW_CHARS: usize = 800;
const MAX_ASKED_LATER_CHARS: usize = 900;

impl Explain for AlertError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            AlertError::NotSecretariat(_) => Some(say!(language, "alert-not-secretariat")),
            AlertError::NotSetUp(missing) => {
                Some(say!(language, "alert-not-set-up", missing = missing_words(language, missing)))
            }
            AlertError::NoDraft(_) => Some(say!(language, "alert-no-draft")),
            AlertError::NoAlert(_) => Some(say!(language, "alert-no-alert")),
            AlertError::Audience(error) => Some(audience_error(language, error)),
            AlertError::Db(error) => error.explain(language),
        }
    }

    fn db_error(&self) -> Option<&DbError> {
        if let AlertError::Db(error) = self { Some(error) } else { None }
    }
}

/// Says why there is no preview yet, and what the author can do. The typed text is stored.
pub(super) fn problem_screen(draft: DraftId, problem: &DraftProblem, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let is_about_audience =
        matches!(problem, DraftProblem::Audience(_) | DraftProblem::NobodyInAudience | DraftProblem::NobodyAwake);
    let edit_press = if is_about_audience { AlertPress::EditWithAudience(draft) } else { AlertPress::Edit(draft) };
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    let meanings = meanings(problem).iter().filter(|choice| choice.answer.instant > viewer.now).take(MAX_CHOICES);
    let mut times: Vec<Button> = meanings
        .map(|choice| {
            let label = phrases::choice(language, zone, choice, viewer.now);
            Button::primary(AlertPress::ChooseTime(draft, choice.answer.instant.as_millisecond()), label)
        })
        .collect();
    if let DraftProblem::AfterEvent { at, .. } = problem {
        let label = say!(language, "alert-button-keep-time", when = times::dm_time(language, zone, *at, viewer.now));
        times.push(Button::primary(AlertPress::KeepTime(draft, at.as_millisecond()), label));
    }
    let text = match problem {
        DraftProblem::TimePassed(_) if !times.is_empty() => say!(language, "alert-time-passed-choose"),
        _ => problem_text(language, problem),
    };
    let text = match problem {
        // There is no text to keep, or it was not stored.
        DraftProblem::NoText | DraftProblem::TranslationTooLong => text,
        _ => format!("{text}\n{}", say!(language, "alert-kept")),
    };
    let mut reply = Reply::new(text).buttons(times);
    if let DraftProblem::Audience(AudienceError::Ambiguous { people, .. }) = problem {
        reply = reply.select(person_select(language, draft, people));
    }
    let edit_key = if is_about_time(problem) { "alert-button-type-time-again" } else { "alert-button-continue" };
    reply.buttons([
        Button::secondary(edit_press, say!(language, edit_key)),
        Button::secondary(AlertPress::Discard(draft), say!(language, "alert-button-discard")),
    ])
}

/// Whether the author can solve the problem by typing another time.
fn is_about_time(problem: &DraftProblem) -> bool {
    match problem {
        DraftProblem::TimeUnknown
        | DraftProblem::TimeRecurs
        | DraftProblem::TimePassed(_)
        | DraftProblem::TimeAmbiguous(_)
        | DraftProblem::NoSuchDay(_)
        | DraftProblem::DayWithoutTime(_)
        | DraftProblem::AfterEvent { .. } => true,
        DraftProblem::NoText
        | DraftProblem::TextTooLong
        | DraftProblem::TranslationTooLong
        | DraftProblem::Ask(_)
        | DraftProblem::Audience(_)
        | DraftProblem::NobodyInAudience
        | DraftProblem::NobodyAwake
        | DraftProblem::Unchanged
        | DraftProblem::TimeChanged => false,
    }
}

/// A select with the people whom an ambiguous word of the audience can mean. The author can choose one or more people.
fn person_select(language: Language, draft: DraftId, people: &[Candidate]) -> Select {
    let choice = |one: &Candidate| Choice::new(one.member.to_string(), &one.name).described(&one.handle);
    let choices: Vec<Choice> = people.iter().take(MAX_OPTIONS).map(choice).collect();
    let count = choices.len();
    let placeholder = say!(language, "alert-audience-which");
    Select::new(AlertPress::ChoosePeople(draft), placeholder, SelectKind::Choices(choices)).choice_count(1, count)
}

fn meanings(problem: &DraftProblem) -> &[time::Choice] {
    match problem {
        DraftProblem::TimePassed(choices)
        | DraftProblem::TimeAmbiguous(choices)
        | DraftProblem::NoSuchDay(choices)
        | DraftProblem::DayWithoutTime(choices) => choices,
        _ => &[],
    }
}

fn problem_text(language: Language, problem: &DraftProblem) -> String {
    match problem {
        DraftProblem::NoText => say!(language, "alert-no-text"),
        DraftProblem::TextTooLong | DraftProblem::TranslationTooLong => say!(language, "alert-too-long"),
        DraftProblem::Ask(problem) => asks::problem_text(*problem, language),
        DraftProblem::Audience(error) => audience_error(language, error),
        DraftProblem::NobodyInAudience => say!(language, "alert-nobody"),
        DraftProblem::NobodyAwake => say!(language, "alert-nobody-awake"),
        DraftProblem::TimeUnknown => say!(language, "alert-time-unknown"),
        DraftProblem::TimeRecurs => say!(language, "alert-time-recurs"),
        DraftProblem::TimePassed(_) => say!(language, "alert-time-passed"),
        DraftProblem::TimeAmbiguous(_) => say!(language, "alert-time-ambiguous"),
        DraftProblem::NoSuchDay(_) => say!(language, "alert-time-no-such-day"),
        DraftProblem::DayWithoutTime(_) => say!(language, "alert-time-day-only"),
        DraftProblem::Unchanged => say!(language, "alert-correction-unchanged"),
        DraftProblem::TimeChanged => say!(language, "alert-fix-time-changed"),
        DraftProblem::AfterEvent { last_day, .. } => {
            say!(language, "alert-time-after-event", day = times::long_day(language, *last_day))
        }
    }
}

fn audience_error(language: Language, error: &AudienceError) -> String {
    let shown_word = |word: &str| clip(&sanitize_line(word), MAX_WORD_CHARS);
    let problem = match error {
        AudienceError::Empty => say!(language, "alert-audience-empty"),
        AudienceError::TooLong => say!(language, "alert-audience-too-long"),
        AudienceError::Unknown { word } => say!(language, "alert-audience-unknown", word = shown_word(word)),
        AudienceError::UnknownPlace { word } => {
            say!(language, "alert-audience-unknown-place", word = shown_word(word))
        }
        AudienceError::Ambiguous { word, people } => {
            let name = |one: &Candidate| sanitize_line(&format!("{} ({})", one.name, one.handle));
            let names: Vec<String> = people.iter().map(name).collect();
            let names = comma_list(language, &names, MAX_NAMES_CHARS);
            return say!(language, "alert-audience-ambiguous", word = shown_word(word), names = names);
        }
        AudienceError::AmbiguousPlace { word, regions } => {
            let names: Vec<String> = regions.iter().map(|region| completion::region_name(*region, language)).collect();
            let places = comma_list(language, &names, MAX_NAMES_CHARS);
            return say!(language, "alert-audience-ambiguous-place", word = shown_word(word), places = places);
        }
        AudienceError::NobodyThere { word, unplaced } => {
            return say!(language, "alert-audience-nobody-there", word = shown_word(word), unplaced = *unplaced);
        }
        AudienceError::OnlyLeftOut { word } => {
            return say!(language, "alert-audience-only-left-out", word = shown_word(word));
        }
        AudienceError::EverybodyLeftOut => return say!(language, "alert-audience-everyone-left-out"),
    };
    format!("{problem} {}", say!(language, "alert-audience-possible"))
}

/// The answer to "Send" when the preview is too old. Nothing is sent, and the draft stays stored.
pub(super) fn expired_preview(draft: DraftId, settings: AlertSettings, language: Language) -> Reply {
    Reply::new(say!(language, "alert-stale", minutes = settings.preview_valid_for.as_mins()))
        .buttons([Button::primary(AlertPress::RenewPreview(draft), say!(language, "alert-button-continue"))])
}

pub(super) fn closed_draft(closed: DraftClosed, language: Language) -> Reply {
    match closed {
        DraftClosed::Sent(alert) => Reply::new(say!(language, "alert-already-sent", number = alert.0)),
        DraftClosed::Corrected(alert) => Reply::new(say!(language, "alert-correction-already-sent", number = alert.0)),
        DraftClosed::Discarded => Reply::new(say!(language, "alert-discarded")),
    }
}

/// The answer when the alert ended, or got a newer version, while the author wrote a correction. The answer quotes the
/// author's text, so that they can copy it.
pub(super) fn not_correctable(reason: &NotCorrectable, language: Language) -> Reply {
    match reason {
        NotCorrectable::Ended { alert, typed } => {
            let notice = say!(language, "alert-correction-ended", number = alert.0);
            Reply::new(format!("{notice}\n{}", quoted(typed)))
        }
        NotCorrectable::Corrected { alert, version, typed } => {
            let notice = say!(language, "alert-correction-crossed", number = alert.0);
            let text = format!("{notice}\n{}", quoted(typed));
            let again =
                Button::secondary(AlertPress::Correct(*alert, *version), say!(language, "alert-button-correct"));
            Reply::new(text).buttons([again])
        }
    }
}

/// The text as a quotation that pings nobody.
fn quoted(text: &str) -> String {
    sanitize(text).lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

pub(super) fn sent_alert(sent: &AlertSent, language: Language) -> Reply {
    let (count, at_once) = (sent.recipients, sent.sounded_at_once);
    let mut lines = vec![say!(language, "alert-sent", number = sent.alert.0, count = count, at_once = at_once)];
    if sent.secretariat_told > 0 {
        lines.push(say!(language, "alert-sent-secretariat-told", count = sent.secretariat_told));
    }
    Reply::new(lines.join("\n"))
}

/// The result of a silent correction: the text was replaced, and nobody was notified.
pub(super) fn silent_fix_result(alert: AlertId, edits: EditReach, language: Language) -> Reply {
    let EditReach { edited, not_editable, by_mail } = edits;
    let is_nothing_edited = edited == 0 && not_editable > 0;
    let key = if is_nothing_edited { "alert-fixed-in-no-message" } else { "alert-fixed" };
    let result = say!(language, key, number = alert.0, count = edited);
    let by_mail = (by_mail > 0).then(|| say!(language, "alert-not-editable-mail", count = by_mail));
    let lines = std::iter::once(result).chain(not_editable_line(edits, language)).chain(by_mail);
    Reply::new(lines.collect::<Vec<_>>().join("\n"))
}

/// The line that says how many people still see the old text of an alert. `None` if nobody does.
pub(super) fn not_editable_line(edits: EditReach, language: Language) -> Option<String> {
    (edits.not_editable > 0).then(|| say!(language, "alert-not-editable", count = edits.not_editable))
}

pub(super) fn sent_correction(sent: &CorrectionSent, language: Language) -> Reply {
    let CorrectionReach { notified, maybe_notified, new_text } = sent.reached;
    let mut lines = Vec::new();
    if notified > 0 || maybe_notified == 0 {
        lines.push(say!(language, "alert-corrected", number = sent.alert.0, count = notified));
    } else {
        lines.push(say!(language, "alert-corrected-perhaps-only", number = sent.alert.0, count = maybe_notified));
    }
    if notified > 0 && maybe_notified > 0 {
        lines.push(say!(language, "alert-corrected-perhaps", count = maybe_notified));
    }
    if (notified > 0 || maybe_notified > 0) && new_text > 0 {
        lines.push(say!(language, "alert-corrected-new-text", count = new_text));
    }
    Reply::new(lines.join("\n"))
}

pub(super) fn ask_again_result(outcome: &AskAgainOutcome, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    Reply::new(match outcome {
        AskAgainOutcome::TooSoon => say!(language, "alert-asked-just-now"),
        AskAgainOutcome::EverybodyHasSeen => say!(language, "alert-asked-all-seen"),
        AskAgainOutcome::EverybodyHasAnswered => say!(language, "alert-asked-all-answered"),
        AskAgainOutcome::EverybodyReached => say!(language, "alert-asked-all-reached"),
        AskAgainOutcome::EnoughFound => say!(language, "alert-asked-enough"),
        AskAgainOutcome::TimePassed => say!(language, "alert-asked-time-passed"),
        AskAgainOutcome::Ended => say!(language, "alert-ended-already"),
        AskAgainOutcome::Asked { now, later } => asked_text(now, later, viewer),
    })
}

fn asked_text(asked_now: &[String], asked_later: &[(String, Timestamp)], viewer: &Viewer) -> String {
    let (language, zone) = (viewer.language, viewer.zone.unwrap_or_else(ZoneId::utc));
    let asked_now: Vec<String> = asked_now.iter().map(|name| sanitize_line(name)).collect();
    let asked_later = asked_later.iter().map(|(name, wakes_at)| {
        format!("{} {}", sanitize_line(name), times::lock_screen_time(language, zone, *wakes_at, viewer.now))
    });
    let asked_later: Vec<String> = asked_later.collect();
    let mut lines = Vec::new();
    if !asked_now.is_empty() {
        let names = comma_list(language, &asked_now, MAX_ASKED_NOW_CHARS);
        lines.push(say!(language, "alert-asked-now", count = asked_now.len(), names = names));
    }
    if !asked_later.is_empty() {
        let names = comma_list(language, &asked_later, MAX_ASKED_LATER_CHARS);
        lines.push(say!(language, "alert-asked-later", count = asked_later.len(), names = names));
    }
    if lines.is_empty() { say!(language, "alert-asked-on-its-way") } else { lines.join("\n") }
}

/// The alert's text and the addresses of the people who are not on Discord, to copy into an e-mail.
pub(super) fn not_on_discord(
    severity: Severity,
    text: &str,
    deadline: Option<(AskKind, Timestamp)>,
    people: &[Expected],
    viewer: &Viewer,
) -> Reply {
    let language = viewer.language;
    if people.is_empty() {
        return Reply::new(say!(language, "alert-absent-none"));
    }
    let label = severity_name(language, severity);
    let mut email_lines = vec![say!(language, "alert-lock", label = label, text = text.trim())];
    if let Some((ask, at)) = deadline {
        email_lines.push(deadlines::line(language, ask, &times::dm_time(language, ZoneId::utc(), at, viewer.now)));
    }
    email_lines.push(String::new());
    email_lines.extend(people.iter().map(|person| format!("{} <{}>", person.name, person.address)));
    let email = email_lines.join("\n");
    let head = say!(language, "alert-absent-copy", count = people.len());
    let fenced = format!("{head}\n```\n{}\n```", email.replace("```", "'''"));
    if fenced.chars().count() <= MAX_CONTENT_CHARS {
        Reply::new(fenced)
    } else {
        Reply::new(head).file(File { name: "not-on-discord.txt".to_owned(), data: email.into_bytes() })
    }
}

/// The answer to "Remind me in 15 min".
pub(super) fn remind_result(outcome: RemindOutcome, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    Reply::new(match outcome {
        RemindOutcome::Planned { at, deadline, ask } => {
            let time = viewer.short(at);
            let mut text = match deadline {
                None => say!(language, "alert-reminder-planned", time = time),
                Some(by) => say!(language, "alert-reminder-planned-sooner", time = time, by = viewer.short(by)),
            };
            if ask.wants_answer() {
                text = format!("{text} {}", say!(language, "alert-reminder-unless-answered"));
            }
            text
        }
        RemindOutcome::DeadlineNear { deadline } => {
            say!(language, "alert-reminder-deadline-near", by = viewer.short(deadline))
        }
        RemindOutcome::DeadlinePassed { deadline, ask } => {
            let key = match ask.wants_answer() {
                true => "alert-reminder-deadline-passed-to-answer",
                false => "alert-reminder-deadline-passed",
            };
            say!(language, key, by = viewer.short(deadline))
        }
        RemindOutcome::NothingLeft => say!(language, "alert-reminder-nothing-left"),
        RemindOutcome::NotRecipient => say!(language, "alert-not-yours"),
    })
}

/// The answer to `/alert list`.
pub(super) fn alert_list(alerts: &[Alert], viewer: &Viewer) -> Reply {
    let language = viewer.language;
    if alerts.is_empty() {
        return Reply::new(say!(language, "alert-list-none"));
    }
    let lines: Vec<String> = alerts.iter().map(|alert| list_line(alert, viewer)).collect();
    Reply::new(say!(language, "alert-list", alerts = lines.join("\n")))
}

fn list_line(alert: &Alert, viewer: &Viewer) -> String {
    let language = viewer.language;
    let key = match alert.state {
        AlertState::Active => "alert-list-active",
        AlertState::Cancelled { .. } => "alert-list-cancelled",
        AlertState::Over { .. } => "alert-list-over",
    };
    say!(
        language,
        key,
        number = alert.id.0,
        severity = severity_title(language, alert.severity, alert.purpose),
        text = clip(&sanitize_line(&alert.current_version.text), MAX_LISTED_TEXT_CHARS),
        ago = times::distance(language, alert.sent_at, viewer.now)
    )
}

/// The answer to `/seen`.
pub(super) fn seen_alerts(seen: &[AlertMessage], viewer: &Viewer) -> Reply {
    let language = viewer.language;
    if seen.is_empty() {
        return Reply::new(say!(language, "alert-seen-nothing"));
    }
    let lines: Vec<String> = seen.iter().map(|message| format!("• {}", listed_line(message, viewer))).collect();
    let mut text = say!(language, "alert-seen-all", count = seen.len(), alerts = lines.join("\n"));
    let is_open = |message: &&AlertMessage| {
        message.ask.wants_answer() && message.answer.is_none() && message.status != MessageStatus::Found
    };
    let unanswered = seen.iter().filter(is_open).count();
    if unanswered > 0 {
        text.push('\n');
        text.push_str(&say!(language, "alert-seen-unanswered", count = unanswered));
    }
    Reply::new(text)
}
