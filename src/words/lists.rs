//! Joins items into a list by the rules of each language.

use crate::say;
use crate::time::Language;

/// The items as one text: `Monday, Wednesday and Friday`. Empty if there are no items.
pub fn list<T: AsRef<str>>(language: Language, items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [before @ .., last] => {
            let join = |joined: String, next: &T| say!(language, "list-comma", first = joined, next = next.as_ref());
            let joined = before[1..].iter().fold(before[0].as_ref().to_owned(), join);
            say!(language, "list-and", first = joined, last = last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_joined_by_the_rules_of_each_language() {
        let joined = |items: &[&str]| Language::ALL.map(|language| list(language, items));
        assert_eq!(joined(&[]), ["", "", ""]);
        assert_eq!(joined(&["Ana"]), ["Ana", "Ana", "Ana"]);
        assert_eq!(joined(&["Ana", "Bo", "Li"]), ["Ana, Bo and Li", "Ana, Bo et Li", "Ana, Bo y Li"]);
    }

    #[test]
    fn spanish_and_is_e_before_the_sound_of_i() {
        for (last, expected) in [
            ("Inés", "Ana e Inés"),
            ("**Ibrahim**", "Ana e **Ibrahim**"),
            ("Hilda", "Ana e Hilda"),
            ("Hierro", "Ana y Hierro"),
            ("Yolanda", "Ana y Yolanda"),
        ] {
            assert_eq!(list(Language::Spanish, &["Ana", last]), expected);
        }
    }
}
