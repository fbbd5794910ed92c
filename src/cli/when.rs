//! `magpie when` shows what Magpie understands by a time that someone types. `--batch` gives scripts access to all
//! functions of `crate::time`.

mod answer;
mod question;

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use super::Exit;
use crate::time::{Clock, Language, SystemClock, Timestamp};
use crate::words::phrases;

/// Show what Magpie understands by a time, as when someone types it on Discord.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "With --batch, each line of the input is a question and each line of the output its answer, in order:
  {\"q\":\"resolve\",\"zone\":Z,\"local\":\"2026-03-29T02:30:00\"}
  {\"q\":\"local\",\"zone\":Z,\"instant\":\"2026-03-29T01:30:00Z\"}
  {\"q\":\"quiet\",\"zone\":Z,\"start\":\"22:00\",\"end\":\"07:00\",\"at\":\"2026-03-29T01:30:00Z\"}
  {\"q\":\"recur\",\"zone\":Z,\"start\":\"2024-11-05T23:59:00\",\"rrule\":\"FREQ=DAILY\",\"count\":10}
  {\"q\":\"phrase\",\"zone\":Z,\"now\":\"2026-03-29T01:30:00Z\",\"text\":\"tomorrow 9am\",\"locale\":\"en\"}
  {\"q\":\"zone\",\"text\":\"Brisbane\",\"locale\":\"en\",\"now\":\"2026-03-29T01:30:00Z\"}
What cannot be answered is answered by {\"error\":…}."
)]
pub struct Args {
    /// What someone types, such as "Thursday 15:00 Nairobi time"
    #[arg(required_unless_present = "batch")]
    text: Option<String>,

    /// Where they are: a city, a country, a zone id such as America/La_Paz, or UTC+10
    #[arg(long, default_value = "UTC")]
    zone: String,

    /// When they type it, such as 2026-11-10T12:00:00Z; without it, the present
    #[arg(long)]
    now: Option<Timestamp>,

    #[arg(long, default_value = Language::default().code(), help = locale_help())]
    locale: String,

    /// Print one JSON object
    #[arg(long)]
    json: bool,

    /// Read questions from standard input, one JSON object a line, and answer each on one line
    #[arg(long, conflicts_with_all = ["text", "json"])]
    batch: bool,
}

/// "Their language: en, fr or es".
fn locale_help() -> String {
    let codes = Language::ALL.map(Language::code);
    let (last, others) = codes.split_last().expect("there is a language");
    format!("Their language: {} or {last}", others.join(", "))
}

pub fn run(args: &Args) -> ExitCode {
    let outcome = if args.batch {
        batch(io::stdin().lock(), io::stdout().lock()).map(|()| ExitCode::SUCCESS)
    } else {
        single(args)
    };
    match outcome {
        Ok(code) => code,
        // The reader closed the pipe, for example `| head`. That is not an error.
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("magpie when: {fault}");
            Exit::Internal.into()
        }
    }
}

/// The longest accepted question, in bytes. A longer line is answered with an error.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// Answers each line of `input` with one line of `output`, in order. The answer to an invalid line is an error.
pub fn batch(mut input: impl BufRead, output: impl Write) -> io::Result<()> {
    // Load the time tables now, so that the first answer is as fast as the others.
    crate::time::warm_up();
    let mut output = BufWriter::new(output);
    let mut line = Vec::new();
    while read_line(&mut input, &mut line)? {
        let answer = if line.len() > MAX_LINE_BYTES { json!({"error": "line too long"}) } else { answer_line(&line) };
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

/// The answer to one line of a batch.
pub fn answer_line(line: &[u8]) -> Value {
    match question::parse(line) {
        Ok(question) => {
            answer::answer(question, SystemClock.now()).unwrap_or_else(|fault| json!({"error": fault.to_string()}))
        }
        Err(fault) => json!({"error": fault.to_string()}),
    }
}

/// Reads one line, but stores at most one byte more than [`MAX_LINE_BYTES`]. Returns false at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut has_read = false;
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(has_read);
        }
        has_read = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(chunk.len());
        let room = (MAX_LINE_BYTES + 1).saturating_sub(line.len());
        line.extend_from_slice(&chunk[..taken.min(room)]);
        input.consume(end.map_or(taken, |end| end + 1));
        if end.is_some() {
            return Ok(true);
        }
    }
}

fn single(args: &Args) -> io::Result<ExitCode> {
    let now = args.now.unwrap_or_else(|| SystemClock.now());
    let language = Language::from_locale(&args.locale);
    let zone = match answer::zone_for(&args.zone, now) {
        Ok(zone) => zone,
        Err(choices) => {
            eprintln!("{}", crate::say!(language, "time-when-zone", zone = args.zone.as_str()));
            for place in choices {
                eprintln!("  {}", phrases::place_choice(language, &place, now));
            }
            return Ok(Exit::Usage.into());
        }
    };
    let text = args.text.as_deref().unwrap_or_default();
    let answer = crate::time::phrase(text, zone, now, language);
    let is_understood = matches!(answer, crate::time::PhraseAnswer::Understood(_));
    let mut output = io::stdout().lock();
    if args.json {
        writeln!(output, "{}", answer::phrase_json(&answer, zone, now, language))?;
    } else {
        for line in phrases::answer(language, zone, text, &answer, now) {
            writeln!(output, "{line}")?;
        }
    }
    Ok(if is_understood { ExitCode::SUCCESS } else { Exit::NotUnderstood.into() })
}
