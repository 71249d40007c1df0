# What somebody may ask of Pouce: questions, a guide read again, what was noted, a word to their coach.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang en
person chloé coach lang fr
team "Open Parks" phase construction since 2026-08-03
person eve intrapreneur in "Open Parks" lang en
person chloé coach in "Open Parks" lang fr
person dan coach in "Open Parks" lang en
team "Pêche à pied" phase investigation since 2026-11-10
person karim intrapreneur in "Pêche à pied" lang fr
person finn observer in "Pêche à pied" lang en
person gil teammate in "Aides simples" lang fr

# Open questions: what there is, then one situation.
at 2026-11-23 10:00
chloé says "/coach questions"
chloé hears "J’ai des questions pour ces situations"
chloé hears "Changement d’intra"
chloé says "/coach questions désaccord"
chloé hears "Que protège chaque personne"
chloé hears "à poser une à la fois"
chloé hears "Source"
ada says "questions préparer un point"
ada hears "Que voudrais-tu emporter de cette heure"
ada says "/coach questions jardinage"
ada hears "Je n’ai pas de questions pour « jardinage »"
bob says "/coach questions not enough time"
bob hears "Which old task keeps coming back"
bob says "questions"
bob hears "Hard feedback"

# A guide of interview: what closes, what leads, what speaks of the solution. Nothing is noted.
karim says "/coach guide"
karim fills guide="Racontez-moi votre dernière sortie. Utilisez-vous une application ? C'est pénible, non ? Utiliseriez-vous notre outil ?"
karim hears "4 questions lues. En voici 3 à regarder de plus près."
karim hears "2. fermée"
karim hears "3. peut-être fermée et orientée"
karim hears "4. fermée et parle de la solution"
karim hears "raconte-moi la dernière fois"
karim hears "Rien n’est noté de ton guide"
karim says "semaine"
karim hears "Rien de noté"
karim says "guide Comment faites-vous quand la mer monte ? Qui vous a appris ?"
karim hears "Je n’y vois rien qui ferme"
karim hears "il m’en échappe"
bob says "/coach guide Would you pay for our app? Don't you think it is slow? Who taught you?"
bob hears "3 questions read. Here are 2 to look at again."
bob hears "1. closed and speaks of the solution"
bob hears "2. closed and leading"
bob says "/coach guide hello"
bob hears "I see no question here"

# What was noted, by word, by tag, by both; plurals and accents aside.
ada says "/coach test 3 agents bloqués au mot de passe #connexion 12 octobre"
ada says "/coach retour le mot de passe oublié, encore"
ada presses "Rendre privé"
eve says "/coach feedback password reset mails come late #sign-in"
eve hears "Noted"
ada says "cherche mot de passe"
ada hears "2 notes avec « mot de passe », les plus récentes d’abord"
ada hears "3 agents bloqués au mot de passe"
ada hears "Visible par toi seulement"
ada says "/coach cherche #connexion"
ada hears "Une note avec « #connexion »"
ada says "/coach cherche tracteur"
ada hears "Rien de noté ici avec « tracteur »"
ada hears "#connexion"
ada says "cherche"
ada hears "Que cherches-tu"

# Everybody sees what they may read, and nothing else.
bob says "search mot de passe"
bob hears "One note with “mot de passe”"
chloé says "cherche password"
chloé hears "Une note avec « password »"
chloé hears "Open Parks"
chloé says "cherche mot de passe"
chloé hears "Une note avec « mot de passe »"
eve says "search mot de passe"
eve hears "Nothing noted here with “mot de passe”"
eve says "search #sign-in"
eve hears "password reset mails come late"

# Planning brings back what was learned.
ada says "test demain avec 2 agents, la nouvelle connexion"
ada hears "Déjà noté ici. Test utilisateur, 3 personnes, lun. 12 oct."
ada hears "3 agents bloqués au mot de passe"
eve says "/coach test tomorrow with 3 rangers, the password page"
eve hears "Noted here before"
eve hears "password reset mails come late"

# A message to one's coach is shown before it leaves, read by nobody else, counted nowhere.
ada says "/coach appeler je cale avec mon sponsor, on se parle jeudi ?"
ada hears "J’envoie ceci à Chloé, en ton nom ?"
ada hears "on se parle jeudi ?"
ada presses "Envoyer"
ada hears "C’est parti chez Chloé"
chloé hears "Ada t’écrit, à propos de « Aides simples »"
chloé hears "je cale avec mon sponsor, on se parle jeudi ?"
gil hears nothing
chloé says "cherche sponsor"
chloé hears "Rien de noté ici"
ada says "appeler mon coach rien ne va"
ada presses "Ne pas envoyer"
ada hears "Rien n’est parti"
ada says "/coach appeler tout va mal"
ada presses "Modifier"
ada fills text="Une semaine difficile. Tu as dix minutes ?"
ada hears "C’est parti chez Chloé"
chloé hears "Une semaine difficile"
bob says "/coach call-coach"
bob fills text="Could you join our retro?"
bob hears "It is on its way to Chloé"
chloé hears "Bob t’écrit"
bob says "call the coach we need a hand"
bob hears "Shall I send this to Chloé, in your name?"
eve says "/coach call-coach"
eve fills to=dan text="Only for one of you"
eve hears "It is on its way to Dan"
dan hears "Only for one of you"
karim says "/coach appeler j’ai besoin d’aide pour le budget"
karim hears "Personne ne vous accompagne encore ici, rien n’est parti"
karim hears "j’ai besoin d’aide pour le budget"
finn hears nothing
chloé says "/coach appeler bonjour"
chloé hears "pour les membres d’une équipe"
