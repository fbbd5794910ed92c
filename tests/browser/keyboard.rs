//! Tests the page with only the keyboard, and in another language.

use fantoccini::key::Key;
use serde_json::json;

use crate::page::bot_text;
use crate::wall::{Server, Wall};

/// The maximum number of presses of Tab to reach an element. Every element that a test needs is reached with fewer
/// presses.
const MAX_TABS: usize = 80;

impl Wall {
    async fn press_tab(&self) {
        self.type_keys(&char::from(Key::Tab).to_string()).await;
    }

    /// Presses Tab until the focused element has this attribute value. Fails after [`MAX_TABS`] presses.
    async fn tab_to(&self, attribute: &str, value: &str) {
        for _ in 0..MAX_TABS {
            self.press_tab().await;
            if self.focused_attribute(attribute).await.as_deref() == Some(value) {
                return;
            }
        }
        self.screenshot("not-reached").await;
        panic!("the Tab key does not reach {attribute}={value}");
    }
}

#[tokio::test]
async fn profile_can_be_shown_with_the_keyboard_alone() {
    let Some(wall) = Wall::open().await else { return };
    assert_eq!(wall.count("[data-phone]").await, 6, "the cast of the story is there");
    let enter = char::from(Key::Enter).to_string();
    wall.tab_to("data-open-phone", "lapaz").await;
    wall.type_keys(&enter).await;
    wall.wait_for("[data-open-member=lapaz] [data-place-open=dm]").await;
    wall.tab_to("data-composer", "").await;
    wall.type_keys("/perfil v").await;
    wall.wait_for("#open-phone [data-suggestion='profile show']").await;
    wall.type_keys(&enter).await;
    wall.wait_for_text("#open-phone .message[data-ephemeral=true] [data-content]", "America/La_Paz").await;
    wall.wait_for_text("#open-phone .only-you", "Only you can see this").await;
    assert!(wall.focused_attribute("data-composer").await.is_some(), "one can write on at once");
    wall.type_keys(&char::from(Key::Escape).to_string()).await;
    wall.wait_for("#open-phone[hidden], #wall").await;
    assert_eq!(
        wall.focused_attribute("data-open-phone").await.as_deref(),
        Some("lapaz"),
        "the focus goes back to where it came from"
    );
    wall.close().await;
}

/// Returns why a person cannot see where the focus is, or null.
const FOCUS_FAULT_JS: &str = "
    const focused = document.activeElement;
    if (!focused || focused === document.body) return 'nothing has the focus';
    const hasRing = (one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow.includes('0px 0px 0px 2px');
    };
    const around = [focused, focused.closest('.line'), focused.querySelector('.device')].filter(Boolean);
    const name = `${focused.tagName} ${focused.className} ${focused.dataset.focus ?? focused.dataset.action ?? ''}`;
    if (!around.some(hasRing)) return `${name} has no outline`;
    const { top, bottom } = focused.getBoundingClientRect();
    return bottom <= 0 || top >= innerHeight ? `${name} is out of view` : null;
";

impl Wall {
    async fn assert_focus_is_visible(&self, action: &str) {
        let fault = self.client.execute(FOCUS_FAULT_JS, Vec::new()).await.expect("the script runs");
        if fault != json!(null) {
            self.screenshot("focus-not-visible").await;
        }
        assert_eq!(fault, json!(null), "{action}");
    }

    /// Moves the focus to an element as the Tab key does, and presses a key there.
    async fn press_on(&self, css: &str, key: Key) {
        self.wait_for(css).await;
        let script = "document.querySelector(arguments[0]).focus()";
        self.client.execute(script, vec![json!(css)]).await.expect("the script runs");
        self.type_keys(&char::from(key).to_string()).await;
    }
}

#[tokio::test]
async fn focus_stays_visible_through_every_action() {
    for width in [1280, 390] {
        let Some(wall) = Wall::open().await else { return };
        wall.resize(width, 844).await;
        wall.press_on("[data-phone=guest] [data-action=open]", Key::Enter).await;
        wall.wait_for("[data-open-member=guest] [data-place-open=dm]").await;
        wall.assert_focus_is_visible("open a phone").await;
        wall.press_on("#open-phone [data-action=places]", Key::Enter).await;
        wall.wait_for("#open-phone [data-place=help]").await;
        wall.assert_focus_is_visible("show the list of channels").await;
        wall.press_on("#open-phone [data-place=help]", Key::Enter).await;
        let get_help = "#open-phone [data-component*='ticket/get-help']";
        wall.wait_for(get_help).await;
        wall.assert_focus_is_visible("open a channel").await;

        wall.press_on(get_help, Key::Enter).await;
        wall.wait_for("dialog.modal").await;
        for _ in 0..12 {
            wall.press_tab().await;
            let script = "const focused = document.activeElement;
                return focused === document.body || Boolean(focused.closest('dialog'));";
            let is_trapped = wall.client.execute(script, Vec::new()).await.expect("the script runs");
            assert_eq!(is_trapped, json!(true), "the modal keeps the focus");
        }
        wall.press_on("dialog [data-field=text]", Key::Escape).await;
        wall.wait_for("body:not(:has(dialog))").await;
        wall.assert_focus_is_visible("close a modal").await;
        let component = wall.focused_attribute("data-component").await.unwrap_or_default();
        assert!(component.contains("ticket/get-help"), "the modal gives the focus back, not to {component}");
        wall.press_on(get_help, Key::Enter).await;
        wall.wait_for("dialog [data-field=text]").await;
        wall.type_keys("I cannot get in").await;
        wall.press_on("[data-action=submit-modal]", Key::Enter).await;
        wall.wait_for("#open-phone .message[data-ephemeral=true]").await;
        wall.wait_for("body:not(:has(dialog)) #open-phone .notices:empty").await;
        wall.assert_focus_is_visible("submit a modal").await;
        wall.press_on("#open-phone [data-focus=dismiss]", Key::Enter).await;
        wall.wait_for("#open-phone .message-list:not(:has([data-ephemeral=true]))").await;
        wall.assert_focus_is_visible("dismiss a message").await;

        wall.press_on("[data-action=bot-kill]", Key::Enter).await;
        wall.wait_for("[data-bot=stopped]").await;
        wall.assert_focus_is_visible("kill the bot").await;
        wall.press_on(get_help, Key::Enter).await;
        wall.wait_for("#open-phone [data-failed]").await;
        wall.assert_focus_is_visible("a press fails").await;
        wall.press_on("#open-phone [data-failed] button", Key::Enter).await;
        wall.wait_for("#open-phone .notices:empty").await;
        wall.assert_focus_is_visible("dismiss an error").await;
        wall.press_on("[data-action=bot-start]", Key::Enter).await;
        wall.wait_for("[data-bot=running]").await;
        wall.assert_focus_is_visible("start the bot").await;
        wall.press_on("#open-phone [data-action=put-away]", Key::Enter).await;
        wall.wait_for("#open-phone[hidden]").await;
        wall.assert_focus_is_visible("close a phone").await;
        wall.press_on("#bar [data-focus=language]", Key::Down).await;
        wall.wait_for("html:not([lang=en])").await;
        wall.assert_focus_is_visible("change the language").await;
        wall.close().await;
    }
}

#[tokio::test]
async fn select_of_a_message_works_with_the_keyboard() {
    let Some(wall) = Wall::open_on(Server::Bare).await else { return };
    wall.click("[data-card='1'] [data-step='1']").await;
    wall.press_on("#open-phone [data-component*='setup/role/mag']", Key::Enter).await;
    wall.wait_for("dialog.pick .option").await;
    let first_label = wall.focused_attribute("data-label").await;
    wall.type_keys(&char::from(Key::Down).to_string()).await;
    assert_ne!(wall.focused_attribute("data-label").await, first_label, "the arrow goes to the next option");
    wall.type_keys(&char::from(Key::Up).to_string()).await;
    assert_eq!(wall.focused_attribute("data-label").await, first_label);
    wall.type_keys(&char::from(Key::Escape).to_string()).await;
    wall.wait_for("body:not(:has(dialog))").await;
    let component = wall.focused_attribute("data-component").await;
    assert_eq!(component.as_deref(), Some("v1/setup/role/mag"), "the dialog gives the focus back");
    wall.assert_focus_is_visible("close the dialog of a select").await;
    wall.close().await;
}

#[tokio::test]
async fn focus_stays_in_the_toolbar_when_the_language_changes_with_an_open_phone() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("sec-lead").await;
    wall.write("[data-composer]", "Not sent yet").await;
    for code in ["fr", "es"] {
        wall.press_on("#bar [data-focus=language]", Key::Down).await;
        wall.wait_for(&format!("html[lang={code}]")).await;
        let placeholder = bot_text(code, "wall", "wall-composer-dm");
        wall.wait_for(&format!("#open-phone [data-composer][placeholder='{placeholder}']")).await;
        assert_eq!(wall.focused_attribute("data-focus").await.as_deref(), Some("language"), "{code}");
        assert_eq!(wall.value_of("[data-composer]").await, "Not sent yet", "{code}");
    }
    wall.close().await;
}

#[tokio::test]
async fn list_of_channels_keeps_the_focus_and_the_settings_when_a_message_arrives() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("lapaz").await;
    wall.press_on("#open-phone [data-action=places]", Key::Enter).await;
    wall.press_on("#open-phone .settings summary", Key::Enter).await;
    wall.wait_for("#open-phone .settings[open]").await;
    for css in ["#open-phone [data-place=help]", "#open-phone [data-setting=locale]"] {
        let script = "const [css, answer] = arguments;
            document.querySelector(css).focus();
            const old = document.querySelector('#open-phone .places');
            new MutationObserver((_, observer) => {
              if (old.isConnected) return;
              observer.disconnect();
              answer(true);
            }).observe(document.getElementById('open-phone'), { subtree: true, childList: true });
            import('/wall/js/sandbox-state.js').then(({ refresh }) => refresh());";
        wall.client.execute_async(script, vec![json!(css)]).await.expect("the list is built again");
        let script = "return document.activeElement === document.querySelector(arguments[0])";
        let has_focus = wall.client.execute(script, vec![json!(css)]).await.expect("the script runs");
        assert_eq!(has_focus, json!(true), "{css}");
        assert_eq!(wall.count("#open-phone .settings[open]").await, 1, "{css}");
    }
    wall.close().await;
}

#[tokio::test]
async fn enter_in_the_search_of_a_select_chooses_the_first_match() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("lapaz").await;
    let script = "const [answer] = arguments;
        const options = Array.from({ length: 12 }, (_, index) => ({ value: `v${index}`, label: `Option ${index}` }));
        const control = document.querySelector('#open-phone [data-action=put-away]');
        import('/wall/js/select-dialog.js').then(({ openSelect }) => {
          openSelect(control, { title: 'Test', options, min: 1, max: 1 }).then((values) => {
            document.body.dataset.chosen = values.join();
          });
          answer(true);
        });";
    wall.client.execute_async(script, Vec::new()).await.expect("the script runs");
    wall.write("dialog.pick input[type=search]", "11").await;
    wall.type_keys(&char::from(Key::Enter).to_string()).await;
    wall.wait_for("body[data-chosen=v11]").await;
    assert_eq!(wall.focused_attribute("data-action").await.as_deref(), Some("put-away"), "the focus goes back");
    wall.close().await;
}

#[tokio::test]
async fn page_in_french_has_every_text() {
    let Some(wall) = Wall::open().await else { return };
    wall.write("#bar [data-focus=language]", "Fran").await;
    wall.wait_for_text("#story-title", "Une nuit en deux minutes").await;
    wall.open_phone("sydney").await;
    wall.go_to("mag-general").await;
    for text in [wall.text("body").await, wall.wait_for("body").await.html(true).await.expect("the page can be read")] {
        assert_eq!(text.find("[wall-"), None, "a text is missing");
    }
    wall.close().await;
}
