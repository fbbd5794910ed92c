# Known answers: cards that everyone can search, and that someone who asks for help is shown first.

faq-category-joining = Joining
faq-category-registration = Registration
faq-category-permissions = Permissions
faq-category-programme = Programme
faq-category-conduct = Conduct
faq-category-other = Other
faq-language-en = English
faq-language-fr = French
faq-language-es = Spanish

# Searching, and asking for help.
faq-nothing-found = No known answer fits “{ $typed }”. The secretariat sees what was not found, so that it can add an answer. Do you need help now? Press **{ helpdesk-get-help }**.
faq-found =
    { $count ->
        [one] This may answer it:
       *[other] These may answer it:
    }
faq-held =
    { $count ->
        [one] **Your request is saved, and no one has been asked yet.** Perhaps this answers it already.
       *[other] **Your request is saved, and no one has been asked yet.** Perhaps one of these answers it already.
    } If you press nothing, it goes to the help desk by itself at { $at }.
faq-while-you-wait =
    { $count ->
        [one] While you wait: perhaps this answers it already.
       *[other] While you wait: perhaps one of these answers it already.
    }
faq-answered-button = That answers it
faq-still-needed-button = Still need help
faq-you-answered = Glad that it helped! No one was asked, and you do not need to do anything.
faq-opening-now = Your ticket is just being opened. When its message has arrived, you can press **{ helpdesk-withdraw }** there.
faq-has-ticket = **Ticket { $id }** is open already. Its messages say who helps, and when.
faq-ask-help-desk = Please write what you need help with, and the help desk gets it.
faq-unknown-search = This search belongs to someone else, or it was deleted. Please search again.

# The form. Titles have room for 45 characters, labels too.
faq-form-title = A known answer
faq-form-question = Question, in the words of those who ask
faq-form-answer = Answer
faq-form-answer-placeholder = What to do, step by step. No names, and nothing private: everyone can read it.
faq-form-valid = Last day on which it is right (optional)
faq-form-valid-placeholder = 2026-11-17 or 17 November; empty: always

# The preview.
faq-draft-new = **Preview of a new card**
faq-draft-change = **Preview of a change of card { $number }**
faq-draft-before-after = Above: as it is now. Below: the change.
faq-draft-needs-approval = Everyone can find it as soon as the secretariat has approved it.
faq-valid-until = valid until { $day }
faq-valid-always = always valid
faq-expired = ⌛ expired
faq-invalid-day = ⚠️ Magpie cannot read “{ $typed }” as a day that is still to come. Please press **{ faq-change }**, and write it like 2026-11-17.
faq-invalid-day-again = Please correct the last day first: press **{ faq-change }**, and write it like 2026-11-17.
faq-publish = Publish
faq-send-draft = Send to the secretariat
faq-change = Change
faq-discard = Discard
faq-decline = Do not publish
faq-draft-open = This draft is not sent yet.
faq-draft-submitted = The secretariat has got your draft. Magpie tells you what it decides. Thank you!
faq-draft-published = It is published as card { $number }.
faq-draft-declined = It is not published.
faq-draft-discarded = The draft is discarded.
faq-draft-with-secretariat = The secretariat has got this draft, so your change was not saved. To change it, discard the draft and write it again.
faq-draft-closed = This draft is already decided, so nothing was changed.
faq-unknown-draft = This draft belongs to someone else, or it was deleted.

# Cards.
faq-published = ✅ **Card { $number }** is published: everyone can find it now.
faq-changed = ✅ **Card { $number }** is changed.
faq-extended = ✅ **Card { $number }** is valid for about three months more.
faq-deleted = **Card { $number }** is deleted: no one finds it any more.
faq-undone = Undone: **card { $number }** is as it was before.
faq-undone-deleted = Undone: **card { $number }** is deleted.
faq-undo = Undo
faq-copies-change =
    { $count ->
        [one] Its copy in a channel changes too.
       *[other] Its { $count } copies in channels change too.
    }
faq-copies-out-of-reach =
    { $count ->
        [one] ⚠️ One copy is too old for Magpie to change. Please delete it there, and post the card again.
       *[other] ⚠️ { $count } copies are too old for Magpie to change. Please delete them there, and post the card again.
    }
faq-before-deletion =
    { $copies ->
        [0] Delete **card { $number }**? You can undo it afterwards.
        [one] Delete **card { $number }**? Its copy in a channel will say that it is no longer valid. You can undo it afterwards.
       *[other] Delete **card { $number }**? Its { $copies } copies in channels will say that it is no longer valid. You can undo it afterwards.
    }
faq-delete-button = Delete
faq-keep-button = Keep it
faq-kept = **Card { $number }** stays as it is.
faq-posted = **Card { $number }** is posted in { $channel }, in { $languages }. When the card is changed, the copy changes too.
faq-unknown-card = There is no valid card { $number }. { COMMAND("faq list") } shows all cards.
faq-card-changed = Someone has changed card { $number } in the meantime, so nothing was done. Please open it again with { COMMAND("faq edit") }.
faq-not-staff = Only the help desk’s volunteers and the secretariat can write cards. To find one, use { COMMAND("faq search") }.
faq-not-secretariat = Only the secretariat can do that.
faq-empty = A card needs a question and an answer.
faq-too-long = That is too long: there is room for { $limit } characters.

# Lists.
faq-list-empty = There are no cards yet. Add one with { COMMAND("faq add") }, or keep the answer of a solved ticket.
faq-list-head =
    { $count ->
        [one] **One card**
       *[other] **{ $count } cards**
    }
faq-list-line =
    { $copies ->
        [0] **{ $number }** · { $question } · { $category } · { $languages } · { $valid }
        [one] **{ $number }** · { $question } · { $category } · { $languages } · { $valid } · one copy
       *[other] **{ $number }** · { $question } · { $category } · { $languages } · { $valid } · { $copies } copies
    }
faq-drafts-wait =
    { $count ->
        [one] One draft waits for the secretariat: { COMMAND("faq approve") }
       *[other] { $count } drafts wait for the secretariat: { COMMAND("faq approve") }
    }
faq-drafts-wait-head =
    { $count ->
        [one] **One draft waits.** Choose it to read it.
       *[other] **{ $count } drafts wait.** Choose one to read it.
    }
faq-no-drafts = No draft waits for the secretariat.
faq-choose-draft = Choose a draft
faq-missing-none = Every search has found an answer, or you have dealt with it.
faq-missing-head =
    { $count ->
        [one] **One search without an answer**
       *[other] **{ $count } searches without an answer**, the latest first
    }
faq-missing-line = • { $at }: { $text }
faq-missing-line-ticket = • { $at }: { $text } (ticket { $ticket })
faq-choose-missing = Choose one
faq-missing-one = No card answers this:
faq-write-card = Write a card
faq-dismiss = Needs no card
faq-dismissed = It is no longer on the list.
faq-keep-answer = Keep this answer as a card?

# Copies in channels.
faq-copy-head = 💡 **Known answer { $number }**
faq-copy-not-valid = This answer is no longer valid. To find the current one, use { COMMAND("faq search") }.

# Messages to the owner of a card, to the secretariat, and to the author of a draft.
faq-expiry-soon = ⌛ **Card { $number }** expires at { $at }: “{ $question }”. Is it still right? After that, no one is shown it.
faq-expiry-over = ⌛ **Card { $number }** has expired: “{ $question }”. No one is shown it any more. Is it still right?
faq-expiry-changed = **Card { $number }** has been changed since: “{ $question }”. You do not need to do anything.
faq-expiry-deleted = **Card { $number }** has been deleted: “{ $question }”. You do not need to do anything.
faq-still-right = Still right: 3 months more
faq-submitted = 📝 { $name } has written a card: “{ $question }”. It waits for the secretariat.
faq-submitted-published = ✅ Written by { $name }, and published as card { $number }: “{ $question }”
faq-submitted-closed = Written by { $name }, and not published: “{ $question }”
faq-open-draft = Read it
faq-decided-published = ✅ The secretariat has published your card “{ $question }” as card { $number }. Thank you!
faq-decided-declined = The secretariat does not publish your card “{ $question }”. Thank you for writing it all the same.

# What the list of deliveries calls these messages.
delivery-about-faq-copy = a copy of card { $number }
delivery-about-faq-expiry = a reminder that card { $number } expires
delivery-about-faq-draft = a message about a draft of a card
