//! Builds answers and questions from the meanings of a phrase.

use super::answer::{Assumption, Choice, Meaning, PhraseAnswer, Understood};

/// The maximum number of choices in a question. People cannot compare more choices at a glance.
pub(super) const MAX_CHOICES: usize = 6;

pub(super) fn understood(one: Understood) -> PhraseAnswer {
    PhraseAnswer::Understood(Box::new(one))
}

pub(super) fn plain_choice(answer: Understood) -> Choice {
    let meaning = if answer.rule.is_some() { Meaning::Recurs } else { Meaning::Plain };
    Choice { answer, meaning }
}

/// Joins the answers to two readings of the same phrase. If the answers differ, the result is a question with both.
pub(super) fn join_readings(one: PhraseAnswer, other: PhraseAnswer) -> PhraseAnswer {
    use PhraseAnswer::{Ambiguous, NoSuchDay, Past, Understood as One, Unknown};
    let choices_of = |answer: PhraseAnswer| match answer {
        One(one) => vec![plain_choice(*one)],
        Ambiguous(choices) | NoSuchDay(choices) => choices,
        Past(_) | Unknown => Vec::new(),
    };
    match (one, other) {
        (One(a), One(b)) if a.instant == b.instant && a.rule == b.rule => One(a),
        (NoSuchDay(mut a), NoSuchDay(b)) => {
            a.extend(b);
            NoSuchDay(a)
        }
        (Past(mut a), Past(b)) => {
            a.extend(b);
            Past(a)
        }
        (a, b) => question([choices_of(a), choices_of(b)].concat()),
    }
}

/// A question with these choices, earliest first. Choices with the same instant and the same rule become one choice.
/// `Unknown` if there is no choice.
pub(super) fn question(mut choices: Vec<Choice>) -> PhraseAnswer {
    choices.sort_by_key(|choice| choice.answer.instant);
    let is_same =
        |a: &mut Choice, b: &mut Choice| a.answer.instant == b.answer.instant && a.answer.rule == b.answer.rule;
    choices.dedup_by(is_same);
    choices.truncate(MAX_CHOICES);
    if choices.is_empty() { PhraseAnswer::Unknown } else { PhraseAnswer::Ambiguous(choices) }
}

/// `answer`, with `assumptions` added to each of its meanings.
pub(super) fn with_assumptions(mut answer: PhraseAnswer, assumptions: &[Assumption]) -> PhraseAnswer {
    let add = |one: &mut Understood| one.assumptions.extend(assumptions.iter().cloned());
    match &mut answer {
        PhraseAnswer::Understood(one) => add(one),
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) | PhraseAnswer::NoSuchDay(choices) => {
            choices.iter_mut().for_each(|choice| add(&mut choice.answer))
        }
        PhraseAnswer::Unknown => {}
    }
    answer
}

/// Joins two answers to the same phrase. For `there`, "today" was the date in the phrase's zone. For `here`, "today"
/// was the date in the asker's zone. An answer that has passed is dropped if the other answer is in the future.
pub(super) fn join_answers_for_both_dates(there: PhraseAnswer, here: PhraseAnswer) -> PhraseAnswer {
    use PhraseAnswer::{Ambiguous, NoSuchDay, Past, Understood as One, Unknown};
    match (there, here) {
        (NoSuchDay(_), other) | (other, NoSuchDay(_)) => other,
        (One(a), One(b)) if a.instant == b.instant => One(a),
        (One(a), One(b)) => question(vec![plain_choice(*a), plain_choice(*b)]),
        (One(a), Past(_) | Unknown) | (Past(_) | Unknown, One(a)) => One(a),
        (One(a), Ambiguous(mut choices)) | (Ambiguous(mut choices), One(a)) => {
            choices.push(plain_choice(*a));
            question(choices)
        }
        (Ambiguous(mut a), Ambiguous(b)) => {
            a.extend(b);
            question(a)
        }
        (Ambiguous(a), Past(_) | Unknown) | (Past(_) | Unknown, Ambiguous(a)) => Ambiguous(a),
        (Past(a), _) => Past(a),
        (Unknown, Past(b)) => Past(b),
        (Unknown, Unknown) => Unknown,
    }
}
