"""Places of the web: the origin of an address, and what speaks against sending a secret there.

Sign-in and exchange judge by the same rules: https only, nothing inside somebody's own network. Plain http, and
loopback, are for the sandbox.
"""

from ipaddress import ip_address

import httpx

Origin = tuple[str, str, int]
"""Scheme, host and port (RFC 6454, 4)."""

NOT_HTTPS, PRIVATE = "not-https", "private"
_PORTS = {"https": 443, "http": 80}
_LOCAL_NAMES = frozenset({"localhost"})
_LOCAL_ENDINGS = (".localhost", ".local", ".internal")


def origin(url: str) -> Origin | None:
    """The origin of an address; None for what is no plain http(s) address."""
    if any(character <= " " or character == "\\" for character in url):
        return None
    try:
        # The reading of the one who will call: a second parser might see another host.
        parts = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        return None
    if parts.scheme not in _PORTS or not parts.host or parts.userinfo or parts.fragment:
        return None
    return parts.scheme, parts.host.lower(), parts.port or _PORTS[parts.scheme]


def objection(place: Origin, *, sandbox: bool) -> str:
    """Why no secret may go there: NOT_HTTPS or PRIVATE; "" when it may, as far as the place itself tells."""
    scheme, host, _ = place
    if sandbox and _is_loopback(host):
        return ""
    if scheme != "https":
        return NOT_HTTPS
    return PRIVATE if _is_private(host) else ""


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in _LOCAL_NAMES


def _is_private(host: str) -> bool:
    """An address inside somebody's own network: no document may talk us into calling there."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host in _LOCAL_NAMES or host.endswith(_LOCAL_ENDINGS)
