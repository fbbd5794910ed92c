//! Tests how the phone wall shows the files of a message: a picture with its description, and a link for other files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::Locator;
use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::wall::{TOKEN, Wall};

/// A PNG of one pixel.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const DESCRIPTION: &str = "A chart of alert 7: 3 of 5 have seen it";

#[tokio::test]
async fn picture_is_shown_with_its_description_and_another_file_is_a_download() {
    let Some(wall) = Wall::open().await else { return };
    let payload = json!({
        "content": "The report",
        "attachments": [
            {"id": 0, "filename": "alert-7.png", "description": DESCRIPTION},
            {"id": 1, "filename": "alert-7.csv"},
        ],
    });
    let png = Part::bytes(STANDARD.decode(PNG).expect("it is base64")).file_name("alert-7.png");
    let csv = Part::bytes(b"Name\n".to_vec()).file_name("alert-7.csv").mime_str("text/csv").expect("a type");
    let form = Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", png.mime_str("image/png").expect("a type"))
        .part("files[1]", csv);
    let channel = wall.id_of("channels", "name", "mag-general").await;
    let request = reqwest::Client::new().post(format!("{}/api/v10/channels/{channel}/messages", wall.url));
    let request = request.header("authorization", format!("Bot {TOKEN}"));
    let request = request.header("user-agent", "DiscordBot (https://example.org, 1)").multipart(form);
    let response = request.send().await.expect("the sandbox answers");
    assert!(response.status().is_success(), "{}", response.status());

    wall.open_phone("lapaz").await;
    wall.go_to("mag-general").await;
    let picture = wall.wait_for("#open-phone .picture img").await;
    assert_eq!(picture.attr("alt").await.expect("it has attributes").as_deref(), Some(DESCRIPTION));
    // The browser has loaded the picture, although it is served as a download.
    let script = "
        const [image, answer] = arguments;
        const end = () => answer(image.naturalWidth);
        image.complete ? end() : image.addEventListener('load', end);
    ";
    let argument = serde_json::to_value(&picture).expect("an element is JSON");
    let width = wall.client.execute_async(script, vec![argument]).await.expect("the script runs");
    assert_eq!(width, 1);
    let file = wall.client.find(Locator::Css("#open-phone a.attachment")).await.expect("the file is offered");
    assert_eq!(file.attr("download").await.expect("it has attributes").as_deref(), Some("alert-7.csv"));
    wall.close().await;
}
