# Horas y fechas, tal como se leen. Siempre en formato de 24 horas.

time-weekday-and-time = { $weekday } { $time }
time-day = { $weekday } { $day } { $month }
time-day-and-year = { $weekday } { $day } de { $month } de { $year }
time-day-and-time = { $day }, { $time }
time-with-utc = { $when } ({ $weekday } { $time } UTC)
time-in-utc = { $when } UTC
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
time-assumed-day = No se indicó el día: { $day }.
time-assumed-year = No se indicó el año: { $year }.
time-assumed-time = No se indicó la hora: { $time }.
time-assumed-morning = «Mañana» se entendió como las { $time }.
time-assumed-afternoon = «Tarde» se entendió como las { $time }.
time-assumed-evening = «Noche» se entendió como las { $time }.
time-assumed-tonight = «Esta noche» se entendió como las { $time }.
time-assumed-end-of-day = El final del día se entendió como las { $time }.
time-assumed-24-hours = Se entendió en formato de 24 horas: { $time }.
time-assumed-noon = «12pm» es mediodía, 12:00.
time-assumed-next-day = Las 24:00 son las { $time } del día siguiente, { $day }.
time-assumed-anywhere-on-earth = «Anywhere on Earth» es UTC-12.
time-assumed-clock-jumps = Los relojes se adelantan entonces: las { $asked } no existen ese día, por eso las { $got }.
time-assumed-place = Se entendió como { $place }.
time-assumed-no-daylight-saving = { $zone } es fijo: no sigue el horario de verano.
time-assumed-two-weeks = Se entendió como cada dos semanas, el { $weekday }.
time-assumed-spelling = «{ $typed }» se entendió como «{ $read }».
time-assumed-last-day = En los meses sin día { $day }: el último día.
time-assumed-night = «Noche» se entendió como las { $time }.
time-assumed-end-of-work = El final de la jornada de trabajo se entendió como las { $time }.
time-assumed-from-now = Se contó desde ahora.

# Uno de varios significados.
time-choice-first-pass = { $when }, antes de que se atrasen los relojes
time-choice-second-pass = { $when }, después de que se atrasen los relojes
time-choice-recurs = { $when }, { $rule }
time-choice-zone = { $when }: { $place }
time-choice-end-of-day = { $when }, el final de su día
time-choice-end-there = { $when }, final del día en { $place }
time-choice-end-everywhere = { $when }, final del día en todo el mundo
time-place-fixed = { $zone }, todo el año
time-place-now = { $place }: { $time } ahora ({ $offset })

# Lo que se entendió, o la pregunta.
time-when-understood = { $when }, { $distance }
time-when-recurs = Se repite: { $rule }
time-when-there = Allí: { $when } ({ $place })
time-when-other-day = Atención al día: { $both }
time-when-ambiguous = ¿Cuál quiere decir?
time-when-past = Esa hora ya pasó.
time-when-past-choices = Esa hora ya pasó. ¿Quiso decir:
time-when-no-such-day = Ese día no existe en el calendario. ¿Quiso decir:
time-when-latin = Magpie lee las horas en letras latinas. Pruebe «mañana 9:00», «jueves 15:00 hora de Nairobi» o «en 2 horas».
time-when-unknown = Magpie no entiende esa hora. Pruebe «mañana 9:00», «jueves 15:00 hora de Nairobi» o «en 2 horas».
time-when-choice = • { $choice }
time-when-zone = ¿Qué zona horaria es «{ $zone }»? Pruebe con una ciudad, un país o UTC+10.

# Lo que se repite, en palabras.
time-list = { $first } y { $last }
time-rule-at = { $rule } a las { $times }
time-rule-there = { $rule }, hora de { $place }
time-rule-count = { $rule }, { $n ->
    [one] una sola vez
   *[other] { $n } veces en total
}
time-rule-until = { $rule }, hasta el { $day }
time-rule-other = una y otra vez, según su propia regla
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
    [one] cada mes, el día { $day }
   *[other] cada { $n } meses, el día { $day }
}
time-rule-month-day-or-last = { $n ->
    [one] cada mes, el día { $day } o el último
   *[other] cada { $n } meses, el día { $day } o el último
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
    [one] cada año, el { $day } de { $month }
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
