//! Tests where the keyboard focus goes, and what opening a phone or a link shows.

use fantoccini::key::Key;

use crate::wall::Wall;

#[tokio::test]
async fn focus_is_never_lost_when_a_phone_is_added_or_removed() {
    let Some(wall) = Wall::open().await else { return };
    wall.click("[data-action=add-phone]").await;
    let added_phone = wall.focused_attribute("data-open-phone").await.expect("the new phone has the focus");
    assert_eq!(wall.count(&format!("[data-phone='{added_phone}']")).await, 1);
    wall.click(&format!("[data-phone='{added_phone}'] .remove")).await;
    wall.wait_for("[data-phone=guest]").await;
    assert_eq!(wall.count(&format!("[data-phone='{added_phone}']")).await, 0);
    assert_eq!(wall.focused_attribute("data-focus").await.as_deref(), Some("remove"), "the phone beside it has it");
    for handle in ["sec-lead", "brisbane", "lapaz", "sydney", "vancouver", "guest"] {
        wall.click(&format!("[data-phone='{handle}'] .remove")).await;
    }
    assert_eq!(wall.focused_attribute("id").await.as_deref(), Some("add-phone"), "no phone is left");
    wall.close().await;
}

#[tokio::test]
async fn phone_opens_at_a_new_message_or_else_where_it_was_closed() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("brisbane").await;
    wall.go_to("help").await;
    wall.click("[data-action=put-away]").await;
    wall.open_phone("brisbane").await;
    wall.wait_for("[data-place-open=help]").await;
    wall.click("[data-action=put-away]").await;
    wall.click("[data-action=next-event]").await;
    wall.wait_for("[data-phone=brisbane][data-lit=true]").await;
    wall.open_phone("brisbane").await;
    wall.wait_for("[data-place-open=dm]").await;
    wall.wait_for_text("#open-phone .status-owner", "Member Brisbane").await;
    wall.wait_for("#open-phone .messages[role=log][aria-live=polite]").await;
    wall.close().await;
}

#[tokio::test]
async fn link_to_a_discord_message_opens_the_message_on_the_same_phone() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("vancouver").await;
    wall.go_to("announcements").await;
    wall.click("#open-phone [data-component='v1/profile/open']").await;
    assert_eq!(wall.count("#open-phone a[href*='discord.com']").await, 0, "no link leaves the page");
    wall.click("#open-phone .button.link").await;
    wall.wait_for("[data-place-open=dm]").await;
    wall.wait_for("#open-phone .message[data-shown=true]").await;
    wall.close().await;
}

#[tokio::test]
async fn click_on_a_mentioned_command_opens_its_form_and_runs_nothing() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("lapaz").await;
    wall.write("[data-composer]", "/recordatorios").await;
    wall.wait_for("#open-phone [data-suggestion=reminders]").await;
    wall.type_keys(&char::from(Key::Enter).to_string()).await;
    let chip = "#open-phone .message[data-ephemeral=true] [data-command-mention=remind]";
    wall.wait_for_text(chip, "/recordar").await;
    wall.click(chip).await;
    wall.wait_for("#open-phone form[data-command=remind]").await;
    assert_eq!(wall.focused_attribute("data-option-input").await.as_deref(), Some("text"), "one can write at once");
    wall.type_keys(&char::from(Key::Escape).to_string()).await;
    wall.wait_for("#open-phone [data-composer]").await;
    assert_eq!(wall.count("#open-phone .message").await, 1, "nothing was run");
    wall.close().await;
}

#[tokio::test]
async fn option_that_is_added_to_a_command_gets_the_focus() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("lapaz").await;
    wall.write("[data-composer]", "/profile set").await;
    wall.wait_for("#open-phone [data-suggestion='profile set']").await;
    wall.type_keys(&char::from(Key::Enter).to_string()).await;
    wall.click("[data-add-option=days]").await;
    assert_eq!(wall.focused_attribute("data-option-input").await.as_deref(), Some("days"));
    wall.close().await;
}

#[tokio::test]
async fn tab_key_leaves_the_composer() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("lapaz").await;
    wall.wait_for("#open-phone [data-composer]").await.click().await.expect("it can be clicked");
    wall.type_keys(&char::from(Key::Tab).to_string()).await;
    assert_eq!(wall.focused_attribute("data-action").await.as_deref(), Some("send"));
    wall.close().await;
}
