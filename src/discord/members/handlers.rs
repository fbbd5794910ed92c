//! Handlers of `/profile` and of its buttons and forms. Each handler calls a service, then shows the next screen.

use serenity::http::{LightMethod, Route};

use crate::db::DbError;
use crate::discord::call::{Call, Submitted};
use crate::discord::members::presses::ProfilePress;
use crate::discord::members::screens::TypedHours;
use crate::discord::members::{deputies, inbox, mailboxes, offers, phone, questions, screens, shown, today};
use crate::discord::reminders::moved;
use crate::discord::router::Handle;
use crate::discord::ui::reply::{File, Reply};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::dm;
use crate::discord::wire::dm::OpenedDm;
use crate::discord::wire::error_codes::CANNOT_DM;
use crate::discord::wire::transport::Request;
use crate::discord::wire::user_error::{Explain, Outcome};
use crate::members::{Member, Profile, ProfileDraft, ProfileError, Step, service};
use crate::reminders::{self, MovedReminders};
use crate::say;
use crate::time::{QuietHours, ZoneId};
use crate::words::Language;

impl Handle for ProfilePress {
    async fn handle(self, call: &Call, submitted: Submitted) -> Outcome {
        let picked = submitted.values.first().map_or("", String::as_str);
        let field = |name| submitted.field(name);
        match self {
            Self::Open => open(call).await,
            Self::Edit => questions::edit(call).await,
            Self::TypeZone => questions::open_zone_form(call, "").await,
            Self::TypeZoneAgain(typed) => questions::open_zone_form(call, &typed).await,
            Self::ZoneTyped => questions::set_typed_zone(call, field("zone")).await,
            Self::PickZone => questions::set_picked_zone(call, picked).await,
            Self::ZoneRight => questions::confirm_zone(call).await,
            Self::QuietUsual => questions::set_quiet(call, crate::members::USUAL_QUIET_HOURS).await,
            Self::QuietNone => questions::set_quiet(call, QuietHours::none()).await,
            Self::TypeQuiet => questions::open_quiet_form(call, &TypedHours::usual()).await,
            Self::TypeQuietAgain(start, end, days) => {
                questions::open_quiet_form(call, &TypedHours { start, end, days }).await
            }
            Self::QuietTyped => questions::set_typed_quiet(call, field("start"), field("end"), field("days")).await,
            Self::ChangeQuiet => questions::ask_quiet_again(call).await,
            Self::Emergency(answer) => questions::set_emergency(call, answer.into()).await,
            Self::ChangeEmergency => questions::ask_emergency_again(call).await,
            Self::ThatIsMe(zone) => that_is_me(call, zone).await,
            Self::ChangeAssumed => change_assumed(call).await,
            Self::Language => questions::set_language(call, picked).await,
            Self::Save(revision) => save(call, revision).await,
            Self::Test => phone::test(call).await,
            Self::HeardIt => phone::record_heard(call).await,
            Self::HeardNothing => phone::record_heard_nothing(call).await,
            Self::Awake => today::open_awake_form(call, "").await,
            Self::AwakeAgain(typed) => today::open_awake_form(call, &typed).await,
            Self::AwakeTyped => today::set_typed_awake_until(call, field("until")).await,
            Self::AwakeAt(until_ms) => today::set_awake_until(call, until_ms).await,
            Self::AwakeEnd => today::end_awake(call).await,
            Self::Away => today::open_away_form(call, "").await,
            Self::AwayAgain(typed) => today::open_away_form(call, &typed).await,
            Self::AwayTyped => today::set_typed_away_until(call, field("until")).await,
            Self::AwayAt(until_ms) => today::set_away_until(call, until_ms).await,
            Self::AwayAtLocal(until) => today::set_away_until_local(call, until).await,
            Self::Back => today::end_away(call).await,
            Self::Deputy => deputies::show(call).await,
            Self::PickDeputy => deputies::name_picked_deputy(call, submitted.first_id()).await,
            Self::AnswerDeputy(deputy, answer) => deputies::answer(call, deputy, answer).await,
            Self::EndDeputy(deputy) => deputies::end(call, deputy).await,
            Self::Mail => mailboxes::show(call).await,
            Self::TypeMail => mailboxes::open_address_form(call, "").await,
            Self::TypeMailAgain(typed) => mailboxes::open_address_form(call, &typed).await,
            Self::MailTyped => mailboxes::set_typed_address(call, field("address")).await,
            Self::TypeCode => mailboxes::open_code_form(call).await,
            Self::CodeTyped => mailboxes::confirm(call, field("code")).await,
            Self::RemoveMail => mailboxes::remove(call).await,
            Self::Show => show(call).await,
            Self::Export => export(call).await,
            Self::AskDelete => ask_delete(call).await,
            Self::Delete => delete(call).await,
        }
    }
}

/// Handles the button of the panel. The member pressed it, so Magpie may open a DM with the member. The set-up
/// continues in the DM.
async fn open(call: &Call) -> Outcome {
    let (id, services) = (call.user(), &call.services);
    let draft = service::revise(&services.db, questions::caller_as_person(call), call.now, |_| {}).await?;
    let viewer = questions::viewer_of(call, &draft).await?;
    let first_screen = offers::next_screen(&viewer, &draft);
    let channel = match dm::open(&services.db, &services.transport, id, call.now).await? {
        OpenedDm::Channel(channel) => channel,
        OpenedDm::Withheld => return continue_in_channel(call, &viewer, &draft, "profile-dm-withheld").await,
    };
    let route = Route::ChannelMessages { channel_id: channel.into() };
    let body = first_screen.nonce(call.id.to_string()).body_with_flags(0);
    match services.transport.send(Request::new(LightMethod::Post, route).body(body)).await {
        Ok(message) => {
            service::record_dm_sent(&services.db, id, channel, call.now).await?;
            let message = message["id"].as_str().unwrap_or_default();
            let link = format!("https://discord.com/channels/@me/{channel}/{message}");
            let link_button = Button::link(link, say!(viewer.language, "profile-dm-go"));
            call.responder.reply(opened_dm_reply(&viewer, &draft, link_button)).await
        }
        Err(failure) if failure.code() == Some(CANNOT_DM) => {
            service::record_dm_refused(&services.db, id, call.now).await?;
            continue_in_channel(call, &viewer, &draft, "profile-dm-closed").await
        }
        Err(failure) if dm::is_quarantine(&failure) => {
            dm::record_quarantine(&services.db, call.now).await?;
            continue_in_channel(call, &viewer, &draft, "profile-dm-withheld").await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Says that the set-up continues in the DM. An offer needs only one press, so this answer shows the offer, too.
fn opened_dm_reply(viewer: &Viewer, draft: &ProfileDraft, link_button: Button) -> Reply {
    let language = viewer.language;
    match offers::offered_home(viewer, draft) {
        Some(home) => {
            let text = format!("{}\n\n{}", offers::offer_text(viewer, home), say!(language, "profile-dm-copied"));
            Reply::new(text).buttons(offers::offer_buttons(viewer, home).into_iter().chain([link_button]))
        }
        None => Reply::new(say!(language, "profile-dm-opened")).buttons([link_button]),
    }
}

/// Says why there is no DM, and where messages arrive without a DM. Continues the set-up in private answers in the
/// channel.
async fn continue_in_channel(call: &Call, viewer: &Viewer, draft: &ProfileDraft, reason: &str) -> Outcome {
    let thread = inbox::open_early(call, viewer.language).await?;
    call.responder.reply(append_line(say!(viewer.language, reason), thread)).await?;
    call.responder.reply(offers::next_screen(viewer, draft)).await
}

fn append_line(text: String, line: Option<String>) -> String {
    match line {
        Some(line) => format!("{text}\n{line}"),
        None => text,
    }
}

async fn save(call: &Call, revision: i64) -> Outcome {
    let services = &call.services;
    // `viewer` stores the locale of the client. The locale decides the language of a member who chose no language.
    let before = call.viewer().await?.member.as_ref().and_then(|member| member.profile);
    let saved = service::save(&services.db, &services.followers, call.user(), revision, call.now).await;
    show_saved(call, before, saved).await
}

/// Handles "Yes, that is me", the button under an offer of this zone.
async fn that_is_me(call: &Call, zone: ZoneId) -> Outcome {
    // `viewer` stores the locale of the client, as in `save`.
    let before = call.viewer().await?.member.as_ref().and_then(|member| member.profile);
    let (services, person) = (&call.services, questions::caller_as_person(call));
    let saved = service::accept_listed(&services.db, &services.followers, person, zone, call.now).await;
    show_saved(call, before, saved).await
}

/// Turns the offer into a draft. The member can change each answer of the draft and then save it.
async fn change_assumed(call: &Call) -> Outcome {
    let assumed = call.viewer().await?.member.as_ref().and_then(|member| member.assumed.clone());
    let change = |draft: &mut ProfileDraft| {
        if let (Step::Zone, Some(home)) = (draft.step(), assumed) {
            let offered = ProfileDraft::from_assumed_home(&home);
            *draft = ProfileDraft { language: draft.language, revision: draft.revision, ..offered };
        }
    };
    questions::revise(call, change).await
}

/// Shows the saved profile, or the next question if the profile was not saved. `before`: the profile before the press.
async fn show_saved(call: &Call, before: Option<Profile>, saved: Result<Member, ProfileError>) -> Outcome {
    match saved {
        Ok(member) => {
            let problem = dm_problem(call, &member).await?;
            let thread = inbox::open_early(call, member.language).await?;
            let problem = problem.map(|problem| append_line(problem, thread));
            let place = shown::place_name(call, &member).await?;
            let moved = moved_reminders(call, before, &member).await?;
            let viewer = Viewer::of(member, call.now);
            let moved_text = moved.as_ref().map(|moved| moved::moved_text(moved, &viewer));
            let notes: Vec<String> = problem.into_iter().chain(moved_text).collect();
            let keep_button = moved.and_then(|moved| moved::keep_or_follow_button(&moved, &viewer));
            call.show_here(screens::saved_profile(&viewer, &place, &notes).buttons(keep_button)).await
        }
        Err(ProfileError::Incomplete(draft) | ProfileError::Changed(draft)) => questions::show_next(call, &draft).await,
        Err(ProfileError::NoProfile) => questions::show_next(call, &ProfileDraft::default()).await,
        Err(error) => Err(error.into()),
    }
}

/// The reminders that a change of zone moved. `None` if the zone did not change. `before`: the profile before the press
/// on "Save".
async fn moved_reminders(
    call: &Call,
    before: Option<Profile>,
    after: &Member,
) -> Result<Option<MovedReminders>, DbError> {
    let Some(profile) = after.profile else { return Ok(None) };
    // A second press on "Save" changes nothing, and gets the same answer as the first press.
    let is_second_press = before == Some(profile);
    if !is_second_press && before.is_none_or(|before| before.zone == profile.zone) {
        return Ok(None);
    }
    reminders::service::reminders_moved_at(&mut *call.services.db.read().await?, after.id, profile.saved_at).await
}

/// Opens a DM if no DM channel is stored. The member has just saved their profile, so Magpie may write to them. Returns
/// a text for the member if DMs do not work.
async fn dm_problem(call: &Call, member: &Member) -> Result<Option<String>, DbError> {
    let channel = match (call.caller.guild, member.reach.dm_channel) {
        (None, _) => Some(call.caller.channel),
        (Some(_), Some(_)) => None,
        (Some(_), None) => match dm::open(&call.services.db, &call.services.transport, call.user(), call.now).await {
            Ok(OpenedDm::Channel(channel)) => Some(channel),
            Ok(OpenedDm::Withheld) => None,
            Err(failure) => {
                tracing::warn!(error = %failure, "a DM could not be opened after a profile was saved");
                return Ok(Some(say!(member.language, "profile-dm-failed")));
            }
        },
    };
    if let Some(channel) = channel.filter(|channel| member.reach.usable_dm() != Some(*channel)) {
        service::record_dm_channel(&call.services.db, member.id, channel).await?;
    }
    let closed = call.caller.guild.is_some() && member.reach.closed_at.is_some();
    Ok(closed.then(|| say!(member.language, "profile-dm-closed")))
}

pub async fn show(call: &Call) -> Outcome {
    match call.viewer().await?.member.clone() {
        Some(member) => shown::show(call, member).await,
        None => questions::show_next(call, &ProfileDraft::default()).await,
    }
}

pub async fn export(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    let mut conn = call.services.db.read().await?;
    let all = service::export(&mut conn, &call.services.followers, call.user(), call.now).await?;
    drop(conn);
    let data = serde_json::to_vec_pretty(&all).expect("a JSON value can always be serialized");
    let reply = Reply::new(say!(viewer.language, "profile-exported"));
    call.responder.reply(reply.file(File { name: "magpie-profile.json".to_owned(), data })).await
}

pub async fn ask_delete(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    let mut conn = call.services.db.read().await?;
    let effects = service::deletion_effects(&mut conn, &call.services.followers, call.user()).await?;
    drop(conn);
    call.show_here(screens::ask_delete(viewer, &effects)).await
}

async fn delete(call: &Call) -> Outcome {
    let language = call.viewer().await?.language;
    let kept_rows = service::delete(&call.services.db, &call.services.followers, call.user(), call.now).await?;
    let mut text = say!(language, "profile-deleted");
    for kept in kept_rows {
        text.push_str("\n- ");
        text.push_str(&say!(language, kept.text_key, count = kept.count));
    }
    call.show_here(Reply::new(text)).await
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

    fn db_error(&self) -> Option<&DbError> {
        if let ProfileError::Db(error) = self { Some(error) } else { None }
    }
}
