//! The set-up of a profile, question by question.

use crate::common::Scene;
use serde_json::json;

#[tokio::test]
async fn a_newcomer_is_set_up_in_the_dm_that_their_own_press_opened() {
    let scene = Scene::bare(&["sec-lead", "lapaz"]).await;
    println!("{}", scene.state().await);
    scene.end().await;
}
