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

# Ce qui a été supposé ; montré avant tout enregistrement.
time-assumed-day = Aucun jour indiqué : { $day }.
time-assumed-year = Aucune année indiquée : { $year }.
time-assumed-time = Aucune heure indiquée : { $time }.
time-assumed-morning = « Matin » compris comme { $time }.
time-assumed-afternoon = « Après-midi » compris comme { $time }.
time-assumed-evening = « Soir » compris comme { $time }.
time-assumed-tonight = « Ce soir » compris comme { $time }.
time-assumed-end-of-day = La fin de journée a été comprise comme { $time }.
time-assumed-24-hours = Compris sur 24 heures : { $time }.
time-assumed-noon = « 12pm » est midi, 12:00.
time-assumed-next-day = 24:00 est { $time } le lendemain, { $day }.
time-assumed-anywhere-on-earth = « Anywhere on Earth » est UTC-12.
time-assumed-clock-jumps = Les horloges avancent alors : { $asked } n’existe pas ce jour-là, donc { $got }.
time-assumed-place = Compris comme { $place }.
time-assumed-no-daylight-saving = { $zone } est fixe : il ne suit pas l’heure d’été.
time-assumed-two-weeks = Compris comme toutes les deux semaines, le { $weekday }.
time-assumed-spelling = « { $typed } » compris comme « { $read } ».
time-assumed-last-day = Dans les mois sans jour { $day } : le dernier jour.

# Une interprétation parmi d'autres.
time-choice-first-pass = { $when }, avant que les horloges reculent
time-choice-second-pass = { $when }, après que les horloges ont reculé
time-choice-recurs = { $when }, puis régulièrement
time-choice-zone = { $when } : { $place }
time-place-fixed = { $zone }, toute l’année
time-place-now = { $place } : { $time } maintenant ({ $offset })

# Ce qui a été compris, ou la question.
time-when-understood = { $when }, { $distance }
time-when-recurs = Se répète : { $rule }
time-when-ambiguous = Laquelle voulez-vous dire ?
time-when-past = Cette heure est passée.
time-when-past-choices = Cette heure est passée. Vouliez-vous dire :
time-when-unknown = Magpie ne comprend pas cette heure. Essayez « demain 9:00 », « jeudi 15:00 heure de Nairobi » ou « dans 2 heures ».
time-when-choice = • { $choice }
time-when-zone = Quel est le fuseau horaire « { $zone } » ? Essayez une ville, un pays ou UTC+10.
