# Ada's fortnight (LIVED §3): five scheduled messages, eight questions and lines, nothing on the days of her other job.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr tz Europe/Paris days mon,tue,thu
person bob teammate lang fr
person chloé coach lang fr

# Monday: she has just arrived, and gives the date of her committee. The next step slides back to one of her days.
at 2026-11-23 10:05
ada says "/coach comité 12 janvier"
ada hears "mar. 12 janv. 2027, dans 50 jours"
ada hears "d’ici le jeudi 10 décembre"
ada says "ok"

# Tuesday: the test, and a line about Monday's feedback.
at 2026-11-24 09:29
ada hears nothing
at 2026-11-24 09:30
ada hears "[Je note] [C’est prévu…] [Plus tard…] [Pas cette fois…]"
ada hears "lundi"
ada says "oui jeudi avec 2 agents de la CAF"
ada hears "Entendu : Test utilisateur, 2 personnes, jeudi 26 novembre. Je te demanderai lundi 30 novembre"
ada hears "[Changer la date] [C’était autre chose]"
ada says "ok"

# Bob, who is asked nothing, notes what the team hears and ships: nobody asks Ada about it any more.
at 2026-11-24 15:00
bob says "/coach retour on ne trouve pas le bouton"
bob hears "Noté : Retour utilisateur"
at 2026-11-25 11:00
bob says "/coach livraison le nouveau parcours de connexion"
bob hears "Noté : Livraison"
at 2026-11-26 09:29
ada hears nothing

# Thursday, the day of the test: one question, the success criterion, and nothing else.
at 2026-11-26 09:30
ada hears "[Je l’écris] [Passer]"
ada says "s’ils ne retrouvent pas leur mot de passe"
ada hears "Gardé. Je te le rappellerai"
at 2026-11-26 17:00
ada says "2 agents, bloqués tous les 2 au mot de passe"
ada hears "Noté : Test utilisateur, 2 personnes, jeu. 26 nov. Visible par l’équipe et Chloé."
ada hears "Avant, tu avais écrit ce qui ferait tomber l’idée : « s’ils ne retrouvent pas leur mot de passe »"
ada hears "[Corriger] [Annuler]"
ada says "ok"
at 2026-11-26 18:00
bob says "/coach retour un maire demande quand ce sera ouvert à tous"
bob hears "Noté : Retour utilisateur"

# Friday and the week-end: nothing.
at 2026-11-30 09:29
ada hears nothing

# Monday of the second week: one new subject, taken or left.
at 2026-11-30 09:30
ada hears "Nouveau, si tu veux"
ada hears "[On essaie] [Pas pour nous]"
ada presses "On essaie"
ada hears "Avec plaisir"
ada says "ok"

# Tuesday: the test again, and the feedback of Monday in a line.
at 2026-12-01 09:29
ada hears nothing
at 2026-12-01 09:30
ada hears "[Je note] [C’est prévu…] [Plus tard…] [Pas cette fois…]"
ada hears "· "
ada says "oui jeudi avec 3 usagers de la MSA"
ada hears "Entendu : Test utilisateur, 3 personnes, jeudi 3 décembre"
ada says "ok"

# Thursday, last mission day of the week: the criterion of the test, and the release in a line.
at 2026-12-03 09:29
ada hears nothing
at 2026-12-03 09:30
ada hears "[Je l’écris] [Passer]"
ada hears "· "
ada says "ok"

# Friday: nothing.
at 2026-12-06 23:59
ada hears nothing
