//! Tests how the secretariat plans slots: by hand, by a rule and from a file.

use super::*;

#[tokio::test]
async fn slots_of_a_rule_are_shown_before_they_are_created_and_can_be_undone() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({ "from": "2 December", "until": "17 December", "every": 4, "people": 2 });
    let preview = harness.command("sec-lead", "duty add", options.clone()).await;
    insta::assert_snapshot!(preview.text(), @"
    **These 96 slots will be created:**
    • Wed 2 Dec, 00:00–04:00 (Tue 23:00–03:00 UTC): **needs 2 people**
    • Wed 2 Dec, 04:00–08:00 (03:00–07:00 UTC): **needs 2 people**
    • Wed 2 Dec, 08:00–12:00 (07:00–11:00 UTC): **needs 2 people**
    • Wed 2 Dec, 12:00–16:00 (11:00–15:00 UTC): **needs 2 people**
    • Wed 2 Dec, 16:00–20:00 (15:00–19:00 UTC): **needs 2 people**
    • Wed 2 Dec, 20:00–00:00 (19:00–23:00 UTC): **needs 2 people**
    … 89 more …
    • Thu 17 Dec, 20:00–00:00 (19:00–23:00 UTC): **needs 2 people**
    ");
    assert_eq!(preview.buttons(), ["Create", "Discard"]);
    let created = harness.click("sec-lead", &preview, "Create").await;
    insta::assert_snapshot!(created.text(), @"✅ 96 slots were created. Volunteers can take them now.");
    let again = harness.command("sec-lead", "duty add", options).await;
    insta::assert_snapshot!(again.text(), @"
    96 slots exist already, and are left out.
    So nothing is left to create.
    ");
    let list = harness.command("sec-lead", "duty slots", json!({})).await;
    assert_eq!(list.text().lines().last(), Some("Page 1 of 10"));
    let undone = harness.click("sec-lead", &created, "Undo").await;
    insta::assert_snapshot!(undone.text(), @"96 slots were removed.");
    harness.end().await;
}

#[tokio::test]
async fn one_slot_is_planned_in_the_zone_that_was_typed_and_nothing_is_created_when_discarded() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({ "from": "11 Nov 02:00 UTC", "until": "06:00", "people": 2 });
    let preview = harness.command("sec-lead", "duty add", options).await;
    insta::assert_snapshot!(preview.text(), @"
    **This slot will be created:**
    • Wed 11 Nov, 03:00–07:00 (02:00–06:00 UTC): **needs 2 people**
    ");
    let discarded = harness.click("sec-lead", &preview, "Discard").await;
    insta::assert_snapshot!(discarded.text(), @"Discarded. No slot was created.");
    let list = harness.command("lapaz", "duty slots", json!({})).await;
    insta::assert_snapshot!(list.text(), @"No hay ningún turno planificado. Aun así, puede decir que está disponible: /duty available.");
    harness.end().await;
}

#[tokio::test]
async fn time_that_cannot_be_read_is_explained_and_an_end_before_the_start_is_refused() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let unread = harness.command("sec-lead", "duty add", json!({ "from": "soonish", "until": "06:00" })).await;
    assert_eq!(unread.text().lines().next(), Some("You typed: soonish"));
    let options = json!({ "from": "12 Nov 10:00", "until": "11 November 2020" });
    let backwards = harness.command("sec-lead", "duty add", options).await;
    insta::assert_snapshot!(backwards.text(), @"The end is not after the start.");
    let options = json!({ "from": "12 November", "until": "14 November" });
    let long = harness.command("sec-lead", "duty add", options).await;
    insta::assert_snapshot!(long.text(), @"A slot takes at most a day. For a longer time, say how many hours each slot has: /duty add has an option for it.");
    harness.end().await;
}

#[tokio::test]
async fn slots_of_a_file_are_shown_and_faults_are_told_by_line() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let file = |content: &str| {
        let encoded = common::members_file(content)["members_file"]["content_base64"].clone();
        json!({ "file": { "filename": "duty.csv", "content_base64": encoded } })
    };
    let faulty = file("start,end,people\n2020-11-11 02:00,soon,2\n");
    let refused = harness.command("sec-lead", "duty upload", faulty).await;
    insta::assert_snapshot!(refused.text(), @"
    The file has a fault. Nothing was changed.
    Line 2: “soon” is not a time. Write it like 2026-11-02 02:00.
    ");
    let good = file("start,end,people,zone\n2020-11-11 02:00,2020-11-11 06:00,2,UTC\n");
    let preview = harness.command("sec-lead", "duty upload", good).await;
    insta::assert_snapshot!(preview.text(), @"
    **This slot will be created:**
    • Wed 11 Nov, 03:00–07:00 (02:00–06:00 UTC): **needs 2 people**
    ");
    harness.end().await;
}

#[tokio::test]
async fn only_the_secretariat_plans_and_only_volunteers_read_who_is_on_duty() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({ "from": "11 Nov 02:00 UTC", "until": "06:00" });
    let refused = harness.command("lapaz", "duty add", options).await;
    insta::assert_snapshot!(refused.text(), @"Solo la secretaría puede planificar las guardias.");
    for name in ["duty slots", "duty coverage"] {
        let refused = harness.command_in("guest", "help", name, json!({})).await;
        assert_eq!(refused.text(), "Only volunteers of the help desk and the secretariat can be on duty.", "{name}");
    }
    let available = harness.command_in("guest", "help", "duty available", json!({ "until": "2 hours" })).await;
    insta::assert_snapshot!(available.text(), @"Only volunteers of the help desk and the secretariat can be on duty.");
    harness.end().await;
}
