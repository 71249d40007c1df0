# A day that is near is called by its name: tomorrow, today.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
team "Open Parks" phase construction since 2026-06-01
person eve intrapreneur in "Open Parks" lang en

at 2026-11-23 10:00
ada says "/coach comité 24 novembre"
ada hears "mar. 24 nov., demain."
ada says "annuler"
ada says "/coach comité 23 novembre"
ada hears "lun. 23 nov., aujourd’hui."
ada says "annuler"
ada says "/coach comité 15 décembre"
ada hears "mar. 15 déc., dans 22 jours."
eve says "/coach committee 15 december"
eve hears "Tue 15 Dec, in 22 days."

at 2026-12-14 09:31
ada hears "comité a lieu demain"
eve hears "The committee is tomorrow"
eve says "/coach"
eve hears "Tue 15 Dec, tomorrow"

at 2026-12-15 18:00
ada says "/coach équipe"
ada hears "mar. 15 déc. (aujourd’hui)"
eve says "/coach team"
eve hears "Tue 15 Dec (today)"
eve says "/coach"
eve hears "Tue 15 Dec, today"
