# Lo que pide una alerta, cómo responden los destinatarios, y las alertas de práctica.

alert-answer-yes = Puedo
alert-answer-no = No puedo
alert-button-answered = ✓ { $answer }
alert-button-no-longer = Al final no puedo
alert-button-help = Necesito ayuda
alert-button-remind = Recordármelo en 15 min
alert-your-answer = Su respuesta: **{ $answer }** ({ $time }). Puede cambiarla hasta que termine la alerta.
alert-your-answer-late = Su respuesta: **{ $answer }** ({ $time }, después del plazo). Puede cambiarla hasta que termine la alerta.
alert-your-answer-before = Respondió **{ $answer }** antes de la corrección ({ $time }). ¿Sigue siendo así? Si no, cambie su respuesta.
alert-needed = { $count ->
    [one] Se necesita 1 persona.
   *[other] Se necesitan { $count } personas.
    }
alert-needed-found = { $count ->
    [one] Se necesita 1 persona. Por ahora: { $names }.
   *[other] Se necesitan { $count } personas. Por ahora: { $names }.
    }
alert-found = Ya tenemos a { $names }. Gracias.
alert-seen-unanswered = { $count ->
    [one] Una de ellas aún espera su respuesta: pulse un botón debajo de su mensaje, por favor.
   *[other] { $count } de ellas aún esperan su respuesta: pulse un botón debajo de cada mensaje, por favor.
    }

# Un recordatorio que pidió el destinatario.
alert-label-reminder = { $severity }, recordatorio
alert-reminder-planned = Recibirá un recordatorio con sonido a la hora indicada: { $time }.
alert-reminder-planned-sooner = Recibirá un recordatorio con sonido a la hora indicada: { $time }. Así llegará antes de que venza el plazo: { $by }.
alert-reminder-unless-answered = Si responde antes, no llegará.
alert-reminder-deadline-near = El plazo vence demasiado pronto para un recordatorio ({ $by }), así que no se programó ninguno. Por favor, mire la alerta ahora.
alert-reminder-deadline-passed = El plazo ya venció ({ $by }), así que no se programó ningún recordatorio.
alert-reminder-deadline-passed-to-answer = El plazo ya venció ({ $by }), así que no se programó ningún recordatorio. Todavía puede responder.
alert-reminder-nothing-left = Esta alerta ya no necesita nada de usted, así que no hay nada que recordarle.
alert-reminder-passed = El plazo ya venció.

# En un mensaje con varias alertas.
alert-waking-found = **{ $number }.** ~~{ $label }: { $text }~~ Ya hay suficientes personas. Gracias.
alert-waking-answer = { $number }: Responder
alert-waking-answered = { $number }: ✓ { $answer }

# El formulario. En una etiqueta caben 45 caracteres.
alert-form-read-by = Leer antes de
alert-form-people = Cuántas personas se necesitan
alert-form-people-placeholder = Un número, por ejemplo 2
alert-form-answers = Respuestas para elegir, una por línea
alert-form-answers-placeholder = De dos a cinco respuestas cortas, por ejemplo Sala A y Sala B
alert-ask-number = Indique cuántas personas se necesitan: un número del 1 al { $max }.
alert-ask-answers = Escriba de { $min } a { $max } respuestas para elegir, una por línea.
alert-ask-too-long = Una respuesta es demasiado larga para un botón. Use como máximo { $max } caracteres en cada una.
alert-ask-same = Dos de las respuestas son iguales.

# Lo que ve el autor.
alert-preview-until = { $time }, { $away }
alert-asks-yes-no = Pide: Puedo, o No puedo
alert-asks-people = { $count ->
    [one] Pide: Puedo, hasta tener a 1 persona
   *[other] Pide: Puedo, hasta tener a { $count } personas
    }
alert-asks-too-few = { $count ->
    [one] ⚠️ Solo la recibe 1 persona, menos de las que se necesitan.
   *[other] ⚠️ Solo la reciben { $count } personas, menos de las que se necesitan.
    }
alert-asks-choice = Pide elegir: { $answers }

# La lista del canal de la secretaría. Haberla visto y haber respondido no es lo mismo.
alert-roster-counts = Vista por { $seen } de { $count } · respuestas: { $answered }
alert-roster-needed = Se necesitan: { $needed } · por ahora: { $found }
alert-roster-can = ✅ **Pueden ({ $count }):** { $names }
alert-roster-cannot = 🚫 **No pueden ({ $count }):** { $names }
alert-roster-chose = ☑️ **{ $answer } ({ $count }):** { $names }
alert-roster-only-seen = 👀 **Vista, sin respuesta ({ $count }):** { $names }
alert-roster-late = tarde
alert-roster-before-correction = antes de la corrección
alert-roster-reminded = recordatorio: { $time }
alert-asked-all-answered = Todos han respondido, así que no se volvió a avisar a nadie.
alert-asked-enough = Ya hay suficientes personas, así que no se volvió a avisar a nadie.

# Práctica.
alert-label-practice = Práctica · { $label }
alert-practice-note = Esto es una práctica: no ha pasado nada. De todos modos, pulse un botón, por favor.
alert-practice-preview = **Práctica:** solo llega a quienes están despiertos, y cada mensaje dice que es una práctica. Quedan fuera: { $count }.
alert-nobody-awake = Ahora no hay nadie despierto en ese grupo, y una práctica solo llega a quienes están despiertos.
alert-practice-reached = { $reached ->
    [0] **Informe de la práctica:** aún no ha sonado ninguno de los { $count } teléfonos.
   *[other] **Informe de la práctica:** llegó con sonido a { $reached } de { $count }, en { $took }.
    }
alert-practice-confirmed = { $confirmed ->
    [0] Aún no ha pulsado un botón ninguna de las { $count } personas.
   *[other] Pulsaron un botón { $confirmed } de { $count }, en { $took }.
    }
alert-practice-silent = 🔇 **Teléfonos que quizá no sonaron ({ $count }):** { $names }

# Corregir el texto sin avisar a nadie.
alert-button-fix = Corregir sin avisar
alert-fix-hint = «Corregir sin avisar» cambia el texto en los mensajes ya recibidos y no avisa a nadie.
alert-fixed = { $count ->
    [0] ✅ Corregida. Nadie había recibido aún la alerta { $number }.
    [one] ✅ Corregida. El mensaje de la alerta { $number } que tiene 1 persona cambia en su sitio, sin avisar a nadie.
   *[other] ✅ Corregida. Los mensajes de la alerta { $number } que tienen { $count } personas cambian en su sitio, sin avisar a nadie.
    }
alert-fixed-in-no-message = ✅ Corregida la alerta { $number }, pero no en los mensajes ya enviados. No se avisa a nadie.
alert-fix-time-changed = También cambió la hora, así que hay que avisar a la gente. Envíela como corrección.

# Antes de que termine una alerta.
alert-ask-over = ¿Ya terminó la alerta { $number }? No se enviará nada más y ya no se podrán cambiar las respuestas.
alert-ask-withdraw = ¿Retirar la alerta { $number }, porque no debía enviarse?
alert-button-confirm-over = Sí, ya terminó
alert-button-confirm-withdraw = Sí, retirarla
alert-button-go-on = No, dejarla
alert-goes-on = La alerta { $number } sigue activa. No se cambió nada.

# Hasta que todos respondan: se les vuelve a avisar, y luego la secretaría recibe la lista de quienes faltan.
alert-plan = **Hasta que respondan:** se vuelve a avisar a quienes estén despiertos ({ $times }). La secretaría recibe la lista de quienes no han respondido ({ $time }).
alert-plan-asks = **Hasta que respondan:** se vuelve a avisar a quienes estén despiertos ({ $times }).
alert-plan-list = **Hasta que respondan:** la secretaría recibe la lista de quienes no han respondido ({ $time }).
alert-marked-asked-again = { $text }
    Se le volvió a avisar. Pulse un botón debajo del mensaje más reciente, por favor.
alert-waking-asked-again = **{ $number }.** { $label }: { $text } · Se le volvió a avisar, en un mensaje más reciente.
alert-missing-title = { $count ->
    [one] 📞 **Alerta { $number }: 1 persona no ha respondido.**
   *[other] 📞 **Alerta { $number }: { $count } personas no han respondido.**
    }
alert-missing-question = { $count ->
    [one] ¿Puede localizarla?
   *[other] ¿Puede localizarlas?
    }
alert-missing-as-of = Horas locales y quién está despierto: datos de las { $time } UTC.
alert-missing-withheld = ⚠️ No se muestran los datos de contacto, porque este canal no es solo de la secretaría. { COMMAND("setup") } indica qué hacer.
alert-missing-awake = **Están despiertos ({ $count })**
alert-missing-asleep = **Están durmiendo ({ $count })**
alert-missing-no-zone = **Zona horaria desconocida ({ $count })**
alert-missing-reached = **Localizados, aún sin respuesta ({ $count })**
alert-missing-wakes = { $time }, se despierta { $wakes }
alert-missing-deputy = suplente: { $name }
alert-missing-reached-by = contacto hecho por { $name } a las { $time } UTC
alert-missing-more = … y { $count } más. La lista de la alerta tiene todos los nombres.
alert-missing-mark = Hablé con estas personas: elegir
alert-missing-mark-page = Hablé con estas personas: elegir ({ $page } de { $pages })
alert-missing-unmark = Al final no hablé con ellas: elegir
alert-missing-ended = La alerta { $number } terminó. Ya no tiene que localizar a nadie.
alert-missing-found = Ya hay suficientes personas para la alerta { $number }. Ya no tiene que localizar a nadie.
alert-missing-answered = Todos han respondido a la alerta { $number }. Ya no tiene que localizar a nadie.
alert-missing-continued = La lista de quienes no han respondido a la alerta { $number } continúa en un mensaje más reciente.
alert-reached = ✅ Anotado para la alerta { $number }: habló con { $names }. No se les volverá a avisar. Solo ellos pueden responder.
alert-reached-nothing = No se cambió nada: alguien ya había hablado con ellos, o ya respondieron.
alert-not-reached = Deshecho para la alerta { $number }: { $names }
alert-not-reached-nothing = No se cambió nada: no constaba que alguien hablara con ellos, o ya respondieron.
alert-roster-reached = contacto hecho por { $name } a las { $time }
alert-asked-all-reached = La secretaría ya localizó a todos los que no han respondido, así que no se volvió a avisar a nadie.
