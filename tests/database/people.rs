//! Decides for every column of the database what happens to a person's data in the column. [`COLUMNS`] says whether
//! `/profile export` contains the data and whether `/profile delete` removes it. For data that stays, [`COLUMNS`]
//! says how long and why. A column without a rule fails a test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use magpie::app::features;
use magpie::config::Config;
use magpie::db::Db;
use magpie::members::{self, MemberId};
use magpie::time::Timestamp;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use crate::{folder, open_raw_connection};

/// What happens to the data in a column when a person deletes their data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OnDeletion {
    /// The column holds nothing about a person.
    NoPerson,
    /// The data is deleted. The export contains it in some form.
    Exported,
    /// The data is deleted. The export leaves it out, because other parts of the export say the same.
    Deleted,
    /// The data stays. The text says until when, and why.
    Kept(&'static str),
    /// The data stays, and the export contains it. The text says until when, and why.
    ExportedKept(&'static str),
}

use OnDeletion::{Deleted, Exported, ExportedKept, Kept, NoPerson};

const ALERTS: &str = "keep.alerts_days after it was sent: others acted on the alert";
const DELIVERIES: &str = "keep.deliveries_days: the secretariat must see why somebody was not reached";
const DRAFTS: &str = "7 days: the draft belongs to another person, who chose this person";
const WHILE_IN_SERVER: &str = "while they are in the server: Discord shows it to every bot there";
const EXPECTED_MEMBERS: &str = "until the secretariat's next upload: the list is the secretariat's own";
const OUTSIDE_PERSON: &str =
    "keep.tickets_days after the ticket was closed: the help desk needs it to reach the person";
const OPEN_TICKET: &str = "until the ticket is deleted, keep.tickets_days after it was closed: they still help with it";
const SET_UP: &str = "as long as the set-up exists: it must show who is responsible for it";
const UNTIL_ALERT_ENDS: &str = "until the alert has ended: the secretariat must see who was reached";

const COLUMNS: &[(&str, &str, OnDeletion)] = &[
    ("alert_drafts", "id interaction_id corrects corrects_from alert_id", NoPerson),
    ("alert_drafts", "author_id severity ask purpose answer_by previewed_at discarded_at", Deleted),
    ("alert_drafts", "changed_at answer_by_text ask_text", Deleted),
    ("alert_drafts", "text translations", Exported),
    ("alert_drafts", "audience chosen shown", Kept(DRAFTS)),
    ("alert_mails", "id alert_id version", NoPerson),
    ("alert_mails", "member_id", Deleted),
    // E-mails to people who are not on Discord have no member. They are deleted with their alert.
    ("alert_mails", "name address language zone reason state sent_at failure", Exported),
    ("alert_messages", "delivery_id alert_id kind version occasion sounding state carried_by", NoPerson),
    ("alert_messages", "member_id", Kept(UNTIL_ALERT_ENDS)),
    ("alert_recipients", "alert_id chosen named erased_at_end cause seen_version answer_version", NoPerson),
    ("alert_recipients", "member_id", Kept(UNTIL_ALERT_ENDS)),
    ("alert_recipients", "sent_at heard_at failed_at reason seen_at", ExportedKept(UNTIL_ALERT_ENDS)),
    ("alert_recipients", "reached_version", NoPerson),
    ("alert_recipients", "reached_at", ExportedKept(UNTIL_ALERT_ENDS)),
    ("alert_recipients", "reached_by", Kept(ALERTS)),
    ("alert_missing_lists", "alert_id number delivery_id", NoPerson),
    ("alert_steps", "id alert_id kind due_at state", NoPerson),
    ("alert_recipients", "answer answered_at answer_late remind_at", ExportedKept(UNTIL_ALERT_ENDS)),
    ("alert_rosters", "alert_id number delivery_id posted_at stale", NoPerson),
    ("alert_versions", "alert_id version answer_by at", NoPerson),
    ("alert_versions", "text translations", ExportedKept(ALERTS)),
    ("alert_versions", "by_id", Kept(ALERTS)),
    ("alerts", "id severity addressed version state sent_at asked_at ended_at", NoPerson),
    ("alerts", "ask purpose told_version found_at by_mail", NoPerson),
    ("alerts", "author_id ended_by", Kept(ALERTS)),
    ("deputies", "id", NoPerson),
    ("deputies", "member_id deputy_id asked_at accepted_at", Exported),
    ("deletions", "member_id deleted_at", Kept("as long as a backup may be put back: they are deleted again then")),
    ("deliveries", "id lane action channel_id edits route attempt expires_at sending_at lease_until", NoPerson),
    ("deliveries", "unknown_since nonce sent_message_id cause held_until sounding uncounted", NoPerson),
    ("deliveries", "member_id subject part key invitees line tried_channel_id sent_channel_id", Kept(DELIVERIES)),
    ("deliveries", "source state queued_at due_at sent_at reason", ExportedKept(DELIVERIES)),
    ("delivery_counts", "state n", NoPerson),
    ("delivery_events", "id delivery_id at what until_at detail", NoPerson),
    ("delivery_events", "actor", Kept(DELIVERIES)),
    ("delivery_notices", "id cause opened_at delivery_id", NoPerson),
    ("delivery_troubles", "delivery_id notice_id reason at mended_at", NoPerson),
    ("duty_available", "member_id", Deleted),
    ("duty_available", "from_at until_at ring", Exported),
    ("duty_drafts", "id slots created_at saved_at", NoPerson),
    ("duty_drafts", "author_id", Deleted),
    ("duty_offers", "id shift_id state offered_at", NoPerson),
    ("duty_offers", "to_id taken_by", Deleted),
    ("duty_panel", "one channel_id delivery_id refresh_at", NoPerson),
    ("duty_shifts", "id slot_id night step next_at ended_at taken_at", NoPerson),
    ("duty_shifts", "member_id", Deleted),
    ("duty_shifts", "starts_at ends_at ring state confirmed_at", Exported),
    ("duty_slots", "id draft_id starts_at ends_at zone needed removed_at gap_at told_at told_with", NoPerson),
    ("expected_members", "line", NoPerson),
    ("expected_drafts", "id guild_id created_at", NoPerson),
    ("expected_drafts", "by_id", Deleted),
    ("expected_drafts", "people", Kept("1 day: a list that nobody confirmed")),
    ("expected_members", "name address grp handle zone place language", ExportedKept(EXPECTED_MEMBERS)),
    ("faq_cards", "id state category valid_until reminded_at expired_at next_at version changed_at", NoPerson),
    ("faq_cards", "owner_id", Deleted),
    ("faq_drafts", "id card_id base_version language category search_id state", NoPerson),
    ("faq_drafts", "author_id valid_until changed_at", Deleted),
    ("faq_drafts", "question answer valid_text", Exported),
    ("faq_posts", "delivery_id card_id channel_id posted_at gone_at", NoPerson),
    ("faq_searches", "id interaction_id language kind cards outcome next_at ticket dismissed_at", NoPerson),
    ("faq_searches", "asker_id searched_at", Deleted),
    ("faq_searches", "text", Exported),
    ("faq_texts", "id card_id language question answer", NoPerson),
    ("faq_versions", "card_id version content", NoPerson),
    ("handled_interactions", "id at", NoPerson),
    ("house", "key value", NoPerson),
    ("inbox_threads", "parent_id", NoPerson),
    ("inbox_threads", "thread_id", Exported),
    ("inbox_threads", "member_id opened_at", Deleted),
    ("incident_troubles", "incident_id trouble began_at ended_at", NoPerson),
    ("incidents", "id began_at ended_at delivery_id", NoPerson),
    ("listed_members", "zone place language", Exported),
    ("listed_members", "member_id", Deleted),
    ("members", "id handle name mag helpdesk secretariat in_guild", ExportedKept(WHILE_IN_SERVER)),
    ("members", "left_at", Kept("as the row: when it can go")),
    ("members", "locale language dm_channel dm_closed_at dm_acted_at dm_messaged_at", Exported),
    ("members", "phone_confirmed_at profile_asked_at", Exported),
    ("member_mailboxes", "member_id code asked_at wrong_codes asks asks_since", Deleted),
    ("member_mailboxes", "address confirmed_at asked_address", Exported),
    ("panels", "kind channel_id message_id", NoPerson),
    ("profile_drafts", "zone place quiet_start quiet_end quiet_days emergency language", Exported),
    ("profile_drafts", "member_id zone_step revision changed_at", Deleted),
    ("profiles", "zone place quiet_start quiet_end emergency awake_until away_until saved_at quiet_days", Exported),
    ("profiles", "member_id away_wall", Deleted),
    ("reminder_drafts", "id", NoPerson),
    ("reminder_drafts", "author_id created_at saved_at", Deleted),
    ("reminder_drafts", "plan", Exported),
    ("reminder_occurrences", "id reminder_id at kind state delivery_id changed_at missed", Deleted),
    ("reminders", "id batch_id anchor pass tz_data created_at ended_at", NoPerson),
    ("reminders", "member_id author_id", Deleted),
    ("reminders", "text wall zone rule state due_at", Exported),
    ("set_aside", "part row_id reason since", NoPerson),
    ("server_channels", "guild_id id name kind parent_id position", NoPerson),
    ("server_channels", "overwrites", Kept(WHILE_IN_SERVER)),
    ("server_members", "guild_id is_bot", NoPerson),
    ("server_members", "member_id", Kept(WHILE_IN_SERVER)),
    ("server_members", "handle name roles", ExportedKept(WHILE_IN_SERVER)),
    ("server_roles", "guild_id id name position permissions managed mentionable", NoPerson),
    ("servers", "id name bot_id synced_at left_at", NoPerson),
    ("servers", "owner_id", Kept(SET_UP)),
    ("setup", "one guild_id secretariat_role members_role volunteers_role secretariat_channel", NoPerson),
    ("setup", "announcements_channel help_channel triage_channel inbox_channel", NoPerson),
    ("setup", "event_from event_to changed_at", NoPerson),
    ("setup", "changed_by", Kept(SET_UP)),
    ("ticket_asks", "ticket_id round asked_at rank reason declined_at", NoPerson),
    ("ticket_asks", "member_id", Deleted),
    ("ticket_outcomes", "ticket_id outcome rated_at", NoPerson),
    ("ticket_events", "id ticket_id at what", NoPerson),
    ("ticket_events", "actor_id", Deleted),
    ("ticket_events", "detail", Exported),
    (
        "tickets",
        "id interaction_id kind desk acted_at status step next_at claimed_at nudges ending closed_at",
        NoPerson,
    ),
    ("tickets", "urgency category round_at heard_at awaits_asker merged_into", NoPerson),
    ("tickets", "round thread_id threads version opened_at origin omitted_reason omitted_sent_at", NoPerson),
    ("tickets", "asker_id logged_by", Deleted),
    ("tickets", "text tried answer", Exported),
    ("tickets", "helper_id", Kept(OPEN_TICKET)),
    ("tickets", "outside_name outside_contact", Kept(OUTSIDE_PERSON)),
];

/// The rule for the column; `None` if it has no rule.
fn on_deletion(table: &str, column: &str) -> Option<OnDeletion> {
    let mut rows = COLUMNS.iter().filter(|(of, names, _)| *of == table && names.split(' ').any(|name| name == column));
    let first = rows.next().map(|(_, _, on_deletion)| *on_deletion);
    assert!(rows.next().is_none(), "{table}.{column} has two rows");
    first
}

/// The person whose data is exported and deleted.
pub const PERSON: i64 = 7_001_234_567;
const OTHER: i64 = 7_009_999_999;
/// Every text of the person begins with this mark, followed by the names of its table and column.
const MARK: &str = "secret-of-";
const NOW: &str = "2020-11-10T16:55:00Z";

/// All columns of all tables, each with the name of its table. Leaves out the tables of SQLite and sqlx, and the search
/// index, which has no data of its own.
pub async fn columns(conn: &mut SqliteConnection) -> Vec<(String, String)> {
    let query = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
                  WHERE t.name IN (SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main')
                    AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
    let rows = sqlx::query(query).fetch_all(conn).await.expect("the schema can be read");
    rows.into_iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// The columns that contain the person's id or one of the person's texts.
async fn columns_with_the_person(conn: &mut SqliteConnection) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (table, column) in columns(conn).await {
        let query = format!(
            "SELECT COUNT(*) FROM {table}
              WHERE CAST(\"{column}\" AS TEXT) LIKE '%{PERSON}%' OR \"{column}\" LIKE '%{MARK}%'"
        );
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut *conn).await.expect("it reads");
        if count > 0 {
            found.insert((table, column));
        }
    }
    found
}

/// A database in which the person has data of every kind.
pub async fn database_with_all_data(path: &Path) -> Db {
    let db = Db::open(path).await.expect("it opens");
    let mut conn = open_raw_connection(path).await;
    let (p, o, m) = (PERSON, OTHER, MARK);
    let plan = format!(r#"{{"kind":"own","text":"{m}reminder_drafts.plan","plans":[]}}"#);
    let group = r#"{"kind":"many","text":"Vote","audience":"mag","wall":"2020-11-11T09:00:00","rule":null}"#;
    let fill = format!(
        r#"
        INSERT INTO servers VALUES (1, 'MAG', {p}, 9, 0, NULL);
        INSERT INTO setup (one, guild_id, changed_at, changed_by) VALUES (1, 1, 0, {p});
        INSERT INTO server_channels
            VALUES (1, 5, 'help', 0, NULL, 0, '[{{"target":"member","id":"{p}","allow":0,"deny":0}}]');
        INSERT INTO server_members VALUES (1, {p}, '{m}server_members.handle', '{m}server_members.name', 0, '[]');
        INSERT INTO expected_members
            VALUES (2, '{m}expected_members.name', '{m}expected_members.address', 'mag', '{m}members.handle',
                    'Africa/Lagos', '{m}expected_members.place', 'en');
        INSERT INTO expected_drafts (guild_id, by_id, people, created_at) VALUES (1, {p}, '[]', 0);
        INSERT INTO members (id, handle, name, mag, in_guild, locale, language)
            VALUES ({p}, '{m}members.handle', '{m}members.name', 1, 1, '{m}members.locale', 'en'),
                   ({o}, 'other', 'Other', 1, 1, NULL, NULL);
        INSERT INTO profiles
            VALUES ({p}, 'Africa/Lagos', '{m}profiles.place', '22:00', '07:00', 'refused', NULL, NULL, 0, NULL, NULL);
        INSERT INTO profile_drafts (member_id, zone, place, zone_step, revision, changed_at)
            VALUES ({p}, 'Africa/Lagos', '{m}profile_drafts.place', 'confirmed', 1, 0);
        INSERT INTO listed_members VALUES ({p}, 'Africa/Lagos', '{m}listed_members.place', 'en');
        INSERT INTO member_mailboxes
            VALUES ({p}, '{m}member_mailboxes.address', 0, '{m}member_mailboxes.asked_address',
                    '{m}member_mailboxes.code', 0, 0, 1, 0);
        INSERT INTO deputies (member_id, deputy_id, asked_at) VALUES ({p}, {o}, 0), ({o}, {p}, 0);
        INSERT INTO inbox_threads VALUES ({p}, 77, 6, 0);
        INSERT INTO deliveries (id, source, subject, part, key, lane, action, member_id, invitees, line, state,
                                queued_at, due_at, nonce, reason)
            VALUES (1, 'alerts', '1/first/{p}', 'ask/1/{p}', 'alert/1/first/{p}', 1, 'post', {p}, '{p}',
                    'member/{p}', 'cancelled', 0, 0, 'n1', '{m}deliveries.reason');
        INSERT INTO delivery_events (delivery_id, at, what, actor) VALUES (1, 0, 'seen', 'member/{p}');
        INSERT INTO alerts (id, author_id, severity, addressed, version, state, sent_at, ended_at, ended_by)
            VALUES (1, {p}, 'urgent', '["mag"]', 1, 'over', 0, 1, {p}),
                   (2, {o}, 'urgent', '["mag"]', 1, 'active', 0, NULL, NULL);
        INSERT INTO alert_versions
            VALUES (1, 1, '{m}alert_versions.text', NULL, {p}, 0, '{{"en":"{m}alert_versions.translations"}}'),
                   (2, 1, 'Room', NULL, {o}, 0, '{{}}');
        INSERT INTO alert_recipients (alert_id, member_id, chosen, failed_at, cause, reason)
            VALUES (1, {p}, 0, 0, 'refused', '{m}alert_recipients.reason'), (2, {p}, 0, NULL, NULL, NULL),
                   (2, {o}, 0, NULL, NULL, NULL);
        UPDATE alert_recipients SET answer = 'yes', answered_at = 0, answer_version = 1, answer_late = 0;
        UPDATE alert_recipients SET reached_at = 0, reached_by = {p}, reached_version = 1;
        INSERT INTO alert_messages (delivery_id, alert_id, member_id, kind, version, state)
            VALUES (11, 1, {p}, 'first', 1, 'sent'), (12, 2, {p}, 'first', 1, 'sent');
        INSERT INTO alert_mails (alert_id, member_id, name, address, language, reason, state, version, failure)
            VALUES (1, {p}, '{m}alert_mails.name', '{m}alert_mails.address', 'en', 'no_route', 'failed', 1,
                    '{m}alert_mails.failure');
        INSERT INTO alert_drafts (id, interaction_id, author_id, severity, audience, text, translations,
                                  answer_by_text, ask_text, chosen, shown, changed_at)
            VALUES (1, 1, {p}, 'urgent', '{m}alert_drafts.audience', '{m}alert_drafts.text',
                    '{{"fr":{{"text":"{m}alert_drafts.translations"}}}}',
                    '{m}alert_drafts.answer_by_text', '{m}alert_drafts.ask_text', '[]', NULL, 0),
                   (2, 2, {o}, 'urgent', 'members', 'Room', '{{}}', '', '', '["{p}"]', '{{"{p}":"awake"}}', 0);
        INSERT INTO faq_cards (id, state, category, owner_id, version, changed_at)
            VALUES (1, 'published', 'other', {p}, 1, 0);
        INSERT INTO faq_texts (card_id, language, question, answer) VALUES (1, 'en', 'Link?', 'In the programme');
        INSERT INTO faq_drafts (author_id, language, category, question, answer, valid_text, state, changed_at)
            VALUES ({p}, 'en', 'other', '{m}faq_drafts.question', '{m}faq_drafts.answer', '{m}faq_drafts.valid_text',
                    'submitted', 0);
        INSERT INTO faq_searches (interaction_id, asker_id, language, text, cards, outcome, searched_at)
            VALUES (1, {p}, 'en', '{m}faq_searches.text', '[]', 'nothing', 0);
        INSERT INTO tickets (id, interaction_id, kind, desk, asker_id, logged_by, outside_name, outside_contact, text,
                             opened_at, acted_at, status, step, next_at, helper_id, claimed_at, ending, closed_at,
                             round, tried, answer, version)
            VALUES (1, 1, 'help', 'volunteers', {p}, NULL, NULL, NULL, '{m}tickets.text', 0, 0, 'closed', NULL, NULL,
                    {o}, NULL, 'solved', 1, 1, '{m}tickets.tried', '{m}tickets.answer', 1),
                   (2, 2, 'help', 'volunteers', {p}, NULL, NULL, NULL, '{m}tickets.text again', 0, 0, 'waiting',
                    'posted', 9, NULL, NULL, NULL, NULL, 1, NULL, NULL, 1),
                   (3, 3, 'help', 'volunteers', {o}, NULL, NULL, NULL, 'No sound', 0, 0, 'claimed', NULL, 9, {p}, 0,
                    NULL, NULL, 1, NULL, NULL, 1),
                   (4, 4, 'logged', 'volunteers', NULL, {p}, 'Ana', 'ana@example.org', 'No e-mail', 0, 0, 'closed',
                    NULL, NULL, {p}, NULL, 'solved', 1, 1, NULL, NULL, 1);
        INSERT INTO ticket_asks (ticket_id, round, member_id, asked_at, reason) VALUES (3, 1, {p}, 0, 'awake');
        INSERT INTO ticket_events (ticket_id, at, actor_id, what, detail)
            VALUES (1, 0, {p}, 'opened', NULL), (1, 1, {p}, 'closed', '{m}ticket_events.detail'),
                   (3, 0, {p}, 'claimed', NULL);
        INSERT INTO duty_drafts (id, author_id, slots, created_at, saved_at)
            VALUES (1, {p}, '[]', 0, NULL), (2, {p}, '[]', 0, 1);
        INSERT INTO duty_slots (id, draft_id, starts_at, ends_at, zone, needed) VALUES (1, 2, 1, 9, 'UTC', 2);
        INSERT INTO duty_shifts (id, slot_id, member_id, starts_at, ends_at, taken_at, ring, night, state, step,
                                 next_at)
            VALUES (1, 1, {p}, 1, 9, 0, 'always', 1, 'taken', 'end', 9),
                   (2, 1, {o}, 1, 9, 0, 'always', 1, 'taken', 'end', 9);
        INSERT INTO duty_offers (shift_id, to_id, state, offered_at, taken_by)
            VALUES (2, {p}, 'open', 0, NULL), (2, NULL, 'taken', 0, {p});
        INSERT INTO duty_available VALUES ({p}, 0, 9, 'always');
        INSERT INTO reminder_drafts
            VALUES (1, {p}, '{plan}', 0, NULL), (2, {p}, '{plan}', 0, 1), (3, {p}, '{group}', 0, 1);
        INSERT INTO reminders (id, member_id, author_id, batch_id, text, anchor, wall, zone, tz_data, state, due_at,
                               created_at)
            VALUES (1, {p}, {p}, NULL, '{m}reminders.text', 'wall', '2020-11-11T09:00:00', 'UTC', 'x', 'active', 9, 0),
                   (2, {o}, {p}, 3, 'Vote', 'wall', '2020-11-11T09:00:00', 'UTC', 'x', 'active', 9, 0);
        INSERT INTO reminder_occurrences (id, reminder_id, at, kind, state, changed_at)
            VALUES (1, 1, 0, 'planned', 'sent', 0);
        "#
    );
    sqlx::raw_sql(AssertSqlSafe(fill)).execute(&mut conn).await.expect("the rows are accepted");
    db
}

#[tokio::test]
async fn every_column_has_a_rule() {
    let (_folder, path) = folder();
    Db::open(&path).await.expect("it opens").close().await;
    let mut conn = open_raw_connection(&path).await;
    let all_columns = columns(&mut conn).await;
    let columns_without_rule: Vec<_> =
        all_columns.iter().filter(|(table, column)| on_deletion(table, column).is_none()).collect();
    assert!(
        columns_without_rule.is_empty(),
        "add a row to COLUMNS, and delete and export what is about a person: {columns_without_rule:?}"
    );
    for (table, names, _) in COLUMNS {
        for name in names.split(' ') {
            assert!(all_columns.iter().any(|(of, column)| of == table && column == name), "there is no {table}.{name}");
        }
    }
}

#[tokio::test]
async fn deletion_and_export_follow_the_rule_of_every_column() {
    let (_folder, path) = folder();
    let db = database_with_all_data(&path).await;
    let followers = features::followers(&Config::default());
    let (id, now): (_, Timestamp) = (MemberId::from_sql(PERSON), NOW.parse().expect("an instant"));
    let columns_before = columns_with_the_person(&mut db.read().await.expect("it reads")).await;
    let rule_of = |(table, column): &(String, String)| on_deletion(table, column).expect("every column has a row");
    let mut conn = open_raw_connection(&path).await;
    for (table, _, rule) in COLUMNS {
        let must_be_tested = matches!(rule, Deleted | Exported);
        let count = format!("SELECT COUNT(*) FROM {table}");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut conn).await.expect("it reads");
        assert!(!must_be_tested || rows > 0, "database_with_all_data has no row in {table}");
    }
    for column in &columns_before {
        assert_ne!(rule_of(column), NoPerson, "{column:?} holds the person");
    }

    let export = members::service::export(&mut db.read().await.expect("it reads"), &followers, id, now).await;
    let export = export.expect("it can be exported").to_string();
    for (table, column) in &columns_before {
        let is_exported = export.contains(&format!("{MARK}{table}.{column}"));
        match on_deletion(table, column) {
            Some(Exported | ExportedKept(_)) if has_marked_text(table, column) => {
                assert!(is_exported, "{table}.{column} is missing in {export}");
            }
            Some(Deleted | Kept(_)) => assert!(!is_exported, "{table}.{column} is in {export}"),
            _ => {}
        }
    }

    members::service::delete(&db, &followers, id, now).await.expect("it can be deleted");
    let columns_after = columns_with_the_person(&mut db.read().await.expect("it reads")).await;
    for column in &columns_after {
        assert!(matches!(rule_of(column), Kept(_) | ExportedKept(_)), "{column:?} still holds the person");
    }
    // The file must not contain the deleted texts any more, not even in free pages. The mark and the names of table and
    // column identify each text.
    let wal = path.with_file_name("magpie.db-wal");
    assert_eq!(std::fs::metadata(&wal).map(|meta| meta.len()).unwrap_or_default(), 0, "the WAL is empty");
    let file = std::fs::read(&path).expect("it reads");
    let text = String::from_utf8_lossy(&file);
    for (table, column) in columns_before.difference(&columns_after) {
        assert!(!text.contains(&format!("{MARK}{table}.{column}")), "{table}.{column} is still in the file");
    }
}

/// After a restore, a person's data is deleted again. If one table cannot be changed, the data in all other tables must
/// still be deleted.
#[tokio::test]
async fn data_in_other_tables_is_deleted_although_one_table_cannot_be_changed() {
    let followers = features::followers(&Config::default());
    let now: Timestamp = NOW.parse().expect("an instant");
    let ledger = BTreeMap::from([(u64::try_from(PERSON).expect("positive"), now.as_millisecond())]);
    let rows_with_deletion = COLUMNS.iter().filter(|(.., on_deletion)| matches!(on_deletion, Deleted | Exported));
    for table in rows_with_deletion.map(|(table, ..)| *table).collect::<BTreeSet<_>>() {
        let (_folder, path) = folder();
        let db = database_with_all_data(&path).await;
        let mut conn = open_raw_connection(&path).await;
        let trigger_sql = ["DELETE", "UPDATE"].map(|act| {
            format!("CREATE TRIGGER broken_{act} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END;")
        });
        sqlx::raw_sql(AssertSqlSafe(trigger_sql.concat())).execute(&mut conn).await.expect("triggers are created");
        // A row also stays if a child row, which would be deleted with it, cannot be deleted.
        let parent_tables: Vec<String> = sqlx::query_scalar("SELECT \"table\" FROM pragma_foreign_key_list(?)")
            .bind(table)
            .fetch_all(&mut conn)
            .await
            .expect("it reads");

        members::service::delete_again(&db, &followers, &ledger, now).await.expect("the other tables are changed");
        for (other_table, column) in columns_with_the_person(&mut db.read().await.expect("it reads")).await {
            let is_kept = matches!(on_deletion(&other_table, &column), Some(Kept(_) | ExportedKept(_)));
            // The person's open tickets stay open while another table of the help desk cannot be changed.
            let is_open_ticket = other_table == "tickets";
            let is_excused = is_open_ticket || other_table == table || parent_tables.contains(&other_table);
            assert!(is_kept || is_excused, "{other_table}.{column} when {table} cannot be changed");
        }
    }
}

/// Whether the column contains a text with the mark, and not an id or a handle.
fn has_marked_text(table: &str, column: &str) -> bool {
    !matches!((table, column), (_, "id" | "member_id" | "deputy_id") | ("expected_members", "handle"))
}

#[tokio::test]
async fn deletion_removes_all_data_of_a_person_outside_the_server() {
    let (_folder, path) = folder();
    let db = Db::open(&path).await.expect("it opens");
    let mut conn = open_raw_connection(&path).await;
    let fill = format!("INSERT INTO members (id, handle, name, in_guild, left_at) VALUES ({PERSON}, 'p', 'P', 0, 0)");
    sqlx::raw_sql(AssertSqlSafe(fill)).execute(&mut conn).await.expect("the row is accepted");
    let followers = features::followers(&Config::default());
    let (id, now) = (MemberId::from_sql(PERSON), NOW.parse().expect("an instant"));
    assert_eq!(members::service::delete(&db, &followers, id, now).await.expect("it can be deleted"), []);
    let tables_with_the_person: Vec<String> = columns_with_the_person(&mut db.read().await.expect("it reads"))
        .await
        .into_iter()
        .map(|(table, _)| table)
        .collect();
    assert_eq!(tables_with_the_person, ["deletions"], "only the record of the deletion is left");
}
