# Qui est dans la salle quand elle s’ouvre, et quand : le lundi soir d’une semaine ordinaire.
# Who is in the room when it opens, and when: the Monday evening of an ordinary week.
#
# Les langues sont celles d’un navigateur en français ; dans l’autre langue, elles s’échangent.
# The languages are those of a browser in French; in the other language, they trade places.

tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr days mon,tue,thu
person bob teammate lang en
person chloé coach lang fr
team "Pêche à pied" phase investigation since 2026-11-10
person karim intrapreneur lang fr tz Indian/Reunion days tue,thu
person chloé coach lang fr
at 2026-11-23 20:00
