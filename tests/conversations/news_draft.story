# News to partners begin with a draft of what was noted; the person copies it, or starts from it.
tz Europe/Paris
team "Aides simples" phase consolidation since 2026-06-01
person ada intrapreneur lang fr
team "Open Parks" phase consolidation since 2026-06-01
person eve intrapreneur in "Open Parks" lang en

at 2026-11-02 10:00
ada says "/coach comité 4 mai"
eve says "/coach committee 4 may"
at 2026-12-14 10:00
ada says "/coach livraison le formulaire tient en une page"
ada says "/coach blocage le juridique n’a pas relu la convention"
ada says "/coach test 3 agents, la date se trouve sans aide"
ada says "/coach retour bravo"

# The subject arrives; accepted, it shows its draft at once, and the form begins with it.
at 2026-12-16 09:31
ada hears "cinq lignes par mois à ceux qui vous suivent"
ada presses "On essaie"
ada presses "Voir un brouillon"
ada hears "Aides simples, depuis le mercredi 18 novembre"
ada hears "Ce qui avance : le formulaire tient en une page"
ada hears "Ce que nous avons appris : 3 agents, la date se trouve sans aide"
ada hears "Ce qui coince : le juridique n’a pas relu la convention"
ada hears "Ce dont nous avons besoin : …"
ada presses "Je note"
ada fills ask="un relecteur au juridique"
ada hears "Noté : Nouvelles, mer. 16 déc."
ada hears "le formulaire tient en une page"

# With nothing noted, it says so.
eve hears "five lines a month"
eve presses "Let’s try"
eve presses "See a draft"
eve hears "Nothing logged since Wednesday 18 November to make a draft of."
