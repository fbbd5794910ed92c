# Qué pasó con cada mensaje: listas y detalles para la secretaría. Nunca lo que dice un mensaje.

# De qué trata un mensaje.
delivery-about-other = un mensaje
delivery-about-notice = un aviso a la secretaría
delivery-about-watch = un mensaje sobre el propio Magpie
delivery-about-alert = alerta { $number }
delivery-about-alert-nudge = alerta { $number }, al despertar
delivery-about-alert-again = alerta { $number }, otra vez
delivery-about-alert-corrected = alerta { $number }, corregida
delivery-about-alert-reminder = alerta { $number }, recordatorio
delivery-about-alert-mail = alerta { $number }, por correo electrónico
delivery-about-mailbox-code = el código que confirma una dirección de correo
delivery-about-alert-list = la lista de la alerta { $number }
delivery-about-woken = el aviso de que la alerta { $number } despierta a muchas personas
delivery-about-alert-missing = la lista de quienes no han respondido a la alerta { $number }
delivery-about-reminder = un recordatorio
delivery-about-duty-panel = la lista de turnos de guardia
delivery-about-duty-notice = «¿Está usted ahí?» antes de una guardia
delivery-about-duty-cover = «¿Puede tomar este turno?»
delivery-about-duty-gap = un hueco en las guardias
delivery-about-duty-shift = novedades de un turno
delivery-about-ticket-card = la ficha de la solicitud { $number }
delivery-about-ticket-ask = «¿Puede ayudar?» para la solicitud { $number }
delivery-about-ticket-news = novedades de la solicitud { $number }
delivery-about-ticket-check = «¿Sigue ayudando?» para la solicitud { $number }
delivery-about-ticket-thread = el hilo privado de la solicitud { $number }
delivery-about-phone-test = una prueba del teléfono
delivery-about-profile-invite = una invitación a crear el perfil
delivery-about-deputy = un mensaje sobre una suplencia
delivery-about-set-up = novedades de la configuración

# Lo mismo, sin número, donde se nombran muchos.
delivery-source-reminder = un recordatorio
delivery-source-helpdesk = la mesa de ayuda
delivery-source-phone-test = una prueba del teléfono

delivery-lane-emergency = emergencia: antes que todo lo demás
delivery-lane-urgent = urgente
delivery-lane-prompt = rápido: alguien lo está esperando
delivery-lane-routine = normal

delivery-list-open = { $count ->
    [0] No hay mensajes fallidos, de llegada incierta ni en espera.
    [one] **1 mensaje fallido, de llegada incierta o en espera:**
   *[other] **{ $count } mensajes fallidos, de llegada incierta o en espera:**
    }
delivery-list-all = { $count ->
    [0] No hay mensajes.
    [one] **1 mensaje:**
   *[other] **{ $count } mensajes:**
    }
delivery-list-failed = { $count ->
    [0] No hay mensajes fallidos.
    [one] **1 mensaje fallido:**
   *[other] **{ $count } mensajes fallidos:**
    }
delivery-list-unknown = { $count ->
    [0] No hay mensajes de llegada incierta.
    [one] **1 mensaje de llegada incierta:**
   *[other] **{ $count } mensajes de llegada incierta:**
    }
delivery-list-waiting = { $count ->
    [0] No hay mensajes en espera.
    [one] **1 mensaje en espera:**
   *[other] **{ $count } mensajes en espera:**
    }
delivery-list-sent = { $count ->
    [0] No hay mensajes enviados.
    [one] **1 mensaje enviado:**
   *[other] **{ $count } mensajes enviados:**
    }
delivery-list-cancelled = { $count ->
    [0] No hay mensajes cancelados.
    [one] **1 mensaje cancelado:**
   *[other] **{ $count } mensajes cancelados:**
    }
delivery-list-expired = { $count ->
    [0] No hay mensajes caducados.
    [one] **1 mensaje caducado (ya era demasiado tarde para enviarlo):**
   *[other] **{ $count } mensajes caducados (ya era demasiado tarde para enviarlos):**
    }
delivery-list-of = Para { $name }. { $list }
delivery-line = `{ $number }` { $name }: { $about }. { $state }
delivery-choose = Ver todo lo que pasó con…
delivery-choice = { $number } · { $name }
delivery-newer = Más recientes
delivery-older = Más antiguos
delivery-look-again = Actualizar

delivery-head = **Mensaje { $number }: { $about }**
delivery-to = Para { $name } · { $lane }
delivery-to-channel = un canal
delivery-to-mailbox = una dirección de correo
delivery-to-gone = un mensaje borrado
delivery-operator = quien administra Magpie

delivery-state-seen = Visto el { WEEKDAY($at) }.
delivery-state-sent-not-seen = Enviado el { WEEKDAY($at) }; sin confirmación de que se haya visto.
delivery-state-sent = Enviado el { WEEKDAY($at) }.
delivery-state-held = Retenido hasta el { WEEKDAY($at) }.
delivery-state-due = Está a punto de enviarse.
delivery-state-sending = Se está enviando ahora mismo.
delivery-state-retry = Aún no se pudo enviar. Próximo intento: { $at }.
delivery-state-unknown = No se sabe si llegó, porque se perdió la respuesta. Próxima comprobación: { $at }.
delivery-state-failed = **Falló.** { $reason }
delivery-state-cancelled = Cancelado: no se envió.
delivery-state-expired = Caducado: no se envió porque ya era demasiado tarde.

delivery-story-earlier = { $count ->
    [one] No se muestra 1 paso anterior.
   *[other] No se muestran { $count } pasos anteriores.
    }
delivery-story-queued = { $at }: aceptado
delivery-story-queued-until = { $at }: aceptado y retenido hasta el { WEEKDAY($until) }
delivery-story-held = { $at }: retenido hasta el { WEEKDAY($until) }
delivery-story-tried = { $at }: intentado
delivery-story-tried-failed = { $at }: { $times ->
    [one] 1 intento
   *[other] { $times } intentos
    } sin éxito. { $reason } ({ $last })
delivery-story-tried-times = Del { WEEKDAY($at) } al { WEEKDAY($last) }: { $times } intentos sin éxito. { $reason }
delivery-story-sent = { $at }: enviado
delivery-story-seen = { $at }: visto por { $name }
delivery-story-retry = { $at }: se volverá a intentar. { $reason }
delivery-story-unknown = { $at }: no se sabe si llegó. { $reason }
delivery-story-rerouted = { $at }: desde ahora va por el buzón. { $reason }
delivery-story-failed = { $at }: se dejó de intentar. { $reason }
delivery-story-again = { $at }: { $name } pidió otro intento
delivery-story-cancelled = { $at }: cancelado, porque ya no hace falta
delivery-story-cancelled-by = { $at }: cancelado por { $name }
delivery-story-expired = { $at }: caducado, ya era demasiado tarde

delivery-try-again = Intentar otra vez
delivery-cancel = Cancelar el envío
delivery-again-owed = Se intenta otra vez ahora mismo.
delivery-again-looks = Magpie comprueba ahora si llegó; solo si no llegó, lo enviará otra vez.
delivery-again-sooner = Se intenta ahora, sin esperar más.
delivery-cancelled = Cancelado. No se enviará.
delivery-all-again = { $tried ->
    [one] 1 mensaje se intenta enviar otra vez ahora.
   *[other] { $tried } mensajes se intentan enviar otra vez ahora.
    } Este aviso mostrará el resultado.
delivery-all-none = { $refused ->
    [one] 1 mensaje no se puede intentar otra vez: ya no hace falta, ya es tarde o ya se está intentando.
   *[other] { $refused } mensajes no se pueden intentar otra vez: ya no hacen falta, ya es tarde o ya se están intentando.
    }
delivery-all-done = Aquí no queda nada que volver a intentar.
delivery-lifted = Gracias. Magpie vuelve a enviar mensajes directos como antes.
delivery-lifted-before = Ya estaba anotado.
delivery-not-secretariat = Solo la secretaría puede ver los envíos.
delivery-none-of-number = No hay ningún mensaje con el número { $number }. { COMMAND("delivery list") } muestra los que hay.

delivery-refused-sent = No se cambió nada: ya se había enviado, el { WEEKDAY($at) }.
delivery-refused-cancelled = No se cambió nada: ya estaba cancelado.
delivery-refused-expired = No se cambió nada: ya había caducado.
delivery-refused-failed = No se cambió nada: ya falló y no se volverá a intentar.
delivery-refused-sending = No se cambió nada: se está enviando ahora mismo. Compruébelo dentro de un momento.
delivery-refused-due = No se cambió nada: le toca salir ahora. Compruébelo dentro de un momento.
delivery-refused-held = No se cambió nada: está retenido a propósito, hasta el { WEEKDAY($at) }.
delivery-refused-arrived = No se cambió nada: quizá ya llegó, así que no se puede retirar.
delivery-refused-late = No se cambió nada: ya es demasiado tarde para enviarlo.
delivery-refused-not-wanted = No se cambió nada: el mensaje ya no hace falta.
delivery-refused-newer = No se cambió nada: ya va en camino una versión más reciente del mismo mensaje.

# Avisos en el canal de la secretaría.
notice-not-here = ⚠️ { $count ->
    [one] No se puede contactar con { $names }: salió del servidor.
   *[other] No se puede contactar con { $count } personas, porque salieron del servidor: { $names }.
    }
notice-no-inbox = ⚠️ { $count ->
    [one] No se puede contactar con { $names }: { $dms ->
        [closed] tiene cerrados los mensajes directos
       *[never] nunca abrió una conversación con Magpie
        }, y el servidor no tiene buzón.
   *[other] No se puede contactar con { $count } personas: { $names }. { $dms ->
        [closed] Tienen cerrados los mensajes directos
        [never] Nunca abrieron una conversación con Magpie
       *[mixed] Tienen cerrados los mensajes directos o nunca abrieron una conversación con Magpie
        }, y el servidor no tiene buzón.
    }
notice-no-access = ⚠️ { $count ->
    [one] No se puede contactar con { $names }: { $dms ->
        [closed] tiene cerrados los mensajes directos
       *[never] nunca abrió una conversación con Magpie
        }, y Magpie no puede escribirle en el buzón.
   *[other] No se puede contactar con { $count } personas: { $names }. { $dms ->
        [closed] Tienen cerrados los mensajes directos
        [never] Nunca abrieron una conversación con Magpie
       *[mixed] Tienen cerrados los mensajes directos o nunca abrieron una conversación con Magpie
        }, y Magpie no puede escribirles en el buzón.
    } { $reason }
notice-refused = ⚠️ { $count ->
    [one] Discord rechazó un mensaje para { $names }.
   *[other] Discord rechazó mensajes para { $count } personas: { $names }.
    } { $reason }
notice-exhausted = ⚠️ { $count ->
    [one] Magpie intentó durante mucho tiempo escribir a { $names }, sin éxito.
   *[other] Magpie intentó durante mucho tiempo escribir a { $count } personas o canales, sin éxito: { $names }.
    } { $reason }
notice-channel = ⚠️ { $count ->
    [one] Magpie no puede escribir en { $names }.
   *[other] Magpie no puede escribir en { $count } canales: { $names }.
    } { $reason }
notice-unknown = ⚠️ { $count ->
    [one] No se sabe si { $names } recibió su mensaje: la respuesta de Discord se perdió y Magpie no puede comprobarlo.
   *[other] No se sabe si llegaron { $count } mensajes: { $names }. Las respuestas de Discord se perdieron y Magpie no puede comprobarlo.
    } { $reason }
notice-mend-not-here = Qué hacer: si aún hace falta, dé el aviso por otro medio.
notice-mend-no-inbox = Qué hacer: elija un canal de buzón con { COMMAND("setup") }, o pida que se permitan los mensajes directos de este servidor y se pulse «Crear mi perfil». Después, pulse «Intentar otra vez».
notice-mend-no-access = Qué hacer: { COMMAND("setup") } indica qué permiso le falta a Magpie en el buzón. En cuanto lo tenga, Magpie volverá a intentarlo por sí solo; «Intentar otra vez» lo hace ahora.
notice-mend-refused = Qué hacer: dé el aviso por otro medio y muestre este mensaje a quien administra Magpie.
notice-mend-exhausted = Qué hacer: cuando Discord funcione de nuevo, pulse «Intentar otra vez».
notice-mend-channel = Qué hacer: { COMMAND("setup") } indica qué canales y permisos faltan. En cuanto estén, Magpie volverá a intentarlo por sí solo; «Intentar otra vez» lo hace ahora.
notice-mend-unknown = Qué hacer: pregunte si llegó. «Intentar otra vez» comprueba primero y solo reenvía lo que no llegó.
notice-owner-two-factor = ⚠️ Discord rechaza lo que Magpie tiene que hacer en este servidor (error 60003). Afecta a: { $names }.
notice-mend-owner-two-factor = Qué hacer: este servidor exige la autenticación en dos pasos a quienes moderan, y, en el caso de un bot, la que cuenta es la de su propietario. El propietario de la aplicación de Magpie debe activarla en su propia cuenta de Discord (Ajustes de usuario → Mi cuenta). Después, pulse «Intentar otra vez».
notice-mended = ✅ { $count ->
    [one] Ya resuelto: { $names }
   *[other] Ya resueltos ({ $count }): { $names }
    }
notice-quarantine = ⚠️ Discord ha marcado a Magpie como emisor de spam (error 20026). Mientras no se resuelva, Magpie solo escribe directamente a quienes ya había escrito; los demás reciben sus mensajes en un hilo privado del buzón. No se pierde nada. Qué hacer: el propietario del bot debe pedir al soporte de Discord que retire la marca. Después, pulse el botón.
notice-quarantine-button = Discord ya retiró la marca
notice-quarantine-lifted = ✅ Discord ya no considera a Magpie un emisor de spam: Magpie vuelve a escribir directamente a todos.
