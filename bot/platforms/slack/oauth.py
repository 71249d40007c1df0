"""Pouce installed by each workspace itself, with « Add to Slack »: the way out to Slack, and the way back.

Bolt's own flow does it (docs.slack.dev, authentication/installing-with-oauth). The `state` is signed, bound
to the browser by a cookie and good for ten minutes; a code is good once, by Slack's own rule.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from secrets import token_urlsafe
from typing import Any, Protocol

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation, InstallationStore
from slack_sdk.oauth.state_store.stateless import StatelessOAuthStateStore
from slack_sdk.web import SlackResponse

from bot.platforms.base import Answer, PlatformError, Refused, Request
from bot.platforms.slack.errors import only_four_failures
from bot.platforms.slack.house import Away

INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
_STATE_LIFE = 600  # seconds
_PATIENCE = 10  # seconds
_CODE = re.compile(r"[a-z_]{1,60}")
_PAGE = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>Pouce</title>'
    "<style>body{{font:1.1rem/1.6 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem}}"
    "pre{{white-space:pre-wrap;border-left:.25rem solid;padding-left:1rem;font:inherit}}</style>"
    "<h1>{title}</h1><p>{text}</p>{quote}</html>"
)
_SAFE = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Application:
    """Who Pouce is for Slack, and where people come back to."""

    client_id: str
    client_secret: str
    scopes: Sequence[str]
    redirect_uri: str
    secret: str
    """Signs the `state`."""
    authorize_url: str = "https://slack.com/oauth/v2/authorize"


class Keeper(Protocol):
    """Keeps what a workspace gave."""

    def keep(self, installation: Installation) -> None:
        """Note that Pouce is installed there, with these tokens; raise Away when that cannot be kept."""
        ...


class _Explaining(WebClient):
    """Says what went wrong; of a refusal, Bolt's flow would only tell `invalid_code`, and log the code."""

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:  # noqa: ANN401 - as the SDK has it
        with only_four_failures():
            return super().api_call(api_method, **given)


class _States(StatelessOAuthStateStore):
    """The SDK's own are the same for whoever begins within a second; these are each browser's alone."""

    def issue(self, *args: object, **given: object) -> str:
        return f"{token_urlsafe(16)}.{super().issue(*args, **given)}"

    def consume(self, state: str) -> bool:
        return super().consume(state.partition(".")[2])


class _Store(InstallationStore):
    """What Bolt's flow saves to; Pouce looks installations up by itself."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper

    def save(self, installation: Installation) -> None:
        self.keeper.keep(installation)


class Installing:
    """The two doors of an installation."""

    def __init__(
        self,
        application: Application,
        keeper: Keeper,
        base_url: str,
        say: Callable[..., str],
        language: str,
    ) -> None:
        self.say, self.language = say, language
        client = _Explaining(base_url=base_url, timeout=_PATIENCE, retry_handlers=[])
        self.flow = OAuthFlow(client=client, settings=self._settings(application, keeper))

    def _settings(self, application: Application, keeper: Keeper) -> OAuthSettings:
        state = _States(expiration_seconds=_STATE_LIFE, signing_secret=application.secret)
        return OAuthSettings(
            client_id=application.client_id,
            client_secret=application.client_secret,
            scopes=list(application.scopes),
            user_scopes=[],
            redirect_uri=application.redirect_uri,
            install_path=INSTALL,
            install_page_rendering_enabled=False,
            redirect_uri_path=REDIRECT,
            callback_options=CallbackOptions(self._installed, self._failed),
            authorization_url=application.authorize_url,
            installation_store=_Store(keeper),
            state_store=state,
            state_expiration_seconds=_STATE_LIFE,
        )

    def listen(self, request: Request) -> Answer:
        """Send somebody to Slack, or keep what they come back with."""
        if request.method != "GET":
            return Answer(405)
        bolt = BoltRequest(body="", query=dict(request.query), headers=dict(request.headers))
        if request.path == INSTALL:
            return _answer(self.flow.handle_installation(bolt))
        try:
            return _answer(self.flow.handle_callback(bolt))
        except (PlatformError, Away) as fault:
            log.warning("installation failed", action="install", why=str(fault) or "database away")
            status = 400 if isinstance(fault, Refused) else 503
            return _answer(self._page(status, "slack.install_failed", reason=_code(fault)))

    def _installed(self, args: SuccessArgs) -> BoltResponse:
        name = args.installation.team_name or args.installation.enterprise_name or ""
        return self._page(200, "slack.installed", "slack.installed_text", name=name)

    def _failed(self, args: FailureArgs) -> BoltResponse:
        reason = args.reason if _CODE.fullmatch(args.reason) else "error"
        log.warning("installation refused", action="install", why=reason)
        return self._page(args.suggested_status_code, "slack.install_failed", reason=reason)

    def _page(self, status: int, text: str, quote: str = "", **facts: str) -> BoltResponse:
        shown = f"<pre>{escape(self.say(quote, **facts))}</pre>" if quote else ""
        page = _PAGE.format(
            language=self.language,
            title=escape(self.say("slack.install_title")),
            text=escape(self.say(text, **facts)),
            quote=shown,
        )
        return BoltResponse(status=status, body=page, headers={"content-type": "text/html; charset=utf-8"})


def _code(fault: Exception) -> str:
    """Name a fault for whoever runs Pouce: by Slack's code, else by its kind."""
    cause = fault.__cause__
    return str(cause.response["error"]) if isinstance(cause, SlackApiError) else type(fault).__name__.lower()


def _answer(told: BoltResponse) -> Answer:
    headers: Mapping[str, Any] = told.first_headers()
    return Answer(told.status, {**_SAFE, **{str(k): str(v) for k, v in headers.items()}}, told.body.encode())


# Tokens that end


@dataclass(frozen=True, slots=True)
class Tokens:
    """What opens a workspace until it ends, and what it is exchanged with."""

    token: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime | None = None


def renewed(client: WebClient, client_id: str, client_secret: str, held: Tokens, now: datetime) -> Tokens:
    """Exchange tokens for new ones; raises the four failures (docs.slack.dev, using-token-rotation)."""
    with only_four_failures():
        fresh = client.oauth_v2_access(
            client_id=client_id,
            client_secret=client_secret,
            grant_type="refresh_token",
            refresh_token=held.refresh,
        )
        lasts = timedelta(seconds=int(fresh["expires_in"]))
        return Tokens(str(fresh["access_token"]), str(fresh["refresh_token"]), now + lasts)
