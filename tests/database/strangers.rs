//! Tests that the services check permissions themselves, without the check in `discord/access.rs` that comes before
//! them.
//!
//! Every use case that takes an acting person is called for a person who has left the server and knows the ids of all
//! rows. It must change nothing and return nothing. The same calls for a person with each role show what that role may
//! do with things of other people. A use case that is missing in [`call_all`] fails.

use std::collections::BTreeSet;
use std::path::Path;

use magpie::alerts::answers::{self, AnswerOutcome, RemindOutcome};
use magpie::alerts::ask::{self, AlertKind};
use magpie::alerts::drafts::{DraftInput, DraftTarget, LatePolicy, RepeatPolicy, WakeSelection, service as drafts};
use magpie::alerts::model::{AlertId, DraftId, EndReason, Severity};
use magpie::alerts::{AlertSettings, service as alerts};
use magpie::app::{self, features};
use magpie::config::Config;
use magpie::db::Db;
use magpie::delivery::notices::NoticeId;
use magpie::delivery::receipts::Filter;
use magpie::delivery::{Actor, DeliveryId};
use magpie::helpdesk::{LogTicket, OpenTicket, TicketId, TicketKind};
use magpie::members::{Group, InteractionId, MemberId};
use magpie::reminders::{
    CatchUpId, GroupDraft, IfPassed, OccurrenceId, Plan, ReminderDraftId, ReminderId, service as reminders,
};
use magpie::time::{Anchor, Pass, Timestamp, ZoneId};
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::people::columns;
use crate::{folder, raw};

const STRANGER: MemberId = MemberId(5);
const NOW: &str = "2020-11-10T16:55:00Z";

/// A complete set-up, and for every use case a row with the id 1 that belongs to another person.
const FILL: &str = r#"
    INSERT INTO servers VALUES (1, 'MAG', 6, 9, 0, NULL);
    INSERT INTO setup (one, guild_id, secretariat_role, members_role, volunteers_role, secretariat_channel,
                       announcements_channel, help_channel, triage_channel, inbox_channel, changed_at, changed_by)
        VALUES (1, 1, 11, 12, 13, 21, 22, 23, 24, 25, 0, 6);
    INSERT INTO members (id, handle, name, mag, secretariat, in_guild, left_at)
        VALUES (6, 'other', 'Other', 1, 1, 1, NULL), (5, 'gone', 'Gone', 0, 0, 0, 0);
    INSERT INTO deliveries (id, source, subject, key, lane, action, member_id, line, state, queued_at, due_at, nonce)
        VALUES (1, 'reminders', '1', 'one', 3, 'post', 6, 'member/6', 'pending', 0, 0, 'n1');
    INSERT INTO delivery_notices (id, cause, opened_at, delivery_id) VALUES (1, 'refused', 0, 1);
    INSERT INTO delivery_troubles (delivery_id, notice_id, reason, at) VALUES (1, 1, 'x', 0);
    INSERT INTO alerts (id, author_id, severity, addressed, version, state, sent_at)
        VALUES (1, 6, 'urgent', '["mag"]', 1, 'active', 0);
    UPDATE alerts SET ask = '{"kind":"yes_no"}';
    INSERT INTO alert_versions VALUES (1, 1, 'Room', NULL, 6, 0);
    INSERT INTO alert_recipients (alert_id, member_id, chosen, sent_at) VALUES (1, 6, 0, 0), (1, 5, 0, 0);
    INSERT INTO alert_drafts (id, interaction_id, author_id, severity, audience, text, answer_by_text, chosen,
                              changed_at)
        VALUES (1, 1, 6, 'urgent', 'members', 'Room', '', '[]', 0);
    INSERT INTO tickets (id, interaction_id, kind, desk, asker_id, text, opened_at, acted_at, status, step, next_at,
                         round, version)
        VALUES (1, 1, 'help', 'volunteers', 6, 'Sound', 0, 0, 'waiting', 'posted', 9999999999999, 1, 1);
    INSERT INTO reminder_drafts
        VALUES (1, 6, '{"kind":"many","text":"Vote","audience":"mag","wall":"2020-11-11T09:00:00","rule":null}', 0,
                NULL);
    INSERT INTO reminders (id, member_id, author_id, batch_id, text, anchor, wall, zone, tz_data, state, due_at,
                           created_at)
        VALUES (1, 6, 6, 1, 'Vote', 'wall', '2020-11-11T09:00:00', 'UTC', 'x', 'active', 9999999999999, 0);
    INSERT INTO reminder_occurrences (id, reminder_id, at, kind, state, delivery_id, changed_at)
        VALUES (1, 1, 0, 'planned', 'sent', 1, 0);
"#;

/// Every row of every table, as text.
async fn dump(conn: &mut SqliteConnection) -> Vec<String> {
    let mut rows = Vec::new();
    let all = columns(conn).await;
    for table in all.iter().map(|(table, _)| table).collect::<BTreeSet<_>>() {
        let of_table = all.iter().filter(|(of, _)| of == table);
        let quoted = of_table.map(|(_, column)| format!("quote(\"{column}\")")).collect::<Vec<_>>().join("||','||");
        let query = format!("SELECT '{table}: '||{quoted} FROM {table}");
        let of_table: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut *conn).await.expect("it reads");
        rows.extend(of_table);
    }
    rows.sort();
    rows
}

/// The result of a use case that was called for the stranger.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Refused,
    /// The use case returned this many rows or people.
    Returned(usize),
}

fn returned<T, E>(result: Result<T, E>, count: impl FnOnce(T) -> usize) -> Outcome {
    result.map_or(Outcome::Refused, |value| Outcome::Returned(count(value)))
}

fn any<T, E>(result: Result<T, E>) -> Outcome {
    returned(result, |_| 1)
}

/// Calls each use case for the person `s`. Returns the names of the use cases and their outcomes.
async fn call_all(db: &Db, s: MemberId, now: Timestamp) -> Vec<(&'static str, Outcome)> {
    let settings = AlertSettings::default();
    let helpdesk = features::helpdesk(&Config::default());
    let receipts = app::receipts(&Config::default());
    let by = Actor::Member(s);
    let mut reader = db.read().await.expect("it reads");
    let wall = "2020-11-11T09:00:00".parse().expect("a wall time");
    let plan = Plan { anchor: Anchor::Wall, wall, pass: Pass::First, zone: ZoneId::utc(), rule: None };
    let group = GroupDraft { text: "Vote".to_owned(), audience: Group::Mag, wall, rule: None };
    let input = DraftInput {
        interaction: InteractionId(70),
        author: s,
        target: DraftTarget::NewAlert {
            severity: Severity::Urgent,
            audience: "members".to_owned(),
            kind: AlertKind::default(),
        },
        text: "Fire".to_owned(),
        answer_by: String::new(),
        ask_text: String::new(),
    };
    let log =
        LogTicket { interaction: InteractionId(71), by: s, name: "Ana", contact: "x", problem: "y", answer: None };
    let open =
        OpenTicket { interaction: InteractionId(72), asker: s, kind: TicketKind::Help, text: "Sound", origin: None };
    let (alert, draft, ticket, delivery) = (AlertId(1), DraftId(1), TicketId(1), DeliveryId(1));
    let (batch, occurrence, catch_up) = (ReminderDraftId(1), OccurrenceId(1), CatchUpId(1));
    let nobody = BTreeSet::new();
    vec![
        ("alerts::check_may_send", any(alerts::check_may_send(db, s).await)),
        ("alerts::ask_again", any(alerts::ask_again(db, s, alert, now).await)),
        ("alerts::end", any(alerts::end(db, s, alert, EndReason::Cancel, now).await)),
        (
            "alerts::mark_seen",
            returned(alerts::mark_seen(db, s, alert, 1, None, now).await, |seen| {
                usize::from(!matches!(seen, alerts::SeenOutcome::NotRecipient))
            }),
        ),
        ("alerts::mark_all_seen", returned(alerts::mark_all_seen(db, s, now).await, |seen| seen.len())),
        (
            "alerts::answer",
            returned(answers::answer(db, s, alert, 1, ask::Answer::Yes, None, now).await, |answer| {
                usize::from(answer != AnswerOutcome::NotRecipient)
            }),
        ),
        (
            "alerts::remind",
            returned(answers::remind(db, s, alert, now).await, |planned| {
                usize::from(planned != RemindOutcome::NotRecipient)
            }),
        ),
        (
            "alerts::help_request",
            returned(answers::help_request(db, s, alert).await, |text| usize::from(text.is_some())),
        ),
        // Returns no data, and changes nothing when the alert was not sent to this person.
        ("alerts::mark_read", returned(answers::mark_read(db, s, alert, now).await, |()| 0)),
        ("alerts::open", returned(answers::open(db, s, alert, now).await, |message| usize::from(message.is_some()))),
        ("alerts::get", any(alerts::get(db, s, alert).await)),
        ("alerts::roster", any(alerts::roster(db, s, alert, now).await)),
        ("alerts::newest", any(alerts::newest(db, s, 10).await)),
        ("alerts::audience_candidates", returned(alerts::audience_candidates(db, s).await, |people| people.len())),
        ("alerts::not_on_discord", any(alerts::not_on_discord(db, s, alert).await)),
        ("drafts::submit", any(drafts::submit(db, settings, input, now).await)),
        ("drafts::choose_time", any(drafts::choose_time(db, settings, s, draft, now, LatePolicy::Keep, now).await)),
        ("drafts::choose_people", any(drafts::choose_people(db, settings, s, draft, &nobody, now).await)),
        ("drafts::renew_preview", any(drafts::renew_preview(db, settings, s, draft, now).await)),
        ("drafts::select_woken", any(drafts::select_woken(db, settings, s, draft, WakeSelection::All, now).await)),
        ("drafts::fix_silently", any(drafts::fix_silently(db, s, draft, now).await)),
        ("drafts::get", any(drafts::get(db, s, draft).await)),
        ("drafts::discard", any(drafts::discard(db, s, draft, now).await)),
        ("drafts::not_on_discord", any(drafts::not_on_discord(db, s, draft).await)),
        ("drafts::send", any(drafts::send(db, settings, s, draft, RepeatPolicy::SendAnyway, now).await)),
        ("helpdesk::open", any(helpdesk.open(db, open, now).await)),
        ("helpdesk::log", any(helpdesk.log(db, log, now).await)),
        ("helpdesk::claim", any(helpdesk.claim(db, ticket, s, now).await)),
        ("helpdesk::release", any(helpdesk.release(db, ticket, s, now).await)),
        ("helpdesk::send_to_secretariat", any(helpdesk.send_to_secretariat(db, ticket, s, "", now).await)),
        ("helpdesk::solve", any(helpdesk.solve(db, ticket, s, None, now).await)),
        ("helpdesk::reopen", any(helpdesk.reopen(db, ticket, s, now).await)),
        ("helpdesk::withdraw", any(helpdesk.withdraw(db, ticket, s, now).await)),
        ("helpdesk::still_helping", any(helpdesk.still_helping(db, ticket, s, now).await)),
        ("helpdesk::list", returned(helpdesk.list(&mut reader, s, |total| 0..total, now).await, |list| list.len())),
        ("helpdesk::history", any(helpdesk.history(&mut reader, ticket, s, now).await)),
        ("reminders::create_group_draft", any(reminders::create_group_draft(db, s, group, now).await)),
        ("reminders::preview_group_draft", any(reminders::preview_group_draft(db, s, batch, now).await)),
        ("reminders::save_for_group", any(reminders::save_for_group(db, s, batch, IfPassed::SendNow, now).await)),
        ("reminders::stop_batch", any(reminders::stop_batch(db, s, batch, now).await)),
        ("reminders::mark_done", any(reminders::mark_done(db, s, occurrence, now).await)),
        ("reminders::snooze", any(reminders::snooze(db, s, occurrence, now, now).await)),
        ("reminders::stop_by_occurrence", any(reminders::stop_by_occurrence(db, s, occurrence, now).await)),
        ("reminders::mark_catch_up_done", any(reminders::mark_catch_up_done(db, s, catch_up, None, now).await)),
        ("reminders::show_catch_up", any(reminders::show_catch_up(db, s, catch_up, now).await)),
        ("reminders::stop_in_catch_up", any(reminders::stop_in_catch_up(db, s, catch_up, occurrence, now).await)),
        ("reminders::create_draft", any(reminders::create_draft(db, s, "Tea", &[plan], now).await)),
        ("reminders::save", any(reminders::save(db, s, batch, 0, now).await)),
        // This is never refused. It deletes only the person's own draft.
        ("reminders::discard_draft", returned(reminders::discard_draft(db, s, batch).await, |()| 0)),
        ("reminders::list", returned(reminders::list(&mut reader, s).await, |list| list.len())),
        ("reminders::count_unreadable", returned(reminders::count_unreadable(&mut reader, s).await, |count| count)),
        ("reminders::stop", any(reminders::stop(db, s, ReminderId(1), now).await)),
        ("reminders::undo_stop", any(reminders::undo_stop(db, s, ReminderId(1), now, now).await)),
        (
            "reminders::undo_stop_of_occurrence",
            any(reminders::undo_stop_of_occurrence(db, s, occurrence, now, now).await),
        ),
        (
            "reminders::undo_stop_in_catch_up",
            any(reminders::undo_stop_in_catch_up(db, s, catch_up, occurrence, now, now).await),
        ),
        ("reminders::undo_stop_of_batch", any(reminders::undo_stop_of_batch(db, s, batch, now, now).await)),
        (
            "reminders::undoable_stop",
            returned(reminders::undoable_stop(&mut reader, s, ReminderId(1), now).await, |stop| {
                usize::from(stop.is_some())
            }),
        ),
        (
            "reminders::undoable_stop_of_occurrence",
            returned(reminders::undoable_stop_of_occurrence(&mut reader, s, occurrence, now).await, |stop| {
                usize::from(stop.is_some())
            }),
        ),
        (
            "reminders::during_absence",
            returned(reminders::during_absence(&mut reader, s, now).await, |found| found.own + found.held.len()),
        ),
        (
            "reminders::moved_at",
            returned(reminders::moved_at(&mut reader, s, now).await, |moved| usize::from(moved.is_some())),
        ),
        ("reminders::keep_old_times", any(reminders::keep_old_times(db, s, batch, now).await)),
        ("reminders::follow_local_times", any(reminders::follow_local_times(db, s, batch, now).await)),
        ("reminders::keep_typed", any(reminders::keep_typed(db, s, "Tea", "soonish", now).await)),
        ("reminders::typed", any(reminders::typed(db, s, batch).await)),
        ("receipts::list", any(receipts.list(&mut reader, by, &Filter::open(), 0, 10).await)),
        ("receipts::show", any(receipts.show(&mut reader, by, delivery, now).await)),
        ("receipts::retry", any(receipts.retry(db, by, delivery, now).await)),
        ("receipts::matching", any(receipts.matching(&mut reader, by, &Filter::open(), 10).await)),
        ("receipts::rehearse_retry", any(receipts.rehearse_retry(db, by, delivery, now).await)),
        ("receipts::retry_all", any(receipts.retry_all(db, by, NoticeId(1), now).await)),
        ("receipts::lifted", any(receipts.lifted(db, by, NoticeId(1), now).await)),
        ("receipts::cancel", any(receipts.cancel(db, by, delivery, now).await)),
    ]
}

#[tokio::test]
async fn no_use_case_returns_or_changes_anything_for_a_person_who_left() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let mut conn = raw(&path).await;
    sqlx::raw_sql(FILL).execute(&mut conn).await.expect("the rows are accepted");
    let before = dump(&mut conn).await;
    assert!(before.len() > 10, "there is something to lose: {before:#?}");
    for (name, outcome) in call_all(&db, STRANGER, NOW.parse().expect("an instant")).await {
        assert!(matches!(outcome, Outcome::Refused | Outcome::Returned(0)), "{name}: {outcome:?}");
    }
    assert_eq!(dump(&mut conn).await, before);
}

/// The use cases that are not refused for a person in the server with this role. All rows belong to another person.
async fn allowed_to(role: Option<&str>) -> String {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let mut conn = raw(&path).await;
    sqlx::raw_sql(FILL).execute(&mut conn).await.expect("the rows are accepted");
    let given = role.map(|role| format!(", {role} = 1")).unwrap_or_default();
    let join = format!("UPDATE members SET in_guild = 1, left_at = NULL{given} WHERE id = 5");
    sqlx::raw_sql(AssertSqlSafe(join)).execute(&mut conn).await.expect("they are in the server");
    let outcomes = call_all(&db, STRANGER, NOW.parse().expect("an instant")).await.into_iter();
    let allowed = outcomes.filter(|(_, outcome)| !matches!(outcome, Outcome::Refused | Outcome::Returned(0)));
    allowed.map(|(name, _)| name).collect::<Vec<_>>().join("\n  ")
}

#[tokio::test]
async fn each_role_may_do_only_its_own_acts_with_things_of_other_people() {
    let roles = [("guest", None), ("member", Some("mag")), ("volunteer", Some("helpdesk"))];
    let mut rows = Vec::new();
    for (name, role) in roles {
        rows.push(format!("{name}:\n  {}", allowed_to(role).await));
    }
    insta::assert_snapshot!(rows.join("\n"), @"
    guest:
      helpdesk::open
      helpdesk::list
      reminders::create_draft
      reminders::keep_typed
    member:
      alerts::mark_seen
      alerts::answer
      alerts::remind
      alerts::help_request
      alerts::open
      helpdesk::open
      helpdesk::list
      reminders::create_draft
      reminders::keep_typed
    volunteer:
      alerts::mark_seen
      alerts::answer
      alerts::remind
      alerts::help_request
      alerts::open
      helpdesk::open
      helpdesk::log
      helpdesk::claim
      helpdesk::release
      helpdesk::list
      helpdesk::history
      reminders::create_draft
      reminders::keep_typed
    ");
}

/// The files with use cases, and the prefix of their names in [`call_all`].
const SERVICES: [(&str, &str); 6] = [
    ("src/alerts/answers.rs", "alerts"),
    ("src/alerts/service.rs", "alerts"),
    ("src/alerts/drafts/service.rs", "drafts"),
    ("src/helpdesk/service.rs", "helpdesk"),
    ("src/reminders/service", "reminders"),
    ("src/delivery/receipts/service.rs", "receipts"),
];

/// Files whose functions take a person, and the reason why a stranger can do no harm with them.
const NO_ACTOR: [(&str, &str); 3] = [
    ("src/members/service.rs", "the person comes from Discord, or is looked up"),
    ("src/members/service", "they change only the person's own profile, and what Discord reports about reaching them"),
    ("src/guild/service", "Discord decides who may manage the server, and the service checks which server it is"),
];

/// Collects the files and folders of use cases: `service.rs` and `service`.
fn service_files(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("it lists") {
        let path = entry.expect("a file").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let text = path.to_str().expect("a plain path").to_owned();
        match path.is_dir() {
            true if name == "service" => found.push(text),
            true => service_files(&path, found),
            false if name == "service.rs" => found.push(text),
            false => {}
        }
    }
}

fn rust_files(place: &str) -> Vec<std::path::PathBuf> {
    let place = Path::new(place);
    let mut files = match place.is_dir() {
        true => std::fs::read_dir(place).expect("it lists").map(|entry| entry.expect("a file").path()).collect(),
        false => vec![place.to_owned()],
    };
    files.retain(|file| file.extension().is_some_and(|kind| kind == "rs") && !file.ends_with("tests.rs"));
    files
}

#[test]
fn every_file_of_use_cases_is_known() {
    let mut found = Vec::new();
    service_files(Path::new("src"), &mut found);
    assert!(found.len() >= SERVICES.len() + NO_ACTOR.len(), "{found:?}");
    for place in found {
        let is_known = SERVICES.iter().chain(&NO_ACTOR).any(|(known, _)| *known == place);
        let takes_people = rust_files(&place)
            .iter()
            .any(|file| !with_actor(&std::fs::read_to_string(file).expect("it reads")).is_empty());
        assert!(is_known || !takes_people, "{place} has use cases that take a person: add it to SERVICES");
    }
}

/// The public functions of a file that take an acting person.
fn with_actor(source: &str) -> Vec<String> {
    let file = syn::parse_file(source).expect("it is Rust");
    let mut found = Vec::new();
    let mut look = |visibility: &syn::Visibility, signature: &syn::Signature| {
        let is_person = |argument: &syn::FnArg| {
            let syn::FnArg::Typed(argument) = argument else { return false };
            let syn::Type::Path(path) = &*argument.ty else { return false };
            let kind = path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
            ["MemberId", "Actor", "DraftInput", "OpenTicket", "LogTicket"].contains(&kind.as_str())
        };
        if matches!(visibility, syn::Visibility::Public(_)) && signature.inputs.iter().any(is_person) {
            found.push(signature.ident.to_string());
        }
    };
    for item in &file.items {
        match item {
            syn::Item::Fn(item) => look(&item.vis, &item.sig),
            syn::Item::Impl(item) => {
                for item in &item.items {
                    if let syn::ImplItem::Fn(item) = item {
                        look(&item.vis, &item.sig);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

#[tokio::test]
async fn every_use_case_that_takes_an_acting_person_is_called() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let outcomes = call_all(&db, STRANGER, Timestamp::UNIX_EPOCH).await;
    let known: BTreeSet<&str> = outcomes.iter().map(|(name, _)| *name).collect();
    for (place, prefix) in SERVICES {
        for file in rust_files(place) {
            for function in with_actor(&std::fs::read_to_string(&file).expect("it reads")) {
                let name = format!("{prefix}::{function}");
                assert!(known.contains(name.as_str()), "{} has {name}: add it to call_all", file.display());
            }
        }
    }
}
