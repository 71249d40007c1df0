"""Pouce looks at itself: `pouce doctor` types the command and presses a button with the bot's own account.

What comes so has passed every door: the server found us, and what it brought was believed. It is answered
here, and nobody is met.
"""

from typing import Any

from bot.domain.messages import Button, Message

PROOF = "pouce"
"""What is answered: the doctor waits for it."""
QUESTION = Message("pouce doctor", (Button(PROOF, "doctor"),))
"""What the doctor posts where the bot alone reads."""


def called() -> dict[str, Any]:
    """Answer a command."""
    return {"response_type": "ephemeral", "text": PROOF, "skip_slack_parsing": True}


def pressed() -> dict[str, Any]:
    """Answer a button."""
    return {"update": {"message": PROOF, "props": {}}}
