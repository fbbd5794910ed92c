//! Tests the layout of the toolbar in every language and in every state of the bot.

use fantoccini::key::Key;
use magpie::words::Language;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::page::bot_text;
use crate::wall::Wall;

/// The width of a window, and the largest height of the toolbar in it. One row of controls is about 50 px high. At
/// 390 px there are two rows and the line for messages: with a third line in the first button, it would be 150 px.
const SIZES: [(u32, f64); 4] = [(1520, 75.0), (1280, 75.0), (390, 148.0), (320, 210.0)];

/// Returns the height of the toolbar, and the faults of its controls: text that is wider than its control, a control
/// outside of the window, controls of one row with different heights.
const MEASURE_BAR_JS: &str = "
    const bar = document.getElementById('bar');
    const name = (one) => one.dataset.action ?? one.dataset.focus ?? one.className;
    const shown = [...bar.querySelectorAll('button, select, .time, .pulse')];
    const faults = [];
    for (const one of shown) {
      const box = one.getBoundingClientRect();
      if (one.scrollWidth > one.clientWidth + 1) faults.push(`${name(one)}: the text is too wide`);
      if (box.left < 0 || box.right > document.documentElement.clientWidth) faults.push(`${name(one)}: cut off`);
    }
    for (const row of ['.moves', '.life', '.corner']) {
      const heights = new Map();
      for (const one of bar.querySelectorAll(`${row} button, ${row} select`)) {
        const { top, height } = one.getBoundingClientRect();
        const before = heights.get(Math.round(top)) ?? height;
        if (Math.abs(before - height) > 1) faults.push(`${name(one)}: ${height} px high, not ${before}`);
        heights.set(Math.round(top), before);
      }
    }
    return { height: bar.offsetHeight, faults };
";

#[derive(Debug, Deserialize)]
struct BarMeasurement {
    height: f64,
    faults: Vec<String>,
}

impl Wall {
    pub async fn choose_language(&self, code: &str) {
        let script = "const [name] = arguments;
            const select = document.querySelector('#bar [data-focus=language]');
            select.value = [...select.options].find((one) => one.textContent === name).value;
            select.dispatchEvent(new Event('change'));";
        let name = bot_text(code, "wall", "wall-language-name");
        self.client.execute(script, vec![json!(name)]).await.expect("the script runs");
        self.wait_for(&format!("html[lang={code}]")).await;
        self.wait_for_text("[data-action=reset]", &bot_text(code, "wall", "wall-reset")).await;
    }

    /// By how many pixels the page is scrolled down.
    async fn scroll_position(&self) -> Value {
        self.client.execute("return Math.round(scrollY)", Vec::new()).await.expect("the script runs")
    }

    /// Shows the toolbar as if the bot had this status.
    async fn show_bot_status(&self, status: &str) {
        let script = "const [status, answer] = arguments;
            import('/wall/js/sandbox-state.js').then(({ sandbox }) => {
              sandbox.bot = status;
              document.dispatchEvent(new Event('language'));
              answer(true);
            });";
        self.client.execute_async(script, vec![json!(status)]).await.expect("the script runs");
        self.wait_for(&format!("[data-bot={status}]")).await;
    }
}

/// The screen of a phone of ordinary size.
const PHONE: (u32, u32) = (390, 844);

#[tokio::test]
async fn phone_screen_shows_the_card_and_then_also_the_phone_that_rings() {
    for language in Language::ALL.map(Language::code) {
        let Some(wall) = Wall::open().await else { return };
        wall.choose_language(language).await;
        wall.resize(PHONE.0, PHONE.1).await;
        wall.client.execute("scrollTo(0, 0)", Vec::new()).await.expect("the script runs");
        for part in ["h3 button", "[data-step='1']", ".look li:last-child", "[data-action=show-1]"] {
            wall.wait_until_in_view(&format!("[data-card='1'] {part}")).await;
        }
        wall.click("[data-action=next-event]").await;
        wall.wait_for("[data-phone=brisbane][data-lit=true]").await;
        wall.wait_until_in_view("[data-phone=brisbane] [data-lock-text]").await;
        wall.wait_until_in_view("[data-phone=brisbane] [data-phone-state]").await;
        for look in ["li:first-child", "li:last-child"] {
            assert!(wall.is_in_view(&format!("[data-card='1'] .look {look}")).await, "{language}: {look}");
        }
        wall.close().await;
    }
}

#[tokio::test]
async fn page_stays_where_it_is_when_a_control_of_the_toolbar_gets_the_focus() {
    let Some(wall) = Wall::open().await else { return };
    for (width, height) in [PHONE, (1280, 500)] {
        wall.resize(width, height).await;
        // The page may be too short to scroll this far, but it can scroll.
        wall.client.execute("scrollTo(0, 300)", Vec::new()).await.expect("the script runs");
        let start = wall.scroll_position().await;
        assert_ne!(start, json!(0), "{width} px");
        let mut positions = Vec::new();
        for (action, status) in [("bot-kill", "stopped"), ("bot-start", "running")] {
            wall.click(&format!("[data-action={action}]")).await;
            wall.wait_for(&format!("[data-bot={status}]")).await;
            positions.push(wall.scroll_position().await);
        }
        wall.type_keys(&char::from(Key::Tab).to_string()).await;
        assert_eq!(wall.focused_attribute("data-focus").await.as_deref(), Some("language"));
        positions.push(wall.scroll_position().await);
        assert_eq!(positions, [start.clone(), start.clone(), start], "{width} px");
    }
    wall.close().await;
}

#[tokio::test]
async fn toolbar_fits_in_every_language_and_state_of_the_bot() {
    let Some(wall) = Wall::open().await else { return };
    for (width, max_height) in SIZES {
        wall.resize(width, 844).await;
        for language in Language::ALL.map(Language::code) {
            wall.choose_language(language).await;
            for status in ["running", "stopped", "starting"] {
                wall.show_bot_status(status).await;
                let measured = wall.client.execute(MEASURE_BAR_JS, Vec::new()).await.expect("the script runs");
                let measured: BarMeasurement = serde_json::from_value(measured).expect("a measurement");
                let state = format!("{width} px, {language}, {status}");
                if measured.height > max_height || !measured.faults.is_empty() {
                    wall.screenshot("toolbar").await;
                }
                assert!(measured.height <= max_height, "{state}: {} px high", measured.height);
                assert_eq!(measured.faults, Vec::<String>::new(), "{state}");
            }
        }
    }
    wall.close().await;
}
