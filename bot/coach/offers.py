"""A form that cannot open by itself: no chat shows one because of a mere message, so a button opens it."""

from bot.coach.turn import Turn, tell
from bot.domain.messages import Button, Form, Message, Reply, Style
from bot.words import Speech


def offer(speech: Speech, event_id: str, form: Form) -> Reply:
    """Return a message whose button opens the form that was the answer to an act."""
    button = Button(speech.say("form.open"), "reopen", (event_id,), Style.PRIMARY)
    return Reply(Message(speech.say("form.offer", title=form.title), (button,)))


def reopen(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Open the form again that was the answer to an earlier act."""
    forms = [each for each in turn.memory.answer_given(args[0]) if each.form]
    return forms or tell(turn.say("press.expired"))
