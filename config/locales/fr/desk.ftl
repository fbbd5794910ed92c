# L’entraide dans son ensemble : /entraide, et « Comment cela s’est-il passé ? ».

desk-how-did-it-go = Comment cela s’est-il passé ? Il suffit d’appuyer une fois, et ce n’est pas obligatoire.
desk-rate-good = 🙂 Bien
desk-rate-fair = 😐 Moyennement
desk-rate-poor = 🙁 Pas bien
desk-rated-good = Merci ! C’est une bonne nouvelle.
desk-rated-fair = Merci. Le secrétariat le voit dans son bilan, sans nom.
desk-rated-poor = Merci de l’avoir dit. Le secrétariat le voit dans son bilan, sans nom.

desk-handover-head = **Relève** · { $at }
desk-handover-tickets =
    { $waiting ->
        [0] Aucune demande n’attend.
        [one] **Une demande attend.**
       *[other] **{ $waiting } demandes attendent.**
    } { $helped ->
        [0] Personne ne s’occupe d’une autre demande.
        [one] Quelqu’un s’occupe d’une autre demande.
       *[other] Quelqu’un s’occupe de { $helped } autres demandes.
    }
desk-handover-more = … et { $count } de plus : { COMMAND("ticket list") }
desk-handover-awake =
    { $more ->
        [0] Disponibles maintenant : { $names }
       *[other] Disponibles maintenant : { $names } et { $more } de plus
    }
desk-handover-nobody-awake = Tous les autres bénévoles dorment ou sont absents, et tout le secrétariat aussi.
desk-handover-how = **Que faire**
    • Sous une demande, appuyez sur **{ helpdesk-claim }** : un fil s’ouvre pour vous deux. Quand c’est résolu, appuyez sur **{ helpdesk-solved-button }**.
    • Si vous ne pouvez pas la résoudre, appuyez sur **{ helpdesk-send }**, ou remettez-la avec **{ helpdesk-release }**. Personne ne vous en voudra.
    • { COMMAND("faq search") } trouve des réponses déjà données. { COMMAND("ticket show") } raconte l’histoire d’une demande.
    • Une personne hors de Discord demande de l’aide : { COMMAND("ticket log") }

desk-not-staff = Seuls les bénévoles de l’entraide et le secrétariat peuvent le voir. Vous avez besoin d’aide ? Utilisez { COMMAND("help") }.
desk-unknown-day = Magpie ne peut pas lire « { $typed } » comme un jour. Écrivez-le ainsi : 2026-11-17.
desk-report-order = Le dernier jour est avant le premier. Vérifiez les deux.
desk-report-head = **Entraide** : de { $from } à { $until }
desk-report-all = Toutes
desk-kind-help = Aide
desk-kind-question = Questions
desk-kind-private = Signalements privés
desk-kind-logged = Hors de Discord
desk-report-line =
    { $waiting ->
        [0] • { $label } : { $tickets } ; première aide après { $median } (médiane), 90 % en { $p90 } au plus
       *[other] • { $label } : { $tickets } ; première aide après { $median } (médiane), 90 % en { $p90 } au plus ; { $waiting } en attente
    }
desk-report-line-unanswered =
    { $waiting ->
        [0] • { $label } : { $tickets }, sans aide
       *[other] • { $label } : { $tickets }, encore sans aide ; { $waiting } en attente
    }
desk-report-hours = **Selon l’heure d’ouverture (UTC)**
desk-report-ratings = Comment cela s’est passé : 🙂 { $good } · 😐 { $fair } · 🙁 { $poor }
desk-report-searches =
    { $without ->
        [one] Réponses connues : { $answered } ont suffi ; une recherche n’a rien trouvé. { COMMAND("faq missing") }
       *[other] Réponses connues : { $answered } ont suffi ; { $without } recherches n’ont rien trouvé. { COMMAND("faq missing") }
    }
desk-report-people = **Qui a été sollicité, et qui a aidé**
desk-report-person = • { $name } : sollicitations : { $asked } ; aides : { $helped }
desk-csv-group = groupe
desk-csv-tickets = demandes
desk-csv-answered = avec une aide
desk-csv-waiting = en attente
desk-csv-median = attente médiane (min)
desk-csv-p90 = 90 % ont attendu au plus (min)
desk-csv-asked = sollicitations
desk-csv-helped = aides
