//! Tests that "Start over" shows the page as at its first opening.

use serde_json::Value;

use crate::late::Answer;
use crate::wall::Wall;

/// All that a person sees of the page's state.
const PAGE_STATE_JS: &str = "
    const list = (css, show) => [...document.querySelectorAll(css)].map(show);
    return {
      openPhone: document.body.dataset.phoneOpen ?? null,
      isPhoneHidden: document.getElementById('open-phone').hidden,
      phones: list('[data-phone]', (one) => ({ ...one.dataset })),
      cards: list('[data-card]', (one) => ({ ...one.dataset })),
      log: list('.notifications li', (one) => one.textContent),
      clock: document.querySelector('.time').dataset.clock,
      scroll: [scrollY, document.getElementById('story').scrollTop],
      speed: document.querySelector('[data-focus=speed]').value,
      isPlaying: document.querySelector('[data-focus=play]').ariaPressed,
      adder: document.getElementById('add-phone').value,
      dialogs: list('dialog', (one) => one.className),
      note: document.getElementById('toast').textContent,
      isLate: list('[data-late], [data-ending]', (one) => one.className),
    };
";

impl Wall {
    async fn page_state(&self) -> Value {
        self.client.execute(PAGE_STATE_JS, Vec::new()).await.expect("the script runs")
    }

    /// Presses "Start over" with the keyboard, and waits until the new community is complete.
    async fn start_over(&self) {
        self.answer_questions(Answer::Yes).await;
        let script = "const [answer] = arguments;
            new EventSource('/api/events').addEventListener('message', ({ data }) => {
              if (JSON.parse(data).kind === 'filled') answer(true);
            });
            document.querySelector('[data-action=reset]').focus();
            document.activeElement.click();";
        self.client.execute_async(script, Vec::new()).await.expect("the community is complete");
        self.wait_for("body:not([data-phone-open]) [data-bot=running]").await;
    }
}

#[tokio::test]
async fn page_is_as_at_its_first_opening_after_starting_over() {
    for width in [390, 1280] {
        let Some(wall) = Wall::open().await else { return };
        wall.resize(width, 844).await;
        let at_first = wall.page_state().await;
        wall.click("[data-phone=guest] .remove").await;
        wall.click("[data-action=next-event]").await;
        wall.wait_for("[data-phone=brisbane][data-lit=true]").await;
        wall.wait_for("[data-card='1'][data-done=true]").await;
        wall.open_card(2).await;
        wall.write("[data-action=speed]", "×600").await;
        wall.open_phone("brisbane").await;
        wall.go_to("help").await;
        assert_ne!(wall.page_state().await, at_first);
        wall.start_over().await;
        wall.wait_for("[data-card='1'][data-open=true][data-done=false]").await;
        wall.wait_for("[data-clock='2020-11-10T16:55:00.000Z']").await;
        wall.wait_for("[data-phone=guest]").await;
        assert_eq!(wall.page_state().await, at_first, "{width} px");
        assert_eq!(wall.focused_attribute("data-action").await.as_deref(), Some("reset"), "{width} px");
        wall.open_phone("brisbane").await;
        wall.wait_for("[data-place-open=dm]").await;
        wall.close().await;
    }
}
