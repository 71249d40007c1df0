# What is said beside the practices: a tip that helps, what it gave, and whether Pouce itself helps.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang en
person chloé coach lang fr
team "Open Parks" phase construction since 2026-06-01
person eve intrapreneur in "Open Parks" lang en days mon

# Whoever asks gets a tip: on a topic, or the one that helps now.
at 2026-11-23 10:00
ada says "/coach conseil"
ada hears "Après la mi-décembre, les commandes attendent souvent février"
ada says "/coach conseil produit"
ada hears "GOV.UK"
ada presses "Un autre"
ada hears "Une seule solution se défend"
ada says "/coach conseil jardinage"
ada hears "Je n’ai pas de conseil sur « jardinage »"
ada hears "Comité et budget"
chloé says "conseil sponsor"
chloé hears "Source"
bob says "tip gardening"
bob hears "I have no tip about “gardening”"
eve says "/coach tip budget"
eve presses "I’ll try it"
eve hears "I will speak of it once more only, from Monday 7 December on"

# What is tried is spoken of once; answered in one's own words, it is shown as they are.
at 2026-12-14 09:31
eve hears "Some time ago you meant to try this: holding the committee before money ends"
eve says "we found a date, everyone breathes"
eve hears "Thank you for telling me"
eve hears "we found a date, everyone breathes"

# The fourth week: does Pouce help? A plain word is enough, and nothing is recorded of it.
ada hears "Cela fait à peu près 4 semaines que je t’écris"
ada says "un peu"
ada hears "Qu’est-ce qui t’irait mieux ?"
ada presses "On ne change rien"
ada says "semaine"
ada hears "Rien de noté"
at 2026-12-21 09:31
eve hears "I have been writing to you for about 4 weeks"
eve hears "do I help you see more users"
eve presses "Not really"
eve hears "What would suit you better?"
eve presses "Without the tips"
eve hears "no more tips by themselves"
eve says "settings"
eve presses "With the tips"
eve hears "one a week at most"
eve says "pause until 2027-04-01"

# By itself, a tip comes after the first weeks, with what it is about.
ada hears "Un créneau d’une heure, toujours le même"
ada presses "J’essaie"
ada hears "Quel créneau pourrais-tu bloquer"
ada hears "à partir du lundi 4 janvier"
ada hears "Continuous Discovery Habits"
ada says "pause jusqu’au 3 janvier"
at 2027-01-04 09:31
ada hears "tu as voulu essayer ceci : réserver un créneau fixe aux usagers. Qu’est-ce que ça donne ?"
ada presses "Je réponds"
ada presses "J’adapte"
ada hears "se l’approprier"
ada presses "Je note"
ada fills topic=user_research
ada hears "Noté : Apprendre et essayer"
ada hears "réserver un créneau fixe aux usagers"
ada says "/coach conseil stop"
ada hears "je ne propose plus de conseil"
ada says "pause jusqu’au 12 février"

# The twelfth week, and never again. What is to be noted is not taken for the answer.
at 2027-02-15 09:31
ada hears "Cela fait à peu près 12 semaines que je t’écris"
ada says "2 mairies ravies du rappel"
ada hears "où est-ce que je la range"
ada presses "Pas vraiment"
ada hears "Qu’est-ce qui t’irait mieux ?"
ada presses "Un message par semaine"
ada hears "C’est fait : un message par semaine, au plus"
ada says "réglages"
ada hears "doux (un message par semaine)"
