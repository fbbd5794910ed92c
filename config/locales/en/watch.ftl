# What Magpie tells the secretariat about itself.

watch-title = ⚠️ **Magpie has not been working fully** since { $since }.
watch-title-over = ✅ **Magpie is working fully again.** It was not from { $from } to { $to }.
watch-what-to-do = No accepted message is lost. Please tell whoever runs Magpie: its log says more. This message will say when it is over.
watch-what-to-do-damage = Please tell whoever runs Magpie now: the newest backup has to be restored. Until then, please make sure yourself that important messages arrive. This message will say when it is over.
watch-what-to-do-set-aside = Everything else still works. Please tell whoever runs Magpie: “magpie check” shows which entries, and why. This message will say when it is over.
watch-engine = Reminders and waiting tickets have been on hold since { $since }.
    .over = Reminders and waiting tickets were on hold from { $from } to { $to }.
watch-outbox = No messages have gone out since { $since }. They are waiting.
    .over = Messages were waiting and did not go out from { $from } to { $to }.
watch-failures = Most messages have failed on the first attempt since { $since }. Magpie keeps trying.
    .over = Most messages failed on the first attempt from { $from } to { $to }.
watch-gateway = Magpie has had no connection to Discord since { $since }: buttons and commands do not work.
    .over = Magpie had no connection to Discord from { $from } to { $to }.
watch-database = Magpie has not been able to save anything since { $since }, so it accepts nothing new.
    .over = Magpie could not save anything from { $from } to { $to }, so it accepted nothing new.
watch-damage = Magpie’s stored data has been damaged since { $since }: some messages may not reach anyone.
    .over = Magpie’s stored data was damaged from { $from } to { $to }.
watch-set-aside = Some entries (a reminder, a ticket, a profile) have been unreadable since { $since } and are set aside.
    .over = Some entries were unreadable from { $from } to { $to } and were set aside.
watch-late-all-gone = { $count ->
    [one] 1 message was late. It has been sent.
   *[other] { $count } messages were late. All of them have been sent.
    }
watch-late = { $count ->
    [one] 1 message was late.
   *[other] { $count } messages were late.
    } Sent: { $gone }. Still waiting: { $waiting }. Given up: { $failed }.
watch-what-to-do-permissions = What Discord refuses because of this waits, and goes out when it is allowed. Please ask whoever manages the server to type { COMMAND("setup") }: it names each channel and permission. This message says when it is over.
watch-permissions = Since { $since } Magpie may not do what it needs in a channel that it uses, or in the server.
    .over = From { $from } to { $to } Magpie could not do what it needs in a channel that it uses, or in the server.
