# Times and dates, as people read them. Times are always on the 24-hour clock.

time-weekday-and-time = { $weekday } { $time }
time-day = { $weekday } { $day } { $month }
time-day-and-year = { $weekday } { $day } { $month } { $year }
time-short-day-and-year = { $weekday } { $day } { $month } { $year }
time-day-and-time = { $day }, { $time }
time-with-utc = { $when } ({ $weekday } { $time } UTC)
time-in-utc = { $when } UTC
time-assumed = { $when } ({ $place }, assumed)
time-channel = { $stamp } ({ $utc } UTC)

# "Wed 04:30, Tuesday evening in UTC"
time-same-day-in-utc = { $when }, { $time } in UTC
time-other-day-in-utc = { $when }, { $part } in UTC
time-part-night = { $weekday } night
time-part-morning = { $weekday } morning
time-part-afternoon = { $weekday } afternoon
time-part-evening = { $weekday } evening

time-now = now
time-in = in { $span }
time-ago = { $span } ago
time-two-units = { $first } { $second }
time-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
time-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
time-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}

time-monday = Monday
    .short = Mon
    .each = Monday
    .second = Monday
time-tuesday = Tuesday
    .short = Tue
    .each = Tuesday
    .second = Tuesday
time-wednesday = Wednesday
    .short = Wed
    .each = Wednesday
    .second = Wednesday
time-thursday = Thursday
    .short = Thu
    .each = Thursday
    .second = Thursday
time-friday = Friday
    .short = Fri
    .each = Friday
    .second = Friday
time-saturday = Saturday
    .short = Sat
    .each = Saturday
    .second = Saturday
time-sunday = Sunday
    .short = Sun
    .each = Sunday
    .second = Sunday
time-january = January
    .short = Jan
time-february = February
    .short = Feb
time-march = March
    .short = Mar
time-april = April
    .short = Apr
time-may = May
    .short = May
time-june = June
    .short = Jun
time-july = July
    .short = Jul
time-august = August
    .short = Aug
time-september = September
    .short = Sep
time-october = October
    .short = Oct
time-november = November
    .short = Nov
time-december = December
    .short = Dec

# What was taken for granted in a phrase; shown before anything is saved.
time-assumed-day = No day given, so { $day }.
time-assumed-year = No year given, so { $year }.
time-assumed-time = No time given, so { $time }.
time-assumed-morning = “Morning” is read as { $time }.
time-assumed-afternoon = “Afternoon” is read as { $time }.
time-assumed-evening = “Evening” is read as { $time }.
time-assumed-tonight = “Tonight” is read as { $time }.
time-assumed-end-of-day = The end of the day is read as { $time }.
time-assumed-24-hours = Read on the 24-hour clock: { $time }.
time-assumed-noon = 12pm is noon, 12:00.
time-assumed-next-day = 24:00 is { $time } on the next day, { $day }.
time-assumed-anywhere-on-earth = Anywhere on Earth is UTC-12.
time-assumed-clock-jumps = The clocks go forward that day: { $asked } does not exist, so { $got }.
time-assumed-place = Read as { $place }.
time-assumed-no-daylight-saving = { $zone } is fixed: it does not follow daylight saving time.
time-assumed-two-weeks = Read as every two weeks on { $weekday }.
time-assumed-spelling = “{ $typed }” is read as “{ $read }”.
time-assumed-last-day = In months without a day { $day }, the last day is used.
time-assumed-night = “Night” is read as { $time }.
time-assumed-end-of-work = Close of business is read as { $time }.
time-assumed-from-now = Counted from now.

# One of several meanings.
time-choice-first-pass = { $when }, before the clocks go back
time-choice-second-pass = { $when }, after the clocks go back
time-choice-recurs = { $when }, { $rule }
time-choice-once = Once: { $when }
time-choice-next = { $choice }; then { $days }, and so on
time-choice-zone = { $when }: { $place }
time-choice-end-of-day = { $when }, the end of your day
time-choice-end-there = { $when }, the end of the day in { $place }
time-choice-end-everywhere = { $when }, the end of the day everywhere
time-place-fixed = { $zone }, all year
time-place-now = { $place }: { $time } now ({ $offset })

# What was understood, or the question.
time-when-understood = { $when }, { $distance }
time-when-recurs = Repeats: { $rule }
time-when-there = There: { $when } ({ $place })
time-when-other-day = Check the day: { $both }
time-when-ambiguous = Which one do you mean?
time-when-past = That time has passed.
time-when-past-choices = That time has passed. Did you mean:
time-when-no-such-day = That date does not exist. Did you mean:
time-when-latin = Magpie reads times written in Latin letters. Try “tomorrow 09:00”, “Thursday 15:00 Nairobi time” or “in 2 hours”.
time-when-unknown = Magpie could not read that as a time. Try “tomorrow 09:00”, “Thursday 15:00 Nairobi time” or “in 2 hours”.
time-when-choice = • { $choice }
time-when-zone = Which time zone is “{ $zone }”? Try a city, a country or UTC+10.

# What recurs, in words.
time-rule-at = { $rule } at { $times }
time-rule-there = { $rule }, { $place } time
time-rule-count = { $rule }, { $n ->
    [one] once
   *[other] { $n } times in all
}
time-rule-until = { $rule }, until { $day }
time-rule-other = on a custom schedule
time-rule-minutes = { $n ->
    [one] every minute
   *[other] every { $n } minutes
}
time-rule-hours = { $n ->
    [one] every hour
   *[other] every { $n } hours
}
time-rule-days = { $n ->
    [one] every day
   *[other] every { $n } days
}
time-rule-workdays = every weekday
time-rule-second-week = every two weeks on { $day }
time-rule-weeks = { $n ->
    [one] every { $each }
   *[other] every { $n } weeks on { $day }
}
time-rule-month-day = { $n ->
    [one] every month on the { $day }
   *[other] every { $n } months on the { $day }
}
time-rule-month-day-or-last = { $n ->
    [one] every month on the { $day } or the last day
   *[other] every { $n } months on the { $day } or the last day
}
time-rule-month-end = { $n ->
    [one] the last day of every month
   *[other] the last day of every { $n } months
}
time-rule-month-weekday = { $n ->
    [one] the { $nth } { $day } of every month
   *[other] the { $nth } { $day } of every { $n } months
}
time-rule-year = { $n ->
    [one] every year on { $day } { $month }
   *[other] every { $n } years on { $day } { $month }
}
time-rule-nth = { $n ->
    [-1] last
    [1] first
    [2] second
    [3] third
    [4] fourth
   *[other] fifth
}
time-rule-day-of-month = { $day ->
    [1] 1st
    [2] 2nd
    [3] 3rd
    [21] 21st
    [22] 22nd
    [23] 23rd
    [31] 31st
   *[other] { $day }th
}
