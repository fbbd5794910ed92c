# What Magpie tells the secretariat about itself.

watch-title = ⚠️ **Magpie no puede hacer todo su trabajo** desde { $since }.
watch-title-over = ✅ Magpie no pudo hacer todo su trabajo de { $from } a { $to }. Ya terminó.
watch-what-to-do = Nada de lo aceptado se ha perdido. Avise a quien administra Magpie: su registro dice más. Este mensaje dirá cuándo termina.
watch-what-to-do-damage = Avise ya a quien administra Magpie: hay que restaurar la última copia de seguridad. Hasta entonces, compruebe a mano los mensajes importantes. Este mensaje dirá cuándo termina.
watch-what-to-do-set-aside = Todo lo demás sigue. Avise a quien administra Magpie: «magpie check» dice cuáles y por qué. Este mensaje dirá cuándo termina.
watch-what-to-do-permissions = Lo que Discord rechaza por ello espera, y sale en cuanto se permite. Pida a quien administra el servidor que escriba /setup: nombra cada canal y cada permiso. Este mensaje dirá cuándo termina.
watch-engine = Desde { $since } los recordatorios y los tickets en espera no avanzan.
    .over = De { $from } a { $to } los recordatorios y los tickets en espera no avanzaron.
watch-outbox = Desde { $since } hay mensajes que esperan y no salen.
    .over = De { $from } a { $to } hubo mensajes que esperaban y no salían.
watch-failures = Desde { $since } la mayoría de los mensajes falla al principio. Se vuelve a intentar.
    .over = De { $from } a { $to } la mayoría de los mensajes falló al principio.
watch-gateway = Desde { $since } Magpie no oye a Discord: los botones y los comandos no responden.
    .over = De { $from } a { $to } no se pudo llegar a Discord.
watch-database = Desde { $since } no se puede guardar nada, así que no se acepta nada nuevo.
    .over = De { $from } a { $to } no se pudo guardar nada, así que no se aceptó nada nuevo.
watch-damage = Desde { $since } los datos guardados de Magpie están dañados: puede que algunos mensajes no lleguen a nadie.
    .over = De { $from } a { $to } los datos guardados de Magpie estuvieron dañados.
watch-set-aside = Desde { $since } algunos elementos (un recordatorio, un ticket, un perfil) no se pueden leer y están apartados.
    .over = De { $from } a { $to } algunos elementos no se podían leer y estuvieron apartados.
watch-permissions = Desde { $since } a Magpie le falta un permiso necesario en un canal que utiliza o en el servidor.
    .over = De { $from } a { $to } a Magpie le faltó un permiso necesario en un canal que utiliza o en el servidor.
watch-late-all-gone = { $count ->
    [one] Un mensaje llegó tarde. Ya salió.
   *[other] { $count } mensajes llegaron tarde. Todos salieron ya.
    }
watch-late = { $count ->
    [one] Un mensaje llegó tarde.
   *[other] { $count } mensajes llegaron tarde.
    } Salieron: { $gone }. En espera: { $waiting }. Abandonados: { $failed }.
