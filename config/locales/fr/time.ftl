# Heures et dates, telles qu’on les lit. Toujours sur 24 heures.

time-weekday-and-time = { $weekday } { $time }
time-day = { $weekday } { $day ->
    [1] 1er
   *[other] { $day }
    } { $month }
time-day-and-year = { $weekday } { $day ->
    [1] 1er
   *[other] { $day }
    } { $month } { $year }
time-short-day-and-year = { $weekday } { $day ->
    [1] 1er
   *[other] { $day }
    } { $month } { $year }
time-day-and-time = { $day }, { $time }
time-with-utc = { $when } ({ $weekday } { $time } UTC)
time-in-utc = { $when } UTC
time-assumed = { $when } ({ $place }, supposé)
time-channel = { $stamp } ({ $utc } UTC)

# « mer. 04:30, mardi soir en UTC »
time-same-day-in-utc = { $when }, { $time } en UTC
time-other-day-in-utc = { $when }, { $part } en UTC
time-part-night = { $weekday } avant l’aube
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
time-assumed-day = Aucun jour indiqué : { $day }.
time-assumed-year = Aucune année indiquée : { $year }.
time-assumed-time = Aucune heure indiquée : { $time }.
time-assumed-morning = « Matin » a été compris comme { $time }.
time-assumed-afternoon = « Après-midi » a été compris comme { $time }.
time-assumed-evening = « Soir » a été compris comme { $time }.
time-assumed-tonight = « Ce soir » a été compris comme { $time }.
time-assumed-end-of-day = La fin de journée a été comprise comme { $time }.
time-assumed-24-hours = Heure comprise sur 24 heures : { $time }.
time-assumed-noon = « 12pm » correspond à midi, 12:00.
time-assumed-next-day = 24:00 correspond à { $time } le lendemain, { $day }.
time-assumed-anywhere-on-earth = « Anywhere on Earth » correspond à UTC-12.
time-assumed-clock-jumps = L’heure avance ce jour-là : { $asked } n’existe pas, ce sera { $got }.
time-assumed-place = Lieu compris : { $place }.
time-assumed-no-daylight-saving = { $zone } est un décalage fixe : il ne suit pas l’heure d’été.
time-assumed-two-weeks = Répétition comprise : toutes les deux semaines, le { $weekday }.
time-assumed-spelling = « { $typed } » a été compris comme « { $read } ».
time-assumed-last-day = Dans les mois qui n’ont pas de { $day } : le dernier jour.
time-assumed-night = « Nuit » a été compris comme { $time }.
time-assumed-end-of-work = La fin de la journée de travail a été comprise comme { $time }.
time-assumed-from-now = Délai compté à partir de maintenant.

# Une interprétation parmi d’autres.
time-choice-first-pass = { $when }, avant le changement d’heure
time-choice-second-pass = { $when }, après le changement d’heure
time-choice-recurs = { $when }, { $rule }
time-choice-once = Une seule fois : { $when }
time-choice-next = { $choice } ; puis { $days }, et ainsi de suite
time-choice-zone = { $when } : { $place }
time-choice-end-of-day = { $when }, fin de votre journée
time-choice-end-there = { $when }, fin de la journée ({ $place })
time-choice-end-everywhere = { $when }, fin de la journée dans le monde entier
time-place-fixed = { $zone }, toute l’année
time-place-now = { $place } : { $time } en ce moment ({ $offset })

# Ce qui a été compris, ou la question.
time-when-understood = { $when }, { $distance }
time-when-recurs = Répétition : { $rule }
time-when-there = Là-bas : { $when } ({ $place })
time-when-other-day = Attention au jour : { $both }
time-when-ambiguous = Quel moment est le bon ?
time-when-past = Ce moment est déjà passé.
time-when-past-choices = Ce moment est déjà passé. Vous pensiez peut-être à :
time-when-no-such-day = Ce jour n’existe pas dans le calendrier. Vous pensiez peut-être à :
time-when-latin = Magpie ne lit que les lettres latines. Essayez « demain 09:00 », « jeudi 15:00 heure de Nairobi » ou « dans 2 heures ».
time-when-unknown = Magpie ne comprend pas ce moment. Essayez « demain 09:00 », « jeudi 15:00 heure de Nairobi » ou « dans 2 heures ».
time-when-choice = • { $choice }
time-when-zone = À quel fuseau horaire correspond « { $zone } » ? Essayez une ville, un pays ou UTC+10.

# Ce qui se répète, en mots.
time-rule-at = { $rule } à { $times }
time-rule-there = { $rule } (heure locale : { $place })
time-rule-count = { $rule }, { $n ->
    [1] une seule fois
   *[other] { $n } fois en tout
}
time-rule-until = { $rule }, jusqu’au { $day }
time-rule-other = selon une répétition particulière
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
