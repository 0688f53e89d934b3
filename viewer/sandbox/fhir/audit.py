"""Takes in AuditEvents: a PUT with the same id twice is once, a POST is one each time."""

import json
import uuid
from typing import Any

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.lots import Lots
from viewer.sandbox.store import Store

Resource = dict[str, Any]


class AuditBook:
    """Events as they came in, in their order. An event is never changed (https://hl7.org/fhir/R4/auditevent.html)."""

    def __init__(self, store: Store, lots: Lots, clock: SandboxClock) -> None:
        self._store = store
        self._lots = lots
        self._clock = clock

    def put(self, key: str, event: Resource) -> tuple[Resource, bool]:
        """Keep an event under its own id; True when it is new.

        Raises:
            FhirRefusal: 400 when id and address differ or are no UUID; 409 when another event has that id.
        """
        if not _is_uuid(key) or event.get("id") != key:
            raise FhirRefusal(400, "value", "AuditEvent.id must be the UUID in the address")
        known = self._store.one("select body from audit where id = ?", key)
        if known is not None:
            if json.loads(known["body"]) != event:
                raise FhirRefusal(409, "conflict", "an event is never changed", detail="audit-changed")
            return self._shown(event), False
        return self._keep(key, event), True

    def post(self, event: Resource) -> Resource:
        """Keep an event under an id of ours."""
        return self._keep(self._lots.word("audit", 26), event)

    def all(self) -> list[Resource]:
        """Everything received, the first first."""
        return [json.loads(row["body"]) for row in self._store.all("select body from audit order by rowid")]

    def _keep(self, key: str, event: Resource) -> Resource:
        _check(event)
        event = event | {"id": key}
        self._store.run(
            "insert into audit values (?, 1, ?, ?)",
            key,
            self._clock.epoch(),
            json.dumps(event, ensure_ascii=False),
        )
        return self._shown(event)

    def _shown(self, event: Resource) -> Resource:
        meta = event.get("meta")
        return event | {"meta": (meta if isinstance(meta, dict) else {}) | {"versionId": "1"}}


def _check(event: Resource) -> None:
    """What R4 requires of every AuditEvent: type, recorded, a requesting agent, an observer."""
    agents = event.get("agent")
    source = event.get("source")
    rules = (
        (isinstance(event.get("type"), dict), "type"),
        (isinstance(event.get("recorded"), str), "recorded"),
        (
            isinstance(agents, list)
            and any(isinstance(a, dict) and a.get("requestor") is True for a in agents),
            "agent",
        ),
        (isinstance(source, dict) and isinstance(source.get("observer"), dict), "source.observer"),
    )
    for fits, element in rules:
        if not fits:
            raise FhirRefusal(422, "required", f"AuditEvent.{element} is required", detail="audit")


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
