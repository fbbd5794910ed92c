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
