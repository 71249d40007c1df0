"""The way out to one Mattermost server: send, change, look for, show a form, know somebody.

The driver is generated from Mattermost's own API file; what it has no word for (`pending_post_id`) goes by
its raw requests. Nothing is tried again here: a message whose answer was lost may be there (TRUST §0.4).
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from ssl import SSLContext, create_default_context
from typing import Any

import httpx
import structlog
from mattermostautodriver import Client, TypedDriver
from mattermostautodriver.exceptions import InvalidMattermostError, MattermostError

from bot.domain.events import Profile
from bot.domain.messages import Chart, Form, Message
from bot.domain.people import Address, AddressKind
from bot.platforms.base import Busy, Lost, Pace, PlatformError, Receipt, Unreachable
from bot.platforms.mattermost.errors import failure
from bot.platforms.mattermost.forms import dialog
from bot.platforms.mattermost.limits import FILES, OLDEST, Features, Version, version_of
from bot.platforms.mattermost.profiles import Known, profile_of
from bot.platforms.mattermost.render import Post, post
from bot.platforms.mattermost.sealed import ANSWER, Mark, context, unmarked, with_marked_state

PACE = Pace(per_second=5, burst=5, gap=timedelta(seconds=1), timeout=timedelta(seconds=10))
"""Never more than the 10 requests a second that a server allows each token when it limits at all
(RateLimitSettings; 100 at once): what is asked about people comes on top."""
KEY = "pouce_key"
"""The property of a post by which it is found again: clients see it, hence it is opaque."""
_HOOK = re.compile(r"[a-z0-9]{26}")
_KNOWN_FOR = timedelta(minutes=10)

log = structlog.get_logger()
_DRIVER_LOG = "mattermostautodriver.websocket"
logging.getLogger(_DRIVER_LOG).setLevel(logging.CRITICAL)  # each refusal is told here, in other words


class _Under(Client):  # type: ignore[misc] # the driver has no types
    """The driver's client, for a server that is under a path too."""

    @property
    def url(self) -> str:
        return str(self._options["base"])


@cache
def trusted() -> SSLContext:
    """Return whom this machine trusts, read once: administrations sign their own certificates."""
    return create_default_context()


def typed_driver(base: str, token: str, pace: Pace = PACE) -> Any:  # noqa: ANN401 # the driver has no types
    """Return a driver that asks once, and waits no longer than the pace says."""
    seconds = pace.timeout.total_seconds()
    options = {"base": base.rstrip("/"), "request_timeout": seconds, "max_retries": 0}
    options["verify"] = trusted()
    driver = TypedDriver(options, client_cls=_Under)
    driver.client.token = token
    return driver


@contextmanager
def only_four_failures() -> Iterator[None]:
    """Let out Busy, Unreachable, Refused and Lost, and nothing else."""
    try:
        yield
    except MattermostError as refusal:  # before httpx.HTTPError, which it is one of
        wait = getattr(refusal, "retry_after", None)
        raise failure(refusal.status_code, refusal.error_id or "", wait) from refusal
    except InvalidMattermostError as refusal:
        raise failure(refusal.status_code, "") from refusal
    # an answer that is no JSON, or other JSON than was asked for, shows nothing of what became of the request
    except (httpx.HTTPError, OSError, ValueError, LookupError, TypeError, AttributeError) as cut:
        raise Lost(repr(cut)) from cut


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose token it is, and the version of the server: the first question that is asked."""

    user: str
    name: str
    version: Version


@dataclass
class MattermostVoice:
    """Implements `Platform` for one server, and what only Mattermost has."""

    driver: Any
    callback: str
    """Where buttons and dialogs lead: our own address, up to /mattermost."""
    draw: Callable[[Chart], bytes]
    now: Callable[[], datetime]
    mark: Mark = unmarked
    """Proves that what comes back with a button or a dialog left from here."""
    pace: Pace = PACE
    excuse: Callable[[Address], str] = lambda _: ""
    """What is said to somebody when a file cannot follow."""
    known: dict[str, Known] = field(default_factory=dict)
    """By user."""
    direct: dict[str, str] = field(default_factory=dict)
    """The direct channel with each user: it is theirs for ever."""
    told: Identity | None = None

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        """Post a message to a person or a channel, with what is drawn or attached.

        The server keeps `pending_post_id` for 30 seconds: the same message sent again by then is the one that
        is there, or an error while that one is being stored. After that, `find` has seen it.
        """
        with only_four_failures():
            channel = self._channel(to)
            files = self._uploaded(channel, message)
        ready = self.ready(message if files is not None else message.with_last_line(self.excuse(to)), key)
        with only_four_failures():
            body = {
                "channel_id": channel,
                "message": ready.message,
                "props": ready.props,
                "file_ids": files or [],
                "pending_post_id": f"{self.identity().user}:{key}",
            }
            answer = self.driver.client.post("/api/v4/posts", options=body, params={"set_online": "false"})
            return Receipt(str(answer["channel_id"]), str(answer["id"]))

    def update(self, receipt: Receipt, message: Message, key: str | None = None) -> None:
        """Put a message in place of one posted before; its buttons go unless there are new ones.

        It keeps its key, by which it may still be looked for; another one than was told is left as it is.
        """
        with only_four_failures():
            there = _read(self.driver.posts.get_post(receipt.message))
            kept = str((there.get("props") or {}).get(KEY, ""))
            if there["user_id"] != self.identity().user or key not in {None, kept}:
                fault = "this message is another one"
                raise Unreachable(fault)
        ready = self.ready(message, kept)
        with only_four_failures():
            self.driver.posts.patch_post(receipt.message, message=ready.message, props=ready.props)

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        """Look for a message by its key among those that came or changed since."""
        with only_four_failures():
            channel, ours = self._channel(to), self.identity().user
            answer = _read(
                self.driver.posts.get_posts_for_channel(channel, since=int(since.timestamp() * 1_000))
            )
            for each in answer["posts"].values():
                if each["user_id"] == ours and (each.get("props") or {}).get(KEY) == key:
                    return Receipt(channel, str(each["id"]))
        return None

    def open_form(self, trigger: str, form: Form, origin: str = "") -> None:
        """Show a form; `origin` comes back with what is filled in."""
        shown = dialog(form, origin, f"{self.callback}/dialog", self.features())
        ready = with_marked_state(shown, self.mark)
        with only_four_failures():
            self.driver.integration_actions.open_interactive_dialog(trigger_id=trigger, **ready)

    def profile(self, who: Address) -> Profile:
        """Tell what Mattermost knows of someone, asked every ten minutes at most."""
        now = self.now()
        if who.kind is AddressKind.CHANNEL:
            return Profile()
        known = self.known.get(who.external_id)
        if known is None or not now - _KNOWN_FOR < known.at <= now:
            with only_four_failures():
                known = Known(now, self._ask_about(who.external_id))
            self.known[who.external_id] = known
        return known.profile

    def forget(self, user: str) -> None:
        """Ask about somebody again next time: Mattermost said that something changed."""
        self.known.pop(user, None)

    # What only Mattermost has

    def ready(self, message: Message, key: str) -> Post:
        """Return a message as the server takes it, with the key of its post or of the answer that it is."""
        made = post(
            message,
            f"{self.callback}/action",
            self._likely_features(),
            lambda token: context(token, key, self.mark),
        )
        return made if not key or key.startswith(ANSWER) else Post(made.message, {**made.props, KEY: key})

    def reach(self, who: Address) -> None:
        """Make sure that somebody may be written to: their direct channel is there from then on."""
        with only_four_failures():
            self._channel(who)

    def named(self, name: str) -> tuple[str, Profile]:
        """Tell who bears a name: their id, and what Mattermost knows of them."""
        with only_four_failures():
            told = _read(self.driver.users.get_user_by_username(name))
            return str(told["id"]), profile_of(told)

    def written(self, post_id: str) -> Mapping[str, Any]:
        """Return a post as it stands."""
        with only_four_failures():
            return _read(self.driver.posts.get_post(post_id))

    def respond(self, response_url: str, message: Message) -> None:
        """Answer a command later, to whoever typed it alone: 5 times in 30 minutes.

        Only the last part of the address is used, on the server that we know: what a forged command names is
        never asked for.
        """
        hook = response_url.rpartition("/")[2]
        if not _HOOK.fullmatch(hook):
            fault = "this address is not one of the server's"
            raise Unreachable(fault)
        ready = self.ready(message, f"{ANSWER}{hook}")
        said = {"response_type": "ephemeral", "text": ready.message, "props": ready.props}
        with only_four_failures():
            path = f"/hooks/commands/{hook}"
            self.driver.client.make_request("post", path, options={**said, "skip_slack_parsing": True})

    def identity(self) -> Identity:
        """Tell whose token it is and how old the server is, asked once."""
        if self.told is None:
            with only_four_failures():
                answer = self.driver.client.make_request("get", "/api/v4/users/me")
                user = answer.json()
                version = version_of(answer.headers.get("X-Version-Id", ""))
                self.told = Identity(str(user["id"]), str(user["username"]), version)
        return self.told

    def features(self) -> Features:
        """Tell what the server can do."""
        return Features(self.identity().version)

    # How

    def _likely_features(self) -> Features:
        """Tell what the server can do; while it does not answer, what every server can."""
        try:
            return self.features()
        except PlatformError as failure:
            log.warning("version not known", action="version", why=str(failure))
            return OLDEST

    def _channel(self, to: Address) -> str:
        if to.kind is AddressKind.CHANNEL:
            return to.external_id
        if to.external_id not in self.direct:
            both = [self.identity().user, to.external_id]
            self.direct[to.external_id] = str(self.driver.channels.create_direct_channel(both)["id"])
        return self.direct[to.external_id]

    def _uploaded(self, channel: str, message: Message) -> list[str] | None:
        """Upload what goes with a message; None when that fails: the message leaves all the same."""
        try:
            with only_four_failures():
                files = list(self._files(message))[:FILES]
                return [self._upload(channel, name, content) for name, content in files]
        except Busy:
            raise
        except PlatformError as failed:
            log.warning("files do not follow", action="attach", channel=channel, why=str(failed))
        except Exception:  # drawing may fail as well as the network
            log.exception("files do not follow", action="attach", channel=channel)
        return None

    def _files(self, message: Message) -> Iterator[tuple[str, bytes]]:
        if message.chart:
            yield f"{message.chart.title}.png", self.draw(message.chart)
        for each in message.files:
            yield each.name, each.content

    def _upload(self, channel: str, name: str, content: bytes) -> str:
        answer = self.driver.files.upload_file(channel_id=channel, files=(name, content))
        return str(answer["file_infos"][0]["id"])

    def _ask_about(self, user: str) -> Profile:
        told = _read(self.driver.users.get_user(user))
        if told["delete_at"]:
            return profile_of(told)
        return profile_of(told, _read(self.driver.status.get_user_status(user)))


def _read(answer: Any) -> Mapping[str, Any]:  # noqa: ANN401 # the driver has no types
    """Return what was answered: the driver hands the response over when its type says more than JSON."""
    told = answer.json() if isinstance(answer, httpx.Response) else answer
    if not isinstance(told, Mapping):
        fault = "another answer than was asked for"
        raise TypeError(fault)
    return told
