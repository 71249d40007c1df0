# The open unknown that is asked about is answered in plain words: Pouce asks what the words are, and keeps them.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu,fri

at 2026-11-23 10:00
ada says "/coach inconnue les maires ont-ils une adresse professionnelle ?"
ada hears "Noté : Inconnue"
ada says "ok"
at 2026-12-01 09:30
ada hears "Du nouveau sur « les maires ont-ils une adresse professionnelle ? »"
at 2026-12-15 09:30
ada hears "les maires ont-ils une adresse professionnelle ? »"
ada says "deux sur trois seulement, il faut prévoir sans"
ada hears "C’est la réponse à la question, une avancée, ou autre chose ?"
ada presses "Une avancée"
ada hears "qui reste ouverte"
ada says "/coach ouvert"
ada hears "Une seule chose reste ouverte."

# What names its practice is something new, whatever the question.
ada says "inconnue qui répond au téléphone ?"
ada hears "Noté : Inconnue"
