# What the bot says about itself, whatever the room.
discord-not-stored = Magpie no puede guardar nada en este momento (disco lleno o de solo lectura), así que no se cambió nada. Avise al secretariado, por favor.
discord-busy = Magpie está muy ocupado, así que no se cambió nada. Inténtelo de nuevo en un minuto, por favor.
discord-outdated-button = Este botón es de un mensaje antiguo o no es válido. Use el mensaje más reciente o escriba el comando de nuevo.
discord-our-side = Algo falló de nuestro lado; no se cambió nada. Inténtelo de nuevo en un minuto, por favor. (ref. { $ref })
discord-not-shown = Discord no aceptó la respuesta de Magpie. Es posible que su petición se haya cumplido: compruébelo antes de intentarlo de nuevo. (ref. { $ref })
discord-unreadable = Discord envió esto en una forma que Magpie no puede leer, así que no se cambió nada. Inténtelo de otra manera o avise a la secretaría. (ref. { $ref })
discord-row-unreadable = Un dato que Magpie guardó para esto ya no se puede leer, así que no se cambió nada; volver a intentarlo no sirve. Todo lo demás funciona. Quienes administran Magpie reciben un aviso automático. Si le urge, avise también al secretariado. (ref. { $ref })
discord-done = Hecho.
discord-server-only = Este comando funciona solo en el servidor, no en mensajes directos.
discord-dm-only = Este comando funciona solo en un mensaje directo con Magpie.
discord-not-allowed = No puede usar esto. Si cree que debería poder, consulte al secretariado.
discord-not-here = Usted no está en el servidor al que sirve Magpie, así que no se hizo nada. Lo que Magpie aún guarda sobre usted: /profile export lo muestra y /profile delete lo borra.
discord-too-fast = Fue mucho en poco tiempo, así que esto no se hizo. Espere un minuto y vuelva a intentarlo.
discord-not-understood = Magpie no pudo leer «{ $input }». Revíselo e inténtelo de nuevo, por favor.
discord-outdated-command = Este comando ha cambiado. Reinicie Discord (Ctrl+R en una computadora) e inténtelo de nuevo.
discord-inbox-thread = Para { $name }
discord-inbox-hello = 👋 Este es su propio hilo con Magpie. Mientras no pueda escribirle por mensaje directo, lo que sea para usted llega aquí. Lo pueden leer usted, Magpie y quienes pueden gestionar los hilos de este servidor.
