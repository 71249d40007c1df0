# The committee's pack fills itself from what is noted; what no note shows is ticked; the days go to a calendar.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person chloé coach lang fr

at 2026-11-23 10:00
ada says "/coach dossier"
ada hears "Dossier du comité : 0 pièce prête sur 11."
ada hears "Ton prochain comité n’a pas encore de date ici."
ada says "/coach comité 12 janvier"
ada hears "dans 50 jours"
ada says "/coach décision on garde un seul formulaire"
ada hears "Noté : Décision"
ada says "/coach test 3 agents, tout est compris"
ada says "/coach budget enveloppe 180k, engagé 120k"
ada hears "Noté : Budget"
ada says "/coach dossier"
ada hears "Dossier du comité : 3 pièces prêtes sur 11. Pour le comité d’investissement, mardi 12 janvier."
ada hears "bloquer la date et la salle"
ada hears "mar. 12 janv."
ada presses "Cocher des pièces"
ada hears "la répétition"
ada fills ready="rehearsal"
ada hears "Dossier du comité : 4 pièces prêtes sur 11."
ada presses "Dans mon agenda"
ada hears "comite-2027-01-12.ics"

# The countdown knows how far the pack is; the coach reads the same.
at 2026-12-10 09:30
ada hears "prévenir ton sponsor"
ada hears "4 pièces"
chloé says "/coach équipe"
chloé hears "dossier : 4 pièces prêtes sur 11."
chloé says "/coach dossier"
chloé hears "4 pièces prêtes sur 11"
