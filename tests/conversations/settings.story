# Everything settled at arrival can be changed: days, hour, zone, rhythm, language, phase.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu

at 2026-11-23 10:00
ada says "réglages"
ada hears "lundi, mardi et jeudi, à 9 h 30"
ada presses "Changer"
ada fills days=wed moment=25h zone=Mars/Olympus
ada hears "Il me faut une heure"
ada hears "Je ne connais pas ce fuseau"
ada fills days=wed moment="14 h" zone=Indian/Reunion rhythm=gentle
ada hears "mercredi, à 14 h (Indian/Reunion)"
ada says "ok"

# Wednesday at two in the afternoon in Réunion is eleven in the morning in Paris.
at 2026-11-25 10:59
ada hears nothing
at 2026-11-25 11:00
ada hears "?"

ada says "/coach settings"
ada presses "Changer"
ada fills language=en
ada hears "I write to you on Wednesday"
ada presses "Change phase"
ada fills phase=acceleration since=2027-01-01
ada hears "still to come"
ada fills phase=acceleration since=2026-11-25
ada hears "acceleration, since Wednesday 25 November"
