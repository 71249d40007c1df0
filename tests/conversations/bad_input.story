# What goes wrong gets a clear sentence, and loses nothing.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person karim nobody lang fr

at 2026-11-24 10:00

# Emoji alone, while a question is open: done, or seen?
ada says "👍"
ada hears "C’est fait, ou c’est vu ?"

# A verb with a slip of the finger: asked, never recorded, the text kept.
ada says "/coach tset 2 maquette ok"
ada hears "Tu voulais dire « test » ?"
ada hears "tset 2 maquette ok"
ada presses "Oui, note-le"
ada hears "Noté : Test utilisateur, 2 personnes"

# Half a command opens the form.
ada says "/coach test"
ada hears "Combien de personnes"

# A form with a missing or wrong field stays open, with what was typed.
ada fills participants=beaucoup learned="la page fait peur"
ada hears "Il me faut un nombre"

# An impossible date: the text is safe, and both neighbours are offered.
ada says "/coach test 3 le 31/11"
ada hears "n’existe pas"
ada hears "31/11"

# Broadcast words and markup are only words.
ada says "/coach retour @channel <!here> **tout** est cassé `rm -rf` [clic](http://x)"
ada hears "Noté : Retour utilisateur"

# A number and an e-mail are seen before anything is stored.
ada says "/coach retour rappeler le 06 12 34 56 78 ou jeanne@exemple.fr"
ada hears "un numéro de téléphone"
ada hears "une adresse de courriel"
ada presses "Masquer et noter"
ada hears "Noté : Retour utilisateur"

# Pressed twice: once is enough.
ada says "/coach test 2 le menu est clair"
ada presses "Annuler"
ada hears "Annulé"

# Someone in no team.
karim says "/coach test 2 maquette"
karim hears "je ne sais pas encore pour quel produit"
karim hears "test 2 maquette"
karim says "/coach équipe Aides simples"
karim hears "Bonjour Karim, je suis Pouce"

# Nothing typed.
ada says "/coach"
ada hears "Aides simples, construction"

# Nobody is kept by name through the other doors either: a form's small field, the answer to a question.
ada says "/coach test"
ada fills participants=2 idea="rappeler le 06 12 34 56 78" learned="la page est lue"
ada hears "un numéro de téléphone"
ada presses "Masquer et noter"
ada hears "Noté : Test utilisateur, 2 personnes"
ada says "/coach tests 3"
ada hears "Qu’avez-vous appris ?"
ada says "écrire à jeanne@exemple.fr pour la suite"
ada hears "J’ai masqué"
