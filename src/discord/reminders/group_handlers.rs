//! Handlers of `/remind-members` and its buttons.

use tokio::time::timeout;

use crate::discord::call::{Call, OPEN_TIMEOUT};
use crate::discord::reminders::forms::{AT, DATE, TEXT};
use crate::discord::reminders::presses::{InstantMs, ReminderPress};
use crate::discord::reminders::screens;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Button, Input, Modal};
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::members::Group;
use crate::reminders::{
    GroupDraft, MAX_TEXT_CHARS, PassedPolicy, ReminderDraftId, ReminderError, TypedGroupDraft, is_passed_everywhere,
    service, valid_text,
};
use crate::say;
use crate::time::{Date, DayAnswer, Time, Timestamp, day, wall_time};
use crate::words::visible;

/// The limit, in characters, of a typed time of day or day. The options of `/remind-members` have the same limit.
const MAX_TIME_CHARS: usize = 100;

/// The options of `/remind-members`. `text`, `at` and `date` are as typed. `rule` is `None` for a reminder that does
/// not recur.
pub struct GroupOptions<'a> {
    pub text: &'a str,
    pub at: &'a str,
    pub date: Option<&'a str>,
    pub rule: Option<&'a str>,
    pub audience: Group,
}

impl GroupOptions<'_> {
    fn draft_on(&self, day: Date, time: Time) -> GroupDraft {
        GroupDraft {
            text: self.text.to_owned(),
            audience: self.audience,
            wall: day.to_datetime(time),
            rule: self.rule.map(str::to_owned),
        }
    }

    fn as_typed(&self) -> TypedGroupDraft {
        TypedGroupDraft {
            text: self.text.to_owned(),
            audience: self.audience,
            at: self.at.to_owned(),
            date: self.date.unwrap_or_default().to_owned(),
            rule: self.rule.map(str::to_owned),
        }
    }
}

/// Stores a draft and previews it. If the typed date can mean several days, stores a draft for each day and asks which
/// day is meant.
pub async fn create_draft(call: &Call, options: GroupOptions<'_>) -> Outcome {
    let viewer = call.viewer().await?;
    let language = viewer.language;
    if let Err(fault) = valid_text(options.text) {
        let fault = ReminderError::from(fault).explain(language).unwrap_or_default();
        return ask_again(call, &options, fault).await;
    }
    let Some(time) = wall_time(options.at) else {
        return ask_again(call, &options, say!(language, "reminder-bad-time", typed = echo(options.at))).await;
    };
    let Some(date) = options.date else {
        let today = options.draft_on(screens::today(viewer), time);
        let draft = service::move_to_upcoming_day(&call.services.db, today, call.now).await?;
        return create_and_preview(call, draft).await;
    };
    let (mut days, question) = match day(date, screens::zone_or_utc(viewer), call.now, language) {
        DayAnswer::Day(day) => (vec![day], None),
        DayAnswer::Ambiguous(days) => (days, None),
        DayAnswer::NoSuchDay(days) => (days, Some("reminder-no-such-day")),
        DayAnswer::Unknown => {
            return ask_again(call, &options, say!(language, "reminder-bad-date", typed = echo(date))).await;
        }
    };
    days.retain(|day| !is_passed_everywhere(day.to_datetime(time), call.now));
    match days.as_slice() {
        [] => ask_again(call, &options, say!(language, "reminder-past-date", typed = echo(date))).await,
        [day] if question.is_none() => create_and_preview(call, options.draft_on(*day, time)).await,
        days => {
            let mut choices = Vec::new();
            for day in days.iter().take(screens::MAX_DATE_MEANINGS) {
                let draft = options.draft_on(*day, time);
                let (draft, _) = service::create_group_draft(&call.services.db, call.user(), draft, call.now).await?;
                choices.push((draft, *day));
            }
            let question = say!(language, question.unwrap_or("reminder-which-day"), typed = echo(date));
            call.show_here(screens::which_day(language, question, &choices)).await
        }
    }
}

async fn create_and_preview(call: &Call, draft: GroupDraft) -> Outcome {
    let (id, preview) = service::create_group_draft(&call.services.db, call.user(), draft.clone(), call.now).await?;
    call.show_here(screens::preview(call.viewer().await?, id, &draft, &preview)).await
}

pub async fn preview(call: &Call, id: ReminderDraftId) -> Outcome {
    let (draft, preview) = service::preview_group_draft(&call.services.db, call.user(), id, call.now).await?;
    call.show_here(screens::preview(call.viewer().await?, id, &draft, &preview)).await
}

pub async fn save(call: &Call, id: ReminderDraftId, passed_policy: PassedPolicy) -> Outcome {
    let saved = service::save_for_group(&call.services.db, call.user(), id, passed_policy, call.now).await?;
    call.show_here(screens::saved_reminder(call.viewer().await?, &saved)).await
}

pub async fn stop_batch(call: &Call, batch: ReminderDraftId) -> Outcome {
    let stopped = service::stop_batch(&call.services.db, call.user(), batch, call.now).await?;
    let language = call.viewer().await?.language;
    let is_undoable = stopped.not_sent > 0 || stopped.under_way > 0;
    let undo = is_undoable.then(|| {
        Button::secondary(ReminderPress::UndoStopBatch(batch, InstantMs(call.now)), say!(language, "reminder-undo"))
    });
    call.show_here(screens::batch_stopped(language, stopped).buttons(undo)).await
}

pub async fn undo_stop_batch(call: &Call, batch: ReminderDraftId, stopped_at: Timestamp) -> Outcome {
    let db = &call.services.db;
    let restored = service::undo_stop_of_batch(db, call.user(), batch, stopped_at, call.now).await?;
    let language = call.viewer().await?.language;
    let stop = Button::danger(ReminderPress::StopBatch(batch), say!(language, "reminder-stop-many"));
    call.show_here(Reply::new(say!(language, "reminder-many-undone", count = restored)).buttons([stop])).await
}

/// Says what is wrong, with a button that opens a form with everything that was typed.
async fn ask_again(call: &Call, options: &GroupOptions<'_>, fault: String) -> Outcome {
    let draft = service::store_typed_for_group(&call.services.db, call.user(), options.as_typed(), call.now).await?;
    let label = say!(call.viewer().await?.language, "reminder-type-again");
    let again = Button::primary(ReminderPress::TypeGroupAgain(draft), label);
    call.show_here(Reply::new(fault).buttons([again])).await
}

/// Opens the form with the texts that were typed before.
pub async fn open_form_again(call: &Call, draft: ReminderDraftId) -> Outcome {
    let language = call.language();
    let typed = service::typed_group_draft(&call.services.db, call.user(), draft);
    let Ok(typed) = timeout(OPEN_TIMEOUT, typed).await else {
        return Err(UserError::message(say!(language, "discord-busy")));
    };
    let typed = typed?;
    let text = Input::paragraph(TEXT, say!(language, "reminder-form-text")).max_chars(MAX_TEXT_CHARS);
    let at = Input::line(AT, say!(language, "reminder-form-at")).max_chars(MAX_TIME_CHARS);
    let date = Input::line(DATE, say!(language, "reminder-form-date")).max_chars(MAX_TIME_CHARS).optional();
    let title = say!(language, "reminder-type-again");
    let modal = Modal::new(ReminderPress::GroupTypedAgain(draft), title)
        .input(text.value(typed.text))
        .input(at.value(typed.at))
        .input(date.value(typed.date));
    call.responder.modal(&modal).await
}

/// Like [`create_draft`], with the texts of the form. The other options are those of the draft.
pub async fn create_draft_again(call: &Call, draft: ReminderDraftId, text: &str, at: &str, date: &str) -> Outcome {
    let typed = service::typed_group_draft(&call.services.db, call.user(), draft).await?;
    let date = Some(date).filter(|date| !visible(date).is_empty());
    let rule = typed.rule.as_deref();
    create_draft(call, GroupOptions { text, at, date, rule, audience: typed.audience }).await
}
