# /setup: quién es quién y dónde va cada cosa en un servidor. Los nombres de los permisos son los de Discord.

setup-title = **Magpie en { $server }**
setup-chosen = ✅ { $what }: { $choice }
setup-suggested = 💡 { $what }: { $choice } (propuesto por su nombre; aún sin guardar)
setup-deleted = ⚠️ { $what }: lo elegido se eliminó en Discord. Elija otro, por favor.
setup-deleted-suggested = 💡 { $what }: { $choice } (propuesto por su nombre; aún sin guardar; lo elegido antes se eliminó en Discord)
setup-missing = ⬜ { $what }: sin elegir

setup-role-members = Rol de los miembros
    .within = el rol de los miembros
setup-role-volunteers = Rol de los voluntarios de la mesa de ayuda
    .within = el rol de los voluntarios
setup-role-secretariat = Rol de la secretaría
    .within = el rol de la secretaría
setup-channel-secretariat = Canal de la secretaría (alertas, informes privados)
    .within = el canal de la secretaría
setup-channel-announcements = Canal de anuncios (botón del perfil)
    .within = el canal de anuncios
setup-channel-help = Canal donde se pide ayuda
    .within = el canal donde se pide ayuda
setup-channel-triage = Canal donde los voluntarios ven las solicitudes
    .within = el canal donde los voluntarios ven las solicitudes
setup-channel-inbox = Buzón (hilos privados si no hay mensajes directos)
    .within = el buzón

setup-event = 📅 Evento: del { $from } al { $to }
setup-event-none = 📅 Evento: aún sin fechas
setup-people-none = 👥 Aquí nadie tiene todavía uno de estos roles. Asígnelos en Discord: Ajustes del servidor → Miembros.
setup-people = 👥 { $members ->
        [one] 1 persona tiene el rol de miembros
       *[other] { $members } personas tienen el rol de miembros
    }. Entre todas las personas con alguno de los tres roles, { $unset ->
        [0] todas tienen perfil.
        [one] 1 aún no tiene perfil.
       *[other] { $unset } aún no tienen perfil.
    }
setup-expected = 📋 Personas esperadas: { $expected }. No están en Discord: { $absent }.
setup-expected-none = 📋 Aún no hay lista de miembros esperados: suba una con { COMMAND("setup") } y la opción archivo_miembros.
setup-permissions-fine = 🔑 Magpie tiene todos los permisos que necesita.
setup-thread-readers = 👁️ Estos roles pueden gestionar los hilos de { $channel }, así que también leen los privados: { $roles }.
setup-lack = ⚠️ En { $channel }, a Magpie le falta: { $permissions }. Solución: ajustes del canal → Permisos → Magpie.
setup-open-to-all = ⚠️ Puede leerlo todo el servidor: { $what }. Limítelo a quienes lo necesitan.
setup-hidden = ⚠️ { $what }: no lo ve «{ $who }». Solución: ajustes del canal → Permisos → Ver canal.
setup-open-to-threads = ⚠️ { $what }: cualquiera puede crear hilos allí y darles el nombre del hilo de un miembro. Solución: ajustes del canal → Permisos → @everyone → denegar «Crear hilos públicos» y «Crear hilos privados».

setup-save = Guardar como se muestra
setup-to-roles = Roles
setup-to-channels = Canales
setup-to-rest = Anuncios y evento
setup-change = Cambiar
setup-dates = Fechas del evento
setup-dates-from = Primer día
setup-dates-to = Último día
setup-dates-placeholder = 2026-11-10 o 10 de noviembre de 2026
setup-dates-unknown = ⚠️ Magpie no reconoce «{ $typed }» como un día. Escríbalo así: 2026-11-10. No se cambió nada.
setup-dates-which = ⚠️ «{ $typed }» puede ser más de un día. No se cambió nada; pulse otra vez «{ setup-dates }» y escriba el que quiera:
setup-dates-choice = • `{ $written }` para el { $day }
setup-dates-order = ⚠️ El último día es anterior al primero, así que no se cambió nada. Revise ambos, por favor.

setup-done = ✅ **Magpie está listo.** Todo está guardado y los mensajes con botones están en sus canales.
setup-not-ready = ⚠️ **Todo está guardado, pero Magpie no está listo.** No puede trabajar en { $channels }: vea los detalles abajo. En cuanto tenga los permisos, Magpie continuará por sí solo.
setup-not-ready-deleted = ⚠️ **Todo está guardado, pero Magpie no está listo.** Se eliminó en Discord: { $deleted }. Pulse «{ setup-change }» y elija otro, por favor.
setup-not-ready-panels = ⚠️ **Todo está guardado, pero Magpie no está listo:** no se pudo publicar uno de sus mensajes con botones.
setup-incomplete = **Guardado, pero la configuración no está completa.** Falta: { $missing }. Hasta entonces, la mayoría de los comandos no funcionan.
setup-panel-failed = Magpie no pudo publicar su mensaje con botones en { $channel }. Corrija los permisos indicados abajo y pulse otra vez «{ setup-save }».

setup-role-everyone = ⚠️ @everyone no puede usarse como grupo: incluiría a todos los invitados. Elija otro rol, por favor. No se cambió nada.
setup-role-managed = ⚠️ Ese rol pertenece a un bot; ninguna persona puede tenerlo. Elija otro, por favor. No se cambió nada.
setup-role-unknown = ⚠️ Magpie no ve ese rol. Elija otro, por favor. No se cambió nada.
setup-only-in-server = Use esto en el servidor que Magpie deba atender, por favor.
setup-not-allowed = Solo quienes tienen el permiso «Gestionar servidor» pueden configurar Magpie. No se cambió nada.
setup-not-synced = Magpie aún está leyendo este servidor, así que no se cambió nada. Inténtelo de nuevo dentro de unos segundos, por favor.
setup-elsewhere = Este Magpie ya atiende otro servidor: { $server }. Cada Magpie atiende un solo servidor; quítelo primero de allí o ponga en marcha otro.

setup-claimed = **{ $name }** ({ $mention }) configuró Magpie en su servidor. Quien lo configura decide quién forma la secretaría y lee lo que se le informa. Si no lo esperaba, abra { COMMAND("setup") } y elija usted los roles y los canales.

setup-list-taken = ✅ { $count ->
        [one] Ahora hay 1 persona esperada en la lista.
       *[other] Ahora hay { $count } personas esperadas en la lista.
    }
setup-list-unused = Columnas que no se usaron: { $columns }.
setup-list-understood = 📋 **Esto es lo que Magpie entendió. Aún no se guardó nada.** { $count ->
        [one] 1 persona:
       *[other] { $count } personas:
    }
setup-list-zones = 🌍 Con lugar conocido: { $known }; sin él: { $unknown }. Mientras una persona no tenga perfil, Magpie supone ese lugar: allí los mensajes suenan de 09:00 a 20:00, llegan sin sonido el resto del tiempo y nada la despierta.
setup-list-here = 👥 Están aquí por nombre de usuario: { $certain }; { $saved } ya tienen perfil, que queda como está. Solo por el nombre: { $names }. Un nombre no prueba nada, así que su lugar no se usa hasta que añada su nombre de usuario.
setup-list-replaces = 🔁 Reemplaza una lista de { $count }; personas de aquella que no están en esta: { $gone }.
setup-list-save = Guardar esta lista
setup-list-discard = Descartar
setup-list-discarded = Se descartó la lista subida; no se cambió nada.
setup-list-gone = ⚠️ Esa lista ya no está en espera: se guardó o se descartó, o se subió un archivo más reciente. Esto es lo que está guardado:
setup-list-place = { $place }, hora actual { $time }
setup-list-role-mag = miembro
setup-list-role-helpdesk = voluntario
setup-list-role-secretariat = secretaría
setup-list-has-profile = tiene perfil, que se conserva
setup-list-by-name = solo por el nombre
setup-list-not-here = aún no está en Discord
setup-note-unknown-place = Magpie no conoce el lugar «{ $typed }», así que no supone ninguna zona horaria.
setup-note-which-place = «{ $typed }» puede ser más de un lugar ({ $places }), así que Magpie no supone ninguna zona horaria. Añada el país, por favor.
setup-note-language = Magpie no escribe en «{ $typed }», solo en inglés, francés y español.
setup-list-refused = ⚠️ **No se aceptó la lista; no se cambió nada.** { $count ->
        [one] Hay 1 error que corregir:
       *[other] Hay { $count } errores que corregir:
    }
setup-fault-line = Línea { $line }: { $fault }
setup-fault-file = El archivo: { $fault }
setup-fault-not-utf8 = no está guardado como UTF-8. En su hoja de cálculo, elija «CSV UTF-8».
setup-fault-empty = no contiene a nadie.
setup-fault-too-many = tiene más de { $most } líneas.
setup-fault-no-header = la primera línea no nombra las columnas: «{ $line }». Ponga encima una línea como esta: nombre,contacto,rol,usuario,ciudad,idioma
setup-fault-no-column = falta la columna «{ $column }». La primera línea debe nombrar las columnas: nombre, contacto, rol y, si quiere, usuario, ciudad o zona, idioma. Pueden ir en cualquier orden.
setup-column-name = nombre
setup-column-contact = contacto
setup-column-role = rol
setup-column-handle = usuario
setup-column-city = ciudad
setup-column-country = país
setup-column-zone = zona
setup-column-language = idioma
setup-fault-unreadable = no se puede leer como CSV. ¿Faltan unas comillas de cierre?
setup-fault-no-name = falta el nombre.
setup-fault-no-address = falta la dirección fuera de Discord (correo electrónico o teléfono).
setup-fault-no-role = falta el rol: miembro, voluntario o secretaría.
setup-fault-unknown-role = «{ $role }» no es un rol. Debe ser miembro, voluntario o secretaría.
setup-fault-too-long = «{ $column }» tiene más de { $most } caracteres.
setup-fault-repeated = es la misma persona que en la línea { $first }.
setup-and-more = … y { $count } más.
setup-file-too-large = El archivo pasa de { $kilobytes } kB, así que no se cambió nada. Suba uno más pequeño, por favor.
setup-file-unread = Magpie no pudo leer el archivo de Discord. No se cambió nada; súbalo otra vez, por favor.

setup-absent = { $count ->
        [one] 1 persona esperada no está en Discord.
       *[other] { $count } personas esperadas no están en Discord.
    } Comparación con la lista por nombre de usuario o por nombre exacto. Para copiar:
setup-absent-none = Todas las personas de la lista están en Discord. No tiene que hacer nada.
setup-absent-button = No están en Discord: { $count }
setup-no-profile = { $count ->
        [one] { $count } persona tiene aquí un rol y aún no tiene perfil.
       *[other] { $count } personas tienen aquí un rol y aún no tienen perfil.
    } Para copiar:
setup-no-profile-none = Aquí todas las personas con un rol tienen perfil. No tiene que hacer nada.
setup-no-profile-button = Sin perfil: { $count }
setup-remind-them = Enviarles un recordatorio
setup-reminded-now = { $count ->
        [one] Magpie envía un recordatorio a 1 persona: { $names }.
       *[other] Magpie envía un recordatorio a { $count } personas: { $names }.
    }
setup-reminded-silently = { $count ->
        [one] 1 persona recibe un recordatorio sin sonido, porque Magpie no conoce su zona horaria: { $names }.
       *[other] { $count } personas reciben un recordatorio sin sonido, porque Magpie no conoce su zona horaria: { $names }.
    }
setup-reminded-later = { $count ->
        [one] 1 persona duerme y recibirá el recordatorio al despertar: { $names }.
       *[other] { $count } personas duermen y recibirán el recordatorio al despertar: { $names }.
    }
setup-names-in-file = { $count } más (el archivo tiene todos los nombres)
setup-reminded-already = { $count ->
        [one] 1 persona ya recibió un recordatorio en las últimas 24 horas, o lo recibirá al despertar; no se envía otro.
       *[other] { $count } personas ya recibieron un recordatorio en las últimas 24 horas, o lo recibirán al despertar; no se envía otro.
    }
setup-reminded-nobody = Todas las personas con un rol tienen ya perfil, así que no se envía ningún recordatorio.

guild-permission-administrator = Administrador
guild-permission-manage-server = Gestionar servidor
guild-permission-view-channel = Ver canal
guild-permission-send-messages = Enviar mensajes
guild-permission-manage-messages = Gestionar mensajes
guild-permission-read-message-history = Leer el historial de mensajes
guild-permission-mention-everyone = Mencionar @everyone, @here y todos los roles
guild-permission-manage-threads = Gestionar hilos
guild-permission-create-public-threads = Crear hilos públicos
guild-permission-create-private-threads = Crear hilos privados
guild-permission-send-messages-in-threads = Enviar mensajes en hilos
guild-permission-other = otro permiso
