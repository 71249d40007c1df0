# Bob, a teammate, is asked nothing until he accepts; then the releases are asked of him, and Ada is left alone.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
person bob teammate lang fr

at 2026-11-27 09:30
bob hears nothing
bob says "/coach réglages"
bob hears "Rythme : normal"
bob presses "Choisir ce qu"
bob fills asked=release
bob hears "Entendu, je te demanderai : Livraison"
ada says "ok"

at 2026-12-04 09:30
bob hears "?"
bob says "/coach livraison une page plus claire"
bob hears "Noté : Livraison"
