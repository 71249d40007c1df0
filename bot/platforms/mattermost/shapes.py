"""What Mattermost's payloads are made of: ids and texts."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


class Malformed(Exception):
    """Not something that Mattermost sends."""


def _none_is_empty(text: object) -> object:
    return "" if text is None else text


def _storable(text: str) -> str:
    """Drop what no database keeps: PostgreSQL has no place for the character zero."""
    return text.replace("\x00", "")


Id = Annotated[str, Field(pattern=r"^[a-z0-9]{26}$")]
"""model/utils.go, IsValidId: the same since there are ids."""
NoId = Annotated[str, BeforeValidator(_none_is_empty), Field(pattern=r"^([a-z0-9]{26})?$")]
"""An id, or nothing: a direct channel has no team, a post that begins a thread has no root."""
Text = Annotated[str, BeforeValidator(_none_is_empty), Field(max_length=100_000), AfterValidator(_storable)]
Short = Annotated[str, BeforeValidator(_none_is_empty), Field(max_length=3_000)]


class Part(BaseModel):
    """Something in a payload; what Pouce does not read of it is left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)
