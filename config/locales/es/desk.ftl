# La mesa de ayuda en conjunto: /mesa, y «¿Cómo fue?».

desk-how-did-it-go = ¿Cómo fue? Basta con pulsar una vez, y puede dejarlo sin responder.
desk-rate-good = 🙂 Bien
desk-rate-fair = 😐 Regular
desk-rate-poor = 🙁 Mal
desk-rated-good = ¡Gracias! Nos alegra saberlo.
desk-rated-fair = Gracias. La secretaría lo ve en su informe, sin nombre.
desk-rated-poor = Gracias por decirlo. La secretaría lo ve en su informe, sin nombre.

desk-handover-head = **Relevo** · { $at }
desk-handover-tickets =
    { $waiting ->
        [0] Ninguna solicitud espera.
        [one] **Una solicitud espera.**
       *[other] **{ $waiting } solicitudes esperan.**
    } { $helped ->
        [0] Nadie atiende otra solicitud.
        [one] Ya se atiende una más.
       *[other] Ya se atienden { $helped } más.
    }
desk-handover-more = … y { $count } más: { COMMAND("ticket list") }
desk-handover-awake =
    { $more ->
        [0] Despiertos ahora: { $names }
       *[other] Despiertos ahora: { $names } y { $more } más
    }
desk-handover-nobody-awake = No hay ningún otro voluntario despierto, ni nadie en la secretaría.
desk-handover-how = **Qué hacer**
    • Debajo de una solicitud, pulse **{ helpdesk-claim }**: se abre un hilo para ustedes dos. Cuando esté resuelta, pulse **{ helpdesk-solved-button }**.
    • Si no puede resolverla, pulse **{ helpdesk-send }**, o déjela a otros con **{ helpdesk-release }**. No pasa nada.
    • { COMMAND("faq search") } encuentra respuestas que otros ya han dado. { COMMAND("ticket show") } cuenta la historia de una solicitud.
    • Alguien fuera de Discord pide ayuda: { COMMAND("ticket log") }

desk-not-staff = Solo los voluntarios de la mesa de ayuda y la secretaría pueden verlo. ¿Necesita ayuda usted? Use { COMMAND("help") }.
desk-unknown-day = Magpie no puede leer «{ $typed }» como un día. Escríbalo así: 2026-11-17.
desk-report-order = El último día es anterior al primero. Revise los dos, por favor.
desk-report-head = **Mesa de ayuda**: de { $from } a { $until }
desk-report-all = Todas
desk-kind-help = Ayuda
desk-kind-question = Preguntas
desk-kind-private = Informes privados
desk-kind-logged = Fuera de Discord
desk-report-line =
    { $waiting ->
        [0] • { $label }: { $tickets }; primera ayuda tras { $median } (mediana), el 90 % en { $p90 } como máximo
       *[other] • { $label }: { $tickets }; primera ayuda tras { $median } (mediana), el 90 % en { $p90 } como máximo; { $waiting } en espera
    }
desk-report-line-unanswered =
    { $waiting ->
        [0] • { $label }: { $tickets }, sin ayuda
       *[other] • { $label }: { $tickets }, todavía sin ayuda; { $waiting } en espera
    }
desk-report-hours = **Según la hora en que se abrieron (UTC)**
desk-report-ratings = Cómo fue: 🙂 { $good } · 😐 { $fair } · 🙁 { $poor }
desk-report-searches =
    { $without ->
        [one] Respuestas conocidas: { $answered } bastaron; una búsqueda no encontró nada. { COMMAND("faq missing") }
       *[other] Respuestas conocidas: { $answered } bastaron; { $without } búsquedas no encontraron nada. { COMMAND("faq missing") }
    }
desk-report-people = **A quién se avisó y quién ayudó**
desk-report-person = • { $name }: avisos: { $asked }; ayudas: { $helped }
desk-csv-group = grupo
desk-csv-tickets = solicitudes
desk-csv-answered = con ayuda
desk-csv-waiting = en espera
desk-csv-median = espera mediana (min)
desk-csv-p90 = el 90 % esperó como máximo (min)
desk-csv-asked = avisos
desk-csv-helped = ayudas
