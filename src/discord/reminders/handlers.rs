//! Handlers of the commands and buttons for a member's own reminders.

use tokio::time::timeout;

use crate::db::DbError;
use crate::discord::call::{Call, OPEN_TIMEOUT, Submitted};
use crate::discord::reminders::forms::{AT, DATE, TEXT, WHEN};
use crate::discord::reminders::presses::{InstantMs, ReminderPress};
use crate::discord::reminders::{catch_up_messages, group_handlers, messages, moved, screens};
use crate::discord::router::Handle;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Button, Input, Modal};
use crate::discord::viewer::Viewer;
use crate::discord::wire::custom_id::CustomId;
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::reminders::service::UndoableStop;
use crate::reminders::{
    CatchUpFacts, CatchUpId, MAX_PER_MEMBER, MAX_TEXT_CHARS, OccurrenceId, Plan, ReminderDraftId, ReminderError,
    ReminderFacts, ReminderId, service, valid_text,
};
use crate::say;
use crate::time::{Anchor, PhraseAnswer, Timestamp, Understood, phrase};
use crate::words::{Language, phrases, visible};

/// The limit, in characters, of a typed time. The option `when` of `/remind` has the same limit.
const MAX_WHEN_CHARS: usize = 200;

impl Handle for ReminderPress {
    const LONG_INPUTS: &'static [(&'static str, usize)] = &[(TEXT, MAX_TEXT_CHARS)];

    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        match self {
            Self::Save(draft, choice) => save(call, draft, choice).await,
            Self::SaveChosen(draft) => {
                let choice = submitted.first_id().and_then(|choice| usize::try_from(choice).ok());
                save(call, draft, choice.ok_or(ReminderError::NoDraft(draft))?).await
            }
            Self::Discard(draft) => discard(call, draft).await,
            Self::TypeAgain(draft) => open_form_again(call, draft).await,
            Self::TypedAgain => create_draft(call, submitted.field(TEXT), submitted.field(WHEN)).await,
            Self::TypeGroupAgain(draft) => group_handlers::open_form_again(call, draft).await,
            Self::GroupTypedAgain(draft) => {
                let (text, at, date) = (submitted.field(TEXT), submitted.field(AT), submitted.field(DATE));
                group_handlers::create_draft_again(call, draft, text, at, date).await
            }
            Self::SaveForGroup(draft, passed_policy) => group_handlers::save(call, draft, passed_policy).await,
            Self::PreviewForGroup(draft) => group_handlers::preview(call, draft).await,
            Self::StopBatch(batch) => group_handlers::stop_batch(call, batch).await,
            Self::Done(id) => {
                let facts = service::mark_done(&call.services.db, call.user(), id, call.now).await?;
                show_message(call, &facts).await
            }
            Self::AskSnooze(id) => ask_snooze(call, id).await,
            Self::SnoozeFor(id, length) => {
                let until = length.end_from(call.now, screens::zone_or_utc(call.viewer().await?));
                snooze(call, id, until).await
            }
            Self::SnoozeUntil(id, InstantMs(until)) => snooze(call, id, until).await,
            Self::TypeSnooze(id) => open_snooze_form(call, id, "").await,
            Self::TypeSnoozeAgain(id, typed) => open_snooze_form(call, id, &typed).await,
            Self::SnoozeTyped(id) => snooze_typed(call, id, submitted.field(WHEN)).await,
            Self::Stop(id) => {
                let facts = service::stop_by_occurrence(&call.services.db, call.user(), id, call.now).await?;
                show_stopped(call, id, messages::reply(&facts, call.viewer().await?), ReminderPress::UndoStopOf).await
            }
            Self::UndoStop(id, InstantMs(at)) => {
                service::undo_stop(&call.services.db, call.user(), id, at, call.now).await?;
                list(call, 0).await
            }
            Self::UndoStopOf(id, InstantMs(at)) => {
                let db = &call.services.db;
                let facts = service::undo_stop_of_occurrence(db, call.user(), id, at, call.now).await?;
                show_message(call, &facts).await
            }
            Self::UndoStopIn(catch_up, id, InstantMs(at)) => {
                let db = &call.services.db;
                let facts = service::undo_stop_in_catch_up(db, call.user(), catch_up, id, at, call.now).await?;
                show_catch_up(call, &facts).await
            }
            Self::KeepOldTimes(id) => {
                let moved = service::keep_old_times(&call.services.db, call.user(), id, call.now).await?;
                call.show_here(moved::kept_times(&moved, call.viewer().await?)).await
            }
            Self::FollowLocalTimes(id) => {
                let moved = service::follow_local_times(&call.services.db, call.user(), id, call.now).await?;
                call.show_here(moved::followed_local_times(&moved, call.viewer().await?)).await
            }
            Self::UndoStopBatch(batch, InstantMs(at)) => group_handlers::undo_stop_batch(call, batch, at).await,
            Self::ListPage(page) => list(call, page).await,
            Self::StopChosen => stop_chosen(call, submitted.first_id()).await,
            Self::WholeTexts(id) => {
                let facts = service::show_catch_up(&call.services.db, call.user(), id, call.now).await?;
                call.responder.reply(catch_up_messages::whole_texts(&facts, call.viewer().await?)).await
            }
            Self::AllDone(id) => done_in_catch_up(call, id, None).await,
            Self::DoneChosen(id) => {
                let chosen: Vec<_> = submitted.values.iter().filter_map(|value| value.parse().ok()).collect();
                done_in_catch_up(call, id, Some(&chosen)).await
            }
            Self::SnoozeChosen(_) => ask_snooze(call, chosen_occurrence(&submitted)?).await,
            Self::StopOneOf(id) => {
                let chosen = chosen_occurrence(&submitted)?;
                let facts = service::stop_in_catch_up(&call.services.db, call.user(), id, chosen, call.now).await?;
                let undo = |occurrence, at| ReminderPress::UndoStopIn(id, occurrence, at);
                show_stopped(call, chosen, catch_up_messages::reply(&facts, call.viewer().await?), undo).await
            }
        }
    }
}

/// Parses the typed time and stores a draft, or asks which time is meant.
pub async fn create_draft(call: &Call, text: &str, when: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let (language, zone, now) = (viewer.language, screens::zone_or_utc(viewer), viewer.now);
    if let Err(fault) = valid_text(text) {
        let fault = ReminderError::from(fault).explain(language).unwrap_or_default();
        let draft = service::store_typed(&call.services.db, call.user(), text, when, now).await?;
        return call.show_here(Reply::new(fault).buttons([type_again(language, draft)])).await;
    }
    let answer = phrase(when, zone, now, language);
    let meanings: Vec<&Understood> = match &answer {
        PhraseAnswer::Understood(understood) => vec![understood],
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) | PhraseAnswer::NoSuchDay(choices) => {
            choices.iter().map(|choice| &choice.answer).collect()
        }
        PhraseAnswer::Unknown => Vec::new(),
    };
    // Without a zone, only a time that needs no zone is accepted: "in 2h", "14:00 UTC".
    if viewer.zone.is_none() && meanings.iter().any(|meaning| meaning.anchor == Anchor::Wall) {
        let draft = service::store_typed(&call.services.db, call.user(), text, when, now).await?;
        return call.show_here(screens::needs_zone(language).buttons([type_again(language, draft)])).await;
    }
    let plans: Vec<Plan> = meanings.into_iter().take(screens::MAX_CHOICES).map(Plan::of).collect();
    if plans.is_empty() {
        let draft = service::store_typed(&call.services.db, call.user(), text, when, now).await?;
        let reply = Reply::new(not_understood(viewer, when, &answer)).buttons([type_again(language, draft)]);
        return call.show_here(reply).await;
    }
    let draft = service::create_draft(&call.services.db, call.user(), text, &plans, now).await?;
    call.show_here(match &answer {
        PhraseAnswer::Understood(understood) => screens::understood_phrase(viewer, draft, text, understood),
        _ => screens::which_time(viewer, draft, &answer),
    })
    .await
}

fn type_again(language: Language, draft: ReminderDraftId) -> Button {
    Button::primary(ReminderPress::TypeAgain(draft), say!(language, "reminder-type-again"))
}

/// Opens the form with the texts that were typed before.
async fn open_form_again(call: &Call, draft: ReminderDraftId) -> Outcome {
    let language = call.language();
    let typed = service::typed_draft(&call.services.db, call.user(), draft);
    let Ok(typed) = timeout(OPEN_TIMEOUT, typed).await else {
        return Err(UserError::message(say!(language, "discord-busy")));
    };
    let (text, when) = typed?;
    let modal = Modal::new(ReminderPress::TypedAgain, say!(language, "reminder-type-again"))
        .input(Input::paragraph(TEXT, say!(language, "reminder-form-text")).max_chars(MAX_TEXT_CHARS).value(text))
        .input(
            Input::line(WHEN, say!(language, "reminder-later-label"))
                .placeholder(say!(language, "reminder-later-placeholder"))
                .max_chars(MAX_WHEN_CHARS)
                .value(when),
        );
    call.responder.modal(&modal).await
}

async fn save(call: &Call, draft: ReminderDraftId, choice: usize) -> Outcome {
    let saved = service::save(&call.services.db, call.user(), draft, choice, call.now).await?;
    call.show_here(screens::saved_reminder(call.viewer().await?, &saved)).await
}

async fn discard(call: &Call, draft: ReminderDraftId) -> Outcome {
    service::discard_draft(&call.services.db, call.user(), draft).await?;
    call.show_here(Reply::new(say!(call.viewer().await?.language, "reminder-discarded"))).await
}

/// Shows the page `page` (from 0) of the member's reminders. If there are fewer pages, shows the last page.
pub async fn list(call: &Call, page: usize) -> Outcome {
    let reply = own_list(call, page).await?;
    call.show_here(reply).await
}

async fn own_list(call: &Call, page: usize) -> Result<Reply, DbError> {
    let (reminders, unreadable) = {
        let mut reader = call.services.db.read().await?;
        let unreadable = service::count_unreadable(&mut reader, call.user()).await?;
        (service::list(&mut reader, call.user()).await?, unreadable)
    };
    Ok(screens::list(call.viewer().await?, &reminders, page, unreadable))
}

async fn stop_chosen(call: &Call, id: Option<u64>) -> Outcome {
    let Some(id) = id.and_then(|id| i64::try_from(id).ok()).map(ReminderId) else { return list(call, 0).await };
    service::stop(&call.services.db, call.user(), id, call.now).await?;
    let mut conn = call.services.db.read().await?;
    let stop = service::undoable_stop(&mut conn, call.user(), id, call.now).await?;
    drop(conn);
    let language = call.viewer().await?.language;
    let undo = stop.map(|stop| screens::undo_stop(language, &stop, ReminderPress::UndoStop(id, stop_instant(&stop))));
    call.show_here(own_list(call, 0).await?.buttons(undo)).await
}

/// Shows the message of a reminder that was stopped, with a button that undoes the stop.
async fn show_stopped(
    call: &Call,
    id: OccurrenceId,
    shown: Reply,
    press: impl FnOnce(OccurrenceId, InstantMs) -> ReminderPress,
) -> Outcome {
    let mut conn = call.services.db.read().await?;
    let stop = service::undoable_stop_of_occurrence(&mut conn, call.user(), id, call.now).await?;
    drop(conn);
    let language = call.viewer().await?.language;
    let undo = stop.map(|stop| screens::undo_stop(language, &stop, press(id, stop_instant(&stop))));
    call.show_here(shown.buttons(undo)).await
}

fn stop_instant(stop: &UndoableStop) -> InstantMs {
    InstantMs(stop.stopped_at)
}

async fn ask_snooze(call: &Call, id: OccurrenceId) -> Outcome {
    call.responder.reply(screens::ask_snooze(call.viewer().await?.language, id)).await
}

/// Opens the form to type a time. Does not wait for the database, because a form must be the first answer to an
/// interaction.
async fn open_snooze_form(call: &Call, id: OccurrenceId, typed: &str) -> Outcome {
    let language = call.language();
    let input = Input::line(WHEN, say!(language, "reminder-later-label"))
        .placeholder(say!(language, "reminder-later-placeholder"))
        .value(typed);
    let modal = Modal::new(ReminderPress::SnoozeTyped(id), say!(language, "reminder-later-title")).input(input);
    call.responder.modal(&modal).await
}

async fn snooze_typed(call: &Call, id: OccurrenceId, typed: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let (language, zone) = (viewer.language, screens::zone_or_utc(viewer));
    match phrase(typed, zone, viewer.now, language).without_recurring() {
        PhraseAnswer::Understood(understood) => snooze(call, id, understood.instant).await,
        answer => {
            let reply = Reply::new(not_understood(viewer, typed, &answer));
            let meanings = screens::snooze_meanings(viewer, id, &answer);
            let buttons = if meanings.is_empty() { screens::snooze_length_buttons(language, id) } else { meanings };
            let again = CustomId::longest_fitting(typed, |typed| ReminderPress::TypeSnoozeAgain(id, typed));
            let again = Button::primary(again, say!(language, "reminder-type-again"));
            call.show_here(reply.buttons(buttons).buttons([again])).await
        }
    }
}

async fn snooze(call: &Call, id: OccurrenceId, until: Timestamp) -> Outcome {
    let outcome = service::snooze(&call.services.db, call.user(), id, until, call.now).await?;
    call.show_here(screens::snooze_confirmation(call.viewer().await?, id, until, outcome)).await
}

/// Says why the typed time cannot be used, and what to type instead.
fn not_understood(viewer: &Viewer, typed: &str, answer: &PhraseAnswer) -> String {
    let language = viewer.language;
    match answer {
        PhraseAnswer::Past(choices) if choices.is_empty() => {
            say!(language, "reminder-time-passed", typed = echo(typed))
        }
        _ if visible(typed).is_empty() => say!(language, "reminder-no-time"),
        answer => {
            let explanation = phrases::answer(language, screens::zone_or_utc(viewer), typed, answer, viewer.now);
            say!(language, "reminder-not-understood", typed = echo(typed), answer = explanation.join("\n"))
        }
    }
}

/// Shows the current state of the reminder in the pressed message.
async fn show_message(call: &Call, facts: &ReminderFacts) -> Outcome {
    call.show_here(messages::reply(facts, call.viewer().await?)).await
}

async fn done_in_catch_up(call: &Call, id: CatchUpId, chosen: Option<&[OccurrenceId]>) -> Outcome {
    let facts = service::mark_catch_up_done(&call.services.db, call.user(), id, chosen, call.now).await?;
    show_catch_up(call, &facts).await
}

/// Shows the current state of all reminders in the pressed catch-up message.
async fn show_catch_up(call: &Call, facts: &CatchUpFacts) -> Outcome {
    call.show_here(catch_up_messages::reply(facts, call.viewer().await?)).await
}

fn chosen_occurrence(submitted: &Submitted) -> Result<OccurrenceId, ReminderError> {
    submitted.values.first().and_then(|value| value.parse().ok()).ok_or(ReminderError::NotFound)
}

impl Explain for ReminderError {
    fn explain(&self, language: Language) -> Option<String> {
        Some(match self {
            ReminderError::NotSecretariat(_) => say!(language, "reminder-only-secretariat"),
            ReminderError::NotInServer(_) => say!(language, "reminder-not-in-server"),
            ReminderError::EmptyText => say!(language, "reminder-no-text"),
            ReminderError::TextTooLong => say!(language, "reminder-text-too-long", most = MAX_TEXT_CHARS),
            ReminderError::TooManyReminders(_) => say!(language, "reminder-too-many", most = MAX_PER_MEMBER),
            ReminderError::NoDraft(_) => say!(language, "reminder-no-draft"),
            ReminderError::TimePassed => say!(language, "reminder-passed"),
            ReminderError::EmptyGroup => say!(language, "reminder-nobody"),
            ReminderError::UndoneBefore => say!(language, "reminder-undone-before"),
            ReminderError::TooLateToUndo => {
                say!(language, "reminder-undo-too-late", minutes = service::UNDO_FOR.as_mins())
            }
            ReminderError::Stopped => say!(language, "reminder-is-stopped"),
            ReminderError::NoMove => say!(language, "reminder-moved-forgotten"),
            ReminderError::NotFound => say!(language, "reminder-not-yours"),
            ReminderError::Db(error) => return error.explain(language),
        })
    }

    fn db_error(&self) -> Option<&DbError> {
        if let ReminderError::Db(error) = self { Some(error) } else { None }
    }
}
