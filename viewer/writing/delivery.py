"""Handing a transaction over, once, and reading back whether it stands there whole."""

from dataclasses import dataclass, field

import msgspec

from viewer.exchange.client import ExchangeClient
from viewer.exchange.errors import Refused
from viewer.exchange.shapes import Shape, fit
from viewer.writing.errors import NotKept
from viewer.writing.reconciliation import Reconciled, transaction
from viewer.writing.replacing import REFUSED_READING, earlier, is_retired


@dataclass(frozen=True, slots=True)
class Delivered:
    """The places that the exchange gave, in the order sent: the list first. ``confirmed``: that was read back and is
    whole, and what it replaces is retired. ``stands``: an earlier one could not be taken back."""

    ids: tuple[str, ...] = field(repr=False)
    confirmed: bool = False
    stands: bool = False


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


async def deliver_list(client: ExchangeClient, reconciled: Reconciled, replaced: str = "") -> Delivered:
    """Post a list with its statements, taking back the list of the id ``replaced`` with it, and read it back.

    Sent once: who sends it again after an error does no harm, as each entry is made only where it does not exist, and
    what is retired is not retired again.

    Raises:
        ExchangeError: it did not get there, or was refused.
        NotKept: the exchange answered, but not with a place for each, or the list it gives back is not whole, or the
            earlier one still counts.
    """
    before = await earlier(client, replaced) if replaced else None
    made = transaction(reconciled, before)
    answer = await client.write("POST", client.base, made.body)
    taken = fit(answer.body, _Bundle)
    places = [_place(entry.response) for entry in (taken.entry if taken else None) or []]
    if len(places) != made.entries or ("", "") in places:
        raise NotKept(f"{len(places)} of {made.entries} places came back (request {answer.reference})")
    ids = (*(key for _, key in places), *sorted(made.kept))
    stands = bool(replaced) and before is None
    try:
        back = await client.get(client.at("List", ids[0]))
        retired = before is None or await is_retired(client, replaced)
    except Refused as error:
        if error.status in REFUSED_READING:
            return Delivered(ids, stands=stands)
        raise
    listed = fit(back.body, _Listed)
    if listed is None or listed.resource_type != "List" or len(listed.entry or []) != made.listed:
        raise NotKept(f"the list that came back is not whole (request {back.reference})")
    if not retired:
        raise NotKept(f"the list that was replaced still counts (request {answer.reference})")
    return Delivered(ids, confirmed=True, stands=stands)


def _place(response: _Response | None) -> tuple[str, str]:
    """Type and id of ``List/1/_history/1``, relative or absolute; ("", "") when it was not made or has no place."""
    if response is None or not (response.status or "").startswith("2"):
        return "", ""
    parts = (response.location or "").partition("/_history/")[0].rstrip("/").split("/")
    return (parts[-2], parts[-1]) if len(parts) > 1 and parts[-1] else ("", "")
