//! Does what goes against the story's cards: presses too often or too late, and double clicks.

use serde_json::json;

use crate::wall::Wall;

/// More presses of "To next event" than there are quiet stops in the night. Presses during a move are ignored.
const MAX_PRESSES: usize = 200;

/// How the person answers a question that the page asks in a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
}

impl Wall {
    /// From now on, answers each question of the page, and keeps the question for [`Self::question`].
    pub async fn answer_questions(&self, answer: Answer) {
        let script = "
            const [answer] = arguments;
            delete document.body.dataset.question;
            window.questions?.disconnect();
            window.questions = new MutationObserver(() => {
              const dialog = document.querySelector('dialog.ask[open]');
              if (!dialog) return;
              document.body.dataset.question = dialog.querySelector('p').textContent;
              dialog.querySelector(answer ? '[data-action=ask-yes]' : '[data-action=ask-no]').click();
            });
            window.questions.observe(document.body, { subtree: true, childList: true, attributeFilter: ['open'] });
        ";
        let answer = json!(answer == Answer::Yes);
        self.client.execute(script, vec![answer]).await.expect("the script runs");
    }

    /// Waits until the page asks a question, and returns the question.
    async fn question(&self) -> String {
        let body = self.wait_for("body[data-question]").await;
        body.attr("data-question").await.expect("the page can be read").expect("the page asks")
    }

    /// The result of a script that returns a number.
    async fn number(&self, script: &str) -> u64 {
        let value = self.client.execute(script, Vec::new()).await.expect("the script runs");
        value.as_u64().unwrap_or_else(|| panic!("{script} returned {value}"))
    }
}

#[tokio::test]
async fn next_event_asks_before_it_leaves_the_night_and_says_when_it_is() {
    let Some(wall) = Wall::open().await else { return };
    wall.wait_for_text(".next-at", "17:00").await;
    wall.click("[data-action=next-event]").await;
    wall.wait_for("[data-phone=brisbane][data-lit=true]").await;
    // The work due later in this night is quiet. The page stops there and says so.
    wall.click("[data-action=next-event]").await;
    wall.wait_for_text("#toast", "Magpie did only background work").await;
    wall.answer_questions(Answer::No).await;
    for _ in 0..MAX_PRESSES {
        wall.click("[data-action=next-event]").await;
        wall.wait_for("body:not([data-moving])").await;
        if wall.count("body[data-question]").await > 0 {
            break;
        }
    }
    let question = wall.question().await;
    let time = question
        .strip_prefix("Nothing is planned in the next twelve hours. The next event is on ")
        .and_then(|rest| rest.split_once(". Go there?"))
        .unwrap_or_else(|| panic!("{question}"))
        .0;
    assert_eq!(wall.count("[data-clock^='2020-11-10T']").await, 1, "the clock stays in the night");

    wall.answer_questions(Answer::Yes).await;
    wall.click("[data-action=next-event]").await;
    wall.wait_for_text("#toast", &format!("It is now {time}")).await;
    wall.close().await;
}

#[tokio::test]
async fn card_says_that_it_is_too_late_and_offers_to_start_over() {
    let Some(wall) = Wall::open().await else { return };
    wall.open_card(2).await;
    for utc in ["17:55", "18:55"] {
        assert_eq!(wall.count("[data-card='2'] [data-late]").await, 0, "before {utc}");
        wall.click("[data-action=plus-1h]").await;
        wall.wait_for(&format!("[data-clock='2020-11-10T{utc}:00.000Z']")).await;
        wall.wait_for("body:not([data-moving])").await;
    }
    wall.wait_for_text("[data-card='2'] [data-late]", "It is past 18:15 UTC").await;
    assert_eq!(wall.count("[data-action=show-2], [data-card='2'] [data-step]").await, 0, "steps that cannot be done");
    wall.check("a card is too late").await;
    wall.answer_questions(Answer::Yes).await;
    wall.click("[data-card='2'] [data-action=reset-story]").await;
    wall.wait_for("[data-clock='2020-11-10T16:55:00.000Z']").await;
    wall.wait_for("[data-card='2'] [data-action=show-2]").await;
    assert_eq!(wall.count("[data-late]").await, 0);
    wall.close().await;
}

#[tokio::test]
async fn double_click_opens_one_form_and_the_form_shows_its_fields_first_on_a_narrow_screen() {
    let Some(wall) = Wall::open().await else { return };
    for (width, open_lists) in [(1280, 1), (390, 0)] {
        wall.resize(width, 844).await;
        wall.open_phone("guest").await;
        wall.go_to("help").await;
        wall.wait_for("#open-phone [data-component*='ticket/get-help']").await;
        let clicks = wall
            .number(
                "const button = document.querySelector(\"#open-phone [data-component*='ticket/get-help']\");
                 const fetchOfBrowser = window.fetch;
                 let clicks = 0;
                 window.fetch = (path, init) => {
                   clicks += Number(path === '/api/click');
                   return fetchOfBrowser(path, init);
                 };
                 button.click();
                 button.click();
                 window.fetch = fetchOfBrowser;
                 return clicks;",
            )
            .await;
        assert_eq!(clicks, 1, "{width} px");
        wall.wait_for("dialog.modal").await;
        assert_eq!(wall.count("dialog.modal").await, 1, "{width} px");
        assert_eq!(wall.count("dialog .coach[open]").await, open_lists, "{width} px");
        wall.click("[data-action=cancel-modal]").await;
        wall.click("[data-action=put-away]").await;
    }
    wall.close().await;
}

#[tokio::test]
async fn note_of_the_page_leaves_the_composer_free_and_goes_with_the_next_action() {
    let Some(wall) = Wall::open().await else { return };
    for width in [1280, 390] {
        wall.resize(width, 844).await;
        wall.open_phone("sec-lead").await;
        wall.go_to("secretariat").await;
        wall.wait_for_text("#open-phone .status-owner", "Geneva (Zurich time)").await;
        wall.click("[data-action=bot-kill]").await;
        wall.wait_for_text("#toast", "killed").await;
        let is_free = wall
            .number(
                "const [note, composer] = ['#toast p', '#open-phone .composer'].map((css) =>
                   document.querySelector(css).getBoundingClientRect());
                 return Number(note.bottom <= composer.top || note.top >= composer.bottom);",
            )
            .await;
        assert_eq!(is_free, 1, "{width} px");
        wall.screenshot(&format!("note-{width}")).await;
        wall.click("[data-action=bot-start]").await;
        wall.wait_for_text("#toast", "running again").await;
        assert_eq!(wall.count("#toast p").await, 1, "{width} px");
        wall.click("[data-action=put-away]").await;
    }
    wall.close().await;
}
