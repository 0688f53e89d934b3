"""A small exchange inside the test's own process, with state and without a socket: what it is told to do, it does.

Each test scripts what differs: ``script(path, Reply(...), Reply(...))`` answers that path with those, one after the
other, before the usual answer. Requests are kept in ``asked``.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from viewer.base.clock import BANGKOK, StillClock
from viewer.base.opaque import Opaque
from viewer.base.settings import Limits, Profile
from viewer.exchange.client import ExchangeClient
from viewer.exchange.origins import Origins
from viewer.signin.errors import ProviderUnreachable, SignInAgain

BASE = "https://hie.example/fhir"
NOW = datetime(2026, 11, 23, 9, tzinfo=BANGKOK)
Resource = dict[str, Any]


def profile() -> Profile:
    return Profile(
        name="test", title="test", base=BASE, issuer="https://hie.example", client_id="c", origins=(BASE,)
    )


@dataclass
class Reply:
    """One answer; or an ``error``, a connection that ``breaks`` after the body, one that ``hangs`` for ever.

    With ``after`` it is sent after that.
    """

    status: int = 200
    body: bytes | Resource | None = None
    headers: dict[str, str] = field(default_factory=dict)
    error: type[httpx.TransportError] | None = None
    breaks: bool = False
    hangs: bool = False
    after: Callable[[], Awaitable[object]] | None = None


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    headers: httpx.Headers
    body: bytes

    def parameter(self, name: str) -> str:
        return dict(self.parameters).get(name, "")


class FakeExchange:
    """Answers searches from ``held``: (path of the FHIR base, type) -> resources."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        self.asked: list[Asked] = []
        self.page_size = 200
        self.most_at_once = 0
        self.stamp = ""  # meta.lastUpdated of its Bundles
        self.knows = frozenset({"_lastUpdated", "_elements"})
        self.strict = True  # refuses what it does not know; else ignores it
        self._at_once = 0
        self._scripts: dict[str, list[Reply]] = defaultdict(list)
        self._always: dict[str, Reply] = {}

    def script(self, path: str, *replies: Reply) -> None:
        self._scripts[path] += replies

    def always(self, path: str, reply: Reply) -> None:
        self._always[path] = reply

    def paths(self, contains: str = "") -> list[str]:
        return [asked.path for asked in self.asked if contains in asked.path]

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await asyncio.sleep(0)
            return await self._answer(request)
        finally:
            self._at_once -= 1

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        parts = urlsplit(str(request.url))
        sent = parts.query if request.method == "GET" else request.content.decode()
        form = request.headers.get("Content-Type", "").startswith("application/x-www-form")
        parameters = tuple(parse_qsl(sent)) if form or request.method == "GET" else ()
        asked = Asked(request.method, parts.path, parameters, request.headers, request.content)
        self.asked.append(asked)
        script = self._scripts[parts.path]
        reply = script.pop(0) if script else self._always.get(parts.path)
        return await _response(reply if reply is not None else self.usual(asked))

    def usual(self, asked: Asked) -> Reply:
        """A search over what is held; 404 for everything else."""
        base, _, last = asked.path.removesuffix("/_search").rpartition("/")
        if not asked.path.endswith("/_search") and (asked.method != "GET" or last == "metadata"):
            return Reply(404)
        more = {name for name, _ in asked.parameters} & {"_lastUpdated", "_elements"} - self.knows
        if more and self.strict:
            return Reply(400, outcome("not-supported"))
        found = [r for r in self.held[base, last] if _about(r, asked)]
        since = asked.parameter("_lastUpdated") if "_lastUpdated" in self.knows else None
        if since:
            found = [r for r in found if r.get("meta", {}).get("lastUpdated", "") > since.removeprefix("gt")]
        if asked.parameter("_elements") and "_elements" in self.knows:
            found = [{"resourceType": r["resourceType"], "id": r["id"]} for r in found]
        offset = int(asked.parameter("_offset") or 0)
        page = found[offset : offset + self.page_size]
        address = f"https://hie.example{base}/{last}"
        kept = tuple(
            (name, value) for name, value in asked.parameters if name != "_offset" and name not in more
        )
        query = str(httpx.QueryParams(kept))
        links = [{"relation": "self", "url": f"{address}?{query}"}]
        if offset + self.page_size < len(found):
            links.append({"relation": "next", "url": f"{address}?{query}&_offset={offset + self.page_size}"})
        stamp: dict[str, Any] = {"meta": {"lastUpdated": self.stamp}} if self.stamp else {}
        return Reply(body=bundle(*page, total=len(found), link=links, **stamp))


def _about(resource: Resource, asked: Asked) -> bool:
    patient = asked.parameter("patient") or asked.parameter("subject")
    whose = resource.get("patient") or resource.get("subject") or {}
    wanted = asked.parameter("_id")
    return (not patient or whose.get("reference") == f"Patient/{patient}") and (
        not wanted or resource["id"] == wanted
    )


async def _response(reply: Reply) -> httpx.Response:
    if reply.hangs:
        await asyncio.Event().wait()
    if reply.after is not None:
        await reply.after()
    if reply.error is not None:
        raise reply.error("said with an address: https://hie.example/fhir/Patient/secret")
    body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body or {}).encode()
    headers = {"Content-Type": "application/fhir+json", **reply.headers}
    if not reply.breaks:
        return httpx.Response(reply.status, content=body, headers=headers)

    async def torn() -> AsyncIterator[bytes]:
        yield body
        raise httpx.RemoteProtocolError("torn")

    return httpx.Response(reply.status, content=torn(), headers=headers)


def bundle(*resources: object, mode: str = "match", **frame: object) -> Resource:
    """A searchset."""
    entries = [{"resource": resource, "search": {"mode": mode}} for resource in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries, **frame}


def outcome(code: str, detail: str = "") -> Resource:
    """An OperationOutcome."""
    issue: Resource = {"severity": "error", "code": code}
    if detail:
        issue["details"] = {"coding": [{"code": detail}]}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


class Purse:
    """Holds tokens t0, t1 …; each renewal takes the next."""

    def __init__(self) -> None:
        self.renewals = 0
        self.down = 0  # how often the provider does not answer when a token is wanted
        self.revoked = False

    async def bearer(self) -> Opaque:
        if self.revoked:
            raise SignInAgain("invalid_grant")
        if self.down:
            self.down -= 1
            raise ProviderUnreachable("token")
        return Opaque(f"t{self.renewals}")

    async def renewed(self, after: Opaque) -> Opaque:
        assert after == Opaque(f"t{self.renewals}")
        self.renewals += 1
        return await self.bearer()


@dataclass
class Naps:
    """Sleeping that only moves the clock on; ``taken`` tells how long each was."""

    clock: StillClock
    taken: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)
        self.clock.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)


@dataclass
class Setting:
    """A client before a fake exchange, its clock standing."""

    limits: Limits = field(default_factory=Limits)
    exchange: FakeExchange = field(default_factory=FakeExchange)
    clock: StillClock = field(default_factory=lambda: StillClock(NOW))
    purse: Purse = field(default_factory=Purse)

    def __post_init__(self) -> None:
        self.naps = Naps(self.clock)
        self.http = httpx.AsyncClient(transport=httpx.MockTransport(self.exchange.handle))
        origins = Origins(profile())
        self.client = ExchangeClient(
            self.http, self.purse, origins, BASE, self.limits, self.clock, self.naps.sleep
        )
