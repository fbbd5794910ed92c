//! What the buttons, forms and commands of alerts do: ask the room, then show what came of it.

use std::time::Duration;

use crate::alerts::AlertError;
use crate::alerts::drafts::service::typed_back;
use crate::alerts::drafts::{self, Closed, Drafted, Repeat, Sending, Subject, Trouble, Waking, Written};
use crate::alerts::model::{AlertId, DraftId, Ending, LONGEST_TEXT, Severity};
use crate::alerts::service::{self, SeenPress};
use crate::discord::alerts::messages as rendering;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::screens;
use crate::discord::alerts::screens::Author;
use crate::discord::call::{Call, Submitted};
use crate::discord::guild::screens::missing_words;
use crate::discord::members::handlers as profile;
use crate::discord::members::handlers::Reader as Caller;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::say;
use crate::time::Timestamp;
use crate::words::Language;

/// A form has to open within Discord's three seconds and can be acknowledged by nothing else: a slow database must not
/// hold it up.
const BEFORE_A_FORM: Duration = Duration::from_millis(1200);
/// What fits into a form's id beside the rest of it.
const AUDIENCE_IN_ID: usize = 60;
/// As long as a phrase may be.
const LONGEST_TIME: usize = 100;

/// What a form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Words,
    WordsAndAudience,
}

impl Explain for AlertError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            AlertError::NotSecretariat(_) => Some(say!(language, "alert-not-secretariat")),
            AlertError::NotSetUp(missing) => {
                Some(say!(language, "alert-not-set-up", missing = missing_words(language, missing)))
            }
            AlertError::NoDraft(_) => Some(say!(language, "alert-no-draft")),
            AlertError::NoAlert(_) => Some(say!(language, "alert-no-alert")),
            AlertError::Db(error) => error.explain(language),
        }
    }
}

impl Caller {
    fn author(&self, now: Timestamp) -> Author<'_> {
        Author { language: self.language, member: self.member.as_ref(), now }
    }
}

/// `/alert send`: opens the form. Refuses at once whoever may not send, if that can be known in time; it is asked again
/// when the form comes.
pub async fn begin(call: &Call, severity: Severity, audience: &str) -> Outcome {
    if let Ok(refusal) = tokio::time::timeout(BEFORE_A_FORM, service::may_send(&call.parts.db, call.user())).await {
        refusal?;
    }
    let audience = audience.trim();
    let fits = audience.chars().count() <= AUDIENCE_IN_ID && !audience.contains('/') && !audience.is_empty();
    let modal = if fits {
        let id = AlertPress::Write { severity, audience: audience.to_owned() };
        form(call.language(), id, severity, None, "", "")
    } else {
        form(call.language(), AlertPress::WriteTo(severity), severity, Some(audience), "", "")
    };
    call.responder.modal(&modal).await
}

fn form(
    language: Language,
    id: AlertPress,
    severity: Severity,
    audience: Option<&str>,
    text: &str,
    answer_by: &str,
) -> Modal {
    let name = rendering::severity_name(language, severity);
    let modal = Modal::new(id, say!(language, "alert-form-title", severity = name))
        .input(Input::paragraph("text", say!(language, "alert-form-text")).longest(LONGEST_TEXT).value(text))
        .input(
            Input::line("answer_by", say!(language, "alert-form-answer-by"))
                .placeholder(say!(language, "alert-form-answer-by-placeholder"))
                .longest(LONGEST_TIME)
                .optional()
                .value(answer_by),
        );
    match audience {
        Some(audience) => modal.input(
            Input::paragraph("audience", say!(language, "alert-form-audience"))
                .placeholder(say!(language, "alert-form-audience-placeholder"))
                .longest(crate::alerts::audience::LONGEST_AUDIENCE)
                .value(audience),
        ),
        None => modal,
    }
}

/// The form came in.
pub async fn write(call: &Call, subject: Subject, submitted: &Submitted) -> Outcome {
    let caller = profile::reader(call).await?;
    let written = Written {
        interaction: call.id,
        author: call.user(),
        subject,
        text: submitted.field("text").to_owned(),
        answer_by: submitted.field("answer_by").to_owned(),
    };
    let drafted = drafts::service::write(&call.parts.db, call.parts.alerts, written, call.now).await?;
    show(call, &caller, drafted).await
}

/// Opens the form again, with everything that was typed.
pub async fn edit(call: &Call, id: DraftId, which: Form) -> Outcome {
    let language = call.language();
    let opened = drafts::service::open(&call.parts.db, call.user(), id);
    let Ok(opened) = tokio::time::timeout(BEFORE_A_FORM, opened).await else {
        return Err(UserError::message(say!(language, "alert-continue-busy")));
    };
    let draft = match opened? {
        Ok(draft) => draft,
        Err(closed) => return call.responder.reply(screens::closed(closed, language)).await,
    };
    let (id, audience) = match which {
        Form::Words => (AlertPress::Rewrite(id), None),
        Form::WordsAndAudience => (AlertPress::RewriteTo(id), Some(draft.audience.as_str())),
    };
    let modal = form(language, id, draft.severity, audience, &draft.text, &draft.answer_by_text);
    call.responder.modal(&modal).await
}

pub async fn choose_time(call: &Call, draft: DraftId, ms: i64) -> Outcome {
    let caller = profile::reader(call).await?;
    let Ok(at) = Timestamp::from_millisecond(ms) else {
        return Err(UserError::message(say!(caller.language, "discord-outdated-button")));
    };
    let drafted =
        drafts::service::choose_time(&call.parts.db, call.parts.alerts, call.user(), draft, at, call.now).await?;
    show(call, &caller, drafted).await
}

pub async fn look_again(call: &Call, draft: DraftId) -> Outcome {
    let caller = profile::reader(call).await?;
    let drafted = drafts::service::look_again(&call.parts.db, call.parts.alerts, call.user(), draft, call.now).await?;
    show(call, &caller, drafted).await
}

pub async fn wake(call: &Call, draft: DraftId, waking: Waking) -> Outcome {
    let caller = profile::reader(call).await?;
    let drafted =
        drafts::service::wake(&call.parts.db, call.parts.alerts, call.user(), draft, waking, call.now).await?;
    show(call, &caller, drafted).await
}

async fn show(call: &Call, caller: &Caller, drafted: Drafted) -> Outcome {
    let author = caller.author(call.now);
    let is_correction = matches!(drafted, Drafted::Corrected(_) | Drafted::NothingToCorrect);
    let screen = match drafted {
        Drafted::Preview(preview) => screens::preview(&preview, &author),
        Drafted::Trouble { draft, trouble } => screens::trouble(draft, &trouble, &author),
        Drafted::Corrected(corrected) => screens::corrected(&corrected, caller.language),
        Drafted::NothingToCorrect => Reply::new(say!(caller.language, "alert-nothing-to-correct")),
        Drafted::Closed(closed) => screens::closed(closed, caller.language),
    };
    // The form of a correction is opened from the list in the channel, which must not be overwritten.
    if is_correction { call.responder.reply(screen).await } else { show_here(call, screen).await }
}

/// In place of the preview that the button sits on; as an answer of its own after a command or from the channel's list.
async fn show_here(call: &Call, reply: Reply) -> Outcome {
    match call.responder.ack() {
        crate::discord::wire::ack::Ack::Update => call.responder.update(reply).await,
        _ => call.responder.reply(reply).await,
    }
}

pub async fn send(call: &Call, id: DraftId, repeat: Repeat) -> Outcome {
    let caller = profile::reader(call).await?;
    let (language, author) = (caller.language, caller.author(call.now));
    let sending = drafts::service::send(&call.parts.db, call.parts.alerts, call.user(), id, repeat, call.now).await?;
    let screen = match sending {
        Sending::Sent(sent) => screens::sent(&sent, language),
        Sending::AlreadySent(alert) => screens::closed(Closed::Sent(alert), language),
        Sending::Discarded => screens::closed(Closed::Discarded, language),
        Sending::Stale => screens::stale(id, call.parts.alerts, language),
        Sending::TimePassed => screens::trouble(id, &Trouble::TimePassed(Vec::new()), &author),
        Sending::Changed(preview) | Sending::Twin(preview) => screens::preview(&preview, &author),
        Sending::Trouble(trouble) => screens::trouble(id, &trouble, &author),
    };
    show_here(call, screen).await
}

pub async fn discard(call: &Call, draft: DraftId) -> Outcome {
    let closed = drafts::service::discard(&call.parts.db, call.user(), draft, call.now).await?;
    show_here(call, screens::closed(closed, call.language())).await
}

pub async fn absent(call: &Call, id: DraftId) -> Outcome {
    let (draft, people) = drafts::service::absent(&call.parts.db, call.user(), id).await?;
    let reply = screens::absent(call.language(), draft.severity, &draft.text, draft.answer_by, &people, call.now);
    call.responder.reply(reply).await
}

pub async fn absent_of(call: &Call, id: AlertId) -> Outcome {
    let (alert, people) = service::absent(&call.parts.db, call.user(), id).await?;
    let words = &alert.words;
    let reply = screens::absent(call.language(), alert.severity, &words.text, words.answer_by, &people, call.now);
    call.responder.reply(reply).await
}

/// "I have seen this".
pub async fn seen(call: &Call, id: AlertId, version: u32) -> Outcome {
    let caller = profile::reader(call).await?;
    let reader = call.viewer().await?;
    match service::seen(&call.parts.db, call.user(), id, version, call.message, call.now).await? {
        SeenPress::Noted(message) => call.responder.update(rendering::reply(&message, reader)).await,
        SeenPress::Outdated(message) => call.responder.reply(rendering::reply(&message, reader)).await,
        SeenPress::NotYours => call.responder.reply(say!(caller.language, "alert-not-yours")).await,
    }
}

/// `/seen`.
pub async fn seen_all(call: &Call) -> Outcome {
    let caller = profile::reader(call).await?;
    let language = caller.language;
    let seen = service::seen_all(&call.parts.db, call.user(), call.now).await?;
    if seen.is_empty() {
        return call.responder.reply(say!(language, "alert-seen-nothing")).await;
    }
    let reader = call.viewer().await?;
    let lines: Vec<String> =
        seen.iter().map(|message| format!("• {}", rendering::first_line(message, reader))).collect();
    let text = say!(language, "alert-seen-all", count = seen.len(), alerts = lines.join("\n"));
    call.responder.reply(text).await
}

pub async fn ask_again(call: &Call, id: AlertId) -> Outcome {
    let caller = profile::reader(call).await?;
    let asked = service::ask_again(&call.parts.db, call.user(), id, call.now).await?;
    call.responder.reply(screens::asked(&asked, &caller.author(call.now))).await
}

/// "Correct": the form with the text in force.
pub async fn open_correction(call: &Call, id: AlertId, version: u32) -> Outcome {
    let language = call.language();
    let opened = service::open(&call.parts.db, call.user(), id);
    let Ok(opened) = tokio::time::timeout(BEFORE_A_FORM, opened).await else {
        return Err(UserError::message(say!(language, "discord-busy")));
    };
    let alert = opened?;
    if !alert.is_active() || alert.words.number != version {
        return call.responder.reply(say!(language, "alert-nothing-to-correct")).await;
    }
    let answer_by = alert.words.answer_by.map(typed_back).unwrap_or_default();
    let form = form(language, AlertPress::Corrected(id, version), alert.severity, None, &alert.words.text, &answer_by);
    call.responder.modal(&form).await
}

pub async fn end(call: &Call, id: AlertId, how: Ending) -> Outcome {
    let language = call.language();
    let ended = service::end(&call.parts.db, call.user(), id, how, call.now).await?;
    let key = match (ended, how) {
        (false, _) => "alert-ended-already",
        (true, Ending::Cancel) => "alert-cancelled",
        (true, Ending::Over) => "alert-over",
    };
    call.responder.reply(say!(language, key, number = id.0)).await
}

/// `/alert show`.
pub async fn show_list(call: &Call, id: AlertId) -> Outcome {
    let roster = service::show(&call.parts.db, call.user(), id, call.now).await?;
    call.responder.reply(rendering::list(&roster, call.now)).await
}

/// `/alert list`.
pub async fn list(call: &Call) -> Outcome {
    /// As many as one message shows.
    const NEWEST: i64 = 10;
    let language = call.language();
    let alerts = service::list(&call.parts.db, call.user(), NEWEST).await?;
    if alerts.is_empty() {
        return call.responder.reply(say!(language, "alert-list-none")).await;
    }
    let lines: Vec<String> = alerts.iter().map(|alert| screens::line(alert, language, call.now)).collect();
    call.responder.reply(say!(language, "alert-list", alerts = lines.join("\n"))).await
}
