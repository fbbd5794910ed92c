# Las guardias: el panel, las pantallas privadas y los mensajes. La secretaría planifica un turno; cada persona toma todo
# o una parte.

duty-panel = 🗓️ **Guardias de la mesa de ayuda.** Elija abajo un turno para tomarlo. Las horas después del punto son las suyas.
duty-panel-line = { $utc } · { $own } · **{ $state }**
duty-panel-empty = No hay ningún turno planificado.
duty-panel-more = { $count ->
    [one] Un turno más: pulse el botón de abajo.
   *[other] { $count } turnos más: pulse el botón de abajo.
}
duty-choose-slot = Elegir un turno
duty-open-slots = Todos los turnos
duty-open-mine = Mis turnos
duty-open-available = Estoy disponible

duty-period = { $start }–{ $end }
duty-period-with-utc = { $own } ({ $utc } UTC)
duty-period-many = { $utc } ({ $own } para usted)
duty-clock-change = En este tiempo cambia la hora: { $clock } en el reloj, { $real } en realidad.

duty-needs = { $count ->
    [one] falta 1 persona
   *[other] faltan { $count } personas
}
duty-needs-part = { $count ->
    [one] falta 1 persona de { $from } a { $until }
   *[other] faltan { $count } personas de { $from } a { $until }
}
duty-needs-part-utc = { $count ->
    [one] falta 1 persona de { $from } a { $until } UTC
   *[other] faltan { $count } personas de { $from } a { $until } UTC
}
duty-complete = completo
duty-someone = Alguien
duty-person-part = { $name } ({ $from }–{ $until })
duty-line = • { $when }: **{ $state }**
duty-line-people = • { $when }: **{ $state }** · { $people }

duty-list = { $count ->
    [one] Hay un turno planificado, en su propia hora.
   *[other] Hay { $count } turnos planificados, en su propia hora.
}
duty-list-empty = No hay ningún turno planificado. Aun así, puede decir que está disponible: { COMMAND("duty available") }.
duty-list-empty-secretariat = No hay ningún turno planificado. Planifique turnos con { COMMAND("duty add") }, o envíe un archivo con { COMMAND("duty upload") }.
duty-no-zone = Magpie no conoce su zona horaria, así que las horas están en UTC. Con { COMMAND("profile edit") } puede cambiarlo.
duty-slot-people = De guardia: { $people }
duty-slot-own = Usted está de guardia en este turno.
duty-slot-over = Este turno ya terminó.
duty-take = Tomar
duty-take-part = Tomar una parte…
duty-take-again = Tomarlo otra vez
duty-give-back = Devolver el turno
duty-remove = Eliminar el turno
duty-back = Volver
duty-back-to-slots = Todos los turnos

duty-confirm-take = ¿Quiere tomar { $when }?
duty-warning-night = 🌙 { $quiet } caen en sus horas de silencio.
duty-warning-nights = { $count ->
    [0] Sería su primera noche de guardia.
    [one] Ya ha tomado una noche.
   *[other] Ya ha tomado { $count } noches.
}
duty-warning-rest = ⚠️ Entre este turno y su otro turno tendría solo { $rest } de descanso.
duty-warning-no-rest = ⚠️ No hay ninguna pausa entre este turno y su otro turno.
duty-ring-question = ¿Puede Magpie hacer sonar su teléfono en este turno, incluso en sus horas de silencio? Si no, los mensajes llegan entonces sin sonido.
duty-take-ring = Tomarlo, y despertarme si hace falta
duty-take-no-ring = Tomarlo, sin despertarme
duty-take-anyway = Tomarlo
duty-do-not-take = No
duty-part-title = Tomar una parte del turno
duty-part-until = ¿Hasta cuándo? (en su hora)
duty-part-from = ¿Desde cuándo? (vacío: desde el inicio)
duty-part-placeholder = 04:00
duty-typed = Usted escribió: { $typed }

duty-you-took = ✅ Usted está de guardia: { $when }. Magpie le preguntará 15 minutos antes si está ahí.
duty-you-took-over = ✅ ¡Gracias! Usted está de guardia: { $when }.
duty-you-have-it = ✅ ¡Gracias! Usted está de guardia: { $when }.
duty-you-keep = Usted conserva su turno: { $when }.
duty-your-shift = Su turno: { $when }
duty-you-gave-back = Usted devolvió { $when }. Ahora otras personas pueden tomarlo.
duty-you-removed = { $count ->
    [0] Usted eliminó el turno { $when }. Nadie lo tenía.
    [one] Usted eliminó el turno { $when }. Magpie avisa a la persona que lo tenía.
   *[other] Usted eliminó el turno { $when }. Magpie avisa a las { $count } personas que lo tenían.
}
duty-rings-always = En este tiempo, Magpie puede hacer sonar su teléfono aunque usted duerma.
duty-rings-awake = En sus horas de silencio, los mensajes llegan sin sonido.
duty-ring-me = Despertarme si hace falta
duty-do-not-ring-me = No despertarme

duty-mine = { $count ->
    [one] **Su turno**
   *[other] **Sus { $count } turnos**
}
duty-mine-empty = Usted no tiene ningún turno. La lista de turnos muestra dónde falta alguien.
duty-mine-line = • { $when }
duty-mine-line-rings = • { $when } · Magpie puede despertarle
duty-nights = { $count ->
    [one] Noches que ha tomado hasta ahora: una.
   *[other] Noches que ha tomado hasta ahora: { $count }.
}
duty-choose-shift = Elegir uno de mis turnos
duty-calendar = Archivo de calendario
duty-calendar-title = Guardia de la mesa de ayuda
duty-calendar-description = Su turno en la mesa de ayuda. Para devolverlo u ofrecerlo a otras personas, abra Discord.
duty-calendar-sent = { $count ->
    [one] Aquí está su turno como archivo de calendario. Ábralo en su teléfono para añadirlo a su calendario. Si más tarde descarga el archivo otra vez, su calendario actualiza el turno.
   *[other] Aquí están sus { $count } turnos como archivo de calendario. Ábralo en su teléfono para añadirlos a su calendario. Si más tarde descarga el archivo otra vez, su calendario actualiza los turnos.
}

duty-offer-button = Ofrecerlo a otros
duty-offer-ask = ¿A quién ofrece { $when }? Usted lo conserva hasta que alguien lo tome.
duty-offer-choose = Elegir a una persona
duty-offer-to-all = Ofrecerlo a todos
duty-offered = Magpie pregunta a esta persona. Usted conserva su turno hasta que lo tome.
duty-offered-all = { $count ->
    [one] Magpie pregunta a un voluntario. Usted conserva su turno hasta que alguien lo tome.
   *[other] Magpie pregunta a { $count } voluntarios. Usted conserva su turno hasta que alguien lo tome.
}
duty-offered-nobody = Por ahora nadie más puede tomar este turno. Usted lo conserva.
duty-offer-keep = Conservarlo
duty-offer = { $name } le pide que se encargue de un turno: { $when }
duty-offer-all = { $name } busca a alguien que se encargue de un turno: { $when }
duty-offer-take = Lo tomo
duty-offer-no = No, gracias
duty-offer-yours = ✅ Usted tomó el turno de { $name }: { $when }
duty-offer-gone = Alguien tomó el turno de { $name }: { $when }. ¡Gracias de todos modos!
duty-offer-refused = Usted no tomó el turno de { $name }: { $when }. No pasa nada.
duty-offer-closed = El turno de { $name } ya no se ofrece: { $when }
duty-news-taken = { $name } se encarga de su turno { $when }. No tiene que hacer nada.
duty-news-refused = { $name } no puede encargarse de su turno { $when }. Usted lo sigue teniendo, y puede ofrecerlo a otras personas.
duty-you-refused = No pasa nada. Magpie avisa a la persona que preguntó.

duty-available-ask = ¿Por cuánto tiempo está disponible? Para otro tiempo, use { COMMAND("duty available") }.
duty-available-until = Usted está disponible hasta el { WEEKDAY($at) }.
duty-available-end = Ya no estoy disponible
duty-available-ended = Usted ya no está disponible. ¡Gracias!

duty-notice = ⏰ Su guardia empieza pronto: { $when }. ¿Está usted ahí?
duty-have-it = Aquí estoy
duty-notice-confirmed = ✅ Usted está de guardia: { $when }.
duty-taken-over = { $name } se encarga ahora de su turno { $when }.
duty-removed = La secretaría eliminó su turno { $when }. No tiene que hacer nada.
duty-over = El turno { $when } terminó. ¡Gracias!
duty-given-back = Usted ya no tiene el turno { $when }.
duty-cover = { $name } no ha confirmado este turno: { $when }. ¿Puede tomarlo?
duty-cover-given-back = { $name } ya no tiene este turno: { $when }. ¿Puede tomarlo?
duty-cover-button = Lo tomo
duty-cover-taken = { $name } tomó este turno: { $when }. No tiene que hacer nada.
duty-cover-there = { $name } está al final en este turno: { $when }. No tiene que hacer nada.
duty-gap = { $count ->
    [one] Todavía falta alguien en la mesa de ayuda, a una hora en que usted no duerme:
   *[other] Todavía falta gente en la mesa de ayuda, a horas en que usted no duerme:
}
duty-deleted = Este turno ya no existe.
duty-gap-filled = Faltaba alguien en la mesa de ayuda. Los turnos ya se tomaron. No tiene que hacer nada.

duty-coverage = { $count ->
    [0] **Cobertura de la mesa de ayuda**, en su propia hora: ningún hueco.
    [one] **Cobertura de la mesa de ayuda**, en su propia hora: un hueco.
   *[other] **Cobertura de la mesa de ayuda**, en su propia hora: { $count } huecos.
}
duty-coverage-utc = { $count ->
    [0] **Cobertura de la mesa de ayuda**, en UTC: ningún hueco.
    [one] **Cobertura de la mesa de ayuda**, en UTC: un hueco.
   *[other] **Cobertura de la mesa de ayuda**, en UTC: { $count } huecos.
}
duty-coverage-legend = █ completo · ▒ falta alguien · ! nadie · un punto: ningún turno
duty-coverage-nights = Noches de guardia: { $people }
duty-person-nights = { $name } { $count }

duty-preview = { $count ->
    [one] **Se creará este turno:**
   *[other] **Se crearán estos { $count } turnos:**
}
duty-preview-more = { $count ->
    [one] … uno más …
   *[other] … { $count } más …
}
duty-preview-past = { $count ->
    [one] Un turno ya pasó y no se crea.
   *[other] { $count } turnos ya pasaron y no se crean.
}
duty-preview-existing = { $count ->
    [one] Un turno ya existe y no se crea otra vez.
   *[other] { $count } turnos ya existen y no se crean otra vez.
}
duty-preview-nothing = Así que no queda nada por crear.
duty-create = Crear
duty-discard = Descartar
duty-created = { $count ->
    [0] No se creó ningún turno: todos ya pasaron o ya existen.
    [one] ✅ Se creó un turno. Los voluntarios ya pueden tomarlo.
   *[other] ✅ Se crearon { $count } turnos. Los voluntarios ya pueden tomarlos.
}
duty-undo = Deshacer
duty-discarded = Descartado. No se creó ningún turno.
duty-undone = { $count ->
    [0] No se eliminó ningún turno.
    [one] Se eliminó un turno.
   *[other] Se eliminaron { $count } turnos.
}
duty-undone-kept = { $count ->
    [one] Un turno se queda, porque alguien lo tomó. Puede eliminarlo en la lista.
   *[other] { $count } turnos se quedan, porque alguien los tomó. Puede eliminarlos uno por uno en la lista.
}
duty-ask-remove = { $count ->
    [0] ¿Eliminar el turno { $when }? Nadie lo tiene.
    [one] ¿Eliminar el turno { $when }? Una persona lo tiene, y se le avisará.
   *[other] ¿Eliminar el turno { $when }? { $count } personas lo tienen, y se les avisará.
}
duty-panel-where = Elija el canal del servidor en el que se publica la lista.
duty-panel-posted = El panel está en { $channel } y sigue cada cambio. Un panel anterior se elimina.

duty-not-volunteer = Solo los voluntarios de la mesa de ayuda y la secretaría pueden estar de guardia.
duty-not-secretariat = Solo la secretaría puede planificar las guardias.
duty-no-slot = Este turno ya no existe. No se cambió nada.
duty-slot-is-over = Este turno ya terminó. No se cambió nada.
duty-slot-full = Alguien fue más rápido: a esta hora ya no falta nadie. No se cambió nada.
duty-not-within = Esta hora no está dentro del turno. No se cambió nada.
duty-overlaps = Usted tiene otro turno a esta hora, de { $from } a { $until }. No se cambió nada.
duty-not-yours = Usted no tiene este turno, o ya terminó. No se cambió nada.
duty-is-taken-over = Alguien se encargó de este turno entretanto. No tiene que hacer nada.
duty-is-confirmed = La persona que tiene este turno está ahí. No tiene que hacer nada.
duty-offer-is-closed = Este turno ya no se ofrece. No se cambió nada.
duty-own-offer = Este es su propio turno. No se cambió nada.
duty-cannot-take = Esta persona no puede tomar el turno: no es voluntaria, o tiene otro turno a esa hora.
duty-no-draft = Estos turnos ya se crearon o se descartaron. No se cambió nada.
duty-no-slots = No hay ningún turno planificado. No se cambió nada.
duty-too-many-slots = Se pueden planificar como máximo { $max } turnos a la vez.
duty-slot-too-long = Un turno dura como máximo un día. Para más tiempo, indique cuántas horas tiene cada turno: { COMMAND("duty add") } tiene una opción para eso.
duty-invalid-available = Elija una hora dentro de las próximas 24 horas.
duty-ends-before-start = El final no es después del inicio.
duty-file-faults = { $count ->
    [one] El archivo tiene un error. No se cambió nada.
   *[other] El archivo tiene { $count } errores. No se cambió nada.
}
duty-file-line = Línea { $line }: { $fault }
duty-file-unreadable = Esto no se puede leer. Guarde el archivo como CSV (UTF-8).
duty-file-empty = El archivo no tiene ningún turno.
duty-file-no-columns = La primera línea debe nombrar las columnas «inicio» y «fin»; «personas» y «zona» son opcionales.
duty-file-time = «{ $text }» no es una hora. Escríbala como 2026-11-02 02:00.
duty-file-people = «{ $text }» no es un número de personas de 1 a { $max }.
duty-file-zone = «{ $text }» no es una zona horaria. Escríbala como Europe/Paris o UTC.
duty-deletion-ends-shifts = { $count ->
    [one] Se devuelve un turno en la mesa de ayuda.
   *[other] Se devuelven { $count } turnos en la mesa de ayuda.
}
