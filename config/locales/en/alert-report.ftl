# The report of an alert, for /alert report.

alert-report-title = **Report of alert { $number } · { $severity }:** { $text }
alert-report-practice = This was a practice.
alert-report-sent-not-seen = “Reached” does not mean seen.
alert-report-zone = Times in { $place }.
alert-report-zone-utc = Times in UTC.
alert-report-people = Person by person
alert-report-people-title = **Alert { $number }, person by person.** { $zone }
alert-report-percent = { $percent } %

# The table. Labels have room for 20 characters.
alert-report-row-recipients = Recipients
alert-report-row-reached = Reached
alert-report-row-sounded = with a sound
alert-report-row-seen = Seen
alert-report-row-seen-earlier = earlier text only
alert-report-row-answered = Answered
alert-report-row-late = of these, late
alert-report-row-outside = Reached elsewhere
alert-report-row-first = First seen after
alert-report-row-half = Half had seen after

# The picture. Titles have room for about 40 characters, other labels for about 25.
alert-report-chart-seen = Alert { $number }: who has seen it
alert-report-chart-answers = Alert { $number }: seen and answered
alert-report-series-reached = Reached
alert-report-series-seen = Seen
alert-report-answer-number = Answer { $number }
alert-report-legend = : { $count }
alert-report-needed = Needed: { $count }
alert-report-nobody-yet = No one has seen it yet
alert-report-mark-corrected = Corrected
alert-report-mark-asked = Asked again
alert-report-mark-deadline = Deadline
alert-report-mark-over = Over
alert-report-mark-withdrawn = Withdrawn

# The picture in words, for readers who cannot see it.
alert-report-described = A chart of alert { $number }, sent { $time }.
alert-report-described-reached = Reached: { $reached } of { $count }.
alert-report-described-seen = Seen: { $seen } of { $count }.
alert-report-described-answered = Answered: { $answered } of { $count }.
alert-report-described-answer = “{ $answer }”: { $count }.
alert-report-described-half = Half had seen it after { $took }.
alert-report-described-deadline = Deadline: { $time }.
alert-report-described-ended = Ended: { $time }.

# One person.
alert-report-by-message = direct message
alert-report-by-inbox = message in the inbox thread
alert-report-by-unknown = message
alert-report-with-sound = with a sound
alert-report-silently = silently
alert-report-sounded = with a sound at { $time }
alert-report-held = waits until they wake ({ $time })
alert-report-waits = waits until they wake
alert-report-on-its-way = on its way
alert-report-retrying = being retried
alert-report-cancelled = cancelled by the secretariat
alert-report-not-sent = not sent: the alert ended first
alert-report-seen = seen { $time }
alert-report-seen-earlier = saw only the earlier text, { $time }
alert-report-not-seen = not seen

# The columns of the CSV file.
alert-report-column-name = Name
alert-report-column-handle = Discord name
alert-report-column-reached = Reached ({ $zone })
alert-report-column-how = How
alert-report-column-sounded = First sound ({ $zone })
alert-report-column-seen = Seen ({ $zone })
alert-report-column-answer = Answer
alert-report-column-answered = Answered ({ $zone })
alert-report-column-mark = Remark
alert-report-column-outside-by = Reached elsewhere by
alert-report-column-outside = Reached elsewhere ({ $zone })
alert-report-column-not-reached = Not reached because
