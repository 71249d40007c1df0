# The impact matrix is a table: under each measure once it has its place, and in the committee's pack.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
team "Open Parks" phase construction since 2026-06-01
person eve intrapreneur in "Open Parks" lang en

at 2026-05-04 10:00
ada says "/coach mesure satisfaction 82 %"
ada says "utile"
ada hears "Dimension"
ada hears "rien encore"
at 2026-11-16 10:00
ada says "/coach mesure 210 simulations par mois"
ada says "utilisé"
at 2026-11-23 10:00
ada says "/coach mesure 340 simulations par mois"
ada hears "340 simulations par mois (+130), lun. 23 nov."
ada hears "satisfaction : 82 %, lun. 4 mai (à rafraîchir)"
ada says "/coach budget enveloppe 180k, engagé 120k, payé 85k"
ada says "/coach dossier"
ada hears "Ce qu’on mesure"
ada hears "coût par usage : 250 €"
eve says "/coach metric satisfaction 4.2 out of 5"
eve says "useful"
eve hears "satisfaction: 4.2 out of 5, Mon 23 Nov"
eve hears "nothing yet"
