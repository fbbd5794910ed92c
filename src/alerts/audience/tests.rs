use proptest::prelude::*;
use proptest::sample::select;

use super::completion::{Completion, CompletionLimits, Scope, Suggestion, complete};
use super::parts::last_part;
use super::*;
use crate::alerts::testing::{at, member, member_in_zone};
use crate::members::{AssumedHome, EmergencyWake, GuildId};
use crate::time::{Language, ZoneId};

fn people_named() -> Vec<Member> {
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
    let (present, setup) = (people_named(), Setup::new(GuildId(9)));
    let places = BTreeMap::from([(MemberId(3), "Geneva, Switzerland".to_owned())]);
    read(Directory { setup: &setup, present: &present, places: &places, now: at("2020-11-10T16:55:00Z") })
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

/// Members in ten places, one whose zone has no country, and one without a zone. By their ids:
/// 1 La Paz (Spanish), 2 São Paulo, 3 Praia (volunteer), 4 Lagos, 5 Cairo (French), 6 Kathmandu, 7 Tokyo, 8 London
/// (secretariat), 9 Geneva (French, a volunteer too), 10 Pristina, 11 `UTC+5`, 12 no zone.
fn people_of_the_world() -> Vec<Member> {
    let one = |id, zone, name: &str, language, groups: &[Group]| Member {
        name: name.to_owned(),
        handle: format!("p{id}"),
        language,
        roles: groups.iter().copied().collect(),
        ..member_in_zone(id, zone, EmergencyWake::Refused)
    };
    let (en, fr, es) = (Language::English, Language::French, Language::Spanish);
    let mag = &[Group::Mag];
    let assumed =
        AssumedHome { zone: ZoneId::parse("Europe/Belgrade").unwrap(), place: Some("Pristina, Kosovo".into()) };
    vec![
        one(1, "America/La_Paz", "Ximena", es, mag),
        one(2, "America/Sao_Paulo", "Bia", en, mag),
        one(3, "Atlantic/Cape_Verde", "Nuno", en, &[Group::Helpdesk]),
        one(4, "Africa/Lagos", "Chad Okoro", en, mag),
        one(5, "Africa/Cairo", "Hoda", fr, mag),
        one(6, "Asia/Kathmandu", "Asha", en, mag),
        one(7, "Asia/Tokyo", "Ken", en, mag),
        one(8, "Europe/London", "Malika", en, &[Group::Secretariat]),
        one(9, "Europe/Zurich", "Luc", fr, &[Group::Mag, Group::Helpdesk]),
        Member { assumed: Some(assumed), ..member(10, "Ari", "p10", mag) },
        one(11, "UTC+5", "Farid", en, mag),
        member(12, "Zoe", "p12", mag),
    ]
}

fn with_world<T>(read: impl FnOnce(Directory<'_>) -> T) -> T {
    let (present, setup) = (people_of_the_world(), Setup::new(GuildId(9)));
    let places = BTreeMap::from([(MemberId(9), "Geneva, Switzerland".to_owned())]);
    read(Directory { setup: &setup, present: &present, places: &places, now: at("2020-11-10T16:55:00Z") })
}

/// The ids of the people who get an alert to `text`.
fn reached(text: &str) -> Vec<u64> {
    with_world(|directory| {
        let audience = Audience::parse(text, directory).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        audience.members_among(directory.present.to_vec()).iter().map(|member| member.id.0).collect()
    })
}

fn error(text: &str) -> AudienceError {
    with_world(|directory| Audience::parse(text, directory).expect_err(text))
}

#[test]
fn group_is_limited_to_a_region_in_every_language() {
    for text in [
        "members in Africa",
        "Members from Africa",
        "all the members in AFRICA",
        "members who are in Africa",
        "members (Africa)",
        "membres en Afrique",
        "les membres d’Afrique",
        "membres qui vivent en Afrique",
        "membres (Afrique)",
        "miembros en África",
        "miembros de Africa",
        "los miembros que viven en África",
    ] {
        assert_eq!(reached(text), [4, 5], "{text}");
    }
    for text in ["members in Brazil", "membres au Brésil", "miembros en Brasil", "members in Latin America, -Ximena"] {
        assert_eq!(reached(text), [2], "{text}");
    }
    assert_eq!(reached("members in Nepal"), [6]);
    assert_eq!(reached("members in Kosovo"), [10], "an assumed place decides as a chosen one does");
    assert_eq!(reached("volunteers in Africa"), [3], "Cape Verde is in Africa");
    assert_eq!(reached("members and volunteers in Africa"), [3, 4, 5]);
    assert_eq!(reached("members in Africa and Asia"), [4, 5, 6, 7]);
    assert_eq!(reached("members in Africa, volunteers"), [3, 4, 5, 9]);
}

#[test]
fn region_or_language_without_a_group_means_everyone_there() {
    for text in ["Africa", "everyone in Africa", "in Africa", "l’Afrique", "tous (Afrique)", "todos en África"] {
        assert_eq!(reached(text), [3, 4, 5], "{text}");
    }
    for text in ["French", "français", "who read French", "everyone who reads French", "tous (français)"] {
        assert_eq!(reached(text), [5, 9], "{text}");
    }
    assert_eq!(reached("United Kingdom"), [8]);
    assert_eq!(reached("UK, Japan"), [7, 8]);
}

#[test]
fn group_is_limited_to_the_readers_of_a_language() {
    for text in [
        "members who read French",
        "members who speak French",
        "membres qui lisent en français",
        "membres qui lisent le français",
        "membres (français)",
        "miembros que leen en francés",
        "miembros que leen francés",
        "miembros (francés)",
    ] {
        assert_eq!(reached(text), [5, 9], "{text}");
    }
    assert_eq!(reached("members who read French and Spanish"), [1, 5, 9]);
    assert_eq!(reached("members in Africa who read French"), [5]);
    assert_eq!(reached("members who read French in Africa"), [5]);
}

#[test]
fn range_of_offsets_is_compared_at_the_current_instant() {
    for text in [
        "members in UTC+5 to +9",
        "members in UTC+5 to UTC+9",
        "members in between UTC+5 and UTC+9",
        "membres en UTC+5 à +9",
        "membres (UTC+5 à +9)",
        "miembros en UTC+5 a +9",
        "UTC+5 to UTC+9",
    ] {
        assert_eq!(reached(text), [6, 7, 11], "{text}");
    }
    assert_eq!(reached("UTC"), [8]);
    assert_eq!(reached("members in UTC+5:45"), [6]);
    assert_eq!(reached("UTC-4 to UTC-1"), [1, 2, 3]);
    // In July, London and Geneva have another offset.
    let in_july = with_world(|directory| {
        let directory = Directory { now: at("2020-07-10T16:55:00Z"), ..directory };
        Audience::parse("UTC+1", directory).unwrap().people
    });
    assert_eq!(in_july, BTreeSet::from([MemberId(4), MemberId(8)]));
}

#[test]
fn people_found_by_region_are_named_one_by_one_and_those_without_a_place_are_counted() {
    let parsed = |text: &str| with_world(|directory| Audience::parse(text, directory).unwrap());
    let africa = parsed("members in Africa");
    assert!(africa.groups.is_empty());
    assert_eq!(africa.people, BTreeSet::from([MemberId(4), MemberId(5)]));
    assert_eq!(africa.unplaced, BTreeSet::from([MemberId(11), MemberId(12)]), "no country, no zone");
    assert_eq!(parsed("members in UTC+5 to +9").unplaced, BTreeSet::from([MemberId(12)]));
    assert_eq!(parsed("members in Africa, Farid, -Zoe").unplaced, BTreeSet::new());
    assert_eq!(parsed("members who read English").unplaced, BTreeSet::new());
    assert_eq!(parsed("volunteers in Africa").unplaced, BTreeSet::new());
}

#[test]
fn part_with_a_minus_leaves_people_out_of_the_whole_audience() {
    let members = [1, 2, 4, 5, 6, 7, 9, 10, 11, 12];
    assert_eq!(reached("members"), members);
    let without = |ids: &[u64]| members.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>();
    for (text, left_out) in [
        ("members, -ken", &[7][..]),
        ("-ken, members", &[7]),
        ("members -ken", &[7]),
        ("members; –ken", &[7]),
        ("members\n- Ken", &[7]),
        ("members, -<@7>", &[7]),
        ("members except Ken", &[7]),
        ("membres sauf ken", &[7]),
        ("miembros menos ken", &[7]),
        ("members, -Tokyo", &[7]),
        ("members, -Japan", &[7]),
        ("members, -Africa", &[4, 5]),
        ("members, -members in Africa", &[4, 5]),
        ("members, -French", &[5, 9]),
        ("members, -UTC+5 to +9", &[6, 7, 11]),
        ("members, -volunteers", &[9]),
        ("members, -ken and asha", &[6, 7]),
        ("members, -ken, -asha & -luc", &[6, 7, 9]),
        ("members, -Mongolia", &[]),
        ("members, -Ken, Ken", &[7]),
    ] {
        assert_eq!(reached(text), without(left_out), "{text}");
    }
    assert_eq!(reached("members in UTC-5 to -3, -bia"), [1]);
    let parsed = |text: &str| with_world(|directory| Audience::parse(text, directory).unwrap());
    assert_eq!(parsed("everyone, -volunteers").groups, BTreeSet::from([Group::Mag, Group::Secretariat]));
    assert_eq!(parsed("members, ken, -ken").people, BTreeSet::new());
}

#[test]
fn minus_that_belongs_to_a_name_leaves_nobody_out() {
    let mut present = people_of_the_world();
    present[6].name = "-ken-".to_owned();
    let (setup, places) = (Setup::new(GuildId(9)), BTreeMap::new());
    let directory = Directory { setup: &setup, present: &present, places: &places, now: at("2020-11-10T16:55:00Z") };
    assert_eq!(Audience::parse("-ken-", directory).unwrap().people, BTreeSet::from([MemberId(7)]));
    let left = Audience::parse("members in Asia, -ken", directory).unwrap();
    assert_eq!(left.people, BTreeSet::from([MemberId(6)]));
}

#[test]
fn person_whose_name_has_the_word_comes_before_a_country_and_a_country_before_a_longer_name() {
    assert_eq!(reached("Chad"), [4]);
    assert_eq!(error("in Chad"), AudienceError::NobodyThere { word: "in Chad".into(), unplaced: 2 });
    // "Mali" is only the beginning of "Malika".
    assert_eq!(error("Mali"), AudienceError::NobodyThere { word: "Mali".into(), unplaced: 2 });
    assert_eq!(reached("malik"), [8]);
}

#[test]
fn wrong_region_and_audience_without_people_have_their_own_errors() {
    let unknown = |word: &str| AudienceError::UnknownPlace { word: word.to_owned() };
    assert_eq!(error("members in Atlantis"), unknown("Atlantis"));
    assert_eq!(error("volunteers, members who read Klingon"), unknown("Klingon"));
    assert_eq!(error("members in Africa who read Klingon"), unknown("Klingon"));
    assert_eq!(error("members in UTC+5 to +19"), unknown("UTC+5 to +19"));
    assert_eq!(error("members, -atlantis"), AudienceError::Unknown { word: "atlantis".into() });
    for text in ["Congo", "members in Congo", "members in Japan and Congo", "members, -Congo"] {
        let AudienceError::AmbiguousPlace { word, regions } = error(text) else { panic!("two countries: {text}") };
        assert_eq!((word.as_str(), regions.len()), ("Congo", 2), "{text}");
    }
    let nobody = |word: &str, unplaced| AudienceError::NobodyThere { word: word.to_owned(), unplaced };
    assert_eq!(error("members in Mongolia"), nobody("members in Mongolia", 2));
    assert_eq!(error("members, members in UTC-9"), nobody("members in UTC-9", 1));
    assert_eq!(error("-ken"), AudienceError::OnlyLeftOut { word: "ken".into() });
    assert_eq!(error("-ken, except Africa"), AudienceError::OnlyLeftOut { word: "ken".into() });
    for text in ["ken, -ken", "members, -members", "members in Asia, -Asia", "volunteers, -everyone"] {
        assert_eq!(error(text), AudienceError::EverybodyLeftOut, "{text}");
    }
}

#[test]
fn ambiguous_person_who_is_left_out_is_asked_about() {
    let text = "members, -mem, omar";
    let AudienceError::Ambiguous { word, people } = parse(text).unwrap_err() else { panic!("several people") };
    assert_eq!((word.as_str(), people.len()), ("mem", 2));
    let chosen = [1, 2].map(MemberId).into();
    let choice = with_directory(|directory| Audience::with_choice(text, directory, &chosen)).unwrap();
    assert_eq!(choice, "members, -<@1>, -<@2>, omar");
    let audience = parse(&choice).unwrap();
    let left: Vec<u64> = audience.members_among(people_named()).iter().map(|member| member.id.0).collect();
    assert_eq!(left, [3, 4, 5, 6, 7]);
}

#[test]
fn completion_uses_only_the_part_that_is_being_typed() {
    assert_eq!(last_part("members; la p"), ("members", " la p"));
    assert_eq!(last_part("la"), ("", "la"));
    assert_eq!(last_part("members -la"), ("members", "-la"));
    assert_eq!(last_part("members in UTC-5"), ("", "members in UTC-5"));
    assert_eq!(last_part("members, -"), ("members", " -"));
    assert_eq!(last_part("members, -la"), ("members", "-la"));
    assert_eq!(last_part("members; ,\n la"), ("members", " la"));
}

/// English words for the suggestions. The real words are in `config/locales`.
fn english_words(suggestion: &Suggestion) -> String {
    let group = |scope: Scope| match scope {
        Scope::Group(Group::Mag) => "members",
        Scope::Group(Group::Helpdesk) => "volunteers",
        Scope::Group(Group::Secretariat) => "secretariat",
        Scope::Everyone => "everyone",
    };
    match suggestion {
        Suggestion::Groups(scope) => group(*scope).to_owned(),
        Suggestion::InRegion(scope, Region::Offsets { .. }) => format!("{} in UTC+5", group(*scope)),
        Suggestion::InRegion(scope, region) => {
            format!("{} in {}", group(*scope), region.name(Language::English).unwrap())
        }
        Suggestion::Readers(scope, language) => format!("{} who read {}", group(*scope), language.name()),
        Suggestion::Person { .. } | Suggestion::Typed(_) => panic!("they have no words"),
    }
}

const LIMITS: CompletionLimits = CompletionLimits { completions: 25, value_chars: 100 };

/// The completions of `typed`, as "value = count".
fn completed(typed: &str) -> Vec<String> {
    let found = with_world(|directory| complete(typed, directory, english_words, LIMITS));
    let shown =
        |one: &Completion| format!("{} = {}", one.value, one.count.map_or("?".into(), |count| count.to_string()));
    found.iter().map(shown).collect()
}

#[test]
fn completion_offers_groups_regions_languages_and_people_with_their_counts() {
    assert_eq!(
        completed("")[..12],
        [
            "members = 10",
            "volunteers = 2",
            "secretariat = 1",
            "everyone = 12",
            "members in Africa = 2",
            "members in Europe = 2",
            "members in Americas = 2",
            "members in Asia = 2",
            "members who read English = 7",
            "members who read French = 2",
            "members who read Spanish = 1",
            "members in South America = 2",
        ]
    );
    assert_eq!(completed("vol")[0], "volunteers = 2");
    assert_eq!(completed("afri")[..3], ["members in Africa = 2", "everyone in Africa = 3", "volunteers in Africa = 1"]);
    assert_eq!(completed("members in afr")[0], "members in Africa = 2");
    assert_eq!(completed("afriq")[0], "members in Africa = 2", "a name in any language is found");
    assert_eq!(completed("members who read fr"), ["members who read French = 2"]);
    assert_eq!(completed("members in UTC+5"), ["members in UTC+5 = 1"]);
    assert_eq!(completed("utc+5"), ["members in UTC+5 = 1", "everyone in UTC+5 = 1", "utc+5 = 1"]);
    assert_eq!(completed("xim"), ["p1 = 1"]);
    assert_eq!(completed("atlantis"), [""; 0]);
}

#[test]
fn completion_counts_the_whole_audience_and_offers_nothing_twice() {
    let after_members = completed("members, ");
    assert_eq!(after_members[..3], ["members, volunteers = 11", "members, secretariat = 11", "members, everyone = 12"]);
    assert!(!after_members.iter().any(|one| one.starts_with("members, members")), "{after_members:?}");
    assert!(!completed("everyone, ").iter().any(|one| one.starts_with("everyone, everyone")));
    assert_eq!(completed("members in Africa, members in As")[0], "members in Africa, members in Asia = 4");
    assert!(!completed("ken, ke").contains(&"ken, p7 = 1".to_owned()));
    assert_eq!(completed("nobody, ke"), ["nobody, p7 = ?"], "another part is wrong, so there is no count");
}

#[test]
fn completion_after_a_minus_counts_those_who_are_left() {
    assert_eq!(completed("members, -ke"), ["members, -p7 = 9"]);
    assert_eq!(completed("members -ke"), ["members, -p7 = 9"]);
    assert_eq!(completed("-ke"), ["members, -p7 = 9"], "the members are named first");
    assert_eq!(completed("members, -afr")[0], "members, -members in Africa = 8");
    assert_eq!(completed("members, -vol")[0], "members, -volunteers = 9");
    assert_eq!(completed("ken, -ke"), [""; 0], "nobody would be left");
    assert!(!completed("members, -").iter().any(|one| one.contains("-secretariat")), "it would change nothing");
}

#[test]
fn completion_keeps_to_its_limits() {
    let typed = format!("{}, ", "ken, ".repeat(18));
    let found = with_world(|directory| complete(&typed, directory, english_words, LIMITS));
    assert!(found.iter().all(|one| one.value.chars().count() <= 100));
    let limits = CompletionLimits { completions: 3, ..LIMITS };
    assert_eq!(with_world(|directory| complete("", directory, english_words, limits)).len(), 3);
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
    "-",
    "–",
    "-tokyo",
    " -",
    " except ",
    "in",
    " in Africa",
    "d’",
    "d'Afrique",
    "(",
    "(Africa)",
    "who read",
    "French",
    "UTC+5",
    "UTC−",
    " to ",
    "+9",
    "between",
    "…",
    "±",
    "\u{3000}",
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
            let _ = with_world(|directory| Audience::parse(&text, directory));
            let _ = with_world(|directory| complete(&text, directory, english_words, LIMITS));
        }
    }
}

#[test]
fn count_of_a_chosen_suggestion_is_not_a_part_of_its_name() {
    assert_eq!(parse("members · 50 people, volunteers · 1 person"), parse("members, volunteers"));
    assert_eq!(parse("membres · 50 personnes"), parse("members"));
    assert!(parse("members · people").is_err());
}
