//! Tests that a message of the page covers nothing that a person reads or presses.

use serde_json::json;

use crate::wall::Wall;

/// The windows in which the message has a different place: at the foot of the cards, or in the toolbar.
const WINDOWS: [(u32, u32); 4] = [(1280, 900), (1280, 600), (1000, 844), (390, 844)];

/// Returns the elements behind the message, without those that are only a background: the page, the toolbar between
/// its controls, and the hidden state of the bot.
const BEHIND_MESSAGE_JS: &str = "
    const message = document.querySelector('#toast p');
    const { left, top, width, height } = message.getBoundingClientRect();
    if (left < 0 || top < 0 || left + width > innerWidth || top + height > innerHeight) return ['out of view'];
    message.style.visibility = 'hidden';
    const behind = new Set();
    for (let x = 1; x < width; x += 6)
      for (let y = 1; y < height; y += 6) {
        const one = document.elementFromPoint(left + x, top + y);
        if (!one.matches('html, body, main, #bar')) behind.add(`${one.tagName}.${one.className}#${one.id}`);
      }
    message.style.visibility = '';
    return [...behind];
";

impl Wall {
    /// From now on, a message of the page does not end by itself.
    pub async fn keep_messages(&self) {
        let script = "const setTimeoutOfBrowser = window.setTimeout;
            window.setTimeout = (act, ms, ...values) => (ms >= 6000 ? 0 : setTimeoutOfBrowser(act, ms, ...values));";
        self.client.execute(script, Vec::new()).await.expect("the script runs");
    }

    async fn assert_message_covers_nothing(&self, state: &str) {
        self.wait_for("#toast p").await;
        let behind = self.client.execute(BEHIND_MESSAGE_JS, Vec::new()).await.expect("the script runs");
        if behind != json!([]) {
            self.screenshot("message-covers").await;
        }
        assert_eq!(behind, json!([]), "{state}");
    }
}

#[tokio::test]
async fn message_of_the_page_covers_nothing() {
    for (width, height) in WINDOWS {
        let Some(wall) = Wall::open().await else { return };
        wall.resize(width, height).await;
        wall.keep_messages().await;
        wall.click("[data-action=bot-kill]").await;
        wall.wait_for_text("#toast", "killed").await;
        let state = format!("{width}x{height}");
        wall.assert_message_covers_nothing(&state).await;
        wall.client.execute("scrollTo(0, 300)", Vec::new()).await.expect("the script runs");
        wall.click("[data-action=next-event]").await;
        wall.wait_for_text("#toast", "not running").await;
        wall.assert_message_covers_nothing(&format!("{state}, scrolled")).await;
        wall.open_phone("sec-lead").await;
        wall.click("[data-action=next-event]").await;
        wall.assert_message_covers_nothing(&format!("{state}, with a phone")).await;
        wall.close().await;
    }
}

/// In a window this small the toolbar scrolls with the page, so the message is at the bottom.
#[tokio::test]
async fn message_leaves_the_open_phone_free_in_a_small_window() {
    let Some(wall) = Wall::open().await else { return };
    wall.resize(320, 640).await;
    wall.keep_messages().await;
    wall.open_phone("sec-lead").await;
    let script = "import('/wall/js/toast.js').then(({ toast }) => { toast('Some words.'); arguments[0](true); })";
    wall.client.execute_async(script, Vec::new()).await.expect("the script runs");
    wall.assert_message_covers_nothing("320x640").await;
    wall.close().await;
}
