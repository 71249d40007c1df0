"""When a sentence is not certain: say what was understood, keep the text, and let the person choose."""

from dataclasses import replace
from datetime import timedelta

from bot.coach.answers import last_question
from bot.coach.echo import counted, kept, shortened
from bot.coach.forms import practice_form
from bot.coach.guards import without_team
from bot.coach.packing import keeps, pack, unpack
from bot.coach.turn import Turn, ask, tell
from bot.domain import intents
from bot.domain.intents import Intent
from bot.domain.messages import Button, Reply, Style

_MOST = 5  # choices offered when a sentence was not understood


def propose(turn: Turn, intent: intents.Propose) -> list[Reply]:
    """« Je note une livraison, dim. 22 nov. ? » — asked, never recorded by itself."""
    log = intent.log
    practice = turn.kit.catalogue[log.practice]
    identifier = keep(turn, [log], log.text)
    words = turn.practice_words(practice)
    text = turn.say(
        "propose.shall_i", practice=words.label, day=turn.speech.day(log.day), count=count_of(turn, log)
    )
    buttons = (
        Button(turn.say("word.yes"), "choose", (identifier, "0"), Style.PRIMARY),
        Button(turn.say("button.edit"), "edit", (identifier, "0")),
    )
    return tell(text, *buttons, quote=shortened(log.text))


def count_of(turn: Turn, log: intents.Log | intents.Plan) -> str:
    """Return « , 3 personnes » for what a sentence counts, or nothing."""
    practice = turn.kit.catalogue[log.practice]
    quantity = counted(turn, practice, log.answers)
    return turn.say("propose.count", quantity=quantity) if quantity else ""


def keep(turn: Turn, options: list[Intent], text: str) -> str:
    """Keep the sentence and its readings until one is chosen; return the id."""
    packed = [pack(each) for each in options if keeps(each)]
    pending = turn.memory.open_pending(turn.person.id, "options", {"options": packed, "text": text}, turn.now)
    return str(pending.id)


def near_miss(turn: Turn, intent: intents.NearMiss) -> list[Reply]:
    """« Tu voulais dire test ? » — nothing is recorded, the text is kept."""
    if not keeps(intent.meant):
        return unclear(turn, intents.Unclear(intent.text))
    if intent.answer:
        return _answer_or_slip(turn, intent, intent.answer)
    identifier = keep(turn, [intent.meant], intent.text)
    buttons = (
        Button(turn.say("near.yes"), "choose", (identifier, "0"), Style.PRIMARY),
        Button(turn.say("word.no"), "drop", (identifier,)),
    )
    return tell(turn.say("near.did_you_mean", word=intent.suggestion), *buttons, quote=kept(intent.text))


def _answer_or_slip(turn: Turn, intent: intents.NearMiss, answer: intents.Log | intents.Plan) -> list[Reply]:
    """« C’est ta réponse, ou tu voulais dire “livré” ? » — the answer first, the slip next."""
    identifier = keep(turn, [answer, intent.meant], intent.text)
    label = turn.practice_words(turn.kit.catalogue[answer.practice]).label
    buttons = (
        Button(label, "as_answer", (identifier, "0"), Style.PRIMARY),
        Button(turn.say("near.word", word=intent.suggestion), "choose", (identifier, "1")),
        Button(turn.say("word.no"), "drop", (identifier,)),
    )
    return tell(turn.say("near.answer_or_word", word=intent.suggestion), *buttons, quote=kept(intent.text))


def doubt(turn: Turn, intent: intents.Doubt) -> list[Reply]:
    """Say both readings and let the person choose; the text is safe."""
    options = [each for each in intent.options if keeps(each)]
    identifier = keep(turn, options, intent.text)
    buttons = tuple(
        Button(
            option_label(turn, each),
            "choose",
            (identifier, str(n)),
            Style.PRIMARY if n == 0 else Style.PLAIN,
        )
        for n, each in enumerate(options)
    )
    if len(buttons) == 1:
        buttons += (Button(turn.say("word.no"), "drop", (identifier,)),)
    facts = {"day": "", "text": shortened(intent.text), **intent.facts}
    return tell(turn.say(f"doubt.{intent.kind}", **facts), *buttons, quote=kept(intent.text))


def option_label(turn: Turn, option: Intent) -> str:
    """Return what a button says of one reading."""
    if isinstance(option, intents.Log | intents.Plan):
        when = option.on if isinstance(option, intents.Plan) else option.day
        label = turn.practice_words(turn.kit.catalogue[option.practice]).label
        if isinstance(option, intents.Log) and option.times > 1:
            return turn.say("option.times", practice=label, n=option.times)
        key = "option.plan" if isinstance(option, intents.Plan) else "option.log"
        count = count_of(turn, option)
        return turn.say(key, practice=label, day=turn.speech.day(when), count=count)
    if isinstance(option, intents.Pause) and option.until:
        return turn.say("option.pause", day=turn.speech.day(option.until + timedelta(days=1)))
    if isinstance(option, intents.OpenForm):
        return turn.practice_words(turn.kit.catalogue[option.practice]).label
    return turn.say(f"option.{type(option).__name__.lower()}")


def edit(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Open the form of what was understood, to change it before it is recorded."""
    pending = turn.memory.pending(int(args[0]))
    chosen = unpack(pending.data["options"][int(args[1])]) if pending else None
    if not isinstance(chosen, intents.Log):
        return tell(turn.say("press.already"))
    practice = turn.kit.catalogue[chosen.practice]
    known = {**chosen.answers, "day": chosen.day.isoformat()}
    return ask(practice_form(turn, practice, "record", (practice.id,), known))


def drop(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Non »: nothing recorded; the sentence is given back."""
    pending = turn.memory.pending(int(args[0]))
    if pending is None:
        return tell(turn.say("press.already"))
    turn.memory.close_pending(pending.id)
    return unclear(turn, intents.Unclear(str(pending.data.get("text", ""))))


def unclear(turn: Turn, intent: intents.Unclear) -> list[Reply]:
    """Keep the text, and ask where it belongs."""
    if turn.team is None:
        return without_team(turn, intent.text)
    near = [turn.kit.catalogue[each] for each in intent.nearest if turn.kit.catalogue.get(each)]
    usual = [each for each in turn.kit.catalogue.in_phase(turn.team.phase_on(turn.today)) if each.main_field]
    offered = [*near, *(each for each in usual if each not in near)][:_MOST]
    logs: list[Intent] = [
        replace(_as_log(turn, practice.id, intent.text), day=intent.on or turn.today, links=intent.links)
        for practice in offered
    ]
    identifier = keep(turn, logs, intent.text)
    buttons = tuple(
        Button(turn.practice_words(practice).label, "choose", (identifier, str(n)))
        for n, practice in enumerate(offered)
    )
    return tell(turn.say("unclear.where"), *buttons, quote=kept(intent.text))


def _as_log(turn: Turn, practice_id: str, text: str) -> intents.Log:
    practice = turn.kit.catalogue[practice_id]
    main = practice.main_field
    answers_ = {main.id: text} if main and text else {}
    return intents.Log(practice_id, turn.today, answers_, text)


def negative(turn: Turn, intent: intents.Negative) -> list[Reply]:
    """« shipped nothing, waiting on legal »: no record; the question is passed over if they say so."""
    buttons = []
    if intent.blocker and turn.kit.catalogue.get("blocker"):
        identifier = keep(turn, [_as_log(turn, "blocker", intent.blocker)], intent.text)
        label = turn.say("negative.log_blocker", blocker=shortened(intent.blocker, 20))
        buttons.append(Button(label, "choose", (identifier, "0"), Style.PRIMARY))
    nudge = last_question(turn)
    if nudge and nudge.key.practice == intent.practice:
        buttons.append(Button(turn.say("negative.skip"), "skip", (str(nudge.id),)))
    label = turn.practice_words(turn.kit.catalogue[intent.practice]).label
    return tell(turn.say("negative.noted", practice=label), *buttons, quote=kept(intent.text))
