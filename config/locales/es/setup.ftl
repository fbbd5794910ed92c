# /setup: quién es quién y qué va dónde en un servidor. Los nombres de los permisos son los de Discord.

setup-title = **Magpie en { $server }**
setup-chosen = ✅ { $what }: { $choice }
setup-suggested = 💡 { $what }: { $choice } (propuesto por su nombre; aún no guardado)
setup-missing = ⬜ { $what }: sin elegir

setup-role-members = Rol de los miembros
setup-role-volunteers = Rol de los voluntarios de ayuda
setup-role-secretariat = Rol de la secretaría
setup-channel-secretariat = Canal de la secretaría (alertas, avisos privados)
setup-channel-announcements = Canal de anuncios (botón del perfil)
setup-channel-help = Canal donde se pide ayuda
setup-channel-triage = Canal donde los voluntarios ven las solicitudes
setup-channel-inbox = Inbox (hilos privados si los MD están cerrados)

setup-event = 📅 Evento: del { $from } al { $to }
setup-event-none = 📅 Evento: aún sin fechas
setup-people = 👥 { $members ->
        [one] Hay { $members } miembro aquí
       *[other] Hay { $members } miembros aquí
    }; { $unset ->
        [0] todas las personas con un rol tienen perfil.
        [one] 1 persona aún no tiene perfil.
       *[other] { $unset } personas aún no tienen perfil.
    }
setup-expected = 📋 Esperados: { $expected }. No están en Discord: { $absent }.
setup-expected-none = 📋 Aún no hay lista de miembros esperados: suba una con /setup y la opción members_file.
setup-permissions-fine = 🔑 Magpie tiene todos los permisos que necesita.
setup-thread-readers = 👁️ Quien puede gestionar hilos lee también los privados de { $channel }: { $roles }.
setup-lack = ⚠️ En { $channel } a Magpie le falta: { $permissions }. Solución: ajustes del canal → Permisos → Magpie.
setup-open-to-all = ⚠️ Todo el servidor puede leer esto: { $what }. Ciérrelo a quienes lo necesitan.
setup-hidden = ⚠️ { $what }: no visible para «{ $who }». Solución: ajustes del canal → Permisos → Ver canal.
setup-open-to-threads = ⚠️ { $what }: cualquiera puede crear hilos allí y darles el nombre del de un miembro. Solución: ajustes del canal → Permisos → @everyone → denegar «Crear hilos públicos» y «Crear hilos privados».

setup-save = Guardar como se muestra
setup-to-roles = Roles
setup-to-channels = Canales
setup-to-rest = Anuncios y evento
setup-change = Cambiar
setup-dates = Fechas del evento
setup-dates-from = Primer día
setup-dates-to = Último día
setup-dates-placeholder = 2026-11-10 o 10 de noviembre de 2026
setup-dates-unknown = ⚠️ «{ $typed }» no es un día que Magpie sepa leer. Escríbalo como 2026-11-10. No se cambió nada.
setup-dates-which = ⚠️ «{ $typed }» puede ser más de un día. No se cambió nada; pulse otra vez «{ setup-dates }» y escriba el que quiere decir:
setup-dates-choice = • `{ $written }` para el { $day }
setup-dates-order = ⚠️ El último día es anterior al primero. No se cambió nada.

setup-done = ✅ **Magpie está listo.** Todo está guardado, y los paneles están en sus canales.
setup-not-ready = ⚠️ **Todo está guardado, pero Magpie no está listo.** No puede trabajar en { $channels }: vea abajo. En cuanto estén los permisos, Magpie sigue por sí solo.
setup-not-ready-panels = ⚠️ **Todo está guardado, pero Magpie no está listo:** falta un panel.
setup-incomplete = **Guardado, pero aún incompleto.** Falta: { $missing }. Hasta entonces la mayoría de los comandos solo lo dicen.
setup-panel-failed = Magpie no pudo publicar su panel en { $channel }. Corrija los permisos de abajo y pulse otra vez «Guardar como se muestra».

setup-role-everyone = ⚠️ @everyone no puede ser un grupo: cada invitado formaría parte de él. Elija otro rol. No se cambió nada.
setup-role-managed = ⚠️ Ese rol es de un bot; ninguna persona puede tenerlo. Elija otro. No se cambió nada.
setup-role-unknown = ⚠️ Magpie no ve ese rol. Elija otro. No se cambió nada.
setup-only-in-server = Use esto en el servidor al que Magpie debe servir, por favor.
setup-not-allowed = Solo quienes pueden gestionar este servidor («Gestionar servidor») pueden configurar Magpie.
setup-not-synced = Magpie aún está leyendo este servidor. Inténtelo de nuevo en unos segundos, por favor.
setup-elsewhere = Este Magpie ya sirve a otro servidor: { $server }. Un Magpie sirve a un solo servidor; quítelo primero de allí, o ponga en marcha otro.

setup-claimed = **{ $name }** ({ $mention }) ha configurado Magpie en su servidor. Quien lo configura decide quién forma la secretaría y lee lo que se le informa. Si no lo esperaba, abra /setup y elija usted los roles y los canales.

setup-list-taken = ✅ { $count ->
        [one] { $count } persona esperada está ahora en la lista.
       *[other] { $count } personas esperadas están ahora en la lista.
    }
setup-list-unused = Columnas no usadas: { $columns }.
setup-list-refused = ⚠️ **La lista no se aceptó; no se cambió nada.** { $count ->
        [one] { $count } cosa por corregir:
       *[other] { $count } cosas por corregir:
    }
setup-fault-line = Línea { $line }: { $fault }
setup-fault-file = El archivo: { $fault }
setup-fault-not-utf8 = no está guardado como UTF-8. En su hoja de cálculo elija «CSV UTF-8».
setup-fault-empty = no hay nadie en él.
setup-fault-too-many = más de { $most } líneas.
setup-fault-no-column = no hay columna «{ $column }». La primera línea debe nombrar las columnas: name, address, role (y handle, si quiere).
setup-fault-unreadable = no se puede leer como CSV. ¿Falta cerrar unas comillas?
setup-fault-no-name = falta el nombre.
setup-fault-no-address = falta la dirección fuera de Discord (correo o teléfono).
setup-fault-no-role = falta el rol: miembro, voluntario o secretaria.
setup-fault-unknown-role = «{ $role }» no es un rol. Debe ser miembro, voluntario o secretaria.
setup-fault-too-long = «{ $column }» tiene más de { $most } caracteres.
setup-fault-repeated = la misma persona que en la línea { $first }.
setup-and-more = … y { $count } más.
setup-file-too-large = El archivo es demasiado grande: como máximo { $kilobytes } kB. No se cambió nada.
setup-file-unread = Magpie no pudo leer el archivo en Discord. No se cambió nada; súbalo otra vez, por favor.

setup-absent = { $count ->
        [one] { $count } persona es esperada y no está en Discord.
       *[other] { $count } personas son esperadas y no están en Discord.
    } Comparado con la lista por identificador o por nombre exacto. Para copiar:
setup-absent-button = No están en Discord: { $count }
setup-no-profile = { $count ->
        [one] { $count } persona tiene aquí un rol y aún no tiene perfil.
       *[other] { $count } personas tienen aquí un rol y aún no tienen perfil.
    } Para copiar:
setup-no-profile-button = Sin perfil: { $count }

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
