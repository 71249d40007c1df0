# Somebody who joins and has read nothing yet: who reads what comes before their very first record, which is not lost.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
person leo nobody lang fr

at 2026-11-24 10:00
leo says "/coach"
leo presses "Rejoindre l’équipe d’un produit"
leo fills name="aides simples"
leo hears "ses membres ont reçu ta demande"
ada hears "Leo demande à rejoindre"
ada presses "Accepter"
leo hears "Te voilà dans l’équipe"
leo says "/coach test 2 la page est lue jusqu’au bout"
leo hears "Qui lit quoi"
leo presses "C’est clair, note-le"
leo hears "Noté : Test utilisateur, 2 personnes"

# A release planned by a form is asked about the day after, in the words of a release.
at 2026-11-27 09:30
ada hears "[C’est prévu…]"
ada presses "C’est prévu"
ada fills on=2026-11-30
ada hears "Entendu : Livraison, lundi 30 novembre"
ada says "ok"
at 2026-12-01 09:30
ada hears "?"
