//! Answers phrases that do not recur.

use jiff::civil::{Date, DateTime};

use super::answer::{Anchor, Assumption, Choice, Meaning, PhraseAnswer, Understood};
use super::asker::{Asker, MAX_YEARS_AHEAD};
use super::choices::{MAX_CHOICES, plain_choice, question, understood};
use super::parsed::Parsed;
use super::readings::{self, Reading, Readings};
use crate::time::local::{local, resolve, second_pass};
use crate::time::transitions::LocalTimeKind;
use crate::time::zone::ZoneId;

/// The zone in which a phrase is read, and the date that "today" means.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadContext {
    pub zone: ZoneId,
    pub anchor: Anchor,
    pub today: Date,
    /// The current local time in `zone`.
    pub now: DateTime,
    pub asker: Asker,
}

impl ReadContext {
    /// The wall time that counts as the present. If `today` is the date in `zone`, it is the current local time. If
    /// `today` is later than that date, it is the start of `today`. If `today` is earlier, it is the end of `today`.
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

/// The answer to a phrase that does not recur.
pub(super) fn answer_once(parsed: &Parsed, context: ReadContext) -> PhraseAnswer {
    let Some(Readings { meanings, is_question, alternatives }) = readings::find_readings(parsed, context.wall_now())
    else {
        return PhraseAnswer::Unknown;
    };
    if meanings.iter().any(|reading| (reading.wall.year() - context.now.year()).abs() > MAX_YEARS_AHEAD) {
        return PhraseAnswer::Unknown;
    }
    let future_choices = |choices: Vec<Choice>| -> Vec<Choice> {
        choices.into_iter().filter(|c| c.answer.instant > context.asker.now).collect()
    };
    let choices: Vec<Choice> =
        future_choices(meanings.iter().flat_map(|reading| choices_of_reading(reading, context)).collect());
    if choices.is_empty() {
        let later = alternatives.iter().flat_map(|reading| choices_of_reading(reading, context)).collect();
        return PhraseAnswer::Past(future_choices(later).into_iter().take(MAX_CHOICES).collect());
    }
    if choices.len() > 1 || is_question {
        return question(if choices.len() == 1 { with_alternatives(choices, &alternatives, context) } else { choices });
    }
    choices.into_iter().next().map_or(PhraseAnswer::Unknown, |choice| understood(choice.answer))
}

/// Adds up to two alternatives to the single choice, because the person may mean an alternative.
fn with_alternatives(mut choices: Vec<Choice>, alternatives: &[Reading], context: ReadContext) -> Vec<Choice> {
    choices.extend(
        alternatives
            .iter()
            .flat_map(|reading| choices_of_reading(reading, context))
            .filter(|c| c.answer.instant > context.asker.now)
            .take(2),
    );
    choices
}

/// The choices for a reading: one, or two if the clock shows the wall time twice.
fn choices_of_reading(reading: &Reading, context: ReadContext) -> Vec<Choice> {
    let resolved = resolve(context.zone, reading.wall);
    let mut first = Understood {
        instant: resolved.instant,
        wall: local(context.zone, resolved.instant).0,
        zone: context.zone,
        anchor: context.anchor,
        rule: None,
        assumptions: reading.assumptions.clone(),
    };
    match (resolved.kind, second_pass(context.zone, reading.wall)) {
        (LocalTimeKind::Fold, Some(second_instant)) => {
            let second = Understood { instant: second_instant, ..first.clone() };
            vec![
                Choice { answer: first, meaning: Meaning::FirstPass },
                Choice { answer: second, meaning: Meaning::SecondPass },
            ]
        }
        (LocalTimeKind::Gap, _) => {
            first.assumptions.push(Assumption::ClockJumps { asked: reading.wall, got: first.wall });
            vec![plain_choice(first)]
        }
        _ => vec![plain_choice(first)],
    }
}
