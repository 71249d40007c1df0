# At weeks 4 and 12 Pouce asks once whether it helps; turning it down is one press away.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang en
team "Open Parks" phase construction since 2026-08-03
person eve intrapreneur in "Open Parks" lang en days mon,tue,thu
team "Pêche à pied" phase acceleration since 2026-03-02
person karim intrapreneur in "Pêche à pied" lang fr days tue,thu

at 2026-11-23 10:00
ada says "comité 12 mai"
ada hears "Noté"
eve says "committee 12 May"
eve hears "Noted"
karim says "comité 12 mai"
karim hears "Noté"

# The fourth week. A plain word is enough, and nothing is recorded of it.
at 2026-12-14 09:31
ada hears "Bientôt un mois que je t’écris"
ada says "un peu"
ada hears "Qu’est-ce qui t’irait mieux ?"
ada presses "Un message par semaine"
ada hears "C’est fait : un message par semaine, au plus"
ada says "réglages"
ada hears "doux (un message par semaine)"
ada says "semaine"
ada hears "Rien de noté"
bob hears nothing
eve hears "do I help you see more users"
eve presses "Answer"
eve presses "Not really"
eve hears "What would suit you better?"
eve presses "Without the tips"
eve hears "no more tips by themselves"
eve says "settings"
eve presses "With the tips"
eve hears "one a week at most"
at 2026-12-17 09:31
karim hears "Bientôt un mois que je t’écris"

# The twelfth week, and never again.
at 2027-02-09 09:31
ada hears "Bientôt trois mois ensemble"
ada presses "Oui"
ada hears "Merci, je continue ainsi"
karim hears "Bientôt trois mois ensemble"
karim says "2 mareyeurs ravis du rappel"
karim hears "où est-ce que je la range"
karim says "plus tard"
karim hears "je te redemande jeudi 11 février"
at 2027-02-11 09:31
karim hears "Bientôt trois mois ensemble"
karim says "je ne lis pas toujours, mais c’est utile"
karim hears "Qu’est-ce qui t’irait mieux ?"
karim hears "je ne lis pas toujours, mais c’est utile"
karim presses "On ne change rien"
karim hears "on ne change rien"
