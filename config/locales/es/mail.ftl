# Correos electrónicos. Sin el formato de Discord: ni asteriscos ni comandos.

mail-subject-corrected = Corregida: { $subject }
mail-subject-withdrawn = Retirada: { $subject }
mail-subject-over = Ya terminó: { $subject }

mail-greeting = Hola, { $name }:
mail-who = De { $name }, de la secretaría. Gravedad: { $severity }.
mail-corrected = Este mensaje se ha corregido. Lea el texto nuevo:
mail-withdrawn = Este mensaje se envió por error y se ha retirado. No tiene que hacer nada:
mail-over = Esto ya terminó. No tiene que hacer nada:
mail-answers = Respuestas posibles: { $answers }
mail-reply-to-answer = Para responder, conteste a este correo. La secretaría lee las respuestas.
mail-reply-for-questions = Si tiene alguna pregunta, conteste a este correo. La secretaría lee las respuestas.
mail-no-reply-to-answer = Nadie lee las respuestas a este correo. Dé su respuesta a la secretaría por otro medio.
mail-no-reply = Nadie lee las respuestas a este correo.
mail-why-not-on-discord = Alerta { $number }. La recibe por correo electrónico porque figura en la lista de miembros que lleva la secretaría y no está en Discord.
mail-why-no-route = Alerta { $number }. La recibe por correo electrónico porque Magpie no puede escribirle en Discord.
