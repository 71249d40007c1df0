# One person, two chats: a code from one is typed in the other. Here there is only one, and nothing is given away.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur in "Aides simples" lang fr
person chloe nobody lang en

at 2026-11-24 10:00
ada says "relier"
ada hears "Ce code sert une seule fois"
ada hears "qui l’écrit devient toi"
ada says "/coach relier 4821"
ada hears "huit chiffres"
ada says "/coach link 0000 0000"
ada hears "Rien n’a changé"

# Somebody who has no team yet may link their account too, before anything else.
chloe says "/coach link"
chloe hears "/coach link"
chloe hears "This code works once"
ada says "aide"
ada hears "relier"
