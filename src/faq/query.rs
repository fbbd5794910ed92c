//! Turns a person's own words into a query of the search index, and decides whether a card that was found is about
//! them. Pure.
//!
//! A person's text never becomes part of FTS5's query language: it is split into words of letters and digits, and each
//! word is quoted.

use std::collections::BTreeSet;

use crate::members::fold;
use crate::time::Language;

/// The most words of a text that are searched for. A longer text has its important words repeated or at its beginning.
const MAX_TERMS: usize = 24;
/// A shorter word must be found as it is. The ends of longer words may differ: "join" finds "joining".
const MIN_STEM_CHARS: usize = 4;
/// Ends of words that are left out, the longest first: plurals, and the usual forms of verbs, in all languages.
const ENDINGS: [&str; 14] =
    ["ements", "ement", "ings", "ing", "ions", "iones", "ion", "ez", "er", "ed", "es", "ar", "s", "e"];

/// A word of a text, without the end that its other forms do not have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    stem: String,
    /// Whether words that only begin with the stem are found too.
    is_prefix: bool,
}

impl Term {
    fn new(word: &str) -> Self {
        let is_long = word.chars().count() >= MIN_STEM_CHARS;
        let without = |ending: &&str| {
            let stem = word.strip_suffix(*ending)?;
            (stem.chars().count() >= MIN_STEM_CHARS).then(|| stem.to_owned())
        };
        let stem = ENDINGS.iter().find_map(without).unwrap_or_else(|| word.to_owned());
        Self { stem, is_prefix: is_long }
    }

    fn matches(&self, word: &str) -> bool {
        if self.is_prefix { word.starts_with(&self.stem) } else { word == self.stem }
    }
}

/// The words of a text that say what it is about, each once, in their order.
pub fn terms(text: &str) -> Vec<Term> {
    let mut known = BTreeSet::new();
    let meaningful = words(text).into_iter().filter(|word| !is_stop_word(word));
    meaningful.map(|word| Term::new(&word)).filter(|term| known.insert(term.clone())).take(MAX_TERMS).collect()
}

/// The FTS5 query that finds every text with one of the terms. `None` without terms.
pub fn expression(terms: &[Term]) -> Option<String> {
    let quoted = terms.iter().map(|term| format!("\"{}\"{}", term.stem, if term.is_prefix { "*" } else { "" }));
    (!terms.is_empty()).then(|| quoted.collect::<Vec<_>>().join(" OR "))
}

/// Whether a card with these texts is about the terms. It must have at least two of them, or the only one. Also, they
/// must be at least half of what was asked, or cover at least half of the card's question: a long text shares two words
/// with most cards.
pub fn is_about(asked: &[Term], question: &str, answer: &str) -> bool {
    let card_words = words(&format!("{question} {answer}"));
    let found: Vec<&Term> = asked.iter().filter(|term| card_words.iter().any(|word| term.matches(word))).collect();
    let question_words: Vec<String> = words(question).into_iter().filter(|word| !is_stop_word(word)).collect();
    let covered = question_words.iter().filter(|word| found.iter().any(|term| term.matches(word))).count();
    let is_mostly_found = 2 * found.len() >= asked.len();
    let is_question_covered = !question_words.is_empty() && 2 * covered >= question_words.len();
    found.len() >= asked.len().clamp(1, 2) && (is_mostly_found || is_question_covered)
}

/// The words of a text in the form in which the search index has them: lower case, without accents.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !is_joined_mark(c)).map(fold);
    // Folding can make two words of one character, such as "½".
    let letters = |word: String| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    words.map(letters).filter(|word| word.chars().count() > 1).collect()
}

/// Whether the character is an accent of its own, which follows its letter.
fn is_joined_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_stop_word(word: &str) -> bool {
    Language::ALL.into_iter().any(|language| stop_words(language).split(' ').any(|stop| stop == word))
}

/// Words that occur in questions about everything, folded. They are not searched for.
const fn stop_words(language: Language) -> &'static str {
    match language {
        Language::English => {
            "a about after am an and any are as at be but by can cannot could did do does doesn don for from get got \
             had has have hello help hi how if in into is isn it its just me my need no not now of on or our please \
             so some thank thanks that the their them then there they this to too us want was we what when where \
             which who why will with won would you your"
        }
        Language::French => {
            "ai aide aider au aux avec avez avoir besoin bonjour ca ce cela ces cet cette comment dans de des du elle \
             en est et etre faire fait il ils je la le les leur lui ma mais merci mes moi mon ne nous on ou par pas \
             peut peux plait plus pour pouvez puis qu quand que quel quelle qui quoi sa sans se ses si sont suis sur \
             te tu un une votre vos vous"
        }
        Language::Spanish => {
            "al algo ayuda ayudar como con cual cuando de del desde donde el ella en eres es esta estan este esto \
             estoy favor gracias ha hacer hay he hola la las le lo los mas me mi mis muy necesito no nos o para pero \
             por porque puede puedo que quien se ser si sin sobre son soy su sus te tengo tiene un una unos y ya yo"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        terms(text).into_iter().map(|term| term.stem).collect()
    }

    #[test]
    fn words_without_meaning_of_their_own_are_not_searched_for() {
        assert_eq!(stems("Hello, how do I join the main room?"), ["join", "main", "room"]);
        assert_eq!(stems("Où est la salle principale, s’il vous plaît ?"), ["sall", "principal"]);
        assert_eq!(stems("¿Dónde está el enlace?"), ["enlac"]);
        assert_eq!(terms("How can I help you?"), []);
    }

    #[test]
    fn forms_of_a_word_find_each_other() {
        let has = |text: &str, card: &str| is_about(&terms(text), card, "");
        assert!(has("joining", "How to join"));
        assert!(has("microphones", "Your microphone"));
        assert!(has("conexiones", "La conexión"));
        assert!(has("DÉCONNECTÉ", "Deconnecter"));
        assert!(!has("map", "mapping"), "a short word is found only as it is");
    }

    #[test]
    fn card_with_one_of_several_words_is_not_about_them() {
        let asked = terms("The link of the main room asks for a password");
        assert!(is_about(&asked, "Where is the link?", "In the programme, under Main room."));
        assert!(!is_about(&asked, "Who reserves a room?", "The secretariat."));
    }

    #[test]
    fn long_text_is_about_a_card_only_if_it_asks_its_question() {
        let asked = terms(
            "Since this morning the interpretation is silent in my browser. I tried another browser, restarted the \
             laptop and logged in again, and a colleague in the main room hears Spanish without trouble.",
        );
        assert!(is_about(&asked, "Why is the interpretation silent?", "Choose your language at the globe."));
        assert!(!is_about(&asked, "Who may speak in the opening session?", "Ask in the main room, or by e-mail."));
    }

    #[test]
    fn text_cannot_become_query_language() {
        let text = r#"NEAR("zoom" OR answer:x) AND NOT "quo"ted* ^first {question} -minus + (room"#;
        let expression = expression(&terms(text)).unwrap();
        insta::assert_snapshot!(expression, @r#""near"* OR "zoom"* OR "answ"* OR "quo" OR "ted" OR "first"* OR "quest"* OR "minu"* OR "room"*"#);
        assert_eq!(super::expression(&terms("\" * ( ) : ^ - ' ; --")), None);
    }

    #[test]
    fn long_text_has_a_limit() {
        let text = (0..100).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
        assert_eq!(terms(&text).len(), MAX_TERMS);
    }
}
