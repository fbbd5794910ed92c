# Commands of the help desk.

command-help = help
    .description = Ask the help desk: its volunteers and the secretariat can read it
command-help-text = text
    .description = What you need help with; leave it out to get a form

command-ask = ask
    .description = Ask the secretariat a question
command-ask-question = question
    .description = Your question; leave it out to get a form

command-ticket = ticket
    .description = Requests for help
command-ticket-list = list
    .description = The open tickets that you can see
command-ticket-show = show
    .description = See a ticket and its history
command-ticket-show-number = number
    .description = The number of the ticket
command-ticket-log = log
    .description = Record a request from someone outside Discord (volunteers and secretariat)
command-ticket-log-name = name
    .description = Their name
command-ticket-log-contact = contact
    .description = How to reach them: e-mail, phone, or the number from the website
command-ticket-log-problem = problem
    .description = What they need
command-ticket-log-answer = answer
    .description = How it was answered; leave it out to keep the ticket open
command-ticket-transfer = transfer
    .description = Pass a ticket that you help with on to someone who is awake
command-ticket-transfer-number = number
    .description = The number of the ticket
command-ticket-transfer-to = to
    .description = Who helps from now on

command-help-needed = needed
    .description = When you need the help; today, if you leave it out
command-help-needed-now = My session is on now
command-help-needed-hour = Within an hour
command-help-needed-today = Today
command-help-needed-later = No hurry
command-help-about = about
    .description = What it is about
command-help-about-joining = Joining a meeting
command-help-about-registration = Registration
command-help-about-permissions = Permissions
command-help-about-programme = Programme
command-help-about-conduct = Someone’s conduct (only the secretariat reads it)
command-help-about-other = Something else
