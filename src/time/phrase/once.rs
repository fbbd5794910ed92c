//! Answers phrases that do not recur.

use jiff::civil::{Date, DateTime};

use super::answer::{Anchor, Assumption, Choice, Meaning, PhraseAnswer, Understood};
use super::asker::{Asker, MAX_YEARS_AHEAD};
use super::choices::{MAX_CHOICES, plain, question, understood};
use super::parsed::Parsed;
use super::readings::{self, Reading, Readings};
use crate::time::local::{local, resolve, second_pass};
use crate::time::transitions::Kind;
use crate::time::zone::ZoneId;

/// The zone in which a phrase is read, and the date that counts as today.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub zone: ZoneId,
    pub anchor: Anchor,
    pub today: Date,
    /// The local time in `zone` now.
    pub now: DateTime,
    pub asker: Asker,
}

impl Frame {
    /// The wall time that counts as now. If `today` is not the date in `zone`, it is the start of a later date, or the
    /// end of an earlier one.
    fn wall_now(&self) -> DateTime {
        if self.today == self.now.date() {
            self.now
        } else if self.today > self.now.date() {
            self.today.at(0, 0, 0, 0)
        } else {
            self.today.at(23, 59, 59, 0)
        }
    }
}

pub(super) fn once(parsed: &Parsed, frame: Frame) -> PhraseAnswer {
    let Some(Readings { meant, is_question, instead }) = readings::of(parsed, frame.wall_now()) else {
        return PhraseAnswer::Unknown;
    };
    if meant.iter().any(|reading| (reading.wall.year() - frame.now.year()).abs() > MAX_YEARS_AHEAD) {
        return PhraseAnswer::Unknown;
    }
    let ahead = |choices: Vec<Choice>| -> Vec<Choice> {
        choices.into_iter().filter(|c| c.answer.instant > frame.asker.now).collect()
    };
    let choices: Vec<Choice> = ahead(meant.iter().flat_map(|reading| passes(reading, frame)).collect());
    if choices.is_empty() {
        let later = instead.iter().flat_map(|reading| passes(reading, frame)).collect();
        return PhraseAnswer::Past(ahead(later).into_iter().take(MAX_CHOICES).collect());
    }
    if choices.len() > 1 || is_question {
        return question(if choices.len() == 1 { with_instead(choices, &instead, frame) } else { choices });
    }
    choices.into_iter().next().map_or(PhraseAnswer::Unknown, |choice| understood(choice.answer))
}

/// Adds later times to the only meaning that is in the future, because the person may mean one of those.
fn with_instead(mut choices: Vec<Choice>, instead: &[Reading], frame: Frame) -> Vec<Choice> {
    choices.extend(
        instead
            .iter()
            .flat_map(|reading| passes(reading, frame))
            .filter(|c| c.answer.instant > frame.asker.now)
            .take(2),
    );
    choices
}

/// The instant of a reading, or both instants if the clock shows its wall time twice.
fn passes(reading: &Reading, frame: Frame) -> Vec<Choice> {
    let resolved = resolve(frame.zone, reading.wall);
    let mut first = Understood {
        instant: resolved.instant,
        wall: local(frame.zone, resolved.instant).0,
        zone: frame.zone,
        anchor: frame.anchor,
        rule: None,
        assumed: reading.assumed.clone(),
    };
    match (resolved.kind, second_pass(frame.zone, reading.wall)) {
        (Kind::Fold, Some(again)) => {
            let second = Understood { instant: again, ..first.clone() };
            vec![
                Choice { answer: first, meaning: Meaning::FirstPass },
                Choice { answer: second, meaning: Meaning::SecondPass },
            ]
        }
        (Kind::Gap, _) => {
            first.assumed.push(Assumption::ClockJumps { asked: reading.wall, got: first.wall });
            vec![plain(first)]
        }
        _ => vec![plain(first)],
    }
}
