"""The library: what can be wrong in it is told, and what is in ours can be read in every chat."""

from pathlib import Path

import pytest

from bot.catalogue import find_prompts, load
from bot.catalogue_checks import Known
from bot.domain.library import Tip
from bot.domain.messages import Button, Message, Part
from bot.domain.predicates import PREDICATES
from bot.library import load_library
from tests.every_chat import EVERY_CHAT

OURS = load(find_prompts()).library
KNOWN = Known(frozenset({"interview"}), frozenset({"always"}))
SOURCES = '[book]\ntitle = "A book"\nurl = "https://example.org/book"\n'
TOPIC = """
order = 1
[words.fr]
label = "Recherche"
aliases = ["recherche"]
[words.en]
label = "Research"
aliases = ["research"]
[[tips]]
id = "listen"
phases = ["construction"]
source = "book"
beside = "interview"
when = "always"
[tips.words.fr]
name = "écouter"
text = "Écoute d’abord."
question = "Qui parle\u202f?"
[tips.words.en]
name = "listening"
text = "Listen first."
question = "Who speaks?"
"""
SET = """
order = 1
source = "book"
[words.fr]
label = "Désaccord"
aliases = ["désaccord"]
questions = ["Qui\u202f?", "Quoi\u202f?", "Quand\u202f?"]
[words.en]
label = "Disagreement"
aliases = ["disagreement"]
questions = ["Who?", "What?", "When?"]
"""


def told(folder: Path, *, topic: str = TOPIC, asked: str = SET, sources: str = SOURCES) -> list[str]:
    files = {"sources": sources, "tips/research": topic, "questions/conflict": asked}
    for name, text in files.items():
        path = folder / "library" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [str(fault) for fault in load_library(folder, KNOWN)[1]]


def test_a_right_one_is_read_and_none_is_right_too(tmp_path: Path) -> None:
    assert load_library(tmp_path, KNOWN)[1] == []
    assert told(tmp_path) == []
    library, _ = load_library(tmp_path, KNOWN)
    assert [(each.id, each.topic, each.source.title) for each in library.tips] == [
        ("listen", "research", "A book")
    ]
    assert library.questions[0].questions["en"] == ("Who?", "What?", "When?")


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (
            'source = "book"',
            'source = "lost"',
            "tips.listen.source: names 'lost', which library/sources.toml",
        ),
        ('beside = "interview"', 'beside = "ally"', "tips.listen.beside: names 'ally', which is no practice"),
        ('when = "always"', 'when = "never"', "tips.listen.when: names 'never', which does not exist"),
        ('phases = ["construction"]', "phases = []", "tips.listen.phases: names no phase"),
        ('phases = ["construction"]', 'phases = ["birth"]', "tips.listen.phases.0: cannot be 'birth'"),
        ('id = "listen"', 'id = "Listen"', "tips.Listen.id: cannot be 'Listen'"),
        ('text = "Listen first."', 'text = ""', "tips.listen.words.en.text: is empty"),
        (
            'text = "Listen first."',
            'text = "Listen to {who}."',
            "tips.listen.words.en.text: “Listen to {who}.”",
        ),
        ("Écoute d’abord.", "Écoute d'abord.", "tips.listen.words.fr.text: “Écoute d'abord.” has a straight"),
        ("Who speaks?", "They speak.", "tips.listen.words.en.question: “They speak.” asks nothing"),
        ('name = "listening"', f'name = "{"l" * 49}"', "tips.listen.words.en.name: has 49 characters"),
        ("[tips.words.en]", "[tips.words.de]", "tips.listen.words.en: is missing"),
        ('label = "Research"', f'label = "{"R" * 25}"', "words.en.label: “RRRR"),
        ('aliases = ["research"]', "aliases = []", "words.en.aliases: is empty"),
        ("order = 1", 'colour = "red"', "colour: is not a key that Pouce knows"),
    ],
)
def test_what_is_wrong_in_a_topic_is_told(tmp_path: Path, before: str, after: str, line: str) -> None:
    assert before in TOPIC
    assert any(
        each.startswith(f"tips/research.toml: {line}")
        for each in told(tmp_path, topic=TOPIC.replace(before, after, 1))
    )


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('"Who?", "What?", "When?"', '"Who?", "What?"', "words.en.questions: are 2"),
        ('"When?"', '"When."', "words.en.questions: “When.” asks nothing"),
        ('source = "book"', 'source = "lost"', "source: names 'lost'"),
    ],
)
def test_what_is_wrong_in_a_set_is_told(tmp_path: Path, before: str, after: str, line: str) -> None:
    lines = told(tmp_path, asked=SET.replace(before, after, 1))
    assert [each for each in lines if each.startswith(f"questions/conflict.toml: {line}")] == lines != []


def test_what_is_wrong_between_files_is_told(tmp_path: Path) -> None:
    told(tmp_path)
    (tmp_path / "library/tips/second.toml").write_text(TOPIC, encoding="utf-8")
    lines = told(tmp_path)
    assert (
        "tips/second.toml: words.fr.aliases: 'recherche' already means research. Choose another word."
        in lines
    )
    assert "tips/research.toml: tips.listen: is there 2 times. Give each its own id." in lines
    address = (
        "library/sources.toml: book.url: “example.org” is no address. Give one that begins with https://."
    )
    assert address in told(tmp_path, sources=SOURCES.replace("https://example.org/book", "example.org"))


# Ours


def test_there_are_forty_to_sixty_tips_and_each_condition_exists() -> None:
    assert 40 <= len(OURS.tips) <= 60
    assert {each.when for each in OURS.tips} - {None} <= PREDICATES.keys()


@pytest.mark.parametrize("tip", OURS.tips, ids=lambda tip: tip.id)
def test_a_tip_can_be_read_in_every_chat(tip: Tip) -> None:
    for words in tip.words.values():
        asked = Message(
            f"{words.text}\n{words.question}",
            (Button("x", "tip_take", (tip.id,)),),
            parts=(Part(words.text, (Button("x", "tip", ("1",)),)),),
            footer=f"{tip.source.title}, {tip.source.url}",
        )
        for chat in EVERY_CHAT:
            assert list(chat.limits(asked)) == []
            assert words.text[:40] in chat.render(asked)
