"""Three lives of a product, day by day: the dates are those of real products, all the rest is imagined.

`python -m bot.stories.lives docs/lives` plays them on the real bot and writes what their people read.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import structlog
from babel.dates import format_date

from bot.config import Config
from bot.domain.phases import Phase
from bot.stage import Stage
from bot.stories.player import Act, PlayReport, play
from bot.stories.script import parse
from bot.stories.world import Seen
from bot.wiring import build

_KEY = "a life seals its buttons with this key and throws it away"
_ABOUT = """*{product}* : les dates sont celles d’un produit réel, du {since} au {until} ; le produit, les
personnes et ce qu’elles notent sont imaginés. Cette page est écrite par
`python -m bot.stories.lives docs/lives`."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Habit:
    """Something noted every so many weeks on a weekday, in turn."""

    weekday: int
    texts: tuple[str, ...]
    every: int = 1
    from_week: int = 0


@dataclass(frozen=True, slots=True)
class Life:
    """A product between two real dates, and what whoever leads it notes on the way."""

    file: str
    title: str
    product: str
    source: str
    """The real product whose dates these are, in the public data."""
    phase: Phase
    since: date
    until: date
    name: str
    days: tuple[int, ...]
    habits: tuple[Habit, ...] = ()
    notes: tuple[tuple[date, str], ...] = ()
    """What is noted once."""


def story_of(life: Life) -> str:
    """Return the life as a story: who is there, then what is noted, each evening."""
    days = ",".join(_WEEKDAYS[n] for n in life.days)
    head = [
        "tz Europe/Paris",
        f'team "{life.product}" phase {life.phase} since {life.since}',
        f"person {life.name} intrapreneur lang fr days {days}",
    ]
    said = sorted([*_habitual(life), *life.notes], key=lambda each: each[0])
    lines = [*head, f"at {life.since + timedelta(days=1)} 08:00"]
    for day, told in groupby(said, key=lambda each: each[0]):
        lines.append(f"at {day} 17:00")
        lines += [f'{life.name} says "/coach {text}"' for _, text in told]
    return "\n".join([*lines, f"at {life.until} 18:00", ""])


def _habitual(life: Life) -> Iterator[tuple[date, str]]:
    monday = life.since - timedelta(days=life.since.weekday())
    for habit in life.habits:
        first = monday + timedelta(weeks=habit.from_week, days=habit.weekday)
        for n in range((life.until - first).days // 7 // habit.every + 1):
            day = first + timedelta(weeks=n * habit.every)
            if life.since < day < life.until and day.month != 8:  # noqa: PLR2004 - August is off
                yield day, habit.texts[n % len(habit.texts)]


def lived(life: Life) -> tuple[PlayReport, Stage]:
    """Play a life on a bot of its own."""
    bot = build(Config(database_url="sqlite://", secret_keys=(_KEY,)))
    stage = Stage(bot, datetime.now(UTC))
    return play(parse(story_of(life)), stage), stage


def _quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("warning"))


def as_page(life: Life, report: PlayReport) -> str:
    """Return the life as it is read: week by week, what came and what was noted."""
    entries = [each for each in report.entries if isinstance(each, Act | Seen)]
    shown = [each for each in entries if isinstance(each, Act) or each.kind in {"nudge", "reply"}]
    weeks = [list(told) for _, told in groupby(shown, key=lambda each: _monday(report, each))]
    head = [
        f"# {life.title}",
        "",
        _ABOUT.format(product=life.product, since=_long(life.since), until=_long(life.until)),
        "",
    ]
    lines = [line for week in weeks for line in _week(report, week)]
    return "\n".join([*head, *lines]).replace("\u202f", " ").replace("\u00a0", " ").rstrip() + "\n"


def _monday(report: PlayReport, entry: Act | Seen) -> date:
    day = entry.at.astimezone(report.zone).date()
    return day - timedelta(days=day.weekday())


def _week(report: PlayReport, week: Sequence[Act | Seen]) -> Iterator[str]:
    nudges = [each for each in week if isinstance(each, Seen) and each.kind == "nudge"]
    items = sum(1 + each.text.count("\n· ") for each in nudges)
    yield f"## Semaine du {_long(_monday(report, week[0]))} : {len(nudges)} message(s), {items} question(s)"
    yield ""
    for each in week:
        yield from _entry(report, each)


def _entry(report: PlayReport, entry: Act | Seen) -> Iterator[str]:
    day = format_date(entry.at.astimezone(report.zone).date(), "EEE d MMM", "fr")
    if isinstance(entry, Act):
        yield f"* **{day}**, {entry.name} : `{entry.what}`"
        yield ""
        return
    lines = [line for line in entry.text.split("\n") if line and not line.lstrip().startswith(("[", ">"))]
    if entry.kind == "nudge":
        yield f"**{day}, 9 h 30**"
        yield ""
        yield from (f"> {line}  " for line in lines)
    else:
        yield f"  *{lines[0]}*"
    yield ""


def _long(day: date) -> str:
    return str(format_date(day, "d MMMM yyyy", "fr"))


STOPS = Life(
    file="investigation.md",
    title="Une investigation qui s’arrête",
    product="Retard en poche",
    source="andv-aerien",
    phase=Phase.INVESTIGATION,
    since=date(2024, 4, 1),
    until=date(2024, 6, 21),
    name="karim",
    days=(1, 3),
    habits=(
        Habit(
            3,
            (
                "entretien 2 agents du guichet, ils rappellent chaque passager à la main #guichet",
                "entretien un expert du droit, la règle vient de changer",
                "interview 3 voyageurs, aucun ne savait qu’il pouvait demander #voyageur",
                "entretien 2 agents, le tableau circule par courriel #guichet",
            ),
        ),
    ),
    notes=(
        (date(2024, 4, 4), "comité 20 juin"),
        (date(2024, 4, 18), "inconnue les voyageurs demanderaient-ils plus s’ils savaient ?"),
        (date(2024, 5, 2), "appris le délai vient du papier, pas des agents"),
        (date(2024, 5, 16), "maquette 3 voyageurs ont préféré un simple SMS"),
        (date(2024, 5, 30), "synthèse le problème existe, un texte suffirait à le régler, 14 sources"),
        (date(2024, 6, 6), "demande rien à construire, un courrier type à diffuser"),
        (date(2024, 6, 20), "comité : arrêter, le courrier type sera diffusé"),
        (date(2024, 6, 20), "phase arrêt"),
    ),
)
COMMITTEE = Life(
    file="construction.md",
    title="Une construction jusqu’à son comité",
    product="Aides en clair",
    source="droit-data-gouv-fr-simulateurs-de-droits",
    phase=Phase.CONSTRUCTION,
    since=date(2024, 12, 9),
    until=date(2025, 7, 23),
    name="ada",
    days=(0, 1, 3),
    habits=(
        Habit(
            1,
            (
                "test 2 agents, le vocabulaire bloque encore #vocabulaire",
                "test 3 usagers, la première page est comprise",
                "test 2 usagers, personne ne voit le bouton #bouton",
            ),
            every=2,
            from_week=2,
        ),
        Habit(0, ("retour merci, enfin clair", "retour 3 mails support #bouton"), from_week=8),
        Habit(3, ("livraison une page plus courte", "livraison le bouton est visible"), every=2, from_week=6),
    ),
    notes=(
        (date(2024, 12, 19), "fiche dire en une page à quelles aides on a droit"),
        (date(2025, 1, 27), "jalon premier usager, à la main, au téléphone"),
        (date(2025, 1, 28), "comité 22 juillet"),
        (date(2025, 2, 4), "sponsor il ouvre la porte de la direction des achats"),
        (date(2025, 2, 11), "décision on garde une seule aide pour commencer"),
        (date(2025, 3, 11), "budget enveloppe 180k, engagé 60k"),
        (date(2025, 3, 13), "jalon première version"),
        (date(2025, 5, 13), "budget enveloppe 180k, engagé 100k"),
        (date(2025, 5, 15), "mesure 210 simulations par mois"),
        (date(2025, 6, 12), "demande 200k pour deux personnes de plus"),
        (date(2025, 6, 24), "mesure 340 simulations par mois"),
        (date(2025, 7, 22), "comité : poursuivre"),
    ),
)
GROWS = Life(
    file="acceleration.md",
    title="Une accélération",
    product="Bilan de poche",
    source="estime.formation",
    phase=Phase.ACCELERATION,
    since=date(2024, 1, 11),
    until=date(2024, 12, 18),
    name="nour",
    days=(0, 1, 2, 3, 4),
    habits=(
        Habit(
            1,
            (
                "prospection 12 agences, 3 réponses",
                "prospection 8 missions locales par téléphone",
                "adoption une agence forme ses collègues",
            ),
        ),
        Habit(
            3, ("test 3 conseillers, le bilan se lit seul", "test 2 conseillers, le total surprend"), every=2
        ),
        Habit(4, ("livraison le bilan s’imprime", "livraison calcul plus rapide")),
        Habit(0, ("retour 4 mails support", "retour bravo pour la nouvelle page"), from_week=1),
    ),
    notes=(
        (date(2024, 1, 30), "comité 9 juillet"),
        (date(2024, 2, 6), "mesure 900 bilans par mois"),
        (date(2024, 3, 12), "levier une affiche dans chaque agence"),
        (date(2024, 3, 14), "budget enveloppe 600k, engagé 200k, payé 120k"),
        (date(2024, 4, 9), "mesure 1400 bilans par mois"),
        (date(2024, 5, 21), "partenaire le réseau des missions locales relaie"),
        (date(2024, 6, 11), "demande 700k pour aller au national"),
        (date(2024, 6, 18), "budget enveloppe 600k, engagé 380k, payé 300k"),
        (date(2024, 7, 9), "comité : poursuivre"),
        (date(2024, 7, 11), "saison été jusqu’au 31 août"),
        (date(2024, 9, 17), "sponsor il porte le sujet au cabinet"),
        (date(2024, 10, 8), "mesure 2600 bilans par mois"),
        (date(2024, 11, 12), "nouvelles 2600 bilans par mois, on cherche deux régions"),
    ),
)
LIVES = (STOPS, COMMITTEE, GROWS)


def main(folder: Path) -> None:
    """Write every life into a folder."""
    _quiet()
    folder.mkdir(parents=True, exist_ok=True)
    for life in LIVES:
        report, stage = lived(life)
        (folder / life.file).write_text(as_page(life, report), encoding="utf-8")
        stage.bot.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
