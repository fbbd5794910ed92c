# Alertas urgentes: lo que leen los destinatarios y lo que ve el autor antes y después de enviarlas.

alert-severity-information = Información
alert-severity-urgent = Urgente
alert-severity-emergency = Emergencia

# Los primeros 100 caracteres son lo que muestra un teléfono bloqueado: un marco corto deja lugar al texto.
alert-lock = { $label }: { $text }
alert-lock-by = { $label }: { $text } · antes del { WEEKDAY($time) }
alert-label-slept = { $severity }, mientras dormía
alert-label-again = { $severity }, otra vez
alert-label-corrected = { $severity }, corregida
# Como máximo 100 caracteres con la fecha más larga («mié 11 nov 2026, 04:15 UTC»).
alert-slept-too-late = Mientras dormía venció el plazo ({ $time }). No tiene que hacer nada.
alert-slept-too-late-to-answer = Mientras dormía venció el plazo ({ $time }). Todavía puede responder.
alert-too-late = Esto llega tarde: el plazo venció ({ $time }). No tiene que hacer nada.
alert-too-late-to-answer = Esto llega tarde: el plazo venció ({ $time }). Todavía puede responder.
alert-late = Magpie no pudo entregarla antes: debía llegar el { WEEKDAY($when) }.
alert-it-was = La alerta ({ $label }) decía: { $text }
alert-please-answer-by = Responda antes del { WEEKDAY($time) }
alert-please-read-by = Léala antes del { WEEKDAY($time) }
alert-from = De { $name }, de la secretaría
alert-button-seen = Lo he visto
alert-button-seen-at = Visto el { WEEKDAY($time) }
alert-marked-corrected = ~~{ $text }~~
    Esta alerta se corrigió. Lea el mensaje más reciente.
alert-marked-cancelled = ~~{ $text }~~
    Esta alerta se envió por error y se retiró. No tiene que hacer nada.
alert-marked-over = ~~{ $text }~~
    Ya terminó. No tiene que hacer nada.
alert-not-yours = Esta alerta es para otra persona, así que no se anotó nada.
alert-seen-nothing = No tiene alertas pendientes.
alert-seen-all = { $count ->
    [one] Gracias. Ha confirmado que vio esta alerta:
   *[other] Gracias. Ha confirmado que vio estas { $count } alertas:
    }
    { $alerts }

# Varias alertas en un solo mensaje, a la hora de despertar; primero la más urgente.
alert-waking = { $first } · y { $count } más
alert-waking-line = **{ $number }.** { $label }: { $text }
alert-waking-line-by = **{ $number }.** { $label }: { $text } · { $deadline }
alert-deadline-passed = El plazo venció ({ $time }).
alert-waking-corrected = **{ $number }.** ~~{ $label }: { $text }~~ Se corrigió. Lea el mensaje más reciente.
alert-waking-cancelled = **{ $number }.** ~~{ $label }: { $text }~~ Se retiró.
alert-waking-over = **{ $number }.** ~~{ $label }: { $text }~~ Ya terminó.
alert-waking-seen = { $number }: Lo he visto
alert-waking-seen-at = { $number }: Visto el { WEEKDAY($time) }

alert-form-title = Alerta: { $severity }
alert-form-text = Texto
alert-form-answer-by = Responder antes de
alert-form-answer-by-placeholder = 18:15 UTC, mañana 9:00, en 2 horas. Vacío: sin plazo
alert-form-audience = Para quién
alert-form-audience-placeholder = miembros, voluntarios, miembros en África, nombres; un menos excluye: miembros, -Ana

alert-audience-members = miembros
alert-audience-volunteers = voluntarios
alert-audience-secretariat = secretaría
alert-audience-everyone = todos
alert-audience-in = { $group } en { $region }
alert-audience-offsets = { $from } a { $to }
alert-audience-readers = { $group } ({ $language })
alert-audience-everyone-reads = todos ({ $language })
alert-audience-language = { $code ->
    [fr] francés
    [es] español
   *[en] inglés
    }
alert-audience-count = { $count ->
    [0] { $text } · nadie
    [one] { $text } · 1 persona
   *[other] { $text } · { $count } personas
    }
alert-audience-empty = Indique quién debe recibir esta alerta, por favor.
alert-audience-too-long = La lista de destinatarios es demasiado larga.
alert-audience-unknown = Aquí nadie se llama «{ $word }».
alert-audience-unknown-place = «{ $word }» no es un lugar ni un idioma que Magpie conozca.
alert-audience-ambiguous-place = «{ $word }» puede referirse a varios lugares: { $places }. Escriba el que quiere decir, por favor.
alert-audience-nobody-there = { $unplaced ->
    [0] Que Magpie sepa, nadie corresponde a «{ $word }», así que no hay a quién enviar la alerta. Escriba otra región, otro idioma o un nombre.
    [one] Que Magpie sepa, nadie corresponde a «{ $word }». Magpie no sabe dónde vive 1 persona de este grupo: quizá tenga que escribir su nombre.
   *[other] Que Magpie sepa, nadie corresponde a «{ $word }». Magpie no sabe dónde viven { $unplaced } personas de este grupo: quizá tenga que escribir sus nombres.
    }
alert-audience-only-left-out = «-{ $word }» solo excluye a personas. Escriba primero quién recibe la alerta: todos, -{ $word }
alert-audience-everyone-left-out = Las partes con un menos excluyen a todo el mundo, así que no hay a quién enviar la alerta. Quite una de ellas, por favor.
alert-audience-ambiguous = «{ $word }» puede referirse a varias personas: { $names }. ¿A quién se refiere?
alert-audience-which = Elija a quién se refiere
alert-audience-possible = Escriba miembros, voluntarios, secretaría o todos, o bien personas por su nombre, nombre de usuario, ciudad o mención, separadas por comas. Para una parte de un grupo, escriba miembros en África, miembros en UTC+5 a +9 o miembros que leen en francés. Un menos excluye a personas: miembros, -Ana.
alert-nobody = En este servidor no hay nadie en ese grupo, así que no hay a quién enviar la alerta.
alert-no-text = La alerta no tiene texto, así que no se envió nada. Pulse «{ alert-button-continue }» y escríbalo.
alert-too-long = El texto es demasiado largo para un mensaje. Acórtelo, por favor.
alert-time-unknown = Magpie no entiende la hora. Escríbala así: 18:15, mañana 9:00 o 10 de noviembre 18:15 UTC.
alert-time-recurs = Hace falta una hora concreta, no una que se repita.
alert-time-passed = Esa hora ya pasó. Escriba una posterior.
alert-time-passed-choose = Esa hora ya pasó. ¿Se refiere a una de estas?
alert-time-ambiguous = La hora puede entenderse de varias maneras. ¿A cuál se refiere?
alert-time-no-such-day = Ese día no existe en el calendario. ¿A cuál se refiere?
alert-time-day-only = Indicó un día sin hora, y el día no termina a la vez en todo el mundo. ¿A qué hora exactamente?
alert-time-after-event = Esa hora es posterior al último día del evento ({ $day }). ¿Es correcta?
alert-button-keep-time = Sí, es correcta: { $when }
alert-kept = No se envió nada. Su texto está guardado.
alert-button-continue = Continuar
alert-continue-busy = Magpie está muy ocupado. Su texto está guardado: pulse otra vez «Continuar» dentro de un momento.

alert-preview-title = **Vista previa: { $severity }. Todavía no se ha enviado nada.**
alert-preview-changed = ⚠️ Desde la vista anterior cambió la situación de: { $names }. Revise otra vez los grupos.
alert-preview-twin = ⚠️ El mismo texto se envió { $ago } (alerta { $number }). ¿Enviarlo otra vez?
alert-preview-lock-screen =
    Así se verá en la pantalla bloqueada:
    > { $text }
alert-preview-in-your-time = Aquí la hora está en su zona horaria. Cada persona la verá en la suya.
alert-preview-in-utc = Aquí la hora está en UTC. Cada persona la verá en su zona horaria.
alert-preview-read-as-utc = Su perfil no tiene zona horaria, así que la hora se leyó como UTC.
alert-preview-awake = **Despiertos ahora ({ $count }):** { $names }
alert-preview-asleep = **Duermen: les llega sin sonido y les sonará al despertar ({ $count }):** { $names }
alert-preview-waits = **Duermen: les llegará al despertar ({ $count }):** { $names }
alert-preview-may-wake = **Duermen, pero permiten que una emergencia los despierte ({ $count }):** { $names }
alert-preview-too-late = **Duermen hasta después del plazo: no la verán a tiempo ({ $count }):** { $names }
alert-preview-waits-too-late = **Duermen hasta después del plazo: les llegará tarde, al despertar ({ $count }):** { $names }
alert-preview-no-zone = **Sin zona horaria: les llega sin sonido y no cuentan como despiertos ({ $count }):** { $names }
alert-preview-no-route = **Sin vía de contacto ({ $count }):** { $names }
alert-no-route-closed = mensajes directos cerrados
alert-no-route-never-opened = nunca abrió una conversación con Magpie
alert-preview-by-mail = ✉️ **Por correo electrónico ({ $count }):** { $names }
alert-preview-by-mail-count = ✉️ **Por correo electrónico: { $count }**
alert-preview-absent-by-mail = ✉️ **No están en Discord, por correo electrónico: { $count }**
alert-preview-absent-without-mail = **No están en Discord ni tienen dirección de correo: { $count }**
alert-preview-absent = **No están en Discord: { $count }**
alert-preview-without-group = **No incluidas, sin rol de miembro, voluntario o secretaría ({ $count }):** { $names }
alert-preview-assumed = **Zona horaria supuesta: { $count }.** Aún no tienen perfil: Magpie usa el lugar que figura en la lista de miembros esperados.
alert-preview-unplaced = **No incluidas, porque Magpie no sabe dónde viven ({ $count }):** { $names }
alert-preview-phones = **Teléfonos sin confirmar: { $count }.** Hasta que respondan a «Probar mi teléfono», no se sabe si oyen un mensaje.
zone-assumed = zona horaria supuesta
alert-preview-wakes-nobody = 🔕 No se despertará a nadie. Para despertar a alguien, elija abajo los nombres.
alert-preview-wakes = 🔔 **Se despertará a ({ $count }):** { $names }
alert-preview-secretariat-told = Como se despertará a { $woken ->
    [one] 1 persona
   *[other] { $woken } personas
    }, { $count ->
    [one] se informará al otro miembro de la secretaría, sin pedirle permiso y sin despertarlo.
   *[other] se informará a los otros { $count } miembros de la secretaría, sin pedirles permiso y sin despertarlos.
    }
alert-preview-awake-count = **Despiertos ahora: { $count } de { $total }**
alert-preview-asleep-count = **Duermen: les llega sin sonido y les sonará al despertar: { $count }**
alert-preview-waits-count = **Duermen: les llegará al despertar: { $count }**
alert-preview-may-wake-count = **Duermen, pero permiten que una emergencia los despierte: { $count }**
alert-preview-no-zone-count = **Sin zona horaria, les llega sin sonido: { $count }**
alert-preview-sleepers-wake = Quienes duermen se despiertan entre { $first } y { $last }.
alert-preview-sleepers-wake-at = Quienes duermen se despiertan en este momento: { $time }.
alert-preview-nobody-before = ⚠️ **Nadie la oirá antes de:** { $time }
alert-preview-nobody-hears = ⚠️ **Nadie la oirá:** nadie está despierto y Magpie no sabe cuándo despertará alguien.
alert-preview-in-time = { $count ->
    [0] ⏰ Antes del { WEEKDAY($time) }, **nadie** puede oírla.
    [one] ⏰ Antes del { WEEKDAY($time) }, **1 de { $total }** personas puede oírla.
   *[other] ⏰ Antes del { WEEKDAY($time) }, **{ $count } de { $total }** personas pueden oírla.
    }
alert-preview-in-time-other = Antes del { WEEKDAY($time) }: **{ $count }**.
alert-preview-choice-passed = ⚠️ Mientras tanto pasó la hora elegida: { $time }. El plazo no cambia.
alert-preview-read-in = { $count ->
    [one] { $language }, 1 persona
   *[other] { $language }, { $count } personas
    }
alert-button-names = Nombres
alert-button-read-as = Leerla como la recibirán
alert-button-send-wake-nobody = Enviar sin despertar a nadie
alert-button-other-answer-by = Mejor antes del { WEEKDAY($time) }
alert-button-other-read-by = Mejor antes del { WEEKDAY($time) }
alert-wake-placeholder = A quién despertar (si no elige, a nadie)
alert-button-wake-all = { $count ->
    [one] Despertar a la única persona que lo permite
   *[other] Despertar a las { $count } personas que lo permiten
    }
alert-button-wake-shown = { $count ->
    [one] Despertar a la persona mostrada hasta ahora
   *[other] Despertar a las { $count } personas mostradas hasta ahora
    }
alert-button-wake-names = Nombres del { $from } al { $to }, de { $count }
alert-button-wake-nobody = No despertar a nadie
alert-button-send = Enviar
alert-button-send-again = Enviar otra vez
alert-button-edit = Editar
alert-button-discard = Descartar
alert-button-absent = No están en Discord: { $count }
alert-stale = Esta vista previa tiene más de { $minutes } minutos y, desde entonces, hay quien se despertó o se durmió. No se envió nada; su texto está guardado.
alert-already-sent = Ya se había enviado (alerta { $number }). No se envió de nuevo.
alert-discarded = Descartada. No se envió nada.
alert-sent = { $count ->
    [one] ✅ La alerta { $number } se envía a 1 persona.
   *[other] ✅ La alerta { $number } se envía a { $count } personas.
    } { $at_once ->
    [0] Por ahora no suena ningún teléfono.
    [one] Ahora suena 1 teléfono.
   *[other] Ahora suenan { $at_once } teléfonos.
    } En el canal de la secretaría se ve quién la ha visto.
alert-sent-secretariat-told = { $count ->
    [one] Se informa al otro miembro de la secretaría, a más tardar cuando despierte.
   *[other] Se informa a los otros { $count } miembros de la secretaría; a quienes duermen, cuando despierten.
    }
alert-corrected = { $count ->
    [0] ✅ Corregida. Nadie había recibido aún la alerta { $number }: llegará con el texto nuevo.
    [one] ✅ Corregida. Se avisa a la persona que ya había recibido la alerta { $number }.
   *[other] ✅ Corregida. Se avisa a las { $count } personas que ya habían recibido la alerta { $number }.
    }
alert-corrected-perhaps-only = { $count ->
    [one] ✅ Corregida. La alerta { $number } se estaba enviando a 1 persona: si le llega el texto anterior, se le avisará.
   *[other] ✅ Corregida. La alerta { $number } se estaba enviando a { $count } personas: se avisará a quienes reciban el texto anterior.
    }
alert-corrected-perhaps = { $count ->
    [one] Se estaba enviando a 1 persona más: si le llega el texto anterior, también se le avisará.
   *[other] Se estaba enviando a { $count } personas más: también se avisará a quienes reciban el texto anterior.
    }
alert-corrected-new-text = { $count ->
    [one] 1 persona aún no la había recibido y recibirá solo el texto nuevo.
   *[other] { $count } personas aún no la habían recibido y recibirán solo el texto nuevo.
    }
alert-help-withheld = Enviada el { WEEKDAY($time) }. Su texto no se muestra aquí, porque no se dirigía a todos los voluntarios.
alert-help-text-unknown = Enviada el { WEEKDAY($time) }. Su texto no se muestra aquí, porque Magpie no sabe qué versión se leyó.
alert-nothing-to-correct = Esta alerta ya terminó, u otra persona la corrigió. No se cambió nada. Consulte la lista más reciente.
alert-absent-none = Todas las personas esperadas están en Discord.
alert-absent-copy = { $count ->
    [one] 1 persona esperada no está en Discord. Para copiar:
   *[other] { $count } personas esperadas no están en Discord. Para copiar:
    }

alert-roster-title = **{ $severity } · alerta { $number }:** { $text }
alert-roster-corrected = { $times ->
    [one] Corregida 1 vez
   *[other] Corregida { $times } veces
    }
alert-roster-sent = { $count ->
    [one] Enviada por { $name } a 1 persona, el { WEEKDAY($time) }
   *[other] Enviada por { $name } a { $count } personas, el { WEEKDAY($time) }
    }
alert-roster-asked = Se volvió a avisar ({ $time })
alert-roster-cancelled = **Retirada** por { $name } ({ $time })
alert-roster-over = **Ya terminó**, según { $name } ({ $time })
alert-roster-seen = ✅ **Vista ({ $count }):** { $names }
alert-roster-not-seen = 🔔 **Enviada, aún sin ver ({ $count }):** { $names }
alert-roster-silent = 🌙 **Enviada sin sonido, aún sin ver; se despiertan a la hora indicada ({ $count }):** { $names }
alert-roster-no-zone = ❔ **Enviada sin sonido, aún sin ver; sin zona horaria ({ $count }):** { $names }
alert-roster-held = ⏳ **Les llegará al despertar, a la hora indicada ({ $count }):** { $names }
alert-roster-on-its-way = ⏳ **En camino ({ $count }):** { $names }
alert-roster-retrying = 🔁 **Se intenta de nuevo ({ $count }):** { $names }
alert-roster-failed = ❌ **No llegó ({ $count }):** { $names }
alert-roster-withdrawn = **Envío cancelado por la secretaría ({ $count }):** { $names }
alert-roster-not-sent = **Terminó antes de que se les enviara ({ $count }):** { $names }
alert-roster-mail-sent = ✉️ **Enviada por correo ({ $count }):** { $names }
alert-roster-mail-pending = ✉️ **Correo en camino ({ $count }):** { $names }
alert-roster-mail-unknown = ✉️ **Quizá llegó el correo; no hay forma de saberlo ({ $count }):** { $names }
alert-roster-mail-failed = ❌ **El correo no llegó ({ $count }):** { $names }
alert-roster-absent-without-mail = **No están en Discord ni tienen dirección de correo: { $count }**
alert-roster-absent = **No están en Discord: { $count }**
alert-roster-utc = Las horas son UTC. «Enviada» no quiere decir «vista».
alert-roster-continued = La lista de la alerta { $number } continúa más abajo, en un mensaje más reciente.
alert-and-more = { $names } y { $count } más
alert-failed-not-here = salió del servidor
alert-failed-no-route = mensajes directos cerrados y sin hilo en el buzón
alert-failed-refused = Discord respondió: { $reason }
alert-failed-exhausted = tras muchos intentos: { $reason }
alert-failed-unknown = quizá llegó; no hay forma de saberlo
alert-button-ask-again = Volver a avisar
alert-button-correct = Corregir
alert-button-over = Ya terminó
alert-button-cancel = Retirar la alerta
alert-asked-now = { $count ->
    [one] Se volvió a avisar a 1 persona: { $names }
   *[other] Se volvió a avisar a { $count } personas: { $names }
    }
alert-asked-later = Duermen; se les volverá a avisar al despertar ({ $count }): { $names }
alert-asked-on-its-way = No se volvió a avisar a nadie: el primer mensaje aún va en camino a quienes no lo han visto.
alert-asked-just-now = Alguien acaba de volver a avisar. Espere un minuto, por favor.
alert-asked-all-seen = Todos la han visto, así que no se volvió a avisar a nadie.
alert-asked-time-passed = El plazo ya venció, así que no se volvió a avisar a nadie. Para dar más tiempo, pulse «Corregir».
alert-ended-already = Esta alerta ya terminó. No se cambió nada.
alert-cancelled = La alerta { $number } queda retirada. Los mensajes ya enviados lo indican y no se envía nada más.
alert-cancelled-only = La alerta { $number } queda retirada y no se envía nada más.
alert-over = La alerta { $number } queda terminada. Los mensajes ya enviados lo indican y no se envía nada más.
alert-over-only = La alerta { $number } queda terminada y no se envía nada más.
alert-ended-edited = { $count ->
    [one] Los mensajes que tiene 1 persona lo indican.
   *[other] Los mensajes que tienen { $count } personas lo indican.
    }
alert-not-editable = { $count ->
    [one] ⚠️ 1 persona sigue viendo el texto antiguo: se envió hace tanto tiempo que Magpie ya no puede cambiarlo.
   *[other] ⚠️ { $count } personas siguen viendo el texto antiguo: se envió hace tanto tiempo que Magpie ya no puede cambiarlo.
    }
alert-not-editable-mail = { $count ->
    [one] ⚠️ 1 persona recibió el texto antiguo por correo, que ya no se puede cambiar.
   *[other] ⚠️ { $count } personas recibieron el texto antiguo por correo, que ya no se puede cambiar.
    }
alert-ended-recalled = { $count ->
    [one] 1 mensaje aún no había salido: se detuvo.
   *[other] { $count } mensajes aún no habían salido: se detuvieron.
    }
alert-ended-under-way = { $count ->
    [one] 1 mensaje se estaba enviando en ese momento: si llega, también lo indicará.
   *[other] { $count } mensajes se estaban enviando en ese momento: los que lleguen también lo indicarán.
    }
alert-list = **Las alertas más recientes**
    { $alerts }
alert-list-none = Todavía no se ha enviado ninguna alerta.
alert-list-active = **{ $number }** · { $severity } · { $ago } · { $text }
alert-list-cancelled = { $number } · { $severity } · { $ago } · retirada · { $text }
alert-list-over = { $number } · { $severity } · { $ago } · terminada · { $text }

alert-not-secretariat = Solo la secretaría puede hacer esto, así que no se cambió nada. Si cree que usted también debería poder hacerlo, consulte a la secretaría.
alert-not-set-up = Magpie aún no está configurado. Quien administra el servidor puede completar la configuración con { COMMAND("setup") }. Falta: { $missing }
alert-no-draft = Este borrador ya no existe, o es de otra persona. Use otra vez { COMMAND("alert send") }.
alert-no-alert = No hay ninguna alerta con ese número. { COMMAND("alert list") } muestra las más recientes.
alert-kept-active = las alertas que recibió, hasta que terminen, para que la secretaría sepa a quién le llegaron
alert-kept-sent = las alertas que envió, porque otras personas actuaron a partir de ellas

# La vista previa de una corrección.
alert-correction-title = **Vista previa de la corrección de la alerta { $number }. Todavía no se ha enviado nada.**
alert-correction-reads = Esto es lo que leerán:
alert-correction-awake = **Reciben el aviso ahora, con sonido ({ $count }):** { $names }
alert-correction-wakes-nobody = 🔕 No se despertará a nadie.
alert-button-send-correction = Enviar la corrección
alert-correction-unchanged = No ha cambiado ni el texto ni la hora, así que no hay nada que comunicar.
alert-correction-already-sent = Esta corrección de la alerta { $number } ya se envió. No se envió nada otra vez.
alert-correction-ended = La alerta { $number } terminó mientras tanto, así que su corrección no se envió. Usted escribió:
alert-correction-crossed = La alerta { $number } se corrigió mientras tanto, así que su corrección no se envió. Para corregir el texto nuevo, pulse «Corregir». Usted escribió:
alert-button-type-time-again = Escribir la hora otra vez

# Informa a los otros miembros de la secretaría de que una alerta despierta a muchas personas.
alert-woken-notice = { $count ->
    [one] Para su información: { $name } envió una alerta de emergencia para despertar a 1 persona.
   *[other] Para su información: { $name } envió una alerta de emergencia para despertar a { $count } personas.
    }
alert-woken-notice-sent = Alerta { $number }, enviada el { WEEKDAY($time) }
alert-woken-notice-told = No tiene que hacer nada. La lista en el canal de la secretaría muestra quién la ha visto.

# Un texto por idioma. El original es el texto que se escribió primero. 45 caracteres por etiqueta de formulario.
alert-original = **Texto original:**
alert-button-original = Texto original
alert-original-not-yours = Esta alerta es para otra persona, así que no se muestra su texto.
alert-texts-missing = { $readers }. ¿Añadir su texto?
alert-texts-missing-first = { $count ->
    [one] 1 persona lee en { $language }
   *[other] { $count } personas leen en { $language }
    }
alert-texts-missing-more = { $count } en { $language }
alert-texts-written = ✅ **Con un texto propio:** { $readers }. El original va debajo.
alert-texts-readers = { $language } ({ $count })
alert-texts-outdated = { $count ->
    [one] ⚠️ El texto en { $language } es del original anterior, así que 1 persona recibirá el original. Para enviarlo, revíselo.
   *[other] ⚠️ El texto en { $language } es del original anterior, así que { $count } personas recibirán el original. Para enviarlo, revíselo.
    }
alert-texts-only-changed = El original no ha cambiado. «{ alert-button-send-correction }» avisa a todos; «{ alert-button-fix }», a nadie.
alert-button-text-add = Añadir el texto en { $language }
alert-button-text-change = Cambiar el texto en { $language }
alert-button-text-check = Revisar el texto en { $language }
alert-text-form-title = Texto en { $language }
alert-text-form-label = Texto en { $language } (vacío: el original)
