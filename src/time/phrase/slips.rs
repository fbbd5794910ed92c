//! Slips of the pen, and when they are forgiven.
//!
//! A word is read as another one only where hardly anything else can have been meant: both have six letters or more and
//! begin with the same one, a single letter is missing, added, wrong or swapped with its neighbour, what is meant names
//! a time by itself (a weekday, a month, a part of the day, a length), and what was typed is no word or name of its
//! own. "Banana" is a fruit, not "mañana"; "mourning" is not "morning". Shorter words have too many neighbours (mardi
//! and mars, mon and mom): of those only the slips of `WELL_KNOWN` are read. Where two words are within reach
//! ("thuesday"), both are read, and it is asked which one was meant. What was read is always told.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::lexicon::{self, W};
use crate::time::places::{distance, letters};

/// A word that may have been meant, as it is written, and its meaning.
pub(super) type Meant = (&'static str, W);

/// The letters that a word must have to be read as another one, and the other one too.
const SHORTEST: usize = 6;

/// What people often type for words that are too short or too far off for the rule. Sorted.
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

/// Words and names within reach of a word of time, found in word lists of the three languages (1.2 million words, each
/// of which was typed alone): they are never read as it.
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
    let candidates = lexicon::all().filter(|(word, meaning)| word.len() >= SHORTEST && names_a_time(*meaning));
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

/// The words that were probably meant by `typed`, which means nothing itself (lower case, no accents): usually none,
/// seldom several.
pub(super) fn meant(typed: &str) -> Vec<Meant> {
    if let Some((_, word)) = WELL_KNOWN.iter().find(|(slip, _)| *slip == typed) {
        let meaning = lexicon::all().find(|(known, _)| known == word);
        return meaning.map(|(word, meaning)| (written(word), meaning)).into_iter().collect();
    }
    if typed.len() < SHORTEST || ORDINARY_WORDS.contains(typed) {
        return Vec::new();
    }
    let typed_letters = letters(typed);
    let mut found: Vec<Meant> = Vec::new();
    for (word, word_letters, meaning) in &*GUESSABLE {
        // One slip changes at most two letters of the sets.
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

/// How a word of the lexicon, which has no accents, is written.
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
        meant(typed).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn one_slip_in_a_long_word_is_forgiven() {
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
    fn two_words_within_reach_are_both_meant() {
        assert_eq!(read("thuesday"), ["tuesday", "thursday"]);
    }

    #[test]
    fn words_of_their_own_and_short_ones_are_left_alone() {
        for typed in [
            "banana", "manzana", "mom", "son", "money", "marti", "domino", "sundae", "augusto", "mouths", "marten",
            "julia", "junior",
        ] {
            assert_eq!(read(typed), [""; 0], "{typed}");
        }
    }
}
