"""SMART Health Links (HL7 FHIR Smart Health Cards and Links 1.0.0): keeps encrypted files, and gives them to who knows.

A signed-in person deposits files that only the holder of a link can decrypt: neither key nor label come here. How a
program deposits is not part of the standard; here it is ``POST /links`` with a token:
``{"exp": SECONDS, "passcode": TEXT, "files": [{"contentType": …, "jwe": …}]}``, answered by ``{"url": MANIFEST}``.
"""

import hmac
import json
import re
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.callers import Door
from viewer.sandbox.fhir.reply import refusal
from viewer.sandbox.places import Places
from viewer.sandbox.store import Store, fingerprint

_LONGEST = 8 * 1024 * 1024  # bytes of a deposit
_DAYS = 31 * 86_400  # seconds that a link may live at most
_TRIES = 5  # wrong passcodes in the whole life of a link
_TICKET = 3600  # seconds that a file's location lives; it is used once
_JWE = re.compile(r"[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")  # compact, alg "dir"
_KINDS = frozenset({"application/fhir+json", "application/smart-health-card", "application/smart-api-access"})
Json = dict[str, Any]


class Links:
    """Deposits, manifests and files."""

    def __init__(self, places: Places, clock: SandboxClock, door: Door, store: Store) -> None:
        self._places, self._clock, self._door, self._store = places, clock, door, store

    def routes(self) -> list[Route]:
        """The addresses, relative to the origin."""
        path = self._places.links.removeprefix(self._places.origin)
        return [
            Route(path, self.deposit, methods=["POST"]),
            Route(f"{path}/{{secret}}/m", self.manifest, methods=["POST"]),
            Route(f"{path}/file/{{ticket}}", self.file, methods=["GET"]),
        ]

    async def deposit(self, request: Request) -> Response:
        """Keep files; the manifest's address has 256 bits that nobody guesses."""
        try:
            self._door.caller(request).need("DocumentReference", "c")
            sent = _deposit(await _json(request), self._clock.epoch())
        except FhirRefusal as error:
            return refusal(request, error).response()
        secret = secrets.token_urlsafe(32)
        self._store.run(
            "insert into links values (?, ?, ?, ?, ?)",
            fingerprint(secret), sent["exp"], fingerprint(sent["passcode"]), _TRIES, json.dumps(sent["files"]),
        )  # fmt: skip
        return JSONResponse({"url": f"{self._places.links}/{secret}/m"}, status_code=201)

    async def manifest(self, request: Request) -> Response:
        """The list of files, to whoever knows address and passcode; who asks says their name."""
        try:
            asked = await _json(request)
        except FhirRefusal as error:
            return refusal(request, error).response()
        row = self._store.one(
            "select * from links where secret = ?", fingerprint(request.path_params["secret"])
        )
        if row is None or row["until"] <= self._clock.epoch() or row["tries"] < 1:
            return Response(status_code=404)
        if not isinstance(asked.get("recipient"), str) or not asked["recipient"].strip():
            return JSONResponse({"error": "recipient is required"}, status_code=400)
        given = asked.get("passcode")
        if not isinstance(given, str) or not hmac.compare_digest(fingerprint(given), row["passcode"]):
            left = row["tries"] - 1
            self._store.run("update links set tries = ? where secret = ?", left, row["secret"])
            return JSONResponse({"remainingAttempts": left}, status_code=401)
        most = asked.get("embeddedLengthMax")
        files = [
            self._listed(one, most if isinstance(most, int) else None) for one in json.loads(row["files"])
        ]
        return JSONResponse({"files": files}, headers={"Cache-Control": "no-store"})

    async def file(self, request: Request) -> Response:
        """A file that was too long to be in the manifest; once."""
        ticket = fingerprint(request.path_params["ticket"])
        row = self._store.one("select * from tickets where ticket = ?", ticket)
        self._store.run("delete from tickets where ticket = ?", ticket)
        if row is None or row["until"] <= self._clock.epoch():
            return Response(status_code=404)
        return Response(row["jwe"], media_type="application/jose", headers={"Cache-Control": "no-store"})

    def _listed(self, one: Json, most: int | None) -> Json:
        told = {"contentType": one["contentType"], "status": "finalized", "fhirVersion": "4.0.1"}
        if most is None or len(one["jwe"]) <= most:
            return told | {"embedded": one["jwe"]}
        ticket = secrets.token_urlsafe(32)
        until = self._clock.epoch() + _TICKET
        self._store.run("insert into tickets values (?, ?, ?)", fingerprint(ticket), until, one["jwe"])
        return told | {"location": f"{self._places.links}/file/{ticket}"}


def _deposit(sent: Json, now: float) -> Json:
    """A deposit that fits.

    Raises:
        FhirRefusal: 422 naming what does not.
    """
    exp, passcode, files = sent.get("exp"), sent.get("passcode"), sent.get("files")
    if not isinstance(exp, int) or isinstance(exp, bool) or not now < exp <= now + _DAYS:
        raise _unfit("exp", "in the future, and within 31 days")
    if not isinstance(passcode, str) or not 4 <= len(passcode) <= 64:
        raise _unfit("passcode", "4 to 64 signs: a link without one is not kept here")
    if not isinstance(files, list) or len(files) != 1 or not all(map(_fits, files)):
        raise _unfit("files", "one, with contentType and jwe (compact, alg dir)")
    return {"exp": exp, "passcode": passcode, "files": files}


def _fits(one: object) -> bool:
    return (
        isinstance(one, dict)
        and set(one) == {"contentType", "jwe"}
        and one["contentType"] in _KINDS
        and isinstance(one["jwe"], str)
        and _JWE.fullmatch(one["jwe"]) is not None
    )


async def _json(request: Request) -> Json:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            raise FhirRefusal(413, "too-long", "the body is too long")
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _unfit(element: str, text: str) -> FhirRefusal:
    return FhirRefusal(422, "invariant", f"{element}: {text}", detail="health-link")
