# A message to one's coach is not a note: shown before it leaves, read by nobody else, counted nowhere.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
person bob teammate lang en
person chloé coach lang fr
team "Open Parks" phase construction since 2026-08-03
person eve intrapreneur in "Open Parks" lang en
person finn observer in "Open Parks" lang en

at 2026-11-24 10:00
ada says "/coach appeler je cale avec mon sponsor, on se parle jeudi ?"
ada hears "J’envoie ceci à Chloé, en ton nom ?"
ada hears "on se parle jeudi ?"
chloé hears nothing
ada presses "Envoyer"
ada hears "C’est parti chez Chloé"
chloé hears "Ada t’écrit, à propos de « Aides simples »"
chloé hears "je cale avec mon sponsor, on se parle jeudi ?"
bob hears nothing
ada says "semaine"
ada hears "Rien de noté"
chloé says "cherche sponsor"
chloé hears "Rien de noté ici"

# Thought better of it; said in other words.
ada says "appeler mon coach rien ne va"
ada hears "J’envoie ceci"
ada presses "Ne pas envoyer"
ada hears "Rien n’est parti"
ada says "/coach appeler tout va mal"
ada presses "Modifier"
ada fills text="Une semaine difficile. Tu as dix minutes ?"
ada hears "C’est parti chez Chloé"
chloé hears "Une semaine difficile"

# A teammate may call too, on an empty sheet; a mayor to be called answers the question of the day.
bob says "/coach call-coach"
bob fills text="Could you join our retro?"
bob hears "It is on its way to Chloé"
chloé hears "Bob t’écrit"
chloé hears "Could you join our retro?"
ada says "appeler le maire de Trifouilly jeudi"
ada hears "Noté : Retour utilisateur"
bob says "call the coach we need a hand"
bob hears "Shall I send this to Chloé, in your name?"

# Nobody coaches Open Parks: an observer only reads, and is asked nothing.
eve says "/coach call-coach I need help with the budget"
eve hears "Nobody coaches you here yet, and nothing was sent"
eve hears "I need help with the budget"
finn hears nothing
chloé says "/coach appeler bonjour"
chloé hears "pour les membres d’une équipe"
