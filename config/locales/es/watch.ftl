# Lo que Magpie dice de sí mismo a la secretaría.

watch-title = ⚠️ **Magpie no puede hacer todo su trabajo** desde el { $since }.
watch-title-over = ✅ Magpie no pudo hacer todo su trabajo desde el { $from } hasta el { $to }. Ya está resuelto.
watch-what-to-do = No se ha perdido nada de lo aceptado. Avise a quien administra Magpie: el registro tiene más detalles. Este mensaje dirá cuándo se resuelve.
watch-what-to-do-damage = Avise ya a quien administra Magpie: hay que restaurar la última copia de seguridad. Hasta entonces, compruebe a mano los mensajes importantes. Este mensaje dirá cuándo se resuelve.
watch-what-to-do-set-aside = Todo lo demás sigue funcionando. Avise a quien administra Magpie: «magpie check» dice cuáles son y por qué. Este mensaje dirá cuándo se resuelve.
watch-engine = Desde el { $since }, los recordatorios y las solicitudes en espera no avanzan.
    .over = Desde el { $from } hasta el { $to }, los recordatorios y las solicitudes en espera no avanzaron.
watch-outbox = Desde el { $since } no sale ningún mensaje. Están en espera.
    .over = Desde el { $from } hasta el { $to } hubo mensajes en espera que no salieron.
watch-failures = Desde el { $since }, la mayoría de los mensajes falla al primer intento. Se vuelven a intentar.
    .over = Desde el { $from } hasta el { $to }, la mayoría de los mensajes falló al primer intento.
watch-gateway = Desde el { $since }, Magpie no tiene conexión con Discord: los botones y los comandos no responden.
    .over = Desde el { $from } hasta el { $to } no hubo conexión con Discord.
watch-database = Desde el { $since } no se puede guardar nada, así que no se acepta nada nuevo.
    .over = Desde el { $from } hasta el { $to } no se pudo guardar nada, así que no se aceptó nada nuevo.
watch-damage = Desde el { $since }, los datos guardados de Magpie están dañados: puede que algunos mensajes no lleguen a nadie.
    .over = Desde el { $from } hasta el { $to }, los datos guardados de Magpie estuvieron dañados.
watch-set-aside = Desde el { $since }, hay elementos que no se pueden leer (un recordatorio, una solicitud, un perfil) y se han apartado.
    .over = Desde el { $from } hasta el { $to } hubo elementos que no se podían leer y se apartaron.
watch-late-all-gone = { $count ->
    [one] Un mensaje se retrasó. Ya salió.
   *[other] { $count } mensajes se retrasaron. Ya salieron todos.
    }
watch-late = { $count ->
    [one] Un mensaje se retrasó.
   *[other] { $count } mensajes se retrasaron.
    } Enviados: { $gone }. En espera: { $waiting }. Abandonados: { $failed }.
watch-what-to-do-permissions = Lo que Discord rechaza por ello espera, y sale en cuanto se permite. Pida a quien administra el servidor que escriba { COMMAND("setup") }: nombra cada canal y cada permiso. Este mensaje dirá cuándo termina.
watch-permissions = Desde { $since } a Magpie le falta un permiso necesario en un canal que utiliza o en el servidor.
    .over = De { $from } a { $to } a Magpie le faltó un permiso necesario en un canal que utiliza o en el servidor.
