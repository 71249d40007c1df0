# A phase asks about the same things at another rhythm, and says so; a committee whose date is known is told by that date.
tz Europe/Paris
team "Aides simples" phase acceleration since 2026-06-01
person ada intrapreneur lang fr
team "Budget vert" phase construction since 2026-06-01
person eve intrapreneur in "Budget vert" lang en

at 2026-11-24 10:00
ada says "/coach budget 450k fin 30 juin 2027"
ada hears "Noté : Budget"
ada says "/coach phase consolidation"
ada hears "« Aides simples » : consolidation"
ada hears "Moins souvent : Test utilisateur, Appui ou partenaire et Faire adopter."
ada hears "Prochain comité attendu autour du vendredi 14 mai."
ada says "/coach comité 12 mai"
ada hears "Noté : comité de sortie"
ada says "/coach phase accélération"
ada hears "Plus souvent : Test utilisateur, Faire adopter et Appui ou partenaire. Prochain comité : mercredi 12 mai."

eve says "/coach phase acceleration"
eve hears "I begin to ask about: Growth experiment."
eve hears "More often: Outreach, Ally or partner, and Speak up."
