//! What the commands and buttons of reminders do: read what was typed, call the service, word the answer.

use crate::db::DbError;
use crate::discord::call::Call;
use crate::discord::reminders::presses::ReminderPress;
use crate::discord::reminders::screens;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::members::{self, Group, Member};
use crate::reminders::{
    LONGEST_TEXT, MOST_PER_MEMBER, ManyDraft, OccurrenceId, Passed, Plan, ReminderDraftId, ReminderError,
    ReminderFacts, ReminderId, service,
};
use crate::say;
use crate::time::{
    self, Anchor, Date, DayAnswer, PhraseAnswer, SignedDuration, Timestamp, Understood, ZoneId, day, phrase, wall_time,
};
use crate::words::{Language, phrases};

/// "Remind me later" reaches a week ahead; for more there is `/remind`.
pub const LONGEST_LATER_MIN: i64 = 7 * 24 * 60;

/// `/remind-members` as it was typed.
pub struct ForMany<'a> {
    pub text: &'a str,
    pub at: &'a str,
    pub date: Option<&'a str>,
    pub rule: Option<&'static str>,
    pub audience: Group,
}

/// Who asks, as far as we know them.
pub(in crate::discord) struct Asker {
    member: Option<Member>,
    pub(in crate::discord) language: Language,
}

impl Asker {
    pub(in crate::discord) async fn of(call: &Call) -> Result<Self, DbError> {
        let member = members::store::get(&mut *call.parts.db.read().await?, call.user()).await?;
        let language = member.as_ref().map_or(call.language(), |member| member.language);
        Ok(Self { member, language })
    }

    pub(in crate::discord) fn zone(&self) -> Option<ZoneId> {
        self.member.as_ref().and_then(Member::zone)
    }
}

pub async fn propose(call: &Call, text: &str, when: &str) -> Outcome {
    let asker = Asker::of(call).await?;
    let (language, now) = (asker.language, call.now);
    // Without a zone only what needs none is understood: "in 2h", "14:00 UTC".
    let zone = asker.zone().unwrap_or_else(ZoneId::utc);
    let answer = phrase(when, zone, now, language);
    let needs_zone = |understood: &Understood| asker.zone().is_none() && understood.anchor == Anchor::Wall;
    let understood: Vec<&Understood> = match &answer {
        PhraseAnswer::Understood(understood) => vec![understood],
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) => {
            choices.iter().map(|choice| &choice.answer).collect()
        }
        PhraseAnswer::Unknown => Vec::new(),
    };
    if understood.iter().any(|understood| needs_zone(understood)) {
        return call.responder.reply(screens::needs_zone(language)).await;
    }
    let plans: Vec<Plan> =
        understood.iter().take(screens::MOST_CHOICES).map(|understood| Plan::of(understood)).collect();
    if plans.is_empty() {
        let lines = phrases::answer(language, zone, &answer, now).join("\n");
        return call
            .responder
            .reply(Reply::new(say!(language, "reminder-not-understood", typed = echo(when), answer = lines)))
            .await;
    }
    let draft = service::propose(&call.parts.db, call.user(), text, &plans, now).await?;
    let reply = match &answer {
        PhraseAnswer::Understood(understood) => {
            let asleep = asker
                .member
                .as_ref()
                .and_then(|member| member.profile.as_ref())
                .is_some_and(|profile| profile.quiet.is_quiet(profile.zone, understood.instant));
            screens::understood(language, zone, draft, text, understood, asleep, now)
        }
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) => {
            let lines = phrases::answer(language, zone, &answer, now);
            screens::which(language, zone, draft, lines.first().map_or("", String::as_str), choices, now)
        }
        PhraseAnswer::Unknown => return Ok(()),
    };
    call.responder.reply(reply).await
}

pub async fn save(call: &Call, draft: ReminderDraftId, choice: usize) -> Outcome {
    let asker = Asker::of(call).await?;
    let saved = service::save(&call.parts.db, call.user(), draft, choice, call.now).await?;
    let zone = asker.zone().unwrap_or_else(ZoneId::utc);
    call.responder.update(screens::saved(asker.language, zone, &saved, call.now)).await
}

pub async fn discard(call: &Call, draft: ReminderDraftId) -> Outcome {
    service::discard(&call.parts.db, call.user(), draft).await?;
    let language = Asker::of(call).await?.language;
    call.responder.update(Reply::new(say!(language, "reminder-discarded"))).await
}

pub async fn propose_for_many(call: &Call, typed: ForMany<'_>) -> Outcome {
    let asker = Asker::of(call).await?;
    let (language, now) = (asker.language, call.now);
    let zone = asker.zone().unwrap_or_else(ZoneId::utc);
    let Some(time) = wall_time(typed.at) else {
        return Err(UserError::message(say!(language, "reminder-bad-time", typed = echo(typed.at))));
    };
    let today = time::local(zone, now).0.date();
    let of_day = |day: Date| ManyDraft {
        text: typed.text.to_owned(),
        audience: typed.audience,
        wall: day.to_datetime(time),
        rule: typed.rule.map(str::to_owned),
    };
    let Some(date) = typed.date else {
        let many = service::on_a_day_to_come(&call.parts.db, of_day(today), now).await?;
        return preview_for_many(call, language, many, today).await;
    };
    let mut days = match day(date, zone, now, language) {
        DayAnswer::Day(day) => vec![day],
        DayAnswer::Ambiguous(days) => days,
        DayAnswer::Unknown => return Err(UserError::message(say!(language, "reminder-bad-date", typed = echo(date)))),
    };
    days.retain(|day| !service::is_passed_everywhere(day.to_datetime(time), now));
    match days.as_slice() {
        [] => Err(UserError::message(say!(language, "reminder-past-date", typed = echo(date)))),
        [day] => preview_for_many(call, language, of_day(*day), today).await,
        days => {
            let mut choices = Vec::new();
            for day in days.iter().take(screens::MOST_DAYS) {
                let (draft, _) = service::propose_for_many(&call.parts.db, call.user(), of_day(*day), now).await?;
                choices.push((draft, *day));
            }
            call.responder.reply(screens::which_day(language, &echo(date), &choices)).await
        }
    }
}

async fn preview_for_many(call: &Call, language: Language, many: ManyDraft, today: Date) -> Outcome {
    let (draft, outlook) = service::propose_for_many(&call.parts.db, call.user(), many.clone(), call.now).await?;
    call.responder.reply(screens::preview(language, draft, &many, today, &outlook)).await
}

/// The preview of one of several days that may have been meant.
pub async fn show_for_many(call: &Call, draft: ReminderDraftId) -> Outcome {
    let asker = Asker::of(call).await?;
    let today = time::local(asker.zone().unwrap_or_else(ZoneId::utc), call.now).0.date();
    let (many, outlook) = service::look_again(&call.parts.db, call.user(), draft, call.now).await?;
    call.responder.update(screens::preview(asker.language, draft, &many, today, &outlook)).await
}

pub async fn save_for_many(call: &Call, draft: ReminderDraftId, passed: Passed) -> Outcome {
    let language = Asker::of(call).await?.language;
    let saved = service::save_for_many(&call.parts.db, call.user(), draft, passed, call.now).await?;
    call.responder.update(screens::saved(language, ZoneId::utc(), &saved, call.now)).await
}

pub async fn stop_for_many(call: &Call, batch: ReminderDraftId) -> Outcome {
    let language = Asker::of(call).await?.language;
    let stopped = service::stop_for_many(&call.parts.db, call.user(), batch, call.now).await?;
    call.responder.update(Reply::new(say!(language, "reminder-many-stopped", count = stopped))).await
}

pub async fn list(call: &Call) -> Outcome {
    let asker = Asker::of(call).await?;
    let reminders = service::list(&mut *call.parts.db.read().await?, call.user()).await?;
    let zone = asker.zone().unwrap_or_else(ZoneId::utc);
    call.responder.reply(screens::list(asker.language, zone, &reminders, call.now)).await
}

pub async fn stop_chosen(call: &Call, id: Option<u64>) -> Outcome {
    let asker = Asker::of(call).await?;
    if let Some(id) = id.and_then(|id| i64::try_from(id).ok()) {
        service::stop(&call.parts.db, call.user(), ReminderId(id), call.now).await?;
    }
    let reminders = service::list(&mut *call.parts.db.read().await?, call.user()).await?;
    let zone = asker.zone().unwrap_or_else(ZoneId::utc);
    call.responder.update(screens::list(asker.language, zone, &reminders, call.now)).await
}

pub async fn done(call: &Call, id: OccurrenceId) -> Outcome {
    let facts = service::done(&call.parts.db, call.user(), id, call.now).await?;
    show_now(call, &facts).await
}

pub async fn stop(call: &Call, id: OccurrenceId) -> Outcome {
    let facts = service::stop_by_occurrence(&call.parts.db, call.user(), id, call.now).await?;
    show_now(call, &facts).await
}

pub async fn ask_how_much_later(call: &Call, id: OccurrenceId) -> Outcome {
    let language = Asker::of(call).await?.language;
    call.responder.reply(screens::how_much_later(language, id)).await
}

pub async fn later_by(call: &Call, id: OccurrenceId, minutes: i64) -> Outcome {
    put_off(call, id, call.now + SignedDuration::from_mins(minutes)).await
}

pub async fn later_at(call: &Call, id: OccurrenceId, ms: i64) -> Outcome {
    let until = Timestamp::from_millisecond(ms).unwrap_or(call.now);
    if until <= call.now {
        return Err(ReminderError::Passed.into());
    }
    put_off(call, id, until).await
}

pub async fn type_later(call: &Call, id: OccurrenceId) -> Outcome {
    let language = call.language();
    let input = Input::line("when", say!(language, "reminder-later-label"))
        .placeholder(say!(language, "reminder-later-placeholder"));
    let modal = Modal::new(ReminderPress::LaterTyped(id), say!(language, "reminder-later-title")).input(input);
    call.responder.modal(&modal).await
}

pub async fn later_typed(call: &Call, id: OccurrenceId, typed: &str) -> Outcome {
    let asker = Asker::of(call).await?;
    let zone = asker.zone().unwrap_or_else(ZoneId::utc);
    match phrase(typed, zone, call.now, asker.language) {
        PhraseAnswer::Understood(understood) if understood.rule.is_none() => {
            put_off(call, id, understood.instant).await
        }
        answer => {
            let lines = phrases::answer(asker.language, zone, &answer, call.now).join("\n");
            let typed = echo(typed);
            let told = Reply::new(say!(asker.language, "reminder-not-understood", typed = typed, answer = lines));
            let meant = screens::later_meanings(asker.language, zone, id, &answer, call.now);
            let buttons = if meant.is_empty() { screens::later_buttons(asker.language, id) } else { meant };
            call.responder.update(told.buttons(buttons)).await
        }
    }
}

async fn put_off(call: &Call, id: OccurrenceId, until: Timestamp) -> Outcome {
    let asker = Asker::of(call).await?;
    service::put_off(&call.parts.db, call.user(), id, until, call.now).await?;
    let zone = asker.zone().unwrap_or_else(ZoneId::utc);
    call.responder.update(screens::put_off(asker.language, zone, until, call.now)).await
}

/// The message as it looks now, in the place of the one that was pressed.
async fn show_now(call: &Call, facts: &ReminderFacts) -> Outcome {
    let asker = Asker::of(call).await?;
    call.responder
        .update(crate::discord::reminders::messages::reply(facts, asker.language, asker.zone(), call.now))
        .await
}

impl Explain for ReminderError {
    fn explain(&self, language: Language) -> Option<String> {
        Some(match self {
            ReminderError::NotSecretariat(_) => say!(language, "reminder-only-secretariat"),
            ReminderError::NoText => say!(language, "reminder-no-text"),
            ReminderError::TextTooLong => say!(language, "reminder-text-too-long", most = LONGEST_TEXT),
            ReminderError::TooMany(_) => say!(language, "reminder-too-many", most = MOST_PER_MEMBER),
            ReminderError::NoDraft(_) => say!(language, "reminder-no-draft"),
            ReminderError::Passed => say!(language, "reminder-passed"),
            ReminderError::NobodyThere => say!(language, "reminder-nobody"),
            ReminderError::NotTheirs => say!(language, "reminder-not-yours"),
            ReminderError::Db(error) => return error.explain(language),
        })
    }
}
