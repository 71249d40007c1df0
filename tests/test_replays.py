"""R8: what a chat brings three times, in turn or at once, counts once and is answered the same.

Two bots live the same days: one hears everything once; the other, three times.
"""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from threading import Barrier

import pytest
from sqlalchemy import select

from bot.domain.events import Arrived, Event, Left, Pressed, Profile, Said, Submitted, Where
from bot.domain.messages import Button, Form, Message, Part, Reply
from bot.domain.people import Address
from bot.stage import Stage
from bot.store.delivery_tables import DeliveryRow
from bot.store.tables import ActivityRow, NudgeRow, PersonRow
from bot.wiring import Bot
from tests.scene import MONDAY, Scene, new_bot
from tests.test_wander import filled, typed

SEED = 20261124
TIMES = 3
RETRY = timedelta(seconds=30)
NAMES = ("ada", "bob", "cleo", "zoe")  # Zoe was never seen before


@dataclass
class Heard:
    """A bot, and what each person was answered last."""

    bot: Bot
    times: int
    buttons: dict[str, list[Button]] = field(default_factory=dict)
    forms: dict[str, list[Form]] = field(default_factory=dict)
    workspace: int = 0

    def __post_init__(self) -> None:
        scene = Scene(Stage(self.bot, MONDAY - timedelta(days=3)))
        scene.add("ada")
        scene.add("bob", "teammate")
        scene.add("cleo", team="Autre produit")
        self.stage = scene.stage
        self.workspace = scene.stage.workspace

    def tick(self, now: datetime) -> None:
        self.stage.tick(now)
        for name in NAMES:
            shown = [each for each in self.stage.seen_by(name) if each.kind == "nudge"][-2:]
            self.buttons[name] = [*self.buttons.get(name, []), *(b for each in shown for b in each.buttons)][
                -12:
            ]

    def hears(self, event: Event, now: datetime, *, together: bool) -> list[Reply]:
        """Bring something as often as this bot is told everything; return its answer, always the same."""
        event = replace(event, who=Address(self.workspace, event.who.external_id))
        answers = self._at_once(event, now) if together else self._in_turn(event, now)
        plain = [[_plain(reply) for reply in answer] for answer in answers]
        assert all(each == plain[0] for each in plain), (event, plain)
        self._keep(event.who.external_id, answers[-1])
        return plain[0]

    def _in_turn(self, event: Event, now: datetime) -> list[list[Reply]]:
        return [self.bot.hear(event, now + n * RETRY) for n in range(self.times)]

    def _at_once(self, event: Event, now: datetime) -> list[list[Reply]]:
        ready = Barrier(self.times)

        def _hear(_: int) -> list[Reply]:
            ready.wait()
            return self.bot.hear(event, now)

        with ThreadPoolExecutor(self.times) as threads:
            return list(threads.map(_hear, range(self.times)))

    def _keep(self, name: str, replies: Sequence[Reply]) -> None:
        shown = [b for each in replies if each.message for b in each.message.all_buttons()]
        self.buttons[name] = [*self.buttons.get(name, []), *shown][-12:]
        self.forms[name] = [*self.forms.get(name, []), *(each.form for each in replies if each.form)][-3:]


def _plain(reply: Reply) -> Reply:
    """The same without its seals: they tell when they were set."""
    message = _unsealed(reply.message) if reply.message else None
    return replace(reply, message=message, form=replace(reply.form, token="") if reply.form else None)


def _unsealed(message: Message) -> Message:
    parts = tuple(Part(each.text, _bare(each.buttons), each.quote) for each in message.parts)
    return replace(message, buttons=_bare(message.buttons), parts=parts)


def _bare(buttons: Sequence[Button]) -> tuple[Button, ...]:
    return tuple(replace(each, token="") for each in buttons)


def texts(replies: Sequence[Reply]) -> list[object]:
    """What is read of an answer, whatever the ids."""
    return [
        (
            each.to,
            each.message and (each.message.text, [b.label for b in each.message.all_buttons()]),
            each.errors,
        )
        for each in replies
    ]


def act(once: Heard, often: Heard, number: int, dice: Random) -> tuple[Event, Event]:
    """The same thing for both bots: what somebody types, presses or sends."""
    name = dice.choice(NAMES)
    who, act_id, chance = Address(0, name), f"act-{number}", dice.random()
    buttons, forms = once.buttons.get(name), once.forms.get(name)
    if chance < 0.4 and buttons:
        n = dice.randrange(len(buttons))
        return (
            Pressed(who, act_id, token=buttons[n].token),
            Pressed(who, act_id, token=often.buttons[name][n].token),
        )
    if chance < 0.6 and forms:
        values = filled(forms[-1], dice)
        return (
            Submitted(who, act_id, token=forms[-1].token, values=values),
            Submitted(who, act_id, token=often.forms[name][-1].token, values=values),
        )
    text = typed(dice)
    where = Where.COMMAND if text.startswith("/coach") else Where.DIRECT
    said = Said(who, act_id, Profile(name.capitalize(), "fr"), text=text.removeprefix("/coach "), where=where)
    return (said, said)


def rows(bot: Bot) -> dict[str, list[tuple[object, ...]]]:
    """What is kept, without the ids."""
    queries = {
        "activities": select(ActivityRow.practice, ActivityRow.day, ActivityRow.text, ActivityRow.source),
        "deliveries": select(
            DeliveryRow.external_id, DeliveryRow.local_date, DeliveryRow.state, DeliveryRow.message
        ),
        "nudges": select(NudgeRow.practice, NudgeRow.period, NudgeRow.state),
        "people": select(PersonRow.name, PersonRow.zone, PersonRow.moment, PersonRow.next_moment_at),
    }
    with bot.store.engine.connect() as connection:
        found = {name: connection.execute(query).all() for name, query in queries.items()}
    return {name: sorted((_readable(row) for row in each), key=repr) for name, each in found.items()}


_OF_A_ROW = re.compile(r"^(tick:|record-|event:)\d+")
"""What a source or a period holds of a row: its id, which goes on in an emptied database."""


def _readable(row: Sequence[object]) -> tuple[object, ...]:
    return tuple(_anonymous(each) for each in row)


def _anonymous(value: object) -> object:
    """Leave out ids, and the text of a message: which variant of a question is said follows from an id."""
    if isinstance(value, Message):
        return [button.label for button in value.all_buttons()]
    return _OF_A_ROW.sub(r"\1#", value) if isinstance(value, str) else value


@pytest.fixture
def pair(database_url: str) -> Iterator[tuple[Heard, Heard]]:
    once, often = Heard(new_bot(), 1), Heard(new_bot(database_url), TIMES)
    yield once, often
    once.bot.store.close()
    often.bot.store.close()


@pytest.mark.parametrize(
    ("number", "seed"),
    [
        pytest.param(30, SEED, id="short"),
        pytest.param(10_000, SEED + 1, id="soak", marks=pytest.mark.soak),
    ],
)
def test_three_times_is_once(pair: tuple[Heard, Heard], number: int, seed: int) -> None:
    print(f"seed {seed}")
    dice, now = Random(seed), MONDAY
    once, often = pair
    for n in range(number):
        now += timedelta(minutes=dice.randrange(1, 120))
        if dice.random() < 0.1:
            once.tick(now)
            often.tick(now)
        mine, theirs = act(once, often, n, dice)
        together = dice.random() < 0.5
        expected = once.hears(mine, now, together=False)
        assert texts(often.hears(theirs, now, together=together)) == texts(expected), (n, mine)
    kept = rows(once.bot)
    assert rows(often.bot) == kept
    assert all(kept.values())


INVITATION = "/coach inviter @cleo"


@pytest.mark.parametrize("together", [False, True], ids=["in-turn", "at-once"])
def test_one_record_one_message_for_the_other_and_one_farewell(
    pair: tuple[Heard, Heard], *, together: bool
) -> None:
    _, often = pair
    ada, now = Address(0, "ada"), MONDAY
    record = Said(ada, "record", text="test 3 le formulaire fait peur", where=Where.COMMAND)
    answer = often.hears(record, now, together=together)
    assert "Noté" in str(answer)
    undo = next(each for each in often.buttons["ada"] if each.verb == "undo")
    invite = Said(ada, "invite", text=INVITATION.removeprefix("/coach "), where=Where.COMMAND)
    often.hears(invite, now, together=together)
    assert [row[2] for row in rows(often.bot)["activities"] if row[2]] == ["le formulaire fait peur"]
    assert [row[0] for row in rows(often.bot)["deliveries"]] == ["cleo"]
    assert "Annulé" in str(often.hears(Pressed(ada, "undo", token=undo.token), now, together=together))
    often.hears(Left(Address(0, "bob"), "left"), now, together=together)
    assert [row[0] for row in rows(often.bot)["deliveries"]] == ["ada", "cleo"]


def test_somebody_new_who_writes_three_times_at_once_is_one_person(pair: tuple[Heard, Heard]) -> None:
    _, often = pair
    before = len(rows(often.bot)["people"])
    answer = often.hears(Arrived(Address(0, "nina"), "arrived"), MONDAY, together=True)
    assert answer
    assert len(rows(often.bot)["people"]) == before + 1
