# Karim's fortnight (LIVED §3): alone, in Réunion, two days a week: four scheduled messages, seven questions and lines.
tz Indian/Reunion
team "Pêche à pied" phase investigation since 2026-11-10
person karim intrapreneur lang fr tz Indian/Reunion days tue,thu
person chloé coach lang fr tz Europe/Paris

# Monday: he has just arrived; nine weeks after the start comes the launch committee.
at 2026-11-23 10:05
karim says "/coach comité 12 janvier"
karim hears "Comité de lancement"
karim says "ok"

# Tuesday: who lives with the problem? And a line: the problem sheet is due in a week.
at 2026-11-24 09:29
karim hears nothing
at 2026-11-24 09:30
karim hears "aucune rencontre notée ici pour l’instant"
karim hears "[Je note] [C’est prévu…] [Plus tard…] [Pas cette fois…]"
karim hears "fiche problème"
at 2026-11-24 18:00
karim says "2 pêcheurs vus à St-Leu, l’un paie quelqu’un pour contourner"
karim hears "Noté : Entretien, 2 personnes, mar. 24 nov. Visible par l’équipe et Chloé."
karim says "ok"

# Wednesday belongs to another job. Thursday, his last mission day of the week: who else could say whether it is common?
at 2026-11-26 09:29
karim hears nothing
at 2026-11-26 09:30
karim hears "[Je note] [C’est prévu…] [Plus tard…] [Pas cette fois…]"
karim says "ok"

# Three weeks after the start: the problem sheet, and a new subject in a line.
at 2026-12-01 09:29
karim hears nothing
at 2026-12-01 09:30
karim hears "fiche problème"
karim hears "[On essaie]"
karim says "ok"

# Thursday: meetings again, and the half-way point is announced.
at 2026-12-03 09:29
karim hears nothing
at 2026-12-03 09:30
karim hears "[Je note] [C’est prévu…] [Plus tard…] [Pas cette fois…]"
karim hears "mi-parcours"
karim says "ok"
at 2026-12-06 23:59
karim hears nothing

# The clock never writes to the coach of its own accord, and she reads what the team reads when she asks.
chloé hears nothing
chloé says "/coach équipe"
chloé hears "Pêche à pied"
