# Los comandos de la mesa de ayuda.

command-help = ayuda
    .description = Pedir ayuda: la leen el voluntariado y la secretaría
command-help-text = texto
    .description = Qué ayuda necesita; sin esto se abre un formulario

command-ask = preguntar
    .description = Hacer una pregunta a la secretaría
command-ask-question = pregunta
    .description = Su pregunta; sin esto se abre un formulario

command-ticket = solicitud
    .description = Las solicitudes de ayuda
command-ticket-list = lista
    .description = Las solicitudes abiertas que usted puede ver
command-ticket-show = ver
    .description = Una solicitud y lo que pasó con ella
command-ticket-show-number = número
    .description = El número de la solicitud
command-ticket-log = anotar
    .description = Anotar lo que alguien pidió fuera de Discord (voluntariado y secretaría)
command-ticket-log-name = nombre
    .description = Su nombre
command-ticket-log-contact = contacto
    .description = Cómo contactar: correo, teléfono, número del sitio web
command-ticket-log-problem = problema
    .description = Lo que necesita
command-ticket-log-answer = respuesta
    .description = La respuesta dada; sin esto la solicitud queda abierta
