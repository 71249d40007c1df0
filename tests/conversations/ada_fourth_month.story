# Ada's fourth month: she logs by herself, and the prize is silence. At most one message a week.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu

# The first months, in short: every subject was tried, a committee was held and decided.
at 2026-11-23 10:00
ada says "/coach comité 4 mai"
ada hears "Noté : Comité"
ada says "/coach inconnue les agents ont-ils un mot de passe ?"
ada hears "Noté : Inconnue"
ada says "/coach cap le parcours de connexion"
ada hears "Noté : Cap de la semaine"

# Weeks of February and March: a goal on Monday before nine, a test and a release on Tuesday, feedback every day.
at 2027-02-22 08:30
ada says "/coach cap semaine 1 : moins de clics"
ada hears "Noté : Cap"
ada says "/coach retour un mot gentil au téléphone"
ada hears "Noté : Retour"
at 2027-02-23 08:30
ada says "/coach test 2 usagers, la page est lue jusqu’au bout"
ada hears "Noté : Test"
ada says "/coach livraison une page plus courte"
ada hears "Noté : Livraison"
ada says "/coach retour deux mails de merci"
ada hears "Noté : Retour"
at 2027-02-25 08:30
ada says "/coach retour rien à signaler de neuf, un encouragement"
ada hears "Noté : Retour"

at 2027-03-01 08:30
ada says "/coach cap semaine 2 : moins de clics"
ada hears "Noté : Cap"
ada says "/coach retour un mot gentil au téléphone"
ada hears "Noté : Retour"
at 2027-03-02 08:30
ada says "/coach test 2 usagers, la page est lue jusqu’au bout"
ada hears "Noté : Test"
ada says "/coach livraison une page plus courte"
ada hears "Noté : Livraison"
ada says "/coach retour deux mails de merci"
ada hears "Noté : Retour"
at 2027-03-04 08:30
ada says "/coach retour rien à signaler de neuf, un encouragement"
ada hears "Noté : Retour"

at 2027-03-08 08:30
ada says "/coach cap semaine 3 : moins de clics"
ada hears "Noté : Cap"
ada says "/coach retour un mot gentil au téléphone"
ada hears "Noté : Retour"
at 2027-03-09 08:30
ada says "/coach test 2 usagers, la page est lue jusqu’au bout"
ada hears "Noté : Test"
ada says "/coach livraison une page plus courte"
ada hears "Noté : Livraison"
ada says "/coach retour deux mails de merci"
ada hears "Noté : Retour"
at 2027-03-11 08:30
ada says "/coach retour rien à signaler de neuf, un encouragement"
ada hears "Noté : Retour"

at 2027-03-15 08:30
ada says "/coach cap semaine 4 : moins de clics"
ada hears "Noté : Cap"
ada says "/coach retour un mot gentil au téléphone"
ada hears "Noté : Retour"
at 2027-03-16 08:30
ada says "/coach test 2 usagers, la page est lue jusqu’au bout"
ada hears "Noté : Test"
ada says "/coach livraison une page plus courte"
ada hears "Noté : Livraison"
ada says "/coach retour deux mails de merci"
ada hears "Noté : Retour"
at 2027-03-18 08:30
ada says "/coach retour rien à signaler de neuf, un encouragement"
ada hears "Noté : Retour"

