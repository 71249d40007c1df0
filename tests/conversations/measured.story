# A measure in one line: what follows the figure is its unit, and a series has its unit and its dimension once.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
team "Open Parks" phase construction since 2026-06-01
person eve intrapreneur in "Open Parks" lang en

at 2026-11-23 10:00
ada says "mesure 340 simulations par mois"
ada hears "Noté : Mesure d’impact, 340 simulations par mois, lun. 23 nov."
ada hears "Que montre ce chiffre"
ada says "utilisé"
eve says "metric satisfaction 82%"
eve hears "Noted: Impact measure, 82 %, Mon 23 Nov"
eve hears "What does this figure show"
eve says "useful"

# A month later, nothing is left to ask.
at 2026-12-21 18:00
ada says "mesure 410 simulations par mois"
ada hears "Noté : Mesure d’impact, 410 simulations par mois, lun. 21 déc. Visible par l’équipe."
ada says "/coach équipe"
ada hears "simulations par mois : 410 (lun. 21 déc.)"
eve says "metric satisfaction 85"
eve hears "Noted: Impact measure, 85, Mon 21 Dec. Visible to the team."
eve says "/coach team"
eve hears "satisfaction: 85 % (Mon 21 Dec)"
