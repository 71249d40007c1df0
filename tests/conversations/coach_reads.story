# A coach reads what the team reads, from the day the team chose; nothing before an invitation.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
team "Autre produit" phase construction since 2026-06-01
person ada intrapreneur in "Aides simples" lang fr
person chloe nobody lang fr
person zoe coach in "Autre produit" lang en

at 2026-11-24 10:00
ada says "test 3 le formulaire fait peur #inscription hier"
ada hears "Noté : Test utilisateur, 3 personnes"

# Not invited: nothing is shown, not even that the team exists.
zoe says "/coach team aides simples"
zoe hears "You follow no team of that name"

chloe says "/coach"
chloe hears "je suis Pouce"
ada says "/coach inviter @chloe coach"
ada hears "Depuis quand ?"
ada presses "Depuis le début"
ada hears "a reçu ton invitation"
chloe hears "t’invite"
chloe presses "Accepter"
chloe hears "C’est fait"
ada hears "lit désormais tout"

chloe says "/coach équipe"
chloe hears "Une question à poser"
chloe hears "1 série"

# Private entries enter no figure.
ada says "/coach retirer @chloe"
ada hears "n’a plus accès"
chloe says "/coach équipe aides"
chloe hears "je suis Pouce"
