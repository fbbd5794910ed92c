//! Measures the page, and runs axe-core on it.

use std::fs;
use std::path::Path;

use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::{Method, Url};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::wall::Wall;

const MEASURE_JS: &str = include_str!("measure.js");
/// Runs axe-core. The page must have loaded it already.
const AXE_JS: &str = "
    const [answer] = arguments;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values: tags } }).then(
        ({ violations }) => answer(violations.map(({ id, nodes }) =>
            `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary})`).join('; ')}`)),
        (error) => answer([String(error)]),
    );
";
const MIN_TEXT_PX: f64 = 12.0;
const MIN_TARGET_PX: f64 = 44.0;
/// Targets may be smaller than [`MIN_TARGET_PX`] by this much, because a browser rounds heights to fractions of a
/// pixel.
const TOLERANCE_PX: f64 = 0.01;
const MAX_SHIFT: f64 = 0.05;

/// A command of the Chrome DevTools Protocol. WebDriver has no commands for colour schemes and narrow windows.
#[derive(Debug)]
struct Chromium {
    command: &'static str,
    params: Value,
}

impl WebDriverCompatibleCommand for Chromium {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.command, "params": self.params }).to_string()))
    }
}

#[derive(Debug, Clone, Copy, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Scheme {
    Dark,
    Light,
}

#[derive(Debug, Deserialize)]
pub struct Measured {
    /// The size of the smallest text in pixels, and its element.
    text: (f64, String),
    target: (f64, String),
    sideways: f64,
    shift: f64,
    moved: Vec<Option<String>>,
}

/// The source of axe-core, which `.ci/run` downloads. `None` with a printed warning when it is missing.
fn axe_core() -> Option<String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../axe/axe.min.js");
    let source = fs::read_to_string(path).ok();
    if source.is_none() {
        eprintln!("\n*** SKIPPED: no target/axe/axe.min.js, so axe-core has not looked at the phone wall ***\n");
    }
    source
}

impl Wall {
    async fn chromium(&self, command: &'static str, params: Value) {
        self.client.issue_cmd(Chromium { command, params }).await.expect("chromium accepts the command");
    }

    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.chromium("Emulation.setDeviceMetricsOverride", size).await;
    }

    pub async fn set_scheme(&self, scheme: Scheme) {
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme.to_string() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.chromium("Emulation.setEmulatedMedia", features).await;
    }

    pub async fn measure(&self) -> Measured {
        let measured = self.client.execute_async(MEASURE_JS, Vec::new()).await.expect("the page can be measured");
        serde_json::from_value(measured).expect("a measurement")
    }

    /// Fails if the page has small text, small targets, layout shift or sideways scrolling, or if axe-core finds a
    /// fault in either colour scheme. `state` names the state of the page in the messages.
    pub async fn check(&self, state: &str) {
        let measured = self.measure().await;
        assert!(measured.text.0 >= MIN_TEXT_PX, "{state}: small text: {:?}", measured.text);
        assert!(measured.target.0 >= MIN_TARGET_PX - TOLERANCE_PX, "{state}: small target: {:?}", measured.target);
        assert!(measured.sideways <= 0.0, "{state}: the page scrolls sideways by {} px", measured.sideways);
        assert!(measured.shift < MAX_SHIFT, "{state}: the page jumped by {}: {:?}", measured.shift, measured.moved);
        println!(
            "{state}: text {} px, target {:.1} px, layout shift {:.4}",
            measured.text.0, measured.target.0, measured.shift
        );
        let Some(axe) = axe_core() else { return };
        let there = self.client.execute("return typeof axe === 'object'", Vec::new()).await.expect("an answer");
        if there == json!(false) {
            self.client.execute(&axe, Vec::new()).await.expect("axe-core loads");
        }
        for scheme in [Scheme::Dark, Scheme::Light] {
            self.set_scheme(scheme).await;
            let found = self.client.execute_async(AXE_JS, Vec::new()).await.expect("axe-core answers");
            println!("{state}, {scheme}: axe-core found {}", found.as_array().map_or(0, Vec::len));
            if found != json!([]) {
                self.screenshot("not-accessible").await;
            }
            assert_eq!(found, json!([]), "{state}, {scheme}");
        }
    }
}

#[tokio::test]
async fn measuring_finds_layout_shift_small_text_and_sideways_scrolling() {
    let Some(wall) = Wall::open().await else { return };
    let spoil = "
        const [answer] = arguments;
        const bar = document.createElement('p');
        bar.style.cssText = 'height: 300px; width: 3000px; font-size: 9px';
        bar.textContent = 'An advertisement';
        document.body.prepend(bar);
        requestAnimationFrame(() => requestAnimationFrame(() => answer(true)));
    ";
    wall.client.execute_async(spoil, Vec::new()).await.expect("the script runs");
    let measured = wall.measure().await;
    assert!(measured.shift > MAX_SHIFT, "{measured:?}");
    assert!(measured.text.0 < MIN_TEXT_PX && measured.sideways > 0.0, "{measured:?}");
    wall.close().await;
}
