# What Magpie tells the secretariat about itself.

watch-title = ⚠️ **Magpie cannot do all of its work** since { $since }.
watch-title-over = ✅ Magpie could not do all of its work from { $from } to { $to }. It is over.
watch-what-to-do = Nothing that was accepted is lost. Please tell whoever runs Magpie: its log says more. This message says when it is over.
watch-what-to-do-damage = Please tell whoever runs Magpie now: the newest backup has to be put back. Until then, check important messages by hand. This message says when it is over.
watch-what-to-do-set-aside = Everything else goes on. Please tell whoever runs Magpie: “magpie check” says which, and why. This message says when it is over.
watch-what-to-do-permissions = What Discord refuses because of this waits, and goes out when it is allowed. Please ask whoever manages the server to type /setup: it names each channel and permission. This message says when it is over.
watch-engine = Since { $since } reminders and waiting tickets are not carried on.
    .over = From { $from } to { $to } reminders and waiting tickets were not carried on.
watch-outbox = Since { $since } messages wait and do not go out.
    .over = From { $from } to { $to } messages waited and did not go out.
watch-failures = Since { $since } most messages fail at first. They are tried again.
    .over = From { $from } to { $to } most messages failed at first.
watch-gateway = Since { $since } Magpie does not hear Discord: buttons and commands do not answer.
    .over = From { $from } to { $to } Discord could not be reached.
watch-database = Since { $since } nothing can be stored, so nothing new is accepted.
    .over = From { $from } to { $to } nothing could be stored, so nothing new was accepted.
watch-damage = Since { $since } Magpie's stored data is damaged: some messages may not reach anybody.
    .over = From { $from } to { $to } Magpie's stored data was damaged.
watch-set-aside = Since { $since } some entries (a reminder, a ticket, a profile) cannot be read and are set aside.
    .over = From { $from } to { $to } some entries could not be read and were set aside.
watch-permissions = Since { $since } Magpie may not do what it needs in a channel that it uses, or in the server.
    .over = From { $from } to { $to } Magpie could not do what it needs in a channel that it uses, or in the server.
watch-late-all-gone = { $count ->
    [one] One message was late. It has gone out.
   *[other] { $count } messages were late. All have gone out.
    }
watch-late = { $count ->
    [one] One message was late.
   *[other] { $count } messages were late.
    } Gone out: { $gone }. Still waiting: { $waiting }. Given up: { $failed }.
