//! Registers every feature: its message sources, its timers, and its data about members. The bot and the simulation use
//! the same registrations.

use std::sync::Arc;
use std::time::Duration;

use super::backups::ScheduledBackups;
use crate::alerts::plan::PlanSettings;
use crate::alerts::{
    self, AlertFollower, AlertMails, AlertPrivacy, AlertRetention, AlertSettings, AlertSource, AlertTimers, MailPolicy,
    WokenNotices,
};
use crate::config::Config;
use crate::db::{self, Conn, Db, DbError, SetAside};
use crate::delivery::deputy_messages::DeputyMessages;
use crate::delivery::mailbox_codes::MailboxCodes;
use crate::delivery::notices::Notices;
use crate::delivery::phone_test::PhoneTests;
use crate::delivery::profile_invites::ProfileInvites;
use crate::delivery::set_up_claim::SetUpClaims;
use crate::delivery::unknown_outcomes::UnknownOutcomes;
use crate::delivery::{DeliveryPrivacy, DispatcherSettings, EndedDeliveries, Route, Source, Sources, outbox};
use crate::discord::faq::held::HeldRequests;
use crate::discord::features;
use crate::discord::wire::rendering::MissingRenderer;
use crate::discord::wire::route::DiscordRoute;
use crate::discord::wire::threads::Threads;
use crate::duty::{self, Duty, DutyFollowers, DutyRetention, DutyTimers};
use crate::escalation::{Desk, EscalationPolicy, Ladder, PerUrgency};
use crate::faq::{FaqPrivacy, FaqRetention, FaqSource, FaqTimers};
use crate::guild::{GuildPrivacy, LeftServers, ListDrafts};
use crate::helpdesk::{
    self, Categories, CategorySettings, Helpdesk, HelpdeskRetention, HelpdeskSettings, HelpdeskTimers,
};
use crate::mail::{self, MailRoute, Mailer};
use crate::members::{self, Followers, MemberExpiry, MemberId};
use crate::reminders::{self, ReminderFollower, ReminderPrivacy, ReminderRetention, ReminderSource, ReminderTimers};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::{DueWork, HandledInteractions, Retention};
use crate::watch::{IncidentRetention, WatchSource};

pub fn dispatcher_settings(config: &Config) -> DispatcherSettings {
    let delivery = config.delivery;
    DispatcherSettings { attempts: delivery.attempts, backoff: delivery.backoff, backoff_limit: delivery.backoff_limit }
}

/// The message sources, one for each feature that enqueues messages.
pub fn sources(config: &Config) -> Vec<Arc<dyn Source>> {
    vec![
        Arc::new(Notices),
        Arc::new(PhoneTests),
        Arc::new(ProfileInvites),
        Arc::new(DeputyMessages),
        Arc::new(MailboxCodes),
        Arc::new(SetUpClaims),
        Arc::new(AlertSource),
        Arc::new(AlertMails),
        Arc::new(WokenNotices),
        Arc::new(duty(config)),
        Arc::new(FaqSource),
        Arc::new(helpdesk(config)),
        Arc::new(ReminderSource),
        Arc::new(WatchSource),
    ]
}

/// The routes by which messages reach people.
///
/// # Errors
/// When a source returns facts that a route cannot render.
pub fn routes(
    config: &Config,
    threads: &Threads,
    mailer: Option<Mailer>,
) -> Result<Vec<Arc<dyn Route>>, MissingRenderer> {
    let renderers = features::renderers();
    let mut on_discord = sources(config);
    on_discord.retain(|source| !source.facts().iter().all(mail::renders));
    renderers.check(&Sources::new(on_discord))?;
    Ok(vec![Arc::new(DiscordRoute::new(threads.clone(), renderers)), Arc::new(MailRoute::new(mailer))])
}

/// The connection to the mail server; `None` if e-mail is off.
///
/// # Errors
/// When the password or a certificate is missing or cannot be read. The error says what to do.
pub fn mailer(config: &Config) -> Result<Option<Mailer>, String> {
    let Some(mail) = &config.mail else { return Ok(None) };
    let password = mail.password()?;
    Mailer::new(mail, password).map(Some)
}

/// The features' timers, in the order in which they run.
pub fn due_work(config: &Config, db: &Db) -> Vec<Arc<dyn DueWork>> {
    let keep = config.keep;
    let records_days = keep.tickets_days.max(keep.alerts_days).max(keep.deliveries_days);
    let members = MemberExpiry::new(keep.profiles_of_leavers_days).names_needed_for(records_days);
    let backups = ScheduledBackups::new(db, &config.backup).map(|backups| Arc::new(backups) as Arc<dyn DueWork>);
    let mut work: Vec<Arc<dyn DueWork>> = vec![
        Arc::new(ReminderTimers::new(db.clone())),
        Arc::new(AlertTimers::new(db.clone())),
        Arc::new(DutyTimers::new(db.clone(), duty(config))),
        Arc::new(HelpdeskTimers::new(db.clone(), helpdesk(config))),
        Arc::new(HeldRequests::new(db.clone(), helpdesk(config))),
        Arc::new(FaqTimers::new(db.clone())),
        Arc::new(Retention::daily(db.clone(), Arc::new(HelpdeskRetention::new(days(config.keep.tickets_days))))),
        Arc::new(Retention::daily(db.clone(), Arc::new(DutyRetention::new(days(config.keep.tickets_days))))),
        Arc::new(Retention::daily(db.clone(), Arc::new(FaqRetention::new(days(config.keep.tickets_days))))),
        Arc::new(Retention::daily(db.clone(), Arc::new(AlertRetention::new(days(config.keep.alerts_days))))),
        Arc::new(Retention::daily(db.clone(), Arc::new(EndedDeliveries::kept_for(config.keep.deliveries_days)))),
        Arc::new(Retention::every_six_hours(db.clone(), Arc::new(members))),
        Arc::new(Retention::daily(db.clone(), Arc::new(ReminderRetention))),
        Arc::new(Retention::daily(db.clone(), Arc::new(LeftServers))),
        Arc::new(Retention::every_six_hours(db.clone(), Arc::new(ListDrafts))),
        Arc::new(Retention::daily(db.clone(), Arc::new(IncidentRetention::kept_for(keep.deliveries_days)))),
        Arc::new(Retention::every_six_hours(db.clone(), Arc::new(HandledInteractions))),
    ];
    work.extend(backups);
    work
}

/// The maximum number of rows of one table that a check reads.
const MAX_ROWS_READ: u32 = 10_000;

/// The rows that cannot be read, and the rows that are set aside because they could not be processed.
///
/// # Errors
/// When a table as a whole cannot be read.
pub async fn set_aside(conn: &mut Conn, now: Timestamp) -> Result<Vec<SetAside>, DbError> {
    let mut rows = members::service::unreadable(conn, MAX_ROWS_READ).await?;
    rows.extend(reminders::service::unreadable(conn, MAX_ROWS_READ).await?);
    rows.extend(duty::unreadable(conn, MAX_ROWS_READ).await?);
    rows.extend(helpdesk::unreadable(conn, MAX_ROWS_READ).await?);
    rows.extend(alerts::service::unreadable(conn, MAX_ROWS_READ).await?);
    rows.extend(outbox::unreadable(conn, MAX_ROWS_READ.into()).await?);
    // People already see a set-aside delivery as a failed delivery, so list it here for one day only.
    let since = now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    for row in db::all_set_aside(conn, "deliveries", since).await? {
        let is_asked_for = row.part == db::REQUESTED_DATA;
        let is_same = |known: &SetAside| {
            (&known.part, known.row) == (&row.part, row.row) || is_asked_for && known.reason == row.reason
        };
        if !rows.iter().any(is_same) {
            rows.push(row);
        }
    }
    rows.sort();
    Ok(rows)
}

/// The features that store data about members, and those that plan in the local time of members.
pub fn followers(config: &Config) -> Followers {
    let (duty, helpdesk) = (Arc::new(duty(config)), Arc::new(helpdesk(config)));
    Followers::default()
        .with_privacy_handler(Arc::new(GuildPrivacy))
        .with_privacy_handler(Arc::new(DeliveryPrivacy))
        .with_follower(Arc::new(SetUpClaims))
        .with_follower(Arc::new(ProfileInvites))
        .with_follower(Arc::new(DeputyMessages))
        .with_follower(Arc::new(MailboxCodes))
        .with_follower(Arc::new(UnknownOutcomes))
        .with_privacy_handler(Arc::new(AlertPrivacy))
        .with_follower(Arc::new(AlertFollower))
        .with_follower(Arc::new(WokenNotices))
        .with_privacy_handler(Arc::clone(&duty) as _)
        .with_follower(duty)
        .with_privacy_handler(Arc::clone(&helpdesk) as _)
        .with_follower(helpdesk)
        .with_privacy_handler(Arc::new(FaqPrivacy))
        .with_privacy_handler(Arc::new(ReminderPrivacy))
        .with_follower(Arc::new(ReminderFollower))
}

/// The use cases of duty. A feature that acts when a shift starts or ends is registered here.
pub fn duty(_config: &Config) -> Duty {
    Duty::new(DutyFollowers::default())
}

pub fn helpdesk(config: &Config) -> Helpdesk {
    let (settings, defaults) = (config.helpdesk, HelpdeskSettings::default());
    let length = signed_duration;
    let count = |people: u32| usize::try_from(people).unwrap_or(usize::MAX);
    let at_a_time = count(settings.at_a_time);
    let ladders = defaults.policy.ladders;
    let ladders = PerUrgency {
        now: Ladder {
            at_a_time,
            every: length(settings.now_every),
            secretariat_after: length(settings.now_secretariat),
            ..ladders.now
        },
        within_hour: Ladder {
            at_a_time,
            ..ladder(ladders.within_hour, settings.hour_first, settings.hour_secretariat)
        },
        today: Ladder {
            at_a_time: if settings.today_at_a_time == 0 { usize::MAX } else { count(settings.today_at_a_time) },
            ..today_ladder(ladders.today, settings.claim_within, settings.volunteers_within)
        },
        no_hurry: Ladder {
            at_a_time,
            every: ladders.no_hurry.every,
            ..today_ladder(ladders.no_hurry, settings.no_hurry_first, settings.no_hurry_secretariat)
        },
    };
    let silent_for = PerUrgency {
        now: length(settings.silent_now),
        within_hour: length(settings.silent_hour),
        today: length(settings.silent_today),
        no_hurry: length(settings.silent_no_hurry),
    };
    let categories = Categories::new(|category| {
        let category = settings.categories[category as usize];
        let readers = if category.is_secretariat_only { Desk::Secretariat } else { Desk::Volunteers };
        CategorySettings { lead: category.lead.map(MemberId), readers }
    });
    let policy = EscalationPolicy { ladders, ..defaults.policy };
    Helpdesk::new(HelpdeskSettings { policy, silent_for, categories, ..defaults })
}

/// The ladder on which the volunteers are asked after `first`, and the secretariat after the further time `then`. Who
/// is on duty is asked at once.
fn ladder(default: Ladder, first: Duration, then: Duration) -> Ladder {
    let first_after = signed_duration(first);
    Ladder {
        first_after,
        every: signed_duration(then),
        secretariat_after: first_after + signed_duration(then),
        ..default
    }
}

/// Like [`ladder`], but also who is on duty is asked after `first`.
fn today_ladder(default: Ladder, first: Duration, then: Duration) -> Ladder {
    Ladder { duty_after: signed_duration(first), ..ladder(default, first, then) }
}

pub fn alert_settings(config: &Config) -> AlertSettings {
    AlertSettings {
        preview_valid_for: signed_duration(config.alerts.preview_valid_for),
        repeat_asked_within: signed_duration(config.alerts.repeat_asked_within),
        secretariat_told_above: config.alerts.secretariat_told_above.try_into().expect("the limit is at most 1000"),
        plan: PlanSettings {
            max_asks: config.alerts.ask_again_times,
            ask_every: signed_duration(config.alerts.ask_again_every),
            list_before: signed_duration(config.alerts.missing_list_before),
        },
        mail: config
            .mail
            .as_ref()
            .map_or(MailPolicy::Off, |mail| MailPolicy::On { before_deadline: signed_duration(mail.before_deadline) }),
    }
}

fn signed_duration(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).expect("a configured duration is far below jiff's limit")
}

fn days(days: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}
