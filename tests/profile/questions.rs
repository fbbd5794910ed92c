//! Tests the set-up of a profile, question by question.

use serde_json::json;

use crate::common::Harness;

#[tokio::test]
async fn newcomer_makes_a_profile_in_the_dm_that_their_button_press_opened() {
    let mut harness = Harness::without_setup(&["sec-lead", "lapaz"]).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &page, "Save as shown").await;
    let panel = harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    // Everybody reads the panel, so its text is in every language.
    insta::assert_snapshot!(panel.text(), @r"
    🌍 **Tell Magpie when you sleep.** Then nothing wakes you that can wait, and you do not miss what is urgent. Press the button: Magpie sends you a direct message with three short questions.

    🌍 **Dites à Magpie quand vous dormez.** Ce qui peut attendre ne vous réveillera pas, et rien d’urgent ne vous échappera. Appuyez sur le bouton : Magpie vous écrira en privé pour vous poser trois courtes questions.

    🌍 **Dígale a Magpie cuándo duerme.** Así no le despertará nada que pueda esperar y no se le escapará nada urgente. Pulse el botón: Magpie le escribirá en privado y le hará tres preguntas breves.
    ");

    let answer = harness.click("lapaz", &panel, &panel.buttons()[0]).await;
    assert!(answer.is_ephemeral());
    insta::assert_snapshot!(answer.text(), @"Magpie le ha escrito en privado. Responda allí, por favor; le llevará un minuto.");
    let question = harness.receives_one("lapaz").await;
    insta::assert_snapshot!(question.text(), @"**1 de 3 · ¿Dónde vive?** Magpie necesita conocer su hora local. Basta con el nombre de su ciudad.");

    let form = harness.click("lapaz", &question, "Escribir mi ciudad").await;
    let place_question = harness.submit("lapaz", &form, json!({"zone": "America/La_Paz"})).await;
    insta::assert_snapshot!(place_question.text(), @"**La Paz (America/La_Paz)**: la hora actual es **mar 10 nov, 12:55**. ¿Es correcto?");
    let hours_question = harness.click("lapaz", &place_question, "Sí, es correcto").await;
    insta::assert_snapshot!(hours_question.text(), @"**2 de 3 · ¿Cuándo duerme?** Serán sus horas de silencio: los mensajes llegarán sin sonido. (Hora actual en La Paz (America/La_Paz): mar 10 nov, 12:55.)");
    let emergency_question = harness.click("lapaz", &hours_question, "22:00–07:00").await;
    insta::assert_snapshot!(emergency_question.text(), @r"
    **3 de 3 · ¿Puede despertarle una emergencia?** Las emergencias son poco frecuentes: alguien corre peligro, o lo corre el propio evento. Solo la secretaría puede enviarlas.
    Si responde que no, le llegará sin sonido y le sonará a las 07:00.
    ");
    assert_eq!(emergency_question.buttons(), ["Sí", "No"]);
    let review = harness.click("lapaz", &emergency_question, "No").await;
    insta::assert_snapshot!(review.text(), @"
    **¿Es correcto todo esto?**
    Lugar: **La Paz (America/La_Paz)**; hora actual: **mar 10 nov, 12:55**
    Horas de silencio: **22:00–07:00**
    Emergencias: **no pueden despertarle**
    Idioma: **Español**

    **Quién ve qué.** La secretaría ve su zona horaria, sus horas de silencio, si una emergencia puede despertarle y cuándo pulsó «Lo he visto». No lo ve nadie más. Puede leerlo todo con /profile export y borrarlo con /profile delete.
    ");
    let save_response = harness.click("lapaz", &review, "Guardar").await;
    insta::assert_snapshot!(save_response.text(), @r"
    ✅ **Guardado.** Hora actual en La Paz (America/La_Paz): mar 10 nov, 12:55. Horas de silencio: 22:00–07:00.
    Puede cambiarlo cuando quiera con /profile edit.
    ");

    let profile_page = harness.command("lapaz", "profile show", json!({})).await;
    insta::assert_snapshot!(profile_page.text(), @"
    **Su perfil**
    Lugar: **La Paz (America/La_Paz)**; hora actual: **mar 10 nov, 12:55**
    Horas de silencio: **22:00–07:00**
    Emergencias: **no pueden despertarle**
    Idioma: **Español**
    Ahora: los mensajes suenan
    Mensajes directos: abiertos
    ");
    harness.end().await;
}

#[tokio::test]
async fn answers_to_profile_questions_survive_a_restart() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let question = harness.command("lagos", "profile edit", json!({})).await;
    let form = harness.click("lagos", &question, "Type my city").await;
    let place_question = harness.submit("lagos", &form, json!({"zone": "Africa/Lagos"})).await;
    harness.restart_bot().await;
    let hours_question = harness.click("lagos", &place_question, "Yes, this is right").await;
    let emergency_question = harness.click("lagos", &hours_question, "No quiet hours").await;
    harness.restart_bot().await;
    let review = harness.click("lagos", &emergency_question, "Yes").await;
    insta::assert_snapshot!(review.text(), @"
    **Is all of this right?**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **none**
    Emergencies: **may wake you**
    Language: **English**

    **Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can. You can read all of it with /profile export and delete it with /profile delete.
    ");
    harness.end().await;
}

#[tokio::test]
async fn one_command_can_answer_all_profile_questions_and_saves_only_after_the_review() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let options = json!({
        "zone": "Africa/Lagos",
        "quiet_start": "23h30",
        "quiet_end": "6",
        "emergency": "Yes",
        "language": "Français"
    });
    let review = harness.command("lagos", "profile set", options).await;
    insta::assert_snapshot!(review.text(), @"
    **Tout est-il exact ?**
    Lieu : **Lagos (Africa/Lagos)**, heure actuelle **mar. 10 nov., 17:55**
    Heures calmes : **23:30–06:00**
    Urgences absolues : **peuvent vous réveiller**
    Langue : **Français**

    **Qui voit quoi.** Le secrétariat voit votre fuseau horaire, vos heures calmes, si une urgence absolue peut vous réveiller, et quand vous avez appuyé sur « J’ai vu ». Personne d’autre ne voit ces informations. Vous pouvez tout consulter avec /profile export et tout supprimer avec /profile delete.
    ");
    let page_before_saving = harness.command("lagos", "profile show", json!({})).await;
    // Nothing is saved before the review is confirmed.
    insta::assert_snapshot!(page_before_saving.text(), @r#"
    You have no profile yet. Until you do, Magpie treats you as asleep and sends you everything silently.
    Direct messages: not opened yet; press “Set up my profile”
    "#);
    harness.click("lagos", &review, "Enregistrer").await;
    let page_after_saving = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(page_after_saving.text(), @"
    **Votre profil**
    Lieu : **Lagos (Africa/Lagos)**, heure actuelle **mar. 10 nov., 17:55**
    Heures calmes : **23:30–06:00**
    Urgences absolues : **peuvent vous réveiller**
    Langue : **Français**
    En ce moment : hors heures calmes, les messages sonnent
    Messages privés : ouverts
    ");
    harness.end().await;
}

#[tokio::test]
async fn question_about_emergencies_has_no_default() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let options = json!({"zone": "Africa/Lagos", "quiet_start": "22:00", "quiet_end": "07:00"});
    let place_question = harness.command("lagos", "profile set", options).await;
    let emergency_question = harness.click("lagos", &place_question, "Yes, this is right").await;
    insta::assert_snapshot!(emergency_question.text(), @r"
    **3 of 3 · May an emergency wake you?** Emergencies are rare: someone is in danger, or the event itself is. Only the secretariat can send one.
    If you say no, it arrives silently, and your phone makes a sound at 07:00.
    ");
    assert_eq!(emergency_question.buttons(), ["Yes", "No"]);
    harness.end().await;
}

#[tokio::test]
async fn ambiguous_place_gets_a_question_and_an_unknown_place_keeps_the_other_answers() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let place_question =
        harness.command("lagos", "profile set", json!({"zone": "Australia", "quiet_start": "21:00"})).await;
    insta::assert_snapshot!(place_question.text(), @r#"“Australia” could be one of several places. Which one is yours?"#);
    let hours_question = harness.select("lagos", &place_question, "Choose your place", &["Brisbane, Australia"]).await;
    insta::assert_snapshot!(hours_question.text(), @r"
    **3 of 3 · May an emergency wake you?** Emergencies are rare: someone is in danger, or the event itself is. Only the secretariat can send one.
    If you say no, it arrives silently, and your phone makes a sound at 07:00.
    ");
    let unknown_place_response =
        harness.command("lagos", "profile set", json!({"zone": "@everyone [x](http://evil.example)"})).await;
    // `<WJ>` marks the word joiner, which prevents the mention from pinging.
    insta::assert_snapshot!(unknown_place_response.text().replace('\u{2060}', "<WJ>"), @r#"Magpie does not know “@<WJ>everyone \[x\](http://evil.example)”. Please try the nearest big city, your country, or an offset from UTC such as UTC+10."#);
    assert!(
        !unknown_place_response.text().contains("@everyone"),
        "the typed text is escaped: {}",
        unknown_place_response.text()
    );
    let other_letters_response = harness.command("lagos", "profile set", json!({"zone": "Урюпинск"})).await;
    insta::assert_snapshot!(other_letters_response.text(), @"Magpie does not know “Урюпинск”. Please write your city or country in Latin letters, such as Moscow, Tokyo or Cairo.");
    let unreadable_time_response = harness.command("lagos", "profile set", json!({"quiet_end": "25:99"})).await;
    insta::assert_snapshot!(unreadable_time_response.text(), @r#"Magpie could not read “25:99” as a time of day. Please write it like 22:30. Your other answers are kept."#);
    harness.end().await;
}

#[tokio::test]
async fn save_button_of_an_outdated_review_saves_nothing_and_shows_the_newest_review() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let answers = json!({"zone": "Africa/Lagos", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let outdated_review = harness.command("lagos", "profile set", answers).await;
    harness.command("lagos", "profile set", json!({"quiet_end": "09:00"})).await;
    let page = harness.click("lagos", &outdated_review, "Save").await;
    insta::assert_snapshot!(page.text(), @"
    **Is all of this right?**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–09:00**
    Emergencies: **do not wake you**
    Language: **English**

    **Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can. You can read all of it with /profile export and delete it with /profile delete.
    ");
    assert!(page.buttons().contains(&"Save".to_owned()));
    let save_response = harness.click("lagos", &page, "Save").await;
    insta::assert_snapshot!(save_response.text(), @r"
    ✅ **Saved.** It is Tue 10 Nov, 17:55 in Lagos (Africa/Lagos). Quiet hours: 22:00–09:00.
    You can change this at any time with /profile edit.
    ");
    harness.end().await;
}

#[tokio::test]
async fn zones_are_suggested_while_a_member_types() {
    let mut harness = Harness::without_setup(&["sec-lead", "lagos"]).await;
    let choices = harness.autocomplete("lagos", "profile set", "zone", json!({"zone": "brisb"})).await;
    assert!(choices.iter().any(|choice| choice.contains("Brisbane")), "{choices:?}");
    assert!(harness.autocomplete("lagos", "profile set", "zone", json!({"zone": ""})).await.len() <= 25);
    harness.end().await;
}

#[tokio::test]
async fn place_keeps_the_name_by_which_it_was_chosen() {
    let mut harness = Harness::with_members(&["sec-lead", "dakar"]).await;
    let review = harness.command("dakar", "profile set", json!({"zone": "Geneva"})).await;
    insta::assert_snapshot!(review.text(), @"
    **Tout est-il exact ?**
    Lieu : **Genève, Suisse (Europe/Zurich)**, heure actuelle **mar. 10 nov., 17:55**
    Heures calmes : **22:00–07:00**
    Urgences absolues : **ne vous réveillent pas**
    Langue : **Français**

    **Qui voit quoi.** Le secrétariat voit votre fuseau horaire, vos heures calmes, si une urgence absolue peut vous réveiller, et quand vous avez appuyé sur « J’ai vu ». Personne d’autre ne voit ces informations. Vous pouvez tout consulter avec /profile export et tout supprimer avec /profile delete.
    ");
    harness.click("dakar", &review, "Enregistrer").await;
    harness.restart_bot().await;
    let page = harness.command("dakar", "profile show", json!({})).await;
    insta::assert_snapshot!(page.text(), @"
    **Votre profil**
    Lieu : **Genève, Suisse (Europe/Zurich)**, heure actuelle **mar. 10 nov., 17:55**
    Heures calmes : **22:00–07:00**
    Urgences absolues : **ne vous réveillent pas**
    Langue : **Français**
    En ce moment : hors heures calmes, les messages sonnent
    Messages privés : ouverts
    ");
    harness.end().await;
}

#[tokio::test]
async fn fixed_offset_from_utc_is_accepted_with_a_warning() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let review = harness.command("lagos", "profile set", json!({"zone": "UTC+10"})).await;
    insta::assert_snapshot!(review.text(), @"
    **Is all of this right?**
    Place: **UTC+10**, where it is now **Wed 11 Nov, 02:55**
    ⚠️ This is a fixed offset from UTC: it does not follow daylight saving time. If the clocks change where you live, choose your city instead.
    Quiet hours: **22:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**

    **Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can. You can read all of it with /profile export and delete it with /profile delete.
    ");
    let place_question = harness.command("lagos", "profile set", json!({"zone": "EST"})).await;
    insta::assert_snapshot!(place_question.text(), @r#"“EST” could be one of several places. Which one is yours?"#);
    harness.end().await;
}
