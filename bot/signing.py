"""Is this button ours, and for this person? What comes back from a chat is believed only if sealed here.

A token says who may use it, in which workspace, for which verb and until when; changing one character of
it, or handing it to somebody else, makes it worthless (TRUST §3.3). Rights are checked again at use.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData, Signer, URLSafeSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from bot.domain.messages import Button, Form, Message
from bot.domain.people import Address

LIFETIME = timedelta(days=7)
_VERSION = "v1."


class Forged(Exception):
    """The token was not sealed here, or not for this person in this workspace."""


class Expired(Exception):
    """The token was ours, and is too old: the person is given a fresh message."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a button or a form asks for, once its seal is broken open."""

    verb: str
    args: tuple[str, ...]


class Seal:
    """Seals with the newest key and opens with any of them, so that keys can be changed without a cut."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the keys, newest first."""
        if not keys:
            message = "a seal needs at least one key"
            raise ValueError(message)
        self._serializer = URLSafeSerializer(
            list(reversed(keys)),  # itsdangerous signs with the last one
            salt="pouce.action.v1",
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )
        self._signers = [_signer(each) for each in keys]

    def seal(self, verb: str, args: Sequence[str], workspace: int, person: str, now: datetime) -> str:
        """Return a token that only this person can use, for seven days. `person` is the chat's own id."""
        expires = int((now + LIFETIME).timestamp())
        return _VERSION + str(self._serializer.dumps([workspace, person, expires, verb, *args]))

    def open(self, token: str, workspace: int, person: str, now: datetime) -> Action:
        """Return what a token asks for; raise Forged or Expired."""
        whose_workspace, whose, expires, verb, *args = self._content(token)
        if (whose_workspace, whose) != (workspace, person):
            raise Forged
        if now.timestamp() > expires:
            raise Expired
        return Action(verb, tuple(args))

    def bearer(self, token: str) -> tuple[int, str]:
        """Return whose a token is, by workspace and the chat's own id, even an old one; raise Forged."""
        workspace, person, *_ = self._content(token)
        return int(workspace), str(person)

    def mark(self, text: str) -> str:
        """Return what proves that a text was written here, for what travels next to a token."""
        return self._signers[0].get_signature(text).decode("ascii")

    def is_marked(self, text: str, mark: str) -> bool:
        """Say whether a mark is that of a text, in its own spelling: base64 has others."""
        own = (each.get_signature(text) for each in self._signers)
        return any(hmac.compare_digest(each, mark.encode()) for each in own)

    def sealed_message(self, message: Message, address: Address, now: datetime) -> Message:
        """Return the message with a token on each of its buttons, for whoever is at the address."""
        parts = tuple(
            replace(part, buttons=self._buttons(part.buttons, address, now)) for part in message.parts
        )
        return replace(message, buttons=self._buttons(message.buttons, address, now), parts=parts)

    def sealed_form(self, form: Form, address: Address, now: datetime) -> Form:
        """Return the form with its token, for whoever is at the address."""
        token = self.seal(form.verb, form.args, address.workspace, address.external_id, now)
        return replace(form, token=token)

    def _buttons(self, buttons: tuple[Button, ...], address: Address, now: datetime) -> tuple[Button, ...]:
        return tuple(
            replace(each, token=self.seal(each.verb, each.args, address.workspace, address.external_id, now))
            for each in buttons
        )

    def _content(self, token: str) -> list[Any]:
        try:
            if not _is_canonical(token):
                raise Forged
            content: list[Any] = self._serializer.loads(token.removeprefix(_VERSION))
        except BadData as fault:
            raise Forged from fault
        return content


def _signer(key: str) -> Signer:
    return Signer(key, salt="pouce.mark.v1", digest_method=hashlib.sha256, key_derivation="hmac")


def _is_canonical(token: str) -> bool:
    """Refuse the other spellings of a good signature: base64 leaves bits unused and skips odd characters."""
    signature = token.rpartition(".")[2]
    return (
        token.isascii()
        and token.startswith(_VERSION)
        and base64_encode(base64_decode(signature)) == signature.encode()
    )
