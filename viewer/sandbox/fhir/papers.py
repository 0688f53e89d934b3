"""What programs wrote: kept at the facility of the post they were written from, given back there like its own rows."""

import json
from typing import Any

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.lots import Lots
from viewer.sandbox.store import Store

Resource = dict[str, Any]
TYPES = ("List", "MedicationStatement")
"""What may be written."""


class Papers:
    """Each is written once; what is taken back later becomes its next version."""

    def __init__(self, store: Store, lots: Lots, clock: SandboxClock) -> None:
        self._store, self._lots, self._clock = store, lots, clock

    def new_id(self) -> str:
        """An id that nothing has yet."""
        return self._lots.word("paper", 20)

    def keep(self, hcode: str, patient: str, resource: Resource) -> Resource:
        """Write one down; its id is in it. What is given back says its version and when it was written."""
        meta = {"versionId": "1", "lastUpdated": self._clock.now().isoformat(timespec="milliseconds")}
        kept = resource | {"meta": meta}
        identifiers = " ".join(sorted(identifiers_of(resource)))
        text = json.dumps(kept, ensure_ascii=False)
        self._store.run(
            "insert into papers values (?, ?, ?, ?, ?, ?)",
            kept["id"], kept["resourceType"], hcode, patient, identifiers, text,
        )  # fmt: skip
        return kept

    def change(self, old: Resource, new: Resource) -> Resource:
        """The next version of what stands there; the same again is no new one."""
        if old | {"meta": None} == new | {"meta": None}:
            return old
        version = str(int(old["meta"]["versionId"]) + 1)
        moment = self._clock.now().isoformat(timespec="milliseconds")
        kept = new | {"meta": {"versionId": version, "lastUpdated": moment}}
        text = json.dumps(kept, ensure_ascii=False)
        self._store.run(
            "update papers set body = ? where type = ? and id = ?", text, kept["resourceType"], kept["id"]
        )
        return kept

    def read(self, resource_type: str, key: str) -> tuple[str, Resource] | None:
        """The patient and the resource; None when nobody wrote it."""
        row = self._store.one(
            "select patient, body from papers where type = ? and id = ?", resource_type, key
        )
        return (row["patient"], json.loads(row["body"])) if row else None

    def of(self, hcode: str, patient: str) -> list[Resource]:
        """What was written of a person from a facility, the first first."""
        rows = self._store.all(
            "select body from papers where hcode = ? and patient = ? order by rowid", hcode, patient
        )
        return [json.loads(row["body"]) for row in rows]

    def owner(self, hcode: str, resource_type: str, key: str) -> str:
        """Whose it is; "" when it was not written there."""
        row = self._store.one(
            "select patient from papers where hcode = ? and type = ? and id = ?", hcode, resource_type, key
        )
        return str(row["patient"]) if row else ""

    def facilities(self, patient: str) -> list[str]:
        """Where something was written of a person: those places know them now."""
        rows = self._store.all("select distinct hcode from papers where patient = ? order by rowid", patient)
        return [row["hcode"] for row in rows]

    def with_identifier(self, resource_type: str, hcode: str, token: str) -> list[Resource]:
        """Those of a facility that carry ``system|value``."""
        rows = self._store.all(
            "select identifiers, body from papers where type = ? and hcode = ? order by rowid",
            resource_type,
            hcode,
        )
        return [json.loads(row["body"]) for row in rows if token in row["identifiers"].split(" ")]


def identifiers_of(resource: Resource) -> set[str]:
    """``system|value`` of each."""
    found = resource.get("identifier")
    return {
        f"{one.get('system', '')}|{one['value']}"
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict) and isinstance(one.get("value"), str)
    }
