# El perfil de un miembro: dónde vive, cuándo duerme, si una emergencia puede despertarle.

profile-panel = 🌍 **Dígale a Magpie cuándo duerme.** Así no le despertará nada que pueda esperar y no se le escapará nada urgente. Pulse el botón: Magpie le escribirá en privado y le hará tres preguntas breves.
profile-panel-button = Crear mi perfil

profile-begin = Crear mi perfil
profile-dm-opened = Magpie le ha escrito en privado. Responda allí, por favor; le llevará un minuto.
profile-dm-go = Ir al mensaje
profile-dm-copied = Magpie le ha enviado lo mismo como mensaje directo, para que vea dónde llegan sus mensajes. Basta con una respuesta.
profile-dm-unknown = Aquí Magpie puede leer una ciudad, un país o una zona horaria, por ejemplo La Paz o UTC+10. Para pedir ayuda, use { COMMAND("help") }; para un recordatorio, { COMMAND("remind") }; para su perfil, { COMMAND("profile show") }.

profile-offer =
    { "" }**{ $place }, horas de silencio { $quiet }.** ¿Es usted? Hora actual: **{ $time }**.
    Emergencias: **{ $emergency }**. El lugar viene de la lista de la secretaría, y Magpie solo lo supone hasta que usted responda. Puede cambiarlo todo cuando quiera.

    { "" }**Quién ve qué.** La secretaría ve su zona horaria, sus horas de silencio, si una emergencia puede despertarle y cuándo pulsó «Lo he visto». No lo ve nadie más.
profile-offer-yes = Sí, soy yo
profile-assumed-place = { $place }, lugar supuesto
profile-invite = 👋 La secretaría le pide que cree su perfil: dónde vive y cuándo duerme. Así no le despertará nada que pueda esperar, y lo urgente sonará cuando no esté durmiendo.
profile-dm-closed =
    Discord no permite que Magpie le escriba en privado. Para permitirlo, pulse el nombre de este servidor, luego **Ajustes de privacidad**, y active **Mensajes directos**. Después, pulse otra vez «Crear mi perfil».
    Hasta entonces, lo que sea para usted le llegará a un hilo privado del buzón de este servidor.
profile-dm-failed = Magpie no pudo abrir ahora una conversación privada con usted. Vuelva a pulsar «Crear mi perfil» en el servidor más tarde, por favor.
profile-inbox-opened = Su hilo privado está aquí: { $thread }

profile-zone-ask = **1 de 3 · ¿Dónde vive?** Magpie necesita conocer su hora local. Basta con el nombre de su ciudad.
profile-zone-type = Escribir mi ciudad
profile-zone-title = ¿Dónde vive?
profile-zone-label = Ciudad, país o zona horaria
profile-zone-placeholder = La Paz, Bolivia, Europe/Madrid, UTC+10
profile-zone-right = **{ $place }**: la hora actual es **{ $time }**. ¿Es correcto?
profile-zone-fixed = Es una diferencia fija con UTC: no cambia con el horario de verano. Si donde usted vive cambia la hora, elija su ciudad.
profile-yes-right = Sí, es correcto
profile-zone-another = No, escribir otra vez
profile-zone-again = Escribir otra vez
profile-zone-which = «{ $typed }» puede ser más de un lugar. ¿Cuál es el suyo?
profile-zone-like = Magpie no conoce «{ $typed }». ¿Quería decir uno de estos?
profile-zone-unknown = Magpie no conoce «{ $typed }». Pruebe con la ciudad grande más cercana, su país o una diferencia con UTC, como UTC+10.
profile-zone-latin = Magpie no conoce «{ $typed }». Escriba su ciudad o su país en alfabeto latino, por ejemplo Moscú, Tokio o El Cairo.
profile-zone-choose = Elija su lugar
profile-form-continued = ➡️ Esto continúa en un mensaje más reciente, abajo.
profile-zone-there = Hora actual: { $time }

profile-quiet-ask = **2 de 3 · ¿Cuándo duerme?** Serán sus horas de silencio: los mensajes llegarán sin sonido. (Hora actual en { $place }: { $time }.)
profile-quiet-other = Otras horas
profile-quiet-none = Sin horas de silencio
profile-quiet-title = ¿Cuándo duerme?
profile-quiet-start = Silencio desde
profile-quiet-end = Silencio hasta
profile-quiet-days = ¿Qué noches? (día en que empiezan)
profile-quiet-days-placeholder = Vacío: todas. O, por ejemplo: viernes, sábado
profile-quiet-days-unknown = Magpie no reconoce ningún día en «{ $typed }». Escríbalos así: viernes, sábado. El resto está guardado.
profile-quiet-days-alone = Indique también cuándo hay silencio esos días: desde qué hora, hasta qué hora o ambas.
profile-quiet-unknown = Magpie no reconoce «{ $typed }» como una hora. Escríbala así: 22:30. El resto está guardado.
profile-quiet-again = Escribir otra vez las horas

profile-emergency-ask =
    { "" }**3 de 3 · ¿Puede despertarle una emergencia?** Las emergencias son poco frecuentes: alguien corre peligro, o lo corre el propio evento. Solo la secretaría puede enviarlas.
    Si responde que no, le llegará sin sonido y le sonará { HOUR($wakes) ->
        [1] a la { $wakes }
       *[other] a las { $wakes }
    }.
profile-emergency-ask-always =
    { "" }**3 de 3 · ¿Puede despertarle una emergencia?** Las emergencias son poco frecuentes: alguien corre peligro, o lo corre el propio evento. Solo la secretaría puede enviarlas.
    Ahora no tiene horas de silencio; su respuesta contará si algún día las define.
profile-emergency-yes = Sí
profile-emergency-no = No

profile-review =
    { "" }**¿Es correcto todo esto?**
    Lugar: **{ $place }**; hora actual: **{ $time }**{ $warning }
    Horas de silencio: **{ $quiet }**
    Emergencias: **{ $emergency }**
    Idioma: **{ $language }**

    { "" }**Quién ve qué.** La secretaría ve su zona horaria, sus horas de silencio, si una emergencia puede despertarle y cuándo pulsó «Lo he visto». No lo ve nadie más. Puede leerlo todo con { COMMAND("profile export") } y borrarlo con { COMMAND("profile delete") }.
profile-save = Guardar
profile-change-zone = Cambiar el lugar
profile-change-quiet = Cambiar las horas
profile-change-emergency = Cambiar las emergencias
profile-language-choose = Idioma
profile-language-name = Español
profile-language-saved = Desde ahora, Magpie le escribirá en { $language }.

profile-saved =
    ✅ **Guardado.** Hora actual en { $place }: { $time }. Horas de silencio: { $quiet }.
    Puede cambiarlo cuando quiera con { COMMAND("profile edit") }.
profile-changed = Sus respuestas cambiaron después de mostrarse esto, así que no se guardó nada. Consulte el mensaje más reciente, por favor.
profile-needed = Magpie aún no conoce su zona horaria, así que no se cambió nada. Cree primero su perfil, por favor: { COMMAND("profile edit") }

profile-hours = { $start }–{ $end }
profile-hours-none = ninguna
profile-hours-on = { $days }: { $hours }
profile-hours-and = { $first }; { $next }
profile-emergency-allowed = pueden despertarle
profile-emergency-refused = no pueden despertarle

profile-show =
    { "" }**Su perfil**
    Lugar: **{ $place }**; hora actual: **{ $time }**
    Horas de silencio: **{ $quiet }**
    Emergencias: **{ $emergency }**
    Idioma: **{ $language }**
    Ahora: { $state }
    Mensajes directos: { $reach }
profile-show-none =
    Aún no tiene perfil. Hasta que lo cree, Magpie le cuenta entre quienes duermen y se lo envía todo sin sonido.
    Mensajes directos: { $reach }
profile-show-assumed =
    Aún no tiene perfil. Según la lista de la secretaría, Magpie supone que vive aquí: **{ $place }**; hora actual: **{ $time }**.
    Hasta que guarde un perfil, los mensajes suenan de { $from } a { $until } en ese lugar y llegan sin sonido el resto del tiempo. Nada le despierta.
    Mensajes directos: { $reach }
profile-show-deputy = Suplente: **{ $name }**
profile-show-deputy-asked = Suplente: **{ $name }** (aún no ha respondido)
profile-show-deputy-of = Usted es suplente de: { $names }
profile-state-awake = los mensajes suenan
profile-state-awake-until = no dormirá hasta el { WEEKDAY($until) }; los mensajes suenan
profile-state-quiet = horas de silencio hasta el { WEEKDAY($until) }; los mensajes llegan sin sonido
profile-state-away = ausente hasta el { WEEKDAY($until) }; los mensajes llegan sin sonido
profile-reach-open = abiertos
profile-reach-closed = cerrados; los mensajes llegan a su hilo privado del buzón
profile-reach-none = aún sin abrir; pulse «Crear mi perfil»
profile-change = Cambiar

profile-test = Probar mi teléfono
profile-test-asked = Dentro de { $seconds } segundos, Magpie le enviará un mensaje con sonido. Bloquee ahora su teléfono y escuche. **Magpie no puede hacer sonar un teléfono en silencio. Si tiene que madrugar, ponga también una alarma.**
profile-test-not-here = Magpie solo puede probar los teléfonos de quienes están en el servidor que atiende.
profile-test-message =
    🔔 Esta es la prueba que pidió. ¿La oyó?
    { $truth }
    Magpie no puede hacer sonar un teléfono en silencio. Si tiene que madrugar, ponga también una alarma.
profile-test-sounds-anyway = Esta prueba sonará de todos modos, porque usted la pidió.
profile-truth-unknown = Aún no tiene perfil, así que los demás mensajes llegan sin sonido.
profile-truth-assumed = Aún no tiene perfil. Magpie supone que vive aquí: { $place }. Los demás mensajes suenan de { $from } a { $until } en ese lugar y llegan sin sonido el resto del tiempo.
profile-truth-silent-now = Los demás mensajes llegan sin sonido hasta el { WEEKDAY($until) }. { $emergency }
profile-truth-always = No tiene horas de silencio, así que los mensajes suenan de día y de noche.
profile-truth-quiet-hours = Los mensajes suenan como este fuera de sus horas de silencio ({ $quiet }) y llegan sin sonido dentro de ellas. { $emergency }
profile-truth-emergency-allowed = Una emergencia puede despertarle si la secretaría elige su nombre.
profile-truth-emergency-refused = Una emergencia no le despierta.
profile-heard = La oí
profile-heard-nothing = No oí nada
profile-heard-good = ✅ **Su teléfono está confirmado.** { $truth }
profile-silent = **Revise estos ajustes y repita la prueba.**
profile-silent-iphone = **iPhone:** Ajustes → Notificaciones → Discord: permita las notificaciones, en la pantalla bloqueada y con sonido. Quite el modo silencio. Si hay un modo de concentración activo (No molestar, Sueño), termínelo o permita Discord en él.
profile-silent-android = **Android:** Ajustes → Aplicaciones → Discord → Notificaciones: permítalas, con sonido. Suba el volumen de las notificaciones, quite No molestar y deje que Discord funcione en segundo plano sin límites de batería.
profile-silent-computer = **Equipo de escritorio:** mientras Discord está abierto allí, su teléfono recibe las notificaciones minutos después o no las recibe. Ciérrelo, o elija allí Ajustes de usuario → Notificaciones → Tiempo de inactividad para notificaciones push → 1 minuto.
profile-silent-discord = **En Discord:** su estado no debe ser No molestar, y esta conversación no debe estar silenciada.

profile-deputy = Suplente
profile-deputy-none = **No tiene suplente.** Cuando no se le puede localizar, la secretaría ve el nombre de su suplente y puede dirigirse a esa persona. Primero se le pregunta, y cualquiera de los dos puede terminarlo cuando quiera.
profile-deputy-in-server = (Discord solo muestra los miembros en el servidor; allí también puede usar { COMMAND("profile deputy") }.)
profile-deputy-asked = Magpie le pidió a **{ $name }** que sea su suplente; aún no ha respondido.
profile-deputy-is = **{ $name }** es su suplente. Cuando no se le puede localizar a usted, la secretaría ve ese nombre.
profile-deputy-pick = Elegir suplente
profile-deputy-end = Terminar
profile-deputy-withdraw = Retirar la petición
profile-deputy-give-up = Ya no ser suplente de { $name }
profile-deputy-ask = **{ $name }** le pide que sea su suplente. Cuando no se le pueda localizar, la secretaría verá el nombre de usted y podrá dirigirse a usted. Nada le despertará por esto, y puede terminarlo cuando quiera.
profile-deputy-accept = Aceptar
profile-deputy-decline = Rechazar
profile-deputy-accepted = ✅ Usted es suplente de **{ $name }**. Cuando no se le pueda localizar, la secretaría verá el nombre de usted.
profile-deputy-declined = Usted rechazó la petición, y Magpie se lo dice a **{ $name }**.
profile-deputy-ended = Usted ya no es suplente de **{ $name }**, y Magpie se lo dice.
profile-deputy-closed = **{ $name }** le pidió que fuera su suplente. La petición terminó. No tiene que hacer nada.
profile-deputy-over = Esto ya terminó, así que no se cambió nada. No tiene que hacer nada.
profile-deputy-news-accepted = **{ $name }** es ahora su suplente.
profile-deputy-news-declined = **{ $name }** no aceptó ser su suplente. Para elegir a otra persona, use { COMMAND("profile deputy") }.
profile-deputy-news-given-up = **{ $name }** ya no es su suplente. Para elegir a otra persona, use { COMMAND("profile deputy") }.
profile-deputy-news-gone = **{ $name }** ya no está disponible, así que ahora no tiene suplente. Para elegir a otra persona, use { COMMAND("profile deputy") }.
profile-deputy-news-taken-back = Usted ya no es suplente de **{ $name }**. No tiene que hacer nada.
profile-deputy-oneself = No puede ser su propio suplente, así que no se cambió nada. Elija a otra persona, por favor.
profile-deputy-not-member = Esa persona debe tener un rol en el servidor, y usted también. No se cambió nada.

profile-awake = No dormiré hasta…
profile-awake-title = No dormiré hasta…
profile-awake-label = ¿Hasta cuándo?
profile-awake-placeholder = 23:30, 02:00, en 3 horas
profile-awake-saved = De acuerdo. Hasta el **{ WEEKDAY($until) }**, los mensajes sonarán. Después, rigen sus horas de silencio de siempre.
profile-awake-end = Terminar ahora
profile-awake-ended = ✅ **Terminado.** Vuelven a regir sus horas de silencio de siempre.
profile-awake-was-not = «No dormiré hasta…» no estaba activo, así que no se cambió nada.
profile-awake-again = Escribir otra vez
profile-awake-which = «{ $typed }» puede ser más de un momento. ¿A cuál se refiere?
profile-awake-past = «{ $typed }» ya pasó. ¿A qué momento se refiere?
profile-awake-passed = «{ $typed }» ya pasó, así que no se cambió nada. Escriba un momento que esté por llegar.
profile-awake-unknown = Magpie no reconoce «{ $typed }» como una hora. Escríbala así: 23:30 o «en 3 horas».
profile-awake-not-today = Para eso faltan más de 24 horas, o ya pasó, así que no se cambió nada. «No dormiré hasta…» vale solo para hoy; para cambiar sus horas de siempre, use { COMMAND("profile edit") }.

profile-away = Estaré ausente hasta…
profile-away-title = Estaré ausente hasta…
profile-away-label = ¿Hasta cuándo?
profile-away-placeholder = lunes, 20 de diciembre, en 2 semanas
profile-away-saved = Anotado. Hasta el **{ WEEKDAY($until) }**, Magpie cuenta con que está ausente: los mensajes llegan sin sonido y nadie espera su respuesta. ¿Vuelve antes? Pulse el botón o escriba { COMMAND("profile back") }.
profile-away-end = He vuelto
profile-away-ended = Su ausencia terminó, porque usted indicó que no dormirá.
profile-away-awake = Usted había dicho que no dormirá hasta el **{ WEEKDAY($until) }**. Eso no cuenta mientras está ausente; si vuelve antes, cuenta otra vez.
profile-back-now = ✅ **Ha vuelto.** Magpie ya no cuenta con que está ausente.
profile-back-was-not = No había ninguna ausencia anotada, así que no se cambió nada.
profile-away-again = Escribir otra vez
profile-away-which = «{ $typed }» puede ser más de un momento. ¿A cuál se refiere?
profile-away-past = «{ $typed }» ya pasó. ¿A qué momento se refiere?
profile-away-passed = «{ $typed }» ya pasó, así que no se cambió nada. Escriba un momento que esté por llegar.
profile-away-unknown = Magpie no reconoce «{ $typed }» como un momento. Escríbalo así: lunes, 20 de diciembre o «en 2 semanas».
profile-away-not-this-year = Para eso falta más de un año, o ya pasó, así que no se cambió nada. Elija otro día, por favor.

profile-export = Exportar
profile-exported = Este archivo contiene todo lo que Magpie guarda sobre usted.

profile-delete = Borrar
profile-delete-ask =
    { "" }**¿Borrar su perfil?** Magpie olvidará su lugar, sus horas de silencio, su idioma y sus respuestas, y cancelará sus recordatorios. Después le contará entre quienes duermen y se lo enviará todo sin sonido.
    Su nombre y sus roles se conservan mientras esté en el servidor, porque Discord los muestra a todos los bots que hay en él.
profile-delete-closes-tickets = { $count ->
        [one] **También se cerrará su solicitud abierta** y se borrará su texto. Nadie la responderá.
       *[other] **También se cerrarán sus { $count } solicitudes abiertas** y se borrarán sus textos. Nadie las responderá.
    }
profile-delete-yes = Borrar
profile-delete-no = Conservarlo
profile-deleted = Se borró su perfil. Qué se conserva y por qué:
profile-kept-name = su nombre y sus roles en el servidor, porque Discord los muestra a todos los bots que hay en él
profile-kept-deliveries = el historial de { $count ->
        [one] 1 mensaje
       *[other] { $count } mensajes
    } que Magpie le debía entregar (cuándo y si llegó; no el texto), durante un tiempo, para que la secretaría pueda ver por qué un mensaje no le llegó a alguien
profile-kept-list = su línea en la lista de miembros esperados, que es de la secretaría; pídale que la quite
profile-dm-withheld = Magpie no puede escribirle en privado en este momento, así que continúa aquí. Lo que sea para usted le llegará a un hilo privado del buzón.
profile-time-again = Escribir la hora otra vez

# Alertas por correo.
profile-show-mail = Alertas por correo: **{ $address }**
profile-mail = Alertas por correo
profile-mail-none = **No recibe alertas por correo.** Con una dirección, una alerta que no ha visto en Discord le llega también ahí: 10 minutos después de sonar, o poco antes de que termine el plazo.
profile-mail-is = **Las alertas que no ha visto llegan a { $address }:** 10 minutos después de sonar, o poco antes de que termine el plazo.
profile-mail-asked = Se envía un código a **{ $address }**. Escríbalo aquí en { $valid }. Si no llega, revise la dirección y el correo no deseado.
profile-mail-type = Escribir mi dirección
profile-mail-change = Cambiar la dirección
profile-mail-type-code = Escribir el código
profile-mail-remove = No más correos
profile-mail-form = Alertas por correo
profile-mail-label = Su dirección de correo
profile-mail-placeholder = ada@example.org
profile-mail-code-form = El código del correo
profile-mail-code-label = Seis cifras
profile-mail-invalid = «{ $typed }» no es una dirección de correo que Magpie pueda usar.
profile-mail-too-often = Ha pedido muchos códigos. Podrá intentarlo otra vez después de este momento: { $time }.
profile-mail-not-member = Solo las personas de este servidor pueden recibir alertas.
profile-mail-confirmed = ✅ **Confirmada.**
profile-mail-wrong-code = ⚠️ Ese no es el código. Inténtelo otra vez.
profile-mail-no-code = ⚠️ Ese código ya no es válido. Escriba otra vez su dirección para recibir uno nuevo.
profile-mail-removed = Ya no recibirá alertas por correo.
