# La mesa de ayuda: lo que leen quienes piden ayuda, el voluntariado y la secretaría.

helpdesk-panel = 🛟 **¿Necesita ayuda?** Pulse **Pedir ayuda**: las personas voluntarias de la mesa de ayuda y la secretaría leen su mensaje. Lo que solo debe saber la secretaría: **Informar en privado**.
helpdesk-get-help = Pedir ayuda
helpdesk-report-privately = Informar en privado

helpdesk-form-help-title = Lo leen el voluntariado y la secretaría
helpdesk-form-help-label = ¿Qué ayuda necesita?
helpdesk-form-help-placeholder = Qué intentó, qué vio y hasta cuándo lo necesita
helpdesk-form-private-title = Solo lo lee la secretaría
helpdesk-form-private-label = ¿Qué debe saber la secretaría?
helpdesk-form-private-placeholder = No lo ve nadie del voluntariado ni otros miembros
helpdesk-form-question-title = Lo lee la secretaría
helpdesk-form-question-label = Su pregunta
helpdesk-form-sent-title = Enviar a la secretaría
helpdesk-form-sent-label = ¿Qué intentó?
helpdesk-form-log-title = Alguien pidió ayuda fuera de Discord
helpdesk-form-log-name = Nombre
helpdesk-form-log-contact = Cómo contactar
helpdesk-form-log-problem = Problema
helpdesk-form-log-answer = Respuesta que recibió (si la hubo)
helpdesk-form-answer-title = Problema resuelto
helpdesk-form-answer-label = ¿Qué respuesta dio?

helpdesk-claim = Yo ayudo
helpdesk-claimed-by = { $name } está ayudando
helpdesk-claimed-by-you = Usted está ayudando
helpdesk-release = No puedo continuar
helpdesk-send = Enviar a la secretaría
helpdesk-solved-button = Problema resuelto
helpdesk-solved-already = Resuelto
helpdesk-closed-already = Cerrado
helpdesk-withdraw = Ya no lo necesito
helpdesk-confirm = Sí, está resuelto
helpdesk-reopen = No, aún necesito ayuda
helpdesk-reopen-closed = Aún necesito ayuda
helpdesk-still = Sigo ayudando

helpdesk-head-waiting = **Solicitud { $id }**: espera a alguien que ayude.
helpdesk-head-waiting-private = **Informe privado { $id }**: espera a la secretaría. Nadie más lo ve, salvo quienes pueden gestionar los hilos de este servidor.
helpdesk-head-waiting-question = **Pregunta { $id }**: espera a la secretaría.
helpdesk-head-claimed = **Solicitud { $id }**: { $name } le está ayudando.
helpdesk-head-solved = **Solicitud { $id }**: { $name } dice que está resuelta. ¿Es así?
helpdesk-head-closed-solved = **Solicitud { $id }**: resuelta y cerrada.
helpdesk-head-closed-withdrawn = **Solicitud { $id }**: cerrada, porque ya no la necesita.
helpdesk-head-closed-left = **Solicitud { $id }**: cerrada.
helpdesk-thread-here = Pueden escribirse en { $thread }.
helpdesk-thread-soon = Se abre un hilo para ustedes dos en el canal de ayuda.
helpdesk-closes-by-itself = Sin respuesta, se cierra sola: { $at }.

helpdesk-next-volunteers-awake =
    { $count ->
        [one] Una persona voluntaria de la mesa de ayuda está despierta y puede leerla.
       *[other] { $count } personas voluntarias de la mesa de ayuda están despiertas y pueden leerla.
    }
helpdesk-next-volunteers-then = Si nadie responde antes del { $at }, se pregunta a cada una en persona.
helpdesk-next-volunteers-asked =
    { $count ->
        [one] Se ha preguntado a una persona voluntaria que está despierta.
       *[other] Se ha preguntado a { $count } personas voluntarias que están despiertas.
    }
helpdesk-next-volunteers-asleep = Las personas voluntarias de la mesa de ayuda duermen o no están ahora.
helpdesk-next-volunteers-up = La primera se levanta: { $at }.
helpdesk-next-secretariat-reads = La secretaría puede leerla.
helpdesk-next-secretariat-then = Si nadie de allí responde antes del { $at }, se pregunta a cada persona despierta.
helpdesk-next-secretariat-at = Si nadie responde antes del { $at }, se pregunta a la secretaría.
helpdesk-next-secretariat-asked = Se ha preguntado a la secretaría. Si nadie responde, Magpie pregunta otra vez: { $at }.
helpdesk-next-secretariat-asleep = La secretaría duerme o no está ahora.
helpdesk-next-secretariat-starts = Si nadie responde, la secretaría empieza a las { $there } de { $place }, para usted { $yours }.
helpdesk-next-secretariat-starts-many = Si nadie responde, la secretaría empieza a las { $there } de { $place }: { $at }.
helpdesk-next-secretariat-unknown = La secretaría no ha indicado sus horas; se le pregunta sin sonido. Magpie pregunta otra vez: { $at }.

helpdesk-news-asked = **Solicitud { $id }**: nadie ha respondido todavía. Esto es lo que sigue.
helpdesk-news-put-back = **Solicitud { $id }**: quien le ayudaba no puede continuar. Se pregunta a otras personas.
helpdesk-news-sent = **Solicitud { $id }**: ahora está en la secretaría.
helpdesk-news-claimed = **Solicitud { $id }**: { $name } le está ayudando y le escribirá directamente.

helpdesk-card-help = **Solicitud { $id }** · { $name } pide ayuda
helpdesk-card-private = **Informe privado { $id }** · de { $name }, solo para la secretaría
helpdesk-card-question = **Pregunta { $id }** · { $name } pregunta a la secretaría
helpdesk-card-logged = **Solicitud { $id }** · { $name }, fuera de Discord ({ $contact }), pide ayuda
helpdesk-card-tried = Lo que se intentó: { $tried }
helpdesk-card-answer = Respuesta: { $answer }
helpdesk-card-waiting = Nadie está ayudando todavía.
helpdesk-card-claimed = { $name } está ayudando desde { $at }.
helpdesk-card-solved = { $name } dice que está resuelta; se pide confirmación.
helpdesk-card-closed-solved = Resuelta, cerrada: { $at }.
helpdesk-card-closed-withdrawn = Ya no hace falta, cerrada: { $at }.
helpdesk-card-closed-left = La persona salió del servidor, cerrada: { $at }.
helpdesk-nobody = alguien que ya no está
helpdesk-ask-help = **Solicitud { $id }**: { $name } necesita ayuda y nadie ha respondido todavía.
helpdesk-ask-waits = Pedido { $when }, { $ago }.
helpdesk-ask-more = { $count ->
    [one] 1 solicitud más espera respuesta. Véala con /ticket list.
   *[other] { $count } solicitudes más esperan respuesta. Véalas con /ticket list.
    }
helpdesk-asked-again = **Solicitud { $id }**: Magpie se lo ha vuelto a pedir, más abajo.
helpdesk-ask-private = **Informe privado { $id }** de { $name }: espera a la secretaría.
helpdesk-ask-question = **Pregunta { $id }** de { $name }: espera a la secretaría.
helpdesk-ask-sent = **Solicitud { $id }** de { $name }: se envió a la secretaría.

helpdesk-thread-name = Solicitud { $id }
helpdesk-thread-name-again = Solicitud { $id } ({ $nth })
helpdesk-hello = { $asker }: { $helper } le está ayudando con la **solicitud { $id }**. Escríbanse aquí.
helpdesk-hello-waiting = **Solicitud { $id }**: espera a otra persona, que vendrá a este hilo.
helpdesk-hello-solved = **Solicitud { $id }**: { $name } dice que está resuelta. { $asker }, ¿es así?
helpdesk-hello-closed = **Solicitud { $id }**: cerrada.
helpdesk-check = ¿Sigue ayudando a { $name } con la **solicitud { $id }**? Si no responde, se pedirá ayuda a otras personas.
helpdesk-helper-outside = Usted ayuda con la **solicitud { $id }**: { $name }, fuera de Discord. Cómo contactar: { $contact }
helpdesk-helper-no-thread = Usted ayuda a { $name } con la **solicitud { $id }**. Magpie no pudo abrir un hilo: escriba directamente a { $mention }.
helpdesk-helper-ended = Usted ya no se ocupa de la **solicitud { $id }**. Gracias por su ayuda.

helpdesk-opened = **Solicitud { $id }**: está abierta.
helpdesk-opened-private = **Informe privado { $id }**: está en la secretaría. No lo ve nadie del voluntariado ni otros miembros; solo quienes pueden gestionar los hilos de este servidor podrían leer la conversación sobre él.
helpdesk-opened-question = **Pregunta { $id }**: está en la secretaría.
helpdesk-you-help = Usted ayuda a { $name } con la **solicitud { $id }**. ¡Gracias!
helpdesk-you-released = **Solicitud { $id }**: vuelve a esperar. Gracias por intentarlo; se pregunta a otras personas.
helpdesk-you-sent = **Solicitud { $id }**: ahora está en la secretaría.
helpdesk-you-sent-awake = Se pregunta ahora a: { $names }
helpdesk-you-sent-unknown = Sin sonido, horas desconocidas: { $names }
helpdesk-you-sent-asleep = Al levantarse: { $names }
helpdesk-name-at = { $name } ({ $at })
helpdesk-you-sent-nobody = Nadie tiene el rol de la secretaría ahora. Avise a alguien que pueda darlo.
helpdesk-you-solved = **Solicitud { $id }**: se pregunta a la persona si está resuelta.
helpdesk-you-closed = **Solicitud { $id }**: cerrada. ¡Gracias!
helpdesk-you-confirmed = **Solicitud { $id }**: cerrada. ¡Qué bien que esté resuelta!
helpdesk-you-reopened = **Solicitud { $id }**: espera otra vez a alguien que ayude.
helpdesk-you-withdrew = **Solicitud { $id }**: cerrada.
helpdesk-recalled = { $count ->
    [one] Faltaba preguntar a 1 persona: ya no se le pregunta.
   *[other] Faltaba preguntar a { $count } personas: ya no se les pregunta.
    }
helpdesk-under-way = { $count ->
    [one] Se está preguntando a 1 persona: su mensaje dirá que ya terminó.
   *[other] Se está preguntando a { $count } personas: sus mensajes dirán que ya terminó.
    }
helpdesk-you-still = Gracias. Magpie preguntará otra vez mañana.
helpdesk-you-logged = **Solicitud { $id }**: queda anotada.
helpdesk-you-logged-answered = **Solicitud { $id }**: queda anotada con su respuesta. ¡Gracias!

helpdesk-list-empty = No hay solicitudes abiertas.
helpdesk-list-head =
    { $count ->
        [one] Hay una solicitud abierta:
       *[other] Hay { $count } solicitudes abiertas:
    }
helpdesk-list-waiting = **{ $id }** · { $name } · espera; siguiente paso: { $at } · { $text }
helpdesk-list-claimed = **{ $id }** · { $name } · { $helper } está ayudando · { $text }
helpdesk-list-solved = **{ $id }** · { $name } · resuelta, por confirmar · { $text }
helpdesk-story-opened = { $at } · abierta por { $name }
helpdesk-story-asked =
    { $count ->
        [one] { $at } · se preguntó a una persona
       *[other] { $at } · se preguntó a { $count } personas
    }
helpdesk-story-claimed = { $at } · { $name } empezó a ayudar
helpdesk-story-released = { $at } · devuelta por { $name }
helpdesk-story-sent = { $at } · enviada a la secretaría por { $name }
helpdesk-story-nudged = { $at } · se preguntó si la ayuda sigue
helpdesk-story-solved = { $at } · { $name } dice que está resuelta
helpdesk-story-reopened = { $at } · { $name } aún necesita ayuda
helpdesk-story-closed = { $at } · cerrada por { $name }
helpdesk-story-failed = { $at } · no se pudo entregar un mensaje: { $reason }
helpdesk-magpie = Magpie

helpdesk-not-set-up = Magpie aún no está configurado, así que no se envió nada. Alguien que pueda gestionar este servidor completa /setup. Falta: { $missing }
helpdesk-unknown = No hay ninguna solicitud { $id } que usted pueda ver. /ticket list muestra las abiertas.
helpdesk-taken = { $name } ya está ayudando con la solicitud { $id }.
helpdesk-not-allowed-volunteers = Solo el voluntariado de la mesa de ayuda y la secretaría responden a la solicitud { $id }.
helpdesk-not-allowed-secretariat = Solo la secretaría responde a la solicitud { $id }.
helpdesk-own-ticket = La solicitud { $id } es suya: otra persona le ayuda.
helpdesk-not-claimed = Nadie está ayudando con la solicitud { $id } ahora.
helpdesk-not-asker = Solo quien pidió ayuda puede decirlo de la solicitud { $id }.
helpdesk-with-secretariat = La solicitud { $id } ya está en la secretaría.
helpdesk-is-solved = La solicitud { $id } está resuelta según quien ayuda; se pide confirmación.
helpdesk-is-closed = La solicitud { $id } está cerrada.
helpdesk-not-here = Magpie no le encuentra en el servidor. Inténtelo otra vez en un minuto.
helpdesk-not-desk = Solo el voluntariado de la mesa de ayuda y la secretaría anotan solicitudes de otras personas. ¿Necesita ayuda? Use /help.
helpdesk-empty = No se escribió nada, así que no se envió nada.
helpdesk-too-long = Son más de { $limit } caracteres, así que no se envió nada. Acórtelo, por favor.
helpdesk-too-many = Usted tiene { $limit } solicitudes abiertas. Cierre la que ya no necesite; /ticket list las muestra.
helpdesk-kept-helped =
    { $count ->
        [one] Que usted ayudó con una solicitud: sin eso, la persona no vería quién le respondió.
       *[other] Que usted ayudó con { $count } solicitudes: sin eso, las personas no verían quién les respondió.
    }

# Mensajes sobre una solicitud que ha avanzado desde entonces.
helpdesk-past-newer = Más abajo hay noticias más recientes de esta solicitud.
helpdesk-past-asked = **Solicitud { $id }**: se pidió ayuda a más personas.
helpdesk-past-put-back = **Solicitud { $id }**: quien ayudaba no pudo continuar y se pidió ayuda a otras personas.
helpdesk-past-sent = **Solicitud { $id }**: pasó a la secretaría.
helpdesk-past-claimed = **Solicitud { $id }**: alguien empezó a ayudar.
helpdesk-past-solved = **Solicitud { $id }**: quien ayudaba la marcó como resuelta.
helpdesk-past-check = **Solicitud { $id }**: sigue ayudando. ¡Gracias!
helpdesk-helper-thread = Está ayudando a { $name } con la **solicitud { $id }**. { $thread } Solo usted ve estos botones.
helpdesk-next-volunteers-none = Todavía no hay nadie más en la mesa de ayuda.
helpdesk-next-secretariat-none = Nadie tiene todavía el rol de la secretaría, así que no se puede pedir ayuda allí. Avise a alguien que administre este servidor.
helpdesk-list-private = 🔒 { $text }
