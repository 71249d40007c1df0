"""Tokens at rest: what opens a chat is kept encrypted, and any of our keys may open it.

The keys are derived from those that seal buttons, so that there is one secret to give and to change:
the newest encrypts, the older ones still decrypt (TRUST §3.3).
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE = b"pouce.tokens.v1"


class Locked(Exception):
    """None of our keys opens this: the key it was closed with was taken away."""


class Vault:
    """Closes with the newest key and opens with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the secret keys, newest first."""
        self._fernet = MultiFernet([Fernet(_derived(key)) for key in keys])

    def close(self, secrets: Mapping[str, str]) -> str:
        """Return secrets as the store may keep them."""
        return self._fernet.encrypt(json.dumps(dict(secrets)).encode()).decode("ascii")

    def open(self, closed: str) -> dict[str, str]:
        """Return what was closed; raise Locked."""
        try:
            opened: dict[str, str] = json.loads(self._fernet.decrypt(closed.encode("ascii")))
        except (InvalidToken, ValueError) as fault:
            raise Locked from fault
        return opened


def _derived(key: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return urlsafe_b64encode(derived)
