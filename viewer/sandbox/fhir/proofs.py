"""Papers that programs issued: the digest of each under a short code, and nothing of whom it is about.

A DocumentReference without subject and content (FHIR R4): the code is an ``identifier``, the digest a
``masterIdentifier`` as RFC 6920 writes it (``ni:///sha-256;…``), the copy an extension, what it takes the place of
``relatesTo``. Issuer and time are the exchange's own words: of the post that it was sent from, and of its own clock.
"""

import json
import re
from typing import Any

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.codes import HCODES
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.lots import Lots
from viewer.sandbox.store import Store

Resource = dict[str, Any]
SYSTEM = "https://prawat.example/verify"
COPY = "https://prawat.example/copy"
_DIGEST = re.compile(r"ni:///sha-256;[A-Za-z0-9_-]{43}")
_CODE = re.compile(r"[0-9A-Z]{8,32}")
_TAKEN = frozenset(
    {
        "resourceType",
        "status",
        "identifier",
        "masterIdentifier",
        "date",
        "author",
        "content",
        "extension",
        "relatesTo",
    }
)


class Proofs:
    """Each is written once; only that it was superseded is added later."""

    def __init__(self, store: Store, lots: Lots, clock: SandboxClock, directory: Directory) -> None:
        self._store, self._lots, self._clock, self._directory = store, lots, clock, directory

    def keep(self, practitioner: str, sent: Resource) -> tuple[Resource, bool]:
        """Write one down; True when it is new. A code that is there already is given back as it stands.

        Raises:
            FhirRefusal: 422, an element is missing, or says more than a digest; 403, another's post.
        """
        code, hcode = _code(sent), self._place(practitioner, sent)
        _check(sent)
        known = self.of(code)
        if known is not None:
            return known, False
        now = self._clock.now().isoformat(timespec="seconds")
        kept = {
            "resourceType": "DocumentReference",
            "id": self._lots.word("proof", 20),
            "meta": {"versionId": "1", "lastUpdated": now},
            "extension": sent["extension"],
            "masterIdentifier": sent["masterIdentifier"],
            "identifier": [{"system": SYSTEM, "value": code}],
            "status": "current",
            "date": now,
            "custodian": {
                "identifier": {"system": HCODES["SIL"], "value": hcode},
                "display": self._directory.name(hcode),
            },
            "content": sent["content"],
        }
        self._store.run(
            "insert into proofs values (?, ?, ?)", code, hcode, json.dumps(kept, ensure_ascii=False)
        )
        for old in _replaced(sent):
            self._supersede(old, hcode, now)
        return kept, True

    def of(self, code: str) -> Resource | None:
        """What stands under a code; None when nothing does."""
        row = self._store.one("select body from proofs where code = ?", code)
        return json.loads(row["body"]) if row else None

    def _supersede(self, code: str, hcode: str, now: str) -> None:
        """Only by the facility that issued it."""
        row = self._store.one("select body from proofs where code = ? and hcode = ?", code, hcode)
        if row is not None:
            body = json.loads(row["body"]) | {"status": "superseded"}
            body["meta"] = {"versionId": str(int(body["meta"]["versionId"]) + 1), "lastUpdated": now}
            self._store.run(
                "update proofs set body = ? where code = ?", json.dumps(body, ensure_ascii=False), code
            )

    def _place(self, practitioner: str, sent: Resource) -> str:
        authors = sent.get("author")
        reference = authors[0].get("reference") if isinstance(authors, list) and len(authors) == 1 else None
        post = self._directory.post(reference) if isinstance(reference, str) else None
        if post is None or post[0].practitioner_id != practitioner:
            raise FhirRefusal(
                403, "forbidden", "written from a post of the person who sends it", detail="author"
            )
        return post[1].hcode


def _code(sent: Resource) -> str:
    found = sent.get("identifier")
    first = found[0] if isinstance(found, list) and len(found) == 1 else None
    value = first.get("value") if isinstance(first, dict) and first.get("system") == SYSTEM else None
    if not isinstance(value, str) or _CODE.fullmatch(value) is None:
        raise _unfit("identifier", f"one code of {SYSTEM}")
    return value


def _check(sent: Resource) -> None:
    """Only what a proof needs: nothing clinical, nobody's name, no content."""
    if more := sorted(set(sent) - _TAKEN):
        raise _unfit(more[0], "does not belong to a proof")
    digest = sent.get("masterIdentifier")
    value = digest.get("value") if isinstance(digest, dict) else None
    if not isinstance(value, str) or _DIGEST.fullmatch(value) is None:
        raise _unfit("masterIdentifier", "a SHA-256 as ni:///sha-256;…")
    extension = sent.get("extension")
    first = extension[0] if isinstance(extension, list) and len(extension) == 1 else {}
    copy = first.get("valuePositiveInt") if isinstance(first, dict) and first.get("url") == COPY else None
    if not isinstance(copy, int) or isinstance(copy, bool) or copy < 1:
        raise _unfit("extension", f"one of {COPY} with the number of the copy")
    content = sent.get("content")
    attachment = content[0].get("attachment") if isinstance(content, list) and len(content) == 1 else None
    if not isinstance(attachment, dict) or set(attachment) - {"contentType", "size"}:
        raise _unfit("content.attachment", "its type and size, never its data")


def _replaced(sent: Resource) -> list[str]:
    related = sent.get("relatesTo")
    targets = [
        one["target"].get("identifier")
        for one in (related if isinstance(related, list) else [])
        if isinstance(one, dict) and one.get("code") == "replaces" and isinstance(one.get("target"), dict)
    ]
    return [one["value"] for one in targets if isinstance(one, dict) and isinstance(one.get("value"), str)]


def _unfit(element: str, text: str) -> FhirRefusal:
    return FhirRefusal(422, "invariant", f"DocumentReference.{element}: {text}", detail="proof")
