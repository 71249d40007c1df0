# The answer to Monday's question happens to look like another word: it may be the answer first.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu

at 2026-11-23 10:00
ada says "/coach cap une première maquette"
ada hears "Noté : Cap de la semaine"
at 2026-11-30 09:30
ada hears "[Je note]"
ada says "livrer la page de connexion jeudi"
ada hears "C’est ta réponse, ou tu voulais dire « livré » ? Je n’ai encore rien noté."
ada hears "livrer la page de connexion jeudi"
ada hears "[Cap de la semaine] [« livré »] [Non]"
ada presses "Cap de la semaine"
ada hears "Noté : Cap de la semaine, lun. 30 nov., livraison prévue le jeu. 3 déc."
ada says "/coach semaine"
ada hears "livrer la page de connexion jeudi"

# Nothing is asked any more: the slip alone is offered.
at 2026-11-30 15:00
ada says "livrer la page d’aide jeudi"
ada hears "Tu voulais dire « livré » ? Je n’ai encore rien noté."
ada presses "Oui, note-le"
ada hears "Noté : Livraison, jeu. 26 nov."
