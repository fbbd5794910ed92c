# Courriels. Aucune mise en forme de Discord : ni astérisques, ni commandes.

mail-subject-corrected = Rectificatif : { $subject }
mail-subject-withdrawn = Retirée : { $subject }
mail-subject-over = C’est terminé : { $subject }

mail-greeting = Bonjour { $name },
mail-who = De : { $name }, secrétariat. Gravité : { $severity }.
mail-corrected = Ce message a été corrigé. Veuillez lire le nouveau texte :
mail-withdrawn = Ce message a été envoyé par erreur et a été retiré. Vous n’avez rien à faire :
mail-over = C’est terminé. Vous n’avez rien à faire :
mail-answers = Réponses possibles : { $answers }
mail-original = Texte original :
mail-reply-to-answer = Pour répondre, il suffit de répondre à ce courriel. Le secrétariat lit les réponses.
mail-reply-for-questions = Pour toute question, répondez à ce courriel. Le secrétariat lit les réponses.
mail-no-reply-to-answer = Les réponses à ce courriel ne sont pas lues. Merci de donner votre réponse au secrétariat par un autre moyen.
mail-no-reply = Les réponses à ce courriel ne sont pas lues.
mail-why-not-on-discord = Alerte { $number }. Vous la recevez par courriel parce que vous figurez sur la liste des membres que tient le secrétariat et n’êtes pas sur Discord.
mail-why-no-route = Alerte { $number }. Vous la recevez par courriel parce que Magpie ne peut pas vous écrire sur Discord.
mail-why-asked = Alerte { $number }. Vous la recevez par courriel parce que vous ne l’avez pas vue sur Discord et que vous l’avez demandé dans votre profil.

# Le code qui confirme une adresse.
mail-code-subject = { $code } est votre code pour Magpie
mail-code = Votre code : { $code }
mail-code-how = Saisissez-le dans Discord, sous « Alertes par courriel » dans votre profil. Il est valable { $valid }.
mail-code-not-you = Si vous n’avez rien demandé, vous n’avez rien à faire. Sans ce code, aucune alerte n’est envoyée à cette adresse.
