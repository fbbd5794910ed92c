//! Tests the lists of suggestions in the form of a command and in the composer.

use fantoccini::key::Key;
use serde_json::json;

use crate::wall::Wall;

impl Wall {
    pub async fn value_of(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0]).value";
        let value = self.client.execute(script, vec![json!(css)]).await.expect("the script runs");
        value.as_str().unwrap_or_default().to_owned()
    }

    async fn press_key(&self, key: Key) {
        self.type_keys(&char::from(key).to_string()).await;
    }

    /// Opens the form of `/alert send` on the secretariat's phone. The field of the severity has the focus.
    async fn open_alert_form(&self) {
        self.open_phone("sec-lead").await;
        self.go_to("secretariat").await;
        self.write("[data-composer]", "/alert s").await;
        self.wait_for("#open-phone [data-suggestion='alert send']").await;
        self.press_key(Key::Enter).await;
        self.wait_for("#open-phone [data-option-input=severity]").await;
    }

    /// Types into the field `name`, waits until `entry` is marked, and chooses it.
    async fn choose_entry(&self, name: &str, typed: &str, entry: &str) {
        self.write(&format!("[data-option-input={name}]"), typed).await;
        self.wait_for_text("#open-phone .suggestions:not([hidden]) [aria-selected=true]", entry).await;
        self.press_key(Key::Enter).await;
    }
}

/// The most entries that a list shows.
const MAX_ENTRIES: usize = 25;
const AUDIENCE: &str = "[data-option-input=audience]";
const SEVERITY: &str = "[data-option-input=severity]";

#[tokio::test]
async fn word_typed_after_its_choice_is_not_doubled() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_alert_form().await;
    wall.choose_entry("severity", "Urg", "Urgent").await;
    assert_eq!(wall.focused_attribute("data-option-input").await.as_deref(), Some("audience"));
    wall.choose_entry("audience", "mem", "members").await;
    assert_eq!(wall.value_of(AUDIENCE).await, "members · 50 people");
    wall.type_keys("members").await;
    assert_eq!(wall.value_of(AUDIENCE).await, "members", "the new word replaces the chosen entry");

    // A key that changes nothing shows the list again.
    wall.choose_entry("audience", "x\u{e003}", "members").await;
    wall.type_keys(", lapaz").await;
    assert_eq!(wall.value_of(AUDIENCE).await, "members · 50 people, lapaz", "a comma continues the list");
    let end_and_backspace: String = [Key::End, Key::Backspace].map(char::from).iter().collect();
    wall.write(SEVERITY, &end_and_backspace).await;
    wall.type_keys("t").await;
    assert_eq!(wall.value_of(SEVERITY).await, "Urgent", "a chosen entry can be corrected");
    wall.close().await;
}

#[tokio::test]
async fn coming_to_a_field_with_the_tab_key_changes_nothing() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_alert_form().await;
    // Nobody has chosen yet: Enter and Tab must not choose the first entry.
    wall.wait_for_text("#open-phone .suggestions:not([hidden])", "Information").await;
    assert_eq!(wall.count("#open-phone .suggestions [aria-selected=true]").await, 0);
    wall.press_key(Key::Tab).await;
    assert_eq!(wall.value_of(SEVERITY).await, "");
    wall.choose_entry("severity", "Urg", "Urgent").await;
    wall.wait_for_text("#open-phone .suggestions:not([hidden])", "volunteers").await;
    wall.press_key(Key::Tab).await;
    assert_eq!(wall.value_of(AUDIENCE).await, "");

    let focus = "document.activeElement.blur(); document.querySelector(arguments[0]).focus()";
    wall.client.execute(focus, vec![json!(SEVERITY)]).await.expect("the script runs");
    wall.wait_for_text("#open-phone .suggestions:not([hidden]) [aria-selected=true]", "Urgent").await;
    wall.press_key(Key::Tab).await;
    assert_eq!(wall.value_of(SEVERITY).await, "Urgent", "the field holds this entry already");
    assert_eq!(wall.focused_attribute("data-option-input").await.as_deref(), Some("audience"));
    wall.client.execute(focus, vec![json!(SEVERITY)]).await.expect("the script runs");
    wall.wait_for_text("#open-phone .suggestions:not([hidden]) [aria-selected=true]", "Urgent").await;
    wall.press_key(Key::Down).await;
    wall.press_key(Key::Enter).await;
    assert_eq!(wall.value_of(SEVERITY).await, "Emergency", "the arrows choose another one");
    wall.close().await;
}

/// The bot's answer to the request for suggestions comes only after the person has typed on.
#[tokio::test]
async fn choice_is_dropped_if_the_person_types_on_before_the_suggestions_come() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_alert_form().await;
    wall.choose_entry("severity", "Urg", "Urgent").await;
    wall.write(AUDIENCE, "m").await;
    wall.wait_for_text("#open-phone .suggestions:not([hidden]) [aria-selected=true]", "members").await;
    let script = "const fetchOfBrowser = window.fetch;
        const released = new Promise((done) => (window.releaseSuggestions = done));
        window.fetch = async (path, init) => {
          if (path === '/api/autocomplete') await released;
          return fetchOfBrowser(path, init);
        };";
    wall.client.execute(script, Vec::new()).await.expect("the script runs");
    let script = "const [css, answer] = arguments;
        const input = document.querySelector(css);
        const type = (text) => {
          input.value = text;
          input.dispatchEvent(new Event('input', { bubbles: true }));
        };
        type('mem');
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        type('member accra');
        window.releaseSuggestions();
        const list = document.getElementById(input.getAttribute('aria-controls'));
        const isNew = () => !list.hidden && list.children.length === 1;
        new MutationObserver((_, observer) => {
          if (!isNew()) return;
          observer.disconnect();
          answer(input.value);
        }).observe(list, { childList: true, attributes: true });";
    let value = wall.client.execute_async(script, vec![json!(AUDIENCE)]).await.expect("the list for the whole word");
    assert_eq!(value, json!("member accra"));
    wall.press_key(Key::Enter).await;
    assert_eq!(wall.value_of(AUDIENCE).await, "Member Accra (accra) · 1 person");
    wall.close().await;
}

#[tokio::test]
async fn chosen_name_replaces_the_whole_word_at_the_cursor() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_phone("sec-lead").await;
    wall.go_to("secretariat").await;
    wall.write("[data-composer]", "Hello @lapaz today").await;
    for _ in "paz today".chars() {
        wall.press_key(Key::Left).await;
    }
    // A key that changes nothing makes the list for the letters before the cursor.
    wall.type_keys("a\u{e003}").await;
    wall.wait_for_text("#open-phone .suggestions:not([hidden])", "Member La Paz").await;
    for _ in 0..MAX_ENTRIES {
        if wall.count("#open-phone [aria-selected=true][data-suggestion]").await == 1
            && wall.text("#open-phone [aria-selected=true]").await.contains("Member La Paz")
        {
            break;
        }
        wall.press_key(Key::Down).await;
    }
    wall.press_key(Key::Enter).await;
    assert_eq!(wall.value_of("[data-composer]").await, "Hello @lapaz today");
    wall.close().await;
}
