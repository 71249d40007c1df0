"""Lending from the library when somebody asks: a tip on a topic, questions for a situation."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.coach.asides import begin, want_tips, words_of
from bot.coach.remind import look
from bot.coach.turn import Turn, tell
from bot.domain.asides import TIPS, helpful, helps_now, tip_subject
from bot.domain.library import Library, QuestionSet, ShelfWords, Source, Tip, Topic
from bot.domain.messages import Button, Fact, Message, Reply, Style, To
from bot.domain.nudges import Ask, Nudge, NudgeKey
from bot.domain.outlook import Subject
from bot.domain.people import Team
from bot.domain.periods import week_of
from bot.domain.predicates import Facts
from bot.domain.reading.normal import fold, stem
from bot.domain.verdicts import Moment

_STOP = frozenset({"stop", "non", "no", "off", "arrete"})
_GO = frozenset({"oui", "yes", "on", "reprendre", "resume"})
_Shelved = TypeVar("_Shelved", Topic, QuestionSet)


def tip(turn: Turn, rest: str) -> list[Reply]:
    """`/coach conseil [topic]`: one tip, that helps now where nothing is named."""
    said = fold(rest)
    if said in _STOP | _GO:
        return turn_tips(turn, ("off" if said in _STOP else "on",))
    library = turn.kit.catalogue.library
    if not said:
        return _lent(turn, "")
    topic = _named(library.topics, said)
    if topic:
        return _lent(turn, topic.id)
    topics = turn.speech.join([_shelf(turn, each.words).label for each in library.topics])
    return tell(turn.say("tip.unknown", topic=rest.strip(), topics=topics))


def another(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Un autre »: the next tip of the same topic, in the place of this one."""
    return [replace(each, to=To.IN_PLACE) for each in _lent(turn, args[0], args[1])]


def turn_tips(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Stop proposing tips, or begin again; asking for one is always possible."""
    wanted = args[0] == "on"
    want_tips(turn, wanted=wanted)
    if wanted:
        return tell(turn.say("tip.resumed"))
    return tell(turn.say("tip.stopped"), Button(turn.say("button.resume_asking"), "tips", ("on",)))


def take(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« J’essaie » under a tip that was asked for: it is spoken of again as if it had been proposed."""
    found, team = turn.kit.catalogue.library.tip(args[0]), turn.team
    if found is None or team is None:
        return tell(turn.say("press.outdated"))
    nudge = _noted(turn, team, found)
    return [replace(each, to=To.IN_PLACE) for each in begin(turn, nudge)]


def _noted(turn: Turn, team: Team, found: Tip) -> Nudge:
    practice = tip_subject(found.id)
    turn.memory.set_subject(turn.person.id, team.id, Subject(practice, "accepted", turn.today))
    key = NudgeKey(turn.person.id, team.id, practice, TIPS, week_of(turn.today).key)
    made = turn.memory.ask(key, turn.today, Ask.TIP, None, None, as_line=True)
    return made or next(each for each in turn.memory.nudges(turn.person.id, team.id) if each.key == key)


def _lent(turn: Turn, topic: str, after: str = "") -> list[Reply]:
    """Show one tip, which will not come by itself any more; `after` is the one just shown."""
    found = _choice(turn, topic)
    if not found:
        return tell(turn.say("tip.none"))
    chosen = _next(turn, found, after)
    _note(turn, chosen)
    words = words_of(chosen, turn.person.language)
    buttons = [Button(turn.say("button.i_try"), "tip_take", (chosen.id,), Style.PRIMARY)] if turn.team else []
    if len(found) > 1:
        buttons.append(Button(turn.say("tip.another"), "tip_next", (topic, chosen.id)))
    text = f"{words.text}\n{words.question}"
    return [Reply(Message(text, tuple(buttons), footer=_source(turn, chosen.source)))]


def _next(turn: Turn, found: Sequence[Tip], after: str) -> Tip:
    """Return the tip after the one just shown, else the first that they do not know yet."""
    ids = [each.id for each in found]
    if after in ids:
        return found[(ids.index(after) + 1) % len(found)]
    known = turn.memory.subjects(turn.person.id, turn.team.id) if turn.team else {}
    return next((each for each in found if tip_subject(each.id) not in known), found[0])


def _note(turn: Turn, tip: Tip) -> None:
    known = turn.memory.subjects(turn.person.id, turn.team.id) if turn.team else {}
    if turn.team and tip_subject(tip.id) not in known:
        shown = Subject(tip_subject(tip.id), "introduced", turn.today)
        turn.memory.set_subject(turn.person.id, turn.team.id, shown)


def _source(turn: Turn, source: Source) -> str:
    return turn.say("tip.source", title=source.title, url=source.url)


def _choice(turn: Turn, topic: str) -> list[Tip]:
    """Return the tips of a topic; with none named, those that help now first."""
    tips = turn.kit.catalogue.library.tips
    if topic:
        return [each for each in tips if each.topic == topic]
    return _helpful(turn) or list(tips)


def _helpful(turn: Turn) -> list[Tip]:
    team = turn.team or next(iter(turn.read_teams), None)
    if team is None:
        return []
    library, outlook = turn.kit.catalogue.library, look(turn.kit, turn.memory, turn.person, turn.now)
    moment = Moment(turn.now, turn.today, True, turn.person.arrived_on)  # noqa: FBT003 - morning
    own = next((of for of in outlook.teams if of.team.id == team.id), None)
    everything = frozenset(each.id for each in turn.kit.catalogue.practices)
    fresh = helpful(library, own, moment, everything) if own else []
    facts = Facts(team, turn.memory.activities(team.id), turn.today, turn.thresholds(team))
    return fresh or _in_phase(library, facts)


def _in_phase(library: Library, facts: Facts) -> list[Tip]:
    return [each for each in library.tips if helps_now(each, facts)]


# Questions


def questions(turn: Turn, rest: str) -> list[Reply]:
    """`/coach questions [situation]`: open questions for a conversation, or what there are some for."""
    sets = turn.kit.catalogue.library.questions
    found = _named(sets, fold(rest)) if rest.strip() else None
    if found:
        return _asked(turn, found)
    head = (
        turn.say("questions.unknown", situation=rest.strip()) if rest.strip() else turn.say("questions.head")
    )
    facts = tuple(Fact(each.label, each.aliases[0]) for each in (_shelf(turn, one.words) for one in sets))
    return [Reply(Message(head, facts=facts, footer=turn.say("questions.how")))]


def _asked(turn: Turn, found: QuestionSet) -> list[Reply]:
    said = found.questions.get(turn.person.language) or found.questions["fr"]
    lines = "\n".join(turn.say("questions.line", question=each) for each in said)
    label = _shelf(turn, found.words).label
    text = f"{turn.say('questions.for', situation=label)}\n{lines}"
    return [Reply(Message(text, footer=_source(turn, found.source)))]


# What is named


def _shelf(turn: Turn, words: Mapping[str, ShelfWords]) -> ShelfWords:
    return words.get(turn.person.language) or words["fr"]


def _named(shelf: Sequence[_Shelved], said: str) -> _Shelved | None:
    """Return what somebody names, in either language: its label or an alias; else what they begin alike."""
    typed = _plain(said)
    known = [(name, each) for each in shelf for name in _names(each.words)]
    return _first(known, lambda name: name == typed) or _first(known, lambda name: name.startswith(typed))


def _first(known: Iterable[tuple[str, _Shelved]], same: Callable[[str], bool]) -> _Shelved | None:
    return next((each for name, each in known if same(name)), None)


def _names(words: Mapping[str, ShelfWords]) -> list[str]:
    return [_plain(name) for each in words.values() for name in (each.label, *each.aliases)]


def _plain(text: str) -> str:
    return " ".join(stem(word) for word in fold(text).replace("-", " ").split())
