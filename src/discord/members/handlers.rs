//! What the buttons, forms and commands of a profile do: ask the rooms, then show the next screen.

use serenity::http::{LightMethod, Route};

use crate::db::DbError;
use crate::delivery::phone_test;
use crate::discord::call::Call;
use crate::discord::members::presses::ProfilePress;
use crate::discord::members::screens;
use crate::discord::ui::reply::{File, Reply};
use crate::discord::ui::text::echo;
use crate::discord::ui::widgets::{Button, Input, Modal};
use crate::discord::wire::dm;
use crate::discord::wire::dm::Opened;
use crate::discord::wire::error_codes::CANNOT_DM;
use crate::discord::wire::transport::Ask;
use crate::discord::wire::user_error::{Explain, Outcome, UserError};
use crate::members::service::{self, Person};
use crate::members::{DraftZone, EmergencyWake, Member, ProfileDraft, ProfileError, store};
use crate::say;
use crate::time::{
    PhraseAnswer, Place, PlaceName, Timestamp, Week, ZoneAnswer, ZoneId, find_zone, phrase, wall_time, weekdays,
};
use crate::words::Language;

/// As long as any name of a place.
const LONGEST_PLACE: usize = 100;

/// The caller as the members' room knows them.
pub struct Reader {
    pub member: Option<Member>,
    pub language: Language,
}

/// Reads who calls, and notes the language of their Discord.
pub async fn reader(call: &Call) -> Result<Reader, DbError> {
    let id = call.user();
    service::noticed(&call.parts.db, id, &call.caller.locale).await?;
    let member = store::get(&mut *call.parts.db.read().await?, id).await?;
    let language = member.as_ref().map_or_else(|| call.language(), |member| member.language);
    Ok(Reader { member, language })
}

pub fn person(call: &Call) -> Person<'_> {
    Person { id: call.user(), handle: &call.caller.handle, name: &call.caller.name }
}

/// In place of the message that the button sits on; as an answer of its own after a command.
pub(in crate::discord) async fn show_here(call: &Call, reply: Reply) -> Outcome {
    if call.message.is_some() { call.responder.update(reply).await } else { call.responder.reply(reply).await }
}

async fn show_next(call: &Call, reader: &Reader, draft: &ProfileDraft) -> Outcome {
    let language = draft.language.unwrap_or(reader.language);
    show_here(call, screens::next(draft, language, call.now)).await
}

async fn revise(call: &Call, change: impl FnOnce(&mut ProfileDraft) + Send) -> Outcome {
    let reader = reader(call).await?;
    let draft = service::revise(&call.parts.db, person(call), call.now, change).await?;
    show_next(call, &reader, &draft).await
}

async fn stored_draft(call: &Call) -> Result<ProfileDraft, DbError> {
    service::draft(&mut *call.parts.db.read().await?, call.user()).await
}

/// The panel's button: their own act, so a DM may be opened; the set-up goes on there.
pub async fn open(call: &Call) -> Outcome {
    let reader = reader(call).await?;
    let draft = service::revise(&call.parts.db, person(call), call.now, |_| {}).await?;
    let language = draft.language.unwrap_or(reader.language);
    let first = screens::next(&draft, language, call.now);
    let id = call.user();
    let here = |key| async move {
        call.responder.reply(say!(language, key)).await?;
        call.responder.reply(screens::next(&draft, language, call.now)).await
    };
    let channel = match dm::open(&call.parts.db, &call.parts.transport, id, call.now).await? {
        Opened::Channel(channel) => channel,
        Opened::Withheld => return here("profile-dm-withheld").await,
    };
    let route = Route::ChannelMessages { channel_id: channel.into() };
    let body = first.nonce(call.id.to_string()).body_with(0);
    match call.parts.transport.send(Ask::new(LightMethod::Post, route).body(body)).await {
        Ok(message) => {
            let mut tx = call.parts.db.begin().await?;
            service::dm_opened(&mut tx, id, channel).await?;
            service::messaged(&mut tx, id, channel, call.now).await?;
            tx.commit().await?;
            let link =
                format!("https://discord.com/channels/@me/{channel}/{}", message["id"].as_str().unwrap_or_default());
            let reply = Reply::new(say!(language, "profile-dm-opened"));
            call.responder.reply(reply.buttons([Button::link(link, say!(language, "profile-dm-go"))])).await
        }
        Err(failure) if failure.code() == Some(CANNOT_DM) => {
            let mut tx = call.parts.db.begin().await?;
            service::dm_closed(&mut tx, id, call.now).await?;
            tx.commit().await?;
            here("profile-dm-closed").await
        }
        Err(failure) if dm::is_quarantine(&failure) => {
            dm::note_quarantine(&call.parts.db, call.now).await?;
            here("profile-dm-withheld").await
        }
        Err(failure) => Err(failure.into()),
    }
}

pub async fn edit(call: &Call) -> Outcome {
    let reader = reader(call).await?;
    let draft = service::revise(&call.parts.db, person(call), call.now, |_| {}).await?;
    show_next(call, &reader, &draft).await
}

pub async fn zone_form(call: &Call) -> Outcome {
    let language = call.language();
    let input = Input::line("zone", say!(language, "profile-zone-label"))
        .placeholder(say!(language, "profile-zone-placeholder"))
        .longest(LONGEST_PLACE);
    call.responder.modal(&Modal::new(ProfilePress::ZoneTyped, say!(language, "profile-zone-title")).input(input)).await
}

pub async fn zone_typed(call: &Call, typed: &str) -> Outcome {
    let reader = reader(call).await?;
    let language = stored_draft(call).await?.language.unwrap_or(reader.language);
    let screen = match find_zone(typed, call.now) {
        ZoneAnswer::One { place, .. } => {
            let change = |draft: &mut ProfileDraft| choose_place(draft, &place, DraftZone::Proposed);
            let draft = service::revise(&call.parts.db, person(call), call.now, change).await?;
            screens::next(&draft, language, call.now)
        }
        ZoneAnswer::Ask(places) => screens::which_place(language, typed, &places, call.now),
        ZoneAnswer::Unknown(like) => screens::unknown_place(language, typed, &like, call.now),
    };
    show_here(call, screen).await
}

/// Takes the place into the draft, under the name that it was chosen by.
pub fn choose_place(draft: &mut ProfileDraft, place: &Place, certainty: fn(ZoneId) -> DraftZone) {
    let named = matches!(place.name, PlaceName::City { .. } | PlaceName::Country(_));
    draft.zone = Some(certainty(place.zone));
    draft.place = named.then(|| place.label(Language::English));
}

/// The choice showed the time there, so it needs no second "Is this right?".
pub async fn zone_picked(call: &Call, value: &str) -> Outcome {
    match find_zone(value, call.now) {
        ZoneAnswer::One { place, .. } => revise(call, |draft| choose_place(draft, &place, DraftZone::Confirmed)).await,
        _ => zone_typed(call, value).await,
    }
}

pub async fn zone_right(call: &Call) -> Outcome {
    revise(call, |draft| draft.zone = draft.zone.map(|zone| DraftZone::Confirmed(zone.zone()))).await
}

pub async fn quiet(call: &Call, quiet: impl Into<Week>) -> Outcome {
    let quiet = quiet.into();
    revise(call, |draft| draft.quiet = Some(quiet)).await
}

pub async fn quiet_form(call: &Call) -> Outcome {
    let language = call.language();
    let usual = screens::USUAL;
    let input = |name: &str, key: &str, time| {
        Input::line(name, say!(language, key)).value(crate::words::times::clock(time)).longest(20)
    };
    let modal = Modal::new(ProfilePress::QuietTyped, say!(language, "profile-quiet-title"))
        .input(input("start", "profile-quiet-start", usual.start))
        .input(input("end", "profile-quiet-end", usual.end))
        .input(
            Input::line("days", say!(language, "profile-quiet-days"))
                .placeholder(say!(language, "profile-quiet-days-placeholder"))
                .longest(100)
                .optional(),
        );
    call.responder.modal(&modal).await
}

/// `days`: on which of them these nights begin; every day when it is empty.
pub async fn quiet_typed(call: &Call, start: &str, end: &str, days: &str) -> Outcome {
    let wanted = if days.trim().is_empty() { Some(Week::DAYS.to_vec()) } else { weekdays(days) };
    let (from, to) = (wall_time(start), wall_time(end));
    let reader = reader(call).await?;
    if let (Some(_), Some(_), Some(wanted)) = (from, to, &wanted) {
        // The other days stay as they were; who never said how they are is shown the usual hours in the review.
        let saved = reader.member.as_ref().and_then(|member| member.profile.as_ref()).map(|profile| profile.quiet);
        let change = |draft: &mut ProfileDraft| {
            let known = draft.quiet.or(saved).unwrap_or(screens::USUAL.into());
            draft.quiet = Some(known.changed_on(wanted, from, to));
        };
        return revise(call, change).await;
    }
    let language = stored_draft(call).await?.language.unwrap_or(reader.language);
    let screen = match (from, to) {
        (Some(_), Some(_)) => screens::unknown_days(language, days),
        (from, _) => screens::unknown_time(language, if from.is_none() { start } else { end }),
    };
    show_here(call, screen).await
}

pub async fn ask_quiet_again(call: &Call) -> Outcome {
    revise(call, |draft| draft.quiet = None).await
}

pub async fn emergency(call: &Call, answer: EmergencyWake) -> Outcome {
    revise(call, |draft| draft.emergency = Some(answer)).await
}

pub async fn ask_emergency_again(call: &Call) -> Outcome {
    revise(call, |draft| draft.emergency = None).await
}

pub async fn language(call: &Call, code: &str) -> Outcome {
    let chosen = Language::ALL.into_iter().find(|language| language.code() == code);
    revise(call, |draft| draft.language = chosen.or(draft.language)).await
}

pub async fn save(call: &Call, revision: i64) -> Outcome {
    let reader = reader(call).await?;
    let parts = &call.parts;
    match service::save(&parts.db, &parts.followers, call.user(), revision, call.now).await {
        Ok(member) => {
            let trouble = reach(call, &member).await?;
            let profile = member.profile.expect("a profile was just saved");
            let place = place_of(call, &member).await?;
            show_here(call, screens::saved(member.language, &profile, &place, call.now, trouble.as_deref())).await
        }
        Err(ProfileError::Incomplete(draft) | ProfileError::Changed(draft)) => show_next(call, &reader, &draft).await,
        Err(ProfileError::NoProfile) => show_next(call, &reader, &ProfileDraft::default()).await,
        Err(error) => Err(error.into()),
    }
}

/// Makes sure that private messages have a way, since saving is the member's own act; says what stands in it.
async fn reach(call: &Call, member: &Member) -> Result<Option<String>, DbError> {
    let channel = match (call.caller.guild, member.reach.dm_channel) {
        (None, _) => Some(call.caller.channel),
        (Some(_), Some(_)) => None,
        (Some(_), None) => match dm::open(&call.parts.db, &call.parts.transport, call.user(), call.now).await {
            Ok(Opened::Channel(channel)) => Some(channel),
            Ok(Opened::Withheld) => None,
            Err(failure) => {
                tracing::warn!(error = %failure, "a DM could not be opened at the saving of a profile");
                return Ok(Some(say!(member.language, "profile-dm-failed")));
            }
        },
    };
    if let Some(channel) = channel.filter(|channel| member.reach.dm() != Some(*channel)) {
        let mut tx = call.parts.db.begin().await?;
        service::dm_opened(&mut tx, member.id, channel).await?;
        tx.commit().await?;
    }
    let closed = call.caller.guild.is_some() && member.reach.closed_at.is_some();
    Ok(closed.then(|| say!(member.language, "profile-dm-closed")))
}

/// "Test my phone": through the same outbox as everything else, so that what is tested is what will be used.
pub async fn test_phone(call: &Call) -> Outcome {
    let reader = reader(call).await?;
    let language = reader.language;
    if !reader.member.is_some_and(|member| member.in_guild) {
        return Err(UserError::message(say!(language, "profile-test-not-here")));
    }
    let mut tx = call.parts.db.begin().await?;
    phone_test::ask(&mut tx, call.user(), call.id, call.now).await?;
    tx.commit().await?;
    call.responder.reply(say!(language, "profile-test-asked", seconds = phone_test::AFTER.as_secs())).await
}

pub async fn awake_form(call: &Call) -> Outcome {
    let language = call.language();
    let input = Input::line("until", say!(language, "profile-awake-label"))
        .placeholder(say!(language, "profile-awake-placeholder"))
        .longest(60);
    call.responder
        .modal(&Modal::new(ProfilePress::AwakeTyped, say!(language, "profile-awake-title")).input(input))
        .await
}

pub async fn awake_typed(call: &Call, typed: &str) -> Outcome {
    let reader = reader(call).await?;
    let language = reader.language;
    let Some(zone) = reader.member.as_ref().and_then(Member::zone) else { return Err(ProfileError::NoProfile.into()) };
    let soon = |choices: &[crate::time::Choice]| -> Vec<Timestamp> {
        let today = call.now..=call.now + service::LONGEST_AWAKE;
        choices.iter().map(|choice| choice.answer.instant).filter(|at| today.contains(at)).collect()
    };
    let (key, instants) = match phrase(typed, zone, call.now, language) {
        PhraseAnswer::Understood(understood) if understood.rule.is_none() => {
            return awake_at(call, understood.instant.as_millisecond()).await;
        }
        PhraseAnswer::Ambiguous(choices) => ("profile-awake-which", soon(&choices)),
        PhraseAnswer::Past(choices) => ("profile-awake-past", soon(&choices)),
        PhraseAnswer::Understood(_) | PhraseAnswer::Unknown => ("profile-awake-unknown", Vec::new()),
    };
    let text = say!(language, key, typed = echo(typed));
    show_here(call, screens::awake_which(language, zone, text, &instants, call.now)).await
}

pub async fn awake_at(call: &Call, ms: i64) -> Outcome {
    let reader = reader(call).await?;
    let until = Timestamp::from_millisecond(ms)
        .map_err(|_| UserError::message(say!(reader.language, "discord-outdated-button")))?;
    let parts = &call.parts;
    let member = service::awake_until(&parts.db, &parts.followers, call.user(), Some(until), call.now).await?;
    let profile = member.profile.expect("only a member with a profile says until when they are awake");
    show_here(call, screens::awake(member.language, &profile, until, call.now)).await
}

pub async fn awake_end(call: &Call) -> Outcome {
    let parts = &call.parts;
    let member = service::awake_until(&parts.db, &parts.followers, call.user(), None, call.now).await?;
    let place = place_of(call, &member).await?;
    show_here(call, screens::show(member.language, &member, &place, call.now)).await
}

/// The name of the place they live in; empty without a profile.
pub(in crate::discord) async fn place_of(call: &Call, member: &Member) -> Result<String, DbError> {
    let Some(zone) = member.zone() else { return Ok(String::new()) };
    let place = store::place(&mut *call.parts.db.read().await?, member.id).await?;
    Ok(screens::place_name(member.language, zone, place.as_deref(), call.now))
}

pub async fn show(call: &Call) -> Outcome {
    let reader = reader(call).await?;
    match &reader.member {
        Some(member) => {
            let place = place_of(call, member).await?;
            show_here(call, screens::show(reader.language, member, &place, call.now)).await
        }
        None => show_next(call, &reader, &ProfileDraft::default()).await,
    }
}

pub async fn export(call: &Call) -> Outcome {
    let reader = reader(call).await?;
    let mut conn = call.parts.db.read().await?;
    let all = service::export(&mut conn, &call.parts.followers, call.user(), call.now).await?;
    drop(conn);
    let data = serde_json::to_vec_pretty(&all).expect("a value is JSON");
    let reply = Reply::new(say!(reader.language, "profile-exported"));
    call.responder.reply(reply.file(File { name: "magpie-profile.json".to_owned(), data })).await
}

pub async fn ask_delete(call: &Call) -> Outcome {
    let reader = reader(call).await?;
    show_here(call, screens::ask_delete(reader.language)).await
}

pub async fn delete(call: &Call) -> Outcome {
    let reader = reader(call).await?;
    let mut tx = call.parts.db.begin().await?;
    let kept = service::delete(&mut tx, &call.parts.followers, call.user(), call.now).await?;
    tx.commit().await?;
    let mut text = say!(reader.language, "profile-deleted");
    for kept in kept {
        text.push_str("\n- ");
        text.push_str(&say!(reader.language, kept.text_key, count = kept.count));
    }
    show_here(call, Reply::new(text)).await
}

impl Explain for ProfileError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            ProfileError::Incomplete(_) | ProfileError::Changed(_) => Some(say!(language, "profile-changed")),
            ProfileError::NoProfile => Some(say!(language, "profile-needed")),
            ProfileError::NotToday(_) => Some(say!(language, "profile-awake-not-today")),
            ProfileError::NotThisYear(_) => Some(say!(language, "profile-away-not-this-year")),
            ProfileError::Db(error) => error.explain(language),
        }
    }
}
