# El informe de una alerta, para /alerta informe.

alert-report-title = **Informe de la alerta { $number } · { $severity }:** { $text }
alert-report-practice = Era una práctica.
alert-report-sent-not-seen = «Recibida» no quiere decir «vista».
alert-report-zone = Horas: { $place }.
alert-report-zone-utc = Horas en UTC.
alert-report-people = Persona por persona
alert-report-people-title = **Alerta { $number }, persona por persona.** { $zone }
alert-report-percent = { $percent } %

# La tabla. 20 caracteres por etiqueta.
alert-report-row-recipients = Destinatarios
alert-report-row-reached = Recibida
alert-report-row-sounded = con sonido
alert-report-row-seen = Vista
alert-report-row-seen-earlier = solo texto previo
alert-report-row-answered = Respuestas
alert-report-row-late = de ellas, tarde
alert-report-row-outside = Por otra vía
alert-report-row-first = Primera vista tras
alert-report-row-half = La mitad la vio tras

# La imagen. Unos 40 caracteres por título y 25 por etiqueta.
alert-report-chart-seen = Alerta { $number }: quién la ha visto
alert-report-chart-answers = Alerta { $number }: vistas y respuestas
alert-report-series-reached = Recibida
alert-report-series-seen = Vista
alert-report-answer-number = Respuesta { $number }
alert-report-legend = : { $count }
alert-report-needed = Se necesitan: { $count }
alert-report-nobody-yet = Nadie la ha visto todavía
alert-report-mark-corrected = Corregida
alert-report-mark-asked = Se volvió a avisar
alert-report-mark-deadline = Plazo
alert-report-mark-over = Terminada
alert-report-mark-withdrawn = Retirada

# La imagen en palabras, para quien no la ve.
alert-report-described = Gráfico de la alerta { $number }, enviada el { WEEKDAY($time) }.
alert-report-described-reached = Recibida: { $reached } de { $count }.
alert-report-described-seen = Vista: { $seen } de { $count }.
alert-report-described-answered = Respuestas: { $answered } de { $count }.
alert-report-described-answer = «{ $answer }»: { $count }.
alert-report-described-half = La mitad la había visto tras { $took }.
alert-report-described-deadline = Plazo: { WEEKDAY($time) }.
alert-report-described-ended = Fin: { WEEKDAY($time) }.

# Una persona.
alert-report-by-message = mensaje directo
alert-report-by-inbox = mensaje en el hilo del buzón
alert-report-by-unknown = mensaje
alert-report-with-sound = con sonido
alert-report-silently = sin sonido
alert-report-sounded = con sonido a las { $time }
alert-report-held = le llegará al despertar ({ $time })
alert-report-waits = le llegará al despertar
alert-report-on-its-way = en camino
alert-report-retrying = se intenta de nuevo
alert-report-cancelled = envío cancelado por la secretaría
alert-report-not-sent = no se envió: la alerta terminó antes
alert-report-seen = vista { $time }
alert-report-seen-earlier = solo vio el texto previo, { $time }
alert-report-not-seen = sin ver

# Las columnas del archivo CSV.
alert-report-column-name = Nombre
alert-report-column-handle = Nombre en Discord
alert-report-column-reached = Recibida ({ $zone })
alert-report-column-how = Cómo
alert-report-column-sounded = Primer sonido ({ $zone })
alert-report-column-seen = Vista ({ $zone })
alert-report-column-answer = Respuesta
alert-report-column-answered = Respondió ({ $zone })
alert-report-column-mark = Observación
alert-report-column-outside-by = Localizada por otra vía por
alert-report-column-outside = Localizada por otra vía ({ $zone })
alert-report-column-not-reached = No recibida porque
