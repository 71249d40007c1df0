"""What to do with a sentence: one short deed for each thing a text may mean (GRAMMAR §1.1)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.coach import (
    answers,
    asides,
    calling,
    dossier,
    doubts,
    guide,
    home,
    lending,
    links,
    loops,
    members,
    memories,
    pauses,
    phases,
    record,
    seasons,
    settings,
    succession,
    summaries,
)
from bot.coach.echo import kept, noted
from bot.coach.forms import context_of
from bot.coach.guards import harmless_answers, kinds_seen, too_long, without_team
from bot.coach.matrix import with_matrix
from bot.coach.mentions import with_names
from bot.coach.packing import unpack
from bot.coach.plans import plan
from bot.coach.turn import Turn, tell
from bot.domain import intents
from bot.domain.activities import Activity, Value
from bot.domain.events import Said, Where
from bot.domain.intents import Intent
from bot.domain.messages import Button, Reply, Style
from bot.domain.nudges import Nudge
from bot.domain.practices import Field, FieldKind, Practice
from bot.domain.reading import Context, read, value_for


def answer(turn: Turn, said: Said) -> list[Reply]:
    """Answer a sentence: the question left open first, then what the sentence means by itself."""
    nudge = answers.last_question(turn) if said.where is Where.DIRECT else None
    context = context_of(turn, where=said.where, open_question=nudge.key.practice if nudge else None)
    intent = read(said.text, context)
    if said.mentioned and not isinstance(intent, intents.Verb):  # a verb wants whom, a record wants words
        said = replace(said, text=with_names(said))
        intent = read(said.text, context)
    completed = _complete(turn, said.text, intent, context)
    if completed:
        return completed
    beside = asides.in_words(turn, said.text, intent) if said.where is Where.DIRECT else []
    if beside:
        return beside
    return _answered(turn, intent, nudge)


def lost(turn: Turn, said: Said, hello: list[Reply]) -> list[Reply]:
    """Welcome somebody who typed before having a team; what they typed is given back if it was a record."""
    intent = read(said.text, context_of(turn, where=said.where))
    if isinstance(intent, intents.Verb) and intent.name in {"help", "privacy", "settings", "link"}:
        return act(turn, intent)
    typed = isinstance(intent, intents.Log | intents.Plan | intents.Propose | intents.Unclear)
    return without_team(turn, said.text) if typed and not turn.waiting else hello


def act(turn: Turn, intent: Intent) -> list[Reply]:
    """Do what was understood."""
    return _DEEDS[type(intent)](turn, intent)


@dataclass(frozen=True, slots=True)
class _Awaited:
    """The one thing asked after a record: which record, and which of its fields."""

    pending: int
    activity: Activity
    practice: Practice
    field: Field


def _awaited(turn: Turn) -> _Awaited | None:
    pending = turn.memory.last_pending(turn.person.id)
    if pending is None or pending.kind != "missing" or pending.asked_at < turn.now - timedelta(days=1):
        return None
    activity = turn.memory.activity(int(pending.data["activity"]))
    practice = turn.kit.catalogue.get(activity.practice) if activity else None
    field = practice.field(str(pending.data["field"])) if practice else None
    return _Awaited(pending.id, activity, practice, field) if activity and practice and field else None


def _complete(turn: Turn, text: str, intent: Intent, context: Context) -> list[Reply]:
    """Take the sentence as the one thing asked after a record, when it reads as such."""
    awaited = _awaited(turn)
    if awaited is None or isinstance(intent, intents.Social | intents.NoContent):
        return []
    turn.memory.close_pending(awaited.pending)  # only the next message is the answer
    value = _answer_to(turn, awaited.field, text, intent, context)
    if value is None:
        return []
    if too_long(turn, text):
        return too_long(turn, text)
    answers_ = {**awaited.activity.answers, **harmless_answers({awaited.field.id: value})}
    after = replace(awaited.activity, answers=answers_)
    turn.memory.correct(after)
    masking = turn.say("personal.masked") if kinds_seen(turn, value) else ""
    message = noted(turn, after, then=masking or record.ask_missing(turn, awaited.practice, after))
    return [Reply(with_matrix(turn, after, message))]


def _answer_to(turn: Turn, field: Field, text: str, intent: Intent, context: Context) -> Value | None:
    """Read a sentence as the value of a field; None when it says something else."""
    if field.kind not in {FieldKind.TEXT, FieldKind.LONG_TEXT}:
        return value_for(field, text, context)
    free = isinstance(intent, intents.Unclear | intents.Log) and context.where is Where.DIRECT
    return text.strip() if free and not _names_a_practice(turn, text) else None


def _names_a_practice(turn: Turn, text: str) -> bool:
    """Say whether a sentence opens with a practice of its own: a new record, not the answer."""
    fresh = read(text, context_of(turn, where=Where.COMMAND))
    return isinstance(fresh, intents.Log | intents.Plan | intents.Verb | intents.OpenForm)


def choose(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Act on the reading that was chosen, once."""
    chosen = _chosen(turn, args)
    return act(turn, chosen) if chosen else tell(turn.say("press.already"))


def as_answer(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Take the reading that was chosen as the answer to the question just asked, once."""
    chosen = _chosen(turn, args)
    nudge = answers.last_question(turn)
    return _answered(turn, chosen, nudge) if chosen else tell(turn.say("press.already"))


def _chosen(turn: Turn, args: tuple[str, ...]) -> Intent | None:
    pending = turn.memory.pending(int(args[0]))
    if pending is None:
        return None
    turn.memory.close_pending(pending.id)
    return unpack(pending.data["options"][int(args[1])])


def _answered(turn: Turn, intent: Intent, nudge: Nudge | None) -> list[Reply]:
    """Do what was understood, or take it as the answer to the last question when it is about the same."""
    if nudge and isinstance(intent, intents.Log | intents.Plan) and intent.practice == nudge.key.practice:
        return answers.plain_reply(turn, intent, nudge)
    return act(turn, intent)


def read_privacy(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """The privacy screen was read: what waited for it is recorded."""
    person = replace(turn.person, privacy_read=True)
    turn.memory.save(person)
    return choose(turn.with_person(person), (args[0], "0"))


def social(turn: Turn, intent: intents.Social) -> list[Reply]:
    """Thanks are answered at most once a day; *ok* is not answered at all."""
    if intent.kind == "ok" or not turn.memory.first_time(f"social:{turn.person.id}:{turn.today}", turn.now):
        return []
    return tell(turn.say(f"social.{intent.kind}"))


def question(turn: Turn, intent: intents.Question) -> list[Reply]:
    """Answer with figures; nothing is recorded."""
    if intent.practice is None or not turn.read_teams:
        return tell(turn.say("question.unknown"), quote=kept(intent.text))
    return summaries.figures(turn, intent.practice, date(turn.today.year, turn.today.month, 1))


def stop(turn: Turn) -> list[Reply]:
    """« stop »: ask what to stop; phones teach that it means all."""
    nudge = answers.last_question(turn)
    buttons = [Button(turn.say("stop.this"), "stop_asking", (str(nudge.id),))] if nudge else []
    week = turn.today + timedelta(days=6)
    buttons += [
        Button(turn.say("stop.week"), "pause", (week.isoformat(),)),
        Button(turn.say("stop.all"), "pause", (pauses.FOR_LONG.isoformat(),), Style.DANGER),
    ]
    return tell(turn.say("stop.what"), *buttons)


def verb(turn: Turn, intent: intents.Verb) -> list[Reply]:
    """Do one of Pouce's own verbs; one that has not landed says so."""
    deed = _VERBS.get(intent.name)
    if deed is None:
        return tell(turn.say("verb.not_yet"), quote=kept(intent.rest))
    return deed(turn, intent.rest)


_VERBS: dict[str, Callable[[Turn, str], list[Reply]]] = {
    "help": summaries.help_screen,
    "week": summaries.my_week,
    "team": summaries.team,
    "teams": summaries.teams,
    "pause": pauses.pause_verb,
    "resume": pauses.resume_verb,
    "settings": settings.show,
    "undo": record.undo_last,
    "fix": record.fix_last,
    "invite": members.invite,
    "remove": members.remove,
    "link": links.link,
    "privacy": summaries.privacy,
    "close": record.close,
    "tip": lending.tip,
    "questions": lending.questions,
    "search": memories.find,
    "call": calling.call,
    "guide": guide.check,
    "open": loops.board,
    "pack": dossier.dossier,
    "phase": phases.phase,
    "season": seasons.season,
    "succession": succession.hand_over,
}

_DEEDS: dict[type, Callable[[Turn, Any], list[Reply]]] = {
    intents.Log: record.record,
    intents.Plan: plan,
    intents.OpenForm: record.open_form,
    intents.Settle: loops.settle,
    intents.Verb: verb,
    intents.NearMiss: doubts.near_miss,
    intents.Propose: doubts.propose,
    intents.Doubt: doubts.doubt,
    intents.Nothing: lambda turn, _: answers.nothing(turn),
    intents.Negative: doubts.negative,
    intents.Social: social,
    intents.NoContent: lambda turn, _: answers.no_content(turn),
    intents.Later: answers.put_off,
    intents.NotThisTime: answers.pass_over,
    intents.Stop: lambda turn, _: stop(turn),
    intents.Pause: pauses.pause,
    intents.Back: lambda turn, _: pauses.back(turn),
    intents.Amend: record.amend,
    intents.Question: question,
    intents.Empty: lambda turn, _: home.state(turn),
    intents.Unclear: doubts.unclear,
}
