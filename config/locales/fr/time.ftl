# Heures et dates, telles qu'on les lit. Toujours sur 24 heures.

time-weekday-and-time = { $weekday } { $time }
time-day = { $weekday } { $day } { $month }
time-day-and-year = { $weekday } { $day } { $month } { $year }
time-day-and-time = { $day }, { $time }
time-with-utc = { $when } ({ $weekday } { $time } UTC)
time-in-utc = { $when } UTC
time-channel = { $stamp } ({ $utc } UTC)

# « mer. 04:30, mardi soir en UTC »
time-same-day-in-utc = { $when }, { $time } en UTC
time-other-day-in-utc = { $when }, { $part } en UTC
time-part-night = nuit de { $weekday }
time-part-morning = { $weekday } matin
time-part-afternoon = { $weekday } après-midi
time-part-evening = { $weekday } soir

time-now = maintenant
time-in = dans { $span }
time-ago = il y a { $span }
time-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
time-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
}
time-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}

time-monday = lundi
    .short = lun.
time-tuesday = mardi
    .short = mar.
time-wednesday = mercredi
    .short = mer.
time-thursday = jeudi
    .short = jeu.
time-friday = vendredi
    .short = ven.
time-saturday = samedi
    .short = sam.
time-sunday = dimanche
    .short = dim.
time-january = janvier
    .short = janv.
time-february = février
    .short = févr.
time-march = mars
    .short = mars
time-april = avril
    .short = avr.
time-may = mai
    .short = mai
time-june = juin
    .short = juin
time-july = juillet
    .short = juil.
time-august = août
    .short = août
time-september = septembre
    .short = sept.
time-october = octobre
    .short = oct.
time-november = novembre
    .short = nov.
time-december = décembre
    .short = déc.
