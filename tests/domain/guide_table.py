"""Questions of interview guides, and what a careful reader sees: c(losed), l(eading), s(olution-first)."""

FRENCH = """
. Comment avez-vous fait la dernière fois ?
. Racontez-moi votre dernière demande, du début à la fin.
. Que s'est-il passé ensuite ?
. Qu'est-ce qui vous a pris le plus de temps ?
. Pourquoi avez-vous appelé ce service plutôt qu'un autre ?
. À quel moment vous êtes-vous rendu compte que le dossier était incomplet ?
. Avec qui en avez-vous parlé ?
. Quels outils aviez-vous sous les yeux ce jour-là ?
. Combien de fois est-ce arrivé le mois dernier ?
. Pouvez-vous me montrer le tableau que vous tenez ?
. Pourriez-vous me décrire une journée ordinaire ?
. La dernière fois que vous avez rempli ce formulaire, qu'avez-vous fait en premier ?
. Et après, comment avez-vous su que c'était terminé ?
. Depuis quand procédez-vous ainsi ?
. Qui d'autre intervient dans ce dossier ?
. Dans quels cas demandez-vous de l'aide ?
. Qu'avez-vous déjà essayé pour vous en sortir ?
. Qu'est-ce que cela vous a coûté ?
. De quoi avez-vous eu besoin à ce moment-là ?
. Quelle a été votre réaction ?
. Où trouvez-vous cette information ?
. Que se passe-t-il quand le délai est dépassé ?
. Jusqu'où êtes-vous allée dans la démarche ?
. Parle-moi de la dernière réunion avec les maires.
. Tu peux me raconter comment ça s'est fini ?
. Concrètement, que faites-vous d'un dossier refusé ?
. Quelle partie de la journée préférez-vous garder pour vous ?
. Si je vous suivais demain, que verrais-je ?
c Est-ce que vous utilisez un tableur ?
c Avez-vous déjà fait cette démarche ?
c Êtes-vous agent de mairie ?
c Utilisez-vous un logiciel pour cela ?
c Y a-t-il une procédure écrite ?
c Savez-vous où trouver le formulaire ?
c Le dossier arrive-t-il par courrier ?
c Vous travaillez seule ?
c C'est vous qui signez ?
c Votre chef relit les dossiers ?
c Il y a un délai à respecter ?
c Est-ce que tu gardes une copie ?
c As-tu un exemple sous la main ?
c Et vous, avez-vous été formée ?
c Quand un dossier manque, est-ce que vous rappelez la personne ?
c Peut-on le faire en ligne ?
c Pensez-vous que cela va changer ?
c Faites-vous cela tous les jours ou pas ?
c Vos collègues font pareil ?
cl Ne pensez-vous pas que c'est trop compliqué ?
cl Vous ne trouvez pas ça long ?
cl C'est pénible, non ?
cl Vous êtes d'accord que le site est lent, n'est-ce pas ?
cl Est-ce que le formulaire est difficile à remplir ?
cl Trouvez-vous cette procédure contraignante ?
cl J'imagine que vous perdez beaucoup de temps ?
cl Avez-vous eu un problème avec ce site ?
l À quel point est-ce frustrant d'attendre ?
l Pourquoi est-ce si difficile de joindre la préfecture ?
l Qu'est-ce qui vous énerve le plus dans ce logiciel ?
l Comme tout le monde, vous détestez les formulaires : pourquoi ?
cs Utiliseriez-vous une application pour suivre votre dossier ?
cs Seriez-vous prêt à payer pour ce service ?
cs Est-ce qu'un outil qui relance les usagers vous aiderait ?
cs Aimeriez-vous recevoir une alerte qui prévient du retard ?
cs Si on vous proposait un site unique, vous iriez ?
cs Recommanderiez-vous notre service à une collègue ?
cs Un tableau de bord vous serait-il utile ?
cs Serait-il utile de tout avoir au même endroit ?
cs Tu utiliserais notre application ?
s Que pensez-vous de notre maquette ?
s De quelles fonctionnalités auriez-vous besoin ?
s Comment utiliseriez-vous notre outil ?
s Que penseriez-vous de tout faire depuis votre téléphone ?
s Combien paieriez-vous pour cela ?
s Imaginez que le dossier se remplisse tout seul : que feriez-vous du temps gagné ?
cls N'aimeriez-vous pas une application plus simple ?
cls Ne serait-il pas pratique d'avoir une plateforme pour tout ?
. Au quotidien, à quoi ressemble votre travail avec ces dossiers ?
. Vous souvenez-vous de la première fois, et comment ça s'était passé ?
. Lors du dernier contrôle, quelles pièces vous a-t-on demandées ?
. Que regardez-vous en premier en ouvrant le dossier ?
. Qu'auriez-vous aimé savoir avant de commencer ?
. Comment les autres communes s'y prennent-elles, à votre connaissance ?
. Pour vous, c'est quoi une bonne journée ?
. Ça se passe comment quand quelqu'un n'a pas d'adresse ?
. Vous faites comment pour les relances ?
. Votre dernier dossier compliqué, vous pouvez me le raconter ?
. Par quoi avez-vous commencé ?
. Dites-m'en plus sur ce moment.
. Qu'entendez-vous par « vite » ?
. Et si le document manque, que se passe-t-il ?
. En quoi cette étape est-elle différente des autres ?
c Avez-vous des questions ?
c Le service est-il ouvert le samedi ?
c Tu connais la plateforme Démarches simplifiées ?
c Est-ce arrivé à d'autres personnes ?
c Ce document, vous l'avez reçu par courriel ?
c A-t-elle pu répondre dans les temps ?
c Plutôt par téléphone ou par courriel ?
cl Vous avez dû trouver ça compliqué ?
cl C'était quand même plus simple avant, hein ?
cl Le site n'est-il pas un peu vieillot ?
cl N'est-ce pas énervant de ressaisir les mêmes données ?
l Qu'est-ce qui fait que ce formulaire est mal conçu ?
l Vous n'aimez pas ce logiciel : pour quelles raisons ?
cs Est-ce que vous seriez intéressée par une version mobile ?
cs Un espace personnel en ligne, ça vous servirait ?
cs Souhaiteriez-vous être prévenu par SMS ?
cs Pourriez-vous vous passer du papier si tout était en ligne ?
s Quelle serait pour vous l'application idéale ?
s Que devrait faire notre futur service ?
s À quelle fréquence utiliseriez-vous ce tableau de bord ?
"""

ENGLISH = """
. How did you do it last time?
. Tell me about the last time you applied, from start to end.
. What happened next?
. What took you the longest?
. Why did you call this office rather than another?
. When did you notice that the file was incomplete?
. Who did you talk to about it?
. Which tools did you have in front of you that day?
. How many times did it happen last month?
. Can you show me the sheet you keep?
. Could you walk me through an ordinary day?
. The last time you filled in this form, what did you do first?
. And then, how did you know it was over?
. Since when have you worked this way?
. Who else is involved in this case?
. In which cases do you ask for help?
. What have you already tried to get by?
. What did it cost you?
. What did you need at that point?
. How did you react?
. Where do you find this information?
. What happens when the deadline has passed?
. How far did you get in the process?
. Talk me through the last meeting with the mayors.
. What's the hardest part of your week?
. So, what do you do with a refused file?
. With whom do you share the results?
. Describe the moment you gave up.
. If I followed you tomorrow, what would I see?
c Do you use a spreadsheet?
c Have you ever done this before?
c Are you a caseworker?
c Did you use any software for that?
c Is there a written procedure?
c Does the file come by post?
c You work alone?
c It's you who signs?
c Your manager reads the files again?
c There is a deadline to meet?
c Can people do it online?
c Will that change?
c Has anyone trained you?
c When a file is missing, do you call the person back?
c Do you do this every day or not?
c Were you satisfied in the end?
c Could you find the form?
c And you, were you trained?
c So you keep a copy?
cl Don't you think it is too complicated?
cl It's painful, isn't it?
cl Wouldn't you say the site is slow?
cl Do you agree that the form is badly designed?
cl Is the form difficult to fill in?
cl Do you find this procedure frustrating?
cl You must lose a lot of time?
cl Did you have a problem with the site?
cl Surely you would rather do it online?
l How frustrating is it to wait?
l Why is it so hard to reach the office?
l What annoys you most about this software?
l How much do you hate paper forms?
l How easy was it to find the page?
cs Would you use an app to follow your file?
cs Would you be willing to pay for this?
cs Would a tool that reminds users help you?
cs Would you like to receive an alert when it is late?
cs If we built a single site, would you go there?
cs Would you recommend our service to a colleague?
cs Would a dashboard be useful?
cs Would it help to have everything in one place?
cs Do you think you would use our app?
s What do you think of our prototype?
s What features would you need?
s How would you use our tool?
s How would you feel about doing it all on your phone?
s How much would you pay for it?
s Imagine the file fills itself in: what would you do with the time?
cls Wouldn't you like a simpler app?
cls Wouldn't it be nice to have a platform for everything?
. On a normal day, what does your work on these files look like?
. Do you remember the first time, and what happened then?
. During the last inspection, which documents were you asked for?
. What do you look at first when you open a file?
. What would you have liked to know before starting?
. How do other towns go about it, as far as you know?
. For you, what is a good day?
. You handle reminders how?
. Your last complicated file: could you take me through it?
. Where did you begin?
. Tell me more about that moment.
. What do you mean by “fast”?
. And if the document is missing, what happens?
. Who decides, in the end?
. I'd love to hear how that went.
c Any questions?
c Is the office open on Saturdays?
c You know the forms portal?
c Has it happened to other people?
c That letter, did you get it by e-mail?
c Was she able to answer in time?
c By phone or by e-mail?
c Have you got a minute?
cl It must have been confusing?
cl Things were simpler before, weren't they?
cl Isn't the site a little dated?
cl Don't people get annoyed by typing the same data again?
l What makes this form so badly designed?
l Why do you dislike this software?
cs Are you interested in a mobile version?
cs Could you do without paper if everything were online?
cs Would text messages be something you'd want?
s What would your ideal app do?
s What should our future service do?
s How often would you use this dashboard?
"""

UNSEEN_FRENCH = """
. Pour préparer le conseil municipal, par où commencez-vous ?
. Qu'est-ce qui a changé depuis votre arrivée ?
. D'après vous, pourquoi les gens appellent-ils plutôt qu'ils n'écrivent ?
. Comment apprenez-vous qu'une règle a évolué ?
. Quelle est la dernière chose que vous avez bricolée pour gagner du temps ?
. Sur une semaine, combien d'appels traitez-vous ?
. Parlez-nous de votre rôle.
. Qu'est-ce qui vous manquait ce jour-là ?
. Si c'était à refaire, que changeriez-vous ?
. Auprès de qui vérifiez-vous ?
. Et du côté des élus, comment cela se passe-t-il ?
c Avez-vous accès à la base nationale ?
c Ce tableau est-il partagé avec vos collègues ?
c On vous prévient quand un texte change ?
c Est-ce le maire qui décide ?
c Votre commune a un site internet ?
c Faut-il une signature ?
c Ça arrive souvent ?
cl Ça vous prend un temps fou, j'imagine ?
cl Vous préféreriez quand même tout faire en ligne, non ?
cl Est-ce que la plateforme actuelle est assez intuitive ?
l Pourquoi personne ne répond-il jamais aux courriels ?
l Qu'est-ce qui rend cet outil si pratique ?
cs Pensez-vous que vous utiliseriez un assistant automatique ?
cs Une carte interactive vous aiderait-elle ?
cs Accepteriez-vous de tester une première version ?
s Quelles informations voudriez-vous voir sur la page d'accueil ?
s Combien seriez-vous prêts à payer par an ?
"""

UNSEEN_ENGLISH = """
. To prepare a council meeting, where do you begin?
. What has changed since you arrived?
. In your view, why do people call rather than write?
. How do you find out that a rule has changed?
. What is the last thing you patched together to save time?
. Over a week, how many calls do you handle?
. Tell us about your role.
. What were you missing that day?
. If you had to do it again, what would you change?
. With whom do you check?
. And on the councillors' side, how does it go?
c Have you got access to the national database?
c Is this sheet shared with your colleagues?
c Are you told when a text changes?
c Does the mayor decide?
c Your town has a website?
c Must it be signed?
c Does it happen often?
cl I bet it takes you ages?
cl You'd rather do it all online, wouldn't you?
cl Is the current platform intuitive enough?
l Why does nobody ever answer e-mails?
l What makes this tool so convenient?
cs Do you think you would use an automatic assistant?
cs Would an interactive map help you?
cs Would you agree to try a first version?
s What information would you want on the home page?
s How much would you be ready to pay a year?
"""


def rows(table: str) -> list[tuple[str, frozenset[str]]]:
    """Return each question with the marks a careful reader gives it."""
    lines = (line.partition(" ") for line in table.strip().splitlines())
    return [(question, frozenset(marks) - {"."}) for marks, _, question in lines]
