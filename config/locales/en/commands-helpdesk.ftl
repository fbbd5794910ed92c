# Commands of the help desk.

command-help = help
    .description = Ask the help desk: its volunteers and the secretariat read it
command-help-text = text
    .description = What you need help with; without it a form opens

command-ask = ask
    .description = Ask the secretariat a question
command-ask-question = question
    .description = Your question; without it a form opens

command-ticket = ticket
    .description = Requests for help
command-ticket-list = list
    .description = The open tickets that you may see
command-ticket-show = show
    .description = A ticket and what happened to it
command-ticket-show-number = number
    .description = The number of the ticket
command-ticket-log = log
    .description = Write down what somebody outside Discord asked (volunteers and secretariat)
command-ticket-log-name = name
    .description = Their name
command-ticket-log-contact = contact
    .description = How to reach them: e-mail, telephone, the website's number
command-ticket-log-problem = problem
    .description = What they need
command-ticket-log-answer = answer
    .description = How it was answered; without it the ticket stays open
