# The help desk as a whole: /desk, and “How did it go?”.

desk-how-did-it-go = How did it go? One press is enough, and you can leave it out.
desk-rate-good = 🙂 Well
desk-rate-fair = 😐 So-so
desk-rate-poor = 🙁 Not well
desk-rated-good = Thank you! That is good to hear.
desk-rated-fair = Thank you. The secretariat sees it, without a name, in its report.
desk-rated-poor = Thank you for saying so. The secretariat sees it, without a name, in its report.

desk-handover-head = **Handover** · { $at }
desk-handover-tickets =
    { $waiting ->
        [0] No ticket is waiting.
        [one] **One ticket is waiting.**
       *[other] **{ $waiting } tickets are waiting.**
    } { $helped ->
        [0] No one is helping with another one.
        [one] One more is being helped with.
       *[other] { $helped } more are being helped with.
    }
desk-handover-more = … and { $count } more: { COMMAND("ticket list") }
desk-handover-awake =
    { $more ->
        [0] Awake now: { $names }
       *[other] Awake now: { $names } and { $more } more
    }
desk-handover-nobody-awake = No other volunteer is awake now, and no one in the secretariat.
desk-handover-how = **What to do**
    • Under a ticket, press **{ helpdesk-claim }**: a thread opens for the two of you. When it is solved, press **{ helpdesk-solved-button }**.
    • If you cannot solve it, press **{ helpdesk-send }**, or put it back with **{ helpdesk-release }**. No one minds.
    • { COMMAND("faq search") } finds answers that others have given. { COMMAND("ticket show") } tells the story of a ticket.
    • Someone outside Discord asks: { COMMAND("ticket log") }

desk-not-staff = Only the help desk’s volunteers and the secretariat can see this. Do you need help yourself? Use { COMMAND("help") }.
desk-unknown-day = Magpie cannot read “{ $typed }” as a day. Please write it like 2026-11-17.
desk-report-order = The last day is before the first day. Please check both.
desk-report-head = **Help desk** from { $from } until { $until }
desk-report-all = All
desk-kind-help = Help
desk-kind-question = Questions
desk-kind-private = Private reports
desk-kind-logged = From outside Discord
desk-report-line =
    { $waiting ->
        [0] • { $label }: { $tickets }; first helper after { $median } (median), 90 % within { $p90 }
       *[other] • { $label }: { $tickets }; first helper after { $median } (median), 90 % within { $p90 }; { $waiting } still waiting
    }
desk-report-line-unanswered =
    { $waiting ->
        [0] • { $label }: { $tickets }, none with a helper
       *[other] • { $label }: { $tickets }, none with a helper yet; { $waiting } still waiting
    }
desk-report-hours = **By the hour in which they were opened (UTC)**
desk-report-ratings = How it went: 🙂 { $good } · 😐 { $fair } · 🙁 { $poor }
desk-report-searches =
    { $without ->
        [one] Known answers: { $answered } answered it; one search found none. { COMMAND("faq missing") }
       *[other] Known answers: { $answered } answered it; { $without } searches found none. { COMMAND("faq missing") }
    }
desk-report-people = **Who was asked, and who helped**
desk-report-person = • { $name }: asked { $asked } ×, helped { $helped } ×
desk-csv-group = group
desk-csv-tickets = tickets
desk-csv-answered = answered
desk-csv-waiting = still waiting
desk-csv-median = median wait (min)
desk-csv-p90 = 90 % waited at most (min)
desk-csv-asked = asked
desk-csv-helped = helped
