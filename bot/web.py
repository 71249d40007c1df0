"""The HTTP doors. This file alone knows Starlette; what it serves comes from elsewhere."""

import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class PortTaken(Exception):
    """Another program listens there: the message says which port, and what to change."""


def application(ready: Callable[[], dict[str, str]]) -> Starlette:
    """Return the pages: `/healthz` says that the process answers, `/readyz` what it found wrong."""

    def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    def readyz(_: Request) -> Response:
        faults = ready()
        return JSONResponse({"faults": faults}, status_code=503 if faults else 200)

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz)])


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
