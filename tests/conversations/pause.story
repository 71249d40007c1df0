# « Pouce ! » means silence, dated, and nobody is told why.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr

at 2026-11-23 08:00
ada says "pouce !"
ada hears "Combien de temps ?"
ada presses "Une semaine"
ada hears "Pause jusqu’au dimanche 29 novembre inclus"
at 2026-11-27 18:00
ada hears "je reviens lundi 30 novembre"
ada says "je suis de retour"
ada hears "Bon retour"
at 2026-11-30 09:30
ada hears "?"
