//! Tests how a helper claims a ticket, and the messages that the asker and the helper then get.

use super::*;

#[tokio::test]
async fn claim_opens_a_thread_for_helper_and_asker() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (answer, card, status) = ask_for_help(&mut harness).await;
    assert!(answer.is_ephemeral());
    insta::assert_snapshot!(answer.text(), @"
    **Ticket 1** is open.
    2 help desk volunteers are awake and can read it. If no one has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie sends each of them a message. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    ");
    insta::assert_snapshot!(card.text(), @"
    **Ticket 1** · Guest participant asks for help
    No one is helping yet. 2 help desk volunteers are awake and can read it. If no one has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie sends each of them a message. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    > I cannot hear the main room
    ");
    assert_eq!(card.buttons(), ["I will help", "Send to secretariat"]);
    assert_eq!(status.buttons(), ["I no longer need help"]);

    let claim_response = harness.click("vancouver", &card, "I will help").await;
    insta::assert_snapshot!(claim_response.text(), @"You are helping Guest participant with **ticket 1**. Thank you! A thread for the two of you will open in the help channel.");
    assert_eq!(harness.reload(&card).await.buttons(), ["[Member Vancouver is helping]"]);
    let thread = thread_id(&harness, "Ticket 1").await;
    // The first message of the thread mentions the asker and the helper, so both are notified of the thread.
    let thread_message = harness.receives_one("guest").await;
    assert!(thread_message.sounds());
    // The asker reads the thread too, so the helper's own buttons are in a DM.
    assert_eq!(thread_message.buttons(), ["Problem solved"]);
    let helper_message = harness.receives_one("vancouver").await;
    assert!(!helper_message.sounds(), "the message in the thread has already sounded");
    assert_eq!(
        helper_message.buttons(),
        ["Problem solved", "I cannot continue", "Waiting for an answer", "Send to secretariat"]
    );
    insta::assert_snapshot!(helper_message.text().replace(&thread, "THREAD"), @"
    You are helping Guest participant with **ticket 1**. You can write to each other in <#THREAD>. Only you see the buttons here.
    > I cannot hear the main room
    ");
    insta::assert_snapshot!(harness.reload(&status).await.text().replace(&thread, "THREAD"), @"
    **Ticket 1**: Member Vancouver is helping you.
    You can write to each other in <#THREAD>.
    > I cannot hear the main room
    ");

    let solve_response = harness.click("vancouver", &thread_message, "Problem solved").await;
    insta::assert_snapshot!(solve_response.text(), @"**Ticket 1**: Magpie has asked the person who opened it whether it is solved.");
    let question = harness.receives_one("guest").await;
    assert_eq!(question.buttons(), ["Yes, it is solved", "No, I still need help"]);
    let status = harness.reload(&status).await;
    assert_eq!(status.buttons(), [""; 0], "only the newest message has buttons");
    insta::assert_snapshot!(status.text(), @"
    **Ticket 1**: Member Vancouver says that it is solved. Is it?
    If you do not answer, it closes by itself at <t:1605200100:F> (Thu 12 Nov, 16:55 UTC).
    A newer message about this ticket is further down.
    > I cannot hear the main room
    ");
    assert_eq!(harness.reload(&helper_message).await.buttons(), [""; 0]);
    let confirm_response = harness.click("guest", &question, "Yes, it is solved").await;
    insta::assert_snapshot!(confirm_response.text(), @"
    **Ticket 1** is closed. Glad it is solved!
    How did it go? One press is enough, and you can leave it out.
    ");
    assert_eq!(harness.reload(&card).await.buttons(), ["[Solved]"]);
    harness.end().await;
}

#[tokio::test]
async fn claim_button_is_disabled_after_the_first_claim() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    claim(&mut harness, "vancouver", &card).await;
    let stale_press = json!({ "as": "lapaz", "message": card.id(), "custom_id": "v1/ticket/claim/1" });
    let refusal = harness.try_post("click", stale_press).await;
    assert!(refusal.is_err(), "a disabled button cannot be pressed");
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}

#[tokio::test]
async fn only_one_of_two_simultaneous_claims_succeeds() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let press = |who: &str| harness.post("click", json!({ "as": who, "message": card.id(), "label": "I will help" }));
    let (vancouver, lapaz) = tokio::join!(press("vancouver"), press("lapaz"));
    let (vancouver, lapaz) = (Output(vancouver), Output(lapaz));
    if vancouver.text().starts_with("You are helping") {
        insta::assert_snapshot!(lapaz.text(), @"Member Vancouver ya está ayudando con la solicitud 1.");
    } else {
        insta::assert_snapshot!(vancouver.text(), @"Member La Paz is already helping with ticket 1.");
        insta::assert_snapshot!(lapaz.text(), @"Usted está ayudando a Guest participant con la **solicitud 1**. ¡Gracias! Se abrirá un hilo para ustedes dos en el canal de ayuda.");
    }
    harness.settle().await;
    harness.receives_in_dm("vancouver").await;
    harness.receives_in_dm("lapaz").await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}

#[tokio::test]
async fn asker_with_a_profile_gets_responses_in_their_own_time_and_language() {
    let mut harness = Harness::with_members(&["lapaz", "vancouver", "tokyo", "sec-lead"]).await;
    let answer = harness.command("lapaz", "help", json!({ "text": "No oigo la sala" })).await;
    insta::assert_snapshot!(answer.text(), @"
    **Solicitud 1**: abierta.
    Un voluntario de la mesa de ayuda está despierto y puede leer el mensaje. Si nadie ha respondido antes del martes 10 nov, 13:05 (mar 17:05 UTC), se avisará a cada uno con un mensaje personal. Si nadie responde antes del martes 10 nov, 13:15 (mar 17:15 UTC), se avisará a la secretaría.
    ");
    harness.one_new_message("helpdesk-triage").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test]
async fn each_reader_of_a_thread_gets_messages_in_one_language() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.command("lapaz", "help", json!({ "text": "No oigo la sala" })).await;
    harness.receives_one("lapaz").await;
    let card = harness.one_new_message("helpdesk-triage").await;
    let helper_message = claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    // The thread is in the language of the asker, who needs the help.
    let thread_message = harness.one_new_message(&thread).await;
    let thread_text = thread_message.text();
    assert!(thread_text.contains("le está ayudando con la **solicitud 1**. Escríbanse aquí."), "{thread_text}");
    assert_eq!(thread_message.buttons(), ["Problema resuelto"]);
    // What only the helper reads is in the helper's language.
    insta::assert_snapshot!(helper_message.text().replace(&thread, "THREAD"), @"
    You are helping Member La Paz with **ticket 1**. You can write to each other in <#THREAD>. Only you see the buttons here.
    > No oigo la sala
    ");
    harness.click("vancouver", &helper_message, "I cannot continue").await;
    let waiting = harness.reload(&thread_message).await;
    assert!(waiting.text().starts_with("**Solicitud 1**: en espera de otra persona que ayude."), "{}", waiting.text());
    assert!(waiting.text().contains("los demás voluntarios de la mesa de ayuda duermen"), "{}", waiting.text());
    harness.receives_one("lapaz").await;
    harness.end().await;
}
