# A coach proposes a team: it is invisible to her until the person who leads it says yes.
tz Europe/Paris
person chloe nobody lang fr
person zoe nobody lang fr

at 2026-11-24 10:00
chloe says "/coach"
chloe presses "J’accompagne l’équipe d’un produit"
chloe fills name="Démarches faciles" phase=construction since=2026-09-01 who="@personne"
chloe hears "Je ne connais pas encore"
chloe fills name="Démarches faciles" phase=construction since=2026-09-01 who="@zoe"
chloe hears "Zoe a reçu ta proposition pour « Démarches faciles ». Tu n’y verras rien avant son accord"
chloe says "/coach équipe démarches"
chloe hears "je suis Pouce"

zoe hears "Tant que tu n’as pas accepté, personne n’y voit rien"
zoe presses "Accepter"
zoe hears "tu es dans l’équipe"
zoe presses "Mes jours et mon heure"
zoe fills days=mon,tue,thu moment=9:30 zone=Europe/Paris
zoe presses "C’est clair"
zoe says "test 3 le formulaire fait peur"
zoe hears "Visible par l’équipe et Chloe"

chloe says "/coach équipe démarches"
chloe hears "Démarches faciles (construction)"
chloe hears "1 série"
