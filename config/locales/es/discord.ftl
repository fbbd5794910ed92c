# What the bot says about itself, whatever the room.
discord-not-stored = Magpie no puede guardar nada en este momento (disco lleno o de solo lectura), así que no se cambió nada. Avise al secretariado, por favor.
discord-busy = Magpie está muy ocupado, así que no se cambió nada. Inténtelo de nuevo en un minuto, por favor.
discord-outdated-button = Este botón es de un mensaje antiguo o no es válido. Use el mensaje más reciente o escriba el comando de nuevo.
discord-our-side = Algo falló de nuestro lado; no se cambió nada. Inténtelo de nuevo en un minuto, por favor. (ref. { $ref })
