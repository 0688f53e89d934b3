"""Handing a transaction over, once, and reading back whether it stands there whole."""

from dataclasses import dataclass, field

import msgspec

from viewer.exchange.client import ExchangeClient
from viewer.exchange.errors import Refused
from viewer.exchange.shapes import Shape, fit
from viewer.writing.errors import NotKept

_REFUSED_READING = frozenset({403, 404, 405})  # it may be written, but not looked at


@dataclass(frozen=True, slots=True)
class Delivered:
    """The places that the exchange gave, in the order sent. ``confirmed``: the first was read back and is whole."""

    ids: tuple[str, ...] = field(repr=False)
    confirmed: bool = False


class _Response(Shape):
    status: str | None = None
    location: str | None = None


class _Entry(Shape):
    response: _Response | None = None


class _Bundle(Shape):
    type: str | None = None
    entry: list[_Entry] | None = None


class _Listed(Shape):
    resource_type: str | None = None
    entry: list[msgspec.Raw] | None = None


async def deliver_list(client: ExchangeClient, bundle: bytes, count: int) -> Delivered:
    """Post a transaction whose first entry is a List of ``count`` entries, and read that list back.

    Sent once: who sends it again after an error does no harm, as each entry is made only where it does not exist.

    Raises:
        ExchangeError: it did not get there, or was refused.
        NotKept: the exchange answered, but not with a place for each, or the list it gives back is not whole.
    """
    answer = await client.write("POST", client.base, bundle)
    taken = fit(answer.body, _Bundle)
    places = [_place(entry.response) for entry in (taken.entry if taken else None) or []]
    if len(places) != count + 1 or ("", "") in places:
        raise NotKept(f"{len(places)} of {count + 1} places came back (request {answer.reference})")
    ids = tuple(key for _, key in places)
    try:
        back = await client.get(client.at("List", ids[0]))
    except Refused as error:
        if error.status in _REFUSED_READING:
            return Delivered(ids)
        raise
    listed = fit(back.body, _Listed)
    if listed is None or listed.resource_type != "List" or len(listed.entry or []) != count:
        raise NotKept(f"the list that came back is not whole (request {back.reference})")
    return Delivered(ids, confirmed=True)


def _place(response: _Response | None) -> tuple[str, str]:
    """Type and id of ``List/1/_history/1``, relative or absolute; ("", "") when it was not made or has no place."""
    if response is None or not (response.status or "").startswith("2"):
        return "", ""
    parts = (response.location or "").partition("/_history/")[0].rstrip("/").split("/")
    return (parts[-2], parts[-1]) if len(parts) > 1 and parts[-1] else ("", "")
