//! What the author of an alert reads before it is sent, and after.

use crate::alerts::audience::Misunderstood;
use crate::alerts::drafts::{Closed, NAMES_ON_A_PAGE, Preview, Trouble, page_of};
use crate::alerts::facts::{AlertMessage, Mark};
use crate::alerts::model::{Alert, AlertId, DraftId, Occasion, Phase, Rules, Severity};
use crate::alerts::service::{Asked, Corrected, Sent};
use crate::alerts::standing::{NoRoute, Placed, Section, Standing};
use crate::discord::alerts::messages::{first_line, joined, severity_name};
use crate::discord::alerts::presses::AlertPress;
use crate::discord::ui::reply::CONTENT;
use crate::discord::ui::reply::{Embed, Reply};
use crate::discord::ui::text::{clip, disarm_line};
use crate::discord::ui::widgets::{Among, Button, Choice, Select};
use crate::discord::viewer::Viewer;
use crate::guild::expected::Expected;
use crate::members::Member;
use crate::say;
use crate::time::{Timestamp, ZoneId};
use crate::words::{Language, phrases, times};

/// The room for the names of one group.
const NAMES: usize = 1000;
/// The room for all groups in an embed, short of Discord's 4,096.
const GROUPS: usize = 4000;
/// Selects of names under a preview: two rows of buttons leave room for three.
const PAGES: usize = 3;
/// Meanings of a time that are offered as buttons.
const MEANINGS: usize = 10;

/// Who is asked, in their words and their time.
pub struct Author<'a> {
    pub language: Language,
    pub member: Option<&'a Member>,
    pub now: Timestamp,
}

impl Author<'_> {
    fn zone(&self) -> ZoneId {
        self.member.and_then(Member::zone).unwrap_or(ZoneId::utc())
    }

    fn time(&self, at: Timestamp) -> String {
        times::dm(self.language, self.zone(), at, self.now)
    }
}

/// The preview: the text as a lock screen shows it, everybody by name, and whom it wakes.
pub fn preview(preview: &Preview, author: &Author<'_>) -> Reply {
    let language = author.language;
    let mut head = vec![say!(language, "alert-preview-title", severity = severity_name(language, preview.severity))];
    if !preview.moved.is_empty() {
        let moved: Vec<String> =
            preview.people.iter().filter(|p| preview.moved.contains(&p.member)).map(name).collect();
        head.push(say!(language, "alert-preview-changed", names = joined(language, &moved, 300)));
    }
    if let Some(twin) = preview.twin {
        let ago = times::in_words(language, twin.sent_at, author.now);
        head.push(say!(language, "alert-preview-twin", number = twin.alert.0, ago = ago));
    }
    head.push(say!(language, "alert-preview-lock-screen", text = lock_screen(preview, author)));
    if let Some(at) = preview.answer_by {
        let away = times::in_words(language, at, author.now);
        head.push(say!(language, "alert-preview-answer-before", time = author.time(at), away = away));
        head.extend(preview.assumed.iter().map(|assumed| disarm_line(&phrases::assumption(language, assumed))));
        if author.member.and_then(Member::zone).is_none() {
            head.push(say!(language, "alert-preview-read-as-utc"));
        }
    }
    let groups = groups(preview, language);
    let (head, groups) = (head.join("\n"), groups.join("\n"));
    let reply = if head.chars().count() + groups.chars().count() + 2 <= CONTENT {
        Reply::new(format!("{head}\n\n{groups}"))
    } else {
        Reply::new(head).embed(Embed::new("").description(clip(&groups, GROUPS)))
    };
    waking(reply, preview, language).buttons(acts(preview, language)).buttons(more_acts(preview, language))
}

fn lock_screen(preview: &Preview, author: &Author<'_>) -> String {
    let message = AlertMessage {
        alert: AlertId(0),
        version: 1,
        severity: preview.severity,
        text: preview.text.clone(),
        answer_by: preview.answer_by,
        from: preview.from.clone(),
        occasion: Occasion::New,
        due_since: None,
        mark: Mark::Open,
    };
    let reader = author.member.map_or_else(|| Viewer::many(author.now), |m| Viewer::of(m.clone(), author.now));
    first_line(&message, &reader)
}

fn groups(preview: &Preview, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for section in Section::ALL {
        let names: Vec<String> = preview.section(section).map(|placed| named(language, placed)).collect();
        if names.is_empty() && section != Section::Awake {
            continue;
        }
        let key = match (section, preview.severity) {
            (Section::Asleep, Severity::Information) => "alert-preview-waits".to_owned(),
            (Section::TooLate, Severity::Information) => "alert-preview-waits-too-late".to_owned(),
            _ => format!("alert-preview-{}", section.code()),
        };
        lines.push(say!(language, &key, count = names.len(), names = joined(language, &names, NAMES)));
    }
    if preview.absent > 0 {
        lines.push(say!(language, "alert-preview-absent", count = preview.absent));
    }
    if preview.section(Section::MayWake).next().is_some() {
        let woken: Vec<String> = preview.woken().map(name).collect();
        lines.push(if woken.is_empty() {
            say!(language, "alert-preview-wakes-nobody")
        } else {
            say!(language, "alert-preview-wakes", count = woken.len(), names = joined(language, &woken, NAMES))
        });
    }
    lines
}

fn name(placed: &Placed) -> String {
    disarm_line(&placed.name)
}

fn named(language: Language, placed: &Placed) -> String {
    match placed.standing {
        Standing::NoRoute(NoRoute::DmsClosed) => {
            format!("{} ({})", name(placed), say!(language, "alert-no-route-closed"))
        }
        Standing::NoRoute(NoRoute::NeverOpened) => {
            format!("{} ({})", name(placed), say!(language, "alert-no-route-never-opened"))
        }
        _ => name(placed),
    }
}

/// Selects in which the sender chooses by name whom an emergency wakes.
fn waking(reply: Reply, preview: &Preview, language: Language) -> Reply {
    let count = preview.section(Section::MayWake).count();
    let pages = count.div_ceil(NAMES_ON_A_PAGE).min(PAGES);
    (0..pages).fold(reply, |reply, page| {
        let choices: Vec<Choice> = page_of(&preview.people, page)
            .map(|placed| {
                let choice = Choice::new(placed.member.to_string(), &placed.name);
                if preview.chosen.contains(&placed.member) { choice.chosen() } else { choice }
            })
            .collect();
        let most = choices.len();
        let id = AlertPress::WakePage(preview.draft, page);
        reply
            .select(Select::new(id, say!(language, "alert-wake-placeholder"), Among::Choices(choices)).between(0, most))
    })
}

fn acts(preview: &Preview, language: Language) -> Vec<Button> {
    let draft = preview.draft;
    let send = if preview.twin.is_some() {
        Button::danger(AlertPress::SendAgain(draft), say!(language, "alert-button-send-again"))
    } else {
        Button::success(AlertPress::Send(draft), say!(language, "alert-button-send"))
    };
    vec![
        send,
        Button::secondary(AlertPress::Edit(draft), say!(language, "alert-button-edit")),
        Button::secondary(AlertPress::Discard(draft), say!(language, "alert-button-discard")),
    ]
}

fn more_acts(preview: &Preview, language: Language) -> Vec<Button> {
    let draft = preview.draft;
    let mut buttons = Vec::new();
    let may_wake = preview.section(Section::MayWake).count();
    if may_wake > 0 {
        let label = say!(language, "alert-button-wake-all", count = may_wake);
        buttons.push(Button::danger(AlertPress::WakeAll(draft), label));
        if !preview.chosen.is_empty() {
            buttons.push(Button::secondary(AlertPress::WakeNobody(draft), say!(language, "alert-button-wake-nobody")));
        }
    }
    if preview.absent > 0 {
        let label = say!(language, "alert-button-absent", count = preview.absent);
        buttons.push(Button::secondary(AlertPress::Absent(draft), label));
    }
    buttons
}

/// What is in the way of a preview. Whatever was typed is kept.
pub fn trouble(draft: DraftId, trouble: &Trouble, author: &Author<'_>) -> Reply {
    let language = author.language;
    let (text, choices) = match trouble {
        Trouble::NoText => (say!(language, "alert-no-text"), &[][..]),
        Trouble::TooLong => (say!(language, "alert-too-long"), &[][..]),
        Trouble::Audience(misunderstood) => (audience(language, misunderstood), &[][..]),
        Trouble::Nobody => (say!(language, "alert-nobody"), &[][..]),
        Trouble::TimeUnknown => (say!(language, "alert-time-unknown"), &[][..]),
        Trouble::TimeRecurs => (say!(language, "alert-time-recurs"), &[][..]),
        Trouble::TimePassed(choices) => (say!(language, "alert-time-passed"), choices.as_slice()),
        Trouble::TimeAmbiguous(choices) => (say!(language, "alert-time-ambiguous"), choices.as_slice()),
    };
    let of_audience = matches!(trouble, Trouble::Audience(_) | Trouble::Nobody);
    let again = if of_audience { AlertPress::EditTo(draft) } else { AlertPress::Edit(draft) };
    let meanings = choices.iter().filter(|choice| choice.answer.instant > author.now).take(MEANINGS).map(|choice| {
        let label = phrases::choice(language, author.zone(), choice, author.now);
        Button::primary(AlertPress::Time(draft, choice.answer.instant.as_millisecond()), label)
    });
    Reply::new(format!("{text}\n{}", say!(language, "alert-kept"))).buttons(meanings).buttons([
        Button::secondary(again, say!(language, "alert-button-continue")),
        Button::secondary(AlertPress::Discard(draft), say!(language, "alert-button-discard")),
    ])
}

fn audience(language: Language, misunderstood: &Misunderstood) -> String {
    let problem = match misunderstood {
        Misunderstood::Empty => say!(language, "alert-audience-empty"),
        Misunderstood::TooLong => say!(language, "alert-audience-too-long"),
        Misunderstood::Unknown { word } => say!(language, "alert-audience-unknown", word = quoted(word)),
        Misunderstood::Ambiguous { word, names } => {
            let names: Vec<String> = names.iter().map(|name| disarm_line(name)).collect();
            say!(language, "alert-audience-ambiguous", word = quoted(word), names = joined(language, &names, NAMES))
        }
    };
    format!("{problem} {}", say!(language, "alert-audience-possible"))
}

fn quoted(word: &str) -> String {
    clip(&disarm_line(word), 100)
}

/// The preview is too old: nothing is sent, nothing is lost.
pub fn stale(draft: DraftId, rules: Rules, language: Language) -> Reply {
    Reply::new(say!(language, "alert-stale", minutes = rules.preview_valid_for.as_mins()))
        .buttons([Button::primary(AlertPress::LookAgain(draft), say!(language, "alert-button-continue"))])
}

pub fn closed(closed: Closed, language: Language) -> Reply {
    Reply::new(match closed {
        Closed::Sent(alert) => say!(language, "alert-already-sent", number = alert.0),
        Closed::Discarded => say!(language, "alert-discarded"),
    })
}

pub fn sent(sent: &Sent, language: Language) -> Reply {
    let (count, at_once) = (sent.recipients, sent.at_once);
    Reply::new(say!(language, "alert-sent", number = sent.alert.0, count = count, at_once = at_once))
}

pub fn corrected(corrected: &Corrected, language: Language) -> Reply {
    Reply::new(say!(language, "alert-corrected", number = corrected.alert.0, count = corrected.told))
}

pub fn asked(asked: &Asked, author: &Author<'_>) -> Reply {
    let language = author.language;
    Reply::new(match asked {
        Asked::JustNow => say!(language, "alert-asked-just-now"),
        Asked::EverybodyHasSeen => say!(language, "alert-asked-all-seen"),
        Asked::TimePassed => say!(language, "alert-asked-time-passed"),
        Asked::Ended => say!(language, "alert-ended-already"),
        Asked::Again { now, later } => {
            let awake: Vec<String> = now.iter().map(|name| disarm_line(name)).collect();
            let asleep: Vec<String> = later
                .iter()
                .map(|(name, at)| {
                    format!("{} {}", disarm_line(name), times::lock_screen(language, author.zone(), *at, author.now))
                })
                .collect();
            let now = say!(language, "alert-asked-now", count = awake.len(), names = joined(language, &awake, 800));
            let later =
                say!(language, "alert-asked-later", count = asleep.len(), names = joined(language, &asleep, 900));
            match (awake.is_empty(), asleep.is_empty()) {
                (true, true) => say!(language, "alert-asked-on-its-way"),
                (false, true) => now,
                (true, false) => later,
                (false, false) => format!("{now}\n{later}"),
            }
        }
    })
}

/// Text and addresses for those who are not on Discord, to copy into an e-mail.
pub fn absent(
    language: Language,
    severity: Severity,
    text: &str,
    answer_by: Option<Timestamp>,
    people: &[Expected],
    now: Timestamp,
) -> Reply {
    if people.is_empty() {
        return Reply::new(say!(language, "alert-absent-none"));
    }
    let mut copy = vec![format!("{}: {}", severity_name(language, severity), text.trim())];
    if let Some(at) = answer_by {
        copy.push(say!(language, "alert-answer-before", time = times::dm(language, ZoneId::utc(), at, now)));
    }
    copy.push(String::new());
    copy.extend(people.iter().map(|person| format!("{} <{}>", person.name, person.address)));
    let copy = copy.join("\n");
    let head = say!(language, "alert-absent-copy", count = people.len());
    let fenced = format!("{head}\n```\n{}\n```", copy.replace("```", "'''"));
    if fenced.chars().count() <= CONTENT {
        Reply::new(fenced)
    } else {
        Reply::new(head)
            .file(crate::discord::ui::reply::File { name: "not-on-discord.txt".to_owned(), data: copy.into_bytes() })
    }
}

/// One alert of `/alert list`.
pub fn line(alert: &Alert, language: Language, now: Timestamp) -> String {
    let key = match alert.phase {
        Phase::Active => "alert-list-active",
        Phase::Cancelled { .. } => "alert-list-cancelled",
        Phase::Over { .. } => "alert-list-over",
    };
    say!(
        language,
        key,
        number = alert.id.0,
        severity = severity_name(language, alert.severity),
        text = clip(&disarm_line(&alert.words.text), 90),
        ago = times::in_words(language, alert.sent_at, now)
    )
}
