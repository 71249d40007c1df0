# « Je réponds » under a line makes it the question: the next plain sentence is its answer, until something else is asked.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
team "Open Parks" phase construction since 2026-06-01
person eve intrapreneur in "Open Parks" lang en

at 2026-11-23 10:00
ada says "/coach conseil budget"
ada presses "J’essaie"
ada hears "à partir du lundi 7 décembre"
eve says "/coach tip budget"
eve presses "I’ll try it"
eve hears "from Monday 7 December on"

at 2026-12-03 10:00
eve says "/coach test 2 they liked the map"
eve says "/coach release the new map"

# Two weeks later it rides with the question of the week. Ada takes it up under the question of another day.
at 2026-12-07 09:31
ada hears "Qu’est-ce que ça donne ?"
eve hears "How is it going?"
at 2026-12-09 10:00
ada hears "une courte liste de ce qui reste à vérifier"
ada presses "Je réponds"
ada hears "Qu’est-ce que ça donne ?"
ada says "on a trouvé une date, tout le monde respire"
ada hears "Merci de me l’avoir dit"
ada hears "on a trouvé une date, tout le monde respire"
ada says "semaine"
ada hears "Rien de noté"

# Eve takes it up, and is asked something else before she answers: that is what she answers.
eve presses "Answer"
eve hears "How is it going?"
at 2026-12-10 09:31
eve hears "real users"
eve says "they were all lost in the menu"
eve hears "Noted: User test"
