# A coach, or whoever prepares a conversation, asks for open questions: what there is, then one situation.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
person chloé coach lang fr
person bob teammate lang en
person zoé nobody lang fr

at 2026-11-24 10:00
chloé says "/coach questions"
chloé hears "J’ai des questions pour ces situations"
chloé hears "Désaccord"
chloé hears "Changement d’intra"
chloé says "/coach questions désaccord"
chloé hears "Que protège chaque personne"
chloé hears "à poser une à la fois"
chloé hears "Source"
chloé says "questions pression"
chloé hears "Qu’est-ce qui a été promis"
ada says "questions préparer un point"
ada hears "Que voudrais-tu emporter de cette heure"
ada says "/coach questions jardinage"
ada hears "Je n’ai pas de questions pour « jardinage »"
bob says "/coach questions not enough time"
bob hears "Which old task keeps coming back"
bob says "questions"
bob hears "Hard feedback"
zoé says "/coach questions"
zoé hears "on commence ?"
