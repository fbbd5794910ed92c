//! Builds answers and questions from the meanings of a phrase.

use super::answer::{Assumption, Choice, Meaning, PhraseAnswer, Understood};

/// The most choices in a question. More would be too many to compare.
pub(super) const MAX_CHOICES: usize = 6;

pub(super) fn understood(one: Understood) -> PhraseAnswer {
    PhraseAnswer::Understood(Box::new(one))
}

pub(super) fn plain(answer: Understood) -> Choice {
    let meaning = if answer.rule.is_some() { Meaning::Recurs } else { Meaning::Plain };
    Choice { answer, meaning }
}

/// Joins the answers to two readings of one phrase. Different answers become a question.
pub(super) fn either(one: PhraseAnswer, other: PhraseAnswer) -> PhraseAnswer {
    use PhraseAnswer::{Ambiguous, NoSuchDay, Past, Understood as One, Unknown};
    let ahead = |answer: PhraseAnswer| match answer {
        One(one) => vec![plain(*one)],
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
        (a, b) => question([ahead(a), ahead(b)].concat()),
    }
}

/// A question with these choices, earliest first. Choices with the same instant and the same rule become one.
pub(super) fn question(mut choices: Vec<Choice>) -> PhraseAnswer {
    choices.sort_by_key(|choice| choice.answer.instant);
    let same = |a: &mut Choice, b: &mut Choice| a.answer.instant == b.answer.instant && a.answer.rule == b.answer.rule;
    choices.dedup_by(same);
    choices.truncate(MAX_CHOICES);
    if choices.is_empty() { PhraseAnswer::Unknown } else { PhraseAnswer::Ambiguous(choices) }
}

pub(super) fn with_assumed(mut answer: PhraseAnswer, assumed: &[Assumption]) -> PhraseAnswer {
    let add = |one: &mut Understood| one.assumed.extend(assumed.iter().cloned());
    match &mut answer {
        PhraseAnswer::Understood(one) => add(one),
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) | PhraseAnswer::NoSuchDay(choices) => {
            choices.iter_mut().for_each(|choice| add(&mut choice.answer))
        }
        PhraseAnswer::Unknown => {}
    }
    answer
}

/// Joins two answers to a phrase: "today" is the date in the phrase's zone for one, and the asker's date for the other.
/// A past answer is dropped if the other is in the future.
pub(super) fn merged(there: PhraseAnswer, here: PhraseAnswer) -> PhraseAnswer {
    use PhraseAnswer::{Ambiguous, NoSuchDay, Past, Understood as One, Unknown};
    match (there, here) {
        (NoSuchDay(_), other) | (other, NoSuchDay(_)) => other,
        (One(a), One(b)) if a.instant == b.instant => One(a),
        (One(a), One(b)) => question(vec![plain(*a), plain(*b)]),
        (One(a), Past(_) | Unknown) | (Past(_) | Unknown, One(a)) => One(a),
        (One(a), Ambiguous(mut choices)) | (Ambiguous(mut choices), One(a)) => {
            choices.push(plain(*a));
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
