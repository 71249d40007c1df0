# What waits is asked about two weeks after it began, not after it was noted; once.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr

at 2026-11-23 17:00
ada says "/coach blocage la convention attend une signature depuis le 16 novembre"
ada hears "Noté : Blocage, lun. 23 nov., depuis le lun. 16 nov. Visible par l’équipe."
ada hears "la convention attend une signature"
ada says "au juridique"
ada hears "Noté : Blocage, lun. 23 nov."
ada says "/coach ouvert"
ada hears "depuis 7 jours"
at 2026-12-01 23:00
ada says "ok"
at 2026-12-02 09:30
ada hears "« la convention attend une signature » attend depuis 2 semaines"
