//! Handlers of `/desk` and of "How did it go?".

use crate::discord::call::{Call, Submitted};
use crate::discord::desk::presses::DeskPress;
use crate::discord::desk::screens;
use crate::discord::router::Handle;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::echo;
use crate::discord::viewer::Viewer;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::faq::requests;
use crate::helpdesk::{HelpdeskError, Rating, TicketId};
use crate::say;
use crate::time::{Date, DayAnswer, SignedDuration, Timestamp, ZoneId, day, local, resolve};

/// Without a first day, the report covers the last week.
const DEFAULT_DAYS: i64 = 7;

impl Handle for DeskPress {
    async fn handle(self, call: &Call, _submitted: Submitted) -> Outcome {
        match self {
            Self::Rate { ticket, rating } => rate(call, ticket, rating).await,
        }
    }
}

async fn rate(call: &Call, id: TicketId, rating: Rating) -> Outcome {
    let language = call.viewer().await?.language;
    call.services.helpdesk.rate(&call.services.db, id, call.user(), rating, call.now).await?;
    let thanks = Reply::new(say!(language, &format!("desk-rated-{rating}"), id = id.to_string()));
    call.show_here(thanks.buttons(screens::rating_buttons(id, Some(rating), language))).await
}

/// What a volunteer who begins must know, in one message.
pub async fn handover(call: &Call) -> Outcome {
    let viewer = call.viewer().await?;
    let handover = call.services.helpdesk.handover(&call.services.db, call.user(), call.now).await;
    let handover = handover.map_err(|error| match error {
        HelpdeskError::NotStaff(_) => UserError::message(say!(viewer.language, "desk-not-staff")),
        error => error.into(),
    })?;
    call.responder.reply(screens::handover(&handover, viewer)).await
}

/// The report of a period. Both days are included, and are days in the person's zone.
pub async fn report(call: &Call, from: Option<&str>, until: Option<&str>) -> Outcome {
    let viewer = call.viewer().await?;
    let zone = viewer.member.as_ref().and_then(|member| member.zone_or_assumed()).unwrap_or_else(ZoneId::utc);
    let until = match until {
        Some(typed) => end_of(zone, typed_day(viewer, zone, typed)?),
        // The end is not in the period, and what happens now is.
        None => call.now.saturating_add(SignedDuration::from_millis(1)).unwrap_or(Timestamp::MAX),
    };
    let from = match from {
        Some(typed) => start_of(zone, typed_day(viewer, zone, typed)?),
        None => {
            let week_before = until.saturating_sub(SignedDuration::from_hours(24 * DEFAULT_DAYS));
            start_of(zone, local(zone, week_before.unwrap_or(Timestamp::MIN)).0.date())
        }
    };
    if from >= until {
        return Err(UserError::message(say!(viewer.language, "desk-report-order")));
    }
    let report = call.services.helpdesk.report(&call.services.db, call.user(), from, until).await?;
    let (without, answered) = requests::count(&call.services.db, call.user(), from, until).await?;
    let searches = screens::Searches { without, answered };
    call.responder.reply(screens::report(&report, searches, viewer)).await
}

fn typed_day(viewer: &Viewer, zone: ZoneId, typed: &str) -> Result<Date, UserError> {
    match day(typed, zone, viewer.now, viewer.language) {
        DayAnswer::Day(day) => Ok(day),
        DayAnswer::Ambiguous(_) | DayAnswer::NoSuchDay(_) | DayAnswer::Unknown => {
            Err(UserError::message(say!(viewer.language, "desk-unknown-day", typed = echo(typed))))
        }
    }
}

fn start_of(zone: ZoneId, day: Date) -> Timestamp {
    resolve(zone, day.at(0, 0, 0, 0)).instant
}

fn end_of(zone: ZoneId, day: Date) -> Timestamp {
    day.tomorrow().map_or(Timestamp::MAX, |next| start_of(zone, next))
}
