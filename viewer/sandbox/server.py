"""The socket under the sandbox: loopback only, one JSON line when it is ready, quiet otherwise."""

import asyncio
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from viewer.sandbox.app import Sandbox

LOOPBACK = "127.0.0.1"
_GRACE = 2  # seconds for answers under way when the sandbox ends


class Line(H11Protocol):
    """One connection. Hands every request the means to close it, for the weather."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Remember how to hang up (ASGI lifespan state reaches every request's scope)."""
        super().connection_made(transport)
        self.app_state = self.app_state | {"hang_up": transport.close}


class Server(uvicorn.Server):
    """Announces itself when it listens, and leaves the signals to us."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._ready()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # a context manager, too
        """Signals are set in ``serve``: uvicorn's own would end the process by the signal, not with code 0."""
        return nullcontext()


def listen(port: int) -> socket.socket:
    """A listening socket on loopback; port 0 takes any free one.

    Raises:
        OSError: the port is taken.
    """
    # Named TCP, because asyncio turns off Nagle's delay only on sockets that are: 40 ms an answer otherwise.
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        line.bind((LOOPBACK, port))
    except OSError:
        line.close()
        raise
    line.listen(256)
    line.setblocking(False)
    return line


def origin(line: socket.socket) -> str:
    """The origin a listening socket stands for."""
    return f"http://{LOOPBACK}:{line.getsockname()[1]}"


def server(sandbox: Sandbox, ready: Callable[[], None]) -> Server:
    """A server for the sandbox, not yet started."""
    config = uvicorn.Config(
        sandbox.app,
        http=Line,
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="error",
        server_header=False,
        date_header=False,  # the sandbox's own clock tells it
        timeout_keep_alive=60,
        timeout_graceful_shutdown=_GRACE,
    )
    return Server(config, ready)


def introduction(sandbox: Sandbox) -> str:
    """The one JSON line."""
    places = sandbox.places
    told: dict[str, Any] = {
        "base": places.base,
        "issuer": places.issuer,
        "phone": places.phone,
        "verify": places.verify,
        "links": places.links,
        "control": places.control,
        "now": sandbox.clock.now().isoformat(timespec="seconds"),
        "people": len(sandbox.world.people),
        "facilities": len(sandbox.world.facilities),
    }
    return json.dumps(told)


def serve(sandbox: Sandbox, line: socket.socket, *, until_stdin_closes: bool = False) -> None:
    """Serve until SIGTERM or SIGINT, or until standard input closes when that is wished."""

    def ready() -> None:
        sys.stdout.write(introduction(sandbox) + "\n")
        sys.stdout.flush()

    running = server(sandbox, ready)

    def stop(*_: object) -> None:
        sandbox.weather.closing = True
        running.should_exit = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if until_stdin_closes:
        threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    running.run(sockets=[line])


def _wait_for_end(stop: Callable[[], None]) -> None:
    # Read below Python's buffers: a thread that holds their lock would crash the interpreter's end.
    while os.read(0, 4096):
        continue
    stop()
