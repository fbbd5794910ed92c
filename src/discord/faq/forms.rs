//! The form of a card.

use crate::discord::faq::presses::FaqPress;
use crate::discord::ui::text::clip;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::viewer::Viewer;
use crate::faq::{MAX_ANSWER_CHARS, MAX_DAY_CHARS, MAX_QUESTION_CHARS, ValidText};
use crate::say;
use crate::time::{DayAnswer, SignedDuration, Timestamp, ZoneId, day, local, resolve};
use crate::words::Language;

/// The inputs of the form into which people paste long texts.
pub const LONG_INPUTS: &[(&str, usize)] = &[("question", MAX_QUESTION_CHARS), ("answer", MAX_ANSWER_CHARS)];

/// What is already in the form when it opens.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    pub question: String,
    pub answer: String,
    pub valid: String,
}

/// The form of a card in `language`, in the person's own language.
pub fn card_form(press: FaqPress, language: Language, filled: &Filled) -> Modal {
    let question = Input::line("question", say!(language, "faq-form-question")).max_chars(MAX_QUESTION_CHARS);
    let answer = Input::paragraph("answer", say!(language, "faq-form-answer")).max_chars(MAX_ANSWER_CHARS);
    let valid = Input::line("valid", say!(language, "faq-form-valid")).max_chars(MAX_DAY_CHARS).optional();
    Modal::new(press, say!(language, "faq-form-title"))
        .input(question.value(clip(&filled.question, MAX_QUESTION_CHARS)))
        .input(
            answer
                .placeholder(say!(language, "faq-form-answer-placeholder"))
                .value(clip(&filled.answer, MAX_ANSWER_CHARS)),
        )
        .input(valid.placeholder(say!(language, "faq-form-valid-placeholder")).value(filled.valid.clone()))
}

/// The last day of the validity that a person typed, as the end of that day in their zone. A text that is no day, or
/// that can mean several days, is kept as typed without an end.
pub fn typed_day(viewer: &Viewer, typed: &str) -> ValidText {
    let zone = viewer.member.as_ref().and_then(|member| member.zone_or_assumed()).unwrap_or_else(ZoneId::utc);
    let until = match day(typed, zone, viewer.now, viewer.language) {
        DayAnswer::Day(day) => day.tomorrow().ok().map(|next| resolve(zone, next.at(0, 0, 0, 0)).instant),
        DayAnswer::Ambiguous(_) | DayAnswer::NoSuchDay(_) | DayAnswer::Unknown => None,
    };
    ValidText { typed: clip(typed, MAX_DAY_CHARS), until }
}

/// The last day before this end in the person's zone, as it can be typed into the form again.
pub fn written_day(viewer: &Viewer, until: Option<Timestamp>) -> String {
    let zone = viewer.member.as_ref().and_then(|member| member.zone_or_assumed()).unwrap_or_else(ZoneId::utc);
    let last = until.and_then(|until| until.checked_sub(SignedDuration::from_secs(1)).ok());
    last.map(|last| local(zone, last).0.date().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_day_ends_at_its_last_midnight_and_is_written_the_same_again() {
        let viewer = Viewer::many("2020-11-10T16:55:00Z".parse().unwrap());
        let valid = typed_day(&viewer, "20 November 2020");
        assert_eq!(valid.until, Some("2020-11-21T00:00:00Z".parse().unwrap()));
        assert_eq!(written_day(&viewer, valid.until), "2020-11-20");
        assert_eq!(typed_day(&viewer, &written_day(&viewer, valid.until)).until, valid.until);
    }

    #[test]
    fn text_that_is_no_day_is_kept_as_typed() {
        let viewer = Viewer::many("2020-11-10T16:55:00Z".parse().unwrap());
        let typed = |typed: &str, until| ValidText { typed: typed.to_owned(), until };
        assert_eq!(typed_day(&viewer, "until we change it"), typed("until we change it", None));
        assert_eq!(typed_day(&viewer, ""), typed("", None));
        assert_eq!(written_day(&viewer, None), "");
    }
}
