//! Tests that a card of the story is done only when all that it asks for has happened.

use serde_json::json;

use crate::wall::Wall;

impl Wall {
    /// Makes the page believe that a press was answered with a message that offers the same button again.
    pub async fn answer_of_a_press_that_saves_nothing(&self, custom_id: &str) {
        let script = "const [customId] = arguments;
            const message = { components: [{ components: [{ custom_id: customId }] }] };
            document.dispatchEvent(new CustomEvent('pressed', { detail: { customId, message } }));";
        self.client.execute(script, vec![json!(custom_id)]).await.expect("the script runs");
    }

    async fn is_done(&self, card: u32) -> bool {
        self.count(&format!("[data-card='{card}'][data-done=true]")).await > 0
    }
}

#[tokio::test]
async fn card_is_done_only_when_all_its_steps_have_had_their_effect() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_card(2).await;
    wall.open_phone("sec-lead").await;
    wall.wait_for("#open-phone [data-place-open=secretariat]").await;
    wall.go_to("dm").await;
    wall.write("[data-composer]", "/alert send\u{e007}").await;
    wall.wait_for_text("#open-phone [data-failed]", "works only in the server’s channels").await;
    wall.click("[data-action=show-2]").await;
    wall.wait_for("[data-card='2'][data-done=true]").await;
    wall.wait_for("body:not([data-showing])").await;
    assert!(!wall.is_done(1).await, "the alert is not the reminder of card 1");

    // Whoever looks at Sydney's phone before La Paz has seen the alert has not done the last step of card 3.
    wall.open_phone("sydney").await;
    wall.wait_for("#open-phone [data-component*='alert/seen']").await;
    wall.open_phone("lapaz").await;
    wall.click("#open-phone [data-component*='alert/seen']").await;
    wall.wait_for_text("#open-phone .message button[disabled]", "Visto").await;
    assert!(!wall.is_done(3).await, "the secretariat's list and Sydney's phone come after the press");
    wall.open_phone("sec-lead").await;
    wall.go_to("secretariat").await;
    wall.wait_for_text("#open-phone .message [data-content]", "Seen (1): Member La Paz").await;
    assert!(!wall.is_done(3).await, "Sydney's phone is the last step");
    wall.open_phone("sydney").await;
    wall.wait_for("[data-card='3'][data-done=true]").await;

    // The bot is never killed in this night.
    for utc in ["17:55", "18:55", "19:55", "20:55"] {
        wall.click("[data-action=plus-1h]").await;
        wall.wait_for(&format!("[data-clock='2020-11-10T{utc}:00.000Z']")).await;
        wall.wait_for("body:not([data-moving])").await;
    }
    wall.wait_for("[data-phone=sydney][data-sounded='1'], [data-phone=sydney][data-opened=true]").await;
    wall.wait_for_text("#open-phone .message:last-child", "No action needed.").await;
    assert!(!wall.is_done(5).await, "card 5 asks to kill the bot");
    wall.open_card(5).await;
    wall.click("[data-action=after-5]").await;
    wall.wait_for_text("[data-ending]", "Cards not done yet: 4, 5.").await;
    wall.close().await;
}

#[tokio::test]
async fn card_5_is_done_although_sydneys_phone_is_open_already() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_card(2).await;
    wall.click("[data-action=show-2]").await;
    wall.wait_for("[data-card='2'][data-done=true]").await;
    wall.wait_for("body:not([data-showing])").await;
    wall.open_phone("sydney").await;
    wall.wait_for("#open-phone [data-component*='alert/seen']").await;
    wall.click("[data-action=bot-kill]").await;
    wall.wait_for("[data-bot=stopped]").await;
    wall.click("[data-action=bot-start]").await;
    wall.wait_for("[data-bot=running]").await;
    for utc in ["17:55", "18:55", "19:55", "20:55"] {
        wall.click("[data-action=plus-1h]").await;
        wall.wait_for(&format!("[data-clock='2020-11-10T{utc}:00.000Z']")).await;
        wall.wait_for("body:not([data-moving])").await;
    }
    wall.wait_for("[data-card='5'][data-done=true]").await;
    wall.close().await;
}
