"""A Mattermost server, asked for what only administrators ask, by whoever the token is of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.platforms.base import Refused, Unreachable
from bot.platforms.mattermost.client import only_four_failures

PAGE = 200
"""Items of a list that are given at once, at most (web/params.go)."""
_UNAUTHORIZED = 401
Json = Mapping[str, Any]


@dataclass
class Api:
    """A server, asked with one token. Raises the four failures."""

    driver: Any

    def ask(self, method: str, path: str, body: object = None, **params: object) -> Any:  # noqa: ANN401 # JSON
        """Return what is answered."""
        with only_four_failures():
            url = f"/api/v4{path}"
            return self.driver.client.make_request(method, url, options=body, params=params or None).json()

    def find(self, path: str, **params: object) -> Any:  # noqa: ANN401 # same
        """Return what is there, None when it is not, or not for this account to see."""
        try:
            return self.ask("get", path, **params)
        except Unreachable:
            return None

    def pages(self, path: str, **params: object) -> Iterator[Json]:
        """Give every item of a list."""
        for page in count():
            found: list[Json] = self.ask("get", path, page=page, per_page=PAGE, **params)
            yield from found
            if len(found) < PAGE:
                return


def administrator(api: Api) -> Json:
    """Return whose token it is; raise Refused when it is no use."""
    try:
        me: Json = api.ask("get", "/users/me")
    except Refused as refusal:
        cause = getattr(refusal.__cause__, "status_code", None)
        if cause != _UNAUTHORIZED:
            raise
        fault = (
            "the server does not take the administrator's token: it ended or was revoked; and a personal "
            "access token works only with ServiceSettings.EnableUserAccessTokens (System Console > "
            "Integrations > Integration Management > Enable Personal Access Tokens)"
        )
        raise Refused(fault) from refusal
    if me.get("is_bot"):
        fault = "this is the token of a bot, and commands belong to people: give an administrator's"
        raise Refused(fault)
    return me
