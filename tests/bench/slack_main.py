"""One server that hears slash commands: `python -m tests.bench.slack_main KIND DATABASE API` prints its port.

`bolt`: an application of Bolt as its guide makes it, and one insert by the ORM. `bare`: the same insert
behind a Starlette endpoint that checks nothing. `doors`: Pouce's doors and the same insert. `pouce`: all.
`oauth`: all, where workspaces installed it by themselves.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import web
from bot.chats import slack
from bot.config import Config
from bot.config import Slack as SlackConfig
from bot.domain.messages import Message, Reply
from bot.health import Health
from bot.platforms.slack.listen import EVENTS
from bot.store.engine import engine_for
from bot.wiring import build

SECRET = "signing-secret"  # noqa: S105 # of a bench
KEY = "a key for these benches"


class Base(DeclarativeBase):
    pass


class Record(Base):
    """What every kind but Pouce itself inserts, durably."""

    __tablename__ = "record"

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str]
    text: Mapped[str]


@dataclass
class Notes:
    """A database that is as durable as Pouce's."""

    url: str
    engine: Any = field(init=False)

    def __post_init__(self) -> None:
        self.engine = engine_for(self.url)
        Base.metadata.create_all(self.engine)

    def add(self, who: str, text: str) -> None:
        with Session(self.engine.execution_options(write=True)) as session:
            session.add(Record(who=who, text=text))
            session.commit()


def naive_notes(url: str) -> Notes:
    """The same, as the ORM's own guide sets it up: every thread begins its writes by itself."""
    notes = Notes.__new__(Notes)
    notes.engine = create_engine(url)

    @event.listens_for(notes.engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        connection.executescript(
            "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"
        )

    Base.metadata.create_all(notes.engine)
    return notes


def bolt(database: str, api: str) -> Starlette:
    notes = naive_notes(database)
    app = App(
        client=WebClient("xoxb-T0AIDES", base_url=api),
        signing_secret=SECRET,
        token_verification_enabled=False,
    )

    @app.command("/coach")
    def _coach(ack: Any, command: dict[str, str]) -> None:
        with Session(notes.engine) as session:
            session.add(Record(who=command["user_id"], text=command["text"]))
            session.commit()
        ack("Noted.")

    handler = SlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route(EVENTS, endpoint, methods=["POST"])])


def bare(database: str, _: str) -> Starlette:
    notes = naive_notes(database)

    async def endpoint(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        await run_in_threadpool(notes.add, form["user_id"], form["text"])
        return JSONResponse({"text": "Noted."})

    return Starlette(routes=[Route(EVENTS, endpoint, methods=["POST"])])


def pouce(database: str, api: str, *, thin: bool = False, by_oauth: bool = False) -> Starlette:
    ways = {"client_id": "1.2", "client_secret": "s"} if by_oauth else {"bot_token": "xoxb-T0AIDES"}
    asked = SlackConfig(signing_secret=SECRET, api_url=api, **ways)
    config = Config(secret_keys=(KEY,), database_url=database, slack=asked)
    assert config.slack
    bot = build(config)
    house = slack.open_slack(config, bot, config.slack, lambda: datetime.now(UTC))
    if thin:
        notes = Notes(database)

        def hear(said: Any, _: Any) -> list[Reply]:
            notes.add(said.who.external_id, said.text)
            return [Reply(Message("Noted."))]

        vars(house).update(hear=hear, refresh=lambda *_: None)
    return web.application(Health, [web.Doors((EVENTS,), slack.doors(house, config.slack).listen)])


def main() -> None:
    kind, database, api = sys.argv[1:]
    kinds: dict[str, Callable[[str, str], Starlette]] = {
        "bolt": bolt,
        "bare": bare,
        "pouce": pouce,
        "doors": partial(pouce, thin=True),
        "oauth": partial(pouce, by_oauth=True),
    }
    app = kinds[kind](database, api)
    door = web.listen("127.0.0.1", 0)
    print(door.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[door])


if __name__ == "__main__":
    main()
