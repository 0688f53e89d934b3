"""What happened, in its order: requests as they leave, acts as they are written down, states as they are shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx

from viewer.audit.event import Event
from viewer.audit.outbox import Outbox
from viewer.base.settings import Limits
from viewer.exchange.permit import Receipt
from viewer.visit.states import Open, State

_SECRET_FIELDS = ("code", "code_verifier", "refresh_token", "token")


@dataclass
class Journal:
    """Lines like "written search-type", "POST /fhir/Patient/_search", "state Open summary"."""

    lines: list[str] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)  # tokens and codes that were on the wire
    instead: dict[str, bytes] = field(
        default_factory=dict
    )  # searches below a path are answered with these bytes
    unreachable: set[str] = field(default_factory=set)  # paths that no request gets to
    ring: Callable[[], None] = lambda: None

    def note(self, line: str) -> None:
        """One more; the same line twice in a row is one."""
        if not self.lines or self.lines[-1] != line:
            self.lines.append(line)
        self.ring()

    def state(self, state: State) -> None:
        """A state was shown."""
        page = f" {state.page}" if isinstance(state, Open) else ""
        self.note(f"state {type(state).__name__}{page}")

    def request(self, request: httpx.Request) -> None:
        """A request is about to leave."""
        self.note(f"{request.method} {request.url.path}")
        authorization = request.headers.get("Authorization", "")
        if authorization:
            self.secrets.add(authorization.removeprefix("Bearer "))
        if request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            sent = dict(parse_qsl(request.content.decode("utf-8", "replace")))
            self.secrets.update(sent[name] for name in _SECRET_FIELDS if name in sent)

    def before(self, first: str, second: str) -> bool:
        """Both happened, and each ``second`` has a ``first`` of its own before it."""
        waiting = happened = 0
        for line in self.lines:
            if line == first:
                waiting += 1
            elif line == second:
                happened += 1
                waiting -= 1
                if waiting < 0:
                    return False
        return happened > 0

    def count(self, line: str) -> int:
        """How often it happened."""
        return self.lines.count(line)

    def pool(self, build: Callable[[Limits], httpx.AsyncClient]) -> Callable[[Limits], httpx.AsyncClient]:
        """The program's own connection pool, with an ear at its mouth."""

        def heard(limits: Limits) -> httpx.AsyncClient:
            client = build(limits)
            client._transport = _Wire(self, client._transport)
            return client

        return heard


class _Wire(httpx.AsyncBaseTransport):
    """The real transport; what leaves is noted, and some addresses may be answered by somebody else."""

    def __init__(self, journal: Journal, real: httpx.AsyncBaseTransport) -> None:
        self._journal, self._real = journal, real

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Note it, then send it on, unless somebody else answers."""
        self._journal.request(request)
        if request.url.path in self._journal.unreachable:
            raise httpx.ConnectError("no route")
        for start, body in self._journal.instead.items():
            if request.url.path.startswith(start) and request.url.path.endswith("/_search"):
                return httpx.Response(200, content=body, headers={"Content-Type": "application/fhir+json"})
        return await self._real.handle_async_request(request)

    async def aclose(self) -> None:
        """Hang up."""
        await self._real.aclose()


class HeardOutbox(Outbox):
    """The real outbox on a real file; each act is noted once it is on disk."""

    journal: Journal
    bodies: list[dict[str, Any]]  # of every event, as it was written

    def write(self, event: Event) -> Receipt:
        """Write, then note what kind of act it was."""
        receipt = super().write(event)
        self.bodies.append(event.body)
        self.journal.lines.append(f"written {what(event.body)}")  # in a worker thread: no bell
        return receipt


def what(event: dict[str, Any]) -> str:
    """The act of an AuditEvent: "view-page medicines"; copy numbers and the like are left to who looks for them."""
    told = [part for entity in event["entity"] for part in entity.get("detail", [])]
    detail = [part["valueString"] for part in told if part["type"] in ("what", "reason")]
    return " ".join((event["subtype"][0]["code"], *detail))
