# Une quinzaine avec Pouce, en quelques secondes. / A fortnight with Pouce, in a few seconds.
#
# Ada mène « Aides simples », en construction. Elle y travaille lundi, mardi et jeudi.
# Ada leads “Aides simples”, under construction. She works on it on Mondays, Tuesdays and Thursdays.
# Bob, dans son équipe, parle anglais. Chloé est leur coach : un être humain.
# Bob, in her team, speaks English. Chloé is their coach: a human being.
#
# → ce que dit Pouce    > ce que fait la personne    ↻ un message changé sur place    ▤ un formulaire
# → what Pouce says     > what the person does       ↻ a message changed in place      ▤ a form

tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang en
person chloé coach lang fr

#
# Mardi, 9 h 30 : un seul message, une question, une ligne au plus à côté.
# Tuesday, 9:30: one message, one question, and a line next to it at most.
at 2026-11-24 09:30
ada hears "[C’est prévu…]"

#
# Répondre suffit. Une date à venir est un plan : Pouce se tait jusqu’au lendemain du jour dit.
# Answering is enough. A day to come is a plan: Pouce keeps quiet until the day after it.
at 2026-11-24 09:41
ada says "oui jeudi avec 2 agents de la CAF"
ada hears "jeudi 26 novembre"
ada says "ok"

#
# Mercredi, Ada travaille ailleurs : rien. / On Wednesday Ada works elsewhere: nothing.
at 2026-11-25 18:00
ada hears nothing

#
# Jeudi, juste avant le test : la question qui compte, et deux lignes. / On Thursday, right before it: one question, two lines.
at 2026-11-26 09:30
ada hears "[Je l’écris]"
ada says "s’ils ne retrouvent pas leur mot de passe"
ada hears "Gardé"

#
# Une ligne, et c’est noté : qui, combien, quel jour, et qui peut le lire.
# One line, and it is noted: who, how many, which day, and who may read it.
at 2026-11-26 17:00
ada says "/coach test 2 agents, bloqués tous les 2 au mot de passe"
ada hears "Noté : Test utilisateur, 2 personnes"
ada hears "Visible par"

#
# Bob note sans qu’on lui demande : c’est le meilleur moyen d’avoir la paix.
# Bob notes without being asked: the best way to be left in peace.
at 2026-11-27 11:00
bob says "/coach release v1.4.2 the sign-in page explains the password"
bob hears "Noted"

#
# Lundi, un nouveau sujet, si elle veut. Un par semaine, pas plus.
# On Monday a new subject, if she likes. One a week, no more.
at 2026-11-30 09:30
ada hears "[Pas pour nous]"
ada presses "On essaie"

#
# Mardi, la question revient. Se tromper n’est pas grave : tout se corrige et s’annule.
# On Tuesday the question is back. A slip is no trouble: everything can be corrected and undone.
at 2026-12-01 09:30
ada hears "[Je note]"
ada says "/coach retour l’accueil est clair mais le mot de passe bloque"
ada hears "Noté : Retour utilisateur"
ada presses "Annuler"
ada hears "Annulé"
ada presses "Remettre"
ada hears "Noté : Retour utilisateur"

#
# À tout moment : où en est la semaine ? / At any time: how is the week going?
at 2026-12-03 12:00
ada says "/coach semaine"
ada hears "Ta semaine"

#
# Et Chloé, la coach, lit ce que lit l’équipe ; rien de plus.
# And Chloé, the coach, reads what the team reads, and nothing more.
chloé says "/coach équipe"
chloé hears "Aides simples"

#
# À vous : make play FILE=… joue une histoire que vous aurez écrite.
# Your turn: make play FILE=… plays a story that you wrote.
