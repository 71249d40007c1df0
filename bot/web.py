"""The HTTP doors. This file alone knows Starlette; what it serves comes from elsewhere."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import anyio
import uvicorn
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.health import Health
from bot.metrics import CONTENT_TYPE, exposition
from bot.platforms import base

LIMIT = 40 * 1024 * 1024
"""Bytes that a door takes which says nothing else."""
_AT_ONCE = 4
"""Acts answered together for one chat, in the order they came: more threads would only wait for the database
and the interpreter, and not in order. Four, for one of them may be asking the chat who somebody is."""
_PING = 15  # seconds
_GRACE = 2  # seconds: what an open page has to be let go of


class PortTaken(Exception):
    """Another program listens there: the message says which port, and what to change."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What answers under some paths."""

    paths: Sequence[str]
    listen: base.Listen
    most: int = LIMIT
    """Bytes of a body: what is longer is refused before it is read to its end."""


def application(look: Callable[[], Health], doors: Sequence[Doors] = ()) -> Starlette:
    """Return the pages: `/healthz` (the process answers), `/readyz` (it can do its work), `/metrics`."""

    def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    def readyz(_: Request) -> Response:
        health = look()
        return JSONResponse(health.as_json(), status_code=503 if health.faults else 200)

    def metrics(_: Request) -> Response:
        return Response(exposition(look), media_type=CONTENT_TYPE)

    own = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}
    routes = [Route(path, answer) for path, answer in own.items()]
    return Starlette(routes=[*routes, *(route for each in doors for route in _routes(each))])


def _routes(doors: Doors) -> list[Route]:
    turns = anyio.CapacityLimiter(_AT_ONCE)

    async def answer(request: Request) -> Response:
        return await _answered(doors, request, turns)

    return [Route(path, answer, methods=["GET", "POST"]) for path in doors.paths]


async def _answered(doors: Doors, request: Request, turns: anyio.CapacityLimiter) -> Response:
    """Read the whole body, then answer in a thread: the code behind the doors is synchronous."""
    try:
        body = await _body(request, doors.most)
    except ClientDisconnect:
        return Response(status_code=400)
    if body is None:
        return JSONResponse({"error": "too large"}, status_code=413)
    asked = base.Request(
        request.method, request.url.path, dict(request.query_params), dict(request.headers), body
    )
    given = await anyio.to_thread.run_sync(doors.listen, asked, limiter=turns)
    if given.feed:
        over = anyio.Event()
        return EventSourceResponse(
            _told(given.feed, over),
            headers=dict(given.headers),
            ping=_PING,
            shutdown_event=over,
            shutdown_grace_period=_GRACE,
        )
    return Response(given.body, given.status, dict(given.headers))


async def _body(request: Request, most: int) -> bytes | None:
    """Return the body, or None past the limit."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            return None
    return bytes(body)


async def _told(feed: base.Feed, over: anyio.Event) -> AsyncIterator[ServerSentEvent]:
    """Yield what is new now, then after each ring, for as long as somebody listens and it is not over."""
    loop, rung = asyncio.get_running_loop(), asyncio.Event()

    def ring() -> None:
        with suppress(RuntimeError):  # the loop is over: nobody listens any more
            loop.call_soon_threadsafe(rung.set)

    leave, stop = feed.subscribe(ring), asyncio.create_task(_ring_when(over, rung))
    try:
        while not over.is_set():
            rung.clear()
            for notice in await run_in_threadpool(feed.fetch):
                number = None if notice.id is None else str(notice.id)
                yield ServerSentEvent(notice.data, event=notice.event, id=number)
            await rung.wait()
    finally:
        stop.cancel()
        leave()


async def _ring_when(over: anyio.Event, rung: asyncio.Event) -> None:
    await over.wait()
    rung.set()


def listen(host: str, port: int) -> socket.socket:
    """Take the port, or say that it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen()  # from here on whoever knocks waits, and nobody else can take the port
    except OSError as error:
        taken.close()
        reason = (
            f"port {port} on {host} cannot be used ({error.strerror}). "
            f"Stop what listens there, or choose another: POUCE_WEB__PORT={port + 1}."
        )
        raise PortTaken(reason) from error
    return taken


def address(door: socket.socket) -> str:
    """Return the address of a door, for a browser."""
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(app: Starlette, door: socket.socket) -> None:
    """Answer until told to stop; open connections have five seconds to finish."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=5)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn ends by raising it again
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[door])
