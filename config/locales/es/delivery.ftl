# Qué fue de cada mensaje: listas y recibos para la secretaría. Nunca lo que dice un mensaje.

delivery-about-other = un mensaje
delivery-about-notice = un aviso de este tipo a la secretaría
delivery-about-watch = un mensaje sobre Magpie mismo
delivery-about-alert = alerta { $number }
delivery-about-alert-nudge = alerta { $number }, al despertar
delivery-about-alert-again = alerta { $number }, preguntada otra vez
delivery-about-alert-corrected = alerta { $number }, corregida
delivery-about-alert-list = la lista de la alerta { $number }
delivery-about-reminder = un recordatorio
delivery-about-ticket-card = la ficha de la consulta { $number }
delivery-about-ticket-ask = «¿Puede ayudar?» para la consulta { $number }
delivery-about-ticket-news = noticias de la consulta { $number }
delivery-about-ticket-check = «¿Sigue ayudando?» para la consulta { $number }
delivery-about-ticket-thread = el hilo privado de la consulta { $number }
delivery-about-phone-test = una prueba del teléfono

delivery-source-reminder = un recordatorio
delivery-source-helpdesk = la mesa de ayuda
delivery-source-phone-test = una prueba del teléfono

delivery-lane-emergency = emergencia: antes que todo lo demás
delivery-lane-urgent = urgente
delivery-lane-prompt = rápido: una persona espera
delivery-lane-routine = ordinario

delivery-list-open = { $count ->
    [0] Nada falló, nada es incierto, nada espera.
    [one] **1 mensaje fallido, incierto o en espera:**
   *[other] **{ $count } mensajes fallidos, inciertos o en espera:**
    }
delivery-list-all = { $count ->
    [0] No hay mensajes.
    [one] **1 mensaje:**
   *[other] **{ $count } mensajes:**
    }
delivery-list-failed = { $count ->
    [0] Ningún mensaje falló.
    [one] **Falló 1 mensaje:**
   *[other] **Fallaron { $count } mensajes:**
    }
delivery-list-unknown = { $count ->
    [0] No hay mensajes de los que no se sepa si llegaron.
    [one] **1 mensaje del que no se sabe si llegó:**
   *[other] **{ $count } mensajes de los que no se sabe si llegaron:**
    }
delivery-list-waiting = { $count ->
    [0] Ningún mensaje espera.
    [one] **Espera 1 mensaje:**
   *[other] **Esperan { $count } mensajes:**
    }
delivery-list-sent = { $count ->
    [0] No se envió ningún mensaje.
    [one] **Se envió 1 mensaje:**
   *[other] **Se enviaron { $count } mensajes:**
    }
delivery-list-cancelled = { $count ->
    [0] No se canceló ningún mensaje.
    [one] **Se canceló 1 mensaje:**
   *[other] **Se cancelaron { $count } mensajes:**
    }
delivery-list-expired = { $count ->
    [0] Ningún mensaje llegó demasiado tarde.
    [one] **1 mensaje era ya demasiado tarde para servir:**
   *[other] **{ $count } mensajes eran ya demasiado tarde para servir:**
    }
delivery-list-of = Para { $name }. { $list }
delivery-line = `{ $number }` { $name }: { $about }. { $state }
delivery-list-page = Página { $page } de { $pages }
delivery-choose = Todo lo que pasó con…
delivery-choice = { $number } · { $name }
delivery-newer = Más recientes
delivery-older = Más antiguos
delivery-look-again = Mirar otra vez

delivery-head = **Mensaje { $number }: { $about }**
delivery-to = A { $name } · { $lane }
delivery-to-channel = un canal
delivery-to-gone = un mensaje que ya no existe
delivery-operator = el operador

delivery-state-seen = Visto { $at }.
delivery-state-sent-not-seen = Enviado { $at }; no visto, que Magpie sepa.
delivery-state-sent = Enviado { $at }.
delivery-state-held = Retenido hasta { $at }.
delivery-state-due = Está a punto de enviarse.
delivery-state-sending = Se está enviando ahora mismo.
delivery-state-retry = Todavía no se pudo enviar. Próximo intento: { $at }.
delivery-state-unknown = No se sabe si llegó: la respuesta se perdió. Próxima comprobación: { $at }.
delivery-state-failed = **Falló.** { $reason }
delivery-state-cancelled = Cancelado: no se envió.
delivery-state-expired = No enviado: era demasiado tarde para servir.

delivery-story-earlier = { $count ->
    [one] 1 paso anterior no se muestra.
   *[other] { $count } pasos anteriores no se muestran.
    }
delivery-story-queued = { $at }: aceptado
delivery-story-queued-until = { $at }: aceptado, retenido hasta { $until }
delivery-story-held = { $at }: retenido hasta { $until }
delivery-story-tried = { $at }: intentado
delivery-story-tried-failed = { $at }: intentado { $times ->
    [one] una vez
   *[other] { $times } veces
    }, en vano. { $reason } ({ $last })
delivery-story-tried-times = { $at } a { $last }: intentado { $times } veces, en vano. { $reason }
delivery-story-sent = { $at }: enviado
delivery-story-seen = { $at }: visto por { $name }
delivery-story-retry = { $at }: se intentará otra vez. { $reason }
delivery-story-unknown = { $at }: no se sabe si llegó. { $reason }
delivery-story-rerouted = { $at }: va ahora por el canal de entrada. { $reason }
delivery-story-failed = { $at }: abandonado. { $reason }
delivery-story-again = { $at }: { $name } hizo que se intentara otra vez
delivery-story-cancelled = { $at }: cancelado, porque ya no hace falta
delivery-story-cancelled-by = { $at }: cancelado por { $name }
delivery-story-expired = { $at }: demasiado tarde para servir

delivery-try-again = Intentar otra vez
delivery-cancel = Cancelarlo
delivery-again-owed = Se intenta otra vez ahora.
delivery-again-looks = Magpie mira ahora si llegó, y lo envía otra vez solo si no llegó.
delivery-again-sooner = Se intenta ahora en vez de más tarde.
delivery-cancelled = Cancelado. No se enviará.
delivery-all-again = { $tried ->
    [one] 1 mensaje se intenta otra vez ahora.
   *[other] { $tried } mensajes se intentan otra vez ahora.
    } Este aviso dirá qué resulta.
delivery-all-none = { $refused ->
    [one] 1 mensaje no se puede intentar otra vez: ya terminó, es tarde o ya se está intentando.
   *[other] { $refused } mensajes no se pueden intentar otra vez: ya terminaron, es tarde o ya se están intentando.
    }
delivery-all-done = Aquí no queda nada que intentar.
delivery-lifted = Anotado. Magpie escribe como antes a quien abre una conversación privada con él.
delivery-lifted-before = Ya estaba anotado.
delivery-not-secretariat = Solo la secretaría puede mirar los envíos.
delivery-none-of-number = No hay ningún mensaje { $number }. `/delivery list` muestra los que hay.

delivery-refused-sent = No se hizo nada: ya se envió, { $at }.
delivery-refused-cancelled = No se hizo nada: ya estaba cancelado.
delivery-refused-expired = No se hizo nada: era demasiado tarde para servir y se abandonó.
delivery-refused-failed = No se hizo nada: ya falló y no se intenta más.
delivery-refused-sending = No se hizo nada: se está enviando ahora mismo. Mire otra vez dentro de un momento.
delivery-refused-due = No se hizo nada: ahora es su turno. Mire otra vez dentro de un momento.
delivery-refused-held = No se hizo nada: se retiene a propósito, hasta { $at }.
delivery-refused-arrived = No se hizo nada: puede haber llegado, así que no se puede retirar.
delivery-refused-late = No se hizo nada: es demasiado tarde para que sirva.
delivery-refused-not-wanted = No se hizo nada: aquello de lo que trataba ya terminó.
delivery-refused-newer = No se hizo nada: un texto más reciente del mismo mensaje está en camino.

notice-not-here = ⚠️ { $count ->
    [one] No se puede llegar a { $names }: ha salido del servidor.
   *[other] No se puede llegar a { $count } personas, porque han salido del servidor: { $names }.
    }
notice-no-inbox = ⚠️ { $count ->
    [one] No se puede llegar a { $names }: { $dms ->
        [closed] sus mensajes directos están cerrados
       *[never] no ha abierto una conversación con Magpie
        }, y no hay canal de entrada.
   *[other] No se puede llegar a { $count } personas: { $names }. { $dms ->
        [closed] Sus mensajes directos están cerrados
        [never] No han abierto una conversación con Magpie
       *[mixed] Sus mensajes directos están cerrados, o no han abierto una conversación con Magpie
        }, y no hay canal de entrada.
    }
notice-no-access = ⚠️ { $count ->
    [one] No se puede llegar a { $names }: { $dms ->
        [closed] sus mensajes directos están cerrados
       *[never] no ha abierto una conversación con Magpie
        }, y Magpie no puede escribirle en el canal de entrada.
   *[other] No se puede llegar a { $count } personas: { $names }. { $dms ->
        [closed] Sus mensajes directos están cerrados
        [never] No han abierto una conversación con Magpie
       *[mixed] Sus mensajes directos están cerrados, o no han abierto una conversación con Magpie
        }, y Magpie no puede escribirles en el canal de entrada.
    } { $reason }
notice-refused = ⚠️ { $count ->
    [one] Discord rechazó un mensaje a { $names }.
   *[other] Discord rechazó mensajes a { $count } personas: { $names }.
    } { $reason }
notice-exhausted = ⚠️ { $count ->
    [one] No se llegó a { $names }: Magpie lo intentó mucho tiempo, en vano.
   *[other] No se llegó a { $count } personas o canales, aunque Magpie lo intentó mucho tiempo: { $names }.
    } { $reason }
notice-channel = ⚠️ { $count ->
    [one] Magpie no puede escribir en { $names }.
   *[other] Magpie no puede escribir en { $count } canales: { $names }.
    } { $reason }
notice-unknown = ⚠️ { $count ->
    [one] Nadie sabe si { $names } recibió su mensaje: la respuesta de Discord se perdió, y Magpie no puede mirar.
   *[other] Nadie sabe si llegaron { $count } mensajes: { $names }. Las respuestas de Discord se perdieron, y Magpie no puede mirar.
    } { $reason }
notice-mend-not-here = Por favor, dígaselo de otra manera si aún hace falta.
notice-mend-no-inbox = Qué ayuda: elegir un canal de entrada con `/setup`, o pedirles que permitan mensajes directos de este servidor y pulsen «Crear mi perfil». Después pulse «Intentar otra vez».
notice-mend-no-access = Qué ayuda: `/setup` dice qué permiso le falta a Magpie en el canal de entrada. En cuanto lo tenga, Magpie lo intenta otra vez por sí solo; «Intentar otra vez» lo hace ahora.
notice-mend-refused = Qué ayuda: decírselo de otra manera, y mostrar estas palabras a quien mantiene Magpie.
notice-mend-exhausted = Qué ayuda: cuando Discord funcione otra vez, pulse «Intentar otra vez».
notice-mend-channel = Qué ayuda: `/setup` dice qué canales y permisos faltan. En cuanto estén, Magpie lo intenta otra vez por sí solo; «Intentar otra vez» lo hace ahora.
notice-mend-unknown = Qué ayuda: preguntarle. «Intentar otra vez» mira primero, y envía otra vez solo lo que no llegó.
notice-owner-two-factor = ⚠️ Discord rechaza lo que Magpie tiene que hacer en este servidor (error 60003). Afecta a: { $names }.
notice-mend-owner-two-factor = Solución: este servidor exige la autenticación en dos pasos a quien modera, y un bot cuenta según la cuenta de su propietario. Quien sea propietario de la aplicación de Magpie la activa en su propia cuenta de Discord (Ajustes de usuario → Mi cuenta). Después pulse «Intentar otra vez».
notice-mended = ✅ { $count ->
    [one] Resuelto desde entonces: { $names }
   *[other] Resueltos desde entonces, { $count }: { $names }
    }
notice-quarantine = ⚠️ Discord toma a Magpie por un emisor de spam (error 20026). Hasta que se resuelva, Magpie escribe directamente solo a quienes ya había escrito; los demás reciben sus mensajes en un hilo privado del canal de entrada. Nada se pierde. Qué ayuda: el dueño del bot pide al soporte de Discord que lo levante. Después pulse el botón.
notice-quarantine-button = Discord lo ha levantado
notice-quarantine-lifted = ✅ Discord ya no toma a Magpie por un emisor de spam: escribe otra vez directamente a la gente.
