"""Reading what is said outside practices: `prompts/phrases/`, one file a language, the same keys in each."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.catalogue_faults import CatalogueFaults, Fault, Found, named, read_toml, typography
from bot.words import Phrase, is_malformed, placeholders

LANGUAGES = ("fr", "en")
"""Those that cannot be missing; a file more is a language more."""
_FORMS = frozenset({"zero", "one", "other"})


def load_phrases(folder: Path) -> dict[str, dict[str, Phrase]]:
    """Read the phrases of every language, by dotted key; a table of `zero`, `one`, `other` is a plural.

    Raises:
        CatalogueFaults: with every fault of every file.
    """
    found = {path.stem: path for path in sorted((folder / "phrases").glob("*.toml"))}
    paths = found | {name: folder / "phrases" / f"{name}.toml" for name in LANGUAGES if name not in found}
    phrases: dict[str, dict[str, Phrase]] = {}
    faults: list[Fault] = []
    for language, path in paths.items():
        data, wrong = read_toml(path) if language in found else ({}, [_absent(path)])
        faults += wrong
        if not wrong:
            phrases[language] = dict(_flat(data, ""))
            faults += [Fault(named(path), *each) for each in _check(language, phrases[language])]
    faults += [Fault(named(paths[language]), *each) for language, each in _compare(phrases)]
    if faults:
        raise CatalogueFaults(faults)
    return phrases


def _absent(path: Path) -> Fault:
    return Fault(named(path), "file", "is missing.", f"Add it in {path.parent}.")


def _flat(data: Mapping[str, Any], under: str) -> Iterator[tuple[str, Phrase]]:
    for name, value in data.items():
        key = f"{under}{name}"
        if isinstance(value, dict) and not (value and value.keys() <= _FORMS):
            yield from _flat(value, f"{key}.")
        else:
            yield key, value


def _check(language: str, phrases: Mapping[str, Phrase]) -> Found:
    for key, phrase in phrases.items():
        if isinstance(phrase, dict) and "other" not in phrase:
            yield key, "is a plural without `other`.", "Add what is said of several."
        for text in _texts(phrase):
            if not isinstance(text, str):
                yield key, f"cannot be {text!r}.", "Write a sentence between quotes."
            elif is_malformed(text):
                yield key, f"“{text}” has a brace left alone.", "Write a fact as {name}, in small letters."
            elif language == "fr":
                yield from typography(key, text)


def _texts(phrase: Phrase) -> list[Any]:
    return list(phrase.values()) if isinstance(phrase, dict) else [phrase]


def _facts(phrase: Phrase) -> set[str]:
    return {name for text in _texts(phrase) if isinstance(text, str) for name in placeholders(text)}


def _compare(phrases: Mapping[str, Mapping[str, Phrase]]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield what one language has and another lacks."""
    every = {key: language for language in reversed(list(phrases)) for key in phrases[language]}
    for key, home in every.items():
        for language, said in phrases.items():
            if key not in said:
                yield language, (key, f"is missing: phrases/{home}.toml has it.", "Add it, translated.")
            elif _facts(said[key]) != _facts(phrases[home][key]):
                told = _listed(phrases[home][key])
                wrong = f"names {_listed(said[key])}, and phrases/{home}.toml names {told}."
                yield language, (key, wrong, "Name the same facts in both.")


def _listed(phrase: Phrase) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(_facts(phrase))) or "no fact"
