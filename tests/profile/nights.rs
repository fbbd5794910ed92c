//! Tests quiet hours that differ by the weekday on which the night begins.

use serde_json::{Value, json};

use crate::common::Harness;

#[tokio::test]
async fn quiet_hours_of_weekend_nights_are_reviewed_saved_shown_and_survive_a_restart() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let options = json!({"days": "Friday, Saturday", "quiet_start": "23:30", "quiet_end": "10:00"});
    let review = harness.command("lagos", "profile set", options).await;
    insta::assert_snapshot!(review.text(), @"
    **Is all of this right?**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00; Friday and Saturday: 23:30–10:00**
    Emergencies: **do not wake you**
    Language: **English**

    **Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can. You can read all of it with /profile export and delete it with /profile delete.
    ");
    harness.restart_bot().await;
    let save_response = harness.click("lagos", &review, "Save").await;
    insta::assert_snapshot!(save_response.text(), @r"
    ✅ **Saved.** It is Tue 10 Nov, 17:55 in Lagos (Africa/Lagos). Quiet hours: 22:00–07:00; Friday and Saturday: 23:30–10:00.
    You can change this at any time with /profile edit.
    ");
    let page = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(page.text(), @"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00; Friday and Saturday: 23:30–10:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake, messages make a sound
    Direct messages: open
    ");
    let export = harness.command("lagos", "profile export", json!({})).await;
    let file: Value = serde_json::from_str(&harness.attachment(&export).await).unwrap();
    assert_eq!(file["profile"]["saved"]["quiet_start"], "22:00");
    assert_eq!(file["profile"]["saved"]["quiet_days"]["friday"], json!({"quiet_start": "23:30", "quiet_end": "10:00"}));
    // On Saturday 14 November at 08:30 in Lagos, the night that began on Friday still lasts until 10:00.
    harness.advance_to("2020-11-14T07:30:00Z").await;
    let page = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(page.text(), @"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Sat 14 Nov, 08:30**
    Quiet hours: **22:00–07:00; Friday and Saturday: 23:30–10:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: in quiet hours until Sat 10:00, messages arrive silently
    Direct messages: open
    ");
    // On Monday 16 November at 08:30 in Lagos, the night that began on Sunday has ended at 07:00.
    harness.advance_to("2020-11-16T07:30:00Z").await;
    let page = harness.command("lagos", "profile show", json!({})).await;
    insta::assert_snapshot!(page.text(), @"
    **Your profile**
    Place: **Lagos (Africa/Lagos)**, where it is now **Mon 16 Nov, 08:30**
    Quiet hours: **22:00–07:00; Friday and Saturday: 23:30–10:00**
    Emergencies: **do not wake you**
    Language: **English**
    Now: awake, messages make a sound
    Direct messages: open
    ");
    harness.end().await;
}

#[tokio::test]
async fn quiet_hours_without_days_apply_to_every_day() {
    let mut harness = Harness::with_members(&["sec-lead", "brussels"]).await;
    let review = harness.command("brussels", "profile set", json!({"days": "sam. et dim.", "quiet_end": "9h"})).await;
    insta::assert_snapshot!(review.text(), @"
    **Tout est-il exact ?**
    Lieu : **Bruxelles (Europe/Brussels)**, heure actuelle **mar. 10 nov., 17:55**
    Heures calmes : **22:00–07:00 ; samedi et dimanche : 22:00–09:00**
    Urgences absolues : **ne vous réveillent pas**
    Langue : **Français**

    **Qui voit quoi.** Le secrétariat voit votre fuseau horaire, vos heures calmes, si une urgence absolue peut vous réveiller, et quand vous avez appuyé sur « J’ai vu ». Personne d’autre ne voit ces informations. Vous pouvez tout consulter avec /profile export et tout supprimer avec /profile delete.
    ");
    let second_review =
        harness.command("brussels", "profile set", json!({"quiet_start": "22h", "quiet_end": "7h"})).await;
    insta::assert_snapshot!(second_review.text(), @"
    **Tout est-il exact ?**
    Lieu : **Bruxelles (Europe/Brussels)**, heure actuelle **mar. 10 nov., 17:55**
    Heures calmes : **22:00–07:00**
    Urgences absolues : **ne vous réveillent pas**
    Langue : **Français**

    **Qui voit quoi.** Le secrétariat voit votre fuseau horaire, vos heures calmes, si une urgence absolue peut vous réveiller, et quand vous avez appuyé sur « J’ai vu ». Personne d’autre ne voit ces informations. Vous pouvez tout consulter avec /profile export et tout supprimer avec /profile delete.
    ");
    harness.end().await;
}

#[tokio::test]
async fn days_of_quiet_hours_are_typed_into_the_form_and_unknown_days_are_refused() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let review = harness.command("lagos", "profile edit", json!({})).await;
    let question = harness.click("lagos", &review, "Change hours").await;
    let form = harness.click("lagos", &question, "Other hours").await;
    let refusal = harness.submit("lagos", &form, json!({"start": "23:00", "end": "07:00", "days": "someday"})).await;
    insta::assert_snapshot!(refusal.text(), @r#"Magpie could not read “someday” as days. Please write them like Friday, Saturday. Your other answers are kept."#);
    let form = harness.click("lagos", &refusal, "Type the hours again").await;
    let review = harness.submit("lagos", &form, json!({"start": "23:00", "end": "07:00", "days": "Sunday"})).await;
    insta::assert_snapshot!(review.text(), @"
    **Is all of this right?**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **22:00–07:00; Sunday: 23:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**

    **Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can. You can read all of it with /profile export and delete it with /profile delete.
    ");
    let question = harness.click("lagos", &review, "Change hours").await;
    let form = harness.click("lagos", &question, "Other hours").await;
    let review = harness.submit("lagos", &form, json!({"start": "21:00", "end": "07:00", "days": ""})).await;
    insta::assert_snapshot!(review.text(), @"
    **Is all of this right?**
    Place: **Lagos (Africa/Lagos)**, where it is now **Tue 10 Nov, 17:55**
    Quiet hours: **21:00–07:00**
    Emergencies: **do not wake you**
    Language: **English**

    **Who can see what.** The secretariat can see your time zone, your quiet hours, whether an emergency may wake you, and when you pressed “I have seen this”. No one else can. You can read all of it with /profile export and delete it with /profile delete.
    ");
    let days_only_response = harness.command("lagos", "profile set", json!({"days": "Sunday"})).await;
    insta::assert_snapshot!(days_only_response.text(), @"Please also give the hours for these days: the start, the end, or both.");
    harness.end().await;
}
