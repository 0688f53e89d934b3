"""Searchset Bundles (https://hl7.org/fhir/R4/http.html#search)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from viewer.sandbox.web import Pairs


def searchset(
    base: str,
    address: str,
    matches: Iterable[object],
    *,
    total: int,
    includes: Iterable[dict[str, Any]] = (),
    next_url: str = "",
    now: str = "",
) -> dict[str, Any]:
    """A page of results. ``address`` is the self link, ``base`` stands before every fullUrl.

    ``now`` is the server's time, by which ``_lastUpdated`` is asked later.

    A match that is not an object with type and id gets no fullUrl: a broken source may send such.
    """
    links = [{"relation": "self", "url": address}]
    if next_url:
        links.append({"relation": "next", "url": next_url})
    entries = [_entry(base, resource, "match") for resource in matches]
    entries += [_entry(base, resource, "include") for resource in includes]
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "total": total, "link": links}
    if now:
        bundle["meta"] = {"lastUpdated": now}
    return bundle | {"entry": entries} if entries else bundle


def search_url(base: str, resource_type: str, understood: Pairs) -> str:
    """The self link: the search as it was understood (FHIR R4 search.html#conformance)."""
    query = urlencode(understood)
    return f"{base}/{resource_type}{'?' if query else ''}{query}"


def _entry(base: str, resource: object, mode: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"resource": resource, "search": {"mode": mode}}
    if isinstance(resource, dict) and resource.get("resourceType") and resource.get("id"):
        entry = {"fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}"} | entry
    return entry
