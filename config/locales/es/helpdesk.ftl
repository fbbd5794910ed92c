# La mesa de ayuda: lo que leen quienes piden ayuda, los voluntarios y la secretaría.

helpdesk-panel = 🛟 **¿Necesita ayuda?** Pulse **Pedir ayuda**: leerán su mensaje los voluntarios de la mesa de ayuda y la secretaría. Si solo debe saberlo la secretaría, pulse **Informar en privado**.
helpdesk-get-help = Pedir ayuda
helpdesk-report-privately = Informar en privado

# Los títulos de los formularios tienen 45 caracteres como máximo, y los rótulos también.
helpdesk-form-help-title = Lo leerán los voluntarios y la secretaría
helpdesk-form-help-label = ¿Con qué necesita ayuda?
helpdesk-form-help-placeholder = Qué intentó, qué pasó y para cuándo lo necesita
helpdesk-form-private-title = Solo lo leerá la secretaría
helpdesk-form-private-label = ¿Qué debe saber la secretaría?
helpdesk-form-private-placeholder = No lo verá ningún voluntario ni ningún otro miembro
helpdesk-form-question-title = Lo leerá la secretaría
helpdesk-form-question-label = Su pregunta
helpdesk-form-sent-title = Enviar a la secretaría
helpdesk-form-sent-label = ¿Qué intentó?
helpdesk-form-log-title = Alguien pidió ayuda fuera de Discord
helpdesk-form-log-name = Nombre
helpdesk-form-log-contact = Cómo contactar con esta persona
helpdesk-form-log-problem = Problema
helpdesk-form-log-answer = Qué se le respondió (si se respondió)
helpdesk-form-answer-title = Problema resuelto
helpdesk-form-answer-label = ¿Qué se respondió?

# Botones.
helpdesk-claim = Yo ayudo
helpdesk-claimed-by = { $name } está ayudando
helpdesk-claimed-by-you = Usted está ayudando
helpdesk-release = No puedo continuar
helpdesk-send = Enviar a la secretaría
helpdesk-solved-button = Problema resuelto
helpdesk-solved-already = Resuelta
helpdesk-closed-already = Cerrada
helpdesk-withdraw = Ya no necesito ayuda
helpdesk-confirm = Sí, está resuelto
helpdesk-reopen = No, aún necesito ayuda
helpdesk-reopen-closed = Aún necesito ayuda
helpdesk-still = Sigo ayudando

# Primeras líneas: se leen en pantallas bloqueadas.
helpdesk-head-waiting = **Solicitud { $id }**: en espera de alguien que ayude.
helpdesk-head-waiting-private = **Informe privado { $id }**: en espera de la secretaría. No lo ve nadie más, salvo quienes tienen permiso para gestionar los hilos de este servidor.
helpdesk-head-waiting-question = **Pregunta { $id }**: en espera de la secretaría.
helpdesk-head-claimed = **Solicitud { $id }**: { $name } le está ayudando.
helpdesk-head-solved = **Solicitud { $id }**: { $name } dice que está resuelta. ¿Es así?
helpdesk-head-closed-solved = **Solicitud { $id }**: resuelta y cerrada.
helpdesk-head-closed-withdrawn = **Solicitud { $id }**: cerrada, porque usted ya no necesita ayuda.
helpdesk-head-closed-left = **Solicitud { $id }**: cerrada.
helpdesk-thread-here = Pueden hablar en { $thread }.
helpdesk-thread-soon = Se abrirá un hilo para ustedes dos en el canal de ayuda.
helpdesk-about-alert = Sobre la alerta { $number }:
helpdesk-closes-by-itself = Si no responde, se cerrará sola el { WEEKDAY($at) }.

# A quién se avisa después, y cuándo.
helpdesk-next-volunteers-awake =
    { $count ->
        [one] Un voluntario de la mesa de ayuda está despierto y puede leer el mensaje.
       *[other] { $count } voluntarios de la mesa de ayuda están despiertos y pueden leer el mensaje.
    }
helpdesk-next-volunteers-then = Si nadie ha respondido antes del { WEEKDAY($at) }, se avisará a cada uno con un mensaje personal.
helpdesk-next-volunteers-asked =
    { $count ->
        [one] Se avisó a un voluntario que está despierto.
       *[other] Se avisó a { $count } voluntarios que están despiertos.
    }
helpdesk-next-volunteers-asleep = En este momento, todos los voluntarios de la mesa de ayuda duermen o están ausentes.
helpdesk-next-volunteers-others-asleep = En este momento, los demás voluntarios de la mesa de ayuda duermen o están ausentes.
helpdesk-next-volunteers-up = El primero estará disponible a partir del { WEEKDAY($at) }.
helpdesk-next-secretariat-reads = La secretaría puede leer el mensaje.
helpdesk-next-secretariat-then = Si allí nadie ha respondido antes del { WEEKDAY($at) }, se avisará con un mensaje personal a cada persona despierta.
helpdesk-next-secretariat-at = Si nadie responde antes del { WEEKDAY($at) }, se avisará a la secretaría.
helpdesk-next-secretariat-asked = Se avisó a la secretaría. Si nadie responde, Magpie volverá a avisar el { WEEKDAY($at) }.
helpdesk-next-secretariat-asleep = En este momento, en la secretaría todos duermen o están ausentes.
helpdesk-next-secretariat-others-asleep = En este momento, los demás de la secretaría duermen o están ausentes.
helpdesk-next-secretariat-no-other = No hay nadie más en la secretaría.
helpdesk-next-secretariat-again = Si nadie responde antes, Magpie volverá a avisar a la misma persona el { WEEKDAY($at) }.
helpdesk-next-secretariat-starts = Si nadie responde antes, la secretaría estará disponible { HOUR($there) ->
    [1] desde la { $there }
   *[other] desde las { $there }
}, hora de { $place }; para usted, el { WEEKDAY($yours) }.
helpdesk-next-secretariat-starts-many = Si nadie responde antes, la secretaría estará disponible { HOUR($there) ->
    [1] desde la { $there }
   *[other] desde las { $there }
}, hora de { $place }: el { WEEKDAY($at) }.
helpdesk-next-secretariat-unknown = Magpie no conoce el horario de la secretaría, así que le avisa sin sonido. Volverá a avisarle el { WEEKDAY($at) }.

# Novedades para quien pidió ayuda.
helpdesk-news-asked = **Solicitud { $id }**: aún no ha respondido nadie. Ahora se avisa a otras personas.
helpdesk-news-asked-nobody = **Solicitud { $id }**: aún no ha respondido nadie, y no hay nadie más a quien avisar.
helpdesk-news-asked-again = **Solicitud { $id }**: aún en espera de alguien que continúe. Ahora se avisa a otras personas.
helpdesk-news-asked-again-nobody = **Solicitud { $id }**: aún en espera de alguien que continúe, y no hay nadie más a quien avisar.
helpdesk-news-put-back = **Solicitud { $id }**: en espera otra vez, porque quien le ayudaba no puede continuar.
helpdesk-news-sent = **Solicitud { $id }**: ahora la tiene la secretaría.
helpdesk-news-sent-nobody = **Solicitud { $id }**: enviada a la secretaría, pero allí aún nadie puede responderle.
helpdesk-news-claimed = **Solicitud { $id }**: { $name } le está ayudando y le escribirá directamente.

# Fichas.
helpdesk-card-help = **Solicitud { $id }** · { $name } pide ayuda
helpdesk-card-private = **Informe privado { $id }** · de { $name }, solo para la secretaría
helpdesk-card-question = **Pregunta { $id }** · { $name } pregunta a la secretaría
helpdesk-card-logged = **Solicitud { $id }** · { $name }, fuera de Discord ({ $contact }), pide ayuda
helpdesk-card-tried = Lo que se intentó: { $tried }
helpdesk-card-answer = Respuesta: { $answer }
helpdesk-card-waiting = Aún no está ayudando nadie.
helpdesk-card-waiting-given-up = Ahora no está ayudando nadie: quien ayudaba no puede continuar.
helpdesk-card-waiting-sent = Ahora no está ayudando nadie.
helpdesk-card-waiting-reopened = Ahora no está ayudando nadie: quien pidió ayuda aún la necesita.
helpdesk-card-claimed = { $name } está ayudando desde el { WEEKDAY($at) }.
helpdesk-card-solved = { $name } dice que está resuelta; falta que lo confirme quien pidió ayuda.
helpdesk-card-closed-solved = Resuelta y cerrada el { WEEKDAY($at) }.
helpdesk-card-closed-withdrawn = Ya no necesita ayuda; cerrada el { WEEKDAY($at) }.
helpdesk-card-closed-left = Quien pidió ayuda salió del servidor; cerrada el { WEEKDAY($at) }.
helpdesk-card-closed-deleted = Cerrada el { WEEKDAY($at) }, porque quien pidió ayuda borró su perfil.
helpdesk-nobody = alguien que ya no está
helpdesk-deleted-profile = alguien que borró su perfil
helpdesk-deleted-data = alguien cuyos datos se borraron
helpdesk-ask-help = **Solicitud { $id }**: { $name } necesita ayuda y aún no ha respondido nadie.
helpdesk-ask-help-given-up = **Solicitud { $id }**: { $name } aún necesita ayuda: quien ayudaba no puede continuar.
helpdesk-ask-help-reopened = **Solicitud { $id }**: { $name } aún necesita ayuda y la pidió de nuevo.
helpdesk-ask-waits = Enviada el { WEEKDAY($when) }, { $ago }.
helpdesk-ask-more = { $count ->
    [one] Hay 1 solicitud más en espera de respuesta. Véala con { COMMAND("ticket list") }.
   *[other] Hay { $count } solicitudes más en espera de respuesta. Véalas con { COMMAND("ticket list") }.
    }
helpdesk-asked-again = **Solicitud { $id }**: Magpie le volvió a avisar, más abajo.
helpdesk-ask-private = **Informe privado { $id }** de { $name }: en espera de la secretaría.
helpdesk-ask-question = **Pregunta { $id }** de { $name }: en espera de la secretaría.
helpdesk-ask-sent = **Solicitud { $id }** de { $name }: enviada a la secretaría.

# En el hilo.
helpdesk-thread-name = Solicitud { $id }
helpdesk-thread-name-again = Solicitud { $id } ({ $nth })
helpdesk-hello = { $asker }: { $helper } le está ayudando con la **solicitud { $id }**. Escríbanse aquí.
helpdesk-hello-waiting = **Solicitud { $id }**: en espera de otra persona que ayude. Se unirá a este hilo.
helpdesk-hello-solved = **Solicitud { $id }**: { $name } dice que está resuelta. { $asker }, ¿es así?
helpdesk-hello-closed = **Solicitud { $id }**: cerrada.
helpdesk-check = ¿Sigue ayudando a { $name } con la **solicitud { $id }**? Si no responde, se avisará a otras personas.
helpdesk-helper-outside = Usted está ayudando con la **solicitud { $id }** de { $name }, que no está en Discord. Contacto: { $contact }
helpdesk-helper-no-thread = Usted está ayudando a { $name } con la **solicitud { $id }**. Magpie no pudo abrir un hilo: escriba directamente a { $mention }.
helpdesk-ended-deleted = **Solicitud { $id }**: cerrada, porque la persona a quien usted ayudaba borró su perfil. No tiene que hacer nada.
helpdesk-ended-left = **Solicitud { $id }**: cerrada, porque la persona a quien usted ayudaba salió del servidor. No tiene que hacer nada.
helpdesk-helper-ended = Usted ya no se ocupa de la **solicitud { $id }**. Gracias por su ayuda.

# Respuestas.
helpdesk-opened = **Solicitud { $id }**: abierta.
helpdesk-opened-private = **Informe privado { $id }**: ya lo tiene la secretaría. No lo ve ningún voluntario ni ningún otro miembro; solo quienes tienen permiso para gestionar los hilos de este servidor podrían leer la conversación.
helpdesk-opened-question = **Pregunta { $id }**: ya la tiene la secretaría.
helpdesk-opened-about-alert = **Solicitud { $id }**: abierta, sobre la alerta { $number }.
helpdesk-opened-private-nobody = **Informe privado { $id }**: registrado. No lo ve ningún voluntario ni ningún otro miembro; solo quienes tienen permiso para gestionar los hilos de este servidor podrían leer la conversación.
helpdesk-opened-question-nobody = **Pregunta { $id }**: registrada.
helpdesk-already-recorded = { $kind ->
        [private] Este mensaje ya estaba registrado: es el **informe privado { $id }**. No se abrió ninguno más.
        [question] Esta pregunta ya estaba registrada: es la **pregunta { $id }**. No se abrió ninguna más.
       *[other] Esta solicitud ya estaba registrada: es la **solicitud { $id }**. No se abrió ninguna más.
    }
helpdesk-you-help = Usted está ayudando a { $name } con la **solicitud { $id }**. ¡Gracias!
helpdesk-you-help-already = Usted ya está ayudando a { $name } con la **solicitud { $id }**.
helpdesk-you-released = **Solicitud { $id }**: en espera otra vez. Gracias por intentarlo.
helpdesk-you-sent = **Solicitud { $id }**: ahora la tiene la secretaría.
helpdesk-you-sent-waits = **Solicitud { $id }**: en espera de la secretaría.
helpdesk-you-sent-awake = Se avisa ahora a: { $names }
helpdesk-you-sent-unknown = Se avisa sin sonido, porque no se conoce su horario, a: { $names }
helpdesk-you-sent-asleep = Se avisará al despertar a: { $names }
helpdesk-name-at = { $name } ({ $at })
helpdesk-you-sent-nobody = En este momento nadie tiene el rol de la secretaría. Avise a alguien que pueda asignarlo.
helpdesk-you-solved = **Solicitud { $id }**: falta que quien pidió ayuda confirme que está resuelta.
helpdesk-you-closed = **Solicitud { $id }**: cerrada. ¡Gracias!
helpdesk-you-confirmed = **Solicitud { $id }**: cerrada. ¡Qué bien que esté resuelta!
helpdesk-you-reopened = **Solicitud { $id }**: en espera otra vez de alguien que ayude.
helpdesk-you-withdrew = **Solicitud { $id }**: cerrada.
helpdesk-you-still = Gracias. Magpie volverá a preguntar mañana.
helpdesk-you-logged = **Solicitud { $id }**: anotada.
helpdesk-you-logged-answered = **Solicitud { $id }**: anotada con su respuesta. ¡Gracias!
helpdesk-same-person = **Solicitud { $id }** de { $name }, aún abierta: { $text }
helpdesk-same-request = ¿Es la misma solicitud? Si lo es, pulse el botón y su respuesta valdrá también para ella. Si no, no tiene que hacer nada.
helpdesk-same-request-button = La solicitud { $id } también está respondida

# Listas.
helpdesk-list-empty = No hay solicitudes abiertas.
helpdesk-list-head =
    { $count ->
        [one] Hay una solicitud abierta:
       *[other] Hay { $count } solicitudes abiertas:
    }
helpdesk-list-empty-volunteers = No hay solicitudes abiertas para los voluntarios.
helpdesk-list-empty-own = Usted no tiene solicitudes abiertas.
helpdesk-list-head-own =
    { $count ->
        [one] Usted tiene una solicitud abierta:
       *[other] Usted tiene { $count } solicitudes abiertas:
    }
helpdesk-list-waiting = **{ $id }** · { $name } · en espera; próximo paso: { $at } · { $text }
helpdesk-list-claimed = **{ $id }** · { $name } · { $helper } está ayudando · { $text }
helpdesk-list-solved = **{ $id }** · { $name } · resuelta, por confirmar · { $text }
helpdesk-story-opened = { $at } · abierta por { $name }
helpdesk-story-asked =
    { $count ->
        [one] { $at } · se avisó a una persona
       *[other] { $at } · se avisó a { $count } personas
    }
helpdesk-story-claimed = { $at } · { $name } empezó a ayudar
helpdesk-story-released = { $at } · { $name } no puede continuar
helpdesk-story-sent = { $at } · enviada a la secretaría por { $name }
helpdesk-story-nudged = { $at } · se preguntó a quien ayuda si sigue ayudando
helpdesk-story-solved = { $at } · { $name } dice que está resuelta
helpdesk-story-reopened = { $at } · { $name } aún necesita ayuda
helpdesk-story-closed = { $at } · cerrada por { $name }
helpdesk-story-failed = { $at } · no se pudo entregar un mensaje: { $reason }
helpdesk-magpie = Magpie

# Qué falló y qué hacer.
helpdesk-not-set-up = Magpie aún no está configurado, así que no se envió nada. Quien administra este servidor puede completar la configuración con { COMMAND("setup") }. Falta: { $missing }
helpdesk-unknown = No hay ninguna solicitud { $id } que usted pueda ver. { COMMAND("ticket list") } muestra las que están abiertas.
helpdesk-taken = { $name } ya está ayudando con la solicitud { $id }.
helpdesk-not-allowed-volunteers = Solo los voluntarios de la mesa de ayuda y la secretaría pueden responder a la solicitud { $id }.
helpdesk-not-allowed-secretariat = Solo la secretaría puede responder a la solicitud { $id }.
helpdesk-own-ticket = La solicitud { $id } es suya: le ayudará otra persona.
helpdesk-not-claimed = Nadie está ayudando ahora con la solicitud { $id }.
helpdesk-not-asker = Solo quien pidió ayuda puede decir eso de la solicitud { $id }.
helpdesk-with-secretariat = La secretaría ya tiene la solicitud { $id }.
helpdesk-answer-not-enough = No se cambió nada: después de esta respuesta, la persona dijo que aún necesita ayuda con la solicitud { $id }.
helpdesk-is-solved = Según quien ayuda, la solicitud { $id } está resuelta; falta que lo confirme quien pidió ayuda.
helpdesk-is-closed = La solicitud { $id } está cerrada.
helpdesk-not-here = Magpie no le encuentra en el servidor, así que no se cambió nada. Inténtelo de nuevo dentro de un minuto, por favor.
helpdesk-not-desk = Solo los voluntarios de la mesa de ayuda y la secretaría pueden anotar solicitudes de otras personas. ¿Necesita ayuda? Use { COMMAND("help") }.
helpdesk-empty = El texto está vacío, así que no se envió nada.
helpdesk-too-long = El texto supera los { $limit } caracteres, así que no se envió nada. Acórtelo, por favor.
helpdesk-too-many = Usted ya tiene { $limit } solicitudes abiertas, así que no se envió nada. Cierre alguna que ya no necesite; { COMMAND("ticket list") } las muestra.
helpdesk-kept-helped =
    { $count ->
        [one] que usted ayudó con una solicitud: sin ese dato, quien pidió ayuda no vería quién le respondió
       *[other] que usted ayudó con { $count } solicitudes: sin ese dato, quienes pidieron ayuda no verían quién les respondió
    }
helpdesk-recalled = { $count ->
    [one] Faltaba preguntar a 1 persona: ya no se le pregunta.
   *[other] Faltaba preguntar a { $count } personas: ya no se les pregunta.
    }
helpdesk-under-way = { $count ->
    [one] Se está preguntando a 1 persona: su mensaje dirá que ya terminó.
   *[other] Se está preguntando a { $count } personas: sus mensajes dirán que ya terminó.
    }

# Mensajes sobre una solicitud que ha avanzado desde entonces.
helpdesk-past-newer = Más abajo hay noticias más recientes de esta solicitud.
helpdesk-past-message = **Solicitud { $id }**: más abajo hay un mensaje más reciente.
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
helpdesk-list-hidden = (solo puede leerlo quien ayuda)
helpdesk-show-hidden = Solo quienes ayudan pueden leer el texto de esta solicitud.
helpdesk-typed = Esto es lo que usted escribió, para que pueda usarlo de nuevo:

# Para cuándo se necesita ayuda y de qué se trata.
helpdesk-get-help-now = Mi sesión está en curso
helpdesk-form-now-title = Lo leerán los voluntarios enseguida
helpdesk-urgency-now = Mi sesión está en curso
helpdesk-urgency-within-hour = En menos de una hora
helpdesk-urgency-today = Hoy
helpdesk-urgency-no-hurry = No hay prisa
helpdesk-needed-now = 🔴 Se necesita ahora, hay una sesión en curso
helpdesk-needed-within-hour = 🟠 Se necesita en menos de una hora
helpdesk-needed-today = Se necesita hoy
helpdesk-needed-no-hurry = ⚪ No hay prisa
helpdesk-category-joining = Entrar en una reunión
helpdesk-category-registration = Inscripción
helpdesk-category-permissions = Permisos
helpdesk-category-programme = Programa
helpdesk-category-conduct = La conducta de alguien
helpdesk-category-other = Otra cosa
helpdesk-category-secretariat = Desde ese momento solo lo lee la secretaría
helpdesk-about-placeholder = ¿De qué se trata?
helpdesk-about-category = Asunto: { $category }
helpdesk-add-to-question = Usted ya tiene abierta la **solicitud { $id }**. ¿Se trata de lo mismo?
helpdesk-add-to = Añadirla a la solicitud { $id }
helpdesk-keep-apart = Es otra cosa
helpdesk-you-added = Se añadió a la **solicitud { $id }**.
helpdesk-added-line = Añadido después: { $text }
helpdesk-head-closed-merged = **Solicitud { $id }**: cerrada, porque usted la añadió a la **solicitud { $target }**.
helpdesk-card-closed-merged = Añadida a la solicitud { $target }, cerrada el { WEEKDAY($at) }.
helpdesk-card-moved = La **solicitud { $id }** está ahora con la secretaría. No tiene que hacer nada.
helpdesk-moved-private = **Informe privado { $id }**: ahora lo tiene la secretaría. Desde ahora no lo ve ningún voluntario. Quienes lo leyeron antes pueden recordar lo que decía.
helpdesk-more-readers = Esa solicitud la pueden leer más personas, así que la solicitud { $id } no se añadió.

# A quién se avisa, y «Ahora no».
helpdesk-not-now = Ahora no
helpdesk-you-declined = Gracias por responder tan pronto. Por ahora, Magpie no volverá a escribirle sobre la **solicitud { $id }**.
helpdesk-ask-declined = Usted respondió «Ahora no». Si al final tiene tiempo, todavía puede ayudar.
helpdesk-next-volunteers-then-two = Si nadie ha respondido antes del { WEEKDAY($at) }, se avisará a los primeros con un mensaje personal y más tarde a otros.
helpdesk-next-volunteers-more = Si nadie responde antes del { WEEKDAY($at) }, se avisará a otros.
helpdesk-next-on-duty =
    { $count ->
        [one] Un voluntario está de guardia y ya se le avisó.
       *[other] { $count } voluntarios están de guardia y ya se les avisó.
    }
helpdesk-asked-name = { $name } ({ $reasons })
helpdesk-reason-on-duty = de guardia
helpdesk-reason-rung = duerme, pero eligió que se le llame durante su guardia
helpdesk-reason-awake = sin dormir ahora
helpdesk-reason-hours-unknown = horario desconocido
helpdesk-reason-lead = responsable de este asunto
helpdesk-reason-secretariat = secretaría
helpdesk-reason-language = mismo idioma
helpdesk-reason-category = conoce este asunto
helpdesk-reason-fewest-asks = con menos avisos estos días
helpdesk-story-asked-names = { $at } · se avisó a: { $names }
helpdesk-story-declined = { $at } · { $name } respondió «Ahora no»
helpdesk-story-urgency_set = { $at } · se necesita: { $urgency }
helpdesk-story-category_set = { $at } · asunto: { $category }
helpdesk-story-added = { $at } · { $name } añadió un texto
helpdesk-story-merged = { $at } · añadida a la solicitud { $target }
helpdesk-story-fell_silent = { $at } · quien ayuda aún no ha escrito, así que se avisó a otros
helpdesk-story-awaits_asker = { $at } · { $name } espera una respuesta

# Quien ayuda aún no ha escrito.
helpdesk-check-silent = **Solicitud { $id }**: ¿sigue usted con ella? { $name } aún no ha recibido ningún mensaje en el hilo. Si usted no responde, Magpie avisará a otras personas. No pasa nada.
helpdesk-await-asker = Espero una respuesta
helpdesk-you-await = Magpie le dijo a { $name } que usted espera una respuesta en la **solicitud { $id }**. Hasta que escriba, Magpie no le preguntará cómo va.
helpdesk-news-awaits_asker = **Solicitud { $id }**: { $name } espera su respuesta. { $thread }
helpdesk-past-awaits_asker = **Solicitud { $id }**: quien le ayuda esperaba su respuesta.
helpdesk-news-put-back-silent = **Solicitud { $id }**: de nuevo en espera. Quien quería ayudar aún no le ha escrito, así que Magpie avisa a otras personas.
helpdesk-card-waiting-silent = Ahora mismo no ayuda nadie: quien quería ayudar aún no ha escrito.
helpdesk-ask-help-silent = **Solicitud { $id }**: { $name } sigue necesitando ayuda. Quien quería ayudar aún no ha escrito.

helpdesk-you-passed-on = Ahora { $name } ayuda con la **solicitud { $id }**. ¡Gracias!
helpdesk-not-awake = Puede que { $name } duerma o no esté disponible ahora, así que la solicitud { $id } no se pasó.
helpdesk-story-passed_on = { $at } · { $name } la pasó a otra persona

# Las reglas, para todos.
helpdesk-policy-head = A quién avisa Magpie de una solicitud, y cuándo. Los plazos cuentan desde que se abre, hasta que alguien ayuda.
helpdesk-policy-at-once = enseguida
helpdesk-policy-after = después de { $length }
helpdesk-policy-line = **{ $urgency }**: voluntarios de guardia, { $duty }; otros, { $first } ({ $people }); secretaría, { $secretariat }. Si quien ayuda no ha escrito después de { $silent }, Magpie le pregunta y luego avisa a otros.
helpdesk-policy-some = { $count } cada vez, y más cada { $every }
helpdesk-policy-all = todos los que no duermen
helpdesk-policy-order = Magpie avisa primero a quienes no duermen; luego, según la guardia, el idioma y el asunto; y después, a quienes han tenido menos avisos y se ha despertado menos. Magpie no llama a nadie que duerme, salvo que esté de guardia y así lo haya elegido. A quien responde «Ahora no» no se le vuelve a avisar de esa solicitud, salvo que quede otra vez en espera.
helpdesk-policy-category = Solo la secretaría lee las solicitudes sobre: { $categories }.
helpdesk-policy-lead = { $category }: se avisa a { $lead } junto con la secretaría.
