"""What every FHIR request is read with: parameters from URL and form, Prefer, JSON bodies."""

import json
from typing import Any

from starlette.requests import Request

from viewer.sandbox.errors import FhirRefusal, FormUnreadable
from viewer.sandbox.web import Pairs, query_pairs, read_form

_LONGEST = 4 * 1024 * 1024  # bytes of a resource sent to us
_JSON = ("application/fhir+json", "application/json")


def strict(request: Request) -> bool:
    """Whether unknown parameters are to be refused (``Prefer: handling=strict``, FHIR R4 search.html#errors)."""
    wishes = request.headers.get("prefer", "").replace(";", ",").split(",")
    return any(wish.strip().lower() == "handling=strict" for wish in wishes)


async def search_pairs(request: Request) -> Pairs:
    """Parameters of a search: of the URL, and of the form when it is a POST.

    Raises:
        FhirRefusal: 400, the form cannot be read.
    """
    pairs = query_pairs(request)
    if request.method != "POST":
        return pairs
    try:
        return pairs + await read_form(request)
    except FormUnreadable as error:
        raise FhirRefusal(400, "structure", str(error), detail="form") from error


async def resource_sent(request: Request, resource_type: str) -> dict[str, Any]:
    """The resource in the body.

    Raises:
        FhirRefusal: 415, 413 or 400: not JSON, too long, or not of this type.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _JSON:
        raise FhirRefusal(415, "not-supported", "the body must be application/fhir+json")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            raise FhirRefusal(413, "too-long", "the body is too long")
    try:
        resource = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FhirRefusal(400, "structure", "the body is not JSON") from error
    if not isinstance(resource, dict) or resource.get("resourceType") != resource_type:
        raise FhirRefusal(400, "structure", f"the body is not a {resource_type}")
    return resource


def number(pairs: Pairs, name: str, default: int, highest: int) -> int:
    """A whole number of at most ``highest``.

    Raises:
        FhirRefusal: 400, not a whole number of zero or more.
    """
    value = next((given for key, given in pairs if key == name), str(default))
    if not (value.isascii() and value.isdigit()):
        raise FhirRefusal(400, "value", f"{name} must be a whole number", detail="parameter")
    return min(int(value), highest)
