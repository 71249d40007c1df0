# What is private: never asked unless turned on, alone in its message, shown to its author and to nobody else.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person chloé coach lang fr

at 2026-11-24 10:00
ada says "/coach temps 9 jours, le reste est parti en réunions"
ada hears "Noté : Temps consacré, 9 jours"
ada hears "Visible par toi seulement."
ada presses "Me le demander"
ada hears "je reprends les questions sur « Temps consacré »"
ada says "/coach médiation la DSI veut un outil unique"
ada hears "Visible par toi seulement."
ada says "/coach semaine"
ada hears "Temps consacré (pour toi seulement)"
ada hears "9 jours par mois en moyenne (repère : 12)"
ada hears "1 sujet à concilier"

# The coach sees nothing of it, in any figure.
chloé says "/coach équipe"
chloé hears "Test utilisateur"

# The last mission day of the month after: the question comes alone, for her only.
at 2026-12-31 09:30
ada hears "combien de jours as-tu vraiment pu donner à Aides simples ?"
ada hears "Visible par toi seulement."
ada says "11 jours"
ada hears "Noté : Temps consacré, 11 jours"
