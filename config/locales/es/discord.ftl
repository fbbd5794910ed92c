# What the bot says about itself, whatever the room.
discord-not-stored = Magpie no puede guardar nada en este momento (disco lleno o de solo lectura), así que no se cambió nada. Avise al secretariado, por favor.
discord-busy = Magpie está muy ocupado, así que no se cambió nada. Inténtelo de nuevo en un minuto, por favor.
discord-outdated-button = Este botón es de un mensaje antiguo o no es válido. Use el mensaje más reciente o escriba el comando de nuevo.
discord-our-side = Algo falló de nuestro lado; no se cambió nada. Inténtelo de nuevo en un minuto, por favor. (ref. { $ref })
discord-done = Hecho.
discord-server-only = Este comando funciona solo en el servidor, no en mensajes directos.
discord-dm-only = Este comando funciona solo en un mensaje directo con Magpie.
discord-not-allowed = No puede usar esto. Si cree que debería poder, consulte al secretariado.
discord-not-understood = Magpie no pudo leer «{ $input }». Revíselo e inténtelo de nuevo, por favor.
discord-outdated-command = Este comando ha cambiado. Reinicie Discord (Ctrl+R en una computadora) e inténtelo de nuevo.
discord-inbox-thread = Para { $name }
discord-inbox-hello = 👋 Este es su propio hilo con Magpie. Mientras no pueda escribirle por mensaje directo, lo que sea para usted llega aquí. Lo pueden leer usted, Magpie y quienes pueden gestionar los hilos de este servidor.
