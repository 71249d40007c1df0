"""What happens in Slack that Pouce subscribed to (docs.slack.dev, reference/events)."""

from typing import Annotated, Literal

from pydantic import Field

from bot.platforms.slack.shapes import Id, Part, Payload, Site, Text, Url


class MessageEvent(Part):
    """Something typed in a conversation that Pouce is in."""

    type: Literal["message", "app_mention"]
    channel: Id
    channel_type: Url = ""
    user: Id | None = None
    bot_id: Id | None = None
    subtype: str | None = None
    text: Text = ""
    ts: Id
    user_team: Id | None = None
    edited: object = None
    """What changed something typed before."""


class HomeOpened(Part):
    """Somebody opened Pouce in the side bar, on one of its tabs."""

    type: Literal["app_home_opened"]
    user: Id
    tab: Url = ""


class Names(Part):
    """How somebody is called."""

    display_name: Text = ""
    real_name: Text = ""


class Account(Part):
    """Somebody, as Slack tells it."""

    id: Id
    deleted: bool = False
    is_bot: bool = False
    tz: Annotated[str, Field(max_length=100)] | None = None
    locale: Annotated[str, Field(max_length=40)] | None = None
    profile: Names = Names()


class UserChange(Part):
    """An account changed: its zone, its language, or it was closed."""

    type: Literal["user_change"]
    user: Account


class Uninstalled(Part):
    """Pouce was taken out of the workspace."""

    type: Literal["app_uninstalled"]


class Tokens(Part):
    """Whose tokens were revoked."""

    bot: list[Id] = Field(default_factory=list)


class TokensRevoked(Part):
    """Tokens stopped working."""

    type: Literal["tokens_revoked"]
    tokens: Tokens = Tokens()


Heard = Annotated[
    MessageEvent | HomeOpened | UserChange | Uninstalled | TokensRevoked, Field(discriminator="type")
]


class Authorization(Part):
    """For whom an event was sent."""

    team_id: Id | None = None
    enterprise_id: Id | None = None
    is_enterprise_install: bool = False


class EventCallback(Payload):
    """Something happened that Pouce subscribed to."""

    type: Literal["event_callback"]
    event_id: Id
    team_id: Id | None = None
    """None for what happens in a whole organisation."""
    enterprise_id: Id | None = None
    is_enterprise_install: bool = False
    authorizations: list[Authorization] = Field(default_factory=list)
    is_ext_shared_channel: bool = False
    event: Heard

    @property
    def site(self) -> Site:
        """Where it happened; of a channel shared with others, the side that installed Pouce."""
        mine = self.authorizations[0] if self.authorizations else Authorization()
        return Site(
            team=mine.team_id or self.team_id or "",
            enterprise=mine.enterprise_id or self.enterprise_id or "",
            org_wide=mine.is_enterprise_install or self.is_enterprise_install,
        )
