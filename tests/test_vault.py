"""Tokens at rest: what the vault closes is opened by its keys, by any of them, and by nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vault import Locked, Vault

OLD, NEW, OTHER = "the key of last year", "the key of this year", "the key of somebody else"
SECRETS = {"token": "xoxb-hunter22", "refresh": "xoxe-1-été"}


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=4))
def test_what_is_closed_comes_back(secrets: dict[str, str]) -> None:
    vault = Vault([NEW])
    assert vault.open(vault.close(secrets)) == secrets


def test_what_the_store_keeps_shows_nothing_and_is_never_twice_the_same() -> None:
    vault = Vault([NEW])
    closed = vault.close(SECRETS)
    assert closed.isascii()
    assert not re.search("hunter|token|xox", closed)
    assert vault.close(SECRETS) != closed


def test_an_older_key_still_opens_and_the_newest_closes() -> None:
    before, turning, after = Vault([OLD]), Vault([NEW, OLD]), Vault([NEW])
    closed = before.close(SECRETS)
    assert turning.open(closed) == SECRETS
    assert after.open(turning.close(SECRETS)) == SECRETS
    with pytest.raises(Locked):
        after.open(closed)


@pytest.mark.parametrize("keys", [[OTHER], [NEW + " "], [OTHER, OLD]])
def test_another_key_opens_nothing(keys: list[str]) -> None:
    with pytest.raises(Locked):
        Vault(keys).open(Vault([NEW]).close(SECRETS))


@given(st.integers(0, 10_000), st.sampled_from("AQgw09_-é"))
def test_one_changed_character_opens_nothing(n: int, other: str) -> None:
    vault = Vault([NEW])
    closed = vault.close(SECRETS)
    at = n % (len(closed) - 4)  # the padding at the end says nothing
    if closed[at] == other:
        other = "z"
    with pytest.raises(Locked):
        vault.open(closed[:at] + other + closed[at + 1 :])


@pytest.mark.parametrize("nonsense", ["", "xoxb-in-clear", "gAAAAA"])
def test_what_was_never_closed_opens_nothing(nonsense: str) -> None:
    with pytest.raises(Locked):
        Vault([NEW]).open(nonsense)


def test_nothing_of_it_is_shown() -> None:
    vault = Vault([NEW, OLD])
    with pytest.raises(Locked) as raised:
        Vault([OTHER]).open(vault.close(SECRETS))
    shown = f"{vault!r} {vault} {vars(vault)} {raised.value!r}"
    assert not re.search("hunter22|key of", shown)
