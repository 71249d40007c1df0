"""Reading the library: `prompts/library/`, its tips and its sets of questions, every fault told at once.

A tip names its source, which `sources.toml` holds once. The ideas are theirs, the words are ours.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from bot.catalogue_checks import Known, among, comparable
from bot.catalogue_faults import Fault, Found, named, read_toml, schema_fault, typography
from bot.catalogue_wordings import LONGEST_LABEL
from bot.domain.library import Library, QuestionSet, ShelfWords, Source, Tip, TipWords, Topic
from bot.domain.phases import Phase
from bot.phrases import LANGUAGES

LONGEST_NAME = 48
"""It is said inside a sentence, two weeks later."""
LONGEST_LINE = 240
"""A tip stands under a question, on a telephone."""
FEWEST_QUESTIONS, MOST_QUESTIONS = 3, 6
_SEE = "See “The library” in prompts/README.md."
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
_T = TypeVar("_T")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Source(_Model):
    title: str
    url: str


class _Shelf(_Model):
    label: str
    aliases: tuple[str, ...]


class _TipWords(_Model):
    name: str
    text: str
    question: str


class _Tip(_Model):
    id: _Name
    phases: frozenset[Phase]
    source: str
    beside: str | None = None
    when: str | None = None
    words: dict[str, _TipWords] = {}


class _Topic(_Model):
    order: int
    words: dict[str, _Shelf] = {}
    tips: tuple[_Tip, ...] = ()


class _Asked(_Shelf):
    questions: tuple[str, ...]


class _QuestionSet(_Model):
    order: int
    source: str
    words: dict[str, _Asked] = {}


def load_library(folder: Path, known: Known) -> tuple[Library, list[Fault]]:
    """Read the library of a folder of words, and say what is wrong with it; a folder may have none."""
    faults: list[Fault] = []
    shelf = folder / "library"
    sources = _sources(shelf / "sources.toml", faults)
    topics = _files(shelf / "tips", _Topic, faults)
    sets = _files(shelf / "questions", _QuestionSet, faults)
    faults += [Fault("library/sources.toml", *each) for each in _check_sources(sources)]
    faults += _check(topics, sets, sources, known)
    if faults:
        return Library(), faults
    found = {name: Source(each.title, each.url) for name, each in sources.items()}
    return _library({each.stem: topic for each, topic in topics.items()}, sets, found), []


def _sources(path: Path, faults: list[Fault]) -> Mapping[str, _Source]:
    return _read(path, dict[str, _Source], faults) or {} if path.is_file() else {}


def _files(folder: Path, shape: type[_T], faults: list[Fault]) -> dict[Path, _T]:
    read = ((path, _read(path, shape, faults)) for path in sorted(folder.glob("*.toml")))
    return {path: found for path, found in read if found is not None}


def _read(path: Path, shape: type[_T], faults: list[Fault]) -> _T | None:
    data, wrong = read_toml(path)
    faults += wrong
    if wrong:
        return None
    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        faults += [schema_fault(named(path), each, data, _SEE) for each in error.errors(include_url=False)]
        return None


def _library(
    topics: Mapping[str, _Topic], sets: Mapping[Path, _QuestionSet], sources: Mapping[str, Source]
) -> Library:
    inside = sorted(topics.items(), key=lambda each: (each[1].order, each[0]))
    asked = sorted(sets.items(), key=lambda each: (each[1].order, each[0].stem))
    return Library(
        topics=tuple(Topic(name, each.order, _shelf(each.words)) for name, each in inside),
        tips=tuple(_tip(name, tip, sources) for name, topic in inside for tip in topic.tips),
        questions=tuple(
            QuestionSet(
                id=path.stem,
                order=each.order,
                words=_shelf(each.words),
                questions={language: words.questions for language, words in each.words.items()},
                source=sources[each.source],
            )
            for path, each in asked
        ),
    )


def _shelf(words: Mapping[str, _Shelf]) -> dict[str, ShelfWords]:
    return {language: ShelfWords(each.label, each.aliases) for language, each in words.items()}


def _tip(topic: str, tip: _Tip, sources: Mapping[str, Source]) -> Tip:
    words = {language: TipWords(**dict(each)) for language, each in tip.words.items()}
    return Tip(tip.id, topic, tip.phases, sources[tip.source], words, tip.beside, tip.when)


# What is wrong


def _check(
    topics: Mapping[Path, _Topic],
    sets: Mapping[Path, _QuestionSet],
    sources: Mapping[str, _Source],
    known: Known,
) -> Iterator[Fault]:
    for path, topic in topics.items():
        yield from (Fault(named(path), *found) for found in _check_topic(topic, sources, known))
    for path, each in sets.items():
        yield from (Fault(named(path), *found) for found in _check_set(each, sources))
    yield from _check_alone({path: topic.words for path, topic in topics.items()})
    yield from _check_alone({path: each.words for path, each in sets.items()})
    yield from _check_ids(topics)


def _check_sources(sources: Mapping[str, _Source]) -> Found:
    for name, each in sources.items():
        if not each.url.startswith("https://") or " " in each.url:
            yield f"{name}.url", f"“{each.url}” is no address.", "Give one that begins with https://."


def _check_topic(topic: _Topic, sources: Mapping[str, _Source], known: Known) -> Found:
    yield from _check_shelf(topic.words)
    for tip in topic.tips:
        at = f"tips.{tip.id}"
        yield from _check_source(f"{at}.source", tip.source, sources)
        if not tip.phases:
            yield f"{at}.phases", "names no phase.", "Say in which phases it helps."
        if tip.beside and tip.beside not in known.practices:
            yield f"{at}.beside", f"names {tip.beside!r}, which is no practice.", among(known.practices)
        if known.predicates is not None and tip.when and tip.when not in known.predicates:
            yield f"{at}.when", f"names {tip.when!r}, which does not exist.", among(known.predicates)
        yield from _check_languages(f"{at}.words", tip.words)
        for language, words in tip.words.items():
            yield from _check_tip(f"{at}.words.{language}", language, words)


def _check_tip(at: str, language: str, words: _TipWords) -> Found:
    for key, longest in (("name", LONGEST_NAME), ("text", LONGEST_LINE), ("question", LONGEST_LINE)):
        text = getattr(words, key)
        yield from _check_sentence(f"{at}.{key}", language, text)
        if len(text) > longest:
            yield f"{at}.{key}", f"has {len(text)} characters.", f"Keep {longest} at most."
    yield from _check_question(f"{at}.question", words.question)


def _check_set(each: _QuestionSet, sources: Mapping[str, _Source]) -> Found:
    yield from _check_source("source", each.source, sources)
    yield from _check_shelf(each.words)
    for language, words in each.words.items():
        key, n = f"words.{language}.questions", len(words.questions)
        if not FEWEST_QUESTIONS <= n <= MOST_QUESTIONS:
            fix = f"Give {FEWEST_QUESTIONS} to {MOST_QUESTIONS} of them."
            yield key, f"are {n}.", fix
        for question in words.questions:
            yield from _check_sentence(key, language, question)
            yield from _check_question(key, question)


def _check_shelf(words: Mapping[str, _Shelf]) -> Found:
    yield from _check_languages("words", words)
    for language, each in words.items():
        at = f"words.{language}"
        yield from _check_sentence(f"{at}.label", language, each.label)
        if len(each.label) > LONGEST_LABEL:
            wrong = f"“{each.label}” has {len(each.label)} characters."
            yield f"{at}.label", wrong, f"It is a button: keep {LONGEST_LABEL} at most."
        if not each.aliases:
            yield f"{at}.aliases", "is empty.", "Say what people may type for it."


def _check_languages(at: str, words: Mapping[str, object]) -> Found:
    for language in (each for each in LANGUAGES if each not in words):
        yield f"{at}.{language}", "is missing.", "Say it in every language."


def _check_sentence(key: str, language: str, text: str) -> Found:
    if not text.strip():
        yield key, "is empty.", "Write it."
    if "{" in text or "}" in text:
        yield key, f"“{text}” has a brace.", "The library is said as it is: take the fact out."
    if language == "fr":
        yield from typography(key, text)


def _check_question(key: str, text: str) -> Found:
    if not text.rstrip().endswith("?"):
        yield key, f"“{text}” asks nothing.", "End it with a question mark."


def _check_source(key: str, name: str, sources: Mapping[str, _Source]) -> Found:
    if name not in sources:
        wrong = f"names {name!r}, which library/sources.toml does not hold."
        yield key, wrong, "Add its title and its address there, or choose another."


def _check_alone(shelves: Mapping[Path, Mapping[str, _Shelf]]) -> Iterator[Fault]:
    """No two subjects of a shelf answer to the same word, in any language."""
    owners: dict[str, str] = {}
    for path, words in shelves.items():
        for language, each in words.items():
            for alias in each.aliases:
                owner = owners.setdefault(comparable(alias), path.stem)
                if owner != path.stem:
                    key = f"words.{language}.aliases"
                    yield Fault(named(path), key, f"{alias!r} already means {owner}.", "Choose another word.")


def _check_ids(topics: Mapping[Path, _Topic]) -> Iterator[Fault]:
    times = Counter(tip.id for topic in topics.values() for tip in topic.tips)
    for path, tip_id in _ids(topics.items()):
        if times[tip_id] > 1:
            wrong = f"is there {times[tip_id]} times."
            yield Fault(named(path), f"tips.{tip_id}", wrong, "Give each its own id.")


def _ids(topics: Iterable[tuple[Path, Any]]) -> Iterator[tuple[Path, str]]:
    for path, topic in topics:
        yield from ((path, tip_id) for tip_id in dict.fromkeys(tip.id for tip in topic.tips))
