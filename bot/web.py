"""The HTTP doors. This file alone knows Starlette; what it serves comes from elsewhere."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import uvicorn
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.platforms import base

_LIMIT = 40 * 1024 * 1024  # bytes: no door takes more, and each has its own limit below
_PING = 15  # seconds


class PortTaken(Exception):
    """Another program listens there: the message says which port, and what to change."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What answers under some paths."""

    paths: Sequence[str]
    listen: base.Listen


def application(ready: Callable[[], dict[str, str]], doors: Sequence[Doors] = ()) -> Starlette:
    """Return the pages: `/healthz` says that the process answers, `/readyz` what it found wrong."""

    def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    def readyz(_: Request) -> Response:
        faults = ready()
        return JSONResponse({"faults": faults}, status_code=503 if faults else 200)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    return Starlette(routes=[*routes, *(route for each in doors for route in _routes(each))])


def _routes(doors: Doors) -> list[Route]:
    async def answer(request: Request) -> Response:
        return await _answered(doors.listen, request)

    return [Route(path, answer, methods=["GET", "POST"]) for path in doors.paths]


async def _answered(listen: base.Listen, request: Request) -> Response:
    """Read the whole body, then answer in a thread: the code behind the doors is synchronous."""
    try:
        body = await _body(request)
    except ClientDisconnect:
        return Response(status_code=400)
    if body is None:
        return JSONResponse({"error": "too large"}, status_code=413)
    asked = base.Request(
        request.method, request.url.path, dict(request.query_params), dict(request.headers), body
    )
    given = await run_in_threadpool(listen, asked)
    if given.feed:
        return EventSourceResponse(_told(given.feed), headers=dict(given.headers), ping=_PING)
    return Response(given.body, given.status, dict(given.headers))


async def _body(request: Request) -> bytes | None:
    """Return the body, or None past the limit."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LIMIT:
            return None
    return bytes(body)


async def _told(feed: base.Feed) -> AsyncIterator[ServerSentEvent]:
    """Yield what is new now, then after each ring, for as long as somebody listens."""
    loop, rung = asyncio.get_running_loop(), asyncio.Event()

    def ring() -> None:
        with suppress(RuntimeError):  # the loop is over: nobody listens any more
            loop.call_soon_threadsafe(rung.set)

    leave = feed.subscribe(ring)
    try:
        while True:
            rung.clear()
            for notice in await run_in_threadpool(feed.fetch):
                number = None if notice.id is None else str(notice.id)
                yield ServerSentEvent(notice.data, event=notice.event, id=number)
            await rung.wait()
    finally:
        leave()


def listen(host: str, port: int) -> socket.socket:
    """Take the port, or say that it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        reason = (
            f"port {port} on {host} cannot be used ({error.strerror}). "
            f"Stop what listens there, or choose another: POUCE_WEB__PORT={port + 1}."
        )
        raise PortTaken(reason) from error
    return taken


def serve(app: Starlette, door: socket.socket) -> None:
    """Answer until told to stop; open connections have five seconds to finish."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=5)
    uvicorn.Server(config).run(sockets=[door])
