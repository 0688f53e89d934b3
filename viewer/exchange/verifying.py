"""Asking an exchange about the code on a paper. Whoever holds a paper may: no sign-in, no token, nothing of a patient.

The address is the profile's, never one that a paper carries.
"""

from dataclasses import dataclass
from datetime import datetime

import httpx

from viewer.exchange.errors import NotJson, Refused, TooLarge, Unreachable
from viewer.exchange.shapes import Shape, fit

_PATIENCE = 10.0  # seconds for all of it: somebody waits
_LARGEST = 64 << 10  # bytes; an answer has about 1,000
_COPY = "https://prawat.example/copy"


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands under a code. ``digest`` is ``ni:///sha-256;…``; ``copy`` 0 = not told."""

    digest: str
    facility: str
    hcode: str
    issued: datetime | None
    copy: int
    superseded: bool


class _Identifier(Shape):
    value: str | None = None


class _Custodian(Shape):
    display: str | None = None
    identifier: _Identifier | None = None


class _Extension(Shape):
    url: str | None = None
    value_positive_int: int | None = None


class _Answer(Shape):
    resource_type: str | None = None
    status: str | None = None
    master_identifier: _Identifier | None = None
    custodian: _Custodian | None = None
    date: str | None = None
    extension: list[_Extension] | None = None


def proof_of(address: str, code: str, transport: httpx.BaseTransport | None = None) -> Proof | None:
    """What the exchange says of a code; None when it does not know it. Blocks: call it on a worker thread.

    ``address`` is the profile's ``verify``.

    Raises:
        ExchangeError: it did not answer, or with something else.
    """
    try:
        with (
            httpx.Client(
                timeout=_PATIENCE, follow_redirects=False, transport=transport, trust_env=False
            ) as client,
            client.stream("GET", f"{address}/{code}", headers={"Accept": "application/fhir+json"}) as answer,
        ):
            if answer.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
                return None
            if answer.status_code != httpx.codes.OK:
                raise Refused("the verifying service refused", "", answer.status_code)
            content = b""
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > _LARGEST:
                    raise TooLarge("more than a proof")
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Unreachable("the verifying service did not answer") from None
    return _read(content)


def _read(content: bytes) -> Proof:
    found = fit(content, _Answer)
    if found is None or found.resource_type != "DocumentReference":
        raise NotJson("no DocumentReference")
    digest = found.master_identifier.value if found.master_identifier else None
    if not digest:
        raise NotJson("no digest")
    custodian = found.custodian or _Custodian()
    hcode = custodian.identifier.value if custodian.identifier else None
    copy = next((one.value_positive_int for one in found.extension or [] if one.url == _COPY), None)
    return Proof(
        digest,
        custodian.display or "",
        hcode or "",
        _moment(found.date),
        copy or 0,
        found.status == "superseded",
    )


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None
