//! Checks the accessibility of the page in the states that a newcomer sees. The checks use axe-core, and measure text
//! sizes, target sizes, reflow and layout shift.

use magpie::words::Language;

use crate::page::bot_text;
use crate::wall::{Server, Wall};

#[tokio::test]
async fn wide_page_is_accessible_in_every_state_of_the_night() {
    let Some(wall) = Wall::open().await else { return };
    wall.check("start").await;
    wall.click("[data-action=next-event]").await;
    wall.wait_for("[data-phone=brisbane][data-lit=true]").await;
    wall.check("a phone rings").await;
    wall.open_phone("sec-lead").await;
    wall.check("direct messages without a message").await;
    wall.click("#open-phone [data-action=places]").await;
    wall.click("#open-phone .settings summary").await;
    wall.check("list of channels with the settings").await;
    wall.click("#open-phone [data-place=secretariat]").await;
    wall.write("[data-composer]", "/alert").await;
    wall.wait_for("#open-phone [data-suggestion='alert send']").await;
    wall.check("suggested commands").await;
    wall.click("#open-phone [data-suggestion='alert send']").await;
    wall.write("[data-option-input=severity]", "Urg").await;
    wall.wait_for_text("#open-phone .suggestions [aria-selected=true]", "Urgent").await;
    wall.check("form of a command").await;
    wall.click("#open-phone .suggestions [aria-selected=true]").await;
    wall.write("[data-option-input=audience]", "members").await;
    wall.click("[data-action=run-command]").await;
    wall.wait_for("dialog [data-field=text]").await;
    wall.check("form of the bot").await;
    wall.write("dialog [data-field=text]", "Main room link changed").await;
    wall.write("dialog [data-field=answer_by]", "18:15 UTC").await;
    wall.click("[data-action=submit-modal]").await;
    wall.wait_for("#open-phone [data-component*='alert/send/']").await;
    wall.check("preview").await;
    wall.click("#open-phone [data-component*='alert/send/']").await;
    wall.wait_for("[data-phone=lapaz][data-lit=true]").await;
    wall.wait_for("[data-phone=vancouver][data-lit=true]").await;
    wall.check("alert is sent").await;
    wall.open_phone("lapaz").await;
    wall.click("#open-phone [data-component*='alert/seen/']").await;
    wall.wait_for_text("#open-phone .message button[disabled]", "Visto").await;
    wall.check("button that is closed").await;
    wall.open_phone("guest").await;
    wall.go_to("help").await;
    wall.check("panel in a channel").await;
    wall.click("[data-action=bot-kill]").await;
    wall.wait_for("[data-bot=stopped]").await;
    wall.click("[data-action=next-event]").await;
    wall.wait_for_text("#toast", "not running").await;
    wall.click("#open-phone [data-component*='ticket/get-help']").await;
    wall.wait_for("#open-phone [data-failed]").await;
    wall.check("bot is dead and a press fails").await;
    wall.click("[data-card='5'] h3 button").await;
    wall.click("[data-action=after-5]").await;
    wall.wait_for("[data-ending]").await;
    wall.check("ending").await;
    wall.close().await;
}

#[tokio::test]
async fn narrow_page_is_accessible_and_shows_the_phone_that_rings() {
    let Some(wall) = Wall::open().await else { return };
    wall.resize(390, 844).await;
    wall.check("narrow: start").await;
    wall.click("[data-action=next-event]").await;
    wall.wait_for("[data-phone=brisbane][data-lit=true]").await;
    wall.wait_until_in_view("[data-phone=brisbane]").await;
    wall.check("narrow: a phone rings").await;
    wall.open_phone("brisbane").await;
    wall.wait_for_text("#open-phone .status-owner", "Member Brisbane").await;
    wall.check("narrow: open phone").await;
    wall.click("#open-phone .coach summary").await;
    wall.wait_for("#open-phone .coach [data-action=coach-next]").await;
    wall.check("narrow: card that is done on the phone").await;
    wall.open_card(4).await;
    wall.click("[data-card='4'] [data-step='1']").await;
    wall.wait_for_text("#open-phone .message[data-ephemeral=true]", "Ticket 1").await;
    wall.check("narrow: private answer").await;
    // Another phone rings while the guest's open phone covers the wall.
    wall.click("[data-action=next-event]").await;
    wall.wait_for("[data-phone=lapaz][data-lit=true]").await;
    wall.wait_for("#open-phone[hidden]").await;
    wall.wait_until_in_view("[data-phone=lapaz]").await;
    wall.check("narrow: a phone rings behind the open one").await;
    wall.close().await;
}

/// In this test, the clock runs by itself. A click would hide layout shifts, because a browser does not count shifts
/// just after a click.
#[tokio::test]
async fn phone_that_rings_behind_an_open_phone_shifts_no_layout() {
    for width in [1280, 1000, 390] {
        let Some(wall) = Wall::open().await else { return };
        wall.resize(width, 844).await;
        wall.open_phone("vancouver").await;
        // Even on a narrow screen, the open phone must not cover the bar with this button.
        wall.click("[data-action=play]").await;
        wall.wait_for_text(".notifications", "Your session is at 04:30").await;
        wall.check(&format!("{width} px: a phone rings behind the open one")).await;
        assert_eq!(wall.count("#open-phone:not([hidden])").await, 1, "the phone stays open");
        wall.close().await;
    }
}

#[tokio::test]
async fn nothing_scrolls_sideways_at_320_pixels_in_any_language() {
    for language in Language::ALL.map(Language::code) {
        let Some(wall) = Wall::open().await else { return };
        wall.write("#bar [data-focus=language]", &start_of_own_name(language)).await;
        wall.wait_for(&format!("html[lang={language}]")).await;
        wall.resize(320, 640).await;
        wall.check(&format!("320 px, {language}: start")).await;
        wall.click("[data-action=next-event]").await;
        wall.wait_for("[data-phone=brisbane][data-lit=true]").await;
        wall.check(&format!("320 px, {language}: a phone rings")).await;
        wall.open_phone("brisbane").await;
        wall.click("#open-phone .coach summary").await;
        wall.check(&format!("320 px, {language}: open phone")).await;
        wall.click("#open-phone [data-action=places]").await;
        wall.check(&format!("320 px, {language}: list of channels")).await;
        wall.close().await;
    }
}

/// The first letters of the language's own name. Typing them in the select of languages chooses the language.
fn start_of_own_name(code: &str) -> String {
    bot_text(code, "wall", "wall-language-name").chars().take(4).collect()
}

#[tokio::test]
async fn empty_server_has_its_own_story_cards() {
    let Some(wall) = Wall::open_on(Server::Bare).await else { return };
    wall.wait_for_text("#story-title", "An empty server").await;
    let page = wall.wait_for("body").await.html(true).await.expect("the page can be read");
    assert_eq!(page.find("[wall-"), None, "a text is missing");
    wall.check("empty server").await;
    wall.click("[data-card='1'] [data-step='1']").await;
    wall.wait_for("#open-phone [data-component*='setup/save']").await;
    wall.check("empty server: /setup").await;
    wall.answer_of_a_press_that_saves_nothing("v1/setup/save").await;
    assert_eq!(wall.count("[data-card='1'][data-done=true]").await, 0, "nothing is saved yet");
    wall.click("#open-phone [data-component*='setup/save']").await;
    wall.wait_for("[data-card='1'][data-done=true]").await;
    wall.open_card(2).await;
    wall.click("[data-card='2'] [data-step='1']").await;
    wall.wait_for_text("#open-phone [data-content]", "Where do you live?").await;
    wall.wait_for("body:not([data-showing])").await;
    wall.click("[data-card='2'] [data-step='2']").await;
    wall.click("#open-phone [data-component*='profile/save']").await;
    wall.wait_for("[data-card='2'][data-done=true]").await;
    wall.wait_for("body:not([data-showing])").await;
    assert_eq!(wall.count("[data-card='3'][data-done=true]").await, 0, "a profile is no reminder");
    wall.open_card(3).await;
    wall.click("[data-card='3'] [data-step='1']").await;
    wall.click("#open-phone [data-component*='reminder/save']").await;
    wall.wait_for("body:not([data-showing])").await;
    wall.click("[data-action=next-event]").await;
    wall.wait_for("[data-card='3'][data-done=true]").await;
    wall.wait_for_text("[data-ending]", "On a real server").await;
    wall.check("empty server: ending").await;
    wall.close().await;
}
