//! Decides which misspelt words are corrected.
//!
//! A word is corrected only when another meaning is very unlikely. All of this must hold: both words have six letters
//! or more and begin with the same letter; a single letter is missing, added, wrong or swapped with its neighbour; the
//! corrected word names a time by itself (a weekday, a month, a part of the day, a length); the typed word is not a
//! word or name of its own. "Banana" is a fruit, not "mañana"; "mourning" is not "morning". Shorter words are too
//! similar to each other (mardi and mars, mon and mom), so only the misspellings in `WELL_KNOWN` are corrected. When
//! two words match ("thuesday"), the person is asked. Every correction is shown to the person.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::lexicon::{self, W};
use crate::time::places::{distance, letters};

/// A candidate for a misspelt word: its proper spelling and its meaning.
pub(super) type Candidate = (&'static str, W);

/// Both the typed word and its correction have at least this many letters.
const MIN_LETTERS: usize = 6;

/// Frequent misspellings that the rule does not cover, because they are too short or too different. Sorted.
const WELL_KNOWN: &[(&str, &str)] = &[
    ("demin", "demain"),
    ("fryday", "friday"),
    ("juevez", "jueves"),
    ("mnday", "monday"),
    ("monay", "monday"),
    ("mondy", "monday"),
    ("moday", "monday"),
    ("tmorrow", "tomorrow"),
    ("tommorow", "tomorrow"),
    ("tomorro", "tomorrow"),
    ("tomrow", "tomorrow"),
    ("tomrrow", "tomorrow"),
    ("tonite", "tonight"),
    ("tusday", "tuesday"),
    ("vendredie", "vendredi"),
    ("wednsday", "wednesday"),
    ("wendsday", "wednesday"),
    ("wensday", "wednesday"),
];

/// Words and names that the rule would correct to a time word. Found by applying the rule to word lists of the three
/// languages (1.2 million words). They are never corrected.
const ORDINARY: &str = "\
    acosto agosta agoste agostio agostos angosto aposto augusta auguste augusto augusts befare chanque chaques \
    chaqui charque chasque cheque chique choque claque craque damian dedain demaine demains demanche demanches \
    demembre demian denier dernieres derniers derriere despees despumes detain dianche dianches diciembres domain \
    domenico doming dominio dominios domino dominos eventing febrera febreros ferrero heares hetres heurtes heurts \
    jueces jueyes jueza juives julieta lungis macana magana maltes manaba manada manaia mananea manant manara manawa \
    mandis mangana mantes manzana maraes marais marana marces marcis mardies marees marges margis mariana marids \
    maries marles marlis marnes marotes marres marris marses martas marted martel martels marten martens marthas \
    martres matins matres mattes maudis mazana medianoches mediodias mercedes middays midnights midway minait \
    minates mincit minues minuet minuete minuetes minueto minuetos minuets minuits minuses minuta minutas minuted \
    minutee minutees minuteis minuten minuter minutest minutez minutie minuties minutons moaning mondad mondai \
    mondais mondal mondan mondar mondas mondat moneths montas montes montos mooning mordis morling mortes mourning \
    mouths myrtes novembres noviembres octubres prochaines prochains projima projimo proximal proximas proximos \
    sabalo sabalos sabano sabanos sabato sabido sabidos sacado sacados sajado sajados salado salados sanado sanados \
    sanday saturdays sebado sebados seconda secondas seconded secondee secondees seconder seconders secondez secondi \
    secondo secones secunde secundes seguidos segundas segundes segundon semanal semant semina septiembres \
    setiembres sobado sobados sundae sundaes sundry sunray sunrays tomorrows tonights vendreis vienes viennes viera \
    vieres vierges viertes viornes";

static ORDINARY_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| ORDINARY.split_ascii_whitespace().collect());

static GUESSABLE: LazyLock<Vec<(&'static str, u32, W)>> = LazyLock::new(|| {
    let candidates = lexicon::all().filter(|(word, meaning)| word.len() >= MIN_LETTERS && names_a_time(*meaning));
    candidates.map(|(word, meaning)| (word, letters(word), meaning)).collect()
});

fn names_a_time(meaning: W) -> bool {
    matches!(
        meaning,
        W::Weekday(_)
            | W::Weekdays(_)
            | W::Month(_)
            | W::Tomorrow
            | W::Midnight
            | W::Noon
            | W::PartOfDay(_)
            | W::Length(_)
            | W::Workday
            | W::Weekend
            | W::Before
            | W::After
            | W::Next
            | W::Last
            | W::Every
    )
}

/// The possible corrections of `typed`, which has no meaning itself (lower case, no accents). Usually none, rarely
/// several.
pub(super) fn candidates(typed: &str) -> Vec<Candidate> {
    if let Some((_, word)) = WELL_KNOWN.iter().find(|(slip, _)| *slip == typed) {
        let meaning = lexicon::all().find(|(known, _)| known == word);
        return meaning.map(|(word, meaning)| (written(word), meaning)).into_iter().collect();
    }
    if typed.len() < MIN_LETTERS || ORDINARY_WORDS.contains(typed) {
        return Vec::new();
    }
    let typed_letters = letters(typed);
    let mut found: Vec<Candidate> = Vec::new();
    for (word, word_letters, meaning) in &*GUESSABLE {
        // One correction changes at most two letters of the sets.
        let may_be = word.as_bytes()[0] == typed.as_bytes()[0] && (word_letters ^ typed_letters).count_ones() <= 2;
        if may_be
            && distance(typed.as_bytes(), word.as_bytes(), 1).is_some()
            && !found.iter().any(|(_, m)| m == meaning)
        {
            found.push((written(word), *meaning));
        }
    }
    found
}

/// The correct spelling of a word of the lexicon, which has no accents.
fn written(word: &'static str) -> &'static str {
    match word {
        "manana" => "mañana",
        "miercoles" => "miércoles",
        "sabado" => "sábado",
        "sabados" => "sábados",
        "fevrier" => "février",
        "decembre" => "décembre",
        "mediodia" => "mediodía",
        "apresmidi" => "après-midi",
        "despues" => "después",
        "proximo" => "próximo",
        "proxima" => "próxima",
        "dernier" => "dernier",
        word => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Vec<&'static str> {
        candidates(typed).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn one_misspelling_in_a_long_word_is_corrected() {
        for (typed, word) in [
            ("tomorow", "tomorrow"),
            ("thrusday", "thursday"),
            ("wendesday", "wednesday"),
            ("friady", "friday"),
            ("febuary", "february"),
            ("mierocles", "miércoles"),
            ("vendedi", "vendredi"),
            ("setiembe", "setiembre"),
            ("tommorow", "tomorrow"),
        ] {
            assert_eq!(read(typed), [word], "{typed}");
        }
    }

    #[test]
    fn two_words_at_the_same_distance_are_both_candidates() {
        assert_eq!(read("thuesday"), ["tuesday", "thursday"]);
    }

    #[test]
    fn other_real_words_and_short_words_are_not_corrected() {
        for typed in [
            "banana", "manzana", "mom", "son", "money", "marti", "domino", "sundae", "augusto", "mouths", "marten",
            "julia", "junior",
        ] {
            assert_eq!(read(typed), [""; 0], "{typed}");
        }
    }
}
