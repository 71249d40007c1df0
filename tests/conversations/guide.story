# An interview guide is read again: what closes, what leads, what speaks of the solution. Nothing is noted.
tz Europe/Paris
team "Pêche à pied" phase investigation since 2026-11-10
person karim intrapreneur lang fr
person chloé coach lang fr
person bob teammate lang en

at 2026-11-24 10:00
karim says "/coach guide"
karim fills guide="Racontez-moi votre dernière sortie. Utilisez-vous une application ? C'est pénible, non ? Utiliseriez-vous notre outil ?"
karim hears "4 questions lues. En voici 3 à regarder de plus près."
karim hears "2. fermée"
karim hears "3. peut-être fermée et orientée"
karim hears "4. fermée et parle de la solution"
karim hears "raconte-moi la dernière fois"
karim hears "Rien n’est noté de ton guide"
karim says "semaine"
karim hears "Rien de noté"
karim says "guide Comment faites-vous quand la mer monte ? Qui vous a appris ?"
karim hears "Je n’y vois rien qui ferme"
karim hears "il m’en échappe"
chloé says "/coach guide Vous n’aimez pas les formulaires ?"
chloé hears "peut-être"
bob says "/coach guide Would you pay for our app? Don't you think it is slow? Who taught you?"
bob hears "3 questions read. Here are 2 to look at again."
bob hears "1. closed and speaks of the solution"
bob hears "2. closed and leading"
bob says "/coach guide hello"
bob hears "I see no question here"
