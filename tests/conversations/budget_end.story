# A budget is noted on its own day, and the end of the funding is said for what it is; a committee has but its date.
tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur lang fr
person eve teammate lang en

at 2026-11-24 10:00
ada says "/coach budget 450k fin 30 juin 2027"
ada hears "Noté : Budget, mar. 24 nov., fin du financement : mer. 30 juin 2027. Visible par l’équipe."
ada says "/coach budget 450k"
ada hears "Noté : Budget, mar. 24 nov. Visible par l’équipe."
ada says "/coach comité 12 novembre"
ada hears "Noté : Comité, jeu. 12 nov. 2026. Visible par l’équipe."
eve says "/coach budget 450k ends 30 June 2027"
eve hears "Noted: Budget, Tue 24 Nov, end of funding: Wed 30 Jun 2027. Visible to the team."
