# Names and descriptions of /desk. Keys: see src/discord/wire/command_texts.rs.

command-desk = desk
    .description = The help desk as a whole
command-desk-handover = handover
    .description = What you need to know when you begin: who waits, who is awake, what to do
command-desk-policy = policy
    .description = Whom Magpie asks about a ticket, and when
command-desk-report = report
    .description = How long people waited, who was asked and who helped (secretariat)
command-desk-report-from = from
    .description = The first day; without it, the last week
command-desk-report-until = until
    .description = The last day; without it, until now
