# Recordatorios: los propios y los que la secretaría crea para muchas personas.

reminder-understood = **Magpie entendió:** { $text }
reminder-not-understood =
    Magpie no está seguro de qué momento es «{ $typed }». No se guardó nada.
    { $answer }
reminder-time-passed = «{ $typed }» ya pasó, así que no se guardó nada. Escriba un momento que esté por llegar.
reminder-no-time = No se escribió ningún momento, así que no se guardó nada. Escriba, por ejemplo, «mañana 09:00» o «en 2 horas».
reminder-needs-zone = Magpie todavía no conoce su zona horaria, así que no puede saber cuándo es eso para usted. No se guardó nada. Indique dónde vive y envíelo otra vez. (Momentos como «en 2 horas» o «14:00 UTC» ya funcionan.)
reminder-sounds = Sonará a la hora indicada.
reminder-sounds-in-sleep = Sonará a la hora indicada aunque caiga en sus horas de silencio, porque lo pidió usted. Magpie no puede hacer sonar un teléfono en silencio: si tiene que madrugar, ponga también una alarma.
reminder-save = Guardar
reminder-discard = Descartar
reminder-discarded = Descartado. No se guardó nada.
reminder-saved =
    ✅ Guardado: { $text }
    { $when }. Sonará a esa hora, también en sus horas de silencio. Para ver o detener sus recordatorios, use { COMMAND("reminders") }.
reminder-saved-recurring =
    ✅ Guardado: { $text }
    El próximo: { $when }; después, { $rule }. Sonará cada vez, también en sus horas de silencio. Para ver o detener sus recordatorios, use { COMMAND("reminders") }.
reminder-saved-before = Ya estaba guardado; no se guardó dos veces.
reminder-zone-changed = Lo que vio estaba en la hora de { $shown }, y ahora su hora es la de { $here }. Todavía no se ha guardado nada. ¿A qué momento se refiere?
reminder-zone-changed-passed = Ahora su hora es la de { $here }, y el momento que vio ya pasó. Todavía no se ha guardado nada. ¿Se refiere a este?
reminder-zone-as-shown = El momento mostrado: { $when }
reminder-zone-here = La misma hora aquí: { $when }

reminder-preview =
    📣 **{ $text }**
    El **{ WEEKDAY($when) }**, en la hora local de cada persona. No se envía nada hasta que pulse un botón «Guardar».
reminder-preview-recurring =
    📣 **{ $text }**
    Desde el **{ WEEKDAY($when) }**, una y otra vez, en la hora local de cada persona. No se envía nada hasta que pulse un botón «Guardar».
reminder-preview-coming = { $count ->
    [0] Ya no está pendiente para nadie.
    [one] Pendiente para 1 persona: { $first }. En su zona horaria: { $from }.
   *[other] Pendiente para { $count } personas. En su zona horaria: el primero, { $from } ({ $first }); el último, { $to } ({ $last }).
    }
reminder-preview-passed = { $count ->
    [one] Para 1 persona ya pasó la hora: { $names }.
   *[other] Para { $count } personas ya pasó la hora: { $names }.
    }
reminder-preview-held = { $count ->
    [one] 1 persona duerme a esa hora: { $names }. Lo recibirá al despertar.
   *[other] { $count } personas duermen a esa hora: { $names }. Lo recibirán al despertar.
    }
reminder-preview-assumed = Zona horaria supuesta, según la lista de la secretaría ({ $count }): { $names }.
reminder-preview-no-zone = { $count ->
    [one] 1 persona no tiene zona horaria y no lo recibirá: { $names }.
   *[other] { $count } personas no tienen zona horaria y no lo recibirán: { $names }.
    }
reminder-send-now = Guardar, y enviar ya donde la hora ya pasó
reminder-send-all-now = Guardar y enviar ya
reminder-skip = Guardar, salvo donde la hora ya pasó
reminder-many-saved =
    ✅ { $count ->
        [one] Guardado para 1 persona:
       *[other] Guardado para { $count } personas:
    } **{ $text }**
    El **{ WEEKDAY($when) }**, en la hora local de cada persona. Enviado ya a: { $now }. No enviado a: { $skipped }.
reminder-many-saved-recurring =
    ✅ { $count ->
        [one] Guardado para 1 persona:
       *[other] Guardado para { $count } personas:
    } **{ $text }**
    Desde el **{ WEEKDAY($when) }**, una y otra vez, en la hora local de cada persona. Enviado ya a: { $now }. No enviado a: { $skipped }.
reminder-stop-many = Detenerlo para todos
reminder-many-stopped = { $count ->
    [0] Detenido. Ya se había enviado a todos.
    [one] Detenido. Seguía pendiente para 1 persona.
   *[other] Detenido. Seguía pendiente para { $count } personas.
    }
reminder-many-recalled = { $count ->
    [one] A 1 de ellas ya le tocaba, pero aún no había salido: no se enviará.
   *[other] A { $count } de ellas ya les tocaba, pero aún no había salido: no se enviará.
    }
reminder-many-under-way = { $count ->
    [one] El envío a 1 persona ya había empezado: todavía puede llegarle; no se volverá a intentar.
   *[other] El envío a { $count } personas ya había empezado: todavía puede llegarles; no se volverá a intentar.
    }
reminder-many-arrived = { $count ->
    [one] 1 persona ya lo había recibido.
   *[other] { $count } personas ya lo habían recibido.
    }
reminder-many-stopped-before = Ya estaba detenido; no llegará nada más.

reminder-message = ⏰ { $text }
reminder-message-at = Hora del recordatorio: { $when }
reminder-message-late = Este recordatorio era para el { WEEKDAY($when) }, { $ago }. Magpie no pudo entregarlo antes.
reminder-message-held = Este recordatorio era para el { WEEKDAY($when) } y esperó a que usted despertara.
reminder-message-missed = { $times ->
    [one] Se perdió una vez mientras Magpie no funcionaba.
   *[other] Se perdió { $times } veces mientras Magpie no funcionaba.
    }
reminder-message-stands-for = { $times ->
    [one] Equivale a 1 recordatorio que le tocaba mientras dormía o estaba ausente.
   *[other] Equivale a { $times } recordatorios que le tocaban mientras dormía o estaba ausente.
    }
reminder-message-from = De { $name }
reminder-message-next = El próximo: { $when }
reminder-message-done = ✅ Hecho
reminder-message-stopped = ⏹️ Detenido: no volverá a llegar.
reminder-done = Hecho
reminder-later = Recordármelo más tarde
reminder-stop = Detener
reminder-how-much-later = ¿Cuándo quiere que Magpie se lo vuelva a recordar?
reminder-later-10-minutes = En 10 minutos
reminder-later-1-hour = En 1 hora
reminder-later-3-hours = En 3 horas
reminder-later-tomorrow = Mañana a esta hora
reminder-later-other = Otro momento…
reminder-later-title = Recordármelo más tarde
reminder-later-label = ¿Cuándo?
reminder-later-placeholder = en 20 minutos, 18:30, mañana 09:00
reminder-put-off = 🔁 Se le recordará otra vez: { $when }
reminder-put-off-instead = El momento anterior ya no vale: { $when }
reminder-put-off-under-way = El recordatorio que había dejado para más tarde ({ $when }) ya se está enviando y aún puede llegar.
reminder-put-off-after-done = Usted marcó este recordatorio como hecho, pero volverá a llegar. Si no lo quiere, pulse «Hecho».

# Varios recordatorios atrasados en un solo mensaje.
reminder-together = ⏰ { $count } recordatorios con retraso: { $texts }
reminder-together-late = Magpie no pudo entregarlos antes.
reminder-together-waited = ⏰ { $count } recordatorios: { $texts }
reminder-together-held = Esperaron a que usted despertara.
reminder-together-some-late = { $count ->
    [one] Magpie no pudo entregar 1 de ellos antes; los demás esperaron a que usted despertara.
   *[other] Magpie no pudo entregar { $count } de ellos antes; los demás esperaron a que usted despertara.
    }
reminder-together-line = • **{ $text }** · hora del recordatorio: { $when }, { $ago }
reminder-whole-texts = Ver los textos completos
reminder-whole-texts-file = Los textos no caben en un mensaje; están en este archivo.
reminder-all-done = Todo hecho
reminder-done-which = Marcar como hecho…
reminder-later-which = Recordarme más tarde…

reminder-list = **Sus próximos recordatorios: { $count }**
reminder-list-line = • { $text }: { $when }
reminder-list-recurring = • { $text }: { $when }, { $rule }
reminder-list-empty = No tiene recordatorios pendientes. Cree uno con { COMMAND("remind") }.
reminder-stop-which = Detener un recordatorio…

reminder-bad-time = Magpie no reconoce «{ $typed }» como una hora, así que no se guardó nada. Escríbala así: 09:00.
reminder-bad-date = Magpie no reconoce «{ $typed }» como un solo día, así que no se guardó nada. Escríbalo así: mañana, viernes o 12 de noviembre.
reminder-which-day = «{ $typed }» puede ser más de un día. ¿A cuál se refiere?
reminder-no-such-day = «{ $typed }» no existe en el calendario. ¿A qué día se refiere?
reminder-past-date = «{ $typed }» ya pasó en todo el mundo. No se guardó nada; elija un día posterior.
reminder-only-secretariat = Solo la secretaría puede crear recordatorios para otras personas. Para usted está { COMMAND("remind") }.
reminder-not-in-server = Magpie solo crea recordatorios para quienes están en el servidor que atiende, y no le encuentra allí, así que no se guardó nada.
reminder-no-text = El texto está vacío, así que no se guardó nada. Escriba qué hay que recordar.
reminder-text-too-long = El texto pasa de { $most } caracteres, así que no se guardó nada. Acórtelo, por favor.
reminder-too-many = Ya tiene { $most } recordatorios, así que no se guardó nada. Detenga antes alguno con { COMMAND("reminders") }.
reminder-no-draft = Este borrador ya no existe, o es de otra persona. Use el comando otra vez, por favor.
reminder-passed = Ese momento ya pasó. No se guardó nada; elija uno posterior.
reminder-nobody = No hay nadie en ese grupo, así que no se guardó nada.
reminder-not-yours = Este recordatorio ya no existe, o es de otra persona. No se cambió nada.
reminder-kept-for-others = { $count ->
        [one] 1 recordatorio que usted creó
       *[other] { $count } recordatorios que usted creó
    } para otras personas, sin su nombre, porque cuentan con { $count ->
        [one] él
       *[other] ellos
    }
reminder-list-unreadable = ⚠️ { $count ->
    [one] Otro de sus recordatorios ya no se puede leer, así que no llegará.
   *[other] Otros { $count } de sus recordatorios ya no se pueden leer, así que no llegarán.
 } Créelo de nuevo con { COMMAND("remind") }, por favor. Quienes administran Magpie reciben un aviso automático.

# Deshacer una detención.
reminder-undo = Deshacer
reminder-undo-stop = Deshacer: conservar «{ $text }»
reminder-undone-before = Esto ya se deshizo. No se cambió nada.
reminder-undo-too-late = Solo se puede deshacer durante { $minutes } minutos, y ya pasaron. Para volver a tener este recordatorio, use { COMMAND("remind") }.
reminder-many-undone = { $count ->
    [one] ✅ Deshecho: el recordatorio llega a 1 persona como estaba previsto.
   *[other] ✅ Deshecho: el recordatorio llega a { $count } personas como estaba previsto.
    }
reminder-type-again = Escribir la hora otra vez
reminder-form-text = Texto
reminder-form-at = ¿A qué hora?
reminder-form-date = ¿Qué día? (vacío: la próxima vez)

# Tras un cambio de zona horaria: lo que se movió, antes → después.
reminder-moved = { $count ->
    [one] 🕘 **1 recordatorio se mueve con usted**: conserva su hora del día. En su nueva hora local:
   *[other] 🕘 **{ $count } recordatorios se mueven con usted**: conservan su hora del día. En su nueva hora local:
    }
reminder-moved-line = • { $text }: { $before } → { $after }
reminder-moved-line-now = • { $text }: { $before } → ahora, porque allí esa hora ya pasó
reminder-moved-more = …y { $count } más. Véalos todos con { COMMAND("reminders") }.
reminder-moved-keep = { $count ->
    [one] Conservar el momento anterior
   *[other] Conservar los momentos anteriores
    }
reminder-moved-follow = Usar mi nueva hora local
reminder-moved-kept = { $count ->
    [one] ✅ **Se conserva el momento anterior.** 1 recordatorio llegará en el mismo momento que antes del cambio:
   *[other] ✅ **Se conservan los momentos anteriores.** { $count } recordatorios llegarán en los mismos momentos que antes del cambio:
    }
reminder-moved-followed = { $count ->
    [0] Ninguno de estos recordatorios sigue pendiente.
    [one] ✅ 1 recordatorio sigue su hora local:
   *[other] ✅ { $count } recordatorios siguen su hora local:
    }
reminder-moved-too-late = Los momentos anteriores ya pasaron, así que no se cambió nada. Vea sus recordatorios con { COMMAND("reminders") }.
reminder-moved-forgotten = Esto solo se puede cambiar durante la semana siguiente al cambio de zona, y esa semana ya pasó. Vea sus recordatorios con { COMMAND("reminders") }.

# Lo que una ausencia cambia en los recordatorios.
reminder-away-held = { $count ->
    [one] 1 recordatorio de la secretaría esperará a que usted vuelva:
   *[other] { $count } recordatorios de la secretaría esperarán a que usted vuelva:
    }
reminder-away-own = { $count ->
    [one] 1 recordatorio que creó usted sonará de todos modos antes de esa fecha. Para verlo o detenerlo, use { COMMAND("reminders") }.
   *[other] { $count } recordatorios que creó usted sonarán de todos modos antes de esa fecha. Para verlos o detenerlos, use { COMMAND("reminders") }.
    }

# Un mensaje cuyo recordatorio ha cambiado desde entonces.
reminder-message-last = Esta fue la última vez.
reminder-message-sent-again = 🔁 Se le recordó otra vez: { $when }
reminder-is-stopped = Este recordatorio está detenido, así que no se puede dejar para más tarde. Para crear otro, use { COMMAND("remind") }.
