# What was learned leads to a decision, and four weeks later, once: did it work? An unknown gets its answer.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang fr

at 2026-11-24 17:00
ada says "/coach test 2 agents, bloqués tous les 2 au mot de passe"
ada hears "Noté : Test utilisateur, 2 personnes"
ada hears "[J’en tire : Décision]"
ada presses "J’en tire : Décision"
ada hears "bloqués tous les 2 au mot de passe"
ada fills title="connexion sans mot de passe" because="2 agents bloqués"
ada hears "Noté : Décision"

# Nothing about it for four weeks; then the question says what was decided, and why.
at 2026-12-21 10:00
ada says "/coach test 3 agents, la page passe mieux"
ada says "/coach livraison page de connexion"
ada says "/coach retour un merci"
at 2026-12-24 09:30
ada hears "vous aviez décidé « connexion sans mot de passe »"
ada presses "Je note"
ada hears "Ce qu’on a trouvé"
ada fills answer="plus aucun appel au support" settled="yes"
ada hears "C’est clos, et la réponse est gardée."
at 2027-02-28 23:00
ada says "/coach ouvert"
ada hears "Rien n’est ouvert de ce côté."

# The riskiest unknown comes first, whatever its age.
ada says "/coach inconnue les agents ont-ils tous une adresse ?"
ada hears "Noté : Inconnue"
ada says "2"
ada says "/coach inconnue a-t-on le droit de croiser ces fichiers ?"
ada hears "Noté : Inconnue"
ada says "5"
ada says "/coach ouvert"
ada hears "2 choses restent ouvertes"
ada presses "Répondre : a-t-on le droit"
ada fills answer="avis attendu" settled="no"
ada hears "qui reste ouverte"
ada says "/coach clore inconnue oui, avec une convention"
ada hears "C’est clos"
ada hears "croiser ces fichiers"
ada presses "Rouvrir"
ada hears "C’est rouvert"
ada says "/coach ouvert"
ada hears "2 choses restent ouvertes"
ada says "/coach équipe"
ada hears "2 inconnues ouvertes"
