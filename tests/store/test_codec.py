import json

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import Message
from bot.store.codec import decode, encode


@given(st.from_type(Message))
def test_a_message_is_read_back_as_it_was_composed(message: Message) -> None:
    assert decode(json.loads(json.dumps(encode(message)))) == message


def test_a_message_written_by_an_older_version_is_still_read() -> None:
    assert decode({"text": "Bonjour"}) == Message("Bonjour")
