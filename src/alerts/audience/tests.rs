use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::alerts::testing::{member, member_in_zone};
use crate::members::{EmergencyWake, GuildId};

fn people() -> Vec<Member> {
    let named = |id, zone, name: &str, handle: &str| Member {
        name: name.to_owned(),
        handle: handle.to_owned(),
        ..member_in_zone(id, zone, EmergencyWake::Refused)
    };
    vec![
        named(1, "America/La_Paz", "Member La Paz", "lapaz"),
        named(2, "America/Sao_Paulo", "Membro São Paulo", "saopaulo"),
        named(3, "Europe/Zurich", "Ana María Gómez", "amg-1"),
        named(4, "Africa/Cairo", "Anabel O'Neil & Sons", "nile_77"),
        named(5, "Africa/Cairo", "Omar", "omar"),
        member(6, "Ny et Bo", "nybo", &[Group::Mag]),
        member(7, "~tilde/slash~", "tilde.slash", &[Group::Mag]),
    ]
}

fn with_directory<T>(read: impl FnOnce(Directory<'_>) -> T) -> T {
    let (present, setup) = (people(), Setup::new(GuildId(9)));
    let places = BTreeMap::from([(MemberId(3), "Geneva, Switzerland".to_owned())]);
    read(Directory { setup: &setup, present: &present, places: &places })
}

fn parse(text: &str) -> Result<Audience, AudienceError> {
    with_directory(|directory| Audience::parse(text, directory))
}

fn ids(text: &str) -> Vec<u64> {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}")).people.iter().map(|id| id.0).collect()
}

#[test]
fn groups_are_found_by_their_names_in_three_languages() {
    for text in ["members", "MAG", "Membres", "miembros", "all members", "tous les membres", "Todos los miembros"] {
        assert_eq!(parse(text).unwrap().groups, BTreeSet::from([Group::Mag]), "{text}");
    }
    assert_eq!(parse("everyone").unwrap().groups.len(), 3);
    assert_eq!(parse("bénévoles, secretariat").unwrap().groups, BTreeSet::from([Group::Helpdesk, Group::Secretariat]));
}

#[test]
fn audience_is_split_at_separators_conjunctions_and_mentions() {
    for text in [
        "members, volunteers",
        "members;volunteers",
        "members\nvolunteers",
        "members\r\nvolunteers\r\n",
        "members & volunteers",
        "members&volunteers",
        " members ,; \n & volunteers ;",
        "members and volunteers",
        "membres et bénévoles",
        "miembros y voluntarios",
        "Members AND the volunteers",
        "members + volunteers",
    ] {
        assert_eq!(parse(text).unwrap().groups, BTreeSet::from([Group::Mag, Group::Helpdesk]), "{text}");
    }
    assert_eq!(ids("<@1> <@!2> <@3>"), [1, 2, 3]);
    assert_eq!(ids("@lapaz @omar"), [1, 5]);
    assert_eq!(ids("anabel o'neil & sons & omar, member la paz"), [1, 4, 5]);
    assert_eq!(ids("la paz; são paulo\nOMAR & ny et bo"), [1, 2, 5, 6], "a name with a conjunction stays whole");
}

#[test]
fn people_are_found_by_part_of_a_name_by_handle_and_by_mention() {
    for text in [
        "la paz",
        "LA PAZ",
        "lapaz",
        "La  Paz",
        "la-paz",
        "@lapaz",
        "<@1>",
        "<@!1>",
        "1",
        "Paz",
        "member la",
        "“La Paz”",
    ] {
        assert_eq!(ids(text), [1], "{text}");
    }
    for text in ["sao paulo", "SÃO PAULO", "São", "paulo", "saopaulo", "membro"] {
        assert_eq!(ids(text), [2], "{text}");
    }
    assert_eq!(ids("maria gomez"), [3]);
    assert_eq!(ids("Ana"), [3], "a whole word counts before a beginning");
    assert_eq!(ids("anab"), [4]);
    assert_eq!(ids("nile_77, amg-1"), [3, 4]);
}

#[test]
fn people_are_found_by_their_city_in_any_language() {
    for text in ["Geneva", "geneve", "Ginebra"] {
        assert_eq!(ids(text), [3], "{text}");
    }
    let several = parse("Le Caire").unwrap_err();
    let AudienceError::Ambiguous { word, people } = several else { panic!("{several:?}") };
    assert_eq!((word.as_str(), people.len()), ("Le Caire", 2));
}

#[test]
fn ambiguous_word_is_reported_with_its_candidates_and_replaced_by_the_chosen_people() {
    let text = "volunteers; mem, omar";
    let error = parse(text).unwrap_err();
    let AudienceError::Ambiguous { word, people } = &error else { panic!("{error:?}") };
    assert_eq!((word.as_str(), people.iter().map(|one| one.member.0).collect::<Vec<_>>()), ("mem", vec![1, 2]));
    let choice = |ids: &[u64]| {
        let chosen = ids.iter().copied().map(MemberId).collect();
        with_directory(|directory| Audience::with_choice(text, directory, &chosen))
    };
    assert_eq!(choice(&[2]).as_deref(), Some("volunteers, <@2>, omar"));
    assert_eq!(choice(&[1, 2]).as_deref(), Some("volunteers, <@1>, <@2>, omar"));
    assert_eq!(choice(&[5]), None, "only one of those whom the word fits");
    assert_eq!(ids(&choice(&[2]).unwrap()), [2, 5]);
}

#[test]
fn unknown_name_matches_nobody_and_is_reported_as_typed() {
    assert_eq!(parse("  ,"), Err(AudienceError::Empty));
    assert_eq!(parse("\u{200b}, \u{2060}"), Err(AudienceError::Empty));
    for word in ["lima", "<@&77>", "mag/lapaz", "~nobody~", "nobody and nothing", "---"] {
        assert_eq!(parse(word), Err(AudienceError::Unknown { word: word.into() }), "{word}");
    }
    assert_eq!(ids("~tilde/slash~"), [7]);
    assert_eq!(parse(&"x".repeat(1001)), Err(AudienceError::TooLong));
}

#[test]
fn completion_uses_only_the_part_that_is_being_typed() {
    assert_eq!(last_part("members; la p"), ("members", " la p"));
    assert_eq!(last_part("la"), ("", "la"));
    let names = |word: &str| -> Vec<String> {
        let suggestions = suggest(word, &[], &people(), 25);
        let handle = |one| if let Suggestion::Person { handle, .. } = one { handle } else { String::new() };
        suggestions.into_iter().map(handle).collect()
    };
    assert_eq!(names("la p"), ["lapaz"]);
    assert_eq!(names("sao"), ["saopaulo"]);
}

const WORDS: &[&str] = &[
    "members",
    "and",
    "&",
    ",",
    ";",
    "\n",
    "~",
    "/",
    "//",
    "~~",
    "la paz",
    "@",
    "<@",
    "<@&",
    "<@1>",
    ">",
    "\u{200b}",
    "é",
    "İ",
    "ß",
    "👍🏽",
    "東京",
    "'",
    "\"",
    "\\",
    "%2F",
    "all",
    "the ",
    "São",
    "1",
    "99999999999999999999",
    "\u{0}",
    " et ",
    "K",
];

proptest! {
    #[test]
    fn parsing_any_audience_does_not_panic(
        words in prop::collection::vec(select(WORDS), 0..12),
        any in any::<String>(),
        chosen in prop::collection::btree_set(0..9_u64, 0..4),
    ) {
        for text in [words.join(" "), words.concat(), any] {
            let _ = parse(&text);
            let chosen = chosen.iter().copied().map(MemberId).collect();
            let _ = with_directory(|directory| Audience::with_choice(&text, directory, &chosen));
            let _ = suggest(last_part(&text).1, &[], &people(), 25);
        }
    }
}
