//! Tests the names of places, and what the page says about an empty DM.

use crate::wall::Wall;

#[tokio::test]
async fn cities_and_zones_have_their_names_in_the_language_of_the_page() {
    let Some(wall) = Wall::open().await else { return };
    for (language, place) in
        [("es", "Ginebra (hora de Zúrich)"), ("fr", "Genève (fuseau\u{a0}: Zurich)"), ("en", "Geneva (Zurich time)")]
    {
        wall.choose_language(language).await;
        wall.wait_for_text("[data-phone=sec-lead] .where-text", place).await;
    }
    wall.choose_language("es").await;
    wall.wait_for_text("#add-phone option", "Member London · Londres").await;
    wall.close().await;
}

#[tokio::test]
async fn empty_dm_says_that_the_bot_cannot_write_first_only_where_that_is_true() {
    let Some(wall) = Wall::open().await else { return };
    let plain = "No messages yet.";
    wall.open_phone("vancouver").await;
    wall.wait_for("#open-phone .empty[data-may-bot-write=true]").await;
    assert_eq!(wall.text("#open-phone .empty").await, plain, "this member has a profile");
    wall.open_phone("guest").await;
    wall.wait_for("#open-phone .empty[data-may-bot-write=false]").await;
    assert_eq!(
        wall.text("#open-phone .empty").await,
        "No messages yet. A bot may only write first to people who have pressed one of its buttons."
    );
    wall.go_to("help").await;
    wall.click("#open-phone [data-component*='ticket/get-help']").await;
    wall.click("[data-action=cancel-modal]").await;
    wall.go_to("dm").await;
    wall.wait_for("#open-phone .empty[data-may-bot-write=true]").await;
    assert_eq!(wall.text("#open-phone .empty").await, plain, "the guest has pressed a button");
    wall.close().await;
}
