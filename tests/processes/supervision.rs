//! Tests what the bot does so that a hang is noticed. It gives up a gateway that never answers, it notifies the service
//! manager, and it ends when one of its tasks ends or hangs. Also tests that SIGHUP does not stop the bot.

use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use magpie::cli;
use magpie::config::Config;
use magpie::time::{Clock, OnMove, SystemClock, Timestamp};
use serde_json::json;
use tokio::net::TcpListener;

use crate::bad_data::{assert_all_json, execute};
use crate::harness::{Harness, NO_WEB, Process, Settings, TIMEOUT, text};
use crate::proxy::Proxy;
use crate::set_up_profile;

/// serenity requests the address of the gateway this many times while it builds a client.
const REQUESTS_PER_CLIENT: usize = 2;

/// A proxy in front of the sandbox. It gives the bot's first client the address of a gateway that accepts connections
/// and never answers.
struct SilentGateway {
    sandbox: Proxy,
    silent_url: String,
    address_requests: AtomicUsize,
}

impl SilentGateway {
    async fn start(sandbox: &str) -> String {
        let silent_listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let silent_url = format!("ws://{}", silent_listener.local_addr().expect("it is bound"));
        tokio::spawn(async move {
            let mut connections = Vec::new();
            while let Ok((connection, _)) = silent_listener.accept().await {
                connections.push(connection);
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let proxy = Arc::new(Self { sandbox: Proxy::to(sandbox), silent_url, address_requests: AtomicUsize::new(0) });
        let router = Router::new().fallback(answer_or_forward).with_state(proxy);
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }
}

async fn answer_or_forward(State(proxy): State<Arc<SilentGateway>>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api/v10/gateway" && proxy.address_requests.fetch_add(1, Ordering::SeqCst) < REQUESTS_PER_CLIENT {
        return axum::Json(json!({ "url": proxy.silent_url })).into_response();
    }
    proxy.sandbox.answer(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn gateway_that_never_answers_is_given_up_and_the_bot_connects_again() {
    let harness = Harness::with_seed(|seed| seed).await;
    let api_url = SilentGateway::start(harness.sandbox.url()).await;
    let settings = Settings { api_url, discord: "gateway_timeout_s = 5", ..harness.settings() };
    let mut bot = harness.start(&settings);
    bot.wait_for_line("has not answered for 5 s; connecting anew");
    set_up_profile(&harness, &mut bot).await;
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn service_manager_gets_ready_watchdog_and_stopping_notifications() {
    let harness = Harness::with_seed(|seed| seed).await;
    let socket = harness.folder.path().join("notify");
    let manager = UnixDatagram::bind(&socket).expect("a free name");
    manager.set_read_timeout(Some(TIMEOUT)).expect("a time-out");
    let next_notification = || {
        let mut message = [0; 64];
        let length = manager.recv(&mut message).expect("the bot says something");
        String::from_utf8_lossy(&message[..length]).into_owned()
    };
    let mut command = harness.command_with(&harness.settings());
    command.env("NOTIFY_SOCKET", &socket).env("WATCHDOG_USEC", "1500000");
    let mut bot = Process::spawn(command, &harness.sandbox.address().token);
    bot.wait_for_line("the server was synced");
    let mut notifications = vec![next_notification(), next_notification(), next_notification(), next_notification()];
    assert_eq!(notifications.iter().filter(|message| *message == "READY=1").count(), 1, "{notifications:?}");
    assert!(notifications.iter().filter(|message| *message == "WATCHDOG=1").count() == 3, "{notifications:?}");
    assert!(bot.terminate().success());
    while notifications.last().is_none_or(|message| message != "STOPPING=1") {
        notifications.push(next_notification());
    }
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hang_up_signal_does_not_stop_the_bot() {
    let harness = Harness::with_seed(|seed| seed).await;
    let mut bot = harness.run();
    set_up_profile(&harness, &mut bot).await;
    bot.signal("HUP");
    bot.wait_for_line("SIGHUP reloads nothing");
    let profile_page = harness.command("profile show", json!({})).await;
    assert!(text(&profile_page).contains("America/La_Paz"), "{}", text(&profile_page));
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

/// The variable with the path of the configuration of [`faulty_bot`].
const FAULTY_BOT: &str = "MAGPIE_TEST_FAULTY_BOT";
/// The arguments with which this test program runs [`faulty_bot`].
const FAULTY_BOT_ARGUMENTS: [&str; 4] = ["supervision::faulty_bot", "--exact", "--ignored", "--nocapture"];
/// The name of the file, in the folder of the configuration, that contains the fault of the clock.
const FAULT_FILE: &str = "fault";
/// The monitor alone waits 15 seconds in each of its steps.
const HUNG_AFTER: Duration = Duration::from_secs(25);
/// The watchdog gives a soft stop 30 seconds, and then ends the process.
const LONGEST_SILENCE: Duration = Duration::from_secs(180);

/// A clock with a defect, as a task's own code could have one. Without the file of the fault it is the system's clock.
struct FaultyClock {
    fault: PathBuf,
}

impl Clock for FaultyClock {
    fn now(&self) -> Timestamp {
        match std::fs::read_to_string(&self.fault).as_deref() {
            Ok("panic") => panic!("a defect"),
            Ok("hang") => loop {
                std::thread::park();
            },
            _ => SystemClock.now(),
        }
    }

    fn real_time_until(&self, at: Timestamp) -> Option<Duration> {
        SystemClock.real_time_until(at)
    }

    fn on_move(&self, listener: OnMove) {
        SystemClock.on_move(listener);
    }
}

/// Does what `magpie run` does, in this test program, on a [`FaultyClock`]. The shipped program can have no such clock.
#[test]
#[ignore = "a process of its own, which other tests start"]
fn faulty_bot() {
    let Some(path) = std::env::var_os(FAULTY_BOT).map(PathBuf::from) else { return };
    let mut config = Config::load(Some(path.as_path())).expect("it is valid");
    config.watch.hung_after = HUNG_AFTER;
    let clock = Arc::new(FaultyClock { fault: path.with_file_name(FAULT_FILE) });
    let exit = cli::end(cli::run_with(Some(path.as_path()), &config, clock));
    std::process::exit(i32::from(exit));
}

/// The command that runs [`faulty_bot`] with these settings.
fn faulty_bot_command(harness: &Harness, more: &str) -> Command {
    let configuration = harness.configuration_with(&Settings { more, ..harness.settings() });
    let mut command = Command::new("sh");
    // Standard output has only lines of the test program. The log is in standard error.
    command.args(["-c", "exec \"$0\" \"$@\" > /dev/null"]).arg(std::env::current_exe().expect("it has a path"));
    command.args(FAULTY_BOT_ARGUMENTS).env(FAULTY_BOT, configuration);
    command
}

/// Makes the clock of the bot panic or hang, and wakes the tasks that read it.
async fn cause_fault(harness: &Harness, fault: &str) {
    let new_file = harness.folder.path().join("fault.new");
    std::fs::write(&new_file, fault).expect("written");
    std::fs::rename(new_file, harness.folder.path().join(FAULT_FILE)).expect("a free name");
    execute(&harness.database(), "INSERT INTO house (key, value) VALUES ('test.commit', '')").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn task_that_panics_ends_the_process_with_exit_code_13_and_the_log_stays_json() {
    let harness = Harness::with_seed(|seed| seed).await;
    let command = faulty_bot_command(&harness, &format!("{NO_WEB}[log]\nformat = \"json\"\n"));
    let mut bot = Process::spawn(command, &harness.sandbox.address().token);
    bot.wait_for_line("the server was synced");
    cause_fault(&harness, "panic").await;
    bot.wait_for_line("ended by itself (see the log for a panic); stopping, so that Magpie can be started again");
    let earlier_lines = bot.printed_lines().to_vec();
    let (status, lines) = bot.wait_for_exit();
    let all_lines = [earlier_lines, lines].concat();
    assert_eq!(status.code(), Some(13), "{all_lines:#?}");
    for words in ["a task panicked at", "start Magpie again, nothing is lost"] {
        assert!(all_lines.iter().any(|line| line.contains(words)), "no line has {words:?}: {all_lines:#?}");
    }
    assert_all_json(&all_lines);
    harness.sandbox.stop().await;
}

/// The clock hangs each thread that reads it, so the soft stop fails too. Only the thread of the watchdog still works.
#[tokio::test(flavor = "multi_thread")]
async fn task_that_hangs_stops_the_watchdog_and_ends_the_process_with_exit_code_13() {
    let harness = Harness::with_seed(|seed| seed).await;
    let socket = harness.folder.path().join("notify");
    let manager = UnixDatagram::bind(&socket).expect("a free name");
    let latest_sign_of_life = Arc::new(Mutex::new(None));
    let signs_of_life = Arc::clone(&latest_sign_of_life);
    std::thread::spawn(move || {
        let mut message = [0; 64];
        while let Ok(length) = manager.recv(&mut message) {
            if &message[..length] == b"WATCHDOG=1" {
                *signs_of_life.lock().expect("nobody panics") = Some(Instant::now());
            }
        }
    });
    let mut command = faulty_bot_command(&harness, NO_WEB);
    command.env("NOTIFY_SOCKET", &socket).env("WATCHDOG_USEC", "1500000");
    let mut bot = Process::spawn(command, &harness.sandbox.address().token);
    bot.wait_for_line("the server was synced");
    cause_fault(&harness, "hang").await;
    let (status, lines) = bot.wait_for_exit_within(LONGEST_SILENCE);
    let ended_at = Instant::now();
    assert_eq!(status.code(), Some(13), "{lines:#?}");
    let reason = lines.iter().find(|line| line.starts_with("magpie: the task ")).expect("it says why it ends");
    assert!(reason.contains("has hung for") && reason.contains("a soft stop did not help"), "{reason}");
    let latest_sign_of_life = latest_sign_of_life.lock().expect("nobody panics").expect("it came while all worked");
    // A service manager that gets no message for the watchdog time restarts the process.
    assert!(ended_at - latest_sign_of_life > Duration::from_millis(1_500), "the watchdog hid the hang");
    harness.sandbox.stop().await;
}
