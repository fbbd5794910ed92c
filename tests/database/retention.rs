//! Tests that old rows of every growing table are deleted. Every table must be in one of the two lists here. A table of
//! the second list fails the test if nothing deletes its old rows.

use std::collections::BTreeSet;

use magpie::app::features;
use magpie::config::Config;
use magpie::db::Db;
use magpie::time::Timestamp;
use sqlx::AssertSqlSafe;

use crate::people::columns;
use crate::{folder, open_raw_connection};

/// Tables that do not grow. Some have at most one row for each person, role, channel or setting. A sync or an upload
/// replaces the rows of the others.
const BOUNDED: &str = "delivery_counts deputies duty_panel expected_members house inbox_threads listed_members \
                       member_mailboxes members panels profile_drafts profiles server_channels server_members \
                       server_roles servers set_aside setup";

/// Tables that get a new row whenever somebody does something.
const GROWING: &str = "alert_drafts alert_mails alert_messages alert_missing_lists alert_recipients alert_rosters \
                       alert_steps alert_versions alerts deletions \
                       deliveries delivery_events delivery_notices delivery_troubles duty_available duty_drafts \
                       duty_offers duty_shifts duty_slots expected_drafts \
                       faq_cards faq_drafts faq_posts faq_searches faq_texts faq_versions \
                       handled_interactions incident_troubles incidents reminder_drafts reminder_occurrences \
                       reminders ticket_asks ticket_events ticket_outcomes tickets";

/// Rows for each growing table that ended in 1970, and an active daily reminder with old occurrences.
const OLD_ROWS_SQL: &str = r#"
    INSERT INTO deliveries (id, source, subject, key, lane, action, channel_id, line, state, queued_at, due_at, nonce)
        VALUES (1, 'alert', '1', 'one', 3, 'post', 6, 'x', 'failed', 0, 0, 'n1'),
               (2, 'notices', '1', 'two', 3, 'post', 6, 'x', 'sent', 0, 0, 'n2');
    INSERT INTO delivery_events (delivery_id, at, what) VALUES (1, 0, 'failed');
    INSERT INTO delivery_notices (id, cause, opened_at, delivery_id) VALUES (1, 'refused', 0, 2);
    INSERT INTO delivery_troubles (delivery_id, notice_id, reason, at) VALUES (1, 1, 'x', 0);
    INSERT INTO alerts (id, author_id, severity, addressed, version, state, sent_at, ended_at, ended_by)
        VALUES (1, 6, 'urgent', '["mag"]', 1, 'over', 0, 1, 6);
    INSERT INTO alert_versions VALUES (1, 1, 'Room', NULL, 6, 0, '{}');
    INSERT INTO alert_recipients (alert_id, member_id, chosen) VALUES (1, 6, 0);
    INSERT INTO alert_messages (delivery_id, alert_id, member_id, kind, version, state)
        VALUES (11, 1, 6, 'first', 1, 'sent');
    INSERT INTO alert_mails (alert_id, name, address, language, reason, state, version)
        VALUES (1, 'Ada', 'ada@example.org', 'en', 'not_on_discord', 'sent', 1);
    INSERT INTO alert_rosters (alert_id, number, delivery_id) VALUES (1, 1, 12);
    INSERT INTO alert_steps (alert_id, kind, due_at, state) VALUES (1, 'list', 0, 'done');
    INSERT INTO alert_missing_lists (alert_id, number, delivery_id) VALUES (1, 1, 13);
    INSERT INTO alert_drafts (id, interaction_id, author_id, severity, audience, text, answer_by_text, chosen,
                              changed_at)
        VALUES (1, 1, 6, 'urgent', 'members', 'Room', '', '[]', 0);
    INSERT INTO deletions (member_id, deleted_at) VALUES (7, 0);
    INSERT INTO duty_drafts (id, author_id, slots, created_at, saved_at) VALUES (1, 6, '[]', 0, 1);
    INSERT INTO duty_slots (id, draft_id, starts_at, ends_at, zone, needed) VALUES (1, 1, 0, 1, 'UTC', 1);
    INSERT INTO duty_shifts (id, slot_id, member_id, starts_at, ends_at, taken_at, ring, night, state, ended_at)
        VALUES (1, 1, 6, 0, 1, 0, 'always', 0, 'over', 1);
    INSERT INTO duty_offers (shift_id, to_id, state, offered_at) VALUES (1, 6, 'withdrawn', 0);
    INSERT INTO duty_available VALUES (6, 0, 1, 'always');
    INSERT INTO expected_drafts (guild_id, by_id, people, created_at) VALUES (1, 6, '[]', 0);
    INSERT INTO faq_cards (id, state, category, version, changed_at) VALUES (1, 'deleted', 'other', 2, 0);
    INSERT INTO faq_texts (card_id, language, question, answer) VALUES (1, 'en', 'Link?', 'In the programme');
    INSERT INTO faq_versions VALUES (1, 1, '{}');
    INSERT INTO faq_posts (delivery_id, card_id, channel_id, posted_at) VALUES (2, 1, 6, 0);
    INSERT INTO faq_drafts (author_id, language, category, question, answer, valid_text, state, changed_at)
        VALUES (6, 'en', 'other', 'Link?', 'In the programme', '', 'open', 0);
    INSERT INTO faq_searches (interaction_id, asker_id, language, text, cards, outcome, searched_at)
        VALUES (1, 6, 'en', 'Link', '[]', 'nothing', 0);
    INSERT INTO handled_interactions (id, at) VALUES (1, 0);
    INSERT INTO incidents (id, began_at, ended_at) VALUES (1, 0, 1);
    INSERT INTO incident_troubles (incident_id, trouble, began_at, ended_at) VALUES (1, 'gateway', 0, 1);
    INSERT INTO reminder_drafts (id, author_id, plan, created_at) VALUES (1, 6, '{}', 0);
    INSERT INTO reminders (id, member_id, author_id, text, anchor, wall, zone, tz_data, state, due_at, created_at,
                           ended_at)
        VALUES (1, 6, 6, 'Tea', 'wall', '2020-11-11T09:00:00', 'UTC', 'x', 'over', NULL, 0, 1),
               (2, 6, 6, 'Daily', 'wall', '2020-11-11T09:00:00', 'UTC', 'x', 'active', 253400000000000, 0, NULL);
    INSERT INTO reminder_occurrences (id, reminder_id, at, kind, state, changed_at)
        VALUES (1, 1, 0, 'planned', 'sent', 0), (2, 2, 1, 'planned', 'sent', 1), (3, 2, 2, 'planned', 'done', 2);
    INSERT INTO tickets (id, interaction_id, kind, desk, asker_id, text, opened_at, acted_at, status, ending, closed_at,
                         round, version)
        VALUES (1, 1, 'help', 'volunteers', 6, 'Sound', 0, 0, 'closed', 'solved', 1, 1, 1);
    INSERT INTO ticket_asks (ticket_id, round, member_id, asked_at) VALUES (1, 1, 6, 0);
    INSERT INTO ticket_events (ticket_id, at, what) VALUES (1, 0, 'opened');
    INSERT INTO ticket_outcomes VALUES (1, 'good', 1);
"#;

#[tokio::test]
async fn old_rows_of_every_growing_table_are_deleted() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let mut conn = open_raw_connection(&path).await;
    let known_tables: BTreeSet<&str> = BOUNDED.split_whitespace().chain(GROWING.split_whitespace()).collect();
    for (table, _) in columns(&mut conn).await {
        assert!(known_tables.contains(table.as_str()), "say in BOUNDED or GROWING what limits {table}");
    }
    sqlx::raw_sql(OLD_ROWS_SQL).execute(&mut conn).await.expect("the rows are accepted");
    let mut count = async |table: &str| -> i64 {
        let query = format!("SELECT COUNT(*) FROM {table}");
        sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut conn).await.expect("it reads")
    };
    for table in GROWING.split_whitespace() {
        assert!(count(table).await > 0, "nothing is planted in {table}");
    }
    let work = features::due_work(&Config::default(), &db);
    // Run the work on four days: some rows can be deleted only after the rows that refer to them.
    for day in 1..=4 {
        let now: Timestamp = format!("2020-11-{:02}T00:00:00Z", 10 + day).parse().expect("an instant");
        for work in &work {
            while work.run_due(now, 100).await.expect("the work succeeds") > 0 {}
        }
    }
    for table in GROWING.split_whitespace() {
        let expected_rows = match table {
            // The active reminder and its latest occurrence are kept.
            "reminders" | "reminder_occurrences" => 1,
            _ => 0,
        };
        assert_eq!(count(table).await, expected_rows, "{table}");
    }
}
