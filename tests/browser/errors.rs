//! Tests that an error on the page goes when its cause has gone.

use fantoccini::key::Key;

use crate::wall::Wall;

#[tokio::test]
async fn error_goes_when_the_bot_runs_again() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("guest").await;
    wall.go_to("help").await;
    wall.wait_for("#open-phone [data-component*='ticket/get-help']").await;
    wall.click("[data-action=bot-kill]").await;
    wall.wait_for("[data-bot=stopped]").await;
    wall.click("#open-phone [data-component*='ticket/get-help']").await;
    wall.wait_for_text("#open-phone [data-failed]", "did not answer").await;
    // Messages of the page would end after some seconds by themselves. Here, only the bot ends them.
    wall.keep_messages().await;
    wall.click("[data-action=next-event]").await;
    wall.wait_for_text("#toast", "not running").await;
    // Another window starts the bot.
    let script = "const [answer] = arguments;
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ do: 'start' });
        fetch('/api/bot', { method: 'POST', headers, body }).then(() => answer(true));";
    wall.client.execute_async(script, Vec::new()).await.expect("the script runs");
    wall.wait_for("[data-bot=running]").await;
    wall.wait_for("#open-phone .notices:empty").await;
    wall.wait_for("#toast:empty").await;
    wall.close().await;
}

#[tokio::test]
async fn error_about_a_text_goes_when_the_text_changes() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("lapaz").await;
    wall.write("[data-composer]", "/nonsense").await;
    wall.type_keys(&char::from(Key::Enter).to_string()).await;
    wall.wait_for_text("#open-phone [data-failed]", "/nonsense").await;
    wall.type_keys("x").await;
    wall.wait_for("#open-phone .notices:empty").await;
    wall.close().await;
}
