"""Rows that change while somebody reads them: a facility adds, alters or takes away, on command."""

from datetime import datetime
from typing import Any

from viewer.sandbox.errors import FaultUnreadable
from viewer.sandbox.world import World
from viewer.sandbox.world.loading import Shelf

Resource = dict[str, Any]


class Rows:
    """Changes to what the facilities hold. ``reset`` takes all of them back."""

    def __init__(self, world: World) -> None:
        self._world = world

    def change(
        self, hcode: str, patient: str, key: tuple[str, str], change: Resource | None, now: datetime
    ) -> None:
        """Alter a row (type, id), add one whose id is not there, or with None take it away.

        Raises:
            FaultUnreadable: no such facility, the person is not known there, or no such row to take away.
        """
        shelf = self._world.resources.get(hcode)
        if not isinstance(shelf, Shelf) or patient not in shelf:
            raise FaultUnreadable("this facility does not know this person")
        held = list(shelf[patient])
        places = [place for place, one in enumerate(held) if (one.get("resourceType"), one.get("id")) == key]
        before = held[places[0]] if places else None
        if change is None:
            if before is None:
                raise FaultUnreadable("there is no such row")
            held.remove(before)
        elif before is None:
            held.append(_stamped({"resourceType": key[0], "id": key[1], **change}, now))
        else:
            held[places[0]] = _stamped({**before, **change}, now)
        shelf.rewrite(patient, held)

    def reset(self) -> None:
        """Everything as the stories tell it."""
        for shelf in self._world.resources.values():
            if isinstance(shelf, Shelf):
                shelf.restore()


def _stamped(resource: Resource, now: datetime) -> Resource:
    meta = resource.get("meta")
    meta = dict(meta) if isinstance(meta, dict) else {}
    version = str(meta.get("versionId", "0"))
    number = int(version) + 1 if version.isdecimal() else 1
    return {
        **resource,
        "meta": {**meta, "versionId": str(number), "lastUpdated": now.isoformat(timespec="milliseconds")},
    }
