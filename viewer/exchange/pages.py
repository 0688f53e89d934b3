"""A search, page after page, to its end.

A search goes out as ``POST {type}/_search``, so that what is asked for stays out of addresses; where a server has no
such door (405, 501) it goes out as GET. ``Prefer: handling=strict`` asks a server to refuse what it does not know
rather than to ignore it and answer with everybody (FHIR R4 search, "Handling errors").
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from viewer.base.opaque import Opaque
from viewer.exchange.client import Answer, ExchangeClient, Request
from viewer.exchange.errors import OriginRefused, PagesWithoutEnd, Refused, ServerFailed
from viewer.exchange.gate import Turn
from viewer.exchange.wire import Page, split, split_gently

_STRICT = ("Prefer", "handling=strict")
_LARGE = 2 * 1024 * 1024  # from here one pass would hold the interpreter for too long
_MOST_PAGES = 1000
_NO_SUCH_DOOR = (405, 501)


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for at which FHIR base. Parameters may repeat; a ``secret`` search never goes out as GET."""

    address: Opaque
    type: str
    parameters: tuple[tuple[str, str], ...] = field(repr=False)
    turn: Turn = Turn()  # noqa: RUF009  frozen, so one for all is safe
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """One page: its bytes as received and the same split. ``whole`` is False when the connection broke in it."""

    number: int  # from 1
    body: bytes = field(repr=False)
    page: Page
    whole: bool
    reference: str
    date: str = ""  # of the answer, by the server's clock


async def pages(client: ExchangeClient, search: Search) -> AsyncGenerator[Received, None]:
    """Every page of a search, in order.

    Raises:
        ExchangeError: what a request may raise; also OriginRefused when ``next`` leads away from the address's
            origin, PagesWithoutEnd when it leads in a circle. Pages before it have been given.
    """
    home = client.origin(search.address)
    seen: set[Opaque] = set()
    answer = await _first(client, search)
    for number in range(1, _MOST_PAGES + 1):
        page = await _split(answer.body)
        yield Received(number, answer.body, page, answer.whole, answer.reference, answer.date)
        if page.next_url is None:
            return
        url = _onwards(search.address, page.next_url, answer.reference)
        if url in seen:
            break
        seen.add(url)
        if client.origin(url) != home:
            raise OriginRefused("the next page is elsewhere", answer.reference)
        answer = await client.get(url, turn=search.turn)
    raise PagesWithoutEnd("the pages do not end", answer.reference)


def _onwards(address: Opaque, next_url: Opaque, reference: str) -> Opaque:
    try:
        return Opaque(urljoin(f"{address.reveal().rstrip('/')}/", next_url.reveal()))
    except ValueError:  # its text holds the address
        raise OriginRefused("the next page is nowhere", reference) from None


async def _first(client: ExchangeClient, search: Search) -> Answer:
    base = f"{search.address.reveal().rstrip('/')}/{search.type}"
    post = Request("POST", Opaque(f"{base}/_search"), search.parameters, headers=(_STRICT,), turn=search.turn)
    try:
        return await client.ask(post)
    except (Refused, ServerFailed) as error:
        if error.status not in _NO_SUCH_DOOR or search.secret:
            raise
    url = Opaque(f"{base}?{urlencode(search.parameters)}")
    return await client.ask(Request("GET", url, headers=(_STRICT,), turn=search.turn))


async def _split(body: bytes) -> Page:
    return split(body) if len(body) < _LARGE else await asyncio.to_thread(split_gently, body)
