"""Connections in several small pools.

Whenever a request begins or ends, httpcore goes through all connections of its pool and asks of each idle one whether
it is still open. In one pool of 24 that takes as long as the request itself, on the thread of the window.
"""

from itertools import cycle

import httpx

FACILITY = "prawat.facility"  # the extension of a request that names whose it is: those of one share a pool
_POOLS = 6


class Pools(httpx.AsyncBaseTransport):
    """Each facility keeps to one pool, so that it is asked again over connections that are open. ``most`` may be open
    in one. Kept open are an equal part of them, but no fewer than one facility is asked over at a time (``of_one``):
    whenever one more is free, it would be closed, and opened again for the next request."""

    def __init__(self, most: int, of_one: int) -> None:
        trust = httpx.create_ssl_context(trust_env=False)
        limits = httpx.Limits(max_connections=most, max_keepalive_connections=max(-(-most // _POOLS), of_one))
        self._pools = [
            httpx.AsyncHTTPTransport(verify=trust, trust_env=False, limits=limits) for _ in range(_POOLS)
        ]
        self._next = cycle(self._pools)
        self._by_facility: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """As the pool of its facility does."""
        facility = request.extensions.get(FACILITY, "")
        if (pool := self._by_facility.get(facility)) is None:
            pool = self._by_facility[facility] = next(self._next)
        return await pool.handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools:
            await pool.aclose()
