# Every way to answer a question without logging anything, and the way back from each.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr

# Later, this evening: it comes back once, at half past four.
at 2026-11-26 09:30
ada hears "[Je note] [C’est prévu…] [Plus tard…] [Pas cette fois…]"
ada presses "Plus tard"
ada hears "En fin de journée"
ada presses "En fin de journée"
ada hears "16 h 30"
ada says "ok"
at 2026-11-26 16:29
ada hears nothing
at 2026-11-26 16:30
ada hears "[Je note]"

# Not this time, with a reason that one may keep to oneself.
ada presses "Pas cette fois"
ada hears "ton équipe et son coach"
ada presses "Je préfère ne pas dire"
ada hears "on passe"
ada says "ok"
at 2026-11-26 23:00
ada hears nothing

# The next Thursday it is asked again; « demain » is the same as the button.
at 2026-12-03 09:30
ada hears "[Je note]"
ada says "demain"
ada hears "vendredi 4 décembre"

# On Friday: no more of it, please. Silence the week after; then asked again.
at 2026-12-04 09:30
ada hears "?"
ada presses "Pas cette fois"
ada presses "Ne plus demander"
ada hears "plus de question sur"
ada presses "Redemander"
ada hears "je reprends les questions"

# Planned by a form; a past day is refused where it was typed.
at 2026-12-10 09:30
ada presses "C’est prévu"
ada fills on=2026-12-09
ada hears "passée"
ada fills on=2026-12-11
ada hears "vendredi 11 décembre"
ada says "ok"

# On the day, one line; the first day after, what did it give?
at 2026-12-11 09:30
ada hears "[Je l’écris]"
ada says "ok"
at 2026-12-14 09:30
ada hears "?"
ada says "3 usagers, deux sont allés au bout"
ada hears "Noté : Test utilisateur, 3 personnes"
ada says "nan erreur c'était 2 pas 3"
ada hears "2 personnes (au lieu de 3)"
ada says "rien aujourd’hui"
ada hears "Entendu"
