"""What the payloads of Slack are made of: ids and texts, and where something happened."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


class Malformed(Exception):
    """Not something that Slack sends."""


def _none_is_empty(text: object) -> object:
    return "" if text is None else text


def _storable(text: str) -> str:
    """Drop what no database keeps: PostgreSQL has no place for the character zero."""
    return text.replace("\x00", "")


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,255}$")]
Text = Annotated[str, BeforeValidator(_none_is_empty), Field(max_length=100_000), AfterValidator(_storable)]
Url = Annotated[str, BeforeValidator(_none_is_empty), Field(max_length=3_000)]


class Part(BaseModel):
    """Something in a payload; what Pouce does not read of it is left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Named(Part):
    """Something of which the id is all that is read."""

    id: Id


class Site(Part):
    """Where it happened: a workspace, or an organisation that installed Pouce as a whole."""

    team: str
    enterprise: str
    org_wide: bool

    @property
    def external_id(self) -> str:
        """The id under which Pouce knows the place."""
        return self.enterprise if self.org_wide and self.enterprise else self.team


class Payload(Part):
    """Anything that Slack brings."""

    @property
    def site(self) -> Site:
        """Where it happened."""
        raise NotImplementedError
