"""FHIR answers as bytes: JSON, gzip, ETag. Bytes, because the weather may tear them."""

import gzip
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.outcome import refused

FHIR_JSON = "application/fhir+json; charset=utf-8"
_WORTH_PACKING = 1024  # bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer not yet sent."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """As Starlette sends it."""
        return Response(self.body, self.status, self.headers)


def reply(
    request: Request,
    resource: dict[str, Any],
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Reply:
    """A resource as JSON, packed when the client takes gzip."""
    body = json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
    return packed(request, Reply(status, body, {"Content-Type": FHIR_JSON} | (headers or {})))


def packed(request: Request, plain: Reply) -> Reply:
    """The same answer with gzip, when the client takes it and it is worth it (RFC 9110 section 12.5.3)."""
    headers = plain.headers | {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if len(plain.body) < _WORTH_PACKING or not _takes_gzip(request.headers.get("accept-encoding", "")):
        return Reply(plain.status, plain.body, headers)
    body = gzip.compress(plain.body, compresslevel=3, mtime=0)
    return Reply(plain.status, body, headers | {"Content-Encoding": "gzip"})


def instance(request: Request, resource: dict[str, Any], *, changed: datetime | None = None) -> Reply:
    """One resource with its ETag, or 304 when the client has that version (FHIR R4 http.html#cread)."""
    etag = version_tag(resource)
    headers = {"ETag": etag}
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed)
    wanted = [mark.strip() for mark in request.headers.get("if-none-match", "").split(",")]
    if etag in wanted or "*" in wanted:
        return Reply(304, b"", headers | {"Cache-Control": "no-store"})
    return reply(request, resource, headers=headers)


def version_tag(resource: dict[str, Any]) -> str:
    """The weak ETag of a version: its versionId, or its content where the source gives none."""
    meta = resource.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    if not version:
        text = json.dumps(resource, sort_keys=True, separators=(",", ":"))
        version = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f'W/"{version}"'


def refusal(request: Request, error: FhirRefusal) -> Reply:
    """A refusal as it goes on the wire."""
    return reply(request, refused(error), status=error.status, headers=error.headers)


def guarded(answer: Callable[[Request], Awaitable[Reply]]) -> Callable[[Request], Awaitable[Response]]:
    """Turns refusals into OperationOutcomes."""

    async def respond(request: Request) -> Response:
        try:
            return (await answer(request)).response()
        except FhirRefusal as error:
            return refusal(request, error).response()

    return respond


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
