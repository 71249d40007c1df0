"""Text to Slack and back: nothing of people's becomes a command, nothing of theirs is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.plain import cut, fold, level
from bot.platforms.slack.text import escape, typed


def test_what_slack_would_obey_is_only_read() -> None:
    assert escape("<!channel> <@U1> <http://x|y> R&D &amp;") == (
        "&lt;!channel&gt; &lt;@U1&gt; &lt;http://x|y&gt; R&amp;D &amp;amp;"
    )


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("test 3 : R&amp;D &lt;3 &gt; 2", "test 3 : R&D <3 > 2"),
        ("l’entité &amp;amp; et &eacute;", "l’entité &amp; et &eacute;"),
        ("inviter <@U123|chloe> coach", "inviter @U123 coach"),
        ("inviter <@W9> coach", "inviter @W9 coach"),
        ("voir <https://exemple.fr/a?b=1&amp;c=2|exemple.fr>", "voir https://exemple.fr/a?b=1&c=2"),
        ("écrire à <mailto:a@b.fr|a@b.fr>", "écrire à a@b.fr"),
        ("appeler <tel:0102|01 02>", "appeler 0102"),
        ("vu dans <#C1|aides> et <#C2>", "vu dans #aides et #C2"),
        ("<!here> <!subteam^S1|@design> <!date^1392734382^{date}|18 février>", "@here @design 18 février"),
        ("les <> et < 3", "les <> et < 3"),
    ],
)
def test_what_was_typed_is_found_again(sent: str, said: str) -> None:
    assert typed(sent) == said


@given(st.text())
def test_any_text_goes_to_slack_and_back(text: str) -> None:
    """Slack escapes what people type as we escape what we say."""
    assert not set("<>") & set(escape(text))
    assert typed(escape(text)) == text


def test_a_label_is_cut_at_a_word() -> None:
    assert cut("Aides simples aux communes", 20) == "Aides simples aux…"
    assert cut("a" * 30, 20) == "a" * 19 + "…"
    assert cut("Aides simples", 20) == "Aides simples"


def test_a_long_text_says_how_much_is_not_shown() -> None:
    assert fold("a" * 100, 50) == "a" * 38 + "… (+62)"
    assert fold("a" * 50, 50) == "a" * 50


@given(st.text(min_size=1), st.integers(1, 200))
def test_a_shortened_text_fits_and_is_never_empty(text: str, most: int) -> None:
    assert 0 < len(fold(text, most)) <= most
    assert 0 < len(cut(text, most)) <= most


def test_the_longest_texts_give_way_first() -> None:
    assert level([10, 200, 300], 110) == 50
    assert level([10, 20, 30], 100) >= 30


@given(st.lists(st.integers(0, 5_000), max_size=50), st.integers(0, 10_000))
def test_what_is_folded_at_the_level_fits(lengths: list[int], most: int) -> None:
    shown = [min(each, level(lengths, most)) for each in lengths]
    assert sum(shown) <= most
    if sum(lengths) <= most:
        assert shown == lengths
