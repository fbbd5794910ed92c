# Recordatorios: para uno mismo, o de la secretaría para muchos.

reminder-understood = **Magpie entendió:** { $text }
reminder-not-understood =
    «{ $typed }» no es un momento del que Magpie pueda estar seguro.
    { $answer }
reminder-needs-zone = Magpie todavía no conoce su zona horaria y no puede saber cuándo es eso para usted. Dígale dónde vive y escriba esto otra vez. (Lo que no necesita zona ya funciona, como «en 2 horas» o «14:00 UTC».)
reminder-sounds = Sonará en su minuto.
reminder-sounds-in-sleep = Sonará en su minuto, aunque sea en sus horas de silencio: lo pidió usted. Magpie no puede hacer sonar un teléfono en silencio; para madrugar, ponga también una alarma.
reminder-save = Guardar
reminder-discard = Descartar
reminder-discarded = Descartado. No se guardó nada.
reminder-saved =
    ✅ Guardado: { $text }
    { $when }. Suena en su minuto, también en sus horas de silencio. Vea o detenga sus recordatorios con /reminders.
reminder-saved-recurring =
    ✅ Guardado: { $text }
    El próximo: { $when }, y después { $rule }. Suena en su minuto, también en sus horas de silencio. Vea o detenga sus recordatorios con /reminders.
reminder-saved-before = Esto ya está guardado; no se guardó nada dos veces.
reminder-zone-changed = La vista previa estaba en la hora de { $shown }, y su hora es ahora la de { $here }. Todavía no se guardó nada. ¿Cuál quiere decir?
reminder-zone-changed-passed = Su hora es ahora la de { $here }, y el momento de la vista previa ya pasó. Todavía no se guardó nada. ¿Es este?
reminder-zone-as-shown = El momento mostrado: { $when }
reminder-zone-here = La misma hora aquí: { $when }

reminder-preview =
    📣 **{ $text }**
    A las **{ $when }** en la hora de cada persona. No se envía nada antes de que usted guarde.
reminder-preview-recurring =
    📣 **{ $text }**
    Desde **{ $when }**, una y otra vez, en la hora de cada persona. No se envía nada antes de que usted guarde.
reminder-preview-coming = Por venir para { $count }: primero { $first } ({ $from }), por último { $last } ({ $to }).
reminder-preview-passed = Ya pasó para { $count }: { $names }.
reminder-preview-held = Dormidos a esa hora, { $count }: { $names }. Lo reciben al despertar.
reminder-preview-no-zone = Sin zona horaria, por eso no se les avisa, { $count }: { $names }.
reminder-send-now = Enviar ahora a quienes ya les pasó
reminder-skip = Omitir a quienes ya les pasó
reminder-many-saved = ✅ Guardado para { $count }; enviado ahora a { $now }, omitidos { $skipped }.
reminder-stop-many = Detenerlo para todos
reminder-many-stopped = Detenido. Todavía estaba por venir para { $count }.
reminder-many-recalled = { $count ->
    [one] A 1 de ellos ya le tocaba y esperaba el envío o que despertara: se ha retirado.
   *[other] A { $count } de ellos ya les tocaba y esperaba el envío o que despertaran: se ha retirado.
    }
reminder-many-under-way = { $count ->
    [one] El envío a 1 persona había empezado: todavía puede llegar, y no se vuelve a intentar.
   *[other] El envío a { $count } personas había empezado: todavía puede llegar, y no se vuelve a intentar.
    }
reminder-many-arrived = { $count ->
    [one] 1 persona ya lo había recibido.
   *[other] { $count } personas ya lo habían recibido.
    }
reminder-many-stopped-before = Esto ya estaba detenido; no llegará nada más.

reminder-message = ⏰ { $text }
reminder-message-at = { $when }
reminder-message-late = Esto era para { $when }, { $ago }. Magpie no pudo traerlo antes.
reminder-message-held = Esto era para { $when } y esperó hasta que despertara.
reminder-message-missed = { $times ->
    [one] Se perdió una vez mientras Magpie estaba parado.
   *[other] Se perdió { $times } veces mientras Magpie estaba parado.
    }
reminder-message-stands-for = Vale por { $times } veces en las que dormía o estaba ausente.
reminder-message-from = De { $name }
reminder-message-next = El próximo: { $when }
reminder-message-done = ✅ Hecho
reminder-message-stopped = ⏹️ Detenido: no vuelve más.
reminder-done = Hecho
reminder-later = Recordármelo más tarde
reminder-stop = Detener
reminder-how-much-later = ¿Cuándo debe recordárselo Magpie otra vez?
reminder-later-10-minutes = En 10 minutos
reminder-later-1-hour = En 1 hora
reminder-later-3-hours = En 3 horas
reminder-later-tomorrow = Mañana a esta hora
reminder-later-other = Otro momento…
reminder-later-title = Recordármelo más tarde
reminder-later-label = ¿Cuándo?
reminder-later-placeholder = en 20 minutos, 18:30, mañana 9:00
reminder-put-off = 🔁 Otra vez: { $when }

# Several late ones in one message.
reminder-together = ⏰ { $count } recordatorios con retraso: { $texts }
reminder-together-late = Magpie no pudo traerlos antes.
reminder-together-waited = ⏰ { $count } recordatorios: { $texts }
reminder-together-held = Esperaron hasta que despertó.
reminder-together-some-late = { $count ->
    [one] Magpie no pudo traer 1 de ellos antes; los demás esperaron hasta que despertó.
   *[other] Magpie no pudo traer { $count } de ellos antes; los demás esperaron hasta que despertó.
    }
reminder-together-line = • **{ $text }**: { $when }, { $ago }
reminder-all-done = Todo hecho
reminder-done-which = Hecho…
reminder-later-which = Recordarme más tarde…

reminder-list = **Sus recordatorios por venir: { $count }**
reminder-list-line = • { $text }: { $when }
reminder-list-recurring = • { $text }: { $when }, { $rule }
reminder-list-empty = No tiene recordatorios por venir. Cree uno con /remind.
reminder-list-unreadable = ⚠️ { $count ->
    [one] Otro de sus recordatorios ya no se puede leer, así que no llegará.
   *[other] Otros { $count } de sus recordatorios ya no se pueden leer, así que no llegarán.
 } Créelo de nuevo con /remind, por favor. Quienes administran Magpie reciben un aviso automático.
reminder-stop-which = Detener uno…

reminder-bad-time = «{ $typed }» no es una hora. Escríbala como 09:00.
reminder-bad-date = «{ $typed }» no es un día seguro. Escríbalo como mañana, viernes o 12 de noviembre.
reminder-which-day = «{ $typed }» puede ser más de un día. ¿Cuál quiere decir?
reminder-no-such-day = «{ $typed }» no existe en el calendario. ¿Qué día quiere decir?
reminder-past-date = «{ $typed }» ya pasó en todas partes. No se guardó nada; elija un día posterior.
reminder-only-secretariat = Solo la secretaría puede crear recordatorios para otros. Para usted existe /remind.
reminder-not-in-server = Magpie recuerda cosas a quienes están en el servidor al que sirve y no le encuentra allí, así que no se guardó nada.
reminder-no-text = El texto está vacío. Escriba qué debe recordar Magpie.
reminder-text-too-long = El texto es demasiado largo: { $most } caracteres como máximo. No se guardó nada.
reminder-too-many = Ya tiene { $most } recordatorios. Detenga antes alguno con /reminders.
reminder-no-draft = Esto ya no está, o no es suyo. Use el comando otra vez, por favor.
reminder-passed = Ese momento ya pasó. No se guardó nada; elija uno más tarde.
reminder-nobody = No hay nadie en ese grupo; no se guardó nada.
reminder-not-yours = Este recordatorio es de otra persona, o ya no está. No se cambió nada.
reminder-kept-for-others = { $count ->
        [one] 1 recordatorio que programó
       *[other] { $count } recordatorios que programó
    } para otras personas, sin su nombre, porque cuentan con ellos
