"""What is said beside the practices, and what people answer: tips, what they gave, whether Pouce helps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.coach.answers import last_aside, own_nudge, settled, until
from bot.coach.echo import shortened
from bot.coach.forms import practice_form
from bot.coach.guards import harmless
from bot.coach.places import after_press
from bot.coach.taking_up import take_up
from bot.coach.turn import Kit, Turn, ask, in_place, tell
from bot.domain.activities import Value
from bot.domain.asides import STOPPED, TIPS, tip_id, week_in
from bot.domain.intents import Intent, Later, Nothing, NotThisTime, Unclear
from bot.domain.library import Tip, TipWords
from bot.domain.messages import Button, Reply, Style
from bot.domain.moments import later_choices
from bot.domain.nudges import Ask, Nudge, NudgeState
from bot.domain.outlook import Subject
from bot.domain.people import Rhythm
from bot.domain.reading.normal import fold
from bot.domain.reading.tokens import Kind, sentence
from bot.domain.verdicts import Due
from bot.words import Speech

TRAINING = "training"
_CHOICES = {Ask.TRIED: ("keep", "adapt", "drop"), Ask.HELPS: ("yes", "some", "no")}


def words_of(tip: Tip, language: str) -> TipWords:
    """Return a tip in somebody's language."""
    return tip.words.get(language) or tip.words["fr"]


def worded(kit: Kit, speech: Speech, due: Due) -> str:
    """Return what is said of an aside."""
    return _said(kit, speech, due.ask, due.practice, due.period)


def _said(kit: Kit, speech: Speech, ask: Ask, practice: str, period: str) -> str:
    if ask is Ask.HELPS:
        return speech.say("helps.ask", n=week_in(period))
    tip = kit.catalogue.library.tip(tip_id(practice) or "")
    if ask is Ask.TRIED:
        return speech.say("tried.ask", name=words_of(tip, speech.language).name) if tip else ""
    return speech.say("tip.line", text=words_of(tip, speech.language).text) if tip else ""


def buttons(speech: Speech, ask: Ask, nudge_id: int) -> tuple[Button, ...]:
    """Return the answers to choose from, when it is the question."""
    return tuple(
        Button(speech.say(f"{ask}.{choice}"), ask.value, (str(nudge_id), choice)) for choice in _CHOICES[ask]
    )


def line_button(speech: Speech, ask: Ask, nudge_id: int) -> Button:
    """Return the one button of a line."""
    if ask is Ask.TIP:
        return Button(speech.say("button.i_try"), "tip", (str(nudge_id),))
    return Button(speech.say("button.answer"), "aside", (str(nudge_id),))


def opened(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Je réponds »: a line becomes its question."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    take_up(turn, nudge)
    text = _said(turn.kit, turn.speech, nudge.ask, nudge.key.practice, nudge.key.period)
    return after_press(turn, tell(text, *buttons(turn.speech, nudge.ask, nudge.id)), nudge)


# A tip is tried


def taken(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« J’essaie »: begin with one question, and hear of it once, two weeks later."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    return after_press(turn, begin(turn, nudge), nudge)


def begin(turn: Turn, nudge: Nudge) -> list[Reply]:
    """Note that a tip is tried, and say when it will be spoken of again."""
    tip = turn.kit.catalogue.library.tip(tip_id(nudge.key.practice) or "")
    if tip is None or nudge.state in {NudgeState.PLANNED, NudgeState.ANSWERED}:
        return tell(turn.say("press.already" if tip else "press.outdated"))
    team = turn.team_of(nudge.key.team)
    trial = turn.thresholds(team).tip_trial_days if team else 0
    tried_until = turn.today + timedelta(days=trial)
    day = turn.work(team).on_or_after(tried_until) or tried_until
    turn.memory.change(replace(nudge, state=NudgeState.PLANNED, planned_on=day))
    words = words_of(tip, turn.person.language)
    text = turn.say("tip.taken", question=words.question, day=turn.speech.long_day(day))
    return tell(text, footer=turn.say("tip.source", title=tip.source.title, url=tip.source.url))


def tried(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """What became of a tip: kept, adapted or left, which are as good as one another."""
    return _answered(turn, args, _after_trying)


def _after_trying(turn: Turn, nudge: Nudge, answer: str) -> list[Reply]:
    for each in turn.memory.nudges(turn.person.id, nudge.key.team):
        if each.key.practice == nudge.key.practice and each.ask is Ask.TIP:
            turn.memory.change(replace(each, state=NudgeState.ANSWERED))
    if answer not in _CHOICES[Ask.TRIED]:
        return tell(turn.say("tried.after_heard"))
    log = Button(turn.say("button.log"), "tip_log", (tip_id(nudge.key.practice) or "", answer))
    known = turn.kit.catalogue.get(TRAINING) is not None
    return tell(turn.say(f"tried.after_{answer}"), *((log,) if known else ()))


def log_tried(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Je note »: the form of what one learns and tries, filled with what was tried."""
    tip, practice = turn.kit.catalogue.library.tip(args[0]), turn.kit.catalogue.get(TRAINING)
    if tip is None or practice is None or turn.team is None:
        return tell(turn.say("press.outdated"))
    tried_out = words_of(tip, turn.person.language).name
    wanted = {"kind": "practice_tried", "keep": args[1], "takeaway": tried_out}
    known: dict[str, Value] = {
        each.id: wanted[each.id]
        for each in practice.fields
        if each.id in wanted and (not each.choices or wanted[each.id] in each.choices)
    }
    return ask(practice_form(turn, practice, "record", (practice.id,), known))


# Does it help?


def helps(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Whether Pouce helps; if it does little, what would suit better is one press away."""
    return _answered(turn, args, _after_helping)


def _after_helping(turn: Turn, _: Nudge, answer: str) -> list[Reply]:
    if answer == "yes":
        return tell(turn.say("helps.after_yes"))
    return tell(turn.say("helps.what_suits"), *_lighter_ways(turn))


def _lighter_ways(turn: Turn) -> list[Button]:
    ways = []
    if turn.person.rhythm is not Rhythm.GENTLE:
        ways.append(Button(turn.say("helps.gentle"), "lighter", ("gentle",), Style.PRIMARY))
    if tips_wanted(turn):
        ways.append(Button(turn.say("tip.off"), "lighter", ("no_tips",)))
    ways += [
        Button(turn.say("button.my_days"), "settings"),
        Button(turn.say("button.pause"), "pause_form"),
        Button(turn.say("helps.as_it_is"), "lighter", ("as_it_is",)),
    ]
    return ways


def lighter(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Turn things down at once, or leave them."""
    if args[0] == "gentle":
        gentle = replace(turn.person, rhythm=Rhythm.GENTLE)
        turn.memory.save(gentle)
        turn.with_person(gentle).reschedule(turn.person)
        return in_place(turn.say("helps.done_gentle"))
    if args[0] == "no_tips":
        want_tips(turn, wanted=False)
        return in_place(turn.say("tip.stopped"))
    return in_place(turn.say("helps.done_as_it_is"))


def want_tips(turn: Turn, *, wanted: bool) -> None:
    """Note whether somebody wants tips, in every team of theirs."""
    for team in turn.own_teams:
        subject = Subject(TIPS, "accepted" if wanted else STOPPED, turn.today)
        turn.memory.set_subject(turn.person.id, team.id, subject)


def tips_wanted(turn: Turn) -> bool:
    """Say whether tips may still come by themselves."""
    known = (turn.memory.subjects(turn.person.id, team.id).get(TIPS) for team in turn.own_teams)
    return not any(each and each.state == STOPPED for each in known)


# Answers


def _answered(
    turn: Turn, args: tuple[str, ...], then: Callable[[Turn, Nudge, str], list[Reply]]
) -> list[Reply]:
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    return after_press(turn, _kept(turn, nudge, args[1], then), nudge)


def _kept(
    turn: Turn, nudge: Nudge, answer: str, then: Callable[[Turn, Nudge, str], list[Reply]]
) -> list[Reply]:
    turn.memory.change(replace(nudge, state=NudgeState.ANSWERED, reason=answer))
    return then(turn, nudge, answer)


def in_words(turn: Turn, text: str, intent: Intent) -> list[Reply]:
    """Take a sentence as the answer to an aside, when one was asked last and the sentence says no more."""
    nudge = last_aside(turn)
    if nudge is None:
        return []
    if isinstance(intent, Later):
        return _put_off(turn, nudge)
    then = _after_trying if nudge.ask is Ask.TRIED else _after_helping
    chosen = _chosen(turn, nudge.ask, text)
    if chosen:
        return _kept(turn, nudge, chosen, then)
    if isinstance(intent, NotThisTime | Nothing):
        turn.memory.change(replace(nudge, state=NudgeState.SKIPPED))
        return tell(turn.say("skip.done_plainly"))
    if isinstance(intent, Unclear) and _is_an_opinion(intent):
        return _quoted(_kept(turn, nudge, harmless(intent.text), then), intent.text)
    return []


def _is_an_opinion(said: Unclear) -> bool:
    """Say whether a sentence is only words: a figure, a link or a practice would be something to note."""
    facts = {Kind.NUMBER, Kind.URL, Kind.TAG, Kind.AMOUNT, Kind.VERSION}
    return not said.nearest and not any(each.kind in facts for each in sentence(said.text).tokens)


def _quoted(replies: list[Reply], text: str) -> list[Reply]:
    """Show what was taken as the answer: nothing typed goes somewhere unseen."""
    first, *others = replies
    shown = replace(first.message, quote=shortened(text)) if first.message else None
    return [replace(first, message=shown), *others]


def _put_off(turn: Turn, nudge: Nudge) -> list[Reply]:
    choices = later_choices(turn.person, turn.work(turn.team_of(nudge.key.team)), turn.now)
    at = choices.get("next_day") or choices.get("next_week")
    return [replace(each, to=Reply().to) for each in until(turn, nudge, at)] if at else []


def _chosen(turn: Turn, ask: Ask, text: str) -> str | None:
    """Return which answer the words are: the button's own, or a plain yes or no."""
    said = fold(text).strip(" .!")
    for choice in _CHOICES[ask]:
        if said == fold(turn.say(f"{ask}.{choice}")):
            return choice
    closed, words = turn.kit.lexicon.closed, sentence(text)
    plain = next((each for each in ("yes", "no") if closed.size(words, 0, each) == len(words)), None)
    return plain if ask is Ask.HELPS else None
