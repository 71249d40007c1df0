# Zoé arrives: five minutes between the first word and the first real record, then one question on her next mission day.
tz Europe/Paris
person zoe nobody lang fr

# Nothing is sent to anyone who has not acted first.
at 2026-11-24 10:00
zoe hears nothing
zoe says "/coach"
zoe hears "je suis Pouce"
zoe hears "Je n’envoie rien à la hiérarchie"
zoe presses "Créer l’équipe de mon produit"
zoe fills name="Démarches faciles" phase=construction since=2026-09-01
zoe hears "« Démarches faciles » est prêt"

# A wrong answer keeps the form open and says what to write.
zoe presses "Mes jours et mon heure"
zoe fills days=mon,tue,thu moment=25h zone=Europe/Paris
zoe hears "Il me faut une heure"
zoe fills days=mon,tue,thu moment=9h30 zone=Europe/Paris
zoe hears "Qui lit quoi ?"
zoe hears "Ne note jamais le nom"
zoe presses "C’est clair"
zoe hears "qu’est-ce qui est déjà fait ?"
zoe hears "comité"
zoe hears "pourquoi te lances-tu là-dedans"
zoe hears "ton dernier vrai moment avec des usagers"

# What is behind is ticked once; what is not ticked is never mentioned.
zoe presses "Cocher ce qui est fait"
zoe fills done=name_and_sheet
zoe hears "un jalon déjà derrière vous"

# The date of the committee gives the next step towards it.
zoe presses "Oui, le…"
zoe fills date=2027-01-12
zoe hears "12 janv. 2027, dans 49 jours"
zoe hears "Prochaine étape"

# Why she does it is hers alone: offered once, and left aside it is never asked again.
zoe presses "Je l’écris"
zoe fills why="ma mère n’a jamais réussi à remplir ce dossier"
zoe hears "Visible par toi seulement"

# The first record is echoed: what, how many, when, who reads it, and the way back.
zoe says "test hier avec 2 agents, ils cherchent le bouton"
zoe hears "Noté : Test utilisateur, 2 personnes, lun. 23 nov. Visible par l’équipe."
zoe hears "[Corriger] [Annuler]"

# The next mission day: one message, with one question.
at 2026-11-26 09:30
zoe hears "Bonjour Zoe. À venir, lun. 30 nov. : première version"
zoe hears "[Je note] [C’est prévu…] [Plus tard…] [Pas cette fois…]"
