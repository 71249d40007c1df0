# What a committee decided is asked for to the end, and read again until the next one: the criteria that it set.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
person chloé coach lang fr

at 2026-11-23 10:00
ada says "/coach équipe"
ada hears "Pas encore de date notée ici."
ada says "comité : poursuivre, 180k"
ada hears "Noté : Comité, poursuivre, lun. 23 nov."
ada hears "À quoi saura-t-on, dans six mois, que c’était un bon choix ?"
ada says "/coach équipe"
ada hears "Dernier, lun. 23 nov. : poursuivre, 180 000 €. Le prochain n’a pas encore de date."
ada says "/coach corriger"
ada fills criteria="200 dossiers par mois, sans aide"
ada hears "Noté : Comité"
chloé says "/coach équipe"
chloé hears "Dernier, lun. 23 nov. : poursuivre, 180 000 € ; critères : 200 dossiers par mois, sans aide. Le prochain n’a pas encore de date."

# The day it was held may come first.
ada says "comité hier : prolonger"
ada hears "Noté : Comité, prolonger, dim. 22 nov. 2026."
ada presses "Annuler"
ada hears "[Remettre]"

# One thing at a time: the criteria, then the next date.
at 2026-11-24 10:00
ada says "comité : pivoter"
ada hears "À quoi saura-t-on, dans six mois"
ada says "deux mairies s’en servent seules"
ada hears "À quelle date, le prochain comité ?"
ada says "4 mai"
ada hears "Noté : Comité, pivoter, mar. 24 nov."
ada says "/coach équipe"
ada hears "Prochain : comité d’investissement, mar. 4 mai (dans 161 jours)"
ada hears "Dernier, mar. 24 nov. : pivoter ; critères : deux mairies s’en servent seules."
