# Asked about a milestone, a plain answer is about that milestone; the form knows which one, too.
tz Europe/Paris
team "Pêche à pied" phase investigation since 2026-11-10
person karim intrapreneur lang fr days tue,thu

at 2026-12-01 09:30
karim hears "fiche problème"
karim presses "Je note"
karim hears "● fiche problème"
karim says "publiée hier soir sur le site du programme"
karim hears "Noté : Jalon, fiche problème, lun. 30 nov."

at 2026-12-08 09:30
karim hears "sponsor"
karim says "fait ce matin avec le sponsor"
karim hears "Noté : Jalon, mi-parcours"
