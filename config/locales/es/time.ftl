# Horas y fechas, tal como se leen. Siempre en formato de 24 horas.

time-weekday-and-time = { $weekday } { $time }
time-day = { $weekday } { $day } { $month }
time-day-and-year = { $weekday } { $day } de { $month } de { $year }
time-short-day-and-year = { $weekday } { $day } { $month } { $year }
time-day-and-time = { $day }, { $time }
time-with-utc = { $when } ({ $weekday } { $time } UTC)
time-in-utc = { $when } UTC
time-assumed = { $when } ({ $place }, supuesto)
time-channel = { $stamp } ({ $utc } UTC)

# «mié 04:30, martes por la noche en UTC»
time-same-day-in-utc = { $when }, { $time } en UTC
time-other-day-in-utc = { $when }, { $part } en UTC
time-part-night = { $weekday } de madrugada
time-part-morning = { $weekday } por la mañana
time-part-afternoon = { $weekday } por la tarde
time-part-evening = { $weekday } por la noche

time-now = ahora
time-in = dentro de { $span }
time-ago = hace { $span }
time-two-units = { $first } y { $second }
time-minutes = { $n ->
    [one] 1 minuto
   *[other] { $n } minutos
}
time-hours = { $n ->
    [one] 1 hora
   *[other] { $n } horas
}
time-days = { $n ->
    [one] 1 día
   *[other] { $n } días
}

time-monday = lunes
    .short = lun
    .each = lunes
    .second = lunes
time-tuesday = martes
    .short = mar
    .each = martes
    .second = martes
time-wednesday = miércoles
    .short = mié
    .each = miércoles
    .second = miércoles
time-thursday = jueves
    .short = jue
    .each = jueves
    .second = jueves
time-friday = viernes
    .short = vie
    .each = viernes
    .second = viernes
time-saturday = sábado
    .short = sáb
    .each = sábados
    .second = sábados
time-sunday = domingo
    .short = dom
    .each = domingos
    .second = domingos
time-january = enero
    .short = ene
time-february = febrero
    .short = feb
time-march = marzo
    .short = mar
time-april = abril
    .short = abr
time-may = mayo
    .short = may
time-june = junio
    .short = jun
time-july = julio
    .short = jul
time-august = agosto
    .short = ago
time-september = septiembre
    .short = sept
time-october = octubre
    .short = oct
time-november = noviembre
    .short = nov
time-december = diciembre
    .short = dic

# Lo que se dio por supuesto; se muestra antes de guardar nada.
time-assumed-day = No se indicó el día: será el { $day }.
time-assumed-year = No se indicó el año: será { $year }.
time-assumed-time = No se indicó la hora: serán las { $time }.
time-assumed-morning = Para Magpie, «por la mañana» son las { $time }.
time-assumed-afternoon = Para Magpie, «por la tarde» son las { $time }.
time-assumed-evening = Para Magpie, «al anochecer» son las { $time }.
time-assumed-tonight = Para Magpie, «esta noche» son las { $time }.
time-assumed-end-of-day = Para Magpie, «al final del día» son las { $time }.
time-assumed-24-hours = Se entendió en formato de 24 horas: { $time }.
time-assumed-noon = Las 12 p. m. son el mediodía: 12:00.
time-assumed-next-day = Las 24:00 son las { $time } del día siguiente, el { $day }.
time-assumed-anywhere-on-earth = «Anywhere on Earth» (en cualquier lugar del mundo) equivale a UTC-12.
time-assumed-clock-jumps = Ese día se adelanta el reloj: la hora { $asked } no existe, así que será { $got }.
time-assumed-place = Se entendió este lugar: { $place }.
time-assumed-no-daylight-saving = { $zone } es una hora fija: no cambia con el horario de verano.
time-assumed-two-weeks = Se entendió: cada dos semanas, el { $weekday }.
time-assumed-spelling = «{ $typed }» se leyó como «{ $read }».
time-assumed-last-day = En los meses que no tienen día { $day }, será el último día.
time-assumed-night = Para Magpie, «por la noche» son las { $time }.
time-assumed-end-of-work = Para Magpie, «al final de la jornada» son las { $time }.
time-assumed-from-now = Se cuenta desde ahora.

# Uno de varios significados.
time-choice-first-pass = { $when }, antes de atrasar el reloj
time-choice-second-pass = { $when }, después de atrasar el reloj
time-choice-recurs = { $when }, { $rule }
time-choice-once = Una sola vez: { $when }
time-choice-next = { $choice }; después, { $days }, y así sucesivamente
time-choice-zone = { $when }: { $place }
time-choice-end-of-day = { $when }, al final de su día
time-choice-end-there = { $when }, al final del día en { $place }
time-choice-end-everywhere = { $when }, al final del día en todo el mundo
time-place-fixed = { $zone }, todo el año
time-place-now = { $place }: ahora { $time } ({ $offset })

# Lo que se entendió, o la pregunta.
time-when-understood = { $when }, { $distance }
time-when-recurs = Se repite: { $rule }
time-when-there = Allí: { $when } ({ $place })
time-when-other-day = Fíjese en el día: { $both }
time-when-ambiguous = ¿A cuál se refiere?
time-when-past = Ese momento ya pasó.
time-when-past-choices = Ese momento ya pasó. ¿Quiso decir esto?
time-when-no-such-day = Ese día no existe en el calendario. ¿Quiso decir esto?
time-when-latin = Magpie solo lee las horas en alfabeto latino. Pruebe con «mañana 09:00», «jueves 15:00 hora de Nairobi» o «en 2 horas».
time-when-unknown = Magpie no entiende qué momento es ese. Pruebe con «mañana 09:00», «jueves 15:00 hora de Nairobi» o «en 2 horas».
time-when-choice = • { $choice }
time-when-zone = ¿Qué zona horaria es «{ $zone }»? Pruebe con una ciudad, un país o UTC+10.

# Lo que se repite, en palabras.
time-rule-at = { $rule } { HOUR($times) ->
    [1] a la { $times }
   *[other] a las { $times }
}
time-rule-there = { $rule }, hora de { $place }
time-rule-count = { $rule }, { $n ->
    [one] una sola vez
   *[other] { $n } veces en total
}
time-rule-until = { $rule }, hasta el { $day }
time-rule-other = según un calendario propio
time-rule-minutes = { $n ->
    [one] cada minuto
   *[other] cada { $n } minutos
}
time-rule-hours = { $n ->
    [one] cada hora
   *[other] cada { $n } horas
}
time-rule-days = { $n ->
    [one] todos los días
   *[other] cada { $n } días
}
time-rule-workdays = de lunes a viernes
time-rule-second-week = cada dos { $day }
time-rule-weeks = { $n ->
    [one] todos los { $each }
   *[other] cada { $n } semanas, el { $day }
}
time-rule-month-day = { $n ->
    [one] el día { $day } de cada mes
   *[other] cada { $n } meses, el día { $day }
}
time-rule-month-day-or-last = { $n ->
    [one] el día { $day } (o el último) de cada mes
   *[other] cada { $n } meses, el día { $day } (o el último)
}
time-rule-month-end = { $n ->
    [one] el último día de cada mes
   *[other] cada { $n } meses, el último día
}
time-rule-month-weekday = { $n ->
    [one] el { $nth } { $day } de cada mes
   *[other] cada { $n } meses, el { $nth } { $day }
}
time-rule-year = { $n ->
    [one] el { $day } de { $month } de cada año
   *[other] cada { $n } años, el { $day } de { $month }
}
time-rule-nth = { $n ->
    [-1] último
    [1] primer
    [2] segundo
    [3] tercer
    [4] cuarto
   *[other] quinto
}
time-rule-day-of-month = { $day }
