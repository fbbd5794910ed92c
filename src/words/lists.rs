//! Joins items into a list, as each language does.

use crate::say;
use crate::time::Language;

/// `Monday, Wednesday and Friday`.
pub fn list<T: AsRef<str>>(language: Language, items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let join = |joined: String, next: &T| say!(language, "list-comma", first = joined, next = next.as_ref());
            let first = first[1..].iter().fold(first[0].as_ref().to_owned(), join);
            say!(language, "list-and", first = first, last = last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined_as_each_language_does() {
        let joined = |items: &[&str]| Language::ALL.map(|language| list(language, items));
        assert_eq!(joined(&[]), ["", "", ""]);
        assert_eq!(joined(&["Ana"]), ["Ana", "Ana", "Ana"]);
        assert_eq!(joined(&["Ana", "Bo", "Li"]), ["Ana, Bo and Li", "Ana, Bo et Li", "Ana, Bo y Li"]);
    }

    #[test]
    fn spanish_says_e_before_the_sound_of_i() {
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
