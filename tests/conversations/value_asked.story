# A measure without its value would be in no series and in no matrix: the value is asked for first, then the unit.
tz Europe/Paris
team "Aides simples" phase acceleration since 2026-06-01
person ada intrapreneur lang fr
person eve teammate lang en

at 2026-11-23 10:00
ada says "/coach impact satisfaction des agents"
ada hears "Noté : Mesure d’impact, lun. 23 nov. Visible par l’équipe. Quelle est sa valeur ?"
ada says "4,1"
ada hears "En quelle unité ?"
ada says "sur 5"
ada hears "Que montre ce chiffre : utilisable, utilisé, utile, impactant ou efficient ?"
ada says "utile"
ada hears "Noté : Mesure d’impact"
ada says "/coach équipe"
ada hears "satisfaction des agents : 4,1 sur 5 (lun. 23 nov.) ; 1 dimension sur 5 à jour."

eve says "/coach metric trust of the mayors"
eve hears "What is its value?"
