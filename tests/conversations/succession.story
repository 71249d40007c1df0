# Another intrapreneur takes over: they read what is known, and who leaves is asked nothing more.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang fr days mon,tue,thu

at 2026-11-24 10:00
ada says "/coach décision connexion sans mot de passe"
ada says "un test l’a montré"
ada says "/coach inconnue les agents ont-ils une adresse ?"
ada says "/coach relève"
ada hears "Qui prend ta suite ?"
ada says "/coach relève @bob"
ada hears "C’est demandé à Bob. Rien ne change avant sa réponse."
bob hears "Ada te confie « Aides simples »."
bob presses "Je prends la suite"
bob hears "C’est toi qui mènes maintenant « Aides simples »."
bob hears "passation.md"
ada hears "Merci pour tout ce que tu as noté."

# The questions go with the role.
at 2026-12-01 09:30
bob hears "usagers"
ada says "ok"
at 2026-12-03 09:30
ada hears nothing
