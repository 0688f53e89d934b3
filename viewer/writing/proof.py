"""A paper registered at the exchange: its digest under the short code that stands on it, and nothing of its content.

The code is drawn here, so that it can stand on the paper that is then registered. It goes as a DocumentReference
without subject and content; the digest is written as RFC 6920 has it, as R4's own field holds SHA-1.
"""

from dataclasses import dataclass, field

import msgspec

from viewer.base.opaque import Opaque
from viewer.exchange.client import ExchangeClient, Request
from viewer.exchange.shapes import Shape, fit
from viewer.writing.errors import NotKept
from viewer.writing.paper_code import SYSTEM, digest

COPY = "https://prawat.example/copy"
_KIND = "application/pdf"


@dataclass(frozen=True, slots=True)
class Issued:
    """One paper that leaves. ``copy`` counts from 1; ``replaces`` are codes of papers that it takes the place of."""

    code: str
    pdf: bytes = field(repr=False)
    copy: int = 1
    replaces: tuple[str, ...] = ()


class _Identifier(Shape):
    system: str | None = None
    value: str | None = None


class _Registered(Shape):
    identifier: list[_Identifier] | None = None
    master_identifier: _Identifier | None = None


async def register(client: ExchangeClient, post: Opaque, issued: Issued) -> None:
    """Hand the digest over, once; ``post`` is the PractitionerRole that issues the paper.

    Raises:
        ExchangeError: it did not get there, or was refused.
        NotKept: the exchange answered with another paper's digest, or with none.
    """
    address = client.at("DocumentReference")
    once = (("If-None-Exist", f"identifier={SYSTEM}|{issued.code}"), ("Prefer", "return=representation"))
    sent = Request("POST", address, body=reference(post, issued), headers=once, read=False)
    answer = await client.ask(sent)
    kept = fit(answer.body, _Registered)
    under = kept.master_identifier.value if kept and kept.master_identifier else None
    if under != digest(issued.pdf):
        raise NotKept(f"the code stands for no paper or another one (request {answer.reference})")


def reference(post: Opaque, issued: Issued) -> bytes:
    """The DocumentReference: no subject, no title, no data."""
    made: dict[str, object] = {
        "resourceType": "DocumentReference",
        "extension": [{"url": COPY, "valuePositiveInt": issued.copy}],
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": digest(issued.pdf)},
        "identifier": [{"system": SYSTEM, "value": issued.code}],
        "status": "current",
        "author": [{"reference": f"PractitionerRole/{post.reveal()}"}],
        "content": [{"attachment": {"contentType": _KIND, "size": len(issued.pdf)}}],
    }
    if issued.replaces:
        made["relatesTo"] = [
            {"code": "replaces", "target": {"identifier": {"system": SYSTEM, "value": code}}}
            for code in issued.replaces
        ]
    return msgspec.json.encode(made)
