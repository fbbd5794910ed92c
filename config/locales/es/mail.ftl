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
mail-original = Texto original:
mail-reply-to-answer = Para responder, conteste a este correo. La secretaría lee las respuestas.
mail-reply-for-questions = Si tiene alguna pregunta, conteste a este correo. La secretaría lee las respuestas.
mail-no-reply-to-answer = Nadie lee las respuestas a este correo. Dé su respuesta a la secretaría por otro medio.
mail-no-reply = Nadie lee las respuestas a este correo.
mail-why-not-on-discord = Alerta { $number }. La recibe por correo electrónico porque figura en la lista de miembros que lleva la secretaría y no está en Discord.
mail-why-no-route = Alerta { $number }. La recibe por correo electrónico porque Magpie no puede escribirle en Discord.
mail-why-asked = Alerta { $number }. La recibe por correo electrónico porque no la ha visto en Discord y así lo pidió en su perfil.

# El código que confirma una dirección.
mail-code-subject = { $code } es su código para Magpie
mail-code = Su código: { $code }
mail-code-how = Escríbalo en Discord, en «Alertas por correo» de su perfil. Es válido durante { $valid }.
mail-code-not-you = Si no lo pidió, no tiene que hacer nada. Sin el código no se envía ninguna alerta a esta dirección.
