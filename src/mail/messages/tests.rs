use super::*;
use crate::alerts::model::AlertId;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2020-11-10T16:55:00Z")
}

fn facts(language: Language) -> AlertMail {
    AlertMail {
        alert: AlertId(7),
        to_name: "Ada Absent".to_owned(),
        to_address: "ada@example.org".to_owned(),
        language,
        zone: Some(ZoneId::parse("Australia/Brisbane").unwrap()),
        zone_basis: ZoneBasis::Assumed,
        kind: MailKind::First,
        reason: MailReason::NotOnDiscord,
        severity: Severity::Urgent,
        ask: Ask::YesNo,
        text: "Main room link changed".to_owned(),
        original: None,
        answer_by: Some(at("2020-11-10T18:15:00Z")),
        author_name: "Secretariat lead".to_owned(),
        found: Vec::new(),
        is_withdrawn: false,
    }
}

fn shown(text: &MailText) -> String {
    format!("{}\n\n{}", text.subject, text.plain.replace("-- \n", "--\n").trim_end())
}

#[test]
fn email_says_who_asks_what_and_by_when_in_the_time_of_its_reader() {
    let text = alert(&facts(Language::English), Replies::AreRead, now());
    insta::assert_snapshot!(shown(&text), @"
    Urgent: Main room link changed · before Wed 04:15 (Brisbane, assumed)

    Hello Ada Absent,

    From Secretariat lead, secretariat. How urgent: Urgent.

        Main room link changed

    Please answer by: Wed 11 Nov, 04:15 (Tue 18:15 UTC) (Brisbane, assumed)

    Possible answers: I can · I can’t

    To answer, please reply to this e-mail. The secretariat reads the replies.

    --
    Alert 7. You get it by e-mail because you are on the secretariat’s list of members and not on Discord.
    ");
}

#[test]
fn email_is_in_the_language_of_its_reader() {
    let french = shown(&alert(&facts(Language::French), Replies::AreRead, now()));
    for part in ["Bonjour Ada Absent,", "Répondre avant", "Le secrétariat lit les réponses.", "(Brisbane, supposé)"]
    {
        assert!(french.contains(part), "{part} is not in {french}");
    }
    let spanish = shown(&alert(&facts(Language::Spanish), Replies::AreNotRead, now()));
    for part in ["Hola, Ada Absent:", "Responda antes del", "Nadie lee las respuestas", "(Brisbane, supuesto)"] {
        assert!(spanish.contains(part), "{part} is not in {spanish}");
    }
}

#[test]
fn email_in_the_language_of_its_reader_has_the_original_below() {
    let (text, original) = ("Nouveau lien".to_owned(), Some("New link at <t:1605031200:F>".to_owned()));
    let translated = AlertMail { text, original, ..facts(Language::French) };
    let mail = alert(&translated, Replies::AreRead, now());
    assert!(mail.subject.starts_with("Urgent\u{a0}: Nouveau lien"), "{}", mail.subject);
    let (above, below) = mail.plain.split_once("Texte original :").expect("the original is marked");
    assert!(above.contains("    Nouveau lien"), "{above}");
    assert!(below.contains("    New link at mer. 11 nov., 04:00"), "{below}");
}

#[test]
fn email_after_a_correction_or_an_end_says_so() {
    let corrected = AlertMail { kind: MailKind::Corrected, ask: Ask::Read, ..facts(Language::English) };
    let corrected = shown(&alert(&corrected, Replies::AreNotRead, now()));
    for part in ["Corrected: Urgent: Main room", "Please read the new text:", "Please read by:", "No one reads replies"]
    {
        assert!(corrected.contains(part), "{part} is not in {corrected}");
    }
    let withdrawn = AlertMail { kind: MailKind::Ended, is_withdrawn: true, ..facts(Language::English) };
    insta::assert_snapshot!(shown(&alert(&withdrawn, Replies::AreRead, now())), @"
    Withdrawn: Urgent: Main room link changed

    Hello Ada Absent,

    This was sent by mistake and has been withdrawn. You do not need to do anything:

        Main room link changed

    From Secretariat lead, secretariat. How urgent: Urgent.

    --
    Alert 7. You get it by e-mail because you are on the secretariat’s list of members and not on Discord.
    ");
    let over = AlertMail { kind: MailKind::Ended, reason: MailReason::NoRoute, ..facts(Language::English) };
    let over = shown(&alert(&over, Replies::AreRead, now()));
    for part in ["It is over: Urgent: Main room", "This is over.", "Magpie cannot send you messages on Discord"] {
        assert!(over.contains(part), "{part} is not in {over}");
    }
}

#[test]
fn late_email_says_that_the_deadline_has_passed() {
    let later = at("2020-11-10T19:00:00Z");
    let text = alert(&facts(Language::English), Replies::AreRead, later);
    assert!(text.plain.contains("The deadline has passed"), "{}", text.plain);
    assert_eq!(text.subject, "Urgent: Main room link changed");
}

#[test]
fn text_of_a_person_is_escaped_in_html_and_cannot_add_a_header() {
    let text = "<script>alert(\"x\")</script> & more\r\nBcc: eve@example.org\u{202e}";
    let evil = AlertMail { text: text.to_owned(), answer_by: None, ..facts(Language::English) };
    let mail = alert(&evil, Replies::AreRead, now());
    assert!(mail.html.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more<br>"), "{}", mail.html);
    assert!(!mail.html.contains("<script"), "{}", mail.html);
    assert_eq!(mail.subject, "Urgent: <script>alert(\"x\")</script> & more Bcc: eve@example.org");
    assert!(!mail.plain.contains('\u{202e}'));
}

#[test]
fn timestamps_of_discord_are_times_in_the_zone_of_the_reader() {
    let text = "Meet at <t:1605031200:F>, not <t:x> or <t:1".to_owned();
    let stamped = AlertMail { text, answer_by: None, zone_basis: ZoneBasis::Saved, ..facts(Language::English) };
    let mail = alert(&stamped, Replies::AreRead, now());
    assert!(mail.plain.contains("Meet at Wed 11 Nov, 04:00 (Tue 18:00 UTC), not <t:x> or <t:1"), "{}", mail.plain);
}

#[test]
fn subject_keeps_the_deadline_of_a_long_text() {
    let long = AlertMail { text: "word ".repeat(60), ..facts(Language::English) };
    let subject = alert(&long, Replies::AreRead, now()).subject;
    assert!(subject.chars().count() <= MAX_SUBJECT_CHARS, "{subject}");
    assert!(subject.ends_with("… · before Wed 04:15 (Brisbane, assumed)"), "{subject}");
}

#[test]
fn plain_text_and_html_have_the_same_content() {
    for kind in [MailKind::First, MailKind::Corrected, MailKind::Ended] {
        let mail = alert(&AlertMail { kind, ..facts(Language::English) }, Replies::AreRead, now());
        for line in mail.plain.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "--") {
            assert!(mail.html.contains(&escape(line)), "{line:?} is not in {}", mail.html);
        }
    }
}
