//! Tests that the services check permissions themselves. The bot also checks them earlier, in `discord/access.rs`, but
//! these tests do not run that check.
//!
//! A test calls every use case that takes an acting person for a person who has left the server and knows the ids of
//! all rows. Each use case must change nothing and return nothing. Another test calls the use cases for a person with
//! each role, and shows what this role may do with other people's alerts, tickets and reminders. A use case that
//! [`call_all`] does not call fails a test.

use std::collections::BTreeSet;
use std::path::Path;

use magpie::alerts::answers::{self, AnswerOutcome, RemindOutcome};
use magpie::alerts::ask::{self, AlertKind};
use magpie::alerts::drafts::{DraftInput, DraftTarget, LatePolicy, RepeatPolicy, WakeSelection, service as drafts};
use magpie::alerts::model::{AlertId, DraftId, EndReason, Severity};
use magpie::alerts::{AlertSettings, reaching, report, service as alerts};
use magpie::app::{self, features};
use magpie::config::Config;
use magpie::db::Db;
use magpie::delivery::notices::NoticeId;
use magpie::delivery::receipts::Filter;
use magpie::delivery::{Actor, DeliveryId};
use magpie::duty::{Consent, DutyDraftId, OfferId, OfferTarget, Part, Period, PlannedSlot, Ring, ShiftId, SlotId};
use magpie::escalation::Urgency;
use magpie::faq::drafts::{self as faq_drafts, DraftInput as CardInput, DraftTarget as CardTarget};
use magpie::faq::requests::{self as faq_requests, NewSearch, Purpose};
use magpie::faq::{CardId, Category, DraftId as CardDraftId, SearchId, ValidText, cards as faq_cards};
use magpie::helpdesk::{LogTicket, OpenTicket, Rating, TicketId, TicketKind, TicketText};
use magpie::members::{ChannelId, Group, InteractionId, MemberId};
use magpie::reminders::{
    CatchUpId, GroupDraft, OccurrenceId, PassedPolicy, Plan, ReminderDraftId, ReminderId, TypedGroupDraft,
    service as reminders,
};
use magpie::time::{Anchor, Pass, SignedDuration, Timestamp, ZoneId};
use magpie::words::Language;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::people::columns;
use crate::use_cases::{PARTS, collect_rust_files, functions_that_take_a_person, rust_files};
use crate::{folder, open_raw_connection};

const STRANGER: MemberId = MemberId(5);
const NOW: &str = "2020-11-10T16:55:00Z";

/// A complete set-up, and for every use case a row with the id 1 that belongs to another person.
const FILL_SQL: &str = r#"
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
    INSERT INTO alert_versions VALUES (1, 1, 'Room', NULL, 6, 0, '{}');
    INSERT INTO alert_recipients (alert_id, member_id, chosen, sent_at) VALUES (1, 6, 0, 0), (1, 5, 0, 0);
    INSERT INTO alert_drafts (id, interaction_id, author_id, severity, audience, text, answer_by_text, chosen,
                              changed_at)
        VALUES (1, 1, 6, 'urgent', 'members', 'Room', '', '[]', 0);
    INSERT INTO faq_cards (id, state, category, owner_id, valid_until, version, changed_at)
        VALUES (1, 'published', 'other', 6, 9999999999999, 1, 0);
    INSERT INTO faq_texts (card_id, language, question, answer) VALUES (1, 'en', 'Sound?', 'Turn it on');
    INSERT INTO faq_drafts (id, author_id, language, category, question, answer, valid_text, state, changed_at)
        VALUES (1, 6, 'en', 'other', 'Link?', 'In the programme', '', 'submitted', 0);
    INSERT INTO faq_searches (id, interaction_id, asker_id, language, text, kind, cards, outcome, next_at, searched_at)
        VALUES (1, 1, 6, 'en', 'Sound', 'help', '[1]', 'held', 9999999999999, 0);
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
    INSERT INTO duty_drafts (id, author_id, slots, created_at) VALUES (1, 6, '[]', 0);
    INSERT INTO duty_slots (id, draft_id, starts_at, ends_at, zone, needed)
        VALUES (1, 1, 1605027300000, 1605100000000, 'UTC', 2);
    INSERT INTO duty_shifts (id, slot_id, member_id, starts_at, ends_at, taken_at, ring, night, state, step, next_at)
        VALUES (1, 1, 6, 1605027300000, 1605100000000, 0, 'always', 1, 'taken', 'end', 1605100000000);
    INSERT INTO duty_offers (id, shift_id, to_id, state, offered_at) VALUES (1, 1, NULL, 'open', 0);
    INSERT INTO duty_available VALUES (6, 0, 1605100000000, 'always');
"#;

/// Every row of every table, as text.
async fn all_rows_as_text(conn: &mut SqliteConnection) -> Vec<String> {
    let mut rows = Vec::new();
    let all = columns(conn).await;
    for table in all.iter().map(|(table, _)| table).collect::<BTreeSet<_>>() {
        let columns_of_table = all.iter().filter(|(of, _)| of == table);
        let quoted =
            columns_of_table.map(|(_, column)| format!("quote(\"{column}\")")).collect::<Vec<_>>().join("||','||");
        let query = format!("SELECT '{table}: '||{quoted} FROM {table}");
        let rows_of_table: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut *conn).await.expect("it reads");
        rows.extend(rows_of_table);
    }
    rows.sort();
    rows
}

/// The result of a use case that was called for the stranger.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// The use case returned an error.
    Refused,
    /// The use case returned this many rows or people.
    Returned(usize),
}

fn counted_outcome<T, E>(result: Result<T, E>, count: impl FnOnce(T) -> usize) -> Outcome {
    result.map_or(Outcome::Refused, |value| Outcome::Returned(count(value)))
}

fn outcome_of<T, E>(result: Result<T, E>) -> Outcome {
    counted_outcome(result, |_| 1)
}

/// Calls each use case as `member`, the stranger. Returns the names of the use cases and their outcomes.
async fn call_all(db: &Db, member: MemberId, now: Timestamp) -> Vec<(&'static str, Outcome)> {
    let settings = AlertSettings::default();
    let (duty, helpdesk) = (features::duty(&Config::default()), features::helpdesk(&Config::default()));
    let receipts = app::receipts(&Config::default());
    let by = Actor::Member(member);
    let mut reader = db.read().await.expect("it reads");
    let wall = "2020-11-11T09:00:00".parse().expect("a wall time");
    let plan = Plan { anchor: Anchor::Wall, wall, pass: Pass::First, zone: ZoneId::utc(), rule: None };
    let typed_group = TypedGroupDraft {
        text: "Vote".to_owned(),
        audience: Group::Mag,
        at: "soonish".to_owned(),
        date: String::new(),
        rule: None,
    };
    let group = GroupDraft { text: "Vote".to_owned(), audience: Group::Mag, wall, rule: None };
    let input = DraftInput {
        interaction: InteractionId(70),
        author: member,
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
        LogTicket { interaction: InteractionId(71), by: member, name: "Ana", contact: "x", problem: "y", answer: None };
    let open = OpenTicket {
        urgency: Urgency::default(),
        category: magpie::helpdesk::Category::default(),
        interaction: InteractionId(72),
        asker: member,
        kind: TicketKind::Help,
        text: TicketText::Quoted("Sound"),
        origin: None,
    };
    let (alert, draft, ticket, delivery) = (AlertId(1), DraftId(1), TicketId(1), DeliveryId(1));
    let (batch, occurrence, catch_up) = (ReminderDraftId(1), OccurrenceId(1), CatchUpId(1));
    let joining = magpie::helpdesk::Category::Joining;
    let (slot, shift, offer, duty_draft) = (SlotId(1), ShiftId(1), OfferId(1), DutyDraftId(1));
    let soon = now + SignedDuration::from_hours(1);
    let planned = [PlannedSlot { period: Period::new(now, soon).expect("an hour"), zone: ZoneId::utc(), needed: 1 }];
    let (card, card_draft, search) = (CardId(1), CardDraftId(1), SearchId(1));
    let card_input = CardInput {
        author: member,
        target: CardTarget::New { category: Category::Other, language: Language::English, search: None },
        question: "Link?".to_owned(),
        answer: "In the programme".to_owned(),
        valid: ValidText::default(),
    };
    let new_search = NewSearch {
        interaction: InteractionId(73),
        asker: member,
        language: Language::English,
        text: "Sound",
        purpose: Purpose::Command,
    };
    let nobody = BTreeSet::new();
    vec![
        ("alerts::check_may_send", outcome_of(alerts::check_may_send(db, member, "members", now).await)),
        ("alerts::ask_again", outcome_of(alerts::ask_again(db, member, alert, now).await)),
        ("alerts::end", outcome_of(alerts::end(db, member, alert, EndReason::Cancel, now).await)),
        (
            "alerts::mark_seen",
            counted_outcome(alerts::mark_seen(db, member, alert, 1, None, now).await, |seen| {
                usize::from(!matches!(seen, alerts::SeenOutcome::NotRecipient))
            }),
        ),
        ("alerts::mark_all_seen", counted_outcome(alerts::mark_all_seen(db, member, now).await, |seen| seen.len())),
        (
            "alerts::answer",
            counted_outcome(answers::answer(db, member, alert, 1, ask::Answer::Yes, None, now).await, |answer| {
                usize::from(answer != AnswerOutcome::NotRecipient)
            }),
        ),
        (
            "alerts::remind",
            counted_outcome(answers::remind(db, member, alert, Some(1), now).await, |planned| {
                usize::from(planned != RemindOutcome::NotRecipient)
            }),
        ),
        (
            "alerts::help_request",
            counted_outcome(answers::help_request(db, member, alert, Some(1)).await, |request| {
                usize::from(request.is_some())
            }),
        ),
        // This use case returns no data and refuses nobody. It changes nothing if the alert is not for this person.
        (
            "alerts::mark_seen_by_help_request",
            counted_outcome(answers::mark_seen_by_help_request(db, member, alert, Some(1), now).await, |()| 0),
        ),
        (
            "alerts::full_message",
            counted_outcome(answers::full_message(db, member, alert, now).await, |message| {
                usize::from(message.is_some())
            }),
        ),
        ("alerts::get", outcome_of(alerts::get(db, member, alert).await)),
        ("alerts::roster", outcome_of(alerts::roster(db, member, alert, now).await)),
        ("alerts::report", outcome_of(report::report(db, member, alert, now).await)),
        (
            "alerts::original_text",
            counted_outcome(answers::original_text(db, member, alert, 1).await, |text| usize::from(text.is_some())),
        ),
        ("alerts::newest", outcome_of(alerts::newest(db, member, 10).await)),
        (
            "alerts::audience_candidates",
            counted_outcome(alerts::audience_candidates(db, member).await, |found| usize::from(found.is_some())),
        ),
        ("alerts::mark_reached", outcome_of(reaching::mark_reached(db, member, alert, &nobody, now).await)),
        ("alerts::unmark_reached", outcome_of(reaching::unmark_reached(db, member, alert, &nobody, now).await)),
        ("alerts::not_on_discord", outcome_of(alerts::not_on_discord(db, member, alert).await)),
        ("drafts::submit", outcome_of(drafts::submit(db, settings, input, now).await)),
        (
            "drafts::choose_time",
            outcome_of(drafts::choose_time(db, settings, member, draft, now, LatePolicy::Keep, now).await),
        ),
        ("drafts::move_deadline", outcome_of(drafts::move_deadline(db, settings, member, draft, now, now).await)),
        (
            "drafts::set_translation",
            outcome_of(drafts::set_translation(db, settings, member, draft, (Language::French, "Feu"), now).await),
        ),
        ("drafts::choose_people", outcome_of(drafts::choose_people(db, settings, member, draft, &nobody, now).await)),
        ("drafts::renew_preview", outcome_of(drafts::renew_preview(db, settings, member, draft, now).await)),
        (
            "drafts::select_woken",
            outcome_of(drafts::select_woken(db, settings, member, draft, WakeSelection::All, now).await),
        ),
        ("drafts::fix_silently", outcome_of(drafts::fix_silently(db, member, draft, now).await)),
        ("drafts::look", outcome_of(drafts::look(db, settings, member, draft, now).await)),
        ("drafts::get", outcome_of(drafts::get(db, member, draft).await)),
        ("drafts::discard", outcome_of(drafts::discard(db, member, draft, now).await)),
        ("drafts::not_on_discord", outcome_of(drafts::not_on_discord(db, member, draft, now).await)),
        ("drafts::send", outcome_of(drafts::send(db, settings, member, draft, RepeatPolicy::SendAnyway, now).await)),
        (
            "duty::take",
            outcome_of(duty.take(db, member, slot, Part::Open, Consent::Given(Ring::WhileAwake), now).await),
        ),
        ("duty::give_back", outcome_of(duty.give_back(db, member, shift, now).await)),
        ("duty::choose_ring", outcome_of(duty.choose_ring(db, member, shift, Ring::Always, now).await)),
        ("duty::confirm", outcome_of(duty.confirm(db, member, shift, now).await)),
        ("duty::cover", outcome_of(duty.cover(db, member, ShiftId(1), now).await)),
        ("duty::offer", outcome_of(duty.offer(db, member, shift, OfferTarget::All, now).await)),
        ("duty::take_offer", outcome_of(duty.take_offer(db, member, offer, now).await)),
        // A refusal of an offer to all changes nothing.
        ("duty::refuse_offer", counted_outcome(duty.refuse_offer(db, member, offer, now).await, |()| 0)),
        ("duty::withdraw_offer", outcome_of(duty.withdraw_offer(db, member, offer, now).await)),
        ("duty::set_available", outcome_of(duty.set_available(db, member, soon, Ring::Always, now).await)),
        ("duty::end_available", counted_outcome(duty.end_available(db, member).await, usize::from)),
        ("duty::draft", outcome_of(duty.draft(db, member, &planned, now).await)),
        ("duty::create", outcome_of(duty.create(db, member, duty_draft, now).await)),
        ("duty::discard", outcome_of(duty.discard(db, member, duty_draft).await)),
        ("duty::undo", outcome_of(duty.undo(db, member, duty_draft, now).await)),
        ("duty::remove_slot", outcome_of(duty.remove_slot(db, member, slot, now).await)),
        ("duty::post_panel", outcome_of(duty.post_panel(db, member, ChannelId(24), now).await)),
        ("faq_cards::get", outcome_of(faq_cards::get(db, member, card).await)),
        ("faq_cards::list", outcome_of(faq_cards::list(db, member, |total| 0..total).await)),
        ("faq_cards::before_deletion", outcome_of(faq_cards::before_deletion(db, member, card).await)),
        ("faq_cards::delete", outcome_of(faq_cards::delete(db, member, card, 1, now).await)),
        ("faq_cards::extend", outcome_of(faq_cards::extend(db, member, card, 1, now).await)),
        ("faq_cards::undo", outcome_of(faq_cards::undo(db, member, card, 1, now).await)),
        ("faq_cards::post", outcome_of(faq_cards::post(db, member, card, ChannelId(22), now).await)),
        ("faq_drafts::submit", outcome_of(faq_drafts::submit(db, card_input, now).await)),
        ("faq_drafts::get", outcome_of(faq_drafts::get(db, member, card_draft).await)),
        ("faq_drafts::waiting", outcome_of(faq_drafts::waiting(db, member).await)),
        ("faq_drafts::send_for_approval", outcome_of(faq_drafts::send_for_approval(db, member, card_draft, now).await)),
        ("faq_drafts::publish", outcome_of(faq_drafts::publish(db, member, card_draft, now).await)),
        ("faq_drafts::decline", outcome_of(faq_drafts::decline(db, member, card_draft, now).await)),
        ("faq_drafts::discard", outcome_of(faq_drafts::discard(db, member, card_draft, now).await)),
        ("faq_requests::search", outcome_of(faq_requests::search(db, new_search, now).await)),
        ("faq_requests::answered", outcome_of(faq_requests::answered(db, member, search).await)),
        ("faq_requests::still_needed", outcome_of(faq_requests::still_needed(db, member, search, now).await)),
        ("faq_requests::missing", outcome_of(faq_requests::missing(db, member, |total| 0..total).await)),
        ("faq_requests::missing_text", outcome_of(faq_requests::missing_text(db, member, search).await)),
        ("faq_requests::dismiss", outcome_of(faq_requests::dismiss(db, member, search, now).await)),
        ("faq_requests::count", outcome_of(faq_requests::count(db, member, now, now).await)),
        ("helpdesk::open", outcome_of(helpdesk.open(db, open, now).await)),
        ("helpdesk::check_may_open", outcome_of(helpdesk.check_may_open(db, member).await)),
        ("helpdesk::log", outcome_of(helpdesk.log(db, log, now).await)),
        ("helpdesk::check_may_log", outcome_of(helpdesk.check_may_log(db, member).await)),
        ("helpdesk::claim", outcome_of(helpdesk.claim(db, ticket, member, now).await)),
        ("helpdesk::release", outcome_of(helpdesk.release(db, ticket, member, now).await)),
        ("helpdesk::send_to_secretariat", outcome_of(helpdesk.send_to_secretariat(db, ticket, member, "", now).await)),
        ("helpdesk::solve", outcome_of(helpdesk.solve(db, ticket, member, None, now).await)),
        ("helpdesk::solve_as_logged", outcome_of(helpdesk.solve_as_logged(db, ticket, TicketId(2), member, now).await)),
        ("helpdesk::reopen", outcome_of(helpdesk.reopen(db, ticket, member, now).await)),
        ("helpdesk::withdraw", outcome_of(helpdesk.withdraw(db, ticket, member, now).await)),
        ("helpdesk::still_helping", outcome_of(helpdesk.still_helping(db, ticket, member, now).await)),
        ("helpdesk::await_asker", outcome_of(helpdesk.await_asker(db, ticket, member, now).await)),
        ("helpdesk::decline", outcome_of(helpdesk.decline(db, ticket, member, now).await)),
        ("helpdesk::set_urgency", outcome_of(helpdesk.set_urgency(db, ticket, member, Urgency::Now, now).await)),
        ("helpdesk::set_category", outcome_of(helpdesk.set_category(db, ticket, member, joining, now).await)),
        (
            "helpdesk::note_message",
            counted_outcome(helpdesk.note_message(db, ChannelId(99), member, now).await, |()| 0),
        ),
        ("helpdesk::transfer", outcome_of(helpdesk.transfer(db, ticket, member, MemberId(6), now).await)),
        ("helpdesk::merge", outcome_of(helpdesk.merge(db, ticket, TicketId(2), member, now).await)),
        (
            "helpdesk::list",
            counted_outcome(helpdesk.list(&mut reader, member, |total| 0..total, now).await, |list| list.len()),
        ),
        ("helpdesk::history", outcome_of(helpdesk.history(&mut reader, ticket, member, now).await)),
        ("helpdesk::handover", outcome_of(helpdesk.handover(db, member, now).await)),
        ("helpdesk::rate", outcome_of(helpdesk.rate(db, ticket, member, Rating::Good, now).await)),
        ("helpdesk::report", outcome_of(helpdesk.report(db, member, Timestamp::UNIX_EPOCH, now).await)),
        ("reminders::create_group_draft", outcome_of(reminders::create_group_draft(db, member, group, now).await)),
        ("reminders::preview_group_draft", outcome_of(reminders::preview_group_draft(db, member, batch, now).await)),
        (
            "reminders::save_for_group",
            outcome_of(reminders::save_for_group(db, member, batch, PassedPolicy::SendNow, now).await),
        ),
        ("reminders::stop_batch", outcome_of(reminders::stop_batch(db, member, batch, now).await)),
        ("reminders::mark_done", outcome_of(reminders::mark_done(db, member, occurrence, now).await)),
        ("reminders::snooze", outcome_of(reminders::snooze(db, member, occurrence, now, now).await)),
        ("reminders::stop_by_occurrence", outcome_of(reminders::stop_by_occurrence(db, member, occurrence, now).await)),
        (
            "reminders::mark_catch_up_done",
            outcome_of(reminders::mark_catch_up_done(db, member, catch_up, None, now).await),
        ),
        ("reminders::show_catch_up", outcome_of(reminders::show_catch_up(db, member, catch_up, now).await)),
        (
            "reminders::stop_in_catch_up",
            outcome_of(reminders::stop_in_catch_up(db, member, catch_up, occurrence, now).await),
        ),
        ("reminders::create_draft", outcome_of(reminders::create_draft(db, member, "Tea", &[plan], now).await)),
        ("reminders::save", outcome_of(reminders::save(db, member, batch, 0, now).await)),
        // `discard_draft` refuses nobody. It deletes only the person's own draft.
        ("reminders::discard_draft", counted_outcome(reminders::discard_draft(db, member, batch).await, |()| 0)),
        ("reminders::list", counted_outcome(reminders::list(&mut reader, member).await, |list| list.len())),
        (
            "reminders::count_unreadable",
            counted_outcome(reminders::count_unreadable(&mut reader, member).await, |count| count),
        ),
        ("reminders::stop", outcome_of(reminders::stop(db, member, ReminderId(1), now).await)),
        ("reminders::undo_stop", outcome_of(reminders::undo_stop(db, member, ReminderId(1), now, now).await)),
        (
            "reminders::undo_stop_of_occurrence",
            outcome_of(reminders::undo_stop_of_occurrence(db, member, occurrence, now, now).await),
        ),
        (
            "reminders::undo_stop_in_catch_up",
            outcome_of(reminders::undo_stop_in_catch_up(db, member, catch_up, occurrence, now, now).await),
        ),
        ("reminders::undo_stop_of_batch", outcome_of(reminders::undo_stop_of_batch(db, member, batch, now, now).await)),
        (
            "reminders::undoable_stop",
            counted_outcome(reminders::undoable_stop(&mut reader, member, ReminderId(1), now).await, |stop| {
                usize::from(stop.is_some())
            }),
        ),
        (
            "reminders::undoable_stop_of_occurrence",
            counted_outcome(
                reminders::undoable_stop_of_occurrence(&mut reader, member, occurrence, now).await,
                |stop| usize::from(stop.is_some()),
            ),
        ),
        (
            "reminders::reminders_during_absence",
            counted_outcome(reminders::reminders_during_absence(&mut reader, member, now).await, |found| {
                found.own_count + found.held_reminders.len()
            }),
        ),
        (
            "reminders::reminders_moved_at",
            counted_outcome(reminders::reminders_moved_at(&mut reader, member, now).await, |moved| {
                usize::from(moved.is_some())
            }),
        ),
        ("reminders::keep_old_times", outcome_of(reminders::keep_old_times(db, member, batch, now).await)),
        ("reminders::follow_local_times", outcome_of(reminders::follow_local_times(db, member, batch, now).await)),
        ("reminders::store_typed", outcome_of(reminders::store_typed(db, member, "Tea", "soonish", now).await)),
        (
            "reminders::store_typed_for_group",
            outcome_of(reminders::store_typed_for_group(db, member, typed_group, now).await),
        ),
        ("reminders::typed_group_draft", outcome_of(reminders::typed_group_draft(db, member, batch).await)),
        ("reminders::typed_draft", outcome_of(reminders::typed_draft(db, member, batch).await)),
        ("receipts::list", outcome_of(receipts.list(&mut reader, by, &Filter::open(), 0, 10).await)),
        ("receipts::show", outcome_of(receipts.show(&mut reader, by, delivery, now).await)),
        ("receipts::retry", outcome_of(receipts.retry(db, by, delivery, now).await)),
        ("receipts::matching", outcome_of(receipts.matching(&mut reader, by, &Filter::open(), 10).await)),
        ("receipts::rehearse_retry", outcome_of(receipts.rehearse_retry(db, by, delivery, now).await)),
        ("receipts::retry_all", outcome_of(receipts.retry_all(db, by, NoticeId(1), now).await)),
        (
            "receipts::record_quarantine_lifted",
            outcome_of(receipts.record_quarantine_lifted(db, by, NoticeId(1), now).await),
        ),
        ("receipts::cancel", outcome_of(receipts.cancel(db, by, delivery, now).await)),
    ]
}

#[tokio::test]
async fn person_who_left_can_read_and_change_nothing_with_any_use_case() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let mut conn = open_raw_connection(&path).await;
    sqlx::raw_sql(FILL_SQL).execute(&mut conn).await.expect("the rows are accepted");
    let rows_before = all_rows_as_text(&mut conn).await;
    assert!(rows_before.len() > 10, "there is something to lose: {rows_before:#?}");
    for (name, outcome) in call_all(&db, STRANGER, NOW.parse().expect("an instant")).await {
        assert!(matches!(outcome, Outcome::Refused | Outcome::Returned(0)), "{name}: {outcome:?}");
    }
    assert_eq!(all_rows_as_text(&mut conn).await, rows_before);
}

/// The use cases that a person in the server with this role may use. All rows belong to another person.
async fn allowed_use_cases(role: Option<&str>) -> String {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let mut conn = open_raw_connection(&path).await;
    sqlx::raw_sql(FILL_SQL).execute(&mut conn).await.expect("the rows are accepted");
    let role_sql = role.map(|role| format!(", {role} = 1")).unwrap_or_default();
    let join_sql = format!("UPDATE members SET in_guild = 1, left_at = NULL{role_sql} WHERE id = 5");
    sqlx::raw_sql(AssertSqlSafe(join_sql)).execute(&mut conn).await.expect("they are in the server");
    let outcomes = call_all(&db, STRANGER, NOW.parse().expect("an instant")).await.into_iter();
    let allowed_outcomes = outcomes.filter(|(_, outcome)| !matches!(outcome, Outcome::Refused | Outcome::Returned(0)));
    allowed_outcomes.map(|(name, _)| name).collect::<Vec<_>>().join("\n  ")
}

#[tokio::test]
async fn each_role_may_use_only_certain_use_cases_on_rows_of_other_people() {
    let roles = [("guest", None), ("member", Some("mag")), ("volunteer", Some("helpdesk"))];
    let mut rows = Vec::new();
    for (name, role) in roles {
        rows.push(format!("{name}:\n  {}", allowed_use_cases(role).await));
    }
    insta::assert_snapshot!(rows.join("\n"), @"
    guest:
      faq_requests::search
      helpdesk::open
      helpdesk::check_may_open
      helpdesk::list
      reminders::create_draft
      reminders::store_typed
    member:
      alerts::mark_seen
      alerts::answer
      alerts::remind
      alerts::help_request
      alerts::full_message
      alerts::original_text
      faq_requests::search
      helpdesk::open
      helpdesk::check_may_open
      helpdesk::list
      reminders::create_draft
      reminders::store_typed
    volunteer:
      alerts::mark_seen
      alerts::answer
      alerts::remind
      alerts::help_request
      alerts::full_message
      alerts::original_text
      duty::take
      duty::set_available
      duty::end_available
      faq_cards::get
      faq_cards::list
      faq_drafts::submit
      faq_requests::search
      faq_requests::count
      helpdesk::open
      helpdesk::check_may_open
      helpdesk::log
      helpdesk::check_may_log
      helpdesk::claim
      helpdesk::release
      helpdesk::decline
      helpdesk::list
      helpdesk::history
      helpdesk::handover
      reminders::create_draft
      reminders::store_typed
    ");
}

/// The files with use cases, and the prefix of their names in [`call_all`].
const SERVICES: &[(&str, &str)] = &[
    ("src/alerts/answers.rs", "alerts"),
    ("src/alerts/reaching.rs", "alerts"),
    ("src/alerts/report.rs", "alerts"),
    ("src/alerts/service.rs", "alerts"),
    ("src/alerts/drafts/service.rs", "drafts"),
    ("src/duty/offers.rs", "duty"),
    ("src/duty/people.rs", "duty"),
    ("src/duty/planning.rs", "duty"),
    ("src/duty/service.rs", "duty"),
    ("src/helpdesk/answered_elsewhere.rs", "helpdesk"),
    ("src/helpdesk/contact.rs", "helpdesk"),
    ("src/helpdesk/intake.rs", "helpdesk"),
    ("src/faq/cards.rs", "faq_cards"),
    ("src/faq/drafts.rs", "faq_drafts"),
    ("src/faq/requests.rs", "faq_requests"),
    ("src/helpdesk/answered_elsewhere.rs", "helpdesk"),
    ("src/helpdesk/handover.rs", "helpdesk"),
    ("src/helpdesk/opening.rs", "helpdesk"),
    ("src/helpdesk/outcome.rs", "helpdesk"),
    ("src/helpdesk/report.rs", "helpdesk"),
    ("src/helpdesk/reading.rs", "helpdesk"),
    ("src/helpdesk/service.rs", "helpdesk"),
    ("src/helpdesk/transfer.rs", "helpdesk"),
    ("src/reminders/service", "reminders"),
    ("src/delivery/receipts/service.rs", "receipts"),
];

/// Files whose functions take a person, and the reason why a stranger can do no harm with them.
const NO_ACTOR: [(&str, &str); 5] = [
    ("src/delivery/outbox.rs", "it records only that the person pressed a button of a message that they got"),
    ("src/delivery/phone_test.rs", "it sends a message only to the person"),
    ("src/members/service.rs", "the person comes from Discord, or is looked up"),
    ("src/members/service", "they change only the person's own profile, and what Discord reports about reaching them"),
    ("src/guild/service", "Discord decides who may manage the server, and the service checks which server it is"),
];

#[test]
fn every_file_of_use_cases_is_known() {
    let mut files = Vec::new();
    for part in PARTS {
        collect_rust_files(&Path::new("src").join(part), &mut files);
    }
    let (mut seen, mut unknown) = (0, Vec::new());
    for file in files {
        let functions = functions_that_take_a_person(&std::fs::read_to_string(&file).expect("it reads"));
        if !functions.iter().any(|function| function.takes_database) {
            continue;
        }
        seen += 1;
        let is_known = SERVICES.iter().chain(&NO_ACTOR).any(|(known, _)| file.starts_with(known));
        if !is_known {
            unknown.push(file);
        }
    }
    assert!(seen > 15, "only {seen} files with use cases were found");
    assert!(unknown.is_empty(), "{unknown:?} have use cases that take a person: add them to SERVICES or NO_ACTOR");
}

#[tokio::test]
async fn every_use_case_that_takes_an_acting_person_is_called() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let outcomes = call_all(&db, STRANGER, Timestamp::UNIX_EPOCH).await;
    let known: BTreeSet<&str> = outcomes.iter().map(|(name, _)| *name).collect();
    for (place, prefix) in SERVICES {
        for file in rust_files(place) {
            for function in functions_that_take_a_person(&std::fs::read_to_string(&file).expect("it reads")) {
                let name = format!("{prefix}::{}", function.name);
                assert!(known.contains(name.as_str()), "{} has {name}: add it to call_all", file.display());
            }
        }
    }
}
