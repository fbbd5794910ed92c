//! Does all steps of the story's five cards, as a person does.

use fantoccini::key::Key;

use crate::wall::Wall;

impl Wall {
    /// Presses the button with this label on the newest message of the open phone.
    async fn press(&self, label: &str) {
        self.click(&format!("#open-phone .message:last-child [data-label='{label}']:not([disabled])")).await;
    }

    async fn enter(&self) {
        self.type_keys(&char::from(Key::Enter).to_string()).await;
    }

    /// Presses "To next event", and waits until the clock shows the time `utc`. Presses again if nothing happens,
    /// because the page may rebuild the bar during the click.
    async fn go_to_next_event_at(&self, utc: &str) {
        let clock = format!("[data-clock='2020-11-10T{utc}:00.000Z']");
        for _ in 0..2 {
            self.click("[data-action=next-event]").await;
            if self.appears(&clock).await {
                break;
            }
        }
        self.wait_until_clock_shows(utc).await;
    }

    async fn wait_until_clock_shows(&self, utc: &str) {
        self.wait_for(&format!("[data-clock='2020-11-10T{utc}:00.000Z']")).await;
        self.wait_for("body:not([data-moving])").await;
    }
}

#[tokio::test]
async fn story_can_be_played_on_the_phone_wall() {
    let Some(wall) = Wall::open().await else { return };
    only_brisbane_is_woken(&wall).await;
    urgent_alert_is_previewed_and_sent(&wall).await;
    alert_is_acknowledged_and_sydney_stays_silent(&wall).await;
    ticket_is_escalated_and_claimed(&wall).await;
    nothing_is_lost_in_a_crash(&wall).await;
    for card in 1..=5 {
        wall.wait_for(&format!("[data-card='{card}'][data-done=true]")).await;
    }
    wall.close().await;
}

/// At 17:00 UTC (03:00 in Brisbane), only the phone in Brisbane lights up.
async fn only_brisbane_is_woken(wall: &Wall) {
    assert_eq!(wall.count("[data-phone][data-lit=true]").await, 0, "all phones are dark at first");
    wall.go_to_next_event_at("17:00").await;
    wall.wait_for("[data-phone=brisbane][data-lit=true]").await;
    wall.wait_for_text("[data-lock=brisbane]", "Your session is at 04:30").await;
    wall.wait_for_text("[data-lock=brisbane] .lock-time", "03:00").await;
    wall.wait_for_text(".notifications", "Your session is at 04:30").await;
    assert_eq!(wall.count("[data-phone][data-lit=true]").await, 1, "nobody else is woken");
    wall.screenshot("1-only-brisbane-wakes").await;
}

async fn urgent_alert_is_previewed_and_sent(wall: &Wall) {
    wall.open_phone("sec-lead").await;
    wall.go_to("secretariat").await;
    wall.write("[data-composer]", "/alert s").await;
    wall.wait_for("#open-phone [data-suggestion='alert send']").await;
    wall.enter().await;
    wall.write("[data-option-input=severity]", "Urg").await;
    wall.wait_for_text("#open-phone .suggestions [aria-selected=true]", "Urgent").await;
    wall.enter().await;
    wall.write("[data-option-input=audience]", "members").await;
    wall.click("[data-action=run-command]").await;
    wall.write("dialog [data-field=text]", "Main room link changed").await;
    wall.write("dialog [data-field=answer_by]", "18:15 UTC").await;
    wall.click("[data-action=submit-modal]").await;
    for part in [
        "Nothing has been sent yet",
        "18:15 UTC",
        "Awake now: 40 of 50",
        "Asleep until the deadline has passed",
        "Member Sydney",
    ] {
        wall.wait_for_text("#open-phone .message:last-child", part).await;
    }
    wall.screenshot("2-preview").await;
    wall.press("Send").await;
    wall.wait_for("[data-phone=lapaz][data-lit=true]").await;
    wall.wait_for("[data-phone=vancouver][data-lit=true]").await;
    wall.wait_for_text("[data-lock=lapaz]", "Urgente: Main room link changed").await;
    wall.wait_for("[data-phone=sydney][data-silent='1'][data-sounded='0'][data-lit=false]").await;
    wall.screenshot("2-an-urgent-alert").await;
}

async fn alert_is_acknowledged_and_sydney_stays_silent(wall: &Wall) {
    wall.open_phone("lapaz").await;
    wall.press("Lo he visto").await;
    wall.wait_for_text("#open-phone .message:last-child button[disabled]", "Visto").await;
    wall.open_phone("sec-lead").await;
    wall.go_to("secretariat").await;
    wall.wait_for_text("#open-phone .message [data-content]", "Seen (1): Member La Paz").await;
    wall.screenshot("3-the-list-changes").await;
    wall.open_phone("sydney").await;
    wall.wait_for_text("#open-phone .message:last-child [data-content]", "Main room link changed").await;
    wall.wait_for("#open-phone .message:last-child .silent").await;
    wall.screenshot("3-sydney-stayed-dark").await;
}

async fn ticket_is_escalated_and_claimed(wall: &Wall) {
    wall.open_phone("guest").await;
    wall.go_to("help").await;
    wall.click("#open-phone [data-label^='Get help']").await;
    wall.write("dialog [data-field=text]", "I cannot get into the main room. It says my link is not valid.").await;
    wall.click("[data-action=submit-modal]").await;
    wall.wait_for_text("#open-phone .message[data-ephemeral=true]", "If no one has answered by").await;
    wall.go_to_next_event_at("17:10").await;
    wall.wait_for("[data-phone=lapaz][data-lit=true]").await;
    wall.wait_for("[data-phone=vancouver][data-lit=true]").await;
    wall.wait_for("[data-phone=sydney][data-lit=false]").await;
    wall.open_phone("lapaz").await;
    wall.press("Yo ayudo").await;
    wall.wait_for_text("#open-phone .message[data-ephemeral=true]", "¡Gracias!").await;
    wall.open_phone("vancouver").await;
    wall.wait_for_text("#open-phone .message:last-child button[disabled]", "Member La Paz is helping").await;
    wall.screenshot("4-someone-helps").await;
}

async fn nothing_is_lost_in_a_crash(wall: &Wall) {
    wall.click("[data-action=bot-kill]").await;
    wall.wait_for("[data-bot=stopped]").await;
    wall.click("[data-action=bot-start]").await;
    wall.wait_for("[data-bot=running]").await;
    for hour in ["18:10", "19:10", "20:10"] {
        wall.click("[data-action=plus-1h]").await;
        wall.wait_until_clock_shows(hour).await;
    }
    wall.wait_for("[data-phone=sydney][data-lit=true][data-sounded='1']").await;
    wall.wait_for_text("[data-lock=sydney]", "The deadline passed while you slept").await;
    wall.screenshot("5-nothing-is-lost").await;
    wall.open_phone("sydney").await;
    wall.wait_for_text("#open-phone .message:last-child", "No action needed.").await;
    assert_eq!(wall.count("#open-phone .message").await, 2, "nothing is lost, and nothing comes twice");
}
