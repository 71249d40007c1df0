"""Is a question of an interview guide open? Closed, leading and solution-first ones are told.

Words are read, not intentions. What the form alone shows (an inversion, an auxiliary first) is said plainly,
what is only likely is said as such, and a question in which nothing is seen is not called good (METHOD §4.1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.tokens import Kind, Sentence, sentence

_COMMAS = frozenset(",;:")
_BULLET = re.compile(r"^\s*(?:[-–—•*·]+|\(?\d{1,2}[.):]|[a-z][.)])\s*", re.IGNORECASE)
_CUT = re.compile(r"(?<=[?])\s+(?=\S)|(?<=[.!])\s+(?=[A-ZÀ-ÖØ-Þ])")


class Flaw(StrEnum):
    """What a question may do to an answer."""

    CLOSED = "closed"
    """It is answered by yes or no."""
    LEADING = "leading"
    """It whispers the answer."""
    SOLUTION = "solution"
    """It speaks of a solution, or of what somebody would do one day."""


@dataclass(frozen=True, slots=True)
class Found:
    """A flaw, and whether the form alone says so."""

    flaw: Flaw
    sure: bool


def questions_in(text: str, lexicon: Lexicon) -> list[str]:
    """Return the questions of a guide: lines and parts of lines that ask; titles and remarks are left out."""
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    pieces = (piece.strip() for line in lines for piece in _CUT.split(line))
    return [piece for piece in pieces if piece and _asks(piece, lexicon)]


def _asks(piece: str, lexicon: Lexicon) -> bool:
    said = sentence(piece)
    return piece.endswith("?") or lexicon.guide.size(said, _start(said, 0, lexicon), "invite") > 0


def judge(question: str, lexicon: Lexicon) -> list[Found]:
    """Return what a question does to its answer; nothing seen proves nothing."""
    said = sentence(question)
    closed, solution = _closed(said, lexicon), _solution(said, lexicon)
    leading = _leading(said, lexicon, judged=closed is not None and solution is None)
    return [each for each in (closed, leading, solution) if each]


def _start(said: Sentence, place: int, lexicon: Lexicon) -> int:
    """Return where a clause begins, past « et », « d’accord », « dans » and what else may come before."""
    while place < len(said):
        size = lexicon.guide.size(said, place, "opener")
        if not size and said.kind(place) not in {Kind.MARK, Kind.QUOTE}:
            break
        place += size or 1
    return place


def _clauses(said: Sentence, lexicon: Lexicon) -> list[int]:
    """Return where each clause begins: « La dernière fois, qu’avez-vous fait » asks in its second one."""
    cuts = [n + 1 for n in range(len(said) - 1) if said.tokens[n].text in _COMMAS]
    return [_start(said, place, lexicon) for place in (0, *cuts)]


def _closed(said: Sentence, lexicon: Lexicon) -> Found | None:
    """The first clause that shows how it asks decides; a mere statement with a question mark is a guess."""
    guide, clauses = lexicon.guide, _clauses(said, lexicon)
    for place in clauses:
        if place != clauses[-1] and guide.size(said, place, "subordinate"):
            continue  # « Quand un dossier manque, est-ce que… »: what follows asks
        if guide.size(said, place, "invite", "open"):
            return None
        if guide.size(said, place, "closed") or _inverted_at(said, place, lexicon):
            return Found(Flaw.CLOSED, sure=True)
    if any(_inverted_at(said, place, lexicon) for place in range(len(said) - 1)):
        return Found(Flaw.CLOSED, sure=True)
    if _opens_late(said, lexicon):
        return None
    stated = any(guide.size(said, place, "statement") for place in clauses)
    whispered = guide.find(said, 0, "leading") is not None
    likely = stated or whispered or _offers_a_choice(said, lexicon) or _tagged(said, lexicon)
    return Found(Flaw.CLOSED, sure=False) if likely else None


def _inverted_at(said: Sentence, place: int, lexicon: Lexicon) -> bool:
    """« Utilisez-vous », « vous aide-t-il »: a pronoun after a hyphen."""
    follows = place + 1 < len(said) and said.hyphenated(place)
    return follows and lexicon.guide.size(said, place + 1, "inverted") > 0


def _opens_late(said: Sentence, lexicon: Lexicon) -> bool:
    """« Vous faites comment pour les relances ? », "You handle reminders how?"."""
    words = [place for place in range(len(said)) if said.kind(place) is Kind.WORD]
    last = words[-1] if words else 0
    return lexicon.guide.find(said, 1, "late") is not None or lexicon.guide.size(said, last, "open") > 0


def _offers_a_choice(said: Sentence, lexicon: Lexicon) -> bool:
    return any(lexicon.guide.size(said, place, "either") for place in range(1, len(said) - 1))


def _tagged(said: Sentence, lexicon: Lexicon) -> bool:
    """« C’est long, non ? »: what stands alone before the mark."""
    words = [place for place in range(len(said)) if said.kind(place) is Kind.WORD]
    ends = ((place, len(words) - n) for n, place in enumerate(words) if n)
    apart = ((place, left) for place, left in ends if said.tokens[place - 1].text in _COMMAS)
    return any(lexicon.guide.size(said, place, "tag") == left for place, left in apart)


def _leading(said: Sentence, lexicon: Lexicon, *, judged: bool) -> Found | None:
    guide = lexicon.guide
    denied = any(guide.size(said, place, "denied") for place in _clauses(said, lexicon))
    if denied or _tagged(said, lexicon) or guide.find(said, 0, "leading") is not None:
        return Found(Flaw.LEADING, sure=True)
    if guide.find(said, 0, "presumes") is not None:
        return Found(Flaw.LEADING, sure=False)
    if judged and guide.find(said, 0, "judging") is not None:
        return Found(Flaw.LEADING, sure=False)
    return None


def _solution(said: Sentence, lexicon: Lexicon) -> Found | None:
    guide = lexicon.guide
    if guide.find(said, 0, "solution") is not None:
        return Found(Flaw.SOLUTION, sure=True)
    return Found(Flaw.SOLUTION, sure=False) if guide.find(said, 0, "hypothetical") is not None else None


def flawed(questions: list[str], lexicon: Lexicon) -> Iterator[tuple[int, str, list[Found]]]:
    """Yield the questions in which something is seen, with their number."""
    for n, question in enumerate(questions, start=1):
        if found := judge(question, lexicon):
            yield n, question, found
