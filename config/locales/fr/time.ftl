# Heures et dates, telles qu'on les lit. Toujours sur 24 heures.

time-weekday-and-time = { $weekday } { $time }
time-day = { $weekday } { $day } { $month }
time-day-and-year = { $weekday } { $day } { $month } { $year }
time-short-day-and-year = { $weekday } { $day } { $month } { $year }
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
time-two-units = { $first } { $second }
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
    .each = lundis
    .second = lundi
time-tuesday = mardi
    .short = mar.
    .each = mardis
    .second = mardi
time-wednesday = mercredi
    .short = mer.
    .each = mercredis
    .second = mercredi
time-thursday = jeudi
    .short = jeu.
    .each = jeudis
    .second = jeudi
time-friday = vendredi
    .short = ven.
    .each = vendredis
    .second = vendredi
time-saturday = samedi
    .short = sam.
    .each = samedis
    .second = samedi
time-sunday = dimanche
    .short = dim.
    .each = dimanches
    .second = dimanche
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
time-assumed-night = « Nuit » compris comme { $time }.
time-assumed-end-of-work = La fin de la journée de travail a été comprise comme { $time }.
time-assumed-from-now = Compté à partir de maintenant.

# Une interprétation parmi d'autres.
time-choice-first-pass = { $when }, avant que les horloges reculent
time-choice-second-pass = { $when }, après que les horloges ont reculé
time-choice-recurs = { $when }, { $rule }
time-choice-zone = { $when } : { $place }
time-choice-end-of-day = { $when }, la fin de votre journée
time-choice-end-there = { $when }, fin de la journée, { $place }
time-choice-end-everywhere = { $when }, fin de la journée partout
time-place-fixed = { $zone }, toute l’année
time-place-now = { $place } : { $time } maintenant ({ $offset })

# Ce qui a été compris, ou la question.
time-when-understood = { $when }, { $distance }
time-when-recurs = Se répète : { $rule }
time-when-there = Là-bas : { $when } ({ $place })
time-when-other-day = Attention au jour : { $both }
time-when-ambiguous = Laquelle voulez-vous dire ?
time-when-past = Cette heure est passée.
time-when-past-choices = Cette heure est passée. Vouliez-vous dire :
time-when-no-such-day = Ce jour n'existe pas dans le calendrier. Vouliez-vous dire :
time-when-latin = Magpie lit les heures en lettres latines. Essayez « demain 9:00 », « jeudi 15:00 heure de Nairobi » ou « dans 2 heures ».
time-when-unknown = Magpie ne comprend pas cette heure. Essayez « demain 9:00 », « jeudi 15:00 heure de Nairobi » ou « dans 2 heures ».
time-when-choice = • { $choice }
time-when-zone = Quel est le fuseau horaire « { $zone } » ? Essayez une ville, un pays ou UTC+10.

# Ce qui se répète, en mots.
time-list = { $first } et { $last }
time-rule-at = { $rule } à { $times }
time-rule-there = { $rule }, heure de { $place }
time-rule-count = { $rule }, { $n ->
    [1] une seule fois
   *[other] { $n } fois en tout
}
time-rule-until = { $rule }, jusqu’au { $day }
time-rule-other = de façon répétée, selon sa propre règle
time-rule-minutes = { $n ->
    [1] toutes les minutes
   *[other] toutes les { $n } minutes
}
time-rule-hours = { $n ->
    [1] toutes les heures
   *[other] toutes les { $n } heures
}
time-rule-days = { $n ->
    [1] tous les jours
   *[other] tous les { $n } jours
}
time-rule-workdays = du lundi au vendredi
time-rule-second-week = un { $day } sur deux
time-rule-weeks = { $n ->
    [1] tous les { $each }
   *[other] toutes les { $n } semaines, le { $day }
}
time-rule-month-day = { $n ->
    [1] chaque mois, le { $day }
   *[other] tous les { $n } mois, le { $day }
}
time-rule-month-day-or-last = { $n ->
    [1] chaque mois, le { $day } ou le dernier jour
   *[other] tous les { $n } mois, le { $day } ou le dernier jour
}
time-rule-month-end = { $n ->
    [1] le dernier jour du mois
   *[other] tous les { $n } mois, le dernier jour
}
time-rule-month-weekday = { $n ->
    [1] le { $nth } { $day } du mois
   *[other] tous les { $n } mois, le { $nth } { $day }
}
time-rule-year = { $n ->
    [1] chaque année, le { $day ->
        [1] 1er
       *[other] { $day }
    } { $month }
   *[other] tous les { $n } ans, le { $day ->
        [1] 1er
       *[other] { $day }
    } { $month }
}
time-rule-nth = { $n ->
    [-1] dernier
    [1] premier
    [2] deuxième
    [3] troisième
    [4] quatrième
   *[other] cinquième
}
time-rule-day-of-month = { $day ->
    [1] 1er
   *[other] { $day }
}
