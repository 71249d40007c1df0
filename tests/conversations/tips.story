# A tip comes with the question it helps with, once a week at most, and what is tried is spoken of once more.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang en
person chloé coach lang fr
team "Open Parks" phase construction since 2026-08-03
person eve intrapreneur in "Open Parks" lang en days mon,tue,thu

# Whoever asks gets one: on a topic, or the one that helps now.
at 2026-11-23 10:00
ada says "/coach conseil"
ada hears "Source : The Mom Test"
ada says "/coach conseil produit"
ada hears "GOV.UK"
ada presses "Un autre"
ada hears "Une seule solution se défend"
ada says "/coach conseil jardinage"
ada hears "Je n’ai pas de conseil sur « jardinage »"
ada hears "Comité et budget"
chloé says "conseil sponsor"
chloé hears "Source"
bob says "/coach tip product"
bob hears "Source"
bob says "tip gardening"
bob hears "I have no tip about “gardening”"

# Not in the first weeks; then it rides with what it is about, and never comes by itself.
at 2026-12-21 09:31
ada hears "Un créneau d’une heure, toujours le même"
ada presses "J’essaie"
ada hears "Quel créneau pourrais-tu bloquer"
ada hears "à partir du lundi 4 janvier"
ada hears "Continuous Discovery Habits"
ada says "semaine"
ada hears "Rien de noté"

# Two weeks later, once, with another message.
at 2027-01-04 09:31
ada hears "tu as voulu essayer ceci : réserver un créneau fixe aux usagers. Qu’est-ce que ça donne ?"
ada presses "Je réponds"
ada hears "Qu’est-ce que ça donne ?"
ada presses "J’adapte"
ada hears "se l’approprier"

# Tips stop with one word, and come back with another.
ada says "/coach conseil stop"
ada hears "je ne propose plus de conseil"
ada says "/coach conseil oui"
ada hears "un par semaine au plus"

# In English too.
eve says "/coach tip budget"
eve hears "Source"
eve presses "I’ll try it"
eve hears "I will speak of it once more only"
at 2027-01-18 09:31
eve hears "Some time ago you meant to try this: holding the committee before money ends"
eve presses "Answer"
eve presses "I adapt it"
eve hears "your own"
