# A question about what is old by now opens a form of today, not of the day when it was last done.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr

at 2026-09-07 10:00
ada says "/coach sponsor il débloque la convention"
at 2026-10-07 18:00
ada hears "Quel verrou pourrait sauter"
ada presses "Je note"
ada fills topics="la convention"
ada hears "Noté : Point avec le sponsor, mer. 7 oct."
