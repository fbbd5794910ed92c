# El perfil de un miembro: dónde vive, cuándo duerme, si una emergencia puede despertarle.

profile-panel = 🌍 **Diga a Magpie cuándo duerme.** Así nada que pueda esperar le despierta, y nada urgente se le escapa. Pulse el botón: Magpie le escribe en privado y hace tres preguntas cortas.
profile-panel-button = Crear mi perfil

profile-begin = Crear mi perfil
profile-dm-opened = Magpie le ha escrito en privado. Responda allí, por favor; lleva un minuto.
profile-dm-go = Ir al mensaje
profile-dm-closed =
    Discord no permite a Magpie escribirle en privado. Para abrir el camino: pulse el nombre de este servidor, luego **Ajustes de privacidad**, y active **Mensajes directos**. Después pulse otra vez «Crear mi perfil».
    Hasta entonces, lo que es para usted llega a un hilo privado del canal «inbox» de este servidor.
profile-dm-failed = Magpie no ha podido abrir ahora una conversación privada con usted. Pulse más tarde «Crear mi perfil» en el servidor, por favor.
profile-inbox-opened = Su hilo privado está aquí: { $thread }

profile-zone-ask = **1 de 3 · ¿Dónde vive?** Magpie necesita saber su hora local. Basta el nombre de su ciudad.
profile-zone-type = Escribir mi ciudad
profile-zone-title = ¿Dónde vive?
profile-zone-label = Ciudad, país o zona horaria
profile-zone-placeholder = La Paz, Bolivia, Europe/Madrid, UTC+10
profile-zone-right = **{ $place }**: allí es ahora **{ $time }**. ¿Es correcto?
profile-zone-fixed = Es una distancia fija con UTC: no sigue el horario de verano. Si donde usted vive cambia la hora, elija su ciudad.
profile-yes-right = Sí, es correcto
profile-zone-another = No, escribir otra vez
profile-zone-again = Escribir otra vez
profile-zone-which = «{ $typed }» puede ser varios lugares. ¿Cuál es el suyo?
profile-zone-like = Magpie no conoce «{ $typed }». ¿Quería decir uno de estos?
profile-zone-unknown = Magpie no conoce «{ $typed }». Pruebe con la ciudad grande más cercana, su país, o una distancia con UTC como UTC+10.
profile-zone-choose = Elija su lugar
profile-zone-there = Allí es ahora { $time }

profile-quiet-ask = **2 de 3 · ¿Cuándo duerme?** En esas horas Magpie guarda silencio. (Ahora es { $time } en { $place }.)
profile-quiet-other = Otras horas
profile-quiet-none = Sin horas de silencio
profile-quiet-title = ¿Cuándo duerme?
profile-quiet-start = Silencio desde
profile-quiet-end = Silencio hasta
profile-quiet-days = ¿Qué días empiezan estas noches?
profile-quiet-days-placeholder = Vacío: todos los días. O: viernes, sábado
profile-quiet-days-unknown = Magpie no sabe leer «{ $typed }» como días. Escríbalos como viernes, sábado. Nada más se ha perdido.
profile-quiet-days-alone = Diga también cuándo hay silencio esos días: desde cuándo, hasta cuándo, o ambos.
profile-quiet-unknown = «{ $typed }» no es una hora que Magpie sepa leer. Escríbala como 22:30. No se pierde nada más.
profile-quiet-again = Escribir otra vez las horas

profile-emergency-ask =
    { "" }**3 de 3 · ¿Puede despertarle una emergencia?** Una emergencia es rara: alguien está en peligro, o lo está el propio evento. Solo la secretaría puede enviar una.
    Si dice que no, llega sin sonido, y usted la oye a las { $wakes }.
profile-emergency-ask-always =
    { "" }**3 de 3 · ¿Puede despertarle una emergencia?** Una emergencia es rara: alguien está en peligro, o lo está el propio evento. Solo la secretaría puede enviar una.
    Ahora no tiene horas de silencio; su respuesta contará si algún día las fija.
profile-emergency-yes = Sí
profile-emergency-no = No

profile-review =
    { "" }**¿Es correcto todo esto?**
    Lugar: **{ $place }**, donde ahora es **{ $time }**{ $warning }
    Horas de silencio: **{ $quiet }**
    Emergencias: **{ $emergency }**
    Idioma: **{ $language }**

    { "" }**Quién ve qué.** La secretaría ve su zona, sus horas de silencio, si una emergencia puede despertarle, y cuándo pulsó «Lo he visto». Nadie más lo ve. Puede leerlo todo con /profile export y quitarlo con /profile delete.
profile-save = Guardar
profile-change-zone = Cambiar el lugar
profile-change-quiet = Cambiar las horas
profile-change-emergency = Cambiar emergencias
profile-language-choose = Idioma
profile-language-name = Español
profile-language-saved = Desde ahora Magpie le escribe en { $language }.

profile-saved =
    ✅ **Guardado.** Es { $time } en { $place }. Horas de silencio: { $quiet }.
    Puede cambiarlo cuando quiera con /profile edit.
profile-changed = Sus respuestas cambiaron después de mostrarse esto, así que no se guardó nada. Mire el mensaje más reciente, por favor.
profile-needed = Magpie aún no conoce su zona horaria. Cree primero su perfil, por favor: /profile edit

profile-hours = { $start }–{ $end }
profile-hours-none = ninguna
profile-hours-on = { $days }: { $hours }
profile-emergency-allowed = pueden despertarle
profile-emergency-refused = no le despiertan

profile-show =
    { "" }**Su perfil**
    Lugar: **{ $place }**, donde ahora es **{ $time }**
    Horas de silencio: **{ $quiet }**
    Emergencias: **{ $emergency }**
    Idioma: **{ $language }**
    Ahora: { $state }
    Mensajes privados: { $reach }
profile-show-none =
    Aún no tiene perfil. Hasta entonces Magpie le cuenta entre quienes duermen y le envía todo sin sonido.
    Mensajes privados: { $reach }
profile-state-awake = en vela, los mensajes suenan
profile-state-awake-until = en vela hasta { $until }, los mensajes suenan
profile-state-quiet = silencio hasta { $until }, los mensajes llegan sin sonido
profile-state-away = ausente hasta { $until }, los mensajes llegan sin sonido
profile-reach-open = abiertos
profile-reach-closed = cerrados; los mensajes llegan a su hilo privado del canal «inbox»
profile-reach-none = aún no abiertos; pulse «Crear mi perfil»
profile-change = Cambiar

profile-test = Probar mi teléfono
profile-test-asked = En { $seconds } segundos Magpie le envía un mensaje que suena. Bloquee ahora su teléfono y escuche. **Magpie no puede hacer sonar un teléfono en silencio. Para madrugar, ponga también un despertador.**
profile-test-not-here = Magpie solo puede probar los teléfonos de quienes están en el servidor al que sirve.
profile-test-message =
    🔔 Esta es la prueba que pidió. Si la ha oído, los mensajes urgentes le llegarán.
    Magpie no puede hacer sonar un teléfono en silencio. Para madrugar, ponga también un despertador.

profile-awake = No dormiré hasta…
profile-awake-title = No dormiré hasta…
profile-awake-label = ¿Hasta cuándo?
profile-awake-placeholder = 23:30, 2 am, en 3 horas
profile-awake-saved = Bien. Hasta **{ $until }** los mensajes suenan. Después sus horas de silencio son las de siempre.
profile-awake-end = Terminar esto ahora
profile-awake-again = Escribir otra vez
profile-awake-which = «{ $typed }» puede ser varios momentos. ¿Cuál?
profile-awake-past = «{ $typed }» ya ha pasado. ¿Qué quería decir?
profile-awake-unknown = Magpie no sabe leer «{ $typed }» como una hora. Escríbala como 23:30 o «en 3 horas».
profile-awake-not-today = Eso queda a más de 24 horas, o ya ha pasado. «No dormiré hasta…» vale solo para hoy; para cambiar sus horas de siempre, use /profile edit.

profile-away = Estaré ausente hasta…
profile-away-title = Estaré ausente hasta…
profile-away-label = ¿Hasta cuándo?
profile-away-placeholder = lunes, 20 de diciembre, en 2 semanas
profile-away-saved = Anotado. Hasta **{ $until }** Magpie le cuenta como ausente: los mensajes llegan sin sonido, y nadie espera su respuesta. ¿Vuelve antes? Pulse el botón, o escriba /profile back.
profile-away-end = He vuelto
profile-away-again = Escribir otra vez
profile-away-which = «{ $typed }» puede ser varios momentos. ¿Cuál?
profile-away-past = «{ $typed }» ya ha pasado. ¿Qué quería decir?
profile-away-unknown = Magpie no sabe leer «{ $typed }» como un momento. Escríbalo como lunes, 20 de diciembre o «en 2 semanas».
profile-away-not-this-year = Eso queda a más de un año, o ya ha pasado. Elija un día más cercano.

profile-export = Exportar
profile-exported = Este archivo tiene todo lo que Magpie guarda sobre usted.

profile-delete = Borrar
profile-delete-ask =
    { "" }**¿Borrar su perfil?** Magpie olvida su lugar, sus horas de silencio, su idioma y sus respuestas, y cancela lo que iba a recordarle. Después le cuenta entre quienes duermen y le envía todo sin sonido.
    Su nombre y sus roles quedan mientras esté en el servidor, porque Discord los muestra a todos sus bots.
profile-delete-yes = Borrar
profile-delete-no = Conservarlo
profile-deleted = Su perfil está borrado. Lo que queda, y por qué:
profile-kept-name = su nombre y sus roles en el servidor, porque Discord los muestra a todos sus bots
profile-kept-deliveries = el historial de { $count ->
        [one] { $count } mensaje
       *[other] { $count } mensajes
    } que Magpie le debía (cuándo, y si llegó; no el texto), por un tiempo, para que la secretaría pueda ver por qué alguien no fue alcanzado
profile-kept-list = su línea en la lista de miembros esperados, que es de la secretaría; pídale que la quite
profile-dm-withheld = Magpie no puede escribirle en privado en este momento, así que sigue aquí. Lo que le debe llega a un hilo privado del canal de entrada.
