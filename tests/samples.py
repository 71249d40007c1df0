"""Messages to be carried by any chat: one that is whole, some of every shape, and too much of everything."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from hypothesis import strategies as st

from bot.catalogue import find_prompts, load_phrases
from bot.catalogue_wordings import FACTS
from bot.domain.messages import Button, Chart, Fact, File, Message, Part, Style, Table
from bot.domain.practices import Practice
from bot.words import Speech, Words, placeholders

TEXT = st.text(max_size=60)
TIMES = st.integers(1, 400)
ROWS = st.lists(st.tuples(TEXT, TEXT), max_size=9).map(tuple)


@dataclass(frozen=True)
class Samples:
    """What is made with buttons sealed in one way."""

    sealed: str

    @property
    def log(self) -> Button:
        return Button("Je note", "log", style=Style.PRIMARY, token=self.sealed)

    @property
    def later(self) -> Button:
        return Button("Plus tard…", "later", token=f"{self.sealed}-later")

    def whole(self, quote: str = "") -> Message:
        """Return a message with a little of everything; `quote` is of its one part."""
        line = Button("Je note", "log", token=f"{self.sealed}-line")
        return Message(
            "Bonjour Ada. Un test cette semaine ?",
            (self.log, self.later),
            quote="le formulaire\nfait peur",
            facts=(Fact("Semaine", "2 notes"), Fact("Comité", "dans 50 jours")),
            table=Table(("Jour", "Quoi"), (("lundi", "cap"), ("mardi", ""))),
            chart=Chart("Douze semaines", ("S48",), (("Tests", (3,)),), "3 tests."),
            files=(File("dossier.pdf", "application/pdf", b"", "Le dossier du comité"),),
            parts=(Part("Un retour hier ?", (line,), quote),),
            footer="Visible par l’équipe.",
        )

    def any(self, buttons: int, parts: int) -> st.SearchStrategy[Message]:
        """Return messages of every shape, with so many buttons and parts at most."""
        label = st.text(max_size=300)
        button = st.builds(Button, label, TEXT, style=st.sampled_from(Style), token=st.just(self.sealed))
        part = st.builds(Part, TEXT, st.lists(button, max_size=2).map(tuple), TEXT)
        return st.builds(
            Message,
            TEXT,
            st.lists(button, max_size=buttons).map(tuple),
            TEXT,
            st.lists(st.builds(Fact, TEXT, TEXT), max_size=12).map(tuple),
            st.none() | st.builds(Table, st.just(("a", "b")), ROWS),
            st.none() | st.builds(lambda title, alt: Chart(title, (), (), alt), TEXT, TEXT),
            st.lists(st.builds(File, TEXT, st.just("a/b"), st.just(b""), TEXT), max_size=3).map(tuple),
            st.lists(part, max_size=parts).map(tuple),
            TEXT,
        )

    def too_much(self) -> Message:
        """Return a message of too much of everything."""
        part = Part("p" * 5_000, (Button("b" * 400, "v" * 400, token=self.sealed),) * 9, "q" * 5_000)
        rows = tuple(("c" * 500,) * 30 for _ in range(300))
        facts, file = (Fact("f" * 500, "v" * 500),) * 300, File("n" * 500, "a/b", b"", "a" * 500)
        table, chart = Table(("h" * 500,) * 30, rows), Chart("t" * 5_000, (), (), "a" * 50_000)
        long, logs = "t" * 50_000, (self.log,) * 60
        return Message(long, logs, "q" * 50_000, facts, table, chart, (file,) * 300, (part,) * 60, long)


def grown(small: Message, much: int, more: int, most: int) -> Message:
    """Return the same message, each of its texts repeated so many times."""
    facts = tuple(replace(each, value=each.value * more) for each in small.facts)
    parts = tuple(replace(each, text=each.text * more, quote=each.quote * much) for each in small.parts)
    return replace(small, text=small.text * much, quote=small.quote * most, facts=facts, parts=parts)


@cache
def speech(language: str) -> Speech:
    """Return Pouce's own words."""
    return Words(load_phrases(find_prompts())).speech(language)


def phrases(language: str, said: str) -> list[str]:
    """Return every phrase, with the same thing put wherever a fact goes."""
    words = speech(language)
    forms = [[each] if isinstance(each, str) else each.values() for each in words.phrases.values()]
    texts = [text for several in forms for text in several]
    assert len(texts) > 300
    return [words.fill(text, dict.fromkeys(placeholders(text), said)) for text in texts]


def wordings(practice: Practice, language: str, said: str) -> Iterator[str]:
    """Give every wording of a practice, with the same thing put wherever a fact goes."""
    words, spoken = practice.words[language], speech(language)
    variants = [*words.nudge, *words.planned, *words.plan_past, *words.summary, words.none, words.noted]
    variants += [text for several in words.by_reminder.values() for text in several]
    for text in filter(None, variants):
        yield spoken.fill(text, dict.fromkeys([*FACTS, *placeholders(text)], said))
