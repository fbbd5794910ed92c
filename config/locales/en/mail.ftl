# E-mails. They have no formatting of Discord: no asterisks, no mentions of commands.

mail-subject-corrected = Corrected: { $subject }
mail-subject-withdrawn = Withdrawn: { $subject }
mail-subject-over = It is over: { $subject }

mail-greeting = Hello { $name },
mail-who = From { $name }, secretariat. How urgent: { $severity }.
mail-corrected = This has been corrected. Please read the new text:
mail-withdrawn = This was sent by mistake and has been withdrawn. You do not need to do anything:
mail-over = This is over. You do not need to do anything:
mail-answers = Possible answers: { $answers }
mail-original = Original text:
mail-reply-to-answer = To answer, please reply to this e-mail. The secretariat reads the replies.
mail-reply-for-questions = If you have a question, please reply to this e-mail. The secretariat reads the replies.
mail-no-reply-to-answer = No one reads replies to this e-mail. Please give the secretariat your answer in another way.
mail-no-reply = No one reads replies to this e-mail.
mail-why-not-on-discord = Alert { $number }. You get it by e-mail because you are on the secretariat’s list of members and not on Discord.
mail-why-no-route = Alert { $number }. You get it by e-mail because Magpie cannot send you messages on Discord.
mail-why-asked = Alert { $number }. You get it by e-mail because you have not seen it on Discord, and asked for this in your profile.

# The code that confirms an address.
mail-code-subject = { $code } is your code for Magpie
mail-code = Your code: { $code }
mail-code-how = Type it in Discord, under “Alerts by e-mail” in your profile. It is valid for { $valid }.
mail-code-not-you = If you did not ask for this, you do not need to do anything. Without the code, no alerts are sent to this address.
