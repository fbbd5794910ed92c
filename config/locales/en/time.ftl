# Times and dates, as people read them. Times are always on the 24-hour clock.

time-weekday-and-time = { $weekday } { $time }
time-day = { $weekday } { $day } { $month }
time-day-and-year = { $weekday } { $day } { $month } { $year }
time-day-and-time = { $day }, { $time }
time-with-utc = { $when } ({ $weekday } { $time } UTC)
time-in-utc = { $when } UTC
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
time-tuesday = Tuesday
    .short = Tue
time-wednesday = Wednesday
    .short = Wed
time-thursday = Thursday
    .short = Thu
time-friday = Friday
    .short = Fri
time-saturday = Saturday
    .short = Sat
time-sunday = Sunday
    .short = Sun
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
