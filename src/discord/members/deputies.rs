//! Deputies: a member names a deputy, the deputy answers the request, and one of the two ends the deputyship.

use crate::db::DbError;
use crate::delivery::deputy_messages::{DeputyMessage, DeputyNews};
use crate::discord::call::Call;
use crate::discord::members::presses::ProfilePress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::{Button, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::discord::wire::user_error::{Explain, Outcome};
use crate::members::{DeputyAnswer, DeputyError, DeputyId, MemberId, service};
use crate::say;
use crate::words::{Language, list};

/// The limit, in characters, of the names of the members whose deputy the caller is.
const MAX_NAMES_CHARS: usize = 400;

/// Shows the caller's deputy, and a select in which the caller can choose a deputy.
pub async fn show(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    let screen = deputy_screen(call, viewer).await?;
    call.show_here(screen).await
}

pub async fn name_picked_deputy(call: &Call, picked: Option<u64>) -> Outcome {
    match picked {
        Some(id) => name_deputy(call, MemberId(id)).await,
        None => show(call).await,
    }
}

/// Asks `deputy` to be the caller's deputy.
pub async fn name_deputy(call: &Call, deputy: MemberId) -> Outcome {
    let viewer = call.viewer().await?;
    let services = &call.services;
    service::name_deputy(&services.db, &services.followers, call.user(), deputy, call.now).await?;
    let screen = deputy_screen(call, viewer).await?;
    call.show_here(screen).await
}

pub async fn answer(call: &Call, id: DeputyId, answer: DeputyAnswer) -> Outcome {
    let (viewer, services) = (call.viewer().await?, &call.services);
    let answered = service::answer_deputy(&services.db, &services.followers, id, call.user(), answer, call.now).await;
    let answered = match answered {
        Ok(answered) => answered,
        Err(DeputyError::Ended) => return show_closed(call, viewer).await,
        Err(error) => return Err(error.into()),
    };
    let member_name = shown_name(call, answered.member).await?;
    let language = viewer.language;
    call.show_here(match answered.is_accepted() {
        true => accepted_screen(language, id, &member_name),
        false => Reply::new(say!(language, "profile-deputy-declined", name = member_name)),
    })
    .await
}

pub async fn end(call: &Call, id: DeputyId) -> Outcome {
    let (viewer, services) = (call.viewer().await?, &call.services);
    match service::end_deputy(&services.db, &services.followers, id, call.user(), call.now).await {
        Ok(ended) if ended.member == call.user() => show(call).await,
        Ok(ended) => {
            let name = shown_name(call, ended.member).await?;
            call.show_here(Reply::new(say!(viewer.language, "profile-deputy-ended", name = name))).await
        }
        Err(DeputyError::Ended) => show_closed(call, viewer).await,
        Err(error) => Err(error.into()),
    }
}

/// Answers a press that is about a request which has ended.
async fn show_closed(call: &Call, viewer: &Viewer) -> Outcome {
    call.show_here(Reply::new(say!(viewer.language, "profile-deputy-over"))).await
}

/// The lines of the caller's profile that name the caller's deputy, and the members whose deputy the caller is. Empty
/// without both.
pub async fn profile_lines(call: &Call, viewer: &Viewer) -> Result<String, DbError> {
    let mut conn = call.services.db.read().await?;
    let own_deputy = service::deputy(&mut conn, call.user()).await?;
    let deputy_for = service::whose_deputy(&mut conn, call.user()).await?;
    drop(conn);
    let mut lines = String::new();
    if let Some(own_deputy) = own_deputy {
        let key = if own_deputy.is_accepted() { "profile-show-deputy" } else { "profile-show-deputy-asked" };
        lines.push('\n');
        lines.push_str(&say!(viewer.language, key, name = shown_name(call, own_deputy.deputy).await?));
    }
    if !deputy_for.is_empty() {
        lines.push('\n');
        lines.push_str(&say!(
            viewer.language,
            "profile-show-deputy-of",
            names = member_names(viewer.language, &deputy_for)
        ));
    }
    Ok(lines)
}

async fn deputy_screen(call: &Call, viewer: &Viewer) -> Result<Reply, DbError> {
    let language = viewer.language;
    let mut conn = call.services.db.read().await?;
    let own_deputy = service::deputy(&mut conn, call.user()).await?;
    let deputy_for = service::whose_deputy(&mut conn, call.user()).await?;
    drop(conn);
    let mut text = match &own_deputy {
        None if call.caller.guild.is_none() => {
            format!("{} {}", say!(language, "profile-deputy-none"), say!(language, "profile-deputy-in-server"))
        }
        None => say!(language, "profile-deputy-none"),
        Some(own_deputy) => {
            let key = if own_deputy.is_accepted() { "profile-deputy-is" } else { "profile-deputy-asked" };
            say!(language, key, name = shown_name(call, own_deputy.deputy).await?)
        }
    };
    if !deputy_for.is_empty() {
        text.push_str("\n\n");
        text.push_str(&say!(language, "profile-show-deputy-of", names = member_names(language, &deputy_for)));
    }
    let select = Select::new(
        ProfilePress::PickDeputy,
        say!(language, "profile-deputy-pick"),
        SelectKind::Users(own_deputy.iter().map(|own_deputy| own_deputy.deputy.0).collect()),
    );
    let end_button = own_deputy.map(|own_deputy| {
        let key = if own_deputy.is_accepted() { "profile-deputy-end" } else { "profile-deputy-withdraw" };
        Button::secondary(ProfilePress::EndDeputy(own_deputy.id), say!(language, key))
    });
    let give_up_buttons = deputy_for.iter().take(MAX_GIVE_UP_BUTTONS).map(|(id, name)| {
        Button::secondary(ProfilePress::EndDeputy(*id), say!(language, "profile-deputy-give-up", name = name.as_str()))
    });
    Ok(Reply::new(text).select(select).buttons(end_button.into_iter().chain(give_up_buttons)))
}

/// The most buttons with which the caller stops being somebody's deputy. These buttons and the button for the caller's
/// own deputy fill three rows.
const MAX_GIVE_UP_BUTTONS: usize = 14;

fn member_names(language: Language, deputy_for: &[(DeputyId, String)]) -> String {
    let names: Vec<String> = deputy_for.iter().map(|(_, name)| sanitize_line(name)).collect();
    clip(&list(language, &names), MAX_NAMES_CHARS)
}

async fn shown_name(call: &Call, id: MemberId) -> Result<String, DbError> {
    let member = service::get(&mut *call.services.db.read().await?, id).await?;
    Ok(member.map_or_else(|| format!("<@{id}>"), |member| sanitize_line(&member.name)))
}

fn accepted_screen(language: Language, id: DeputyId, member_name: &str) -> Reply {
    Reply::new(say!(language, "profile-deputy-accepted", name = member_name)).buttons([Button::secondary(
        ProfilePress::EndDeputy(id),
        say!(language, "profile-deputy-give-up", name = member_name),
    )])
}

/// Renders the messages about a deputy: the request to the deputy, the text that replaces an answered or ended request,
/// and the news about the request.
pub fn message(facts: &DeputyMessage, viewer: &Viewer) -> Outgoing {
    let language = viewer.language;
    let reply = match facts {
        DeputyMessage::Ask { deputy, of } => {
            let press = |answer| ProfilePress::AnswerDeputy(*deputy, answer);
            Reply::new(say!(language, "profile-deputy-ask", name = sanitize_line(of))).buttons([
                Button::success(press(DeputyAnswer::Accept), say!(language, "profile-deputy-accept")),
                Button::secondary(press(DeputyAnswer::Decline), say!(language, "profile-deputy-decline")),
            ])
        }
        DeputyMessage::AskAccepted { deputy, of } => accepted_screen(language, *deputy, &sanitize_line(of)),
        DeputyMessage::AskClosed { of } => {
            Reply::new(say!(language, "profile-deputy-closed", name = sanitize_line(of)))
        }
        DeputyMessage::News { news, about } => {
            let key = match news {
                DeputyNews::Accepted => "profile-deputy-news-accepted",
                DeputyNews::Declined => "profile-deputy-news-declined",
                DeputyNews::GivenUp => "profile-deputy-news-given-up",
                DeputyNews::DeputyGone => "profile-deputy-news-gone",
                DeputyNews::TakenBack => "profile-deputy-news-taken-back",
            };
            Reply::new(say!(language, key, name = sanitize_line(about)))
        }
    };
    reply.into()
}

impl Explain for DeputyError {
    fn explain(&self, language: Language) -> Option<String> {
        match self {
            DeputyError::Oneself => Some(say!(language, "profile-deputy-oneself")),
            DeputyError::NotMember(_) => Some(say!(language, "profile-deputy-not-member")),
            DeputyError::Ended => Some(say!(language, "profile-deputy-over")),
            DeputyError::Db(error) => error.explain(language),
        }
    }

    fn db_error(&self) -> Option<&DbError> {
        if let DeputyError::Db(error) = self { Some(error) } else { None }
    }
}
