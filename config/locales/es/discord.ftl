# Lo que el bot dice de sí mismo, en cualquier parte.
discord-not-stored = Magpie no puede guardar nada en este momento (el disco está lleno o es de solo lectura), así que no se cambió nada. Avise a la secretaría, por favor.
discord-busy = Magpie está muy ocupado, así que no se cambió nada. Inténtelo de nuevo dentro de un minuto, por favor.
discord-outdated-button = Este botón ya no funciona; no se cambió nada. Use el mensaje más reciente o el comando otra vez, por favor.
discord-our-side = Algo falló de nuestro lado; no se cambió nada. Inténtelo de nuevo dentro de un minuto, por favor. (ref. { $ref })
discord-not-shown = Magpie no pudo mostrar su respuesta. Puede que lo que pidió ya esté hecho: compruébelo antes de intentarlo de nuevo. (ref. { $ref })
discord-unreadable = Discord envió esto de una forma que Magpie no puede leer, así que no se cambió nada. Inténtelo de otra manera o avise a la secretaría. (ref. { $ref })
discord-done = Hecho.
discord-server-only = Este comando solo funciona en el servidor, no en los mensajes directos.
discord-dm-only = Este comando solo funciona en un mensaje directo con Magpie.
discord-not-allowed = No tiene acceso a esto, así que no se cambió nada. Si cree que debería tenerlo, consulte a la secretaría.
discord-not-here = Usted no está en el servidor que atiende Magpie, así que no se cambió nada. Aun así, puede ver lo que Magpie guarda sobre usted con { COMMAND("profile export") }, o borrarlo con { COMMAND("profile delete") }.
discord-too-fast = Hizo muchas cosas en poco tiempo, así que no se cambió nada. Espere un minuto e inténtelo de nuevo, por favor.
discord-not-understood = Magpie no pudo leer «{ $input }», así que no se cambió nada. Revíselo e inténtelo de nuevo, por favor.
discord-outdated-command = Este comando ha cambiado. Reinicie Discord (Ctrl+R en el escritorio) e inténtelo de nuevo.
discord-inbox-thread = Para { $name }
discord-inbox-hello = 👋 Este es su hilo con Magpie. Mientras Magpie no pueda escribirle por mensaje directo, aquí recibirá lo que sea para usted. Pueden leerlo usted, Magpie y quienes tienen permiso para gestionar los hilos de este servidor.
discord-row-unreadable = Un dato que Magpie guardó para esto ya no se puede leer, así que no se cambió nada; volver a intentarlo no sirve. Todo lo demás funciona. Quienes administran Magpie reciben un aviso automático. Si le urge, avise también a la secretaría. (ref. { $ref })

# Un texto que llena exactamente su formulario.
discord-perhaps-cut = ⚠️ Su texto ocupa los { $limit } caracteres posibles. Si pegó uno más largo, falta el final: ahora termina en «{ $end }».
