"""A catalogue as small as reading allows: the ids, aliases and fields of the notes, no word for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.phases import Phase
from bot.domain.practices import Catalogue, Field, FieldKind, FieldWords, Practice, PracticeWords, Tier

Choices = Mapping[str, tuple[str, str]]
"""For each choice, its words in French and in English."""


@dataclass(frozen=True)
class Say:
    """What a field is called, in French and in English."""

    fr: str = ""
    en: str = ""
    unit_fr: str = ""
    unit_en: str = ""
    choices: Choices = field(default_factory=dict)

    def words(self, language: int) -> FieldWords:
        unit = (self.unit_fr, self.unit_en)[language]
        return FieldWords(
            label=(self.fr, self.en)[language],
            choices={key: words[language] for key, words in self.choices.items()},
            unit={"one": unit, "other": f"{unit}s"} if unit else {},
        )


PEOPLE = Say(unit_fr="personne", unit_en="person")
CHANNELS = {
    "support": ("support", "support"),
    "email": ("courriel", "email"),
    "phone": ("téléphone", "phone"),
    "field": ("terrain", "field"),
    "review": ("avis en ligne", "online review"),
    "survey": ("enquête", "survey"),
}
LABELS = {"test": "Test utilisateur", "user-test": "User test", "retour": "Retour utilisateur"}
VERDICTS = {
    "confirmed": ("confirmé", "confirmed"),
    "refuted": ("infirmé", "refuted"),
    "unclear": ("pas clair", "unclear"),
}


def practice(
    name: str,
    aliases: tuple[str, str],
    fields: list[tuple[Field, Say]],
    *,
    plannable: bool = False,
    opens: bool = False,
) -> Practice:
    """Return a practice whose aliases are given as words, in French then in English."""
    return Practice(
        id=name,
        order=1,
        phases=frozenset(Phase),
        tier=Tier.CORE,
        fields=tuple(each for each, _ in fields),
        reminders=(),
        words={language: _words(aliases[n].split(), fields, n) for n, language in enumerate(("fr", "en"))},
        plannable=plannable,
        opens=opens,
    )


def _words(aliases: list[str], fields: list[tuple[Field, Say]], language: int) -> PracticeWords:
    return PracticeWords(
        label=LABELS.get(aliases[0], aliases[0]),
        aliases=tuple(aliases),
        help="",
        introduction="",
        nudge=(),
        line=(),
        by_reminder={},
        noted="",
        missing={},
        planned=(),
        plan_past=(),
        summary=(),
        none="",
        examples=(),
        fields={each.id: say.words(language) for each, say in fields},
    )


def number(name: str) -> Field:
    return Field(name, FieldKind.NUMBER, count=True)


def main(name: str, kind: FieldKind = FieldKind.LONG_TEXT) -> tuple[Field, Say]:
    return Field(name, kind, main=True), Say()


def choice(name: str, choices: Choices) -> tuple[Field, Say]:
    return Field(name, FieldKind.CHOICE, choices=tuple(choices)), Say(choices=choices)


def money(name: str, fr: str, en: str) -> tuple[Field, Say]:
    return Field(name, FieldKind.MONEY), Say(fr, en)


SMALL = Catalogue(
    (
        practice(
            "committee",
            ("comité ci", "committee"),
            [
                (Field("date", FieldKind.DATE, future=True), Say("Date", "Date")),
                money("amount", "Montant accordé", "Amount granted"),
            ],
        ),
        practice(
            "milestone",
            ("jalon étape", "milestone step"),
            [(Field("url", FieldKind.URL), Say("Preuve", "Proof"))],
        ),
        practice(
            "week_focus",
            ("cap focus", "focus goal"),
            [
                main("goal", FieldKind.TEXT),
                (
                    Field("contact_on", FieldKind.DATE, future=True),
                    Say("Usagers à voir le", "Users to see on"),
                ),
            ],
        ),
        practice(
            "user_test",
            ("test tests test-usager", "user-test test usability"),
            [(number("participants"), PEOPLE), main("learned"), choice("verdict", VERDICTS)],
            plannable=True,
        ),
        practice(
            "interview",
            ("entretien interview itw rencontre", "interview itw"),
            [(number("people"), PEOPLE), main("learned")],
            plannable=True,
        ),
        practice(
            "feedback",
            ("retour retours feedback verbatim", "user-feedback feedback fb"),
            [
                (number("count"), Say(unit_fr="retour", unit_en="piece of feedback")),
                main("verbatim"),
                choice("channel", CHANNELS),
            ],
        ),
        practice(
            "release",
            ("livraison livré mep version", "release ship shipped deploy"),
            [
                main("title", FieldKind.TEXT),
                (number("count"), Say(unit_fr="livraison", unit_en="release")),
                (Field("url", FieldKind.URL), Say("Lien", "Link")),
            ],
        ),
        practice(
            "unknown",
            ("inconnue hypothèse", "unknown hypothesis"),
            [
                main("question", FieldKind.TEXT),
                (Field("importance", FieldKind.RATING), Say()),
                (Field("confidence", FieldKind.RATING, minimum=0), Say()),
            ],
            opens=True,
        ),
    )
)

WITH_BUDGET = Catalogue(
    (
        *SMALL.practices,
        practice(
            "outreach", ("adoption prospection", "outreach prospecting"), [main("target", FieldKind.TEXT)]
        ),
        practice(
            "budget",
            ("budget ae cp", "budget"),
            [
                money("envelope", "Enveloppe (AE)", "Envelope (AE)"),
                money("engaged", "Déjà engagé", "Already committed"),
                money("paid", "Déjà payé (CP)", "Already paid (CP)"),
            ],
        ),
    )
)
"""With practices that are not in the real catalogue yet."""
