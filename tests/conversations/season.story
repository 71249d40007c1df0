# A season sets another rhythm for a while, and ends by itself.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang fr

at 2026-11-23 10:00
ada says "/coach saison"
ada hears "Quelle saison l’équipe traverse-t-elle ? Elle s’arrêtera d’elle-même."
ada says "/coach saison gel jusqu’au 4 décembre"
ada hears "Gel des livraisons"
ada hears "Jusqu’au vendredi 4 décembre inclus"
ada says "ok"
at 2026-11-26 08:00
ada says "/coach retour un merci"
ada says "/coach retour hier un merci"
ada says "/coach retour avant-hier un merci"
ada hears "Noté"
ada says "ok"
at 2026-11-26 09:30
ada says "/coach"
ada hears "Aides simples, construction."
at 2026-12-17 09:30
ada hears "entre les mains des usagers"

# Summer keeps what has a date, and a season is ended at once if one wants.
ada says "/coach saison vacances jusqu’au 31 décembre"
ada hears "Été : rien que ce qui a une date. Jusqu’au jeudi 31 décembre inclus"
at 2026-12-31 23:00
ada says "/coach saison"
ada hears "Été : rien que ce qui a une date, jusqu’au jeudi 31 décembre inclus."
ada presses "Finir la saison"
ada hears "La saison est finie, tout reprend."
