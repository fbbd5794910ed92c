# Respuestas conocidas: fichas que todo el mundo puede buscar, y que se muestran primero a quien pide ayuda.

faq-category-joining = Conexión
faq-category-registration = Inscripción
faq-category-permissions = Permisos
faq-category-programme = Programa
faq-category-conduct = Conducta
faq-category-other = Otros
faq-language-en = inglés
faq-language-fr = francés
faq-language-es = español

# Buscar y pedir ayuda.
faq-nothing-found = Ninguna respuesta conocida corresponde a «{ $typed }». La secretaría ve lo que no se encontró, para poder añadir una respuesta. ¿Necesita ayuda ahora? Pulse **{ helpdesk-get-help }**.
faq-found =
    { $count ->
        [one] Quizá esto responda a su pregunta:
       *[other] Quizá esto responda a su pregunta:
    }
faq-held =
    { $count ->
        [one] **Su solicitud está guardada y todavía no se ha avisado a nadie.** Quizá esta ficha ya la responda.
       *[other] **Su solicitud está guardada y todavía no se ha avisado a nadie.** Quizá una de estas fichas ya la responda.
    } Si no pulsa nada, llegará por sí sola a la mesa de ayuda: { $at }.
faq-while-you-wait =
    { $count ->
        [one] Mientras espera: quizá esta ficha ya responda a su pregunta.
       *[other] Mientras espera: quizá una de estas fichas ya responda a su pregunta.
    }
faq-answered-button = Eso lo responde
faq-still-needed-button = Aún necesito ayuda
faq-you-answered = ¡Nos alegra! No se avisó a nadie, y no tiene que hacer nada.
faq-opening-now = Su solicitud se está abriendo en este momento. Cuando llegue su mensaje, puede pulsar en él **{ helpdesk-withdraw }**.
faq-has-ticket = La **solicitud { $id }** ya está abierta. Sus mensajes dicen quién ayuda y cuándo.
faq-ask-help-desk = Escriba en qué necesita ayuda, y la mesa de ayuda lo recibirá.
faq-unknown-search = Esta búsqueda es de otra persona, o se ha eliminado. Busque de nuevo, por favor.

# El formulario. Los títulos tienen 45 caracteres como máximo, las etiquetas también.
faq-form-title = Una respuesta conocida
faq-form-question = La pregunta, como la hace la gente
faq-form-answer = Respuesta
faq-form-answer-placeholder = Qué hacer, paso a paso. Sin nombres ni nada privado: todo el mundo puede leerla.
faq-form-valid = Último día en que es correcta (opcional)
faq-form-valid-placeholder = 2026-11-17 o 17 de noviembre; vacío: siempre

# La vista previa.
faq-draft-new = **Vista previa de una ficha nueva**
faq-draft-change = **Vista previa de un cambio de la ficha { $number }**
faq-draft-before-after = Arriba: el texto actual. Abajo: el cambio.
faq-draft-needs-approval = Todo el mundo podrá encontrarla en cuanto la secretaría la apruebe.
faq-valid-until = válida hasta el { $day }
faq-valid-always = siempre válida
faq-expired = ⌛ caducada
faq-invalid-day = ⚠️ Magpie no puede leer «{ $typed }» como un día que aún está por llegar. Pulse **{ faq-change }** y escríbalo así: 2026-11-17.
faq-invalid-day-again = Corrija primero el último día: pulse **{ faq-change }** y escríbalo así: 2026-11-17.
faq-publish = Publicar
faq-send-draft = Enviar a la secretaría
faq-change = Cambiar
faq-discard = Descartar
faq-decline = No publicar
faq-draft-open = Este borrador aún no se ha enviado.
faq-draft-submitted = La secretaría ha recibido su borrador. Magpie le dirá qué decide. ¡Gracias!
faq-draft-published = Está publicado: ficha { $number }.
faq-draft-declined = No se publica.
faq-draft-discarded = El borrador queda descartado.
faq-draft-with-secretariat = La secretaría ya tiene este borrador, así que su cambio no se ha guardado. Para cambiarlo, descártelo y escríbalo de nuevo.
faq-draft-closed = Ya se decidió sobre este borrador, así que no se ha cambiado nada.
faq-unknown-draft = Este borrador es de otra persona, o se ha eliminado.

# Las fichas.
faq-published = ✅ La **ficha { $number }** está publicada: todo el mundo puede encontrarla.
faq-changed = ✅ La **ficha { $number }** ha cambiado.
faq-extended = ✅ La **ficha { $number }** es válida unos tres meses más.
faq-deleted = La **ficha { $number }** está eliminada: ya no se encuentra.
faq-undone = Deshecho: la **ficha { $number }** está como antes.
faq-undone-deleted = Deshecho: la **ficha { $number }** está eliminada.
faq-undo = Deshacer
faq-copies-change =
    { $count ->
        [one] Su copia en un canal también cambia.
       *[other] Sus { $count } copias en canales también cambian.
    }
faq-copies-out-of-reach =
    { $count ->
        [one] ⚠️ Una copia es demasiado antigua para que Magpie la cambie. Elimínela en su canal y publique allí la ficha de nuevo.
       *[other] ⚠️ { $count } copias son demasiado antiguas para que Magpie las cambie. Elimínelas en sus canales y publique allí la ficha de nuevo.
    }
faq-before-deletion =
    { $copies ->
        [0] ¿Eliminar la **ficha { $number }**? Después podrá deshacerlo.
        [one] ¿Eliminar la **ficha { $number }**? Su copia en un canal dirá que ya no es válida. Después podrá deshacerlo.
       *[other] ¿Eliminar la **ficha { $number }**? Sus { $copies } copias en canales dirán que ya no es válida. Después podrá deshacerlo.
    }
faq-delete-button = Eliminar
faq-keep-button = Conservarla
faq-kept = La **ficha { $number }** queda como está.
faq-posted = La **ficha { $number }** está publicada en { $channel } (idiomas: { $languages }). Cuando la ficha cambie, la copia también cambiará.
faq-unknown-card = No hay ninguna ficha { $number } válida. { COMMAND("faq list") } muestra todas las fichas.
faq-card-changed = Alguien ha cambiado la ficha { $number } mientras tanto, así que no se ha hecho nada. Ábrala de nuevo con { COMMAND("faq edit") }.
faq-not-staff = Solo los voluntarios de la mesa de ayuda y la secretaría pueden escribir fichas. Para encontrar una, use { COMMAND("faq search") }.
faq-not-secretariat = Solo la secretaría puede hacerlo.
faq-empty = Una ficha necesita una pregunta y una respuesta.
faq-too-long = Es demasiado largo: caben { $limit } caracteres.

# Las listas.
faq-list-empty = Todavía no hay fichas. Añada una con { COMMAND("faq add") }, o conserve la respuesta a una solicitud resuelta.
faq-list-head =
    { $count ->
        [one] **Una ficha**
       *[other] **{ $count } fichas**
    }
faq-list-line =
    { $copies ->
        [0] **{ $number }** · { $question } · { $category } · { $languages } · { $valid }
        [one] **{ $number }** · { $question } · { $category } · { $languages } · { $valid } · una copia
       *[other] **{ $number }** · { $question } · { $category } · { $languages } · { $valid } · { $copies } copias
    }
faq-drafts-wait =
    { $count ->
        [one] Un borrador espera a la secretaría: { COMMAND("faq approve") }
       *[other] { $count } borradores esperan a la secretaría: { COMMAND("faq approve") }
    }
faq-drafts-wait-head =
    { $count ->
        [one] **Un borrador espera.** Elíjalo para leerlo.
       *[other] **{ $count } borradores esperan.** Elija uno para leerlo.
    }
faq-no-drafts = Ningún borrador espera a la secretaría.
faq-choose-draft = Elegir un borrador
faq-missing-none = Cada búsqueda encontró una respuesta, o usted ya se ocupó de ella.
faq-missing-head =
    { $count ->
        [one] **Una búsqueda sin respuesta**
       *[other] **{ $count } búsquedas sin respuesta**, la más reciente primero
    }
faq-missing-line = • { $at }: { $text }
faq-missing-line-ticket = • { $at }: { $text } (solicitud { $ticket })
faq-choose-missing = Elegir una
faq-missing-one = Ninguna ficha responde a esto:
faq-write-card = Escribir una ficha
faq-dismiss = No necesita ficha
faq-dismissed = Ya no está en la lista.
faq-keep-answer = ¿Conservar esta respuesta como ficha?

# Las copias en los canales.
faq-copy-head = 💡 **Respuesta conocida { $number }**
faq-copy-not-valid = Esta respuesta ya no es válida. Para encontrar la actual, use { COMMAND("faq search") }.

# Mensajes a la persona responsable de una ficha, a la secretaría y a quien escribió un borrador.
faq-expiry-soon = ⌛ La **ficha { $number }** caduca: { $at }. «{ $question }» ¿Sigue siendo correcta? Después ya no se mostrará.
faq-expiry-over = ⌛ La **ficha { $number }** ha caducado: «{ $question }». Ya no se muestra. ¿Sigue siendo correcta?
faq-expiry-changed = La **ficha { $number }** ha cambiado desde entonces: «{ $question }». No tiene que hacer nada.
faq-expiry-deleted = La **ficha { $number }** se ha eliminado: «{ $question }». No tiene que hacer nada.
faq-still-right = Sigue siendo correcta: 3 meses más
faq-submitted = 📝 { $name } ha escrito una ficha: «{ $question }». Espera a la secretaría.
faq-submitted-published = ✅ Escrita por { $name } y publicada como ficha { $number }: «{ $question }»
faq-submitted-closed = Escrita por { $name } y no publicada: «{ $question }»
faq-open-draft = Leerla
faq-decided-published = ✅ La secretaría ha publicado su ficha «{ $question }»: es la ficha { $number }. ¡Gracias!
faq-decided-declined = La secretaría no publica su ficha «{ $question }». Gracias por escribirla de todos modos.

# Cómo llama la lista de envíos a estos mensajes.
delivery-about-faq-copy = una copia de la ficha { $number }
delivery-about-faq-expiry = un recordatorio: la ficha { $number } caduca
delivery-about-faq-draft = un mensaje sobre un borrador de ficha
