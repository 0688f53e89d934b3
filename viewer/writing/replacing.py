"""A list that was sent before, taken back by one that is sent in its place (R4 list.html, status "retired").

What the earlier list says is read as the exchange has it, so that nothing it keeps besides is lost. A statement whose
words have not changed stays and is listed again; one that says something else now is marked as entered in error: it
was, and beside the new one it would read as a contradiction. Done twice, it is done once.
"""

import asyncio
from dataclasses import dataclass, field

import msgspec

from viewer.exchange.client import ExchangeClient
from viewer.exchange.errors import Refused

IDENTIFIER = "https://prawat.example/reconciliation"
RETIRED, IN_ERROR = "retired", "entered-in-error"
# What two statements of the same decision differ in, whenever they are made.
_OF_ITS_OWN = frozenset({"id", "meta", "identifier", "dateAsserted", "text"})

REFUSED_READING = frozenset({403, 404, 405, 410})  # it may be written, but not looked at

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier list and what it lists, as the exchange gives them."""

    listed: Json = field(repr=False)
    statements: tuple[Json, ...] = field(repr=False)

    def same(self, statement: Json, used: set[str]) -> str:
        """The id of one that says the same and still stands, none of those ``used``; "" when there is none."""
        for one in self.statements:
            key = str(one["id"])
            if key not in used and one.get("status") != IN_ERROR and _said(one) == _said(statement):
                return key
        return ""

    def taken_back(self, kept: set[str]) -> list[Json]:
        """Entries that retire the list and what of it is not ``kept``; none for what is retired already."""
        changed = [self.listed | {"status": RETIRED}] if self.listed.get("status") != RETIRED else []
        changed += [
            one | {"status": IN_ERROR}
            for one in self.statements
            if str(one["id"]) not in kept and one.get("status") != IN_ERROR
        ]
        return [_put(one) for one in changed]


async def earlier(client: ExchangeClient, key: str) -> Earlier | None:
    """The list of this id and our statements in it; None where it cannot be looked at, and so not be taken back.

    Raises:
        ExchangeError: something of it did not come, and may come when asked again.
    """
    listed = await _looked_at(client, "List", key)
    if listed is None:
        return None
    keys = [place.removeprefix("MedicationStatement/") for place in _items(listed)]
    found = await asyncio.gather(*(_looked_at(client, "MedicationStatement", key) for key in keys))
    return Earlier(listed, tuple(one for one in found if one is not None and _is_ours(one)))


async def is_retired(client: ExchangeClient, key: str) -> bool:
    """Whether the exchange gives the list back as retired.

    Raises:
        ExchangeError: it did not come.
    """
    listed = await _read(client, "List", key)
    return listed is not None and listed.get("status") == RETIRED


async def _looked_at(client: ExchangeClient, kind: str, key: str) -> Json | None:
    try:
        return await _read(client, kind, key)
    except Refused as error:
        if error.status in REFUSED_READING:
            return None
        raise


async def _read(client: ExchangeClient, kind: str, key: str) -> Json | None:
    answer = await client.get(client.at(kind, key))
    try:
        found = msgspec.json.decode(answer.body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    fits = isinstance(found, dict) and found.get("resourceType") == kind and found.get("id") == key
    return found if fits else None


def _items(listed: Json) -> list[str]:
    entries = listed.get("entry")
    items = [one.get("item") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    places = [item.get("reference") for item in items if isinstance(item, dict)]
    return [place for place in places if isinstance(place, str) and place.startswith("MedicationStatement/")]


def _is_ours(resource: Json) -> bool:
    found = resource.get("identifier")
    return isinstance(found, list) and any(
        isinstance(one, dict) and one.get("system") == IDENTIFIER for one in found
    )


def _said(statement: Json) -> Json:
    return {name: part for name, part in statement.items() if name not in _OF_ITS_OWN}


def _put(resource: Json) -> Json:
    asked: Json = {"method": "PUT", "url": f"{resource['resourceType']}/{resource['id']}"}
    meta = resource.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    if isinstance(version, str) and version:
        asked["ifMatch"] = f'W/"{version}"'
    return {"resource": resource, "request": asked}
