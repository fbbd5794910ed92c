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
time-tuesday = martes
    .short = mar
time-wednesday = miércoles
    .short = mié
time-thursday = jueves
    .short = jue
time-friday = viernes
    .short = vie
time-saturday = sábado
    .short = sáb
time-sunday = domingo
    .short = dom
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
