# What was noted comes back, in its own words: when somebody looks for it, and when they plan what it is about.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang en
person chloé coach lang fr
team "Open Parks" phase construction since 2026-08-03
person eve intrapreneur in "Open Parks" lang en
person chloé coach in "Open Parks" lang fr

at 2026-11-23 10:00
ada says "/coach test 3 agents bloqués au mot de passe #connexion 12 octobre"
ada hears "Noté : Test utilisateur"
ada says "/coach retour on ne trouve pas le bouton d’envoi #formulaire"
ada hears "Noté"
ada says "/coach retour le mot de passe oublié, encore"
ada hears "Noté"
ada presses "Rendre privé"
eve says "/coach feedback password reset mails come late #sign-in"
eve hears "Noted"

# By word, by tag, by both; plurals and accents aside.
ada says "cherche mot de passe"
ada hears "2 notes avec « mot de passe », les plus récentes d’abord"
ada hears "3 agents bloqués au mot de passe"
ada hears "Visible par toi seulement"
ada says "/coach cherche #connexion"
ada hears "Une note avec « #connexion »"
ada says "/coach cherche tests agent"
ada hears "Une note avec « tests agent »"
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

# Planning brings back what was learned; what is not about it brings nothing.
at 2026-11-24 10:00
ada says "test demain avec 2 agents, la nouvelle connexion"
ada hears "Entendu : Test utilisateur, 2 personnes, mercredi 25 novembre"
ada hears "Déjà noté ici. Test utilisateur, 3 personnes, lun. 12 oct."
ada hears "3 agents bloqués au mot de passe"
eve says "/coach test tomorrow with 3 rangers, the password page"
eve hears "Noted here before"
eve hears "password reset mails come late"
