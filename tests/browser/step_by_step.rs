//! Tests that the cards say what can be done where a person reads them: on the page, and on an open phone that covers
//! the page.

use crate::wall::{Server, Wall};

#[tokio::test]
async fn open_phone_on_a_narrow_screen_leads_through_the_cards() {
    let Some(wall) = Wall::open().await else { return };
    wall.resize(390, 844).await;
    wall.open_card(3).await;
    wall.wait_for_text("[data-card='3'] [data-first]", "Play card 2 first").await;
    wall.open_card(2).await;
    assert_eq!(wall.count("[data-card='2'] [data-first]").await, 0, "this card needs no other");
    wall.open_phone("sec-lead").await;
    wall.click("#open-phone .coach summary").await;
    wall.wait_for_text("#open-phone .coach .hint", "puts this phone away").await;
    wall.wait_for_text("#open-phone .coach .look", "Sydney stays dark").await;
    wall.check("390 px: steps and what to look at").await;
    wall.click("#open-phone .coach [data-step='1']").await;
    wall.click("dialog .coach summary").await;
    wall.wait_for("body:not([data-showing])").await;
    wall.click("dialog .coach [data-step='2']").await;
    wall.wait_for("body:not(:has(dialog)):not([data-showing])").await;
    wall.click("#open-phone .coach [data-step='4']").await;
    wall.wait_for_text("#open-phone .coach summary", "Done: An urgent alert").await;
    wall.check("390 px: a card is done").await;
    wall.click("[data-action=coach-next]").await;
    wall.wait_for_text("#open-phone .coach summary", "What to do: “Sent” is not “seen”").await;
    assert_eq!(wall.focused_attribute("data-focus").await.as_deref(), Some("coach"), "the focus stays on the phone");
    assert_eq!(wall.count("[data-first]").await, 0, "the alert is sent");
    wall.click("[data-action=put-away]").await;
    wall.open_card(5).await;
    wall.click("[data-action=after-5]").await;
    wall.open_phone("lapaz").await;
    wall.wait_for_text("#open-phone .coach", "On a real server").await;
    wall.close().await;
}

#[tokio::test]
async fn card_is_too_late_when_the_card_that_it_needs_is_too_late() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_card(5).await;
    wall.wait_for_text("[data-card='5'] [data-first]", "Play card 2 first").await;
    for utc in ["17:55", "18:55"] {
        wall.click("[data-action=plus-1h]").await;
        wall.wait_for(&format!("[data-clock='2020-11-10T{utc}:00.000Z']")).await;
        wall.wait_for("body:not([data-moving])").await;
    }
    wall.wait_for_text("[data-card='5'] [data-late]", "It is past 18:15 UTC").await;
    assert_eq!(wall.count("[data-card='5'] [data-step], [data-card='5'] [data-first]").await, 0);
    assert_eq!(wall.count("[data-card='4'] [data-late]").await, 0, "card 4 needs no alert");
    wall.close().await;
}

#[tokio::test]
async fn step_of_a_card_is_done_on_the_phone_of_its_member() {
    let Some(wall) = Wall::open_on(Server::Bare).await else { return };
    for step in ["1", "2"] {
        wall.click(&format!("[data-card='1'] [data-step='{step}']")).await;
        wall.wait_for("body:not([data-showing])").await;
    }
    wall.wait_for("[data-card='1'][data-done=true]").await;
    assert_eq!(wall.count("[data-open-member=vancouver]").await, 0, "the owner's phone is open");
    wall.click("[data-card='2'] h3 button").await;
    wall.click("[data-card='2'] [data-step='2']").await;
    wall.wait_for("[data-open-member=vancouver] [data-component*='profile/save']").await;
    wall.wait_for("body:not([data-showing])").await;
    wall.click("#open-phone [data-action=put-away]").await;
    wall.click("[data-card='2'] [data-step='3']").await;
    wall.wait_for("[data-card='2'][data-done=true]").await;
    wall.close().await;
}
