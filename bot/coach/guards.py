"""What stands in the way of a deed, said kindly, with the text kept safe."""

from bot.coach.echo import kept
from bot.coach.turn import Turn, tell
from bot.domain.activities import Answers, Value
from bot.domain.messages import Button, Reply, Style
from bot.domain.reading import masked, personal_data

LONGEST = 10_000
"""Characters kept of one note; past that it is a document, and belongs elsewhere."""


def harmless(text: str) -> str:
    """Return a text without the numbers, addresses and names of people that it showed."""
    return masked(text, personal_data(text))


def harmless_answers(answers: Answers) -> dict[str, Value]:
    """Return answers whose words show nobody."""
    return {key: harmless(value) if isinstance(value, str) else value for key, value in answers.items()}


def kinds_seen(turn: Turn, *texts: object) -> str:
    """Return what personal data was seen, in words: « un numéro de téléphone »; empty for none."""
    seen = {found.kind for text in texts if isinstance(text, str) for found in personal_data(text)}
    return turn.speech.join([turn.say(f"personal.{kind}") for kind in sorted(seen)])


def too_long(turn: Turn, text: str) -> list[Reply]:
    """Refuse a text that is a document, and give it back; empty when it fits."""
    if len(text) <= LONGEST:
        return []
    return tell(turn.say("note.too_long", n=len(text), most=LONGEST), quote=kept(text))


def without_team(turn: Turn, text: str) -> list[Reply]:
    """Say that a record needs a product; the sentence is given back, ready to be copied."""
    if turn.read_teams:
        return tell(turn.say("note.readers_do_not_record"), quote=kept(text))
    buttons = (
        Button(turn.say("button.create_team"), "create_team", (), Style.PRIMARY),
        Button(turn.say("button.join_team"), "join_team"),
    )
    return tell(turn.say("note.no_team"), *buttons, quote=kept(text))
