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
/// WCAG 2.5.5 asks for 44 CSS pixels.
const MIN_TARGET_PX: f64 = 44.0;
/// A target may be this much smaller than [`MIN_TARGET_PX`], because a browser rounds heights to fractions of a pixel.
const TOLERANCE_PX: f64 = 0.01;
/// The limit of the cumulative layout shift. web.dev rates values up to 0.1 as good.
const MAX_SHIFT: f64 = 0.05;

/// A command of the Chrome DevTools Protocol. The tests need it because WebDriver has no commands for colour schemes
/// and narrow windows.
#[derive(Debug)]
struct DevToolsCommand {
    command: &'static str,
    params: Value,
}

impl WebDriverCompatibleCommand for DevToolsCommand {
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
pub struct Measurement {
    /// The size of the smallest text in pixels, and its element.
    text: (f64, String),
    /// The smaller side of the smallest click target in pixels, and its element.
    target: (f64, String),
    /// By how many pixels the page is wider than the window.
    sideways: f64,
    /// The cumulative layout shift.
    shift: f64,
    /// The elements that moved in layout shifts.
    moved: Vec<Option<String>>,
}

/// The source of axe-core, which `.ci/run` downloads. If the file is missing, prints a warning and returns `None`.
fn axe_core() -> Option<String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../axe/axe.min.js");
    let source = fs::read_to_string(path).ok();
    if source.is_none() {
        eprintln!("\n*** SKIPPED: no target/axe/axe.min.js, so axe-core has not looked at the phone wall ***\n");
    }
    source
}

impl Wall {
    async fn send_devtools_command(&self, command: &'static str, params: Value) {
        self.client.issue_cmd(DevToolsCommand { command, params }).await.expect("chromium accepts the command");
    }

    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.send_devtools_command("Emulation.setDeviceMetricsOverride", size).await;
    }

    pub async fn set_scheme(&self, scheme: Scheme) {
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme.to_string() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.send_devtools_command("Emulation.setEmulatedMedia", features).await;
    }

    pub async fn measure(&self) -> Measurement {
        let measurement = self.client.execute_async(MEASURE_JS, Vec::new()).await.expect("the page can be measured");
        serde_json::from_value(measurement).expect("a measurement")
    }

    /// Fails if the page has small text, small targets, layout shift or sideways scrolling, or if axe-core finds a
    /// fault in either colour scheme. `state` names the state of the page in the messages.
    pub async fn check(&self, state: &str) {
        let measurement = self.measure().await;
        assert!(measurement.text.0 >= MIN_TEXT_PX, "{state}: small text: {:?}", measurement.text);
        assert!(
            measurement.target.0 >= MIN_TARGET_PX - TOLERANCE_PX,
            "{state}: small target: {:?}",
            measurement.target
        );
        assert!(measurement.sideways <= 0.0, "{state}: the page scrolls sideways by {} px", measurement.sideways);
        assert!(
            measurement.shift < MAX_SHIFT,
            "{state}: the page jumped by {}: {:?}",
            measurement.shift,
            measurement.moved
        );
        println!(
            "{state}: text {} px, target {:.1} px, layout shift {:.4}",
            measurement.text.0, measurement.target.0, measurement.shift
        );
        let Some(axe) = axe_core() else { return };
        let is_loaded = self.client.execute("return typeof axe === 'object'", Vec::new()).await.expect("an answer");
        if is_loaded == json!(false) {
            self.client.execute(&axe, Vec::new()).await.expect("axe-core loads");
        }
        for scheme in [Scheme::Dark, Scheme::Light] {
            self.set_scheme(scheme).await;
            let violations = self.client.execute_async(AXE_JS, Vec::new()).await.expect("axe-core answers");
            println!("{state}, {scheme}: axe-core found {}", violations.as_array().map_or(0, Vec::len));
            if violations != json!([]) {
                self.screenshot("not-accessible").await;
            }
            assert_eq!(violations, json!([]), "{state}, {scheme}");
        }
    }
}

#[tokio::test]
async fn measuring_finds_layout_shift_small_text_and_sideways_scrolling() {
    let Some(wall) = Wall::open().await else { return };
    let spoil_js = "
        const [answer] = arguments;
        const bar = document.createElement('p');
        bar.style.cssText = 'height: 300px; width: 3000px; font-size: 9px';
        bar.textContent = 'An advertisement';
        document.body.prepend(bar);
        requestAnimationFrame(() => requestAnimationFrame(() => answer(true)));
    ";
    wall.client.execute_async(spoil_js, Vec::new()).await.expect("the script runs");
    let measurement = wall.measure().await;
    assert!(measurement.shift > MAX_SHIFT, "{measurement:?}");
    assert!(measurement.text.0 < MIN_TEXT_PX && measurement.sideways > 0.0, "{measurement:?}");
    wall.close().await;
}
