# ruff: noqa: E501 - a row of the table is one line
"""The inputs of GRAMMAR §2 as a table, in both languages. Typed on Monday 23 November 2026.

Each row says what is understood, as the facts that matter; the same rows run on any catalogue that holds
the practices they name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from bot.domain.calendar import WorkDays
from bot.domain.events import Where
from bot.domain.intents import Intent, Log, NearMiss, Plan
from bot.domain.practices import Catalogue
from bot.domain.reading import Context, Lexicon

TODAY = date(2026, 11, 23)
SUN, LAST_FRI, LAST_MON = date(2026, 11, 22), date(2026, 11, 20), date(2026, 11, 16)
TUE, WED, THU = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)
NEXT_SUN, NEXT_MON, NEXT_TUE = date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1)
DM: Mapping[str, Any] = {}
CMD: Mapping[str, Any] = {"where": Where.COMMAND}
ROOM: Mapping[str, Any] = {"where": Where.CHANNEL}


def asked(practice: str) -> Mapping[str, Any]:
    """After a question about a practice."""
    return {"open_question": practice}


Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """What is typed, where, and what is understood."""

    number: str
    typed: str
    facts: Facts
    how: Mapping[str, Any] = field(default_factory=dict)

    @property
    def practices(self) -> set[str]:
        """The practices this row cannot do without."""
        return {name for name in _named(self.facts) if name}


def _named(facts: Facts) -> list[str]:
    inside = [facts.get("practice", ""), *facts.get("needs", ())]
    inside += [name for key in ("meant", "answer") if facts.get(key) for name in _named(facts[key])]
    options: Sequence[Facts] = facts.get("options", ())
    return inside + [name for option in options for name in _named(option)]


def context(catalogue: Catalogue, lexicon: Lexicon, **how: object) -> Context:
    """Return what a sentence typed that Monday is read against."""
    changes: Mapping[str, Any] = how
    return replace(Context(catalogue, lexicon, TODAY, WorkDays, "fr"), **changes)


def described(intent: Intent, catalogue: Catalogue) -> dict[str, Any]:
    """Return an intent as facts; `count` is the answer of the count field, whatever its name."""
    facts: dict[str, Any] = {each.name: getattr(intent, each.name) for each in fields(intent)}
    facts["is"] = type(intent).__name__
    if isinstance(intent, Log | Plan):
        counting = catalogue[intent.practice].count_field
        facts["count"] = intent.answers.get(counting.id) if counting else None
    if "log" in facts:
        facts = {**described(facts["log"], catalogue), "is": "Propose"}
    if "meant" in facts:
        facts["meant"] = described(facts["meant"], catalogue)
    if facts.get("answer") and isinstance(intent, NearMiss):
        facts["answer"] = described(facts["answer"], catalogue)
    if "options" in facts:
        facts["options"] = [described(each, catalogue) for each in facts["options"]]
    return facts


def differences(expected: Facts, found: Facts, path: str = "") -> list[str]:
    """Return where what was understood differs from what the row says."""
    wrong: list[str] = []
    for key in expected.keys() - {"needs"}:
        value, got = expected[key], found.get(key)
        if key == "options":
            options = list(got or [])
            wrong += (
                [f"{path}options: {len(options)}, not {len(value)}"] if len(value) != len(options) else []
            )
            for n, (option, other) in enumerate(zip(value, options, strict=False)):
                wrong += differences(option, other, f"{path}options[{n}].")
        elif isinstance(value, Mapping):
            wrong += differences(value, got or {}, f"{path}{key}.")
        elif got != value:
            wrong.append(f"{path}{key}: {got!r}, not {value!r}")
    return wrong


def log(practice: str, count: float | None = None, day: date = TODAY, **more: object) -> Facts:
    """Something recorded."""
    return {"is": "Log", "practice": practice, "count": count, "day": day, **more}


def plan(practice: str, on: date, count: float | None = None, **more: object) -> Facts:
    """Something to come."""
    return {"is": "Plan", "practice": practice, "on": on, "count": count, **more}


def propose(practice: str, count: float | None = None, day: date = TODAY, **more: object) -> Facts:
    """A natural opening: asked first."""
    return {**log(practice, count, day, **more), "is": "Propose"}


def doubt(kind: str, /, *options: Facts, **more: object) -> Facts:
    """Two readings live."""
    return {"is": "Doubt", "kind": kind, "options": options, **more}


def is_(name_: str, /, **more: object) -> Facts:
    """Anything else."""
    return {"is": name_, **more}


FEAR = "le formulaire fait peur"

TABLE = (
    # Records
    Row("1", f'test 3 "{FEAR}" #inscription hier', log("user_test", 3, SUN, text=FEAR, tags=("inscription",)), CMD),
    Row("1 en", 'test 3 "the form is scary" #signup yesterday', log("user_test", 3, SUN, text="the form is scary", tags=("signup",)), CMD),
    Row("1 phone", f"test 3 {FEAR} <#C012|inscription> hier", log("user_test", 3, SUN, text=FEAR, tags=("inscription",)), CMD),
    Row("1 seg", f"test 3 {FEAR} seg:inscription hier", log("user_test", 3, SUN, text=FEAR, tags=("inscription",)), CMD),
    Row("2", f"Test 3  usagers {FEAR}", log("user_test", 3), CMD),
    Row("2 en", "TEST 3 users the form is scary", log("user_test", 3), CMD),
    Row("2 glued", f"test 3usagers {FEAR}", log("user_test", 3), CMD),
    Row("3", "tests 3", log("user_test", 3, text=""), CMD),
    Row("4", "tset 2 maquette ok", is_("NearMiss", suggestion="test", text="tset 2 maquette ok", meant=log("user_test", 2, text="maquette ok")), CMD),
    Row("4 en", "interveiw 2 mayors", is_("NearMiss", suggestion="interview", meant=log("interview", 2)), CMD),
    Row("4 asked", "livrer la page de connexion jeudi", is_("NearMiss", suggestion="livré", meant=log("release", 1, date(2026, 11, 19)), answer=log("feedback", 1, date(2026, 11, 19))), asked("feedback")),
    Row("4 same", "tset 2 agents bloqués", is_("NearMiss", meant=log("user_test", 2), answer=None), asked("user_test")),
    Row("5", "test", is_("OpenForm", practice="user_test"), CMD),
    Row("5 en", "user test", is_("OpenForm", practice="user_test"), CMD),
    # Days and counts
    Row("6", "test demain 10h avec 2 agents de la caf", plan("user_test", TUE, 2, text="10h avec 2 agents de la caf"), CMD),
    Row("6 en", "test tomorrow 10am with 2 caseworkers", plan("user_test", TUE, 2, text="10am with 2 caseworkers"), CMD),
    Row("6 dm", "entretien jeudi prochain avec un maire", plan("interview", THU, 1), DM),
    Row("7", "test 2 décembre", doubt("date_or_count", plan("user_test", date(2026, 12, 2)), log("user_test", 2, date(2025, 12, 1)), text="test 2 décembre"), CMD),
    Row("7 en", "test 2 december", doubt("date_or_count", plan("user_test", date(2026, 12, 2)), log("user_test", 2, date(2025, 12, 1))), CMD),
    Row("7 sure", "test le 2 décembre", plan("user_test", date(2026, 12, 2)), CMD),
    Row("7 past", "test 2 novembre", log("user_test", None, date(2026, 11, 2)), CMD),
    Row("8", "comité 2 mars", log("committee", answers={"date": "2027-03-02"}, day_given=False), CMD),
    Row("8 en", "committee March 2nd", log("committee", answers={"date": "2027-03-02"}), CMD),
    Row("8 month", "comité le 12 janvier", log("committee", answers={"date": "2027-01-12"}), CMD),
    Row("8 held", "comité 12/11", log("committee", answers={"date": "2026-11-12"}), CMD),
    Row("9", "3 tests cette semaine avec l’anct", doubt("people_or_sessions", log("user_test", 3), log("user_test", None, times=3), text="3 tests cette semaine avec l’anct"), DM),
    Row("9 en", "3 tests this week with anct", doubt("people_or_sessions", log("user_test", 3), log("user_test", None, times=3)), DM),
    Row("9 sure", "2 tests avec 5 usagers", log("user_test", 5), DM),
    Row("9 itw", "3 entretiens hier", log("interview", 3, SUN), DM),
    Row("10", "test fait ce matin avec anct, 4 pers, 2 bloquées au mdp", log("user_test", 4, text="fait ce matin avec anct, 4 pers, 2 bloquées au mdp"), DM),
    Row("10 en", "test done this morning with anct, 4 ppl, 2 stuck at login", log("user_test", 4), DM),
    # Feedback
    Row("11", "retour \"j'ai rien compris\" par tel", log("feedback", 1, answers={"channel": "phone"}, text="\"j'ai rien compris\" par tel"), CMD),
    Row("11 en", 'feedback "I did not get it" by phone', log("feedback", 1, answers={"channel": "phone"}), CMD),
    Row("11 bare", "retour rien compris au formulaire", log("feedback", 1, text="rien compris au formulaire"), CMD),
    Row("12", "retour 12 mails support surtout mdp oublié", log("feedback", 12, answers={"channel": "email"}), CMD),
    Row("12 en", "feedback 12 emails mostly lost passwords", log("feedback", 12, answers={"channel": "email"}), CMD),
    # Social and control words
    Row("13", "je suis de retour", is_("Back", needs=("feedback",))),
    Row("13 idle", "je suis de retour", is_("Back"), DM),
    Row("13 en", "i'm back", is_("Back"), DM),
    Row("14", "rien aujourd'hui", is_("Nothing"), asked("feedback")),
    Row("14 en", "nothing today", is_("Nothing"), asked("feedback")),
    Row("15", "👍", is_("NoContent"), asked("user_test")),
    Row("15 code", ":+1:", is_("NoContent"), asked("user_test")),
    Row("15 oui", "oui", is_("NoContent"), asked("user_test")),
    Row("16", "merci !", is_("Social", kind="thanks"), asked("user_test")),
    Row("16 ok", "ok", is_("Social", kind="ok"), asked("user_test")),
    Row("16 noté", "ok noté", is_("Social", kind="ok"), asked("user_test")),
    Row("16 en", "thank you so much!", is_("Social", kind="thanks"), asked("user_test")),
    Row("17", "demain", is_("Later", when="tomorrow"), asked("user_test")),
    Row("17 tard", "plus tard", is_("Later", when="later"), asked("user_test")),
    Row("17 passe", "pas cette semaine", is_("NotThisTime", health=False), asked("user_test")),
    Row("17 en", "later", is_("Later", when="later"), asked("user_test")),
    Row("17 week", "next week", is_("Later", when="next_week"), asked("user_test")),
    Row("18", "pas eu le temps, j'étais malade", is_("NotThisTime", reason="", health=True), asked("user_test")),
    Row("18 en", "no time, i was sick", is_("NotThisTime", reason="", health=True), asked("user_test")),
    Row("18 time", "désolé, pas eu le temps", is_("NotThisTime", reason="no_time", health=False), asked("user_test")),
    # Releases
    Row("19", "livraison v1.4.2", log("release", 1, answers={"title": "v1.4.2"}), CMD),
    Row("19 en", "release 1.4", log("release", 1, answers={"title": "1.4"}), CMD),
    Row("20", "on a livré le nouveau parcours hier soir 🎉 <https://git.example/pull/88>", propose("release", 1, SUN, links=("https://git.example/pull/88",), text="on a livré le nouveau parcours hier soir 🎉 https://git.example/pull/88"), DM),
    Row("20 en", "we shipped the new flow last night <https://git.example/pull/88>", propose("release", 1, SUN, links=("https://git.example/pull/88",)), DM),
    Row("21", "release friday", log("release", 1, LAST_FRI, day_given=True), CMD),
    Row("21 fr", "livraison vendredi", log("release", 1, LAST_FRI), CMD),
    Row("22", "interview 2 maires lundi dernier + 1 secrétaire", log("interview", 3, LAST_MON, check=True), CMD),
    Row("22 en", "interview 2 mayors last monday + 1 clerk", log("interview", 3, LAST_MON, check=True), CMD),
    Row("22 sum", "interview 2+1", log("interview", 3, check=True), CMD),
    Row("23", "entretien Mme Dupont 06 12 34 56 78 ddt 31 très énervée", log("interview", 1), CMD),
    Row("23 en", "interview Mrs Smith 07700 900123 room 31 very upset", log("interview", 1), CMD),
    # Dates that do not exist, quotes left open
    Row("24", "test 31/11", doubt("impossible_date", plan("user_test", NEXT_MON), plan("user_test", NEXT_TUE), text="test 31/11", facts={"day": "Le 31 novembre"}), CMD),
    Row("24 en", "test 31 november", doubt("impossible_date", plan("user_test", NEXT_MON), plan("user_test", NEXT_TUE), facts={"day": "31 november"}), {**CMD, "language": "en"}),
    Row("25", f"test 3 «{FEAR}", log("user_test", 3, text=FEAR), CMD),
    Row("25 en", "test 3 “the form is scary", log("user_test", 3, text="the form is scary"), CMD),
    # Pauses
    Row("26", "pause jusqu'au 4 janvier", is_("Pause", until=date(2027, 1, 4)), CMD),
    Row("26 en", "pause until 4 january", is_("Pause", until=date(2027, 1, 3)), CMD),
    Row("26 through", "pause through 4 january", is_("Pause", until=date(2027, 1, 4)), CMD),
    Row("26 days", "pause 3 jours", is_("Pause", until=WED), CMD),
    Row("27", "pouce", is_("Pause", until=None), DM),
    Row("27 !", "pouce !", is_("Pause", until=None), DM),
    Row("27 en", "time out!", is_("Pause", until=None), DM),
    # Money
    Row("28", "budjet 45k ae dont 30 engagés", doubt("amount", log("budget", answers={"envelope": 4_500_000, "engaged": 3_000_000}), log("budget", answers={"envelope": 4_500_000, "engaged": 3_000}), is_("OpenForm", practice="budget"), text="budjet 45k ae dont 30 engagés"), CMD),
    Row("28 en", "budget 45k envelope, 30k committed", log("budget", answers={"envelope": 4_500_000, "engaged": 3_000_000}), CMD),
    # Corrections, questions, verbs
    Row("29", "nan erreur c'était 2 pas 3", is_("Amend", new=2, old=3), DM),
    Row("29 en", "oops it was 2 not 3", is_("Amend", new=2, old=3), DM),
    Row("29 mais", "pas 3 mais 2", is_("Amend", new=2, old=3), DM),
    Row("29 fix", "corriger 2 pas 3", is_("Amend", new=2, old=3), CMD),
    Row("30", "@pouce how many tests this month?", is_("Question", practice="user_test"), ROOM),
    Row("30 fr", "combien d’entretiens ce mois-ci ?", is_("Question", practice="interview"), CMD),
    Row("31", "équipe aide simple", is_("Verb", name="team", rest="aide simple"), CMD),
    Row("31 en", "team aide simple", is_("Verb", name="team", rest="aide simple"), CMD),
    Row("32", "stop", is_("Stop"), DM),
    Row("32 fr", "arrête !", is_("Stop"), asked("user_test")),
    # English as it is typed
    Row("33", "tested w/ 4 caseworkers yday none found the save btn", propose("user_test", 4, SUN, text="tested w/ 4 caseworkers yday none found the save btn"), DM),
    Row("33 fr", "j’ai testé avec 4 agents hier, personne ne trouve le bouton", propose("user_test", 4, SUN), DM),
    Row("34", "feedback ppl hate the captcha (3 mails)", log("feedback", 3, answers={"channel": "email"}), CMD),
    Row("34 fr", "retour les gens détestent le captcha (3 mails)", log("feedback", 3, answers={"channel": "email"}), CMD),
    Row("35", "shipped nothing, waiting on legal", is_("Negative", practice="release", blocker="legal"), CMD),
    Row("35 fr", "rien livré, on attend le juridique", is_("Negative", practice="release", blocker="le juridique"), CMD),
    Row("35 pas", "pas de test cette semaine", is_("Negative", practice="user_test", blocker=""), asked("user_test")),
    Row("35 no", "no release this week", is_("Negative", practice="release"), DM),
    Row("36", "not this week im on leave til mon", doubt("until", is_("Pause", until=NEXT_SUN), is_("Pause", until=NEXT_MON), is_("NotThisTime"), text=""), DM),
    Row("36 fr", "pas cette semaine je suis en congé jusqu’à lundi", doubt("until", is_("Pause", until=NEXT_MON), is_("Pause", until=NEXT_SUN), is_("NotThisTime"), text=""), DM),
    # The rules of §1 that no input shows
    Row("rule f", "2 agents, bloqués tous les 2 au mot de passe", log("user_test", 2), asked("user_test")),
    Row("rule f en", "two caseworkers, both stuck at the password", log("user_test", 2), asked("user_test")),
    Row("rule f plan", "oui jeudi avec 2 agents de la CAF", plan("user_test", THU, 2), asked("user_test")),
    Row("rule f day", "jeudi", plan("user_test", THU), asked("user_test")),
    Row("rule f date", "le 12 janvier", log("committee", answers={"date": "2027-01-12"}), asked("committee")),
    Row("rule f future", "on fait ça demain", plan("user_test", TUE), asked("user_test")),
    Row("rule f thin", "bof", is_("Unclear", nearest=("user_test",)), asked("user_test")),
    Row("rule f unsure", "peut-être jeudi", is_("Unclear", nearest=("user_test",)), asked("user_test")),
    Row("rule f unsure en", "maybe thursday", is_("Unclear", nearest=("user_test",)), asked("user_test")),
    Row("rule f failed", "pas pu, personne n’était là", is_("Unclear"), asked("user_test")),
    Row("rule f verbatim", "rien compris au bouton", log("feedback", 1), asked("feedback")),
    Row("rule f quoted", "« pas pu me connecter »", log("feedback", 1, text="« pas pu me connecter »"), asked("feedback")),
    Row("rule f figure", "3", log("user_test", 3, text=""), asked("user_test")),
    Row("rule f other", "on a livré la page d’aide", propose("release", 1), asked("user_test")),
    Row("rule b word", "passer par le mail est pénible", log("feedback", 1), asked("feedback")),
    Row("rule b ill", "malade chronique, ne trouve pas le bouton", log("feedback", 1), asked("feedback")),
    Row("rule b back", "back office is very slow", log("feedback", 1), asked("feedback")),
    Row("rule b ill alone", "malade jusqu’à jeudi", doubt("until", is_("Pause", until=THU), is_("Pause", until=WED), is_("NotThisTime"), text=""), asked("feedback")),
    Row("rule e", "vu 2 agents", propose("interview", 2), DM),
    Row("rule e asked", "vu 2 agents", log("user_test", 2), asked("user_test")),
    Row("rule e en", "met 2 mayors yesterday", propose("interview", 2, SUN), DM),
    Row("rule e plan", "je teste demain avec 2 agents", plan("user_test", TUE, 2), DM),
    Row("rule g", "le captcha est pénible", is_("Unclear", text="le captcha est pénible"), DM),
    Row("rule g near", "ce qui coince au comité", is_("Unclear", nearest=("committee",)), DM),
    Row("rule 3 dozen", "test une dizaine d’agents", log("user_test", 10, approximate=True), CMD),
    Row("rule 3 words", "test vingt-cinq usagers", log("user_test", 25), CMD),
    Row("rule 3 article", "un test avec 3 agents hier", log("user_test", 3, SUN), DM),
    Row("rule 3 year", "test 2026 est une bonne année", log("user_test", None), CMD),
    Row("rule 3 postcode", "test 31000 Toulouse", log("user_test", None), CMD),
    Row("rule 3 part", "test 3/5 trouvent le bouton", log("user_test", None), CMD),
    Row("rule 3 minutes", "test 20 minutes avec 2 agents", log("user_test", 2), CMD),
    Row("rule 4 feedback", "retour demain le captcha", doubt("future_record", log("feedback", 1, text="le captcha"), text="retour demain le captcha", facts={"day": "Le mardi 24 novembre"}), CMD),
    Row("rule 4 release", "release tomorrow the new flow", doubt("future_record", log("release", 1), facts={"day": "tuesday 24 november"}), {**CMD, "language": "en"}),
    Row("rule 4 deadline", "cap finir le formulaire avant vendredi", log("week_focus", None, text="finir le formulaire avant vendredi", day_given=False), CMD),
    Row("rule 4 bare", "test lundi avec 2 agents", log("user_test", 2, LAST_MON), CMD),
    Row("rule 5 quote", "retour 'demain je reviens' dit un agent", log("feedback", 1, TODAY), CMD),
    Row("rule 5 as typed", "livraison balises &amp; &lt;b&gt; captcha", log("release", 1, text="balises &amp; &lt;b&gt; captcha"), CMD),
    Row("rule 10", "déploiement du nouveau parcours", doubt("false_friend", log("release", 1), log("outreach"), facts={"word": "déploiement"}), CMD),
    Row("rule 10 alone", "déploiement", doubt("false_friend", is_("OpenForm", practice="release"), is_("OpenForm", practice="outreach")), CMD),
    Row("day first", "hier test 3 agents", log("user_test", 3, SUN), DM),
    Row("called", "Pouce, test 3 agents", log("user_test", 3), DM),
    Row("called 2", "pouce 3 jours", is_("Pause", until=WED), DM),
    Row("label", "test utilisateur 3 agents", log("user_test", 3, text="3 agents"), CMD),
    Row("named", "je voudrais noter un test", is_("OpenForm", practice="user_test"), DM),
    Row("thanks for", "merci pour le rappel !", is_("Social", kind="thanks"), asked("feedback")),
    Row("abbreviated", "test jeudi 26 nov. avec 2 agents", plan("user_test", THU, 2, text="avec 2 agents"), CMD),
    Row("hello", "bonjour, test 3 agents", log("user_test", 3, text="bonjour, test 3 agents"), DM),
    Row("close", "clore inconnue 3 le maire valide lui-même", is_("Verb", name="close", rest="inconnue 3 le maire valide lui-même", needs=("unknown",)), CMD),
    Row("close dm", "fermer le compte est impossible sur mobile", log("feedback", 1), asked("feedback")),
    Row("verb dm", "semaine compliquée mais 3 agents contents", is_("Unclear"), DM),
    Row("not landed", "dossier", is_("Verb", name="pack", rest=""), CMD),
    Row("hyphen", "ci-joint la liste des agents", is_("Unclear"), DM),
    Row("hyphen 2", "week-end au bureau", is_("Unclear"), DM),
    Row("vu que", "vu que ça bloque on attend", is_("Unclear"), DM),
    Row("done", "c’est fait", is_("OpenForm", practice="user_test"), asked("user_test")),
    Row("command", "bloqués au mot de passe", is_("Unclear"), {**CMD, **asked("user_test")}),
    Row("empty", "  ", is_("Empty"), CMD),
)  # fmt: skip
