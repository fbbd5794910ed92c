//! Opens the phone wall of a new sandbox in a headless Chromium, and does what a person does on the page.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// An element must appear within this time. The time is much longer than needed, so that tests pass on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(20);
const POLL_INTERVAL: Duration = Duration::from_millis(50);
/// The page may rebuild a control between finding and clicking it, so clicks are retried.
const MAX_CLICK_ATTEMPTS: usize = 20;

/// The token with which a test can act as the bot.
pub const TOKEN: &str = "token-of-the-browser-tests";

/// Waits until an element contains the text, and returns whether one does. A MutationObserver checks again after each
/// change of the page, until the timeout.
const WAIT_FOR_TEXT_JS: &str = "
    const [css, wanted, timeoutMs, answer] = arguments;
    const isThere = () => [...document.querySelectorAll(css)].some((one) => one.textContent.includes(wanted));
    if (isThere()) return answer(true);
    const observer = new MutationObserver(() => isThere() && end());
    const timer = setTimeout(end, timeoutMs);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    function end() { observer.disconnect(); clearTimeout(timer); answer(isThere()); }
";

const SANDBOX_ARGS: [&str; 5] = ["sandbox", "--port", "0", "--token", TOKEN];

/// A process that is killed when the test ends.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // This fails if the process has exited already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub struct Wall {
    pub client: Client,
    /// The address of the sandbox, without a slash at the end.
    pub url: String,
    screenshots: PathBuf,
    _profile: tempfile::TempDir,
    _driver: Process,
    _sandbox: Process,
}

/// The server with which the sandbox starts.
#[derive(Debug, Clone, Copy)]
pub enum Server {
    /// The server of the story, at the start of its night.
    Night,
    /// A server in which nothing is set up and nobody has a profile.
    Bare,
}

impl Server {
    fn args(self) -> &'static [&'static str] {
        match self {
            Self::Night => &[],
            Self::Bare => &["--bare"],
        }
    }
}

/// The path of the first of these programs that is in a folder of `PATH`; `None` if none is installed.
fn find_program(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH")?).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}

/// Starts `command`. Returns its process, and the first value that `read` finds in a line of its output.
fn start_process<T>(command: &mut Command, read: impl Fn(&str) -> Option<T>) -> (Process, T) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
    let process = Process(child);
    let value = lines.by_ref().map_while(Result::ok).find_map(|line| read(&line)).expect("it says where it listens");
    // Keep reading, so that the process never blocks on a full pipe.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    (process, value)
}

/// The text between `before` and the next space or full stop; `None` if the line does not contain `before`.
fn word_after<'a>(line: &'a str, before: &str) -> Option<&'a str> {
    let rest = &line[line.find(before)? + before.len()..];
    Some(rest.split(|c: char| c.is_whitespace() || c == '.').next().unwrap_or(rest))
}

impl Wall {
    /// Starts a sandbox with the bot and the story, and opens its page. If no browser is installed, prints a warning
    /// and returns `None`.
    pub async fn open() -> Option<Self> {
        Self::open_on(Server::Night).await
    }

    /// Like [`Self::open`], with this server.
    pub async fn open_on(server: Server) -> Option<Self> {
        let (Some(driver), Some(chromium)) =
            (find_program(&["chromedriver"]), find_program(&["chromium", "chromium-browser", "google-chrome"]))
        else {
            eprintln!("\n*** SKIPPED: no chromium and chromedriver here, so the phone wall was not tested ***\n");
            return None;
        };
        let mut sandbox = Command::new(env!("CARGO_BIN_EXE_magpie"));
        let (sandbox, url) = start_process(sandbox.args(SANDBOX_ARGS).args(server.args()), |line| {
            let at = line.find("http://127.0.0.1:")?;
            Some(line[at..].split_whitespace().next()?.to_owned())
        });
        let (driver, port) = start_process(Command::new(driver).arg("--port=0"), |line| {
            word_after(line, "successfully on port ")?.parse::<u16>().ok()
        });
        let profile = tempfile::tempdir().expect("a folder for the browser");
        let client = connect(port, &chromium, profile.path()).await;
        let screenshots = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
        fs::create_dir_all(&screenshots).expect("a folder for the screenshots");
        let base_url = url.trim_end_matches('/').to_owned();
        let wall = Self { client, url: base_url, screenshots, _profile: profile, _driver: driver, _sandbox: sandbox };
        wall.client.set_window_size(1280, 900).await.expect("the window can be resized");
        wall.client.goto(&url).await.expect("the page opens");
        wall.wait_for("body[data-ready]").await;
        Some(wall)
    }

    /// Waits until the page has an element that matches `css`, and returns the element. Fails after [`TIMEOUT`].
    pub async fn wait_for(&self, css: &str) -> Element {
        let outcome = self.client.wait().at_most(TIMEOUT).every(POLL_INTERVAL).for_element(Locator::Css(css)).await;
        match outcome {
            Ok(element) => element,
            Err(error) => {
                self.screenshot("missing").await;
                panic!("the page does not show {css}: {error}");
            }
        }
    }

    /// Whether an element that matches `css` appears within [`TIMEOUT`].
    pub async fn appears(&self, css: &str) -> bool {
        self.client.wait().at_most(TIMEOUT).every(POLL_INTERVAL).for_element(Locator::Css(css)).await.is_ok()
    }

    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect("the page can be searched").len()
    }

    pub async fn text(&self, css: &str) -> String {
        for _ in 0..MAX_CLICK_ATTEMPTS {
            if let Ok(text) = self.wait_for(css).await.text().await {
                return text;
            }
        }
        panic!("{css} cannot be read");
    }

    pub async fn click(&self, css: &str) {
        let mut last_error = None;
        for _ in 0..MAX_CLICK_ATTEMPTS {
            match self.wait_for(css).await.click().await {
                Ok(()) => return,
                Err(error) => last_error = Some(error),
            }
            // The element may be hidden behind the bar that stays at the top.
            let script = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center' })";
            self.client.execute(script, vec![json!(css)]).await.expect("the page can scroll");
        }
        self.screenshot("not-clicked").await;
        panic!("{css} cannot be clicked: {last_error:?}");
    }

    pub async fn write(&self, css: &str, text: &str) {
        self.wait_for(css).await.send_keys(text).await.expect("the field accepts keys");
    }

    /// Waits until an element that matches `css` contains this text.
    pub async fn wait_for_text(&self, css: &str, wanted: &str) {
        let timeout_ms = u64::try_from(TIMEOUT.as_millis()).expect("the timeout is short");
        let outcome =
            self.client.execute_async(WAIT_FOR_TEXT_JS, vec![json!(css), json!(wanted), json!(timeout_ms)]).await;
        if !matches!(outcome, Ok(ref value) if *value == json!(true)) {
            self.screenshot("not-read").await;
            panic!("{css} does not read “{wanted}” but: {}", self.text(css).await);
        }
    }

    pub async fn open_phone(&self, handle: &str) {
        self.click(&format!("[data-phone='{handle}'] [data-action=open]")).await;
        self.wait_for(&format!("[data-open-member='{handle}'] .app-head")).await;
    }

    pub async fn go_to(&self, place: &str) {
        self.click("#open-phone [data-action=places]").await;
        self.click(&format!("#open-phone [data-place='{place}']")).await;
        self.wait_for(&format!("#open-phone [data-place-open='{place}']")).await;
    }

    /// Opens a card of the story, unless it is open.
    pub async fn open_card(&self, number: u32) {
        // On a narrow screen the open phone covers the cards.
        if self.count("#open-phone:not([hidden])").await > 0 {
            self.click("#open-phone [data-action=put-away]").await;
        }
        if self.count(&format!("[data-card='{number}'][data-open=true]")).await == 0 {
            self.click(&format!("[data-card='{number}'] h3 button")).await;
        }
    }

    /// Whether the window shows the middle of the element, and nothing covers it.
    pub async fn is_in_view(&self, css: &str) -> bool {
        let script = "
            const element = document.querySelector(arguments[0]);
            const { left, top, width, height } = element.getBoundingClientRect();
            return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        ";
        self.client.execute(script, vec![json!(css)]).await.expect("the script runs") == json!(true)
    }

    /// Waits until the element is in view. The page can scroll to it a moment after it has changed.
    pub async fn wait_until_in_view(&self, css: &str) {
        let began_at = std::time::Instant::now();
        while !self.is_in_view(css).await {
            assert!(began_at.elapsed() < TIMEOUT, "{css} is not in view");
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// Types into the focused element.
    pub async fn type_keys(&self, keys: &str) {
        let focused = self.client.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("the element accepts keys");
    }

    /// The value of this attribute of the focused element; `None` if the element does not have the attribute.
    pub async fn focused_attribute(&self, attribute: &str) -> Option<String> {
        // In one step, since the page can replace the focused element between two requests.
        let script = "return document.activeElement.getAttribute(arguments[0]);";
        let value = self.client.execute(script, vec![json!(attribute)]).await.expect("the script runs");
        value.as_str().map(str::to_owned)
    }

    /// Saves a screenshot in the build folder (`target/tmp/browser`).
    pub async fn screenshot(&self, name: &str) {
        if let Ok(picture) = self.client.screenshot().await {
            fs::write(self.screenshots.join(format!("{name}.png")), picture).expect("the screenshot can be written");
        }
    }

    pub async fn close(self) {
        self.client.clone().close().await.expect("the browser closes");
    }
}

async fn connect(port: u16, chromium: &Path, profile: &Path) -> Client {
    let flags = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--lang=en-GB",
        "--force-prefers-reduced-motion",
    ];
    let mut args: Vec<String> = flags.map(str::to_owned).to_vec();
    args.push(format!("--user-data-dir={}", profile.display()));
    let mut capabilities = serde_json::Map::new();
    capabilities.insert("goog:chromeOptions".to_owned(), json!({ "binary": chromium, "args": args }));
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .expect("the browser starts")
}
