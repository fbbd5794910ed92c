//! Tests the page with only the keyboard, and in another language.

use fantoccini::key::Key;

use crate::wall::Wall;

/// The maximum number of presses of Tab to reach an element. Every element that a test needs is reached with fewer
/// presses.
const MAX_TABS: usize = 80;

impl Wall {
    /// Presses Tab until the focused element has this attribute value. Fails after [`MAX_TABS`] presses.
    async fn tab_to(&self, attribute: &str, value: &str) {
        for _ in 0..MAX_TABS {
            self.type_keys(&char::from(Key::Tab).to_string()).await;
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
