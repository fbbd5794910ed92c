# El muro de teléfonos: la página del entorno de pruebas. Estos textos llegan tal cual a la página: sin selectores, términos ni atributos.
wall-title = Magpie
wall-title-page = Magpie · el muro de teléfonos
wall-subtitle = Toda una comunidad en una página. Nada de esto llega al Discord real.
wall-skip = Ir a los teléfonos
wall-language = Idioma de esta página
# The language's own name, in the list of languages.
wall-language-name = Español
wall-utc = UTC
wall-yes = Sí
wall-no = No
wall-cancel = Cancelar
wall-search = Buscar
wall-required = (obligatorio)
wall-optional = (opcional)
wall-lost = El entorno de pruebas no responde. ¿Sigue en marcha?
wall-reset = Empezar de nuevo
wall-reset-hint = Una comunidad nueva en la que aún no se ha enviado nada
wall-reset-sure = ¿Empezar de nuevo con una comunidad nueva? Se perderán todos los mensajes de esta página.

# El reloj y el bot
wall-clock = El reloj de esta página
wall-clock-next = Siguiente evento
wall-clock-next-hint = Ir al siguiente momento para el que Magpie tiene algo previsto
wall-clock-next-at = Siguiente: { $time }
wall-clock-plus = Avanzar { $hours } h
wall-clock-play = Reproducir
wall-clock-pause = Pausa
wall-clock-speed = Velocidad
wall-clock-real = El reloj marca la hora real.
wall-clock-nothing-due = No hay nada más previsto. El reloj no se mueve.
wall-clock-far = No hay nada previsto en las próximas doce horas. El siguiente evento: { $time }. ¿Ir hasta allí? El reloj no puede retroceder: solo «Empezar de nuevo» devuelve a esta hora.
wall-clock-go = Ir allí
wall-clock-quiet = El reloj marca ahora: { $time }. Mientras tanto, Magpie solo hizo tareas internas: no envió ningún mensaje.
wall-bot = El bot
wall-bot-running = Magpie está en marcha
wall-bot-starting = Magpie está arrancando
wall-bot-stopped = Magpie está apagado
wall-bot-elsewhere = Magpie se ejecuta en su propio proceso
wall-bot-kill = Apagar el bot
wall-bot-start = Encender el bot
wall-bot-killed = El bot se apagó de golpe, sin aviso. Todo lo que había aceptado está en su base de datos.
wall-bot-started = El bot está de nuevo en marcha.

# El muro
wall-wall = Los teléfonos
wall-phone-open = Abrir el teléfono de { $name }
wall-phone-remove = Quitar del muro el teléfono de { $name }
wall-phone-put-away = Guardar el teléfono de { $name }
wall-phone-held = En su mano
wall-phone-sounded = Veces que sonó: { $count }
wall-phone-silent = Pantalla apagada · llegaron sin sonido: { $count }
wall-phone-dark = Pantalla apagada
wall-phone-asleep = horas de silencio
wall-phone-add = Otro miembro:
wall-phone-add-button = Añadir
wall-lock-more = y { $count } más
wall-lock-mention = le menciona
wall-heard = Lo que llegó a estos teléfonos
wall-heard-hint = Una campana: sonó y encendió la pantalla. Una campana tachada: llegó sin sonido, espera en el teléfono y no despierta a nadie.
wall-heard-local = ({ $time } allí)
# La ciudad de un miembro cuya zona horaria lleva el nombre de otra ciudad.
wall-city-in-zone = { $city } (hora de { $zone })
wall-heard-sounded = sonó:
wall-heard-silent = recibió sin sonido:

# El teléfono en la mano
wall-hand-title = El teléfono de { $name }
wall-places = Secciones
wall-places-dm = Mensajes directos
wall-places-server = Servidor
wall-places-threads = Hilos
wall-places-none = Este miembro no ve ningún canal.
wall-places-back = Volver a la lista de secciones
wall-place-news = nuevo
wall-place-hidden = Este miembro no ve esta sección.
wall-settings = Lo que este miembro puede cambiar en Discord
wall-settings-language = Idioma de la aplicación de Discord
wall-settings-dms = Mensajes directos abiertos
wall-settings-hint = Magpie se entera del idioma con cada comando y cada botón. Si los mensajes directos están cerrados, lo nota al intentar escribir.
wall-messages = Mensajes
wall-newest = Hay más abajo
wall-message-by = { $name }, { $time }
wall-app-tag = APP
wall-edited = editado
wall-silent-hint = Llegó sin sonido
wall-used-command = { $name } usó
wall-only-you = Solo usted puede ver esto
wall-dismiss = Descartar
wall-dm-empty = Todavía no hay mensajes. Un bot solo puede escribir primero a quien haya pulsado uno de sus botones.
wall-channel-empty = Todavía no hay mensajes.
wall-select = Elija una opción
wall-select-done = Listo
wall-select-count = { $count } de { $max } como máximo
wall-thinking = Magpie está pensando… ({ $what })
wall-a-button = un botón
wall-interaction-failed = No funcionó.
wall-no-answer = Magpie no respondió en 3 segundos. ¿Está en marcha?
wall-modal-submit = Enviar
wall-modal-of = En el teléfono de { $name }
wall-composer-dm = Escriba, o / para un comando
wall-composer-channel = Escriba en #{ $name }, o / para un comando
wall-composer-commands-only = Aquí, solo comandos: escriba /
wall-composer-send = Enviar
wall-commands = Comandos
wall-command-unknown = Ningún comando se llama «{ $text }». Escriba / para verlos todos.
wall-command-run = Enviar el comando
wall-command-keys = Intro: enviar · Esc: cancelar
wall-suggest-nothing = No hay coincidencias
wall-suggest-choose = Elija uno de la lista, por favor.

# La historia
wall-story = Una noche en dos minutos
wall-story-hint = Unas cincuenta personas viven en todas las zonas horarias. Use sus teléfonos y vea a quién se despierta y a quién no.
wall-story-do = Haga esto
wall-story-look = Fíjese en
wall-story-show = Mostrármelo
wall-story-next = Tarjeta siguiente
wall-story-done = hecho
wall-story-stuck = No se pudo continuar: { $reason } Puede hacerlo a mano.
wall-story-no-form = no se abrió ningún formulario.
wall-story-no-button = aquí no hay ningún botón «{ $label }».
wall-story-late = Ya pasaron las { $time }, así que ya no se puede seguir esta tarjeta. Pulse **{ $button }**.
wall-story-first = Esta tarjeta es la continuación de la tarjeta { $card }. Juegue primero la tarjeta { $card }.

wall-story-real = La historia necesita un reloj que se pueda mover: inicie `cargo run --release -- sandbox` sin `--no-bot` ni `--real-time`.
wall-story-1-title = Solo Brisbane se despierta
wall-story-1-lead = Es martes 10 de noviembre de 2020 y son las 16:55 UTC. En Brisbane son casi las 3 de la madrugada, y un miembro de allí le pidió a Magpie que lo despertara para una sesión.
wall-story-1-do-1 = Pulse arriba **Siguiente evento**.
wall-story-1-look-1 = Solo se enciende el teléfono de Brisbane: «Your session is at 04:30», en hora local.
wall-story-1-look-2 = Los demás siguen con la pantalla apagada. No se despierta a nadie que no lo haya pedido.

wall-story-2-title = Una alerta urgente
wall-story-2-lead = Cambió el enlace de la sala principal y hay que saberlo antes de las 18:15 UTC. La secretaría escribe a todos los miembros.
wall-story-2-do-1 = Abra el teléfono de **Secretariat lead**, vaya a **secretariat**, escriba `/alert send`, elija **Urgent** y, como destinatarios, **members**.
wall-story-2-do-2 = En el formulario, escriba `Main room link changed` y, en **Please read by**, `18:15 UTC`.
wall-story-2-do-3 = Lea la vista previa.
wall-story-2-do-4 = Pulse **Send**.
wall-story-2-look-1 = La vista previa nombra primero a quienes no la verán a tiempo y cuenta a los demás. El botón **Names** muestra todos los nombres.
wall-story-2-look-2 = La Paz y Vancouver se encienden: allí es de día.
wall-story-2-look-3 = Sídney sigue con la pantalla apagada.
wall-story-2-text = Main room link changed
wall-story-2-before = 18:15 UTC

wall-story-3-title = «Enviada» no es «vista»
wall-story-3-lead = Una alerta solo cuenta como vista cuando la persona pulsa el botón.
wall-story-3-do-1 = Abra el teléfono de **Member La Paz** y pulse **Lo he visto**.
wall-story-3-do-2 = Abra el teléfono de **Secretariat lead** y mire en **secretariat**.
wall-story-3-do-3 = Abra el teléfono de **Member Sydney**.
wall-story-3-look-1 = La lista de la secretaría cambia: La Paz la ha visto, y se indica la hora.
wall-story-3-look-2 = El teléfono de Sídney no sonó, pero el mensaje está ahí por si alguien está despierto.

wall-story-4-title = Alguien necesita ayuda
wall-story-4-lead = Un invitado no puede entrar en la reunión. Tiene que saber quién le responderá y antes de qué hora.
wall-story-4-do-1 = Abra el teléfono de **Guest participant**, vaya a **help**, pulse **Get help** y diga qué pasa.
wall-story-4-do-2 = Nadie responde. Pulse arriba **Siguiente evento** o **Reproducir** (▶) hasta que pasen diez minutos.
wall-story-4-do-3 = Abra el teléfono de **Member La Paz** y pulse **Yo ayudo**.
wall-story-4-do-4 = Abra el teléfono de **Member Vancouver**, a quien también se avisó.
wall-story-4-look-1 = Pasados diez minutos, Magpie avisa a los voluntarios que están despiertos y no despierta a ninguno de los demás. El invitado sabe, sin sonido, a quién se avisó.
wall-story-4-look-2 = En el teléfono de Vancouver, el botón queda desactivado y muestra el nombre de quien ayuda.
wall-story-4-text = I cannot get into the main room. It says my link is not valid.

wall-story-5-title = No se pierde nada
wall-story-5-lead = Una máquina puede averiarse en cualquier momento. Magpie guarda lo que tiene que enviar antes de prometer nada.
wall-story-5-do-1 = Pulse arriba **Apagar el bot**.
wall-story-5-do-2 = Pulse **Encender el bot**.
wall-story-5-do-3 = Pulse **+1 h** hasta pasar de las 20:00 UTC: Sídney se despierta a las 07:00.
wall-story-5-do-4 = Abra el teléfono de **Member Sydney**.
wall-story-5-look-1 = El teléfono de Sídney suena una vez: «{ $said }»
wall-story-5-look-2 = No se pierde nada y nada llega dos veces.

# El reloj y los teléfonos, cuando algo falla o ocurre fuera de la vista
wall-clock-bot-dead = El bot está apagado, así que no puede decir qué viene después. Enciéndalo primero.
wall-clock-bot-starts = El bot está arrancando. Espere un momento.
wall-clock-others = El reloj marca ahora: { $time }. Magpie envió un mensaje, pero no sonó ninguno de los teléfonos de esta página.
wall-heard-nothing = Nada todavía.
wall-rings = Suena: { $names }
wall-command-none = Todavía no hay comandos: ningún bot se ha conectado a este servidor.
wall-command-not-in-dm = «/{ $name }» solo funciona en los canales del servidor. Pulse la flecha de arriba de este teléfono y elija un canal.
wall-link-inside = Este enlace lleva a discord.com. En este entorno de pruebas no hay nada allí.

# Las tarjetas: un botón en cada paso, los pasos en una pantalla estrecha y el final
wall-story-step = Hacer este paso por mí
wall-story-step-of = Hacer el paso { $step } por mí
wall-story-no-press = este teléfono todavía no tiene un botón para este paso.
wall-story-what-next = ¿Y ahora?
wall-story-roster = Estas tarjetas necesitan la comunidad que viene con Magpie: inicie `cargo run --release -- sandbox` sin `--roster`.
wall-coach = Qué hacer: { $title }
wall-coach-done = Hecho: { $title }
wall-coach-away = La × de arriba a la derecha guarda este teléfono y muestra los demás.
wall-story-end-told = Ha jugado toda la noche. En «¿Y ahora?» se explica cómo seguir.
wall-end-undone-title = ¿Y ahora?
wall-end-undone-lead = Tarjetas sin terminar: { $cards }. Todavía puede jugarlas, o seguir adelante:
wall-story-end-title = La noche ha terminado. ¿Y ahora?
wall-story-end-lead = No se despertó a nadie que no lo hubiera pedido, y no se perdió nada.
wall-story-end-do-1 = Vea cómo se configura un servidor vacío. Detenga este entorno de pruebas (Ctrl+C en su terminal) y ejecute `cargo run --release -- sandbox --bare`. Tiene sus propias tarjetas.
wall-story-end-do-2 = Después pruébelo en su propio servidor: el README explica cada paso en **On a real server**.

# Las tarjetas de un servidor vacío
wall-bare = Un servidor vacío
wall-bare-hint = No hay nada configurado y nadie tiene perfil todavía. Haga lo que hacen las primeras personas en un servidor real.
wall-bare-1-title = Configurar el servidor
wall-bare-1-lead = Este servidor pertenece a { $owner }. Magpie acaba de llegar y no sabe nada de él.
wall-bare-1-do-1 = Abra el teléfono de **{ $owner }**, vaya a **mag-general** y escriba `/setup`.
wall-bare-1-do-2 = Revise los roles y canales propuestos y pulse **Save as shown**.
wall-bare-1-look-1 = Magpie propone roles y canales según sus nombres. Una vez guardados, dice qué permiso falta y dónde.
wall-bare-1-look-2 = Sus paneles están ahora en **announcements** y **help**.
wall-bare-2-title = El primer perfil
wall-bare-2-lead = { $member } le dice a Magpie dónde vive y cuándo duerme.
wall-bare-2-do-1 = Abra el teléfono de **{ $member }**, vaya a **announcements**, pulse **Set up my profile** y después **Go to the message**.
wall-bare-2-do-2 = Responda a las tres preguntas. Basta el nombre de una ciudad: `{ $city }`.
wall-bare-2-do-3 = Pulse **Save**.
wall-bare-2-look-1 = Desde ahora todas las horas se muestran en la hora local de este miembro.
wall-bare-2-look-2 = El resumen dice quién puede ver cada respuesta.
wall-bare-3-title = El primer recordatorio
wall-bare-3-lead = La forma más rápida de ver cómo Magpie hace sonar un teléfono.
wall-bare-3-do-1 = En el teléfono de **{ $member }** escriba `/remind`, con el texto `Tea` y la hora `in 2 min`.
wall-bare-3-do-2 = Magpie repite lo que ha entendido. Pulse **Save**.
wall-bare-3-do-3 = Pulse **Siguiente evento** arriba. Con un reloj real, espere dos minutos.
wall-bare-3-look-1 = El recordatorio llega a este teléfono, y no suena ningún otro.
wall-bare-3-text = Tea
wall-bare-3-when = in 2 min
wall-bare-end-told = Todo está configurado. En «¿Y ahora?» se explica cómo seguir.
wall-bare-end-title = El servidor está listo. ¿Y ahora?
wall-bare-end-lead = Han sido los mismos pasos, comandos y botones que en un servidor real.
wall-bare-end-do-1 = Vea qué hace toda una comunidad en una noche. Detenga este entorno de pruebas (Ctrl+C en su terminal) y ejecute `cargo run --release -- sandbox`.
wall-bare-end-do-2 = O vaya a su propio servidor: el README explica cada paso en **On a real server**.
