# One line changes the phase, and says what is asked from now on and what no longer is. A stop is told with respect.
tz Europe/Paris
team "Pêche à pied" phase investigation since 2026-09-28
person karim intrapreneur lang fr days tue,thu

at 2026-11-24 10:00
karim says "/coach élan personne ne devrait déclarer trois fois ses prises"
karim hears "Visible par toi seulement."

# A day to come, or that no calendar has, changes nothing.
karim says "/coach phase construction depuis le 1er décembre"
karim hears "Le mardi 1er décembre 2026 est à venir. Rien n’a changé"
karim says "/coach phase construction 1 décembre 2026"
karim hears "Le mardi 1er décembre 2026 est à venir."
karim says "/coach phase construction depuis le 31 novembre"
karim hears "Cette date n’existe pas dans le calendrier."
karim presses "Changer de phase"
karim fills since=2026-12-01
karim hears "Cette date est à venir."
karim says "/coach équipe"
karim hears "Pêche à pied (investigation)"
karim says "/coach phase construction depuis le 23 novembre"
karim hears "« Pêche à pied » : construction, depuis le lundi 23 novembre 2026."
karim hears "Je commence à demander :"
karim hears "Test utilisateur, Retour utilisateur, Livraison"
karim hears "Je ne demande plus : Entretien et Scénario ou maquette."
karim hears "Prochain comité attendu autour du mardi 25 mai."
karim hears "Le mardi 24 novembre, tu écrivais, pour toi seulement"
karim hears "personne ne devrait déclarer trois fois ses prises"

# The week after: the questions of construction, none of an investigation.
at 2026-12-01 09:30
karim hears "nom et fiche produit"
at 2026-12-03 18:00

karim says "/coach phase arrêt"
karim hears "« Pêche à pied » s’arrête. S’arrêter est une décision, et elle demande du courage."
karim hears "Toutes vos notes restent là"
karim presses "Regarder en arrière"
karim fills we_learned="les pêcheurs ont déjà leur carnet" why_stop="la direction reprend le sujet" to_restart="partir du carnet"
karim hears "Merci d’avoir pris ce temps."
karim says "ok"
at 2027-03-02 09:30
karim hears nothing
