# Alertas urgentes: lo que leen los destinatarios, lo que ve el autor antes y después de enviar.

alert-severity-information = Información
alert-severity-urgent = Urgente
alert-severity-emergency = Emergencia

# Los primeros 100 caracteres son lo que muestra un teléfono bloqueado: un marco corto deja lugar al texto.
alert-lock = { $label }: { $text }
alert-lock-by = { $label }: { $text } · antes de { $time }
alert-label-slept = { $severity }, mientras dormía
alert-label-again = { $severity }, otra vez
alert-label-corrected = { $severity }, corregido
# Como máximo 100 caracteres con la fecha más larga.
alert-slept-too-late = Usted dormía. El plazo ya pasó ({ $time }). No se espera nada de usted.
alert-too-late = Esto llega tarde. El plazo ya pasó ({ $time }). No se espera nada de usted.
alert-late = Magpie no pudo traer esto antes. Debía llegar { $when }.
alert-it-was = Era: { $label }: { $text }
alert-answer-before = Responder antes de: { $time }
alert-from = De { $name }, secretaría
alert-button-seen = Lo he visto
alert-button-seen-at = Visto { $time }
alert-marked-corrected = ~~{ $text }~~
    Este mensaje se corrigió. Por favor, lea el más reciente.
alert-marked-cancelled = ~~{ $text }~~
    Esta alerta se canceló. No se espera nada de usted.
alert-marked-over = ~~{ $text }~~
    Ya terminó. No se espera nada de usted.
alert-not-yours = Esta alerta es para otra persona: no se anotó nada.
alert-seen-nothing = No hay alertas que le esperen.
alert-seen-all = { $count ->
    [one] Anotado: ha visto esta alerta.
   *[other] Anotado: ha visto estas { $count } alertas.
    }
    { $alerts }

# Varias alertas en un solo mensaje al minuto de despertar; la más urgente primero.
alert-waking = { $first } · y { $count } más
alert-waking-line = **{ $number }.** { $label }: { $text }
alert-waking-line-by = **{ $number }.** { $label }: { $text } · Responder antes de: { $time }
alert-waking-line-passed = **{ $number }.** { $label }: { $text } · El plazo ya pasó ({ $time }).
alert-waking-corrected = **{ $number }.** ~~{ $label }: { $text }~~ Esto se corrigió. Lea el mensaje más reciente.
alert-waking-cancelled = **{ $number }.** ~~{ $label }: { $text }~~ Esta alerta se canceló.
alert-waking-over = **{ $number }.** ~~{ $label }: { $text }~~ Terminó.
alert-waking-seen = { $number }: Lo he visto
alert-waking-seen-at = { $number }: Visto { $time }

alert-form-title = Alerta: { $severity }
alert-form-text = Texto
alert-form-answer-by = Responder antes de
alert-form-answer-by-placeholder = 18:15 UTC, mañana 9:00, en 2 horas. Vacío: sin límite
alert-form-audience = Para quién
alert-form-audience-placeholder = miembros, voluntarios, secretaría, todos, o nombres, separados por comas

alert-audience-members = miembros
alert-audience-volunteers = voluntarios
alert-audience-secretariat = secretaría
alert-audience-everyone = todos
alert-audience-empty = No se dice para quién es esta alerta.
alert-audience-too-long = La lista de personas es demasiado larga para leerla.
alert-audience-unknown = Nadie aquí se llama “{ $word }”.
alert-audience-ambiguous = “{ $word }” puede ser varias personas: { $names }. ¿A quién se refiere?
alert-audience-which = Elija a quién se refiere
alert-audience-possible = Puede escribir miembros, voluntarios, secretaría o todos, o personas por nombre, usuario, ciudad o mención, separados por comas.
alert-nobody = Nadie en este servidor corresponde: no hay a quién enviarla.
alert-no-text = La alerta no tiene texto.
alert-too-long = El texto es demasiado largo para un mensaje.
alert-time-unknown = Magpie no entiende la hora de “Responder antes de”. Escriba por ejemplo 18:15, mañana 9:00, o 10 de noviembre 18:15 UTC.
alert-time-recurs = “Responder antes de” necesita un solo momento, no uno que se repite.
alert-time-passed = La hora de “Responder antes de” ya pasó.
alert-time-ambiguous = La hora de “Responder antes de” puede ser varios momentos. ¿Cuál?
alert-time-no-such-day = El día de “Responder antes de” no existe en el calendario. ¿Cuál quiere decir?
alert-time-day-only = “Responder antes de” indica un día sin hora, y un día termina en momentos distintos según el lugar. ¿Cuándo exactamente?
alert-time-after-event = La hora de “Responder antes de” es posterior al último día del evento ({ $day }). ¿Es correcta?
alert-button-keep-time = Es correcta: { $when }
alert-kept = No se envió nada. Lo que escribió está guardado.
alert-button-continue = Continuar
alert-continue-busy = Magpie está muy ocupado. Lo que escribió está guardado: pulse Continuar otra vez.

alert-preview-title = **Vista previa: { $severity }. Todavía no se ha enviado nada.**
alert-preview-changed = ⚠️ Desde que miró, esto cambió para: { $names }. Por favor, revise los grupos.
alert-preview-twin = ⚠️ El mismo texto se envió { $ago } (alerta { $number }). ¿Enviarlo otra vez?
alert-preview-lock-screen =
    Su pantalla bloqueada:
    > { $text }
alert-preview-answer-before = Responder antes de: { $time }, { $away }
alert-preview-read-as-utc = Su perfil no tiene zona horaria: la hora se leyó en UTC.
alert-preview-awake = **Despiertos ahora ({ $count }):** { $names }
alert-preview-asleep = **Dormidos, la reciben en silencio y la oyen al despertar ({ $count }):** { $names }
alert-preview-waits = **Dormidos, espera hasta que despierten ({ $count }):** { $names }
alert-preview-may-wake = **Dormidos, permiten que una emergencia los despierte ({ $count }):** { $names }
alert-preview-too-late = **No pueden verla a tiempo, duermen hasta después ({ $count }):** { $names }
alert-preview-waits-too-late = **No pueden verla a tiempo, espera hasta que despierten ({ $count }):** { $names }
alert-preview-no-zone = **Sin zona horaria, se envía en silencio, no cuentan como despiertos ({ $count }):** { $names }
alert-preview-no-route = **Sin camino ({ $count }):** { $names }
alert-no-route-closed = mensajes directos cerrados
alert-no-route-never-opened = nunca abrió una conversación con Magpie
alert-preview-absent = **No están en Discord: { $count }**
alert-preview-wakes-nobody = 🔕 No se despierta a nadie. Para despertar a alguien, elija los nombres abajo.
alert-preview-wakes = 🔔 **Se despertará a ({ $count }):** { $names }
alert-wake-placeholder = Despertar por nombre (no elija a nadie para no despertar a nadie)
alert-button-wake-all = Despertar a los { $count } que lo permiten
alert-button-wake-shown = Despertar a los { $count } mostrados hasta ahora
alert-button-wake-names = Nombres { $from } a { $to } de { $count }
alert-button-wake-nobody = No despertar a nadie
alert-button-send = Enviar
alert-button-send-again = Enviar otra vez
alert-button-edit = Editar
alert-button-discard = Descartar
alert-button-absent = No están en Discord: { $count }
alert-stale = Esta vista previa tiene más de { $minutes } minutos, y desde entonces hay quien despertó o se durmió. No se envió nada, y su texto está guardado.
alert-already-sent = Ya se envió (alerta { $number }). No se envió nada otra vez.
alert-discarded = Descartada. No se envió nada.
alert-sent = { $count ->
    [one] ✅ La alerta { $number } va a 1 persona
   *[other] ✅ La alerta { $number } va a { $count } personas
    }, { $at_once } con sonido ahora. El canal de la secretaría muestra quién la ha visto.
alert-corrected = { $count ->
    [0] ✅ Corregida. Nadie había recibido aún la alerta { $number }; reciben el texto nuevo.
    [one] ✅ Corregida. Se avisa a 1 persona que había recibido la alerta { $number }.
   *[other] ✅ Corregida. Se avisa a { $count } personas que habían recibido la alerta { $number }.
    }
alert-corrected-perhaps-only = { $count ->
    [one] ✅ Corregida. La alerta { $number } se estaba enviando a 1 persona: si le llega el texto antiguo, se le avisa.
   *[other] ✅ Corregida. La alerta { $number } se estaba enviando a { $count } personas: se avisa a quienes les llegue el texto antiguo.
    }
alert-corrected-perhaps = { $count ->
    [one] Se estaba enviando a 1 persona más: si le llega el texto antiguo, también se le avisa.
   *[other] Se estaba enviando a { $count } personas más: también se avisa a quienes les llegue el texto antiguo.
    }
alert-corrected-new-text = { $count ->
    [one] 1 persona aún no la había recibido y solo recibe el texto nuevo.
   *[other] { $count } personas aún no la habían recibido y solo reciben el texto nuevo.
    }
alert-nothing-to-correct = Esta alerta terminó, u otra persona la corrigió. Por favor, mire la lista más reciente.
alert-absent-none = Todas las personas esperadas están en Discord.
alert-absent-copy = { $count ->
    [one] 1 persona esperada no está en Discord. Para copiar:
   *[other] { $count } personas esperadas no están en Discord. Para copiar:
    }

alert-roster-title = **{ $severity } · alerta { $number }:** { $text }
alert-roster-corrected = Corregida ({ $times })
alert-roster-sent = Enviada por { $name } a { $count }, { $time }
alert-roster-asked = Se preguntó otra vez a las { $time }
alert-roster-cancelled = **Cancelada** por { $name } a las { $time }
alert-roster-over = **Ya terminó**, dijo { $name } a las { $time }
alert-roster-seen = ✅ **Vista ({ $count }):** { $names }
alert-roster-not-seen = 🔔 **Enviada, no vista ({ $count }):** { $names }
alert-roster-silent = 🌙 **Enviada en silencio, no vista, despiertan a ({ $count }):** { $names }
alert-roster-no-zone = ❔ **Enviada en silencio, no vista, sin zona horaria ({ $count }):** { $names }
alert-roster-held = ⏳ **Espera hasta que despierten ({ $count }):** { $names }
alert-roster-on-its-way = ⏳ **En camino ({ $count }):** { $names }
alert-roster-retrying = 🔁 **Se intenta de nuevo ({ $count }):** { $names }
alert-roster-failed = ❌ **Falló ({ $count }):** { $names }
alert-roster-withdrawn = **Cancelado a mano ({ $count }):** { $names }
alert-roster-not-sent = **Terminó antes de enviarse ({ $count }):** { $names }
alert-roster-absent = **No están en Discord: { $count }**
alert-roster-utc = Las horas son UTC. “Enviada” no quiere decir vista.
alert-roster-continued = La lista de la alerta { $number } sigue en un mensaje más reciente.
alert-and-more = { $names } y { $count } más
alert-failed-not-here = dejó el servidor
alert-failed-no-route = mensajes directos cerrados, y sin hilo en el buzón
alert-failed-refused = Discord dijo: { $reason }
alert-failed-exhausted = se intentó muchas veces: { $reason }
alert-failed-unknown = quizá llegó, nadie puede decirlo
alert-button-ask-again = Preguntar otra vez
alert-button-correct = Corregir
alert-button-over = Ya terminó
alert-button-cancel = Cancelar la alerta
alert-asked-now = { $count ->
    [one] Se preguntó otra vez a 1 persona: { $names }
   *[other] Se preguntó otra vez a { $count } personas: { $names }
    }
alert-asked-later = Dormidos, se les pregunta al despertar ({ $count }): { $names }
alert-asked-on-its-way = El mensaje aún va en camino a quienes no lo han visto.
alert-asked-just-now = Alguien acaba de preguntar otra vez. Por favor, espere un minuto.
alert-asked-all-seen = Todos la han visto.
alert-asked-time-passed = El plazo para responder ya pasó. Para dar más tiempo, pulse Corregir.
alert-ended-already = Esta alerta ya terminó.
alert-cancelled = La alerta { $number } está cancelada. Los mensajes enviados lo dicen, y no se envía nada más.
alert-over = La alerta { $number } terminó. Los mensajes enviados lo dicen, y no se envía nada más.
alert-ended-recalled = { $count ->
    [one] Un mensaje a 1 persona seguía en espera: se ha retirado.
   *[other] Mensajes a { $count } personas seguían en espera: se han retirado.
    }
alert-ended-under-way = { $count ->
    [one] Se está enviando uno a 1 persona: si llega, también lo dirá.
   *[other] Se están enviando mensajes a { $count } personas: los que lleguen también lo dirán.
    }
alert-list = **Las alertas más recientes**
    { $alerts }
alert-list-none = Todavía no se ha enviado ninguna alerta.
alert-list-active = **{ $number }** · { $severity } · { $ago } · { $text }
alert-list-cancelled = { $number } · { $severity } · { $ago } · cancelada · { $text }
alert-list-over = { $number } · { $severity } · { $ago } · terminada · { $text }

alert-not-secretariat = Solo la secretaría puede hacer esto. Si cree que debería poder, pregúntele.
alert-not-set-up = Magpie aún no está configurado. Quien administra el servidor puede terminarlo con /setup. Falta: { $missing }
alert-no-draft = Magpie no conoce este borrador, o es de otra persona. Por favor, escriba /alert send otra vez.
alert-no-alert = Magpie no conoce esta alerta.
alert-kept-active = las alertas que recibió, hasta que terminen, para que la secretaría vea a quién se llegó
alert-kept-sent = las alertas que envió, porque otras personas actuaron según ellas
