//! Measures how soon the bot sends its first response to an interaction. The benchmark starts 200 interactions a second
//! on a simulated Discord on loopback with Discord's rate limits. Most interactions also write to the database.
//!
//! The interactions acknowledge alerts, claim all tickets, and change and save profiles. Each interaction starts at a
//! fixed instant, even if earlier interactions have no response yet. The result is the time in milliseconds until the
//! first response, as the sandbox measures it.
//!
//! Prints the figures of one run and asserts nothing. Takes about a minute: `cargo bench --bench interactions`.

mod load;

use std::sync::Arc;
use std::time::{Duration, Instant};

use load::{Scene, button, quantile, runtime};
use magpie::sandbox::{ClickRequest, CommandRequest, ModalRequest, Wait};
use serde_json::{Value, json};

const MEMBERS: usize = 50;
const ALERTS: usize = 6;
const TICKETS: usize = 40;
const PER_SECOND: usize = 200;
const SECONDS: usize = 10;

/// An interaction that the benchmark starts.
enum Interaction {
    Click { kind: &'static str, request: ClickRequest },
    Command { kind: &'static str, request: CommandRequest },
}

fn main() {
    runtime().block_on(async {
        let scene = Arc::new(Scene::of(MEMBERS, "interactions").await);
        let mut interactions = acknowledgements(&scene).await;
        interactions.extend(claims(&scene).await);
        let changes = PER_SECOND * SECONDS - interactions.len().min(PER_SECOND * SECONDS);
        let interactions = interleave(interactions, profile_changes(&scene, changes).await);
        let times = start_all(&scene, interactions).await;
        for kind in ["acknowledge", "claim", "profile", "save"] {
            print(kind, times.iter().filter(|(of, _)| *of == kind).map(|(_, ms)| *ms));
        }
        print("all", times.iter().map(|(_, ms)| *ms));
        println!("429: {}", scene.rate_limited_count());
        scene.sandbox.stop().await;
    });
}

fn print(kind: &str, ms: impl Iterator<Item = f64>) {
    let ms: Vec<f64> = ms.collect();
    let lost = ms.iter().filter(|ms| ms.is_infinite()).count();
    println!(
        "{kind}: {} at {PER_SECOND}/s together, first response median {:.0} ms, p99 {:.0} ms, longest {:.0} ms, \
         unanswered {lost}",
        ms.len(),
        quantile(&ms, 0.5),
        quantile(&ms, 0.99),
        quantile(&ms, 1.0)
    );
}

fn click(who: &str, message: &str, components: &[Value], button_id: &str) -> Option<ClickRequest> {
    let custom_id = Some(button(components, button_id)?);
    Some(ClickRequest {
        who: who.to_owned(),
        message: message.to_owned(),
        label: None,
        custom_id,
        values: None,
        wait: Wait::Answer,
    })
}

/// Sends alerts. Returns the presses that acknowledge them: one for each member and alert.
async fn acknowledgements(scene: &Scene) -> Vec<Interaction> {
    for n in 0..ALERTS {
        scene.alert("urgent", &format!("Room change number {n}"), MEMBERS).await;
    }
    let mut interactions = Vec::new();
    for n in 0..MEMBERS {
        let who = format!("m{n:04}");
        let messages = scene.sandbox.messages("dm", None, Some(&who)).expect("they have a DM");
        let clicks = messages
            .iter()
            .filter_map(|message| click(&who, &message.id.to_string(), &message.components, "alert/seen"));
        interactions.extend(clicks.map(|request| Interaction::Click { kind: "acknowledge", request }));
    }
    interactions
}

/// Opens tickets. Returns the presses that claim them: one for each ticket.
async fn claims(scene: &Scene) -> Vec<Interaction> {
    let panel =
        scene.sandbox.messages("help", None, None).expect("the help channel").into_iter().next().expect("the panel");
    for n in 0..TICKETS {
        let who = format!("m{n:04}");
        let opened = scene.press(&who, &panel.id.to_string(), &panel.components, "ticket/get-help", Wait::Answer).await;
        let modal = opened.view.modal.expect("a form opens").id.to_string();
        let fields = json!({"text": "I cannot hear the main room"}).as_object().cloned().expect("an object");
        scene
            .sandbox
            .submit_modal(ModalRequest { who, modal, fields, wait: Wait::Answer })
            .await
            .expect("the form is accepted");
    }
    scene.sandbox.settle().await.expect("the sandbox settles");
    let cards = scene.sandbox.messages("helpdesk-triage", None, None).expect("the triage channel");
    let clicks = cards.iter().enumerate().filter_map(|(n, card)| {
        let who = format!("m{:04}", (n + 5) % MEMBERS);
        click(&who, &card.id.to_string(), &card.components, "ticket/claim")
    });
    clicks.map(|request| Interaction::Click { kind: "claim", request }).collect()
}

/// Runs `/profile set` for each member. Returns `count` interactions: first the "Save" press on the review of each
/// member, then further `/profile set` commands.
async fn profile_changes(scene: &Scene, count: usize) -> Vec<Interaction> {
    let mut interactions = Vec::new();
    let options =
        |n: usize| json!({"quiet_start": if n.is_multiple_of(2) { "22:00" } else { "23:00" }, "quiet_end": "06:30"});
    for n in 0..MEMBERS.min(count) {
        let who = format!("m{n:04}");
        let shown = scene.command(&who, "profile set", options(n), Wait::Answer).await;
        let message = shown.view.message.expect("a review");
        interactions.extend(
            click(&who, &message.id.to_string(), &message.components, "profile/save")
                .map(|request| Interaction::Click { kind: "save", request }),
        );
    }
    while interactions.len() < count {
        let (n, options) =
            (interactions.len(), options(interactions.len() / MEMBERS).as_object().cloned().expect("an object"));
        let (who, channel, name) = (format!("m{:04}", n % MEMBERS), "mag-general".to_owned(), "profile set".to_owned());
        interactions.push(Interaction::Command {
            kind: "profile",
            request: CommandRequest { who, channel, name, options, wait: Wait::Answer },
        });
    }
    interactions
}

/// Merges two lists, and spreads the interactions of `few` evenly among the interactions of `many`.
fn interleave(few: Vec<Interaction>, many: Vec<Interaction>) -> Vec<Interaction> {
    let total = few.len() + many.len();
    let (mut few, mut many, mut all, mut few_taken) = (few.into_iter(), many.into_iter(), Vec::with_capacity(total), 0);
    let few_count = few.len();
    for n in 0..total {
        let next = if few_taken * total < few_count * (n + 1) { few.next().inspect(|_| few_taken += 1) } else { None };
        all.extend(next.or_else(|| many.next()));
    }
    all.extend(few);
    all
}

/// Starts each interaction at its instant. Returns the kind of each interaction, and the milliseconds until its first
/// response, or infinity if it had no response.
async fn start_all(scene: &Arc<Scene>, interactions: Vec<Interaction>) -> Vec<(&'static str, f64)> {
    let started_at = Instant::now();
    let mut tasks = Vec::new();
    for (n, interaction) in interactions.into_iter().enumerate() {
        let at = started_at + Duration::from_secs_f64(n as f64 / PER_SECOND as f64);
        tokio::time::sleep_until(at.into()).await;
        let scene = Arc::clone(scene);
        tasks.push(tokio::spawn(async move {
            let (kind, result) = match interaction {
                Interaction::Click { kind, request } => (kind, scene.sandbox.click(request).await),
                Interaction::Command { kind, request } => (kind, scene.sandbox.command(request).await),
            };
            let acked = result.ok().and_then(|result| result.acked_ms);
            (kind, acked.map_or(f64::INFINITY, |ms| ms as f64))
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await.expect("the task does not panic"));
    }
    times
}
