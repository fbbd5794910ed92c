# Los comandos de la mesa de ayuda.

command-help = ayuda
    .description = Pedir ayuda a la mesa de ayuda: lo leerán los voluntarios y la secretaría
command-help-text = texto
    .description = Con qué necesita ayuda; si no lo escribe, se abre un formulario

command-ask = preguntar
    .description = Hacer una pregunta a la secretaría
command-ask-question = pregunta
    .description = Su pregunta; si no la escribe, se abre un formulario

command-ticket = solicitud
    .description = Las solicitudes de ayuda
command-ticket-list = lista
    .description = Las solicitudes abiertas que usted puede ver
command-ticket-show = ver
    .description = Una solicitud y todo lo que pasó con ella
command-ticket-show-number = número
    .description = El número de la solicitud
command-ticket-log = anotar
    .description = Anotar lo que alguien pidió fuera de Discord (voluntarios y secretaría)
command-ticket-log-name = nombre
    .description = El nombre de esa persona
command-ticket-log-contact = contacto
    .description = Cómo contactarla: correo electrónico, teléfono, número del sitio web
command-ticket-log-problem = problema
    .description = Qué necesita
command-ticket-log-answer = respuesta
    .description = Qué se le respondió; si no lo escribe, la solicitud queda abierta
command-ticket-transfer = pasar
    .description = Pasar a alguien que no duerme una solicitud con la que usted ayuda
command-ticket-transfer-number = número
    .description = El número de la solicitud
command-ticket-transfer-to = para
    .description = Quién ayuda desde ahora

command-help-needed = plazo
    .description = Para cuándo necesita ayuda; si no lo indica, hoy
command-help-needed-now = Mi sesión está en curso
command-help-needed-hour = En menos de una hora
command-help-needed-today = Hoy
command-help-needed-later = No hay prisa
command-help-about = asunto
    .description = De qué se trata
command-help-about-joining = Entrar en una reunión
command-help-about-registration = Inscripción
command-help-about-permissions = Permisos
command-help-about-programme = Programa
command-help-about-conduct = La conducta de alguien (solo lo lee la secretaría)
command-help-about-other = Otra cosa
