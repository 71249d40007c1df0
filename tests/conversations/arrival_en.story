# Zoe arrives in English, and nothing she reads is in French.
tz Europe/Paris
person zoe nobody lang en

at 2026-11-24 10:00
zoe says "/coach"
zoe hears "I am Pouce"
zoe presses "Create my product’s team"
zoe fills name="Easy forms" phase=investigation since=2026-11-16
zoe hears "“Easy forms” is ready"
zoe presses "My days and time"
zoe fills days=tue,thu moment=9:30 zone=Europe/Paris
zoe hears "Who reads what?"
zoe presses "That is clear"
zoe presses "Not yet"
zoe hears "I will come back to it"
zoe says "interview yesterday with 2 caseworkers, they type everything twice"
zoe hears "Noted: Interview, 2 people, Mon 23 Nov. Visible to the team."
zoe hears "[Correct] [Undo]"

at 2026-11-26 09:30
zoe hears "Hello Zoe. 1 interview logged this week. Who else"
zoe hears "[Log it] [Planned…] [Later…] [Not this time…]"
