# What was noted today has no age yet: it is told with its day, or without one, never as one day old.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
person eve teammate lang en

at 2026-11-24 10:00
ada says "/coach blocage la convention attend une signature"
ada hears "Noté : Blocage"
ada says "/coach inconnue qui signe la convention ?"
ada hears "Noté : Inconnue"
ada says "/coach sponsor appel, elle parle au juridique"
ada hears "Noté : Point avec le sponsor"
ada says "/coach nouvelles le nouveau parcours est en ligne"
ada hears "Noté : Nouvelles"
ada says "/coach ouvert"
ada hears "« qui signe la convention ? », depuis aujourd’hui"
ada says "/coach équipe"
ada hears "1 blocage ouvert."
ada hears "1 inconnue ouverte ; 0 levée."
ada hears "Dernier échange direct : mar. 24 nov."
ada hears "Dernières nouvelles aux partenaires : mar. 24 nov."
eve says "/coach open"
eve hears "since today"
eve says "/coach team"
eve hears "1 blocker open."
eve hears "1 unknown open; 0 settled."
eve hears "Last direct talk: Tue 24 Nov."
eve hears "Last news to partners: Tue 24 Nov."

# From tomorrow on, it has one.
at 2026-11-25 10:00
ada says "/coach équipe"
ada hears "Dernier échange direct il y a 1 jour."
ada hears "le plus ancien depuis 1 jour"
