"""A small practice, whole and right; each test breaks it in one place."""

SAMPLE = """
id = "ally"
order = 17
phases = ["construction", "acceleration"]
tier = "slow"
plannable = true
arrives = { construction = 9 }

[[fields]]
id = "people"
kind = "number"
count = true

[[fields]]
id = "unit"
kind = "text"
main = true

[[fields]]
id = "stance"
kind = "choice"
choices = ["allied", "neutral"]

[[fields]]
id = "due_on"
kind = "date"
future = true

[[reminders]]
id = "quarterly"
every = "quarter"
on = "second"
slot = "slow"

[words.fr]
label = "Appui"
aliases = ["appui"]
help = "Un service qui peut vous aider."
introduction = "Nouveau, si tu veux\u00a0: vos appuis."
nudge = [
  "Qui pourrait vous aider dans {days} jour(s)\u202f?",
  "Qui pourrait vous aider\u202f?",
]
noted = "C’est noté."
planned = ["Bonne rencontre."]
plan_past = ["Alors\u202f?"]
summary = ["{n} appui(s).", "Des appuis."]
none = "Rien encore."
examples = ["appui service juridique"]

[words.fr.fields]
people = { label = "Combien de personnes", unit = { one = "personne", other = "personnes" } }
unit = { label = "Service ou organisme" }
stance = { label = "Position", choices = { allied = "allié", neutral = "neutre" } }
due_on = { label = "Pour le" }

[words.en]
label = "Ally"
aliases = ["ally"]
help = "A department that can help."
introduction = "New, if you like: your allies."
nudge = [
  "Who could help you within {days} day(s)?",
  "Who could help you?",
]
noted = "Noted."
planned = ["Enjoy it."]
plan_past = ["Well?"]
summary = ["{n} (ally|allies).", "Some allies."]
none = "Nothing yet."
examples = ["ally legal department"]

[words.en.fields]
people = { label = "How many people", unit = { one = "person", other = "people" } }
unit = { label = "Department" }
stance = { label = "Stance", choices = { allied = "allied", neutral = "neutral" } }
due_on = { label = "By" }
"""
